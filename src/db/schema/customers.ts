import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { users } from './users.ts';

/** The people and companies that the desk serves, as far as it knows them. */
export const customers = pgTable(
  'customers',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    /** The bank's own id of the customer, the `sub` of an identity token; null for whom only the desk knows. */
    externalId: text('external_id'),
    fullName: text('full_name').notNull(),
    email: text(),
    /** E.164. */
    phone: text(),
    birthDate: date('birth_date', { mode: 'string' }),
    customerType: text('customer_type', { enum: ['INDIVIDUAL', 'BUSINESS'] })
      .notNull()
      .default('INDIVIDUAL'),
    language: text({ enum: ['es', 'en'] })
      .notNull()
      .default('es'),
    /** Whether the desk takes the bank's word for who they are, and writes to them. */
    isActive: boolean('is_active').notNull().default(true),
    tags: text().array().notNull().default(sql`'{}'::text[]`),
    /** Who looks after them: their conversations go to this person first. */
    agentId: integer('agent_id').references(() => users.id),
    /** While it is set nothing of them may be erased. */
    heldAt: timestamp('held_at', { withTimezone: true }),
    heldBy: integer('held_by').references(() => users.id),
    holdReason: text('hold_reason'),
    deletedAt: timestamp('deleted_at', { withTimezone: true }),
    /** The customer that goes on in place of this duplicate. */
    mergedIntoId: integer('merged_into_id').references((): AnyPgColumn => customers.id),
    /** Nothing of the person is left but this row, for the figures to add up. */
    erasedAt: timestamp('erased_at', { withTimezone: true }),
    status: text({ enum: ['ACTIVE', 'INACTIVE', 'DELETED', 'MERGED', 'ERASED'] })
      .notNull()
      .generatedAlwaysAs(
        sql`CASE WHEN erased_at IS NOT NULL THEN 'ERASED' WHEN merged_into_id IS NOT NULL THEN 'MERGED' WHEN deleted_at IS NOT NULL THEN 'DELETED' WHEN is_active THEN 'ACTIVE' ELSE 'INACTIVE' END`,
      ),
    /** These three are kept by the trigger customers_words: accents folded, for the search and for finding duplicates. */
    searchText: text('search_text').notNull().default(''),
    nameKey: text('name_key').notNull().default(''),
    emailKey: text('email_key'),
    isDemo: boolean('is_demo').notNull().default(false),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('customers_external_id_key').on(table.externalId),
    uniqueIndex('customers_email_key').on(sql`lower(${table.email})`),
    // The orders of the list, and what it is narrowed to: each as features/customers/list-queries.ts writes it.
    index('customers_recent').on(table.status, table.id),
    index('customers_by_name').on(table.status, sql`lower(${table.fullName})`, table.id),
    index('customers_by_type').on(table.status, table.customerType, table.id),
    index('customers_by_language').on(table.status, table.language, table.id),
    index('customers_agent').on(table.agentId, table.id).where(sql`${table.agentId} is not null`),
    index('customers_tags').using('gin', table.tags),
    index('customers_created').on(table.createdAt),
    index('customers_words').using('gin', sql`${table.searchText} gin_trgm_ops`),
    index('customers_name_key').on(table.nameKey),
    index('customers_email_alike').on(table.emailKey).where(sql`${table.emailKey} is not null`),
    index('customers_phone').on(table.phone).where(sql`${table.phone} is not null`),
    index('customers_held').on(table.heldAt).where(sql`${table.heldAt} is not null`),
    index('customers_deleted').on(table.deletedAt).where(sql`${table.deletedAt} is not null`),
    index('customers_merged').on(table.mergedIntoId).where(sql`${table.mergedIntoId} is not null`),
  ],
);

/** Account numbers that the desk was told. Looked for as a whole only, and shown by their last four digits. */
export const customerAccounts = pgTable(
  'customer_accounts',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    customerId: integer('customer_id')
      .notNull()
      .references(() => customers.id, { onDelete: 'cascade' }),
    /** Capitals and digits alone. */
    number: text().notNull().unique(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('customer_accounts_customer').on(table.customerId, table.id)],
);

/** Every change of what is known of a customer. Only ever added to (a trigger refuses the rest); it goes with the person. */
export const customerChanges = pgTable(
  'customer_changes',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    customerId: integer('customer_id')
      .notNull()
      .references(() => customers.id, { onDelete: 'cascade' }),
    actorId: integer('actor_id').references(() => users.id),
    actorName: text('actor_name').notNull(),
    field: text().notNull(),
    fromValue: text('from_value'),
    toValue: text('to_value'),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('customer_changes_customer').on(table.customerId, table.id)],
);

/** Two customers who may be one. A pair that somebody dismissed is not suggested again. */
export const customerDuplicates = pgTable(
  'customer_duplicates',
  {
    /** The smaller of the two ids, and the larger. */
    lowId: integer('low_id')
      .notNull()
      .references(() => customers.id, { onDelete: 'cascade' }),
    highId: integer('high_id')
      .notNull()
      .references(() => customers.id, { onDelete: 'cascade' }),
    /** `EMAIL`, `PHONE`, `NAME_BIRTH`, `NAME_ACCOUNT`. */
    reasons: text().array().notNull(),
    foundAt: timestamp('found_at', { withTimezone: true }).notNull().defaultNow(),
    dismissedAt: timestamp('dismissed_at', { withTimezone: true }),
    dismissedBy: integer('dismissed_by').references(() => users.id),
  },
  (table) => [
    primaryKey({ columns: [table.lowId, table.highId] }),
    index('customer_duplicates_high').on(table.highId),
    index('customer_duplicates_open')
      .on(table.foundAt.desc().nullsFirst(), table.lowId, table.highId)
      .where(sql`${table.dismissedAt} is null`),
  ],
);

/** A file of customers on its way in. What it holds is kept only until it is imported, called off or too old. */
export const customerImports = pgTable(
  'customer_imports',
  {
    id: uuid().primaryKey().defaultRandom(),
    authorId: integer('author_id')
      .notNull()
      .references(() => users.id),
    status: text({ enum: ['PENDING', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED'] })
      .notNull()
      .default('PENDING'),
    /** Null once it is over, as is the name. */
    fileName: text('file_name'),
    content: text(),
    /** What each column is, by its place; null until somebody has said so. */
    mapping: text().array(),
    onDuplicate: text('on_duplicate', { enum: ['REFUSE', 'SKIP', 'UPDATE'] })
      .notNull()
      .default('REFUSE'),
    total: integer().notNull(),
    processed: integer().notNull().default(0),
    added: integer().notNull().default(0),
    updated: integer().notNull().default(0),
    skipped: integer().notNull().default(0),
    /** From a closed list of reasons. */
    failure: text(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('customer_imports_kept').on(table.createdAt).where(sql`${table.content} is not null`)],
);

/** The receipts of erased persons: what and how many, never who. Fixed for good (a trigger refuses changes). */
export const customerErasures = pgTable(
  'customer_erasures',
  {
    id: uuid().primaryKey().defaultRandom(),
    customerId: integer('customer_id')
      .notNull()
      .references(() => customers.id),
    reason: text({ enum: ['PERSON_REQUEST', 'RETENTION_OVER', 'NO_BASIS', 'TEST_DATA'] }).notNull(),
    actorId: integer('actor_id').references(() => users.id),
    actorName: text('actor_name').notNull(),
    /** What was erased, by kind. */
    counts: jsonb().$type<Record<string, number>>().notNull(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('customer_erasures_customer').on(table.customerId),
    index('customer_erasures_at').on(table.at),
  ],
);

/** What staff note about a customer, whatever it was said in. */
export const customerNotes = pgTable(
  'customer_notes',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    customerId: integer('customer_id')
      .notNull()
      .references(() => customers.id, { onDelete: 'cascade' }),
    authorId: integer('author_id')
      .notNull()
      .references(() => users.id),
    content: text().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('customer_notes_customer').on(table.customerId, table.id)],
);

/** The demo bank's core: what a real bank keeps behind its own interface. Only bank/demo.ts reads it. */
export const demoAccounts = pgTable(
  'demo_accounts',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    customerExternalId: text('customer_external_id').notNull(),
    clabe: text().notNull().unique(),
    type: text({ enum: ['CHECKING', 'SAVINGS', 'CREDIT'] }).notNull(),
    currency: text().notNull(),
    balanceCents: bigint('balance_cents', { mode: 'number' }).notNull(),
  },
  (table) => [index('demo_accounts_customer').on(table.customerExternalId)],
);

export const demoTransactions = pgTable(
  'demo_transactions',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    accountId: integer('account_id')
      .notNull()
      .references(() => demoAccounts.id, { onDelete: 'cascade' }),
    bookedOn: date('booked_on', { mode: 'string' }).notNull(),
    description: text().notNull(),
    amountCents: bigint('amount_cents', { mode: 'number' }).notNull(),
  },
  (table) => [index('demo_transactions_account').on(table.accountId, table.bookedOn)],
);

export const demoCards = pgTable(
  'demo_cards',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    customerExternalId: text('customer_external_id').notNull(),
    brand: text().notNull(),
    product: text().notNull(),
    kind: text({ enum: ['DEBIT', 'CREDIT'] }).notNull(),
    last4: text().notNull(),
    status: text({ enum: ['ACTIVE', 'FROZEN', 'BLOCKED', 'PENDING_ACTIVATION'] }).notNull(),
  },
  (table) => [uniqueIndex('demo_cards_customer_last4').on(table.customerExternalId, table.last4)],
);
