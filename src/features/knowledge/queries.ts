import type { KnowledgeArticle } from '../../ai/answer.ts';
import type { Sql } from '../../db/client.ts';
import type { Language } from '../../lib/language.ts';

export interface Article extends KnowledgeArticle {
  isActive: boolean;
  createdAt: Date;
  updatedAt: Date;
}

export interface Hit extends Article {
  score: number;
  /** Plain text around what was found. */
  snippet: string;
}

const columns = (sql: Sql) => sql`
  a.id, a.slug, a.language, a.title, a.content, a.category, a.tags, a.examples, a.is_active AS "isActive", a.version,
  a.created_at AS "createdAt", a.updated_at AS "updatedAt"`;

/**
 * What the assistant may answer from: of each article that was not removed the newest published version whose time has
 * come, unless that one has expired.
 */
export function listPublishedArticles(sql: Sql): Promise<KnowledgeArticle[]> {
  return sql<KnowledgeArticle[]>`
    SELECT a.id, a.slug, a.language, v.title, v.content, v.category, v.tags, v.examples, v.version
    FROM knowledge_articles a CROSS JOIN LATERAL (
      SELECT * FROM knowledge_versions WHERE article_id = a.id AND published_at IS NOT NULL AND withdrawn_at IS NULL
        AND (effective_from IS NULL OR effective_from <= now())
      ORDER BY version DESC LIMIT 1) v
    WHERE a.is_active AND (v.expires_at IS NULL OR v.expires_at > now()) ORDER BY a.id`;
}

export async function findArticle(sql: Sql, id: number): Promise<Article | null> {
  const [row] = await sql<Article[]>`SELECT ${columns(sql)} FROM knowledge_articles a WHERE a.id = ${id}`;
  return row ?? null;
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
    SELECT ${columns(sql)} FROM knowledge_articles a WHERE ${condition(sql, filter)}
    ORDER BY a.slug, a.language LIMIT ${filter.limit} OFFSET ${filter.skip}`;
}

export async function countArticles(sql: Sql, filter: ArticleFilter): Promise<number> {
  const [row] = await sql<{ total: number }[]>`
    SELECT count(*)::int AS total FROM knowledge_articles a WHERE ${condition(sql, filter)}`;
  return row?.total ?? 0;
}

function condition(sql: Sql, { category, language, isActive }: ArticleFilter) {
  return sql`(${category ?? null}::text IS NULL OR a.category = ${category ?? null}::text)
    AND (${language ?? null}::text IS NULL OR a.language = ${language ?? null}::text)
    AND (${isActive ?? null}::boolean IS NULL OR a.is_active = ${isActive ?? null}::boolean)`;
}

const HITS = 20;
/** Below this a title has nothing to do with the words that were looked for. */
const TRIGRAM_FLOOR = 0.25;

/**
 * Active articles by full text in both languages' stems (accents folded, any of the words) and by likeness to the
 * title, in one ranking; the best first. Units: `score` from 0 to 1.
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
      WHERE a.is_active AND ${condition(sql, { limit: 0, skip: 0, ...(category && { category }), ...(language && { language }) })}
    ), scored AS (
      SELECT a.*, r.query, 0.75 * ts_rank(a.search_vector, r.query, 1 | 32) / 0.3
        + 0.25 * CASE WHEN r.likeness >= ${TRIGRAM_FLOOR} THEN r.likeness ELSE 0 END AS raw
      FROM ranked r JOIN knowledge_articles a ON a.id = r.id
      WHERE a.search_vector @@ r.query OR r.likeness >= ${TRIGRAM_FLOOR}
    )
    SELECT ${columns(sql)}, least(1, a.raw)::float8 AS score,
      ts_headline(CASE a.language WHEN 'en' THEN 'joxai_en' ELSE 'joxai_es' END::regconfig, a.content, a.query,
        'StartSel="", StopSel="", MaxWords=30, MinWords=12, MaxFragments=1') AS snippet
    FROM scored a ORDER BY a.raw DESC, a.id LIMIT ${HITS}`;
}
