import postgres from 'postgres';
import type { Bus } from './bus.ts';
import type { Event } from './events.ts';

const CHANNEL = 'joxai';
/** PostgreSQL takes less than 8000 bytes a notification. */
const MAX_PAYLOAD_BYTES = 7_900;
const REST_FACTOR = 3;
const MAX_REST_MS = 50;
const RECONNECT_DELAY = 0.5;
const CONNECT_TIMEOUT = 3;

interface BusOptions {
  /** A direct connection: LISTEN does not work through a transaction pooler. */
  databaseUrl: string;
  /** Of this process, so that it does not hear itself twice. */
  processId: string;
  onError: (error: unknown) => void;
}

/**
 * Events over LISTEN / NOTIFY. One connection listens, another publishes; what is published while a notification is
 * under way goes into the next one together, so the carrier's cost grows with batches and not with events.
 */
export class PostgresBus implements Bus {
  readonly #listening: postgres.Sql;
  readonly #publishing: postgres.Sql;
  readonly #options: BusOptions;
  readonly #listeners = new Set<(event: Event) => void>();
  readonly #gapListeners = new Set<() => void>();
  #queue = new Map<string, Event>();
  #sending: Promise<void> | null = null;
  #wasConnected = false;
  #nextSendAt = 0;

  constructor(options: BusOptions) {
    this.#options = options;
    const shared = {
      max: 1,
      backoff: () => RECONNECT_DELAY,
      connect_timeout: CONNECT_TIMEOUT,
      onnotice: () => {},
    };
    this.#listening = postgres(options.databaseUrl, shared);
    this.#publishing = postgres(options.databaseUrl, shared);
  }

  /** Resolves when this process hears the others. */
  async start(): Promise<void> {
    await this.#listening.listen(
      CHANNEL,
      (payload) => this.#receive(payload),
      () => this.#connected(),
    );
  }

  publish(event: Event): void {
    for (const listener of this.#listeners) listener(event);
    this.#queue.set(keyOf(event), event);
    this.#sending ??= this.#send();
  }

  subscribe(listener: (event: Event) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onGap(listener: () => void): void {
    this.#gapListeners.add(listener);
  }

  async flush(): Promise<void> {
    await this.#sending;
  }

  async close(): Promise<void> {
    await this.flush();
    await Promise.all([this.#listening.end({ timeout: 1 }), this.#publishing.end({ timeout: 1 })]);
  }

  #connected(): void {
    if (this.#wasConnected) for (const listener of this.#gapListeners) listener();
    this.#wasConnected = true;
  }

  #receive(payload: string): void {
    const { from, events } = JSON.parse(payload) as { from: string; events: Event[] };
    if (from === this.#options.processId) return;
    for (const event of events) for (const listener of this.#listeners) listener(event);
  }

  async #send(): Promise<void> {
    while (this.#queue.size > 0) {
      await this.#rest();
      const startedAt = performance.now();
      const events = [...this.#queue.values()];
      this.#queue = new Map();
      try {
        const payloads = pack(this.#options.processId, events);
        await this.#publishing`SELECT pg_notify(${CHANNEL}, payload) FROM unnest(${payloads}::text[]) AS t(payload)`;
      } catch (error) {
        // Events are hints: the readers' own catch-up makes up for a lost one.
        this.#options.onError(error);
      }
      const took = performance.now() - startedAt;
      this.#nextSendAt = performance.now() + Math.min(MAX_REST_MS, took * REST_FACTOR);
    }
    this.#sending = null;
  }

  /**
   * Every notification wakes every process, so the busier the database is, the more events travel together: after each
   * one the sender rests for a few times as long as it took. What comes out of silence leaves with what the same turn
   * of the event loop brings.
   */
  async #rest(): Promise<void> {
    const wait = this.#nextSendAt - performance.now();
    await (wait > 0 ? Bun.sleep(wait) : new Promise(setImmediate));
  }
}

/** Of several events with one key only the newest is sent: it says all that the others said. */
function keyOf(event: Event): string {
  switch (event.type) {
    case 'message':
    case 'conversation':
    case 'erased':
    case 'read':
    case 'presence':
      return `${event.type}:${event.conversation}`;
    case 'typing':
      return `typing:${event.from}:${event.user ?? ''}:${event.conversation}`;
    case 'ticket':
      return `ticket:${event.ticket}`;
    case 'webhook':
      return `webhook:${event.webhook}`;
    case 'session':
      return `session:${event.session}`;
    case 'notification':
      return `notification:${event.user}:${event.notification}`;
    case 'queue':
    case 'outbox':
    case 'knowledge':
    case 'settings':
      return event.type;
  }
}

function pack(from: string, events: Event[]): string[] {
  const payloads: string[] = [];
  let page: Event[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = JSON.stringify(event).length + 1;
    if (bytes + size > MAX_PAYLOAD_BYTES - 100 && page.length > 0) {
      payloads.push(JSON.stringify({ from, events: page }));
      page = [];
      bytes = 0;
    }
    page.push(event);
    bytes += size;
  }
  payloads.push(JSON.stringify({ from, events: page }));
  return payloads;
}
