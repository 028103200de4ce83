import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { SMTPServer } from 'smtp-server';
import { makeServiceRole } from '../../src/db/service-role.ts';
import { Vault } from '../../src/lib/vault.ts';
import { startBankServer } from '../support/bank-server.ts';
import { administer, cloneDatabase, serverUrl, type TestDatabase, withDatabase } from '../support/database.ts';
import { hasPooler, startPooler } from '../support/pooler.ts';
import { startStaffProvider } from '../support/staff-provider.ts';

const MAIN = `${import.meta.dir}/../../src/main.ts`;
const SECRET_KEY = '5b1f9e07c3d84a62b0f7d1e93c58a4f6e2079d3b';
const OLD_SECRET_KEY = 'c94d07be1f2a83560e7bd9f4a1c6385270fd4e9b';
const folder = mkdtempSync(join(tmpdir(), 'joxai-doctor-'));

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

/** The environment of the tests, which may hold settings of whoever runs them, stays outside. */
async function run(env: Record<string, string>, flags: string[] = []) {
  const child = Bun.spawn([process.execPath, '--no-env-file', MAIN, 'doctor', ...flags], {
    env: { PATH: process.env.PATH ?? '', HOME: folder, DATA_DIR: join(folder, 'data'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  return { exitCode: await child.exited, stdout, stderr };
}

const production = (): Record<string, string> => ({
  NODE_ENV: 'production',
  DATABASE_URL: database.url,
  SECRET_KEY,
  ALGORITHM: 'HS256',
  ACCESS_TOKEN_EXPIRE_MINUTES: '30',
  AI_PROVIDER: 'mock',
  HOST: '127.0.0.1',
});

/** The line of one check. */
const lineOf = (stdout: string, status: string, name: string, detail: string): void =>
  expect(stdout).toMatch(new RegExp(`^${status} +${name} +.*${detail}`, 'm'));

describe('a deployment that is in order', () => {
  test('has no failed check, and warnings fail it only where that is asked for', async () => {
    const well = await run(production());
    expect([well.exitCode, well.stderr]).toEqual([0, '']);
    for (const name of [
      'settings',
      'names',
      'database',
      'migrations',
      'connections',
      'clock',
      'sealed',
      'bun',
      'disk',
      'memory',
      'cores',
      'descriptors',
      'assistant',
    ]) {
      lineOf(well.stdout, 'ok', name, '');
    }
    lineOf(well.stdout, 'warn', 'mail', 'SMTP_HOST is not set');
    expect((await run(production(), ['--strict'])).exitCode).toBe(1);
  });

  test('is told as JSON too', async () => {
    const { exitCode, stdout } = await run(production(), ['--json']);
    const { ok, checks } = JSON.parse(stdout);
    expect([exitCode, ok]).toEqual([0, true]);
    expect(checks).toContainEqual({ status: 'ok', name: 'migrations', detail: 'up to date' });
    expect(checks.find(({ status }: { status: string }) => status === 'warn').hint).toBeString();
  });

  test('needs nothing outside production', async () => {
    const { exitCode, stdout } = await run({});
    expect(exitCode).toBe(0);
    lineOf(stdout, 'ok', 'database', 'embedded');
  });

  test('a flag that is not known is no check', async () => {
    expect(await run({}, ['--jsn'])).toMatchObject({ exitCode: 64, stdout: '' });
  });
});

describe('settings', () => {
  test('that a start refuses fail, without their values', async () => {
    const { exitCode, stdout } = await run({
      ...production(),
      SECRET_KEY: 'my-secret-key-for-the-bank-change-me',
      PORT: 'x',
    });
    expect(exitCode).toBe(1);
    lineOf(stdout, 'fail', 'settings', 'SECRET_KEY must not be an example');
    lineOf(stdout, 'fail', 'settings', 'PORT ');
    expect(stdout).not.toContain('my-secret-key');
  });

  test('that nobody reads, that are the same, and that should be gone are told', async () => {
    const { exitCode, stdout } = await run({
      ...production(),
      WORKRES: '3',
      SMTP_HOTS: 'mail.bank.example',
      CUSTOMER_IDENTITY_SECRET: SECRET_KEY,
      SECRET_KEY_PREVIOUS: OLD_SECRET_KEY,
      ADMIN_PASSWORD: 'Trapecio-Lunar-7731',
    });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/WORKRES is not read\n +→ is WORKERS meant\?/);
    expect(stdout).toMatch(/SMTP_HOTS is not read\n +→ is SMTP_HOST meant\?/);
    lineOf(stdout, 'warn', 'secrets', 'SECRET_KEY and CUSTOMER_IDENTITY_SECRET are the same');
    lineOf(stdout, 'warn', 'secrets', 'SECRET_KEY_PREVIOUS is still set');
    lineOf(stdout, 'warn', 'secrets', 'ADMIN_PASSWORD is still set');
    for (const secret of [SECRET_KEY, OLD_SECRET_KEY, 'Trapecio-Lunar-7731', new URL(database.url).password]) {
      expect(stdout).not.toContain(secret);
    }
  });
});

test('one secret for two purposes is found in files too', async () => {
  const file = join(folder, 'a-secret');
  writeFileSync(file, `${SECRET_KEY}\n`);
  const { SECRET_KEY: _, ...rest } = production();
  const { stdout } = await run({ ...rest, SECRET_KEY_FILE: file, CUSTOMER_IDENTITY_SECRET_FILE: file });
  lineOf(stdout, 'warn', 'secrets', 'SECRET_KEY and CUSTOMER_IDENTITY_SECRET are the same');
});

describe('the database', () => {
  test('that is not there', async () => {
    const DATABASE_URL = 'postgresql://joxai:hidden-word@127.0.0.1:9/joxai';
    const { exitCode, stdout } = await run({ ...production(), DATABASE_URL });
    expect(exitCode).toBe(1);
    lineOf(stdout, 'fail', 'database', 'cannot be used \\(ECONNREFUSED');
    expect(stdout).not.toContain('hidden-word');
  });

  test('without tables: an owner may make them, another user may not', async () => {
    const name = `joxai_empty_${crypto.randomUUID().slice(0, 8)}`;
    const url = new URL(withDatabase(serverUrl(), name));
    await administer(serverUrl(), async (sql) => {
      await sql.unsafe(`CREATE DATABASE ${name}`);
      await sql.unsafe(`CREATE ROLE ${name} LOGIN PASSWORD 'wool-lantern-orbit'`);
    });
    try {
      lineOf((await run({ ...production(), DATABASE_URL: url.href })).stdout, 'warn', 'migrations', 'to be applied');
      [url.username, url.password] = [name, 'wool-lantern-orbit'];
      const other = await run({ ...production(), DATABASE_URL: url.href });
      lineOf(other.stdout, 'fail', 'migrations', 'the user may not');
      // Where the owner's address is set too, the start makes them with that.
      const DATABASE_OWNER_URL = withDatabase(serverUrl(), name);
      const owned = await run({ ...production(), DATABASE_URL: url.href, DATABASE_OWNER_URL });
      lineOf(owned.stdout, 'warn', 'migrations', 'to be applied');
      expect([other.exitCode, other.stdout.includes('superuser')]).toEqual([1, false]);
    } finally {
      await administer(serverUrl(), async (sql) => {
        await sql.unsafe(`DROP DATABASE ${name} WITH (FORCE)`);
        await sql.unsafe(`DROP ROLE ${name}`);
      });
    }
  }, 120_000);

  test('that only reads', async () => {
    const name = new URL(database.url).pathname.slice(1);
    await administer(serverUrl(), (sql) => sql.unsafe(`ALTER DATABASE ${name} SET default_transaction_read_only = on`));
    try {
      const { exitCode, stdout } = await run(production());
      expect(exitCode).toBe(1);
      lineOf(stdout, 'fail', 'privileges', 'the server only reads');
    } finally {
      await administer(serverUrl(), (sql) => sql.unsafe(`ALTER DATABASE ${name} RESET default_transaction_read_only`));
    }
  });

  test('of which the service owns nothing is in order', async () => {
    const role = `joxai_role_${crypto.randomUUID().slice(0, 8)}`;
    const owner = postgres(database.url, { max: 1, onnotice: () => {} });
    await makeServiceRole(owner, role, 'wool-lantern-orbit');
    const url = new URL(database.url);
    [url.username, url.password] = [role, 'wool-lantern-orbit'];
    try {
      const { exitCode, stdout } = await run({ ...production(), DATABASE_URL: url.href });
      lineOf(stdout, 'ok', 'privileges', 'reads and writes');
      expect(exitCode).toBe(0);
      await owner`REVOKE INSERT ON tickets FROM ${owner(role)}`;
      const less = await run({ ...production(), DATABASE_URL: url.href });
      lineOf(less.stdout, 'fail', 'privileges', '1 tables may not be read and added to');
    } finally {
      await owner.unsafe(`DROP OWNED BY ${role}`);
      await owner.unsafe(`DROP ROLE ${role}`);
      await owner.end();
    }
  }, 30_000);

  test('whose secrets another SECRET_KEY sealed, however many there are', async () => {
    const sql = postgres(database.url, { max: 1 });
    const sealed = new Vault(OLD_SECRET_KEY, null).seal('GEZDGNBVGY3TQOJQ');
    await sql`INSERT INTO two_factor (user_id, secret) SELECT min(id), ${sealed} FROM users`;
    try {
      const lost = await run(production());
      expect(lost.exitCode).toBe(1);
      lineOf(lost.stdout, 'fail', 'sealed', '1 of 1 sealed secrets open under neither');
      const kept = await run({ ...production(), SECRET_KEY_PREVIOUS: OLD_SECRET_KEY });
      lineOf(kept.stdout, 'warn', 'sealed', '1 of 1 open only under SECRET_KEY_PREVIOUS');
      await sql`DELETE FROM two_factor`;
      const present = new Vault(SECRET_KEY, null).seal('whsec_x');
      await sql`
        INSERT INTO webhooks (url, description, events, secret, created_by)
        SELECT 'https://bank.example', '', '{}', CASE WHEN n < 1001 THEN ${present} ELSE ${sealed} END, u.id
        FROM generate_series(1, 1001) n, (SELECT min(id) AS id FROM users) u ORDER BY n`;
      lineOf((await run(production())).stdout, 'fail', 'sealed', '1 of 1001 sealed secrets open under neither');
    } finally {
      await sql`DELETE FROM two_factor`;
      await sql`DELETE FROM webhooks`;
      await sql.end();
    }
  });

  test.skipIf(!hasPooler)(
    'behind a pooler, with and without a way around it',
    async () => {
      const pooler = await startPooler(serverUrl());
      try {
        const DATABASE_URL = pooler.urlOf(database.url);
        const alone = await run({ ...production(), DATABASE_URL });
        lineOf(alone.stdout, 'fail', 'pooler', 'DATABASE_URL leads through a pooler');
        const around = await run({ ...production(), DATABASE_URL, DATABASE_DIRECT_URL: database.url });
        lineOf(around.stdout, 'ok', 'pooler', 'DATABASE_DIRECT_URL around it');
        expect([alone.exitCode, around.exitCode]).toEqual([1, 0]);
      } finally {
        await pooler.stop();
      }
    },
    120_000,
  );
});

describe('mail', () => {
  const mail = (port: number) => ({
    ...production(),
    SMTP_HOST: '127.0.0.1',
    SMTP_PORT: String(port),
    SMTP_FROM_EMAIL: 'desk@bank.example',
  });
  const login = { SMTP_USERNAME: 'desk', SMTP_PASSWORD: 'wool-lantern-orbit' };

  test('is refused, or its password is not taken', async () => {
    lineOf((await run(mail(9))).stdout, 'fail', 'mail', 'does not answer on port 9');
    let mails = 0;
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _, done) =>
        username === login.SMTP_USERNAME && password === login.SMTP_PASSWORD
          ? done(null, { user: username })
          : done(new Error(`${password} is wrong`)),
      onMailFrom: (_address, _session, done) => {
        mails += 1;
        done();
      },
    });
    const { promise: listening, resolve } = Promise.withResolvers<void>();
    server.listen(0, '127.0.0.1', () => resolve());
    await listening;
    const { port } = server.server.address() as { port: number };
    try {
      lineOf((await run({ ...mail(port), ...login })).stdout, 'ok', 'mail', 'takes SMTP_USERNAME and SMTP_PASSWORD');
      const wrong = await run({ ...mail(port), ...login, SMTP_PASSWORD: 'another-word-entirely' });
      expect(wrong.exitCode).toBe(1);
      lineOf(wrong.stdout, 'fail', 'mail', 'does not take SMTP_USERNAME and SMTP_PASSWORD');
      expect(wrong.stdout).not.toContain('another-word');
      expect(mails).toBe(0);
    } finally {
      const { promise: closed, resolve: close } = Promise.withResolvers<void>();
      server.close(() => close());
      await closed;
    }
  }, 120_000);
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
  const well = await run(right);
  expect(well.stdout).toMatch(/^ok +bank +answers and takes BANK_API_TOKEN/m);
  expect(well.stdout).toMatch(/^ok +assistant +openai, then anthropic, then the offline engine/m);
  expect(well.stdout).toMatch(/^ok +openai +answers, takes OPENAI_API_KEY and knows local-model/m);
  expect(well.stdout).toMatch(/^ok +anthropic +answers/m);
  expect(well.exitCode).toBe(0);
  const ill = await run({
    ...right,
    BANK_API_TOKEN: 'another-token',
    OPENAI_API_KEY: 'sk-wrong',
    ANTHROPIC_MODEL: 'no-model',
  });
  expect(ill.stdout).toMatch(/^fail +bank +does not take BANK_API_TOKEN/m);
  expect(ill.stdout).toMatch(/^fail +openai +does not take OPENAI_API_KEY/m);
  expect(ill.stdout).toMatch(/^warn +anthropic +does not list no-model/m);
  expect(ill.stdout).not.toMatch(/another-token|sk-wrong/);
  expect(ill.exitCode).toBe(1);
  const gone = await run({
    ...right,
    BANK_API_URL: 'http://127.0.0.1:9',
    OPENAI_BASE_URL: 'http://127.0.0.1:9',
  });
  expect(gone.stdout).toMatch(/^fail +bank +cannot be used \(network\)/m);
  expect(gone.stdout).toMatch(/^warn +openai +not reachable/m);
  await vendor.stop(true);
  await bank.stop();
}, 150_000);

test('doctor asks the sign-in provider what it can do', async () => {
  const provider = await startStaffProvider({ origin: 'http://127.0.0.1:1' });
  expect((await run({})).stdout).toMatch(/^ok +sign-in +local accounts alone/m);
  expect((await run(provider.env)).stdout).toMatch(/^ok +sign-in +the provider answers/m);
  const gone = await run({ ...provider.env, OIDC_ISSUER: 'http://127.0.0.1:9' });
  expect(gone.stdout).toMatch(/^fail +sign-in +no provider answers/m);
  expect(gone.stdout).not.toContain(provider.env.OIDC_CLIENT_SECRET ?? '');
  await provider.stop();
}, 150_000);

test('the model is asked for a word where that is allowed', async () => {
  let calls = 0;
  const vendor = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: ({ url }) => {
      if (new URL(url).pathname.endsWith('/models')) return Response.json({ data: [{ id: 'local-model' }] });
      calls += 1;
      return Response.json({ error: { message: 'no credit', code: 'insufficient_quota' } }, { status: 429 });
    },
  });
  const env = {
    AI_PROVIDER: 'openai',
    OPENAI_API_KEY: 'sk-right',
    OPENAI_BASE_URL: `${vendor.url.origin}/v1`,
    OPENAI_MODEL: 'local-model',
  };
  try {
    expect((await run(env)).exitCode).toBe(0);
    expect(calls).toBe(0);
    const asked = await run(env, ['--call-models']);
    expect(asked.exitCode).toBe(1);
    lineOf(asked.stdout, 'fail', 'openai', 'the model does not answer \\(rate_limited\\)');
  } finally {
    await vendor.stop(true);
  }
}, 150_000);
