import { CsvError, parse } from 'csv-parse/sync';
import { MAX_ARTICLES, MAX_CSV_COLUMNS, type ReadArticle } from '../model.ts';
import { columnOf, delimiterOf } from './columns.ts';
import { saidBy } from './front-matter.ts';
import { ReadFault } from './read-fault.ts';
import { cleanMarkdown } from './text.ts';

/** Characters of one row. */
const MAX_ROW_CHARS = 200_000;

interface Row {
  record: string[];
  info: { lines: number };
}

/**
 * An article for each row of a table whose first row names its columns, in either language. Errors: columns, csv,
 * too_many_columns, too_many_articles.
 */
export function readCsv(text: string): ReadArticle[] {
  const firstRow = text.split('\n', 1)[0] ?? '';
  const delimiter = delimiterOf(firstRow);
  // Counted before it is parsed: ten million commas are not worth a list.
  if (firstRow.split(delimiter).length > MAX_CSV_COLUMNS)
    throw new ReadFault('too_many_columns', { max: MAX_CSV_COLUMNS });
  const [header, ...rows] = rowsOf(text, delimiter);
  const columns = header?.record.map(columnOf) ?? [];
  if (!columns.includes('title') || !columns.includes('content')) throw new ReadFault('columns', { line: 1 });
  if (rows.length > MAX_ARTICLES) throw new ReadFault('too_many_articles', { max: MAX_ARTICLES });
  let line = (header?.info.lines ?? 1) + 1;
  return rows.map(({ record, info }) => {
    const begins = line;
    line = info.lines + 1;
    const said = saidBy(columns.map((name, at) => [name ?? '', record[at]?.trim() ?? '']));
    const content = cleanMarkdown(record[columns.indexOf('content')] ?? '');
    return { ...said, title: cleanMarkdown(said.title ?? ''), content, line: begins };
  });
}

function rowsOf(text: string, delimiter: string): Row[] {
  try {
    return parse(text, {
      delimiter,
      info: true,
      skip_empty_lines: true,
      max_record_size: MAX_ROW_CHARS,
      // The header, the articles, and one more to see that there are too many.
      to: MAX_ARTICLES + 2,
    }) as unknown as Row[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as CsvError & { lines?: number };
    throw new ReadFault('csv', lines === undefined ? {} : { line: lines });
  }
}
