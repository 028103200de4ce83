/** What a series holds: a number, or a histogram's count of each bucket with the sum of all that was observed at the end. */
export type SeriesValue = number | number[];

/** Series by their family's name and their labels as Prometheus writes them: `route="/health",status="200"`, or nothing. */
export type Figures = Record<string, Record<string, SeriesValue>>;

/** Adds what was counted elsewhere, in place. */
export function addFigures(sum: Figures, more: Figures): void {
  for (const [family, series] of Object.entries(more)) {
    sum[family] ??= {};
    const own = sum[family];
    for (const [labels, value] of Object.entries(series)) own[labels] = added(own[labels], value);
  }
}

function added(one: SeriesValue | undefined, other: SeriesValue): SeriesValue {
  if (typeof one === 'number' && typeof other === 'number') return one + other;
  // A program that is just being replaced by another one may know other buckets: the newer ones count.
  if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return other;
  return one.map((count, at) => count + (other[at] as number));
}

/** Labels in their order, as Prometheus writes them. */
export const labelText = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',');

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

/** Everything that the supervisor and its workers count, those that have ended too. */
export interface PoolFigures {
  /** Since the supervisor started. */
  counts: Figures;
  /** What each living worker measured last. */
  gauges: Figures[];
  /** Workers whose figures are not of this moment. */
  silent: number;
}
