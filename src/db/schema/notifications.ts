import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  time,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { conversations } from './conversations.ts';
import { customers } from './customers.ts';
import { tickets } from './tickets.ts';
import { users } from './users.ts';

/**
 * What somebody is to be told, and the outbox of what leaves the house: a row stands in the transaction of what caused
 * it, is claimed with a lease and sent once. Readers of the panel find theirs here too.
 */
export const notifications = pgTable(
  'notifications',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    type: text({ enum: ['EMAIL', 'SMS', 'IN_APP', 'WEBHOOK'] }).notNull(),
    status: text({ enum: ['PENDING', 'SENT', 'FAILED', 'CANCELLED'] })
      .notNull()
      .default('PENDING'),
    category: text({ enum: ['TICKET', 'CONVERSATION', 'SYSTEM', 'REMINDER'] }).notNull(),
    /** What happened: `ticket_assigned`, `mention`, `agent_reply`, … */
    kind: text().notNull(),
    /** The member of staff whom it is for; null where it goes to a customer. */
    userId: integer('user_id').references(() => users.id, { onDelete: 'cascade' }),
    customerId: integer('customer_id').references(() => customers.id, { onDelete: 'set null' }),
    /** The address; null for what stays in the panel. */
    recipient: text(),
    language: text({ enum: ['es', 'en'] }).notNull(),
    subject: text().notNull(),
    body: text().notNull(),
    /** What the templates and links need: ids, names. Never a secret. */
    data: jsonb().$type<Record<string, unknown>>(),
    conversationId: uuid('conversation_id').references(() => conversations.id, { onDelete: 'cascade' }),
    ticketId: integer('ticket_id').references(() => tickets.id, { onDelete: 'cascade' }),
    /** The same cause tells the same person once. */
    dedupeKey: text('dedupe_key'),
    /** Of the mail itself, and of those before it in its thread, oldest first. */
    messageId: text('message_id'),
    threadIds: text('thread_ids').array().notNull().default(sql`'{}'::text[]`),
    attempts: smallint().notNull().default(0),
    /** Not before: back-off, quiet hours. */
    nextAttemptAt: timestamp('next_attempt_at', { withTimezone: true }).notNull().defaultNow(),
    leaseUntil: timestamp('lease_until', { withTimezone: true }),
    /** From a closed list of reasons, never the server's own words. */
    lastError: text('last_error'),
    sentAt: timestamp('sent_at', { withTimezone: true }),
    readAt: timestamp('read_at', { withTimezone: true }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('notifications_once').on(table.dedupeKey).where(sql`${table.dedupeKey} is not null`),
    index('notifications_user').on(table.userId, table.id.desc().nullsFirst()).where(sql`${table.userId} is not null`),
    index('notifications_unread')
      .on(table.userId)
      .where(sql`${table.readAt} is null and ${table.type} = 'IN_APP' and ${table.userId} is not null`),
    index('notifications_due').on(table.nextAttemptAt).where(sql`${table.status} = 'PENDING'`),
    index('notifications_failed').on(table.id.desc().nullsFirst()).where(sql`${table.status} = 'FAILED'`),
    // The outbox: most of the rest are for the bell.
    index('notifications_mails').on(table.id.desc().nullsFirst()).where(sql`${table.type} = 'EMAIL'`),
    index('notifications_created').on(table.createdAt),
    index('notifications_conversation').on(table.conversationId).where(sql`${table.conversationId} is not null`),
    index('notifications_customer').on(table.customerId).where(sql`${table.customerId} is not null`),
    index('notifications_ticket').on(table.ticketId).where(sql`${table.ticketId} is not null`),
    uniqueIndex('notifications_message').on(table.messageId).where(sql`${table.messageId} is not null`),
  ],
);

/** Where a person wants to hear of a kind; a kind without a row is heard by its default. */
export const notificationPreferences = pgTable(
  'notification_preferences',
  {
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: text().notNull(),
    inApp: boolean('in_app').notNull(),
    email: boolean().notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.kind] })],
);

/** When a person gets no mail, by the clock of their time zone; until before from spans midnight. */
export const quietHours = pgTable('quiet_hours', {
  userId: integer('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  from: time('from_time').notNull(),
  until: time('until_time').notNull(),
});
