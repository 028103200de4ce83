import type { RateLimit } from '../config.ts';
import { Batcher } from './batcher.ts';
import { isDatabaseAway } from './client.ts';
import type { Cost, Counted, Counters } from './rate-counters.ts';

const MAX_CHARGES_AT_ONCE = 256;

export interface Charge {
  /** What is counted: `login:address:203.0.113.9`. */
  key: string;
  limit: RateLimit;
}

export interface Verdict {
  isAllowed: boolean;
  limit: number;
  remaining: number;
  /** Seconds until the window ends. */
  resetSeconds: number;
}

/**
 * Counts requests against limits that hold over all processes.
 *
 * Charges are batched, so that a thousand requests from one address do not queue for one counter: each gets its own
 * place in the batch's count, exactly.
 */
export class RateLimiter {
  readonly #counters: Counters;
  readonly #onRefused: (limit: string) => void;
  readonly #batcher: Batcher<Charge, Verdict>;

  /** `onRefused`: hears of each charge beyond its limit, by the first word of its key. */
  constructor(counters: Counters, onRefused: (limit: string) => void = () => {}) {
    this.#counters = counters;
    this.#onRefused = onRefused;
    this.#batcher = new Batcher({
      run: async (charges) => verdictsOf(charges, await counters.add(costsOf(charges))),
      maxSize: MAX_CHARGES_AT_ONCE,
      isCommon: isDatabaseAway,
    });
  }

  /** Charges one request to each key and answers the strictest verdict. Errors: rejects when nobody can count. */
  async consume(...charges: Charge[]): Promise<Verdict> {
    const verdicts = await Promise.all(charges.map((charge) => this.#batcher.add(charge)));
    for (const [at, { isAllowed }] of verdicts.entries()) {
      if (!isAllowed) this.#onRefused(charges[at]?.key.split(':', 1)[0] ?? '');
    }
    return verdicts.reduce((strictest, verdict) => (isStricter(verdict, strictest) ? verdict : strictest));
  }

  /** Forgets windows that are over. */
  prune(): Promise<void> {
    return this.#counters.prune();
  }
}

function costsOf(charges: Charge[]): Cost[] {
  const costs = new Map<string, Cost>();
  for (const { key, limit } of charges) {
    costs.set(key, { key, cost: (costs.get(key)?.cost ?? 0) + 1, windowSeconds: limit.windowSeconds });
  }
  return [...costs.values()];
}

function verdictsOf(charges: Charge[], counted: Counted[]): Verdict[] {
  const countOf = new Map(counted.map((row) => [row.key, row]));
  // Last first: the last of the batch stands at the row's count, the one before it one lower, and so on.
  return charges
    .toReversed()
    .map(({ key, limit }) => {
      const row = countOf.get(key) as Counted;
      const place = row.used;
      row.used -= 1;
      return {
        isAllowed: place <= limit.points,
        limit: limit.points,
        remaining: Math.max(0, limit.points - place),
        // Two windows that are opened at once may differ by the moment between their beginnings.
        resetSeconds: Math.min(Math.max(1, row.seconds), limit.windowSeconds),
      };
    })
    .reverse();
}

function isStricter(one: Verdict, other: Verdict): boolean {
  if (one.isAllowed !== other.isAllowed) return !one.isAllowed;
  return one.remaining < other.remaining;
}
