import {
  bigint,
  boolean,
  date,
  doublePrecision,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';

/** What of time a row adds up: an hour of its day (`0` to `23`), the day, or the month that begins with it. */
export const WHOLE_DAY = 24;
export const WHOLE_MONTH = 25;

/**
 * What happened on each day of the bank that is over, in each month, and in the hours of today, added up, so that a report costs the same however long the history
 * is. What each measure counts stands in features/analytics/measure-queries.ts.
 */
export const measures = pgTable(
  'measures',
  {
    /** `answers`, `tickets.resolved`. */
    measure: text().notNull(),
    day: date({ mode: 'string' }).notNull(),
    part: smallint().notNull().default(WHOLE_DAY),
    /** Which of them: a reason, a provider, a person's id, a range of times; empty for all. */
    dimension: text().notNull().default(''),
    /** How many. */
    amount: bigint({ mode: 'number' }).notNull(),
    /** Their sum, in the measure's unit; 0 where it only counts. */
    total: doublePrecision().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.measure, table.part, table.day, table.dimension] })],
);

/** What `measures` holds. A day, an hour or a month that is not here is not measured yet. */
export const measuredDays = pgTable(
  'measured_days',
  {
    day: date({ mode: 'string' }).notNull(),
    part: smallint().notNull().default(WHOLE_DAY),
    /** Where the day began and ended at midnight. */
    timeZone: text('time_zone').notNull(),
    /** Something of it has changed since. */
    isStale: boolean('is_stale').notNull().default(false),
    measuredAt: timestamp('measured_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.part] })],
);

/**
 * That something of the past has changed: written by triggers, taken by the job that measures. Without a key, so that
 * no two who change something wait for each other.
 */
export const lateChanges = pgTable('late_changes', {
  fromAt: timestamp('from_at', { withTimezone: true }).notNull(),
  untilAt: timestamp('until_at', { withTimezone: true }).notNull(),
});
