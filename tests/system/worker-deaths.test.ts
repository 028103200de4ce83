import { afterAll, beforeAll, expect, test } from 'bun:test';
import { Customer } from '../support/customer.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { until } from '../support/pool-process.ts';
import { Prober, statusesOf } from '../support/prober.ts';
import { startStopwatch } from '../support/stopwatch.ts';

const WORKERS = 4;
const CHATS = 200;
const ROUNDS = 3;
const DEATHS = 5;
const PAUSE_BETWEEN_DEATHS_MS = 2_000;
/** For a new process, where not as many load already as there are cores: then one of these comes first. */
const RESPAWN_WITHIN_MS = 1_000;
const GAP_AT_MOST_MS = 2_000;
/** Longer than a lease and the look for orphans together. */
const SETTLE_MS = 60_000;

let installation: Installation;

beforeAll(async () => {
  installation = await startInstallation({ WORKERS: String(WORKERS) });
}, 120_000);

afterAll(() => installation.stop());

test(`under ${CHATS} open chats, workers die one after another and no acknowledged message is lost or doubled`, async () => {
  const customers = await Promise.all(
    Array.from({ length: CHATS }, (_, index) => Customer.arrive(installation.origin, index)),
  );
  const prober = new Prober(
    installation.origin,
    [
      { name: 'health', paths: ['/health'] },
      { name: 'start', method: 'POST', paths: ['/api/v1/chat/start'], body: { metadata: { language: 'es' } } },
    ],
    100,
  );
  const killing = killWorkers();
  await Promise.all(customers.map((customer) => customer.talk(ROUNDS, (DEATHS * PAUSE_BETWEEN_DEATHS_MS) / ROUNDS)));
  const respawns = await killing;
  await prober.stop();
  const deadline = performance.now() + SETTLE_MS;
  const reports = await Promise.all(customers.map((customer) => customer.report(deadline)));
  for (const customer of customers) customer.leave();

  const acknowledged = reports.reduce((sum, report) => sum + report.acknowledged, 0);
  const gap = prober.longestGapMs();
  const { none = 0, ...answered } = statusesOf(prober.probes);
  process.stdout.write(
    `  ${respawns.length} workers killed, others started after ${respawns.map(Math.round)} ms; longest gap ${Math.round(gap)} ms, ${none} of ${prober.probes.length} requests were cut, ${acknowledged} messages acknowledged\n`,
  );
  expect(respawns).toHaveLength(DEATHS);
  expect(respawns[0]).toBeLessThan(RESPAWN_WITHIN_MS + installation.startMs() / 4);
  expect(Math.max(...respawns)).toBeLessThan(RESPAWN_WITHIN_MS + installation.startMs());
  expect(gap).toBeLessThan(Math.max(GAP_AT_MOST_MS + installation.startMs() / 2, 1.5 * installation.startMs()));
  // Who was answered was answered well; those that were cut were about to be answered by one that died.
  expect(Object.keys(answered)).toEqual(['200']);
  expect(none).toBeLessThan(prober.probes.length / WORKERS);
  expect(acknowledged).toBe(CHATS * ROUNDS);
  expect(reports.flatMap(({ faults }) => faults)).toEqual([]);
}, 240_000);

/** Answers how long it took each time until another process was started. Units: milliseconds. */
async function killWorkers(): Promise<number[]> {
  const respawns: number[] = [];
  const seen = new Set<number>();
  while (respawns.length < DEATHS) {
    const begun = performance.now();
    const workers = await installation.workers();
    for (const pid of workers) seen.add(pid);
    // The one that has served longest: others may be loading yet.
    const victim = [...seen].find((pid) => workers.includes(pid)) as number;
    // The supervisor and this very process may have to wait for their turn.
    const stopwatch = startStopwatch(process.pid, installation.supervisor);
    process.kill(victim, 'SIGKILL');
    await until(async () => (await installation.workers()).some((pid) => !seen.has(pid)), 60_000);
    respawns.push(stopwatch());
    await Bun.sleep(Math.max(0, begun + PAUSE_BETWEEN_DEATHS_MS - performance.now()));
  }
  return respawns;
}
