import type { Clock } from './clock.ts';

const FAILURES_TO_OPEN = 5;
/** Units: milliseconds. */
const OPEN_MS = 30_000;

/** Keeps questions away from a remote service that failed five times in a row; after 30 s one question tries it again. */
export class Breaker {
  readonly #clock: Clock;
  #failures = 0;
  #openedAt: number | null = null;
  #isTrying = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `trying`: the pause is over, and the next question tells. */
  get state(): 'closed' | 'open' | 'trying' {
    if (this.#openedAt === null) return 'closed';
    return this.#clock.monotonic() - this.#openedAt < OPEN_MS ? 'open' : 'trying';
  }

  /** Whether a question may be asked now. Who is let in says `succeed`, `fail` or `release` afterwards. */
  admit(): boolean {
    if (this.#openedAt === null) return true;
    if (this.#isTrying || this.#clock.monotonic() - this.#openedAt < OPEN_MS) return false;
    this.#isTrying = true;
    return true;
  }

  succeed(): void {
    this.#failures = 0;
    this.#openedAt = null;
    this.#isTrying = false;
  }

  fail(): void {
    this.#failures += 1;
    this.#isTrying = false;
    if (this.#failures >= FAILURES_TO_OPEN) this.#openedAt = this.#clock.monotonic();
  }

  /** The question ended without a verdict on the service. */
  release(): void {
    this.#isTrying = false;
  }
}
