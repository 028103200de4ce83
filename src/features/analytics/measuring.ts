import type { Context } from '../../context.ts';
import { WHOLE_DAY } from '../../db/schema/analytics.ts';
import { addDays, type Day, dayIn } from './days.ts';
import { DURABLE_DAYS } from './measure-queries.ts';
import {
  findFirstDay,
  findMark,
  forgetHours,
  forgetMeasuredDays,
  listDaysToMeasure,
  listHoursToMeasure,
  measureMonths,
  measurePart,
  saveMark,
  takeLateChanges,
} from './measured-queries.ts';
import type { Calendar } from './reading-queries.ts';

export const MEASURE_JOB = 'measure';
/** So long after its end a day, or an hour, is measured: what was under way then has been written by now. */
const SETTLE_MINUTES = 5;
/** Days measured in one go; the next go continues. */
const DAYS_A_RUN = 400;
/** What a conversation came to is known for good once its customer had this long to come back. */
const SETTLING_DAYS = DURABLE_DAYS + 1;
const MINUTE_MS = 60_000;

type Needs = Pick<Context, 'db' | 'clock'> & { settings: Pick<Context['settings'], 'get'> };

/** Today, where the bank is. */
export function calendarOf(ctx: Pick<Needs, 'clock' | 'settings'>): Calendar {
  const [timeZone, now] = [ctx.settings.get('bank.time_zone'), ctx.clock.now()];
  return { timeZone, now, today: dayIn(timeZone, now) };
}

/**
 * Measures every day that is over and not measured as it is now, adds up months, and measures the hours of today that are
 * over. Running it again changes nothing; what was missed while nothing ran is made up for. Answers how many days it
 * measured. Tx: one a day or hour.
 */
export async function measureDays(ctx: Needs): Promise<number> {
  const { sql } = ctx.db;
  const { timeZone, now } = calendarOf(ctx);
  await sql.begin((tx) => takeLateChanges(tx, timeZone));
  // Shortly after midnight, and after each hour, what was last still counts as now.
  const until = new Date(now.getTime() - SETTLE_MINUTES * MINUTE_MS);
  const today = dayIn(timeZone, until);
  const first = await firstDayOf(ctx, today);
  if (first === null) return 0;
  const hours = await listHoursToMeasure(sql, { day: today, until, timeZone, now });
  for (const hour of hours) await sql.begin((tx) => measurePart(tx, hour, timeZone, now));
  const settledFrom = addDays(today, -SETTLING_DAYS);
  const days = await listDaysToMeasure(sql, { today, first, settledFrom, timeZone, limit: DAYS_A_RUN });
  for (const day of days) await sql.begin((tx) => measurePart(tx, { day, part: WHOLE_DAY }, timeZone, now));
  if (days.length > 0) await sql.begin((tx) => forgetHours(tx, addDays(today, -1)));
  await sql.begin((tx) => measureMonths(tx, { today, first, timeZone, now }));
  return days.length;
}

/** After rows of earlier times were put in or taken out: measures all of it anew. */
export async function measureAll(ctx: Needs): Promise<number> {
  await forgetMeasuredDays(ctx.db.sql, MEASURE_JOB);
  return measureDays(ctx);
}

/** Looked for once a day: it moves only when data of earlier times arrives, or the oldest is deleted. */
async function firstDayOf(ctx: Needs, today: Day): Promise<Day | null> {
  const { sql } = ctx.db;
  const { timeZone } = calendarOf(ctx);
  const mark = await findMark(sql, MEASURE_JOB);
  if (mark?.lookedAt === today) return mark.first;
  const first = await findFirstDay(sql, timeZone);
  if (first !== null) await saveMark(sql, MEASURE_JOB, { first, lookedAt: today });
  return first;
}
