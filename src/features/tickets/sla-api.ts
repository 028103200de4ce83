import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { access } from '../auth/access.ts';
import { priorityOf } from './api-shapes.ts';
import { changeCalendar, changePolicy, readServiceLevels } from './sla-settings.ts';
import type { CalendarSettings, PolicySettings } from './sla-settings-queries.ts';

const documented = documentation('tickets', () => import('./answers.ts'));
const MAX_ID = 2_147_483_647;
const YEAR_MINUTES = 366 * 24 * 60;

const params = t.Object({ id: t.Integer({ minimum: 1, maximum: MAX_ID }) });
const minutes = t.Optional(t.Nullable(t.Integer({ minimum: 1, maximum: YEAR_MINUTES })));
const PolicyBody = t.Object({
  name: t.Optional(t.String({ minLength: 1, maxLength: 100, pattern: '\\S', examples: ['Alta'] })),
  priority: t.Optional(t.Nullable(t.String({ maxLength: 20 }))),
  category: t.Optional(t.Nullable(t.String({ minLength: 1, maxLength: 60 }))),
  calendar_id: t.Optional(t.Nullable(t.Integer({ minimum: 1, maximum: MAX_ID }))),
  first_response_minutes: minutes,
  next_response_minutes: minutes,
  resolution_minutes: minutes,
  warn_percent: t.Optional(t.Integer({ minimum: 1, maximum: 99 })),
  position: t.Optional(t.Integer({ minimum: 0, maximum: 10_000 })),
  is_active: t.Optional(t.Boolean()),
});
const clock = t.String({ maxLength: 5 });
const CalendarBody = t.Object({
  time_zone: t.Optional(t.String({ maxLength: 64 })),
  hours: t.Optional(t.Record(t.String({ maxLength: 1 }), t.Array(t.Tuple([clock, clock]), { maxItems: 10 }))),
  holidays: t.Optional(
    t.Array(t.Object({ day: t.String({ maxLength: 10 }), name: t.String({ maxLength: 100, examples: ['Navidad'] }) }), {
      maxItems: 500,
    }),
  ),
});

export const slaApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/sla' })
    .use(access(ctx))
    .get(
      '/',
      async () => {
        const { policies, calendars } = await readServiceLevels(ctx);
        return { policies: policies.map(toPolicyView), calendars: calendars.map(toCalendarView) };
      },
      {
        staff: { may: 'sla.read' },
        detail: documented('What tickets are owed, and in which hours', { answer: 'ServiceLevels' }),
      },
    )
    .post(
      '/policies',
      async ({ caller, body, set }) => {
        set.status = 201;
        return toPolicyView(await changePolicy(ctx, caller, null, policyOf(body)));
      },
      {
        staff: { may: 'sla.manage' },
        body: PolicyBody,
        detail: documented('Add a policy', {
          answer: 'SlaPolicy',
          status: 201,
          errors: { 409: 'There is one for this priority and category' },
        }),
      },
    )
    .put(
      '/policies/:id',
      async ({ caller, params, body }) => toPolicyView(await changePolicy(ctx, caller, params.id, policyOf(body))),
      {
        staff: { may: 'sla.manage' },
        params,
        body: PolicyBody,
        detail: documented('Change a policy; open tickets follow', {
          answer: 'SlaPolicy',
          errors: { 409: 'There is one for this priority and category' },
        }),
      },
    )
    .put(
      '/calendars/:id',
      async ({ caller, params, body }) => {
        const { time_zone: timeZone, hours, holidays } = body;
        const changes = { ...(timeZone && { timeZone }), ...(hours && { hours }), ...(holidays && { holidays }) };
        return toCalendarView(await changeCalendar(ctx, caller, params.id, changes));
      },
      {
        staff: { may: 'sla.manage' },
        params,
        body: CalendarBody,
        detail: documented('Change hours, time zone and holidays; open tickets follow', { answer: 'BusinessCalendar' }),
      },
    );

const policyOf = (body: typeof PolicyBody.static): Partial<Omit<PolicySettings, 'id'>> => ({
  ...(body.name !== undefined && { name: body.name.trim() }),
  ...(body.priority !== undefined && { priority: body.priority === null ? null : priorityOf(body.priority) }),
  ...(body.category !== undefined && { category: body.category?.trim().toLowerCase() ?? null }),
  ...(body.calendar_id !== undefined && { calendarId: body.calendar_id }),
  ...(body.first_response_minutes !== undefined && { firstResponseMinutes: body.first_response_minutes }),
  ...(body.next_response_minutes !== undefined && { nextResponseMinutes: body.next_response_minutes }),
  ...(body.resolution_minutes !== undefined && { resolutionMinutes: body.resolution_minutes }),
  ...(body.warn_percent !== undefined && { warnPercent: body.warn_percent }),
  ...(body.position !== undefined && { position: body.position }),
  ...(body.is_active !== undefined && { isActive: body.is_active }),
});

const toPolicyView = (policy: PolicySettings) => ({
  id: policy.id,
  name: policy.name,
  priority: policy.priority,
  category: policy.category,
  calendar_id: policy.calendarId,
  first_response_minutes: policy.firstResponseMinutes,
  next_response_minutes: policy.nextResponseMinutes,
  resolution_minutes: policy.resolutionMinutes,
  warn_percent: policy.warnPercent,
  position: policy.position,
  is_active: policy.isActive,
});

const toCalendarView = ({ id, name, timeZone, hours, holidays }: CalendarSettings) => ({
  id,
  name,
  time_zone: timeZone,
  hours,
  holidays,
});
