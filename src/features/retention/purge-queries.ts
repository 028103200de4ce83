import type { Sql } from '../../db/client.ts';
import { hasTrace, noticeIsHeld, sessionIsOver } from './due-queries.ts';
import type { LastPurge, Purged, RetentionClass } from './model.ts';

/** What went in one batch; `files` are the ids of uploads that nothing names any more. */
export interface Batch {
  rows: number;
  files: string[];
}

type Remove = (sql: Sql, before: Date, limit: number) => Promise<Batch>;

const counted = (rows: readonly unknown[]): Batch => ({ rows: rows.length, files: [] });

/** Removes the oldest rows of a class whose time is over and which nothing holds, at most so many. Tx: the caller's. */
export const REMOVE: Record<Exclude<RetentionClass, 'audit' | 'deleted_customers'>, Remove> = {
  attachments: async (sql, before, limit) => {
    const rows = await sql<{ id: string }[]>`
      DELETE FROM attachments WHERE id IN (
        SELECT a.id FROM attachments a JOIN conversations c ON c.id = a.conversation_id
        WHERE a.created_at < ${before} AND NOT conversation_is_held(c) ORDER BY a.created_at LIMIT ${limit})
      RETURNING id`;
    return { rows: rows.length, files: rows.map(({ id }) => id) };
  },
  // What was counted of a turn stays: when, by whom, with which outcome, how long it took and what it cost.
  ai_traces: async (sql, before, limit) =>
    counted(
      await sql`
        UPDATE turns SET sources = NULL, checks = NULL, fallbacks = NULL, prompt_version = NULL WHERE id IN (
          SELECT t.id FROM turns t JOIN conversations c ON c.id = t.conversation_id
          WHERE t.opened_at < ${before} AND t.closed_at IS NOT NULL AND ${hasTrace(sql)} AND NOT conversation_is_held(c)
          LIMIT ${limit})
        RETURNING id`,
    ),
  tickets: async (sql, before, limit) =>
    counted(await removeTickets(sql, before, limit, sql`t.complaint_number IS NULL`)),
  complaints: async (sql, before, limit) =>
    counted(await removeTickets(sql, before, limit, sql`t.complaint_number IS NOT NULL`)),
  conversations: async (sql, before, limit) => {
    const past = await sql<{ id: string }[]>`
      SELECT c.id FROM conversations c WHERE c.updated_at < ${before} AND conversation_is_past(c, ${before})
      ORDER BY c.updated_at LIMIT ${limit} FOR UPDATE OF c SKIP LOCKED`;
    const ids = past.map(({ id }) => id);
    const files = await sql<
      { id: string }[]
    >`DELETE FROM attachments WHERE conversation_id = ANY(${ids}::uuid[]) RETURNING id`;
    await sql`DELETE FROM conversations WHERE id = ANY(${ids}::uuid[])`;
    return { rows: ids.length, files: files.map(({ id }) => id) };
  },
  notifications: async (sql, before, limit) =>
    counted(
      await sql`
        DELETE FROM notifications WHERE id IN (
          SELECT n.id FROM notifications n
          WHERE n.created_at < ${before} AND n.status <> 'PENDING' AND NOT ${noticeIsHeld(sql)}
          ORDER BY n.created_at LIMIT ${limit}) RETURNING id`,
    ),
  webhook_deliveries: async (sql, before, limit) =>
    counted(
      await sql`
        DELETE FROM webhook_deliveries WHERE id IN (
          SELECT id FROM webhook_deliveries WHERE finished_at < ${before} ORDER BY finished_at LIMIT ${limit}) RETURNING id`,
    ),
  sessions: async (sql, before, limit) =>
    counted(
      await sql`
        DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE ${sessionIsOver(sql, before)} LIMIT ${limit})
        RETURNING id`,
    ),
  sign_ins: async (sql, before, limit) => {
    await sql`DELETE FROM staff_devices WHERE last_seen_at < ${before}`;
    return counted(
      await sql`
        DELETE FROM sign_ins WHERE id IN (SELECT id FROM sign_ins WHERE at < ${before} ORDER BY at LIMIT ${limit})
        RETURNING id`,
    );
  },
};

const removeTickets = (sql: Sql, before: Date, limit: number, which: ReturnType<Sql>) => sql`
  DELETE FROM tickets WHERE id IN (
    SELECT t.id FROM tickets t WHERE ${which} AND ticket_is_past(t, ${before}) ORDER BY t.updated_at LIMIT ${limit})
  RETURNING id`;

/** While this transaction lasts, what goes does not make the figures of its days be counted anew without it. */
export async function keepFigures(tx: Sql): Promise<void> {
  await tx`SELECT set_config('joxai.purging', 'on', true)`;
}

/** Messages' months that lie before then as a whole, the oldest first. */
export async function listPastMonths(sql: Sql, before: Date): Promise<string[]> {
  const rows = await sql<{ month: string }[]>`
    SELECT month::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid, LATERAL (
      SELECT to_date(substring(c.relname FROM '^messages_y(\\d{4}m\\d{2})$'), 'YYYY"m"MM') AS month) m
    WHERE i.inhparent = 'messages'::regclass AND month + interval '1 month' <= ${before}::timestamptz AT TIME ZONE 'UTC'
    ORDER BY month`;
  return rows.map(({ month }) => month);
}

/** Whether nothing in a month's conversations is to stay. Answers false, too, where somebody holds the tables. */
export async function dropMonth(sql: Sql, month: string, before: Date): Promise<boolean> {
  const [row] = await sql<
    { gone: string | null }[]
  >`SELECT drop_messages(${month}::date, ${before}::timestamptz) AS gone`;
  return row?.gone !== null;
}

export async function cutAudit(sql: Sql, before: Date): Promise<Purged> {
  const [row] = await sql<{ entries: number; partitions: number }[]>`
    SELECT entries::float8 AS entries, partitions FROM cut_audit(${before}::timestamptz)`;
  return { rows: row?.entries ?? 0, files: 0, partitions: row?.partitions ?? 0 };
}

/** Customers who were deleted before then and whom no hold keeps. */
export async function listForgettable(sql: Sql, before: Date, limit: number): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    SELECT id FROM customers
    WHERE deleted_at < ${before} AND erased_at IS NULL AND merged_into_id IS NULL AND held_at IS NULL
    ORDER BY deleted_at LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/**
 * Notes what went in the open run of the class: that of whoever began one, or was cut off in it, else a new one. Tx: that of
 * what went, so that no count is lost.
 */
export async function addPurged(sql: Sql, name: RetentionClass, before: Date, gone: Purged): Promise<void> {
  const { rows, files, partitions } = gone;
  if (rows + files + partitions === 0) return;
  await sql`
    INSERT INTO data_purges AS d (class, before, rows, files, partitions)
    VALUES (${name}, ${before}, ${rows}, ${files}, ${partitions})
    ON CONFLICT (class) WHERE finished_at IS NULL DO UPDATE SET before = greatest(d.before, excluded.before),
      rows = d.rows + excluded.rows, files = d.files + excluded.files, partitions = d.partitions + excluded.partitions`;
}

/** Closes the open run and answers what all of it came to; null where there is none. */
export async function endPurge(sql: Sql, name: RetentionClass): Promise<Purged | null> {
  const [row] = await sql<Purged[]>`
    UPDATE data_purges SET finished_at = now() WHERE class = ${name} AND finished_at IS NULL
    RETURNING rows::float8 AS rows, files, partitions`;
  return row ?? null;
}

/** Of each class the newest. */
export function listLastPurges(sql: Sql): Promise<(LastPurge & { class: string })[]> {
  return sql<(LastPurge & { class: string })[]>`
    SELECT DISTINCT ON (class) class, rows::float8 AS rows, files, partitions, started_at AS "startedAt",
      finished_at AS "finishedAt"
    FROM data_purges ORDER BY class, id DESC`;
}

export async function analyzePartitions(sql: Sql): Promise<void> {
  await sql`SELECT analyze_partitions()`;
}
