import { offsetAt } from '../../lib/zoned-time.ts';

/** When the desk is open. Shape: as in the table `business_calendars`, with the days on which it stays closed. */
export interface BusinessCalendar {
  /** Of the IANA list. */
  timeZone: string;
  /** From and until by weekday, `1` Monday to `7` Sunday; `24:00` is the end of the day. Without a day: closed. */
  hours: Record<string, [from: string, until: string][]>;
  /** `2026-12-25`. */
  holidays: ReadonlySet<string>;
}

interface Span {
  from: number;
  until: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Days to look for open time; a calendar that is closed for longer never opens. */
const MAX_DAYS = 2_000;

/**
 * The moment at which so many minutes of open time have passed since `from`; null where the calendar never opens.
 * Without a calendar every minute counts. A duration is real time: an open night in which the clock is put forward is an
 * hour shorter.
 */
export function addOpenTime(calendar: BusinessCalendar | null, from: Date, minutes: number): Date | null {
  if (!calendar) return new Date(from.getTime() + minutes * MINUTE_MS);
  let left = minutes * MINUTE_MS;
  for (const day of daysFrom(calendar, from, 1)) {
    for (const span of openSpans(calendar, day)) {
      const begin = Math.max(span.from, from.getTime());
      const length = span.until - begin;
      if (length <= 0) continue;
      if (left <= length) return new Date(begin + left);
      left -= length;
    }
  }
  return null;
}

/** The moment since which so many minutes of open time had passed at `until`: the way back of addOpenTime. */
export function takeOpenTime(calendar: BusinessCalendar | null, until: Date, minutes: number): Date | null {
  if (!calendar) return new Date(until.getTime() - minutes * MINUTE_MS);
  let left = minutes * MINUTE_MS;
  for (const day of daysFrom(calendar, until, -1)) {
    for (const span of openSpans(calendar, day).reverse()) {
      const end = Math.min(span.until, until.getTime());
      const length = end - span.from;
      if (length <= 0) continue;
      if (left <= length) return new Date(end - left);
      left -= length;
    }
  }
  return null;
}

/** A day of the calendar's own time zone. */
interface Day {
  year: number;
  month: number;
  day: number;
}

/** Begins a day early: a day's last span may reach beyond a midnight that the clock skips. */
function* daysFrom(calendar: BusinessCalendar, moment: Date, step: 1 | -1): Generator<Day> {
  const local = new Date(moment.getTime() + offsetAt(calendar.timeZone, moment.getTime()));
  const midnight = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate());
  for (let index = -1; index < MAX_DAYS; index += 1) {
    const date = new Date(midnight + step * index * DAY_MS);
    yield { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate() };
  }
}

/** The open times of a day in their order, none over another. */
function openSpans({ timeZone, hours, holidays }: BusinessCalendar, { year, month, day }: Day): Span[] {
  const date = new Date(Date.UTC(year, month, day));
  if (holidays.has(date.toISOString().slice(0, 10))) return [];
  const spans = (hours[String(date.getUTCDay() || 7)] ?? [])
    .map(([from, until]) => ({
      from: momentOf(timeZone, date.getTime() + minutesOf(from) * MINUTE_MS),
      until: momentOf(timeZone, date.getTime() + minutesOf(until) * MINUTE_MS),
    }))
    .sort((one, other) => one.from - other.from);
  let end = Number.NEGATIVE_INFINITY;
  return spans.map((span) => {
    const from = Math.max(span.from, end);
    end = Math.max(end, span.until);
    return { from, until: span.until };
  });
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}

/**
 * When the clock on the wall shows `local` (as if it were UTC). Of a time that comes twice the first; one that is skipped
 * stands for the same time after the change.
 */
function momentOf(timeZone: string, local: number): number {
  const before = offsetAt(timeZone, local - DAY_MS);
  const after = offsetAt(timeZone, local + DAY_MS);
  const early = local - before;
  if (before === after || offsetAt(timeZone, early) === before) return early;
  return offsetAt(timeZone, local - after) === after ? local - after : early;
}
