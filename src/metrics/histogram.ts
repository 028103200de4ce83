/** What a histogram of latencies has counted. Shape: one count for each bound, and one for what lies beyond the last. */
export interface HistogramFigures {
  counts: number[];
  /** Of all that was observed. */
  sum: number;
}

/** Units: milliseconds. Upper bounds, inclusive. */
export const LATENCY_BOUNDS = [1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000] as const;

/** Counts values in a fixed number of buckets: an observation costs a short search and an addition. */
export class Histogram {
  readonly #bounds: readonly number[];
  readonly #values: Float64Array;
  #taken: Float64Array;

  /** `bounds`: upper bounds, inclusive. */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#values = new Float64Array(bounds.length + 2);
    this.#taken = new Float64Array(bounds.length + 2);
  }

  observe(value: number): void {
    const bounds = this.#bounds;
    let bucket = 0;
    while (bucket < bounds.length && value > (bounds[bucket] as number)) bucket += 1;
    const values = this.#values;
    values[bucket] = (values[bucket] as number) + 1;
    values[bounds.length + 1] = (values[bounds.length + 1] as number) + value;
  }

  /** Shape: one count for each bound, one for what lies beyond the last, then the sum. */
  get values(): number[] {
    return [...this.#values];
  }

  /** The same, of what was observed since it was taken last; null where nothing was. */
  take(): number[] | null {
    const changes = this.#values.map((value, at) => value - (this.#taken[at] as number));
    if (changes.subarray(0, -1).every((count) => count === 0)) return null;
    this.#taken = this.#values.slice();
    return [...changes];
  }
}

/** A histogram of seconds over the bounds of latencies, in milliseconds. */
export function latencyOf(seconds: readonly number[]): HistogramFigures {
  return { counts: seconds.slice(0, -1), sum: Math.round((seconds.at(-1) ?? 0) * 1_000_000) / 1_000 };
}

export const NO_OBSERVATIONS: HistogramFigures = { counts: Array(LATENCY_BOUNDS.length + 1).fill(0), sum: 0 };
export const addHistograms = (one: HistogramFigures, other: HistogramFigures): HistogramFigures => ({
  counts: one.counts.map((count, at) => count + (other.counts[at] ?? 0)),
  sum: one.sum + other.sum,
});

/** What was observed since then. */
export const sinceThen = (now: HistogramFigures, then: HistogramFigures): HistogramFigures => ({
  counts: now.counts.map((count, at) => count - (then.counts[at] ?? 0)),
  sum: now.sum - then.sum,
});

export const countOf = ({ counts }: HistogramFigures): number => counts.reduce((sum, count) => sum + count, 0);

/**
 * The duration that so large a share of the observations does not pass, taken as even within its bucket; null where
 * nothing was observed. What lies beyond the last bound is told as that bound.
 *
 * Units: milliseconds; `share` 0 to 1.
 */
export function percentileOf(figures: HistogramFigures, share: number): number | null {
  const total = countOf(figures);
  if (total === 0) return null;
  const rank = share * total;
  let before = 0;
  for (const [at, count] of figures.counts.entries()) {
    const upper = LATENCY_BOUNDS[at];
    if (upper === undefined) break;
    if (before + count >= rank && count > 0) {
      const lower = at === 0 ? 0 : (LATENCY_BOUNDS[at - 1] as number);
      return lower + ((upper - lower) * (rank - before)) / count;
    }
    before += count;
  }
  return LATENCY_BOUNDS[LATENCY_BOUNDS.length - 1] as number;
}
