import type { Sql } from '../../db/client.ts';
import type { PromptVersion } from './model.ts';

const columns = (sql: Sql) => sql`
  id, jsonb_build_object('es', text_es, 'en', text_en) AS texts, note, author_name AS "authorName",
  created_at AS "createdAt", is_active AS "isActive", activated_by AS "activatedBy", activated_at AS "activatedAt"`;

/** The newest first. */
export function listVersions(sql: Sql, page: { skip: number; limit: number }): Promise<PromptVersion[]> {
  return sql<PromptVersion[]>`
    SELECT ${columns(sql)} FROM prompt_versions ORDER BY id DESC OFFSET ${page.skip} LIMIT ${page.limit}`;
}

export async function countVersions(sql: Sql): Promise<number> {
  const [row] = await sql<{ total: number }[]>`SELECT count(*)::int AS total FROM prompt_versions`;
  return row?.total ?? 0;
}

export async function findVersion(sql: Sql, id: number): Promise<PromptVersion | null> {
  const [row] = await sql<PromptVersion[]>`SELECT ${columns(sql)} FROM prompt_versions WHERE id = ${id}`;
  return row ?? null;
}

export async function findActiveVersion(sql: Sql): Promise<PromptVersion | null> {
  const [row] = await sql<PromptVersion[]>`SELECT ${columns(sql)} FROM prompt_versions WHERE is_active`;
  return row ?? null;
}

export async function insertVersion(
  tx: Sql,
  of: { textEs: string; textEn: string; note: string | null; authorId: number; authorName: string },
): Promise<PromptVersion> {
  const [row] = await tx<PromptVersion[]>`
    INSERT INTO prompt_versions (text_es, text_en, note, author_id, author_name)
    VALUES (${of.textEs}, ${of.textEn}, ${of.note}, ${of.authorId}, ${of.authorName}) RETURNING ${columns(tx)}`;
  return row as PromptVersion;
}

/** Puts the version into use, or none for null; whoever does the same meanwhile waits. Tx: until its end. */
export async function useVersion(tx: Sql, id: number | null, actorName: string): Promise<void> {
  await tx`SELECT pg_advisory_xact_lock(hashtext('prompt_versions'))`;
  await tx`UPDATE prompt_versions SET is_active = false WHERE is_active`;
  if (id === null) return;
  await tx`
    UPDATE prompt_versions SET is_active = true, activated_by = ${actorName}, activated_at = now() WHERE id = ${id}`;
}
