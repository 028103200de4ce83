import { Elysia, t } from 'elysia';
import { SatisfactionPage } from '../../../views/satisfaction/satisfaction-page.tsx';
import type { Context } from '../../context.ts';
import { viewResponse } from '../../http/htmx.ts';
import { noteRead } from '../audit/service.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { frameOf } from '../panel/frame.ts';
import { pagesOf, pathWith } from '../panel/paging.ts';
import type { ServedBy } from './model.ts';
import { countRatings, listRated, listRatings, summariseRatings } from './queries.ts';

const PATH = '/panel/reports';
const PAGE_SIZE = 30;
const DEFAULT_DAYS = '30';

const seen = { panel: PERMISSIONS['satisfaction.read'] };
const RatingQuery = t.Object({
  days: t.UnionEnum(['7', '30', '90', '365', ''], { default: DEFAULT_DAYS }),
  rating: t.UnionEnum(['1', '2', '3', '4', '5', ''], { default: '' }),
  by: t.String({ pattern: '^(assistant|[0-9]{1,9})?$', default: '' }),
  comment: t.UnionEnum(['yes', ''], { default: '' }),
  page: t.Integer({ minimum: 1, maximum: 100_000, default: 1 }),
});

/** What customers say of conversations that are over. */
export const satisfactionPages = (ctx: Context) =>
  new Elysia({ prefix: PATH })
    .use(panelAccess(ctx))
    .get('/satisfaction', ({ caller, request, query }) => showRatings(ctx, caller, request, query), {
      ...seen,
      query: RatingQuery,
    });

async function showRatings(
  ctx: Context,
  caller: Caller,
  request: Request,
  query: typeof RatingQuery.static,
): Promise<Response> {
  const { sql } = ctx.db;
  await noteRead(ctx, caller, { action: 'satisfaction.read', resourceType: 'report', resourceId: 'satisfaction' });
  const days = Number(query.days || DEFAULT_DAYS);
  const filter = {
    days,
    by: servedBy(query.by),
    rating: query.rating === '' ? null : Number(query.rating),
    hasComment: query.comment === 'yes',
    limit: PAGE_SIZE,
    skip: (query.page - 1) * PAGE_SIZE,
  };
  const [ratings, total, summary, rated] = await Promise.all([
    listRatings(sql, filter),
    countRatings(sql, filter),
    summariseRatings(sql, filter),
    listRated(sql, days),
  ]);
  const { rating, by, comment } = query;
  const path = pathWith(`${PATH}/satisfaction`, { days: String(days), rating, by, comment });
  const pages = pagesOf({ path, page: query.page, size: PAGE_SIZE, shown: ratings.length, total });
  const satisfaction = { ratings, summary, days: String(days), rating, by, comment, rated, pages, path };
  return viewResponse(SatisfactionPage({ satisfaction, ...frameOf(ctx, caller, request) }));
}

const servedBy = (by: string): ServedBy => (by === '' ? 'anybody' : by === 'assistant' ? 'assistant' : Number(by));
