import type { Context } from '../../context.ts';
import { conflict } from '../../lib/errors.ts';
import { writeAudit } from '../audit/queries.ts';
import { lockAdministrators } from '../users/account-queries.ts';
import { endSessionUrl, type ProviderPerson, renewSignIn } from './oidc-client.ts';
import { readLogoutToken } from './oidc-logout-token.ts';
import {
  claimDueSessions,
  type DueSession,
  deleteIdentity,
  findIdToken,
  renewProviderSession,
  revokeProviderSessions,
} from './oidc-queries.ts';
import { lifetimeOf, roleOf, sealedTokens, takeRole } from './oidc-sign-in.ts';
import { type Caller, revokeOtherSessions, revokeSession } from './queries.ts';
import { actorOf } from './service.ts';

/** A provider that was away is asked again after so long. */
const RETRY_SECONDS = 10;
const SESSIONS_AT_ONCE = 20;

/**
 * Asks the provider about the sessions that are due: one that it ended, or whose person may no longer log in, ends here
 * at once, in every process. While the provider is away they go on until their time is over.
 */
export async function checkProviderSessions(ctx: Context): Promise<void> {
  const { oidc } = ctx.config;
  if (!oidc) return;
  const due = await claimDueSessions(ctx.db.sql, RETRY_SECONDS, SESSIONS_AT_ONCE);
  await Promise.all(due.map((session) => checkSession(ctx, session)));
}

async function checkSession(ctx: Context, session: DueSession): Promise<void> {
  const { subject, issuer } = session;
  const refreshToken = ctx.vault.open(session.refreshToken);
  const isOurs = refreshToken !== null && issuer === ctx.config.oidc?.issuer;
  const answer = isOurs ? await renewSignIn(ctx, { refreshToken, subject }) : 'ended';
  if (answer === 'unreachable') return;
  if (answer === 'ended') return endSession(ctx, session, 'provider');
  await goOn(ctx, session, answer);
}

async function goOn(ctx: Context, session: DueSession, person: ProviderPerson): Promise<void> {
  const role = roleOf(ctx, person.groups);
  if (!role) return endSession(ctx, session, 'no_group');
  const { sql } = ctx.db;
  if (role !== session.role) {
    const ended = await sql.begin(async (tx) => {
      const administrators = await lockAdministrators(tx);
      return takeRole(tx, { id: session.userId, role: session.role }, role, administrators);
    });
    for (const id of ended) ctx.bus.publish({ type: 'session', session: id });
    if (ended.length > 0) return;
  }
  const tokens = sealedTokens(ctx, person);
  await renewProviderSession(sql, {
    sessionId: session.sessionId,
    ...tokens,
    // A provider need not repeat it.
    idToken: tokens.idToken ?? session.idToken,
    ...lifetimeOf(ctx, person),
  });
}

async function endSession(ctx: Context, { sessionId, userId }: DueSession, reason: string): Promise<void> {
  if (!(await revokeSession(ctx.db.sql, userId, sessionId))) return;
  ctx.bus.publish({ type: 'session', session: sessionId });
  await auditEnd(ctx, userId, reason);
}

/** Ends what the provider says has ended. False for a token that it did not sign for us. */
export async function takeLogoutToken(ctx: Context, token: string): Promise<boolean> {
  const told = await readLogoutToken(ctx, token);
  const issuer = ctx.config.oidc?.issuer;
  if (!told || !issuer) return false;
  for (const { id, userId } of await revokeProviderSessions(ctx.db.sql, issuer, told)) {
    ctx.bus.publish({ type: 'session', session: id });
    await auditEnd(ctx, userId, 'provider');
  }
  return true;
}

/** Where somebody goes on who logs out and came from the provider, so that it ends its own session; else null. */
export async function logOutOfProvider(ctx: Context, caller: Caller): Promise<string | null> {
  const kept = ctx.config.oidc && (await findIdToken(ctx.db.sql, caller.sessionId));
  return kept ? endSessionUrl(ctx, kept.idToken && ctx.vault.open(kept.idToken)) : null;
}

/**
 * Makes a linked account a local one again: it logs in with its password, and its sessions end. Errors: conflict.
 */
export async function unlinkProvider(ctx: Context, caller: Caller, userId: number): Promise<void> {
  const ended = await ctx.db.sql.begin(async (tx) => {
    const sessions = await revokeOtherSessions(tx, userId, null);
    if (!(await deleteIdentity(tx, userId))) throw conflict('This account is not linked to the sign-in provider');
    await writeAudit(tx, { ...actorOf(caller), action: 'user.unlink', resourceType: 'user', resourceId: userId });
    return sessions;
  });
  for (const session of ended) ctx.bus.publish({ type: 'session', session });
}

const auditEnd = (ctx: Context, userId: number, reason: string): Promise<void> =>
  writeAudit(ctx.db.sql, {
    actorId: null,
    actorName: 'sign-in provider',
    action: 'auth.logout',
    resourceType: 'user',
    resourceId: userId,
    details: { reason },
  });
