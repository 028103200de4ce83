/** What a histogram has counted. Shape: one count for each bound, and one for what lies beyond the last. */
export interface HistogramFigures {
  counts: number[];
  /** Of all that was observed. */
  sum: number;
}

/** Units: milliseconds. Upper bounds, inclusive. */
export const LATENCY_BOUNDS = [1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000] as const;

/** Counts durations in a fixed number of buckets: an observation costs a short search and an addition. */
export class Histogram {
  readonly #counts = new Float64Array(LATENCY_BOUNDS.length + 1);
  #sum = 0;

  /** Units: milliseconds. */
  observe(ms: number): void {
    let bucket = 0;
    while (bucket < LATENCY_BOUNDS.length && ms > (LATENCY_BOUNDS[bucket] as number)) bucket += 1;
    this.#counts[bucket] = (this.#counts[bucket] as number) + 1;
    this.#sum += ms;
  }

  figures(): HistogramFigures {
    return { counts: [...this.#counts], sum: Math.round(this.#sum * 1_000) / 1_000 };
  }
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
