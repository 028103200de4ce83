import { sql } from 'drizzle-orm';
import { bigint, index, integer, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';

/** What was removed because its time was over, by class; a run that was cut off goes on in its row. */
export const dataPurges = pgTable(
  'data_purges',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** One of features/retention/model.ts. */
    class: text().notNull(),
    /** What is older has gone. */
    before: timestamp({ withTimezone: true }).notNull(),
    rows: bigint({ mode: 'number' }).notNull().default(0),
    files: integer().notNull().default(0),
    /** Whole partitions that were dropped. */
    partitions: integer().notNull().default(0),
    startedAt: timestamp('started_at', { withTimezone: true }).notNull().defaultNow(),
    finishedAt: timestamp('finished_at', { withTimezone: true }),
  },
  (table) => [
    uniqueIndex('data_purges_open').on(table.class).where(sql`${table.finishedAt} is null`),
    index('data_purges_recent').on(table.class, table.id),
  ],
);
