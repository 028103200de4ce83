import { Elysia, t } from 'elysia';
import { Piece } from '../../../views/components/piece.tsx';
import { customerTexts } from '../../../views/customers/customer-texts.ts';
import { ImportPage, OneImportPage } from '../../../views/customers/import-page.tsx';
import { fieldName, ImportResult, ImportSetupForm, type SetupState } from '../../../views/customers/import-setup.tsx';
import { CUSTOMERS_PATH, importPath } from '../../../views/customers/paths.ts';
import type { Context } from '../../context.ts';
import { redirectTo, textOf, viewResponse } from '../../http/htmx.ts';
import { oneOf } from '../../http/one-of.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { frameOf, viewOf } from '../panel/frame.ts';
import { guessMapping, sampleOf } from './file.ts';
import { type ImportRow, type ImportSetup, isImportField, ON_DUPLICATE } from './model.ts';
import { callOff, checkImport, faultsOf, getImport, startImport, takeFile } from './service.ts';

const SAMPLE_ROWS = 4;
const MAX_COLUMNS = 60;

const params = t.Object({ importId: t.String({ maxLength: 36 }) });
const word = t.String({ maxLength: 40 });
/** Of the selects: a single one comes by itself. */
const SetupForm = t.Object({
  mapping: t.Union([word, t.Array(word, { maxItems: MAX_COLUMNS })]),
  on_duplicate: oneOf(ON_DUPLICATE),
});

/** Customers from a file: taken in, set up, checked, imported. */
export const importPages = (ctx: Context) =>
  new Elysia({ prefix: '/import' })
    .use(panelAccess(ctx))
    .get('/', ({ caller, request }) => showUpload(ctx, caller, request), { panel: PERMISSIONS['customer.import'] })
    .post(
      '/',
      async ({ caller, request, body: { file } }) => {
        const taken = await takeFile(ctx, caller, file instanceof File ? file : null);
        if (typeof taken === 'string') return redirectTo(importPath(taken), request);
        const page = { fault: taken.fault, maxBytes: ctx.settings.maxUploadBytes, ...frameOf(ctx, caller, request) };
        return viewResponse(ImportPage(page), { status: taken.fault === 'large' ? 413 : 422 });
      },
      { panel: PERMISSIONS['customer.import'], body: t.Object({ file: t.Optional(t.Any()) }) },
    )
    .get('/:importId', ({ caller, request, params }) => showImport(ctx, caller, request, params.importId), {
      panel: PERMISSIONS['customer.import'],
      params,
    })
    .post(
      '/:importId/check',
      ({ caller, request, params, body }) =>
        check(ctx, caller, request, params.importId, {
          mapping: [body.mapping].flat().map((field) => (isImportField(field) ? field : '')),
          onDuplicate: body.on_duplicate,
        }),
      { panel: PERMISSIONS['customer.import'], params, body: SetupForm },
    )
    .post(
      '/:importId/run',
      async ({ caller, request, params: { importId } }) => {
        // It goes on when the answer has left; what became of it stands in its row.
        await startImport(ctx, caller, importId);
        return redirectTo(importPath(importId), request);
      },
      { panel: PERMISSIONS['customer.import'], params },
    )
    .post(
      '/:importId/cancel',
      async ({ caller, request, params: { importId } }) => {
        await callOff(ctx, caller, importId);
        return redirectTo(`${CUSTOMERS_PATH}/import`, request);
      },
      { panel: PERMISSIONS['customer.import'], params },
    )
    .get('/:importId/faults', ({ caller, params }) => listFaults(ctx, caller, params.importId), {
      panel: PERMISSIONS['customer.import'],
      params,
    });

function showUpload(ctx: Context, caller: Caller, request: Request): Response {
  return viewResponse(
    ImportPage({ fault: null, maxBytes: ctx.settings.maxUploadBytes, ...frameOf(ctx, caller, request) }),
  );
}

async function showImport(ctx: Context, caller: Caller, request: Request, id: string): Promise<Response> {
  const row = await getImport(ctx, caller, id);
  const isOpen = row.status === 'PENDING' || row.status === 'FAILED' || row.isSilent;
  const setup = isOpen && row.content !== null ? await setupOf(row, row.content) : null;
  return viewResponse(OneImportPage({ sight: { row, setup }, ...frameOf(ctx, caller, request) }));
}

/** What would become of it, or what the columns lack. */
async function check(
  ctx: Context,
  caller: Caller,
  request: Request,
  id: string,
  chosen: ImportSetup,
): Promise<Response> {
  const row = await getImport(ctx, caller, id);
  const view = viewOf(ctx, caller, request);
  const texts = customerTexts[view.language].import;
  const state = { ...(await setupOf(row, row.content ?? '')), ...chosen };
  const used = chosen.mapping.filter(Boolean);
  const problem =
    new Set(used).size < used.length
      ? texts.twice
      : used.some((field) => field === 'full_name' || field === 'first_name' || field === 'last_name')
        ? null
        : texts.noName;
  const form = (problem: string | null) => textOf(ImportSetupForm({ state: { ...state, problem }, view }));
  if (problem !== null) return viewResponse(form(problem), { status: 422 });
  const found = await checkImport(ctx, caller, id, chosen);
  const content = ImportResult({ id, check: found, view });
  return viewResponse(form(null) + textOf(Piece({ target: 'import-result', swap: 'outerHTML', content })));
}

async function setupOf(row: ImportRow, content: string): Promise<SetupState> {
  const { header, lines } = await sampleOf(content, SAMPLE_ROWS);
  const { id, onDuplicate } = row;
  return { id, header, sample: lines, mapping: row.mapping ?? guessMapping(header), onDuplicate, problem: null };
}

/** All that is wrong, as CSV, written while it is sent. */
async function listFaults(ctx: Context, caller: Caller, id: string): Promise<Response> {
  const { language } = caller;
  const { import: texts, faults: sentences } = customerTexts[language];
  const { stringify } = await import('csv-stringify/sync');
  const pages = faultsOf(ctx, caller, id);
  const first = await pages.next();
  const encoder = new TextEncoder();
  const write = (rows: string[][], bom = false) =>
    encoder.encode(stringify(rows, { bom, escape_formulas: true, record_delimiter: 'windows' }));
  let page: typeof first | null = first;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(write([[texts.faultLine, texts.faultColumn, texts.fault]], true)),
    async pull(controller) {
      const { value, done } = page ?? (await pages.next());
      page = null;
      if (done) return controller.close();
      const rows = value.map(({ line, field, fault }) => [
        String(line),
        field ? fieldName(field, { language }) : '',
        sentences[fault] ?? fault,
      ]);
      controller.enqueue(write(rows.length > 0 ? rows : []));
    },
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="customers-errors.csv"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
