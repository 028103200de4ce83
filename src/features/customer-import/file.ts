import { foldText } from '../../lib/text.ts';
import { type FileFault, IMPORT_FIELDS, type ImportField } from './model.ts';

const MAX_COLUMNS = 60;
const SEPARATORS = [',', ';', '\t', '|'] as const;
/** Rows after which others get their turn. */
const BREATH = 500;

export interface ImportFile {
  content: string;
  header: string[];
  /** Lines after the header. */
  total: number;
}

/** A file as text, and how many customers it names; or what is wrong with it. */
export async function openFile(bytes: Uint8Array): Promise<ImportFile | FileFault> {
  const content = decode(bytes).replace(/^\ufeff/, '');
  if (content.includes('\0')) return 'unreadable';
  let header: string[] | null = null;
  let total = 0;
  try {
    for await (const { cells } of recordsOf(content)) {
      if (header === null) header = cells.map((cell) => cell.trim());
      else total += 1;
    }
  } catch {
    return 'unreadable';
  }
  if (header === null || total === 0) return 'empty';
  if (header.length > MAX_COLUMNS) return 'columns';
  return { content, header, total };
}

/** What each column is, by its heading; empty for one that says nothing. Each field once. */
export function guessMapping(header: readonly string[]): (ImportField | '')[] {
  const taken = new Set<ImportField>();
  return header.map((heading) => {
    const plain = foldText(heading)
      .replace(/[_\s]+/g, ' ')
      .trim();
    const field = (Object.keys(IMPORT_FIELDS) as ImportField[]).find((one) =>
      (IMPORT_FIELDS[one] as readonly string[]).some((name) => name.replaceAll('_', ' ') === plain),
    );
    if (!field || taken.has(field)) return '';
    taken.add(field);
    return field;
  });
}

/** A line of the file: where it ends, and its cells. */
export interface FileRecord {
  line: number;
  cells: string[];
}

/** The lines that hold something, the header first. Errors: rejects for quotes that do not close. */
export async function* recordsOf(content: string): AsyncGenerator<FileRecord> {
  const { parse } = await import('csv-parse');
  const parser = parse(content, {
    delimiter: separatorOf(content),
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    info: true,
  });
  let count = 0;
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
    yield { line: info.lines, cells: record };
    count += 1;
    if (count % BREATH === 0) await Bun.sleep(0);
  }
}

/** The header, and some lines to look at. */
export async function sampleOf(content: string, rows: number): Promise<{ header: string[]; lines: string[][] }> {
  const lines: string[][] = [];
  for await (const { cells } of recordsOf(content)) {
    lines.push(cells);
    if (lines.length > rows) break;
  }
  const [header = [], ...rest] = lines;
  return { header: header.map((cell) => cell.trim()), lines: rest };
}

/** The one that the header has most of. */
function separatorOf(content: string): string {
  const end = content.search(/\r|\n/);
  const header = end < 0 ? content : content.slice(0, end);
  const counts = SEPARATORS.map((separator) => header.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] as string;
}

/** UTF-8; what is not comes from an older Excel. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
