/**
 * How long a production start takes from the start command to a 200 on /readiness, on a database that is there: `bun
 * bench/cold-start.ts`. Each time is that of whole processes: the supervisor from its exec on, and the worker that answers.
 * See docs/benchmarks.md.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeBundle } from '../src/commands/bundle.ts';
import { type ColdStart, startOnce } from '../tests/support/cold-start.ts';
import { TEMPLATE, withDatabase } from '../tests/support/database.ts';
import { preparePostgres } from '../tests/support/postgres.ts';
import { describeMachine } from './machine.ts';
import { writeResults } from './report.ts';
import { type Spread, spreadOf } from './statistics.ts';

const USAGE = `bun bench/cold-start.ts [options]
  --help       this text
  --runs N     starts (default 10)
  --workers N  (default: what the service takes by itself)
  --write-docs put the figures into docs/benchmarks.md
`;
const DOCUMENT = join(import.meta.dir, '../docs/benchmarks.md');
const [BEGIN, END] = ['<!-- cold start: begin -->', '<!-- cold start: end -->'];
const GOAL_MS = 600;

async function main(): Promise<number> {
  const option = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    options: { help: flag, runs: option, workers: option, 'write-docs': flag },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const runs = Number(values.runs) > 0 ? Number(values.runs) : 10;
  const program = join(await makeBundle(), 'main.js');
  const { starts, facts } = await measure(program, runs, values.workers);
  const lines = report(starts, facts);
  process.stdout.write(`\n${lines.join('\n')}\n\nraw figures in ${writeResults({ facts, starts })}\n`);
  if (values['write-docs']) writeDocument(lines);
  return spreadOf(starts.map(({ readyMs }) => readyMs)).median <= GOAL_MS ? 0 : 1;
}

async function measure(
  program: string,
  runs: number,
  workers: string | undefined,
): Promise<{ starts: ColdStart[]; facts: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'joxai-cold-start-'));
  // The database may run as another user, who has to pass through.
  chmodSync(folder, 0o711);
  const server = await preparePostgres(folder);
  try {
    const env = {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      DATABASE_URL: withDatabase(server.url, TEMPLATE),
      DATA_DIR: join(folder, 'data'),
      SECRET_KEY: randomBytes(32).toString('hex'),
      ALGORITHM: 'HS256',
      ACCESS_TOKEN_EXPIRE_MINUTES: '30',
      AI_PROVIDER: 'mock',
      LOG_LEVEL: 'error',
      ...(workers && { WORKERS: workers }),
    };
    const loadBefore = loadavg()[0] ?? 0;
    // Not counted: what is read for the first time since long comes from the disk.
    await startOnce(program, env);
    const starts: ColdStart[] = [];
    for (let run = 0; run < runs; run++) starts.push(await startOnce(program, env));
    const facts = [
      ...describeMachine(await versionOf(env.DATABASE_URL), null),
      `load average before the run ${loadBefore.toFixed(1)}`,
      `${runs} starts of ${workers ?? 'the usual number of'} workers, files in the kernel's cache`,
    ];
    return { starts, facts };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function versionOf(url: string): Promise<string> {
  const sql = new Bun.SQL(url);
  const [row] = await sql`SHOW server_version`;
  await sql.end();
  return row.server_version;
}

function report(starts: ColdStart[], facts: string[]): string[] {
  const row = (what: string, key: keyof ColdStart) => {
    const { median, least, most }: Spread = spreadOf(starts.map((start) => start[key]));
    return `| ${what} | ${[median, least, most].map((value) => value.toFixed(0)).join(' | ')} |`;
  };
  const { median } = spreadOf(starts.map(({ readyMs }) => readyMs));
  return [
    ...[`Measured on ${new Date().toISOString().slice(0, 10)}.`, ...facts].map((line) => `- ${line}`),
    '',
    '| from the start command (ms) | median | least | most |',
    '|---|---|---|---|',
    row('**to a 200 on /readiness**', 'readyMs'),
    row('processor time of all processes until then', 'processorMs'),
    row('until every worker serves', 'completeMs'),
    '',
    `- goal: ${GOAL_MS} ms to a 200: ${median <= GOAL_MS ? 'met' : 'missed'}`,
  ];
}

function writeDocument(lines: string[]): void {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`the document has no ${BEGIN} … ${END}`);
  writeFileSync(DOCUMENT, `${text.slice(0, from + BEGIN.length)}\n${lines.join('\n')}\n${text.slice(to)}`);
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.stack ?? error.message}\n`);
    process.exit(2);
  },
);
