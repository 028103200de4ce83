/** Without a connection for so long, a statement is refused: whoever waits for it is told, and asks again. */
const MAX_WAIT_MS = 5_000;
const LOOK_MS = 500;

/** What waits for a connection of the pool: a statement of postgres.js, or the beginning of a transaction. */
export interface Waiting {
  /** Set by the driver once it has a connection. */
  state: unknown;
  reject(error: unknown): void;
  strings?: readonly string[];
  args?: readonly unknown[];
}

/** Refused before it was sent: nothing of it has happened, or will. */
export class NoConnectionError extends Error {
  readonly code = 'CONNECTION_AWAITED';

  constructor() {
    super('the database gave no connection in time');
    this.name = 'NoConnectionError';
  }
}

/**
 * Bounds how long, and how much, waits for a connection. The driver fails one waiting statement for each attempt to
 * connect, and keeps all others for as long as the database is away; then it sends what nobody waits for any more.
 */
export class Admission {
  /** Since when each waits, the longest first. */
  readonly #waiting = new Map<Waiting, number>();
  readonly #size: number;
  readonly #timer: Timer;
  #isStalled = false;

  /** `size`: connections of the pool; so many always may wait, or nobody would find out that the database is back. */
  constructor(size: number) {
    this.#size = size;
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    this.#timer.unref();
  }

  /** Errors: throws where nobody gets a connection now. */
  admit(one: Waiting): void {
    if (this.#isStalled && this.#waiting.size >= this.#size) throw new NoConnectionError();
    this.#waiting.set(one, performance.now());
  }

  /** It does not wait any more. */
  release(one: Waiting): void {
    if (one.state !== null) this.#isStalled = false;
    this.#waiting.delete(one);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const latest = performance.now() - MAX_WAIT_MS;
    for (const [one, since] of this.#waiting) {
      if (since > latest) break;
      this.#waiting.delete(one);
      // One that has a connection may take its time.
      if (one.state !== null) continue;
      this.#isStalled = true;
      refuse(one);
    }
  }
}

/** The driver may have it in hand already and send it once it is connected: then as what changes nothing. */
function refuse(one: Waiting): void {
  one.reject(new NoConnectionError());
  one.strings = ['SELECT 1'];
  one.args = [];
}
