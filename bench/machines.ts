/**
 * Two machines of one installation: how fast events cross, what it costs that one of them dies, that limits and jobs are
 * one for both, and what an outage of Redis does. With PostgreSQL alone, and with Redis. See docs/reliability.md.
 */
import {
  type Crossings,
  chargeTogether,
  Machines,
  type Talk,
  talkAcross,
  talkDuring,
} from '../tests/support/machines.ts';
import { slowestOf, statusesOf } from '../tests/support/prober.ts';
import { ampleLimits } from '../tests/support/rate-limits.ts';
import { driveOutage, type Outage } from '../tests/support/redis-outage.ts';
import { type RedisServer, startRedis } from '../tests/support/redis-server.ts';
import { describeMachine } from './machine.ts';
import { type Findings, runProgram } from './program.ts';
import { factLines, writeFigures } from './report.ts';
import { type PreparedServer, withPostgres } from './scratch.ts';
import { percentile } from './statistics.ts';

const USAGE = `bun bench/machines.ts [options]
  --help           this text
  --rounds N       questions and answers between the machines, each way (default 200)
  --customers N    who talk while machines die (default 100)
  --deaths N       machines that are killed, one after another (default 4)
  --workers N      of each machine (default 2)
  --write-docs     put the figures into docs/reliability.md
`;
const USUAL = { rounds: 200, customers: 100, deaths: 4, workers: 2 };
type Options = typeof USUAL;
const REPORTS_PER_MINUTE = 50;
const PAUSE_MS = 1_000;
const BEFORE_DEATH_MS = 4_000;
const AWAY_MS = 6_000;

interface Result {
  crossings: Crossings;
  letThrough: number;
  deaths: Talk;
  /** Runs of jobs, and those that began before their time was over. */
  jobs: { runs: number; early: number };
  outages: { died: Outage; hung: Outage } | null;
}

type Results = Record<'postgres' | 'redis', Result>;

async function measure(options: Options): Promise<Findings> {
  const { results, facts } = await withPostgres((server) => driveBoth(options, server));
  const lines = report(facts, options, results);
  return {
    lines,
    raw: { facts, results },
    faults: Object.entries(results).flatMap(([carrier, result]) =>
      faultsOf(result).map((fault) => `${carrier}: ${fault}`),
    ),
    writeDocs: () => writeFigures('reliability.md', 'machines', lines),
  };
}

async function driveBoth(
  options: Options,
  { version, loadBefore }: PreparedServer,
): Promise<{ results: Results; facts: string[] }> {
  const redis = await startRedis();
  try {
    const results = { postgres: await drive(options, null), redis: await drive(options, redis) };
    const redisVersion = /redis_version:(\S+)/.exec(await redis.cli('INFO', 'server'))?.[1];
    const facts = [
      ...describeMachine(version, null),
      `Redis ${redisVersion}, both servers and both machines on this one`,
      `two machines of ${options.workers} workers each`,
      `load average before the run ${loadBefore.toFixed(1)}`,
    ];
    return { results, facts };
  } finally {
    await redis.stop();
  }
}

async function drive(options: Options, redis: RedisServer | null): Promise<Result> {
  const machines = await Machines.start(2, {
    workers: options.workers,
    redisUrl: redis?.url ?? null,
    env: { RATE_LIMITS: ampleLimits({ analytics: `${REPORTS_PER_MINUTE}/minute` }) },
  });
  try {
    const crossings = await talkAcross(machines.originOf(0), machines.originOf(1), (round) => round < options.rounds);
    const letThrough = await chargeTogether(machines, 4 * REPORTS_PER_MINUTE);
    const deaths = await talkDuring(machines, { customers: options.customers, pauseMs: PAUSE_MS }, async () => {
      for (let death = 0; death < options.deaths; death += 1) {
        await Bun.sleep(BEFORE_DEATH_MS);
        const [victim] = machines.alive;
        if (victim) await machines.kill(victim);
        await Bun.sleep(BEFORE_DEATH_MS);
        await machines.add();
      }
    });
    const outages = redis && {
      died: await driveOutage(machines, redis, outageOf(options, 'dies')),
      hung: await driveOutage(machines, redis, outageOf(options, 'hangs')),
    };
    return { crossings, letThrough, deaths, jobs: countRuns(await machines.pausesOfJobs()), outages };
  } finally {
    await machines.stop();
  }
}

const outageOf = ({ customers }: Options, manner: 'dies' | 'hangs') => ({
  manner,
  customers,
  awayMs: AWAY_MS,
  askEveryMs: 100,
});

/** Of the jobs whose time is known here. */
function countRuns(pauses: ReadonlyMap<string, number[]>): Result['jobs'] {
  const everySeconds = { assign: 1, tell_waiting: 2, sla: 5, return_silent: 5, knowledge_gaps: 5, search_index: 10 };
  const known = Object.entries(everySeconds).map(([job, seconds]) => ({ found: pauses.get(job) ?? [], seconds }));
  return {
    runs: known.reduce((sum, { found }) => sum + found.length + 1, 0),
    early: known.reduce((sum, { found, seconds }) => sum + found.filter((pause) => pause < seconds - 0.05).length, 0),
  };
}

function faultsOf({ letThrough, deaths, jobs, outages }: Result): string[] {
  const found: string[] = [];
  if (letThrough !== REPORTS_PER_MINUTE) found.push(`a limit of ${REPORTS_PER_MINUTE} let ${letThrough} through`);
  if (deaths.faults.length > 0) found.push(`${deaths.faults.length} faults of messages: ${deaths.faults[0]}`);
  if (jobs.early > 0) found.push(`${jobs.early} jobs began too early`);
  for (const [manner, outage] of Object.entries(outages ?? {})) {
    if (outage.faults.length > 0) found.push(`it ${manner}, ${outage.faults.length} faults of messages`);
    if (failedOf(outage) > 0) found.push(`it ${manner}, ${failedOf(outage)} requests failed`);
  }
  return found;
}

const failedOf = ({ probes }: Outage): number => probes.length - (statusesOf(probes)[200] ?? 0);

const spread = (values: readonly number[]): string => {
  const ascending = values.toSorted((one, other) => one - other);
  return [0.5, 0.95, 1]
    .map((share, at) => `${['p50', 'p95', 'worst'][at]} ${percentile(ascending, share).toFixed(0)}`)
    .join(', ');
};

const whichFaults = (faults: readonly string[]): string =>
  faults.length === 0 ? '**0**' : `**${faults.length}** (${[...new Set(faults)].slice(0, 5).join('; ')})`;

function report(facts: string[], options: Options, { postgres, redis }: Results): string[] {
  const row = (what: string, figureOf: (result: Result) => string) =>
    `| ${what} | ${figureOf(postgres)} | ${figureOf(redis)} |`;
  const outageRows = (what: string, outageIn: (outages: NonNullable<Result['outages']>) => Outage) => {
    const outage = redis.outages && outageIn(redis.outages);
    if (!outage) return [];
    return [
      `| ${what}: requests, **failed**, slowest (ms) | ${outage.probes.length}, **${failedOf(outage)}**, ${slowestOf(outage.probes).toFixed(0)} |`,
      `| events between the machines all the while (ms) | ${spread(outage.crossings)} |`,
      `| all workers listen to it again after (ms) | ${outage.backMs.toFixed(0)} |`,
      `| messages acknowledged, **lost or doubled** | ${outage.acknowledged}, ${whichFaults(outage.faults)} |`,
    ];
  };
  return [
    ...factLines(facts),
    '',
    '| what | PostgreSQL alone | Redis |',
    '|---|---|---|',
    row('from the customer on one machine to the agent on the other (ms)', ({ crossings }) =>
      spread(crossings.toAgent),
    ),
    row('from the agent to the customer (ms)', ({ crossings }) => spread(crossings.toCustomer)),
    row(
      `requests through a limit of ${REPORTS_PER_MINUTE}, sent to both at once`,
      ({ letThrough }) => `${letThrough} of ${4 * REPORTS_PER_MINUTE}`,
    ),
    row(`${options.deaths} machines killed under ${options.customers} customers: messages acknowledged`, ({ deaths }) =>
      String(deaths.acknowledged),
    ),
    row('**messages lost, doubled or out of order**', ({ deaths }) => whichFaults(deaths.faults)),
    row(
      'customers back on the other machine after (ms)',
      ({ deaths }) => `${deaths.returns.length}: ${spread(deaths.returns)}`,
    ),
    row('runs of jobs, **begun too early**', ({ jobs }) => `${jobs.runs}, **${jobs.early}**`),
    '',
    `| Redis is away for ${AWAY_MS / 1_000} s | figure |`,
    '|---|---|',
    ...outageRows('it is killed and started again', ({ died }) => died),
    ...outageRows('it hangs and goes on', ({ hung }) => hung),
  ];
}

await runProgram({ usage: USAGE, usual: USUAL, measure });
