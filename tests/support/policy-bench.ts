import { decide } from '../../src/supervisor/policy.ts';
import { initialPool, type PoolAction, type PoolEvent, type PoolState } from '../../src/supervisor/pool.ts';

const OPTIONS = { heartbeatTimeoutMs: 10_000, gracefulTimeoutMs: 30_000, maxBooting: 3 };

/** A supervisor without processes: it does at once what the policy asks for and keeps the time by hand. */
export class Bench {
  state: PoolState;
  now = 0;
  actions: PoolAction[] = [];
  #lastPid = 100;
  #isSpawning: boolean;

  constructor(target: number, isSpawning = true) {
    this.state = initialPool(target, this.now);
    this.#isSpawning = isSpawning;
  }

  send(event: PoolEvent): PoolAction[] {
    const decision = decide(this.state, event, this.now, OPTIONS);
    this.state = decision.state;
    this.actions.push(...decision.actions);
    for (const action of decision.actions) {
      if (action.type !== 'spawn') continue;
      this.send(this.#isSpawning ? { type: 'spawned', pid: ++this.#lastPid } : { type: 'spawn_failed' });
    }
    return decision.actions;
  }

  /** Time passes, with everybody's heart beating but the silent ones'. */
  pass(ms: number, silent: number[] = []): PoolAction[] {
    const from = this.actions.length;
    for (let passed = 0; passed < ms; passed += 100) {
      this.now += 100;
      for (const pid of this.pids()) if (!silent.includes(pid)) this.send({ type: 'beat', pid });
      this.send({ type: 'tick' });
    }
    return this.actions.slice(from);
  }

  pids = (phase?: string): number[] =>
    this.state.workers.filter((worker) => phase === undefined || worker.phase === phase).map(({ pid }) => pid);

  makeReady(): void {
    while (this.pids('booting').length > 0) {
      for (const pid of this.pids('booting')) this.send({ type: 'ready', pid });
    }
  }

  exit = (pid: number, code: number | null = null): PoolAction[] => this.send({ type: 'exited', pid, code });
}

export function servingPool(target = 3): Bench {
  const bench = new Bench(target);
  bench.send({ type: 'start' });
  bench.makeReady();
  bench.pass(2000);
  bench.actions = [];
  return bench;
}

export const typesOf = (actions: PoolAction[]): string[] => actions.map(({ type }) => type);
