import { Elysia, t } from 'elysia';
import { SatisfactionPage } from '../../../views/satisfaction/satisfaction-page.tsx';
import type { Context } from '../../context.ts';
import { viewResponse } from '../../http/htmx.ts';
import { Figures } from '../analytics/figures.ts';
import { calendarOf } from '../analytics/measuring.ts';
import { midnightOf } from '../analytics/now-queries.ts';
import { readMeasures } from '../analytics/reading-queries.ts';
import { lastDays } from '../analytics/reports.ts';
import { noteRead } from '../audit/service.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { frameOf } from '../panel/frame.ts';
import { pagesOf, pathWith } from '../panel/paging.ts';
import type { SatisfactionSummary, ServedBy } from './model.ts';
import { countRatings, listRated, listRatings } from './queries.ts';

const PATH = '/panel/reports';
const PAGE_SIZE = 30;
const DEFAULT_DAYS = '30';
/** Of ratings with words. */
const MOST_COUNTED = 10_000;

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
  const calendar = calendarOf(ctx);
  const period = lastDays(calendar, days);
  const filter = {
    since: await midnightOf(sql, period.from, calendar.timeZone),
    by: servedBy(query.by),
    rating: query.rating === '' ? null : Number(query.rating),
    hasComment: query.comment === 'yes',
    limit: PAGE_SIZE,
    skip: (query.page - 1) * PAGE_SIZE,
  };
  const measures = ['ratings.by_server', 'conversations.ended'] as const;
  const figures = new Figures(await readMeasures(sql, calendar, { ...period, measures }));
  const summary = summarise(figures, filter.by);
  const given = Object.entries(summary.counts).filter(
    ([rating]) => filter.rating === null || Number(rating) === filter.rating,
  );
  const [ratings, total, rated] = await Promise.all([
    listRatings(sql, filter),
    filter.hasComment ? countRatings(sql, filter, MOST_COUNTED) : given.reduce((sum, [, count]) => sum + count, 0),
    listRated(sql, [...new Set(figures.dimensions('ratings.by_server').map(serverOf))].filter(Boolean).map(Number)),
  ]);
  const { rating, by, comment } = query;
  const path = pathWith(`${PATH}/satisfaction`, { days: String(days), rating, by, comment });
  const pages = pagesOf({ path, page: query.page, size: PAGE_SIZE, shown: ratings.length, total });
  const satisfaction = { ratings, summary, days: String(days), rating, by, comment, rated, pages, path };
  return viewResponse(SatisfactionPage({ satisfaction, ...frameOf(ctx, caller, request) }));
}

/** How often each rating was given for whom, and how many of their conversations ended: as it was measured, by days. */
function summarise(figures: Figures, by: ServedBy): SatisfactionSummary {
  const isTheirs = (server: string) => by === 'anybody' || server === (by === 'assistant' ? '' : String(by));
  const counts: Record<number, number> = {};
  for (const dimension of figures.dimensions('ratings.by_server')) {
    const rating = Number(dimension.split('/')[0]);
    if (!isTheirs(serverOf(dimension))) continue;
    counts[rating] = (counts[rating] ?? 0) + figures.amount('ratings.by_server', dimension);
  }
  return { counts, ended: figures.sumWhere('conversations.ended', isTheirs).amount };
}

const serverOf = (dimension: string): string => dimension.split('/')[1] ?? '';

const servedBy = (by: string): ServedBy => (by === '' ? 'anybody' : by === 'assistant' ? 'assistant' : Number(by));
