import type { CalendarPreviewState, CalendarState, TypedSpan } from '../../../views/service-levels/calendar-page.tsx';
import type { DueNow } from '../../../views/service-levels/due-list.tsx';
import type { PolicyFields } from '../../../views/service-levels/policy-page.tsx';
import type { PolicyFault } from '../../../views/service-levels/service-level-texts.ts';
import type { CalendarRow } from '../../../views/service-levels/service-levels-page.tsx';
import { minutesText, nameText } from '../../../views/service-levels/words.ts';
import { LANGUAGES, type Language } from '../../lib/language.ts';
import { timeZoneNames } from '../../lib/time-zones.ts';
import { addOpenTime, type BusinessCalendar } from './business-hours.ts';
import { PRIORITIES } from './model.ts';
import type { CalendarSettings, PolicySettings } from './sla-settings-queries.ts';

const YEAR_MINUTES = 366 * 24 * 60;
const MAX_POSITION = 10_000;
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];
/** A day shows at least so many places for spans; the interface may have set more. */
const MIN_SPANS = 2;
const MAX_SPANS = 10;
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
const MIDNIGHT = '00:00';
const DAY_END = '24:00';
const MINUTE_MS = 60_000;

type Form = Record<string, string>;

/** `1 h 30 min`, `4h`, `90` (minutes). Null for an empty text, NaN for one that says no time. */
function parseMinutes(text: string): number | null {
  const typed = text.trim().toLowerCase();
  if (typed === '') return null;
  const parts = /^(?:(\d{1,5})\s*h(?:oras?|ours?)?)?\s*(?:(\d{1,6})\s*(?:m|min|mins|minutos?|minutes?)?)?$/.exec(typed);
  const minutes = parts ? Number(parts[1] ?? 0) * 60 + Number(parts[2] ?? 0) : Number.NaN;
  return minutes >= 1 && minutes <= YEAR_MINUTES ? minutes : Number.NaN;
}

export const policyFieldsOf = (policy: Omit<PolicySettings, 'id'>, language: Language): PolicyFields => ({
  name: nameText(policy, language),
  priority: policy.priority ?? '',
  category: policy.category ?? '',
  calendarId: policy.calendarId === null ? '' : String(policy.calendarId),
  first: policy.firstResponseMinutes === null ? '' : minutesText(policy.firstResponseMinutes),
  next: policy.nextResponseMinutes === null ? '' : minutesText(policy.nextResponseMinutes),
  resolution: policy.resolutionMinutes === null ? '' : minutesText(policy.resolutionMinutes),
  warn: String(policy.warnPercent),
  position: String(policy.position),
  isActive: policy.isActive,
});

export const typedPolicy = (form: Form): PolicyFields => ({
  name: form.name ?? '',
  priority: form.priority ?? '',
  category: form.category ?? '',
  calendarId: form.calendar_id ?? '',
  first: form.first ?? '',
  next: form.next ?? '',
  resolution: form.resolution ?? '',
  warn: form.warn ?? '',
  position: form.position ?? '',
  isActive: form.is_active === 'on',
});

/** What was typed as a policy, and what of it cannot be; `known` is the policy that is changed. */
export function readPolicy(
  fields: PolicyFields,
  calendars: readonly CalendarSettings[],
  known: PolicySettings | null,
): { policy: Omit<PolicySettings, 'id' | 'givenName'>; faults: PolicyFault[] } {
  const typed = fields.name.trim();
  // The name that the program gave, as it is in either language, is no new one.
  const isKept = known !== null && LANGUAGES.some((language) => nameText(known, language) === typed);
  const calendar = calendars.find(({ id }) => String(id) === fields.calendarId) ?? null;
  const policy = {
    name: isKept ? known.name : typed,
    priority: PRIORITIES.find((one) => one === fields.priority) ?? null,
    category: fields.category.trim().toLowerCase() || null,
    calendarId: calendar?.id ?? null,
    firstResponseMinutes: parseMinutes(fields.first),
    nextResponseMinutes: parseMinutes(fields.next),
    resolutionMinutes: parseMinutes(fields.resolution),
    warnPercent: wholeNumber(fields.warn),
    position: wholeNumber(fields.position),
    isActive: fields.isActive,
  };
  const wrong: [PolicyFault, boolean][] = [
    ['name', policy.name === '' || policy.name.length > 100 || /\p{Cc}/u.test(policy.name)],
    ['calendar', fields.calendarId !== '' && calendar === null],
    ['first', Number.isNaN(policy.firstResponseMinutes)],
    ['next', Number.isNaN(policy.nextResponseMinutes)],
    ['resolution', Number.isNaN(policy.resolutionMinutes)],
    ['warn', !(policy.warnPercent >= 1 && policy.warnPercent <= 99)],
    ['position', !(policy.position >= 0 && policy.position <= MAX_POSITION)],
  ];
  return { policy, faults: wrong.flatMap(([fault, isWrong]) => (isWrong ? [fault] : [])) };
}

const wholeNumber = (text: string): number => (/^\d{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN);

/** When a ticket that is opened now would be due. */
export function dueNow(
  policy: Pick<PolicySettings, 'firstResponseMinutes' | 'resolutionMinutes'>,
  calendar: CalendarSettings | null,
  now: Date,
): DueNow {
  const hours = calendar && businessCalendarOf(calendar);
  const due = (minutes: number | null): DueNow['first'] =>
    minutes === null || Number.isNaN(minutes) ? null : (addOpenTime(hours, now, minutes) ?? 'never');
  return {
    first: due(policy.firstResponseMinutes),
    resolution: due(policy.resolutionMinutes),
    timeZone: calendar?.timeZone ?? null,
  };
}

const businessCalendarOf = ({ timeZone, hours, holidays }: CalendarSettings): BusinessCalendar => ({
  timeZone,
  hours,
  holidays: new Set(holidays.map(({ day }) => day)),
});

export function calendarStateOf({ id, name, givenName, timeZone, hours }: CalendarRow): CalendarState {
  const typed = (spans: [string, string][]): TypedSpan[] =>
    spans.map(([from, until]) => ({ from, until: until === DAY_END ? MIDNIGHT : until }));
  return {
    calendarId: id,
    name,
    givenName,
    timeZone,
    timeZones: timeZoneNames(timeZone),
    days: WEEKDAYS.map((weekday) => ({ weekday, spans: padded(typed(hours[weekday] ?? [])), isWrong: false })),
    isZoneWrong: false,
  };
}

const padded = (spans: TypedSpan[]): TypedSpan[] => {
  const missing = Math.max(0, MIN_SPANS - spans.length);
  return [...spans, ...Array.from({ length: missing }, () => ({ from: '', until: '' }))];
};

/** What was typed as hours and time zone, and the same as the page shows it again. */
export function readCalendar(
  form: Form,
  calendar: CalendarSettings,
): { typed: CalendarState; changes: Pick<CalendarSettings, 'timeZone' | 'hours'>; isFine: boolean } {
  const timeZone = form.time_zone ?? '';
  const timeZones = timeZoneNames(calendar.timeZone);
  const isZoneWrong = !timeZones.includes(timeZone);
  const days = WEEKDAYS.map((weekday) => {
    const typed = typedSpans(form, weekday);
    const filled = typed.filter(({ from, until }) => from !== '' || until !== '');
    return { weekday, spans: padded(typed), filled, isWrong: !filled.every(isSpan) };
  });
  const hours = Object.fromEntries(
    days
      .filter(({ filled, isWrong }) => filled.length > 0 && !isWrong)
      .map(({ weekday, filled }) => [String(weekday), filled.map(spanOf).sort()]),
  );
  const { id: calendarId, name, givenName } = calendar;
  const typed = { calendarId, name, givenName, timeZone, timeZones, days, isZoneWrong };
  return { typed, changes: { timeZone, hours }, isFine: !isZoneWrong && !days.some(({ isWrong }) => isWrong) };
}

const typedSpans = (form: Form, weekday: number): TypedSpan[] =>
  Array.from({ length: MAX_SPANS }, (_, at) => ({
    from: form[`${weekday}.${at}.from`]?.slice(0, 5) ?? null,
    until: form[`${weekday}.${at}.until`]?.slice(0, 5) ?? null,
  })).filter((span): span is TypedSpan => span.from !== null && span.until !== null);

const spanOf = ({ from, until }: TypedSpan): [string, string] => [from, until === MIDNIGHT ? DAY_END : until];

function isSpan(span: TypedSpan): boolean {
  const [from, until] = spanOf(span);
  return CLOCK.test(from) && (CLOCK.test(until) || until === DAY_END) && from < until;
}

/** What the hours mean now, for themselves and for the policies that go by them. */
export function previewOf(
  calendar: CalendarSettings,
  policies: readonly PolicySettings[],
  now: Date,
): CalendarPreviewState {
  const soon = addOpenTime(businessCalendarOf(calendar), now, 1);
  const isOpen = soon !== null && soon.getTime() === now.getTime() + MINUTE_MS;
  return {
    opensAt: soon === null ? 'never' : isOpen ? null : new Date(soon.getTime() - MINUTE_MS),
    timeZone: calendar.timeZone,
    policies: policies
      .filter(({ calendarId, isActive }) => calendarId === calendar.id && isActive)
      .map((policy) => ({
        id: policy.id,
        name: policy.name,
        givenName: policy.givenName,
        due: dueNow(policy, calendar, now),
      })),
  };
}
