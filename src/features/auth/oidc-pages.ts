import { Elysia, t } from 'elysia';
import { OnwardPage } from '../../../views/auth/onward-page.tsx';
import type { ProviderProblem } from '../../../views/auth/sign-in-texts.ts';
import type { Context } from '../../context.ts';
import { cookieName, ownCookie, readCookie } from '../../http/cookies.ts';
import { API_HEADERS } from '../../http/headers.ts';
import { redirectTo, viewResponse } from '../../http/htmx.ts';
import { languageOf } from '../../http/language.ts';
import { limit } from '../../http/limits.ts';
import { infoOf } from '../../http/request-info.ts';
import { notFound } from '../../lib/errors.ts';
import { ownPath } from '../../lib/url.ts';
import { HOME } from '../panel/errors.ts';
import { ATTEMPT_SECONDS, beginSignIn, finishSignIn } from './oidc-client.ts';
import { takeLogoutToken } from './oidc-sessions.ts';
import { signInFromProvider } from './oidc-sign-in.ts';
import { loginPage } from './pages.ts';
import { isSecure, panelAccess } from './panel-access.ts';
import { loginCookies, loneFrameOf, whenceOf } from './panel-entry.ts';

/** Between here and the provider. */
const ATTEMPT_COOKIE = 'joxai_oidc';
/** Where there is no provider, this is the way in. */
const LOGIN = '/panel/login';
const MAX_TOKEN_CHARACTERS = 16_384;

const STATUS_OF: Record<ProviderProblem, number> = {
  refused: 403,
  expired: 400,
  unreachable: 503,
  failed: 502,
  unverified: 403,
  no_group: 403,
  inactive: 403,
  taken: 409,
};

/** Signing in at the provider: there, back, and its word that somebody has left. */
export const oidcPages = (ctx: Context) =>
  new Elysia({ prefix: '/panel/login/oidc' })
    .use(panelAccess(ctx))
    .get(
      '/',
      async ({ request, query, set }) => {
        if (!ctx.config.oidc) return redirectTo(LOGIN, request);
        await limit(ctx, set, { name: 'staff', subject: `oidc:${infoOf(request).address}` });
        return begin(ctx, request, ownPath(query.next, HOME));
      },
      {
        panelOpen: true,
        query: t.Object({
          next: t.Optional(t.String({ maxLength: 2048 })),
          lang: t.Optional(t.String({ maxLength: 8 })),
        }),
      },
    )
    .get(
      '/callback',
      async ({ request, set }) => {
        if (!ctx.config.oidc) return redirectTo(LOGIN, request);
        await limit(ctx, set, { name: 'staff', subject: `oidc:${infoOf(request).address}` });
        return finish(ctx, request);
      },
      { panelOpen: true },
    )
    .post(
      '/backchannel-logout',
      async ({ body, request, set }) => {
        if (!ctx.config.oidc) throw notFound('Path');
        await limit(ctx, set, { name: 'staff', subject: `oidc:${infoOf(request).address}` });
        const isTaken = await takeLogoutToken(ctx, body.logout_token);
        if (isTaken) return new Response(null, { status: 200, headers: API_HEADERS });
        return Response.json({ error: 'invalid_request' }, { status: 400, headers: API_HEADERS });
      },
      {
        body: t.Object({ logout_token: t.String({ minLength: 1, maxLength: MAX_TOKEN_CHARACTERS }) }),
        // The provider itself calls, with no page and no cookie: what it signed is what counts.
        detail: { 'x-access': 'OPEN', hide: true } as object,
      },
    );

async function begin(ctx: Context, request: Request, next: string): Promise<Response> {
  const begun = await beginSignIn(ctx, next);
  if (typeof begun === 'string') return refuse(ctx, request, begun, next);
  return redirectTo(begun.url, request, { 'set-cookie': attemptCookie(ctx, request, begun.kept, ATTEMPT_SECONDS) });
}

async function finish(ctx: Context, request: Request): Promise<Response> {
  const kept = readCookie(request, cookieName(ATTEMPT_COOKIE, isSecure(ctx, request)));
  const finished = await finishSignIn(ctx, { kept, search: new URL(request.url).search });
  if (typeof finished === 'string') return refuse(ctx, request, finished, HOME);
  const { person, next } = finished;
  const from = { whence: whenceOf(ctx, request), language: languageOf(request) };
  const login = await signInFromProvider(ctx, person, from);
  if (typeof login === 'string') return refuse(ctx, request, login, next);
  const response = viewResponse(OnwardPage({ ...loneFrameOf(ctx, request), url: next }));
  for (const cookie of [...loginCookies(ctx, request, login), attemptCookie(ctx, request, '', 0)]) {
    response.headers.append('set-cookie', cookie);
  }
  return response;
}

function refuse(ctx: Context, request: Request, reason: ProviderProblem, next: string): Response {
  const headers = { 'set-cookie': attemptCookie(ctx, request, '', 0) };
  const state = { login: '', next, problem: { kind: 'provider', reason } } as const;
  return loginPage(ctx, request, state, { status: STATUS_OF[reason], headers });
}

/** Lax, because the provider leads back here from its own site. It is sealed and opens nothing by itself. */
const attemptCookie = (ctx: Context, request: Request, value: string, maxAgeSeconds: number): string =>
  ownCookie({ name: ATTEMPT_COOKIE, value, maxAgeSeconds, isSecure: isSecure(ctx, request), sameSite: 'Lax' });
