import type { Language } from '../../lib/language.ts';
import type { Figures } from './figures.ts';
import { shareOf } from './figures.ts';
import type { Measure } from './measure-queries.ts';
import type { Cell, ReportTable, Texts, Unit } from './model.ts';

/** What the rows of a table are made from. */
export interface TableInput {
  /** Of the whole period. */
  figures: Figures;
  /** Of its days in their order; of its weeks where there are many days. Each by its first day. */
  points: { day: string; figures: Figures }[];
  /** Names of staff by their id as text. */
  names: ReadonlyMap<string, string>;
}

export interface TableRule extends Omit<ReportTable, 'rows'> {
  measures: readonly Measure[];
  /** What else than the sum over all days its rows need. */
  by: 'day' | null;
  rows: (input: TableInput) => Cell[][];
}

export const texts = (es: string, en: string): Texts => ({ es, en });
export const column = (key: string, es: string, en: string, unit: Unit | null = 'count') => ({
  ...{ key, name: texts(es, en), unit },
});
export const DAY = column('day', 'Día', 'Day', null);

/** The same word of both languages' texts; what has none there stays as it is. */
export const wordOf = (all: Record<Language, unknown>, word: string): Cell => {
  const [es, en] = [all.es, all.en].map((one) => (one as Record<string, string | undefined>)[word]);
  return es !== undefined && en !== undefined ? { es, en } : word;
};

/** Dimensions of a measure, the most frequent first: name, how many, and which part of all. */
export function spreadRows(
  { figures }: TableInput,
  measure: Measure,
  nameOf: (dimension: string) => Cell,
  keyOf: (dimension: string) => string = (dimension) => dimension,
): Cell[][] {
  const amounts = new Map<string, number>();
  for (const dimension of figures.dimensions(measure)) {
    const key = keyOf(dimension);
    amounts.set(key, (amounts.get(key) ?? 0) + figures.amount(measure, dimension));
  }
  const all = figures.amount(measure);
  return [...amounts]
    .sort(([aKey, a], [bKey, b]) => b - a || aKey.localeCompare(bKey))
    .map(([key, amount]) => [nameOf(key), amount, shareOf(amount, all)]);
}

export const SHARE = column('share', 'Parte', 'Share', 'share');
