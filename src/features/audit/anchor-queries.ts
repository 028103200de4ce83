import type { Sql } from '../../db/client.ts';

interface ChainEnd {
  lastId: number;
  lastHash: string;
  cutId: number;
  cutHash: string;
}

/** The chain's end and beginning. */
export async function findChainEnd(sql: Sql): Promise<ChainEnd> {
  const [row] = await sql<ChainEnd[]>`
    SELECT last_id::float8 AS "lastId", last_hash AS "lastHash", cut_id::float8 AS "cutId", cut_hash AS "cutHash"
    FROM audit_chain`;
  return row as ChainEnd;
}

export interface StoredAnchor {
  day: string;
  lastId: number;
  line: string;
  host: string;
}

/** False: the day has one. Who comes at the same moment waits for the transaction that was first. */
export async function insertAnchor(sql: Sql, { day, lastId, line, host }: StoredAnchor): Promise<boolean> {
  const { count } = await sql`
    INSERT INTO audit_anchors (day, last_id, line, host) VALUES (${day}, ${lastId}, ${line}, ${host})
    ON CONFLICT (day) DO NOTHING`;
  return count > 0;
}

export async function hasAnchor(sql: Sql, day: string): Promise<boolean> {
  return (await sql`SELECT 1 FROM audit_anchors WHERE day = ${day}`).length > 0;
}

/** Those that the receiver has not taken yet and nobody is sending, the oldest first. Tx: they are the caller's while it lasts. */
export function listUnposted(sql: Sql, limit: number): Promise<StoredAnchor[]> {
  return sql<StoredAnchor[]>`
    SELECT day::text, last_id::float8 AS "lastId", line, host FROM audit_anchors
    WHERE posted_at IS NULL ORDER BY day LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
}

export async function markPosted(sql: Sql, day: string): Promise<void> {
  await sql`UPDATE audit_anchors SET posted_at = now() WHERE day = ${day}`;
}

/** What this host is to have in its file. */
export function listWritten(sql: Sql, host: string): Promise<StoredAnchor[]> {
  return sql<StoredAnchor[]>`
    SELECT day::text, last_id::float8 AS "lastId", line, host FROM audit_anchors WHERE host = ${host} ORDER BY day`;
}

/** The hashes of entries by their numbers, those that are there. */
export async function hashesOf(sql: Sql, ids: readonly number[]): Promise<Map<number, string>> {
  const rows = await sql<{ id: number; hash: string }[]>`
    SELECT id::float8 AS id, hash FROM audit_log WHERE id = ANY(${[...ids]}::bigint[])`;
  return new Map(rows.map(({ id, hash }) => [id, hash]));
}
