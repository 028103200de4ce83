import type { Row, Rows } from '../../bench/history/story.ts';

/** Rows that were made for a test, and what else it has to know of the database. */
interface Known {
  rows: Rows;
  customers: { customer_type: string; created_at: Date }[];
  articles: { slug: string; category: string }[];
  names: ReadonlyMap<number, string>;
  timeZone: string;
  now: Date;
}

type Count = Record<string, number>;

const DAY_MS = 86_400_000;
const at = (row: Row, column: string): Date => row[column] as Date;
const tally = (keys: string[]): Count => {
  const count: Count = {};
  for (const key of keys) count[key] = (count[key] ?? 0) + 1;
  return count;
};
const mean = (values: number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
const total = (rows: Row[], column: string): number => rows.reduce((sum, row) => sum + Number(row[column] ?? 0), 0);
/** The value at this rank of all, counted plainly. */
export function rank(values: number[], part: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? null;
}

/** Counts made-up rows over again, one by one and without any query, for what a report must say of a period. */
export class Recount {
  readonly #known: Known;
  readonly #from: string;
  readonly #to: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #hour: Intl.DateTimeFormat;

  constructor(known: Known, from: string, to: string) {
    [this.#known, this.#from, this.#to] = [known, from, to];
    const { timeZone } = known;
    this.#format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    this.#hour = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' });
  }

  day = (moment: Date): string => this.#format.format(moment);

  #isIn = (moment: unknown): boolean => {
    if (!(moment instanceof Date)) return false;
    const day = this.day(moment);
    return day >= this.#from && day <= this.#to;
  };

  #of = (table: keyof Rows, column: string): Row[] => this.#known.rows[table].filter((row) => this.#isIn(row[column]));

  /** Facts of each conversation that began in the period. */
  conversations() {
    const messages = Map.groupBy(this.#known.rows.messages, (row) => row.conversation_id);
    const citedIn = (id: unknown): string[] =>
      (messages.get(id) ?? []).flatMap(({ role, metadata }) =>
        role === 'assistant' && metadata
          ? (metadata as { citations: { slug: string }[] }).citations.map(({ slug }) => slug)
          : [],
      );
    const isWithin = (later: Date, earlier: Date, days: number) =>
      later > earlier && later.getTime() - earlier.getTime() <= days * DAY_MS;
    return this.#of('conversations', 'created_at').map((row) => {
      const said = messages.get(row.id) ?? [];
      const first = said.find(({ role }) => role === 'customer');
      const last = said.findLast(({ role }) => role === 'assistant');
      const isContained = first !== undefined && row.handed_off_at === null;
      const age = this.#known.now.getTime() - at(row, 'created_at').getTime();
      const isJudged = isContained && row.customer_id !== null && age > 7 * DAY_MS;
      const slugs = new Set(citedIn(row.id));
      const categories = new Set(
        this.#known.articles.flatMap(({ slug, category }) => (slugs.has(slug) ? [category] : [])),
      );
      const cameBack =
        isJudged &&
        (this.#known.rows.conversations.some(
          (other) =>
            other.customer_id === row.customer_id &&
            isWithin(at(other, 'created_at'), at(row, 'created_at'), 7) &&
            ((other.handed_off_at !== null && isWithin(at(other, 'created_at'), at(row, 'created_at'), 1)) ||
              citedIn(other.id).some((slug) => slugs.has(slug))),
        ) ||
          this.#known.rows.tickets.some(
            (ticket) =>
              ticket.customer_id === row.customer_id &&
              isWithin(at(ticket, 'created_at'), at(row, 'created_at'), 7) &&
              categories.has(String(ticket.category)),
          ));
      const took =
        isContained && last && at(last, 'created_at') >= at(first, 'created_at')
          ? at(last, 'created_at').getTime() - at(first, 'created_at').getTime()
          : null;
      return { row, isWritten: first !== undefined, isContained, isJudged, cameBack, took };
    });
  }

  /** For each first word of a person after a hand-over: whose, and how long the customer had waited. */
  responses(): { agent: number; took: number }[] {
    const changes = Map.groupBy(this.#known.rows.conversation_changes, (row) => row.conversation_id);
    const byConversation = Map.groupBy(this.#known.rows.messages, (row) => row.conversation_id);
    const found: { agent: number; took: number }[] = [];
    for (const [id, said] of byConversation) {
      const handed = (changes.get(id) ?? []).find(
        ({ field, from_value }) => field === 'status' && from_value === 'bot',
      );
      const first = said.find(({ role }) => role === 'agent');
      if (!handed || handed.to_value === 'ended' || !first || !this.#isIn(first.created_at)) continue;
      found.push({
        agent: Number(first.author_id),
        took: at(first, 'created_at').getTime() - at(handed, 'at').getTime(),
      });
    }
    return found;
  }

  #answers = (): Row[] =>
    this.#of('turns', 'opened_at').filter(({ outcome }) => outcome !== null && outcome !== 'suggested');

  #escalations = (): string[] =>
    this.#of('conversation_changes', 'at')
      .filter(({ field, from_value, to_value }) => field === 'status' && from_value === 'bot' && to_value === 'waiting')
      .map(({ reason }) => String(reason));

  #humanResolutions(): number[] {
    const handed = new Map(this.#known.rows.conversations.map((row) => [row.id, row.handed_off_at as Date | null]));
    return this.#of('conversation_changes', 'at').flatMap((row) => {
      const from = handed.get(row.conversation_id);
      return row.to_value === 'ended' && from ? [at(row, 'at').getTime() - from.getTime()] : [];
    });
  }

  #opened = (): Row[] => this.#of('tickets', 'created_at');
  #between = (rows: Row[], column: string): number[] =>
    rows.map((row) => at(row, column).getTime() - at(row, 'created_at').getTime());
  #clocks = (event: string): number => this.#of('ticket_sla_events', 'at').filter((row) => row.event === event).length;

  /** Every figure by its key. Of those that end in `~` all values are given: the figure is their middle, or so. */
  figures(): Record<string, number | null | { values: number[]; part: number }> {
    const all = this.conversations();
    const count = (fits: (one: (typeof all)[number]) => boolean) => all.filter(fits).length;
    const written = count(({ isWritten }) => isWritten);
    const contained = count(({ isContained }) => isContained);
    const judged = count(({ isJudged }) => isJudged);
    const answers = this.#answers();
    const unsure = answers.filter(({ outcome }) => outcome === 'unsure').length;
    const escalations = this.#escalations();
    const messages = this.#of('messages', 'created_at').length;
    const ratings = this.#of('satisfaction', 'created_at').map(({ rating }) => Number(rating));
    const thumbs = this.#of('feedback', 'created_at').map(({ rating }) => Number(rating));
    const responses = this.responses().map(({ took }) => took);
    const resolved = this.#of('tickets', 'resolved_at');
    const tokens = total(answers, 'prompt_tokens') + total(answers, 'completion_tokens');
    const cost = total(answers, 'cost_micros');
    const latencies = answers.map(({ latency_ms }) => Number(latency_ms));
    const firsts = answers.filter(({ from_seq }) => from_seq === 2).map(({ latency_ms }) => Number(latency_ms));
    const up = thumbs.filter((rating) => rating > 3).length;
    const middle = (values: number[], part = 0.5) => ({ values, part });
    return {
      conversations: all.length,
      conversations_written: written,
      escalated: written - contained,
      escalation_rate: share(written - contained, written),
      contained,
      containment_rate: share(contained, written),
      durable_containment_rate: share(
        count(({ isJudged, cameBack }) => isJudged && !cameBack),
        judged,
      ),
      messages,
      messages_per_conversation: share(messages, all.length),
      bot_first_response: middle(firsts),
      human_first_response: middle(responses),
      human_first_response_mean: mean(responses),
      bot_resolution: middle(all.flatMap(({ took }) => (took === null ? [] : [took]))),
      human_resolution: middle(this.#humanResolutions()),
      ratings: ratings.length,
      csat: mean(ratings),
      csat_content: share(ratings.filter((rating) => rating >= 4).length, ratings.length),
      answers: answers.length,
      unanswered:
        unsure + escalations.filter((reason) => ['missing_knowledge', 'low_confidence'].includes(reason)).length,
      unanswered_rate: share(unsure, answers.length),
      cost,
      cost_per_conversation: share(cost, written),
      tokens,
      tokens_per_conversation: share(tokens, written),
      latency_p50: middle(latencies),
      latency_p95: middle(latencies, 0.95),
      latency_p99: middle(latencies, 0.99),
      fallback_rate: share(answers.filter(({ fallbacks }) => fallbacks !== null).length, answers.length),
      thumbs: thumbs.length,
      thumbs_up_rate: share(up, thumbs.length),
      reported: this.#of('answer_reports', 'created_at').length,
      tickets_opened: this.#opened().length,
      tickets_resolved: resolved.length,
      complaints: this.#opened().filter(({ complaint_number }) => complaint_number !== null).length,
      ticket_first_response: middle(this.#between(this.#of('tickets', 'first_responded_at'), 'first_responded_at')),
      ticket_resolution: middle(this.#between(resolved, 'resolved_at')),
      sla_met_rate: share(this.#clocks('met'), this.#clocks('met') + this.#clocks('breached')),
      sla_breached: this.#clocks('breached'),
      new_customers: this.#known.customers.filter(({ created_at }) => this.#isIn(created_at)).length,
    };
  }

  /** Every table by its key: its rows by their first cell, in Spanish as it stands in the rows, without shares. */
  tables(): Record<string, Record<string, (number | null)[]>> {
    const all = this.conversations();
    const days = (pairs: [string, Date[]][]) => {
      const byDay: Record<string, number[]> = {};
      for (const [index, [, moments]] of pairs.entries()) {
        for (const moment of moments) {
          const day = this.day(moment);
          byDay[day] ??= pairs.map(() => 0);
          (byDay[day] as number[])[index] = ((byDay[day] as number[])[index] ?? 0) + 1;
        }
      }
      return byDay;
    };
    const counts = (count: Count) => Object.fromEntries(Object.entries(count).map(([key, value]) => [key, [value]]));
    const began = (fits: (one: (typeof all)[number]) => boolean) =>
      all.filter(fits).map(({ row }) => at(row, 'created_at'));
    const answers = this.#answers();
    const customersIn = this.#known.customers.filter(({ created_at }) => this.#isIn(created_at));
    const escalations = tally(this.#escalations());
    const customerSays = this.#of('messages', 'created_at').filter(({ role }) => role === 'customer');
    return {
      conversations_by_day: days([
        ['all', began(() => true)],
        ['escalated', began(({ isWritten, isContained }) => isWritten && !isContained)],
        ['contained', began(({ isContained }) => isContained)],
      ]),
      escalation_reasons: counts(escalations),
      busiest_hours: this.#hours(customerSays.map((row) => at(row, 'created_at'))),
      ratings_spread: counts(tally(this.#of('satisfaction', 'created_at').map(({ rating }) => String(rating)))),
      languages: counts(tally(all.map(({ row }) => String(row.language)))),
      answers_by_day: days([
        ['all', answers.map((row) => at(row, 'opened_at'))],
        ['unsure', answers.filter(({ outcome }) => outcome === 'unsure').map((row) => at(row, 'opened_at'))],
      ]),
      outcomes: counts(tally(answers.map(({ outcome }) => String(outcome)))),
      providers: this.#providers(answers),
      latency: this.#latencies(answers),
      knowledge_gaps: {
        unsure: [answers.filter(({ outcome }) => outcome === 'unsure').length],
        missing_knowledge: [escalations.missing_knowledge ?? 0],
        low_confidence: [escalations.low_confidence ?? 0],
      },
      fallbacks: counts(
        tally(
          answers.flatMap(({ fallbacks }) =>
            ((fallbacks ?? []) as { provider: string; reason: string }[]).map((one) => `${one.provider}/${one.reason}`),
          ),
        ),
      ),
      reported_answers: counts(tally(this.#of('answer_reports', 'created_at').map(({ reason }) => String(reason)))),
      agents: this.#agents(),
      tickets_by_day: days([
        ['opened', this.#opened().map((row) => at(row, 'created_at'))],
        ['resolved', this.#of('tickets', 'resolved_at').map((row) => at(row, 'resolved_at'))],
      ]),
      sla: this.#sla(),
      ticket_categories: counts(tally(this.#opened().map(({ category }) => String(category)))),
      ticket_priorities: counts(tally(this.#opened().map(({ priority }) => String(priority)))),
      ticket_statuses: counts(tally(this.#opened().map(({ status }) => String(status)))),
      customers_by_day: days([['all', customersIn.map(({ created_at }) => created_at)]]),
      customer_types: counts(tally(customersIn.map(({ customer_type }) => customer_type))),
    };
  }

  #hours(moments: Date[]): Record<string, number[]> {
    const found: Record<string, number[]> = {};
    for (const moment of moments) {
      const weekday = new Date(`${this.day(moment)}T12:00:00Z`).getUTCDay() || 7;
      const row = found[weekday] ?? Array.from({ length: 24 }, () => 0);
      found[weekday] = row;
      const hour = Number(this.#hour.format(moment));
      row[hour] = (row[hour] ?? 0) + 1;
    }
    return found;
  }

  #providers(answers: Row[]): Record<string, (number | null)[]> {
    const byProvider = Map.groupBy(answers, ({ provider }) => String(provider));
    return Object.fromEntries(
      [...byProvider].map(([provider, rows]) => {
        const latencies = rows.map(({ latency_ms }) => Number(latency_ms));
        return [
          provider,
          [
            ...[
              rows.length,
              total(rows, 'prompt_tokens'),
              total(rows, 'completion_tokens'),
              total(rows, 'cost_micros'),
            ],
            ...[rank(latencies, 0.5), rank(latencies, 0.95)],
          ],
        ];
      }),
    );
  }

  /** How many there are between two bounds, and how many so near to one that their class may lie beyond it. */
  #latencies(answers: Row[]): Record<string, number[]> {
    const edges = [0, 100, 250, 500, 1_000, 2_000, 5_000, 10_000, Number.POSITIVE_INFINITY];
    const latencies = answers.map(({ latency_ms }) => Number(latency_ms));
    return Object.fromEntries(
      edges.slice(1).map((edge, index) => {
        const least = edges[index] as number;
        const isNear = (latency: number) => [least, edge].some((bound) => Math.abs(latency / bound - 1) <= 0.026);
        return [
          String(edge),
          [latencies.filter((latency) => latency >= least && latency < edge).length, latencies.filter(isNear).length],
        ];
      }),
    );
  }

  #agents(): Record<string, (number | null)[]> {
    const responses = this.responses();
    const taken = this.#of('conversation_changes', 'at').filter(
      ({ field, to_value }) => field === 'assignee' && to_value,
    );
    const said = this.#of('messages', 'created_at').filter(({ role }) => role === 'agent');
    const ratings = this.#of('satisfaction', 'created_at');
    const resolved = this.#of('tickets', 'resolved_at');
    const agents: Record<string, (number | null)[]> = {};
    for (const [id, name] of this.#known.names) {
      const rated = ratings.filter(({ agent_id }) => agent_id === id).map(({ rating }) => Number(rating));
      const closed = resolved.filter(({ assignee_id }) => assignee_id === id);
      const row = [
        taken.filter(({ to_value }) => to_value === String(id)).length,
        said.filter(({ author_id }) => author_id === id).length,
        mean(responses.filter(({ agent }) => agent === id).map(({ took }) => took)),
        rated.length,
        mean(rated),
        closed.length,
        mean(this.#between(closed, 'resolved_at')),
      ];
      if (row.some((cell) => cell)) agents[name] = row;
    }
    return agents;
  }

  #sla(): Record<string, number[]> {
    const found: Record<string, number[]> = {};
    for (const { clock, event } of this.#of('ticket_sla_events', 'at')) {
      const row = found[String(clock)] ?? [0, 0, 0];
      found[String(clock)] = row;
      const column = ['met', 'breached', 'warned'].indexOf(String(event));
      row[column] = (row[column] ?? 0) + 1;
    }
    return found;
  }
}
