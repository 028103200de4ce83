import type { Job, LoadResult } from './job.ts';
import { processorSeconds } from './process-tree.ts';
import { percentile } from './statistics.ts';

const SHOWN_FAILURES = 3;

interface Processor {
  server: number;
  database: number;
  load: number;
}

/** Counts every answer, and measures those that fall between the end of the warm-up and the end of the job. */
export class Tally {
  readonly #job: Job;
  readonly #from: number;
  readonly #until: number;
  readonly #latencies: number[] = [];
  readonly #outcomes: Record<string, number> = {};
  readonly #failures: string[] = [];
  readonly #processorUsed: Promise<Processor>;
  #answered = 0;
  #failed = 0;

  constructor(job: Job) {
    this.#job = job;
    this.#from = performance.now() + job.warmupSeconds * 1_000;
    this.#until = this.#from + job.seconds * 1_000;
    this.#processorUsed = this.#watchProcessor();
  }

  get isRunning(): boolean {
    return performance.now() < this.#until;
  }

  add(begun: number, outcome: string): void {
    const now = performance.now();
    this.#answered += 1;
    this.#outcomes[outcome] = (this.#outcomes[outcome] ?? 0) + 1;
    if (now >= this.#from && now <= this.#until) this.#latencies.push(now - begun);
  }

  fail(reason: string): void {
    this.#failed += 1;
    if (this.#failures.length < SHOWN_FAILURES) this.#failures.push(reason);
  }

  async result(): Promise<LoadResult> {
    const used = await this.#processorUsed;
    const sorted = Float64Array.from(this.#latencies).sort();
    const each = (seconds: number) => (seconds * 1e6) / Math.max(1, sorted.length);
    return {
      perSecond: sorted.length / this.#job.seconds,
      p50: percentile(sorted, 0.5),
      p95: percentile(sorted, 0.95),
      p99: percentile(sorted, 0.99),
      answered: this.#answered,
      failed: this.#failed,
      failures: this.#failures,
      outcomes: this.#outcomes,
      serverMicroseconds: each(used.server),
      databaseMicroseconds: each(used.database),
      loadMicroseconds: each(used.load),
    };
  }

  async #watchProcessor(): Promise<Processor> {
    await Bun.sleep(this.#from - performance.now());
    const before = this.#processor();
    await Bun.sleep(this.#until - performance.now());
    const after = this.#processor();
    return {
      server: after.server - before.server,
      database: after.database - before.database,
      load: after.load - before.load,
    };
  }

  #processor(): Processor {
    const { user, system } = process.cpuUsage();
    return {
      server: processorSeconds(this.#job.serverPid),
      database: processorSeconds(this.#job.databasePid),
      load: (user + system) / 1e6,
    };
  }
}
