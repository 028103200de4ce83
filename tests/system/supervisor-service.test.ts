import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call } from '../support/client.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { isAlive, until } from '../support/pool-process.ts';
import { startStopwatch } from '../support/stopwatch.ts';
import { Wire } from '../support/wire.ts';

// One service for all of these: they go on where the one before left it, and the last one stops it.
const folder = mkdtempSync(join(tmpdir(), 'joxai-service-'));
const logFile = join(folder, 'joxai.log');
let service: Installation;

beforeAll(async () => {
  service = await startInstallation({
    WORKERS: '2',
    LOG_LEVEL: 'info',
    LOG_FILE: logFile,
    GRACEFUL_TIMEOUT: '12',
    KEEP_ALIVE: '5',
    MAX_REQUESTS: '0',
  });
}, 120_000);

afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true });
});

/** What a process has open. */
const filesOf = (pid: number): string[] =>
  readdirSync(`/proc/${pid}/fd`).flatMap((name) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${name}`)];
    } catch {
      return [];
    }
  });

test('USR1: after the log was moved away, everybody writes into a new one', async () => {
  await call(service.origin, 'GET', '/health');
  await until(() => readFileSync(logFile, 'utf8').includes('GET /health'));
  expect(statSync(logFile).mode & 0o777).toBe(0o640);
  renameSync(logFile, `${logFile}.1`);
  process.kill(service.supervisor, 'SIGUSR1');
  const everybody = [service.supervisor, ...(await service.workers())];
  await until(() => everybody.every((pid) => filesOf(pid).includes(logFile) && !filesOf(pid).includes(`${logFile}.1`)));
  const before = readFileSync(`${logFile}.1`, 'utf8');
  for (let request = 0; request < 30; request += 1) await call(service.origin, 'GET', '/health');
  const lines = () => readFileSync(logFile, 'utf8').match(/GET \/health/g)?.length;
  await until(() => lines() === 30);
  expect(readFileSync(`${logFile}.1`, 'utf8')).toBe(before);
  expect(before).toContain('received SIGUSR1');
  process.kill(service.supervisor, 'SIGTTIN');
  await until(() => readFileSync(logFile, 'utf8').includes('received SIGTTIN'));
  process.kill(service.supervisor, 'SIGTTOU');
}, 120_000);

test('USR1 where no new one can be opened: the service goes on, and so does the log of before', async () => {
  const away = `${folder}.away`;
  renameSync(folder, away);
  const count = (word: string) => readFileSync(join(away, 'joxai.log'), 'utf8').split(`received ${word}`).length;
  const before = count('SIGTTIN');
  process.kill(service.supervisor, 'SIGUSR1');
  process.kill(service.supervisor, 'SIGTTIN');
  await until(() => count('SIGTTIN') > before);
  process.kill(service.supervisor, 'SIGTTOU');
  renameSync(away, folder);
  expect(isAlive(service.supervisor)).toBe(true);
  expect((await call(service.origin, 'GET', '/health')).status).toBe(200);
}, 60_000);

test('TERM to every process at once, as service managers send it: what is under way is finished, readiness says 503', async () => {
  await until(async () => (await service.workers()).length === 2, 20_000);
  const workers = await service.workers();
  const login = await Wire.open(service.origin);
  const body = JSON.stringify({ email: 'nobody@example.com', password: 'not-the-password' });
  login.write('POST /api/v1/auth/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n');
  login.write(`Content-Length: ${body.length}\r\n\r\n${body.slice(0, 10)}`);
  const kept = await Wire.open(service.origin);
  kept.get('/readiness');
  await until(() => kept.statuses().length === 1);
  expect(kept.statuses()).toEqual([200]);
  const stopwatch = startStopwatch();
  for (const pid of [service.supervisor, ...workers]) process.kill(pid, 'SIGTERM');
  await until(async () => (await call(service.origin, 'GET', '/readiness')).status === 503);
  expect((await call(service.origin, 'GET', '/health')).status).toBe(200);
  kept.get('/readiness');
  await until(() => kept.statuses().length === 2);
  expect(kept.statuses()).toEqual([200, 503]);
  await Bun.sleep(1_000);
  login.write(body.slice(10));
  await until(() => login.statuses().length === 1);
  expect(login.statuses()).toEqual([401]);
  await until(() => !isAlive(service.supervisor), 60_000);
  expect(stopwatch()).toBeLessThan(12_000 + 5_000);
  expect(workers.filter(isAlive)).toEqual([]);
}, 120_000);
