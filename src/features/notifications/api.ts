import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { Page, sendTotal } from '../../http/page.ts';
import { invalid } from '../../lib/errors.ts';
import { access } from '../auth/access.ts';
import {
  NOTIFICATION_CATEGORIES,
  NOTIFICATION_STATUSES,
  NOTIFICATION_TYPES,
  type Preferences,
  toNotificationView,
} from './model.ts';
import { countOwn, countUnread, listAll, listOwn, type NotificationFilter, outboxStatistics } from './queries.ts';
import { changePreferences, getNotification, preferencesOf, readNotifications, retryNotification } from './service.ts';

const documented = documentation('notifications', () => import('./answers.ts'));
const limited = { limit: 'notifications' } as const;
const own = { staff: { may: 'notification.own', ...limited } } as const;
const MAX_IDS = 500;

const Filter = t.Composite([
  Page,
  t.Object({
    category: t.Optional(t.String({ maxLength: 20, description: NOTIFICATION_CATEGORIES.join(', ') })),
    status: t.Optional(t.String({ maxLength: 20, description: NOTIFICATION_STATUSES.join(', ') })),
    type: t.Optional(t.String({ maxLength: 20, description: NOTIFICATION_TYPES.join(', ') })),
    unread: t.Optional(t.BooleanString()),
  }),
]);
const id = t.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const params = t.Object({ id });
const time = t.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', error: 'must be a time such as 22:00' });
const Channels = t.Object({ in_app: t.Boolean(), email: t.Boolean() });
const PreferencesBody = t.Object({
  kinds: t.Optional(t.Record(t.String({ maxLength: 40 }), Channels)),
  quiet_hours: t.Optional(t.Nullable(t.Object({ from: time, until: time }))),
  time_zone: t.Optional(t.Nullable(t.String({ maxLength: 64 }))),
});

export const notificationsApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/notifications' })
    .use(access(ctx))
    .get(
      '/me',
      async ({ caller, query, set }) => {
        const filter = filterOf(query);
        const { sql } = ctx.db;
        const [rows, total] = await Promise.all([listOwn(sql, caller.id, filter), countOwn(sql, caller.id, filter)]);
        sendTotal(set, total);
        return rows.map(toNotificationView);
      },
      { ...own, query: Filter, detail: documented("The caller's own, the newest first", { answer: ['Notification'] }) },
    )
    .get('/me/unread', async ({ caller }) => ({ unread: await countUnread(ctx.db.sql, caller.id) }), {
      ...own,
      detail: documented('How many of the bell are unread', { answer: 'Unread' }),
    })
    .post(
      '/me/read',
      async ({ caller, body }) => ({ unread: await readNotifications(ctx, caller, body.ids ?? null) }),
      {
        ...own,
        body: t.Object({ ids: t.Optional(t.Array(id, { maxItems: MAX_IDS })) }),
        detail: documented('Mark as read: those named, or all', { answer: 'Unread' }),
      },
    )
    .get('/preferences', async ({ caller }) => preferencesView(await preferencesOf(ctx, caller.id)), {
      ...own,
      detail: documented('Where the caller hears of each kind, and their quiet hours', {
        answer: 'NotificationPreferences',
      }),
    })
    .put(
      '/preferences',
      async ({ caller, body }) => {
        const changed = await changePreferences(ctx, caller, {
          ...(body.kinds && { kinds: channelsOf(body.kinds) }),
          ...(body.quiet_hours !== undefined && { quietHours: body.quiet_hours }),
          ...(body.time_zone !== undefined && { timeZone: body.time_zone }),
        });
        return preferencesView(changed);
      },
      {
        ...own,
        body: PreferencesBody,
        detail: documented('Change what is named', {
          answer: 'NotificationPreferences',
          example: {
            kinds: { ticket_assigned: { in_app: true, email: false } },
            quiet_hours: { from: '22:00', until: '07:00' },
          },
        }),
      },
    )
    .get(
      '/stats',
      async ({ query }) => {
        const stats = await outboxStatistics(ctx.db.sql, query.days);
        const countBy = (key: 'type' | 'status' | 'category', name: string) =>
          stats.counts.filter((row) => row[key] === name).reduce((sum, { total }) => sum + total, 0);
        const table = <T extends string>(key: 'type' | 'status' | 'category', names: readonly T[]) =>
          Object.fromEntries(names.map((name) => [name, countBy(key, name)])) as Record<T, number>;
        return {
          period_days: query.days,
          total: stats.counts.reduce((sum, { total }) => sum + total, 0),
          by_status: table('status', NOTIFICATION_STATUSES),
          by_type: table('type', NOTIFICATION_TYPES),
          by_category: table('category', NOTIFICATION_CATEGORIES),
          failed_by_error: Object.fromEntries(stats.errors.map(({ error, total }) => [error, total])),
          median_seconds_to_send: stats.medianSeconds,
          oldest_due_seconds: stats.oldestDueSeconds,
          mail_configured: ctx.mailer.isConfigured,
        };
      },
      {
        staff: { may: 'notification.statistics', ...limited },
        query: t.Object({ days: t.Integer({ minimum: 1, maximum: 365, default: 30 }) }),
        detail: documented('How many were sent, wait or failed, and why', { answer: 'NotificationStatistics' }),
      },
    )
    .get('/', async ({ query }) => (await listAll(ctx.db.sql, filterOf(query))).map(toNotificationView), {
      staff: { may: 'notification.any', ...limited },
      query: Filter,
      detail: documented("Everybody's, the newest first: what failed, and to whom", { answer: ['Notification'] }),
    })
    .get('/:id', async ({ caller, params: { id } }) => toNotificationView(await getNotification(ctx, caller, id)), {
      ...own,
      params,
      detail: documented("One: the own, or anybody's for a SUPERVISOR", { answer: 'Notification' }),
    })
    .post(
      '/:id/retry',
      async ({ caller, params: { id } }) => toNotificationView(await retryNotification(ctx, caller, id)),
      {
        staff: { may: 'notification.retry', ...limited },
        params,
        detail: documented('Send a mail that failed or was cancelled again', {
          answer: 'Notification',
          errors: { 409: 'It waits, or was sent' },
        }),
      },
    );

function filterOf(query: typeof Filter.static): NotificationFilter {
  const category = oneOf('category', NOTIFICATION_CATEGORIES, query.category);
  const status = oneOf('status', NOTIFICATION_STATUSES, query.status);
  const type = oneOf('type', NOTIFICATION_TYPES, query.type);
  return {
    limit: query.limit,
    skip: query.skip,
    ...(category && { category }),
    ...(status && { status }),
    ...(type && { type }),
    ...(query.unread && { isUnread: true }),
  };
}

function oneOf<T extends string>(field: string, choices: readonly T[], text: string | undefined): T | null {
  if (text === undefined) return null;
  const choice = choices.find((one) => one === text.toUpperCase());
  if (!choice) throw invalid([{ field, message: `must be one of ${choices.join(', ')}` }]);
  return choice;
}

const channelsOf = (kinds: Record<string, typeof Channels.static>) =>
  Object.fromEntries(Object.entries(kinds).map(([kind, { in_app, email }]) => [kind, { inApp: in_app, email }]));

const preferencesView = ({ kinds, quietHours, timeZone }: Preferences) => ({
  kinds: Object.fromEntries(Object.entries(kinds).map(([kind, { inApp, email }]) => [kind, { in_app: inApp, email }])),
  quiet_hours: quietHours,
  time_zone: timeZone,
});
