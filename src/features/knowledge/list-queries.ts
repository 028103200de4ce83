import type { Sql } from '../../db/client.ts';
import type { Language } from '../../lib/language.ts';
import type { LanguageFilter, State, Topic } from './model.ts';
import { listTopics, published, stateOf } from './queries.ts';

export interface TopicFilter {
  category?: string;
  language?: LanguageFilter;
  state?: State;
  tag?: string;
  text?: string;
}

/** The topics that have a text which fits all of it, changed last first. What was removed is found only by its state. */
export async function browseTopics(sql: Sql, filter: TopicFilter, limit: number, skip: number): Promise<Topic[]> {
  const rows = await sql<{ slug: string }[]>`
    SELECT slug FROM (${fitting(sql, filter)}) f GROUP BY slug
    ORDER BY max(updated_at) DESC, slug LIMIT ${limit} OFFSET ${skip}`;
  const slugs = rows.map(({ slug }) => slug);
  const articles = await listTopics(sql, slugs);
  const of = (slug: string, language: Language) =>
    articles.find((article) => article.slug === slug && article.language === language) ?? null;
  return slugs.map((slug) => ({ slug, es: of(slug, 'es'), en: of(slug, 'en') }));
}

export async function countTopics(sql: Sql, filter: TopicFilter): Promise<number> {
  const [row] = await sql<{ total: number }[]>`
    SELECT count(DISTINCT slug)::int AS total FROM (${fitting(sql, filter)}) f`;
  return row?.total ?? 0;
}

function fitting(sql: Sql, { category, language, state, tag, text }: TopicFilter) {
  return sql`
    SELECT a.slug, a.updated_at FROM knowledge_articles a ${published(sql)}
    WHERE ${state ? sql`${stateOf(sql)} = ${state}` : sql`a.is_active`}
      ${category ? sql`AND a.category = ${category}` : sql``} ${tag ? sql`AND a.tags @> ARRAY[${tag}]` : sql``}
      ${language ? sql`AND ${languageFits(sql, language)}` : sql``} ${text ? sql`AND ${textFits(sql, text)}` : sql``}`;
}

function languageFits(sql: Sql, filter: LanguageFilter) {
  if (filter === 'es' || filter === 'en') return sql`a.language = ${filter}`;
  if (filter === 'older') {
    return sql`EXISTS (SELECT 1 FROM knowledge_articles o
      WHERE o.slug = a.slug AND o.language <> a.language AND o.is_active AND o.text_at > a.text_at)`;
  }
  return sql`NOT EXISTS (SELECT 1 FROM knowledge_articles o
    WHERE o.slug = a.slug AND o.language = ${filter === 'missing_es' ? 'es' : 'en'} AND o.is_active)`;
}

function textFits(sql: Sql, text: string) {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  return sql`(a.search_vector @@ plainto_tsquery(joxai_search_config(a.language), ${text})
    OR unaccent(a.title) ILIKE unaccent(${pattern}) OR a.slug ILIKE ${pattern}
    OR unaccent(array_to_string(a.examples, ' ')) ILIKE unaccent(${pattern}))`;
}

const TAGS_SHOWN = 200;

/** The tags in use, by name. */
export async function listTags(sql: Sql): Promise<string[]> {
  const rows = await sql<{ tag: string }[]>`
    SELECT DISTINCT unnest(tags) AS tag FROM knowledge_articles WHERE is_active ORDER BY tag LIMIT ${TAGS_SHOWN}`;
  return rows.map(({ tag }) => tag);
}

/** Topics with a text that waits for a second person. */
export async function countInReview(sql: Sql): Promise<number> {
  const [row] = await sql<{ total: number }[]>`
    SELECT count(DISTINCT slug)::int AS total FROM knowledge_articles WHERE is_active AND status = 'IN_REVIEW'`;
  return row?.total ?? 0;
}
