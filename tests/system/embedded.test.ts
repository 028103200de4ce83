import { afterAll, afterEach, beforeAll, expect, test } from 'bun:test';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { addressOfRunning } from '../../src/db/embedded/running.ts';
import { type EmbeddedServer, startEmbedded } from '../../src/db/embedded.ts';
import { freePort } from '../support/ports.ts';

const SETTINGS = { fsync: 'off', shared_buffers: '16MB', max_connections: '20' };
const PROGRAM = fileURLToPath(import.meta.resolve('../support/embedded-program.ts'));

let dataDir: string;
let server: EmbeddedServer | null = null;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'joxai-embedded-'));
  // One that nobody else takes while no server has it.
  writeFileSync(join(dataDir, 'postgres-port'), String(await freePort()));
});
afterEach(async () => {
  await server?.stop();
  server = null;
});
afterAll(() => rmSync(dataDir, { recursive: true }));

async function start(): Promise<EmbeddedServer> {
  server = await startEmbedded({ dataDir, settings: SETTINGS });
  return server;
}

async function ask<T>(url: string, query: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await query(sql);
  } finally {
    await sql.end();
  }
}

test('keeps what was written from one start to the next, on the same port', async () => {
  const first = await start();
  await ask(first.url, (sql) => sql`create table kept as select 7 as number`);
  await first.stop();
  await first.stop();
  const second = await start();
  expect(second.port).toBe(first.port);
  expect((await ask(second.url, (sql) => sql`select number from kept`))[0]?.number).toBe(7);
}, 120_000);

test('knows letters beyond ASCII and the words of Spanish, and takes settings', async () => {
  const { url } = await start();
  const [row] = await ask(
    url,
    (sql) => sql`select upper('ñandú') as upper, to_tsvector('spanish', '¿Cómo bloqueo mi tarjeta?')::text as words,
                        current_setting('server_encoding') as encoding, current_setting('fsync') as fsync,
                        current_setting('jit') as jit`,
  );
  expect(row).toEqual({
    upper: 'ÑANDÚ',
    words: "'bloque':2 'com':1 'tarjet':4",
    encoding: 'UTF8',
    fsync: 'off',
    jit: 'off',
  });
  await ask(url, (sql) => sql.unsafe('create extension unaccent; create extension pg_trgm'));
}, 60_000);

test('its password is needed and kept from others', async () => {
  const { url } = await start();
  const wrong = new URL(url);
  wrong.password = 'guessed';
  await expect(ask(wrong.href, (sql) => sql`select 1`)).rejects.toThrow('password authentication failed');
  expect(statSync(join(dataDir, 'postgres-password')).mode & 0o777).toBe(0o600);
  expect(new URL(url).hostname).toBe('127.0.0.1');
}, 60_000);

test('a second start on the same folder is told who has it', async () => {
  const { url } = await start();
  expect(addressOfRunning(dataDir)).toBe(url);
  await expect(startEmbedded({ dataDir })).rejects.toThrow(`already running on ${dataDir}`);
  await server?.stop();
  expect(addressOfRunning(dataDir)).toBeNull();
}, 60_000);

test('a note left by a machine that lost power is no obstacle, whoever has the number now', async () => {
  await (await start()).stop();
  writeFileSync(join(dataDir, 'postgres/postmaster.pid'), `${process.pid}\n${dataDir}/postgres\n`);
  writeFileSync(join(dataDir, 'in-use-by'), `${process.pid} 1`);
  const { url } = await start();
  expect((await ask(url, (sql) => sql`select 1 as one`))[0]?.one).toBe(1);
}, 60_000);

test.each(['exit', 'throw', 'SIGKILL'])(
  'after %s in the program that started it, the next start works',
  async (end) => {
    const program = Bun.spawn([process.execPath, PROGRAM, dataDir, end], { stdio: ['pipe', 'pipe', 'ignore'] });
    const reader = program.stdout.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toContain('up');
    const pid = Number.parseInt(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10);
    if (end === 'SIGKILL') program.kill('SIGKILL');
    else program.stdin.end();
    await program.exited;
    const { url } = await start();
    expect((await ask(url, (sql) => sql`select 1 as one`))[0]?.one).toBe(1);
    expect(Number.parseInt(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10)).not.toBe(pid);
  },
  60_000,
);

test('files of another major version are left alone, with a word on what to do', async () => {
  await (await start()).stop();
  const path = join(dataDir, 'postgres/PG_VERSION');
  const version = readFileSync(path, 'utf8');
  writeFileSync(path, '12\n');
  await expect(startEmbedded({ dataDir })).rejects.toThrow('written by PostgreSQL 12');
  writeFileSync(path, version);
}, 60_000);
