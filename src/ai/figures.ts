import { NUMBER_WORDS, readNumberWords } from './number-words.ts';

/** What a figure counts. `plain` is one without a unit. */
type FigureKind =
  | 'percent'
  | 'money'
  | 'day'
  | 'hour'
  | 'minute'
  | 'week'
  | 'month'
  | 'year'
  | 'time'
  | 'phone'
  | 'reference'
  | 'plain';

export interface Figure {
  /** As it stands in the text. */
  raw: string;
  /** The same for every way of writing it: `1000` for 1,000.00 and 1000; minutes after midnight for a time. */
  value: string;
  kind: FigureKind;
}

interface PlacedFigure extends Figure {
  at: number;
}

/** Every figure of a Spanish or English text, in its order. The ordinals of a list do not count. */
export function figuresOf(text: string): Figure[] {
  const figures: PlacedFigure[] = [];
  // What one pass has read is blanked, so that the next one does not read it again.
  let rest = blank(text.replace(/[*_`]/g, ' '), LIST_ORDINAL);
  for (const read of [readReference, readDate, readTime, readPhone, readNumber, readWords]) {
    rest = rest.replace(read.pattern, (...match) => {
      const { groups, at } = partsOf(match);
      const raw = match[0] as string;
      const found = read.figures(raw, groups, rest, at);
      if (found === null) return raw;
      figures.push(...found.map((figure) => ({ ...figure, at })));
      return ' '.repeat(raw.length);
    });
  }
  figures.sort((a, b) => a.at - b.at);
  return inheritUnits(figures, text).map(({ raw, value, kind }) => ({ raw, value, kind }));
}

/** The figures of `reply` that stand in none of the sources, as the reply writes them. */
export function unsupportedFigures(reply: string, sources: string[]): string[] {
  const known = sources.flatMap(figuresOf);
  return figuresOf(reply)
    .filter((figure) => !known.some((source) => isSame(figure, source)))
    .map((figure) => figure.raw.trim());
}

/** A figure without a unit stands for any: a table names the unit in its head, a customer leaves it out. */
function isSame(a: Figure, b: Figure): boolean {
  if (a.kind === 'phone' && b.kind === 'phone') return isSamePhone(a.value, b.value);
  if (a.kind === 'reference' || b.kind === 'reference') return a.raw === b.raw;
  if (a.value !== b.value) return false;
  return a.kind === b.kind || a.kind === 'plain' || b.kind === 'plain' || a.kind === 'phone' || b.kind === 'phone';
}

/** With or without the country's code. */
function isSamePhone(a: string, b: string): boolean {
  return a === b || (Math.min(a.length, b.length) >= 8 && (a.endsWith(b) || b.endsWith(a)));
}

interface Reader {
  pattern: RegExp;
  /** Null when the match is none of its kind after all. */
  figures(raw: string, groups: Record<string, string | undefined>, text: string, at: number): Figure[] | null;
}

const LIST_ORDINAL = /^[^\S\n]*(?:[-•>][^\S\n]*)?\d{1,2}[.)](?=\s)/gm;

const readReference: Reader = {
  pattern: /\bTKT-[A-Z0-9]+\b/g,
  figures: (raw) => [{ raw, value: raw, kind: 'reference' }],
};

/** The parts of a date each count by themselves: another language or order writes the same date otherwise. */
const readDate: Reader = {
  pattern: /(?<!\d)(?:\d{4}-\d{2}-\d{2}|\d{1,2}\/\d{1,2}\/\d{2,4})(?!\d)/g,
  figures: (raw) => raw.split(/[-/]/).map((part) => ({ raw, value: String(Number(part)), kind: 'plain' })),
};

const readTime: Reader = {
  pattern: /(?<![\d:.,])(?<hour>\d{1,2})(?::(?<minute>\d{2}))?(?:\s?(?<half>[ap])\.?\s?m\b\.?)?(?![\d:])/giu,
  figures: (raw, { hour = '0', minute, half }) => {
    if (minute === undefined && half === undefined) return null;
    const isAfternoon = half?.toLowerCase() === 'p';
    const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (isAfternoon ? 12 : 0);
    return [{ raw, value: String(hours * 60 + Number(minute ?? 0)), kind: 'time' }];
  },
};

const PHONE_DIGITS = { min: 8, max: 15 };

const readPhone: Reader = {
  pattern: /(?<![\p{L}\d$.,])\+?(?:\d{10,13}|(?:\(\d{2,3}\)|\d{1,4})(?:[ \u00a0-]\d{2,4}){1,4})(?![\d%]|[.,]\d)/gu,
  figures: (raw) => {
    const value = raw.replace(/\D/g, '');
    return value.length < PHONE_DIGITS.min || value.length > PHONE_DIGITS.max ? null : [{ raw, value, kind: 'phone' }];
  },
};

const readNumber: Reader = {
  pattern:
    /(?<![\p{L}\d]|\d[.,])(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d])|\d+(?:[.,]\d+)*)(?<scale>\s?(?:mil|millones|millón|thousand|millions?|k)\b)?/giu,
  figures: (raw, { scale }, text, at) => {
    const digits = scale === undefined ? raw : raw.slice(0, raw.length - scale.length);
    const kind = kindAround(text, at, at + raw.length);
    return [{ raw: withUnit(text, at, raw), value: String(decimalOf(digits) * scaleOf(scale)), kind }];
  },
};

/** Written-out numbers count only before a unit: "two ways" is no figure of the bank's, "two days" is. */
const readWords: Reader = {
  pattern: NUMBER_WORDS,
  figures: (raw, _groups, text, at) => {
    const kind = unitAfter(text.slice(at + raw.length));
    return kind === null ? null : [{ raw: withUnit(text, at, raw), value: String(readNumberWords(raw)), kind }];
  },
};

/** 1,000 and 1.000 are a thousand; 1,5 and 1.5 are one and a half; with both signs the last one is the decimal's. */
function decimalOf(digits: string): number {
  const compact = digits.replace(/[\s\u00a0\u202f]/g, '');
  const marks = compact.replace(/\d/g, '');
  const isGrouped = /^[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*$/.test(compact);
  if (marks === '') return Number(compact);
  if (isGrouped) return Number(compact.replace(/[.,]/g, ''));
  const last = Math.max(compact.lastIndexOf('.'), compact.lastIndexOf(','));
  return Number(`${compact.slice(0, last).replace(/[.,]/g, '')}.${compact.slice(last + 1)}`);
}

function scaleOf(scale: string | undefined): number {
  if (scale === undefined) return 1;
  return /^\s?mill/i.test(scale) ? 1_000_000 : 1000;
}

const CURRENCY_BEFORE = /(?:[$€£]|\b(?:mxn|usd|eur|mn))\s?-?$/iu;

function kindAround(text: string, from: number, to: number): FigureKind {
  if (CURRENCY_BEFORE.test(text.slice(Math.max(0, from - 6), from))) return 'money';
  return unitAfter(text.slice(to, to + 40)) ?? 'plain';
}

const UNITS: [FigureKind, string][] = [
  ['percent', '%|por ciento\\b|percent\\b|per cent\\b'],
  ['money', '€|(?:de )?(?:pesos?|d[oó]lar(?:es)?|dollars?|euros?|mxn|usd|eur|m\\.?n\\.)(?!\\p{L})'],
  ['day', 'd[ií]as?\\b|days?\\b'],
  ['hour', 'horas?\\b|hours?\\b|hrs?\\b|h\\b'],
  ['minute', 'minutos?\\b|minutes?\\b|min\\b'],
  ['week', 'semanas?\\b|weeks?\\b'],
  ['month', 'mes(?:es)?\\b|months?\\b'],
  ['year', 'años?(?!\\p{L})|years?\\b'],
];
const BETWEEN = '^[\\s\\u00a0-]{0,3}(?:(?:business|calendar|working|natural|full|h[aá]biles|naturales)\\s)?';
const UNIT_AFTER = UNITS.map(([kind, unit]) => [kind, new RegExp(`${BETWEEN}(?:${unit})`, 'iu')] as const);

const unitAfter = (text: string): FigureKind | null => UNIT_AFTER.find(([, unit]) => unit.test(text))?.[0] ?? null;

/** The figure with the unit beside it, which a person reads better in a log than the bare number. */
function withUnit(text: string, at: number, raw: string): string {
  const before = CURRENCY_BEFORE.exec(text.slice(Math.max(0, at - 6), at))?.[0] ?? '';
  const rest = text.slice(at + raw.length);
  const after = UNIT_AFTER.map(([, unit]) => unit.exec(rest)?.[0]).find((found) => found !== undefined) ?? '';
  return `${before}${raw}${after}`;
}

const RANGE = /^\s*(?:a|al|o|y|to|or|and|hasta|[-–—])\s*$/iu;

/** In "3 to 5 days" the three are days too. */
function inheritUnits(figures: PlacedFigure[], text: string): PlacedFigure[] {
  return figures.map((figure, index) => {
    const next = figures[index + 1];
    if (figure.kind !== 'plain' || !next || !UNITS.some(([kind]) => kind === next.kind)) return figure;
    const between = text.slice(figure.at + figure.raw.length, next.at).replace(/[*_`]/g, ' ');
    return RANGE.test(between) ? { ...figure, kind: next.kind } : figure;
  });
}

const blank = (text: string, pattern: RegExp): string => text.replace(pattern, (found) => ' '.repeat(found.length));

/** The tail of a replace callback's arguments: …groups, offset, whole text[, named groups]. */
function partsOf(match: unknown[]): { groups: Record<string, string | undefined>; at: number } {
  const last = match.at(-1);
  const hasGroups = typeof last === 'object' && last !== null;
  return {
    groups: hasGroups ? (last as Record<string, string | undefined>) : {},
    at: match.at(hasGroups ? -3 : -2) as number,
  };
}
