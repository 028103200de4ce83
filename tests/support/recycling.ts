import { Customer } from './customer.ts';
import type { Installation } from './installation.ts';
import { WebTraffic } from './web-traffic.ts';

const ARRIVING_AT_ONCE = 20;
const LOOK_MS = 200;
/** Longer than a lease and the look for orphans together. */
const SETTLE_MS = 60_000;

export interface RecyclingOptions {
  sockets: number;
  /** Each customer says something and waits so long. */
  pauseMs: number;
  requestsPerSecond: number;
  /** Done once so many workers were replaced by age … */
  recycles: number;
  /** … and then all of them so many times. */
  reloads: number;
  workers: number;
  /** Breaks off after so long. */
  limitMs: number;
}

export interface RecyclingResult {
  seconds: number;
  recycles: number;
  reloads: number;
  requests: number;
  requestsPerSecond: number;
  failures: string[];
  /** These all ascend. Units: milliseconds. */
  latencies: number[];
  acknowledgements: number[];
  /** Of sockets that came back. */
  returns: number[];
  /** Requests that took over half a second. */
  slow: number;
  keptConnectionsClosed: number;
  acknowledged: number;
  faults: string[];
  closeCodes: Record<string, number>;
}

/** Drives web requests and customers' sockets against a service while its workers are replaced, and counts losses. */
export async function driveRecycling(service: Installation, options: RecyclingOptions): Promise<RecyclingResult> {
  const customers = await arrive(service.origin, options.sockets);
  const traffic = new WebTraffic(service.origin, options.requestsPerSecond);
  const begun = performance.now();
  let isOver = false;
  const talks = customers.map(async (customer) => {
    while (!isOver) await customer.talk(1, options.pauseMs);
  });
  const deadline = begun + options.limitMs;
  const seen = new Set(await service.workers());
  const replaced = () => seen.size - options.workers;
  const until = async (count: number) => {
    while (replaced() < count && performance.now() < deadline) {
      await Bun.sleep(LOOK_MS);
      for (const pid of await service.workers()) seen.add(pid);
    }
  };
  await until(options.recycles);
  const recycles = replaced();
  let reloads = 0;
  for (; reloads < options.reloads && performance.now() < deadline; reloads += 1) {
    const before = new Set(await service.workers());
    process.kill(service.supervisor, 'SIGHUP');
    while ((await service.workers()).some((pid) => before.has(pid)) && performance.now() < deadline) {
      await Bun.sleep(LOOK_MS);
    }
  }
  const requestsPerSecond = traffic.perSecond;
  await traffic.stop();
  isOver = true;
  await Promise.all(talks);
  const seconds = (performance.now() - begun) / 1_000;
  const settled = performance.now() + SETTLE_MS;
  const reports = await Promise.all(customers.map((customer) => customer.report(settled)));
  for (const customer of customers) customer.leave();
  return {
    seconds,
    recycles,
    reloads,
    requests: traffic.sent,
    requestsPerSecond,
    failures: traffic.failures,
    latencies: ascending(traffic.latencies),
    acknowledgements: ascending(customers.flatMap(({ acknowledgements }) => acknowledgements)),
    slow: traffic.latencies.filter((ms) => ms > 500).length,
    keptConnectionsClosed: traffic.closedByRequest,
    acknowledged: reports.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
    faults: reports.flatMap(({ faults }) => faults),
    returns: ascending(customers.flatMap(({ returns }) => returns)),
    closeCodes: tally(customers.flatMap(({ closeCodes }) => closeCodes)),
  };
}

async function arrive(origin: string, count: number): Promise<Customer[]> {
  const customers: Customer[] = [];
  while (customers.length < count) {
    const many = Math.min(ARRIVING_AT_ONCE, count - customers.length);
    const next = Array.from({ length: many }, (_, index) => Customer.arrive(origin, customers.length + index));
    customers.push(...(await Promise.all(next)));
  }
  return customers;
}

const ascending = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);

function tally(codes: readonly number[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}
