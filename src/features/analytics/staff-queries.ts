import type { Sql } from '../../db/client.ts';

/** Names by the id as text; whoever is not there any more has none. */
export async function namesOfStaff(sql: Sql, ids: number[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<{ id: string; name: string }[]>`
    SELECT id::text, full_name AS name FROM users WHERE id = ANY(${ids}::int[])`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}
