import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import type { Caller } from '../auth/queries.ts';
import { AI_TABLES } from './ai-tables.ts';
import { CONVERSATION_TABLES } from './conversation-tables.ts';
import { addDays, daysBetween, daysFrom, noonOf } from './days.ts';
import { AGENT_TABLES, activeAgents, CUSTOMER_TABLES, TICKET_TABLES } from './desk-tables.ts';
import { Figures, type MeasureRow } from './figures.ts';
import type { Measure } from './measure-queries.ts';
import { findMark } from './measured-queries.ts';
import { calendarOf, MEASURE_JOB } from './measuring.ts';
import type { MetricKey } from './metric-texts.ts';
import { METRICS } from './metrics.ts';
import type { FigureValue, Period, Range, Report, ReportKey, ReportTable } from './model.ts';
import { type Calendar, countUnmeasured, readMeasures } from './reading-queries.ts';
import { agentScope } from './scope.ts';
import { namesOfStaff } from './staff-queries.ts';
import type { TableRule } from './table-rules.ts';

/** With more days than this, a line has a point for each week. */
const MOST_DAILY_POINTS = 92;

interface ReportRule {
  metrics: readonly MetricKey[];
  tables: readonly TableRule[];
}

export const REPORTS: Record<ReportKey, ReportRule> = {
  conversations: {
    metrics: [
      'conversations',
      'escalation_rate',
      'containment_rate',
      'durable_containment_rate',
      'csat',
      'messages_per_conversation',
      'bot_first_response',
      'human_first_response',
      'bot_resolution',
      'human_resolution',
    ],
    tables: CONVERSATION_TABLES,
  },
  ai: {
    metrics: [
      'answers',
      'unanswered_rate',
      'fallback_rate',
      'thumbs_up_rate',
      'reported',
      'cost',
      'cost_per_conversation',
      'tokens_per_conversation',
      'latency_p50',
      'latency_p95',
      'latency_p99',
    ],
    tables: AI_TABLES,
  },
  agents: { metrics: [], tables: AGENT_TABLES },
  tickets: {
    metrics: [
      'tickets_opened',
      'tickets_resolved',
      'complaints',
      'ticket_first_response',
      'ticket_resolution',
      'sla_met_rate',
      'sla_breached',
    ],
    tables: TICKET_TABLES,
  },
  customers: { metrics: ['new_customers', 'csat', 'csat_content', 'ratings'], tables: CUSTOMER_TABLES },
};

/** The period of the same length that ends where this one begins. */
export function periodBefore({ from, to }: Period): Period {
  const days = daysFrom(from, to) + 1;
  return { from: addDays(from, -days), to: addDays(from, -1) };
}

/** The days up to today, today included. */
export const lastDays = ({ today }: Calendar, days: number): Period => ({ from: addDays(today, 1 - days), to: today });

/** A report of the desk; of agents, whoever may not see all sees their own line. */
export async function readReport(ctx: Context, caller: Caller, key: ReportKey, range: Range): Promise<Report> {
  const calendar = calendarOf(ctx);
  const { metrics, tables } = REPORTS[key];
  const period = { from: range.from, to: range.to };
  const before = range.isCompared ? periodBefore(period) : null;
  const [figures, past, rows, unmeasured] = await Promise.all([
    readFigures(ctx, period, metrics),
    before && readFigures(ctx, before, metrics),
    rowsOf(ctx, caller, key, period, tables),
    countMissing(ctx.db.sql, calendar, period),
  ]);
  return {
    ...{ key, period, before, unmeasured, timeZone: calendar.timeZone },
    figures: metrics.map((metric) => figureOf(metric, figures, past)),
    tables: rows,
  };
}

/** Of a report, the tables with these keys, in the order of the keys. */
export async function readTables(
  ctx: Context,
  caller: Caller,
  key: ReportKey,
  period: Period,
  keys: readonly string[],
): Promise<ReportTable[]> {
  const wanted = keys.flatMap((one) => REPORTS[key].tables.find((table) => table.key === one) ?? []);
  return rowsOf(ctx, caller, key, period, wanted);
}

async function rowsOf(
  ctx: Context,
  caller: Caller,
  key: ReportKey,
  { from, to }: Period,
  tables: readonly TableRule[],
): Promise<ReportTable[]> {
  const { sql } = ctx.db;
  const calendar = calendarOf(ctx);
  const only = key === 'agents' ? agentScope(caller) : null;
  const read = (by: TableRule['by']) => {
    const measures = measuresOf(tables, by);
    if (measures.length === 0) return Promise.resolve([]);
    const dimensions = only === null ? {} : { dimensions: [String(only)] };
    return readMeasures(sql, calendar, { from, to, measures, group: by ?? 'all', ...dimensions });
  };
  const [all, byDay] = await Promise.all([read(null), read('day')]);
  const figures = new Figures(all);
  const names = key === 'agents' ? await namesOfStaff(sql, activeAgents({ figures }).map(Number)) : new Map();
  const input = { figures, points: pointsOf({ from, to }, byDay), names };
  return tables.map(({ rows, measures: _, by: __, ...table }) => ({ ...table, rows: rows(input) }));
}

/** Figures of a period by their keys, without a report around them. */
export async function readFigures(ctx: Context, period: Period, metrics: readonly MetricKey[]): Promise<Figures> {
  const measures = [...new Set(metrics.flatMap((metric) => METRICS[metric].measures))];
  if (measures.length === 0) return new Figures([]);
  return new Figures(await readMeasures(ctx.db.sql, calendarOf(ctx), { ...period, measures }));
}

export function figureOf(key: MetricKey, figures: Figures, past: Figures | null): FigureValue {
  const { value, measures: _, ...definition } = METRICS[key];
  return { ...definition, value: value(figures), ...(past && { before: value(past) }) };
}

const measuresOf = (tables: readonly TableRule[], by: TableRule['by']): Measure[] => [
  ...new Set(tables.filter((table) => table.by === by).flatMap(({ measures }) => measures)),
];

/** Days, or weeks where there are many; also those on which nothing happened. */
function pointsOf(period: Period, rows: MeasureRow[]): { day: string; figures: Figures }[] {
  const days = daysBetween(period.from, period.to);
  const isWeekly = days.length > MOST_DAILY_POINTS;
  const pointOf = (day: string): string => (isWeekly ? addDays(day, -((noonOf(day).getUTCDay() + 6) % 7)) : day);
  const byPoint = new Map<string, MeasureRow[]>(days.map((day) => [pointOf(day), []]));
  for (const row of rows) byPoint.get(pointOf(row.group))?.push(row);
  return [...byPoint].map(([day, rows]) => ({ day, figures: new Figures(rows) }));
}

async function countMissing(sql: Sql, { today, timeZone }: Calendar, period: Period): Promise<number> {
  const mark = await findMark(sql, MEASURE_JOB);
  return mark ? countUnmeasured(sql, period, { first: mark.first, today, timeZone }) : 0;
}
