/**
 * Half of what the pool can do, for twenty minutes, while workers are replaced: memory, descriptors and connections must
 * stay where they are. See docs/reliability.md.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startInstallation } from '../tests/support/installation.ts';
import { preparePostgres } from '../tests/support/postgres.ts';
import { driveSoak, type SoakResult } from '../tests/support/soak.ts';
import { describeMachine } from './machine.ts';
import { writeResults } from './report.ts';
import { curvesOf, figuresOf, type SoakFigures, type Trend } from './soak-figures.ts';

const USAGE = `bun bench/soak.ts [options]
  --help           this text
  --minutes N      (default 20)
  --warm-up N      minutes that are left out, of the pool and of each worker (default 5)
  --share N        of what the pool can do at most (default 0.5)
  --workers N      (default 3)
  --life N         minutes that a worker lives, about (default 9)
  --write-docs     put the figures and the curves into docs/
`;
const DOCUMENT = join(import.meta.dir, '../docs/reliability.md');
const CURVES = join(import.meta.dir, '../docs/images/soak.svg');
const [BEGIN, END] = ['<!-- soak: begin -->', '<!-- soak: end -->'];
const SOCKETS = 100;
const WEB_REQUESTS_PER_SECOND = 20;
/** What may grow at most. */
const LIMITS = {
  /** Megabytes a minute. */
  memory: 1,
  /** A minute, of one worker and of the pool. */
  descriptors: 0.25,
  connections: 0.25,
};

interface Options {
  minutes: number;
  warmUpMinutes: number;
  share: number;
  workers: number;
  lifeMinutes: number;
}

async function main(): Promise<number> {
  const option = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    options: {
      help: flag,
      minutes: option,
      'warm-up': option,
      share: option,
      workers: option,
      life: option,
      'write-docs': flag,
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const number = (text: string | undefined, usual: number) => (Number(text) > 0 ? Number(text) : usual);
  const options: Options = {
    minutes: number(values.minutes, 20),
    warmUpMinutes: number(values['warm-up'], 5),
    share: number(values.share, 0.5),
    workers: number(values.workers, 3),
    lifeMinutes: number(values.life, 9),
  };
  const { result, facts } = await measure(options);
  const figures = figuresOf(result.samples, options.warmUpMinutes * 60_000);
  const faults = faultsOf(figures, result);
  const lines = report(facts, figures, result);
  const path = writeResults({ facts, figures, result });
  process.stdout.write(`\n${lines.join('\n')}\n\nraw figures in ${path}\n`);
  for (const fault of faults) process.stdout.write(`FAILED: ${fault}\n`);
  if (values['write-docs']) writeDocuments(lines, result);
  return faults.length === 0 ? 0 : 1;
}

async function measure(options: Options): Promise<{ result: SoakResult; facts: string[] }> {
  const loadBefore = loadavg()[0] ?? 0;
  const folder = mkdtempSync(join(tmpdir(), 'joxai-soak-'));
  // The database may run as another user, who has to pass through.
  chmodSync(folder, 0o711);
  const server = await preparePostgres(folder);
  process.env.TEST_POSTGRES_URL = server.url;
  try {
    const maxRequests = await requestsOfLife(options);
    const service = await startInstallation({
      WORKERS: String(options.workers),
      MAX_REQUESTS: String(maxRequests),
      MAX_REQUESTS_JITTER: String(Math.round(maxRequests / 4)),
      KEEP_ALIVE: '2',
      GRACEFUL_TIMEOUT: '20',
    });
    try {
      const result = await driveSoak(service, { ...load(options), minutes: options.minutes, progress: say });
      const facts = [
        ...describeMachine(await versionOf(server.url), null),
        `${options.workers} workers, MAX_REQUESTS=${maxRequests} ± ${Math.round(maxRequests / 4)}`,
        `load average before the run ${loadBefore.toFixed(1)}, after it ${(loadavg()[0] ?? 0).toFixed(1)}`,
      ];
      return { result, facts };
    } finally {
      await service.stop();
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const load = ({ share }: Options) => ({
  share,
  capacityMs: 10_000,
  sampleMs: 10_000,
  sockets: SOCKETS,
  pauseMs: 10_000,
  requestsPerSecond: WEB_REQUESTS_PER_SECOND,
});

/** So many that a worker lives for about as long as was asked: found out on a pool of its own, which is thrown away. */
async function requestsOfLife(options: Options): Promise<number> {
  const service = await startInstallation({ WORKERS: String(options.workers), MAX_REQUESTS: '0' });
  try {
    const { messagesPerSecond } = await driveSoak(service, { ...load(options), minutes: 0.1, sampleMs: 1_000 });
    const perWorker = (messagesPerSecond + WEB_REQUESTS_PER_SECOND) / options.workers;
    return Math.max(100, Math.round(perWorker * options.lifeMinutes * 60));
  } finally {
    await service.stop();
  }
}

async function versionOf(url: string): Promise<string> {
  const sql = new Bun.SQL(url);
  const [row] = await sql`SHOW server_version`;
  await sql.end();
  return row.server_version;
}

/** What does not hold. */
function faultsOf(figures: SoakFigures, result: SoakResult): string[] {
  const { memory, descriptors, connections } = LIMITS;
  const faults: string[] = [];
  const expectAtMost = (what: string, { perMinute }: Trend, most: number) => {
    if (!(perMinute <= most)) faults.push(`${what} grows by ${perMinute.toFixed(2)} a minute`);
  };
  expectAtMost('the memory of a worker (MB)', figures.memoryByAge, memory);
  expectAtMost('the memory of the pool (MB a worker)', figures.memoryByTime, memory);
  expectAtMost('the memory of the supervisor (MB)', figures.supervisorMemory, memory);
  expectAtMost('the descriptors of a worker', figures.descriptors, descriptors);
  expectAtMost('the connections to PostgreSQL', figures.connections, connections);
  if (result.failures.length > 0) faults.push(`${result.failures.length} requests failed: ${result.failures[0]}`);
  if (result.faults.length > 0) faults.push(`${result.faults.length} faults of messages: ${result.faults[0]}`);
  return faults;
}

function report(facts: string[], figures: SoakFigures, result: SoakResult): string[] {
  const trend = ({ perMinute, error, mean, least, most }: Trend, digits: number) =>
    `${mean.toFixed(digits)} (${least.toFixed(0)} to ${most.toFixed(0)}) | ${perMinute >= 0 ? '+' : '−'}${Math.abs(perMinute).toFixed(2)} ± ${error.toFixed(2)}`;
  const minutes = (result.samples.at(-1)?.at ?? 0) / 60_000;
  return [
    ...[`Measured on ${new Date().toISOString().slice(0, 10)}.`, ...facts].map((line) => `- ${line}`),
    `- ${minutes.toFixed(0)} minutes at ${Math.round(result.messagesPerSecond)} messages a second, of ${Math.round(result.capacity)} at most; ${SOCKETS} sockets and ${result.requests} other requests besides`,
    `- ${result.answered} messages answered, ${result.recycled} workers replaced, ${result.triedAgain} messages sent again for it; failed ${result.failures.length}, lost or doubled ${result.faults.length}`,
    '',
    '| after the warm-up | mean (least to most) | a minute |',
    '|---|---|---|',
    `| memory of a worker, by its age (MB) | ${trend(figures.memoryByAge, 0)} |`,
    `| memory of a worker, by the time (MB) | ${trend(figures.memoryByTime, 0)} |`,
    `| memory of the supervisor (MB) | ${trend(figures.supervisorMemory, 0)} |`,
    `| file descriptors of a worker | ${trend(figures.descriptors, 1)} |`,
    `| connections to PostgreSQL, all workers | ${trend(figures.connections, 1)} |`,
  ];
}

function writeDocuments(lines: string[], { samples }: SoakResult): void {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`the document has no ${BEGIN} … ${END}`);
  writeFileSync(DOCUMENT, `${text.slice(0, from + BEGIN.length)}\n${lines.join('\n')}\n${text.slice(to)}`);
  writeFileSync(CURVES, curvesOf(samples));
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.stack ?? error.message}\n`);
    process.exit(2);
  },
);
