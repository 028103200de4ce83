import { invalid } from '../../lib/errors.ts';
import { daysFrom, isDay } from './days.ts';
import { PRESETS, type Range } from './model.ts';
import type { Calendar } from './reading-queries.ts';
import { lastDays } from './reports.ts';

export const DEFAULT_DAYS = 30;
export const MAX_DAYS = 1_100;

interface Asked {
  days?: number | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** Why a period cannot be read; `field` is where the fault lies. */
interface RangeFault {
  field: 'from' | 'to';
  reason: 'no_day' | 'reversed' | 'too_long' | 'future';
}

const MESSAGES: Record<RangeFault['reason'], string> = {
  no_day: 'must be a day like 2026-01-31',
  reversed: 'must not be before the first day',
  too_long: `must be at most ${MAX_DAYS} days after the first`,
  future: 'must not be later than today',
};

/** The period that was asked for: `from` and `to`, else the last days. Errors: what is wrong with the dates. */
export function rangeOf(calendar: Calendar, { days, from, to }: Asked, isCompared = false): Range | RangeFault {
  if (!from && !to) {
    const length = days ?? DEFAULT_DAYS;
    const days_ = PRESETS.find((one) => one === length) ?? null;
    return { ...lastDays(calendar, length), days: days_, isCompared };
  }
  if (from && !isDay(from)) return { field: 'from', reason: 'no_day' };
  if (to && !isDay(to)) return { field: 'to', reason: 'no_day' };
  const last = to || calendar.today;
  const first = from || last;
  if (first > calendar.today) return { field: 'from', reason: 'future' };
  if (last > calendar.today) return { field: 'to', reason: 'future' };
  if (first > last) return { field: 'to', reason: 'reversed' };
  if (daysFrom(first, last) >= MAX_DAYS) return { field: 'to', reason: 'too_long' };
  return { from: first, to: last, days: null, isCompared };
}

/** The same for the interface. Errors: invalid. */
export function requireRange(calendar: Calendar, asked: Asked): Range {
  const range = rangeOf(calendar, asked);
  if ('reason' in range) throw invalid([{ field: range.field, message: MESSAGES[range.reason] }]);
  return range;
}
