import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { limit } from '../../http/limits.ts';
import { infoOf } from '../../http/request-info.ts';
import { invalid, unauthenticated } from '../../lib/errors.ts';
import { toUserView } from '../users/model.ts';
import { access, bearerOf, callerOfToken } from './access.ts';
import { changePassword, logOut, refresh, type TokenPair } from './service.ts';
import { logIn } from './sign-in.ts';

const Credentials = t.Object({
  username: t.Optional(t.String({ maxLength: 320 })),
  email: t.Optional(t.String({ maxLength: 320 })),
  password: t.String({ minLength: 1, maxLength: 1024 }),
  totp: t.Optional(t.String({ maxLength: 32, description: 'A code of the app, or a recovery code' })),
});
/** Also for somebody who must set a second factor up first. */
const enrolling = { role: 'AGENT', enrolling: true } as const;
const documented = documentation('auth', () => import('./answers.ts'));

export const authApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/auth' })
    .use(access(ctx))
    .get('/health', ({ status }) => authHealth(ctx).then((isUp) => (isUp ? { status: 'ok' } : status(503, DOWN))), {
      open: true,
      detail: documented('The module can sign and verify a token', { answer: 'Ok' }),
    })
    .post(
      '/login',
      async ({ body, request }) => {
        const login = body.username ?? body.email;
        if (!login?.trim()) throw invalid([{ field: 'username', message: 'is required, or email' }]);
        const whence = {
          address: infoOf(request).address,
          userAgent: request.headers.get('user-agent'),
          deviceKey: null,
        };
        const code = body.totp?.trim() || null;
        const { user, ...pair } = await logIn(ctx, { login, password: body.password, code }, whence);
        return { ...pairView(pair), user: toUserView(user) };
      },
      {
        open: true,
        body: Credentials,
        detail: documented('Log in with username or e-mail and password', {
          answer: 'Login',
          description: `The same words and the same time whether the account exists or not. Where two-factor
authentication is on, \`totp\` is needed too: a right password without it, or with a wrong one, answers like a wrong
password. Each code works once. Who must set a second factor up gets tokens that open \`/auth/two-factor\` and nothing else
until then. An account that is linked to the sign-in provider logs in there, on the panel.`,
          errors: { 401: 'Incorrect username or password', 429: 'Five a minute for each address and each account' },
          example: { username: 'lucia.ferrer', password: 'Girasol-Nocturno-4418' },
        }),
      },
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
        detail: documented('Exchange a refresh token for a new pair', {
          answer: 'Login',
          description: 'Each is for one use: one that comes twice ends every session of the same login.',
          errors: { 401: 'The refresh token is not valid, or was used before' },
        }),
      },
    )
    .post(
      '/logout',
      async ({ caller, set }) => {
        await logOut(ctx, caller);
        set.status = 204;
      },
      { staff: enrolling, detail: documented('End the session: its tokens stop working at once', { answer: null }) },
    )
    .get('/me', ({ caller }) => toUserView(caller), {
      staff: enrolling,
      detail: documented('The user of the token', { answer: 'User' }),
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
        detail: documented('Whether a token, as parameter or bearer, is valid', {
          answer: 'Verified',
          errors: { 401: 'The token is not valid' },
        }),
      },
    )
    .post(
      '/password',
      async ({ caller, body, set }) => {
        // Together with the panel's: a token that was found must not be a way to try passwords.
        await limit(ctx, set, { name: 'login', subject: `password:${caller.id}` });
        await changePassword(ctx, caller, body.current_password, body.new_password);
        set.status = 204;
      },
      {
        staff: 'AGENT',
        body: t.Object({
          current_password: t.String({ minLength: 1, maxLength: 1024 }),
          new_password: t.String({ minLength: 1, maxLength: 1024 }),
        }),
        detail: documented('Change the own password', {
          answer: null,
          description: 'At least 12 characters, none of the common passwords, and without the own name.',
          errors: { 429: 'Five a minute' },
        }),
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
