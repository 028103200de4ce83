import { boolean, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { users } from './users.ts';

/** What administrators changed; a setting without a row has the default of features/settings/model.ts. */
export const settings = pgTable('settings', {
  key: text().primaryKey(),
  value: jsonb().$type<unknown>().notNull(),
  category: text().notNull().default('general'),
  description: text(),
  isPublic: boolean('is_public').notNull().default(false),
  updatedBy: integer('updated_by').references(() => users.id),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
});

/** Requests counted against a limit. Unlogged (see the migration): a crash may forget a minute's counts. */
export const rateLimits = pgTable('rate_limits', {
  key: text().primaryKey(),
  used: integer().notNull(),
  resetsAt: timestamp('resets_at', { withTimezone: true }).notNull(),
});
