import { ClosedPiece } from '../../../views/conversations/pane-pieces.tsx';
import type { View } from '../../../views/view.ts';
import type { Context } from '../../context.ts';
import { textOf } from '../../http/htmx.ts';
import type { Event } from '../../realtime/events.ts';
import { type Present, viewersOf } from '../../realtime/presence.ts';
import { CLOSE, type RawSocket, type SocketHandler, sendFrame } from '../../realtime/socket.ts';
import { type Caller, findCaller } from '../auth/queries.ts';
import type { InboxFeed, InboxNews } from '../inbox/feed.ts';
import { InboxList, type ListPieces } from '../inbox/list.ts';
import { type DeskTally, isVisible } from '../inbox/model.ts';
import { showAgentTyping } from './correspondence.ts';
import type { InboxRow } from './model.ts';
import { OpenPane } from './open-pane.ts';
import { type PanelFrame, parsePanelFrame } from './panel-frames.ts';
import { findInboxRows } from './queries.ts';
import { haveRead, scopeOf } from './service.ts';

/** How often the session is asked after, and what may have been missed is looked for. */
const CHECK_INTERVAL_MS = 30_000;
const MAX_FRAME_BYTES = 4_096;

/**
 * One page of the panel that follows what happens. It sends the pieces that the page itself is made of.
 *
 * Events say only that something happened: what a page gets is read from the database, as the person may see it at that
 * moment, and messages always from the last seq that this page has, so that a lost or doubled event changes nothing.
 */
export class PanelSocket implements SocketHandler {
  readonly #ctx: Context;
  readonly #feed: InboxFeed;
  readonly #timeZone: string;
  #caller: Caller;
  #socket: RawSocket | null = null;
  /** Null until the page has said what it shows: most pages show no list. */
  #list: InboxList | null = null;
  #open: OpenPane | null = null;
  #checkTimer: Timer | null = null;
  #work: Promise<void> = Promise.resolve();
  #stopListening = () => {};
  #leaveFeed = () => {};
  #present: Present | null = null;
  /** Who else looks at the open conversation, as it was told. */
  #viewers = '';

  constructor(ctx: Context, feed: InboxFeed, caller: Caller, timeZone: string) {
    this.#ctx = ctx;
    this.#feed = feed;
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
    this.#leaveFeed();
    if (this.#checkTimer) clearInterval(this.#checkTimer);
    this.#socket = null;
    this.#present?.leave();
    if (this.#open) void this.#tellPresence(this.#open.id);
  }

  get openId(): string | null {
    return this.#open?.id ?? null;
  }

  /** Looks for whatever happened since the last push: events may have been lost, also that the session has ended. */
  catchUp(): void {
    this.#enqueue(() => this.#check());
  }

  /** Something has happened to these conversations. */
  news(news: InboxNews): void {
    this.#enqueue(async () => {
      if (!this.#list) return;
      this.#sendList(this.#list.piecesOf(news, this.#view()));
      const open = this.#open;
      if (!open || !news.ids.has(open.id)) return;
      const row = news.rows.find(({ id }) => id === open.id);
      await this.#tellOpen(open, row && isVisible(row, this.#caller) ? row : null);
      if (news.changed.has(open.id)) this.#send({ type: 'changed', topic: 'side' });
    });
  }

  /** What goes on at the desk has changed. */
  tally(tally: DeskTally): void {
    this.#enqueue(() => {
      if (this.#list) this.#sendPieces([this.#list.deskPieces(tally, this.#view())]);
    });
  }

  #heard(event: Event): void {
    if (event.type === 'session') {
      if (event.session === this.#caller.sessionId) this.#logOut();
    } else if (event.type === 'typing') {
      this.#heardTyping(event);
    } else if (event.type === 'presence' && event.conversation === this.#open?.id) {
      this.#enqueue(() => this.#sendViewers());
    }
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
    if (frame.type === 'rows') return this.#takeRows(frame.ids);
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

  async #watch({ filter, conversationId, marks }: Extract<PanelFrame, { type: 'watch' }>): Promise<void> {
    const isFirst = this.#list === null;
    const before = this.#open?.id ?? null;
    this.#list ??= new InboxList(this.#caller);
    const isOther = this.#list.show(filter);
    this.#open = conversationId ? new OpenPane(this.#ctx, conversationId, marks) : null;
    // Before anything is read: what happens from now on is told after it, and nothing falls between the two.
    if (isFirst) this.#leaveFeed = this.#feed.join(this);
    if (isFirst || isOther) await this.#lookAround();
    else await this.#lookAtOpen();
    const now = this.#open?.id ?? null;
    if (before === now) return;
    this.#present?.look(now);
    for (const id of [before, now]) if (id) await this.#tellPresence(id);
    await this.#sendViewers();
  }

  /** The list and the open conversation, as far as the page does not have them. */
  async #lookAround(): Promise<void> {
    if (!this.#list) return;
    this.#sendList(await this.#list.lookAnew(this.#ctx, this.#view()));
    await this.#lookAtOpen();
  }

  async #lookAtOpen(): Promise<void> {
    if (!this.#open) return;
    const [row] = await findInboxRows(this.#ctx.db.sql, [this.#open.id], scopeOf(this.#caller));
    await this.#tellOpen(this.#open, row ?? null);
  }

  /** `row` is null where it is not this person's to see (any more). */
  async #tellOpen(open: OpenPane, row: InboxRow | null): Promise<void> {
    const view = this.#view();
    if (!row) {
      this.#open = null;
      return this.#sendPieces([textOf(ClosedPiece({ view }))]);
    }
    const pieces = await open.pieces(row, this.#caller, view);
    this.#sendPieces(pieces.map(textOf));
  }

  /** The session and the role as they are now, and whatever an event should have told. */
  async #check(): Promise<void> {
    const caller = await findCaller(this.#ctx.db.sql, this.#caller.sessionId, this.#caller.id);
    if (!caller) return this.#logOut();
    this.#caller = caller;
    this.#list?.belongTo(caller);
    await this.#lookAround();
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

  async #takeRows(ids: string[]): Promise<void> {
    if (this.#list) this.#sendList(await this.#list.take(this.#ctx, ids, this.#view()));
  }

  #sendList({ content, gone }: ListPieces): void {
    if (gone.length > 0) this.#send({ type: 'gone', conversations: gone });
    this.#sendPieces([content]);
  }

  #sendPieces(pieces: string[]): void {
    const content = pieces.join('');
    if (content !== '') this.#send({ content });
  }

  #send(frame: object): void {
    if (this.#socket) sendFrame(this.#socket, frame);
  }
}
