/** What a field of date and time holds: `2026-01-31T10:30`, by the clocks of a place. */
const LOCAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::\d{2})?$/;

/** The moment as a field of date and time shows it there; empty for none. */
export function toLocalTime(date: Date | null, timeZone: string): string {
  return date === null ? '' : new Date(date.getTime() + offsetAt(date, timeZone)).toISOString().slice(0, 16);
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
  const near = new Date(shown - offsetAt(new Date(shown), timeZone));
  return new Date(shown - offsetAt(near, timeZone));
}

/** How far the clocks of the place are ahead of UTC then. Units: milliseconds. */
function offsetAt(date: Date, timeZone: string): number {
  const whole = Math.floor(date.getTime() / 1_000) * 1_000;
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(date);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - whole;
}
