import type { Context } from '../../context.ts';
import { isUniqueViolation, type Sql } from '../../db/client.ts';
import { conflict, type FieldError, invalid, notFound } from '../../lib/errors.ts';
import { writeAudit } from '../audit/queries.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import { isTimeZone } from '../notifications/service.ts';
import {
  type CalendarSettings,
  listCalendarSettings,
  listPolicySettings,
  type PolicySettings,
  reckonAllAnew,
  saveCalendar,
  savePolicy,
} from './sla-settings-queries.ts';

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
const DAY_END = '24:00';

/** What is owed, and in which hours. */
export async function readServiceLevels(ctx: Context) {
  const { sql } = ctx.db;
  const [policies, calendars] = await Promise.all([listPolicySettings(sql), listCalendarSettings(sql)]);
  return { policies, calendars };
}

export const NEW_POLICY: Omit<PolicySettings, 'id' | 'name'> = {
  givenName: null,
  priority: null,
  category: null,
  calendarId: null,
  firstResponseMinutes: null,
  nextResponseMinutes: null,
  resolutionMinutes: null,
  warnPercent: 80,
  position: 0,
  isActive: true,
};

/**
 * Changes what is named of a policy, or adds one where `id` is null; open tickets follow with the job's next run.
 * Errors: not_found, conflict (the name is taken), invalid (no such calendar, a new one without a name).
 */
export async function changePolicy(
  ctx: Context,
  caller: Caller,
  id: number | null,
  changes: Partial<Omit<PolicySettings, 'id' | 'givenName'>>,
): Promise<PolicySettings> {
  const { policies, calendars } = await readServiceLevels(ctx);
  const before = id === null ? NEW_POLICY : policies.find((policy) => policy.id === id);
  if (!before) throw notFound('Policy');
  // Whoever names it has their own words from then on.
  const isRenamed = 'name' in before && changes.name !== undefined && changes.name !== before.name;
  const policy = { ...before, ...changes, ...(isRenamed && { givenName: null }) };
  if (!('name' in policy) || !policy.name) throw invalid([{ field: 'name', message: 'is required' }]);
  if (policy.calendarId !== null && !calendars.some((calendar) => calendar.id === policy.calendarId)) {
    throw invalid([{ field: 'calendar_id', message: 'must be a calendar' }]);
  }
  const wanted = { ...policy, name: policy.name, id };
  const saved = await change(ctx, caller, 'policy', async (tx) => savePolicy(tx, wanted)).catch((error: unknown) => {
    throw isUniqueViolation(error) ? conflict('A policy has this name already') : error;
  });
  return { ...wanted, id: saved };
}

/** Changes what is named of a calendar; holidays all at once. Errors: not_found, invalid. */
export async function changeCalendar(
  ctx: Context,
  caller: Caller,
  id: number,
  changes: Partial<Pick<CalendarSettings, 'timeZone' | 'hours' | 'holidays'>>,
): Promise<CalendarSettings> {
  const { calendars } = await readServiceLevels(ctx);
  const before = calendars.find((calendar) => calendar.id === id);
  if (!before) throw notFound('Calendar');
  const calendar = { ...before, ...changes };
  const faults = faultsOf(calendar);
  if (faults.length > 0) throw invalid(faults);
  await change(ctx, caller, 'calendar', async (tx) => {
    await saveCalendar(tx, calendar);
    return id;
  });
  return calendar;
}

function change(
  ctx: Context,
  caller: Caller,
  what: 'policy' | 'calendar',
  save: (tx: Sql) => Promise<number>,
): Promise<number> {
  return ctx.db.sql.begin(async (tx) => {
    const id = await save(tx);
    await reckonAllAnew(tx);
    await writeAudit(tx, { ...actorOf(caller), action: 'sla.change', resourceType: `sla_${what}`, resourceId: id });
    return id;
  });
}

function faultsOf({ timeZone, hours, holidays }: CalendarSettings): FieldError[] {
  const faults: FieldError[] = [];
  if (!isTimeZone(timeZone))
    faults.push({ field: 'time_zone', message: 'must be a time zone such as America/Mexico_City' });
  const isSpan = ([from, until]: [string, string]) =>
    CLOCK.test(from) && (CLOCK.test(until) || until === DAY_END) && from < until;
  const areHours = Object.entries(hours).every(([day, spans]) => /^[1-7]$/.test(day) && spans.every(isSpan));
  if (!areHours) faults.push({ field: 'hours', message: 'must be spans such as ["09:00", "18:00"] by weekday 1 to 7' });
  const days = holidays.map(({ day }) => day);
  if (!days.every(isDay) || new Set(days).size < days.length) {
    faults.push({ field: 'holidays', message: 'must be days such as 2026-12-25, each once' });
  }
  return faults;
}

/** Of the calendar: no 30th of February, and no year that the database does not have. */
function isDay(text: string): boolean {
  const moment = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text) && /^[12].{9}$/.test(text);
}
