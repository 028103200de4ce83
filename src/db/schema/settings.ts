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
} from 'drizzle-orm/pg-core';
import { users } from './users.ts';

const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

/** What administrators changed; a setting without a row has its default (src/db/settings.ts). */
export const settings = pgTable('settings', {
  key: text().primaryKey(),
  value: jsonb().$type<unknown>().notNull(),
  category: text().notNull().default('general'),
  description: text(),
  isPublic: boolean('is_public').notNull().default(false),
  /** Of the bank's own keys: the value is sealed and never answered. */
  isSecret: boolean('is_secret').notNull().default(false),
  updatedBy: integer('updated_by').references(() => users.id),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
});

/** Every change of a setting. Only ever added to (a trigger refuses the rest). */
export const settingChanges = pgTable(
  'setting_changes',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    key: text().notNull(),
    actorId: integer('actor_id').references(() => users.id),
    actorName: text('actor_name').notNull(),
    /** Null: there was none, or it is a secret. */
    fromValue: jsonb('from_value').$type<unknown>(),
    /** Null: it was removed, or put back to its default, or is a secret. */
    toValue: jsonb('to_value').$type<unknown>(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('setting_changes_key').on(table.key, table.id)],
);

/** What each person keeps for themselves, by keys of their client's own. */
export const userSettings = pgTable(
  'user_settings',
  {
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    key: text().notNull(),
    value: jsonb().$type<unknown>().notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.key] })],
);

/** The bank's own instructions to the assistant. A version is never changed; at most one is in use. */
export const promptVersions = pgTable(
  'prompt_versions',
  {
    /** The version's number. */
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    textEs: text('text_es').notNull(),
    textEn: text('text_en').notNull(),
    /** What was changed, and why. */
    note: text(),
    authorId: integer('author_id').references(() => users.id),
    authorName: text('author_name').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    isActive: boolean('is_active').notNull().default(false),
    /** The last time that it was put into use. */
    activatedBy: text('activated_by'),
    activatedAt: timestamp('activated_at', { withTimezone: true }),
  },
  (table) => [uniqueIndex('prompt_versions_active').on(table.isActive).where(sql`${table.isActive}`)],
);

/** Pictures of the bank that the widget shows. In the database, so that every machine has them. */
export const brandImages = pgTable(
  'brand_images',
  {
    name: text({ enum: ['avatar', 'logo'] }).primaryKey(),
    type: text().notNull(),
    content: bytea().notNull(),
    /** Of the content; part of its address, which may be kept for ever. */
    hash: text().notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [check('brand_images_size', sql`octet_length(${table.content}) <= 524288`)],
);

/** Requests counted against a limit. Unlogged (see the migration): a crash may forget a minute's counts. */
export const rateLimits = pgTable('rate_limits', {
  key: text().primaryKey(),
  used: integer().notNull(),
  resetsAt: timestamp('resets_at', { withTimezone: true }).notNull(),
});
