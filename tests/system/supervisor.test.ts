import { afterEach, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { isPortFree } from '../../src/supervisor/port.ts';

interface PoolOptions {
  workers?: number;
  heartbeatTimeoutMs?: number;
  gracefulTimeoutMs?: number;
  mode?: 'serve' | 'fail' | 'stubborn';
}

const HOST = '127.0.0.1';
const running: Pool[] = [];

afterEach(async () => {
  for (const pool of running.splice(0)) await pool.destroy();
});

class Pool {
  readonly process: Bun.Subprocess<'ignore', 'pipe', 'inherit'>;
  readonly port: number;
  output = '';

  constructor(
    port: number,
    { workers = 2, heartbeatTimeoutMs = 3000, gracefulTimeoutMs = 3000, mode = 'serve' }: PoolOptions,
  ) {
    this.port = port;
    const program = `${import.meta.dir}/../support/pool.ts`;
    const args = [workers, port, heartbeatTimeoutMs, gracefulTimeoutMs].map(String);
    this.process = Bun.spawn([process.execPath, program, ...args, mode], { stdio: ['ignore', 'pipe', 'inherit'] });
    void this.#collect();
  }

  async #collect(): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of this.process.stdout) this.output += decoder.decode(chunk);
  }

  url = (path = '/') => `http://${HOST}:${this.port}${path}`;

  /** A fresh connection, so that the kernel chooses among the workers again. */
  async ask(path = '/'): Promise<string | null> {
    try {
      const answer = await fetch(this.url(path), { headers: { connection: 'close' }, keepalive: false });
      return await answer.text();
    } catch {
      return null;
    }
  }

  async pids(): Promise<Set<number>> {
    const answers = await Promise.all(Array.from({ length: 40 }, () => this.ask()));
    return new Set(answers.filter((text) => text !== null).map(Number));
  }

  async destroy(): Promise<void> {
    const left = this.startedPids().filter(isAlive);
    this.process.kill('SIGKILL');
    await this.process.exited;
    for (const pid of left) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  }

  startedPids = () => [...this.output.matchAll(/worker (\d+) started/g)].map((match) => Number(match[1]));
}

async function startPool(options: PoolOptions = {}): Promise<Pool> {
  const pool = new Pool(await freePort(), options);
  running.push(pool);
  if (options.mode !== 'fail') await until(() => pool.output.includes('all ready'));
  return pool;
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer().listen(0, HOST, () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // Ended, but not yet asked about by the process that inherited it.
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

async function until(condition: () => boolean | Promise<boolean>, withinMs = 8000): Promise<number> {
  const start = performance.now();
  while (!(await condition())) {
    if (performance.now() - start > withinMs) throw new Error(`not within ${withinMs} ms: ${condition}`);
    await Bun.sleep(20);
  }
  return performance.now() - start;
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
  process.kill(victim, 'SIGKILL');
  const took = await until(() => pool.startedPids().length === 3);
  expect(took).toBeLessThan(1000);
  await until(async () => (await pool.pids()).size === 2);
  expect(await pool.pids()).not.toContain(victim);
}, 15_000);

test.each(['SIGSTOP', 'a busy loop'])(
  'kills and replaces a worker silenced by %s',
  async (how) => {
    const pool = await startPool({ heartbeatTimeoutMs: 1500 });
    const victim = first(await pool.pids());
    if (how === 'SIGSTOP') process.kill(victim, 'SIGSTOP');
    else void pool.ask('/spin');
    const took = await until(() => pool.output.includes('its event loop is silent'));
    expect(took).toBeGreaterThan(500);
    expect(took).toBeLessThan(1500 + 2000);
    await until(async () => (await pool.pids()).size === 2);
  },
  15_000,
);

test('TERM lets requests finish and then leaves nothing behind', async () => {
  const pool = await startPool();
  const slow = pool.ask('/slow');
  await Bun.sleep(150);
  pool.process.kill('SIGTERM');
  expect(await slow).toBe('finished');
  expect(await pool.process.exited).toBe(0);
  expect(pool.startedPids().filter(isAlive)).toEqual([]);
  expect(await pool.ask()).toBeNull();
}, 15_000);

test('workers that will not go are killed after the graceful time, sooner when asked twice', async () => {
  const patient = await startPool({ mode: 'stubborn', gracefulTimeoutMs: 500 });
  patient.process.kill('SIGTERM');
  const start = performance.now();
  expect(await patient.process.exited).toBe(0);
  expect(performance.now() - start).toBeWithin(1000, 3000);

  const hurried = await startPool({ mode: 'stubborn', gracefulTimeoutMs: 60_000 });
  hurried.process.kill('SIGINT');
  await Bun.sleep(400);
  hurried.process.kill('SIGINT');
  const again = performance.now();
  await hurried.process.exited;
  expect(performance.now() - again).toBeLessThan(3000);
  expect(hurried.startedPids().filter(isAlive)).toEqual([]);
}, 15_000);

test('a worker that cannot boot stops the service with exit code 3', async () => {
  const pool = await startPool({ mode: 'fail' });
  expect(await pool.process.exited).toBe(3);
  await until(() => pool.startedPids().length > 0);
  expect(pool.startedPids().length).toBeLessThanOrEqual(2);
}, 15_000);

test('workers leave within two seconds of their supervisor being killed', async () => {
  const pool = await startPool();
  const workers = pool.startedPids();
  expect(workers.filter(isAlive)).toHaveLength(2);
  pool.process.kill('SIGKILL');
  await pool.process.exited;
  await until(() => !workers.some(isAlive), 2000);
}, 15_000);

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
}, 15_000);

test('a worker that asks for it is replaced, its successor first', async () => {
  const pool = await startPool();
  const leaving = Number(await pool.ask('/recycle'));
  await until(() => !isAlive(leaving));
  expect(pool.startedPids()).toHaveLength(3);
  await until(async () => (await pool.pids()).size === 2);
}, 15_000);

test('TTIN adds a worker and TTOU takes one away', async () => {
  const pool = await startPool();
  pool.process.kill('SIGTTIN');
  await until(async () => (await pool.pids()).size === 3);
  pool.process.kill('SIGTTOU');
  await until(() => pool.startedPids().filter(isAlive).length === 2);
}, 15_000);

test('the port is probed, also against a listener that shares it', async () => {
  const port = await freePort();
  expect(await isPortFree(HOST, port)).toBe(true);
  const other = Bun.serve({ port, hostname: HOST, reusePort: true, fetch: () => new Response('other') });
  try {
    expect(await isPortFree(HOST, port)).toBe(false);
  } finally {
    await other.stop(true);
  }
});
