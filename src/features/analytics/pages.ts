import { Elysia, t } from 'elysia';
import { analyticsTexts } from '../../../views/analytics/analytics-texts.ts';
import { DashboardPage, LiveFigures } from '../../../views/analytics/dashboard-page.tsx';
import { dashboardPath, reportPath } from '../../../views/analytics/paths.ts';
import type { RangeProblem } from '../../../views/analytics/range-bar.tsx';
import { ReportPage } from '../../../views/analytics/report-page.tsx';
import type { Context } from '../../context.ts';
import { redirectTo, viewResponse } from '../../http/htmx.ts';
import { notFound } from '../../lib/errors.ts';
import { noteDeed } from '../audit/service.ts';
import { may, PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { frameOf } from '../panel/frame.ts';
import { csvResponse, writeCsv } from './csv.ts';
import { readDashboard, readLiveFigures } from './dashboard.ts';
import { calendarOf } from './measuring.ts';
import { isTexts, type Range, REPORT_KEYS, type ReportKey } from './model.ts';
import { DEFAULT_DAYS, MAX_DAYS, rangeOf } from './range.ts';
import { readReport } from './reports.ts';

const PATH = '/panel/reports';
const desk = { panel: PERMISSIONS['analytics.any'] };
const own = { panel: PERMISSIONS['analytics.own'] };
const date = t.String({ maxLength: 20, default: '' });
const RangeQuery = t.Object({
  days: t.Optional(t.Integer({ minimum: 1, maximum: MAX_DAYS })),
  from: date,
  to: date,
  // A form sends `no` and, where the box is ticked, `yes` after it.
  compare: t.Union([t.String({ maxLength: 5 }), t.Array(t.String({ maxLength: 5 }), { maxItems: 5 })], {
    default: 'yes',
  }),
});
const TableQuery = t.Composite([RangeQuery, t.Object({ table: t.String({ maxLength: 60 }) })]);
type Asked = typeof RangeQuery.static;

/** The dashboard and the reports. Whoever may not see the desk's figures sees their own. */
export const analyticsPages = (ctx: Context) => {
  const pages = new Elysia({ prefix: PATH })
    .use(panelAccess(ctx))
    .get('/', ({ caller, request }) => redirectTo(firstPathOf(caller), request), { ...own })
    .get('/dashboard', ({ caller, request }) => showDashboard(ctx, caller, request), { ...desk })
    .get(
      '/dashboard/live',
      async ({ caller }) => viewResponse(LiveFigures({ ...(await readLiveFigures(ctx)), language: caller.language })),
      { ...desk },
    );
  for (const key of REPORT_KEYS) pages.use(reportPages(ctx, key));
  return pages;
};

const firstPathOf = ({ role }: Caller): string => (may(role, 'analytics.any') ? dashboardPath : reportPath('agents'));

const reportPages = (ctx: Context, key: ReportKey) => {
  const seen = key === 'agents' ? own : desk;
  return new Elysia({ prefix: `/${key}` })
    .use(panelAccess(ctx))
    .get('/', ({ caller, request, query }) => showReport(ctx, caller, request, key, query), {
      ...seen,
      query: RangeQuery,
    })
    .get('/table.csv', ({ caller, query }) => sendTable(ctx, caller, key, query), { ...seen, query: TableQuery })
    .get('/report.pdf', ({ caller, query }) => sendPdf(ctx, caller, key, query), { ...seen, query: RangeQuery });
};

async function showDashboard(ctx: Context, caller: Caller, request: Request): Promise<Response> {
  const dashboard = await readDashboard(ctx, caller);
  return viewResponse(DashboardPage({ ...dashboard, ...frameOf(ctx, caller, request) }));
}

async function showReport(
  ctx: Context,
  caller: Caller,
  request: Request,
  key: ReportKey,
  asked: Asked,
): Promise<Response> {
  const { range, problem } = periodOf(ctx, asked);
  const report = await readReport(ctx, caller, key, range);
  const { today } = calendarOf(ctx);
  const view = ReportPage({ report, range, problem, today, ...frameOf(ctx, caller, request) });
  return viewResponse(view, { status: problem ? 422 : 200 });
}

/** One table of a report, in the reader's language; numbers as they are, in the unit that the heading names. */
async function sendTable(
  ctx: Context,
  caller: Caller,
  key: ReportKey,
  { table: wanted, ...asked }: typeof TableQuery.static,
): Promise<Response> {
  const { language } = caller;
  const { tables, period } = await readReport(ctx, caller, key, periodOf(ctx, asked).range);
  const table = tables.find((one) => one.key === wanted);
  if (!table) throw notFound('Table');
  await noteExport(ctx, caller, key, 'csv');
  const headings = table.columns.map(({ name, unit }) => {
    const hint = unit === 'milliseconds' ? ' (ms)' : unit === 'micros' ? ' (USD)' : '';
    return `${name[language]}${hint}`;
  });
  const rows = table.rows.map((cells) =>
    cells.map((cell, at) => {
      if (isTexts(cell)) return cell[language];
      if (typeof cell !== 'number') return cell;
      return table.columns[at]?.unit === 'micros' ? cell / 1_000_000 : Math.round(cell * 10_000) / 10_000;
    }),
  );
  return csvResponse(await writeCsv([headings, ...rows]), `${wanted}-${period.from}-${period.to}`);
}

async function sendPdf(ctx: Context, caller: Caller, key: ReportKey, asked: Asked): Promise<Response> {
  const { language } = caller;
  const report = await readReport(ctx, caller, key, periodOf(ctx, asked).range);
  const texts = analyticsTexts[language];
  const { title } = may(caller.role, 'analytics.any') ? texts.reports[key] : texts.mine;
  await noteExport(ctx, caller, key, 'pdf');
  // Loaded on first use: few workers ever draw one.
  const { drawReport } = await import('./report-pdf.ts');
  const body = await drawReport(report, { title, bank: ctx.settings.get('bank.name'), language });
  return new Response(body, {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${key}-${report.period.from}-${report.period.to}.pdf"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}

const noteExport = (ctx: Context, caller: Caller, report: ReportKey, format: 'csv' | 'pdf'): Promise<void> =>
  noteDeed(ctx, caller, { action: 'report.export', resourceType: 'report', resourceId: report, details: { format } });

/** The period that the address names; where its dates are none, the usual one and what is wrong with them. */
function periodOf(ctx: Context, { days, from, to, compare }: Asked): { range: Range; problem: RangeProblem | null } {
  const calendar = calendarOf(ctx);
  const isCompared = [compare].flat().includes('yes');
  const range = rangeOf(calendar, { days, from, to }, isCompared);
  if (!('reason' in range)) return { range, problem: null };
  const usual = rangeOf(calendar, { days: DEFAULT_DAYS }, isCompared) as Range;
  return { range: usual, problem: { ...range, from, to } };
}
