import { Elysia } from 'elysia';
import { CustomerListPage, PAGE_ROWS } from '../../../views/customers/customer-list-page.tsx';
import { type CustomerListState, listPath } from '../../../views/customers/paths.ts';
import type { Context } from '../../context.ts';
import { isHtmx, redirectTo, viewResponse } from '../../http/htmx.ts';
import { noteSearch } from '../audit/service.ts';
import { may, PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { importPages } from '../customer-import/pages.ts';
import { frameOf } from '../panel/frame.ts';
import { pushedTo } from '../panel/sealed-words.ts';
import { listColleagues } from '../tickets/reading-queries.ts';
import { duplicatePages } from './duplicate-pages.ts';
import { countPairs } from './duplicate-queries.ts';
import { erasurePages } from './erasure-pages.ts';
import { looksLikeAccount } from './fields.ts';
import { formPages } from './form-pages.ts';
import { filterOfState, ListForm, ListQuery, stateOfForm, stateOfQuery, withoutAccount } from './list-address.ts';
import { exportList } from './list-export.ts';
import { countCustomers, listCustomerRows, listTags } from './list-queries.ts';
import { profilePages } from './profile-pages.ts';
import { customerSummary } from './reading.ts';

/** Totals are counted no further. */
const MOST_SHOWN = 500;

/** The customers in the panel: the list, and everything that leads from it. */
export const customersPages = (ctx: Context) =>
  new Elysia({ prefix: '/panel/customers' })
    .use(panelAccess(ctx))
    .get(
      '/',
      ({ caller, request, query }) => showList(ctx, caller, request, stateOfQuery(query, request, ctx.searches)),
      { panel: PERMISSIONS['customer.read'], query: ListQuery },
    )
    // The filters come in a body: what is looked for names a person, or is an account number.
    .post('/', ({ caller, request, body }) => takeFilters(ctx, caller, request, body), {
      panel: PERMISSIONS['customer.read'],
      body: ListForm,
    })
    .get(
      '/export',
      ({ caller, request, query }) =>
        exportList(ctx, caller, filterOfState(stateOfQuery(query, request, ctx.searches))),
      { panel: PERMISSIONS['customer.list.export'], query: ListQuery },
    )
    .use(formPages(ctx))
    .use(importPages(ctx))
    .use(duplicatePages(ctx))
    .use(erasurePages(ctx))
    .use(profilePages(ctx));

async function takeFilters(
  ctx: Context,
  caller: Caller,
  request: Request,
  form: typeof ListForm.static,
): Promise<Response> {
  const state = stateOfForm(form, request, ctx.searches);
  const path = listPath(state);
  if (isHtmx(request)) return showList(ctx, caller, request, state, pushedTo(path, request));
  // What no address says is shown at once.
  return looksLikeAccount(state.q) ? showList(ctx, caller, request, state) : redirectTo(path, request);
}

async function showList(
  ctx: Context,
  caller: Caller,
  request: Request,
  state: CustomerListState,
  headers: Record<string, string> = {},
): Promise<Response> {
  const filter = filterOfState(state);
  if (filter.text !== undefined) await noteSearch(ctx, caller, 'customer');
  const { sql } = ctx.db;
  const paging = { limit: PAGE_ROWS, skip: (state.page - 1) * PAGE_ROWS, order: state.order };
  const [rows, total, summary, tags, colleagues, pairs] = await Promise.all([
    listCustomerRows(sql, filter, paging),
    countCustomers(sql, filter, MOST_SHOWN + 1),
    customerSummary(ctx),
    listTags(sql),
    listColleagues(sql),
    may(caller, 'customer.merge') ? countPairs(sql, 100) : 0,
  ]);
  const shown = withoutAccount(state);
  const isSearch = filter.text !== undefined;
  const list = { rows, total, most: MOST_SHOWN, state: shown, isSearch, summary, tags, colleagues, pairs };
  return viewResponse(CustomerListPage({ list, ...frameOf(ctx, caller, request) }), { headers });
}
