import type { Context } from '../context.ts';
import { writeLetter } from '../features/notifications/letter.ts';
import {
  claimDue,
  closeSeen,
  closeUnsent,
  type DueMail,
  LEASE_SECONDS,
  markSent,
  postpone,
  renewLeases,
  wakeWaiting,
} from '../features/notifications/outbox-queries.ts';
import type { MailFailure } from '../mail/mailer.ts';
import { DueWork } from './due-work.ts';

/** Mails of this process that are on their way at once: each is a connection to the mail server. */
const AT_ONCE = 4;
/** For what became due by itself, and for wake-ups that were lost. */
const POLL_MS = 5_000;
const RENEW_MS = (LEASE_SECONDS * 1_000) / 3;
/** After so many the mail is given up; with the delays between them, about an hour after the first. */
const MAX_ATTEMPTS = 12;
const FIRST_DELAY_MS = 5_000;
const MAX_DELAY_MS = 15 * 60_000;
/** Between tries to note that a mail was taken, while the database is away. */
const NOTE_AGAIN_MS = 500;

/** Trying again changes nothing about these. */
const FINAL: readonly MailFailure[] = ['not_configured', 'refused', 'bad_recipient'];

/** The pause after the nth attempt: doubled each time, and spread so that those who failed together do not return so. */
export function retryDelayMs(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1));
  return Math.round(full * (0.75 + random() * 0.5));
}

/**
 * Sends what is due in the outbox. Every process runs one; a row is sent by who holds its lease.
 *
 * A mail that the server took is never sent again, but for one case that SMTP leaves open: a process that dies, or a
 * connection that breaks, between the server's taking it and our knowing. Then it is sent again under the same
 * Message-ID, by which mail programs know it for the same.
 */
export class Outbox {
  readonly #ctx: Context;
  readonly #mails: DueWork<DueMail>;
  #timers: Timer[] = [];
  #unsubscribe = () => {};

  constructor(ctx: Context) {
    this.#ctx = ctx;
    this.#mails = new DueWork({
      atOnce: AT_ONCE,
      claim: (most) => claimDue(ctx.db.sql, most),
      work: (mail) => this.#work(mail),
      onUnread: (err) => ctx.log.warn({ err }, 'the outbox could not be read'),
    });
  }

  start(): void {
    const wake = () => this.#mails.wake();
    this.#unsubscribe = this.#ctx.bus.subscribe((event) => {
      if (event.type === 'outbox') wake();
    });
    this.#ctx.bus.onGap(wake);
    this.#timers = [setInterval(wake, POLL_MS), setInterval(() => this.#renew(), RENEW_MS)];
    wake();
  }

  /** Takes nothing new and waits for what is on its way; what is not done by then is another process's. */
  async stop(graceMs: number): Promise<void> {
    this.#unsubscribe();
    await this.#mails.stop(graceMs);
    for (const timer of this.#timers) clearInterval(timer);
  }

  /** Sends all that is due now. Answers how many rows were taken. */
  runPending(): Promise<number> {
    return this.#mails.runPending();
  }

  async #work(mail: DueMail): Promise<void> {
    const { bus, log } = this.#ctx;
    await this.#send(mail).catch((err) => log.warn({ err, notification: mail.id }, 'a mail could not be sent'));
    // What became of a reply stands below it, on the pages that show it.
    const { kind, conversationId: conversation } = mail;
    if (kind === 'agent_reply' && conversation) bus.publish({ type: 'conversation', conversation });
  }

  async #send(mail: DueMail): Promise<void> {
    const { db, mailer } = this.#ctx;
    // Whoever had it before died of it, or with it.
    if (mail.attempts > MAX_ATTEMPTS) return this.#giveUp(mail, 'worker_lost');
    if (!mailer.isConfigured) return this.#giveUp(mail, 'not_configured');
    const letter = await writeLetter(this.#ctx, mail);
    if (letter === 'customer_present') return closeSeen(db.sql, mail);
    if (typeof letter === 'string') return closeUnsent(db.sql, mail, 'CANCELLED', letter);
    const failure = await mailer.deliver(letter);
    if (failure === null) return this.#noteSent(mail);
    this.#ctx.log.warn({ notification: mail.id, attempt: mail.attempts, failure }, 'a mail was not taken');
    if (FINAL.includes(failure) || mail.attempts >= MAX_ATTEMPTS) return this.#giveUp(mail, failure);
    this.#ctx.metrics.count('joxai_mails_total', { result: 'postponed' });
    await postpone(db.sql, mail, failure, retryDelayMs(mail.attempts));
  }

  async #giveUp(mail: DueMail, reason: MailFailure | 'worker_lost'): Promise<void> {
    await closeUnsent(this.#ctx.db.sql, mail, 'FAILED', reason);
    this.#ctx.metrics.count('joxai_mails_total', { result: 'failed' });
  }

  /** Again and again until it stands in the database: else the mail would go out a second time. */
  async #noteSent({ id }: DueMail): Promise<void> {
    this.#ctx.metrics.count('joxai_mails_total', { result: 'sent' });
    for (;;) {
      try {
        await markSent(this.#ctx.db.sql, id);
        break;
      } catch (err) {
        if (this.#mails.isStopped) throw err;
        this.#ctx.log.error({ err, notification: id }, 'a mail was taken, and this could not be noted yet');
        await Bun.sleep(NOTE_AGAIN_MS);
      }
    }
    if ((await wakeWaiting(this.#ctx.db.sql)) > 0) this.#ctx.bus.publish({ type: 'outbox' });
  }

  #renew(): void {
    const ids = this.#mails.underWay.map(({ id }) => id);
    if (ids.length === 0) return;
    renewLeases(this.#ctx.db.sql, ids).catch((err) =>
      this.#ctx.log.warn({ err }, 'the leases of mails could not be renewed'),
    );
  }
}
