import type { Sql } from '../db/client.ts';

/**
 * Whether this process is the one that runs the job now: at most one run in so many seconds, over all processes.
 * A run that fails is made up for by the next one.
 */
export async function claimRun(sql: Sql, job: string, everySeconds: number): Promise<boolean> {
  const rows = await sql`
    INSERT INTO jobs (name, next_at, last_run_at) SELECT ${job}, now() + make_interval(secs => ${everySeconds}), now()
    WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE name = ${job} AND next_at > now())
    ON CONFLICT (name) DO UPDATE SET next_at = excluded.next_at, last_run_at = excluded.last_run_at WHERE jobs.next_at <= now() RETURNING name`;
  return rows.length > 0;
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
  run: () => Promise<unknown>;
  onError: (error: unknown) => void;
}

/** Looks every so often whether it is this process's turn. Answers what stops it and waits for a run under way. */
export function startJob(sql: Sql, { name, everySeconds, run, onError }: Job): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  let isRunning = false;
  const timer = setInterval(() => {
    if (isRunning) return;
    isRunning = true;
    running = claimRun(sql, name, everySeconds)
      .then((isOurs) => (isOurs ? run() : null))
      .catch(async (error: unknown) => {
        onError(error);
        await noteFault(sql, name, error).catch(onError);
      })
      .finally(() => {
        isRunning = false;
      });
  }, everySeconds * 1_000);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
