import { ClosedPiece, GonePiece, MessagesPiece, RowsPiece, StatePiece } from '../../../views/conversations/live.tsx';
import type { View } from '../../../views/view.ts';
import type { Context } from '../../context.ts';
import { textOf } from '../../http/htmx.ts';
import type { Event } from '../../realtime/events.ts';
import { type Present, viewersOf } from '../../realtime/presence.ts';
import { CLOSE, type RawSocket, type SocketHandler, sendFrame } from '../../realtime/socket.ts';
import { type Caller, findCaller } from '../auth/queries.ts';
import { findOpenTicket } from '../tickets/queries.ts';
import { showAgentTyping } from './correspondence.ts';
import { type InboxFilter, type InboxRow, isInInbox } from './model.ts';
import { type PanelFrame, parsePanelFrame } from './panel-frames.ts';
import { findInboxRows, listMessages } from './queries.ts';
import { browseInbox, followConversation, haveRead, scopeOf } from './service.ts';

/** Changes of the list within this time travel together. */
const REFRESH_INTERVAL_MS = 150;
/** How often the session is asked after, and what may have been missed is looked for. */
const CHECK_INTERVAL_MS = 30_000;
/** Of more changes than this the list is read anew. */
const MAX_CHANGED_ROWS = 50;
/** As many as the page keeps (public/panel/panel.js). */
const MAX_KNOWN_ROWS = 300;
const MAX_FRAME_BYTES = 1_024;

interface Open {
  id: string;
  sentSeq: number;
  /** What the heading and the card said when they were sent. */
  state: string;
}

/**
 * One page of the panel that follows what happens. It sends the pieces that the page itself is made of.
 *
 * Events say only that something happened: what a page gets is read from the database, as the person may see it at that
 * moment, and messages always from the last seq that this page has, so that a lost or doubled event changes nothing.
 */
export class PanelSocket implements SocketHandler {
  readonly #ctx: Context;
  readonly #timeZone: string;
  #caller: Caller;
  #socket: RawSocket | null = null;
  #filter: InboxFilter | null = null;
  #open: Open | null = null;
  /** Conversations of which something has changed. */
  #changed = new Set<string>();
  /** What the rows on the page said when they were sent, by conversation. */
  #rows = new Map<string, string>();
  #refreshTimer: Timer | null = null;
  #checkTimer: Timer | null = null;
  #lastRefresh = 0;
  #work: Promise<void> = Promise.resolve();
  #stopListening = () => {};
  #present: Present | null = null;
  /** Who else looks at the open conversation, as it was told. */
  #viewers = '';

  constructor(ctx: Context, caller: Caller, timeZone: string) {
    this.#ctx = ctx;
    this.#caller = caller;
    this.#timeZone = timeZone;
  }

  open(socket: RawSocket): void {
    this.#socket = socket;
    this.#stopListening = this.#ctx.hub.listen((event) => this.#heard(event));
    this.#present = this.#ctx.presence.enter({ kind: 'panel', userId: this.#caller.id, conversationId: null });
    // Whoever is there may now be given what waits.
    this.#ctx.bus.publish({ type: 'queue' });
    this.#checkTimer = setInterval(() => this.#enqueue(() => this.#check()), CHECK_INTERVAL_MS);
  }

  message(socket: RawSocket, data: string | Buffer): void {
    const frame = data.length > MAX_FRAME_BYTES ? null : parsePanelFrame(String(data));
    if (frame) this.#enqueue(() => this.#handle(frame));
    else socket.close(CLOSE.policy, 'not a frame of the panel');
  }

  close(): void {
    this.#stopListening();
    if (this.#checkTimer) clearInterval(this.#checkTimer);
    if (this.#refreshTimer) clearTimeout(this.#refreshTimer);
    this.#socket = null;
    this.#present?.leave();
    if (this.#open) void this.#tellPresence(this.#open.id);
  }

  /** Looks for whatever happened since the last push: events may have been lost. */
  catchUp(): void {
    this.#enqueue(() => this.#sendList());
  }

  #heard(event: Event): void {
    if (event.type === 'session') {
      if (event.session === this.#caller.sessionId) this.#logOut();
      return;
    }
    if (event.type === 'typing') {
      this.#heardTyping(event);
      return;
    }
    if (event.type === 'presence') {
      if (event.conversation === this.#open?.id) this.#enqueue(() => this.#sendViewers());
      return;
    }
    if (!('conversation' in event) || !event.conversation) return;
    this.#changed.add(event.conversation);
    this.#refreshSoon();
  }

  #refreshSoon(): void {
    if (this.#refreshTimer || !this.#filter) return;
    const wait = this.#lastRefresh + REFRESH_INTERVAL_MS - performance.now();
    this.#refreshTimer = setTimeout(
      () => {
        this.#refreshTimer = null;
        this.#lastRefresh = performance.now();
        this.#enqueue(() => this.#refresh());
      },
      Math.max(0, wait),
    );
  }

  async #handle(frame: PanelFrame): Promise<void> {
    if (frame.type === 'ping') return this.#send({ type: 'pong' });
    if (frame.type === 'read') {
      if (frame.conversationId === this.#open?.id && frame.seq <= this.#open.sentSeq) {
        await haveRead(this.#ctx, this.#caller, frame.conversationId, frame.seq);
      }
      return;
    }
    if (frame.type === 'typing') {
      if (frame.conversationId === this.#open?.id) await showAgentTyping(this.#ctx, this.#caller, frame.conversationId);
      return;
    }
    return this.#watch(frame);
  }

  /** Who types in the open conversation; the assistant's own typing is not worth a sign to staff. */
  #heardTyping({ conversation, from, user }: Extract<Event, { type: 'typing' }>): void {
    if (conversation !== this.#open?.id || from === 'assistant' || user === this.#caller.id) return;
    this.#send({ type: 'typing', conversation, from, ...(user && { user }) });
  }

  /** Tells everybody who looks at a conversation that this person came or went. */
  async #tellPresence(conversation: string): Promise<void> {
    await this.#ctx.presence.flush();
    this.#ctx.bus.publish({ type: 'presence', conversation });
  }

  async #sendViewers(): Promise<void> {
    if (!this.#open) return;
    const all = await viewersOf(this.#ctx.db.sql, this.#open.id);
    const people = all.filter(({ id }) => id !== this.#caller.id);
    const told = JSON.stringify([this.#open.id, people]);
    if (told === this.#viewers) return;
    this.#viewers = told;
    this.#send({ type: 'viewers', conversation: this.#open.id, people });
  }

  async #watch({ filter, conversationId, afterSeq }: Extract<PanelFrame, { type: 'watch' }>): Promise<void> {
    const isFirst = this.#filter === null;
    const before = this.#open?.id ?? null;
    this.#filter = filter;
    this.#open = conversationId ? { id: conversationId, sentSeq: afterSeq, state: '' } : null;
    if (isFirst) await this.#sendList();
    else if (this.#open) await this.#sendRows([this.#open.id]);
    const now = this.#open?.id ?? null;
    if (before === now) return;
    this.#present?.look(now);
    for (const id of [before, now]) if (id) await this.#tellPresence(id);
    await this.#sendViewers();
  }

  async #refresh(): Promise<void> {
    const ids = [...this.#changed];
    this.#changed.clear();
    if (ids.length > MAX_CHANGED_ROWS) await this.#sendList();
    else if (ids.length > 0) await this.#sendRows(ids);
  }

  /** The first page of the list, as far as it is not there yet, and the open conversation. */
  async #sendList(): Promise<void> {
    if (!this.#filter) return;
    const { rows } = await browseInbox(this.#ctx, this.#caller, this.#filter);
    const ids = new Set([...this.#rows.keys(), ...(this.#open ? [this.#open.id] : [])]);
    for (const { id } of rows) ids.delete(id);
    await this.#sendRows([...ids], rows);
  }

  /** What changed of these conversations; `fresh` are rows that were just read. */
  async #sendRows(ids: string[], fresh: InboxRow[] = []): Promise<void> {
    const filter = this.#filter;
    if (!filter) return;
    const read = ids.length > 0 ? await findInboxRows(this.#ctx.db.sql, ids, scopeOf(this.#caller)) : [];
    const rows = [...fresh, ...read];
    const seen = new Set(rows.map(({ id }) => id));
    const leaving = [...ids.filter((id) => !seen.has(id)), ...rows.filter((row) => !isInInbox(row, filter)).map(idOf)];
    const news = rows.filter((row) => isInInbox(row, filter) && this.#rows.get(row.id) !== versionOf(row));
    for (const id of leaving) this.#rows.delete(id);
    this.#remember(news);
    const pieces = [
      ...leaving.map((id) => GonePiece({ id })),
      ...(news.length > 0 ? [RowsPiece({ rows: news, filter, view: this.#view() })] : []),
      ...(await this.#openPieces(rows, ids, filter)),
    ];
    if (pieces.length > 0) this.#send({ content: pieces.map(textOf).join('') });
  }

  /** The rows that changed last, as many as a page keeps. */
  #remember(news: InboxRow[]): void {
    for (const row of news) {
      this.#rows.delete(row.id);
      this.#rows.set(row.id, versionOf(row));
    }
    for (const id of [...this.#rows.keys()].slice(0, Math.max(0, this.#rows.size - MAX_KNOWN_ROWS)))
      this.#rows.delete(id);
  }

  async #openPieces(rows: InboxRow[], ids: string[], filter: InboxFilter): Promise<JSX.Element[]> {
    const open = this.#open;
    if (!open) return [];
    const row = rows.find(({ id }) => id === open.id);
    const view = this.#view();
    if (!row) {
      if (!ids.includes(open.id)) return [];
      this.#open = null;
      return [ClosedPiece({ view })];
    }
    const { sql } = this.#ctx.db;
    await followConversation(this.#ctx, this.#caller, row.id);
    const [messages, ticket] = await Promise.all([
      row.lastSeq > open.sentSeq ? listMessages(sql, row.id, open.sentSeq) : [],
      findOpenTicket(sql, row.id),
    ]);
    open.sentSeq = messages.at(-1)?.seq ?? open.sentSeq;
    const state = JSON.stringify([stateOf(row), ticket?.status, ticket?.reference, ticket?.priority]);
    const hasChanged = state !== open.state;
    open.state = state;
    return [
      ...(messages.length > 0 ? [MessagesPiece({ conversationId: row.id, messages, view })] : []),
      ...(hasChanged ? [StatePiece({ row, ticket, filter, view })] : []),
    ];
  }

  /** The session and the role as they are now, and whatever an event should have told. */
  async #check(): Promise<void> {
    const caller = await findCaller(this.#ctx.db.sql, this.#caller.sessionId, this.#caller.id);
    if (!caller) return this.#logOut();
    this.#caller = caller;
    await this.#sendList();
  }

  #logOut(): void {
    this.#socket?.close(CLOSE.badToken, 'the session has ended');
  }

  #view = (): View => ({ language: this.#caller.language, timeZone: this.#timeZone, now: this.#ctx.clock.now() });

  /** One after another, so that what is sent later was read later. */
  #enqueue(work: () => Promise<void> | void): void {
    this.#work = this.#work.then(async () => {
      try {
        if (this.#socket) await work();
      } catch (err) {
        // The page comes back and asks for what it lacks.
        this.#ctx.log.warn({ err }, 'a page of the panel could not be brought up to date');
        this.#socket?.close(CLOSE.tryLater, 'not now');
      }
    });
  }

  #send(frame: object): void {
    if (this.#socket) sendFrame(this.#socket, frame);
  }
}

const idOf = ({ id }: InboxRow): string => id;

/** Everything of a row that its piece shows. */
const versionOf = (row: InboxRow): string => JSON.stringify([row.position, row.lastSeq, row.readSeq, stateOf(row)]);

const stateOf = (row: InboxRow): unknown[] => [
  row.status,
  row.assigneeName,
  row.language,
  row.identityLevel,
  row.customerName,
  row.handoffReason,
  row.priority,
];
