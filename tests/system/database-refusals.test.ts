import { afterAll, beforeAll, expect, test } from 'bun:test';
import type postgres from 'postgres';
import { call, staffToken } from '../support/client.ts';
import { Customer } from '../support/customer.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { OwnPostgres } from '../support/own-postgres.ts';
import { until } from '../support/pool-process.ts';
import { Prober, slowestOf, statusesOf } from '../support/prober.ts';

const WORKERS = 2;
const CUSTOMERS = 10;
/** Much longer than a statement waits for a connection. */
const FULL_MS = 10_000;
const READ_ONLY_MS = 4_000;
const MAX_CONNECTIONS = 40;
/** Of a machine that has nothing else to do. */
const BACK_WITHIN_MS = 2_000;
const SETTLE_MS = 60_000;

let server: OwnPostgres;
let service: Installation;
let token: string;

beforeAll(async () => {
  server = await OwnPostgres.start({ max_connections: String(MAX_CONNECTIONS) });
  service = await startInstallation({ WORKERS: String(WORKERS), LOG_LEVEL: 'error' }, { server: server.url });
  token = await staffToken(service.origin);
}, 120_000);

afterAll(async () => {
  await service.stop();
  await server.destroy();
});

const databaseName = () => new URL(service.databaseUrl).pathname.slice(1);

const startProbing = () =>
  new Prober(
    service.origin,
    [
      { name: 'health', paths: ['/health'] },
      { name: 'readiness', paths: ['/readiness'] },
      { name: 'page', paths: ['/panel/login'] },
      { name: 'staff', paths: ['/api/v1/tickets', '/api/v1/users', '/api/v1/customers'], token },
      { name: 'start', method: 'POST', paths: ['/api/v1/chat/start'], body: { metadata: { language: 'es' } } },
    ],
    100,
  );

/** What holds while PostgreSQL refuses and after it; customers talk all the while. Answers what was sent meanwhile. */
async function expectOutlived(refusingMs: number, refuse: () => Promise<unknown>, accept: () => Promise<void>) {
  const customers = await Promise.all(Array.from({ length: CUSTOMERS }, (_, n) => Customer.arrive(service.origin, n)));
  let isOver = false;
  const talks = customers.map(async (customer) => {
    while (!isOver) await customer.talk(1, 400);
  });
  await refuse();
  const from = performance.now();
  const prober = startProbing();
  await Bun.sleep(refusingMs);
  await accept();
  const acceptedAt = performance.now();
  await Bun.sleep(2_000);
  await prober.stop();
  isOver = true;
  await Promise.all(talks);
  const good = ['staff', 'start'].map((name) => Math.round(prober.firstGoodAfter(acceptedAt, name)));
  const meanwhile = prober.sent(from, acceptedAt);
  process.stdout.write(
    `  meanwhile ${JSON.stringify(statusesOf(meanwhile))} within ${Math.round(slowestOf(meanwhile))} ms; good after ${good} ms\n`,
  );
  const odd = prober.probes.filter(({ status }) => status !== 200 && status !== 503);
  expect(odd.map(({ path, status }) => `${status} ${path}`)).toEqual([]);
  expect(Math.max(...good)).toBeLessThan(BACK_WITHIN_MS + service.startMs());
  const settled = performance.now() + SETTLE_MS;
  const reports = await Promise.all(customers.map((customer) => customer.report(settled)));
  for (const customer of customers) customer.leave();
  expect(reports.flatMap(({ faults }) => faults)).toEqual([]);
  return meanwhile;
}

test('a database that only reads, as after a failover: 503 for what writes, and the service is not ready', async () => {
  const workers = await service.workers();
  const setReadOnly = async (value: 'on' | 'off') => {
    await server.run(`ALTER DATABASE ${databaseName()} SET default_transaction_read_only = ${value}`);
    await server.terminateBackends();
  };
  const meanwhile = await expectOutlived(
    READ_ONLY_MS,
    () => setReadOnly('on'),
    () => setReadOnly('off'),
  );
  const ofName = (name: string) => meanwhile.filter((probe) => probe.name === name);
  for (const name of ['start', 'readiness']) {
    expect(statusesOf(ofName(name))[503]).toBeGreaterThan(ofName(name).length / 2);
    expect(ofName(name).length).toBeGreaterThan(5);
  }
  for (const name of ['health', 'page']) expect(statusesOf(ofName(name))).toEqual({ 200: expect.any(Number) });
  expect(await service.workers()).toEqual(workers);
}, 120_000);

test('a server without a connection left: 503, also for a worker that has just started; then everybody serves', async () => {
  const hogs: postgres.Sql[] = [];
  const admin = server.connect();
  await admin`SELECT 1`;
  const fill = () =>
    Promise.all(
      Array.from({ length: MAX_CONNECTIONS }, async () => {
        const sql = server.connect();
        const isIn = await sql`SELECT 1`.then(() => true).catch(() => false);
        if (isIn) hogs.push(sql);
        else await sql.end({ timeout: 0 });
      }),
    );
  /** Its connections end, and others take their places. */
  const starve = () =>
    until(async () => {
      const ended = await admin`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ${databaseName()}`;
      await fill();
      return ended.length === 0;
    });
  const release = async () => {
    await Promise.all([admin, ...hogs].map((sql) => sql.end()));
  };
  const [victim = 0] = await service.workers();
  const refuse = async () => {
    await starve();
    // One worker has to start over besides.
    process.kill(victim, 'SIGKILL');
  };
  const meanwhile = await expectOutlived(FULL_MS, refuse, release);
  const ofDatabase = meanwhile.filter(({ name }) => name === 'start' || name === 'staff');
  // Who asked last waits for the connection that comes; nobody waited for all of it.
  expect(statusesOf(ofDatabase.filter(({ sentAt }) => sentAt < (meanwhile[0]?.sentAt ?? 0) + FULL_MS / 4))).toEqual({
    503: expect.any(Number),
  });
  expect(slowestOf(ofDatabase)).toBeLessThan(FULL_MS);
  expect(service.output()).not.toContain('the service stops');
  await until(async () => (await service.workers()).length === WORKERS);
  await until(async () => (await call(service.origin, 'GET', '/readiness')).status === 200);
}, 120_000);
