import { Elysia, t } from 'elysia';
import { customerTexts } from '../../../views/customers/customer-texts.ts';
import { confirmationOf, EraseForm, ErasePage } from '../../../views/customers/erase-page.tsx';
import { actionPath, CUSTOMERS_PATH } from '../../../views/customers/paths.ts';
import { ReceiptPage, ReceiptsPage } from '../../../views/customers/receipt-page.tsx';
import type { Context } from '../../context.ts';
import { redirectTo, viewResponse } from '../../http/htmx.ts';
import { oneOf } from '../../http/one-of.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { frameOf, viewOf } from '../panel/frame.ts';
import { pagesOf } from '../panel/paging.ts';
import { CustomerHeld, eraseCustomer, getReceipt } from './erasure.ts';
import { countReceipts, listReceipts } from './erasure-queries.ts';
import { ERASURE_REASONS, type ErasureReason } from './model.ts';
import { findProfileFacts } from './profile-queries.ts';
import { getCustomer, readCustomer } from './reading.ts';

const MAX_ID = 2_147_483_647;
const PAGE_ROWS = 50;
const params = t.Object({ id: t.Integer({ minimum: 1, maximum: MAX_ID }) });

/** Erasing a person, and the receipts of it. */
export const erasurePages = (ctx: Context) =>
  new Elysia()
    .use(panelAccess(ctx))
    .get('/erasures', ({ caller, request, query: { page } }) => showReceipts(ctx, caller, request, page), {
      panel: PERMISSIONS['customer.erase'],
      query: t.Object({ page: t.Integer({ minimum: 1, maximum: 10_000, default: 1 }) }),
    })
    .get(
      '/:id/erase',
      async ({ caller, request, params: { id } }) => {
        const customer = await readCustomer(ctx, caller, id);
        const facts = await findProfileFacts(ctx.db.sql, id);
        return viewResponse(ErasePage({ customer, facts, ...frameOf(ctx, caller, request) }));
      },
      { panel: PERMISSIONS['customer.erase'], params },
    )
    .post(
      '/:id/erase',
      ({ caller, request, params: { id }, body }) =>
        takeErasure(ctx, caller, request, id, body.reason, body.confirmation),
      {
        panel: PERMISSIONS['customer.erase'],
        params,
        body: t.Object({ reason: oneOf(ERASURE_REASONS), confirmation: t.String({ maxLength: 100, default: '' }) }),
      },
    )
    .get(
      '/:id/receipt',
      async ({ caller, request, params: { id } }) =>
        viewResponse(ReceiptPage({ receipt: await getReceipt(ctx, id), ...frameOf(ctx, caller, request) })),
      { panel: PERMISSIONS['customer.erase'], params },
    );

async function takeErasure(
  ctx: Context,
  caller: Caller,
  request: Request,
  id: number,
  reason: ErasureReason,
  typed: string,
): Promise<Response> {
  const customer = await getCustomer(ctx.db.sql, id);
  const view = viewOf(ctx, caller, request);
  const { erase: texts } = customerTexts[view.language];
  const again = (error: string | null, problem: string | null, status: number) =>
    viewResponse(EraseForm({ customer, reason, typed, error, problem, view }), { status });
  const word = confirmationOf(customer);
  if (typed.trim() !== word) return again(texts.wrong(word), null, 422);
  try {
    await eraseCustomer(ctx, caller, id, reason);
    return redirectTo(actionPath(id, 'receipt'), request);
  } catch (error) {
    if (!(error instanceof CustomerHeld)) throw error;
    return again(null, texts.held(error.reason), 409);
  }
}

async function showReceipts(ctx: Context, caller: Caller, request: Request, page: number): Promise<Response> {
  const { sql } = ctx.db;
  const [rows, total] = await Promise.all([listReceipts(sql, PAGE_ROWS, (page - 1) * PAGE_ROWS), countReceipts(sql)]);
  const path = `${CUSTOMERS_PATH}/erasures`;
  const pages = pagesOf({ path, page, size: PAGE_ROWS, shown: rows.length, total });
  return viewResponse(ReceiptsPage({ receipts: { rows, pages }, ...frameOf(ctx, caller, request) }));
}
