import type { Sql } from '../../db/client.ts';

export interface DatabaseState {
  version: string;
  sizeBytes: number;
  connections: number;
  active: number;
  maxConnections: number;
  migrations: number;
  lastMigrationAt: Date | null;
}

export async function readDatabase(sql: Sql): Promise<DatabaseState> {
  const [row] = await sql<DatabaseState[]>`
    SELECT current_setting('server_version') AS version, pg_database_size(current_database())::float8 AS "sizeBytes",
      count(*)::int AS connections, (count(*) FILTER (WHERE state = 'active'))::int AS active,
      current_setting('max_connections')::int AS "maxConnections",
      (SELECT count(*)::int FROM drizzle.__drizzle_migrations) AS migrations,
      (SELECT to_timestamp(max(created_at) / 1000.0) FROM drizzle.__drizzle_migrations) AS "lastMigrationAt"
    FROM pg_stat_activity WHERE datname = current_database()`;
  return row as DatabaseState;
}

export interface Queues {
  /** Customers who wait for a person, and since when the first one does. */
  waiting: number;
  waitingSince: Date | null;
  /** Answers that the assistant owes. */
  openTurns: number;
  mailDue: number;
  mailFailed: number;
  deliveriesDue: number;
}

/** Each by an index that holds nothing but what waits. */
export async function readQueues(sql: Sql): Promise<Queues> {
  const [row] = await sql<Queues[]>`
    SELECT w.waiting, w.since AS "waitingSince",
      (SELECT count(*)::int FROM turns WHERE closed_at IS NULL) AS "openTurns",
      (SELECT count(*)::int FROM notifications WHERE status = 'PENDING' AND next_attempt_at IS NOT NULL) AS "mailDue",
      (SELECT count(*)::int FROM notifications WHERE status = 'FAILED') AS "mailFailed",
      (SELECT count(*)::int FROM webhook_deliveries WHERE status = 'PENDING') AS "deliveriesDue"
    FROM (SELECT count(*)::int AS waiting, min(waiting_since) AS since FROM conversations WHERE status = 'waiting') w`;
  return row as Queues;
}

export interface JobState {
  name: string;
  nextAt: Date;
  lastRunAt: Date | null;
  lastFault: string | null;
  lastFaultAt: Date | null;
}

export function listJobs(sql: Sql): Promise<JobState[]> {
  return sql<JobState[]>`
    SELECT name, next_at AS "nextAt", last_run_at AS "lastRunAt", last_fault AS "lastFault",
      last_fault_at AS "lastFaultAt" FROM jobs ORDER BY name`;
}
