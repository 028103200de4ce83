import type { Context } from '../../context.ts';
import { endOverdueSessions, listUnenrolledSessions } from './queries.ts';
import { panelLifetimeOf } from './service.ts';

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
