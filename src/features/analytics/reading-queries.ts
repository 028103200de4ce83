import type { Sql } from '../../db/client.ts';
import { WHOLE_DAY, WHOLE_MONTH } from '../../db/schema/analytics.ts';
import { addDays, type Day } from './days.ts';
import type { MeasureRow } from './figures.ts';
import { listMonths, type Measure, readRows, readsMessages, type Span } from './measure-queries.ts';

/** Days, both included. */
export interface Period {
  from: Day;
  to: Day;
}

export interface Reading extends Period {
  measures: readonly Measure[];
  /** Sums for each day, over all dimensions, instead of for all days together. */
  group?: 'all' | 'day';
  /** Of the dimensions only these. */
  dimensions?: readonly string[];
}

/** Today, as the bank counts days, and where it is asked from. */
export interface Calendar {
  timeZone: string;
  now: Date;
  today: Day;
}

/** What of a period was measured, and what has to be read from the rows themselves. */
interface Cover {
  /** Another one after anything of the period has been measured again. */
  version: string;
  /** By their first days. */
  months: Day[];
  days: Period[];
  /** Of the days that are not measured as a whole. */
  hours: { day: Day; part: number }[];
  live: { day: Day; from: Date; until: Date }[];
}

/** Of the sums of measured days the latest so many readings, for each database. */
const MAX_KEPT = 200;
const keptReadings = new WeakMap<Sql, Map<string, MeasureRow[]>>();

/**
 * The sums of a period: of months and days that are over as they were measured, of today by its hours, and of the last
 * hour from the rows themselves; of yesterday as of today, as long as it is not measured. Rows of the same name stand for
 * their sum.
 */
export async function readMeasures(sql: Sql, calendar: Calendar, reading: Reading): Promise<MeasureRow[]> {
  const { measures, group = 'all', dimensions } = reading;
  const { version, live, ...cover } = await coverOf(sql, calendar, reading);
  const summed = async (parts: ReturnType<Sql>[]): Promise<MeasureRow[]> => {
    const [first, ...others] = parts;
    if (!first) return [];
    return sql<MeasureRow[]>`
      SELECT measure, ${group === 'day' ? sql`day::text AS "group", ''::text AS dimension` : sql`''::text AS "group", dimension`},
        sum(amount)::float8 AS amount, sum(total)::float8 AS total
      FROM (${others.reduce((all, one) => sql`${all} UNION ALL ${one}`, first)}) sums
      ${dimensions ? sql`WHERE dimension = ANY(${[...dimensions]}::text[])` : sql``}
      GROUP BY 1, 2, 3`;
  };
  const key = JSON.stringify([version, group, measures, dimensions, cover]);
  const [measured, now] = await Promise.all([
    kept(sql, key, () => summed(measuredParts(sql, measures, cover))),
    spansOf(sql, calendar, live, measures).then((spans) =>
      summed(
        spans.map(
          ({
            day,
            ...span
          }): ReturnType<Sql> => sql`SELECT measure, ${day}::date AS day, dimension, amount::bigint AS amount, total
            FROM (${readRows(sql, span, measures)}) rows`,
        ),
      ),
    ),
  ]);
  return [...measured, ...now];
}

/** What is read from the rows themselves, with the partitions to read it from. */
const spansOf = (sql: Sql, { now, timeZone }: Calendar, live: Cover['live'], measures: readonly Measure[]) =>
  Promise.all(
    live.map(async ({ day, from, until }): Promise<Span & { day: Day }> => {
      const span = { day, from, until, now, timeZone };
      return readsMessages(measures) ? { ...span, months: await listMonths(sql, span) } : span;
    }),
  );

function measuredParts(
  sql: Sql,
  measures: readonly Measure[],
  { months, days, hours }: Omit<Cover, 'live' | 'version'>,
) {
  const names = [...measures];
  const rowsOf = (where: ReturnType<Sql>): ReturnType<Sql> => sql`
    SELECT measure, day, dimension, amount, total FROM measures WHERE measure = ANY(${names}::text[]) AND ${where}`;
  return [
    ...(months.length > 0 ? [rowsOf(sql`part = ${WHOLE_MONTH} AND day = ANY(${months}::text[]::date[])`)] : []),
    ...days.map(({ from, to }) => rowsOf(sql`part = ${WHOLE_DAY} AND day BETWEEN ${from}::date AND ${to}::date`)),
    ...[...Map.groupBy(hours, ({ day }) => day)].map(([day, own]) =>
      rowsOf(sql`part = ANY(${own.map(({ part }) => part)}::smallint[]) AND day = ${day}::date`),
    ),
  ];
}

/** What was measured stays the same until it is measured again, which the key tells: reports that are open ask often. */
async function kept(sql: Sql, key: string, read: () => Promise<MeasureRow[]>): Promise<MeasureRow[]> {
  const readings = keptReadings.get(sql) ?? new Map<string, MeasureRow[]>();
  keptReadings.set(sql, readings);
  const rows = readings.get(key) ?? (await read());
  // The one that was asked for last goes last.
  readings.delete(key);
  readings.set(key, rows);
  if (readings.size > MAX_KEPT) readings.delete(readings.keys().next().value as string);
  return rows;
}

/** The sums of any stretch of time, from the rows themselves: its cost grows with it. */
export const readSpan = (sql: Sql, span: Span, measures: readonly Measure[]): Promise<MeasureRow[]> =>
  sql<MeasureRow[]>`
    SELECT measure, '' AS "group", dimension, sum(amount)::float8 AS amount, sum(total)::float8 AS total
    FROM (${readRows(sql, span, measures)}) rows GROUP BY measure, dimension`;

async function coverOf(sql: Sql, { timeZone, today, now }: Calendar, { from, to, group }: Reading): Promise<Cover> {
  const [measured, [version]] = await Promise.all([
    sql<{ day: Day; part: number; isStale: boolean }[]>`
      SELECT day::text AS day, part::int AS part, is_stale AS "isStale" FROM measured_days
      WHERE time_zone = ${timeZone} AND day BETWEEN ${from}::date AND ${to}::date
        AND (part = ${WHOLE_MONTH} OR day >= ${today}::date - 1)`,
    sql<{ version: string }[]>`
      SELECT concat(count(*), ' ', sum(extract(epoch FROM measured_at))) AS version FROM measured_days
      WHERE day BETWEEN ${from}::date AND ${to}::date`,
  ]);
  const isWhole = (day: Day) => measured.some((one) => one.day === day && one.part === WHOLE_DAY);
  const yesterday = addDays(today, -1);
  const open = [yesterday, today].filter((day) => day >= from && day <= to && !isWhole(day));
  const until = open[0] === undefined ? to : addDays(open[0], -1);
  const months =
    group === 'day'
      ? []
      : measured
          .filter(({ day, part }) => part === WHOLE_MONTH && lastOfMonth(day) <= until)
          .map(({ day }) => day)
          .sort();
  const hours = measured.filter(({ day, part, isStale }) => part < WHOLE_DAY && !isStale && open.includes(day));
  const days = gapsBetween({ from, to: until }, months);
  return {
    version: version?.version ?? '',
    months,
    days,
    hours,
    live: await listLiveSpans(sql, open, hours, { timeZone, now }),
  };
}

const lastOfMonth = (first: Day): Day => addDays(`${addDays(first, 31).slice(0, 7)}-01`, -1);

/** The days of a period that are in none of these months. */
function gapsBetween({ from, to }: Period, months: readonly Day[]): Period[] {
  const gaps: Period[] = [];
  let next = from;
  for (const month of months) {
    if (month > next) gaps.push({ from: next, to: addDays(month, -1) });
    next = addDays(lastOfMonth(month), 1);
  }
  if (next <= to) gaps.push({ from: next, to });
  return gaps;
}

/** The stretches of these days until now that no measured hour covers; neighbours are one. */
async function listLiveSpans(
  sql: Sql,
  days: readonly Day[],
  hours: readonly { day: Day; part: number }[],
  { timeZone, now }: Pick<Calendar, 'timeZone' | 'now'>,
): Promise<Cover['live']> {
  if (days.length === 0) return [];
  const known = new Set(hours.map(({ day, part }) => `${day} ${part}`));
  const all = await sql<{ day: Day; part: number; from: Date; until: Date }[]>`
    SELECT d.day::text AS day, h.part, (d.day::timestamp + make_interval(hours => h.part)) AT TIME ZONE ${timeZone} AS "from",
      (d.day::timestamp + make_interval(hours => h.part + 1)) AT TIME ZONE ${timeZone} AS until
    FROM unnest(${[...days]}::text[]::date[]) d(day), generate_series(0, 23) h(part) ORDER BY d.day, h.part`;
  const spans: Cover['live'] = [];
  for (const { day, part, from, until } of all) {
    if (known.has(`${day} ${part}`) || from > now) continue;
    const last = spans.at(-1);
    if (last?.day === day && last.until.getTime() === from.getTime()) last.until = until;
    else spans.push({ day, from, until });
  }
  return spans;
}

/** How many days of the period are still to be measured for the first time, so that figures lack them. */
export async function countUnmeasured(
  sql: Sql,
  { from, to }: Period,
  { first, today, timeZone }: { first: Day; today: Day; timeZone: string },
): Promise<number> {
  const [row] = await sql<{ days: number }[]>`
    SELECT greatest(0, p.last - p.first + 1 - (SELECT count(*) FROM measured_days
      WHERE day BETWEEN p.first AND p.last AND part = ${WHOLE_DAY} AND time_zone = ${timeZone}))::int AS days
    FROM (SELECT greatest(${from}::date, ${first}::date) AS first, least(${to}::date, ${today}::date - 2) AS last) p`;
  return row?.days ?? 0;
}
