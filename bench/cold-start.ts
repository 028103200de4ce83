/**
 * How long a production start takes from the start command to a 200 on /readiness, on a database that is there: `bun
 * bench/cold-start.ts`. Each time is that of whole processes: the supervisor from its exec on, and the worker that answers.
 * See docs/benchmarks.md.
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeBundle } from '../src/commands/bundle.ts';
import { defaultWorkers, usableCores } from '../src/config/cores.ts';
import { type ColdStart, startOnce } from '../tests/support/cold-start.ts';
import { TEMPLATE, withDatabase } from '../tests/support/database.ts';
import { describeMachine } from './machine.ts';
import { type Findings, runProgram } from './program.ts';
import { factLines, writeFigures } from './report.ts';
import { type PreparedServer, scratchFolder, withPostgres } from './scratch.ts';
import { type Spread, spreadOf } from './statistics.ts';

const USAGE = `bun bench/cold-start.ts [options]
  --help       this text
  --runs N     starts (default 10)
  --workers N  (default: what the service takes by itself)
  --write-docs put the figures into docs/benchmarks.md
`;
const USUAL = { runs: 10, workers: defaultWorkers(usableCores()) };
type Options = typeof USUAL;
const GOAL_MS = 600;

async function measure(options: Options): Promise<Findings> {
  const program = join(await makeBundle(), 'main.js');
  const { starts, facts } = await withPostgres((server) => startOften(program, options, server));
  const lines = report(starts, facts);
  const median = medianOf(starts);
  return {
    lines,
    raw: { facts, starts },
    faults: median <= GOAL_MS ? [] : [`${median.toFixed(0)} ms to a 200, more than ${GOAL_MS}`],
    writeDocs: () => writeFigures('benchmarks.md', 'cold start', lines),
  };
}

async function startOften(
  program: string,
  { runs, workers }: Options,
  { url, version, loadBefore }: PreparedServer,
): Promise<{ starts: ColdStart[]; facts: string[] }> {
  const dataDir = scratchFolder();
  try {
    const env = {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      DATABASE_URL: withDatabase(url, TEMPLATE),
      DATA_DIR: dataDir,
      SECRET_KEY: randomBytes(32).toString('hex'),
      ALGORITHM: 'HS256',
      ACCESS_TOKEN_EXPIRE_MINUTES: '30',
      AI_PROVIDER: 'mock',
      LOG_LEVEL: 'error',
      WORKERS: String(workers),
    };
    // Not counted: what is read for the first time since long comes from the disk.
    await startOnce(program, env);
    const starts: ColdStart[] = [];
    for (let run = 0; run < runs; run++) starts.push(await startOnce(program, env));
    const facts = [
      ...describeMachine(version, null),
      `load average before the run ${loadBefore.toFixed(1)}`,
      `${runs} starts of ${workers} workers, files in the kernel's cache`,
    ];
    return { starts, facts };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const medianOf = (starts: readonly ColdStart[]): number => spreadOf(starts.map(({ readyMs }) => readyMs)).median;

function report(starts: ColdStart[], facts: string[]): string[] {
  const row = (what: string, key: keyof ColdStart) => {
    const { median, least, most }: Spread = spreadOf(starts.map((start) => start[key]));
    return `| ${what} | ${[median, least, most].map((value) => value.toFixed(0)).join(' | ')} |`;
  };
  return [
    ...factLines(facts),
    '',
    '| from the start command (ms) | median | least | most |',
    '|---|---|---|---|',
    row('**to a 200 on /readiness**', 'readyMs'),
    row('processor time of all processes until then', 'processorMs'),
    row('until every worker serves', 'completeMs'),
    '',
    `- goal: ${GOAL_MS} ms to a 200: ${medianOf(starts) <= GOAL_MS ? 'met' : 'missed'}`,
  ];
}

await runProgram({ usage: USAGE, usual: USUAL, measure });
