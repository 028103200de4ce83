import { afterAll, afterEach, beforeAll, expect, test } from 'bun:test';
import { randomBytes } from 'node:crypto';
import { isPortFree } from '../../src/supervisor/port.ts';
import { type Chat, ChatSocket, call, historyOf, say, startChat } from '../support/client.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import type { ModelServer } from '../support/model-server.ts';
import { startOpenAiServer } from '../support/openai-server.ts';
import { isAlive, until } from '../support/pool-process.ts';
import { scrape, sumOf } from '../support/prometheus.ts';
import { startStopwatch } from '../support/stopwatch.ts';
import { Wire } from '../support/wire.ts';

const QUESTION = '¿A qué hora abren las sucursales entre semana?';
const PIECES = ['Abrimos de lunes a viernes ', 'de 8:30 a 16:00 h en cada sucursal. ', '[branches-and-hours]'];
const SLOW_MS = 3_000;
const LATER_THAN_GRACE_MS = 20_000;
/** What a stop may take beyond GRACEFUL_TIMEOUT. */
const MARGIN_MS = 5_000;
/** Of a machine that has nothing else to do. */
const UNREADY_WITHIN_MS = 1_500;
/** Two seconds are promised. */
const GONE_WITHIN_MS = 2_000;
/** Longer than a lease and the look for orphans together. */
const TAKEN_OVER_WITHIN_MS = 60_000;

const endings: (() => unknown)[] = [];
let models: ModelServer;
let database: TestDatabase;
const secret = randomBytes(32).toString('hex');

beforeAll(async () => {
  models = await startOpenAiServer();
  database = await cloneDatabase();
});

afterAll(async () => {
  await models.close();
  await database.drop();
});

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** One after another on the same database, as an operator restarts a service. */
async function start(env: Record<string, string> = {}): Promise<Installation> {
  const service = await startInstallation({
    WORKERS: '2',
    LOG_LEVEL: 'error',
    SECRET_KEY: secret,
    DATABASE_URL: database.url,
    AI_PROVIDER: 'openai',
    OPENAI_API_KEY: 'sk-local-test-key',
    OPENAI_BASE_URL: `${models.origin}/v1`,
    ...env,
  });
  endings.push(() => service.stop());
  return service;
}

const statusOf = async (service: Installation, path: string) =>
  (await call(service.origin, 'GET', path).catch(() => null))?.status;

async function asksForSlowReply(service: Installation): Promise<{ chat: Chat; socket: ChatSocket }> {
  const chat = await startChat(service.origin);
  const socket = new ChatSocket(service.origin, chat);
  await socket.ready();
  const asked = models.requests.length;
  socket.say(QUESTION);
  await socket.frame(({ type }) => type === 'ack');
  await until(() => models.requests.length > asked);
  return { chat, socket };
}

test('TERM while replies are made: they are finished, readiness says 503 at once, and the process ends in time', async () => {
  const service = await start({ GRACEFUL_TIMEOUT: '10' });
  const workers = await service.workers();
  models.always({ kind: 'reply', chunks: PIECES, firstDelayMs: SLOW_MS });
  const { chat, socket } = await asksForSlowReply(service);
  const other = await startChat(service.origin);
  const answer = say(service.origin, other, QUESTION);
  await until(() => models.requests.length > 1);
  const stopwatch = startStopwatch();
  process.kill(service.supervisor, 'SIGTERM');
  await until(async () => (await statusOf(service, '/readiness')) === 503);
  const unreadyMs = stopwatch();
  expect(await statusOf(service, '/health')).toBe(200);
  expect((await answer).status).toBe(200);
  expect((await answer).body.message).toContain('8:30');
  await until(() => !isAlive(service.supervisor), 60_000);
  const stoppedMs = stopwatch();
  process.stdout.write(`  not ready after ${Math.round(unreadyMs)} ms, gone after ${Math.round(stoppedMs)} ms\n`);
  expect(unreadyMs).toBeLessThan(UNREADY_WITHIN_MS);
  expect(stoppedMs).toBeLessThan(10_000 + MARGIN_MS);
  expect(workers.filter(isAlive)).toEqual([]);
  // The socket was sent away in order; its reply was made all the same, and is there when its owner comes back.
  await until(() => socket.closeCode !== null);
  expect(socket.closeCode).toBe(1012);
  models.always({ kind: 'silent' });
  const next = await start();
  const back = new ChatSocket(next.origin, chat);
  await back.ready();
  back.send({ type: 'resume', after_seq: 2 });
  expect((await back.reply(2)).content).toContain('8:30');
  back.close();
}, 150_000);

test('a reply that takes longer than the time to leave in is made by the next service, once', async () => {
  const service = await start({ GRACEFUL_TIMEOUT: '2' });
  models.always({ kind: 'reply', chunks: PIECES, firstDelayMs: LATER_THAN_GRACE_MS });
  const { chat } = await asksForSlowReply(service);
  const stopwatch = startStopwatch();
  process.kill(service.supervisor, 'SIGTERM');
  await until(() => !isAlive(service.supervisor), 60_000);
  expect(stopwatch()).toBeLessThan(2_000 + MARGIN_MS);
  models.always({ kind: 'reply', chunks: PIECES });
  const next = await start();
  await until(async () => (await historyOf(next.origin, chat)).length === 3, TAKEN_OVER_WITHIN_MS);
  const messages = await historyOf(next.origin, chat);
  expect(messages.map(({ role }) => role)).toEqual(['assistant', 'user', 'assistant']);
  expect(messages[2]?.content).toContain('8:30');
}, 150_000);

test.each(['SIGTERM', 'SIGINT'] as const)(
  'a second %s cuts short what the first one waits for',
  async (signal) => {
    const service = await start({ GRACEFUL_TIMEOUT: '60' });
    const workers = await service.workers();
    const wire = await Wire.open(service.origin);
    endings.push(() => wire.close());
    const underWay = async () => sumOf(await scrape(service.origin), 'joxai_http_requests_in_flight');
    const usual = await underWay();
    wire.write('POST /api/v1/auth/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n');
    wire.write('Content-Length: 60\r\n\r\n{"email":');
    await until(async () => (await underWay()) > usual);
    process.kill(service.supervisor, 'SIGTERM');
    await until(async () => (await statusOf(service, '/readiness')) === 503);
    // Longer than a stop takes that waits for nobody.
    await Bun.sleep(1_500);
    expect(isAlive(service.supervisor)).toBe(true);
    const stopwatch = startStopwatch();
    process.kill(service.supervisor, signal);
    await until(() => !isAlive(service.supervisor));
    expect(stopwatch()).toBeLessThan(MARGIN_MS);
    expect(workers.filter(isAlive)).toEqual([]);
  },
  120_000,
);

test('after kill -9 of the supervisor no worker stays, and the next start finds the port free', async () => {
  const service = await start();
  const workers = await service.workers();
  expect(workers).toHaveLength(2);
  process.kill(service.supervisor, 'SIGKILL');
  const stopwatch = startStopwatch();
  const { port } = new URL(service.origin);
  // A process may have ended for everybody who asks, and its last thread hold the port for a moment more.
  await until(async () => !workers.some(isAlive) && (await isPortFree('127.0.0.1', Number(port))));
  const goneMs = stopwatch();
  expect(goneMs).toBeLessThan(GONE_WITHIN_MS);
  process.stdout.write(`  the workers of a killed supervisor were gone after ${Math.round(goneMs)} ms\n`);
  const next = await start({ PORT: port });
  expect(await statusOf(service, '/readiness')).toBe(200);
  await next.stop();
}, 120_000);
