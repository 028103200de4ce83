import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  index,
  integer,
  pgSequence,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { conversations } from './conversations.ts';
import { customers } from './customers.ts';
import { slaPolicies } from './service-levels.ts';
import { users } from './users.ts';

/** Complaints are counted by themselves: the authority asks for their numbers. */
export const complaintNumbers = pgSequence('complaint_numbers', { startWith: 1 });

export const tickets = pgTable(
  'tickets',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    /** `TKT-` and eight letters or digits, the `ticket_id` of the interface. */
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
    tags: text().array().notNull().default(sql`'{}'::text[]`),
    /** Null for one that the assistant or a customer opened. */
    createdBy: integer('created_by').references(() => users.id),
    /** A complaint has a number and a clock of its own; both are null for every other ticket. */
    complaintNumber: text('complaint_number').unique(),
    complaintDueAt: timestamp('complaint_due_at', { withTimezone: true }),
    slaPolicyId: integer('sla_policy_id').references(() => slaPolicies.id),
    /** The nearest of the clocks that still run: what the list shows. */
    slaDueAt: timestamp('sla_due_at', { withTimezone: true }),
    firstResponseDueAt: timestamp('first_response_due_at', { withTimezone: true }),
    firstRespondedAt: timestamp('first_responded_at', { withTimezone: true }),
    /** Runs from the customer's newest unanswered message; null while nothing is owed. */
    nextResponseDueAt: timestamp('next_response_due_at', { withTimezone: true }),
    resolutionDueAt: timestamp('resolution_due_at', { withTimezone: true }),
    /** When a clock next has something to say (a warning or a breach); null once none has. */
    slaCheckAt: timestamp('sla_check_at', { withTimezone: true }),
    slaWarnedAt: timestamp('sla_warned_at', { withTimezone: true }),
    slaBreached: boolean('sla_breached').notNull().default(false),
    resolutionNotes: text('resolution_notes'),
    /** The ticket that goes on in place of this duplicate. */
    mergedIntoId: integer('merged_into_id').references((): AnyPgColumn => tickets.id),
    isDemo: boolean('is_demo').notNull().default(false),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
    resolvedAt: timestamp('resolved_at', { withTimezone: true }),
    closedAt: timestamp('closed_at', { withTimezone: true }),
  },
  (table) => [
    uniqueIndex('tickets_open_of_conversation')
      .on(table.conversationId)
      .where(sql`${table.conversationId} is not null and ${table.status} in ('OPEN', 'IN_PROGRESS')`),
    index('tickets_recent').on(table.createdAt.desc().nullsFirst(), table.id),
    index('tickets_assignee').on(table.assigneeId, table.createdAt.desc().nullsFirst()),
    index('tickets_customer').on(table.customerId, table.createdAt.desc().nullsFirst()),
    index('tickets_conversation').on(table.conversationId).where(sql`${table.conversationId} is not null`),
    index('tickets_board').on(
      table.status,
      sql`array_position(ARRAY['URGENT', 'HIGH', 'MEDIUM', 'LOW'], ${table.priority})`,
      table.createdAt,
      table.id,
    ),
    index('tickets_category').on(table.category, table.createdAt.desc().nullsFirst()),
    // The other orders of the list, and what it is narrowed to: each as features/tickets/queries.ts writes it.
    index('tickets_urgency').on(
      sql`array_position(ARRAY['URGENT', 'HIGH', 'MEDIUM', 'LOW'], ${table.priority})`,
      table.createdAt,
      table.id,
    ),
    index('tickets_due').on(sql`coalesce(${table.slaDueAt}, 'infinity'::timestamptz)`, table.id),
    index('tickets_moved').on(table.status, table.updatedAt.desc().nullsFirst()),
    // How long it took is read from these alone; merged duplicates do not count.
    index('tickets_responded')
      .on(table.firstRespondedAt, table.createdAt)
      .where(sql`${table.firstRespondedAt} is not null and ${table.mergedIntoId} is null`),
    index('tickets_resolved')
      .on(table.resolvedAt, table.createdAt)
      .where(sql`${table.resolvedAt} is not null and ${table.mergedIntoId} is null`),
    index('tickets_breached').on(table.createdAt.desc().nullsFirst()).where(sql`${table.slaBreached}`),
    index('tickets_complaints')
      .on(table.createdAt.desc().nullsFirst())
      .where(sql`${table.complaintNumber} is not null`),
    index('tickets_tags').using('gin', table.tags),
    index('tickets_sla').on(table.slaCheckAt).where(sql`${table.slaCheckAt} is not null`),
    index('tickets_merged').on(table.mergedIntoId).where(sql`${table.mergedIntoId} is not null`),
    // One index over all that the search looks in, instead of one for each column.
    index('tickets_words').using(
      'gin',
      sql`(${table.subject} || ' ' || ${table.reference} || ' ' || coalesce(${table.complaintNumber}, '') || ' ' || coalesce(${table.customerName}, '') || ' ' || coalesce(${table.customerEmail}, '')) gin_trgm_ops`,
    ),
  ],
);

/** Every change of a ticket: who, what, from, to, when. Only ever added to (a trigger refuses the rest). */
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

/** What is said about a ticket: to the customer, by the customer, and among staff. */
export const ticketMessages = pgTable(
  'ticket_messages',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    authorId: integer('author_id').references(() => users.id),
    senderType: text('sender_type', { enum: ['customer', 'agent', 'system'] }).notNull(),
    senderName: text('sender_name').notNull(),
    content: text().notNull(),
    /** A note: it never reaches the customer. */
    isInternal: boolean('is_internal').notNull().default(false),
    /** The staff whom a note names. */
    mentions: integer().array().notNull().default(sql`'{}'::int[]`),
    /** How it reached the customer; null for what nobody sent them. */
    delivery: text({ enum: ['chat', 'mail', 'none'] }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('ticket_messages_ticket').on(table.ticketId, table.id)],
);

/** What a clock of a ticket has said: each of it once, whichever worker looks. */
export const ticketSlaEvents = pgTable(
  'ticket_sla_events',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    clock: text({ enum: ['first_response', 'next_response', 'resolution', 'complaint'] }).notNull(),
    event: text({ enum: ['warned', 'breached', 'met'] }).notNull(),
    dueAt: timestamp('due_at', { withTimezone: true }).notNull(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('ticket_sla_events_once').on(table.ticketId, table.clock, table.event, table.dueAt),
    index('ticket_sla_events_at').on(table.at, table.event),
  ],
);
