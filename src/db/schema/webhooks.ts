import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { users } from './users.ts';

/** Where other systems of the bank hear of what happens here. */
export const webhooks = pgTable('webhooks', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  url: text().notNull(),
  description: text().notNull().default(''),
  events: text().array().notNull(),
  /** Whether what customers wrote goes along; else ids and states alone. */
  includeContents: boolean('include_contents').notNull().default(false),
  /** Sealed (lib/sealing.ts). */
  secret: text().notNull(),
  /** The one before it, sealed: signs too until then. */
  previousSecret: text('previous_secret'),
  previousSecretUntil: timestamp('previous_secret_until', { withTimezone: true }),
  isActive: boolean('is_active').notNull().default(true),
  /** Why it is not active: by hand, because nothing arrived for too long, or because the receiver said it is gone. */
  disabledReason: text('disabled_reason', { enum: ['manual', 'failing', 'gone'] }),
  /** Of the first failure since the last success. */
  failingSince: timestamp('failing_since', { withTimezone: true }),
  createdBy: integer('created_by').references(() => users.id),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
});

/** What one webhook is told of one event: the outbox and its log. Written in the transaction of what happened. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    webhookId: integer('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    /** The same at every try and replay: the receiver knows by it what it has had. */
    messageId: uuid('message_id').notNull().defaultRandom(),
    event: text().notNull(),
    /** Ids and states, never what somebody wrote: that is read when it is sent, if it goes along at all. */
    data: jsonb().$type<Record<string, unknown>>().notNull(),
    status: text({ enum: ['PENDING', 'SENT', 'FAILED'] })
      .notNull()
      .default('PENDING'),
    /** Since it was last put into the outbox. */
    attempts: smallint().notNull().default(0),
    occurredAt: timestamp('occurred_at', { withTimezone: true }).notNull().defaultNow(),
    /** Tried again until then. */
    giveUpAt: timestamp('give_up_at', { withTimezone: true }).notNull().default(sql`now() + interval '1 day'`),
    nextAttemptAt: timestamp('next_attempt_at', { withTimezone: true }).notNull().defaultNow(),
    leaseUntil: timestamp('lease_until', { withTimezone: true }),
    /** Every try, oldest first. */
    tries: jsonb()
      .$type<{ at: string; status: number | null; error: string | null; ms: number; answer: string }[]>()
      .notNull()
      .default([]),
    finishedAt: timestamp('finished_at', { withTimezone: true }),
  },
  (table) => [
    index('webhook_deliveries_due').on(table.webhookId, table.nextAttemptAt).where(sql`${table.status} = 'PENDING'`),
    index('webhook_deliveries_log').on(table.webhookId, table.id),
    index('webhook_deliveries_failed').on(table.webhookId, table.id).where(sql`${table.status} = 'FAILED'`),
    index('webhook_deliveries_finished').on(table.finishedAt).where(sql`${table.finishedAt} is not null`),
  ],
);
