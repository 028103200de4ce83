import type { Sql } from '../../db/client.ts';
import type { Availability } from '../conversations/model.ts';
import type { Account, AccountSource, Role } from './model.ts';

/** Of `users u`: invited, and neither a password chosen nor a login since. */
const isInvited = (sql: Sql) => sql`
  (u.last_login_at IS NULL AND EXISTS (SELECT 1 FROM password_links l WHERE l.user_id = u.id AND l.purpose = 'invitation')
    AND NOT EXISTS (SELECT 1 FROM password_links l WHERE l.user_id = u.id AND l.used_at IS NOT NULL))`;

const hasTwoFactor = (sql: Sql) => sql`
  EXISTS (SELECT 1 FROM two_factor f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL)`;

const isLinked = (sql: Sql) => sql`EXISTS (SELECT 1 FROM oidc_identities i WHERE i.user_id = u.id)`;

const columns = (sql: Sql) => sql`
  u.id, u.email, u.username, u.full_name AS "fullName", u.role, u.language, u.time_zone AS "timeZone",
  u.alias, u.signature, u.avatar_version AS "avatarVersion", u.is_active AS "isActive", u.last_login_at AS "lastLoginAt",
  u.last_seen_at AS "lastSeenAt", u.created_at AS "createdAt", u.updated_at AS "updatedAt",
  ${isInvited(sql)} AS "isInvited", ${hasTwoFactor(sql)} AS "hasTwoFactor",
  CASE WHEN ${isLinked(sql)} THEN 'oidc' ELSE 'local' END AS source`;

export interface AccountFilter {
  role?: Role;
  isActive?: boolean;
  isInvited?: boolean;
  hasTwoFactor?: boolean;
  source?: AccountSource;
  /** In the name, the e-mail or the username. */
  text?: string;
  limit: number;
  skip: number;
}

/** The accounts of API keys are nobody's. */
const matching = (
  sql: Sql,
  { role, isActive, isInvited: invited, hasTwoFactor: has, source, text }: AccountFilter,
) => sql`
  WHERE NOT u.is_service ${role ? sql`AND u.role = ${role}` : sql``}
    ${isActive === undefined ? sql`` : sql`AND u.is_active = ${isActive}`}
    ${invited === undefined ? sql`` : sql`AND ${isInvited(sql)} = ${invited}`}
    ${has === undefined ? sql`` : sql`AND ${hasTwoFactor(sql)} = ${has}`}
    ${source === undefined ? sql`` : sql`AND ${isLinked(sql)} = ${source === 'oidc'}`}
    ${text ? sql`AND strpos(lower(concat_ws(' ', u.full_name, u.email, u.username)), lower(${text})) > 0` : sql``}`;

export function listAccounts(sql: Sql, filter: AccountFilter): Promise<Account[]> {
  return sql<Account[]>`
    SELECT ${columns(sql)} FROM users u ${matching(sql, filter)}
    ORDER BY lower(u.full_name), u.id LIMIT ${filter.limit} OFFSET ${filter.skip}`;
}

export async function countAccounts(sql: Sql, filter: AccountFilter): Promise<number> {
  const [row] = await sql<{ total: number }[]>`SELECT count(*)::int AS total FROM users u ${matching(sql, filter)}`;
  return row?.total ?? 0;
}

export async function findAccount(sql: Sql, id: number): Promise<Account | null> {
  const [row] = await sql<Account[]>`SELECT ${columns(sql)} FROM users u WHERE u.id = ${id} AND NOT u.is_service`;
  return row ?? null;
}

/** The same, its row locked until the transaction ends. */
export async function lockAccount(sql: Sql, id: number): Promise<Account | null> {
  const [row] = await sql<
    Account[]
  >`SELECT ${columns(sql)} FROM users u WHERE u.id = ${id} AND NOT u.is_service FOR UPDATE OF u`;
  return row ?? null;
}

/**
 * Locks every administrator who is active, in one order, and answers the ids of those who can log in. Whoever waited for
 * the locks sees who is left.
 */
export async function lockAdministrators(sql: Sql): Promise<number[]> {
  await sql`SELECT id FROM users WHERE role = 'ADMIN' AND is_active AND NOT is_service ORDER BY id FOR UPDATE`;
  const rows = await sql<{ id: number }[]>`
    SELECT u.id FROM users u WHERE u.role = 'ADMIN' AND u.is_active AND NOT u.is_service AND NOT ${isInvited(sql)}`;
  return rows.map(({ id }) => id);
}

export interface AccountFields {
  email: string;
  username: string;
  fullName: string;
  role: Role;
  language: 'es' | 'en';
  timeZone: string | null;
  isActive: boolean;
}

/** Errors: a unique violation where the e-mail or the username is taken. */
export async function insertAccount(sql: Sql, fields: AccountFields & { passwordHash: string }): Promise<number> {
  const [row] = await sql<{ id: number }[]>`
    INSERT INTO users (email, username, full_name, role, language, time_zone, is_active, password_hash)
    VALUES (${fields.email}, ${fields.username}, ${fields.fullName}, ${fields.role}, ${fields.language},
      ${fields.timeZone}, ${fields.isActive}, ${fields.passwordHash})
    RETURNING id`;
  return (row as { id: number }).id;
}

/** Errors: as `insertAccount`. */
export async function updateAccount(sql: Sql, id: number, fields: AccountFields): Promise<void> {
  await sql`
    UPDATE users SET email = ${fields.email}, username = ${fields.username}, full_name = ${fields.fullName},
      role = ${fields.role}, language = ${fields.language}, time_zone = ${fields.timeZone},
      is_active = ${fields.isActive}, updated_at = now()
    WHERE id = ${id}`;
}

/** Whether one of the names is an e-mail or username of somebody else: either logs in. */
export async function isTaken(sql: Sql, names: string[], exceptId: number | null): Promise<boolean> {
  const rows = await sql`
    SELECT 1 FROM users
    WHERE (lower(email) = ANY(SELECT lower(n) FROM unnest(${names}::text[]) n)
      OR lower(username) = ANY(SELECT lower(n) FROM unnest(${names}::text[]) n))
      AND (${exceptId}::int IS NULL OR id <> ${exceptId}::int)
    LIMIT 1`;
  return rows.length > 0;
}

/** Who has left takes no conversations. */
export async function goOffline(sql: Sql, id: number): Promise<void> {
  await sql`UPDATE agents SET availability = 'OFFLINE', changed_at = now() WHERE user_id = ${id}`;
}

/** What a person has in their charge, and their place on the desk. `capacity` is null for the team's number. */
export async function findWork(
  sql: Sql,
  id: number,
): Promise<{ conversations: number; tickets: number; availability: Availability; capacity: number | null }> {
  const [row] = await sql<
    { conversations: number; tickets: number; availability: Availability; capacity: number | null }[]
  >`
    SELECT (SELECT count(*)::int FROM conversations WHERE assignee_id = ${id} AND status = 'human') AS conversations,
      (SELECT count(*)::int FROM tickets WHERE assignee_id = ${id} AND status IN ('OPEN', 'IN_PROGRESS')) AS tickets,
      coalesce(a.availability, 'OFFLINE') AS availability, a.capacity
    FROM users u LEFT JOIN agents a ON a.user_id = u.id WHERE u.id = ${id}`;
  return row ?? { conversations: 0, tickets: 0, availability: 'OFFLINE', capacity: null };
}
