import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import postgres from 'postgres';
import { inspectDatabase } from '../../src/db/inspect.ts';
import { refusePooler } from '../../src/db/pooler.ts';
import { call, say, staffToken, startChat } from '../support/client.ts';
import { Customer } from '../support/customer.ts';
import { ADMIN, administer, serverUrl, withDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type LivePage, logIntoPanel, openLivePage, watchFrame } from '../support/panel-client.ts';
import { hasPooler, type Pooler, startPooler } from '../support/pooler.ts';

const WORKERS = 2;
const CUSTOMERS = 24;
const ROUNDS = 3;
const SETTLE_MS = 60_000;
const MAIN = join(import.meta.dir, '../../src/main.ts');

let pooler: Pooler;
let name: string;
/** Straight to the server, and through the pooler. */
let direct: string;
let pooled: string;

beforeAll(async () => {
  if (!hasPooler) return;
  name = `joxai_pooled_${randomBytes(6).toString('hex')}`;
  await administer(serverUrl(), (sql) => sql.unsafe(`CREATE DATABASE ${name}`));
  pooler = await startPooler(serverUrl());
  direct = withDatabase(serverUrl(), name);
  pooled = pooler.urlOf(direct);
});

afterAll(async () => {
  if (!hasPooler) return;
  await pooler.stop();
  await administer(serverUrl(), (sql) => sql.unsafe(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
});

async function run(command: string, env: Record<string, string>): Promise<{ exitCode: number; output: string }> {
  const child = Bun.spawn([process.execPath, MAIN, command], {
    env: {
      PATH: process.env.PATH,
      SECRET_KEY: randomBytes(32).toString('hex'),
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  return { exitCode: await child.exited, output: out + err };
}

describe.skipIf(!hasPooler)('behind a transaction pooler', () => {
  test('nothing is prepared, and no worker begins, where nothing leads around it', async () => {
    const refusal = 'DATABASE_DIRECT_URL must be set: DATABASE_URL leads through a pooler';
    const { exitCode, output } = await run('prepare', { DATABASE_URL: pooled });
    expect(output).toContain(refusal);
    expect(exitCode).toBe(78);
    expect((await run('worker', { DATABASE_URL: pooled })).output).toContain(refusal);
    // Some poolers take any setting.
    const sql = postgres(pooled, { max: 1, prepare: false });
    await expect(refusePooler(sql)).rejects.toThrow(refusal);
    await sql.end();
  });

  test('an empty database is made ready', async () => {
    const { exitCode, output } = await run('prepare', { DATABASE_URL: pooled, DATABASE_DIRECT_URL: direct });
    expect(output).not.toContain('gave up');
    expect(exitCode).toBe(0);
    expect((await inspectDatabase(pooled)).pendingMigrations).toBe(0);
  }, 120_000);

  describe('the service', () => {
    let service: Installation;
    let sql: postgres.Sql;
    let logged: number;

    beforeAll(async () => {
      logged = pooler.log().length;
      service = await startInstallation({
        WORKERS: String(WORKERS),
        DATABASE_URL: pooled,
        DATABASE_DIRECT_URL: direct,
      });
      sql = postgres(direct, { max: 1, onnotice: () => {} });
    }, 120_000);

    afterAll(async () => {
      await sql.end();
      await service.stop();
    });

    test('loses and doubles no message of many chats', async () => {
      const customers = await Promise.all(
        Array.from({ length: CUSTOMERS }, (_, index) => Customer.arrive(service.origin, index)),
      );
      await Promise.all(customers.map((customer) => customer.talk(ROUNDS, 50)));
      const deadline = performance.now() + SETTLE_MS;
      const reports = await Promise.all(customers.map((customer) => customer.report(deadline)));
      for (const customer of customers) customer.leave();
      expect(reports.flatMap(({ faults }) => faults)).toEqual([]);
      expect(reports.reduce((sum, { acknowledged }) => sum + acknowledged, 0)).toBe(CUSTOMERS * ROUNDS);
    }, 120_000);

    test('tells every open page of the panel, whichever worker has it', async () => {
      const session = await logIntoPanel(service.origin, ADMIN);
      const pages = await Promise.all(Array.from({ length: 8 }, () => openLivePage(service.origin, session)));
      const token = await staffToken(service.origin);
      for (const page of pages) page.send(watchFrame());
      const chat = await startChat(service.origin, { user_name: 'Berta Alonso' });
      await say(service.origin, chat, 'Hola, ¿están ahí?');
      await everyPage(pages, (html) => html.includes(chat.id));
      const taken = await call(service.origin, 'POST', `/api/v1/conversations/${chat.id}/takeover`, { token });
      expect(taken.status).toBe(200);
      for (const page of pages) page.send(watchFrame('', chat.id));
      await say(service.origin, chat, 'La frase que todas las páginas deben mostrar');
      await everyPage(pages, (html) => html.includes('La frase que todas las páginas deben mostrar'));
      for (const page of pages) page.close();
    }, 120_000);

    test('runs its jobs, and listens around the pooler alone', async () => {
      const frequent = ['assign', 'return_silent', 'sla', 'tell_waiting', 'knowledge_gaps', 'search_index'];
      await eventually(
        'every frequent job has run',
        async () => {
          const rows = await sql<{ name: string }[]>`SELECT name FROM jobs WHERE last_run_at IS NOT NULL`;
          return frequent.every((job) => rows.some((row) => row.name === job));
        },
        60_000,
      );
      expect([...(await sql`SELECT name, last_fault FROM jobs WHERE last_fault IS NOT NULL`)]).toEqual([]);
      const listening = await sql`
        SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query ILIKE 'listen%'`;
      expect(listening).toHaveLength(WORKERS);
      const locks = await sql`
        SELECT pid FROM pg_locks l JOIN pg_stat_activity a USING (pid)
        WHERE l.locktype = 'advisory' AND a.datname = current_database() AND a.state = 'idle'`;
      expect(locks).toHaveLength(0);
    }, 120_000);

    test('was refused nothing by the pooler, and complains of nothing', () => {
      expect(pooler.log().slice(logged)).not.toMatch(/unsupported|prepared statement|ERROR|FATAL/);
      expect(service.output()).not.toMatch(/"level":"(warn|error|fatal|critical)/);
    });
  });
});

/** Sooner than pages look by themselves for what they may have missed. */
const everyPage = (pages: LivePage[], isThere: (html: string) => boolean) =>
  eventually('every page shows it', () => pages.every((page) => isThere(page.html())), 20_000);
