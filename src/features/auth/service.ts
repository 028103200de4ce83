import type { RateLimit } from '../../config.ts';
import type { Context } from '../../context.ts';
import { invalid, tooMany, unauthenticated } from '../../lib/errors.ts';
import { hashSecret, isUuid, newSecret } from '../../lib/ids.ts';
import { writeAudit } from '../audit/queries.ts';
import type { User } from '../users/model.ts';
import { hashPassword, needsRehash, requireGoodPassword, verifyPassword } from '../users/passwords.ts';
import { findUserByLogin, noteLogin, setPassword } from '../users/queries.ts';
import {
  type Caller,
  findCaller,
  findPanelCaller,
  insertSession,
  revokeOtherSessions,
  revokeSession,
  rotateSecret,
} from './queries.ts';

const REFRESH_TOKEN_SECONDS = 14 * 24 * 60 * 60;
const PANEL_SESSION_SECONDS = 12 * 60 * 60;
/** An address may try so many times the limit of one account before even the right password is refused. */
const ADDRESS_HARD_FACTOR = 10;

export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
}

interface Credentials {
  login: string;
  password: string;
  address: string;
  /** Of the request; kept beside the session, so that its person knows it. */
  userAgent?: string | null;
}

const USER_AGENT_LENGTH = 300;

/** A session of the JSON interface. Errors: unauthenticated (one text for every cause), too_many. */
export async function logIn(ctx: Context, credentials: Credentials): Promise<TokenPair & { user: User }> {
  const user = await checkCredentials(ctx, credentials);
  const secret = newSecret();
  const sessionId = await insertSession(ctx.db.sql, {
    userId: user.id,
    kind: 'api',
    secretHash: hashSecret(secret),
    lifetimeSeconds: REFRESH_TOKEN_SECONDS,
    userAgent: credentials.userAgent?.slice(0, USER_AGENT_LENGTH) ?? null,
  });
  return { user, ...(await pairOf(ctx, user, sessionId, secret)) };
}

/** A session of the panel. Answers the cookie's value. Errors: as `logIn`. */
export async function logInToPanel(
  ctx: Context,
  credentials: Credentials,
): Promise<{ user: User; cookie: string; maxAgeSeconds: number }> {
  const user = await checkCredentials(ctx, credentials);
  const secret = newSecret();
  const sessionId = await insertSession(ctx.db.sql, {
    userId: user.id,
    kind: 'panel',
    secretHash: hashSecret(secret),
    lifetimeSeconds: PANEL_SESSION_SECONDS,
    userAgent: credentials.userAgent?.slice(0, USER_AGENT_LENGTH) ?? null,
  });
  return { user, cookie: `${sessionId}.${secret}`, maxAgeSeconds: PANEL_SESSION_SECONDS };
}

/** The person behind the panel's cookie, or null. */
export function callerOfCookie(ctx: Context, cookie: string): Promise<Caller | null> {
  const [sessionId = '', secret = ''] = cookie.split('.');
  return isUuid(sessionId) ? findPanelCaller(ctx.db.sql, sessionId, hashSecret(secret)) : Promise.resolve(null);
}

/** A new pair for a refresh token. A token that was used before ends its whole session. Errors: unauthenticated. */
export async function refresh(ctx: Context, refreshToken: string): Promise<TokenPair & { user: Caller }> {
  const [sessionId = '', secret = ''] = refreshToken.split('.');
  if (!isUuid(sessionId)) throw unauthenticated('The refresh token is not valid');
  const next = newSecret();
  const { sql } = ctx.db;
  const { result, userId } = await rotateSecret(
    sql,
    sessionId,
    hashSecret(secret),
    hashSecret(next),
    REFRESH_TOKEN_SECONDS,
  );
  if (result === 'reused') ctx.bus.publish({ type: 'session', session: sessionId });
  const user = result === 'rotated' && userId !== null ? await findCaller(sql, sessionId, userId) : null;
  if (!user) throw unauthenticated('The refresh token is not valid');
  return { user, ...(await pairOf(ctx, user, sessionId, next)) };
}

/** Ends the session at once, in every process. */
export async function logOut(ctx: Context, caller: Caller): Promise<void> {
  await revokeSession(ctx.db.sql, caller.sessionId);
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

/** Changes the caller's own password and ends the other sessions. Errors: unauthenticated, invalid. */
export async function changePassword(ctx: Context, caller: Caller, current: string, next: string): Promise<void> {
  const user = await findUserByLogin(ctx.db.orm, caller.email);
  if (!(await verifyPassword(current, user?.passwordHash ?? null))) {
    throw invalid([{ field: 'current_password', message: 'is not right' }]);
  }
  requireGoodPassword(next, caller);
  await setPassword(ctx.db.orm, caller.id, await hashPassword(next));
  const ended = await revokeOtherSessions(ctx.db.sql, caller.id, caller.sessionId);
  for (const session of ended) ctx.bus.publish({ type: 'session', session });
  await writeAudit(ctx.db.sql, {
    ...actorOf(caller),
    action: 'auth.password',
    resourceType: 'user',
    resourceId: caller.id,
  });
}

export const actorOf = (caller: Pick<Caller, 'id' | 'fullName'>) => ({
  actorId: caller.id,
  actorName: caller.fullName,
});

async function checkCredentials(ctx: Context, { login, password, address }: Credentials): Promise<User> {
  const account = login.trim().toLowerCase();
  const limit = ctx.config.rateLimits.login;
  await charge(ctx, `login:account:${hashSecret(account)}`, limit);
  await charge(ctx, `login:address:${address}`, { ...limit, points: limit.points * ADDRESS_HARD_FACTOR });
  const user = await findUserByLogin(ctx.db.orm, account);
  const isRight = await verifyPassword(password, user?.isActive ? user.passwordHash : null);
  // People behind one address share it, so only wrong passwords use its own limit up: a right one still passes.
  if (!isRight) await charge(ctx, `login:failures:${address}`, limit);
  await auditLogin(ctx, user, isRight);
  if (!user || !isRight) throw unauthenticated('Incorrect username or password');
  await noteLogin(ctx.db.orm, user.id, needsRehash(user.passwordHash) ? await hashPassword(password) : null);
  return user;
}

async function charge(ctx: Context, key: string, limit: RateLimit): Promise<void> {
  const verdict = await ctx.limiter.consume({ key, limit });
  if (!verdict.isAllowed) throw tooMany(verdict.resetSeconds);
}

async function auditLogin(ctx: Context, user: User | null, isRight: boolean): Promise<void> {
  await writeAudit(ctx.db.sql, {
    actorId: user?.id ?? null,
    actorName: user?.fullName ?? 'unknown',
    action: 'auth.login',
    resourceType: 'session',
    status: isRight ? 'success' : 'failure',
  });
}

async function pairOf(
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
