import type { DashboardFigures } from '../../../views/analytics/dashboard-page.tsx';
import type { Context } from '../../context.ts';
import type { Caller } from '../auth/queries.ts';
import { calendarOf } from './measuring.ts';
import type { MetricKey } from './metric-texts.ts';
import type { Range, ReportKey, ReportTable } from './model.ts';
import type { DeskNow } from './now-queries.ts';
import { NOW_METRICS } from './now-texts.ts';
import { figureOf, lastDays, periodBefore, readFigures, readTables } from './reports.ts';
import { deskNow } from './service.ts';

const RECENT_DAYS = 7;
const CHART_DAYS = 30;
const RECENT: readonly MetricKey[] = [
  'conversations',
  'containment_rate',
  'escalation_rate',
  'human_first_response',
  'csat',
  'tickets_opened',
  'tickets_resolved',
  'unanswered',
  'cost_per_conversation',
  'complaints',
];
const CHARTS: readonly { report: ReportKey; keys: readonly string[] }[] = [
  { report: 'conversations', keys: ['conversations_by_day', 'escalation_reasons', 'ratings_spread', 'busiest_hours'] },
  { report: 'tickets', keys: ['tickets_by_day'] },
];

/** What of the dashboard follows by itself. */
export async function readLiveFigures(ctx: Context): Promise<DashboardFigures> {
  const week = lastDays(calendarOf(ctx), RECENT_DAYS);
  const [now, figures, past] = await Promise.all([
    deskNow(ctx),
    readFigures(ctx, week, RECENT),
    readFigures(ctx, periodBefore(week), RECENT),
  ]);
  return {
    now: NOW_METRICS.map((metric) => ({ ...metric, value: now[metric.key as keyof DeskNow] })),
    recent: RECENT.map((key) => figureOf(key, figures, past)),
  };
}

export async function readDashboard(
  ctx: Context,
  caller: Caller,
): Promise<DashboardFigures & { charts: { report: ReportKey; table: ReportTable }[]; range: Range; timeZone: string }> {
  const calendar = calendarOf(ctx);
  const range = { ...lastDays(calendar, CHART_DAYS), days: CHART_DAYS, isCompared: true };
  const [live, ...charts] = await Promise.all([
    readLiveFigures(ctx),
    ...CHARTS.map(({ report, keys }) => readTables(ctx, caller, report, range, keys)),
  ]);
  return {
    ...live,
    ...{ range, timeZone: calendar.timeZone },
    charts: charts.flatMap((tables, at) => tables.map((table) => ({ report: CHARTS[at]?.report as ReportKey, table }))),
  };
}
