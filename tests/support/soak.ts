import { readdirSync, readFileSync } from 'node:fs';
import postgres from 'postgres';
import { ChatTraffic } from './chat-traffic.ts';
import { Customer } from './customer.ts';
import type { Installation } from './installation.ts';
import { WebTraffic } from './web-traffic.ts';

const CUSTOMERS_AT_ONCE = 48;
/** Longer than a lease and the look for orphans together. */
const SETTLE_MS = 60_000;

export interface SoakOptions {
  minutes: number;
  /** Of what the pool answers at most. */
  share: number;
  capacityMs: number;
  sampleMs: number;
  sockets: number;
  pauseMs: number;
  /** Of pages and health checks. */
  requestsPerSecond: number;
  progress?: (line: string) => void;
}

/** Of one process at one time. */
export interface WorkerSample {
  pid: number;
  /** Bytes. */
  memory: number;
  descriptors: number;
}

export interface Sample {
  /** Since the load began. Units: milliseconds. */
  at: number;
  workers: WorkerSample[];
  supervisor: WorkerSample;
  /** To PostgreSQL, of all workers together. */
  connections: number;
}

export interface SoakResult {
  samples: Sample[];
  /** Answered messages a second: at most, and during the soak. */
  capacity: number;
  messagesPerSecond: number;
  answered: number;
  requests: number;
  triedAgain: number;
  recycled: number;
  /** Of messages and requests. */
  failures: string[];
  /** What was wrong with the conversations over sockets at the end. */
  faults: string[];
}

/** Finds out what the pool can do, gives it a share of that for so long, and looks at its processes all the while. */
export async function driveSoak(service: Installation, options: SoakOptions): Promise<SoakResult> {
  const { progress = () => {} } = options;
  const sql = postgres(service.databaseUrl, { max: 1, connection: { application_name: 'joxai-soak' } });
  const chats = new ChatTraffic(service.origin, CUSTOMERS_AT_ONCE);
  const capacity = await chats.asFastAsItGoes(options.capacityMs);
  const perSecond = capacity * options.share;
  progress(`${Math.round(capacity)} messages a second at most; ${Math.round(perSecond)} from now on`);
  const customers = await Promise.all(
    Array.from({ length: options.sockets }, (_, index) => Customer.arrive(service.origin, index)),
  );
  let isOver = false;
  const talks = customers.map(async (customer) => {
    while (!isOver) await customer.talk(1, options.pauseMs);
  });
  const web = new WebTraffic(service.origin, options.requestsPerSecond);
  const before = chats.answered;
  const begun = performance.now();
  const samples: Sample[] = [];
  const sampling = (async () => {
    for (let due = begun; !isOver; due += options.sampleMs) {
      await Bun.sleep(Math.max(0, due - performance.now()));
      samples.push(await sampleOf(service, sql, performance.now() - begun));
      if (samples.length % 6 === 0) progress(lineOf(samples.at(-1) as Sample));
    }
  })();
  await chats.steadily(perSecond, options.minutes * 60_000);
  const seconds = (performance.now() - begun) / 1_000;
  isOver = true;
  await Promise.all([sampling, web.stop(), ...talks]);
  const settled = performance.now() + SETTLE_MS;
  const reports = await Promise.all(customers.map((customer) => customer.report(settled)));
  for (const customer of customers) customer.leave();
  await sql.end();
  const pids = new Set(samples.flatMap(({ workers }) => workers.map(({ pid }) => pid)));
  return {
    samples,
    capacity,
    messagesPerSecond: (chats.answered - before) / seconds,
    answered: chats.answered - before,
    requests: web.sent,
    triedAgain: chats.triedAgain,
    recycled: pids.size - (samples[0]?.workers.length ?? 0),
    failures: [...chats.failures, ...web.failures],
    faults: reports.flatMap(({ faults }) => faults),
  };
}

async function sampleOf(service: Installation, sql: postgres.Sql, at: number): Promise<Sample> {
  const [row] = await sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() AND application_name <> 'joxai-soak'`;
  const workers = (await service.workers()).flatMap((pid) => lookAt(pid) ?? []);
  return { at, workers, supervisor: lookAt(service.supervisor) as WorkerSample, connections: row?.count ?? 0 };
}

/** Null for a process that has just gone. */
function lookAt(pid: number): WorkerSample | null {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return { pid, memory: Number(kilobytes) * 1024, descriptors: readdirSync(`/proc/${pid}/fd`).length };
  } catch {
    return null;
  }
}

function lineOf({ at, workers, connections }: Sample): string {
  const told = workers.map(
    ({ pid, memory, descriptors }) => `${pid}: ${Math.round(memory / 2 ** 20)} MB, ${descriptors}`,
  );
  return `${(at / 60_000).toFixed(1)} min  ${told.join('  ')}  ${connections} connections`;
}
