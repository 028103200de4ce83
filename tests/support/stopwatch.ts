import { readFileSync } from 'node:fs';

/**
 * Measures from now on, without what the machine had no processor for: where a promise is about a machine that has nothing
 * else to do, what others take away does not count. Units: milliseconds.
 *
 * With process ids: without the time in which one of these was ready to run and waited for its turn. Else without that in
 * which anything on this machine did.
 */
export function startStopwatch(...pids: readonly number[]): () => number {
  const waited = pids.length > 0 ? () => queuedMs(pids) : pressureMs;
  const [begun, before] = [performance.now(), waited()];
  return () => {
    const elapsed = performance.now() - begun;
    return Math.max(0, elapsed - Math.max(0, waited() - before));
  };
}

/** The least of several runs, for what is measured against a bound: others can only make it longer. */
export async function quickest(work: () => Promise<unknown>, runs = 10): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run += 1) {
    const stopwatch = startStopwatch();
    await work();
    least = Math.min(least, stopwatch());
  }
  return least;
}

/**
 * So long somebody waited since the machine started, as a mean over its processors. Zero where the kernel does not tell.
 * Source: Documentation/accounting/psi.rst of the kernel.
 */
function pressureMs(): number {
  const [, microseconds = '0'] = /^some .*total=(\d+)/.exec(read('/proc/pressure/cpu')) ?? [];
  return Number(microseconds) / 1_000;
}

/** Of the first thread of each, and of this very one; a process that is gone has waited for nothing. */
function queuedMs(pids: readonly number[]): number {
  const tasks = pids.map((pid) => (pid === process.pid ? 'thread-self' : pid));
  return tasks.reduce((sum: number, task) => sum + Number(read(`/proc/${task}/schedstat`).split(' ')[1] ?? 0), 0) / 1e6;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
