import { afterAll, expect, test } from 'bun:test';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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

test('start says so when the database is not there', () => {
  const { exitCode, stderr } = run(['start'], {
    DATABASE_URL: 'postgresql://joxai:hidden-word@127.0.0.1:9/joxai',
    PORT: '5981',
  });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('had to give up');
  expect(stderr).not.toContain('hidden-word');
}, 30_000);

test('an unknown command is refused with the list of those there are', () => {
  const unknown = run(['strat']);
  expect(unknown.exitCode).toBe(64);
  expect(unknown.stderr).toContain('There is no command "strat"');
  expect(unknown.stderr).toContain('doctor');
  expect(run(['help'])).toMatchObject({ exitCode: 0, stderr: '' });
});
