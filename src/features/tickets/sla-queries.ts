import type { Sql } from '../../db/client.ts';
import type { BusinessCalendar } from './business-hours.ts';
import type { ClockEvent, ClockName, Policy, StoredClocks, TicketFacts } from './service-levels.ts';

type PolicyRow = Omit<Policy, 'calendar'> & {
  timeZone: string | null;
  hours: BusinessCalendar['hours'] | null;
  holidays: string[];
};

/** Those in force, in the order in which they are asked. */
export async function listPolicies(sql: Sql): Promise<Policy[]> {
  const rows = await sql<PolicyRow[]>`
    SELECT p.id, p.priority, p.category, p.first_response_minutes AS "firstResponseMinutes",
      p.next_response_minutes AS "nextResponseMinutes", p.resolution_minutes AS "resolutionMinutes",
      p.warn_percent AS "warnPercent", c.time_zone AS "timeZone", c.hours,
      ARRAY(SELECT h.day::text FROM holidays h WHERE h.calendar_id = c.id) AS holidays
    FROM sla_policies p LEFT JOIN business_calendars c ON c.id = p.calendar_id
    WHERE p.is_active ORDER BY p.position, p.id`;
  return rows.map(({ timeZone, hours, holidays, ...policy }) => ({
    ...policy,
    calendar: timeZone && hours ? { timeZone, hours, holidays: new Set(holidays) } : null,
  }));
}

export interface ReckonedTicket extends TicketFacts, StoredClocks {
  id: number;
  reference: string;
  conversationId: string | null;
  customerName: string | null;
  subject: string;
  assigneeId: number | null;
  policyId: number | null;
  slaWarnedAt: Date | null;
}

/** What happened to a ticket, and what its row says; nobody else changes it before this transaction ends. */
export async function lockFacts(sql: Sql, ticketId: number): Promise<ReckonedTicket | null> {
  const locked = await sql`SELECT 1 FROM tickets WHERE id = ${ticketId} FOR NO KEY UPDATE`;
  if (locked.length === 0) return null;
  const [row] = await sql<Omit<ReckonedTicket, 'answered'>[]>`
    SELECT t.id, t.reference, t.conversation_id AS "conversationId", t.customer_name AS "customerName", t.subject,
      t.assignee_id AS "assigneeId", t.sla_policy_id AS "policyId", t.sla_warned_at AS "slaWarnedAt", t.status,
      t.priority, t.category, t.created_at AS "createdAt", t.resolved_at AS "resolvedAt",
      t.complaint_due_at AS "complaintDueAt", t.merged_into_id IS NOT NULL AS "isMerged",
      t.first_responded_at AS "firstRespondedAt", t.first_response_due_at AS "firstResponseDueAt",
      t.next_response_due_at AS "nextResponseDueAt", t.resolution_due_at AS "resolutionDueAt",
      coalesce(c.status = 'bot', false) AS "isWithAssistant", coalesce(t.first_responded_at, reply.first) AS "firstReplyAt",
      reply.last AS "lastReplyAt", debt.since AS "owedSince",
      (SELECT max(at) FROM ticket_changes WHERE ticket_id = t.id AND field = 'status'
        AND from_value IN ('RESOLVED', 'CLOSED') AND to_value IN ('OPEN', 'IN_PROGRESS')) AS "reopenedAt",
      CASE WHEN t.complaint_number IS NOT NULL THEN coalesce((SELECT max(at) FROM ticket_changes
        WHERE ticket_id = t.id AND field = 'complaint' AND to_value = t.complaint_number), t.created_at) END AS "complaintSince"
    FROM tickets t LEFT JOIN conversations c ON c.id = t.conversation_id
      CROSS JOIN LATERAL (
        SELECT min(at) AS first, max(at) AS last FROM (
          SELECT created_at AS at FROM messages
          WHERE conversation_id = c.id AND month = c.month AND role = 'agent' AND created_at >= t.created_at
          UNION ALL
          SELECT created_at FROM ticket_messages WHERE ticket_id = t.id AND sender_type = 'agent' AND NOT is_internal
        ) said) reply
      CROSS JOIN LATERAL (
        SELECT min(at) AS since FROM (
          SELECT created_at AS at FROM messages
          WHERE conversation_id = c.id AND month = c.month AND role = 'customer' AND created_at > reply.last
          UNION ALL
          SELECT created_at FROM ticket_messages
          WHERE ticket_id = t.id AND sender_type = 'customer' AND created_at > reply.last
        ) asked) debt
    WHERE t.id = ${ticketId}`;
  return row ? { ...row, answered: row.firstReplyAt ? await listAnswered(sql, ticketId) : [] } : null;
}

/**
 * Questions after the first answer to which a person was the next to speak, without those that a next response has been
 * written down for: they began before it was.
 */
const listAnswered = (sql: Sql, ticketId: number) => sql<TicketFacts['answered']>`
  WITH ticket AS (
    SELECT id, conversation_id, created_at,
      coalesce((SELECT date_trunc('milliseconds', max(at)) FROM ticket_sla_events
        WHERE ticket_id = tickets.id AND clock = 'next_response' AND event IN ('met', 'breached')), created_at) AS mark
    FROM tickets WHERE id = ${ticketId}
  ), said AS (
    SELECT m.created_at AS at, m.role FROM messages m
      JOIN conversations c ON c.id = m.conversation_id AND c.month = m.month JOIN ticket ON ticket.conversation_id = c.id
    WHERE m.created_at >= ticket.created_at AND m.role IN ('customer', 'agent', 'assistant')
    UNION ALL
    SELECT m.created_at, m.sender_type FROM ticket_messages m JOIN ticket ON m.ticket_id = ticket.id
    WHERE NOT m.is_internal AND m.sender_type IN ('customer', 'agent')
  ), turned AS (
    SELECT at, role, count(*) FILTER (WHERE role <> 'customer') OVER earlier AS turn,
      count(*) FILTER (WHERE role = 'agent') OVER earlier > 0 AS is_later
    FROM said WINDOW earlier AS (ORDER BY at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
  )
  SELECT min(at) FILTER (WHERE role = 'customer') AS since, max(at) FILTER (WHERE role = 'agent') AS at
  FROM turned WHERE is_later GROUP BY turn
  HAVING min(at) FILTER (WHERE role = 'customer') > (SELECT mark FROM ticket) AND bool_or(role = 'agent')
  ORDER BY 1`;

export interface ReckonedClocks extends StoredClocks {
  policyId: number | null;
  slaDueAt: Date | null;
  slaCheckAt: Date | null;
  slaWarnedAt: Date | null;
  hasBreached: boolean;
}

export async function saveClocks(sql: Sql, ticketId: number, clocks: ReckonedClocks): Promise<void> {
  await sql`
    UPDATE tickets SET sla_policy_id = ${clocks.policyId}, first_response_due_at = ${clocks.firstResponseDueAt},
      first_responded_at = ${clocks.firstRespondedAt}, next_response_due_at = ${clocks.nextResponseDueAt},
      resolution_due_at = ${clocks.resolutionDueAt}, sla_due_at = ${clocks.slaDueAt}, sla_check_at = ${clocks.slaCheckAt},
      sla_warned_at = ${clocks.slaWarnedAt}, sla_breached = sla_breached OR ${clocks.hasBreached}
    WHERE id = ${ticketId}`;
}

/** False where the clock has said so of this due time before, or has the last word already. */
export async function insertClockEvent(
  sql: Sql,
  event: { ticketId: number; clock: ClockName; event: ClockEvent; dueAt: Date; at: Date },
): Promise<boolean> {
  const rows = await sql`
    INSERT INTO ticket_sla_events (ticket_id, clock, event, due_at, at)
    SELECT ${event.ticketId}::int, ${event.clock}::text, ${event.event}::text, ${event.dueAt}::timestamptz, ${event.at}::timestamptz
    WHERE NOT EXISTS (SELECT 1 FROM ticket_sla_events WHERE ticket_id = ${event.ticketId} AND clock = ${event.clock}
      AND due_at = ${event.dueAt} AND event IN ('met', 'breached'))
    ON CONFLICT DO NOTHING RETURNING id`;
  return rows.length > 0;
}

/** Tickets of which a clock has something to say. */
export async function listDue(sql: Sql, now: Date, limit: number): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    SELECT id FROM tickets WHERE sla_check_at <= ${now} ORDER BY sla_check_at LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/** Tickets that are worked on and whose chat had something new since then. */
export async function listTalkedAbout(sql: Sql, since: Date): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    SELECT t.id FROM conversations c JOIN tickets t ON t.conversation_id = c.id
    WHERE c.updated_at >= ${since} AND t.status IN ('OPEN', 'IN_PROGRESS') ORDER BY t.id`;
  return rows.map(({ id }) => id);
}

export async function listWorkedOn(sql: Sql): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    SELECT id FROM tickets WHERE status IN ('OPEN', 'IN_PROGRESS') ORDER BY id`;
  return rows.map(({ id }) => id);
}

/** How far the chats were followed, and how it is written; null: every ticket that is worked on is to be looked at. */
interface FollowMark {
  at: Date | null;
  text: string | null;
}

/** Where a run begins. One that looks at all of them says so, and another wish for that is told from its own. */
export async function takeFollowMark(sql: Sql): Promise<FollowMark> {
  const [row] = await sql<FollowMark[]>`
    UPDATE jobs SET mark = coalesce(mark, '-infinity') WHERE name = 'sla'
    RETURNING mark AS text, CASE WHEN mark <> '-infinity' THEN mark::timestamptz END AS at`;
  return row ?? { at: null, text: null };
}

export async function databaseTime(sql: Sql): Promise<Date> {
  const [row] = await sql<{ now: Date }[]>`SELECT now()`;
  return (row as { now: Date }).now;
}

/** Nothing where somebody has wished meanwhile that all are looked at: what they changed came behind some of them. */
export async function saveFollowMark(sql: Sql, mark: Date, begun: FollowMark): Promise<void> {
  await sql`
    INSERT INTO jobs (name, mark) VALUES ('sla', ${mark.toISOString()})
    ON CONFLICT (name) DO UPDATE SET mark = excluded.mark WHERE jobs.mark IS NOT DISTINCT FROM ${begun.text}`;
}

export type Statistics = Record<
  | 'total'
  | 'open'
  | 'in_progress'
  | 'resolved'
  | 'closed'
  | 'unassigned'
  | 'created_in_period'
  | 'resolved_in_period'
  | 'complaints_in_period'
  | 'sla_warned_in_period'
  | 'sla_breached_in_period'
  | 'sla_met_in_period',
  number
> & { first_response_minutes: number | null; resolution_minutes: number | null };

/** What stands in the rows themselves: what is under way, and what happened since then. */
export type RecentStatistics = Omit<Statistics, 'total' | 'resolved' | 'closed'>;

/**
 * Of all tickets, or of those that this person sees. Merged duplicates do not count. By indexes over what is under way and
 * over the times, so that the cost is that of the period. Units: minutes are medians.
 */
export async function readRecentStatistics(
  sql: Sql,
  since: Date,
  visibleTo: number | undefined,
): Promise<RecentStatistics> {
  const visible = visibleTo === undefined ? sql`true` : sql`(t.assignee_id IS NULL OR t.assignee_id = ${visibleTo})`;
  const counted = sql`t.merged_into_id IS NULL AND ${visible}`;
  const median = (until: ReturnType<Sql>) => sql<{ tickets: number; minutes: number | null }[]>`
    SELECT count(*)::int AS tickets,
      (percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ${until} - t.created_at)::float8 / 60)) AS minutes
    FROM tickets t WHERE ${until} >= ${since} AND ${counted}`;
  const [[open], [answered], [resolved], [created], [events]] = await Promise.all([
    sql<RecentStatistics[]>`
      SELECT count(*) FILTER (WHERE t.status = 'OPEN')::int AS open,
        count(*) FILTER (WHERE t.status = 'IN_PROGRESS')::int AS in_progress,
        count(*) FILTER (WHERE t.assignee_id IS NULL)::int AS unassigned
      FROM tickets t WHERE t.status IN ('OPEN', 'IN_PROGRESS') AND ${counted}`,
    median(sql`t.first_responded_at`),
    median(sql`t.resolved_at`),
    sql<RecentStatistics[]>`
      SELECT count(*)::int AS created_in_period,
        count(*) FILTER (WHERE t.complaint_number IS NOT NULL)::int AS complaints_in_period
      FROM tickets t WHERE t.created_at >= ${since} AND ${counted}`,
    sql<RecentStatistics[]>`
      SELECT count(*) FILTER (WHERE e.event = 'warned')::int AS sla_warned_in_period,
        count(*) FILTER (WHERE e.event = 'breached')::int AS sla_breached_in_period,
        count(*) FILTER (WHERE e.event = 'met')::int AS sla_met_in_period
      FROM ticket_sla_events e WHERE e.at >= ${since}
        AND ${visibleTo === undefined ? sql`true` : sql`EXISTS (SELECT 1 FROM tickets t WHERE t.id = e.ticket_id AND ${visible})`}`,
  ]);
  return {
    ...open,
    ...created,
    ...events,
    resolved_in_period: resolved?.tickets,
    first_response_minutes: answered?.minutes,
    resolution_minutes: resolved?.minutes,
  } as RecentStatistics;
}
