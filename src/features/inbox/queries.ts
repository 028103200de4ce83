import type { Sql } from '../../db/client.ts';
import {
  type ConversationFilter,
  conversationColumns,
  conversationCondition,
  conversationTables,
} from '../conversations/queries.ts';
import { textOfWords } from '../conversations/search-queries.ts';
import { FOUND_END, FOUND_START, type InboxFilter, type InboxSort, type ListRow, MAX_COUNTED } from './model.ts';

/** Of a long conversation the words are looked for in the newest so many messages. */
const SNIPPET_MESSAGES = 200;
const MAX_SNIPPET_CHARS = 2_000;

export interface InboxQuery {
  filter: InboxFilter;
  /** Whose list it is. */
  userId: number;
  /** Only what this person may see: unassigned or their own. */
  visibleTo?: number | undefined;
  /** Only what comes after this row. */
  after?: { id: string; place: string } | undefined;
  limit: number;
}

/** A page of the list, by the place of the last row. */
export function listInbox(sql: Sql, query: InboxQuery): Promise<ListRow[]> {
  const { filter, after, limit } = query;
  const place = placeBy(sql, filter.sort);
  const isAfter = after
    ? filter.sort === 'newest'
      ? // By the column itself, so that its index serves.
        sql`c.updated_at <= ${momentOf(sql, after.place)} AND (c.updated_at < ${momentOf(sql, after.place)} OR c.id > ${after.id})`
      : sql`(${place}, c.id) > (${after.place}::bigint, ${after.id}::uuid)`
    : sql`true`;
  // The rows are found first and described afterwards: a text is found in many more than are shown.
  const isByTicket = filter.sort === 'urgent' || filter.sla !== null;
  return sql<ListRow[]>`
    WITH page AS MATERIALIZED (
      SELECT c.id, row_number() OVER () AS rank FROM (
        SELECT c.id FROM conversations c ${isByTicket ? withTicket(sql) : sql``}
        WHERE ${condition(sql, query)} AND ${isAfter}
        ORDER BY ${filter.sort === 'newest' ? sql`c.updated_at DESC` : place}, c.id LIMIT ${limit}) c)
    SELECT ${rowColumns(sql)}, ${snippet(sql, filter.text)} AS snippet FROM ${rowTables(sql)} JOIN page ON page.id = c.id
    ORDER BY page.rank`;
}

/** These conversations as rows of the list, as far as they are there. */
export function findRows(sql: Sql, ids: string[]): Promise<ListRow[]> {
  return sql<ListRow[]>`
    SELECT ${rowColumns(sql)}, NULL AS snippet FROM ${rowTables(sql)} WHERE c.id = ANY(${ids}::uuid[])`;
}

/** The counts of the desk, each up to a bound, so that they cost the same whatever stands open. */
export async function countDesk(sql: Sql): Promise<{ open: number; unassigned: number; waiting: number }> {
  const [row] = await sql<{ open: number; unassigned: number; waiting: number }[]>`
    SELECT
      (SELECT count(*)::int FROM (SELECT 1 FROM conversations WHERE status <> 'ended' LIMIT ${MAX_COUNTED}) o) AS open,
      (SELECT count(*)::int FROM (
        SELECT 1 FROM conversations WHERE status <> 'ended' AND assignee_id IS NULL LIMIT ${MAX_COUNTED}) u) AS unassigned,
      (SELECT count(*)::int FROM (
        SELECT 1 FROM conversations WHERE status = 'waiting' LIMIT ${MAX_COUNTED}) w) AS waiting`;
  return row as { open: number; unassigned: number; waiting: number };
}

/** The channels and tags that filters offer: those of the newest conversations. */
export async function listChoices(sql: Sql, newest: number): Promise<{ channels: string[]; tags: string[] }> {
  const [row] = await sql<{ channels: string[] | null; tags: string[] | null }[]>`
    WITH recent AS (SELECT channel, tags FROM conversations ORDER BY updated_at DESC LIMIT ${newest})
    SELECT (SELECT array_agg(DISTINCT channel ORDER BY channel) FROM recent) AS channels,
      (SELECT array_agg(DISTINCT tag ORDER BY tag) FROM recent, unnest(tags) AS tag) AS tags`;
  return { channels: row?.channels ?? [], tags: row?.tags ?? [] };
}

function condition(sql: Sql, { filter, userId, visibleTo }: InboxQuery) {
  const { tab, status, isEscalated, priority, language, channel, tag, sla, text } = filter;
  const narrowed: ConversationFilter = {
    status,
    ...(visibleTo !== undefined && { visibleTo }),
    ...(tab !== 'all' && { assignee: tab === 'mine' ? userId : ('none' as const) }),
    ...(priority !== null && { priority }),
    ...(language !== null && { language }),
    ...(channel !== null && { channel }),
    ...(tag !== null && { tag }),
    ...(text !== null && { text }),
  };
  return sql`
    ${conversationCondition(sql, narrowed)}
    AND ${isEscalated ? sql`c.handed_off_at IS NOT NULL` : sql`true`}
    AND ${sla === null ? sql`true` : slaCondition(sql, sla)}`;
}

/** Of the open ticket, as `Ticket` has it. */
const isBreached = (sql: Sql) => sql`coalesce(t.sla_breached OR t.sla_due_at <= now(), false)`;

function slaCondition(sql: Sql, sla: NonNullable<InboxFilter['sla']>) {
  if (sla === 'breached') return isBreached(sql);
  const isRunning = sql`t.sla_due_at IS NOT NULL AND NOT ${isBreached(sql)}`;
  return sla === 'warned'
    ? sql`${isRunning} AND t.sla_warned_at IS NOT NULL`
    : sql`${isRunning} AND t.sla_warned_at IS NULL`;
}

const rowColumns = (sql: Sql) => sql`
  ${conversationColumns(sql)}, t.priority, t.sla_due_at AS "slaDueAt", t.sla_warned_at AS "slaWarnedAt",
  ${isBreached(sql)} AS "slaBreached",
  jsonb_build_object('newest', ${placeBy(sql, 'newest')}::text, 'waiting', ${placeBy(sql, 'waiting')}::text,
    'urgent', ${placeBy(sql, 'urgent')}::text) AS places,
  coalesce((
    SELECT jsonb_agg(DISTINCT jsonb_build_object('id', v.id, 'name', v.full_name))
    FROM connections k JOIN workers w ON w.id = k.worker_id AND w.expires_at > now() JOIN users v ON v.id = k.user_id
    WHERE k.conversation_id = c.id), '[]') AS viewers`;

const withTicket = (sql: Sql) =>
  sql`LEFT JOIN tickets t ON t.conversation_id = c.id AND t.status IN ('OPEN', 'IN_PROGRESS')`;
const rowTables = (sql: Sql) => sql`${conversationTables(sql)} ${withTicket(sql)}`;

const millis = (sql: Sql, moment: ReturnType<Sql>) => sql`(extract(epoch FROM ${moment}) * 1000)::bigint`;
const momentOf = (sql: Sql, micros: string) => sql`timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond'`;

/** A number beyond every time in milliseconds: what is owed nothing comes after it, the newest first. */
const LATER = 9_000_000_000_000;
/** Between two priorities: more than any place within one. */
const PRIORITY_STEP = 10_000_000_000_000;

/**
 * The place of a conversation `c` with its ticket `t` as one whole number that JavaScript holds exactly. By `newest` in
 * microseconds of the last activity, descending; by `waiting` since when it stands in the queue; by `urgent` the
 * priority, and within it what is owed soonest. The last two ascend.
 */
function placeBy(sql: Sql, sort: InboxSort) {
  const rest = sql`(${LATER}::bigint - ${millis(sql, sql`c.updated_at`)})`;
  if (sort === 'newest') return sql`(extract(epoch FROM c.updated_at) * 1000000)::bigint`;
  if (sort === 'waiting') return sql`coalesce(${millis(sql, sql`c.waiting_since`)}, ${rest})`;
  return sql`(array_position(ARRAY['URGENT', 'HIGH', 'MEDIUM', 'LOW'], c.priority) * ${PRIORITY_STEP}::bigint
    + coalesce(${millis(sql, sql`least(c.waiting_since, t.sla_due_at)`)}, ${rest}))`;
}

/** The newest message with one of the words, shortened around them; null where only a name has them. */
function snippet(sql: Sql, text: string | null) {
  const words = text === null ? null : textOfWords(text, '|');
  if (words === null) return sql`NULL::text`;
  const query = sql`to_tsquery('joxai_plain', ${words})`;
  const options = `StartSel=${FOUND_START}, StopSel=${FOUND_END}, MaxWords=16, MinWords=8, MaxFragments=1`;
  return sql`(
    SELECT ts_headline('joxai_plain', translate(left(m.content, ${MAX_SNIPPET_CHARS}), ${FOUND_START + FOUND_END}, ''), ${query}, ${options})
    FROM messages m
    WHERE m.conversation_id = c.id AND m.month = c.month AND m.seq > c.last_seq - ${SNIPPET_MESSAGES}
      AND to_tsvector('joxai_plain', left(m.content, ${MAX_SNIPPET_CHARS})) @@ ${query}
    ORDER BY m.seq DESC LIMIT 1)`;
}
