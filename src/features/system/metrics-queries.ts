import type { Sql } from '../../db/client.ts';

/** What waits in a queue, and how long the first of it has. Units: seconds; 0 where nothing waits. */
export interface Waiting {
  queue: 'customers' | 'turns' | 'mail' | 'webhooks';
  length: number;
  oldest: number;
}

/**
 * By indexes that hold nothing but what waits. What is tried again later still waits, since it was made, or somebody had it
 * sent again; what is not due yet does not.
 */
export function listWaiting(sql: Sql): Promise<Waiting[]> {
  const age = (since: string) => sql`coalesce(extract(epoch FROM now() - min(${sql(since)})), 0)::float8 AS oldest`;
  return sql<Waiting[]>`
    SELECT 'customers' AS queue, count(*)::int AS length, ${age('waiting_since')} FROM conversations WHERE status = 'waiting'
    UNION ALL SELECT 'turns', count(*)::int, ${age('opened_at')} FROM turns WHERE closed_at IS NULL
    UNION ALL SELECT 'mail', count(*)::int, ${age('since')} FROM (
      SELECT CASE WHEN attempts > 0 THEN created_at ELSE next_attempt_at END AS since FROM notifications
      WHERE status = 'PENDING' AND (next_attempt_at <= now() OR attempts > 0)) AS mail
    UNION ALL SELECT 'webhooks', count(*)::int, ${age('since')} FROM (
      SELECT CASE WHEN attempts > 0 THEN greatest(occurred_at, give_up_at - interval '1 day') ELSE next_attempt_at END
        AS since FROM webhook_deliveries
      WHERE status = 'PENDING' AND (next_attempt_at <= now() OR attempts > 0)) AS deliveries`;
}

export interface DeskFigures {
  bot: number;
  waiting: number;
  human: number;
  openTickets: number;
  ticketsInProgress: number;
  overdueTickets: number;
  mailsFailed: number;
  staffOnline: number;
  isAuditBroken: boolean;
}

/** Of conversations with the assistant those in which something was said within a day. */
export async function readDesk(sql: Sql): Promise<DeskFigures> {
  const [row] = await sql<DeskFigures[]>`
    SELECT (SELECT count(*) FROM conversations WHERE status <> 'ended' AND status = 'bot'
        AND updated_at > now() - interval '1 day')::int AS bot,
      (SELECT count(*) FROM conversations WHERE status = 'waiting')::int AS waiting,
      (SELECT count(*) FROM conversations WHERE status = 'human')::int AS human,
      (SELECT count(*) FROM tickets WHERE status = 'OPEN')::int AS "openTickets",
      (SELECT count(*) FROM tickets WHERE status = 'IN_PROGRESS')::int AS "ticketsInProgress",
      (SELECT count(*) FROM tickets WHERE coalesce(sla_due_at, 'infinity'::timestamptz) <= now())::int AS "overdueTickets",
      (SELECT count(*) FROM notifications WHERE status = 'FAILED')::int AS "mailsFailed",
      (SELECT count(DISTINCT c.user_id) FROM connections c
        JOIN workers w ON w.id = c.worker_id AND w.expires_at > now())::int AS "staffOnline",
      coalesce((SELECT status = 'broken' FROM audit_verifications WHERE status <> 'running'
        ORDER BY id DESC LIMIT 1), false) AS "isAuditBroken"`;
  return row as DeskFigures;
}

/** Clocks of tickets that ran out within the last hour. */
export function listBreaches(sql: Sql): Promise<{ clock: string; count: number }[]> {
  return sql<{ clock: string; count: number }[]>`
    SELECT clock, count(*)::int AS count FROM ticket_sla_events
    WHERE event = 'breached' AND at > now() - interval '1 hour' GROUP BY clock`;
}

export interface JobFigures {
  job: string;
  /** Units: seconds. */
  overdue: number;
  isFailing: boolean;
}

/** What has not run for a week is a job of an earlier version. */
export function listJobFigures(sql: Sql): Promise<JobFigures[]> {
  return sql<JobFigures[]>`
    SELECT name AS job, greatest(0, extract(epoch FROM now() - next_at))::float8 AS overdue,
      coalesce(last_fault_at >= last_run_at, false) AS "isFailing"
    FROM jobs WHERE last_run_at > now() - interval '7 days'`;
}

export interface ServerFigures {
  sizeBytes: number;
  maxConnections: number;
  connections: { state: string; count: number }[];
}

export async function readServer(sql: Sql): Promise<ServerFigures> {
  const [row] = await sql<ServerFigures[]>`
    SELECT pg_database_size(current_database())::float8 AS "sizeBytes",
      current_setting('max_connections')::int AS "maxConnections",
      (SELECT coalesce(json_agg(c), '[]') FROM (
        SELECT replace(coalesce(state, 'other'), ' ', '_') AS state, count(*)::int AS count
        FROM pg_stat_activity WHERE backend_type = 'client backend' GROUP BY 1) AS c) AS connections`;
  return row as ServerFigures;
}
