import { afterAll, beforeAll, expect, test } from 'bun:test';
import postgres from 'postgres';
import { staffToken, startChat } from '../support/client.ts';
import { Customer } from '../support/customer.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { Prober, slowestOf, statusesOf } from '../support/prober.ts';

const CUSTOMERS = 10;
const LOCKED_MS = 30_000;
/** A statement waits five seconds for a lock, and may have waited for its turn as long. */
const ANSWERED_WITHIN_MS = 20_000;
/** Of a machine that has nothing else to do. */
const BACK_WITHIN_MS = 2_000;
const SETTLE_MS = 60_000;

let service: Installation;

beforeAll(async () => {
  service = await startInstallation({ WORKERS: '2', LOG_LEVEL: 'error' });
}, 120_000);

afterAll(() => service.stop());

test(`a table that somebody holds for ${LOCKED_MS / 1_000} s: 503 in time, nothing else hangs, nothing is lost`, async () => {
  const workers = await service.workers();
  const token = await staffToken(service.origin);
  const customers = await Promise.all(Array.from({ length: CUSTOMERS }, (_, n) => Customer.arrive(service.origin, n)));
  let isOver = false;
  const talks = customers.map(async (customer) => {
    while (!isOver) await customer.talk(1, 500);
  });
  const chat = await startChat(service.origin);
  const sql = postgres(service.databaseUrl, { max: 1 });
  const holder = await sql.reserve();
  await holder`BEGIN`;
  await holder`LOCK TABLE messages IN ACCESS EXCLUSIVE MODE`;
  const prober = new Prober(
    service.origin,
    [
      { name: 'health', paths: ['/health'] },
      { name: 'readiness', paths: ['/readiness'] },
      { name: 'start', method: 'POST', paths: ['/api/v1/chat/start'], body: { metadata: { language: 'es' } } },
      { name: 'history', paths: [`/api/v1/chat/history/${chat.id}`], token: chat.token },
      { name: 'tickets', paths: ['/api/v1/tickets'], token },
    ],
    500,
  );
  await Bun.sleep(LOCKED_MS);
  await holder`ROLLBACK`;
  const freeAt = performance.now();
  holder.release();
  await sql.end();
  await Bun.sleep(2_000);
  await prober.stop();
  isOver = true;
  await Promise.all(talks);

  const { probes } = prober;
  const ofName = (name: string) => probes.filter((probe) => probe.name === name && probe.sentAt < freeAt);
  const good = Math.round(prober.firstGoodAfter(freeAt, 'start'));
  const told = ['start', 'history', 'tickets', 'readiness'].map(
    (name) => `${name} ${JSON.stringify(statusesOf(ofName(name)))} within ${Math.round(slowestOf(ofName(name)))} ms`,
  );
  process.stdout.write(`  meanwhile: ${told.join(', ')}; good after ${good} ms\n`);
  expect(Object.keys(statusesOf(probes)).filter((status) => !['200', '503'].includes(status))).toEqual([]);
  expect(statusesOf(ofName('health'))).toEqual({ 200: ofName('health').length });
  // PostgreSQL is there: a load balancer has no better place to send anybody to. One look may find the machine busy.
  expect(statusesOf(ofName('readiness'))[200]).toBeGreaterThan(ofName('readiness').length * 0.9);
  expect(statusesOf(ofName('start'))[503]).toBeGreaterThan(10);
  expect(slowestOf(probes)).toBeLessThan(ANSWERED_WITHIN_MS);
  expect(slowestOf(ofName('health'))).toBeLessThan(2_000 + service.startMs());
  expect(good).toBeLessThan(BACK_WITHIN_MS + service.startMs());
  expect(await service.workers()).toEqual(workers);

  const settled = performance.now() + SETTLE_MS;
  const reports = await Promise.all(customers.map((customer) => customer.report(settled)));
  for (const customer of customers) customer.leave();
  expect(reports.reduce((sum, { acknowledged }) => sum + acknowledged, 0)).toBeGreaterThan(CUSTOMERS);
  expect(reports.flatMap(({ faults }) => faults)).toEqual([]);
}, 120_000);
