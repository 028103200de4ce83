import type { Context } from '../context.ts';
import type { Sql } from '../db/client.ts';

/** A run is its process's for so long at a time, and renewed while it goes on; then the process is taken for dead. */
const LEASE_SECONDS = 30;
const RENEWALS_PER_LEASE = 3;
/** A process may live for less than the time between two runs. */
const LOOK_AT_LEAST_EVERY_SECONDS = 60;

/** The time at which it began, to the microsecond: nobody else began the job then. */
type Run = string;

/**
 * Whether this process is the one that runs the job now: at most one run in so many seconds, over all processes.
 * A run that fails is made up for by the next one; one whose process dies, as soon as its lease is over.
 */
async function claimRun(sql: Sql, job: string, everySeconds: number): Promise<Run | null> {
  const rows = await sql<{ run: Run }[]>`
    INSERT INTO jobs (name, next_at, last_run_at)
    SELECT ${job}, now() + make_interval(secs => ${leaseOf(everySeconds)}), now()
    WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE name = ${job} AND next_at > now())
    ON CONFLICT (name) DO UPDATE SET next_at = excluded.next_at, last_run_at = excluded.last_run_at
    WHERE jobs.next_at <= now() RETURNING last_run_at::text AS run`;
  return rows[0]?.run ?? null;
}

const leaseOf = (everySeconds: number): number => Math.min(LEASE_SECONDS, everySeconds);

async function renewRun(sql: Sql, job: string, run: Run, everySeconds: number): Promise<void> {
  await sql`UPDATE jobs SET next_at = now() + make_interval(secs => ${leaseOf(everySeconds)})
    WHERE name = ${job} AND last_run_at = ${run}::text::timestamptz`;
}

async function finishRun(sql: Sql, job: string, run: Run, everySeconds: number): Promise<void> {
  await sql`UPDATE jobs SET next_at = last_run_at + make_interval(secs => ${everySeconds})
    WHERE name = ${job} AND last_run_at = ${run}::text::timestamptz`;
}

/** By its name and code alone: drivers put statements and parameters into the text. */
async function noteFault(sql: Sql, job: string, error: unknown): Promise<void> {
  await sql`UPDATE jobs SET last_fault = ${nameOf(error)}, last_fault_at = now() WHERE name = ${job}`;
}

const nameOf = (error: unknown): string => {
  const { name = 'Error', code } = (error ?? {}) as { name?: string; code?: unknown };
  return typeof code === 'string' ? `${name} ${code}` : name;
};

interface Job {
  name: string;
  everySeconds: number;
  /** May run again over what a process left half done: whatever it does twice must be as if done once. */
  run: () => Promise<unknown>;
  onError: (error: unknown) => void;
}

/** Begins one job, or does something else with it. */
export type Start<Begun> = (name: string, everySeconds: number, run: () => Promise<unknown>) => Begun;

/** Starts all of them. Answers what stops them and waits for runs under way. */
export function startJobs(
  ctx: Context,
  jobsOf: (ctx: Context, start: Start<() => Promise<void>>) => (() => Promise<void>)[],
): () => Promise<void> {
  const stops = jobsOf(ctx, (name, everySeconds, run) =>
    startJob(ctx.db.sql, {
      name,
      everySeconds,
      run,
      onError: (err) => ctx.log.warn({ err, job: name }, 'a job failed'),
    }),
  );
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

/** Looks every so often whether it is this process's turn. Answers what stops it and waits for a run under way. */
export function startJob(sql: Sql, job: Job): () => Promise<void> {
  const { name, everySeconds, onError } = job;
  let running: Promise<unknown> = Promise.resolve();
  let isRunning = false;
  const timer = setInterval(() => {
    if (isRunning) return;
    isRunning = true;
    running = runIfOurs(sql, job)
      .catch(async (error: unknown) => {
        onError(error);
        await noteFault(sql, name, error).catch(onError);
      })
      .finally(() => {
        isRunning = false;
      });
  }, Math.min(everySeconds, LOOK_AT_LEAST_EVERY_SECONDS) * 1_000);
  return async () => {
    clearInterval(timer);
    await running;
  };
}

async function runIfOurs(sql: Sql, { name, everySeconds, run, onError }: Job): Promise<void> {
  const ours = await claimRun(sql, name, everySeconds);
  if (ours === null) return;
  const lease = leaseOf(everySeconds);
  let renewed: Promise<void> | null = null;
  const renewal = setInterval(
    () => {
      renewed = renewRun(sql, name, ours, everySeconds).catch(onError);
    },
    (lease / RENEWALS_PER_LEASE) * 1_000,
  );
  try {
    await run();
  } finally {
    clearInterval(renewal);
    await renewed;
    if (renewed || lease < everySeconds) await finishRun(sql, name, ours, everySeconds);
  }
}
