import type { Sql } from '../../db/client.ts';
import type { User } from '../users/model.ts';
import type { SignIn, SignInMethod, Whence } from './model.ts';

/** Whoever logs in, with what decides how. */
export type LoginPerson = Pick<User, 'id' | 'username' | 'email' | 'fullName' | 'role' | 'language'> & {
  isActive: boolean;
  passwordHash: string;
  hasTwoFactor: boolean;
  /** Of the provider at which they log in; null for a local account. */
  issuer: string | null;
};

const loginPerson = (sql: Sql) => sql`
  SELECT u.id, u.username, u.email, u.full_name AS "fullName", u.role, u.language, u.is_active AS "isActive",
    u.password_hash AS "passwordHash",
    EXISTS (SELECT 1 FROM two_factor f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) AS "hasTwoFactor",
    (SELECT i.issuer FROM oidc_identities i WHERE i.user_id = u.id) AS issuer
  FROM users u`;

/** By e-mail or username, in lower case. */
export async function findLoginPerson(sql: Sql, account: string): Promise<LoginPerson | null> {
  const [row] = await sql<LoginPerson[]>`
    ${loginPerson(sql)} WHERE (lower(u.email) = ${account} OR lower(u.username) = ${account}) AND NOT u.is_service LIMIT 1`;
  return row ?? null;
}

export async function findLoginPersonById(sql: Sql, id: number): Promise<LoginPerson | null> {
  const [row] = await sql<LoginPerson[]>`${loginPerson(sql)} WHERE u.id = ${id} AND NOT u.is_service`;
  return row ?? null;
}

/**
 * False where the person is not active any more, or has another password by now than that of the hash; null: none was
 * shown. Tx: their row is locked, so that whoever changes either finds the session that begins here.
 */
export async function noteLogin(sql: Sql, id: number, passwordHash: string | null): Promise<boolean> {
  const rows = await sql`
    UPDATE users SET last_login_at = now(), last_seen_at = now()
    WHERE id = ${id} AND is_active AND (${passwordHash}::text IS NULL OR password_hash = ${passwordHash})
    RETURNING 1`;
  return rows.length > 0;
}

/** The same password under another hash; one that was changed meanwhile stays. */
export async function replaceHash(sql: Sql, id: number, { from, to }: { from: string; to: string }): Promise<void> {
  await sql`UPDATE users SET password_hash = ${to}, updated_at = now() WHERE id = ${id} AND password_hash = ${from}`;
}

/** Whether the person has been here from this device. Answers `first` where they never were anywhere. */
export async function noteDevice(sql: Sql, userId: number, keyHash: string): Promise<'known' | 'new' | 'first'> {
  const [row] = await sql<{ isNew: boolean; hadOthers: boolean }[]>`
    INSERT INTO staff_devices (user_id, key_hash) VALUES (${userId}, ${keyHash})
    ON CONFLICT (user_id, key_hash) DO UPDATE SET last_seen_at = now()
    RETURNING created_at = now() AS "isNew",
      EXISTS (SELECT 1 FROM staff_devices d WHERE d.user_id = ${userId} AND d.key_hash <> ${keyHash}) AS "hadOthers"`;
  if (!row?.isNew) return 'known';
  return row.hadOthers ? 'new' : 'first';
}

interface NewSignIn extends Pick<Whence, 'address' | 'userAgent'> {
  userId: number;
  kind: 'api' | 'panel';
  method: SignInMethod;
  isSuccess: boolean;
  isNewDevice: boolean;
}

/** Writes nothing for an account that there is not. */
export async function insertSignIn(sql: Sql, signIn: NewSignIn): Promise<void> {
  await sql`
    INSERT INTO sign_ins (user_id, kind, method, is_success, is_new_device, user_agent, address)
    SELECT id, ${signIn.kind}, ${signIn.method}, ${signIn.isSuccess}, ${signIn.isNewDevice}, ${signIn.userAgent},
      ${signIn.address}
    FROM users WHERE id = ${signIn.userId}`;
}

/** The newest first. */
export function listSignIns(sql: Sql, userId: number, limit: number): Promise<SignIn[]> {
  return sql<SignIn[]>`
    SELECT at, kind, method, is_success AS "isSuccess", is_new_device AS "isNewDevice", user_agent AS "userAgent", address
    FROM sign_ins WHERE user_id = ${userId} ORDER BY id DESC LIMIT ${limit}`;
}
