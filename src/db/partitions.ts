import type { Sql } from './client.ts';

/** Months that are prepared before they begin. */
const MONTHS_AHEAD = 3;
/** Tables in partitions of a month each; what fits in none of them falls into `<table>_default`. */
export const PARTITIONED = ['messages', 'audit_log'] as const;
export type Partitioned = (typeof PARTITIONED)[number];

/** The first day of the month that a moment lies in, UTC. */
export const monthOf = (moment: Date): string => `${moment.toISOString().slice(0, 7)}-01`;

/**
 * Sees to it that every month from `from`, else from this one, has its partitions, and a few to come; and those of rows that
 * fell into a default partition. Answers how many were made.
 *
 * Errors: rejects with a lock timeout where others hold a table for long; nothing is lost by that, the next call does it.
 */
export async function preparePartitions(sql: Sql, from?: Date): Promise<number> {
  const missing = await sql<{ parent: Partitioned; month: string }[]>`
    WITH wanted AS (
      SELECT parent, month::date FROM unnest(${[...PARTITIONED]}::text[]) parent, generate_series(
        least(${from ? monthOf(from) : null}::date, this_month()), this_month() + make_interval(months => ${MONTHS_AHEAD}),
        interval '1 month') month
      UNION SELECT 'messages', date_trunc('month', month)::date FROM messages_default
      UNION SELECT 'audit_log', date_trunc('month', at AT TIME ZONE 'UTC')::date FROM audit_log_default
    )
    SELECT parent, month::text FROM wanted
    WHERE to_regclass(parent || to_char(month, '"_y"YYYY"m"MM')) IS NULL ORDER BY month, parent`;
  for (const { parent, month } of missing) await sql`SELECT make_partition(${parent}, ${month}::date)`;
  return missing.length;
}

export interface PartitionState {
  /** Rows that no month's partition took, over all tables; counted no further than a thousand. */
  strays: number;
  /** Months from the next one on that are ready in every table. */
  monthsAhead: number;
  /** Partitions of months, of all tables. */
  count: number;
}

export async function partitionState(sql: Sql): Promise<PartitionState> {
  const [row] = await sql<PartitionState[]>`
    SELECT (SELECT count(*)::int FROM (
        (SELECT 1 FROM messages_default LIMIT 1000) UNION ALL (SELECT 1 FROM audit_log_default LIMIT 1000)) stray) AS strays,
      (SELECT count(*)::int FROM generate_series(1, 24) ahead WHERE NOT EXISTS (
        SELECT 1 FROM unnest(${[...PARTITIONED]}::text[]) parent, generate_series(1, ahead) step
        WHERE to_regclass(parent || to_char(this_month() + make_interval(months => step), '"_y"YYYY"m"MM')) IS NULL
      )) AS "monthsAhead",
      (SELECT count(*)::int - ${PARTITIONED.length} FROM pg_inherits
        WHERE inhparent = ANY(${[...PARTITIONED]}::text[]::regclass[])) AS count`;
  return row as PartitionState;
}
