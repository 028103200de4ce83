import { Elysia, t } from 'elysia';
import { IMPORT_PATH } from '../../../views/knowledge/paths.ts';
import { ImportPage, ImportProblem, importPath } from '../../../views/knowledge-import/import-page.tsx';
import { ImportResultPage } from '../../../views/knowledge-import/import-result-page.tsx';
import { importTexts } from '../../../views/knowledge-import/import-texts.ts';
import type { Context } from '../../context.ts';
import { isHtmx, redirectTo, viewResponse } from '../../http/htmx.ts';
import { AppError } from '../../lib/errors.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { frameOf } from '../panel/frame.ts';
import { optionsOf } from './form.ts';
import { MAX_FILES } from './model.ts';
import { readImport, recentImports, startImport } from './service.ts';

const writing = { panel: PERMISSIONS['knowledge.write'] };

const ImportForm = t.Object({
  file: t.Optional(t.Files()),
  on_duplicate: t.Optional(t.String({ maxLength: 20 })),
  split: t.Optional(t.String({ maxLength: 5 })),
  category: t.Optional(t.String({ maxLength: 60 })),
  language: t.Optional(t.String({ maxLength: 5 })),
});

/** Documents that become drafts, in the panel. */
export const knowledgeImportPages = (ctx: Context) =>
  new Elysia({ prefix: IMPORT_PATH })
    .use(panelAccess(ctx))
    .get('/', ({ caller, request }) => importPage(ctx, caller, request, null), { ...writing })
    .post('/', ({ caller, request, body }) => start(ctx, caller, request, body), { ...writing, body: ImportForm })
    .get(
      '/:importId',
      async ({ caller, request, params }) => {
        const one = await readImport(ctx, caller, params.importId);
        return viewResponse(ImportResultPage({ one, ...frameOf(ctx, caller, request) }));
      },
      { ...writing, params: t.Object({ importId: t.String({ maxLength: 64 }) }) },
    );

async function importPage(ctx: Context, caller: Caller, request: Request, problem: string | null): Promise<Response> {
  const recent = await recentImports(ctx, caller);
  const view = ImportPage({ recent, problem, maxBytes: ctx.settings.maxUploadBytes, ...frameOf(ctx, caller, request) });
  return viewResponse(view, { status: problem === null ? 200 : 422 });
}

async function start(
  ctx: Context,
  caller: Caller,
  request: Request,
  { file = [], split, ...fields }: typeof ImportForm.static,
): Promise<Response> {
  // A form without a choice sends a file that is none.
  const documents = file.filter(({ name, size }) => size > 0 || Boolean(name));
  try {
    const id = await startImport(ctx, caller, documents, optionsOf({ ...fields, split: split === 'on' }));
    return redirectTo(importPath(id), request);
  } catch (error) {
    const problem = error instanceof AppError ? problemOf(error, documents.length, caller) : null;
    if (problem === null) throw error;
    return isHtmx(request)
      ? viewResponse(ImportProblem({ problem }), { status: 422 })
      : importPage(ctx, caller, request, problem);
  }
}

function problemOf({ code }: AppError, count: number, { language }: Caller): string | null {
  const { problems } = importTexts[language];
  if (code === 'too_large') return problems.too_large;
  if (code === 'conflict') return problems.busy;
  if (code !== 'invalid') return null;
  return count > MAX_FILES ? problems.too_many : problems.file;
}
