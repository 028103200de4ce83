import type { Sql } from '../../db/client.ts';
import type { SavedView, ViewList } from './model.ts';

const columns = (sql: Sql) => sql`
  v.id, v.owner_id AS "ownerId", u.full_name AS "ownerName", v.list, v.name, v.filters, v.is_shared AS "isShared"`;

/** The person's own and those that are shared, by name. */
export function listViews(sql: Sql, userId: number, list: ViewList): Promise<SavedView[]> {
  return sql<SavedView[]>`
    SELECT ${columns(sql)} FROM saved_views v JOIN users u ON u.id = v.owner_id
    WHERE v.list = ${list} AND (v.owner_id = ${userId} OR v.is_shared) ORDER BY lower(v.name), v.id`;
}

export async function countViews(sql: Sql, userId: number): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM saved_views WHERE owner_id = ${userId}`;
  return row?.count ?? 0;
}

export async function insertView(
  sql: Sql,
  view: Pick<SavedView, 'ownerId' | 'list' | 'name' | 'filters' | 'isShared'>,
): Promise<number> {
  const [row] = await sql<{ id: number }[]>`
    INSERT INTO saved_views (owner_id, list, name, filters, is_shared)
    VALUES (${view.ownerId}, ${view.list}, ${view.name}, ${JSON.stringify(view.filters)}::text::jsonb, ${view.isShared})
    RETURNING id`;
  return (row as { id: number }).id;
}

/** Null: it is not there, or not this person's. */
export async function updateView(
  sql: Sql,
  { id, ownerId, name, isShared }: Pick<SavedView, 'id' | 'ownerId' | 'name' | 'isShared'>,
): Promise<ViewList | null> {
  const [row] = await sql<{ list: ViewList }[]>`
    UPDATE saved_views SET name = ${name}, is_shared = ${isShared} WHERE id = ${id} AND owner_id = ${ownerId}
    RETURNING list`;
  return row?.list ?? null;
}

/** Null: it is not there, or not this person's. */
export async function deleteView(sql: Sql, id: number, ownerId: number): Promise<ViewList | null> {
  const [row] = await sql<{ list: ViewList }[]>`
    DELETE FROM saved_views WHERE id = ${id} AND owner_id = ${ownerId} RETURNING list`;
  return row?.list ?? null;
}
