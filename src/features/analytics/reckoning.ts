import type { Figures } from './figures.ts';
import type { Measure } from './measure-queries.ts';
import type { MetricKey } from './metric-texts.ts';
import { METRICS } from './metrics.ts';
import type { Period } from './model.ts';

export const round = (value: number | null, digits = 4): number | null =>
  value === null ? null : Math.round(value * 10 ** digits) / 10 ** digits;
export const seconds = (milliseconds: number | null): number | null =>
  round(milliseconds === null ? null : milliseconds / 1_000, 1);

/** A metric's value by its key; what the interface says and what the panel shows is this one number. */
export const metricOf = (figures: Figures, key: MetricKey): number | null => METRICS[key].value(figures);
export const measuresOf = (keys: readonly MetricKey[]): Measure[] => [
  ...new Set(keys.flatMap((key) => METRICS[key].measures)),
];

/** How many of each dimension, or of what `keyOf` makes of it. */
export const spreadOf = (figures: Figures, measure: Measure, keyOf: (dimension: string) => string = (one) => one) => {
  const spread: Record<string, number> = {};
  for (const dimension of figures.dimensions(measure)) {
    const key = keyOf(dimension);
    spread[key] = (spread[key] ?? 0) + figures.amount(measure, dimension);
  }
  return spread;
};

export const periodFields = (period: Period, days: number, timeZone: string) => ({
  ...{ period_days: days, from: period.from, to: period.to, time_zone: timeZone },
});
