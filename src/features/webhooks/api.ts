import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { Moment } from '../../http/moment.ts';
import { Page, sendTotal } from '../../http/page.ts';
import { invalid } from '../../lib/errors.ts';
import { access } from '../auth/access.ts';
import { DELIVERY_STATUSES, type DeliveryStatus, toDeliveryView, toWebhookView } from './model.ts';
import {
  browseDeliveries,
  browseWebhooks,
  changeWebhook,
  createWebhook,
  getWebhook,
  removeWebhook,
  replayDelivery,
  replayFailed,
  rotateWebhook,
  testWebhook,
} from './service.ts';

const documented = documentation('webhooks', () => import('./answers.ts'));
const Id = t.Object({ id: t.Integer({ minimum: 1, maximum: 2_147_483_647 }) });
const DeliveryId = t.Composite([
  Id,
  t.Object({ deliveryId: t.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) }),
]);
const url = t.String({ maxLength: 4_000, description: 'https://…, of a public address' });
const events = t.Array(t.String({ maxLength: 60 }), { maxItems: 100 });
const rest = {
  description: t.Optional(t.String({ maxLength: 2_000 })),
  include_contents: t.Optional(
    t.Boolean({ description: 'Whether what people wrote goes along; else ids and states alone' }),
  ),
};

/** Webhooks and what became of their deliveries. */
export const webhooksApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/webhooks' })
    .use(access(ctx))
    .get(
      '/',
      async ({ query: { limit, skip }, set }) => {
        const all = await browseWebhooks(ctx);
        sendTotal(set, all.length);
        return all.slice(skip, skip + limit).map(toWebhookView);
      },
      { staff: { may: 'webhook.manage' }, query: Page, detail: documented('All webhooks', { answer: ['Webhook'] }) },
    )
    .post(
      '/',
      async ({ caller, body, set }) => {
        const { webhook, secret } = await createWebhook(ctx, caller, {
          url: body.url,
          events: body.events,
          description: body.description ?? '',
          includeContents: body.include_contents ?? false,
        });
        set.status = 201;
        return { ...toWebhookView(webhook), secret };
      },
      {
        staff: { may: 'webhook.manage', limit: 'settings_write' },
        body: t.Object({ url, events, ...rest }),
        detail: documented('Add one; its signing secret is shown this once', {
          answer: 'WebhookWithSecret',
          status: 201,
          example: { url: 'https://core.example.com/joxai', events: ['ticket_created', 'sla_breached'] },
        }),
      },
    )
    .get('/:id', async ({ params: { id } }) => toWebhookView(await getWebhook(ctx, id)), {
      staff: { may: 'webhook.manage' },
      params: Id,
      detail: documented('One of them', { answer: 'Webhook' }),
    })
    .patch(
      '/:id',
      async ({ caller, params: { id }, body }) =>
        toWebhookView(
          await changeWebhook(ctx, caller, id, {
            ...(body.url !== undefined && { url: body.url }),
            ...(body.events !== undefined && { events: body.events }),
            ...(body.description !== undefined && { description: body.description }),
            ...(body.include_contents !== undefined && { includeContents: body.include_contents }),
            ...(body.status !== undefined && { isActive: isActiveOf(body.status) }),
          }),
        ),
      {
        staff: { may: 'webhook.manage', limit: 'settings_write' },
        params: Id,
        body: t.Object({
          url: t.Optional(url),
          events: t.Optional(events),
          ...rest,
          status: t.Optional(t.String({ maxLength: 20, description: 'ACTIVE or DISABLED' })),
        }),
        detail: documented('Change what is named and leave the rest', {
          answer: 'Webhook',
          example: { status: 'DISABLED' },
        }),
      },
    )
    .delete(
      '/:id',
      async ({ caller, params: { id }, set }) => {
        await removeWebhook(ctx, caller, id);
        set.status = 204;
      },
      {
        staff: { may: 'webhook.manage', limit: 'settings_write' },
        params: Id,
        detail: documented('Remove one with its log', { answer: null }),
      },
    )
    .use(webhookDeeds(ctx));

const webhookDeeds = (ctx: Context) =>
  new Elysia()
    .use(access(ctx))
    .post(
      '/:id/rotate',
      async ({ caller, params: { id } }) => {
        const { webhook, secret } = await rotateWebhook(ctx, caller, id);
        return { ...toWebhookView(webhook), secret };
      },
      {
        staff: { may: 'webhook.manage', limit: 'settings_write' },
        params: Id,
        detail: documented('A new signing secret, shown this once; the one before it signs too for a day', {
          answer: 'WebhookWithSecret',
        }),
      },
    )
    .post('/:id/test', async ({ caller, params: { id } }) => toDeliveryView(await testWebhook(ctx, caller, id)), {
      staff: { may: 'webhook.manage', limit: 'settings_write' },
      params: Id,
      detail: documented('Send a delivery now, and tell how it ended', { answer: 'WebhookDelivery' }),
    })
    .get(
      '/:id/deliveries',
      async ({ params: { id }, query: { limit, skip, status, event }, set }) => {
        const filter = { ...(status && { status: statusOf(status) }), ...(event && { event }) };
        const { deliveries, total } = await browseDeliveries(ctx, id, filter, { limit, skip });
        sendTotal(set, total);
        return deliveries.map(toDeliveryView);
      },
      {
        staff: { may: 'webhook.manage' },
        params: Id,
        query: t.Composite([
          Page,
          t.Object({
            status: t.Optional(t.String({ maxLength: 20, description: DELIVERY_STATUSES.join(', ') })),
            event: t.Optional(t.String({ maxLength: 60, examples: ['ticket_created'] })),
          }),
        ]),
        detail: documented('Its deliveries, the newest first', { answer: ['WebhookDelivery'] }),
      },
    )
    .post(
      '/:id/deliveries/:deliveryId/replay',
      async ({ caller, params: { id, deliveryId } }) =>
        toDeliveryView(await replayDelivery(ctx, caller, id, deliveryId)),
      {
        staff: { may: 'webhook.manage', limit: 'settings_write' },
        params: DeliveryId,
        detail: documented('Send one again, under the same id', {
          answer: 'WebhookDelivery',
          errors: { 409: 'It is on its way, or the webhook is disabled' },
        }),
      },
    )
    .post(
      '/:id/replay',
      async ({ caller, params: { id }, body }) => ({
        count: await replayFailed(ctx, caller, id, new Date(body.since)),
      }),
      {
        staff: { may: 'webhook.manage', limit: 'settings_write' },
        params: Id,
        body: t.Object({ since: Moment }),
        detail: documented('Send everything again that failed of what has happened since', {
          answer: 'Replayed',
          errors: { 409: 'The webhook is disabled' },
        }),
      },
    );

function statusOf(text: string): DeliveryStatus {
  const status = DELIVERY_STATUSES.find((one) => one === text.toUpperCase());
  if (!status) throw invalid([{ field: 'status', message: `must be one of ${DELIVERY_STATUSES.join(', ')}` }]);
  return status;
}

function isActiveOf(text: string): boolean {
  const status = text.toUpperCase();
  if (status !== 'ACTIVE' && status !== 'DISABLED') {
    throw invalid([{ field: 'status', message: 'must be ACTIVE or DISABLED' }]);
  }
  return status === 'ACTIVE';
}
