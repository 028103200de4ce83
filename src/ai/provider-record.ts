import type { Clock } from '../lib/clock.ts';
import type { BreakerState, ProviderFigures } from '../metrics/figures.ts';

/** What this process remembers of a vendor: how often it answered and failed, and when and why at last. */
export class ProviderRecord {
  readonly #clock: Clock;
  #answers = 0;
  #failures = 0;
  #lastLatencyMs: number | null = null;
  #lastAnswerAt: Date | null = null;
  #lastFailure: string | null = null;
  #lastFailureAt: Date | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `failure`: why there was no answer that could be sent, of a closed list; null where there was one. */
  note(failure: string | null, ms: number): void {
    if (failure === null) {
      this.#answers += 1;
      this.#lastLatencyMs = Math.round(ms);
      this.#lastAnswerAt = this.#clock.now();
    } else {
      this.#failures += 1;
      this.#lastFailure = failure;
      this.#lastFailureAt = this.#clock.now();
    }
  }

  figures(name: string, breaker: BreakerState): ProviderFigures {
    return {
      name,
      breaker,
      answers: this.#answers,
      failures: this.#failures,
      lastLatencyMs: this.#lastLatencyMs,
      lastAnswerAt: this.#lastAnswerAt?.toISOString() ?? null,
      lastFailure: this.#lastFailure,
      lastFailureAt: this.#lastFailureAt?.toISOString() ?? null,
    };
  }
}
