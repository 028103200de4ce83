import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedError } from './error.ts';
import { isAlive } from './lock.ts';

const STOP_DEADLINE_MS = 20_000;
const POLL_MS = 25;

/**
 * Ends a server that outlived the program which started it, and clears the note a crashed one left behind.
 * The folder must be claimed.
 */
export async function stopLeftOver(clusterDir: string): Promise<void> {
  const path = join(clusterDir, 'postmaster.pid');
  const pid = pidIn(path);
  if (pid === null) return;
  if (isPostgres(pid)) {
    process.kill(pid, 'SIGINT');
    await waitUntilGone(pid);
  }
  // PostgreSQL would refuse to start if the number now belongs to another process of the same user.
  rmSync(path, { force: true });
}

function pidIn(path: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
    return pid > 1 ? pid : null;
  } catch {
    return null;
  }
}

function isPostgres(pid: number): boolean {
  if (!isAlive(pid)) return false;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    return process.platform !== 'linux';
  }
}

async function waitUntilGone(pid: number): Promise<void> {
  const deadline = performance.now() + STOP_DEADLINE_MS;
  while (isPostgres(pid)) {
    if (performance.now() > deadline) {
      throw new EmbeddedError(`The database left by an earlier start (process ${pid}) does not stop.`);
    }
    await Bun.sleep(POLL_MS);
  }
}
