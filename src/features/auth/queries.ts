import type { Sql } from '../../db/client.ts';
import type { User } from '../users/model.ts';
import type { OpenSession } from './model.ts';

export type Caller = Pick<User, 'id' | 'username' | 'email' | 'fullName' | 'role' | 'language' | 'theme'> & {
  sessionId: string;
};

export interface NewSession {
  userId: number;
  kind: 'api' | 'panel';
  secretHash: string;
  lifetimeSeconds: number;
  /** As the browser or program names itself. */
  userAgent: string | null;
}

export async function insertSession(sql: Sql, session: NewSession): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    INSERT INTO sessions (user_id, kind, secret_hash, user_agent, expires_at)
    VALUES (${session.userId}, ${session.kind}, ${session.secretHash}, ${session.userAgent},
      now() + make_interval(secs => ${session.lifetimeSeconds}))
    RETURNING id`;
  return (row as { id: string }).id;
}

/** The person behind a session that is neither over nor revoked, if the account is still active. */
export async function findCaller(sql: Sql, sessionId: string, userId: number): Promise<Caller | null> {
  const [caller] = await sql<Caller[]>`
    SELECT u.id, u.username, u.email, u.full_name AS "fullName", u.role, u.language, u.theme, s.id AS "sessionId"
    FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.id = ${sessionId} AND u.id = ${userId} AND s.revoked_at IS NULL AND s.expires_at > now() AND u.is_active`;
  return caller ?? null;
}

/** The person behind the panel's cookie. */
export async function findPanelCaller(sql: Sql, sessionId: string, secretHash: string): Promise<Caller | null> {
  const [caller] = await sql<Caller[]>`
    SELECT u.id, u.username, u.email, u.full_name AS "fullName", u.role, u.language, u.theme, s.id AS "sessionId"
    FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.id = ${sessionId} AND s.kind = 'panel' AND s.secret_hash = ${secretHash} AND s.revoked_at IS NULL
      AND s.expires_at > now() AND u.is_active`;
  return caller ?? null;
}

/**
 * Exchanges the session's refresh secret. Answers 'rotated', 'reused' when the session is alive but the secret is an
 * old one, which ends the session, or 'unknown'.
 */
export async function rotateSecret(
  sql: Sql,
  sessionId: string,
  secretHash: string,
  nextHash: string,
  lifetimeSeconds: number,
): Promise<{ result: 'rotated' | 'reused' | 'unknown'; userId: number | null }> {
  const [rotated] = await sql<{ userId: number }[]>`
    UPDATE sessions s SET secret_hash = ${nextHash}, expires_at = now() + make_interval(secs => ${lifetimeSeconds})
    FROM users u
    WHERE s.id = ${sessionId} AND s.kind = 'api' AND s.secret_hash = ${secretHash} AND s.revoked_at IS NULL
      AND s.expires_at > now() AND u.id = s.user_id AND u.is_active
    RETURNING s.user_id AS "userId"`;
  if (rotated) return { result: 'rotated', userId: rotated.userId };
  const [reused] = await sql<{ userId: number }[]>`
    UPDATE sessions SET revoked_at = now() WHERE id = ${sessionId} AND kind = 'api' AND revoked_at IS NULL
    RETURNING user_id AS "userId"`;
  return reused ? { result: 'reused', userId: reused.userId } : { result: 'unknown', userId: null };
}

export async function revokeSession(sql: Sql, sessionId: string): Promise<void> {
  await sql`UPDATE sessions SET revoked_at = now() WHERE id = ${sessionId} AND revoked_at IS NULL`;
}

/** Ends all sessions of a person but one; answers the ended ones. */
export async function revokeOtherSessions(sql: Sql, userId: number, keptId: string | null): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    UPDATE sessions SET revoked_at = now()
    WHERE user_id = ${userId} AND revoked_at IS NULL AND (${keptId}::uuid IS NULL OR id <> ${keptId}::uuid)
    RETURNING id`;
  return rows.map(({ id }) => id);
}

/** Those of a person that still open something, the newest first. */
export function listOpenSessions(sql: Sql, userId: number): Promise<OpenSession[]> {
  return sql<OpenSession[]>`
    SELECT id, kind, user_agent AS "userAgent", created_at AS "createdAt", expires_at AS "expiresAt"
    FROM sessions WHERE user_id = ${userId} AND revoked_at IS NULL AND expires_at > now()
    ORDER BY created_at DESC, id LIMIT 100`;
}
