import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { conversations } from './conversations.ts';
import { customers } from './customers.ts';
import { users } from './users.ts';

export const tickets = pgTable(
  'tickets',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    /** `TKT-XXXXXXXX`, the `ticket_id` of the interface. */
    reference: text().notNull().unique(),
    conversationId: uuid('conversation_id').references(() => conversations.id, { onDelete: 'set null' }),
    customerId: integer('customer_id').references(() => customers.id),
    customerName: text('customer_name'),
    customerEmail: text('customer_email'),
    subject: text().notNull(),
    description: text(),
    status: text({ enum: ['OPEN', 'IN_PROGRESS', 'RESOLVED', 'CLOSED'] })
      .notNull()
      .default('OPEN'),
    priority: text({ enum: ['LOW', 'MEDIUM', 'HIGH', 'URGENT'] })
      .notNull()
      .default('MEDIUM'),
    category: text().notNull().default('general'),
    /** The handoff's reason, for tickets that the assistant opened. */
    reason: text(),
    assigneeId: integer('assignee_id').references(() => users.id),
    slaDueAt: timestamp('sla_due_at', { withTimezone: true }),
    slaBreached: boolean('sla_breached').notNull().default(false),
    resolutionNotes: text('resolution_notes'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
    resolvedAt: timestamp('resolved_at', { withTimezone: true }),
  },
  (table) => [
    uniqueIndex('tickets_open_of_conversation')
      .on(table.conversationId)
      .where(sql`${table.conversationId} is not null and ${table.status} in ('OPEN', 'IN_PROGRESS')`),
    index('tickets_recent').on(table.createdAt.desc(), table.id),
    index('tickets_assignee').on(table.assigneeId, table.createdAt.desc()),
    index('tickets_customer').on(table.customerId, table.createdAt.desc()),
  ],
);

/** Every change of a ticket: who, what, from, to, when. */
export const ticketChanges = pgTable(
  'ticket_changes',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    actorId: integer('actor_id').references(() => users.id),
    actorName: text('actor_name').notNull(),
    field: text().notNull(),
    fromValue: text('from_value'),
    toValue: text('to_value'),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('ticket_changes_ticket').on(table.ticketId, table.id)],
);
