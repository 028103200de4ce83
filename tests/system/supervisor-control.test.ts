import { afterEach, expect, test } from 'bun:test';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { controlPath } from '../../src/supervisor/control.ts';
import type { SupervisorStatus } from '../../src/supervisor/status.ts';
import { isAlive, type PoolOptions, PoolProcess, until } from '../support/pool-process.ts';

const running: PoolProcess[] = [];

afterEach(async () => {
  for (const pool of running.splice(0)) await pool.destroy();
});

async function startPool(options: PoolOptions = {}): Promise<PoolProcess> {
  const pool = await PoolProcess.start(options);
  running.push(pool);
  return pool;
}

async function ctl(pool: Pick<PoolProcess, 'dataDir'>, ...args: string[]) {
  const program = [process.execPath, '--no-env-file', `${import.meta.dir}/../../src/main.ts`, 'ctl', ...args];
  const env = { PATH: process.env.PATH ?? '', DATA_DIR: pool.dataDir };
  const child = Bun.spawn(program, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  return { exitCode: await child.exited, stdout, stderr };
}

test('tells of every worker, to people and to programs', async () => {
  const pool = await startPool();
  expect(statSync(controlPath(pool.dataDir)).mode & 0o777).toBe(0o600);
  await until(async () => (await ctl(pool, 'status')).stdout.match(/\d+ MB/g)?.length === 2);
  const table = (await ctl(pool, 'status')).stdout;
  expect(table).toMatch(/supervisor \d+, running for \d+ s: 2 of 2 workers/);
  for (const pid of pool.startedPids()) expect(table).toMatch(new RegExp(`^ *${pid}  ready  .* MB  `, 'm'));
  const status: SupervisorStatus = JSON.parse((await ctl(pool, 'status', '--json')).stdout);
  expect(status).toMatchObject({ phase: 'running', pid: pool.process.pid, target: 2, failures: 0, to_be_replaced: [] });
  expect(status.workers.map(({ pid }) => pid).toSorted()).toEqual(pool.startedPids().toSorted());
  for (const { phase, last_beat_ms, load } of status.workers) {
    expect(phase).toBe('ready');
    expect(last_beat_ms).toBeLessThan(10_000);
    expect(load?.memory_bytes).toBeGreaterThan(10_000_000);
  }
}, 120_000);

test('scales, and reloads until the last worker of before is gone', async () => {
  const pool = await startPool();
  expect(await ctl(pool, 'scale', '3')).toMatchObject({ exitCode: 0 });
  await until(async () => (await pool.pids()).size === 3);
  const old = pool.startedPids();
  expect(await ctl(pool, 'reload')).toMatchObject({ exitCode: 0, stdout: 'All 3 workers are new.\n' });
  expect(old.filter(isAlive)).toEqual([]);
  expect((await pool.pids()).size).toBe(3);
  const status: SupervisorStatus = JSON.parse((await ctl(pool, 'status', '--json')).stdout);
  expect(status.ended).toEqual({ drained: 3, killed: 0, died: 0 });
}, 120_000);

test('a reload to a program that does not come up fails and says so, and the old workers go on', async () => {
  const pool = await startPool();
  const old = pool.startedPids();
  writeFileSync(`${pool.dataDir}/broken`, '');
  const { exitCode, stderr } = await ctl(pool, 'reload');
  expect(exitCode).toBe(1);
  expect(stderr).toContain('New workers do not come up; 2 old ones go on serving');
  expect(old.filter((pid) => !isAlive(pid))).toEqual([]);
  expect([...(await pool.pids())].toSorted()).toEqual(old.toSorted());
  // Mended, it is the next reload's turn.
  rmSync(`${pool.dataDir}/broken`);
  expect(await ctl(pool, 'reload')).toMatchObject({ exitCode: 0 });
  expect(old.filter(isAlive)).toEqual([]);
}, 120_000);

test('stops the service and waits until it is gone', async () => {
  const pool = await startPool();
  expect(await ctl(pool, 'stop')).toMatchObject({ exitCode: 0, stdout: 'The service has stopped.\n' });
  expect(await pool.process.exited).toBe(0);
  expect(pool.startedPids().filter(isAlive)).toEqual([]);
  expect(await ctl(pool, 'status')).toMatchObject({
    exitCode: 1,
    stderr: `JoxAI is not running on ${pool.dataDir}.\n`,
  });
}, 120_000);

test('does not take a service that falls silent for one that has stopped', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'joxai-control-'));
  const silent = Bun.serve({
    unix: controlPath(dataDir),
    fetch: ({ method }) => (method === 'POST' ? Response.json({}) : new Promise<Response>(() => {})),
  });
  try {
    expect(await ctl({ dataDir }, 'stop')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `The service on ${dataDir} does not answer.\n`,
    });
  } finally {
    await silent.stop(true);
    rmSync(dataDir, { recursive: true });
  }
}, 30_000);

test('refuses what it does not understand', async () => {
  const pool = await startPool({ workers: 1 });
  expect(await ctl(pool, 'scale', '65')).toMatchObject({ exitCode: 1 });
  for (const args of [[], ['scale'], ['scale', 'many'], ['explode']]) {
    expect(await ctl(pool, ...args)).toMatchObject({ exitCode: 64, stdout: '' });
  }
  const answer = await fetch('http://supervisor/scale', { unix: controlPath(pool.dataDir), method: 'POST', body: '{' });
  expect(answer.status).toBe(422);
  expect(pool.startedPids()).toHaveLength(1);
}, 120_000);

test('a second supervisor on the folder is refused; what a killed one left is not in the way', async () => {
  const pool = await startPool();
  const second = await startPool({ dataDir: pool.dataDir });
  expect(await second.process.exited).toBe(1);
  expect(second.output).toContain(`already running on ${pool.dataDir} (process ${pool.process.pid})`);
  expect((await pool.pids()).size).toBe(2);

  pool.process.kill('SIGKILL');
  await pool.process.exited;
  expect(statSync(controlPath(pool.dataDir)).isSocket()).toBe(true);
  const third = await startPool({ dataDir: pool.dataDir });
  await until(() => third.output.includes('all ready'));
  expect((await ctl(third, 'status')).stdout).toContain(`supervisor ${third.process.pid}`);
}, 120_000);

test('a folder in which no socket can be made costs the control and nothing else', async () => {
  const taken = await PoolProcess.start({ mode: 'fail' });
  running.push(taken);
  await taken.process.exited;
  const file = `${taken.dataDir}/a-file`;
  writeFileSync(file, '');
  const pool = await startPool({ dataDir: file });
  await until(() => pool.output.includes('all ready'));
  expect(pool.output).toContain('no control socket');
  expect((await pool.pids()).size).toBe(2);
}, 120_000);
