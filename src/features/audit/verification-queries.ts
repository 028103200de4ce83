import type { Sql } from '../../db/client.ts';
import type { ChainFault, Verification } from './model.ts';

/** Seconds without progress after which a look is taken for dead. */
const STALE_SECONDS = 30;

interface CheckedPage {
  count: number;
  /** Of the last entry of the page; null where there was none. */
  lastId: number | null;
  lastHash: string | null;
  /** The first that does not follow the one before it, and the first that is not what its hash says. */
  firstUnchained: number | null;
  firstChanged: number | null;
}

/** Looks at the entries after `afterId`, whose hash was `hash`, in the order of the chain. */
export async function checkPage(sql: Sql, afterId: number, hash: string, limit: number): Promise<CheckedPage> {
  const [row] = await sql<CheckedPage[]>`
    WITH page AS MATERIALIZED (
      SELECT l.id, l.hash, l.previous_hash, lag(l.hash, 1, ${hash}) OVER (ORDER BY l.id) AS expected,
        audit_log_hash(l) AS computed
      FROM audit_log l WHERE l.id > ${afterId} ORDER BY l.id LIMIT ${limit}
    )
    SELECT count(*)::int AS count, max(id)::float8 AS "lastId",
      (SELECT hash FROM page ORDER BY id DESC LIMIT 1) AS "lastHash",
      min(id) FILTER (WHERE previous_hash <> expected)::float8 AS "firstUnchained",
      min(id) FILTER (WHERE hash <> computed)::float8 AS "firstChanged"
    FROM page`;
  return row as CheckedPage;
}

/** The number of the last entry. */
export async function newestId(sql: Sql): Promise<number> {
  const [row] = await sql<{ id: number }[]>`SELECT last_id::float8 AS id FROM audit_chain`;
  return (row as { id: number }).id;
}

export interface Point {
  entries: number;
  lastId: number;
  lastHash: string;
}

/** How far the chain was once found whole. */
export async function findLastPoint(sql: Sql): Promise<Point | null> {
  const [row] = await sql<Point[]>`
    SELECT entries::float8 AS entries, last_id::float8 AS "lastId", last_hash AS "lastHash" FROM audit_verifications
    WHERE status = 'valid' AND last_id >= (SELECT cut_id FROM audit_chain) ORDER BY last_id DESC LIMIT 1`;
  return row ?? null;
}

/** The first point at which the chain is not any more what it was found to be; its end, as its last writer left it, is one. */
export async function findLostPoint(sql: Sql): Promise<{ id: number; fault: ChainFault } | null> {
  const [row] = await sql<{ id: number; fault: ChainFault }[]>`
    SELECT CASE WHEN l.id IS NULL
        THEN coalesce((SELECT max(id) FROM audit_log WHERE id < p.last_id), 0) + 1 ELSE p.last_id END::float8 AS id,
      CASE WHEN l.id IS NULL THEN 'missing' ELSE 'rewritten' END AS fault
    FROM (
      SELECT last_id, last_hash FROM audit_verifications WHERE status = 'valid'
      UNION ALL SELECT last_id, last_hash FROM audit_chain
    ) p LEFT JOIN audit_log l ON l.id = p.last_id
    WHERE p.last_id > (SELECT cut_id FROM audit_chain) AND (l.id IS NULL OR l.hash <> p.last_hash)
    ORDER BY p.last_id LIMIT 1`;
  return row ?? null;
}

export async function beginVerification(sql: Sql, actorId: number, total: number): Promise<number> {
  const [row] = await sql<{ id: number }[]>`
    INSERT INTO audit_verifications (kind, actor_id, total) VALUES ('asked', ${actorId}, ${total})
    RETURNING id::float8 AS id`;
  return (row as { id: number }).id;
}

export async function saveProgress(sql: Sql, id: number, { entries, lastId, lastHash }: Point): Promise<void> {
  await sql`
    UPDATE audit_verifications SET entries = ${entries}, last_id = ${lastId}, last_hash = ${lastHash}, beat_at = now()
    WHERE id = ${id}`;
}

export async function endVerification(
  sql: Sql,
  id: number,
  bad: { id: number; fault: ChainFault } | null,
): Promise<void> {
  await sql`
    UPDATE audit_verifications SET status = ${bad ? 'broken' : 'valid'}, first_bad_id = ${bad?.id ?? null},
      fault = ${bad?.fault ?? null}, beat_at = now(), finished_at = now()
    WHERE id = ${id}`;
}

export async function hasLookedToday(sql: Sql): Promise<boolean> {
  const rows = await sql`
    SELECT 1 FROM audit_verifications
    WHERE kind = 'routine' AND status <> 'broken'
      AND (started_at AT TIME ZONE 'UTC')::date = (now() AT TIME ZONE 'UTC')::date`;
  return rows.length > 0;
}

/** Goes on with the row of the day. */
export async function saveRoutine(sql: Sql, { entries, lastId, lastHash }: Point): Promise<void> {
  await sql`
    INSERT INTO audit_verifications (kind, status, entries, total, last_id, last_hash, finished_at)
    VALUES ('routine', 'valid', ${entries}, ${entries}, ${lastId}, ${lastHash}, now())
    ON CONFLICT (((started_at AT TIME ZONE 'UTC')::date)) WHERE kind = 'routine' AND status <> 'broken'
    DO UPDATE SET entries = excluded.entries, total = excluded.total, last_id = excluded.last_id,
      last_hash = excluded.last_hash, beat_at = now(), finished_at = now()`;
}

/** False where the same fault stands there already. */
export async function saveBroken(sql: Sql, { id, fault }: { id: number; fault: ChainFault }): Promise<boolean> {
  const rows = await sql`
    INSERT INTO audit_verifications (kind, status, first_bad_id, fault, finished_at)
    SELECT 'routine', 'broken', ${id}, ${fault}, now()
    WHERE NOT EXISTS (
      SELECT 1 FROM audit_verifications WHERE kind = 'routine' AND status = 'broken' AND first_bad_id = ${id}
        AND fault = ${fault})
    RETURNING 1`;
  return rows.length > 0;
}

/** The newest look of each kind: a routine one, and one that somebody asked for. */
export function listVerifications(sql: Sql): Promise<Verification[]> {
  return sql<Verification[]>`
    SELECT DISTINCT ON (kind) id::float8 AS id, kind, status, entries::float8 AS entries, total::float8 AS total,
      last_id::float8 AS "lastId", last_hash AS "lastHash", first_bad_id::float8 AS "firstBadId", fault,
      started_at AS "startedAt", finished_at AS "finishedAt",
      status = 'running' AND beat_at < now() - make_interval(secs => ${STALE_SECONDS}) AS "isStale"
    FROM audit_verifications ORDER BY kind, beat_at DESC, id DESC`;
}
