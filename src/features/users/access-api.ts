import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { access } from '../auth/access.ts';
import { unlinkProvider } from '../auth/oidc-sessions.ts';
import { listOpenSessions } from '../auth/queries.ts';
import { panelLifetimeOf } from '../auth/service.ts';
import { resetTwoFactor } from '../auth/two-factor.ts';
import { deactivateAccounts, endSessionsOf, getAccount } from './accounts.ts';

const MAX_ID = 2_147_483_647;
const MAX_AT_ONCE = 200;
const managed = { staff: { may: 'user.manage' } } as const;
const id = t.Integer({ minimum: 1, maximum: MAX_ID });
const params = t.Object({ id });
const documented = documentation('users', () => import('./answers.ts'));

/** How others get in, and how they are shown out. */
export const userAccessApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/users' })
    .use(access(ctx))
    .post('/deactivate', ({ caller, body }) => deactivateAccounts(ctx, caller, body.ids), {
      ...managed,
      body: t.Object({ ids: t.Array(id, { minItems: 1, maxItems: MAX_AT_ONCE }) }),
      detail: documented('Deactivate several users, each by itself', {
        answer: ['Deactivation'],
        description: 'The own account and the last active ADMIN stay.',
        example: { ids: [42, 43] },
      }),
    })
    .get(
      '/:id/sessions',
      async ({ params: { id } }) => {
        await getAccount(ctx, id);
        const sessions = await listOpenSessions(ctx.db.sql, id, panelLifetimeOf(ctx));
        return sessions.map((session) => ({
          id: session.id,
          kind: session.kind,
          user_agent: session.userAgent,
          address: session.address,
          created_at: session.createdAt.toISOString(),
          last_seen_at: session.lastSeenAt.toISOString(),
        }));
      },
      { ...managed, params, detail: documented('Where a user is logged in', { answer: ['UserSession'] }) },
    )
    .delete(
      '/:id/sessions',
      async ({ caller, params: { id }, set }) => {
        await endSessionsOf(ctx, caller, id);
        set.status = 204;
      },
      {
        ...managed,
        params,
        detail: documented('End all sessions of a user at once, open sockets and pages too', {
          answer: null,
          description: 'Of the own ones, the one that asks goes on.',
        }),
      },
    )
    .delete(
      '/:id/two-factor',
      async ({ caller, params: { id }, set }) => {
        await resetTwoFactor(ctx, caller, id);
        set.status = 204;
      },
      {
        ...managed,
        params,
        detail: documented('Take the second factor of a user away who lost it', {
          answer: null,
          description: 'Their sessions end, and they are told by mail.',
          errors: { 404: 'They have none', 409: 'The own one is turned off by password and code' },
        }),
      },
    )
    .delete(
      '/:id/provider',
      async ({ caller, params: { id }, set }) => {
        await unlinkProvider(ctx, caller, id);
        set.status = 204;
      },
      {
        ...managed,
        params,
        detail: documented('Make an account a local one again, that logs in with a password', {
          answer: null,
          errors: { 409: 'It is not linked to the sign-in provider' },
        }),
      },
    );
