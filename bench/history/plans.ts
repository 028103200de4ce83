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
days that are over is read from \`measures\`, whose size follows from days and not from messages; today is read from the rows
themselves by their time.
`;

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
      ...own.map(({ text, lines: plan }) => `\`\`\`sql\n${tidied(text)}\n\`\`\`\n\n\`\`\`\n${plan.join('\n')}\n\`\`\``),
    ].join('\n\n'),
  );
  return [
    HEAD,
    lines.map((line) => `- ${line}`).join('\n'),
    '## Times',
    'Milliseconds, of the small history and of the large one.',
    `| page or route | small p50 | small p95 | large p50 | large p95 | p95 large / small | within the goals |\n|---|---|---|---|---|---|---|\n${table.join('\n')}`,
    '## Plans',
    'Each statement once, under the page that asks it first; those of logins and sessions are asked by every page.',
    ...sections,
    '',
  ].join('\n\n');
}

/** Without the blank lines that put-together statements have. */
const tidied = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== '')
    .join('\n');
