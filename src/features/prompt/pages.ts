import { Elysia, t } from 'elysia';
import { PROMPT_PATH } from '../../../views/prompt/paths.ts';
import { PromptForm, TrialProblem, TrialResult, WholePrompt } from '../../../views/prompt/prompt-form.tsx';
import { PromptPage, PromptVersionPage } from '../../../views/prompt/prompt-pages.tsx';
import type { PromptDone } from '../../../views/prompt/prompt-texts.ts';
import type { Context } from '../../context.ts';
import { redirectTo, viewResponse } from '../../http/htmx.ts';
import { limit } from '../../http/limits.ts';
import { oneOf } from '../../http/one-of.ts';
import { AppError } from '../../lib/errors.ts';
import { LANGUAGES, type Language } from '../../lib/language.ts';
import { may, PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { frameOf, viewOf } from '../panel/frame.ts';
import { pagesOf } from '../panel/paging.ts';
import type { PromptFault, PromptFields } from './model.ts';
import {
  activateVersion,
  browseVersions,
  compareVersion,
  EMPTY,
  getVersion,
  SAME,
  saveVersion,
  tryInstructions,
  wholePrompt,
  withdrawInstructions,
} from './service.ts';

const PAGE_SIZE = 20;
const DONE = ['saved', 'used', 'withdrawn'] as const satisfies PromptDone[];
const MAX_FIELD_CHARS = 40_000;

const read = { panel: PERMISSIONS['setting.read'] };
const written = { panel: PERMISSIONS['setting.manage'] };
const params = t.Object({ id: t.Integer({ minimum: 1, maximum: 2_147_483_647 }) });
const Text = t.String({ maxLength: MAX_FIELD_CHARS, default: '' });
const texts = { text_es: Text, text_en: Text };

/** The bank's own instructions to the assistant. */
export const promptPages = (ctx: Context) =>
  new Elysia({ prefix: PROMPT_PATH })
    .use(panelAccess(ctx))
    .get('/', ({ caller, request, query }) => showPrompt(ctx, caller, request, query), {
      ...read,
      query: t.Object({
        from: t.Optional(t.Integer({ minimum: 1, maximum: 2_147_483_647 })),
        page: t.Integer({ minimum: 1, maximum: 100_000, default: 1 }),
        done: t.Optional(oneOf(DONE)),
      }),
    })
    .get(
      '/:id',
      async ({ caller, request, params: { id } }) =>
        viewResponse(
          PromptVersionPage({
            ...(await compareVersion(ctx, id)),
            mayChange: may(caller.role, 'setting.manage'),
            ...frameOf(ctx, caller, request),
          }),
        ),
      { ...read, params },
    )
    .post(
      '/',
      async ({ caller, request, body, set }) => {
        await limit(ctx, set, { name: 'settings_write', subject: caller.id });
        return takeVersion(ctx, caller, request, body);
      },
      { ...written, body: t.Object({ ...texts, note: Text, use: t.Optional(t.String({ maxLength: 10 })) }) },
    )
    .post(
      '/preview',
      ({ caller, body }) => {
        const prompts = { es: wholePrompt(ctx, body.text_es), en: wholePrompt(ctx, body.text_en) };
        return viewResponse(WholePrompt({ prompts, language: caller.language }));
      },
      { ...written, body: t.Object(texts) },
    )
    .post(
      '/try',
      async ({ caller, request, body, set }) => {
        await limit(ctx, set, { name: 'settings_write', subject: caller.id });
        return answerTrial(ctx, caller, request, body);
      },
      { ...written, body: t.Object({ ...texts, question: Text, language: oneOf(LANGUAGES) }) },
    )
    .post(
      '/withdraw',
      async ({ caller, request, set }) => {
        await limit(ctx, set, { name: 'settings_write', subject: caller.id });
        await withdrawInstructions(ctx, caller);
        return redirectTo(`${PROMPT_PATH}?done=withdrawn`, request);
      },
      { ...written },
    )
    .post(
      '/:id/use',
      async ({ caller, request, params: { id }, set }) => {
        await limit(ctx, set, { name: 'settings_write', subject: caller.id });
        await activateVersion(ctx, caller, id);
        return redirectTo(`${PROMPT_PATH}?done=used`, request);
      },
      { ...written, params },
    );

async function showPrompt(
  ctx: Context,
  caller: Caller,
  request: Request,
  { from, page, done }: { from?: number | undefined; page: number; done?: PromptDone | undefined },
): Promise<Response> {
  const { versions, total, active } = await browseVersions(ctx, { skip: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE });
  const start = from === undefined ? active : await getVersion(ctx, from);
  return viewResponse(
    PromptPage({
      fields: { texts: start?.texts ?? { es: '', en: '' }, note: '' },
      versions,
      active,
      pages: pagesOf({ path: PROMPT_PATH, page, size: PAGE_SIZE, shown: versions.length, total }),
      mayChange: may(caller.role, 'setting.manage'),
      done: done ?? null,
      ...frameOf(ctx, caller, request),
    }),
  );
}

/** Keeps the version, or answers the form again with what was typed and what is wrong. */
async function takeVersion(
  ctx: Context,
  caller: Caller,
  request: Request,
  body: { text_es: string; text_en: string; note: string; use?: string | undefined },
): Promise<Response> {
  const fields: PromptFields = { texts: { es: body.text_es, en: body.text_en }, note: body.note };
  const isToBeUsed = body.use === 'on';
  try {
    await saveVersion(ctx, caller, fields, isToBeUsed);
    return redirectTo(`${PROMPT_PATH}?done=${isToBeUsed ? 'used' : 'saved'}`, request);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid') throw error;
    return viewResponse(PromptForm({ fields, faults: faultsOf(error), language: caller.language }), { status: 422 });
  }
}

const faultsOf = ({ fields }: AppError): PromptFault[] =>
  fields.map(({ field, message }): PromptFault => {
    if (message === EMPTY) return 'empty';
    if (message === SAME) return 'same';
    if (field === 'note') return 'long_note';
    return field === 'text_en' ? 'long_en' : 'long_es';
  });

async function answerTrial(
  ctx: Context,
  caller: Caller,
  request: Request,
  body: { text_es: string; text_en: string; question: string; language: Language },
): Promise<Response> {
  const { question, language } = body;
  const text = language === 'es' ? body.text_es : body.text_en;
  try {
    const trial = await tryInstructions(ctx, caller, { question, language, text });
    return viewResponse(TrialResult({ trial, language, view: viewOf(ctx, caller, request) }));
  } catch (error) {
    if (!(error instanceof AppError) || !['invalid', 'unavailable'].includes(error.code)) throw error;
    const problem = error.code === 'invalid' ? 'noQuestion' : 'noAnswer';
    return viewResponse(TrialProblem({ problem, language: caller.language }), { status: error.status });
  }
}
