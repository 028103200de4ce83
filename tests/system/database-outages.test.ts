import { afterAll, beforeAll, expect, test } from 'bun:test';
import { randomUUID } from 'node:crypto';
import { ChatSocket, historyOf, say, staffToken, startChat } from '../support/client.ts';
import { Customer } from '../support/customer.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { OwnPostgres } from '../support/own-postgres.ts';
import { until } from '../support/pool-process.ts';
import { Prober, slowestOf, statusesOf } from '../support/prober.ts';

const WORKERS = 3;
const CUSTOMERS = 30;
const DOWN_MS = 6_000;
const PROBE_EVERY_MS = 100;
/** Of a machine that has nothing else to do. */
const BACK_WITHIN_MS = 2_000;
/** Longer than a lease and the look for orphans together. */
const SETTLE_MS = 60_000;
const QUESTION = '¿A qué hora abren las sucursales?';

let server: OwnPostgres;
let service: Installation;
let token: string;
let customers: Customer[];
let talks: Promise<void>[];
let isOver = false;

beforeAll(async () => {
  server = await OwnPostgres.start();
  service = await startInstallation({ WORKERS: String(WORKERS), LOG_LEVEL: 'error' }, { server: server.url });
  token = await staffToken(service.origin);
  customers = await Promise.all(Array.from({ length: CUSTOMERS }, (_, n) => Customer.arrive(service.origin, n)));
  talks = customers.map(async (customer) => {
    while (!isOver) await customer.talk(1, 1_000);
  });
}, 120_000);

afterAll(async () => {
  await service.stop();
  await server.destroy();
});

const startProbing = () =>
  new Prober(
    service.origin,
    [
      { name: 'health', paths: ['/health'] },
      { name: 'readiness', paths: ['/readiness'] },
      {
        name: 'staff',
        paths: ['tickets', 'users', 'customers', 'notifications', 'knowledge', 'audit'].map(
          (name) => `/api/v1/${name}`,
        ),
        token,
      },
      { name: 'page', paths: ['/panel/login'] },
      { name: 'chat', method: 'POST', paths: ['/api/v1/chat/start'], body: { metadata: { language: 'es' } } },
    ],
    PROBE_EVERY_MS,
  );

const listeners = async () => {
  const [row] = await server.run<{ count: number }>(
    "SELECT count(*)::int AS count FROM pg_stat_activity WHERE query ILIKE 'listen%'",
  );
  return row?.count ?? 0;
};

const FINE = { 200: expect.any(Number) };

/** Nothing but answers, and those which say 503 say when to come back. */
function expectHonest(prober: Prober): void {
  expect(Object.keys(statusesOf(prober.probes)).filter((status) => !['200', '503'].includes(status))).toEqual([]);
  expect(statusesOf(prober.probes.filter(({ name }) => name === 'health'))).toEqual(FINE);
  const refused = prober.probes.filter(({ name, status }) => status === 503 && name !== 'readiness');
  expect(refused.filter(({ hasRetryAfter }) => !hasRetryAfter)).toEqual([]);
}

test('all connections ended at once: served again at once, and what was told meanwhile is caught up with', async () => {
  const workers = await service.workers();
  const prober = startProbing();
  // Somebody whose messages come through other workers than the one that has the socket.
  const chat = await startChat(service.origin);
  const socket = new ChatSocket(service.origin, chat);
  await socket.ready();
  let isTelling = true;
  let told = 0;
  const telling = (async () => {
    while (isTelling) {
      const clientId = randomUUID();
      const isTaken = async () =>
        (await say(service.origin, chat, QUESTION, clientId).catch(() => null))?.status === 200;
      await until(isTaken, 30_000);
      told += 1;
    }
  })();
  await until(() => prober.probes.length > 30 && told > 0, 30_000);
  const cutAt = performance.now();
  const ended = await server.terminateBackends();
  const toldBefore = told;
  const listeningMs = await until(async () => (await listeners()) === WORKERS, 30_000);
  await until(() => told > toldBefore + 3, 30_000);
  await prober.stop();
  isTelling = false;
  await telling;

  const good = ['readiness', 'staff', 'chat'].map((name) => Math.round(prober.firstGoodAfter(cutAt, name)));
  const statuses = JSON.stringify(statusesOf(prober.sent(cutAt - 1_000)));
  process.stdout.write(
    `  ${ended} connections ended: good after ${good} ms, LISTEN after ${Math.round(listeningMs)} ms, ${statuses}\n`,
  );
  expect(ended).toBeGreaterThan(WORKERS * 2);
  expectHonest(prober);
  expect(Math.max(...good, listeningMs)).toBeLessThan(BACK_WITHIN_MS + service.startMs());
  expect(await service.workers()).toEqual(workers);
  const owed = (await historyOf(service.origin, chat)).filter(({ role, seq }) => role === 'assistant' && seq > 1);
  expect(owed.length).toBeGreaterThan(3);
  for (const { seq } of owed) await socket.frame((frame) => frame.type === 'message' && frame.seq === seq, 15_000);
  socket.close();
}, 150_000);

test(`a crash with ${DOWN_MS / 1_000} s away: 503 meanwhile, served right after, no acknowledged message lost or doubled`, async () => {
  const workers = await service.workers();
  const prober = startProbing();
  await until(() => prober.probes.length > 30);
  await server.crash();
  const goneAt = performance.now();
  await Bun.sleep(DOWN_MS);
  await server.startAgain();
  const upAt = performance.now();
  const listeningMs = await until(async () => (await listeners()) === WORKERS, 30_000);
  await Bun.sleep(2_000);
  await prober.stop();

  const away = prober.sent(goneAt + 500, upAt - 500);
  const ofDatabase = away.filter(({ name }) => name === 'chat' || name === 'readiness');
  const good = ['readiness', 'staff', 'chat'].map((name) => Math.round(prober.firstGoodAfter(upAt, name)));
  process.stdout.write(
    `  away: ${JSON.stringify(statusesOf(away))}, slowest ${Math.round(slowestOf(away))} ms; good after ${good} ms, LISTEN after ${Math.round(listeningMs)} ms\n`,
  );
  expectHonest(prober);
  expect(statusesOf(ofDatabase)[503]).toBeGreaterThan(ofDatabase.length / 2);
  expect(statusesOf(away.filter(({ name }) => name === 'page'))).toEqual(FINE);
  // Who waits for a connection gets it with the database at the latest.
  expect(slowestOf(away)).toBeLessThan(DOWN_MS + BACK_WITHIN_MS + service.startMs());
  expect(Math.max(...good, listeningMs)).toBeLessThan(BACK_WITHIN_MS + service.startMs());
  // Nobody died of it.
  expect(await service.workers()).toEqual(workers);

  isOver = true;
  await Promise.all(talks);
  const settled = performance.now() + SETTLE_MS;
  const reports = await Promise.all(customers.map((customer) => customer.report(settled)));
  for (const customer of customers) customer.leave();
  const acknowledged = reports.reduce((sum, report) => sum + report.acknowledged, 0);
  process.stdout.write(`  ${acknowledged} messages acknowledged\n`);
  expect(acknowledged).toBeGreaterThan(CUSTOMERS * 3);
  expect(reports.flatMap(({ faults }) => faults)).toEqual([]);
  // Unlogged tables are empty after a crash; who is connected stands there again.
  const chat = await startChat(service.origin);
  const socket = new ChatSocket(service.origin, chat);
  await socket.ready();
  await until(async () => {
    const [row] = await server.run<{ workers: number; here: number }>(
      `SELECT (SELECT count(*)::int FROM workers) AS workers, count(*)::int AS here FROM connections WHERE conversation_id = '${chat.id}'`,
      service.databaseUrl,
    );
    return row?.workers === WORKERS && row.here === 1;
  }, 60_000);
  socket.close();
}, 150_000);
