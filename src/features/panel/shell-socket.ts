import { ToastPiece } from '../../../views/components/toast.tsx';
import { BellPiece, NoticeToast } from '../../../views/layouts/bell.tsx';
import type { Context } from '../../context.ts';
import { textOf } from '../../http/htmx.ts';
import type { Event } from '../../realtime/events.ts';
import { type RawSocket, type SocketHandler, sendFrame } from '../../realtime/socket.ts';
import { type Action, may } from '../auth/model.ts';
import type { Caller } from '../auth/queries.ts';
import { takeDemoNotice } from '../demo/queries.ts';
import { countUnread } from '../notifications/queries.ts';
import { findUnreadNotice } from './queries.ts';

/** What pages can hear of as changed. */
const TOPICS = ['tickets', 'knowledge', 'webhooks', 'keys', 'canned', 'notifications'] as const;
type Topic = (typeof TOPICS)[number];
const TOPIC_OF: Partial<Record<Event['type'], Topic>> = {
  ticket: 'tickets',
  knowledge: 'knowledge',
  webhook: 'webhooks',
  api_key: 'keys',
  canned: 'canned',
  notification: 'notifications',
};
/** Who may do it hears of it; of the others everybody does. */
const NEEDED: Partial<Record<Topic, Action>> = {
  webhooks: 'webhook.manage',
  keys: 'api_key.manage',
  canned: 'canned.own',
};
/** By the process's own clock, in ms. */
type LastChanges = Map<Topic, number>;
interface Shared {
  sockets: Set<ShellSocket>;
  lastChanges: LastChanges;
}

/** The longest that a page may say it took to be here; a frame that says more is a mistake. */
const MAX_LOAD_MS = 120_000;
/** An event may be a moment on its way while the page that it is about is being made. */
const EVENT_DELAY_MS = 1_000;
/** Changes within this time are told as one. */
const TELL_INTERVAL_MS = 500;

/**
 * The live connection as every page of the panel has it: the bell, the toast of what has just come, and the hint that
 * tickets have changed. What the open page follows besides is the business of `page`, which gets all of the socket.
 */
export function shellSockets(ctx: Context) {
  const sockets = new Set<ShellSocket>();
  const lastChanges: LastChanges = new Map();
  ctx.hub.listen((event) => {
    const topic = TOPIC_OF[event.type];
    if (topic) lastChanges.set(topic, performance.now());
  });
  ctx.bus.onGap(() => {
    for (const topic of TOPICS) lastChanges.set(topic, performance.now());
    for (const socket of sockets) socket.catchUp();
  });
  return (caller: Caller, timeZone: string, page: SocketHandler): SocketHandler =>
    new ShellSocket(ctx, caller, timeZone, page, { sockets, lastChanges });
}

class ShellSocket implements SocketHandler {
  readonly #ctx: Context;
  readonly #caller: Caller;
  readonly #timeZone: string;
  readonly #page: SocketHandler;
  readonly #shared: Shared;
  #socket: RawSocket | null = null;
  #arrived: number[] = [];
  readonly #changed = new Set<Topic>();
  #timer: Timer | null = null;
  #stopListening = () => {};

  constructor(ctx: Context, caller: Caller, timeZone: string, page: SocketHandler, shared: Shared) {
    this.#ctx = ctx;
    this.#caller = caller;
    this.#timeZone = timeZone;
    this.#page = page;
    this.#shared = shared;
  }

  open(socket: RawSocket): void {
    this.#socket = socket;
    this.#shared.sockets.add(this);
    this.#stopListening = this.#ctx.hub.listen((event) => this.#heard(event));
    this.#page.open(socket);
    void this.#sendBell([]);
    if (!this.#ctx.config.isProduction) void this.#tellOfDemo();
  }

  message(socket: RawSocket, data: string | Buffer): void {
    const loadMs = loadTimeIn(data);
    if (loadMs === null) this.#page.message(socket, data);
    else this.#catchUpSince(performance.now() - loadMs - EVENT_DELAY_MS);
  }

  close(socket: RawSocket): void {
    this.#stopListening();
    this.#shared.sockets.delete(this);
    if (this.#timer) clearTimeout(this.#timer);
    this.#socket = null;
    this.#page.close(socket);
  }

  /** Events may have been lost: the count is read anew, and the page asks for its lists again. */
  catchUp(): void {
    for (const topic of TOPICS) if (this.#mayHear(topic)) this.#changed.add(topic);
    this.#tellSoon();
  }

  /** What changed after the page had been read from the database and before it could hear of changes. */
  #catchUpSince(moment: number): void {
    const missed = TOPICS.filter((topic) => (this.#shared.lastChanges.get(topic) ?? -Infinity) >= moment);
    for (const topic of missed) if (this.#mayHear(topic)) this.#changed.add(topic);
    if (this.#changed.size > 0) this.#tellSoon();
  }

  #heard(event: Event): void {
    const topic = TOPIC_OF[event.type];
    if (!topic || !this.#mayHear(topic)) return;
    if (event.type === 'notification') {
      if (event.user !== this.#caller.id) return;
      this.#arrived.push(event.notification);
    }
    this.#changed.add(topic);
    this.#tellSoon();
  }

  #mayHear(topic: Topic): boolean {
    const action = NEEDED[topic];
    return action === undefined || may(this.#caller, action);
  }

  #tellSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      for (const topic of this.#changed) this.#send({ type: 'changed', topic });
      this.#changed.clear();
      void this.#sendBell(this.#arrived.splice(0));
    }, TELL_INTERVAL_MS);
  }

  /** The count, and a toast for each that has just come and has not been read elsewhere. */
  async #sendBell(arrived: number[]): Promise<void> {
    const { sql } = this.#ctx.db;
    const { id, role, language } = this.#caller;
    try {
      const count = await countUnread(sql, id);
      const found = await Promise.all(arrived.map((notice) => findUnreadNotice(sql, id, notice)));
      const view = { language, timeZone: this.#timeZone, now: this.#ctx.clock.now() };
      const toasts = found.flatMap((notice) => (notice ? [NoticeToast({ notice, role, view })] : []));
      this.#send({ content: [BellPiece({ count, language }), ...toasts].map(textOf).join('') });
    } catch (err) {
      // The count comes right with the next event or the next page.
      this.#ctx.log.warn({ err }, 'the bell of a page could not be brought up to date');
    }
  }

  /** Once a person, until they dismiss it: what they look at is made up. */
  async #tellOfDemo(): Promise<void> {
    try {
      const notice = await takeDemoNotice(this.#ctx.db.sql, this.#caller.id);
      if (!notice) return;
      const { language } = this.#caller;
      const toast = ToastPiece({ title: notice.subject, text: notice.body, kind: 'news', stays: true, language });
      this.#send({ content: textOf(toast) });
      await this.#sendBell([]);
    } catch (err) {
      // It stands in the list of the bell all the same.
      this.#ctx.log.warn({ err }, 'a person could not be told of the demo');
    }
  }

  #send(frame: object): void {
    if (this.#socket) sendFrame(this.#socket, frame);
  }
}

/** How long ago the page began to load, in ms, where that is what it says; null for every other frame. */
function loadTimeIn(data: string | Buffer): number | null {
  const said = data.length < 64 && /^\{"type":"loaded","ms":(\d{1,6})\}$/.exec(String(data))?.[1];
  return said ? Math.min(Number(said), MAX_LOAD_MS) : null;
}
