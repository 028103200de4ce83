import { CLASS_GROWTH, type Measure } from './measure-queries.ts';

export interface MeasureRow {
  measure: Measure;
  /** The day; empty where all days are added up. */
  group: string;
  dimension: string;
  amount: number;
  total: number;
}

interface Sum {
  amount: number;
  total: number;
}

const NOTHING: Sum = { amount: 0, total: 0 };

/** The sums of a period, as figures ask for them. */
export class Figures {
  readonly #measures = new Map<string, Map<string, Sum>>();

  constructor(rows: Iterable<MeasureRow>) {
    for (const { measure, dimension, amount, total } of rows) {
      const known = this.#measures.get(measure) ?? new Map<string, Sum>();
      const { amount: amountBefore, total: totalBefore } = known.get(dimension) ?? NOTHING;
      known.set(dimension, { amount: amountBefore + amount, total: totalBefore + total });
      this.#measures.set(measure, known);
    }
  }

  /** Of one dimension, or of all together. */
  amount(measure: Measure, dimension?: string): number {
    return this.#sum(measure, dimension).amount;
  }

  total(measure: Measure, dimension?: string): number {
    return this.#sum(measure, dimension).total;
  }

  /** Null where there is nothing to take the mean of. */
  mean(measure: Measure, dimension?: string): number | null {
    const { amount, total } = this.#sum(measure, dimension);
    return amount === 0 ? null : total / amount;
  }

  /** The dimensions that something was counted of. */
  dimensions(measure: Measure): string[] {
    return [...(this.#measures.get(measure)?.keys() ?? [])].sort();
  }

  /** What the dimensions that pass come to together. */
  sumWhere(measure: Measure, fits: (dimension: string) => boolean): Sum {
    let [amount, total] = [0, 0];
    for (const [dimension, sum] of this.#measures.get(measure) ?? []) {
      if (!fits(dimension)) continue;
      amount += sum.amount;
      total += sum.total;
    }
    return { amount, total };
  }

  /**
   * The time that this share of them does not exceed, from classes of times (`…/class`, or `class` alone); null of none.
   * Units: milliseconds, at most 2.5 % off.
   */
  percentile(measure: Measure, share: number, prefix = ''): number | null {
    const classes = new Map<number, number>();
    for (const [dimension, { amount }] of this.#measures.get(measure) ?? []) {
      if (!dimension.startsWith(prefix)) continue;
      const one = Number(dimension.slice(dimension.lastIndexOf('/') + 1));
      classes.set(one, (classes.get(one) ?? 0) + amount);
    }
    const sorted = [...classes].sort(([a], [b]) => a - b);
    const rank = Math.ceil(sorted.reduce((sum, [, amount]) => sum + amount, 0) * share);
    let reached = 0;
    for (const [one, amount] of sorted) {
      reached += amount;
      if (reached >= Math.max(rank, 1)) return CLASS_GROWTH ** (one + 0.5);
    }
    return null;
  }

  #sum(measure: Measure, dimension?: string): Sum {
    if (dimension === undefined) return this.sumWhere(measure, () => true);
    return this.#measures.get(measure)?.get(dimension) ?? NOTHING;
  }
}

/** A part of a whole, 0 to 1; null of nothing. */
export const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
