import type { Context } from '../../context.ts';
import { type AppError, forbidden, invalid, notFound, unauthenticated } from '../../lib/errors.ts';
import { hashSecret, isUuid, newSecret } from '../../lib/ids.ts';
import { writeAudit } from '../audit/queries.ts';
import type { User } from '../users/model.ts';
import { endPasswordLinks, storePassword } from '../users/password-link-queries.ts';
import { hashPassword, requireGoodPassword, verifyPassword } from '../users/passwords.ts';
import { findUserByLogin } from '../users/queries.ts';
import {
  type Caller,
  findCaller,
  findPanelCaller,
  noteSeen,
  type PanelLifetime,
  revokeOtherSessions,
  revokeSession,
  rotateSecret,
  type SessionPerson,
} from './queries.ts';
import { mailSecurityNotice } from './security-mail.ts';

/** A refresh token that is not used for so long is over. */
export const REFRESH_TOKEN_SECONDS = 14 * 24 * 60 * 60;

export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
}

/** How long a session of the panel lasts, as the settings say now. */
export const panelLifetimeOf = (ctx: Context): PanelLifetime => ({
  idleMinutes: ctx.settings.get('auth.session_idle_minutes'),
  hours: ctx.settings.get('auth.session_hours'),
});

/** Whether the person can do nothing but set a second factor up. */
export const mustEnrol = (ctx: Context, person: SessionPerson): boolean =>
  !person.hasTwoFactor && !person.isFromProvider && ctx.settings.get('auth.two_factor_roles').includes(person.role);

/** Why a person who must enrol first is sent back. */
const ENROL_FIRST = 'Two-factor authentication must be set up first';

/** Errors: forbidden, for somebody who must set a second factor up first. */
export function requireEnrolled(ctx: Context, person: SessionPerson): void {
  if (mustEnrol(ctx, person)) throw forbidden(ENROL_FIRST);
}

/** Whether an error says that a second factor must be set up first. */
export const isEnrolFirst = (error: AppError): boolean => error.message === ENROL_FIRST;

/** The person behind an access token, or null; also one who must enrol first. */
export async function personOfToken(ctx: Context, token: string | null): Promise<SessionPerson | null> {
  const claims = token ? await ctx.tokens.verifyStaff(token) : null;
  const person =
    claims && isUuid(claims.sessionId) ? await findCaller(ctx.db.sql, claims.sessionId, claims.userId) : null;
  return seen(ctx, person);
}

/** The person behind the panel's cookie, or null; also one who must enrol first. */
export async function personOfCookie(ctx: Context, cookie: string): Promise<SessionPerson | null> {
  const [sessionId = '', secret = ''] = cookie.split('.');
  if (!isUuid(sessionId)) return null;
  return seen(ctx, await findPanelCaller(ctx.db.sql, sessionId, hashSecret(secret), panelLifetimeOf(ctx)));
}

async function seen(ctx: Context, person: SessionPerson | null): Promise<SessionPerson | null> {
  if (person?.isSeenLongAgo) await noteSeen(ctx.db.sql, person);
  return person;
}

/** A new pair for a refresh token. A token that was used before ends its whole session. Errors: unauthenticated. */
export async function refresh(ctx: Context, refreshToken: string): Promise<TokenPair & { user: Caller }> {
  const [sessionId = '', secret = ''] = refreshToken.split('.');
  if (!isUuid(sessionId)) throw unauthenticated('The refresh token is not valid');
  const next = newSecret();
  const { sql } = ctx.db;
  const { result, userId } = await rotateSecret(sql, sessionId, hashSecret(secret), hashSecret(next), {
    idleSeconds: REFRESH_TOKEN_SECONDS,
    days: ctx.settings.get('auth.api_session_days'),
  });
  if (result === 'reused') ctx.bus.publish({ type: 'session', session: sessionId });
  const user = result === 'rotated' && userId !== null ? await findCaller(sql, sessionId, userId) : null;
  if (!user) throw unauthenticated('The refresh token is not valid');
  return { user, ...(await pairOf(ctx, user, sessionId, next)) };
}

/** Ends the session at once, in every process. */
export async function logOut(ctx: Context, caller: Caller): Promise<void> {
  await revokeSession(ctx.db.sql, caller.id, caller.sessionId);
  ctx.bus.publish({ type: 'session', session: caller.sessionId });
  await writeAudit(ctx.db.sql, { ...actorOf(caller), action: 'auth.logout', resourceType: 'session' });
}

/** Ends all sessions of the caller but this one, in every process. Answers how many. */
export async function endOtherSessions(ctx: Context, caller: Caller): Promise<number> {
  const ended = await revokeOtherSessions(ctx.db.sql, caller.id, caller.sessionId);
  for (const session of ended) ctx.bus.publish({ type: 'session', session });
  const details = { count: ended.length };
  await writeAudit(ctx.db.sql, { ...actorOf(caller), action: 'auth.logout', resourceType: 'session', details });
  return ended.length;
}

/** Ends one session of the caller, in every process. Errors: not_found. */
export async function endOwnSession(ctx: Context, caller: Caller, sessionId: string): Promise<void> {
  if (!(await revokeSession(ctx.db.sql, caller.id, sessionId))) throw notFound('Session');
  ctx.bus.publish({ type: 'session', session: sessionId });
  await writeAudit(ctx.db.sql, { ...actorOf(caller), action: 'auth.logout', resourceType: 'session' });
}

/** Changes the caller's own password, ends the other sessions and mailed links, and tells by mail. Errors: invalid. */
export async function changePassword(ctx: Context, caller: Caller, current: string, next: string): Promise<void> {
  const user = await findUserByLogin(ctx.db.orm, caller.email);
  if (!(await verifyPassword(current, user?.passwordHash ?? null))) {
    throw invalid([{ field: 'current_password', message: 'is not right' }]);
  }
  requireGoodPassword(next, caller);
  const passwordHash = await hashPassword(next);
  const ended = await ctx.db.sql.begin(async (tx) => {
    await endPasswordLinks(tx, caller.id);
    await storePassword(tx, caller.id, passwordHash);
    await writeAudit(tx, { ...actorOf(caller), action: 'auth.password', resourceType: 'user', resourceId: caller.id });
    await mailSecurityNotice(ctx, tx, caller.id, 'password_changed');
    return revokeOtherSessions(tx, caller.id, caller.sessionId);
  });
  for (const session of ended) ctx.bus.publish({ type: 'session', session });
  ctx.bus.publish({ type: 'outbox' });
}

/** Who does something: a person, or the service itself, which has no id. */
export interface Actor<Id extends number | null = number | null> {
  id: Id;
  fullName: string;
}

export const actorOf = <Id extends number | null>(caller: Actor<Id>) => ({
  actorId: caller.id,
  actorName: caller.fullName,
});

/** The tokens of a session. */
export async function pairOf(
  ctx: Context,
  user: Pick<User, 'id' | 'email' | 'role'>,
  sessionId: string,
  secret: string,
): Promise<TokenPair> {
  return {
    accessToken: await ctx.tokens.signStaff(user, sessionId),
    refreshToken: `${sessionId}.${secret}`,
    expiresIn: ctx.tokens.accessTokenSeconds,
  };
}
