import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import postgres from 'postgres';
import { type Context, createContext } from '../../src/context.ts';
import { followKnowledge } from '../../src/features/knowledge/service.ts';
import { deskJobs } from '../../src/jobs/desk.ts';
import { signInJobs } from '../../src/jobs/sign-in.ts';
import { cloneDatabase, serverUrl, type TestDatabase } from '../support/database.ts';
import { fillDesk } from '../support/full-desk.ts';
import { startService, testConfig } from '../support/service.ts';

/** Who runs when, what lives only while processes do, and the protocol of each look at the audit log. */
const LEFT_OUT = ['jobs', 'workers', 'connections', 'rate_limits', 'audit_verifications'];
/** Some take a part of what is due at a time, and clocks go on. */
const ROUNDS_AT_MOST = 10;
const LOOKS = 3;

let folder: string;
let database: TestDatabase;
/** As it is before anything runs; there one machine does it all. */
let control: TestDatabase;
const machines: Machine[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joxai-jobs-'));
  database = await cloneDatabase();
  const service = await startService({ database });
  await fillDesk(service);
  await service.stop();
  await makeWork();
  control = await cloneDatabase(serverUrl(), new URL(database.url).pathname.slice(1));
  for (const { url } of [database, database, control]) machines.push(await Machine.start(url));
}, 120_000);

afterAll(async () => {
  for (const machine of machines) await machine.stop();
  await rm(folder, { recursive: true, force: true });
  await control.drop();
  await database.drop();
});

/** Clocks that are over, notifications that are old, days that are not measured. */
async function makeWork(): Promise<void> {
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  await sql`UPDATE tickets SET resolution_due_at = now() - interval '1 minute', sla_due_at = now() - interval '1 minute'
    WHERE id IN (SELECT id FROM tickets WHERE status IN ('OPEN', 'IN_PROGRESS') ORDER BY id LIMIT 10)`;
  await sql`UPDATE notifications SET created_at = now() - interval '5 years' WHERE status = 'SENT' AND id % 3 = 0`;
  await sql`DELETE FROM measured_days WHERE day > current_date - 10`;
  await sql`DELETE FROM measures WHERE day > current_date - 10`;
  await sql.end();
}

/** A process that has its jobs, and runs them when it is told to. */
class Machine {
  readonly names: string[] = [];
  readonly #runs: (() => Promise<unknown>)[];
  readonly #ctx: Context;
  readonly #unfollow: () => void;

  static async start(databaseUrl: string): Promise<Machine> {
    const ctx = await createContext(testConfig(databaseUrl, folder));
    return new Machine(ctx, await followKnowledge(ctx));
  }

  private constructor(ctx: Context, unfollow: () => void) {
    this.#ctx = ctx;
    this.#unfollow = unfollow;
    const begin = (name: string, _everySeconds: number, run: () => Promise<unknown>) => {
      this.names.push(name);
      return run;
    };
    this.#runs = [...deskJobs(ctx, begin), ...signInJobs(ctx, begin)];
  }

  async runAll(): Promise<void> {
    await Promise.all(this.#runs.map((run) => run()));
  }

  /** Of every table how many rows there are, and all of them in one word. */
  async contents(): Promise<Map<string, { rows: number; word: string | null }>> {
    const { sql } = this.#ctx.db;
    const tables = await sql<{ name: string }[]>`
      SELECT relname AS name FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
        AND relname <> ALL(${LEFT_OUT}) ORDER BY relname`;
    const found = new Map<string, { rows: number; word: string | null }>();
    for (const { name } of tables) {
      const [row] = await sql<{ rows: number; word: string | null }[]>`
        SELECT count(*)::int AS rows, md5(string_agg(t::text, '|' ORDER BY t::text)) AS word FROM ${sql(name)} t`;
      found.set(name, { rows: row?.rows ?? 0, word: row?.word ?? null });
    }
    return found;
  }

  async stop(): Promise<void> {
    this.#unfollow();
    await this.#ctx.close();
  }
}

/** Runs all jobs until a run changes nothing. Answers the tables that were changed. */
async function runUntilDone(...together: Machine[]): Promise<string[]> {
  const [first] = together as [Machine];
  const changes: string[][] = [];
  let before = await first.contents();
  while (changes.at(-1)?.length !== 0) {
    if (changes.length > ROUNDS_AT_MOST) throw new Error(`each run changes something anew: ${changes.at(-1)}`);
    await Promise.all(together.map((machine) => machine.runAll()));
    const after = await first.contents();
    changes.push([...after].filter(([name, { word }]) => before.get(name)?.word !== word).map(([name]) => name));
    before = after;
  }
  return [...new Set(changes.flat())].sort();
}

const rowsOf = async (machine: Machine) =>
  Object.fromEntries([...(await machine.contents())].map(([name, { rows }]) => [name, rows]));

test('jobs that two machines run at once, and again and again, do what one does once', async () => {
  const [one, other, alone] = machines as [Machine, Machine, Machine];
  const changed = await runUntilDone(one, other);
  process.stdout.write(`  ${one.names.length} jobs changed ${changed.join(', ')}\n`);
  expect(changed).toEqual(expect.arrayContaining(['measures', 'notifications', 'ticket_sla_events']));
  await runUntilDone(alone);
  // What comes due while one side is done already is not done twice: the other side has it a moment later.
  for (let look = 0; look < LOOKS && !isDeepStrictEqual(await rowsOf(one), await rowsOf(alone)); look += 1) {
    await runUntilDone(one, other);
    await runUntilDone(alone);
  }
  expect(await rowsOf(one)).toEqual(await rowsOf(alone));
}, 120_000);
