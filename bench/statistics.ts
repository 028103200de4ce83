/** The middle value; of an even number, the mean of the two in the middle. Errors: an empty list has none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)];
  if (upper === undefined) throw new Error('no values to take the median of');
  return Number.isInteger(middle) ? (upper + (sorted[middle - 1] ?? upper)) / 2 : upper;
}

/** Shape: `sorted` ascends; `share` is 0 to 1. Zero for an empty list. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  const rank = Math.ceil(sorted.length * share);
  return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)] ?? 0;
}

export interface Spread {
  median: number;
  least: number;
  most: number;
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}

/** Ratios of what was measured in the same round, so that a slow minute of the machine hits both sides. */
export function pairedRatios(above: readonly number[], below: readonly number[]): number[] {
  return above.slice(0, below.length).map((value, round) => value / (below[round] ?? Number.NaN));
}
