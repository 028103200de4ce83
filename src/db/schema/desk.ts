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
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { conversations } from './conversations.ts';
import { users } from './users.ts';

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });

/** What staff write about a conversation among themselves. It never reaches the customer. */
export const conversationNotes = pgTable(
  'conversation_notes',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    conversationId: uuid('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    authorId: integer('author_id')
      .notNull()
      .references(() => users.id),
    /** Of the page that wrote it: the same again is the same note. */
    clientId: uuid('client_id'),
    content: text().notNull(),
    /** The staff whom it names. */
    mentions: integer().array().notNull().default(sql`'{}'::int[]`),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index('conversation_notes_conversation').on(table.conversationId, table.id),
    uniqueIndex('conversation_notes_client').on(table.conversationId, table.clientId).where(sql`client_id IS NOT NULL`),
  ],
);

/** Every change of who is in charge, priority and tags. Only ever added to (a trigger refuses the rest). */
export const conversationChanges = pgTable(
  'conversation_changes',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    conversationId: uuid('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    actorId: integer('actor_id').references(() => users.id),
    actorName: text('actor_name').notNull(),
    /** `status`, `assignee`, `priority`, `tags`, `language`. */
    field: text().notNull(),
    fromValue: text('from_value'),
    toValue: text('to_value'),
    /** Why, where somebody said so. */
    reason: text(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index('conversation_changes_conversation').on(table.conversationId, table.id),
    index('conversation_changes_at').on(table.at),
  ],
);

/**
 * The words of a conversation, for the search in messages. Written by jobs/search-index.ts some seconds after the
 * message: an index on the messages themselves would be paid for by each of them.
 */
export const conversationWords = pgTable(
  'conversation_words',
  {
    conversationId: uuid('conversation_id')
      .primaryKey()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    /** The last message that is in it. */
    seq: integer().notNull(),
    words: tsvector().notNull(),
  },
  (table) => [index('conversation_words_words').using('gin', table.words)],
);

/** How content the customer was with the whole conversation: one answer, which may be corrected. */
export const satisfaction = pgTable(
  'satisfaction',
  {
    conversationId: uuid('conversation_id')
      .primaryKey()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    /** 1 to 5. */
    rating: smallint().notNull(),
    comment: text(),
    /** Who was in charge at last; null for the assistant. */
    agentId: integer('agent_id').references(() => users.id),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    check('satisfaction_rating', sql`${table.rating} between 1 and 5`),
    index('satisfaction_created').on(table.createdAt),
    index('satisfaction_agent').on(table.agentId, table.createdAt).where(sql`${table.agentId} is not null`),
  ],
);

/** A reply of the assistant that a member of staff found wrong. */
export const answerReports = pgTable(
  'answer_reports',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    conversationId: uuid('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    seq: integer().notNull(),
    reporterId: integer('reporter_id')
      .notNull()
      .references(() => users.id),
    reason: text({ enum: ['WRONG', 'OUTDATED', 'INCOMPLETE', 'UNSAFE', 'TONE', 'OTHER'] }).notNull(),
    comment: text(),
    status: text({ enum: ['OPEN', 'RESOLVED', 'DISMISSED'] })
      .notNull()
      .default('OPEN'),
    closedBy: integer('closed_by').references(() => users.id),
    closedAt: timestamp('closed_at', { withTimezone: true }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('answer_reports_once').on(table.conversationId, table.seq, table.reporterId),
    index('answer_reports_status').on(table.status, table.createdAt.desc().nullsFirst()),
  ],
);

/** Texts that agents put in by their shortcut. `{name}` and its like are filled in when they are. */
export const cannedResponses = pgTable(
  'canned_responses',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    /** What is typed after the `/`. */
    shortcut: text().notNull(),
    title: text().notNull(),
    textEs: text('text_es'),
    textEn: text('text_en'),
    /** Null for one that everybody has. */
    ownerId: integer('owner_id').references(() => users.id, { onDelete: 'cascade' }),
    isDemo: boolean('is_demo').notNull().default(false),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    check('canned_responses_text', sql`coalesce(${table.textEs}, ${table.textEn}) is not null`),
    uniqueIndex('canned_responses_shared').on(sql`lower(${table.shortcut})`).where(sql`${table.ownerId} is null`),
    uniqueIndex('canned_responses_own')
      .on(table.ownerId, sql`lower(${table.shortcut})`)
      .where(sql`${table.ownerId} is not null`),
  ],
);

/** Filters of a list under a name. */
export const savedViews = pgTable(
  'saved_views',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    ownerId: integer('owner_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    list: text({ enum: ['conversations', 'tickets'] }).notNull(),
    name: text().notNull(),
    filters: jsonb().$type<Record<string, string>>().notNull(),
    /** Everybody sees it; its owner alone changes it. */
    isShared: boolean('is_shared').notNull().default(false),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('saved_views_name').on(table.ownerId, table.list, sql`lower(${table.name})`),
    index('saved_views_shared').on(table.list).where(sql`${table.isShared}`),
  ],
);

/** Whether a person takes conversations, and how many at once. Who has no row is offline. */
export const agents = pgTable('agents', {
  userId: integer('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  availability: text({ enum: ['ONLINE', 'AWAY', 'OFFLINE'] })
    .notNull()
    .default('OFFLINE'),
  /** Conversations at once; null for the setting `desk.capacity`. */
  capacity: smallint(),
  /** Of those with equal room, the one who has waited longest for work is next. */
  lastAssignedAt: timestamp('last_assigned_at', { withTimezone: true }),
  changedAt: timestamp('changed_at', { withTimezone: true }).notNull().defaultNow(),
});

/** A process that serves. Unlogged (see the migration), as are its connections: a crash ends them too. */
export const workers = pgTable('workers', {
  id: uuid().primaryKey(),
  /** Renewed while it lives; past it, the worker and its connections are gone. */
  expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  /** What it has counted since it started (src/metrics); written with each renewal. */
  figures: jsonb(),
});

/** What workers that are gone had counted, added up, so that the sums of the pool never fall. Unlogged as they are. */
export const workerTotals = pgTable('worker_totals', {
  id: smallint().primaryKey(),
  figures: jsonb().notNull(),
});

/** Who is connected to which worker, and what they look at. */
export const connections = pgTable(
  'connections',
  {
    id: uuid().primaryKey(),
    workerId: uuid('worker_id')
      .notNull()
      .references(() => workers.id, { onDelete: 'cascade' }),
    /** `staff`: the interface's socket; `panel`: a page of the panel. */
    kind: text({ enum: ['customer', 'staff', 'panel'] }).notNull(),
    /** Null for a customer. */
    userId: integer('user_id').references(() => users.id, { onDelete: 'cascade' }),
    /** The customer's own, or the one that the member of staff has before their eyes. */
    conversationId: uuid('conversation_id'),
    connectedAt: timestamp('connected_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index('connections_worker').on(table.workerId),
    index('connections_conversation').on(table.conversationId).where(sql`${table.conversationId} is not null`),
    index('connections_user').on(table.userId).where(sql`${table.userId} is not null`),
  ],
);

/** What of a job runs once over all processes: whoever holds the row until then runs it. */
export const jobs = pgTable(
  'jobs',
  {
    name: text().notNull(),
    /** The next run is not before this. */
    nextAt: timestamp('next_at', { withTimezone: true }).notNull().defaultNow(),
    /** How far it has come, in its own terms. */
    mark: text(),
    lastRunAt: timestamp('last_run_at', { withTimezone: true }),
    /** The name of the last error, without its text: drivers put statements and parameters into it. */
    lastFault: text('last_fault'),
    lastFaultAt: timestamp('last_fault_at', { withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.name] })],
);
