import { Elysia, t } from 'elysia';
import { LoginPage, type LoginProblem } from '../../../views/auth/login-page.tsx';
import type { Context } from '../../context.ts';
import { ownCookie } from '../../http/cookies.ts';
import { redirectTo, viewResponse } from '../../http/htmx.ts';
import { LANGUAGE_COOKIE, languageOf } from '../../http/language.ts';
import { oneOf } from '../../http/one-of.ts';
import { infoOf } from '../../http/request-info.ts';
import { AppError } from '../../lib/errors.ts';
import { isLanguage, LANGUAGES } from '../../lib/language.ts';
import { ownPath, pathOf } from '../../lib/url.ts';
import { HOME } from '../panel/errors.ts';
import { loneFiles } from '../panel/frame.ts';
import { savePreferences } from '../users/queries.ts';
import { findPanelCaller, isSecure, PANEL_COOKIE, panelAccess } from './panel-access.ts';
import { logInToPanel, logOut } from './service.ts';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

const LoginForm = t.Object({
  login: t.String({ maxLength: 320, default: '' }),
  password: t.String({ maxLength: 1024, default: '' }),
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
    .get('/login', ({ request, query }) => showLogin(ctx, request, ownPath(query.next, HOME)), {
      panelOpen: true,
      query: t.Object({ next: t.Optional(t.String({ maxLength: 2048 })), lang: t.Optional(t.String()) }),
    })
    .post('/login', ({ request, body }) => takeLogin(ctx, request, body), { panelOpen: true, body: LoginForm })
    .post(
      '/logout',
      async ({ caller, request }) => {
        await logOut(ctx, caller);
        return redirectTo('/panel/login', request, { 'set-cookie': sessionCookie(ctx, request, '', 0) });
      },
      { panel: 'AGENT' },
    )
    .post(
      '/preferences',
      async ({ caller, request, body: { language, theme } }) => {
        await savePreferences(ctx.db.orm, caller.id, { ...(language && { language }), ...(theme && { theme }) });
        return redirectTo(pathOf(request.headers.get('referer'), HOME), request);
      },
      { panel: 'AGENT', body: PreferencesForm },
    );

async function showLogin(ctx: Context, request: Request, next: string): Promise<Response> {
  if (await findPanelCaller(ctx, request)) return redirectTo(next, request);
  const chosen = new URL(request.url).searchParams.get('lang');
  return loginPage(ctx, request, { login: '', next, problem: null }, 200, {
    ...(isLanguage(chosen) && { 'set-cookie': languageCookie(ctx, request, chosen) }),
  });
}

async function takeLogin(ctx: Context, request: Request, form: typeof LoginForm.static): Promise<Response> {
  const next = ownPath(form.next, HOME);
  try {
    const { login, password } = form;
    const session = await logInToPanel(ctx, {
      login,
      password,
      address: infoOf(request).address,
      userAgent: request.headers.get('user-agent'),
    });
    return redirectTo(next, request, {
      'set-cookie': sessionCookie(ctx, request, session.cookie, session.maxAgeSeconds),
    });
  } catch (error) {
    const problem = problemOf(error);
    if (!problem) throw error;
    const isEarly = problem.kind === 'too_many';
    return loginPage(ctx, request, { login: form.login, next, problem }, isEarly ? 429 : 401, {
      ...(isEarly && { 'retry-after': String(problem.seconds) }),
    });
  }
}

function problemOf(error: unknown): LoginProblem | null {
  if (!(error instanceof AppError)) return null;
  if (error.code === 'unauthenticated') return { kind: 'wrong' };
  return error.code === 'too_many' ? { kind: 'too_many', seconds: error.retryAfterSeconds ?? 60 } : null;
}

interface LoginState {
  login: string;
  next: string;
  problem: LoginProblem | null;
}

function loginPage(
  ctx: Context,
  request: Request,
  state: LoginState,
  status: number,
  headers: Record<string, string>,
): Response {
  const bankName = ctx.settings.get('bank.name');
  const page = LoginPage({ ...state, language: languageOf(request), bankName, files: loneFiles() });
  return viewResponse(page, { status, headers });
}

const sessionCookie = (ctx: Context, request: Request, value: string, maxAgeSeconds: number): string =>
  ownCookie({ name: PANEL_COOKIE, value, maxAgeSeconds, isSecure: isSecure(ctx, request) });

const languageCookie = (ctx: Context, request: Request, language: string): string =>
  // Under its plain name: it says nothing that a page of another origin could misuse, and the demo page reads it too.
  ownCookie({ name: LANGUAGE_COOKIE, value: language, maxAgeSeconds: YEAR_SECONDS, isSecure: false }) +
  (isSecure(ctx, request) ? '; Secure' : '');
