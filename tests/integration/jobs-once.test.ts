import { afterAll, afterEach, beforeAll, expect, test } from 'bun:test';
import { join } from 'node:path';
import postgres from 'postgres';
import { startJob } from '../../src/jobs/once.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { startStopwatch } from '../support/stopwatch.ts';

const HOLDER = join(import.meta.dir, '../support/job-holder.ts');
/** Clocks of processes are compared. Units: milliseconds. */
const JITTER_MS = 150;

let database: TestDatabase;
let sql: postgres.Sql;
let holders: Holder[] = [];

beforeAll(async () => {
  database = await cloneDatabase();
  sql = postgres(database.url, { max: 4, onnotice: () => {} });
  // Every beginning by the one clock that decides, whenever the process hears of it.
  await sql.unsafe(`
    CREATE TABLE job_runs (name text, at timestamptz);
    CREATE FUNCTION note_run() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN INSERT INTO job_runs VALUES (NEW.name, NEW.last_run_at); RETURN NULL; END $$;
    CREATE TRIGGER note_run AFTER INSERT OR UPDATE OF last_run_at ON jobs FOR EACH ROW EXECUTE FUNCTION note_run();
  `);
});

afterEach(() => {
  for (const holder of holders) holder.kill();
  holders = [];
});

afterAll(async () => {
  await sql.end();
  await database.drop();
});

/** A process that has the job, as workers of any machine have. */
class Holder {
  readonly runs: { begunAt: number; endedAt: number | null }[] = [];
  readonly #child: Bun.Subprocess<'ignore', 'pipe', 'inherit'>;
  #isReady = false;

  constructor(name: string, everySeconds: number, runMs: number) {
    const args = [database.url, name, everySeconds, runMs].map(String);
    this.#child = Bun.spawn([process.execPath, HOLDER, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    holders.push(this);
    void this.#follow();
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /** It holds a run now. */
  get isRunning(): boolean {
    return this.runs.at(-1)?.endedAt === null;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async #follow(): Promise<void> {
    let rest = '';
    for await (const chunk of this.#child.stdout) {
      const lines = (rest + new TextDecoder().decode(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const [word, at] of lines.map((line) => line.split(' '))) this.#note(word, Number(at));
    }
  }

  #note(word: string | undefined, at: number): void {
    if (word === 'ready') this.#isReady = true;
    if (word === 'begun') this.runs.push({ begunAt: at, endedAt: null });
    const last = this.runs.at(-1);
    if (word === 'ended' && last) last.endedAt = at;
  }
}

const allRuns = () => holders.flatMap(({ runs }) => runs).toSorted((one, other) => one.begunAt - other.begunAt);

test('a job runs once in its time over all processes', async () => {
  for (let at = 0; at < 4; at += 1) new Holder('quick', 1, 0);
  await eventually('it ran seven times', () => allRuns().length >= 7, 40_000);
  const pauses = await sql<{ seconds: number }[]>`
    SELECT extract(epoch FROM at - lag(at) OVER (ORDER BY at))::float8 AS seconds FROM job_runs WHERE name = 'quick'
    ORDER BY at OFFSET 1`;
  expect(pauses.length).toBeGreaterThanOrEqual(6);
  expect(Math.min(...pauses.map(({ seconds }) => seconds))).toBeGreaterThanOrEqual(1);
}, 120_000);

test('a run that takes longer than the time between two is never joined by another one', async () => {
  // A lease of two seconds: who holds it may have to wait for its turn on a busy machine, and still renews it in time.
  for (let at = 0; at < 3; at += 1) new Holder('long', 2, 4_600);
  await eventually('three are done', () => allRuns().filter(({ endedAt }) => endedAt !== null).length >= 3, 50_000);
  const runs = allRuns();
  for (const [index, { begunAt }] of runs.slice(1).entries()) {
    expect(begunAt).toBeGreaterThan((runs[index]?.endedAt ?? Number.POSITIVE_INFINITY) - JITTER_MS);
  }
}, 60_000);

test('a run whose process is killed is taken over by another one', async () => {
  const [one, other] = [new Holder('mortal', 3, 60_000), new Holder('mortal', 3, 60_000)];
  await eventually('one has it', () => one.isRunning || other.isRunning);
  const [holder, heir] = one.isRunning ? [one, other] : [other, one];
  // Longer than a lease: who lives keeps it.
  await Bun.sleep(4_000);
  expect(heir.runs).toHaveLength(0);
  holder.kill();
  const stopwatch = startStopwatch();
  await eventually('the other one has it', () => heir.isRunning);
  process.stdout.write(`  taken over after ${Math.round(stopwatch())} ms\n`);
  expect(stopwatch()).toBeLessThan(8_000);
}, 60_000);

test('a job of every hour is looked for every minute, and is left for half a minute by who dies of it', async () => {
  await sql`INSERT INTO jobs (name, next_at) VALUES ('hourly', now() - interval '1 second')`;
  const left = async () => {
    const [row] = await sql<{ seconds: number }[]>`
      SELECT extract(epoch FROM next_at - now())::float8 AS seconds FROM jobs WHERE name = 'hourly'`;
    return row?.seconds ?? Number.NaN;
  };
  const real = globalThis.setInterval;
  const pauses: number[] = [];
  let look = () => {};
  // What the process would do each time that its clock comes round.
  globalThis.setInterval = ((callback: () => void, ms: number) => {
    pauses.push(ms);
    if (pauses.length === 1) look = callback;
    return real(callback, 2 ** 30);
  }) as never;
  const running = Promise.withResolvers<void>();
  let begun = 0;
  const stop = startJob(sql, {
    name: 'hourly',
    everySeconds: 3_600,
    run: () => {
      begun += 1;
      return running.promise;
    },
    onError: () => {},
  });
  try {
    expect(pauses).toEqual([60_000]);
    look();
    await eventually('it runs', () => begun === 1);
    expect(await left()).toBeWithin(20, 30.1);
  } finally {
    globalThis.setInterval = real;
    running.resolve();
    await stop();
  }
  expect(await left()).toBeWithin(3_500, 3_600.1);
  expect(begun).toBe(1);
});

test('a run that fails is told by its name, and is due again in its time', async () => {
  const errors: unknown[] = [];
  const stop = startJob(sql, {
    name: 'failing',
    everySeconds: 1,
    run: () => Promise.reject(Object.assign(new TypeError('secret words'), { code: '23505' })),
    onError: (error) => errors.push(error),
  });
  await eventually('it failed twice', () => errors.length >= 2);
  await stop();
  const [row] = await sql`SELECT last_fault, next_at > last_run_at AS "isDue" FROM jobs WHERE name = 'failing'`;
  expect(row).toEqual({ last_fault: 'TypeError 23505', isDue: true });
});
