import { afterAll, beforeAll, expect, test } from 'bun:test';
import { call } from '../support/client.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { until } from '../support/pool-process.ts';
import { type Scrape, scrape, sumOf } from '../support/prometheus.ts';

// One service for all of these, and the last one leaves it with fewer workers.
const REQUESTS = 20;
const PATH = '/api/v1/chat/config';
let service: Installation;

beforeAll(async () => {
  service = await startInstallation({ WORKERS: '2', MAX_REQUESTS: '0', KEEP_ALIVE: '1', HEARTBEAT_TIMEOUT: '20' });
}, 90_000);

afterAll(() => service.stop());

const counted = (one: Scrape): number => sumOf(one, 'joxai_http_request_duration_seconds_count', { route: PATH });
const ended = (one: Scrape, reason: string): number => sumOf(one, 'joxai_worker_exits_total', { reason });
const ready = (one: Scrape): number => sumOf(one, 'joxai_workers', { phase: 'ready' });
const isWhole = (one: Scrape): boolean => sumOf(one, 'joxai_workers_silent') === 0;
/** Each on a connection of its own, so that all workers get some. */
const ask = () => Promise.all(Array.from({ length: REQUESTS }, () => call(service.origin, 'GET', PATH)));

/** The first scrape that fits. Meanwhile no count may fall. */
async function scrapeUntil(fits: (one: Scrape) => boolean): Promise<Scrape> {
  let last = await scrape(service.origin);
  await until(async () => {
    const next = await scrape(service.origin);
    expect(counted(next)).toBeGreaterThanOrEqual(counted(last));
    last = next;
    return fits(next);
  }, 30_000);
  return last;
}

test('whichever worker answers, it tells the requests of all', async () => {
  const before = counted(await scrapeUntil(isWhole));
  await ask();
  for (let at = 0; at < 10; at += 1) expect(counted(await scrapeUntil(isWhole))).toBe(before + REQUESTS);
  const all = await scrape(service.origin);
  expect(sumOf(all, 'joxai_workers_wanted')).toBe(2);
  expect(sumOf(all, 'joxai_workers_silent')).toBe(0);
  expect(sumOf(all, 'joxai_build_info')).toBe(1);
  expect(sumOf(all, 'joxai_start_time_seconds')).toBeWithin(Date.now() / 1_000 - 300, Date.now() / 1_000);
  for (const name of ['joxai_worker_open_fds', 'joxai_worker_fds_limit', 'joxai_supervisor_memory_bytes'])
    expect([name, sumOf(all, name) > 0]).toEqual([name, true]);
});

test('what replaced workers counted stays, and the reload is told', async () => {
  await ask();
  const before = await scrapeUntil(isWhole);
  process.kill(service.supervisor, 'SIGHUP');
  const after = await scrapeUntil(
    (one) => isWhole(one) && ended(one, 'reload') === ended(before, 'reload') + 2 && ready(one) === 2,
  );
  expect(counted(after)).toBe(counted(before));
  expect(ended(after, 'crash')).toBe(ended(before, 'crash'));
}, 60_000);

test('what a worker that was killed had told stays, and the crash is told', async () => {
  await ask();
  const before = await scrapeUntil(isWhole);
  process.kill((await service.workers())[0] as number, 'SIGKILL');
  const after = await scrapeUntil(
    (one) => isWhole(one) && ended(one, 'crash') === ended(before, 'crash') + 1 && ready(one) === 2,
  );
  expect(counted(after)).toBe(counted(before));
}, 60_000);

test('a worker that is stuck holds nobody up: its last figures count', async () => {
  await ask();
  const before = await scrapeUntil(isWhole);
  const stuck = (await service.workers())[0] as number;
  process.kill(stuck, 'SIGSTOP');
  try {
    // Only the other one answers; connections that the kernel gives to the stuck one are not waited for.
    const answered = await Promise.any(
      Array.from({ length: 12 }, async () => {
        const since = performance.now();
        return { one: await scrape(service.origin), ms: performance.now() - since };
      }),
    );
    expect(counted(answered.one)).toBe(counted(before));
    expect(sumOf(answered.one, 'joxai_workers_silent')).toBe(1);
    expect(sumOf(answered.one, 'joxai_build_info')).toBe(1);
    expect(answered.ms).toBeLessThan(5_000);
  } finally {
    process.kill(stuck, 'SIGCONT');
  }
  await scrapeUntil(isWhole);
}, 60_000);
