import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { processTree } from './process-tree.ts';

const READY_TIMEOUT_MS = 60_000;
const READY_POLL_MS = 5;
const STOP_TIMEOUT_MS = 8_000;
const SHOWN_LOG_LINES = 15;

export interface Command {
  name: string;
  command: string[];
  folder: string;
  env: Record<string, string>;
  logFile: string;
  uid?: number;
  gid?: number;
}

/** A program that runs beside the harness, with its children. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #logFile: string;
  readonly #name: string;
  readonly #exited: Promise<void>;

  constructor({ name, command: [program = '', ...args], folder, env, logFile, uid, gid }: Command) {
    this.#name = name;
    this.#logFile = logFile;
    const log = openSync(logFile, 'a');
    const identity = uid === undefined || gid === undefined ? {} : { uid, gid };
    this.#child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', log, log], detached: true, ...identity });
    this.#exited = new Promise((resolve) => {
      this.#child.once('exit', () => resolve());
      this.#child.once('error', () => resolve());
    });
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error(`${this.#name} could not be started`);
    return this.#child.pid;
  }

  /** Resolves at the first 200. Errors: rejects with the end of the log when the program ends or a minute is over. */
  async ready(url: string): Promise<void> {
    const until = performance.now() + READY_TIMEOUT_MS;
    while (performance.now() < until && !this.hasExited) {
      const status = await fetch(url, { headers: { connection: 'close' }, signal: AbortSignal.timeout(2_000) }).then(
        (answer) => answer.status,
        () => 0,
      );
      if (status === 200) return;
      await Bun.sleep(READY_POLL_MS);
    }
    throw new Error(`${this.#name} did not become ready:\n${this.logEnd()}`);
  }

  get hasExited(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined;
  }

  logEnd(): string {
    return readFileSync(this.#logFile, 'utf8').trimEnd().split('\n').slice(-SHOWN_LOG_LINES).join('\n');
  }

  /** Asks the program to end; what has not done so after eight seconds is killed, children included. */
  async stop(signal: 'SIGTERM' | 'SIGINT' = 'SIGTERM'): Promise<void> {
    if (this.hasExited) return;
    const family = processTree(this.pid);
    this.#child.kill(signal);
    await Promise.race([this.#exited, Bun.sleep(STOP_TIMEOUT_MS)]);
    for (const pid of family) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
