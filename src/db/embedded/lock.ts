import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EmbeddedError } from './error.ts';

const LOCK_FILE = 'in-use-by';

/**
 * Makes this process the only one that runs a database in the folder, until the returned function is called.
 * Errors: EmbeddedError while another process has it.
 */
export function claimFolder(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const path = join(dataDir, LOCK_FILE);
  const mine = `${process.pid} ${startTimeOf(process.pid)}`;
  if (!tryWrite(path, mine)) {
    const holder = read(path);
    if (isRunning(holder)) {
      throw new EmbeddedError(
        `JoxAI is already running on ${resolve(dataDir)} (process ${holder.split(' ')[0]}). Stop it first, or set DATA_DIR to another folder.`,
      );
    }
    rmSync(path, { force: true });
    if (!tryWrite(path, mine)) throw new EmbeddedError(`Another start just took ${resolve(dataDir)}.`);
  }
  return () => {
    if (read(path) === mine) rmSync(path, { force: true });
  };
}

/** Whether a process that lives runs a database in the folder. */
export const isClaimed = (dataDir: string): boolean => isRunning(read(join(dataDir, LOCK_FILE)));

function tryWrite(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function isRunning(holder: string): boolean {
  const [pid = 0, startTime = 0] = holder.split(' ').map(Number);
  if (!(pid > 0) || !isAlive(pid)) return false;
  // A process number comes round again, in a restarted container at once: only the same start is the same process.
  return startTimeOf(pid) === startTime && !isZombie(pid);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Units: clock ticks since the machine's start; 0 where there is no /proc. */
const startTimeOf = (pid: number): number => Number(statOf(pid)[19] ?? 0);

/** Ended, but its parent has not asked about it yet. */
const isZombie = (pid: number): boolean => statOf(pid)[0] === 'Z';

/** Source: proc_pid_stat(5), from the third field on: what stands before may contain spaces. */
function statOf(pid: number): string[] {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
