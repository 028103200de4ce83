import { Elysia, t } from 'elysia';
import { ToastPiece } from '../../../views/components/toast.tsx';
import { customerTexts } from '../../../views/customers/customer-texts.ts';
import { DuplicatesPage } from '../../../views/customers/duplicates-page.tsx';
import { MergePage } from '../../../views/customers/merge-page.tsx';
import { CUSTOMERS_PATH, customerPath } from '../../../views/customers/paths.ts';
import type { Context } from '../../context.ts';
import { isHtmx, redirectTo, viewResponse } from '../../http/htmx.ts';
import { oneOf } from '../../http/one-of.ts';
import { AppError } from '../../lib/errors.ts';
import type { Language } from '../../lib/language.ts';
import { noteSearch } from '../audit/service.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { frameOf } from '../panel/frame.ts';
import { pagesOf } from '../panel/paging.ts';
import { countPairs, dismissPair, listPairs } from './duplicate-queries.ts';
import { listCustomers } from './list-queries.ts';
import { type MergePlan, MergeRefused, mergeCustomers, planMerge } from './merge.ts';
import { CHOSEN_FIELDS, type ChosenField } from './model.ts';
import { auditCustomer, getCustomer } from './reading.ts';

const MAX_ID = 2_147_483_647;
const PAGE_ROWS = 25;
const MOST_SHOWN = 1_000;
const MAX_FOUND = 8;

const id = t.Integer({ minimum: 1, maximum: MAX_ID });
const params = t.Object({ id });
const choice = t.Optional(oneOf(['survivor', 'duplicate']));
const MergeForm = t.Object({
  with: id,
  ...(Object.fromEntries(CHOSEN_FIELDS.map((field) => [field, choice])) as Record<ChosenField, typeof choice>),
});

/** Customers who may be one: suggested pairs, two of them side by side, and making them one. */
export const duplicatePages = (ctx: Context) =>
  new Elysia()
    .use(panelAccess(ctx))
    .get('/duplicates', ({ caller, request, query: { page } }) => showPairs(ctx, caller, request, page), {
      panel: PERMISSIONS['customer.merge'],
      query: t.Object({ page: t.Integer({ minimum: 1, maximum: 1_000, default: 1 }) }),
    })
    .post(
      '/duplicates',
      async ({ caller, request, body: { one, other } }) => {
        if (await dismissPair(ctx.db.sql, one, other, caller.id)) {
          await auditCustomer(ctx.db.sql, caller, 'customer.not_duplicate', one, { other });
        }
        if (!isHtmx(request)) return redirectTo(`${CUSTOMERS_PATH}/duplicates`, request);
        const { language } = caller;
        const title = customerTexts[language].pairs.dismissed;
        return viewResponse(ToastPiece({ title, kind: 'done', language }));
      },
      { panel: PERMISSIONS['customer.merge'], body: t.Object({ one: id, other: id }) },
    )
    .get(
      '/:id/merge',
      ({ caller, request, params: { id }, query }) => showMerge(ctx, caller, request, id, query.with),
      {
        panel: PERMISSIONS['customer.merge'],
        params,
        query: t.Object({ with: t.Optional(id) }),
      },
    )
    // In a body, as in the list.
    .post(
      '/:id/merge/find',
      ({ caller, request, params: { id }, body: { q } }) => showMerge(ctx, caller, request, id, undefined, q.trim()),
      {
        panel: PERMISSIONS['customer.merge'],
        params,
        body: t.Object({ q: t.String({ maxLength: 200, default: '' }) }),
      },
    )
    .post('/:id/merge', ({ caller, request, params: { id }, body }) => takeMerge(ctx, caller, request, id, body), {
      panel: PERMISSIONS['customer.merge'],
      params,
      body: MergeForm,
    });

async function showPairs(ctx: Context, caller: Caller, request: Request, page: number): Promise<Response> {
  const { sql } = ctx.db;
  const [pairs, total] = await Promise.all([
    listPairs(sql, { limit: PAGE_ROWS, skip: (page - 1) * PAGE_ROWS }),
    countPairs(sql, MOST_SHOWN),
  ]);
  const path = `${CUSTOMERS_PATH}/duplicates`;
  const pages = pagesOf({ path, page, size: PAGE_ROWS, shown: pairs.length, total });
  return viewResponse(DuplicatesPage({ duplicates: { pairs, pages }, ...frameOf(ctx, caller, request) }));
}

async function showMerge(
  ctx: Context,
  caller: Caller,
  request: Request,
  customerId: number,
  otherId?: number,
  query = '',
): Promise<Response> {
  const customer = await getCustomer(ctx.db.sql, customerId);
  if (query !== '') await noteSearch(ctx, caller, 'customer');
  const found = query === '' ? [] : await listCustomers(ctx.db.sql, { text: query }, { limit: MAX_FOUND + 1, skip: 0 });
  let comparison: MergePlan | null = null;
  let problem: string | null = null;
  try {
    comparison = otherId === undefined ? null : await planMerge(ctx, customerId, otherId);
  } catch (error) {
    problem = problemOf(error, caller.language);
  }
  const others = found.filter((one) => one.id !== customerId).slice(0, MAX_FOUND);
  const page = { customer, comparison, found: others, query, problem, ...frameOf(ctx, caller, request) };
  return viewResponse(MergePage(page), { status: problem === null ? 200 : 409 });
}

async function takeMerge(
  ctx: Context,
  caller: Caller,
  request: Request,
  survivorId: number,
  body: typeof MergeForm.static,
): Promise<Response> {
  const take = CHOSEN_FIELDS.filter((field) => body[field] === 'duplicate');
  try {
    await mergeCustomers(ctx, caller, { survivorId, duplicateId: body.with, take });
    return redirectTo(`${customerPath(survivorId)}?done=merged`, request);
  } catch (error) {
    const problem = problemOf(error, caller.language);
    const customer = await getCustomer(ctx.db.sql, survivorId);
    const page = { customer, comparison: null, found: [], query: '', problem, ...frameOf(ctx, caller, request) };
    return viewResponse(MergePage(page), { status: 409 });
  }
}

function problemOf(error: unknown, language: Language): string {
  const { refused } = customerTexts[language].merge;
  if (error instanceof MergeRefused) return refused[error.reason];
  if (error instanceof AppError && error.code === 'not_found') return refused.gone;
  throw error;
}
