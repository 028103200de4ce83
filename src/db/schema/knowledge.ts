import { sql } from 'drizzle-orm';
import {
  boolean,
  customType,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { users } from './users.ts';

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });

export const knowledgeArticles = pgTable(
  'knowledge_articles',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    /** Shared by the languages of one topic. */
    slug: text().notNull(),
    language: text({ enum: ['es', 'en'] }).notNull(),
    title: text().notNull(),
    content: text().notNull(),
    category: text().notNull(),
    tags: text().array().notNull().default(sql`'{}'::text[]`),
    /** Questions that this article answers, as customers put them: what the assistant learns from. */
    examples: text().array().notNull().default(sql`'{}'::text[]`),
    isActive: boolean('is_active').notNull().default(true),
    version: integer().notNull().default(1),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
    /** Kept by the trigger knowledge_articles_index: accents folded, stemmed by the article's language. */
    searchVector: tsvector('search_vector').notNull().default(''),
  },
  (table) => [
    uniqueIndex('knowledge_articles_slug').on(table.slug, table.language),
    index('knowledge_articles_search').using('gin', table.searchVector),
    index('knowledge_articles_title_trigram').using('gin', sql`${table.title} gin_trgm_ops`),
  ],
);

/** What every version of an article said. */
export const knowledgeVersions = pgTable(
  'knowledge_versions',
  {
    articleId: integer('article_id')
      .notNull()
      .references(() => knowledgeArticles.id, { onDelete: 'cascade' }),
    version: integer().notNull(),
    title: text().notNull(),
    content: text().notNull(),
    category: text().notNull(),
    tags: text().array().notNull(),
    editorId: integer('editor_id').references(() => users.id),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.articleId, table.version] })],
);
