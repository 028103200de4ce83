import { CATEGORIES, HANDOFF_REASONS, type HandoffReason, PRIORITIES } from '../../src/ai/answer.ts';
import { monthOf } from '../../src/db/partitions.ts';
import type { Random } from '../../src/features/demo/random.ts';
import { ANSWERS, OWN_WORDS, QUESTIONS, SLUGS } from './words.ts';

/** Rows by table; the keys are columns. What is a Date, an array or an object is written as its column has it. */
export type Row = Record<string, unknown>;
export type Rows = Record<
  | 'conversations'
  | 'turns'
  | 'messages'
  | 'conversation_changes'
  | 'satisfaction'
  | 'feedback'
  | 'answer_reports'
  | 'tickets'
  | 'ticket_changes'
  | 'ticket_messages'
  | 'ticket_sla_events'
  | 'notifications'
  | 'audit_log',
  Row[]
>;

export interface World {
  /** When it all ends. */
  until: Date;
  staff: { id: number; name: string }[];
  customers: { id: number; name: string }[];
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const OUTCOMES = { answer: 80, unsure: 7, verify: 5, action: 5, refuse: 3 } as const;
const PROVIDERS = { mock: 60, openai: 28, anthropic: 12 } as const;
const FAILURES = ['timeout', 'rate_limited', 'network'] as const;

export const noRows = (): Rows => ({
  conversations: [],
  turns: [],
  messages: [],
  conversation_changes: [],
  satisfaction: [],
  feedback: [],
  answer_reports: [],
  tickets: [],
  ticket_changes: [],
  ticket_messages: [],
  ticket_sla_events: [],
  notifications: [],
  audit_log: [],
});

/** Tells one conversation after the other, with everything that comes of it. The same seed tells the same. */
export class Teller {
  readonly #random: Random;
  readonly #world: World;
  #turnId = 0;
  #messageId = 0;
  #ticketId = 0;
  #auditId = 0;

  constructor(world: World, random: Random) {
    this.#world = world;
    this.#random = random;
  }

  /** Adds what happened in a conversation that began then. Answers how many messages it has. */
  tell(rows: Rows, createdAt: Date): number {
    const random = this.#random;
    const story = new Story(random.uuid(), createdAt, this.#world);
    const customer = random.chance(0.55) ? random.pick(this.#world.customers) : null;
    const language = random.chance(0.72) ? 'es' : 'en';
    story.say('assistant', 'Hola, ¿en qué te ayudo?', 0);
    const questions = random.chance(0.06) ? 0 : random.int(1, 5);
    const isHandedOff = questions > 0 && random.chance(0.18);
    for (let one = 1; one <= questions; one += 1) {
      this.#ask(rows, story, isHandedOff && one === questions);
      if (story.isOver) break;
    }
    const handoff = isHandedOff && !story.isOver ? this.#people(rows, story, customer) : null;
    if (!handoff) this.#leave(story);
    this.#rate(rows, story, handoff?.agentId ?? null);
    rows.conversations.push(conversationRow(story, { customer, language, handoff }));
    rows.messages.push(...story.messages);
    rows.conversation_changes.push(...story.changes);
    return story.messages.length;
  }

  #ask(rows: Rows, story: Story, isLast: boolean): void {
    const random = this.#random;
    story.say('customer', random.pick(QUESTIONS), random.between(5, 90) * SECOND, { client_id: random.uuid() });
    if (story.isOver) return;
    const provider = random.pickBy(PROVIDERS);
    const [least, most] = provider === 'mock' ? [0.5, 4] : [5.5, 8.6];
    const latency = Math.round(Math.exp(random.between(least, most)));
    const outcome = isLast ? 'handoff' : random.pickBy(OUTCOMES);
    const slug = random.pick(SLUGS);
    this.#turnId += 1;
    const openedAt = story.at;
    const metadata = { outcome, provider, citations: outcome === 'answer' ? [{ slug }] : [], latency_ms: latency };
    story.said(this.#turnId);
    if (!isLast) {
      story.say('assistant', random.pick(ANSWERS), latency, { metadata, turn_id: this.#turnId });
      if (story.isOver) return;
      this.#judge(rows, story);
    }
    const isVendor = provider !== 'mock';
    rows.turns.push({
      ...{ id: this.#turnId, conversation_id: story.id, from_seq: story.lastSeqOf('customer'), worker: story.id },
      ...{ lease_until: story.at, opened_at: openedAt, closed_at: story.at, outcome, provider, confidence: 0.8 },
      ...{ latency_ms: latency, prompt_tokens: isVendor ? random.int(300, 1_800) : null },
      ...{
        completion_tokens: isVendor ? random.int(30, 300) : null,
        cost_micros: isVendor ? random.int(80, 2_500) : null,
      },
      fallbacks: random.chance(0.03) ? [{ provider: 'openai', reason: random.pick(FAILURES) }] : null,
    });
  }

  /** Thumbs, and what staff find wrong. */
  #judge(rows: Rows, story: Story): void {
    const random = this.#random;
    this.#messageId += 1;
    if (random.chance(0.06)) {
      const at = story.after(random.between(5, 120) * SECOND);
      if (at < this.#world.until) {
        const message_id = this.#messageId;
        rows.feedback.push({
          conversation_id: story.id,
          message_id,
          rating: random.chance(0.8) ? 5 : 1,
          created_at: at,
        });
      }
    }
    if (random.chance(0.004)) {
      const at = story.after(random.between(1, 20) * HOUR);
      if (at < this.#world.until) {
        rows.answer_reports.push({
          ...{ conversation_id: story.id, seq: story.seq, reporter_id: random.pick(this.#world.staff).id },
          ...{ reason: random.pick(['WRONG', 'OUTDATED', 'TONE']), created_at: at },
        });
      }
    }
  }

  /** The assistant hands over; somebody answers and ends it. */
  #people(rows: Rows, story: Story, customer: World['customers'][number] | null): Handoff {
    const random = this.#random;
    const reason = random.pick(HANDOFF_REASONS);
    story.say('assistant', 'Te paso con una persona.', 2 * SECOND);
    const handoff: Handoff = { at: story.at, reason, agentId: null, assignedAt: null, respondedAt: null };
    story.change('status', 'bot', 'waiting', null, reason);
    this.#ticket(rows, story, handoff, customer);
    const agent = random.pick(this.#world.staff);
    const takenAt = story.after(random.between(0.2, 25) * MINUTE);
    if (takenAt >= this.#world.until) return handoff;
    story.moveTo(takenAt);
    handoff.agentId = agent.id;
    handoff.assignedAt = takenAt;
    story.change('status', 'waiting', 'human', agent.id);
    story.change('assignee', null, String(agent.id), agent.id);
    for (let one = random.int(1, 4); one > 0 && !story.isOver; one -= 1) {
      story.say('agent', random.pick(OWN_WORDS), random.between(10, 300) * SECOND, { author_id: agent.id });
      if (!story.isOver) handoff.respondedAt ??= story.at;
      if (one > 1) story.say('customer', random.pick(QUESTIONS), random.between(10, 200) * SECOND);
    }
    this.#trace(rows, story, agent);
    story.end('agent', random.between(1, 20) * MINUTE, agent.id);
    return handoff;
  }

  #ticket(rows: Rows, story: Story, handoff: Handoff, customer: World['customers'][number] | null): void {
    const random = this.#random;
    const { until, staff } = this.#world;
    this.#ticketId += 1;
    const [id, createdAt, agent] = [this.#ticketId, story.at, random.pick(staff)];
    const category = random.pick(CATEGORIES);
    const respondedAt = new Date(createdAt.getTime() + random.between(2, 600) * MINUTE);
    const resolvedAt = new Date(respondedAt.getTime() + random.between(0.5, 60) * HOUR);
    const [isAnswered, isResolved] = [respondedAt < until, resolvedAt < until && random.chance(0.97)];
    const isOld = until.getTime() - createdAt.getTime() > 10 * DAY;
    const status =
      isResolved || isOld ? random.pick(['RESOLVED', 'CLOSED', 'CLOSED']) : isAnswered ? 'IN_PROGRESS' : 'OPEN';
    const isOver = status === 'RESOLVED' || status === 'CLOSED';
    const [firstDue, due] = [new Date(createdAt.getTime() + 4 * HOUR), new Date(createdAt.getTime() + 40 * HOUR)];
    const isComplaint = handoff.reason === 'complaint';
    rows.tickets.push({
      ...{ id, reference: `TKT-${id.toString(36).toUpperCase().padStart(8, '0')}`, conversation_id: story.id },
      ...{ customer_id: customer?.id ?? null, customer_name: customer?.name ?? null, subject: random.pick(QUESTIONS) },
      ...{ status, priority: random.pick(PRIORITIES), category, reason: handoff.reason },
      ...{ assignee_id: isAnswered ? agent.id : null, complaint_number: isComplaint ? `G-${id}` : null },
      ...{ created_at: createdAt, updated_at: isOver && resolvedAt < until ? resolvedAt : createdAt },
      ...{ first_response_due_at: firstDue, first_responded_at: isAnswered ? respondedAt : null },
      ...{ resolution_due_at: due, resolved_at: isOver && resolvedAt < until ? resolvedAt : null },
      ...{ sla_due_at: isOver ? null : isAnswered ? due : firstDue, sla_breached: respondedAt > firstDue },
    });
    rows.ticket_changes.push({
      ...{ ticket_id: id, actor_name: 'assistant', field: 'status', from_value: null, to_value: 'OPEN', at: createdAt },
    });
    if (isAnswered) {
      rows.ticket_messages.push({
        ...{ ticket_id: id, author_id: agent.id, sender_type: 'agent', sender_name: agent.name },
        ...{ content: random.pick(OWN_WORDS), created_at: respondedAt },
      });
    }
    this.#clock(rows, id, 'first_response', firstDue, respondedAt);
    if (isOver) this.#clock(rows, id, 'resolution', due, resolvedAt);
    this.#notice(rows, agent.id, id, createdAt);
  }

  #clock(rows: Rows, ticket: number, clock: string, dueAt: Date, doneAt: Date): void {
    const event = doneAt <= dueAt ? 'met' : 'breached';
    const at = event === 'met' ? doneAt : dueAt;
    if (at < this.#world.until) rows.ticket_sla_events.push({ ticket_id: ticket, clock, event, due_at: dueAt, at });
  }

  #notice(rows: Rows, user: number, ticket: number, at: Date): void {
    const isOld = this.#world.until.getTime() - at.getTime() > DAY;
    rows.notifications.push({
      ...{ type: 'IN_APP', status: 'SENT', category: 'TICKET', kind: 'ticket_assigned', user_id: user, language: 'es' },
      ...{ subject: 'Caso nuevo', body: 'Te asignaron un caso.', ticket_id: ticket, next_attempt_at: at, sent_at: at },
      ...{ read_at: isOld ? at : null, created_at: at },
    });
  }

  #trace(rows: Rows, story: Story, agent: World['staff'][number]): void {
    for (const action of ['conversation.read', 'conversation.takeover', 'conversation.end']) {
      rows.audit_log.push({
        ...{
          id: ++this.#auditId,
          at: story.at,
          actor_id: agent.id,
          actor_name: agent.name,
          action,
          resource_type: 'conversation',
        },
        ...{ resource_id: story.id, status: 'success', previous_hash: '', hash: '' },
      });
    }
  }

  /** The customer has what they wanted and ends it, or just goes. */
  #leave(story: Story): void {
    if (this.#random.chance(0.5)) story.end('customer', this.#random.between(0.2, 8) * MINUTE, null);
  }

  #rate(rows: Rows, story: Story, agentId: number | null): void {
    const random = this.#random;
    if (!story.endedAt || !random.chance(0.3)) return;
    const at = new Date(story.endedAt.getTime() + random.between(2, 300) * SECOND);
    if (at >= this.#world.until) return;
    const rating = random.pick([5, 5, 5, 4, 4, 3, 2, 1]);
    rows.satisfaction.push({ conversation_id: story.id, rating, agent_id: agentId, created_at: at, updated_at: at });
  }
}

interface Handoff {
  at: Date;
  reason: HandoffReason;
  agentId: number | null;
  assignedAt: Date | null;
  respondedAt: Date | null;
}

/** What is said in one conversation, in its order; nothing of it after the end of the world. */
class Story {
  readonly id: string;
  readonly createdAt: Date;
  readonly messages: Row[] = [];
  readonly changes: Row[] = [];
  endedAt: Date | null = null;
  endedBy: string | null = null;
  isOver = false;
  at: Date;
  seq = 0;
  readonly #until: Date;

  constructor(id: string, createdAt: Date, { until }: World) {
    [this.id, this.createdAt, this.at, this.#until] = [id, createdAt, createdAt, until];
  }

  after(milliseconds: number): Date {
    return new Date(Math.round(this.at.getTime() + milliseconds));
  }

  moveTo(at: Date): void {
    this.at = at;
  }

  say(role: string, content: string, afterMs: number, more: Row = {}): void {
    const at = this.after(afterMs);
    if (at >= this.#until) {
      this.isOver = true;
      return;
    }
    this.at = at;
    this.seq += 1;
    this.messages.push({
      ...{
        conversation_id: this.id,
        month: monthOf(this.createdAt),
        seq: this.seq,
        role,
        content,
        client_id: null,
        turn_id: null,
        author_id: null,
      },
      ...{ metadata: null, ...more, created_at: at },
    });
  }

  /** The turn of what the customer said last. */
  said(turnId: number): void {
    const last = this.messages.at(-1);
    if (last) last.turn_id = turnId;
  }

  lastSeqOf(role: string): number {
    return this.messages.findLast((message) => message.role === role)?.seq as number;
  }

  change(
    field: string,
    from: string | null,
    to: string | null,
    actor: number | null,
    reason: string | null = null,
  ): void {
    this.changes.push({
      ...{ conversation_id: this.id, actor_id: actor, actor_name: actor === null ? 'assistant' : 'agent', field },
      ...{ from_value: from, to_value: to, reason, at: this.at },
    });
  }

  end(by: string, afterMs: number, actor: number | null): void {
    const at = this.after(afterMs);
    if (at >= this.#until) return;
    this.at = at;
    this.endedAt = at;
    this.endedBy = by;
    this.change('status', by === 'agent' ? 'human' : 'bot', 'ended', actor);
  }
}

interface Told {
  customer: World['customers'][number] | null;
  language: string;
  handoff: Handoff | null;
}

function conversationRow(story: Story, { customer, language, handoff }: Told): Row {
  const last = story.messages.at(-1) as Row;
  const status = story.endedAt ? 'ended' : !handoff ? 'bot' : handoff.assignedAt ? 'human' : 'waiting';
  return {
    ...{ id: story.id, status, language, visitor_name: null, customer_id: customer?.id ?? null },
    ...{ identity_level: customer ? 1 : 0, assignee_id: handoff?.agentId ?? null, last_seq: story.seq },
    ...{ last_text: String(last.content).slice(0, 160), last_role: last.role, read_seq: story.endedAt ? story.seq : 0 },
    ...{ handed_off_at: handoff?.at ?? null, handoff_reason: handoff?.reason ?? null },
    ...{ waiting_since: status === 'waiting' ? (handoff?.at ?? null) : null, assigned_at: handoff?.assignedAt ?? null },
    ...{
      first_response_at: handoff?.respondedAt ?? null,
      last_agent_at: handoff?.respondedAt ?? handoff?.assignedAt ?? null,
    },
    ...{
      ended_by: story.endedBy,
      ended_at: story.endedAt,
      month: monthOf(story.createdAt),
      created_at: story.createdAt,
      updated_at: story.at,
    },
  };
}
