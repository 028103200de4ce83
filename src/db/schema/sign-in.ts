import { bigint, boolean, index, integer, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { sessions, users } from './users.ts';

/** A person's second factor: codes that change every thirty seconds. */
export const twoFactor = pgTable('two_factor', {
  userId: integer('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  /** Sealed (lib/vault.ts). */
  secret: text().notNull(),
  /** Null while the person has not shown a first code. */
  confirmedAt: timestamp('confirmed_at', { withTimezone: true }),
  /** The newest thirty seconds whose code was used; it and earlier ones are used up. */
  lastStep: bigint('last_step', { mode: 'number' }),
  /** Wrong codes since the last right one. */
  failures: integer().notNull().default(0),
  /** No code is looked at before. */
  lockedUntil: timestamp('locked_until', { withTimezone: true }),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});

/** What opens an account whose second factor was lost; each works once. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** SHA-256. */
    codeHash: text('code_hash').notNull(),
    usedAt: timestamp('used_at', { withTimezone: true }),
  },
  (table) => [uniqueIndex('recovery_codes_hash').on(table.userId, table.codeHash)],
);

/** Browsers and programs from which a person has logged in. */
export const staffDevices = pgTable(
  'staff_devices',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** SHA-256 of the browser's device cookie; of name and address for a program, which keeps none. */
    keyHash: text('key_hash').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    lastSeenAt: timestamp('last_seen_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [uniqueIndex('staff_devices_key').on(table.userId, table.keyHash)],
);

/** Each attempt to log in to an account that there is, for the person to see. */
export const signIns = pgTable(
  'sign_ins',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    kind: text({ enum: ['api', 'panel'] }).notNull(),
    method: text({ enum: ['password', 'totp', 'recovery_code', 'oidc'] }).notNull(),
    isSuccess: boolean('is_success').notNull(),
    isNewDevice: boolean('is_new_device').notNull().default(false),
    userAgent: text('user_agent'),
    address: text(),
  },
  (table) => [index('sign_ins_user').on(table.userId, table.id), index('sign_ins_at').on(table.at)],
);

/** Who a person is at the sign-in provider. An account that has one logs in there and nowhere else. */
export const oidcIdentities = pgTable(
  'oidc_identities',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    issuer: text().notNull(),
    subject: text().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('oidc_identities_subject').on(table.issuer, table.subject),
    uniqueIndex('oidc_identities_user').on(table.userId),
  ],
);

/** What a session that began at the provider rests on there. */
export const oidcSessions = pgTable(
  'oidc_sessions',
  {
    sessionId: uuid('session_id')
      .primaryKey()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    identityId: integer('identity_id')
      .notNull()
      .references(() => oidcIdentities.id, { onDelete: 'cascade' }),
    /** The provider's own id of the session, where it has one. */
    providerSid: text('provider_sid'),
    /** Sealed; null where the provider gives none, and the session ends with its token. */
    refreshToken: text('refresh_token'),
    /** Sealed; shown to the provider at the logout. */
    idToken: text('id_token'),
    /** The session opens nothing after this, unless the provider has confirmed it anew. */
    validUntil: timestamp('valid_until', { withTimezone: true }).notNull(),
    /** When the provider is asked next. */
    checkAt: timestamp('check_at', { withTimezone: true }),
  },
  (table) => [
    index('oidc_sessions_identity').on(table.identityId),
    index('oidc_sessions_sid').on(table.providerSid),
    index('oidc_sessions_check').on(table.checkAt),
  ],
);
