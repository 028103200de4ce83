import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { conversations } from './conversations.ts';
import { users } from './users.ts';

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });

/**
 * What is written about a topic in one language, as its newest version says it. The assistant reads the newest published
 * version that is in effect, which may be an older one.
 */
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
    /** False: it was removed. */
    isActive: boolean('is_active').notNull().default(true),
    version: integer().notNull().default(1),
    /** How far the newest version is on its way to the assistant. */
    status: text({ enum: ['DRAFT', 'IN_REVIEW', 'PUBLISHED'] })
      .notNull()
      .default('DRAFT'),
    effectiveFrom: timestamp('effective_from', { withTimezone: true }),
    expiresAt: timestamp('expires_at', { withTimezone: true }),
    /** Who wrote the newest version. */
    editorId: integer('editor_id').references(() => users.id),
    /** When title or text changed: a translation that is older than what it translates is seen by it. */
    textAt: timestamp('text_at', { withTimezone: true }).notNull().defaultNow(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
    /** Kept by the trigger knowledge_articles_index: accents folded, stemmed by the article's language. */
    searchVector: tsvector('search_vector').notNull().default(''),
  },
  (table) => [
    check('knowledge_articles_status', sql`${table.status} in ('DRAFT', 'IN_REVIEW', 'PUBLISHED')`),
    uniqueIndex('knowledge_articles_slug').on(table.slug, table.language),
    index('knowledge_articles_search').using('gin', table.searchVector),
    index('knowledge_articles_title_trigram').using('gin', sql`${table.title} gin_trgm_ops`),
  ],
);

/** What every version of an article said, and what became of it. Its words never change. */
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
    examples: text().array().notNull().default(sql`'{}'::text[]`),
    /** The assistant uses it from then on, once it is published; null: at once. */
    effectiveFrom: timestamp('effective_from', { withTimezone: true }),
    /** The assistant no longer uses it from then on, nor an older one in its place; null: never. */
    expiresAt: timestamp('expires_at', { withTimezone: true }),
    editorId: integer('editor_id').references(() => users.id),
    /** The version whose words it brought back. */
    restoredFrom: integer('restored_from'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    submittedBy: integer('submitted_by').references(() => users.id),
    submittedAt: timestamp('submitted_at', { withTimezone: true }),
    /** Who sent it back from the review, and why. */
    returnedBy: integer('returned_by').references(() => users.id),
    returnedAt: timestamp('returned_at', { withTimezone: true }),
    returnReason: text('return_reason'),
    publishedBy: integer('published_by').references(() => users.id),
    publishedAt: timestamp('published_at', { withTimezone: true }),
    /** Taken from the assistant before its time. */
    withdrawnBy: integer('withdrawn_by').references(() => users.id),
    withdrawnAt: timestamp('withdrawn_at', { withTimezone: true }),
  },
  (table) => [
    primaryKey({ columns: [table.articleId, table.version] }),
    check(
      'knowledge_versions_dates',
      sql`${table.expiresAt} is null or ${table.effectiveFrom} is null or ${table.expiresAt} > ${table.effectiveFrom}`,
    ),
    // What the assistant may read: of thousands of versions a few.
    index('knowledge_versions_published')
      .on(table.articleId, table.version)
      .where(sql`${table.publishedAt} is not null and ${table.withdrawnAt} is null`),
  ],
);

/** Questions that are alike and that the assistant could not answer, as one group. */
export const knowledgeGaps = pgTable(
  'knowledge_gaps',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    /** How often each term stands in its questions: what a new question is compared with. */
    terms: jsonb().$type<Record<string, number>>().notNull(),
    /** Questions in it, by language; kept by trigger when some are deleted. */
    spanish: integer().notNull().default(0),
    english: integer().notNull().default(0),
    firstSeen: timestamp('first_seen', { withTimezone: true }).notNull(),
    lastSeen: timestamp('last_seen', { withTimezone: true }).notNull(),
    /** The topic that somebody began to write about it. */
    slug: text(),
    dismissedBy: integer('dismissed_by').references(() => users.id),
    dismissedAt: timestamp('dismissed_at', { withTimezone: true }),
    /** The topic that now answers its questions. */
    answeredBy: text('answered_by'),
    /** Against which state of the knowledge base that was looked at last. */
    checked: text(),
  },
  (table) => [
    index('knowledge_gaps_open')
      .on(table.lastSeen.desc().nullsFirst())
      .where(sql`${table.dismissedAt} is null and ${table.answeredBy} is null`),
    index('knowledge_gaps_recent').on(table.lastSeen.desc().nullsFirst()),
  ],
);

/** A question that the assistant could not answer. Masked, and without names, addresses and phone numbers. */
export const knowledgeGapQuestions = pgTable(
  'knowledge_gap_questions',
  {
    turnId: bigint('turn_id', { mode: 'number' }).primaryKey(),
    gapId: integer('gap_id')
      .notNull()
      .references(() => knowledgeGaps.id, { onDelete: 'cascade' }),
    conversationId: uuid('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    language: text({ enum: ['es', 'en'] }).notNull(),
    text: text().notNull(),
    askedAt: timestamp('asked_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    index('knowledge_gap_questions_gap').on(table.gapId, table.askedAt.desc().nullsFirst()),
    index('knowledge_gap_questions_conversation').on(table.conversationId),
  ],
);
