import type postgres from 'postgres';

export interface Reads {
  /** That were looked into. */
  indexes: string[];
  /** That were read one by one, without an index. */
  rows: number;
}

/** What of these tables a piece of work reads; by the statistics of the server, which nobody else may move meanwhile. */
export async function readsOf(sql: postgres.Sql, tables: string[], work: () => Promise<unknown>): Promise<Reads> {
  const read = async () => {
    await sql`SELECT pg_stat_force_next_flush()`;
    const scans = await sql<{ name: string; scans: number }[]>`
      SELECT indexrelname AS name, idx_scan::int AS scans FROM pg_stat_user_indexes WHERE relname = ANY(${tables})`;
    const [table] = await sql<{ rows: number }[]>`
      SELECT sum(seq_tup_read)::int AS rows FROM pg_stat_user_tables WHERE relname = ANY(${tables})`;
    return { scans: new Map(scans.map(({ name, scans }) => [name, scans])), rows: table?.rows ?? 0 };
  };
  const before = await read();
  await work();
  const after = await read();
  const indexes = [...after.scans].filter(([name, scans]) => scans > (before.scans.get(name) ?? 0));
  return { indexes: indexes.map(([name]) => name), rows: after.rows - before.rows };
}
