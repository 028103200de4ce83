import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { oneOf } from '../../http/one-of.ts';
import { access } from '../auth/access.ts';
import { aiFigures } from './ai-figures.ts';
import { auditFigures } from './audit-figures.ts';
import { csvOf, csvResponse, type Tabular } from './csv.ts';
import { daysBetween, daysFrom } from './days.ts';
import { calendarOf } from './measuring.ts';
import { METRICS } from './metrics.ts';
import type { Range } from './model.ts';
import { MAX_DAYS, requireRange } from './range.ts';
import { agentFigures, conversationFigures, customerFigures, dashboard, ticketFigures, timeline } from './service.ts';

const documented = documentation('analytics', () => import('./answers.ts'));
const MAX_HOURS = 24 * 366;
const DEFAULT_HOURS = 24;
const limit = 'analytics';

const format = t.Optional(oneOf(['json', 'csv']));
const day = (description: string) => t.Optional(t.String({ maxLength: 10, description, examples: ['2026-01-31'] }));
const Format = t.Object({ format });
const PeriodQuery = t.Object({
  days: t.Optional(
    t.Integer({ minimum: 1, maximum: MAX_DAYS, description: 'That end today; 30 unless said otherwise' }),
  ),
  from: day('The first day, in place of `days`'),
  to: day('The last day, included; today unless said otherwise'),
  format,
});
const AgentQuery = t.Composite([
  PeriodQuery,
  t.Object({ agent_id: t.Optional(t.Integer({ minimum: 1, maximum: 2_147_483_647 })) }),
]);
const AuditQuery = t.Object({ hours: t.Optional(t.Integer({ minimum: 1, maximum: MAX_HOURS })), format });

const PERIOD = `Days are those of the bank's time zone (the setting \`bank.time_zone\`, \`time_zone\` of the answer).
Days that are over are counted as they were measured, a minute behind what changes of them; today is counted as it is now.`;

/** Figures of the desk, each as `GET /metrics` defines it. */
export const analyticsApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/analytics' })
    .use(access(ctx))
    .get('/dashboard', async ({ query }) => answer(await dashboard(ctx), query, 'dashboard'), {
      staff: { may: 'analytics.any', limit },
      query: Format,
      detail: documented('The desk at this moment', { answer: 'Dashboard' }),
    })
    .get('/conversations', ({ query }) => period(ctx, query, 'conversations', conversationFigures), {
      staff: { may: 'analytics.any', limit },
      query: PeriodQuery,
      detail: documented('What became of conversations', { answer: 'ConversationFigures', description: PERIOD }),
    })
    .get('/tickets', ({ query }) => period(ctx, query, 'tickets', ticketFigures), {
      staff: { may: 'analytics.any', limit },
      query: PeriodQuery,
      detail: documented('Tickets and their clocks', { answer: 'TicketFigures', description: PERIOD }),
    })
    .get('/customers', ({ query }) => period(ctx, query, 'customers', customerFigures), {
      staff: { may: 'analytics.any', limit },
      query: PeriodQuery,
      detail: documented('How many customers, and how many are new', {
        answer: 'CustomerFigures',
        description: PERIOD,
      }),
    })
    .get('/ai', ({ query }) => period(ctx, query, 'ai', aiFigures), {
      staff: { may: 'analytics.any', limit },
      query: PeriodQuery,
      detail: documented('What the assistant answered, by whom, at what cost and how quickly', {
        answer: 'AiFigures',
        description: PERIOD,
      }),
    })
    .get(
      '/timeline',
      async ({ query }) => {
        const { from, to } = requireRange(calendarOf(ctx), query);
        return answer(await timeline(ctx, daysBetween(from, to)), query, 'timeline');
      },
      {
        staff: { may: 'analytics.any', limit },
        query: PeriodQuery,
        detail: documented('Day by day', { answer: 'Timeline', description: PERIOD }),
      },
    )
    .get(
      '/agents/performance',
      async ({ caller, query }) => {
        const range = requireRange(calendarOf(ctx), query);
        return answer(await agentFigures(ctx, caller, range, query.agent_id ?? null), query, 'agents');
      },
      {
        staff: { may: 'analytics.own', limit },
        query: AgentQuery,
        detail: documented('What each person did; an AGENT sees only themselves', {
          answer: 'AgentFigures',
          description: PERIOD,
          errors: { 404: "There is no such person, or they are not an AGENT's self" },
        }),
      },
    )
    .get('/audit', async ({ query }) => answer(await auditFigures(ctx, query.hours ?? DEFAULT_HOURS), query, 'audit'), {
      staff: { may: 'analytics.audit', limit },
      query: AuditQuery,
      detail: documented('How often staff did and read what, within the last hours', { answer: 'AuditFigures' }),
    })
    .get(
      '/metrics',
      () =>
        Object.values(METRICS).map(({ key, unit, better, name, definition }) => ({
          key,
          unit,
          better,
          name,
          definition,
        })),
      {
        staff: { may: 'analytics.own', limit },
        detail: documented('What each figure is called and what it counts, in both languages', {
          answer: ['MetricDefinition'],
        }),
      },
    );

type PeriodAsked = typeof PeriodQuery.static;

async function period<Report extends Tabular>(
  ctx: Context,
  query: PeriodAsked,
  name: string,
  read: (ctx: Context, range: Range, days: number) => Promise<Report>,
): Promise<Report | Response> {
  const range = requireRange(calendarOf(ctx), query);
  return answer(await read(ctx, range, daysFrom(range.from, range.to) + 1), query, name);
}

async function answer<Report extends Tabular>(
  report: Report,
  { format }: { format?: 'json' | 'csv' | undefined },
  name: string,
): Promise<Report | Response> {
  return format === 'csv' ? csvResponse(await csvOf(report), name) : report;
}
