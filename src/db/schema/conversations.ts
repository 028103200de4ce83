import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { customers } from './customers.ts';
import { users } from './users.ts';

/** Who is in charge stands in `status`, changed only by UPDATE … WHERE status = …. */
export const conversations = pgTable(
  'conversations',
  {
    id: uuid().primaryKey().defaultRandom(),
    status: text({ enum: ['bot', 'waiting', 'human', 'ended'] })
      .notNull()
      .default('bot'),
    channel: text().notNull().default('web'),
    language: text({ enum: ['es', 'en'] }).notNull(),
    /** A label of the page's own; it proves nothing. */
    userLabel: text('user_label'),
    visitorName: text('visitor_name'),
    visitorEmail: text('visitor_email'),
    pageUrl: text('page_url'),
    /** Set once the identity is proven. */
    customerId: integer('customer_id').references(() => customers.id),
    identityLevel: smallint('identity_level').notNull().default(0),
    identityExpiresAt: timestamp('identity_expires_at', { withTimezone: true }),
    assigneeId: integer('assignee_id').references(() => users.id),
    lastSeq: integer('last_seq').notNull().default(0),
    lastText: text('last_text').notNull().default(''),
    lastRole: text('last_role').notNull().default('assistant'),
    /** The last message that staff have seen. */
    readSeq: integer('read_seq').notNull().default(0),
    handedOffAt: timestamp('handed_off_at', { withTimezone: true }),
    handoffReason: text('handoff_reason'),
    /** Since when it stands in the queue; null while it does not. Its place follows from this and the priority. */
    waitingSince: timestamp('waiting_since', { withTimezone: true }),
    priority: text({ enum: ['LOW', 'MEDIUM', 'HIGH', 'URGENT'] })
      .notNull()
      .default('MEDIUM'),
    tags: text().array().notNull().default(sql`'{}'::text[]`),
    /** What the agent needs to know at the handoff: see features/conversations/summary.ts. */
    summary: jsonb().$type<Record<string, unknown>>(),
    assignedAt: timestamp('assigned_at', { withTimezone: true }),
    /** The first word of a person after the newest handoff. */
    firstResponseAt: timestamp('first_response_at', { withTimezone: true }),
    /** When the person in charge last did something in it, and the newest message that they had answered then. */
    lastAgentAt: timestamp('last_agent_at', { withTimezone: true }),
    lastAgentSeq: integer('last_agent_seq').notNull().default(0),
    endedBy: text('ended_by', { enum: ['customer', 'agent', 'system'] }),
    /** While it is set nothing of the conversation may be purged or erased. */
    heldAt: timestamp('held_at', { withTimezone: true }),
    heldBy: integer('held_by').references(() => users.id),
    holdReason: text('hold_reason'),
    /** Made by the generator of demo data, and removed with it. */
    isDemo: boolean('is_demo').notNull().default(false),
    endedAt: timestamp('ended_at', { withTimezone: true }),
    /** The first day, UTC, of the month in which it began: it names the partition of its messages, and never changes. */
    month: date().notNull().default(sql`this_month()`),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    check('conversations_status', sql`${table.status} in ('bot', 'waiting', 'human', 'ended')`),
    // As `ORDER BY … DESC` puts them: PostgreSQL sorts anew where the index has its nulls at the other end.
    index('conversations_recent').on(table.updatedAt.desc().nullsFirst(), table.id),
    index('conversations_open').on(table.updatedAt.desc().nullsFirst()).where(sql`${table.status} <> 'ended'`),
    index('conversations_customer').on(table.customerId).where(sql`${table.customerId} is not null`),
    index('conversations_assignee')
      .on(table.assigneeId, table.updatedAt.desc().nullsFirst())
      .where(sql`${table.assigneeId} is not null`),
    // Each of these holds few conversations: an index over all would be paid for by every customer's message.
    index('conversations_queue').on(table.waitingSince).where(sql`${table.status} = 'waiting'`),
    index('conversations_attended').on(table.lastAgentAt).where(sql`${table.status} = 'human'`),
    index('conversations_tags').using('gin', table.tags).where(sql`${table.tags} <> '{}'::text[]`),
    index('conversations_demo').on(table.id).where(sql`${table.isDemo}`),
    index('conversations_held').on(table.heldAt).where(sql`${table.heldAt} is not null`),
  ],
);

/** Partitioned by `month`: see src/db/partitions.ts. */
export const messages = pgTable(
  'messages',
  {
    id: bigint({ mode: 'number' }).notNull().default(sql`nextval('messages_id_seq')`),
    conversationId: uuid('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    /** The conversation's: all of its messages lie in one partition, so that its keys hold over all of them. */
    month: date().notNull(),
    /** Grows by one within the conversation, without a gap. */
    seq: integer().notNull(),
    role: text({ enum: ['customer', 'assistant', 'agent', 'system'] }).notNull(),
    content: text().notNull(),
    /** Made by the customer's client, one a message, so that a message sent twice is stored once. */
    clientId: uuid('client_id'),
    /** The turn that this message opened, joined or answers. */
    turnId: bigint('turn_id', { mode: 'number' }),
    authorId: integer('author_id').references(() => users.id),
    metadata: jsonb().$type<Record<string, unknown>>(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    // The way that messages are read; an index like it would be paid for by every message.
    primaryKey({ columns: [table.conversationId, table.seq, table.month] }),
    // What was said in the last hour, of whatever month the conversation is. By blocks (BRIN) it would be cheaper to write,
    // but each month that is over would be searched for it.
    index('messages_created').on(table.createdAt),
    uniqueIndex('messages_client_id')
      .on(table.conversationId, table.clientId, table.month)
      .where(sql`${table.clientId} is not null`),
  ],
);

/** One answer that is owed to a customer. Open until the reply, or the handoff, is committed. */
export const turns = pgTable(
  'turns',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    conversationId: uuid('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    /** The first customer message that it answers; later ones that came before the reply joined it. */
    fromSeq: integer('from_seq').notNull(),
    worker: uuid().notNull(),
    leaseUntil: timestamp('lease_until', { withTimezone: true }).notNull(),
    /** How often a worker took it: one that keeps killing its workers goes to a person. */
    attempts: smallint().notNull().default(1),
    openedAt: timestamp('opened_at', { withTimezone: true }).notNull().defaultNow(),
    closedAt: timestamp('closed_at', { withTimezone: true }),
    outcome: text(),
    provider: text(),
    model: text(),
    confidence: real(),
    promptTokens: integer('prompt_tokens'),
    completionTokens: integer('completion_tokens'),
    /** Millionths of a US dollar, by the prices in force then. */
    costMicros: bigint('cost_micros', { mode: 'number' }),
    promptVersion: text('prompt_version'),
    /** What the answer could rest on: article, its version, how well it fitted, and whether it was cited. */
    sources: jsonb().$type<{ articleId: number; slug: string; version: number; score: number; isCited: boolean }[]>(),
    /** The checks that the reply passed. */
    checks: text().array(),
    latencyMs: integer('latency_ms'),
    /** Providers that were tried before and failed: `[{provider, reason}]`. */
    fallbacks: jsonb().$type<{ provider: string; reason: string }[]>(),
  },
  (table) => [
    // Holds only what is being answered now, so it serves the search for orphans as well.
    uniqueIndex('turns_open').on(table.conversationId).where(sql`${table.closedAt} is null`),
    // Only what a vendor was paid for stands in it: the day's spend is read from it alone.
    index('turns_cost').on(table.openedAt, table.costMicros).where(sql`${table.costMicros} is not null`),
    index('turns_opened').on(table.openedAt),
    // Where gaps of the knowledge base are looked for: what the assistant answered is not in it.
    index('turns_unanswered').on(table.closedAt, table.id).where(sql`${table.outcome} in ('unsure', 'handoff')`),
  ],
);

export const feedback = pgTable(
  'feedback',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    conversationId: uuid('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    messageId: bigint('message_id', { mode: 'number' }),
    /** 1 to 5; null for a comment alone. */
    rating: smallint(),
    comment: text(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('feedback_conversation').on(table.conversationId), index('feedback_created').on(table.createdAt)],
);

export const attachments = pgTable(
  'attachments',
  {
    /** Also the name of the stored file. */
    id: uuid().primaryKey().defaultRandom(),
    conversationId: uuid('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    type: text().notNull(),
    size: integer().notNull(),
    /** Null for a customer's. */
    authorId: integer('author_id').references(() => users.id),
    /** The message that it was sent with. */
    messageSeq: integer('message_seq'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index('attachments_conversation').on(table.conversationId),
    index('attachments_created').on(table.createdAt),
  ],
);

/** A one-time code on its way to the address on file. One a conversation, the newest. */
export const verifications = pgTable('verifications', {
  conversationId: uuid('conversation_id')
    .primaryKey()
    .references(() => conversations.id, { onDelete: 'cascade' }),
  /** Null when the reference named nobody: the answer must not tell. */
  customerId: integer('customer_id').references(() => customers.id, { onDelete: 'cascade' }),
  codeHash: text('code_hash').notNull(),
  triesLeft: smallint('tries_left').notNull(),
  expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
});
