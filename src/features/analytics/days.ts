/** A day of the calendar, `2026-11-26`. Such texts order as days do. */
export type Day = string;

/** Before every row that there can be. */
export const EVER: Day = '2000-01-01';
const DAY_MS = 86_400_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** The day that it is there. */
export function dayIn(timeZone: string, at: Date): Day {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formatters.set(timeZone, formatter);
  }
  return formatter.format(at);
}

/** Noon, so that no change of the clock moves the day. */
export const noonOf = (day: Day): Date => new Date(`${day}T12:00:00Z`);

export const addDays = (day: Day, days: number): Day =>
  new Date(noonOf(day).getTime() + days * DAY_MS).toISOString().slice(0, 10);

/** Days from one to the other, 0 for the same. */
export const daysFrom = (from: Day, to: Day): number =>
  Math.round((noonOf(to).getTime() - noonOf(from).getTime()) / DAY_MS);

/** Every day from one to the other, both included. */
export const daysBetween = (from: Day, to: Day): Day[] =>
  Array.from({ length: Math.max(0, daysFrom(from, to) + 1) }, (_, at) => addDays(from, at));

/** Whether the text is a day that the calendar has. The database knows no year 0, and periods before it are read, too. */
export const isDay = (text: string): boolean =>
  /^[1-9]\d{3}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(noonOf(text).getTime()) && addDays(text, 0) === text;
