import { afterAll, expect, test } from 'bun:test';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBankServer } from '../support/bank-server.ts';
import { startStaffProvider } from '../support/staff-provider.ts';

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

/** The same while this process goes on, for servers in it that the command asks. */
async function runBeside(args: string[], env: Record<string, string>) {
  const child = Bun.spawn(commandOf(args), { ...environment(env), stdio: ['ignore', 'pipe', 'ignore'] });
  const stdout = await new Response(child.stdout).text();
  return { exitCode: await child.exited, stdout };
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

test('doctor asks the bank and the vendors whether they take what they are given', async () => {
  const bank = await startBankServer();
  const vendor = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: ({ headers, url }) => {
      if (!new URL(url).pathname.endsWith('/v1/models')) return new Response(null, { status: 404 });
      const isKnown = (headers.get('authorization') ?? headers.get('x-api-key') ?? '').endsWith('sk-right');
      return isKnown ? Response.json({ data: [{ id: 'local-model' }] }) : new Response(null, { status: 401 });
    },
  });
  const right = {
    BANK_API_URL: bank.url,
    BANK_API_TOKEN: bank.token,
    AI_PROVIDER: 'openai',
    AI_FALLBACK: 'anthropic',
    OPENAI_API_KEY: 'sk-right',
    OPENAI_BASE_URL: `${vendor.url.origin}/v1`,
    OPENAI_MODEL: 'local-model',
    ANTHROPIC_API_KEY: 'sk-right',
    ANTHROPIC_BASE_URL: vendor.url.origin,
    ANTHROPIC_MODEL: 'local-model',
  };
  const well = await runBeside(['doctor'], right);
  expect(well.stdout).toMatch(/^ok +bank +answers and takes BANK_API_TOKEN/m);
  expect(well.stdout).toMatch(/^ok +assistant +openai, then anthropic, then the offline engine/m);
  expect(well.stdout).toMatch(/^ok +openai +answers, takes OPENAI_API_KEY and knows local-model/m);
  expect(well.stdout).toMatch(/^ok +anthropic +answers/m);
  expect(well.exitCode).toBe(0);
  const ill = await runBeside(['doctor'], {
    ...right,
    BANK_API_TOKEN: 'another-token',
    OPENAI_API_KEY: 'sk-wrong',
    ANTHROPIC_MODEL: 'no-model',
  });
  expect(ill.stdout).toMatch(/^failed +bank +does not take BANK_API_TOKEN/m);
  expect(ill.stdout).toMatch(/^failed +openai +does not take OPENAI_API_KEY/m);
  expect(ill.stdout).toMatch(/^warning +anthropic +does not list no-model/m);
  expect(ill.stdout).not.toMatch(/another-token|sk-wrong/);
  expect(ill.exitCode).toBe(1);
  const gone = await runBeside(['doctor'], {
    ...right,
    BANK_API_URL: 'http://127.0.0.1:9',
    OPENAI_BASE_URL: 'http://127.0.0.1:9',
  });
  expect(gone.stdout).toMatch(/^failed +bank +cannot be used \(network\)/m);
  expect(gone.stdout).toMatch(/^warning +openai +not reachable/m);
  await vendor.stop(true);
  await bank.stop();
}, 60_000);

test('doctor asks the sign-in provider what it can do', async () => {
  const provider = await startStaffProvider({ origin: 'http://127.0.0.1:1' });
  expect((await runBeside(['doctor'], {})).stdout).toMatch(/^ok +sign-in +local accounts alone/m);
  expect((await runBeside(['doctor'], provider.env)).stdout).toMatch(/^ok +sign-in +the provider answers/m);
  const gone = await runBeside(['doctor'], { ...provider.env, OIDC_ISSUER: 'http://127.0.0.1:9' });
  expect(gone.stdout).toMatch(/^failed +sign-in +no provider answers/m);
  expect(gone.stdout).not.toContain(provider.env.OIDC_CLIENT_SECRET ?? '');
  await provider.stop();
}, 60_000);

test('doctor tells what is in order and fails on what is not', () => {
  const well = run(['doctor']);
  expect(well.exitCode).toBe(0);
  expect(well.stdout).toMatch(/^ok +database +embedded/m);
  const ill = run(['doctor'], {
    DATABASE_URL: 'postgresql://joxai:hidden-word@127.0.0.1:9/joxai',
    SMTP_HOST: '127.0.0.1',
    SMTP_PORT: '9',
    SMTP_FROM_EMAIL: 'a@b.mx',
  });
  expect(ill.exitCode).toBe(1);
  expect(ill.stdout).toMatch(/^failed +database/m);
  expect(ill.stdout).toMatch(/^failed +mail/m);
  expect(ill.stdout).not.toContain('hidden-word');
  expect(run(['doctor'], { PORT: 'x' }).stdout).toMatch(/^failed +settings +PORT /m);
}, 30_000);
