import type { KnowledgeArticle } from '../../ai/answer.ts';
import type { Sql } from '../../db/client.ts';
import { notFound } from '../../lib/errors.ts';
import type { Language } from '../../lib/language.ts';
import type { Article, Version } from './model.ts';

export interface Hit extends Article {
  score: number;
  /** Plain text around what was found. */
  snippet: string;
}

/**
 * The published version of an article whose time has come, which may have expired, as `l`; the one that is published and
 * waits for its time as `s`.
 */
export const published = (sql: Sql) => sql`
  LEFT JOIN LATERAL (
    SELECT version, expires_at FROM knowledge_versions
    WHERE article_id = a.id AND published_at IS NOT NULL AND withdrawn_at IS NULL
      AND (effective_from IS NULL OR effective_from <= now())
    ORDER BY version DESC LIMIT 1) l ON true
  LEFT JOIN LATERAL (
    SELECT version FROM knowledge_versions
    WHERE article_id = a.id AND published_at IS NOT NULL AND withdrawn_at IS NULL AND effective_from > now()
      AND version > coalesce(l.version, 0)
    ORDER BY version DESC LIMIT 1) s ON true`;

/** What an article is to customers, of `published`. */
export const stateOf = (sql: Sql) => sql`
  CASE WHEN NOT a.is_active THEN 'removed' WHEN a.status = 'IN_REVIEW' THEN 'review'
    WHEN a.status = 'DRAFT' AND EXISTS (SELECT 1 FROM knowledge_versions w
      WHERE w.article_id = a.id AND w.version = a.version AND w.withdrawn_at IS NOT NULL) THEN 'withdrawn'
    WHEN a.status = 'DRAFT' THEN 'draft' WHEN s.version IS NOT NULL THEN 'scheduled'
    WHEN l.expires_at <= now() THEN 'expired' ELSE 'live' END`;

const columns = (sql: Sql) => sql`
  a.id, a.slug, a.language, a.title, a.content, a.category, a.tags, a.examples, a.is_active AS "isActive", a.version,
  a.status, ${stateOf(sql)} AS state, a.effective_from AS "effectiveFrom", a.expires_at AS "expiresAt",
  a.editor_id AS "editorId", (SELECT full_name FROM users WHERE id = a.editor_id) AS "editorName",
  CASE WHEN a.is_active AND (l.expires_at IS NULL OR l.expires_at > now()) THEN l.version END AS "liveVersion",
  a.text_at AS "textAt", a.created_at AS "createdAt", a.updated_at AS "updatedAt"`;

/**
 * What the assistant may answer from: of each article that was not removed the newest published version whose time has
 * come, unless that one has expired.
 */
export function listPublishedArticles(sql: Sql): Promise<KnowledgeArticle[]> {
  return sql<KnowledgeArticle[]>`
    SELECT a.id, a.slug, a.language, v.title, v.content, v.category, v.tags, v.examples, v.version
    FROM knowledge_articles a ${published(sql)} JOIN knowledge_versions v ON v.article_id = a.id AND v.version = l.version
    WHERE a.is_active AND (l.expires_at IS NULL OR l.expires_at > now()) ORDER BY a.id`;
}

/** Which versions `listPublishedArticles` would give, as one text: to see without reading them whether they changed. */
export async function findPublishedStamp(sql: Sql): Promise<string> {
  const [row] = await sql<{ stamp: string }[]>`
    SELECT coalesce(string_agg(a.id || '.' || l.version, ' ' ORDER BY a.id), '') AS stamp
    FROM knowledge_articles a ${published(sql)}
    WHERE a.is_active AND l.version IS NOT NULL AND (l.expires_at IS NULL OR l.expires_at > now())`;
  return row?.stamp ?? '';
}

/** The newest versions that are not published, as the assistant would read them: of one topic, or of all. */
export function listDrafts(sql: Sql, slug: string | null): Promise<KnowledgeArticle[]> {
  return sql<KnowledgeArticle[]>`
    SELECT id, slug, language, title, content, category, tags, examples, version FROM knowledge_articles
    WHERE is_active AND status <> 'PUBLISHED' AND content <> '' AND (${slug}::text IS NULL OR slug = ${slug}::text)
    ORDER BY id`;
}

/** In how long what the assistant may read changes by itself. Units: milliseconds. Null: never. */
export async function untilNextChange(sql: Sql): Promise<number | null> {
  const [row] = await sql<{ ms: number | null }[]>`
    SELECT (extract(epoch FROM min(at) - clock_timestamp()) * 1000)::float8 AS ms FROM (
      SELECT effective_from AS at FROM knowledge_versions WHERE published_at IS NOT NULL AND withdrawn_at IS NULL
      UNION ALL
      SELECT expires_at FROM knowledge_versions WHERE published_at IS NOT NULL AND withdrawn_at IS NULL) changes
    WHERE at > now()`;
  return row?.ms ?? null;
}

export async function findArticle(sql: Sql, id: number): Promise<Article | null> {
  const [row] = await sql<Article[]>`
    SELECT ${columns(sql)} FROM knowledge_articles a ${published(sql)} WHERE a.id = ${id}`;
  return row ?? null;
}

/** What is written about these topics, in both languages. */
export function listTopics(sql: Sql, slugs: readonly string[]): Promise<Article[]> {
  return sql<Article[]>`
    SELECT ${columns(sql)} FROM knowledge_articles a ${published(sql)} WHERE a.slug = ANY(${slugs as string[]})
    ORDER BY a.slug, a.language DESC`;
}

export interface ArticleFilter {
  category?: string;
  language?: Language;
  isActive?: boolean;
  limit: number;
  skip: number;
}

export function listArticles(sql: Sql, filter: ArticleFilter): Promise<Article[]> {
  return sql<Article[]>`
    SELECT ${columns(sql)} FROM knowledge_articles a ${published(sql)} WHERE ${condition(sql, filter)}
    ORDER BY a.slug, a.language LIMIT ${filter.limit} OFFSET ${filter.skip}`;
}

export async function countArticles(sql: Sql, filter: ArticleFilter): Promise<number> {
  const [row] = await sql<{ total: number }[]>`
    SELECT count(*)::int AS total FROM knowledge_articles a WHERE ${condition(sql, filter)}`;
  return row?.total ?? 0;
}

function condition(sql: Sql, { category, language, isActive }: Omit<ArticleFilter, 'limit' | 'skip'>) {
  return sql`(${category ?? null}::text IS NULL OR a.category = ${category ?? null}::text)
    AND (${language ?? null}::text IS NULL OR a.language = ${language ?? null}::text)
    AND (${isActive ?? null}::boolean IS NULL OR a.is_active = ${isActive ?? null}::boolean)`;
}

const HITS = 20;
/** Below this a title has nothing to do with the words that were looked for. */
const TRIGRAM_FLOOR = 0.25;

/**
 * Articles that were not removed, also those that are not published yet, by full text in both languages' stems (accents
 * folded, any of the words) and by likeness to the title, in one ranking; the best first. Units: `score` from 0 to 1.
 */
export function searchArticles(
  sql: Sql,
  { text, category, language }: { text: string; category?: string; language?: Language },
): Promise<Hit[]> {
  return sql<Hit[]>`
    WITH words AS (
      SELECT replace(plainto_tsquery('joxai_es', ${text})::text, '&', '|')::tsquery AS es,
        replace(plainto_tsquery('joxai_en', ${text})::text, '&', '|')::tsquery AS en
    ), ranked AS (
      SELECT a.id, CASE a.language WHEN 'en' THEN words.en ELSE words.es END AS query,
        word_similarity(unaccent(${text}), unaccent(a.title)) AS likeness
      FROM knowledge_articles a CROSS JOIN words
      WHERE a.is_active AND ${condition(sql, { ...(category && { category }), ...(language && { language }) })}
    ), scored AS (
      SELECT a.*, r.query, 0.75 * ts_rank(a.search_vector, r.query, 1 | 32) / 0.3
        + 0.25 * CASE WHEN r.likeness >= ${TRIGRAM_FLOOR} THEN r.likeness ELSE 0 END AS raw
      FROM ranked r JOIN knowledge_articles a ON a.id = r.id
      WHERE a.search_vector @@ r.query OR r.likeness >= ${TRIGRAM_FLOOR}
      ORDER BY raw DESC, a.id LIMIT ${HITS}
    )
    SELECT ${columns(sql)}, least(1, a.raw)::float8 AS score,
      ts_headline(CASE a.language WHEN 'en' THEN 'joxai_en' ELSE 'joxai_es' END::regconfig, a.content, a.query,
        'StartSel="", StopSel="", MaxWords=30, MinWords=12, MaxFragments=1') AS snippet
    FROM scored a ${published(sql)} ORDER BY a.raw DESC, a.id`;
}

const versionColumns = (sql: Sql) => sql`
  v.version, v.title, v.content, v.category, v.tags, v.examples, v.effective_from AS "effectiveFrom",
  v.expires_at AS "expiresAt", v.restored_from AS "restoredFrom", v.created_at AS "createdAt", v.editor_id AS "editorId",
  (SELECT full_name FROM users WHERE id = v.editor_id) AS "editorName", v.submitted_at AS "submittedAt",
  (SELECT full_name FROM users WHERE id = v.submitted_by) AS "submittedByName", v.returned_at AS "returnedAt",
  (SELECT full_name FROM users WHERE id = v.returned_by) AS "returnedByName", v.return_reason AS "returnReason",
  v.published_at AS "publishedAt", (SELECT full_name FROM users WHERE id = v.published_by) AS "publishedByName",
  v.withdrawn_at AS "withdrawnAt", (SELECT full_name FROM users WHERE id = v.withdrawn_by) AS "withdrawnByName"`;

/** The newest first; at most `limit`, those before a version where one is given. */
export function listVersions(
  sql: Sql,
  articleId: number,
  limit: number,
  before: number | null = null,
): Promise<Version[]> {
  return sql<Version[]>`
    SELECT ${versionColumns(sql)} FROM knowledge_versions v
    WHERE v.article_id = ${articleId} AND (${before}::int IS NULL OR v.version < ${before}::int)
    ORDER BY v.version DESC LIMIT ${limit}`;
}

/** Errors: not_found. */
export async function getVersion(sql: Sql, articleId: number, version: number): Promise<Version> {
  const [row] = await sql<Version[]>`
    SELECT ${versionColumns(sql)} FROM knowledge_versions v WHERE v.article_id = ${articleId} AND v.version = ${version}`;
  if (!row) throw notFound('Version');
  return row;
}
