import { randomUUID } from 'node:crypto';
import type { Context } from '../../context.ts';
import { isDatabaseAway } from '../../db/client.ts';
import { forgetTexts } from '../../lib/remembering.ts';
import type { Message } from '../conversations/model.ts';
import { commitFailure } from './commit.ts';
import { ConversationMemory, rememberReply } from './memory.ts';
import { LEASE_SECONDS } from './queries.ts';
import { answerOrphans, answerTurn, exchangeAtOnce, type ReplyStream, type Turn } from './turn.ts';
import { findReply, isTurnOpen, renewLeases } from './turn-queries.ts';
import { ChatWriter } from './writer.ts';

const RENEW_EVERY_MS = (LEASE_SECONDS * 1_000) / 3;
const LOOK_FOR_ORPHANS_EVERY_MS = 2_000;
/** A reply that another process makes is looked for this often, should its event be lost. */
const REPLY_POLL_MS = 1_000;

/** An answer that takes longer than this shows that somebody is typing. */
const TYPING_AFTER_MS = 200;
/** Clients let the sign go by itself after a few seconds. */
const SHOW_TYPING_EVERY_MS = 1_000;

/** Longer than the driver needs for a new connection. */
const AGAIN_AFTER_MS = 700;

/** Those who watch a reply of this process being made. */
export interface ReplyWatcher {
  onDelta(replyId: string, text: string): void;
  /** Committed. It comes before the watcher needs to read the database for it. */
  onReply(message: Message, replyId: string): void;
}

interface Running {
  turnId: number;
  abort: AbortController;
  done: Promise<Message | null>;
  /** By the monotonic clock. */
  startedAt: number;
}

/**
 * The turns that this process answers. A newer message of the same conversation drops the answer under way; leases are
 * renewed while an answer takes its time; turns of workers that died are taken over.
 */
export class TurnDesk {
  readonly writer: ChatWriter;
  readonly memory = new ConversationMemory();
  readonly #ctx: Context;
  readonly #running = new Map<string, Running>();
  readonly #watchers = new Map<string, Set<ReplyWatcher>>();
  #timers: Timer[] = [];
  #renewal: Timer | undefined;
  #unsubscribe = () => {};

  constructor(ctx: Context) {
    this.#ctx = ctx;
    this.writer = new ChatWriter(ctx.db.hot);
  }

  start(): void {
    this.#unsubscribe = this.#ctx.hub.listenTo(['erased'], (event) => {
      if (event.type !== 'erased') return;
      this.memory.forget(event.conversation);
      this.#ctx.ai.forget(event.conversation);
      forgetTexts();
    });
    this.#timers = [
      setInterval(() => this.#showTyping(), SHOW_TYPING_EVERY_MS),
      setInterval(() => void this.#quietly(() => this.runPending()), LOOK_FOR_ORPHANS_EVERY_MS),
    ];
    this.#renewal = setInterval(() => void this.#quietly(() => this.#renew()), RENEW_EVERY_MS);
  }

  /** Takes nothing more over and waits for the answers under way, at most so long. */
  async stop(deadlineMs: number): Promise<void> {
    this.#unsubscribe();
    for (const timer of this.#timers) clearInterval(timer);
    const answers = [...this.#running.values()].map(({ done }) => done);
    await Promise.race([Promise.allSettled(answers), Bun.sleep(deadlineMs)]);
    // Until then nobody else is to answer what is being answered here.
    clearInterval(this.#renewal);
  }

  /** Answers the function that ends it. */
  watch(conversationId: string, watcher: ReplyWatcher): () => void {
    const watchers = this.#watchers.get(conversationId) ?? new Set();
    watchers.add(watcher);
    this.#watchers.set(conversationId, watchers);
    return () => {
      watchers.delete(watcher);
      if (watchers.size === 0 && this.#watchers.get(conversationId) === watchers) this.#watchers.delete(conversationId);
    };
  }

  /**
   * Stores a message together with its reply, where this process can answer at once. Null: nothing was written, and
   * the message is to be taken and its turn answered. Errors: when the database is away.
   */
  exchangeAtOnce(conversationId: string, input: { text: string; clientId: string }): Promise<Message | null> {
    return exchangeAtOnce(this.#ctx, this.writer, this.memory, conversationId, input);
  }

  /** Answers the turn; null when a newer message, or a person, made the answer obsolete. Never rejects. */
  answer(turn: Turn): Promise<Message | null> {
    const { conversationId } = turn;
    this.#running.get(conversationId)?.abort.abort();
    const abort = new AbortController();
    const done = this.#run(turn, abort.signal).finally(() => {
      if (this.#running.get(conversationId)?.abort === abort) this.#running.delete(conversationId);
    });
    this.#running.set(conversationId, { turnId: turn.id, abort, done, startedAt: this.#ctx.clock.monotonic() });
    return done;
  }

  /** Takes over what others left behind; resolves when it is answered. */
  async runPending(): Promise<number> {
    return answerOrphans(this.#ctx, (turn) => this.answer(turn));
  }

  /**
   * The reply of a turn that this or another process answers. Null when there will be none (a person took over, the
   * conversation ended), or not before the deadline.
   */
  async replyOf(conversationId: string, turnId: number, deadlineMs: number): Promise<Message | null> {
    const { db, hub, clock } = this.#ctx;
    const deadline = clock.monotonic() + deadlineMs;
    let wake = () => {};
    const unwatch = hub.watch(conversationId, () => wake());
    try {
      for (;;) {
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        // The order matters: a reply closes its turn, so a turn seen closed has its reply already.
        const isOpen = await isTurnOpen(db.sql, turnId);
        const reply = await findReply(db.sql, conversationId, turnId);
        if (reply || !isOpen || clock.monotonic() > deadline) return reply;
        await Promise.race([woken, Bun.sleep(REPLY_POLL_MS)]);
      }
    } finally {
      unwatch();
    }
  }

  async #run(turn: Turn, signal: AbortSignal): Promise<Message | null> {
    const { conversationId } = turn;
    const watchers = () => this.#watchers.get(conversationId) ?? [];
    let replyId = randomUUID();
    const stream = {
      onText(text: string) {
        for (const watcher of watchers()) watcher.onDelta(replyId, text);
      },
      onRestart() {
        replyId = randomUUID();
      },
    };
    try {
      const message = await this.#answerPersistently(turn, stream, signal);
      if (message) rememberReply(this.memory, turn, message);
      if (message) for (const watcher of watchers()) watcher.onReply(message, replyId);
      return message;
    } catch (err) {
      if (signal.aborted) return null;
      this.#ctx.log.error({ err, conversation: conversationId }, 'a turn failed');
      // Nobody needs a person because the database is away: the turn stays open, and its lease brings a worker.
      if (isDatabaseAway(err)) return null;
      return await commitFailure(this.#ctx, turn).catch(() => null);
    }
  }

  /** Once more where the database only lost a connection, so that the customer does not wait for the lease. */
  async #answerPersistently(turn: Turn, stream: ReplyStream, signal: AbortSignal): Promise<Message | null> {
    try {
      return await answerTurn(this.#ctx, this.writer, turn, stream, signal);
    } catch (err) {
      if (signal.aborted || !isDatabaseAway(err)) throw err;
      await Bun.sleep(AGAIN_AFTER_MS);
      stream.onRestart();
      const { conversationId: conversation, expectedSeq } = turn;
      const message = await answerTurn(this.#ctx, this.writer, turn, stream, signal);
      // The first may have been committed, and only the word of it been lost.
      if (!message) this.#ctx.bus.publish({ type: 'message', conversation, seq: expectedSeq + 1 });
      return message;
    }
  }

  /** Says that somebody is typing where an answer takes its time. One timer for all of them: most need none. */
  #showTyping(): void {
    const before = this.#ctx.clock.monotonic() - TYPING_AFTER_MS;
    for (const [conversation, { startedAt }] of this.#running) {
      if (startedAt < before) this.#ctx.bus.publish({ type: 'typing', conversation, from: 'assistant' });
    }
  }

  async #renew(): Promise<void> {
    const ids = [...this.#running.values()].map(({ turnId }) => turnId);
    if (ids.length > 0) await renewLeases(this.#ctx.db.sql, this.#ctx.workerId, ids);
  }

  async #quietly(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (err) {
      this.#ctx.log.warn({ err }, 'turns could not be looked after');
    }
  }
}
