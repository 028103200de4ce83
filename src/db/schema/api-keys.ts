import { index, integer, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import { users } from './users.ts';

/** By which another system of the bank acts here, as an actor of its own (a user who is a service). */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    role: text({ enum: ['AGENT', 'SUPERVISOR', 'ADMIN'] }).notNull(),
    /** Of what the role may, by the table of permissions; null is all of it that keys can have. */
    scopes: text().array(),
    /** CIDR ranges; none: from everywhere. */
    allowedAddresses: text('allowed_addresses').array().notNull(),
    /** The beginning, by which people know it. */
    prefix: text().notNull(),
    /** SHA-256; the one before it is good until then. */
    secretHash: text('secret_hash').notNull(),
    previousHash: text('previous_hash'),
    previousUntil: timestamp('previous_until', { withTimezone: true }),
    expiresAt: timestamp('expires_at', { withTimezone: true }),
    lastUsedAt: timestamp('last_used_at', { withTimezone: true }),
    lastUsedAddress: text('last_used_address'),
    createdBy: integer('created_by').references(() => users.id),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    revokedAt: timestamp('revoked_at', { withTimezone: true }),
  },
  (table) => [
    uniqueIndex('api_keys_secret').on(table.secretHash),
    uniqueIndex('api_keys_previous').on(table.previousHash),
    index('api_keys_user').on(table.userId),
  ],
);
