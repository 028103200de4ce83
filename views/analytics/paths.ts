import type { Range, ReportKey } from '../../src/features/analytics/model.ts';

const REPORTS = '/panel/reports';
export const dashboardPath = `${REPORTS}/dashboard`;
export const livePath = `${dashboardPath}/live`;
export const satisfactionPath = `${REPORTS}/satisfaction`;
export const reportPath = (key: ReportKey): string => `${REPORTS}/${key}`;

/** The query that asks for the same period again. */
export function rangeQuery({ days, from, to, isCompared }: Range, more: Record<string, string> = {}): string {
  const period = days === null ? { from, to } : { days: String(days) };
  const query = new URLSearchParams({ ...period, compare: isCompared ? 'yes' : 'no', ...more });
  return `?${query}`;
}

export const csvPath = (key: ReportKey, table: string, range: Range): string =>
  `${reportPath(key)}/table.csv${rangeQuery(range, { table })}`;
export const pdfPath = (key: ReportKey, range: Range): string => `${reportPath(key)}/report.pdf${rangeQuery(range)}`;
