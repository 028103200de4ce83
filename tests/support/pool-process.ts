import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './ports.ts';

export interface PoolOptions {
  workers?: number;
  heartbeatTimeoutMs?: number;
  gracefulTimeoutMs?: number;
  mode?: 'serve' | 'fail' | 'crash' | 'stubborn';
  /** Of another pool, else one of its own. */
  dataDir?: string;
}

/** A supervisor with stand-in workers, as a process of its own. */
export class PoolProcess {
  readonly process: Bun.Subprocess<'ignore', 'pipe', 'pipe'>;
  readonly dataDir: string;
  readonly #port: number;
  output = '';

  /** Resolves when all its workers serve; at once, where they never will. */
  static async start(options: PoolOptions = {}): Promise<PoolProcess> {
    const pool = new PoolProcess(await freePort(), options);
    const isDoomed = options.mode === 'fail' || options.mode === 'crash' || options.dataDir !== undefined;
    if (!isDoomed) await until(() => pool.output.includes('all ready'));
    return pool;
  }

  private constructor(
    port: number,
    { workers = 2, heartbeatTimeoutMs = 10_000, gracefulTimeoutMs = 10_000, mode = 'serve', dataDir }: PoolOptions,
  ) {
    this.#port = port;
    this.dataDir = dataDir ?? mkdtempSync(join(tmpdir(), 'joxai-pool-'));
    const args = [workers, port, heartbeatTimeoutMs, gracefulTimeoutMs, mode, this.dataDir].map(String);
    this.process = Bun.spawn([process.execPath, `${import.meta.dir}/pool.ts`, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    void this.#collect(this.process.stdout);
    void this.#collect(this.process.stderr);
  }

  /** Over a fresh connection, so that the kernel chooses among the workers again; null when it fails. */
  async ask(path = '/'): Promise<string | null> {
    try {
      const url = `http://127.0.0.1:${this.#port}${path}`;
      return await (await fetch(url, { headers: { connection: 'close' }, keepalive: false })).text();
    } catch {
      return null;
    }
  }

  /** Of the workers that answer. */
  async pids(): Promise<Set<number>> {
    const answers = await Promise.all(Array.from({ length: 40 }, () => this.ask()));
    return new Set(answers.filter((text) => text !== null).map(Number));
  }

  startedPids = (): number[] => [...this.output.matchAll(/worker (\d+) started/g)].map((match) => Number(match[1]));

  async destroy(): Promise<void> {
    const left = this.startedPids().filter(isAlive);
    this.process.kill('SIGKILL');
    await this.process.exited;
    for (const pid of left) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  async #collect(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of stream) this.output += decoder.decode(chunk, { stream: true });
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // Ended, but not yet asked about by the process that inherited it.
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Ample: a state that is waited for costs only as long as it takes to come about. */
const USUAL_MS = 30_000;

/** Answers how long it took. Errors: rejects when it did not come about. Units: milliseconds. */
export async function until(condition: () => boolean | Promise<boolean>, withinMs = USUAL_MS): Promise<number> {
  const start = performance.now();
  while (!(await condition())) {
    if (performance.now() - start > withinMs) throw new Error(`not within ${withinMs} ms: ${condition}`);
    await Bun.sleep(20);
  }
  return performance.now() - start;
}
