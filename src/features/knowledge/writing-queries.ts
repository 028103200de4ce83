import type { Sql } from '../../db/client.ts';
import type { Language } from '../../lib/language.ts';
import type { Status, Words } from './model.ts';

interface Written extends Words {
  id: number;
  slug: string;
  language: Language;
  version: number;
  status: Status;
  isActive: boolean;
  editorId: number | null;
}

/** Locks the article until the end of the transaction. */
export async function lockArticle(sql: Sql, id: number): Promise<Written | null> {
  const [row] = await sql<Written[]>`
    SELECT id, slug, language, title, content, category, tags, examples, effective_from AS "effectiveFrom",
      expires_at AS "expiresAt", version, status, is_active AS "isActive", editor_id AS "editorId"
    FROM knowledge_articles WHERE id = ${id} FOR UPDATE`;
  return row ?? null;
}

/** Those of a topic, whose rows it locks in one order. */
export async function lockTopic(sql: Sql, slug: string): Promise<Written[]> {
  return sql<Written[]>`
    SELECT id, slug, language, title, content, category, tags, examples, effective_from AS "effectiveFrom",
      expires_at AS "expiresAt", version, status, is_active AS "isActive", editor_id AS "editorId"
    FROM knowledge_articles WHERE slug = ${slug} ORDER BY id FOR UPDATE`;
}

export type NewArticle = Words & { slug: string; language: Language; editorId: number };

/** Whether no article has the slug, in either language; articles that were removed keep theirs. */
export async function isSlugFree(sql: Sql, slug: string): Promise<boolean> {
  const rows = await sql`SELECT 1 FROM knowledge_articles WHERE slug = ${slug} LIMIT 1`;
  return rows.length === 0;
}

/**
 * Null: the slug is taken in this language. The first text in the other language is a translation, as old as what it
 * translates.
 */
export async function insertArticle(sql: Sql, of: NewArticle): Promise<number | null> {
  const [row] = await sql<{ id: number }[]>`
    INSERT INTO knowledge_articles (slug, language, title, content, category, tags, examples, effective_from, expires_at,
      editor_id, text_at)
    VALUES (${of.slug}, ${of.language}, ${of.title}, ${of.content}, ${of.category}, ${of.tags}, ${of.examples},
      ${of.effectiveFrom}, ${of.expiresAt}, ${of.editorId},
      coalesce((SELECT max(text_at) FROM knowledge_articles WHERE slug = ${of.slug}), now()))
    ON CONFLICT (slug, language) DO NOTHING RETURNING id`;
  if (!row) return null;
  await keepVersion(sql, row.id, null);
  return row.id;
}

/** A version more, which is a draft. Tx: after `lockArticle`. */
export async function updateArticle(
  sql: Sql,
  id: number,
  of: Words & { editorId: number; isTextNew: boolean; restoredFrom: number | null },
): Promise<void> {
  await sql`
    UPDATE knowledge_articles SET title = ${of.title}, content = ${of.content}, category = ${of.category},
      tags = ${of.tags}, examples = ${of.examples}, effective_from = ${of.effectiveFrom}, expires_at = ${of.expiresAt},
      editor_id = ${of.editorId}, version = version + 1, status = 'DRAFT', updated_at = now(),
      text_at = CASE WHEN ${of.isTextNew} THEN now() ELSE text_at END
    WHERE id = ${id}`;
  await keepVersion(sql, id, of.restoredFrom);
}

async function keepVersion(sql: Sql, id: number, restoredFrom: number | null): Promise<void> {
  await sql`
    INSERT INTO knowledge_versions (article_id, version, title, content, category, tags, examples, effective_from,
      expires_at, editor_id, restored_from)
    SELECT id, version, title, content, category, tags, examples, effective_from, expires_at, editor_id, ${restoredFrom}
    FROM knowledge_articles WHERE id = ${id}`;
}

/** Says that the text is as good as the other language's, though it has not changed. */
export async function confirmText(sql: Sql, id: number): Promise<void> {
  await sql`
    UPDATE knowledge_articles a SET text_at = (SELECT max(text_at) FROM knowledge_articles WHERE slug = a.slug)
    WHERE id = ${id}`;
}

export async function setActive(sql: Sql, id: number, isActive: boolean): Promise<void> {
  await sql`UPDATE knowledge_articles SET is_active = ${isActive}, updated_at = now() WHERE id = ${id}`;
}

/** Whether the editor is the person, or an API key that the person made. */
export async function isOwnWriting(sql: Sql, editorId: number | null, userId: number): Promise<boolean> {
  if (editorId === null || editorId === userId) return editorId === userId;
  const rows = await sql`SELECT 1 FROM api_keys WHERE user_id = ${editorId} AND created_by = ${userId} LIMIT 1`;
  return rows.length > 0;
}

export async function markSubmitted(sql: Sql, id: number, userId: number): Promise<void> {
  await sql`
    WITH a AS (UPDATE knowledge_articles SET status = 'IN_REVIEW', updated_at = now() WHERE id = ${id} RETURNING version)
    UPDATE knowledge_versions v SET submitted_by = ${userId}, submitted_at = now(), returned_by = NULL,
      returned_at = NULL, return_reason = NULL
    FROM a WHERE v.article_id = ${id} AND v.version = a.version`;
}

export async function markReturned(sql: Sql, id: number, userId: number, reason: string): Promise<void> {
  await sql`
    WITH a AS (UPDATE knowledge_articles SET status = 'DRAFT', updated_at = now() WHERE id = ${id} RETURNING version)
    UPDATE knowledge_versions v SET returned_by = ${userId}, returned_at = now(), return_reason = ${reason || null}
    FROM a WHERE v.article_id = ${id} AND v.version = a.version`;
}

export async function markPublished(sql: Sql, id: number, userId: number): Promise<void> {
  await sql`
    WITH a AS (UPDATE knowledge_articles SET status = 'PUBLISHED', updated_at = now() WHERE id = ${id} RETURNING version)
    UPDATE knowledge_versions v SET published_by = ${userId}, published_at = now(), withdrawn_by = NULL,
      withdrawn_at = NULL
    FROM a WHERE v.article_id = ${id} AND v.version = a.version`;
}

/** Takes all that was published of the article from the assistant. Answers whether there was anything. */
export async function markWithdrawn(sql: Sql, id: number, userId: number): Promise<boolean> {
  const { count } = await sql`
    UPDATE knowledge_versions SET withdrawn_by = ${userId}, withdrawn_at = now()
    WHERE article_id = ${id} AND published_at IS NOT NULL AND withdrawn_at IS NULL`;
  if (count === 0) return false;
  await sql`
    UPDATE knowledge_articles SET status = CASE status WHEN 'PUBLISHED' THEN 'DRAFT' ELSE status END, updated_at = now()
    WHERE id = ${id}`;
  return true;
}
