import type postgres from 'postgres';
import type { Timing } from './measured.ts';

export interface Comparison {
  name: string;
  small: Timing;
  large: Timing;
  isGood: boolean;
}

/** A statement as the product sent it. */
export interface Recorded {
  text: string;
  parameters: unknown[];
}

export interface Plan extends Recorded {
  /** The page or route that asked it first. */
  name: string;
  lines: string[];
}

const HEAD = `# Reports and lists on large histories

Written by \`bun run bench:reports --write-docs\`: two databases of made-up histories, one worker, every report and list of
the panel and of the interface asked again and again, one request at a time. Goals: a 95th percentile of at most 300 ms on
the large history, and at most 1.5 times that of the small one (differences under 5 ms are the machine's). What happened on
months, days and hours that are over is read from \`measures\`, whose size follows from time and not from messages; the last
hour is read from the rows themselves by their time. The load average tells what else the machine did meanwhile: with more
than one for each core, times are longer than the statements' own.
`;

/** Of a line of a plan: the rest is conditions that stand in the statement. */
const MOST_CHARS = 160;

/** What looks like the hash of a session. */
const SECRET = /'[\w-]{40,}'/g;

/** Tells statements that consist of parts which were seen before, such as sums of other measures over another period. */
export class SeenParts {
  readonly #lines = new Set<string>();

  /** Whether something of the statement is new; from then on it is not. */
  isNew({ text }: Pick<Recorded, 'text'>): boolean {
    // What the driver asks for itself when it connects.
    if (text.includes('pg_catalog')) return false;
    const lines = text.split('\n').map((line) => line.trim().replace(/\$\d+/g, '$'));
    const isNew = lines.some((line) => !this.#lines.has(line));
    for (const line of lines) this.#lines.add(line);
    return isNew;
  }
}

export async function explain(sql: postgres.Sql, { text, parameters }: Recorded): Promise<string[]> {
  try {
    const rows = await sql.unsafe(`EXPLAIN (ANALYZE, BUFFERS) ${text}`, parameters as never[]);
    return rows.map((row) => String(row['QUERY PLAN']));
  } catch (error) {
    return [`could not be explained: ${(error as { code?: string }).code ?? 'unknown'}`];
  }
}

/** The page of the documentation: figures first, then the plan of each statement on the large history. */
export function plansDocument(
  lines: readonly string[],
  compared: readonly Comparison[],
  plans: readonly Plan[],
): string {
  const figure = (value: number) => value.toFixed(1);
  const table = compared.map(
    ({ name, small, large, isGood }) =>
      `| \`${name}\` | ${figure(small.p50)} | ${figure(small.p95)} | ${figure(large.p50)} | ${figure(large.p95)} | ${(large.p95 / small.p95).toFixed(2)} | ${isGood ? 'yes' : 'no'} |`,
  );
  const sections = [...Map.groupBy(plans, ({ name }) => name)].map(([name, own]) =>
    [
      `### \`${name}\``,
      ...own.map(
        ({ text, lines: plan }) =>
          `\`\`\`sql\n${tidied(text)}\n\`\`\`\n\n\`\`\`\n${plan.filter(isTelling).map(shortened).join('\n')}\n\`\`\``,
      ),
    ].join('\n\n'),
  );
  return [
    HEAD,
    lines.map((line) => `- ${line}`).join('\n'),
    '## Times',
    'Milliseconds, of the small history and of the large one.',
    `| page or route | small p50 | small p95 | large p50 | large p95 | p95 large / small | within the goals |\n|---|---|---|---|---|---|---|\n${table.join('\n')}`,
    '## Plans',
    'Each statement once, under the page that asks it first; one that consists of parts shown before is left out. Those of logins and sessions are asked by every page.',
    ...sections,
    '',
  ].join('\n\n');
}

/** As deep as before, in steps of two. */
function shortened(line: string): string {
  const depth = line.search(/\S/);
  const text = `${' '.repeat(Math.round(Math.max(depth, 0) / 3))}${line.trimStart().replace(SECRET, "'…'")}`;
  return text.length > MOST_CHARS ? `${text.slice(0, MOST_CHARS)} …` : text;
}

const isTelling = (line: string): boolean => !/^\s*(Index Searches|Storage|Planning):/.test(line);

/** Without the blank lines that put-together statements have. */
const tidied = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== '')
    .join('\n');
