import { readFileSync } from 'node:fs';
import type { Environment } from '../config/reader.ts';

const LOOK_MS = 500;

/**
 * Ends the service when the package script that started it is gone. npm passes TERM to its shell alone, which dies
 * without passing it on: nobody would be left who could stop the service or tell that it still runs.
 * Returns the function that stops the watch.
 */
export function stopWithLauncher(env: Environment): () => void {
  // Started by hand or by a service manager: outliving the shell may be meant.
  if (env.npm_lifecycle_event === undefined) return () => {};
  const isNpx = read(`/proc/${process.ppid}/environ`).split('\0').includes('npm_command=exec');
  const ancestors = () => (isNpx ? `${process.ppid} ${parentOf(process.ppid)}` : `${process.ppid}`);
  const launchers = ancestors();
  const timer = setInterval(() => {
    if (ancestors() === launchers) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_MS);
  return () => clearInterval(timer);
}

/** Source: proc_pid_stat(5), the fourth field. */
function parentOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

/** Empty where there is no /proc. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
