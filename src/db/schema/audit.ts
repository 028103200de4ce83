import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';

/**
 * Who did or read what. The table refuses UPDATE and DELETE, and its entries form a hash chain. Partitioned by the months of
 * `at`: see src/db/partitions.ts.
 */
export const auditLog = pgTable(
  'audit_log',
  {
    /** Given by the trigger: one more than the entry before it, so that ids have no gap. */
    id: bigint({ mode: 'number' }).notNull(),
    /** Never before the entry before it. Its default takes the chain's lock: a row's partition is chosen before triggers run. */
    at: timestamp({ withTimezone: true }).notNull().default(sql`audit_now()`),
    actorId: integer('actor_id'),
    actorName: text('actor_name').notNull(),
    action: text().notNull(),
    resourceType: text('resource_type').notNull(),
    resourceId: text('resource_id'),
    status: text({ enum: ['success', 'failure'] }).notNull(),
    details: text().notNull().default('{}'),
    previousHash: text('previous_hash').notNull(),
    hash: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.id, table.at] }),
    index('audit_log_at').on(table.at),
    index('audit_log_actor').on(table.actorId, table.id),
    index('audit_log_resource').on(table.resourceType, table.resourceId, table.id),
    index('audit_log_action').on(table.action, table.id),
    index('audit_log_failures').on(table.id).where(sql`${table.status} = 'failure'`),
  ],
);

/**
 * The chain's end, which the next entry follows and whose row every writer locks; and its beginning, after what was kept long
 * enough has gone. Only the functions of the database write it.
 */
export const auditChain = pgTable(
  'audit_chain',
  {
    isOnly: boolean('is_only').primaryKey().default(true),
    lastId: bigint('last_id', { mode: 'number' }).notNull().default(0),
    lastAt: timestamp('last_at', { withTimezone: true }).notNull().default(sql`'-infinity'`),
    lastHash: text('last_hash').notNull().default(''),
    /** The newest entry that has gone; 0 and nothing while none has. */
    cutId: bigint('cut_id', { mode: 'number' }).notNull().default(0),
    cutHash: text('cut_hash').notNull().default(''),
  },
  (table) => [check('audit_chain_only', sql`${table.isOnly}`)],
);

/**
 * How far the chain was found whole, and when: where the next look begins, and what a later one is held against. A
 * routine look goes on with the row of its day.
 */
export const auditVerifications = pgTable(
  'audit_verifications',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text({ enum: ['routine', 'asked'] }).notNull(),
    /** Null for a routine one. */
    actorId: integer('actor_id'),
    status: text({ enum: ['running', 'valid', 'broken'] })
      .notNull()
      .default('running'),
    /** Entries that were looked at, those before the beginning counted; and how many there were at the beginning. */
    entries: bigint({ mode: 'number' }).notNull().default(0),
    total: bigint({ mode: 'number' }).notNull().default(0),
    /** The last entry that was found right. */
    lastId: bigint('last_id', { mode: 'number' }).notNull().default(0),
    lastHash: text('last_hash').notNull().default(''),
    firstBadId: bigint('first_bad_id', { mode: 'number' }),
    fault: text({ enum: ['changed', 'out_of_chain', 'missing', 'rewritten'] }),
    startedAt: timestamp('started_at', { withTimezone: true }).notNull().defaultNow(),
    /** Of the last progress: a run that is silent has died with its worker. */
    beatAt: timestamp('beat_at', { withTimezone: true }).notNull().defaultNow(),
    finishedAt: timestamp('finished_at', { withTimezone: true }),
  },
  (table) => [
    uniqueIndex('audit_verifications_day')
      .on(sql`((${table.startedAt} at time zone 'UTC')::date)`)
      .where(sql`${table.kind} = 'routine' and ${table.status} <> 'broken'`),
    index('audit_verifications_point').on(table.lastId).where(sql`${table.status} = 'valid'`),
  ],
);

/** Signed words about the chain's end that were written outside of the database, one a day. */
export const auditAnchors = pgTable('audit_anchors', {
  /** UTC. */
  day: date().primaryKey(),
  lastId: bigint('last_id', { mode: 'number' }).notNull(),
  /** As it was written: see features/audit/anchor.ts. */
  line: text().notNull(),
  /** The host whose file has it. */
  host: text().notNull(),
  /** When the receiver of AUDIT_ANCHOR_URL took it; null while it has not, or none is set. */
  postedAt: timestamp('posted_at', { withTimezone: true }),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});
