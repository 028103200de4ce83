import type { Context } from '../../context.ts';
import { isDatabaseAway } from '../../db/client.ts';
import { writeAudit } from '../audit/queries.ts';
import { announceNotifications, notifyStaff } from '../notifications/service.ts';
import { bodyOf } from './contents.ts';
import { type DueDelivery, holdBack, insertTest, noteFailure, noteSuccess, noteTry } from './delivery-queries.ts';
import { type DisabledReason, TEST_EVENT, type Try } from './model.ts';
import { disableWebhook, findSecrets, findWebhook } from './queries.ts';
import { type Posted, post } from './sending.ts';

const FIRST_DELAY_MS = 5_000;
const FACTOR = 4;
const MAX_DELAY_MS = 4 * 60 * 60_000;
/** A webhook that has not taken anything for so long is disabled. */
const HOPELESS_HOURS = 24;
/** Between tries to note that a delivery was taken, while the database is away. */
const NOTE_AGAIN_MS = 500;

/** The pause after the nth try: 5 s, 20 s, 80 s, … at most four hours, spread so that what failed together does not return so. */
export function retryDelayMs(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * FACTOR ** (attempt - 1));
  return Math.round(full * (0.75 + random() * 0.5));
}

/** Sends one that this process has claimed, and writes down how it ended. */
export async function deliver(ctx: Context, delivery: DueDelivery): Promise<void> {
  const { sql } = ctx.db;
  const { retryAfterMs, ...one } = await attempt(ctx, delivery);
  ctx.metrics.count('joxai_webhook_deliveries_total', { result: one.error === null ? 'ok' : 'failed' });
  if (one.error === null) {
    await noteTaken(ctx, delivery, one);
    await noteSuccess(sql, delivery.webhookId);
  } else {
    await noteFailed(ctx, delivery, one, retryAfterMs);
  }
  ctx.bus.publish({ type: 'webhook', webhook: delivery.webhookId });
}

/** Again and again while the database is away: else the delivery would be posted a second time. */
async function noteTaken(ctx: Context, delivery: DueDelivery, one: Try): Promise<void> {
  for (;;) {
    try {
      return await noteTry(ctx.db.sql, delivery, { one, status: 'SENT' });
    } catch (err) {
      if (ctx.isDraining || !isDatabaseAway(err)) throw err;
      ctx.log.error({ err, delivery: delivery.id }, 'a webhook was taken, and this could not be noted yet');
      await Bun.sleep(NOTE_AGAIN_MS);
    }
  }
}

/** One that stands for itself: how it ends says nothing about the webhook. Answers its id. */
export async function deliverTest(ctx: Context, webhookId: number, data: object): Promise<number> {
  const delivery = await insertTest(ctx.db.sql, webhookId, TEST_EVENT, data);
  const { retryAfterMs, ...one } = await attempt(ctx, delivery);
  await noteTry(ctx.db.sql, delivery, { one, status: one.error === null ? 'SENT' : 'FAILED' });
  if (one.error === null) await noteSuccess(ctx.db.sql, webhookId);
  return delivery.id;
}

async function attempt(ctx: Context, delivery: DueDelivery): Promise<Posted> {
  const secrets = await secretsOf(ctx, delivery.webhookId);
  const now = ctx.clock.now();
  if (secrets.length === 0) {
    return { at: now.toISOString(), status: null, error: 'secret', ms: 0, answer: '', retryAfterMs: null };
  }
  const { id, body } = await bodyOf(ctx.db.sql, delivery);
  return post({ url: delivery.url, id, body, secrets }, ctx.config.webhookAllowPrivate, now);
}

/** Those that are good, the newest first. */
async function secretsOf({ db, vault }: Context, webhookId: number): Promise<string[]> {
  const found = await findSecrets(db.sql, webhookId);
  if (!found) return [];
  const { secret, previousSecret } = found;
  const present = vault.open(secret);
  const previous = previousSecret === null ? null : vault.open(previousSecret);
  return [present, previous].filter((one) => one !== null);
}

async function noteFailed(ctx: Context, delivery: DueDelivery, one: Try, retryAfterMs: number | null): Promise<void> {
  const { sql } = ctx.db;
  const { webhookId, event, giveUpAt } = delivery;
  // A receiver that asks for longer gets it, and so does all that waits for it.
  const pauseMs = Math.min(MAX_DELAY_MS, retryAfterMs ?? 0);
  const delayMs = Math.max(pauseMs, retryDelayMs(delivery.attempts));
  const isOver = event === TEST_EVENT || ctx.clock.now().getTime() + delayMs > giveUpAt.getTime();
  await noteTry(sql, delivery, { one, status: isOver ? 'FAILED' : 'PENDING', delayMs });
  if (pauseMs > 0) await holdBack(sql, webhookId, pauseMs);
  const isHopeless = event !== TEST_EVENT && (await noteFailure(sql, webhookId, HOPELESS_HOURS));
  if (one.error === 'gone') await giveUp(ctx, webhookId, 'gone');
  else if (isHopeless) await giveUp(ctx, webhookId, 'failing');
}

/** Disables the webhook and tells the administrators, once however many processes find it hopeless. */
async function giveUp(ctx: Context, id: number, reason: DisabledReason): Promise<void> {
  const told = await ctx.db.sql.begin(async (tx) => {
    const webhook = await findWebhook(tx, id);
    if (!webhook || !(await disableWebhook(tx, id, reason))) return null;
    const told = await notifyStaff(tx, {
      kind: 'webhook_disabled',
      to: { atLeast: 'ADMIN' },
      data: { subject: webhook.description || new URL(webhook.url).host },
    });
    await writeAudit(tx, {
      actorId: null,
      actorName: 'system',
      action: 'webhook.disable',
      resourceType: 'webhook',
      resourceId: id,
      details: { reason },
    });
    return told;
  });
  if (told) announceNotifications(ctx, told);
}
