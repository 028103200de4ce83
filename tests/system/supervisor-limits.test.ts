import { afterEach, expect, test } from 'bun:test';
import type { Server } from 'bun';
import { OpenRequests } from '../../src/http/open-requests.ts';
import { noteHandler, noteRequest } from '../../src/http/request-info.ts';
import { createLogger } from '../../src/lib/log.ts';
import { lifespanOf } from '../../src/supervisor/lifespan.ts';
import { ChatSocket, call, startChat } from '../support/client.ts';
import { until } from '../support/pool-process.ts';
import { type Service, startService } from '../support/service.ts';
import { startStopwatch } from '../support/stopwatch.ts';
import { Wire } from '../support/wire.ts';

const endings: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function start(env: Record<string, string>): Promise<Service> {
  const service = await startService({ env });
  endings.push(() => service.stop());
  return service;
}

async function wireTo(origin: string): Promise<Wire> {
  const wire = await Wire.open(origin);
  endings.push(() => wire.close());
  return wire;
}

test('KEEP_ALIVE: an idle connection is kept as long as it says, and not for ever', async () => {
  const { origin } = await start({ KEEP_ALIVE: '2' });
  const wire = await wireTo(origin);
  wire.get('/health');
  await until(() => wire.statuses().length === 1);
  await Bun.sleep(2_000);
  wire.get('/health');
  await until(() => wire.statuses().length === 2);
  const stopwatch = startStopwatch();
  await until(() => wire.isClosed, 40_000);
  expect(wire.idleMs).toBeGreaterThan(2_000);
  expect(stopwatch()).toBeLessThan(10_500);
}, 60_000);

test('a handler may take longer than an idle connection is kept, and a slow upload too', async () => {
  const log = createLogger('critical', { write: () => {}, flush: () => {}, reopen: () => {} });
  const idleSeconds = 4;
  const requests = new OpenRequests({ requestSeconds: 30, idleSeconds }, log);
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    idleTimeout: idleSeconds,
    fetch(request, server) {
      const info = noteRequest(request, server as Server<unknown>, 0);
      const handle = async () => {
        const length = (await request.text()).length;
        noteHandler(request, '/');
        if (request.method === 'GET') await Bun.sleep(9_000);
        return new Response(`got ${length}`);
      };
      return requests.within(request, info, server as Server<unknown>, handle());
    },
  });
  endings.push(() => server.stop(true));
  endings.push(() => requests.stop());
  const patient = await wireTo(server.url.origin);
  patient.get('/');
  const upload = await wireTo(server.url.origin);
  const chunk = 'x'.repeat(6_000);
  upload.write(`POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${40 * chunk.length}\r\n\r\n`);
  for (let sent = 0; sent < 40; sent += 1) {
    upload.write(chunk);
    await Bun.sleep(250);
  }
  await until(() => upload.received.endsWith('got 240000') && patient.received.endsWith('got 0'));
  // And afterwards they are idle like any other.
  await until(() => upload.isClosed && patient.isClosed, 40_000);
}, 90_000);

test('WORKER_TIMEOUT: a request that takes longer is answered 503, and the worker goes on', async () => {
  const { origin } = await start({ WORKER_TIMEOUT: '2' });
  const wire = await wireTo(origin);
  const begun = performance.now();
  const stopwatch = startStopwatch();
  wire.write('POST /api/v1/auth/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n');
  wire.write('Content-Length: 50\r\n\r\n{"email":');
  await until(() => wire.statuses().length === 1);
  expect(performance.now() - begun).toBeGreaterThan(1_950);
  expect(stopwatch()).toBeLessThan(6_000);
  expect(wire.statuses()).toEqual([503]);
  expect(wire.received).toMatch(/^retry-after: 1\r$/im);
  expect(wire.received).toMatch(/^x-request-id: [\w-]{36}\r$/im);
  expect(wire.received).toContain('The answer took too long');
  await until(() => wire.isClosed);
  expect((await call(origin, 'GET', '/health')).status).toBe(200);
}, 90_000);

test('WORKER_CONNECTIONS: open sockets count; beyond them 503, but the worker is alive', async () => {
  const { origin } = await start({ WORKER_CONNECTIONS: '3' });
  const chat = await startChat(origin);
  const sockets = Array.from({ length: 3 }, () => new ChatSocket(origin, chat));
  await Promise.all(sockets.map((socket) => socket.ready()));
  const refused = await call(origin, 'GET', '/readiness');
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect((await call(origin, 'GET', '/health')).status).toBe(200);
  sockets[0]?.close();
  await until(async () => (await call(origin, 'GET', '/readiness')).status === 200);
  for (const socket of sockets) socket.close();
}, 90_000);

test('a worker that leaves cuts nobody: not who is kept, who has just come, or who opens a socket', async () => {
  const service = await startService({ env: { GRACEFUL_TIMEOUT: '6', KEEP_ALIVE: '5' } });
  const { origin } = service;
  const chat = await startChat(origin);
  const kept = await wireTo(origin);
  kept.get('/health');
  await until(() => kept.statuses().length === 1);
  expect(kept.received).not.toMatch(/^connection: close/im);
  const early = new ChatSocket(origin, chat);
  await early.ready();

  const stopped = service.stop();
  const late = new ChatSocket(origin, chat);
  await late.ready();
  // It was only replaced: the service is ready.
  kept.get('/readiness');
  await until(() => kept.statuses().length === 2);
  expect(kept.statuses()).toEqual([200, 200]);
  expect(kept.received).toMatch(/^connection: close/im);
  await until(() => kept.isClosed);
  // As long as the listener is open, whoever comes is served, with the last request of its connection.
  let [served, isRefused] = [0, false];
  while (!isRefused) {
    const wire = await Wire.open(origin).catch(() => null);
    if (wire === null) isRefused = true;
    else {
      await Bun.sleep(20);
      wire.get('/health');
      await until(() => wire.statuses().length === 1);
      expect(wire.received).toMatch(/^connection: close/im);
      served += 1;
    }
  }
  expect(served).toBeGreaterThan(3);
  // Only now the sockets go: before, they might have come back to the same listener.
  for (const socket of [early, late]) {
    await until(() => socket.closeCode !== null);
    expect(socket.closeCode).toBe(1012);
    expect(socket.frames.at(-1)).toMatchObject({ type: 'reconnect', after_ms: expect.any(Number) });
  }
  await stopped;
}, 90_000);

test('a worker lives for MAX_REQUESTS give or take the jitter', () => {
  expect(lifespanOf(0, 100, 0.5)).toBe(Number.POSITIVE_INFINITY);
  expect([0, 0.5, 1].map((random) => lifespanOf(1000, 100, random))).toEqual([900, 1000, 1100]);
  expect(lifespanOf(10, 100, 0)).toBe(1);
});
