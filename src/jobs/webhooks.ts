import type { Context } from '../context.ts';
import { deliver } from '../features/webhooks/delivering.ts';
import { claimDeliveries, type DueDelivery } from '../features/webhooks/delivery-queries.ts';
import { hasActiveWebhooks } from '../features/webhooks/queries.ts';
import { DueWork } from './due-work.ts';

/** Deliveries of this process that are on their way at once. */
const AT_ONCE = 8;
/** To one webhook, so that a slow receiver does not hold up the others. */
const AT_ONCE_EACH = 2;
const POLL_MS = 1_000;
/** Polls between two looks for webhooks, while there are none: their first one is told by an event besides. */
const IDLE_POLLS = 15;

/**
 * Posts what is due in the webhooks' outbox. Every process runs one; a delivery is posted by who holds its lease.
 *
 * A delivery that was taken is not posted again, but for one case: a process that dies between the receiver's answer and
 * writing it down. Then it comes again under the same id, by which the receiver knows it for the same.
 */
export class WebhookPost {
  readonly #ctx: Context;
  readonly #deliveries: DueWork<DueDelivery>;
  #hasWebhooks = true;
  #polls = 0;
  #timer: Timer | null = null;
  #unsubscribe = () => {};

  constructor(ctx: Context) {
    this.#ctx = ctx;
    this.#deliveries = new DueWork({
      atOnce: AT_ONCE,
      claim: (most, posting) => claimDeliveries(ctx.db.sql, most, busyWith(posting)),
      work: (delivery) =>
        deliver(ctx, delivery).catch((err) =>
          ctx.log.warn({ err, delivery: delivery.id }, 'a webhook could not be posted'),
        ),
      onUnread: (err) => ctx.log.warn({ err }, 'the outbox of the webhooks could not be read'),
    });
  }

  start(): void {
    this.#unsubscribe = this.#ctx.bus.subscribe((event) => {
      if (event.type !== 'webhook') return;
      this.#hasWebhooks = true;
      this.#deliveries.wake();
    });
    this.#timer = setInterval(() => this.#poll(), POLL_MS);
  }

  /** Takes nothing new and waits for what is on its way; what is not done by then is another process's. */
  async stop(graceMs: number): Promise<void> {
    this.#unsubscribe();
    if (this.#timer) clearInterval(this.#timer);
    await this.#deliveries.stop(graceMs);
  }

  /** Posts all that is due now. Answers how many deliveries were taken. */
  runPending(): Promise<number> {
    return this.#deliveries.runPending();
  }

  #poll(): void {
    this.#polls += 1;
    if (this.#polls % IDLE_POLLS === 0) {
      hasActiveWebhooks(this.#ctx.db.sql)
        .then((hasWebhooks) => {
          this.#hasWebhooks = hasWebhooks;
        })
        .catch(() => {});
    }
    if (this.#hasWebhooks) this.#deliveries.wake();
  }
}

/** The webhooks that get as much at once as one may. */
function busyWith(posting: readonly DueDelivery[]): number[] {
  const counts = new Map<number, number>();
  for (const { webhookId } of posting) counts.set(webhookId, (counts.get(webhookId) ?? 0) + 1);
  return [...counts].flatMap(([webhookId, count]) => (count >= AT_ONCE_EACH ? [webhookId] : []));
}
