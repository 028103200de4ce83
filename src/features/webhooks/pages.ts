import { Elysia, t } from 'elysia';
import { ToastPiece } from '../../../views/components/toast.tsx';
import { DeliveryPage } from '../../../views/webhooks/delivery-page.tsx';
import { deliveryPath, WEBHOOKS_PATH, webhookPath } from '../../../views/webhooks/paths.ts';
import { WebhookForm, type WebhookFormState } from '../../../views/webhooks/webhook-form.tsx';
import { type WebhookLog, WebhookPage } from '../../../views/webhooks/webhook-page.tsx';
import { type WebhookDone, webhookTexts } from '../../../views/webhooks/webhook-texts.ts';
import { NewWebhookPage, WebhookSecret, WebhooksPage } from '../../../views/webhooks/webhooks-page.tsx';
import type { Context } from '../../context.ts';
import { isHtmx, redirectTo, viewResponse } from '../../http/htmx.ts';
import { oneOf } from '../../http/one-of.ts';
import { AppError } from '../../lib/errors.ts';
import { formatNumber } from '../../lib/format.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { frameOf, viewOf } from '../panel/frame.ts';
import { pagesOf, pathWith } from '../panel/paging.ts';
import {
  DELIVERY_STATUSES,
  TEST_EVENT,
  WEBHOOK_EVENTS,
  type Webhook,
  type WebhookFault,
  type WebhookFields,
  type WebhookFigures,
} from './model.ts';
import { webhookFigures } from './queries.ts';
import {
  browseDeliveries,
  browseWebhooks,
  changeWebhook,
  createWebhook,
  FAULT_WORDS,
  getDelivery,
  getWebhook,
  MOST_COUNTED,
  removeWebhook,
  replayDelivery,
  replayFailed,
  rotateWebhook,
  testWebhook,
} from './service.ts';

const PAGE_SIZE = 25;
const DONE = [
  'saved',
  'removed',
  'enabled',
  'disabled',
  'replayed',
  'delivered',
  'undelivered',
] as const satisfies WebhookDone[];
const EMPTY: WebhookFormState = { url: '', description: '', events: [], includeContents: false, faults: [] };

const managed = { panel: PERMISSIONS['webhook.manage'] };
const params = t.Object({ id: t.Integer({ minimum: 1, maximum: 2_147_483_647 }) });
const deliveryParams = t.Composite([
  params,
  t.Object({ deliveryId: t.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) }),
]);
const done = t.Optional(oneOf(DONE));
const LogQuery = t.Object({
  status: t.Optional(oneOf(['', ...DELIVERY_STATUSES])),
  event: t.Optional(oneOf(['', ...WEBHOOK_EVENTS, TEST_EVENT])),
  page: t.Integer({ minimum: 1, maximum: 100_000, default: 1 }),
  done,
});
const Typed = t.Record(t.String({ maxLength: 80 }), t.String({ maxLength: 4_000 }), { maxProperties: 40 });

/** Webhooks and their logs, for those who manage them. */
export const webhooksPages = (ctx: Context) =>
  new Elysia({ prefix: WEBHOOKS_PATH })
    .use(panelAccess(ctx))
    .get('/', ({ caller, request, query }) => showAll(ctx, caller, request, query.done ?? null), {
      ...managed,
      query: t.Object({ done }),
    })
    .get(
      '/new',
      ({ caller, request }) => viewResponse(NewWebhookPage({ webhookForm: EMPTY, ...frameOf(ctx, caller, request) })),
      { ...managed },
    )
    .post('/', ({ caller, request, body }) => takeNew(ctx, caller, request, body), { ...managed, body: Typed })
    .get('/:id', ({ caller, request, params: { id }, query }) => showOne(ctx, caller, request, id, query), {
      ...managed,
      params,
      query: LogQuery,
    })
    .post('/:id', ({ caller, request, params: { id }, body }) => takeChange(ctx, caller, request, id, body), {
      ...managed,
      params,
      body: Typed,
    })
    .post(
      '/:id/enable',
      async ({ caller, request, params: { id } }) => {
        await changeWebhook(ctx, caller, id, { isActive: true });
        return back(request, id, 'enabled');
      },
      { ...managed, params },
    )
    .post(
      '/:id/disable',
      async ({ caller, request, params: { id } }) => {
        await changeWebhook(ctx, caller, id, { isActive: false });
        return back(request, id, 'disabled');
      },
      { ...managed, params },
    )
    .post(
      '/:id/delete',
      async ({ caller, request, params: { id } }) => {
        await removeWebhook(ctx, caller, id);
        return redirectTo(`${WEBHOOKS_PATH}?done=removed`, request);
      },
      { ...managed, params },
    )
    .post(
      '/:id/rotate',
      async ({ caller, request, params: { id } }) => {
        const { secret } = await rotateWebhook(ctx, caller, id);
        return viewResponse(WebhookSecret({ id, secret, isRotated: true, view: viewOf(ctx, caller, request) }));
      },
      { ...managed, params },
    )
    .use(deliveryPages(ctx));

const deliveryPages = (ctx: Context) =>
  new Elysia()
    .use(panelAccess(ctx))
    .post(
      '/:id/test',
      async ({ caller, request, params: { id } }) => {
        const { status } = await testWebhook(ctx, caller, id);
        return back(request, id, status === 'SENT' ? 'delivered' : 'undelivered');
      },
      { ...managed, params },
    )
    .post('/:id/replay', ({ caller, request, params: { id } }) => replayAll(ctx, caller, request, id), {
      ...managed,
      params,
    })
    .get(
      '/:id/deliveries/:deliveryId',
      async ({ caller, request, params: { id, deliveryId } }) => {
        const delivery = await getDelivery(ctx, id, deliveryId);
        return viewResponse(DeliveryPage({ webhookDelivery: delivery, ...frameOf(ctx, caller, request) }));
      },
      { ...managed, params: deliveryParams },
    )
    .post(
      '/:id/deliveries/:deliveryId/replay',
      async ({ caller, request, params: { id, deliveryId } }) => {
        await replayDelivery(ctx, caller, id, deliveryId).catch(ignoreConflict);
        return redirectTo(deliveryPath(id, deliveryId), request);
      },
      { ...managed, params: deliveryParams },
    );

const back = (request: Request, id: number, done: WebhookDone): Response =>
  redirectTo(`${webhookPath(id)}?done=${done}`, request);

/** It is on its way already, or cannot be: the page that follows shows how it is. */
function ignoreConflict(error: unknown): void {
  if (!(error instanceof AppError && error.code === 'conflict')) throw error;
}

async function showAll(ctx: Context, caller: Caller, request: Request, done: WebhookDone | null): Promise<Response> {
  const [webhooks, figures] = await Promise.all([browseWebhooks(ctx), webhookFigures(ctx.db.sql)]);
  const rows = webhooks.map((webhook) => ({ webhook, figures: figuresOf(webhook, figures) }));
  return viewResponse(WebhooksPage({ webhooks: rows, done, ...frameOf(ctx, caller, request) }));
}

const figuresOf = ({ id }: Webhook, all: WebhookFigures[]): WebhookFigures =>
  all.find(({ webhookId }) => webhookId === id) ?? { webhookId: id, sent: 0, failed: 0, pending: 0, lastAt: null };

async function showOne(
  ctx: Context,
  caller: Caller,
  request: Request,
  id: number,
  { page, done = undefined, ...query }: typeof LogQuery.static,
): Promise<Response> {
  const webhook = await getWebhook(ctx, id);
  const { status = '', event = '' } = query;
  const filter = { ...(status && { status }), ...(event && { event }) };
  const paging = { limit: PAGE_SIZE, skip: (page - 1) * PAGE_SIZE };
  const { deliveries, total } = await browseDeliveries(ctx, id, filter, paging);
  const path = pathWith(webhookPath(id), { status, event });
  const webhookLog: WebhookLog = {
    deliveries,
    status,
    event,
    path: page > 1 ? pathWith(webhookPath(id), { status, event, page: String(page) }) : path,
    pages: {
      ...pagesOf({ path, page, size: PAGE_SIZE, shown: deliveries.length, total }),
      isMore: total >= MOST_COUNTED,
    },
  };
  const shown = { webhook, webhookForm: { ...webhook, faults: [] }, webhookLog, done: done ?? null };
  return viewResponse(WebhookPage({ ...shown, ...frameOf(ctx, caller, request) }));
}

async function takeNew(ctx: Context, caller: Caller, request: Request, body: typeof Typed.static): Promise<Response> {
  const typed = fieldsOf(body);
  const view = viewOf(ctx, caller, request);
  try {
    const { webhook, secret } = await createWebhook(ctx, caller, typed);
    return viewResponse(WebhookSecret({ id: webhook.id, secret, isRotated: false, view }));
  } catch (error) {
    const webhookForm = { ...typed, faults: faultsOf(error) };
    return viewResponse(WebhookForm({ webhookForm, id: null, language: view.language }), { status: 422 });
  }
}

async function takeChange(
  ctx: Context,
  caller: Caller,
  request: Request,
  id: number,
  body: typeof Typed.static,
): Promise<Response> {
  const typed = fieldsOf(body);
  try {
    await changeWebhook(ctx, caller, id, typed);
    return back(request, id, 'saved');
  } catch (error) {
    const webhookForm = { ...typed, faults: faultsOf(error) };
    return viewResponse(WebhookForm({ webhookForm, id, language: caller.language }), { status: 422 });
  }
}

/** All that failed and still stands in the log. */
async function replayAll(ctx: Context, caller: Caller, request: Request, id: number): Promise<Response> {
  const count = await replayFailed(ctx, caller, id, new Date(0));
  if (!isHtmx(request)) return back(request, id, 'replayed');
  const { language } = caller;
  const title = webhookTexts[language].log.replayed(formatNumber(count, { language }));
  return viewResponse(ToastPiece({ title, kind: 'done', language }));
}

const fieldsOf = (body: typeof Typed.static): WebhookFields => ({
  url: body.url ?? '',
  description: body.description ?? '',
  events: WEBHOOK_EVENTS.filter((event) => body[`event.${event}`] === 'on'),
  includeContents: body.include_contents === 'on',
});

/** What was wrong, for a person to read. Whatever else it was is thrown on. */
function faultsOf(error: unknown): WebhookFault[] {
  if (!(error instanceof AppError) || error.code !== 'invalid') throw error;
  const known = Object.entries(FAULT_WORDS) as [WebhookFault, string][];
  return error.fields.flatMap(({ message }) => known.flatMap(([fault, words]) => (words === message ? [fault] : [])));
}
