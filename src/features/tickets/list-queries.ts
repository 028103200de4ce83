import type { Sql } from '../../db/client.ts';
import type { Ticket, TicketCounts, TicketOrder, TicketOrderKey, TicketStatus } from './model.ts';
import { ticketColumns, ticketTables } from './queries.ts';

/** A text shorter than this has no trigram, so no index finds it: it is looked for among the newest tickets. */
const MIN_PATTERN_CHARS = 3;
const NEWEST = 20_000;

export interface TicketFilter {
  status?: TicketStatus;
  /** Neither closed nor merged: what another ticket can be merged into. */
  canGoOn?: boolean;
  priority?: string;
  category?: string;
  tag?: string;
  /** A person's id, or none for the unassigned. */
  assignee?: number | 'none';
  /** Only complaints, or none of them. */
  isComplaint?: boolean;
  /** Only those of which a clock has ever run out, or none of them. */
  isBreached?: boolean;
  /** Of which a clock that runs has run out, or does so soon. */
  clock?: 'overdue' | 'soon';
  /** Only what this person may see: unassigned or their own. */
  visibleTo?: number;
  /** In subject, reference, complaint number, or the customer's name or address. */
  text?: string;
}

const NEWEST_FIRST: TicketOrder = { by: 'created', isReversed: true };

export function listTickets(
  sql: Sql,
  filter: TicketFilter,
  { limit, skip, order = NEWEST_FIRST }: { limit: number; skip: number; order?: TicketOrder },
): Promise<Ticket[]> {
  // The rows are found first and described afterwards: those that are skipped are never joined.
  return sql<Ticket[]>`
    WITH page AS MATERIALIZED (
      SELECT t.id, row_number() OVER () AS place FROM (
        SELECT t.id FROM tickets t WHERE ${condition(sql, filter)}
        ORDER BY ${inOrder(sql, order)} LIMIT ${limit} OFFSET ${skip}) t)
    SELECT ${ticketColumns(sql)} FROM page p JOIN ${ticketTables(sql)} ON t.id = p.id ORDER BY p.place`;
}

/** How many there are, counted no further than `most`. */
export async function countTickets(sql: Sql, filter: TicketFilter, most: number): Promise<number> {
  const [row] = await sql<{ total: number }[]>`SELECT ${counted(sql, filter, most)} AS total`;
  return row?.total ?? 0;
}

/** The tickets of a column of the board: what is worked on by urgency, the rest by when it last moved. */
export function listColumn(
  sql: Sql,
  filter: TicketFilter & { status: TicketStatus },
  limit: number,
): Promise<Ticket[]> {
  const isDone = filter.status === 'RESOLVED' || filter.status === 'CLOSED';
  if (!isDone) return listTickets(sql, filter, { limit, skip: 0, order: { by: 'urgency', isReversed: false } });
  return sql<Ticket[]>`
    SELECT ${ticketColumns(sql)} FROM ${ticketTables(sql)} WHERE ${condition(sql, filter)}
    ORDER BY t.updated_at DESC, t.id DESC LIMIT ${limit}`;
}

/** Merged duplicates do not count, and nothing is counted further than `most`. A day begins at midnight there. */
export async function countStrip(
  sql: Sql,
  visible: Pick<TicketFilter, 'visibleTo'>,
  timeZone: string,
  most: number,
): Promise<TicketCounts> {
  const resolved = sql`t.resolved_at >= date_trunc('day', now(), ${timeZone}) AND t.merged_into_id IS NULL AND ${condition(sql, visible)}`;
  const [row] = await sql<TicketCounts[]>`
    SELECT ${counted(sql, { ...visible, status: 'OPEN' }, most)} AS open,
      ${counted(sql, { ...visible, status: 'IN_PROGRESS' }, most)} AS "inProgress",
      ${counted(sql, { ...visible, clock: 'overdue' }, most)} AS overdue,
      (SELECT count(*)::int FROM (SELECT 1 FROM tickets t WHERE ${resolved} LIMIT ${most}) c) AS "resolvedToday"`;
  return row as TicketCounts;
}

/** The references of the tickets before and after one in an ordered list, whether or not it stands in it itself. */
export async function findNeighbours(
  sql: Sql,
  filter: TicketFilter,
  order: TicketOrder,
  ticketId: number,
): Promise<{ previous: string | null; next: string | null }> {
  const beside = (isReversed: boolean) => sql`(
    SELECT t.reference FROM tickets t
    WHERE ${condition(sql, filter)} AND ${keys(sql, order.by, sql`t`)} ${isReversed ? sql`<` : sql`>`} ${keys(sql, order.by, sql`me`)}
    ORDER BY ${inOrder(sql, { by: order.by, isReversed })} LIMIT 1)`;
  const [row] = await sql<{ previous: string | null; next: string | null }[]>`
    SELECT ${beside(!order.isReversed)} AS previous, ${beside(order.isReversed)} AS next
    FROM tickets me WHERE me.id = ${ticketId}`;
  return row ?? { previous: null, next: null };
}

const counted = (sql: Sql, filter: TicketFilter, most: number) =>
  sql`(SELECT count(*)::int FROM (SELECT 1 FROM tickets t WHERE ${condition(sql, filter)} LIMIT ${most}) c)`;

/** Each is an index of src/db/schema/tickets.ts, which is why none of them mixes directions. */
function keyList(sql: Sql, by: TicketOrderKey, of: ReturnType<Sql>): ReturnType<Sql>[] {
  if (by === 'created') return [sql`${of}.created_at`, sql`${of}.id`];
  if (by === 'due') return [sql`coalesce(${of}.sla_due_at, 'infinity'::timestamptz)`, sql`${of}.id`];
  const rank: ReturnType<Sql> = sql`array_position(ARRAY['URGENT', 'HIGH', 'MEDIUM', 'LOW'], ${of}.priority)`;
  return [rank, sql`${of}.created_at`, sql`${of}.id`];
}

const keys = (sql: Sql, by: TicketOrderKey, of: ReturnType<Sql>) => sql`(${joined(sql, keyList(sql, by, of))})`;

function inOrder(sql: Sql, { by, isReversed }: TicketOrder) {
  const direction = isReversed ? sql`DESC` : sql`ASC`;
  return joined(
    sql,
    keyList(sql, by, sql`t`).map((key): ReturnType<Sql> => sql`${key} ${direction}`),
  );
}

const joined = (sql: Sql, parts: ReturnType<Sql>[]) =>
  parts.reduce((all, part): ReturnType<Sql> => sql`${all}, ${part}`);

function condition(sql: Sql, filter: TicketFilter) {
  const { status, canGoOn, priority, category, tag, assignee, isComplaint, isBreached, clock, visibleTo, text } =
    filter;
  const all = sql`true`;
  return sql`
    ${status === undefined ? all : sql`t.status = ${status}`}
    AND ${canGoOn ? sql`t.status <> 'CLOSED' AND t.merged_into_id IS NULL` : all}
    AND ${priority === undefined ? all : sql`t.priority = ${priority}`}
    AND ${category === undefined ? all : sql`t.category = ${category}`}
    AND ${tag === undefined ? all : sql`t.tags @> ARRAY[${tag}]`}
    AND ${assignee === undefined ? all : assignee === 'none' ? sql`t.assignee_id IS NULL` : sql`t.assignee_id = ${assignee}`}
    AND ${isComplaint === undefined ? all : isComplaint ? sql`t.complaint_number IS NOT NULL` : sql`t.complaint_number IS NULL`}
    AND ${isBreached === undefined ? all : isBreached ? breached(sql) : sql`NOT ${breached(sql)}`}
    AND ${clock === undefined ? all : clock === 'overdue' ? overdue(sql) : dueSoon(sql)}
    AND ${visibleTo === undefined ? all : sql`(t.assignee_id IS NULL OR t.assignee_id = ${visibleTo})`}
    AND ${text === undefined ? all : wordsMatch(sql, text)}`;
}

const due = (sql: Sql) => sql`coalesce(t.sla_due_at, 'infinity'::timestamptz)`;
const overdue = (sql: Sql) => sql`${due(sql)} <= now()`;
const dueSoon = (sql: Sql) => sql`${due(sql)} > now() AND ${due(sql)} < 'infinity' AND t.sla_warned_at IS NOT NULL`;
const breached = (sql: Sql) => sql`(t.sla_breached OR ${overdue(sql)})`;

function wordsMatch(sql: Sql, text: string) {
  if (text.length >= MIN_PATTERN_CHARS) {
    return sql`${ticketWords(sql)} ILIKE ${`%${text.replace(/[\\%_]/g, '\\$&')}%`}`;
  }
  // Without a pattern: one of no trigram would have the index read as a whole.
  return sql`t.id IN (SELECT n.id FROM tickets n ORDER BY n.created_at DESC LIMIT ${NEWEST})
    AND strpos(lower(${ticketWords(sql)}), lower(${text})) > 0`;
}

/** All that the search looks in, exactly as the index `tickets_words` has it. */
export const ticketWords = (
  sql: Sql,
): ReturnType<Sql> => sql`(t.subject || ' ' || t.reference || ' ' || coalesce(t.complaint_number, '')
  || ' ' || coalesce(t.customer_name, '') || ' ' || coalesce(t.customer_email, ''))`;
