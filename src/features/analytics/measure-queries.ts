import { OUTCOMES } from '../../ai/answer.ts';
import type { Sql } from '../../db/client.ts';
import type { Day } from './days.ts';

/** A stretch of time whose rows are added up. */
export interface Span {
  /** Of it, up to and without `until`. */
  from: Date;
  until: Date;
  now: Date;
  /** Of the IANA list: hours of the day are those of this place. */
  timeZone: string;
  /** In whose partitions messages of the span lie; all others are left out. Not known: none are. */
  months?: readonly Day[];
}

type Part = ReturnType<Sql>;

/** Days within which a customer who comes back shows that the matter was not settled. */
export const DURABLE_DAYS = 7;
const DAY_MS = 86_400_000;
/** Each class of times is so much longer than the one before it: what is read from classes is at most half of it off. */
export const CLASS_GROWTH = 1.05;

/**
 * What is counted, by the rows it is read from: each answers `measure, dimension, amount, total`. Days that are over are
 * kept so, today's part is read so. What happened is counted on the day on which it happened; what became of a
 * conversation, on the day on which it began. Units: times in milliseconds, costs in millionths of a US dollar.
 */
const SOURCES = {
  conversations: {
    measures: [
      'conversations',
      'conversations.written',
      'conversations.escalated',
      'conversations.contained',
      'conversations.judged',
      'conversations.durable',
      'bot.resolution',
      'bot.resolution.classes',
    ],
    read: readConversations,
  },
  messages: {
    measures: ['messages', 'messages.by_hour', 'agent.messages'],
    read: readMessages,
  },
  responses: {
    measures: ['human.response', 'human.response.classes', 'agent.response'],
    read: readResponses,
  },
  answers: {
    measures: [
      'answers',
      'answers.unsure',
      'answers.tokens_in',
      'answers.tokens_out',
      'answers.cost',
      'answers.latency',
      'answers.latency.classes',
      'answers.fell_back',
      'bot.response',
      'bot.response.classes',
      'suggestions.cost',
    ],
    read: readAnswers,
  },
  fallbacks: { measures: ['answers.passed_over'], read: readFallbacks },
  changes: {
    measures: ['escalations', 'conversations.ended', 'agent.taken', 'human.resolution', 'human.resolution.classes'],
    read: readChanges,
  },
  ratings: { measures: ['ratings', 'ratings.by_server', 'agent.ratings'], read: readRatings },
  thumbs: { measures: ['thumbs'], read: readThumbs },
  reports: { measures: ['answers.reported'], read: readReports },
  opened: {
    measures: ['tickets.opened', 'tickets.by_category', 'tickets.by_priority', 'tickets.complaints'],
    read: readOpenedTickets,
  },
  resolved: {
    measures: ['tickets.resolved', 'tickets.resolved.classes', 'agent.tickets_resolved'],
    read: readResolvedTickets,
  },
  responded: { measures: ['tickets.response', 'tickets.response.classes'], read: readRespondedTickets },
  clocks: { measures: ['sla'], read: readClocks },
  customers: { measures: ['customers'], read: readCustomers },
  audit: { measures: ['audit'], read: readAudit },
} as const satisfies Record<string, { measures: readonly string[]; read: (sql: Sql, span: Span) => Part }>;

export type Measure = (typeof SOURCES)[keyof typeof SOURCES]['measures'][number];

export const MEASURES: readonly Measure[] = Object.values(SOURCES).flatMap(
  ({ measures }): readonly Measure[] => measures,
);

/** All of these measures in the span, from the rows themselves. Shape: `measure, dimension, amount, total`. */
export function readRows(sql: Sql, span: Span, wanted: readonly Measure[]): Part {
  const isWanted = ({ measures }: { measures: readonly Measure[] }) => measures.some((one) => wanted.includes(one));
  const parts = Object.values(SOURCES)
    .filter(isWanted)
    .map(({ read }) => read(sql, span));
  return sql`SELECT measure, dimension, amount, total
    FROM (${parts.reduce((all, one) => sql`${all} UNION ALL ${one}`)}) rows(measure, dimension, amount, total) WHERE measure = ANY(${[...wanted]}::text[])`;
}

/** Where `moment` lies in the span. */
const within = (sql: Sql, moment: Part, { from, until }: Pick<Span, 'from' | 'until'>) =>
  sql`${moment} >= ${from}::timestamptz AND ${moment} < ${until}::timestamptz`;

/** Written into the statement: a plan for it leaves out the other partitions, and is made in a fraction of the time. */
const inMonths = (sql: Sql, column: Part, { months }: Span) =>
  months ? sql`AND ${column} = ANY(${sql.unsafe(`'{${months.map(checkedDay).join()}}'::date[]`)})` : sql``;

function checkedDay(day: Day): Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new Error(`Not a day: ${day}`);
  return day;
}

/** Whether one of them is counted from messages. */
export const readsMessages = (wanted: readonly Measure[]): boolean =>
  [SOURCES.conversations, SOURCES.messages, SOURCES.responses].some(({ measures }: { measures: readonly Measure[] }) =>
    measures.some((one) => wanted.includes(one)),
  );

/** The months in whose partitions messages of the span lie. */
export async function listMonths(sql: Sql, span: Pick<Span, 'from' | 'until'>): Promise<Day[]> {
  const rows = await sql<{ month: Day }[]>`
    SELECT DISTINCT m.month::text AS month FROM messages m WHERE ${within(sql, sql`m.created_at`, span)} ORDER BY 1`;
  return rows.map(({ month }) => month);
}

/** The class of a time in milliseconds, as a dimension. */
const classOf = (sql: Sql, milliseconds: Part) =>
  sql`floor(ln(greatest(${milliseconds}, 1)::float8) / ln(${CLASS_GROWTH}::float8))::int::text`;

const millisecondsFrom = (sql: Sql, from: Part, until: Part) =>
  sql`greatest(extract(epoch FROM ${until} - ${from}) * 1000, 0)::float8`;

/** The articles that the assistant's answers in a conversation rest on. */
const cited = (sql: Sql, conversation: Part, month: Part, name = 'again') => sql`(
  SELECT quoted #>> '{}' AS slug FROM messages, jsonb_path_query(metadata, '$.citations[*].slug') quoted
  WHERE conversation_id = ${conversation} AND month = ${month} AND role = 'assistant') ${sql(name)}`;

/**
 * By their first message: messages lie in the order of their time, conversations do not. The same customer came back with
 * the matter within the days after: answered from the same article, a ticket of its category, or a person within a day.
 */
function readConversations(sql: Sql, span: Span): Part {
  const settled = sql`make_interval(days => ${DURABLE_DAYS})`;
  // Of what began lately nothing is judged yet: without that part the statement is planned in a fraction of the time.
  const canBeJudged = span.from.getTime() < span.now.getTime() - (DURABLE_DAYS - 1) * DAY_MS;
  const isDurable = canBeJudged
    ? sql`CASE WHEN j.is_judged THEN NOT EXISTS (
          SELECT 1 FROM conversations k WHERE k.customer_id = b.customer_id AND k.created_at > b.created_at
            AND k.created_at <= b.created_at + ${settled} AND (
              (k.handed_off_at IS NOT NULL AND k.created_at <= b.created_at + interval '1 day')
              OR EXISTS (SELECT 1 FROM ${cited(sql, sql`k.id`, sql`k.month`)} WHERE again.slug IN (
                SELECT before.slug FROM ${cited(sql, sql`b.id`, sql`b.month`, 'before')})))
        ) AND NOT EXISTS (
          SELECT 1 FROM tickets t WHERE t.customer_id = b.customer_id AND t.merged_into_id IS NULL
            AND t.created_at > b.created_at AND t.created_at <= b.created_at + ${settled} AND t.category IN (
              SELECT a.category FROM ${cited(sql, sql`b.id`, sql`b.month`, 'before')} JOIN knowledge_articles a ON a.slug = before.slug)
        ) ELSE false END`
    : sql`false`;
  return sql`SELECT v.measure, v.dimension, count(*) AS amount, sum(v.total)::float8 AS total
    FROM (
      SELECT c.id, c.month, c.language, c.customer_id, c.created_at, s.first_at IS NOT NULL AS is_written,
        s.first_at IS NOT NULL AND c.handed_off_at IS NULL AS is_contained,
        CASE WHEN c.handed_off_at IS NULL AND s.last_at >= s.first_at
          THEN ${millisecondsFrom(sql, sql`s.first_at`, sql`s.last_at`)} END AS took
      FROM messages m JOIN conversations c ON c.id = m.conversation_id AND c.month = m.month CROSS JOIN LATERAL (
        SELECT min(created_at) FILTER (WHERE role = 'customer') AS first_at,
          max(created_at) FILTER (WHERE role = 'assistant') AS last_at
        FROM messages WHERE conversation_id = c.id AND month = c.month ${inMonths(sql, sql`month`, span)}) s
      WHERE ${within(sql, sql`m.created_at`, span)} ${inMonths(sql, sql`m.month`, span)} AND m.seq = 1
    ) b CROSS JOIN LATERAL (
      SELECT b.is_contained AND b.customer_id IS NOT NULL AND b.created_at < ${span.now}::timestamptz - ${settled} AS is_judged
    ) j CROSS JOIN LATERAL (VALUES
      ('conversations', b.language, 0, true),
      ('conversations.written', '', 0, b.is_written),
      ('conversations.escalated', '', 0, b.is_written AND NOT b.is_contained),
      ('conversations.contained', '', 0, b.is_contained),
      ('conversations.judged', '', 0, j.is_judged),
      ('conversations.durable', '', 0, ${isDurable}),
      ('bot.resolution', '', b.took, b.took IS NOT NULL),
      ('bot.resolution.classes', ${classOf(sql, sql`b.took`)}, 0, b.took IS NOT NULL)
    ) v(measure, dimension, total, counts)
    WHERE v.counts GROUP BY v.measure, v.dimension`;
}

function readMessages(sql: Sql, span: Span): Part {
  return sql`SELECT v.measure, v.dimension, count(*), 0::float8
    FROM messages m CROSS JOIN LATERAL (VALUES
      ('messages', m.role, true),
      ('messages.by_hour', to_char(m.created_at AT TIME ZONE ${span.timeZone}, 'ID/HH24'), m.role = 'customer'),
      ('agent.messages', m.author_id::text, m.role = 'agent' AND m.author_id IS NOT NULL)
    ) v(measure, dimension, counts)
    WHERE ${within(sql, sql`m.created_at`, span)} ${inMonths(sql, sql`m.month`, span)} AND v.counts
    GROUP BY v.measure, v.dimension`;
}

/** A person's first word after the assistant gave the conversation away, and how long the customer waited for it. */
function readResponses(sql: Sql, span: Span): Part {
  return sql`SELECT v.measure, v.dimension, count(*), sum(v.total)::float8
    FROM messages m CROSS JOIN LATERAL (
      SELECT max(at) AS at FROM conversation_changes WHERE conversation_id = m.conversation_id AND field = 'status'
        AND from_value = 'bot' AND to_value IN ('waiting', 'human') AND at <= m.created_at
    ) h CROSS JOIN LATERAL (
      SELECT ${millisecondsFrom(sql, sql`h.at`, sql`m.created_at`)} AS took
    ) t CROSS JOIN LATERAL (VALUES
      ('human.response', '', t.took),
      ('human.response.classes', ${classOf(sql, sql`t.took`)}, 0),
      ('agent.response', coalesce(m.author_id::text, ''), t.took)
    ) v(measure, dimension, total)
    WHERE ${within(sql, sql`m.created_at`, span)} ${inMonths(sql, sql`m.month`, span)} AND m.role = 'agent'
      AND h.at IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM messages e WHERE e.conversation_id = m.conversation_id AND e.month = m.month
          ${inMonths(sql, sql`e.month`, span)} AND e.seq < m.seq AND e.role = 'agent' AND e.created_at >= h.at)
    GROUP BY v.measure, v.dimension`;
}

/** Turns that were answered; what was suggested to staff costs too, but answers nobody. */
function readAnswers(sql: Sql, span: Span): Part {
  return sql`SELECT v.measure, v.dimension, count(*), sum(v.total)::float8
    FROM turns t CROSS JOIN LATERAL (
      SELECT t.outcome = ANY(${[...OUTCOMES]}::text[]) AS is_answer, t.outcome = 'suggested' AS is_suggestion
    ) k CROSS JOIN LATERAL (VALUES
      ('answers', t.provider || '/' || t.outcome, 0, k.is_answer),
      ('answers.unsure', '', 0, t.outcome = 'unsure'),
      ('answers.tokens_in', t.provider, t.prompt_tokens, k.is_answer AND t.prompt_tokens IS NOT NULL),
      ('answers.tokens_out', t.provider, t.completion_tokens, k.is_answer AND t.completion_tokens IS NOT NULL),
      ('answers.cost', t.provider, t.cost_micros, k.is_answer AND t.cost_micros IS NOT NULL),
      ('answers.latency', t.provider, t.latency_ms, k.is_answer AND t.latency_ms IS NOT NULL),
      ('answers.latency.classes', t.provider || '/' || ${classOf(sql, sql`t.latency_ms`)}, 0,
        k.is_answer AND t.latency_ms IS NOT NULL),
      ('answers.fell_back', '', 0, k.is_answer AND jsonb_array_length(t.fallbacks) > 0),
      ('bot.response', '', t.latency_ms, k.is_answer AND t.from_seq = 2 AND t.latency_ms IS NOT NULL),
      ('bot.response.classes', ${classOf(sql, sql`t.latency_ms`)}, 0,
        k.is_answer AND t.from_seq = 2 AND t.latency_ms IS NOT NULL),
      ('suggestions.cost', t.provider, t.cost_micros, k.is_suggestion AND t.cost_micros IS NOT NULL)
    ) v(measure, dimension, total, counts)
    WHERE ${within(sql, sql`t.opened_at`, span)} AND t.provider IS NOT NULL AND v.counts
    GROUP BY v.measure, v.dimension`;
}

function readFallbacks(sql: Sql, span: Span): Part {
  return sql`SELECT 'answers.passed_over', (f->>'provider') || '/' || (f->>'reason'), count(*), 0::float8
    FROM turns t CROSS JOIN LATERAL jsonb_array_elements(t.fallbacks) f
    WHERE ${within(sql, sql`t.opened_at`, span)} AND t.outcome = ANY(${[...OUTCOMES]}::text[]) GROUP BY 2`;
}

function readChanges(sql: Sql, span: Span): Part {
  return sql`SELECT v.measure, v.dimension, count(*), sum(v.total)::float8
    FROM conversation_changes h LEFT JOIN LATERAL (
      SELECT coalesce(c.assignee_id::text, '') AS server, CASE WHEN c.handed_off_at IS NOT NULL
        THEN ${millisecondsFrom(sql, sql`c.handed_off_at`, sql`h.at`)} END AS took
      FROM conversations c WHERE c.id = h.conversation_id AND h.field = 'status' AND h.to_value = 'ended'
    ) e ON true CROSS JOIN LATERAL (VALUES
      ('escalations', CASE h.to_value WHEN 'human' THEN 'taken_over' ELSE coalesce(h.reason, 'other') END, 0,
        h.field = 'status' AND h.from_value = 'bot' AND h.to_value IN ('waiting', 'human')),
      ('conversations.ended', e.server, 0, e.server IS NOT NULL),
      ('agent.taken', h.to_value, 0, h.field = 'assignee' AND h.to_value IS NOT NULL),
      ('human.resolution', '', e.took, e.took IS NOT NULL),
      ('human.resolution.classes', ${classOf(sql, sql`e.took`)}, 0, e.took IS NOT NULL)
    ) v(measure, dimension, total, counts)
    WHERE ${within(sql, sql`h.at`, span)} AND v.counts GROUP BY v.measure, v.dimension`;
}

function readRatings(sql: Sql, span: Span): Part {
  return sql`SELECT v.measure, v.dimension, count(*), sum(s.rating)::float8
    FROM satisfaction s CROSS JOIN LATERAL (VALUES
      ('ratings', s.rating::text, true),
      ('ratings.by_server', s.rating || '/' || coalesce(s.agent_id::text, ''), true), ('agent.ratings', s.agent_id::text, s.agent_id IS NOT NULL)
    ) v(measure, dimension, counts)
    WHERE ${within(sql, sql`s.created_at`, span)} AND v.counts GROUP BY v.measure, v.dimension`;
}

/** The widget says 5 and 1; what lies between them, which the interface takes too, is neither. */
function readThumbs(sql: Sql, span: Span): Part {
  return sql`SELECT 'thumbs', CASE WHEN rating > 3 THEN 'up' ELSE 'down' END, count(*), 0::float8
    FROM feedback WHERE ${within(sql, sql`created_at`, span)} AND message_id IS NOT NULL AND rating <> 3 GROUP BY 2`;
}

function readReports(sql: Sql, span: Span): Part {
  return sql`SELECT 'answers.reported', reason, count(*), 0::float8 FROM answer_reports
    WHERE ${within(sql, sql`created_at`, span)} AND status IN ('OPEN', 'RESOLVED', 'DISMISSED') GROUP BY 2`;
}

/** Duplicates that were merged into another ticket do not count. `tickets.opened`: by what they are now, and whose. */
function readOpenedTickets(sql: Sql, span: Span): Part {
  return sql`SELECT v.measure, v.dimension, count(*), 0::float8
    FROM tickets t CROSS JOIN LATERAL (VALUES
      ('tickets.opened', t.status || '/' || coalesce(t.assignee_id::text, ''), true),
      ('tickets.by_category', t.category, true),
      ('tickets.by_priority', t.priority, true),
      ('tickets.complaints', '', t.complaint_number IS NOT NULL)
    ) v(measure, dimension, counts)
    WHERE ${within(sql, sql`t.created_at`, span)} AND t.merged_into_id IS NULL AND v.counts
    GROUP BY v.measure, v.dimension`;
}

function readResolvedTickets(sql: Sql, span: Span): Part {
  return sql`SELECT v.measure, v.dimension, count(*), sum(v.total)::float8
    FROM tickets t CROSS JOIN LATERAL (
      SELECT ${millisecondsFrom(sql, sql`t.created_at`, sql`t.resolved_at`)} AS took
    ) k CROSS JOIN LATERAL (VALUES
      ('tickets.resolved', '', k.took, true),
      ('tickets.resolved.classes', ${classOf(sql, sql`k.took`)}, 0, true),
      ('agent.tickets_resolved', t.assignee_id::text, k.took, t.assignee_id IS NOT NULL)
    ) v(measure, dimension, total, counts)
    WHERE ${within(sql, sql`t.resolved_at`, span)} AND t.merged_into_id IS NULL AND v.counts
    GROUP BY v.measure, v.dimension`;
}

function readRespondedTickets(sql: Sql, span: Span): Part {
  return sql`SELECT v.measure, v.dimension, count(*), sum(v.total)::float8
    FROM tickets t CROSS JOIN LATERAL (
      SELECT ${millisecondsFrom(sql, sql`t.created_at`, sql`t.first_responded_at`)} AS took
    ) k CROSS JOIN LATERAL (VALUES
      ('tickets.response', '', k.took), ('tickets.response.classes', ${classOf(sql, sql`k.took`)}, 0)
    ) v(measure, dimension, total)
    WHERE ${within(sql, sql`t.first_responded_at`, span)} AND t.merged_into_id IS NULL GROUP BY v.measure, v.dimension`;
}

function readClocks(sql: Sql, span: Span): Part {
  return sql`SELECT 'sla', clock || '/' || event, count(*), 0::float8
    FROM ticket_sla_events WHERE ${within(sql, sql`at`, span)} GROUP BY 2`;
}

/** By type and by what they are now. */
function readCustomers(sql: Sql, span: Span): Part {
  return sql`SELECT 'customers', customer_type || '/' || status, count(*), 0::float8
    FROM customers WHERE ${within(sql, sql`created_at`, span)} GROUP BY 2`;
}

function readAudit(sql: Sql, span: Span): Part {
  return sql`SELECT 'audit', action || '/' || status, count(*), 0::float8
    FROM audit_log WHERE ${within(sql, sql`at`, span)} GROUP BY 2`;
}
