import { Elysia, t } from 'elysia';
import { PasswordPage, type PasswordProblem, type PasswordStage } from '../../../views/auth/password-page.tsx';
import type { Context } from '../../context.ts';
import { viewResponse } from '../../http/htmx.ts';
import { languageOf } from '../../http/language.ts';
import { limit } from '../../http/limits.ts';
import { infoOf } from '../../http/request-info.ts';
import { AppError } from '../../lib/errors.ts';
import { panelAccess } from '../auth/panel-access.ts';
import { loneFiles } from '../panel/frame.ts';
import type { LinkedPerson } from './password-link-queries.ts';
import { personOfLink, setPasswordByLink } from './password-links.ts';

const token = t.String({ maxLength: 128, default: '' });
const PasswordForm = t.Object({
  token,
  password: t.String({ maxLength: 1024, default: '' }),
  repeated: t.String({ maxLength: 1024, default: '' }),
});

/** Where the link of an invitation leads: the person chooses a password. */
export const usersPages = (ctx: Context) =>
  new Elysia({ prefix: '/panel' })
    .use(panelAccess(ctx))
    .get(
      '/password',
      async ({ request, query, set }) => {
        await limit(ctx, set, { name: 'login', subject: `password:${infoOf(request).address}` });
        return showForm(ctx, request, query.token);
      },
      { panelOpen: true, query: t.Object({ token, lang: t.Optional(t.String({ maxLength: 8 })) }) },
    )
    .post(
      '/password',
      async ({ request, body, set }) => {
        await limit(ctx, set, { name: 'login', subject: `password:${infoOf(request).address}` });
        return takePassword(ctx, request, body);
      },
      { panelOpen: true, body: PasswordForm },
    );

async function showForm(ctx: Context, request: Request, token: string): Promise<Response> {
  const person = await personOf(ctx, token);
  return person
    ? page(ctx, request, { step: 'form', token, login: person.email, problem: null })
    : page(ctx, request, { step: 'gone' }, 404);
}

async function takePassword(ctx: Context, request: Request, form: typeof PasswordForm.static): Promise<Response> {
  const { token, password, repeated } = form;
  const person = await personOf(ctx, token);
  if (!person) return page(ctx, request, { step: 'gone' }, 404);
  const again = (problem: PasswordProblem) =>
    page(ctx, request, { step: 'form', token, login: person.email, problem }, 422);
  if (password !== repeated) return again('different');
  try {
    await setPasswordByLink(ctx, token, password);
    return page(ctx, request, { step: 'done' });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'invalid') return again('weak');
    if (error.code === 'conflict' || error.code === 'not_found') return page(ctx, request, { step: 'gone' }, 404);
    throw error;
  }
}

async function personOf(ctx: Context, token: string): Promise<LinkedPerson | null> {
  try {
    return await personOfLink(ctx, token);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
}

function page(ctx: Context, request: Request, stage: PasswordStage, status = 200): Response {
  const bankName = ctx.settings.get('bank.name');
  return viewResponse(PasswordPage({ language: languageOf(request), bankName, files: loneFiles(), stage }), { status });
}
