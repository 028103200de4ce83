import { Elysia, t } from 'elysia';
import { AuditNews, type AuditNewsState } from '../../../views/audit/audit-news.tsx';
import { type AuditList, AuditPage } from '../../../views/audit/audit-page.tsx';
import { ChainCard } from '../../../views/audit/chain-card.tsx';
import { AUDIT_PATH } from '../../../views/audit/paths.ts';
import { ReadersList } from '../../../views/audit/readers-list.tsx';
import type { Context } from '../../context.ts';
import { isHtmx, redirectTo, viewResponse } from '../../http/htmx.ts';
import { oneOf } from '../../http/one-of.ts';
import { fromLocalTime } from '../../lib/zoned-time.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess, timeZoneOfRequest } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { frameOf, viewOf } from '../panel/frame.ts';
import { pagesOf, pathWith } from '../panel/paging.ts';
import { EXPORT_FORMATS, exportAudit } from './export.ts';
import { type AuditFilter, actionsOf } from './model.ts';
import { countEntries, findGone, listActors } from './queries.ts';
import { browseAudit, MOST_COUNTED, noteAuditRead, readersOf } from './service.ts';
import { readVerifications, startVerification } from './verification.ts';

const PAGE_SIZE = 50;
const MAX_ACTORS = 1_000;
/** New ones are counted no further. */
const MOST_NEWS = 99;
const word = (most: number) => t.String({ maxLength: most, default: '' });
const day = t.String({ pattern: '^(\\d{4}-\\d{2}-\\d{2})?$', default: '' });

const Filter = t.Object({
  id: word(200),
  who: t.String({ pattern: '^[0-9]{0,9}$', default: '' }),
  action: word(80),
  about: word(40),
  outcome: t.Optional(oneOf(['', 'success', 'failure'])),
  from: day,
  to: day,
});
const Page = t.Integer({ minimum: 1, maximum: 100_000, default: 1 });
const read = { panel: PERMISSIONS['audit.read'] };

/** The audit log, for those who may read it; and who looked at a thing, for those who oversee the desk. */
export const auditPages = (ctx: Context) =>
  new Elysia({ prefix: AUDIT_PATH })
    .use(panelAccess(ctx))
    .get('/', ({ caller, request, query }) => showLog(ctx, caller, request, query), {
      ...read,
      query: t.Composite([Filter, t.Object({ page: Page })]),
    })
    .get('/news', ({ caller, request, query }) => showNews(ctx, caller, request, query), {
      ...read,
      query: t.Composite([Filter, t.Object({ after: t.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }) })]),
    })
    .get('/chain', ({ caller, request }) => showChain(ctx, caller, request), { ...read })
    .post(
      '/verify',
      async ({ caller, request }) => {
        await startVerification(ctx, caller);
        return isHtmx(request) ? showChain(ctx, caller, request) : redirectTo(AUDIT_PATH, request);
      },
      { ...read },
    )
    .get(
      '/export',
      ({ caller, request, query: { format, ...query } }) =>
        exportAudit(ctx, caller, filterOf(query, timeZoneOfRequest(request)), format ?? 'csv'),
      { ...read, query: t.Composite([Filter, t.Object({ format: t.Optional(oneOf(EXPORT_FORMATS)) })]) },
    )
    .get(
      '/readers',
      async ({ caller, request, query: { thing, id } }) => {
        const readers = await readersOf(ctx, thing, id);
        return viewResponse(ReadersList({ readers, view: viewOf(ctx, caller, request) }));
      },
      {
        panel: PERMISSIONS['audit.readers'],
        query: t.Object({
          thing: oneOf(['conversation', 'ticket', 'customer']),
          id: t.String({ minLength: 1, maxLength: 64 }),
        }),
      },
    );

type FilterQuery = typeof Filter.static;

async function showLog(
  ctx: Context,
  caller: Caller,
  request: Request,
  { page, ...query }: FilterQuery & { page: number },
): Promise<Response> {
  await noteAuditRead(ctx, caller);
  const filter = filterOf(query, timeZoneOfRequest(request));
  const [{ entries, total }, actors, looks] = await Promise.all([
    browseAudit(ctx, filter, { limit: PAGE_SIZE, skip: (page - 1) * PAGE_SIZE }),
    listActors(ctx.db.sql, MAX_ACTORS),
    readVerifications(ctx),
  ]);
  const words = wordsOf(query);
  const path = pathWith(AUDIT_PATH, words);
  const audit: AuditList = {
    entries,
    gone: await findGone(ctx.db.sql, entries),
    filter: words,
    actors,
    looks,
    news: page === 1 ? newsOf(query, entries[0]?.id ?? 0, 0) : null,
    exportPath: (format) => pathWith(`${AUDIT_PATH}/export`, { ...words, format }),
    pages: {
      ...pagesOf({ path, page, size: PAGE_SIZE, shown: entries.length, total }),
      isMore: total >= MOST_COUNTED,
    },
  };
  return viewResponse(AuditPage({ audit, ...frameOf(ctx, caller, request) }));
}

async function showNews(
  ctx: Context,
  caller: Caller,
  request: Request,
  { after, ...query }: FilterQuery & { after: number },
): Promise<Response> {
  const filter = filterOf(query, timeZoneOfRequest(request));
  const count = await countEntries(ctx.db.sql, filter, MOST_NEWS + 1, after);
  return viewResponse(AuditNews({ news: newsOf(query, after, count), view: viewOf(ctx, caller, request) }));
}

function newsOf(query: FilterQuery, after: number, count: number): AuditNewsState {
  const words = wordsOf(query);
  const newsPath = pathWith(`${AUDIT_PATH}/news`, { ...words, after: String(after) });
  return { count, most: MOST_NEWS, path: pathWith(AUDIT_PATH, words), newsPath };
}

const wordsOf = ({ id, who, action, about, outcome = '', from, to }: FilterQuery): AuditList['filter'] => ({
  ...{ id, who, action, about },
  ...{ outcome, from, to },
});

async function showChain(ctx: Context, caller: Caller, request: Request): Promise<Response> {
  return viewResponse(ChainCard({ looks: await readVerifications(ctx), view: viewOf(ctx, caller, request) }));
}

/** Days are those of the person's time zone; the last one counts as a whole. */
function filterOf({ id, who, action, about, outcome, from, to }: FilterQuery, timeZone: string): AuditFilter {
  return {
    ...(id.trim() && { resourceId: id.trim() }),
    ...(who && { actorId: Number(who) }),
    ...(action && { actions: actionsOf(action) }),
    ...(about && { resourceType: about }),
    ...(outcome && { status: outcome }),
    ...momentsOf('from', from, timeZone, 0),
    ...momentsOf('to', to, timeZone, 1),
  };
}

const DAY_MS = 24 * 60 * 60_000;

/** Midnight there, of the day or of one after it; nothing for what is no day. */
function momentsOf(
  field: 'from' | 'to',
  day: string,
  timeZone: string,
  after: number,
): Pick<AuditFilter, 'from' | 'to'> {
  const start = Date.parse(`${day}T00:00:00Z`);
  if (day === '' || Number.isNaN(start)) return {};
  const named = new Date(start + after * DAY_MS).toISOString().slice(0, 10);
  const moment = fromLocalTime(`${named}T00:00`, timeZone);
  return moment ? { [field]: moment } : {};
}
