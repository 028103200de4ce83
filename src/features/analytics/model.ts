import type { Language } from '../../lib/language.ts';

export type Texts = Record<Language, string>;

/** Times in milliseconds, money in millionths of a US dollar, ratings from 1 to 5, shares from 0 to 1. */
export type Unit = 'count' | 'number' | 'share' | 'milliseconds' | 'rating' | 'micros' | 'tokens';

/** What a figure, a chart or a table is called, and what exactly it counts. */
export interface Definition {
  key: string;
  name: Texts;
  definition: Texts;
}

export interface MetricDefinition extends Definition {
  unit: Unit;
  /** Which way is good news; null for neither. */
  better: 'more' | 'less' | null;
}

/** A figure of a period. Null: there was nothing to reckon it from. */
export interface FigureValue extends MetricDefinition {
  value: number | null;
  /** In the period before; undefined where none is compared. */
  before?: number | null;
}

interface Column {
  key: string;
  name: Texts;
  /** Null for words. */
  unit: Unit | null;
}

/** A cell: a number in the column's unit, a word, or words in both languages; null for nothing. */
export type Cell = number | string | Texts | null;

/** `lines`: the first column is a day, each other a line. `bars`: the first names, the second is drawn. `heat`: hours. */
type Drawing = 'lines' | 'bars' | 'heat';

/** Rows of figures; with a drawing it is also a chart. */
export interface ReportTable extends Definition {
  columns: Column[];
  rows: Cell[][];
  drawing: Drawing | null;
}

export const REPORT_KEYS = ['conversations', 'ai', 'agents', 'tickets', 'customers'] as const;
export type ReportKey = (typeof REPORT_KEYS)[number];

/** Days of the bank, both included. */
export interface Period {
  from: string;
  to: string;
}

export interface Report {
  key: ReportKey;
  period: Period;
  /** Null: nothing is compared. */
  before: Period | null;
  figures: FigureValue[];
  tables: ReportTable[];
  /** Whose days they are. */
  timeZone: string;
  /** Days of the period that are not measured yet, so that the figures lack them. */
  unmeasured: number;
}

/** Periods that are chosen by name, in days that end today. */
export const PRESETS = [1, 7, 30, 90, 365] as const;

/** What the address of a report says. */
export interface Range extends Period {
  /** The preset that it is; null for dates of somebody's own. */
  days: number | null;
  isCompared: boolean;
}

export const isTexts = (cell: Cell): cell is Texts => typeof cell === 'object' && cell !== null;
