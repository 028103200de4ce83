/** Measures the product beside a bare floor and a FastAPI peer: see docs/benchmarks.md. */
import { rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { Contestant, type RunningServer } from './contestant.ts';
import { DatabaseServer } from './database-server.ts';
import { describeMachine } from './machine.ts';
import { measureWindow, type Window } from './measure.ts';
import { type Measured, rowsOf, type Windows } from './metrics.ts';
import { type Options, readOptions, type Scenario, USAGE } from './options.ts';
import { say } from './program.ts';
import { factLines, tableOf, writeFigures, writeResults } from './report.ts';
import { scratchFolder } from './scratch.ts';

const RUN_LIMIT_MS = 15 * 60_000;
/** Other workers of a pool may still be starting when the first one answers. */
const SETTLE_MS = 1_000;
const FAILED = 1;
const MISUSED = 2;

class Run {
  readonly #options: Options;
  readonly #folder = scratchFolder();
  readonly #windows: Windows = new Map();
  readonly #failures: string[] = [];
  readonly #interruption = new AbortController();
  /** What the machine had to do before the run: above a few tenths, others are at work on it. */
  readonly #loadBefore = loadavg()[0] ?? 0;
  #database: DatabaseServer | null = null;
  #contestants: Contestant[] = [];

  constructor(options: Options) {
    this.#options = options;
  }

  /** Answers whether every contestant did everything that was asked. */
  async complete(): Promise<boolean> {
    const begun = performance.now();
    const { options, database } = await this.#prepare();
    await this.#measureSideBySide(database, options);
    if (options.scenarios.includes('fresh')) await this.#measureFresh(database, options);
    if (this.#interruption.signal.aborted) return false;
    this.#report(database, Math.round((performance.now() - begun) / 1_000));
    return this.#failures.length === 0;
  }

  async cleanUp(): Promise<void> {
    this.#interruption.abort();
    await Promise.all(this.#contestants.map((contestant) => contestant.end()));
    await this.#database?.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #prepare() {
    const options = this.#options;
    const database = await DatabaseServer.start(join(this.#folder, 'database'), options.databaseUrl);
    this.#database = database;
    const twins = options.contestants.map((kind) => ({ name: kind as string, kind }));
    if (options.twin) twins.push({ name: `${options.twin} twin`, kind: options.twin });
    for (const { name, kind } of twins) {
      this.#contestants.push(await Contestant.prepare(name, kind, options, database, this.#folder));
    }
    return { options, database };
  }

  /** All servers of the same age; within a round each scenario is measured with one after the other. */
  async #measureSideBySide(database: DatabaseServer, options: Options): Promise<void> {
    const servers: RunningServer[] = [];
    for (const contestant of this.#contestants) {
      await this.#attempt(contestant, 'first start', async () => {
        servers.push(await contestant.start());
      });
    }
    await Bun.sleep(SETTLE_MS);
    await this.#warmUp(servers, database, options);
    for (let round = 0; round < options.rounds; round += 1) {
      for (const scenario of options.scenarios) {
        if (scenario === 'fresh') continue;
        for (const server of rotated(servers, round)) {
          await this.#attempt(server.contestant, scenario, async () =>
            this.#keep(scenario, round, server.contestant, await this.#measure(scenario, server, database)),
          );
        }
      }
    }
    await Promise.all(this.#contestants.map((contestant) => contestant.stop()));
  }

  /** Every server runs for a while before anything is measured: just-in-time compilers need it, and caches do. */
  async #warmUp(servers: RunningServer[], database: DatabaseServer, options: Options): Promise<void> {
    const warming = { ...options, seconds: options.settleSeconds };
    const { signal } = this.#interruption;
    for (const server of servers) {
      await this.#attempt(server.contestant, 'warm-up', () =>
        measureWindow('message', server, database, warming, signal),
      );
    }
  }

  /** Start to ready with the database already set up, then idle sockets and pings, of one server at a time. */
  async #measureFresh(database: DatabaseServer, options: Options): Promise<void> {
    for (let round = 0; round < options.freshRounds; round += 1) {
      for (const contestant of rotated(this.#contestants, round)) {
        await this.#attempt(contestant, 'fresh', async () => {
          const server = await contestant.start();
          await Bun.sleep(SETTLE_MS);
          const measured = await this.#measure('idle', server, database);
          this.#keep('fresh', round, contestant, { ...measured, startMs: server.startMs });
        });
        await contestant.stop();
      }
    }
  }

  #measure(window: Window, server: RunningServer, database: DatabaseServer): Promise<Measured> {
    return measureWindow(window, server, database, this.#options, this.#interruption.signal);
  }

  async #attempt(contestant: Contestant, what: string, act: () => Promise<unknown>): Promise<void> {
    if (this.#interruption.signal.aborted) return;
    try {
      await act();
    } catch (error) {
      const failure = `${contestant.name}, ${what}: ${error instanceof Error ? error.message : error}`;
      this.#failures.push(failure);
      say(`FAILED ${failure}`);
    }
  }

  #keep(scenario: Scenario, round: number, { name }: Contestant, measured: Measured): void {
    const byName = this.#windows.get(scenario) ?? new Map<string, (Measured | undefined)[]>();
    const rounds = byName.get(name) ?? [];
    rounds[round] = measured;
    byName.set(name, rounds);
    this.#windows.set(scenario, byName);
    say(
      `${scenario} ${name}: ${measured.perSecond.toFixed(0)}/s, p50 ${measured.p50.toFixed(2)} ms, p95 ${measured.p95.toFixed(2)} ms`,
    );
  }

  #report(database: DatabaseServer, seconds: number): void {
    const names = this.#contestants.map(({ name }) => name);
    const rows = rowsOf(this.#windows, names);
    const hasPeer = names.includes('peer');
    const machine = describeMachine(database.version, hasPeer ? this.#options.python : null);
    const { workers, connections, sockets, rounds, messagesPerSecond } = this.#options;
    const notes = [
      `${workers} worker processes each, ${connections} connections, ${sockets} idle sockets, ` +
        `${messagesPerSecond} socket messages a second, medians of ${rounds} rounds`,
      `load average before the run ${this.#loadBefore.toFixed(1)}`,
    ];
    const table = tableOf(rows, names);
    const windows = Object.fromEntries([...this.#windows].map(([key, byName]) => [key, Object.fromEntries(byName)]));
    const path = writeResults({ machine, options: this.#options, seconds, failures: this.#failures, rows, windows });
    say(`\n${[...machine, ...notes].join('\n')}\n\n${table}\n\n${seconds} s; raw figures in ${path}`);
    if (this.#options.writesDocs && this.#failures.length === 0) {
      writeFigures('benchmarks.md', 'figures', [...factLines([...machine, ...notes]), '', table]);
    }
    for (const failure of this.#failures) say(`FAILED ${failure.split('\n')[0]}`);
  }
}

function rotated<Item>(items: Item[], by: number): Item[] {
  const at = by % Math.max(1, items.length);
  return [...items.slice(at), ...items.slice(0, at)];
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === null) {
    say(USAGE);
    return 0;
  }
  const run = new Run(options);
  const end = async (code: number) => {
    await run.cleanUp();
    process.exit(code);
  };
  process.on('SIGINT', () => end(130));
  process.on('SIGTERM', () => end(143));
  setTimeout(() => end(FAILED), RUN_LIMIT_MS).unref();
  try {
    return (await run.complete()) ? 0 : FAILED;
  } finally {
    await run.cleanUp();
  }
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    say(`${error.message}\n\n${USAGE}`);
    process.exit(MISUSED);
  },
);
