import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { users } from './users.ts';

/** Files that become articles: what was asked, how far it is, and what came of it. The files themselves are not kept. */
export const knowledgeImports = pgTable(
  'knowledge_imports',
  {
    id: uuid().primaryKey().defaultRandom(),
    authorId: integer('author_id')
      .notNull()
      .references(() => users.id),
    status: text({ enum: ['RUNNING', 'DONE', 'FAILED'] })
      .notNull()
      .default('RUNNING'),
    /** In the order in which they were sent, with what is wrong with each. */
    files: jsonb().notNull(),
    /** Once it is done. */
    articles: jsonb().notNull().default([]),
    /** Why it failed as a whole; null where the files say it. */
    failure: text({ enum: ['interrupted', 'internal'] }),
    /** The process that works on it renews this; once it is over, that process is gone. */
    aliveUntil: timestamp('alive_until', { withTimezone: true }).notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    finishedAt: timestamp('finished_at', { withTimezone: true }),
  },
  (table) => [
    check('knowledge_imports_status', sql`${table.status} in ('RUNNING', 'DONE', 'FAILED')`),
    index('knowledge_imports_newest').on(table.createdAt.desc().nullsFirst()),
  ],
);
