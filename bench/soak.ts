/**
 * Half of what the pool can do, for twenty minutes, while workers are replaced: memory, descriptors and connections must
 * stay where they are. See docs/reliability.md.
 */
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { startInstallation } from '../tests/support/installation.ts';
import { driveSoak, type SoakResult } from '../tests/support/soak.ts';
import { describeMachine } from './machine.ts';
import { type Findings, runProgram, say } from './program.ts';
import { DOCS_FOLDER, factLines, writeFigures } from './report.ts';
import { type PreparedServer, withPostgres } from './scratch.ts';
import { curvesOf, figuresOf, type SoakFigures, type Trend } from './soak-figures.ts';

const USAGE = `bun bench/soak.ts [options]
  --help           this text
  --minutes N      (default 20)
  --warm-up N      minutes that are left out, of the pool and of each worker (default 5)
  --share N        of what the pool can do at most (default 0.5)
  --workers N      (default 3)
  --life N         minutes that a worker lives, about (default 14)
  --write-docs     put the figures and the curves into docs/
`;
const USUAL = { minutes: 20, 'warm-up': 5, share: 0.5, workers: 3, life: 14 };
type Options = typeof USUAL;
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

async function measure(options: Options): Promise<Findings> {
  const { result, facts } = await withPostgres((server) => drive(options, server));
  const figures = figuresOf(result.samples, options['warm-up'] * 60_000);
  const lines = report(facts, figures, result);
  return {
    lines,
    raw: { facts, figures, result },
    faults: faultsOf(figures, result),
    writeDocs: () => {
      writeFigures('reliability.md', 'soak', lines);
      writeFileSync(join(DOCS_FOLDER, 'images/soak.svg'), curvesOf(result.samples));
    },
  };
}

async function drive(
  options: Options,
  { version, loadBefore }: PreparedServer,
): Promise<{ result: SoakResult; facts: string[] }> {
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
      ...describeMachine(version, null),
      `${options.workers} workers, MAX_REQUESTS=${maxRequests} ± ${Math.round(maxRequests / 4)}`,
      `load average before the run ${loadBefore.toFixed(1)}, after it ${(loadavg()[0] ?? 0).toFixed(1)}`,
    ];
    return { result, facts };
  } finally {
    await service.stop();
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
    return Math.max(100, Math.round(perWorker * options.life * 60));
  } finally {
    await service.stop();
  }
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
    ...factLines(facts),
    `- ${minutes.toFixed(0)} minutes at ${Math.round(result.messagesPerSecond)} messages a second, of ${Math.round(result.capacity)} at most; ${SOCKETS} sockets and ${result.requests} other requests besides`,
    `- ${result.answered} messages answered, ${result.recycled} workers replaced, ${result.triedAgain} messages sent again for it; failed ${result.failures.length}, lost or doubled ${result.faults.length}`,
    '',
    '| after the warm-up | mean (least to most) | a minute |',
    '|---|---|---|',
    `| memory of a worker with the same connections, by its age (MB) | ${trend(figures.memoryByAge, 0)} |`,
    `| memory of a worker, by the time (MB) | ${trend(figures.memoryByTime, 0)} |`,
    `| memory of the supervisor (MB) | ${trend(figures.supervisorMemory, 0)} |`,
    `| file descriptors of a worker | ${trend(figures.descriptors, 1)} |`,
    `| connections to PostgreSQL, all workers | ${trend(figures.connections, 1)} |`,
  ];
}

await runProgram({ usage: USAGE, usual: USUAL, measure });
