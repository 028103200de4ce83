import { Elysia, t } from 'elysia';
import { CodePage } from '../../../views/auth/code-page.tsx';
import { LoginPage, type LoginProblem } from '../../../views/auth/login-page.tsx';
import { OnwardPage } from '../../../views/auth/onward-page.tsx';
import type { Context } from '../../context.ts';
import { cookieName, ownCookie, readCookie } from '../../http/cookies.ts';
import { redirectTo, viewResponse } from '../../http/htmx.ts';
import { LANGUAGE_COOKIE } from '../../http/language.ts';
import { oneOf } from '../../http/one-of.ts';
import { AppError } from '../../lib/errors.ts';
import { isLanguage, LANGUAGES } from '../../lib/language.ts';
import { SECOND_STEP_LIFETIME } from '../../lib/tokens.ts';
import { ownPath, pathOf } from '../../lib/url.ts';
import { HOME } from '../panel/errors.ts';
import { savePreferences } from '../users/queries.ts';
import { logOutOfProvider } from './oidc-sessions.ts';
import { findPanelPerson, isSecure, panelAccess } from './panel-access.ts';
import { enterPanel, loneFrameOf, sessionCookie, whenceOf } from './panel-entry.ts';
import type { Caller } from './queries.ts';
import { logOut } from './service.ts';
import { logInToPanel, personOfSecondStep, takeSecondStep } from './sign-in.ts';

const YEAR_SECONDS = 365 * 24 * 60 * 60;
const CODE_PATH = '/panel/login/code';
/** Between the password and the code of a login. */
const STEP_COOKIE = 'joxai_step';

const LoginForm = t.Object({
  login: t.String({ maxLength: 320, default: '' }),
  password: t.String({ maxLength: 1024, default: '' }),
  next: t.String({ maxLength: 2048, default: HOME }),
});
const LoginQuery = t.Object({
  next: t.Optional(t.String({ maxLength: 2048 })),
  lang: t.Optional(t.String({ maxLength: 8 })),
});
const CodeForm = t.Object({
  code: t.String({ maxLength: 32, default: '' }),
  next: t.String({ maxLength: 2048, default: HOME }),
});
const PreferencesForm = t.Object({
  language: t.Optional(oneOf(LANGUAGES)),
  theme: t.Optional(oneOf(['auto', 'light', 'dark'])),
});

/** Login, logout and the preferences of the bar on top. */
export const authPages = (ctx: Context) =>
  new Elysia({ prefix: '/panel' })
    .use(panelAccess(ctx))
    .get('/login', ({ request, query }) => showLogin(ctx, request, ownPath(query.next, HOME), query.left === 'yes'), {
      panelOpen: true,
      query: t.Composite([LoginQuery, t.Object({ left: t.Optional(t.String({ maxLength: 8 })) })]),
    })
    .post('/login', ({ request, body }) => takeLogin(ctx, request, body), { panelOpen: true, body: LoginForm })
    .get('/login/code', ({ request, query }) => showCode(ctx, request, ownPath(query.next, HOME)), {
      panelOpen: true,
      query: LoginQuery,
    })
    .post('/login/code', ({ request, body }) => takeCode(ctx, request, body), { panelOpen: true, body: CodeForm })
    .post('/logout', ({ caller, request }) => leave(ctx, caller, request), { panelEnrolling: true })
    .post(
      '/preferences',
      async ({ caller, request, body: { language, theme } }) => {
        await savePreferences(ctx.db.orm, caller.id, { ...(language && { language }), ...(theme && { theme }) });
        return redirectTo(pathOf(request.headers.get('referer'), HOME), request);
      },
      { panel: 'AGENT', body: PreferencesForm },
    );

async function showLogin(ctx: Context, request: Request, next: string, hasLeft: boolean): Promise<Response> {
  if (await findPanelPerson(ctx, request)) return redirectTo(next, request);
  const chosen = new URL(request.url).searchParams.get('lang');
  const headers = isLanguage(chosen) ? { 'set-cookie': languageCookie(ctx, request, chosen) } : {};
  return loginPage(ctx, request, { login: '', next, problem: null, hasLeft }, { headers });
}

async function takeLogin(ctx: Context, request: Request, form: typeof LoginForm.static): Promise<Response> {
  const next = ownPath(form.next, HOME);
  try {
    const { login, password } = form;
    const answer = await logInToPanel(ctx, { login, password }, whenceOf(ctx, request));
    if ('session' in answer) return enterPanel(ctx, request, answer.session, next);
    const step = stepCookie(ctx, request, answer.secondStep, SECOND_STEP_LIFETIME);
    return redirectTo(`${CODE_PATH}?next=${encodeURIComponent(next)}`, request, { 'set-cookie': step });
  } catch (error) {
    const problem = problemOf(error);
    if (!problem) throw error;
    const isEarly = problem.kind === 'too_many';
    return loginPage(
      ctx,
      request,
      { login: form.login, next, problem },
      {
        status: isEarly ? 429 : 401,
        ...(isEarly && { headers: { 'retry-after': String(problem.seconds) } }),
      },
    );
  }
}

async function showCode(ctx: Context, request: Request, next: string): Promise<Response> {
  const person = await personOfSecondStep(ctx, readCookie(request, cookieName(STEP_COOKIE, isSecure(ctx, request))));
  if (!person) return redirectTo(`/panel/login?next=${encodeURIComponent(next)}`, request);
  return viewResponse(CodePage({ ...loneFrameOf(ctx, request), next, problem: null }));
}

async function takeCode(ctx: Context, request: Request, form: typeof CodeForm.static): Promise<Response> {
  const next = ownPath(form.next, HOME);
  const token = readCookie(request, cookieName(STEP_COOKIE, isSecure(ctx, request))) ?? '';
  try {
    const answer = await takeSecondStep(ctx, { token, code: form.code }, whenceOf(ctx, request));
    if (typeof answer === 'object') {
      const response = enterPanel(ctx, request, answer, next);
      response.headers.append('set-cookie', stepCookie(ctx, request, '', 0));
      return response;
    }
    return viewResponse(CodePage({ ...loneFrameOf(ctx, request), next, problem: answer }), {
      status: answer === 'locked' ? 429 : 401,
    });
  } catch (error) {
    const problem = problemOf(error);
    if (!problem) throw error;
    if (problem.kind === 'too_many') {
      return viewResponse(CodePage({ ...loneFrameOf(ctx, request), next, problem: 'locked' }), {
        status: 429,
        headers: { 'retry-after': String(problem.seconds) },
      });
    }
    return loginPage(ctx, request, { login: '', next, problem: { kind: 'over' } }, { status: 401 });
  }
}

function problemOf(error: unknown): Extract<LoginProblem, { kind: 'wrong' | 'too_many' }> | null {
  if (!(error instanceof AppError)) return null;
  if (error.code === 'unauthenticated') return { kind: 'wrong' };
  return error.code === 'too_many' ? { kind: 'too_many', seconds: error.retryAfterSeconds ?? 60 } : null;
}

async function leave(ctx: Context, caller: Caller, request: Request): Promise<Response> {
  const providerUrl = await logOutOfProvider(ctx, caller);
  await logOut(ctx, caller);
  const headers = { 'set-cookie': sessionCookie(ctx, request, '', 0) };
  if (!providerUrl) return redirectTo('/panel/login?left=yes', request, headers);
  return viewResponse(OnwardPage({ ...loneFrameOf(ctx, request), language: caller.language, url: providerUrl }), {
    headers,
  });
}

interface LoginState {
  login: string;
  next: string;
  problem: LoginProblem | null;
  hasLeft?: boolean;
}

/** The login, with what was typed and what is wrong with it. */
export function loginPage(
  ctx: Context,
  request: Request,
  { hasLeft = false, ...state }: LoginState,
  init: Parameters<typeof viewResponse>[1] = {},
): Response {
  const provider = ctx.config.oidc && { name: ctx.config.oidc.name };
  return viewResponse(LoginPage({ ...state, hasLeft, provider, ...loneFrameOf(ctx, request) }), init);
}

const stepCookie = (ctx: Context, request: Request, value: string, maxAgeSeconds: number): string =>
  ownCookie({ name: STEP_COOKIE, value, maxAgeSeconds, isSecure: isSecure(ctx, request) });

const languageCookie = (ctx: Context, request: Request, language: string): string =>
  // Under its plain name: it says nothing that a page of another origin could misuse, and the demo page reads it too.
  ownCookie({
    name: LANGUAGE_COOKIE,
    value: language,
    maxAgeSeconds: YEAR_SECONDS,
    isSecure: false,
    sameSite: 'Lax',
  }) + (isSecure(ctx, request) ? '; Secure' : '');
