import { Elysia, t } from 'elysia';
import { ToastPiece } from '../../../views/components/toast.tsx';
import {
  CalendarForm,
  CalendarPage,
  CalendarPreview,
  HolidayForm,
  type HolidayFormState,
  HolidayPieces,
} from '../../../views/service-levels/calendar-page.tsx';
import { PolicyForm, PolicyPage, PolicyPreview } from '../../../views/service-levels/policy-page.tsx';
import { type ServiceLevelsDone, serviceLevelTexts } from '../../../views/service-levels/service-level-texts.ts';
import { ServiceLevelsPage } from '../../../views/service-levels/service-levels-page.tsx';
import type { Context } from '../../context.ts';
import { redirectTo, textOf, viewResponse } from '../../http/htmx.ts';
import { AppError, notFound } from '../../lib/errors.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { frameOf, viewOf } from '../panel/frame.ts';
import {
  calendarStateOf,
  dueNow,
  policyFieldsOf,
  previewOf,
  readCalendar,
  readPolicy,
  typedPolicy,
} from './sla-forms.ts';
import { changeCalendar, changePolicy, NEW_POLICY, readServiceLevels } from './sla-settings.ts';
import type { CalendarSettings, Holiday } from './sla-settings-queries.ts';

const PATH = '/panel/service-levels';
const MAX_ID = 2_147_483_647;
const MAX_HOLIDAYS = 500;
const DONE = ['policy', 'calendar'] as const satisfies ServiceLevelsDone[];

const read = { panel: PERMISSIONS['sla.read'] };
const managed = { panel: PERMISSIONS['sla.manage'] };
const params = t.Object({ id: t.Integer({ minimum: 1, maximum: MAX_ID }) });
const TypedBody = t.Record(t.String({ maxLength: 40 }), t.String({ maxLength: 200 }));
const HolidayBody = t.Object({ day: t.String({ maxLength: 20 }), name: t.String({ maxLength: 100, default: '' }) });

/** What tickets are owed, and in which hours. */
export const slaPages = (ctx: Context) =>
  new Elysia({ prefix: PATH })
    .use(panelAccess(ctx))
    .get('/', ({ caller, request, query }) => showLevels(ctx, caller, request, query.done || null), {
      ...read,
      query: t.Object({ done: t.UnionEnum([...DONE, ''], { default: '' }) }),
    })
    .get('/policies/new', ({ caller, request }) => showPolicy(ctx, caller, request, null), { ...managed })
    .post('/policies', ({ caller, request, body }) => takePolicy(ctx, caller, request, null, body), {
      ...managed,
      body: TypedBody,
    })
    .post('/policies/preview', ({ caller, request, body }) => previewPolicy(ctx, caller, request, body), {
      ...managed,
      body: TypedBody,
    })
    .get('/policies/:id', ({ caller, request, params: { id } }) => showPolicy(ctx, caller, request, id), {
      ...managed,
      params,
    })
    .post('/policies/:id', ({ caller, request, params: { id }, body }) => takePolicy(ctx, caller, request, id, body), {
      ...managed,
      params,
      body: TypedBody,
    })
    .get('/calendars/:id', ({ caller, request, params: { id } }) => showCalendar(ctx, caller, request, id), {
      ...managed,
      params,
    })
    .post('/calendars/:id', ({ caller, request, params: { id }, body }) => takeHours(ctx, caller, request, id, body), {
      ...managed,
      params,
      body: TypedBody,
    })
    .post(
      '/calendars/:id/preview',
      ({ caller, request, params: { id }, body }) => previewHours(ctx, caller, request, id, body),
      {
        ...managed,
        params,
        body: TypedBody,
      },
    )
    .post(
      '/calendars/:id/holidays',
      ({ caller, request, params: { id }, body }) => addHoliday(ctx, caller, request, id, body),
      {
        ...managed,
        params,
        body: HolidayBody,
      },
    )
    .post(
      '/calendars/:id/holidays/remove',
      ({ caller, request, params: { id }, body }) => removeHoliday(ctx, caller, request, id, body.day),
      { ...managed, params, body: HolidayBody },
    );

async function showLevels(
  ctx: Context,
  caller: Caller,
  request: Request,
  done: ServiceLevelsDone | null,
): Promise<Response> {
  const { policies, calendars } = await readServiceLevels(ctx);
  const now = ctx.clock.now();
  const rows = policies.map((policy) => {
    const calendar = calendars.find(({ id }) => id === policy.calendarId) ?? null;
    return { ...policy, calendar, due: dueNow(policy, calendar, now) };
  });
  const serviceLevels = { policies: rows, calendars, done };
  return viewResponse(ServiceLevelsPage({ serviceLevels, ...frameOf(ctx, caller, request) }));
}

async function showPolicy(ctx: Context, caller: Caller, request: Request, id: number | null): Promise<Response> {
  const { policies, calendars } = await readServiceLevels(ctx);
  const first = { ...NEW_POLICY, name: '', calendarId: calendars[0]?.id ?? null };
  const known = id === null ? first : policies.find((policy) => policy.id === id);
  if (!known) throw notFound('Policy');
  const calendar = calendars.find((one) => one.id === known.calendarId) ?? null;
  const due = dueNow(known, calendar, ctx.clock.now());
  const fields = policyFieldsOf(known, viewOf(ctx, caller, request).language);
  const policy = { policyId: id, fields, faults: [], calendars, due };
  return viewResponse(PolicyPage({ policy, ...frameOf(ctx, caller, request) }));
}

async function previewPolicy(
  ctx: Context,
  caller: Caller,
  request: Request,
  form: Record<string, string>,
): Promise<Response> {
  const { calendars } = await readServiceLevels(ctx);
  const { policy } = readPolicy(typedPolicy(form), calendars, null);
  const calendar = calendars.find(({ id }) => id === policy.calendarId) ?? null;
  const due = dueNow(policy, calendar, ctx.clock.now());
  return viewResponse(PolicyPreview({ due, view: viewOf(ctx, caller, request) }));
}

async function takePolicy(
  ctx: Context,
  caller: Caller,
  request: Request,
  id: number | null,
  form: Record<string, string>,
): Promise<Response> {
  const { calendars, policies } = await readServiceLevels(ctx);
  const fields = typedPolicy(form);
  const known = policies.find((policy) => policy.id === id) ?? null;
  const { policy: wanted, faults } = readPolicy(fields, calendars, known);
  if (faults.length === 0) {
    try {
      await changePolicy(ctx, caller, id, wanted);
      return redirectTo(`${PATH}?done=policy`, request);
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'conflict')) throw error;
      faults.push('taken');
    }
  }
  const due = { first: null, resolution: null, timeZone: null };
  const policy = { policyId: id, fields, faults, calendars, due };
  return viewResponse(PolicyForm({ policy, view: viewOf(ctx, caller, request) }), { status: 422 });
}

async function showCalendar(ctx: Context, caller: Caller, request: Request, id: number): Promise<Response> {
  const { calendar, policies } = await getCalendar(ctx, id);
  const page = {
    calendar: calendarStateOf(calendar),
    preview: previewOf(calendar, policies, ctx.clock.now()),
    holidays: calendar.holidays,
  };
  return viewResponse(CalendarPage({ ...page, ...frameOf(ctx, caller, request) }));
}

async function getCalendar(ctx: Context, id: number) {
  const { policies, calendars } = await readServiceLevels(ctx);
  const calendar = calendars.find((one) => one.id === id);
  if (!calendar) throw notFound('Calendar');
  return { calendar, policies };
}

async function takeHours(
  ctx: Context,
  caller: Caller,
  request: Request,
  id: number,
  form: Record<string, string>,
): Promise<Response> {
  const { calendar } = await getCalendar(ctx, id);
  const { typed, changes, isFine } = readCalendar(form, calendar);
  if (!isFine) {
    return viewResponse(CalendarForm({ calendar: typed, view: viewOf(ctx, caller, request) }), { status: 422 });
  }
  await changeCalendar(ctx, caller, id, changes);
  return redirectTo(`${PATH}?done=calendar`, request);
}

async function previewHours(
  ctx: Context,
  caller: Caller,
  request: Request,
  id: number,
  form: Record<string, string>,
): Promise<Response> {
  const { calendar, policies } = await getCalendar(ctx, id);
  const { typed, changes } = readCalendar(form, calendar);
  const timeZone = typed.isZoneWrong ? calendar.timeZone : changes.timeZone;
  const preview = previewOf({ ...calendar, ...changes, timeZone }, policies, ctx.clock.now());
  return viewResponse(CalendarPreview({ calendarId: id, preview, view: viewOf(ctx, caller, request) }));
}

async function addHoliday(
  ctx: Context,
  caller: Caller,
  request: Request,
  id: number,
  { day, name }: typeof HolidayBody.static,
): Promise<Response> {
  const view = viewOf(ctx, caller, request);
  const { calendar } = await getCalendar(ctx, id);
  const holiday = { day: day.trim(), name: name.trim() };
  const fault = faultOf(holiday, calendar);
  if (fault) {
    return viewResponse(HolidayForm({ calendarId: id, holidayForm: { day, name, fault }, view }), { status: 422 });
  }
  try {
    await saveHolidays(ctx, caller, calendar, [...calendar.holidays, holiday]);
  } catch (error) {
    const isDay = error instanceof AppError && error.fields.some(({ field }) => field === 'holidays');
    if (!isDay) throw error;
    const holidayForm = { day, name, fault: 'day' as const };
    return viewResponse(HolidayForm({ calendarId: id, holidayForm, view }), { status: 422 });
  }
  const form = HolidayForm({ calendarId: id, holidayForm: { day: '', name: '', fault: null }, view });
  return viewResponse(textOf(form) + (await piecesOf(ctx, caller, request, id, 'added')));
}

function faultOf({ day, name }: Holiday, { holidays }: CalendarSettings): HolidayFormState['fault'] {
  if (holidays.length >= MAX_HOLIDAYS) return 'many';
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return 'day';
  if (holidays.some((holiday) => holiday.day === day)) return 'twice';
  return name === '' || /\p{Cc}/u.test(name) ? 'name' : null;
}

async function removeHoliday(
  ctx: Context,
  caller: Caller,
  request: Request,
  id: number,
  day: string,
): Promise<Response> {
  const { calendar } = await getCalendar(ctx, id);
  const left = calendar.holidays.filter((holiday) => holiday.day !== day);
  await saveHolidays(ctx, caller, calendar, left);
  return viewResponse(await piecesOf(ctx, caller, request, id, 'removed'));
}

const saveHolidays = (ctx: Context, caller: Caller, { id }: CalendarSettings, holidays: Holiday[]) =>
  changeCalendar(ctx, caller, id, { holidays: holidays.toSorted((one, other) => one.day.localeCompare(other.day)) });

async function piecesOf(
  ctx: Context,
  caller: Caller,
  request: Request,
  id: number,
  word: 'added' | 'removed',
): Promise<string> {
  const view = viewOf(ctx, caller, request);
  const { calendar, policies } = await getCalendar(ctx, id);
  const preview = previewOf(calendar, policies, ctx.clock.now());
  const pieces = HolidayPieces({ calendarId: id, holidays: calendar.holidays, preview, view });
  const title = serviceLevelTexts[view.language].holidays[word];
  return textOf(pieces) + textOf(ToastPiece({ title, kind: 'done', language: view.language }));
}
