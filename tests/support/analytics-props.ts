import type { Definition, FigureValue, Report, ReportTable } from '../../src/features/analytics/model.ts';

/** What the pages of reports take, with the same text wherever somebody wrote it. */
export function analyticsProps(text: string): Record<string, unknown> {
  const both = { es: text, en: text };
  const definition = (key: string): Definition => ({ key, name: both, definition: both });
  const figures: FigureValue[] = [
    { ...definition('a'), unit: 'count', better: 'more', value: 12, before: 7 },
    { ...definition('b'), unit: 'share', better: 'less', value: 0.5, before: 0.25 },
    { ...definition('c'), unit: 'milliseconds', better: null, value: null, before: null },
    { ...definition('d'), unit: 'micros', better: 'less', value: 1_200_000 },
  ];
  const columns = (names: number) =>
    Array.from({ length: names }, (_, at) => ({
      key: String(at),
      name: both,
      unit: at === 0 ? null : ('count' as const),
    }));
  const table = (drawing: ReportTable['drawing'], width: number): ReportTable => ({
    ...definition(String(drawing)),
    columns: columns(width),
    rows: [
      [drawing === 'lines' ? '2026-01-31' : text, ...Array.from({ length: width - 1 }, (_, at) => at)],
      [drawing === 'lines' ? '2026-02-01' : both, ...Array.from({ length: width - 1 }, () => null)],
    ],
    drawing,
  });
  const tables = [table('lines', 3), table('bars', 6), table('heat', 25), table(null, 2)];
  const period = { from: '2026-01-01', to: '2026-06-30' };
  const report: Report = {
    ...{ key: 'conversations', period, before: { from: '2025-07-05', to: '2025-12-31' }, figures, tables },
    ...{ timeZone: text, unmeasured: 3 },
  };
  return {
    ...{ report, range: { ...period, days: null, isCompared: true }, table: tables[0], figure: figures[0] },
    ...{ counted: definition(text), csvPath: '/panel/x', now: figures, recent: figures, today: '2026-06-30' },
    ...{
      charts: tables.map((one) => ({ report: 'tickets', table: one })),
      timeZone: text,
      isOpen: true,
      isWeekly: true,
    },
  };
}
