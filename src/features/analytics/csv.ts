/** A value, or values under their names, or a list of lines that all have the same names. */
type Value = string | number | boolean | null | { [name: string]: Value };
export type Tabular = { [name: string]: Value } | readonly { [name: string]: Value }[];

/**
 * A report as CSV, with a heading: a list line by line, anything else as `metric,value`, where what stands inside of
 * something is named `outer.inner`. Cells that a spreadsheet would run are neutralised.
 */
export async function csvOf(report: Tabular): Promise<string> {
  if (isList(report)) {
    const names = Object.keys(report[0] ?? { metric: null });
    return writeCsv([names, ...report.map((line) => names.map((name) => line[name] as Cell))]);
  }
  return writeCsv([['metric', 'value'], ...flattened(report)]);
}

type Cell = string | number | boolean | null;

/** Shape: rows of cells, the headings first. With the mark by which spreadsheets know UTF-8. */
export async function writeCsv(rows: readonly (readonly Cell[])[]): Promise<string> {
  const { stringify } = await import('csv-stringify/sync');
  const texts = rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
  return stringify(texts, { escape_formulas: true, record_delimiter: 'windows', bom: true });
}

/** The answer of a route that gives a table to save. */
export const csvResponse = (text: string, name: string): Response =>
  new Response(text, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.csv"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });

const isList = (report: Tabular): report is readonly { [name: string]: Value }[] => Array.isArray(report);

function flattened(values: { [name: string]: Value }, path = ''): Cell[][] {
  return Object.entries(values).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null ? flattened(value, `${path}${name}.`) : [[`${path}${name}`, value]],
  );
}
