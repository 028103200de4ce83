import { randomBytes } from 'node:crypto';
import type { Context } from '../../context.ts';
import { conflict, type FieldError, invalid, notFound } from '../../lib/errors.ts';
import { isMoment, NO_MOMENT } from '../../lib/moments.ts';
import type { AuditAction } from '../audit/model.ts';
import { writeAudit } from '../audit/queries.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import { deliverTest } from './delivering.ts';
import { countDeliveries, findDelivery, listDeliveries, requeueDelivery, requeueFailed } from './delivery-queries.ts';
import {
  type Delivery,
  type DeliveryStatus,
  isWebhookEvent,
  MAX_DESCRIPTION_CHARS,
  MAX_URL_CHARS,
  TEST_EVENT,
  WEBHOOK_EVENTS,
  type Webhook,
  type WebhookFault,
  type WebhookFields,
} from './model.ts';
import {
  countWebhooks,
  deleteWebhook,
  disableWebhook,
  enableWebhook,
  findWebhook,
  insertWebhook,
  listWebhooks,
  lockWebhook,
  replaceSecret,
  type StoredWebhook,
  updateWebhook,
} from './queries.ts';
import { faultOfUrl, hostOf, resolveTarget, type TargetFault } from './target.ts';

/** Every event is held against each of them, in the transaction of what happened. */
const MAX_WEBHOOKS = 50;
const SECRET_BYTES = 32;
/** How long the secret before a new one signs too. */
const OVERLAP_HOURS = 24;
export const MOST_COUNTED = 100_000;

/** What the fields say; the page tells the faults apart by them. */
export const FAULT_WORDS: Record<WebhookFault, string> = {
  url: `must be an address such as https://example.com/hook, of at most ${MAX_URL_CHARS} characters`,
  scheme: 'must begin with https://',
  credentials: 'must not hold a user name or a password',
  not_public: 'must not lead to a private, loopback or link-local address',
  unknown_host: 'must name a host that can be found',
  events: `must be one or more of ${WEBHOOK_EVENTS.join(', ')}`,
  description: `must have at most ${MAX_DESCRIPTION_CHARS} characters`,
  too_many: `must be one of at most ${MAX_WEBHOOKS} webhooks`,
};

export interface NewSecret {
  webhook: Webhook;
  /** Shown this once. */
  secret: string;
}

export const browseWebhooks = (ctx: Context): Promise<Webhook[]> => listWebhooks(ctx.db.sql);

/** Errors: not_found. */
export async function getWebhook(ctx: Context, id: number): Promise<Webhook> {
  const webhook = await findWebhook(ctx.db.sql, id);
  if (!webhook) throw notFound('Webhook');
  return webhook;
}

/** Errors: invalid, with every field that is wrong. */
export async function createWebhook(ctx: Context, caller: Caller, fields: WebhookFields): Promise<NewSecret> {
  const stored = await storedOf(ctx, fields);
  if ((await countWebhooks(ctx.db.sql)) >= MAX_WEBHOOKS) throw refused([['url', 'too_many']]);
  const secret = newWebhookSecret();
  const webhook = await ctx.db.sql.begin(async (tx) => {
    const webhook = await insertWebhook(tx, stored, ctx.vault.seal(secret), caller.id);
    await note(tx, caller, 'webhook.create', webhook.id, { events: webhook.events });
    return webhook;
  });
  tell(ctx, webhook.id);
  return { webhook, secret };
}

/** Changes what is named and leaves the rest. Errors: not_found, invalid. */
export async function changeWebhook(
  ctx: Context,
  caller: Caller,
  id: number,
  { isActive, ...change }: Partial<WebhookFields> & { isActive?: boolean },
): Promise<Webhook> {
  const before = await getWebhook(ctx, id);
  // One that leads nowhere any more must still be disabled, or given another description.
  const isOldTarget = isActive !== true && (change.url ?? before.url).trim() === before.url;
  const stored = await storedOf(ctx, { ...before, ...change }, isOldTarget);
  await ctx.db.sql.begin(async (tx) => {
    // What is not named stays as it is by now: another change may have been made while the host was looked up.
    const now = await lockWebhook(tx, id);
    if (!now) throw notFound('Webhook');
    const named = Object.fromEntries(Object.entries(stored).filter(([field]) => Object.hasOwn(change, field)));
    await updateWebhook(tx, id, { ...now, ...named });
    if (isActive === true && !now.isActive) await enableWebhook(tx, id);
    if (isActive === false) await disableWebhook(tx, id, 'manual');
    const fields = Object.keys({ ...change, ...(isActive !== undefined && { isActive }) });
    await note(tx, caller, 'webhook.update', id, { fields });
  });
  tell(ctx, id);
  return getWebhook(ctx, id);
}

/** With its log. Errors: not_found. */
export async function removeWebhook(ctx: Context, caller: Caller, id: number): Promise<void> {
  await ctx.db.sql.begin(async (tx) => {
    if (!(await deleteWebhook(tx, id))) throw notFound('Webhook');
    await note(tx, caller, 'webhook.delete', id);
  });
  tell(ctx, id);
}

/** A new secret; the one before it signs too for a day. Errors: not_found. */
export async function rotateWebhook(ctx: Context, caller: Caller, id: number): Promise<NewSecret> {
  const secret = newWebhookSecret();
  const webhook = await ctx.db.sql.begin(async (tx) => {
    const webhook = await replaceSecret(tx, id, ctx.vault.seal(secret), OVERLAP_HOURS);
    if (!webhook) throw notFound('Webhook');
    await note(tx, caller, 'webhook.rotate', id);
    return webhook;
  });
  tell(ctx, id);
  return { webhook, secret };
}

/** Sends a delivery now, also to one that is not active, and answers how it ended. Errors: not_found. */
export async function testWebhook(ctx: Context, caller: Caller, id: number): Promise<Delivery> {
  await getWebhook(ctx, id);
  const deliveryId = await deliverTest(ctx, id, { webhook_id: id });
  await note(ctx.db.sql, caller, 'webhook.test', id);
  tell(ctx, id);
  return getDelivery(ctx, id, deliveryId);
}

export interface DeliveryPage {
  deliveries: Delivery[];
  total: number;
}

/** The log, the newest first. Errors: not_found. */
export async function browseDeliveries(
  ctx: Context,
  id: number,
  filter: { status?: DeliveryStatus; event?: string },
  page: { limit: number; skip: number },
): Promise<DeliveryPage> {
  await getWebhook(ctx, id);
  const of = { webhookId: id, ...filter };
  const [deliveries, total] = await Promise.all([
    listDeliveries(ctx.db.sql, of, page),
    countDeliveries(ctx.db.sql, of, MOST_COUNTED),
  ]);
  return { deliveries, total };
}

/** Errors: not_found. */
export async function getDelivery(ctx: Context, webhookId: number, id: number): Promise<Delivery> {
  const delivery = await findDelivery(ctx.db.sql, webhookId, id);
  if (!delivery) throw notFound('Delivery');
  return delivery;
}

/** Sends it again, as what it was. Errors: not_found, conflict (it waits already, or the webhook is off). */
export async function replayDelivery(ctx: Context, caller: Caller, webhookId: number, id: number): Promise<Delivery> {
  await requireActive(ctx, webhookId);
  await getDelivery(ctx, webhookId, id);
  await ctx.db.sql.begin(async (tx) => {
    if (!(await requeueDelivery(tx, webhookId, id))) throw conflict('This delivery is on its way already');
    await note(tx, caller, 'webhook.replay', webhookId, { delivery: id });
  });
  tell(ctx, webhookId);
  return getDelivery(ctx, webhookId, id);
}

/** Sends all again that failed of what happened since then. Answers how many. Errors: not_found, conflict, invalid. */
export async function replayFailed(ctx: Context, caller: Caller, webhookId: number, since: Date): Promise<number> {
  if (!isMoment(since)) throw invalid([{ field: 'since', message: NO_MOMENT }]);
  await requireActive(ctx, webhookId);
  const count = await ctx.db.sql.begin(async (tx) => {
    const count = await requeueFailed(tx, webhookId, since, TEST_EVENT);
    if (count > 0) await note(tx, caller, 'webhook.replay', webhookId, { count, since: since.toISOString() });
    return count;
  });
  tell(ctx, webhookId);
  return count;
}

const newWebhookSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;

async function requireActive(ctx: Context, id: number): Promise<void> {
  const { isActive } = await getWebhook(ctx, id);
  if (!isActive) throw conflict('This webhook is disabled: enable it first');
}

/** Errors: invalid. */
async function storedOf(
  ctx: Context,
  { url, description, events, includeContents }: WebhookFields,
  isOldTarget = false,
): Promise<StoredWebhook> {
  const faults: [string, WebhookFault][] = [];
  const target = url.trim();
  const urlFault = isOldTarget ? null : await faultOfTarget(target, ctx.config.webhookAllowPrivate);
  if (urlFault) faults.push(['url', urlFault]);
  if (events.length === 0 || !events.every(isWebhookEvent)) faults.push(['events', 'events']);
  if (description.trim().length > MAX_DESCRIPTION_CHARS) faults.push(['description', 'description']);
  if (faults.length > 0) throw refused(faults);
  return {
    url: new URL(target).href,
    description: description.trim(),
    events: WEBHOOK_EVENTS.filter((event) => events.includes(event)),
    includeContents,
  };
}

async function faultOfTarget(target: string, allowsPrivate: boolean): Promise<TargetFault | null> {
  const fault = faultOfUrl(target, allowsPrivate);
  if (fault) return fault;
  const found = await resolveTarget(hostOf(new URL(target)), allowsPrivate);
  return typeof found === 'string' ? found : null;
}

const refused = (faults: [field: string, fault: WebhookFault][]) =>
  invalid(faults.map(([field, fault]): FieldError => ({ field, message: FAULT_WORDS[fault] })));

/** What waits is looked at, and the pages that show it are brought up to date. */
const tell = (ctx: Context, webhook: number): void => ctx.bus.publish({ type: 'webhook', webhook });

const note = (
  sql: Parameters<typeof writeAudit>[0],
  caller: Caller,
  action: AuditAction,
  id: number,
  details: Record<string, unknown> = {},
): Promise<void> => writeAudit(sql, { ...actorOf(caller), action, resourceType: 'webhook', resourceId: id, details });
