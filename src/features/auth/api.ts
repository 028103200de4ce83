import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { infoOf } from '../../http/request-info.ts';
import { invalid, unauthenticated } from '../../lib/errors.ts';
import { toUserView } from '../users/model.ts';
import { access, bearerOf, callerOfToken } from './access.ts';
import { changePassword, logIn, logOut, refresh, type TokenPair } from './service.ts';

const Credentials = t.Object({
  username: t.Optional(t.String({ maxLength: 320 })),
  email: t.Optional(t.String({ maxLength: 320 })),
  password: t.String({ minLength: 1, maxLength: 1024 }),
  totp: t.Optional(t.String({ maxLength: 16 })),
});
const tags = ['auth'];

export const authApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/auth' })
    .use(access(ctx))
    .get('/health', ({ status }) => authHealth(ctx).then((isUp) => (isUp ? { status: 'ok' } : status(503, DOWN))), {
      open: true,
      detail: { summary: 'The module can sign and verify a token', tags },
    })
    .post(
      '/login',
      async ({ body, request }) => {
        const login = body.username ?? body.email;
        if (!login?.trim()) throw invalid([{ field: 'username', message: 'is required, or email' }]);
        const { user, ...pair } = await logIn(ctx, {
          login,
          password: body.password,
          address: infoOf(request).address,
          userAgent: request.headers.get('user-agent'),
        });
        return { ...pairView(pair), user: toUserView(user) };
      },
      { open: true, body: Credentials, detail: { summary: 'Log in with username or e-mail and password', tags } },
    )
    .post(
      '/refresh',
      async ({ body }) => {
        const { user, ...pair } = await refresh(ctx, body.refresh_token);
        return { ...pairView(pair), user: toUserView(user) };
      },
      {
        open: true,
        body: t.Object({ refresh_token: t.String({ minLength: 1, maxLength: 512 }) }),
        detail: { summary: 'Exchange a refresh token for a new pair', tags },
      },
    )
    .post(
      '/logout',
      async ({ caller, set }) => {
        await logOut(ctx, caller);
        set.status = 204;
      },
      { staff: 'AGENT', detail: { summary: 'End the session: its tokens stop working at once', tags } },
    )
    .get('/me', ({ caller }) => toUserView(caller), {
      staff: 'AGENT',
      detail: { summary: 'The user of the token', tags },
    })
    .get(
      '/verify',
      async ({ query, request }) => {
        const caller = await callerOfToken(ctx, query.token ?? bearerOf(request));
        if (!caller) throw unauthenticated('The token is not valid');
        return { valid: true, user: toUserView(caller) };
      },
      {
        open: true,
        query: t.Object({ token: t.Optional(t.String({ maxLength: 4096 })) }),
        detail: { summary: 'Whether a token, as parameter or bearer, is valid', tags },
      },
    )
    .post(
      '/password',
      async ({ caller, body, set }) => {
        await changePassword(ctx, caller, body.current_password, body.new_password);
        set.status = 204;
      },
      {
        staff: 'AGENT',
        body: t.Object({
          current_password: t.String({ minLength: 1, maxLength: 1024 }),
          new_password: t.String({ minLength: 1, maxLength: 1024 }),
        }),
        detail: { summary: 'Change the own password', tags },
      },
    );

const DOWN = { status: 'error', detail: 'Tokens can not be signed or verified' };

/** Signs a token and verifies it. */
async function authHealth(ctx: Context): Promise<boolean> {
  const token = await ctx.tokens.signStaff({ id: 0, email: 'health', role: 'AGENT' }, 'health');
  return (await ctx.tokens.verifyStaff(token))?.sessionId === 'health';
}

const pairView = ({ accessToken, refreshToken, expiresIn }: TokenPair) => ({
  access_token: accessToken,
  token: accessToken,
  token_type: 'bearer',
  expires_in: expiresIn,
  refresh_token: refreshToken,
});
