import type { Context } from '../../context.ts';
import type { Event } from '../../realtime/events.ts';
import type { Caller } from '../auth/queries.ts';
import { toTicketView } from '../tickets/model.ts';
import { findTicket } from '../tickets/queries.ts';
import { toConversationView, toMessageView } from './model.ts';
import { scopeOf } from './service.ts';
import {
  conversationNews,
  findCallers,
  findConversations,
  findNotifications,
  type News,
  newMessages,
  ticketNews,
  touchedWithin,
} from './staff-queries.ts';

/** What happens within this time is read together, once for all sockets of the process. */
const GATHER_MS = 40;
/** How often the sessions behind the sockets are asked after. */
const CHECK_SESSIONS_MS = 3_000;
const MAX_REMEMBERED = 10_000;
/** What is missed while events are, is told later where it is not older than this. Units: seconds. */
const CAUGHT_UP_SECONDS = 120;
/** What could not be read is looked for again after this. */
const AGAIN_MS = 2_000;

/** A frame of the contract. */
interface StaffFrame {
  type: string;
  data: unknown;
  timestamp: string;
}

/** Somebody who hears what they may see. */
export interface StaffReader {
  caller: Caller;
  send(frame: StaffFrame): void;
  /** The session is over. */
  logOut(): void;
}

/**
 * What staff are told on their sockets. Events say only that something happened; what is told is read from the
 * database, once for all readers of this process, and goes to whom it concerns: an agent hears of what is unassigned or
 * their own. While nobody is connected nothing is read.
 */
export class StaffFeed {
  readonly #ctx: Context;
  readonly #readers = new Set<StaffReader>();
  readonly #told = new Set<string>();
  readonly #seqs = new Map<string, number>();
  #conversations = new Set<string>();
  #spoken = new Set<string>();
  #tickets = new Set<string>();
  #notifications = new Set<number>();
  #gathering: Timer | null = null;
  #checking: Timer | null = null;
  #again: Timer | null = null;
  #work: Promise<void> = Promise.resolve();
  #stopListening = () => {};
  /** By the monotonic clock: what happened before the first reader came is nobody's news. */
  #startedAt = 0;

  constructor(ctx: Context) {
    this.#ctx = ctx;
    ctx.bus.onGap(() => {
      if (this.#readers.size > 0) this.#enqueue(() => this.#catchUp());
    });
  }

  /** Answers what ends it. */
  join(reader: StaffReader): () => void {
    if (this.#readers.size === 0) this.#start();
    this.#readers.add(reader);
    return () => {
      if (this.#readers.delete(reader) && this.#readers.size === 0) this.#stop();
    };
  }

  #start(): void {
    this.#startedAt = performance.now();
    this.#stopListening = this.#ctx.hub.listen((event) => this.#heard(event));
    this.#checking = setInterval(() => this.#enqueue(() => this.#checkSessions()), CHECK_SESSIONS_MS);
  }

  #stop(): void {
    this.#stopListening();
    if (this.#checking) clearInterval(this.#checking);
    for (const timer of [this.#gathering, this.#again]) if (timer) clearTimeout(timer);
    this.#gathering = null;
    this.#again = null;
    this.#seqs.clear();
    this.#told.clear();
  }

  #heard(event: Event): void {
    switch (event.type) {
      case 'session':
        for (const reader of this.#readers) if (reader.caller.sessionId === event.session) reader.logOut();
        return;
      case 'message':
        this.#spoken.add(event.conversation);
        break;
      case 'conversation':
        this.#conversations.add(event.conversation);
        break;
      case 'ticket':
        this.#tickets.add(event.ticket);
        break;
      case 'notification':
        this.#notifications.add(event.notification);
        break;
      default:
        return;
    }
    this.#gathering ??= setTimeout(() => {
      this.#gathering = null;
      this.#enqueue(() => this.#tellAll());
    }, GATHER_MS);
  }

  async #tellAll(): Promise<void> {
    const [conversations, spoken, tickets, notifications] = [
      [...this.#conversations],
      [...this.#spoken],
      [...this.#tickets],
      [...this.#notifications],
    ];
    this.#conversations = new Set();
    this.#spoken = new Set();
    this.#tickets = new Set();
    this.#notifications = new Set();
    if (conversations.length > 0 || spoken.length > 0) await this.#tellConversations(conversations, spoken);
    if (tickets.length > 0) await this.#tellTickets(tickets);
    if (notifications.length > 0) await this.#tellNotifications(notifications);
  }

  /** Events may have been lost: all that could have been told of, and was not, is told now. */
  async #catchUp(): Promise<void> {
    const seconds = Math.min(CAUGHT_UP_SECONDS, (performance.now() - this.#startedAt) / 1_000);
    const { conversations, tickets, notifications } = await touchedWithin(this.#ctx.db.sql, seconds);
    if (conversations.length > 0) await this.#tellConversations(conversations, conversations, seconds);
    if (tickets.length > 0) await this.#tellTickets(tickets, seconds);
    if (notifications.length > 0) await this.#tellNotifications(notifications);
  }

  async #tellConversations(changed: string[], spoken: string[], seconds?: number): Promise<void> {
    const { sql } = this.#ctx.db;
    const known = spoken.map((id) => ({ id, afterSeq: this.#seqs.get(id) ?? null }));
    const [rows, news, messages] = await Promise.all([
      changed.length > 0 ? findConversations(sql, changed) : [],
      changed.length > 0 ? conversationNews(sql, changed, seconds) : [],
      spoken.length > 0 ? newMessages(sql, known, seconds) : [],
    ]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    const isStart = ({ type }: News) => type === 'conversation_started';
    const tellNews = (some: News[]) => {
      for (const { type, subject } of this.#untold(some)) {
        const row = byId.get(subject);
        if (row) this.#tell(type, toConversationView(row), row.assigneeId);
      }
    };
    tellNews(news.filter(isStart));
    for (const { assigneeId, customerName, ...message } of messages) {
      const { conversationId } = message;
      this.#rememberSeq(conversationId, message.seq);
      const data = { conversation_id: conversationId, customer_name: customerName, message: toMessageView(message) };
      this.#tell('new_message', data, assigneeId);
    }
    tellNews(news.filter((one) => !isStart(one)));
  }

  async #tellTickets(references: string[], seconds?: number): Promise<void> {
    const news = this.#untold(await ticketNews(this.#ctx.db.sql, references, seconds));
    for (const { type, subject } of news) {
      const ticket = await findTicket(this.#ctx.db.sql, subject);
      if (ticket) this.#tell(type, toTicketView(ticket), ticket.assigneeId);
    }
  }

  async #tellNotifications(ids: number[]): Promise<void> {
    const found = await findNotifications(this.#ctx.db.sql, ids);
    const keyed = found.map((one) => ({ ...one, key: `notification:${one.id}` }));
    for (const { key: _, userId, conversationId, createdAt, ...rest } of this.#untold(keyed)) {
      const data = { ...rest, conversation_id: conversationId, created_at: createdAt.toISOString() };
      const frame = this.#frame('notification', data);
      for (const reader of this.#readers) if (reader.caller.id === userId) reader.send(frame);
    }
  }

  #untold<Keyed extends { key: string }>(news: Keyed[]): Keyed[] {
    const fresh = news.filter(({ key }) => !this.#told.has(key));
    if (this.#told.size > MAX_REMEMBERED) this.#told.clear();
    for (const { key } of fresh) this.#told.add(key);
    return fresh;
  }

  #rememberSeq(id: string, seq: number): void {
    this.#seqs.delete(id);
    this.#seqs.set(id, seq);
    if (this.#seqs.size > MAX_REMEMBERED) this.#seqs.delete(this.#seqs.keys().next().value as string);
  }

  /** To everybody who may see what is this person's, or nobody's. */
  #tell(type: string, data: unknown, assigneeId: number | null): void {
    const frame = this.#frame(type, data);
    for (const reader of this.#readers) {
      const scope = scopeOf(reader.caller);
      if (scope === undefined || assigneeId === null || assigneeId === scope) reader.send(frame);
    }
  }

  #frame = (type: string, data: unknown): StaffFrame => ({
    type,
    data,
    timestamp: this.#ctx.clock.now().toISOString(),
  });

  /** Logouts and changed roles, should their events be lost. */
  async #checkSessions(): Promise<void> {
    const readers = [...this.#readers];
    const callers = await findCallers(this.#ctx.db.sql, [...new Set(readers.map(({ caller }) => caller.sessionId))]);
    const bySession = new Map(callers.map((caller) => [caller.sessionId, caller]));
    for (const reader of readers) {
      const caller = bySession.get(reader.caller.sessionId);
      if (caller) reader.caller = caller;
      else reader.logOut();
    }
  }

  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((err) => {
      this.#ctx.log.warn({ err }, 'staff could not be told the news');
      if (this.#readers.size > 0) this.#lookAgain();
    });
  }

  #lookAgain(): void {
    this.#again ??= setTimeout(() => {
      this.#again = null;
      this.#enqueue(() => this.#catchUp());
    }, AGAIN_MS);
  }
}
