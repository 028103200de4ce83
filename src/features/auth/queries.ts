import type { Sql } from '../../db/client.ts';
import type { User } from '../users/model.ts';
import type { Action, OpenSession } from './model.ts';

export type Caller = Pick<
  User,
  'id' | 'username' | 'email' | 'fullName' | 'alias' | 'role' | 'language' | 'theme' | 'timeZone' | 'avatarVersion'
> & {
  sessionId: string;
  /** Of an API key: all that it may; a person may what their role may. */
  scopes?: readonly Action[];
};

/** A caller, and what decides about how far their session reaches. */
export interface SessionPerson extends Caller {
  hasTwoFactor: boolean;
  /** They logged in at the sign-in provider. */
  isFromProvider: boolean;
  /** The session's last request is not noted yet. */
  isSeenLongAgo: boolean;
}

/** Units: minutes, hours. */
export interface PanelLifetime {
  idleMinutes: number;
  hours: number;
}

export interface NewSession {
  userId: number;
  kind: 'api' | 'panel';
  secretHash: string;
  lifetimeSeconds: number;
  /** As the browser or program names itself. */
  userAgent: string | null;
  address: string | null;
}

export async function insertSession(sql: Sql, session: NewSession): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    INSERT INTO sessions (user_id, kind, secret_hash, user_agent, address, expires_at)
    VALUES (${session.userId}, ${session.kind}, ${session.secretHash}, ${session.userAgent}, ${session.address},
      now() + make_interval(secs => ${session.lifetimeSeconds}))
    RETURNING id`;
  return (row as { id: string }).id;
}

/** Of sessions that are neither over nor revoked, nor unconfirmed by the provider, of accounts that are active. */
const personOf = (sql: Sql) => sql`
  SELECT u.id, u.username, u.email, u.full_name AS "fullName", u.alias, u.role, u.language, u.theme,
    u.time_zone AS "timeZone", u.avatar_version AS "avatarVersion", s.id AS "sessionId",
    EXISTS (SELECT 1 FROM two_factor f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) AS "hasTwoFactor",
    o.session_id IS NOT NULL AS "isFromProvider", s.last_seen_at < now() - interval '1 minute' AS "isSeenLongAgo"
  FROM sessions s JOIN users u ON u.id = s.user_id LEFT JOIN oidc_sessions o ON o.session_id = s.id
  WHERE s.revoked_at IS NULL AND s.expires_at > now() AND u.is_active AND (o.valid_until IS NULL OR o.valid_until > now())`;

const withinLifetime = (sql: Sql, { idleMinutes, hours }: PanelLifetime) => sql`
  s.last_seen_at > now() - make_interval(secs => ${idleMinutes * 60})
  AND s.created_at > now() - make_interval(secs => ${hours * 3_600})`;

/** The person behind a session of the interface. */
export async function findCaller(sql: Sql, sessionId: string, userId: number): Promise<SessionPerson | null> {
  const [person] = await sql<SessionPerson[]>`${personOf(sql)} AND s.id = ${sessionId} AND u.id = ${userId}`;
  return person ?? null;
}

/** The person behind the panel's cookie. */
export async function findPanelCaller(
  sql: Sql,
  sessionId: string,
  secretHash: string,
  lifetime: PanelLifetime,
): Promise<SessionPerson | null> {
  const [person] = await sql<SessionPerson[]>`
    ${personOf(sql)} AND s.id = ${sessionId} AND s.kind = 'panel' AND s.secret_hash = ${secretHash}
      AND ${withinLifetime(sql, lifetime)}`;
  return person ?? null;
}

/** Keeps when somebody was there last. */
export async function noteSeen(sql: Sql, { sessionId, id }: Caller): Promise<void> {
  await sql`
    WITH seen AS (UPDATE sessions SET last_seen_at = now() WHERE id = ${sessionId} RETURNING 1)
    UPDATE users SET last_seen_at = now() FROM seen WHERE id = ${id}`;
}

/** Ends the sessions of the panel that are over, by time or because the provider did not confirm them. */
export async function endOverdueSessions(sql: Sql, lifetime: PanelLifetime): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    UPDATE sessions SET revoked_at = now()
    WHERE kind = 'panel' AND revoked_at IS NULL AND id IN (
      SELECT s.id FROM sessions s LEFT JOIN oidc_sessions o ON o.session_id = s.id
      WHERE s.kind = 'panel' AND s.revoked_at IS NULL
        AND (NOT (${withinLifetime(sql, lifetime)}) OR s.expires_at <= now() OR o.valid_until <= now()))
    RETURNING id`;
  return rows.map(({ id }) => id);
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
  { idleSeconds, days }: { idleSeconds: number; days: number },
): Promise<{ result: 'rotated' | 'reused' | 'unknown'; userId: number | null }> {
  const [rotated] = await sql<{ userId: number }[]>`
    UPDATE sessions s SET secret_hash = ${nextHash}, last_seen_at = now(),
      expires_at = least(now() + make_interval(secs => ${idleSeconds}), s.created_at + make_interval(secs => ${days * 86_400}))
    FROM users u
    WHERE s.id = ${sessionId} AND s.kind = 'api' AND s.secret_hash = ${secretHash} AND s.revoked_at IS NULL
      AND s.expires_at > now() AND s.created_at > now() - make_interval(secs => ${days * 86_400})
      AND u.id = s.user_id AND u.is_active
    RETURNING s.user_id AS "userId"`;
  if (rotated) return { result: 'rotated', userId: rotated.userId };
  const [reused] = await sql<{ userId: number }[]>`
    UPDATE sessions SET revoked_at = now() WHERE id = ${sessionId} AND kind = 'api' AND revoked_at IS NULL
    RETURNING user_id AS "userId"`;
  return reused ? { result: 'reused', userId: reused.userId } : { result: 'unknown', userId: null };
}

/** Ends one session of a person; false where they have no such one open. */
export async function revokeSession(sql: Sql, userId: number, sessionId: string): Promise<boolean> {
  const rows = await sql`
    UPDATE sessions SET revoked_at = now()
    WHERE id = ${sessionId} AND user_id = ${userId} AND revoked_at IS NULL RETURNING 1`;
  return rows.length > 0;
}

/** Ends all sessions of a person but one; answers the ended ones. */
export async function revokeOtherSessions(sql: Sql, userId: number, keptId: string | null): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    UPDATE sessions SET revoked_at = now()
    WHERE user_id = ${userId} AND revoked_at IS NULL AND (${keptId}::uuid IS NULL OR id <> ${keptId}::uuid)
    RETURNING id`;
  return rows.map(({ id }) => id);
}

/** Those of a person that still open something, the last used first. */
export function listOpenSessions(sql: Sql, userId: number, lifetime: PanelLifetime): Promise<OpenSession[]> {
  return sql<OpenSession[]>`
    SELECT s.id, s.kind, s.user_agent AS "userAgent", s.address, s.created_at AS "createdAt",
      s.last_seen_at AS "lastSeenAt", o.session_id IS NOT NULL AS "isFromProvider"
    FROM sessions s LEFT JOIN oidc_sessions o ON o.session_id = s.id
    WHERE s.user_id = ${userId} AND s.revoked_at IS NULL AND s.expires_at > now()
      AND (s.kind = 'api' OR (${withinLifetime(sql, lifetime)}))
      AND (o.valid_until IS NULL OR o.valid_until > now())
    ORDER BY s.last_seen_at DESC, s.id LIMIT 100`;
}

/** Open sessions of people of these roles who have no second factor, and log in here. */
export async function listUnenrolledSessions(sql: Sql, roles: readonly string[]): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    SELECT s.id FROM users u JOIN sessions s ON s.user_id = u.id
    WHERE u.role = ANY(${[...roles]}::text[]) AND u.is_active AND s.revoked_at IS NULL AND s.expires_at > now()
      AND NOT EXISTS (SELECT 1 FROM two_factor f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM oidc_sessions o WHERE o.session_id = s.id)`;
  return rows.map(({ id }) => id);
}

/** How to write to a person who is active. */
export async function findMailPerson(
  sql: Sql,
  userId: number,
): Promise<Pick<User, 'email' | 'language' | 'timeZone'> | null> {
  const [row] = await sql<Pick<User, 'email' | 'language' | 'timeZone'>[]>`
    SELECT email, language, time_zone AS "timeZone" FROM users WHERE id = ${userId} AND is_active AND NOT is_demo`;
  return row ?? null;
}
