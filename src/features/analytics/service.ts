import type { Context } from '../../context.ts';
import { notFound } from '../../lib/errors.ts';
import type { Caller } from '../auth/queries.ts';
import { EVER } from './days.ts';
import { activeAgents } from './desk-tables.ts';
import { Figures } from './figures.ts';
import type { Measure } from './measure-queries.ts';
import { calendarOf } from './measuring.ts';
import type { MetricKey } from './metric-texts.ts';
import type { Period } from './model.ts';
import { type DeskNow, listStaff, midnightOf, readDeskNow } from './now-queries.ts';
import { readMeasures } from './reading-queries.ts';
import { measuresOf, metricOf, periodFields, round, seconds, spreadOf } from './reckoning.ts';
import { lastDays } from './reports.ts';
import { agentScope } from './scope.ts';
import { namesOfStaff } from './staff-queries.ts';

/** Averages of the dashboard are of the last so many days. */
const AVERAGE_DAYS = 30;
const MINUTE_MS = 60_000;

export async function deskNow(ctx: Context): Promise<DeskNow> {
  const { now, today, timeZone } = calendarOf(ctx);
  return readDeskNow(ctx.db.sql, now, await midnightOf(ctx.db.sql, today, timeZone));
}

const TOTALS = ['conversations', 'messages', 'tickets.opened', 'customers'] as const satisfies Measure[];
const AVERAGES = ['escalation_rate', 'human_first_response_mean', 'csat'] as const satisfies MetricKey[];

/** Shape: the contract's dashboard. Totals are of all times, rates and averages of the last 30 days. */
export async function dashboard(ctx: Context) {
  const calendar = calendarOf(ctx);
  const { sql } = ctx.db;
  const [now, ever, recent] = await Promise.all([
    deskNow(ctx),
    readMeasures(sql, calendar, { from: EVER, to: calendar.today, measures: TOTALS }),
    readMeasures(sql, calendar, { ...lastDays(calendar, AVERAGE_DAYS), measures: measuresOf(AVERAGES) }),
  ]);
  const [totals, figures] = [new Figures(ever), new Figures(recent)];
  const response = metricOf(figures, 'human_first_response_mean');
  return {
    total_conversations: totals.amount('conversations'),
    active_conversations: now.waiting + now.with_people + now.with_assistant,
    waiting_conversations: now.waiting,
    total_tickets: totals.amount('tickets.opened'),
    open_tickets: now.open_tickets,
    in_progress_tickets: now.in_progress_tickets,
    overdue_tickets: now.overdue_tickets,
    resolved_today: now.resolved_today,
    total_customers: totals.sumWhere('customers', isThere).amount,
    total_messages: totals.amount('messages'),
    escalation_rate: round(metricOf(figures, 'escalation_rate')) ?? 0,
    avg_response_time_minutes: round(response === null ? null : response / MINUTE_MS, 2),
    customer_satisfaction: round(metricOf(figures, 'csat'), 2),
    time_zone: calendar.timeZone,
  };
}

/** Whoever was deleted, erased or merged into another is no customer any more. */
const isThere = (dimension: string): boolean => dimension.endsWith('/ACTIVE') || dimension.endsWith('/INACTIVE');

const CONVERSATION_METRICS = [
  'conversations',
  'conversations_written',
  'escalated',
  'contained',
  'escalation_rate',
  'containment_rate',
  'durable_containment_rate',
  'messages',
  'messages_per_conversation',
  'bot_first_response',
  'human_first_response',
  'bot_resolution',
  'human_resolution',
  'ratings',
  'csat',
] as const satisfies MetricKey[];

export async function conversationFigures(ctx: Context, period: Period, days: number) {
  const calendar = calendarOf(ctx);
  const measures = [...measuresOf(CONVERSATION_METRICS), 'escalations', 'messages.by_hour'] as Measure[];
  const [rows, now] = await Promise.all([readMeasures(ctx.db.sql, calendar, { ...period, measures }), deskNow(ctx)]);
  const figures = new Figures(rows);
  const value = (key: MetricKey) => metricOf(figures, key);
  return {
    ...periodFields(period, days, calendar.timeZone),
    total: figures.amount('conversations'),
    written: figures.amount('conversations.written'),
    active: now.waiting + now.with_people + now.with_assistant,
    escalated: figures.amount('conversations.escalated'),
    contained: figures.amount('conversations.contained'),
    avg_messages_per_conversation: round(value('messages_per_conversation'), 2) ?? 0,
    escalation_rate: round(value('escalation_rate')) ?? 0,
    containment_rate: round(value('containment_rate')) ?? 0,
    durable_containment_rate: round(value('durable_containment_rate')),
    first_response_seconds: {
      assistant: seconds(value('bot_first_response')),
      people: seconds(value('human_first_response')),
    },
    resolution_seconds: { assistant: seconds(value('bot_resolution')), people: seconds(value('human_resolution')) },
    ratings: figures.amount('ratings'),
    customer_satisfaction: round(value('csat'), 2),
    by_language: spreadOf(figures, 'conversations'),
    escalation_reasons: spreadOf(figures, 'escalations'),
    customer_messages_by_hour: spreadOf(figures, 'messages.by_hour', (dimension) => dimension.split('/')[1] ?? ''),
  };
}

const TICKET_MEASURES = [
  ...measuresOf([
    'tickets_opened',
    'tickets_resolved',
    'complaints',
    'ticket_first_response',
    'ticket_resolution',
    'sla_met_rate',
  ]),
  'tickets.by_category',
  'tickets.by_priority',
] as Measure[];

export async function ticketFigures(ctx: Context, period: Period, days: number) {
  const calendar = calendarOf(ctx);
  const [rows, now] = await Promise.all([
    readMeasures(ctx.db.sql, calendar, { ...period, measures: TICKET_MEASURES }),
    deskNow(ctx),
  ]);
  const figures = new Figures(rows);
  const clocks = (event: string) => figures.sumWhere('sla', (dimension) => dimension.endsWith(`/${event}`)).amount;
  return {
    ...periodFields(period, days, calendar.timeZone),
    opened: figures.amount('tickets.opened'),
    resolved: figures.amount('tickets.resolved'),
    complaints: figures.amount('tickets.complaints'),
    open: now.open_tickets,
    in_progress: now.in_progress_tickets,
    overdue: now.overdue_tickets,
    first_response_seconds: seconds(metricOf(figures, 'ticket_first_response')),
    resolution_seconds: seconds(metricOf(figures, 'ticket_resolution')),
    sla: {
      met: clocks('met'),
      breached: clocks('breached'),
      warned: clocks('warned'),
      met_rate: round(metricOf(figures, 'sla_met_rate')),
    },
    by_status: spreadOf(figures, 'tickets.opened', (dimension) => dimension.split('/')[0] ?? ''),
    by_category: spreadOf(figures, 'tickets.by_category'),
    by_priority: spreadOf(figures, 'tickets.by_priority'),
  };
}

const AGENT_MEASURES = [
  'agent.taken',
  'agent.messages',
  'agent.response',
  'agent.ratings',
  'agent.tickets_resolved',
] as const satisfies Measure[];

/** One line for each person, also for those who did nothing. Errors: not found, also for others than oneself. */
export async function agentFigures(ctx: Context, caller: Caller, period: Period, asked: number | null) {
  const { sql } = ctx.db;
  const scope = agentScope(caller);
  if (scope !== null && asked !== null && asked !== scope) throw notFound('Agent');
  const only = scope ?? asked;
  const dimensions = only === null ? undefined : [String(only)];
  const [rows, staff] = await Promise.all([
    readMeasures(sql, calendarOf(ctx), { ...period, measures: AGENT_MEASURES, ...(dimensions && { dimensions }) }),
    listStaff(sql, only),
  ]);
  if (only !== null && staff.length === 0) throw notFound('Agent');
  const figures = new Figures(rows);
  const listed = new Map(staff.map(({ id, name }) => [String(id), name]));
  const others = activeAgents({ figures }).filter((id) => !listed.has(id));
  for (const [id, name] of await namesOfStaff(sql, others.map(Number))) listed.set(id, name);
  return [...listed].map(([id, name]) => ({
    agent_id: Number(id),
    agent_name: name,
    conversations: figures.amount('agent.taken', id),
    messages: figures.amount('agent.messages', id),
    avg_first_response_seconds: seconds(figures.mean('agent.response', id)),
    ratings: figures.amount('agent.ratings', id),
    customer_satisfaction: round(figures.mean('agent.ratings', id), 2),
    tickets_resolved: figures.amount('agent.tickets_resolved', id),
    avg_ticket_resolution_seconds: seconds(figures.mean('agent.tickets_resolved', id)),
  }));
}

export async function customerFigures(ctx: Context, period: Period, days: number) {
  const calendar = calendarOf(ctx);
  const read = (span: Period) => readMeasures(ctx.db.sql, calendar, { ...span, measures: ['customers'] });
  const [ever, rows] = await Promise.all([read({ from: EVER, to: calendar.today }), read(period)]);
  const [all, figures] = [new Figures(ever), new Figures(rows)];
  const countOf = (part: string) =>
    all.sumWhere('customers', (one) => isThere(one) && one.split('/').includes(part)).amount;
  return {
    ...periodFields(period, days, calendar.timeZone),
    total: all.sumWhere('customers', isThere).amount,
    active: countOf('ACTIVE'),
    inactive: countOf('INACTIVE'),
    by_type: { INDIVIDUAL: countOf('INDIVIDUAL'), BUSINESS: countOf('BUSINESS') },
    new: figures.amount('customers'),
  };
}

const TIMELINE_MEASURES = [
  'conversations',
  'conversations.escalated',
  'conversations.contained',
  'messages',
  'tickets.opened',
  'tickets.resolved',
] as const satisfies Measure[];

/** One line a day, also for those on which nothing happened. */
export async function timeline(ctx: Context, days: readonly string[]) {
  const period = { from: days[0] as string, to: days.at(-1) as string };
  const rows = await readMeasures(ctx.db.sql, calendarOf(ctx), {
    ...period,
    measures: TIMELINE_MEASURES,
    group: 'day',
  });
  const byDay = Map.groupBy(rows, ({ group }) => group);
  return days.map((date) => {
    const figures = new Figures(byDay.get(date) ?? []);
    return {
      date,
      conversations: figures.amount('conversations'),
      escalated: figures.amount('conversations.escalated'),
      contained: figures.amount('conversations.contained'),
      messages: figures.amount('messages'),
      tickets_opened: figures.amount('tickets.opened'),
      tickets_resolved: figures.amount('tickets.resolved'),
    };
  });
}
