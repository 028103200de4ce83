import type { Context } from '../../context.ts';
import type { Event } from '../../realtime/events.ts';
import type { DeskTally, ListRow } from './model.ts';
import { findRows } from './queries.ts';
import { readTally } from './service.ts';

/** What happens within this time is read together, once for all pages of the process. */
const GATHER_MS = 150;
/** The same, where somebody has one of the conversations before their eyes: two people may be talking there. */
const GATHER_OPEN_MS = 40;
/** The counts of the desk are read no more often. */
const TALLY_INTERVAL_MS = 1_000;

/** What has happened to some conversations, as it stands in the database now. */
export class InboxNews {
  /** Of these something happened. */
  readonly ids: ReadonlySet<string>;
  /** Of these more than a message: the state, the tags, the ticket, a note. */
  readonly changed: ReadonlySet<string>;
  /** Those of them that are there. */
  readonly rows: ListRow[];
  readonly #made = new Map<string, string>();

  constructor(ids: ReadonlySet<string>, changed: ReadonlySet<string>, rows: ListRow[]) {
    this.ids = ids;
    this.changed = changed;
    this.rows = rows;
  }

  /** What one page has made of a row serves every page to which it looks the same: `key` says how it looks. */
  once(key: string, make: () => string): string {
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#made.set(key, made);
    return made;
  }
}

/** A page that follows the inbox. */
export interface InboxReader {
  /** The conversation that is open on it. */
  readonly openId: string | null;
  news(news: InboxNews): void;
  tally(tally: DeskTally): void;
}

/**
 * What the pages of this process are told of the inbox. Events say only that something happened; what is told is read
 * once for all pages, and each shows of it what its person may see and its filter lets through. While no page is open
 * nothing is read.
 */
export class InboxFeed {
  readonly #ctx: Context;
  readonly #readers = new Set<InboxReader>();
  #ids = new Set<string>();
  #changed = new Set<string>();
  #gathering: Timer | null = null;
  #gatheredAt = Number.NEGATIVE_INFINITY;
  /** When what has happened is read, while it is being gathered. */
  #gathersAt = Number.POSITIVE_INFINITY;
  #counting: Timer | null = null;
  #countedAt = Number.NEGATIVE_INFINITY;
  #tally: DeskTally | null = null;
  #work: Promise<void> = Promise.resolve();
  #stopListening = () => {};

  constructor(ctx: Context) {
    this.#ctx = ctx;
  }

  /** Answers what ends it. */
  join(reader: InboxReader): () => void {
    if (this.#readers.size === 0) this.#stopListening = this.#ctx.hub.listen((event) => this.#heard(event));
    this.#readers.add(reader);
    if (this.#tally) reader.tally(this.#tally);
    this.countSoon();
    return () => {
      if (this.#readers.delete(reader) && this.#readers.size === 0) this.#stop();
    };
  }

  /** Reads the counts of the desk anew, for everybody. */
  countSoon(): void {
    if (this.#counting) return;
    const wait = this.#countedAt + TALLY_INTERVAL_MS - performance.now();
    this.#counting = setTimeout(
      () => {
        this.#counting = null;
        this.#countedAt = performance.now();
        this.#enqueue(() => this.#tellTally());
      },
      Math.max(GATHER_MS, wait),
    );
  }

  #stop(): void {
    this.#stopListening();
    for (const timer of [this.#gathering, this.#counting]) if (timer) clearTimeout(timer);
    this.#gathering = null;
    this.#counting = null;
    this.#tally = null;
  }

  #heard(event: Event): void {
    if (event.type === 'queue' || event.type === 'conversation') this.countSoon();
    // Who types is not shown in the list.
    if (event.type === 'typing' || !('conversation' in event) || !event.conversation) return;
    this.#ids.add(event.conversation);
    if (event.type === 'conversation' || event.type === 'ticket') this.#changed.add(event.conversation);
    this.#gatherSoon(this.#isOpen(event.conversation) ? GATHER_OPEN_MS : GATHER_MS);
  }

  #isOpen(id: string): boolean {
    for (const { openId } of this.#readers) if (openId === id) return true;
    return false;
  }

  /** What comes after a quiet while is told at once. */
  #gatherSoon(pauseMs: number): void {
    const now = performance.now();
    const at = Math.max(now, this.#gatheredAt + pauseMs);
    if (this.#gathering && this.#gathersAt <= at) return;
    if (this.#gathering) clearTimeout(this.#gathering);
    this.#gathersAt = at;
    this.#gathering = setTimeout(() => {
      this.#gathering = null;
      this.#gatheredAt = performance.now();
      this.#enqueue(() => this.#tellNews());
    }, at - now);
  }

  async #tellNews(): Promise<void> {
    const ids = this.#ids;
    const changed = this.#changed;
    this.#ids = new Set();
    this.#changed = new Set();
    const news = new InboxNews(ids, changed, await findRows(this.#ctx.db.sql, [...ids]));
    for (const reader of this.#readers) reader.news(news);
  }

  async #tellTally(): Promise<void> {
    this.#tally = await readTally(this.#ctx);
    for (const reader of this.#readers) reader.tally(this.#tally);
  }

  /** A page that was told nothing looks by itself before long. */
  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work
      .then(work)
      .catch((err) => this.#ctx.log.warn({ err }, 'the inbox could not be told the news'));
  }
}
