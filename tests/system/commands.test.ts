import { afterAll, expect, test } from 'bun:test';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloneDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/ports.ts';

const MAIN = `${import.meta.dir}/../../src/main.ts`;
const folder = mkdtempSync(join(tmpdir(), 'joxai-commands-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The environment of the tests, which may hold settings of whoever runs them, stays outside. */
const environment = (env: Record<string, string>) => ({
  env: { PATH: process.env.PATH ?? '', HOME: folder, DATA_DIR: join(folder, 'data'), ...env },
});

const commandOf = (args: string[]) => [process.execPath, '--no-env-file', MAIN, ...args];

function run(args: string[], env: Record<string, string> = {}) {
  const { stdout, stderr, exitCode } = Bun.spawnSync(commandOf(args), environment(env));
  return { exitCode, stdout: stdout.toString(), stderr: stderr.toString() };
}

test('start lists every fault of the settings and exits 78 with nothing done', () => {
  const { exitCode, stderr } = run(['start'], { NODE_ENV: 'production', PORT: '-7', SECRET_KEY: 'hunter2hunter2' });
  expect(exitCode).toBe(78);
  for (const name of [
    'PORT',
    'SECRET_KEY',
    'DATABASE_URL',
    'ALGORITHM',
    'ACCESS_TOKEN_EXPIRE_MINUTES',
    'AI_PROVIDER',
  ]) {
    expect(stderr).toMatch(new RegExp(`^  ${name} `, 'm'));
  }
  expect(stderr).not.toContain('hunter2');
  expect(existsSync(join(folder, 'data'))).toBe(false);
});

test('start does not share its port with another program', async () => {
  const other = Bun.serve({ port: 0, hostname: '127.0.0.1', reusePort: true, fetch: () => new Response() });
  try {
    const { exitCode, stderr } = run(['start'], { PORT: String(other.port), HOST: '127.0.0.1' });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`Port ${other.port} is taken`);
  } finally {
    await other.stop(true);
  }
});

test('start says so when the database is not there', async () => {
  const { exitCode, stderr } = run(['start'], {
    DATABASE_URL: 'postgresql://joxai:hidden-word@127.0.0.1:9/joxai',
    PORT: String(await freePort()),
  });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('had to give up');
  expect(stderr).not.toContain('hidden-word');
}, 120_000);

test('an unknown command is refused with the list of those there are', () => {
  const unknown = run(['strat']);
  expect(unknown.exitCode).toBe(64);
  expect(unknown.stderr).toContain('There is no command "strat"');
  expect(unknown.stderr).toContain('doctor');
  expect(run(['help'])).toMatchObject({ exitCode: 0, stderr: '' });
});

test('purge takes the address of the database from a file too, and says what would go', async () => {
  const database = await cloneDatabase();
  const file = join(folder, 'database_url');
  writeFileSync(file, `${database.url}\n`);
  const { exitCode, stdout, stderr } = run(['purge', '--dry-run'], { DATABASE_URL_FILE: file });
  await database.drop();
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^conversations +kept 1825 days +0 to go$/m);
}, 30_000);

test('signals for workers and for the log do not end a start that takes its time, and TERM does', async () => {
  let connections = 0;
  // A database that lets everybody wait: the start is at its preparations.
  const silent = Bun.listen({
    hostname: '127.0.0.1',
    port: 0,
    socket: {
      open() {
        connections += 1;
      },
      data() {},
    },
  });
  const child = Bun.spawn(commandOf(['start']), {
    ...environment({
      DATABASE_URL: `postgresql://joxai@127.0.0.1:${silent.port}/joxai`,
      DATA_DIR: join(folder, 'slow'),
      PORT: String(await freePort()),
      HOST: '127.0.0.1',
    }),
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  try {
    await eventually('it prepares', () => connections >= 2);
    for (const signal of ['SIGHUP', 'SIGUSR1', 'SIGTTIN', 'SIGTTOU', 'SIGTERM'] as const) child.kill(signal);
    await child.exited;
    expect([child.exitCode, child.signalCode]).toEqual([130, null]);
  } finally {
    child.kill('SIGKILL');
    silent.stop(true);
  }
}, 30_000);
