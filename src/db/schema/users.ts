import { sql } from 'drizzle-orm';
import { boolean, customType, index, integer, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';

const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

export const users = pgTable(
  'users',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    email: text().notNull(),
    username: text().notNull(),
    fullName: text('full_name').notNull(),
    role: text({ enum: ['AGENT', 'SUPERVISOR', 'ADMIN'] }).notNull(),
    /** argon2id; bcrypt hashes of an earlier system are accepted and upgraded. */
    passwordHash: text('password_hash').notNull(),
    language: text({ enum: ['es', 'en'] })
      .notNull()
      .default('es'),
    theme: text({ enum: ['auto', 'light', 'dark'] })
      .notNull()
      .default('auto'),
    /** Of the IANA list; null follows the browser. Quiet hours and mails go by it. */
    timeZone: text('time_zone'),
    /** What customers read in the place of the full name. */
    alias: text(),
    /** Below the person's words in a mail to a customer. */
    signature: text(),
    /** Of the picture, for its address; null: there is none. */
    avatarVersion: text('avatar_version'),
    isActive: boolean('is_active').notNull().default(true),
    isDemo: boolean('is_demo').notNull().default(false),
    /** Stands for an API key: nobody logs in by it, and it is in no list of people. */
    isService: boolean('is_service').notNull().default(false),
    lastLoginAt: timestamp('last_login_at', { withTimezone: true }),
    /** The newest request of any session, within a minute. */
    lastSeenAt: timestamp('last_seen_at', { withTimezone: true }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('users_email_key').on(sql`lower(${table.email})`),
    uniqueIndex('users_username_key').on(sql`lower(${table.username})`),
  ],
);

/** One login: of the API (access and refresh token) or of the panel (cookie). Its id is the token's `sid`. */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: text({ enum: ['api', 'panel'] }).notNull(),
    /** SHA-256 of the secret that is valid now: the newest refresh token, or the panel's cookie. */
    secretHash: text('secret_hash').notNull(),
    userAgent: text('user_agent'),
    /** From where the person logged in. */
    address: text(),
    lastSeenAt: timestamp('last_seen_at', { withTimezone: true }).notNull().defaultNow(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
    revokedAt: timestamp('revoked_at', { withTimezone: true }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index('sessions_user').on(table.userId),
    index('sessions_open_panel').on(table.lastSeenAt).where(sql`kind = 'panel' AND revoked_at IS NULL`),
  ],
);

/** A person's picture. */
export const avatars = pgTable('avatars', {
  userId: integer('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  image: bytea().notNull(),
  mediaType: text('media_type').notNull(),
});

/** A mailed link by which a person sets a password: the first one, or a new one. Works once. */
export const passwordLinks = pgTable(
  'password_links',
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    purpose: text({ enum: ['invitation', 'reset'] }).notNull(),
    /** SHA-256 of the secret in the link. */
    secretHash: text('secret_hash').notNull(),
    createdBy: integer('created_by').references(() => users.id),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
    usedAt: timestamp('used_at', { withTimezone: true }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [uniqueIndex('password_links_secret').on(table.secretHash), index('password_links_user').on(table.userId)],
);
