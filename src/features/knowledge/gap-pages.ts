import { Elysia, t } from 'elysia';
import { Piece } from '../../../views/components/piece.tsx';
import { ToastPiece } from '../../../views/components/toast.tsx';
import { GapsPage } from '../../../views/knowledge/gaps-page.tsx';
import { knowledgeTexts } from '../../../views/knowledge/knowledge-texts.ts';
import { GAPS_PATH, topicPath } from '../../../views/knowledge/paths.ts';
import type { Context } from '../../context.ts';
import { isHtmx, redirectTo, textOf, viewResponse } from '../../http/htmx.ts';
import { oneOf } from '../../http/one-of.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { frameOf } from '../panel/frame.ts';
import { pagesOf, pathWith } from '../panel/paging.ts';
import { countGaps, listGaps } from './gap-queries.ts';
import { dismissGap, restoreGap, writeFromGap } from './gaps.ts';

const PAGE_SIZE = 20;
const params = t.Object({ id: t.Integer({ minimum: 1, maximum: 2_147_483_647 }) });
const GapsQuery = t.Object({
  dismissed: t.Optional(t.Boolean()),
  order: t.Optional(oneOf(['count', 'recent'])),
  page: t.Integer({ minimum: 1, maximum: 100_000, default: 1 }),
});
const looking = { panel: PERMISSIONS['knowledge.gaps'] };
/** The list asks for itself again. */
const CHANGED = { 'hx-trigger': JSON.stringify({ 'panel:knowledge': { target: 'body' } }) };

/** What nothing answered, and the way from there to an article. */
export const gapPages = (ctx: Context) =>
  new Elysia({ prefix: GAPS_PATH })
    .use(panelAccess(ctx))
    .get('/', ({ caller, request, query }) => show(ctx, caller, request, query), { ...looking, query: GapsQuery })
    .post(
      '/:id/article',
      async ({ caller, request, params: { id } }) =>
        redirectTo(`${topicPath(await writeFromGap(ctx, caller, id))}?done=begun`, request),
      { ...looking, params },
    )
    .post(
      '/:id/dismiss',
      async ({ caller, request, params: { id } }) => {
        await dismissGap(ctx, caller, id);
        return done(caller, request, id, 'dismissed');
      },
      { ...looking, params },
    )
    .post(
      '/:id/restore',
      async ({ caller, request, params: { id } }) => {
        await restoreGap(ctx, caller, id);
        return done(caller, request, id, 'restored');
      },
      { ...looking, params },
    );

async function show(
  ctx: Context,
  caller: Caller,
  request: Request,
  { dismissed = false, order = 'count', page }: typeof GapsQuery.static,
): Promise<Response> {
  const { sql } = ctx.db;
  const [gaps, openCount, total] = await Promise.all([
    listGaps(sql, { isDismissed: dismissed, order, limit: PAGE_SIZE, skip: (page - 1) * PAGE_SIZE }),
    countGaps(sql, false),
    countGaps(sql, dismissed),
  ]);
  const state = { ...(dismissed && { dismissed: 'true' }), ...(order === 'recent' && { order }) };
  const path = pathWith(GAPS_PATH, state);
  const list = {
    gaps,
    isDismissed: dismissed,
    order,
    openCount,
    pages: pagesOf({ path, page, size: PAGE_SIZE, shown: gaps.length, total }),
    path: page > 1 ? pathWith(GAPS_PATH, { ...state, page: String(page) }) : path,
  };
  return viewResponse(GapsPage({ gaps: list, ...frameOf(ctx, caller, request) }));
}

/** The card goes, a word about it comes. */
function done({ language }: Caller, request: Request, id: number, deed: 'dismissed' | 'restored'): Response {
  if (!isHtmx(request)) return redirectTo(GAPS_PATH, request);
  const toast = ToastPiece({ title: knowledgeTexts[language].gaps[deed], kind: 'done', language });
  const gone = Piece({ target: `gap-card-${id}`, swap: 'delete', content: '' });
  return viewResponse(textOf(gone) + textOf(toast), { headers: CHANGED });
}
