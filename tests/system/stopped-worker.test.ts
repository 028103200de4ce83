import { afterAll, beforeAll, expect, test } from 'bun:test';
import { Customer } from '../support/customer.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { isAlive, until } from '../support/pool-process.ts';
import { Prober, statusesOf } from '../support/prober.ts';
import { startStopwatch } from '../support/stopwatch.ts';

const WORKERS = 4;
const HEARTBEAT_SECONDS = 4;
const CUSTOMERS = 40;
/** Of a fair share of a quarter, what chance may add to so few requests. */
const SHARE_AT_MOST = 0.4;
/** Longer than a lease and the look for orphans together. */
const SETTLE_MS = 60_000;

let service: Installation;

beforeAll(async () => {
  service = await startInstallation({
    WORKERS: String(WORKERS),
    HEARTBEAT_TIMEOUT: String(HEARTBEAT_SECONDS),
    LOG_LEVEL: 'error',
  });
}, 120_000);

afterAll(() => service.stop());

test('a worker that is stopped is replaced; only its share of new connections waits for it, and nothing is lost', async () => {
  const customers = await Promise.all(Array.from({ length: CUSTOMERS }, (_, n) => Customer.arrive(service.origin, n)));
  let isOver = false;
  const talks = customers.map(async (customer) => {
    while (!isOver) await customer.talk(1, 800);
  });
  const workers = await service.workers();
  expect(workers).toHaveLength(WORKERS);
  const victim = workers[1] as number;
  const prober = new Prober(service.origin, [{ name: 'health', paths: ['/health'] }], 20);
  await Bun.sleep(1_000);
  process.kill(victim, 'SIGSTOP');
  const stoppedAt = performance.now();
  // The supervisor and this very process may have to wait for their turn.
  const stopwatch = startStopwatch(process.pid, service.supervisor);
  const killedMs = await until(() => !isAlive(victim), 60_000);
  await until(async () => (await service.workers()).length === WORKERS);
  const startedMs = stopwatch();
  const killedAt = stoppedAt + killedMs;
  await Bun.sleep(3_000);
  await prober.stop();
  isOver = true;
  await Promise.all(talks);

  const meanwhile = prober.sent(stoppedAt, killedAt - 500);
  // Who waited may have been taken over by another worker in the end, where the kernel does that.
  const waiting = meanwhile.filter(({ sentAt, endedAt, status }) => status !== 200 || endedAt - sentAt > 2_000);
  const share = waiting.length / meanwhile.length;
  process.stdout.write(
    `  killed after ${Math.round(killedMs)} ms, another started after ${Math.round(startedMs)} ms; ${Math.round(100 * share)} % of ${meanwhile.length} new connections waited for it, ${statusesOf(prober.probes).none ?? 0} were cut\n`,
  );
  expect(startedMs).toBeLessThan((HEARTBEAT_SECONDS + 2) * 1_000);
  expect(share).toBeGreaterThan(0);
  expect(share).toBeLessThan(SHARE_AT_MOST);
  expect(statusesOf(prober.sent(killedAt + 500))).toEqual({ 200: expect.any(Number) });

  const settled = performance.now() + SETTLE_MS;
  const reports = await Promise.all(customers.map((customer) => customer.report(settled)));
  for (const customer of customers) customer.leave();
  expect(reports.reduce((sum, { acknowledged }) => sum + acknowledged, 0)).toBeGreaterThan(CUSTOMERS);
  expect(reports.flatMap(({ faults }) => faults)).toEqual([]);
}, 180_000);
