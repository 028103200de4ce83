import { afterAll, beforeAll, expect, test } from 'bun:test';
import { Customer } from '../support/customer.ts';
import { type Installation, startInstallation } from '../support/installation.ts';

const CHATS = 200;
const ROUNDS = 3;
const DEATHS = 5;
const PAUSE_BETWEEN_DEATHS_MS = 2_000;
/** Longer than a lease and the look for orphans together. */
const SETTLE_MS = 25_000;

let installation: Installation;

beforeAll(async () => {
  installation = await startInstallation({ WORKERS: '4' });
}, 60_000);

afterAll(() => installation.stop());

test(`under ${CHATS} open chats, workers die one after another and no acknowledged message is lost or doubled`, async () => {
  const customers = await Promise.all(
    Array.from({ length: CHATS }, (_, index) => Customer.arrive(installation.origin, index)),
  );
  let isOver = false;
  const killing = killWorkers(() => isOver);
  await Promise.all(customers.map((customer) => customer.talk(ROUNDS, (DEATHS * PAUSE_BETWEEN_DEATHS_MS) / ROUNDS)));
  isOver = true;
  const deaths = await killing;
  const deadline = performance.now() + SETTLE_MS;
  const reports = await Promise.all(customers.map((customer) => customer.report(deadline)));
  for (const customer of customers) customer.leave();

  const acknowledged = reports.reduce((sum, report) => sum + report.acknowledged, 0);
  process.stdout.write(`  ${deaths} workers killed, ${acknowledged} messages acknowledged\n`);
  expect(deaths).toBe(DEATHS);
  expect(acknowledged).toBe(CHATS * ROUNDS);
  expect(reports.flatMap(({ faults }) => faults)).toEqual([]);
}, 120_000);

async function killWorkers(isOver: () => boolean): Promise<number> {
  const killed = new Set<number>();
  while (killed.size < DEATHS) {
    const victim = (await installation.workers()).find((pid) => !killed.has(pid));
    if (victim) {
      process.kill(victim, 'SIGKILL');
      killed.add(victim);
    }
    if (isOver()) return killed.size;
    await Bun.sleep(PAUSE_BETWEEN_DEATHS_MS);
  }
  return killed.size;
}
