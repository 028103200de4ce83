import type { Random } from './random.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** The demo bank is in Mexico City, whose clocks have not been changed since 2022. */
const OFFSET_MS = -6 * HOUR_MS;

/** Conversations a day, Sunday first. */
const A_DAY = [3, 14, 13, 12, 12, 15, 7] as const;
/** Their share by hour of the day: two peaks in business hours, a lunch, a quiet night. */
const BY_HOUR = [
  0.3, 0.2, 0.1, 0.1, 0.1, 0.2, 0.6, 1.2, 2.6, 6, 8.5, 9, 7.5, 5.5, 4.2, 5.8, 7.5, 7, 4.5, 3, 2.4, 1.8, 1.1, 0.6,
] as const;

/** When conversations begin, oldest first: so many days with the rhythm of days and weeks, until `before`. */
export function arrivals(random: Random, before: Date, days: number): Date[] {
  const lastDay = Math.floor((before.getTime() + OFFSET_MS) / DAY_MS);
  const moments: Date[] = [];
  for (let day = lastDay - days; day <= lastDay; day += 1) {
    const usual = A_DAY[weekdayOf(day)] as number;
    const count = Math.round(usual * random.between(0.75, 1.25));
    for (let one = 0; one < count; one += 1) moments.push(momentIn(random, day));
  }
  return moments.filter((moment) => moment < before).sort((a, b) => a.getTime() - b.getTime());
}

function momentIn(random: Random, day: number): Date {
  const hours = Object.fromEntries(BY_HOUR.map((weight, hour) => [hour, weight]));
  const hour = Number(random.pickBy(hours));
  return new Date(day * DAY_MS - OFFSET_MS + hour * HOUR_MS + random.between(0, HOUR_MS));
}

/** The first moment from then on at which somebody is at work. */
export function whenOpen(moment: Date): Date {
  for (let local = moment.getTime() + OFFSET_MS; ; local = (Math.floor(local / DAY_MS) + 1) * DAY_MS) {
    const day = Math.floor(local / DAY_MS);
    const [opens, closes] = hoursOf(day);
    if (opens === closes) continue;
    const begin = day * DAY_MS + opens * HOUR_MS;
    if (local < begin) return new Date(begin - OFFSET_MS);
    if (local < day * DAY_MS + closes * HOUR_MS) return new Date(local - OFFSET_MS);
  }
}

/** The hours that the calendar of a new installation has. */
function hoursOf(day: number): readonly [opens: number, closes: number] {
  const weekday = weekdayOf(day);
  if (weekday === 0) return [0, 0];
  return weekday === 6 ? [9, 14] : [9, 18];
}

/** 0 is Sunday; the first of January 1970 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

export const minutesAfter = (moment: Date, minutes: number): Date => new Date(moment.getTime() + minutes * MINUTE_MS);
