import { sql } from 'drizzle-orm';
import { bigint, boolean, date, index, integer, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import { users } from './users.ts';

/** The people and companies that the desk serves, as far as it knows them. */
export const customers = pgTable(
  'customers',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    /** The bank's own id of the customer, the `sub` of an identity token. */
    externalId: text('external_id').notNull(),
    fullName: text('full_name').notNull(),
    email: text(),
    phone: text(),
    customerType: text('customer_type', { enum: ['INDIVIDUAL', 'BUSINESS'] })
      .notNull()
      .default('INDIVIDUAL'),
    language: text({ enum: ['es', 'en'] })
      .notNull()
      .default('es'),
    isActive: boolean('is_active').notNull().default(true),
    tags: text().array().notNull().default(sql`'{}'::text[]`),
    isDemo: boolean('is_demo').notNull().default(false),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('customers_external_id_key').on(table.externalId),
    uniqueIndex('customers_email_key').on(sql`lower(${table.email})`),
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
