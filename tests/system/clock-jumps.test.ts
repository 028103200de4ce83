import { afterAll, beforeAll, expect, test } from 'bun:test';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, identityToken, say, staffToken, startChat } from '../support/client.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { Prober, statusesOf } from '../support/prober.ts';
import { startStopwatch } from '../support/stopwatch.ts';

/** Of Debian's package libfaketime. */
const FAKETIME = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/faketime/libfaketime.so.1`;
/** A worker that has to wait for its turn on a busy machine is not silent for so long. */
const HEARTBEAT_SECONDS = 4;
const QUESTION = '¿A qué hora abren las sucursales?';
/** Staff tokens last for half an hour, a customer's for a day. */
const JUMPS = [
  { by: '+1h', staff: 401, customer: 200 },
  { by: '-1h', staff: 200, customer: 200 },
  { by: '+25h', staff: 401, customer: 404 },
  { by: '-24h', staff: 200, customer: 200 },
] as const;

const folder = mkdtempSync(join(tmpdir(), 'joxai-clock-'));
const clock = join(folder, 'clock');
let service: Installation | null = null;

const setClock = (by: string) => writeFileSync(clock, by);

beforeAll(async () => {
  if (!existsSync(FAKETIME)) return;
  setClock('+0');
  service = await startInstallation({
    WORKERS: '2',
    HEARTBEAT_TIMEOUT: String(HEARTBEAT_SECONDS),
    LOG_LEVEL: 'error',
    LD_PRELOAD: FAKETIME,
    FAKETIME_TIMESTAMP_FILE: clock,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DISABLE_SHM: '1',
    // As a clock does that is set: the time since the start goes on.
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  });
}, 120_000);

afterAll(async () => {
  await service?.stop();
  rmSync(folder, { recursive: true });
});

test.if(existsSync(FAKETIME))(
  'a clock that is set forth and back: tokens are judged by it; heartbeats, limits and deadlines are not',
  async () => {
    const { origin, workers } = service as Installation;
    const before = await workers();
    const staff = await staffToken(origin);
    const chat = await startChat(origin);
    const prober = new Prober(
      origin,
      [
        { name: 'readiness', paths: ['/readiness'] },
        { name: 'start', method: 'POST', paths: ['/api/v1/chat/start'], body: { metadata: { language: 'es' } } },
      ],
      100,
    );
    for (const { by, staff: ofStaff, customer } of JUMPS) {
      setClock(by);
      const asked = await call(origin, 'GET', '/api/v1/tickets', { token: staff });
      expect([by, asked.status]).toEqual([by, ofStaff]);
      const said = await say(origin, chat, QUESTION);
      expect([by, said.status]).toEqual([by, customer]);
      // Longer than a worker may be silent, by either clock.
      await Bun.sleep(HEARTBEAT_SECONDS * 1_000 + 700);
      expect([by, await workers()]).toEqual([by, before]);
      // Who comes now is served as ever.
      const token = await staffToken(origin);
      expect((await call(origin, 'GET', '/api/v1/tickets', { token })).status).toBe(200);
      const stopwatch = startStopwatch();
      expect((await say(origin, await startChat(origin), QUESTION)).body.metadata.outcome).toBe('answer');
      expect(stopwatch()).toBeLessThan(5_000);
    }
    setClock('+0');
    expect((await call(origin, 'GET', '/api/v1/tickets', { token: staff })).status).toBe(200);
    expect((await say(origin, chat, QUESTION)).status).toBe(200);
    // A customer whom the bank's site signed for five minutes is nobody an hour later.
    const signed = { body: { identity_token: identityToken('C-1001'), metadata: { language: 'es' } } };
    expect((await call(origin, 'POST', '/api/v1/chat/start', signed)).status).toBe(200);
    setClock('+1h');
    expect((await call(origin, 'POST', '/api/v1/chat/start', signed)).status).toBe(401);
    await prober.stop();
    expect(statusesOf(prober.probes)).toEqual({ 200: prober.probes.length });
  },
  120_000,
);
