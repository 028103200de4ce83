import type { Sql } from '../../db/client.ts';
import type { CannedResponse } from './model.ts';

const columns = (sql: Sql) => sql`
  id, shortcut, title, text_es AS "textEs", text_en AS "textEn", owner_id AS "ownerId", updated_at AS "updatedAt"`;

/** Everybody's and the person's own, by their shortcut; of two with the same one, the person's own first. */
export function listCanned(sql: Sql, userId: number): Promise<CannedResponse[]> {
  return sql<CannedResponse[]>`
    SELECT ${columns(sql)} FROM canned_responses WHERE owner_id IS NULL OR owner_id = ${userId}
    ORDER BY lower(shortcut), owner_id NULLS LAST, id`;
}

/** Everybody's, or the person's own. */
export async function findCanned(sql: Sql, id: number, userId: number): Promise<CannedResponse | null> {
  const [row] = await sql<CannedResponse[]>`
    SELECT ${columns(sql)} FROM canned_responses WHERE id = ${id} AND (owner_id IS NULL OR owner_id = ${userId})`;
  return row ?? null;
}

export type StoredFields = Pick<CannedResponse, 'shortcut' | 'title' | 'textEs' | 'textEn' | 'ownerId'>;

/** Errors: a unique violation where the shortcut is taken. */
export async function insertCanned(sql: Sql, of: StoredFields): Promise<CannedResponse> {
  const [row] = await sql<CannedResponse[]>`
    INSERT INTO canned_responses (shortcut, title, text_es, text_en, owner_id)
    VALUES (${of.shortcut}, ${of.title}, ${of.textEs}, ${of.textEn}, ${of.ownerId}) RETURNING ${columns(sql)}`;
  return row as CannedResponse;
}

/** Errors: a unique violation where the shortcut is taken. Null: it is gone. */
export async function saveCanned(sql: Sql, id: number, of: StoredFields): Promise<CannedResponse | null> {
  const [row] = await sql<CannedResponse[]>`
    UPDATE canned_responses SET shortcut = ${of.shortcut}, title = ${of.title}, text_es = ${of.textEs},
      text_en = ${of.textEn}, owner_id = ${of.ownerId}, updated_at = now()
    WHERE id = ${id} RETURNING ${columns(sql)}`;
  return row ?? null;
}

export async function deleteCanned(sql: Sql, id: number): Promise<boolean> {
  const { count } = await sql`DELETE FROM canned_responses WHERE id = ${id}`;
  return count > 0;
}
