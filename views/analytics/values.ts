import { type Cell, isTexts, type Unit } from '../../src/features/analytics/model.ts';
import { formatNumber } from '../../src/lib/format.ts';
import type { Language } from '../../src/lib/language.ts';

const LOCALES = { es: 'es-MX', en: 'en-US' } as const;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MICROS = 1_000_000;

/** A figure in words: `82.1 %`, `3 min 4 s`, `USD 1.82`; `nothing` for null. */
export function valueText(value: number | null, unit: Unit, language: Language, nothing: string): string {
  if (value === null) return nothing;
  const decimals = (digits: number) =>
    new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: digits }).format(value);
  switch (unit) {
    case 'count':
      return formatNumber(value, { language });
    case 'tokens':
      return formatNumber(Math.round(value), { language });
    case 'number':
      return decimals(1);
    case 'rating':
      return decimals(2);
    case 'share':
      return new Intl.NumberFormat(LOCALES[language], { style: 'percent', maximumFractionDigits: 1 }).format(value);
    case 'milliseconds':
      return durationText(value, language);
    case 'micros':
      return `USD ${new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: value < MICROS / 10 ? 6 : 2 }).format(value / MICROS)}`;
  }
}

/** The two largest units: `320 ms`, `4.2 s`, `3 min 4 s`, `2 h 10 min`, `3 d 4 h`. */
function durationText(milliseconds: number, language: Language): string {
  const whole = Math.round(milliseconds);
  if (whole < SECOND) return `${whole} ms`;
  if (whole < MINUTE) {
    return `${new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 1 }).format(whole / SECOND)} s`;
  }
  const pair = (large: number, largeName: string, small: number, smallName: string) => {
    const [first, rest] = [Math.floor(whole / large), Math.floor((whole % large) / small)];
    // In one line wherever it stands.
    return (rest === 0 ? `${first} ${largeName}` : `${first} ${largeName} ${rest} ${smallName}`).replaceAll(
      ' ',
      '\u00a0',
    );
  };
  if (whole < HOUR) return pair(MINUTE, 'min', SECOND, 's');
  return whole < DAY ? pair(HOUR, 'h', MINUTE, 'min') : pair(DAY, 'd', HOUR, 'h');
}

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** `22 nov`, and with the year where it is asked for. Days have no time zone any more. */
export function dayText(day: string, language: Language, hasYear = false): string {
  const key = `${language} ${hasYear}`;
  let format = dayFormats.get(key);
  if (!format) {
    const year = hasYear ? ({ year: 'numeric' } as const) : {};
    format = new Intl.DateTimeFormat(LOCALES[language], { day: 'numeric', month: 'short', timeZone: 'UTC', ...year });
    dayFormats.set(key, format);
  }
  return format.format(new Date(`${day}T12:00:00Z`));
}

/** A cell in words. */
export function cellText(cell: Cell, unit: Unit | null, language: Language, nothing: string): string {
  if (cell === null) return nothing;
  if (isTexts(cell)) return cell[language];
  if (typeof cell === 'number') return unit === null ? String(cell) : valueText(cell, unit, language, nothing);
  return /^\d{4}-\d{2}-\d{2}$/.test(cell) ? dayText(cell, language, true) : cell;
}
