import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { $ } from 'bun';
import postgres from 'postgres';
import { administer, serverUrl } from '../support/database.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { startPlainProxy } from '../support/plain-proxy.ts';

const MAIN = `${import.meta.dir}/../../src/main.ts`;
const METRICS_TOKEN = 'b07f3c9e51d2486a';
const OPENSSL = Bun.which('openssl');
const folder = mkdtempSync(join(tmpdir(), 'joxai-verify-'));

let service: Installation;
let sql: postgres.Sql;
beforeAll(async () => {
  service = await startInstallation({ WORKERS: '1', METRICS_TOKEN, HEARTBEAT_TIMEOUT: '600', LOG_LEVEL: 'critical' });
  sql = postgres(service.databaseUrl, { max: 1 });
}, 120_000);
afterAll(async () => {
  await sql.end();
  await service.stop();
  rmSync(folder, { recursive: true });
});

async function verify(url: string, env: Record<string, string> = {}, flags: string[] = []) {
  const child = Bun.spawn([process.execPath, '--no-env-file', MAIN, 'verify', url, ...flags], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  return { exitCode: await child.exited, stdout, stderr };
}

const lineOf = (stdout: string, status: string, name: string, detail: string): void =>
  expect(stdout).toMatch(new RegExp(`^${status} +${name} +.*${detail}`, 'm'));

describe('a deployment that is in order', () => {
  test('passes every check, and keeps of it one conversation that says so', async () => {
    const { exitCode, stdout, stderr } = await verify(service.origin, { METRICS_TOKEN }, ['--strict', '--json']);
    const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: { status: string; name: string }[] };
    expect([exitCode, ok, stderr, checks.filter(({ status }) => status !== 'ok')]).toEqual([0, true, '', []]);
    const names = ['tls', 'health', 'readiness', 'version', 'auth', 'time', 'login', 'errors', 'origins', 'panel'];
    for (const name of [...names, 'files', 'headers', 'metrics', 'cookie', 'socket', 'chat']) {
      expect(checks.map((check) => check.name)).toContain(name);
    }
    const left = await sql`
      SELECT conversations.status, visitor_name, user_label,
             (SELECT count(*)::int FROM messages WHERE conversation_id = conversations.id AND role = 'customer') AS questions,
             (SELECT count(*)::int FROM tickets WHERE conversation_id = conversations.id) AS tickets
        FROM conversations`;
    expect([...left]).toEqual([
      { status: 'ended', visitor_name: 'Deployment check', user_label: 'joxai-verify', questions: 1, tickets: 0 },
    ]);
  });

  test('is asked for by its address', async () => {
    for (const address of ['', 'desk.bank.example', 'ftp://desk.bank.example']) {
      expect(await verify(address)).toMatchObject({ exitCode: 64, stdout: '' });
    }
  });
});

describe('a broken deployment', () => {
  test('where nobody listens', async () => {
    const { exitCode, stdout } = await verify('http://127.0.0.1:9');
    expect(exitCode).toBe(69);
    lineOf(stdout, 'fail', 'health', 'nothing answers there');
  });

  test('behind a proxy that drops headers and knows no sockets', async () => {
    const proxy = startPlainProxy(service.origin, ['content-security-policy', 'set-cookie']);
    try {
      const { exitCode, stdout } = await verify(proxy.origin);
      expect(exitCode).toBe(1);
      lineOf(stdout, 'fail', 'headers', 'of the page: content-security-policy is missing');
      lineOf(stdout, 'fail', 'headers', 'of the interface: content-security-policy is missing');
      lineOf(stdout, 'warn', 'files', 'not compressed');
      lineOf(stdout, 'fail', 'cookie', 'missing or weaker');
      lineOf(stdout, 'fail', 'socket', 'does not open');
      lineOf(stdout, 'ok', 'auth', '');
    } finally {
      await proxy.stop();
    }
  }, 120_000);

  test('that another METRICS_TOKEN opens', async () => {
    const proxy = startPlainProxy(service.origin, []);
    try {
      const right = await verify(proxy.origin, { METRICS_TOKEN });
      lineOf(right.stdout, 'ok', 'metrics', 'closed to strangers');
      lineOf(right.stdout, 'ok', 'metrics', 'METRICS_TOKEN opens them');
      const wrong = await verify(proxy.origin, { METRICS_TOKEN: 'another-token-of-ours' });
      lineOf(wrong.stdout, 'fail', 'metrics', 'METRICS_TOKEN does not open them');
      expect([wrong.exitCode, wrong.stdout.includes('another-token')]).toEqual([1, false]);
    } finally {
      await proxy.stop();
    }
  });

  test('that is another program', async () => {
    const other = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response('<h1>It works!</h1>') });
    try {
      const { exitCode, stdout } = await verify(other.url.origin);
      expect(exitCode).toBe(1);
      for (const name of ['health', 'login', 'errors', 'panel', 'chat']) lineOf(stdout, 'fail', name, '');
    } finally {
      await other.stop(true);
    }
  });

  test.skipIf(!OPENSSL)(
    'whose certificate nobody signed, or that ends soon',
    async () => {
      const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
      const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
      await $`${OPENSSL} req -x509 -newkey rsa:2048 -nodes -keyout ${key} -out ${cert} -days 9 ${subject}`.quiet();
      const tls = Bun.serve({
        port: 0,
        hostname: '127.0.0.1',
        tls: { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') },
        fetch: ({ url }) => fetch(service.origin + new URL(url).pathname),
      });
      try {
        const unknown = await verify(`https://localhost:${tls.port}`);
        expect(unknown.exitCode).toBe(69);
        lineOf(unknown.stdout, 'fail', 'tls', 'not valid for this name, or nobody known signed it');
        const known = await verify(`https://localhost:${tls.port}`, { NODE_EXTRA_CA_CERTS: cert });
        lineOf(known.stdout, 'warn', 'tls', 'good for 8 days');
        lineOf(known.stdout, 'warn', 'https', 'not told to stay');
        lineOf(known.stdout, 'ok', 'health', '');
      } finally {
        await tls.stop(true);
      }
    },
    120_000,
  );

  test('whose database does not let it in', async () => {
    const name = new URL(service.databaseUrl).pathname.slice(1);
    const close = `ALTER DATABASE ${name} ALLOW_CONNECTIONS`;
    await administer(serverUrl(), async (admin) => {
      await admin.unsafe(`${close} false`);
      await admin`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ${name}`;
    });
    try {
      const { exitCode, stdout } = await verify(service.origin);
      expect(exitCode).toBe(1);
      lineOf(stdout, 'ok', 'health', '');
      lineOf(stdout, 'fail', 'readiness', 'not ready \\(database: error\\)');
      lineOf(stdout, 'fail', 'chat', 'cannot be started');
    } finally {
      await administer(serverUrl(), (admin) => admin.unsafe(`${close} true`));
    }
  }, 120_000);

  test('whose workers do not answer', async () => {
    const workers = await service.workers();
    expect(workers).toHaveLength(1);
    for (const pid of workers) process.kill(pid, 'SIGSTOP');
    try {
      expect((await verify(service.origin)).exitCode).toBe(69);
    } finally {
      for (const pid of workers) process.kill(pid, 'SIGCONT');
    }
  }, 120_000);
});
