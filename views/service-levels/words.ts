import type { GivenName } from '../../src/features/tickets/model.ts';
import type { Language } from '../../src/lib/language.ts';

const LOCALES = { es: 'es-MX', en: 'en-US' } as const;
/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1, 12);
const DAY_MS = 24 * 60 * 60_000;

/** Of those that every installation begins with. */
const GIVEN_NAMES: Record<GivenName, Record<Language, string>> = {
  URGENT: { es: 'Urgente', en: 'Urgent' },
  HIGH: { es: 'Alta', en: 'High' },
  MEDIUM: { es: 'Media', en: 'Medium' },
  LOW: { es: 'Baja', en: 'Low' },
  BUSINESS_HOURS: { es: 'Horario de atención', en: 'Business hours' },
};

/** What a policy or calendar is called. */
export interface Named {
  name: string;
  givenName: GivenName | null;
}

/** The name that the program gave, in the reader's language; else the bank's own. */
export const nameText = ({ name, givenName }: Named, language: Language): string =>
  givenName === null ? name : GIVEN_NAMES[givenName][language];

/** `1 h 30 min`; the same in both languages. */
export function minutesText(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours > 0 && `${hours} h`, rest > 0 && `${rest} min`].filter(Boolean).join(' ');
}

/** `Lunes`, of `1` to `7`. */
export function weekdayName(weekday: number, language: Language): string {
  const format = new Intl.DateTimeFormat(LOCALES[language], { weekday: 'long', timeZone: 'UTC' });
  const name = format.format(MONDAY + (weekday - 1) * DAY_MS);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** `25 dic 2026`, of `2026-12-25`. */
export function dayText(day: string, language: Language): string {
  const date = new Date(`${day}T12:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  const format = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(LOCALES[language], format).format(date);
}

/** `09:00–14:00, 16:00–18:00`. */
export const spansText = (spans: readonly (readonly [string, string])[]): string =>
  spans.map(([from, until]) => `${from}–${until}`).join(', ');
