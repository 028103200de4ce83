import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import type { Caller } from '../auth/queries.ts';
import { AI_TABLES } from './ai-tables.ts';
import { CONVERSATION_TABLES } from './conversation-tables.ts';
import { addDays, daysBetween, daysFrom, noonOf } from './days.ts';
import { AGENT_TABLES, activeAgents, CUSTOMER_TABLES, TICKET_TABLES } from './desk-tables.ts';
import { Figures, type MeasureRow } from './figures.ts';
import type { Measure } from './measure-queries.ts';
import { type Calendar, countUnmeasured, findMark, readMeasures } from './measured-queries.ts';
import { calendarOf, MEASURE_JOB } from './measuring.ts';
import type { MetricKey } from './metric-texts.ts';
import { METRICS } from './metrics.ts';
import type { FigureValue, Period, Range, Report, ReportKey } from './model.ts';
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
  const { sql } = ctx.db;
  const calendar = calendarOf(ctx);
  const { metrics, tables } = REPORTS[key];
  const period = { from: range.from, to: range.to };
  const before = range.isCompared ? periodBefore(period) : null;
  const ofFigures = metrics.flatMap((metric) => METRICS[metric].measures);
  const plain = [...new Set([...ofFigures, ...measuresOf(tables, null)])];
  const only = key === 'agents' ? agentScope(caller) : null;
  const read = (measures: Measure[], span: Period, group: 'all' | 'day' | 'weekday') =>
    measures.length === 0
      ? Promise.resolve([])
      : readMeasures(sql, calendar, { ...span, measures, group, ...(only !== null && { dimensions: [String(only)] }) });
  const [now, past, byDay, byWeekday, unmeasured] = await Promise.all([
    read(plain, period, 'all'),
    before ? read(ofFigures, before, 'all') : null,
    read(measuresOf(tables, 'day'), period, 'day'),
    read(measuresOf(tables, 'weekday'), period, 'weekday'),
    countMissing(sql, calendar, period),
  ]);
  const figures = new Figures(now);
  const pastFigures = past && new Figures(past);
  const names = key === 'agents' ? await namesOfStaff(sql, activeAgents({ figures }).map(Number)) : new Map();
  const input = { figures, points: pointsOf(period, byDay), weekdays: weekdaysOf(byWeekday), names };
  return {
    ...{ key, period, before, unmeasured, timeZone: calendar.timeZone },
    figures: metrics.map((metric) => figureOf(metric, figures, pastFigures)),
    tables: tables.map(({ rows, measures: _, by: __, ...table }) => ({ ...table, rows: rows(input) })),
  };
}

/** Figures of a period by their keys, without a report around them. */
export async function readFigures(ctx: Context, period: Period, metrics: readonly MetricKey[]): Promise<Figures> {
  const measures = [...new Set(metrics.flatMap((metric) => METRICS[metric].measures))];
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

const weekdaysOf = (rows: MeasureRow[]): Figures[] =>
  Array.from({ length: 7 }, (_, at) => new Figures(rows.filter(({ group }) => group === String(at + 1))));

async function countMissing(sql: Sql, { today, timeZone }: Calendar, period: Period): Promise<number> {
  const mark = await findMark(sql, MEASURE_JOB);
  return mark ? countUnmeasured(sql, period, { first: mark.first, today, timeZone }) : 0;
}
