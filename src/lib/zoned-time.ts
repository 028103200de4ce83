/** What a field of date and time holds: `2026-01-31T10:30`, by the clocks of a place, in a year that people mean. */
const LOCAL = /^([12]\d{3})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::\d{2})?$/;

/** The moment as a field of date and time shows it there; empty for none. */
export function toLocalTime(date: Date | null, timeZone: string): string {
  return date === null ? '' : new Date(date.getTime() + offsetAt(timeZone, date.getTime())).toISOString().slice(0, 16);
}

/**
 * The moment that the clocks of a place show so; null for an empty field. Undefined for what is no time. A time that is
 * left out when clocks go forward is taken for the one after it.
 */
export function fromLocalTime(text: string, timeZone: string): Date | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (!LOCAL.test(trimmed)) return undefined;
  const shown = Date.parse(`${trimmed.slice(0, 16)}:00Z`);
  if (Number.isNaN(shown)) return undefined;
  const near = shown - offsetAt(timeZone, shown);
  return new Date(shown - offsetAt(timeZone, near));
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** How far the clocks of the place are ahead of UTC then. Units: milliseconds; `moment` since 1970. */
export function offsetAt(timeZone: string, moment: number): number {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(timeZone, formatter);
  }
  const parts = Object.fromEntries(formatter.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1_000) * 1_000;
}
