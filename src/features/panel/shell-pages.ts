import { Elysia, t } from 'elysia';
import { BellList, BellPiece } from '../../../views/layouts/bell.tsx';
import { SearchResults } from '../../../views/layouts/quick-search.tsx';
import type { Context } from '../../context.ts';
import { isHtmx, redirectTo, textOf, viewResponse } from '../../http/htmx.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { readNotifications } from '../notifications/service.ts';
import { HOME } from './errors.ts';
import { viewOf } from './frame.ts';
import { findPages, sectionPages } from './places.ts';
import { listNotices } from './queries.ts';
import { quickSearch } from './service.ts';

const MAX_QUERY_CHARS = 120;
const BELL_ROWS = 12;
const MAX_PAGES = 5;

/** What every page of the panel asks for: the quick search and the list of the bell. */
export const shellPages = (ctx: Context) =>
  new Elysia({ prefix: '/panel' })
    .use(panelAccess(ctx))
    // In a body: what is looked for may name a customer, or be an account number.
    .post(
      '/search',
      async ({ caller, request, body: { q } }) => {
        const found = await quickSearch(ctx, caller, q);
        const view = viewOf(ctx, caller, request);
        const pages = q.trim() ? findPages(q, caller.role, view.language, MAX_PAGES) : sectionPages(caller);
        return viewResponse(SearchResults({ pages, found, role: caller.role, view }));
      },
      { panel: 'AGENT', body: t.Object({ q: t.String({ maxLength: MAX_QUERY_CHARS, default: '' }) }) },
    )
    .get('/bell', async ({ caller, request }) => viewResponse(await bellList(ctx, caller, request)), { panel: 'AGENT' })
    .post(
      '/bell/read',
      async ({ caller, request }) => {
        const count = await readNotifications(ctx, caller, null);
        if (!isHtmx(request)) return redirectTo(HOME, request);
        const list = textOf(await bellList(ctx, caller, request));
        return viewResponse(list + textOf(BellPiece({ count, language: caller.language })));
      },
      { panel: 'AGENT' },
    );

async function bellList(ctx: Context, caller: Caller, request: Request): Promise<JSX.Element> {
  const notices = await listNotices(ctx.db.sql, caller.id, BELL_ROWS);
  return BellList({ notices, role: caller.role, view: viewOf(ctx, caller, request) });
}
