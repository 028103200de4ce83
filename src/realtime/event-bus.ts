import type { Bus } from './bus.ts';
import { type Carrier, MAX_TEXT_BYTES } from './carrier.ts';
import type { Event } from './events.ts';

const REST_FACTOR = 3;
const MAX_REST_MS = 50;
/** What stands around the events of one text. */
const ENVELOPE_BYTES = 100;

interface BusOptions {
  carrier: Carrier;
  /** Of this process, so that it does not hear itself twice. */
  processId: string;
  onError: (error: unknown) => void;
  /** Hears how long each text took from here through the carrier and back. Units: seconds. */
  onLag?: (seconds: number) => void;
}

/**
 * Events over a carrier. What is published while a text is under way goes into the next one together, so the carrier's
 * cost grows with batches and not with events.
 */
export class EventBus implements Bus {
  readonly #options: BusOptions;
  readonly #listeners = new Set<(event: Event) => void>();
  readonly #gapListeners = new Set<() => void>();
  #queue = new Map<string, Event>();
  #sending: Promise<void> | null = null;
  #nextSendAt = 0;

  constructor(options: BusOptions) {
    this.#options = options;
  }

  /** Resolves when this process hears the others. */
  async start(): Promise<void> {
    await this.#options.carrier.start(
      (text) => this.#hear(text),
      () => {
        for (const listener of this.#gapListeners) listener();
      },
    );
  }

  publish(event: Event): void {
    for (const listener of this.#listeners) listener(event);
    const key = keyOf(event);
    this.#queue.set(key, laterOf(this.#queue.get(key), event));
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
    await this.#options.carrier.close();
  }

  #hear(text: string): void {
    const { from, at, events } = JSON.parse(text) as { from: string; at: number; events: Event[] };
    if (from === this.#options.processId) {
      this.#options.onLag?.((performance.now() - at) / 1_000);
      return;
    }
    for (const event of events) for (const listener of this.#listeners) listener(event);
  }

  async #send(): Promise<void> {
    const { carrier, processId, onError } = this.#options;
    while (this.#queue.size > 0) {
      await this.#rest();
      const startedAt = performance.now();
      const events = [...this.#queue.values()];
      this.#queue = new Map();
      try {
        await carrier.send(pack(processId, events));
      } catch (error) {
        // Events are hints: the readers' own catch-up makes up for a lost one.
        onError(error);
      }
      const took = performance.now() - startedAt;
      this.#nextSendAt = performance.now() + Math.min(MAX_REST_MS, took * REST_FACTOR);
    }
    this.#sending = null;
  }

  /**
   * Every text wakes every process, so the busier the carrier is, the more events travel together: after each one the
   * sender rests for a few times as long as it took. What comes out of silence leaves with what the same turn of the
   * event loop brings.
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
    case 'api_key':
    case 'canned':
    case 'knowledge':
    case 'settings':
      return event.type;
  }
}

/** What tells of messages up to a seq is not undone by who tells late of an earlier one. */
const laterOf = (queued: Event | undefined, event: Event): Event =>
  queued && 'seq' in queued && 'seq' in event && queued.seq > event.seq ? queued : event;

function pack(from: string, events: Event[]): string[] {
  /** By this process's own clock, which no other one asks. */
  const at = performance.now();
  const texts: string[] = [];
  let page: Event[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = JSON.stringify(event).length + 1;
    if (bytes + size > MAX_TEXT_BYTES - ENVELOPE_BYTES && page.length > 0) {
      texts.push(JSON.stringify({ from, at, events: page }));
      page = [];
      bytes = 0;
    }
    page.push(event);
    bytes += size;
  }
  texts.push(JSON.stringify({ from, at, events: page }));
  return texts;
}
