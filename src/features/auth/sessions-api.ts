import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { access } from './access.ts';
import { listOpenSessions } from './queries.ts';
import { endOtherSessions, endOwnSession, panelLifetimeOf } from './service.ts';
import { listSignIns } from './sign-in-queries.ts';

const MAX_SIGN_INS = 100;
const documented = documentation('auth', () => import('./answers.ts'));

/** Where the caller is logged in, and who tried to. */
export const sessionsApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/auth' })
    .use(access(ctx))
    .get(
      '/sessions',
      async ({ caller }) => {
        const sessions = await listOpenSessions(ctx.db.sql, caller.id, panelLifetimeOf(ctx));
        return sessions.map((session) => ({
          id: session.id,
          kind: session.kind,
          user_agent: session.userAgent,
          address: session.address,
          is_current: session.id === caller.sessionId,
          created_at: session.createdAt.toISOString(),
          last_seen_at: session.lastSeenAt.toISOString(),
        }));
      },
      { staff: 'AGENT', detail: documented('Where one is logged in', { answer: ['OpenSession'] }) },
    )
    .delete(
      '/sessions',
      async ({ caller, set }) => {
        await endOtherSessions(ctx, caller);
        set.status = 204;
      },
      { staff: 'AGENT', detail: documented('End all own sessions but this one, at once', { answer: null }) },
    )
    .delete(
      '/sessions/:id',
      async ({ caller, params: { id }, set }) => {
        await endOwnSession(ctx, caller, id);
        set.status = 204;
      },
      {
        staff: 'AGENT',
        params: t.Object({ id: t.String({ format: 'uuid' }) }),
        detail: documented('End one of the own sessions, at once', { answer: null }),
      },
    )
    .get(
      '/sign-ins',
      async ({ caller }) => {
        const signIns = await listSignIns(ctx.db.sql, caller.id, MAX_SIGN_INS);
        return signIns.map((one) => ({
          at: one.at.toISOString(),
          kind: one.kind,
          method: one.method,
          is_success: one.isSuccess,
          is_new_device: one.isNewDevice,
          user_agent: one.userAgent,
          address: one.address,
        }));
      },
      {
        staff: 'AGENT',
        detail: documented('The newest attempts to log in to the own account', { answer: ['SignIn'] }),
      },
    );
