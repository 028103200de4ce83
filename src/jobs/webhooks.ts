import type { Context } from '../context.ts';
import { deliver } from '../features/webhooks/delivering.ts';
import { claimDeliveries, type DueDelivery } from '../features/webhooks/delivery-queries.ts';
import { hasActiveWebhooks } from '../features/webhooks/queries.ts';

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
  readonly #posting = new Map<number, { webhookId: number; done: Promise<void> }>();
  #running: Promise<number> | null = null;
  #isNudged = false;
  #nudge = () => {};
  #isStopped = false;
  #hasWebhooks = true;
  #polls = 0;
  #timer: Timer | null = null;
  #unsubscribe = () => {};

  constructor(ctx: Context) {
    this.#ctx = ctx;
  }

  start(): void {
    this.#unsubscribe = this.#ctx.bus.subscribe((event) => {
      if (event.type !== 'webhook') return;
      this.#hasWebhooks = true;
      this.#wake();
    });
    this.#timer = setInterval(() => this.#poll(), POLL_MS);
  }

  /** Takes nothing new and waits for what is on its way; what is not done by then is another process's. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopped = true;
    this.#unsubscribe();
    if (this.#timer) clearInterval(this.#timer);
    await Promise.race([this.#settled(), Bun.sleep(graceMs)]);
  }

  /** Posts all that is due now. Answers how many deliveries were taken. */
  runPending(): Promise<number> {
    this.#isNudged = true;
    this.#nudge();
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    return this.#running;
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
    if (this.#hasWebhooks) this.#wake();
  }

  #wake(): void {
    if (this.#isStopped) return;
    this.runPending().catch((err) => this.#ctx.log.warn({ err }, 'the outbox of the webhooks could not be read'));
  }

  async #run(): Promise<number> {
    let taken = 0;
    while (!this.#isStopped && (this.#isNudged || this.#posting.size > 0)) {
      this.#isNudged = false;
      const nudged = new Promise<void>((resolve) => {
        this.#nudge = resolve;
      });
      const due = await claimDeliveries(this.#ctx.db.sql, AT_ONCE - this.#posting.size, this.#busyWith());
      taken += due.length;
      for (const delivery of due) this.#begin(delivery);
      if (due.length > 0) this.#isNudged = true;
      if (this.#posting.size > 0) await this.#untilRoom(nudged);
    }
    return taken;
  }

  /** The round first: what it was just claiming is on its way only then. */
  async #settled(): Promise<void> {
    await Promise.allSettled([this.#running]);
    await Promise.allSettled([...this.#posting.values()].map(({ done }) => done));
  }

  /** Resolves when a place is free and there may be something for it. */
  async #untilRoom(nudged: Promise<void>): Promise<void> {
    const underWay = [...this.#posting.values()].map(({ done }) => done);
    await Promise.race(this.#posting.size < AT_ONCE && !this.#isNudged ? [nudged, ...underWay] : underWay);
  }

  #busyWith(): number[] {
    const counts = new Map<number, number>();
    for (const { webhookId } of this.#posting.values()) counts.set(webhookId, (counts.get(webhookId) ?? 0) + 1);
    return [...counts].flatMap(([webhookId, count]) => (count >= AT_ONCE_EACH ? [webhookId] : []));
  }

  #begin(delivery: DueDelivery): void {
    const done = deliver(this.#ctx, delivery)
      .catch((err) => this.#ctx.log.warn({ err, delivery: delivery.id }, 'a webhook could not be posted'))
      .finally(() => {
        this.#posting.delete(delivery.id);
      });
    this.#posting.set(delivery.id, { webhookId: delivery.webhookId, done });
  }
}
