import type { Sql } from '../../db/client.ts';
import { WHOLE_DAY, WHOLE_MONTH } from '../../db/schema/analytics.ts';
import type { Day } from './days.ts';
import { MEASURES, readRows } from './measure-queries.ts';

/** Of advisory locks: who measures something of a day holds this and the day's number. */
const MEASURE_LOCK = 7_205_117;
/** So long an hour that is over is measured again now and then: what was begun in it is still going on. */
const HOUR_SETTLES_MINUTES = 120;
const HOUR_AGAIN_MINUTES = 5;

/** An hour of a day, from 0, or the whole day. */
interface Part {
  day: Day;
  part: number;
}

/** One day or hour of it, anew. Tx: the caller's; two who measure the same day do it one after the other. */
export async function measurePart(sql: Sql, { day, part }: Part, timeZone: string, now: Date): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${MEASURE_LOCK}, (${day}::date - '2000-01-01'::date))`;
  const span = { ...(await boundsOf(sql, { day, part }, timeZone)), now, timeZone };
  const names = [...MEASURES];
  await sql`DELETE FROM measures WHERE measure = ANY(${names}::text[]) AND part = ${part} AND day = ${day}::date`;
  await sql`DELETE FROM measured_days WHERE day = ${day}::date AND part = ${part}`;
  await sql`
    INSERT INTO measures (measure, day, part, dimension, amount, total)
    SELECT measure, ${day}::date, ${part}::smallint, dimension, sum(amount)::bigint, sum(total)
    FROM (${readRows(sql, span, MEASURES)}) rows WHERE dimension IS NOT NULL GROUP BY measure, dimension`;
  await sql`
    INSERT INTO measured_days (day, part, time_zone, measured_at)
    VALUES (${day}::date, ${part}::smallint, ${timeZone}, ${now})`;
}

/** Of days that were over before `day` was: nobody who reads at this moment needs them any more. */
export async function forgetHours(sql: Sql, day: Day): Promise<void> {
  await sql`DELETE FROM measures WHERE measure = ANY(${[...MEASURES]}::text[]) AND part < ${WHOLE_DAY} AND day < ${day}::date`;
  await sql`DELETE FROM measured_days WHERE part < ${WHOLE_DAY} AND day < ${day}::date`;
}

/** From its midnight to the next one, or an hour of it. */
async function boundsOf(sql: Sql, { day, part }: Part, timeZone: string): Promise<{ from: Date; until: Date }> {
  const [first, last] = part === WHOLE_DAY ? [0, 24] : [part, part + 1];
  const [row] = await sql<{ from: Date; until: Date }[]>`
    SELECT (${day}::date::timestamp + make_interval(hours => ${first})) AT TIME ZONE ${timeZone} AS "from",
      (${day}::date::timestamp + make_interval(hours => ${last})) AT TIME ZONE ${timeZone} AS until`;
  return row as { from: Date; until: Date };
}

/** Takes what triggers noted, and marks the days and hours that it concerns. Tx: the caller's. */
export async function takeLateChanges(sql: Sql, timeZone: string): Promise<void> {
  await sql`
    WITH taken AS (DELETE FROM late_changes RETURNING from_at, until_at), hours AS (
      SELECT DISTINCT date_trunc('hour', from_at AT TIME ZONE ${timeZone}) AS first,
        date_trunc('hour', until_at AT TIME ZONE ${timeZone}) AS last
      FROM taken
    )
    UPDATE measured_days d SET is_stale = true FROM hours h
    WHERE NOT d.is_stale AND d.part <> ${WHOLE_MONTH} AND CASE d.part
      WHEN ${WHOLE_DAY} THEN d.day BETWEEN h.first::date AND h.last::date
      ELSE d.day::timestamp + make_interval(hours => d.part) BETWEEN h.first AND h.last END`;
}

interface ToMeasure {
  today: Day;
  /** The first day that there is anything of. */
  first: Day;
  settledFrom: Day;
  timeZone: string;
  limit: number;
}

/**
 * Days before `today` that are to be measured, the newest first: never measured, measured for another place's midnight,
 * changed since, or of the last days and not yet measured today, because what became of them settles.
 */
export async function listDaysToMeasure(
  sql: Sql,
  { today, first, settledFrom, timeZone, limit }: ToMeasure,
): Promise<Day[]> {
  const rows = await sql<{ day: Day }[]>`
    SELECT all_days.day::date::text AS day
    FROM generate_series(${first}::timestamp, (${today}::date - 1)::timestamp, interval '1 day') all_days(day)
      LEFT JOIN measured_days d ON d.day = all_days.day::date AND d.part = ${WHOLE_DAY}
    WHERE d.day IS NULL OR d.is_stale OR d.time_zone <> ${timeZone}
      OR (d.day >= ${settledFrom}::date AND (d.measured_at AT TIME ZONE ${timeZone})::date < ${today}::date)
    ORDER BY all_days.day DESC LIMIT ${limit}`;
  return rows.map(({ day }) => day);
}

/** Hours of that day that ended before `until` and are to be measured, for the same reasons. */
export async function listHoursToMeasure(
  sql: Sql,
  { day, until, timeZone, now }: { day: Day; until: Date; timeZone: string; now: Date },
): Promise<Part[]> {
  const rows = await sql<{ part: number }[]>`
    SELECT hours.part::int AS part FROM generate_series(0, 23) hours(part)
      CROSS JOIN LATERAL (
        SELECT (${day}::date::timestamp + make_interval(hours => hours.part + 1)) AT TIME ZONE ${timeZone} AS until
      ) ends LEFT JOIN measured_days d ON d.day = ${day}::date AND d.part = hours.part
    WHERE ends.until <= ${until} AND (d.day IS NULL OR d.is_stale OR d.time_zone <> ${timeZone}
      OR (d.measured_at < ends.until + make_interval(mins => ${HOUR_SETTLES_MINUTES})
        AND d.measured_at < ${now}::timestamptz - make_interval(mins => ${HOUR_AGAIN_MINUTES})))`;
  return rows.map(({ part }) => ({ day, part }));
}

/**
 * Adds up the months before this one of which every day is measured, where something of them is newer. Tx: the caller's.
 * Answers how many.
 */
export async function measureMonths(
  sql: Sql,
  { today, first, timeZone, now }: { today: Day; first: Day; timeZone: string; now: Date },
): Promise<number> {
  await sql`SELECT pg_advisory_xact_lock(${MEASURE_LOCK}, -1)`;
  const due = await sql<{ month: Day }[]>`
    SELECT d.month::text AS month FROM (
      SELECT date_trunc('month', day)::date AS month, count(*) FILTER (WHERE day >= ${first}::date) AS days,
        max(measured_at) AS measured_at
      FROM measured_days WHERE part = ${WHOLE_DAY} AND time_zone = ${timeZone} AND NOT is_stale GROUP BY 1
    ) d CROSS JOIN LATERAL (SELECT (d.month + interval '1 month')::date AS next) n
      LEFT JOIN measured_days m ON m.day = d.month AND m.part = ${WHOLE_MONTH} AND m.time_zone = ${timeZone}
    WHERE n.next <= ${today}::date AND d.days = n.next - greatest(d.month, ${first}::date)
      AND (m.day IS NULL OR m.measured_at < d.measured_at)`;
  for (const { month } of due) {
    await sql`DELETE FROM measures WHERE part = ${WHOLE_MONTH} AND day = ${month}::date AND measure = ANY(${[...MEASURES]}::text[])`;
    await sql`
      INSERT INTO measures (measure, day, part, dimension, amount, total)
      SELECT measure, ${month}::date, ${WHOLE_MONTH}::smallint, dimension, sum(amount)::bigint, sum(total) FROM measures
      WHERE measure = ANY(${[...MEASURES]}::text[]) AND part = ${WHOLE_DAY}
        AND day >= ${month}::date AND day < (${month}::date + interval '1 month')
      GROUP BY measure, dimension`;
    await sql`
      INSERT INTO measured_days (day, part, time_zone, measured_at)
      VALUES (${month}::date, ${WHOLE_MONTH}::smallint, ${timeZone}, ${now})
      ON CONFLICT (day, part) DO UPDATE SET time_zone = excluded.time_zone, measured_at = excluded.measured_at`;
  }
  return due.length;
}

/**
 * The day of the oldest row, or the first of which nothing was removed because its time is over; null where there is none.
 * Reads all conversations: once a day.
 */
export async function findFirstDay(sql: Sql, timeZone: string): Promise<Day | null> {
  const [row] = await sql<{ day: Day | null }[]>`
    SELECT (greatest(
      least((SELECT min(created_at) FROM conversations), (SELECT min(created_at) FROM tickets),
        (SELECT min(created_at) FROM customers), (SELECT min(at) FROM audit_log)),
      (SELECT max(before) + interval '1 day' FROM data_purges
        WHERE class IN ('conversations', 'tickets', 'complaints', 'audit'))
    ) AT TIME ZONE ${timeZone})::date::text AS day`;
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
