import type { Context } from '../../context.ts';
import { endOverdueSessions, forgetSessions, listUnenrolledSessions } from './queries.ts';
import { panelLifetimeOf } from './service.ts';
import { forgetSignIns } from './sign-in-queries.ts';

/** Days for which people can see who tried to log in to their account. */
const SIGN_INS_KEPT = 180;
const SESSIONS_KEPT = 30;

/**
 * Ends what is over by time, so that open pages and sockets hear of it. Whoever must set a second factor up first loses
 * the open connections too; the session itself leads them there.
 */
export async function closeSessions(ctx: Context): Promise<void> {
  const { sql } = ctx.db;
  const roles = ctx.settings.get('auth.two_factor_roles');
  const ended = await endOverdueSessions(sql, panelLifetimeOf(ctx));
  const unenrolled = roles.length > 0 ? await listUnenrolledSessions(sql, roles) : [];
  for (const session of [...ended, ...unenrolled]) ctx.bus.publish({ type: 'session', session });
}

/** Forgets what nobody needs any more. */
export async function forgetSignInHistory(ctx: Context): Promise<void> {
  await forgetSignIns(ctx.db.sql, SIGN_INS_KEPT);
  await forgetSessions(ctx.db.sql, SESSIONS_KEPT);
}
