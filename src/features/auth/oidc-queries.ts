import type { Sql } from '../../db/client.ts';
import type { Role } from '../users/model.ts';

export interface LinkedAccount {
  identityId: number;
  id: number;
  fullName: string;
  role: Role;
  isActive: boolean;
}

/** The account of an identity at the provider. Tx: its row is locked. */
export async function lockLinkedAccount(sql: Sql, issuer: string, subject: string): Promise<LinkedAccount | null> {
  const [row] = await sql<LinkedAccount[]>`
    SELECT i.id AS "identityId", u.id, u.full_name AS "fullName", u.role, u.is_active AS "isActive"
    FROM oidc_identities i JOIN users u ON u.id = i.user_id
    WHERE i.issuer = ${issuer} AND i.subject = ${subject} FOR UPDATE OF u`;
  return row ?? null;
}

/** By e-mail alone: a username proves nothing. Tx: its row is locked. */
export async function lockAccountByEmail(
  sql: Sql,
  email: string,
): Promise<(Omit<LinkedAccount, 'identityId'> & { isLinked: boolean }) | null> {
  const [row] = await sql<(Omit<LinkedAccount, 'identityId'> & { isLinked: boolean })[]>`
    SELECT u.id, u.full_name AS "fullName", u.role, u.is_active AS "isActive",
      EXISTS (SELECT 1 FROM oidc_identities i WHERE i.user_id = u.id) AS "isLinked"
    FROM users u WHERE lower(u.email) = lower(${email}) AND NOT u.is_service FOR UPDATE OF u`;
  return row ?? null;
}

/** Errors: a unique violation where the identity, or the account, is linked already. */
export async function insertIdentity(sql: Sql, userId: number, issuer: string, subject: string): Promise<number> {
  const [row] = await sql<{ id: number }[]>`
    INSERT INTO oidc_identities (user_id, issuer, subject) VALUES (${userId}, ${issuer}, ${subject}) RETURNING id`;
  return (row as { id: number }).id;
}

/** False where the account was not linked. Its sessions must be ended in the same transaction. */
export async function deleteIdentity(sql: Sql, userId: number): Promise<boolean> {
  const rows = await sql`DELETE FROM oidc_identities WHERE user_id = ${userId} RETURNING 1`;
  return rows.length > 0;
}

export async function setRole(sql: Sql, userId: number, role: Role): Promise<void> {
  await sql`UPDATE users SET role = ${role}, updated_at = now() WHERE id = ${userId}`;
}

/** What a session rests on at the provider. Tokens are sealed. Units: seconds. */
export interface ProviderSession {
  sessionId: string;
  identityId: number;
  sid: string | null;
  refreshToken: string | null;
  idToken: string | null;
  lifetimeSeconds: number;
  /** Null: it cannot be asked. */
  checkAfterSeconds: number | null;
}

export async function insertProviderSession(sql: Sql, session: ProviderSession): Promise<void> {
  await sql`
    INSERT INTO oidc_sessions (session_id, identity_id, provider_sid, refresh_token, id_token, valid_until, check_at)
    VALUES (${session.sessionId}, ${session.identityId}, ${session.sid}, ${session.refreshToken}, ${session.idToken},
      now() + make_interval(secs => ${session.lifetimeSeconds}),
      now() + make_interval(secs => ${session.checkAfterSeconds}::float8))`;
}

export interface DueSession {
  sessionId: string;
  refreshToken: string;
  idToken: string | null;
  subject: string;
  issuer: string;
  userId: number;
  role: Role;
}

/** Those open sessions whose provider is to be asked now; the next try is so many seconds later. */
export function claimDueSessions(sql: Sql, retrySeconds: number, limit: number): Promise<DueSession[]> {
  return sql<DueSession[]>`
    WITH due AS (
      SELECT o.session_id FROM oidc_sessions o JOIN sessions s ON s.id = o.session_id
      WHERE o.check_at <= now() AND o.refresh_token IS NOT NULL AND s.revoked_at IS NULL
      ORDER BY o.check_at LIMIT ${limit} FOR UPDATE OF o SKIP LOCKED)
    UPDATE oidc_sessions o SET check_at = now() + make_interval(secs => ${retrySeconds})
    FROM due, oidc_identities i, users u
    WHERE o.session_id = due.session_id AND i.id = o.identity_id AND u.id = i.user_id
    RETURNING o.session_id AS "sessionId", o.refresh_token AS "refreshToken", o.id_token AS "idToken", i.subject, i.issuer,
      u.id AS "userId", u.role`;
}

/** The provider has confirmed the session. */
export async function renewProviderSession(
  sql: Sql,
  session: Pick<ProviderSession, 'sessionId' | 'refreshToken' | 'idToken' | 'lifetimeSeconds' | 'checkAfterSeconds'>,
): Promise<void> {
  await sql`
    UPDATE oidc_sessions SET refresh_token = ${session.refreshToken}, id_token = ${session.idToken},
      valid_until = now() + make_interval(secs => ${session.lifetimeSeconds}),
      check_at = now() + make_interval(secs => ${session.checkAfterSeconds}::float8)
    WHERE session_id = ${session.sessionId}`;
}

export async function findIdToken(sql: Sql, sessionId: string): Promise<{ idToken: string | null } | null> {
  const [row] = await sql<{ idToken: string | null }[]>`
    SELECT id_token AS "idToken" FROM oidc_sessions WHERE session_id = ${sessionId}`;
  return row ?? null;
}

/** Ends the open sessions that the provider names: one by its own id, else all of the person. */
export async function revokeProviderSessions(
  sql: Sql,
  issuer: string,
  { sid, subject }: { sid: string | null; subject: string | null },
): Promise<{ id: string; userId: number }[]> {
  return sql<{ id: string; userId: number }[]>`
    UPDATE sessions s SET revoked_at = now()
    FROM oidc_sessions o JOIN oidc_identities i ON i.id = o.identity_id
    WHERE o.session_id = s.id AND s.revoked_at IS NULL AND i.issuer = ${issuer}
      AND (${sid}::text IS NULL OR o.provider_sid = ${sid}) AND (${subject}::text IS NULL OR i.subject = ${subject})
    RETURNING s.id, s.user_id AS "userId"`;
}
