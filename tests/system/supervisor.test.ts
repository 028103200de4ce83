import { afterEach, expect, test } from 'bun:test';
import { isPortFree } from '../../src/supervisor/port.ts';
import { isAlive, type PoolOptions, PoolProcess, until } from '../support/pool-process.ts';
import { freePort } from '../support/ports.ts';
import { startStopwatch } from '../support/stopwatch.ts';

const running: PoolProcess[] = [];

afterEach(async () => {
  for (const pool of running.splice(0)) await pool.destroy();
});

async function startPool(options: PoolOptions = {}): Promise<PoolProcess> {
  const pool = await PoolProcess.start(options);
  running.push(pool);
  return pool;
}

const first = (pids: Set<number>): number => [...pids][0] ?? 0;

test('serves on one port with all workers', async () => {
  const pool = await startPool({ workers: 3 });
  expect((await pool.pids()).size).toBe(3);
});

test('replaces a worker that was killed within a second', async () => {
  const pool = await startPool();
  const before = await pool.pids();
  const victim = first(before);
  const stopwatch = startStopwatch(process.pid, pool.process.pid);
  process.kill(victim, 'SIGKILL');
  await until(() => pool.startedPids().length === 3);
  expect(stopwatch()).toBeLessThan(1000);
  await until(async () => (await pool.pids()).size === 2);
  expect(await pool.pids()).not.toContain(victim);
}, 60_000);

test.each(['SIGSTOP', 'a busy loop'])(
  'kills and replaces a worker silenced by %s',
  async (how) => {
    const pool = await startPool({ heartbeatTimeoutMs: 1500 });
    const victim = first(await pool.pids());
    const stopwatch = startStopwatch(process.pid, pool.process.pid);
    if (how === 'SIGSTOP') process.kill(victim, 'SIGSTOP');
    else void pool.ask('/spin');
    const took = await until(() => pool.output.includes('its event loop is silent'));
    expect(took).toBeGreaterThan(500);
    expect(stopwatch()).toBeLessThan(1500 + 2000);
    await until(async () => (await pool.pids()).size === 2);
  },
  60_000,
);

test('TERM lets requests finish and then leaves nothing behind', async () => {
  const pool = await startPool();
  const slow = pool.ask('/slow');
  await until(() => pool.output.includes('slow begun'));
  pool.process.kill('SIGTERM');
  expect(await slow).toBe('finished');
  expect(await pool.process.exited).toBe(0);
  expect(pool.startedPids().filter(isAlive)).toEqual([]);
  expect(await pool.ask()).toBeNull();
}, 60_000);

test('workers that will not go are killed after the graceful time, sooner when asked twice', async () => {
  const patient = await startPool({ mode: 'stubborn', gracefulTimeoutMs: 500 });
  const begun = performance.now();
  const stopwatch = startStopwatch(process.pid, patient.process.pid);
  patient.process.kill('SIGTERM');
  expect(await patient.process.exited).toBe(0);
  expect(performance.now() - begun).toBeGreaterThan(1000);
  expect(stopwatch()).toBeLessThan(3000);

  const hurried = await startPool({ mode: 'stubborn', gracefulTimeoutMs: 60_000 });
  hurried.process.kill('SIGINT');
  await until(() => hurried.output.includes('received SIGINT'));
  // Longer than one signal may come to it twice, by a terminal and by whoever passes it on.
  await Bun.sleep(400);
  const again = startStopwatch(process.pid);
  hurried.process.kill('SIGINT');
  await hurried.process.exited;
  expect(again()).toBeLessThan(3000);
  expect(hurried.startedPids().filter(isAlive)).toEqual([]);
}, 60_000);

test('a worker that cannot boot stops the service with exit code 3', async () => {
  const pool = await startPool({ mode: 'fail' });
  expect(await pool.process.exited).toBe(3);
  expect(pool.output).toContain('the service stops: a worker could not be brought up');
  await until(() => pool.startedPids().length > 0);
  expect(pool.startedPids().length).toBeLessThanOrEqual(2);
}, 60_000);

test('a service whose workers end again and again before they are of use stops and says so', async () => {
  const pool = await startPool({ mode: 'crash' });
  expect(await pool.process.exited).toBe(3);
  expect(pool.output).toContain('the service stops: the first workers end again and again');
  // Two are started at a time.
  expect(pool.startedPids().length).toBeWithin(10, 12);
}, 90_000);

test('QUIT stops without a drain', async () => {
  const pool = await startPool({ gracefulTimeoutMs: 60_000 });
  const cut = pool.ask('/slow');
  await until(() => pool.output.includes('slow begun'));
  pool.process.kill('SIGQUIT');
  expect(await cut).toBeNull();
  expect(await pool.process.exited).toBe(0);
  expect(pool.startedPids().filter(isAlive)).toEqual([]);
}, 60_000);

test('workers leave within two seconds of their supervisor being killed', async () => {
  const pool = await startPool();
  const workers = pool.startedPids();
  expect(workers.filter(isAlive)).toHaveLength(2);
  const stopwatch = startStopwatch(process.pid, ...workers);
  pool.process.kill('SIGKILL');
  await pool.process.exited;
  await until(() => !workers.some(isAlive));
  expect(stopwatch()).toBeLessThan(2000);
}, 60_000);

test('HUP replaces all workers in turn while the port keeps answering', async () => {
  const pool = await startPool();
  const old = pool.startedPids();
  pool.process.kill('SIGHUP');
  let answers = 0;
  await until(async () => {
    if ((await pool.ask()) !== null) answers++;
    return !old.some(isAlive);
  });
  expect(answers).toBeGreaterThan(0);
  await until(async () => (await pool.pids()).size === 2);
}, 60_000);

test('a worker that asks for it is replaced, its successor first', async () => {
  const pool = await startPool();
  const leaving = Number(await pool.ask('/recycle'));
  await until(() => !isAlive(leaving));
  expect(pool.startedPids()).toHaveLength(3);
  await until(async () => (await pool.pids()).size === 2);
}, 60_000);

test('TTIN adds a worker and TTOU takes one away', async () => {
  const pool = await startPool();
  pool.process.kill('SIGTTIN');
  await until(async () => (await pool.pids()).size === 3);
  pool.process.kill('SIGTTOU');
  await until(() => pool.startedPids().filter(isAlive).length === 2);
}, 60_000);

test('the port is probed, also against a listener that shares it', async () => {
  const port = await freePort();
  expect(await isPortFree('127.0.0.1', port)).toBe(true);
  const other = Bun.serve({ port, hostname: '127.0.0.1', reusePort: true, fetch: () => new Response('other') });
  try {
    expect(await isPortFree('127.0.0.1', port)).toBe(false);
  } finally {
    await other.stop(true);
  }
});
