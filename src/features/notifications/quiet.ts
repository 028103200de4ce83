import type { QuietHours } from './model.ts';

const DAY_MINUTES = 24 * 60;
const MINUTE_MS = 60_000;

/**
 * When the quiet hours that `now` lies in are over; null outside of them. The hours are those of the clock on the wall
 * there, so on the night that it is put forward or back they are longer or shorter.
 */
export function endOfQuiet(now: Date, { from, until }: QuietHours, timeZone: string): Date | null {
  const [start, end, at] = [minutesOf(from), minutesOf(until), wallMinutes(now, timeZone)];
  const isQuiet = start <= end ? at >= start && at < end : at >= start || at < end;
  if (!isQuiet) return null;
  const left = (end - at + DAY_MINUTES) % DAY_MINUTES;
  const guess = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS + left * MINUTE_MS);
  const shift = end - wallMinutes(guess, timeZone);
  const nearest =
    shift > DAY_MINUTES / 2 ? shift - DAY_MINUTES : shift < -DAY_MINUTES / 2 ? shift + DAY_MINUTES : shift;
  return new Date(guess.getTime() + nearest * MINUTE_MS);
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

function wallMinutes(at: Date, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
  return minutesOf(format.format(at));
}
