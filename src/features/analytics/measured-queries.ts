import type { Sql } from '../../db/client.ts';
import type { Day } from './days.ts';
import type { MeasureRow } from './figures.ts';
import { MEASURES, type Measure, readRows, type Span } from './measure-queries.ts';

/** Of advisory locks: who measures a day holds this and the day's number. */
const MEASURE_LOCK = 7_205_117;

/** One day, anew. Tx: the caller's; two who measure the same day do it one after the other. */
export async function measureDay(sql: Sql, day: Day, timeZone: string, now: Date): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${MEASURE_LOCK}, (${day}::date - '2000-01-01'::date))`;
  const span = { ...(await boundsOf(sql, day, timeZone)), now, timeZone };
  await sql`DELETE FROM measures WHERE day = ${day}::date AND measure = ANY(${[...MEASURES]}::text[])`;
  await sql`
    INSERT INTO measures (measure, day, dimension, amount, total)
    SELECT measure, ${day}::date, dimension, sum(amount)::bigint, sum(total)
    FROM (${readRows(sql, span, MEASURES)}) rows WHERE dimension IS NOT NULL GROUP BY measure, dimension`;
  await sql`
    INSERT INTO measured_days (day, time_zone, measured_at) VALUES (${day}::date, ${timeZone}, ${now})
    ON CONFLICT (day) DO UPDATE SET time_zone = excluded.time_zone, is_stale = false, measured_at = excluded.measured_at`;
}

/** Midnight, and the next one. */
async function boundsOf(sql: Sql, day: Day, timeZone: string): Promise<{ from: Date; until: Date }> {
  const [row] = await sql<{ from: Date; until: Date }[]>`
    SELECT ${day}::date::timestamp AT TIME ZONE ${timeZone} AS "from",
      (${day}::date + 1)::timestamp AT TIME ZONE ${timeZone} AS until`;
  return row as { from: Date; until: Date };
}

/** Takes what triggers noted, and marks the days that it concerns. Tx: the caller's. */
export async function takeLateChanges(sql: Sql, timeZone: string): Promise<void> {
  await sql`
    WITH taken AS (DELETE FROM late_changes RETURNING from_at, until_at), days AS (
      SELECT DISTINCT (from_at AT TIME ZONE ${timeZone})::date AS first, (until_at AT TIME ZONE ${timeZone})::date AS last
      FROM taken
    )
    UPDATE measured_days d SET is_stale = true FROM days WHERE d.day BETWEEN days.first AND days.last AND NOT d.is_stale`;
}

/**
 * Up to so many days before `today` that are to be measured, the newest first: never measured, measured for another
 * place's midnight, changed since, or of the last days and not yet measured today, because what became of them settles.
 */
export async function listDaysToMeasure(
  sql: Sql,
  { today, first, settledFrom, timeZone, limit }: ToMeasure,
): Promise<Day[]> {
  const rows = await sql<{ day: Day }[]>`
    SELECT all_days.day::date::text AS day
    FROM generate_series(${first}::timestamp, (${today}::date - 1)::timestamp, interval '1 day') all_days(day)
      LEFT JOIN measured_days d ON d.day = all_days.day::date
    WHERE d.day IS NULL OR d.is_stale OR d.time_zone <> ${timeZone}
      OR (d.day >= ${settledFrom}::date AND (d.measured_at AT TIME ZONE ${timeZone})::date < ${today}::date)
    ORDER BY all_days.day DESC LIMIT ${limit}`;
  return rows.map(({ day }) => day);
}

interface ToMeasure {
  today: Day;
  /** The first day that there is anything of. */
  first: Day;
  settledFrom: Day;
  timeZone: string;
  limit: number;
}

/** The day of the oldest row; null where there is none. Reads all conversations: for the first time, and at night. */
export async function findFirstDay(sql: Sql, timeZone: string): Promise<Day | null> {
  const [row] = await sql<{ day: Day | null }[]>`
    SELECT (least((SELECT min(created_at) FROM conversations), (SELECT min(created_at) FROM tickets),
      (SELECT min(created_at) FROM customers), (SELECT min(at) FROM audit_log)) AT TIME ZONE ${timeZone})::date::text AS day`;
  return row?.day ?? null;
}

/** Where the job that measures stands: the first day, and on which day that was looked for. */
export async function findMark(sql: Sql, job: string): Promise<{ first: Day; lookedAt: Day } | null> {
  const [row] = await sql<{ mark: string | null }[]>`SELECT mark FROM jobs WHERE name = ${job}`;
  const [first, lookedAt] = row?.mark?.split(' ') ?? [];
  return first && lookedAt ? { first, lookedAt } : null;
}

export async function saveMark(
  sql: Sql,
  job: string,
  { first, lookedAt }: { first: Day; lookedAt: Day },
): Promise<void> {
  const mark = `${first} ${lookedAt}`;
  await sql`
    INSERT INTO jobs (name, mark) VALUES (${job}, ${mark}) ON CONFLICT (name) DO UPDATE SET mark = excluded.mark`;
}

/** Rows of earlier times were put in or taken out beside the triggers: everything is measured anew, soon. */
export async function forgetMeasuredDays(sql: Sql, job: string): Promise<void> {
  await sql`DELETE FROM measured_days`;
  await sql`UPDATE jobs SET mark = NULL WHERE name = ${job}`;
}

export interface Period {
  from: Day;
  /** Included. */
  to: Day;
}

export interface Reading extends Period {
  measures: readonly Measure[];
  /** Rows for each day, or for each weekday, instead of for all together. */
  group?: 'all' | 'day' | 'weekday';
  /** Of the dimensions only these. */
  dimensions?: readonly string[];
}

/** Today, as the bank counts days, and where it is asked from. */
export interface Calendar {
  timeZone: string;
  now: Date;
  today: Day;
}

/**
 * The sums of a period: of days that are over as they were measured, of today from the rows themselves, and of yesterday
 * too as long as it is not measured.
 */
export async function readMeasures(sql: Sql, calendar: Calendar, reading: Reading): Promise<MeasureRow[]> {
  const { measures, from, to, group = 'all', dimensions } = reading;
  const { today } = calendar;
  const liveDays = to >= today ? await listLiveDays(sql, calendar) : [];
  const live = liveDays.filter(({ day }) => day >= from && day <= to);
  const names = [...measures];
  const parts = live.map(
    ({ day, from, until }) => sql`UNION ALL SELECT measure, ${day}::date, dimension, amount::bigint, total
      FROM (${readRows(sql, { from, until, now: calendar.now, timeZone: calendar.timeZone }, measures)}) rows`,
  );
  const before = live[0]?.day ?? null;
  return sql<MeasureRow[]>`
    SELECT measure, ${groupOf(sql, group)} AS "group", dimension, sum(amount)::float8 AS amount,
      sum(total)::float8 AS total
    FROM (
      SELECT measure, day, dimension, amount, total FROM measures
      WHERE measure = ANY(${names}::text[]) AND day BETWEEN ${from}::date AND ${to}::date
        AND day < coalesce(${before}::date, 'infinity'::date)
      ${parts.reduce((all, one) => sql`${all} ${one}`, sql``)}
    ) sums
    ${dimensions ? sql`WHERE dimension = ANY(${[...dimensions]}::text[])` : sql``}
    GROUP BY 1, 2, 3`;
}

/** The sums of any stretch of time, from the rows themselves: its cost grows with it. */
export const readSpan = (sql: Sql, span: Span, measures: readonly Measure[]): Promise<MeasureRow[]> =>
  sql<MeasureRow[]>`
    SELECT measure, '' AS "group", dimension, sum(amount)::float8 AS amount, sum(total)::float8 AS total
    FROM (${readRows(sql, span, measures)}) rows GROUP BY measure, dimension`;

const groupOf = (sql: Sql, group: Required<Reading>['group']) =>
  group === 'day' ? sql`day::text` : group === 'weekday' ? sql`extract(isodow FROM day)::int::text` : sql`''::text`;

/** Today, and yesterday where it is not measured, with their midnights; the earlier one first. */
function listLiveDays(sql: Sql, { timeZone, today }: Calendar): Promise<{ day: Day; from: Date; until: Date }[]> {
  return sql<{ day: Day; from: Date; until: Date }[]>`
    SELECT d.day::date::text AS day, d.day AT TIME ZONE ${timeZone} AS "from",
      (d.day + interval '1 day') AT TIME ZONE ${timeZone} AS until
    FROM generate_series((${today}::date - 1)::timestamp, ${today}::timestamp, interval '1 day') d(day)
    WHERE d.day = ${today}::date OR NOT EXISTS (
      SELECT 1 FROM measured_days m WHERE m.day = d.day::date AND m.time_zone = ${timeZone})
    ORDER BY d.day`;
}

/** How many days of the period are still to be measured for the first time, so that figures lack them. */
export async function countUnmeasured(
  sql: Sql,
  { from, to }: Period,
  { first, today, timeZone }: { first: Day; today: Day; timeZone: string },
): Promise<number> {
  const [row] = await sql<{ days: number }[]>`
    SELECT greatest(0, least(${to}::date, ${today}::date - 2) - greatest(${from}::date, ${first}::date) + 1
      - (SELECT count(*) FROM measured_days WHERE day BETWEEN greatest(${from}::date, ${first}::date)
          AND least(${to}::date, ${today}::date - 2) AND time_zone = ${timeZone}))::int AS days`;
  return row?.days ?? 0;
}
