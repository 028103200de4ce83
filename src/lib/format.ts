import type { Language } from './language.ts';

const LOCALES = { es: 'es-MX', en: 'en-US' } as const;
/** Of the machine; people whose browser names its own see that one. Asked late: the answer takes 10 ms of a start. */
const defaultTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

export interface TimeFormat {
  language: Language;
  timeZone: string;
}

/** A time zone of the IANA list as the browser names it, or the machine's own. */
export function timeZoneOf(name: string | null | undefined): string {
  if (!name || name.length > 64) return defaultTimeZone();
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return defaultTimeZone();
  }
}

/** `America/Mexico City`: a time zone as people read it. */
export const zoneText = (name: string): string => name.replaceAll('_', ' ');

/** `14:05`. */
export const formatTime = (date: Date, format: TimeFormat): string => formatter('time', format).format(date);

/** `22 nov 2026, 14:05`. */
export const formatDateTime = (date: Date, format: TimeFormat): string => formatter('full', format).format(date);

/** `22 nov 2026, 14:05:09`: for what may be held against other records. */
export const formatExactTime = (date: Date, format: TimeFormat): string => formatter('exact', format).format(date);

/** The time of what happened today, else the day, with its year where that is another one. */
export function formatWhen(date: Date, now: Date, format: TimeFormat): string {
  const [day, today] = [dayOf(date, format), dayOf(now, format)];
  if (day === today) return formatTime(date, format);
  return formatter(day.slice(-4) === today.slice(-4) ? 'date' : 'calendar', format).format(date);
}

const MINUTE_MS = 60_000;

/**
 * How long that is, in the largest unit that fits: `3 min`, `2 h`, `4 d`; empty under a minute. The same in both
 * languages, and in public/panel/times.js.
 */
export function formatSpan(milliseconds: number): string {
  const minutes = Math.floor(Math.abs(milliseconds) / MINUTE_MS);
  if (minutes < 1) return '';
  if (minutes < 60) return `${minutes} min`;
  return minutes < 60 * 24 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / (60 * 24))} d`;
}

/** Units: the international form, E.164. `+52 55 5501 2233` where the plan of the country is known here, else as it is. */
export function formatPhone(phone: string): string {
  const mexico = /^\+52(55|56|33|81|\d{3})(\d{3,4})(\d{4})$/.exec(phone);
  const parts = mexico ? ['+52', ...mexico.slice(1)] : /^(\+1)(\d{3})(\d{3})(\d{4})$/.exec(phone)?.slice(1);
  // In one line wherever it stands.
  return parts?.join('\u00a0') ?? phone;
}

/** Units: a day of no time zone, `1988-04-12`. `12 abr 1988`; what is no day stays as it is. */
export function formatDate(day: string, { language }: Pick<TimeFormat, 'language'>): string {
  const date = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? day : formatter('calendar', { language, timeZone: 'UTC' }).format(date);
}

/** `domingo, 22 de noviembre de 2026`. */
export const formatDay = (date: Date, format: TimeFormat): string => formatter('day', format).format(date);

/** The day as people there count it, for comparison: `11/22/2026`. */
export const dayOf = (date: Date, { timeZone }: TimeFormat): string =>
  formatter('key', { language: 'en', timeZone }).format(date);

export const formatPercent = (ratio: number, { language }: Pick<TimeFormat, 'language'>): string =>
  new Intl.NumberFormat(LOCALES[language], { style: 'percent', maximumFractionDigits: 0 }).format(ratio);

export const formatNumber = (value: number, { language }: Pick<TimeFormat, 'language'>): string =>
  new Intl.NumberFormat(LOCALES[language]).format(value);

/** `1 caso`, `12 casos`: a number that is written already, with the word that goes with it. */
export const counted = (count: string, one: string, many: string): string => `${count} ${count === '1' ? one : many}`;

/** Units: bytes in, powers of ten out: `12 kB`, `3.4 MB`. */
export function formatBytes(bytes: number, { language }: Pick<TimeFormat, 'language'>): string {
  const [value, unit] =
    bytes < 1_000_000
      ? [Math.max(1, Math.round(bytes / 1_000)), 'kB']
      : bytes < 1_000_000_000
        ? [bytes / 1_000_000, 'MB']
        : [bytes / 1_000_000_000, 'GB'];
  return `${new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 1 }).format(value)} ${unit}`;
}

/** Units: millionths of a US dollar. `USD 0.00042`: what an answer costs is far below a cent. */
export const formatDollars = (micros: number, { language }: Pick<TimeFormat, 'language'>): string =>
  `USD ${new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 6 }).format(micros / 1_000_000)}`;

const STYLES = {
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  date: { day: 'numeric', month: 'short' },
  full: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  exact: {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  },
  calendar: { day: 'numeric', month: 'short', year: 'numeric' },
  day: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  key: { day: '2-digit', month: '2-digit', year: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Kept, because making one costs a hundred times what using it does. */
function formatter(style: keyof typeof STYLES, { language, timeZone }: TimeFormat): Intl.DateTimeFormat {
  const key = `${style} ${language} ${timeZone}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(LOCALES[language], { ...STYLES[style], timeZone });
  formatters.set(key, made);
  return made;
}
