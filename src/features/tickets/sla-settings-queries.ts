import type { Sql } from '../../db/client.ts';
import type { BusinessCalendar } from './business-hours.ts';
import type { GivenName } from './model.ts';
import type { Policy } from './service-levels.ts';

export interface PolicySettings extends Omit<Policy, 'calendar'> {
  name: string;
  /** Whose name the program gave; null: the bank's own words. */
  givenName: GivenName | null;
  calendarId: number | null;
  position: number;
  isActive: boolean;
}

export interface Holiday {
  /** `2026-12-25`. */
  day: string;
  name: string;
}

export interface CalendarSettings {
  id: number;
  name: string;
  givenName: GivenName | null;
  timeZone: string;
  hours: BusinessCalendar['hours'];
  holidays: Holiday[];
}

export function listPolicySettings(sql: Sql): Promise<PolicySettings[]> {
  return sql<PolicySettings[]>`
    SELECT id, name, given_name AS "givenName", priority, category, calendar_id AS "calendarId", first_response_minutes AS "firstResponseMinutes",
      next_response_minutes AS "nextResponseMinutes", resolution_minutes AS "resolutionMinutes",
      warn_percent AS "warnPercent", position, is_active AS "isActive"
    FROM sla_policies ORDER BY position, id`;
}

export function listCalendarSettings(sql: Sql): Promise<CalendarSettings[]> {
  return sql<CalendarSettings[]>`
    SELECT c.id, c.name, c.given_name AS "givenName", c.time_zone AS "timeZone", c.hours, coalesce((
      SELECT jsonb_agg(jsonb_build_object('day', h.day, 'name', h.name) ORDER BY h.day) FROM holidays h
      WHERE h.calendar_id = c.id), '[]') AS holidays
    FROM business_calendars c ORDER BY c.id`;
}

/** Under an id of its own where it has none yet. Errors: a unique violation where the name is taken. */
export async function savePolicy(
  sql: Sql,
  policy: Omit<PolicySettings, 'id'> & { id: number | null },
): Promise<number> {
  const columns = {
    name: policy.name,
    given_name: policy.givenName,
    priority: policy.priority,
    category: policy.category,
    calendar_id: policy.calendarId,
    first_response_minutes: policy.firstResponseMinutes,
    next_response_minutes: policy.nextResponseMinutes,
    resolution_minutes: policy.resolutionMinutes,
    warn_percent: policy.warnPercent,
    position: policy.position,
    is_active: policy.isActive,
  };
  const [row] = policy.id
    ? await sql<{ id: number }[]>`
        UPDATE sla_policies SET ${sql(columns)}, updated_at = now() WHERE id = ${policy.id} RETURNING id`
    : await sql<{ id: number }[]>`INSERT INTO sla_policies ${sql(columns)} RETURNING id`;
  return (row as { id: number }).id;
}

export async function saveCalendar(sql: Sql, { id, timeZone, hours, holidays }: CalendarSettings): Promise<void> {
  await sql`
    UPDATE business_calendars SET time_zone = ${timeZone}, hours = ${JSON.stringify(hours)}::text::jsonb, updated_at = now()
    WHERE id = ${id}`;
  await sql`DELETE FROM holidays WHERE calendar_id = ${id}`;
  await sql`
    INSERT INTO holidays (calendar_id, day, name)
    SELECT ${id}, day::date, name FROM unnest(${holidays.map(({ day }) => day)}::text[], ${holidays.map(({ name }) => name)}::text[])
      AS h(day, name)`;
}

/** The next run of the job sets the clocks of every ticket that is worked on by what holds now. */
export async function reckonAllAnew(sql: Sql): Promise<void> {
  await sql`UPDATE tickets SET next_response_due_at = NULL WHERE status IN ('OPEN', 'IN_PROGRESS') AND next_response_due_at IS NOT NULL`;
  await sql`UPDATE jobs SET mark = NULL WHERE name = 'sla'`;
}
