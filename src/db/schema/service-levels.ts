import { boolean, date, integer, jsonb, pgTable, primaryKey, smallint, text, timestamp } from 'drizzle-orm/pg-core';

/** When the desk is open: the clocks of a policy run in these hours alone. */
export const businessCalendars = pgTable('business_calendars', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  name: text().notNull().unique(),
  /** What the program called it, which is said in the reader's language; null once the bank has named it. */
  givenName: text('given_name', { enum: ['BUSINESS_HOURS'] }),
  /** Of the IANA list. */
  timeZone: text('time_zone').notNull(),
  /** From and until by weekday, `1` Monday to `7` Sunday: `{"1": [["09:00", "18:00"]]}`. Without a day: closed. */
  hours: jsonb().$type<Record<string, [from: string, until: string][]>>().notNull(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
});

export const holidays = pgTable(
  'holidays',
  {
    calendarId: integer('calendar_id')
      .notNull()
      .references(() => businessCalendars.id, { onDelete: 'cascade' }),
    day: date({ mode: 'string' }).notNull(),
    name: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.calendarId, table.day] })],
);

/** What a ticket is owed. The first active one by position that fits a ticket is its policy. */
export const slaPolicies = pgTable('sla_policies', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  name: text().notNull().unique(),
  /** What the program called it, which is said in the reader's language; null once the bank has named it. */
  givenName: text('given_name', { enum: ['URGENT', 'HIGH', 'MEDIUM', 'LOW'] }),
  /** Null fits every priority. */
  priority: text({ enum: ['LOW', 'MEDIUM', 'HIGH', 'URGENT'] }),
  /** Null fits every category. */
  category: text(),
  /** Null runs around the clock. */
  calendarId: integer('calendar_id').references(() => businessCalendars.id),
  /** Minutes of open hours; null owes nothing of the kind. */
  firstResponseMinutes: integer('first_response_minutes'),
  nextResponseMinutes: integer('next_response_minutes'),
  resolutionMinutes: integer('resolution_minutes'),
  /** Of the time, after which a clock warns. */
  warnPercent: smallint('warn_percent').notNull().default(80),
  position: smallint().notNull().default(0),
  isActive: boolean('is_active').notNull().default(true),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
});
