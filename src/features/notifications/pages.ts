import { Elysia, t } from 'elysia';
import { ToastPiece } from '../../../views/components/toast.tsx';
import { notificationTexts } from '../../../views/notifications/notification-texts.ts';
import { NotificationsPage, notificationPath } from '../../../views/notifications/notifications-page.tsx';
import { OutboxList, OutboxPage, type OutboxState } from '../../../views/notifications/outbox-page.tsx';
import {
  PreferencesForm,
  PreferencesPage,
  type PreferencesState,
} from '../../../views/notifications/preferences-page.tsx';
import type { Context } from '../../context.ts';
import { isHtmx, redirectTo, textOf, viewResponse } from '../../http/htmx.ts';
import { AppError } from '../../lib/errors.ts';
import { formatNumber, formatTime } from '../../lib/format.ts';
import { timeZoneNames } from '../../lib/time-zones.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess, timeZoneOfRequest } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { frameOf, viewOf } from '../panel/frame.ts';
import { pagesOf, pathWith } from '../panel/paging.ts';
import { kindsFor, NOTIFICATION_CATEGORIES, NOTIFICATION_STATUSES, type Preferences, type StaffKind } from './model.ts';
import { countAll, countOwn, countUnread, findNotification, listAll, listOwn, outboxStatistics } from './queries.ts';
import { endOfQuiet } from './quiet.ts';
import { changePreferences, preferencesOf, readNotifications, retryFailed, retryNotification } from './service.ts';

const PATH = '/panel/notifications';
/** Of the outbox. */
const MOST_COUNTED = 500;
const PAGE_SIZE = 30;
const STATISTICS_DAYS = 30;
const DEFAULT_QUIET = { from: '20:00', until: '08:00' };
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

const page = t.Integer({ minimum: 1, maximum: 100_000, default: 1 });
const OwnQuery = t.Object({
  category: t.UnionEnum([...NOTIFICATION_CATEGORIES, ''], { default: '' }),
  state: t.UnionEnum(['unread', ''], { default: '' }),
  page,
});
const OutboxQuery = t.Object({ status: t.UnionEnum([...NOTIFICATION_STATUSES, ''], { default: '' }), page });
const params = t.Object({ id: t.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) });
const PreferencesBody = t.Record(t.String({ maxLength: 60 }), t.String({ maxLength: 64 }));

const own = { panel: PERMISSIONS['notification.own'] };
const any = { panel: PERMISSIONS['notification.any'] };
const retry = { panel: PERMISSIONS['notification.retry'] };

/** What a person was told and wants to be told, and for supervisors the mail that leaves. */
export const notificationsPages = (ctx: Context) =>
  new Elysia({ prefix: PATH })
    .use(panelAccess(ctx))
    .get('/', ({ caller, request, query }) => showOwn(ctx, caller, request, query), { ...own, query: OwnQuery })
    .post(
      '/read',
      async ({ caller, request, query }) => {
        await readNotifications(ctx, caller, null);
        return afterReading(ctx, caller, request, query);
      },
      { ...own, query: OwnQuery },
    )
    .post(
      '/:id/read',
      async ({ caller, request, query, params: { id } }) => {
        await readNotifications(ctx, caller, [id]);
        return afterReading(ctx, caller, request, query);
      },
      { ...own, params, query: OwnQuery },
    )
    .get('/:id/open', ({ caller, request, params: { id } }) => openNotification(ctx, caller, request, id), {
      ...own,
      params,
    })
    .get('/preferences', ({ caller, request }) => showPreferences(ctx, caller, request), { ...own })
    .post('/preferences', ({ caller, request, body }) => takePreferences(ctx, caller, request, body), {
      ...own,
      body: PreferencesBody,
    })
    .get('/outbox', ({ caller, request, query }) => showOutbox(ctx, caller, request, query), {
      ...any,
      query: OutboxQuery,
    })
    .post('/outbox/retry', ({ caller, request, query }) => retryAll(ctx, caller, request, query), {
      ...retry,
      query: OutboxQuery,
    })
    .post(
      '/outbox/:id/retry',
      ({ caller, request, query, params: { id } }) => retryOne(ctx, caller, request, query, id),
      {
        ...retry,
        params,
        query: OutboxQuery,
      },
    );

type OwnFilter = typeof OwnQuery.static;

async function showOwn(ctx: Context, caller: Caller, request: Request, query: OwnFilter): Promise<Response> {
  const { sql } = ctx.db;
  const category = query.category || null;
  const isUnreadOnly = query.state === 'unread';
  const filter = {
    type: 'IN_APP' as const,
    ...(category && { category }),
    ...(isUnreadOnly && { isUnread: true }),
    limit: PAGE_SIZE,
    skip: (query.page - 1) * PAGE_SIZE,
  };
  const [notifications, total, unread] = await Promise.all([
    listOwn(sql, caller.id, filter),
    countOwn(sql, caller.id, filter),
    countUnread(sql, caller.id),
  ]);
  const path = pathWith(PATH, { state: query.state, category: query.category });
  const pages = pagesOf({ path, page: query.page, size: PAGE_SIZE, shown: notifications.length, total });
  const own = { notifications, unread, category, isUnreadOnly, pages, path: pageOf(path, query.page) };
  return viewResponse(NotificationsPage({ own, ...frameOf(ctx, caller, request) }));
}

const pageOf = (path: string, page: number): string =>
  page === 1 ? path : `${path}${path.includes('?') ? '&' : '?'}page=${page}`;

function afterReading(ctx: Context, caller: Caller, request: Request, query: OwnFilter): Promise<Response> | Response {
  if (isHtmx(request)) return showOwn(ctx, caller, request, query);
  return redirectTo(pageOf(pathWith(PATH, { state: query.state, category: query.category }), query.page), request);
}

/** Marks it as read and goes to what it is about. Somebody else's, or one that is gone, leads to the list. */
async function openNotification(ctx: Context, caller: Caller, request: Request, id: number): Promise<Response> {
  const notification = await findNotification(ctx.db.sql, id);
  if (notification?.userId !== caller.id) return redirectTo(PATH, request);
  await readNotifications(ctx, caller, [id]);
  return redirectTo(notificationPath(notification, caller.role) ?? PATH, request);
}

async function showPreferences(ctx: Context, caller: Caller, request: Request): Promise<Response> {
  const preferences = stateOf(ctx, caller, request, await preferencesOf(ctx, caller.id));
  return viewResponse(PreferencesPage({ preferences, ...frameOf(ctx, caller, request) }));
}

function stateOf(
  ctx: Context,
  caller: Caller,
  request: Request,
  { kinds, quietHours, timeZone }: Preferences,
): PreferencesState {
  const zone = timeZone ?? timeZoneOfRequest(request);
  return {
    shown: kindsFor(caller.role),
    kinds,
    isQuiet: quietHours !== null,
    ...(quietHours ?? DEFAULT_QUIET),
    timeZone: zone,
    timeZones: timeZoneNames(zone),
    clock: clockOf(ctx.clock.now(), quietHours, zone),
    faults: {},
  };
}

function clockOf(now: Date, quietHours: Preferences['quietHours'], timeZone: string): PreferencesState['clock'] {
  const until = quietHours && endOfQuiet(now, quietHours, timeZone);
  const time = (date: Date): string => formatTime(date, { language: 'es', timeZone });
  return until ? { quietUntil: time(until) } : { now: time(now) };
}

async function takePreferences(
  ctx: Context,
  caller: Caller,
  request: Request,
  form: Record<string, string>,
): Promise<Response> {
  const view = viewOf(ctx, caller, request);
  const typed = { from: form.from ?? '', until: form.until ?? '', timeZone: form.time_zone ?? '' };
  const isQuiet = form.quiet === 'on';
  const kinds = Object.fromEntries(
    kindsFor(caller.role).map((kind) => [
      kind,
      { inApp: form[`in_app.${kind}`] === 'on', email: form[`email.${kind}`] === 'on' },
    ]),
  ) as Record<StaffKind, { inApp: boolean; email: boolean }>;
  const faults = faultsOf(isQuiet, typed);
  if (Object.keys(faults).length > 0) {
    const kept = stateOf(ctx, caller, request, await preferencesOf(ctx, caller.id));
    const preferences = {
      ...kept,
      kinds: { ...kept.kinds, ...kinds },
      isQuiet,
      ...typed,
      timeZones: kept.timeZones,
      faults,
    };
    return viewResponse(PreferencesForm({ preferences, view }), { status: 422 });
  }
  const quietHours = isQuiet ? { from: typed.from, until: typed.until } : null;
  const saved = await changePreferences(ctx, caller, { kinds, quietHours, timeZone: typed.timeZone });
  if (!isHtmx(request)) return redirectTo(`${PATH}/preferences`, request);
  const preferences = { ...stateOf(ctx, caller, request, saved), ...(isQuiet ? {} : keptTimes(typed)) };
  const { saved: words } = notificationTexts[view.language].preferences;
  const toast = ToastPiece({ ...words, kind: 'done', language: view.language });
  return viewResponse(textOf(PreferencesForm({ preferences, view })) + textOf(toast));
}

const keptTimes = ({ from, until }: { from: string; until: string }) =>
  CLOCK.test(from) && CLOCK.test(until) ? { from, until } : DEFAULT_QUIET;

function faultsOf(
  isQuiet: boolean,
  { from, until, timeZone }: { from: string; until: string; timeZone: string },
): PreferencesState['faults'] {
  const faults: PreferencesState['faults'] = {};
  if (isQuiet && !CLOCK.test(from)) faults.from = 'time';
  if (isQuiet && !CLOCK.test(until)) faults.until = 'time';
  else if (isQuiet && from === until) faults.until = 'span';
  if (!timeZoneNames(null).includes(timeZone)) faults.timeZone = 'zone';
  return faults;
}

type OutboxFilter = typeof OutboxQuery.static;

async function showOutbox(ctx: Context, caller: Caller, request: Request, query: OutboxFilter): Promise<Response> {
  const outbox = await readOutbox(ctx, query);
  return viewResponse(OutboxPage({ outbox, ...frameOf(ctx, caller, request) }));
}

async function readOutbox(ctx: Context, query: OutboxFilter): Promise<OutboxState> {
  const { sql } = ctx.db;
  const status = query.status || null;
  const filter = {
    type: 'EMAIL' as const,
    ...(status && { status }),
    limit: PAGE_SIZE,
    skip: (query.page - 1) * PAGE_SIZE,
  };
  const [mails, total, statistics] = await Promise.all([
    listAll(sql, filter),
    countAll(sql, filter, MOST_COUNTED),
    outboxStatistics(sql, STATISTICS_DAYS),
  ]);
  const count = (wanted: string): number =>
    statistics.counts
      .filter(({ type, status }) => type === 'EMAIL' && status === wanted)
      .reduce((sum, { total }) => sum + total, 0);
  const path = pathWith(`${PATH}/outbox`, { status: query.status });
  return {
    mails,
    status,
    figures: {
      waiting: count('PENDING'),
      failed: statistics.errors.reduce((sum, { total }) => sum + total, 0),
      sent: count('SENT'),
      medianSeconds: statistics.medianSeconds,
      oldestDueSeconds: statistics.oldestDueSeconds,
    },
    isConfigured: ctx.mailer.isConfigured,
    pages: {
      ...pagesOf({ path, page: query.page, size: PAGE_SIZE, shown: mails.length, total }),
      isMore: total >= MOST_COUNTED,
    },
    path: pageOf(path, query.page),
  };
}

async function retryOne(
  ctx: Context,
  caller: Caller,
  request: Request,
  query: OutboxFilter,
  id: number,
): Promise<Response> {
  const texts = notificationTexts[caller.language].outbox;
  try {
    await retryNotification(ctx, caller, id);
  } catch (error) {
    // Somebody else was faster, or the outbox itself: the list shows how it is.
    if (!(error instanceof AppError && error.code === 'conflict')) throw error;
    return afterRetry(ctx, caller, request, query, { ...texts.gone, kind: 'news' });
  }
  return afterRetry(ctx, caller, request, query, { ...texts.retried, kind: 'done' });
}

async function retryAll(ctx: Context, caller: Caller, request: Request, query: OutboxFilter): Promise<Response> {
  const texts = notificationTexts[caller.language].outbox;
  const count = await retryFailed(ctx, caller);
  const words = texts.retriedAll(formatNumber(count, caller));
  return afterRetry(ctx, caller, request, query, { ...words, kind: 'done' });
}

async function afterRetry(
  ctx: Context,
  caller: Caller,
  request: Request,
  query: OutboxFilter,
  toast: { title: string; text: string; kind: 'done' | 'news' },
): Promise<Response> {
  const outbox = await readOutbox(ctx, query);
  if (!isHtmx(request)) return redirectTo(outbox.path, request);
  const list = OutboxList({ outbox, view: viewOf(ctx, caller, request) });
  return viewResponse(textOf(list) + textOf(ToastPiece({ ...toast, language: caller.language })));
}
