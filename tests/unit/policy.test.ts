import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { BOOT_FAILURE_EXIT_CODE } from '../../src/supervisor/messages.ts';
import { decide, initialPool, type PoolAction, type PoolEvent, type PoolState } from '../../src/supervisor/policy.ts';

const OPTIONS = { heartbeatTimeoutMs: 10_000, gracefulTimeoutMs: 30_000 };

/** A supervisor without processes: it does at once what the policy asks for and keeps the time by hand. */
class Bench {
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
    for (const pid of this.pids('booting')) this.send({ type: 'ready', pid });
  }

  exit = (pid: number, code: number | null = null): PoolAction[] => this.send({ type: 'exited', pid, code });
}

function servingPool(target = 3): Bench {
  const bench = new Bench(target);
  bench.send({ type: 'start' });
  bench.makeReady();
  bench.pass(2000);
  bench.actions = [];
  return bench;
}

const typesOf = (actions: PoolAction[]): string[] => actions.map(({ type }) => type);

describe('start', () => {
  test('starts as many workers as it should have, and announces once that all are ready', () => {
    const bench = new Bench(3);
    expect(typesOf(bench.send({ type: 'start' }))).toEqual(['spawn', 'spawn', 'spawn']);
    const [first = 0, second = 0, third = 0] = bench.pids();
    expect(bench.send({ type: 'ready', pid: first })).toEqual([]);
    expect(bench.send({ type: 'ready', pid: second })).toEqual([]);
    expect(typesOf(bench.send({ type: 'ready', pid: third }))).toEqual(['announce_ready']);
    bench.exit(first);
    bench.makeReady();
    expect(typesOf(bench.actions).filter((type) => type === 'announce_ready')).toHaveLength(1);
  });

  test('a worker that cannot boot ends the service with its code', () => {
    const bench = new Bench(2);
    bench.send({ type: 'start' });
    const [failed = 0, other = 0] = bench.pids();
    expect(bench.exit(failed, BOOT_FAILURE_EXIT_CODE)).toEqual([{ type: 'drain', pid: other }]);
    expect(bench.exit(other, null)).toEqual([{ type: 'exit', code: BOOT_FAILURE_EXIT_CODE }]);
  });

  test('once the pool was complete, a worker that cannot boot is tried again', () => {
    const bench = servingPool(2);
    const [victim = 0] = bench.pids();
    bench.exit(victim);
    const successor = bench.pids('booting')[0] ?? 0;
    bench.exit(successor, BOOT_FAILURE_EXIT_CODE);
    expect(bench.state.phase).toBe('running');
    expect(bench.pids('booting')).toHaveLength(1);
  });

  test('a worker that keeps booting is killed in the end', () => {
    const bench = new Bench(1);
    bench.send({ type: 'start' });
    const [slow = 0] = bench.pids();
    expect(bench.pass(59_000)).toEqual([]);
    expect(bench.pass(2000)).toContainEqual({ type: 'kill', pid: slow, reason: 'boot_timeout' });
  });
});

describe('death', () => {
  test.each([null, 0, 1, 139])('exit code %p is answered with a successor at once', (code) => {
    const bench = servingPool();
    expect(typesOf(bench.exit(bench.pids()[0] ?? 0, code))).toEqual(['spawn']);
    expect(bench.pids()).toHaveLength(3);
  });

  test('five healthy workers killed one after another are each replaced at once', () => {
    const bench = servingPool(2);
    for (let round = 0; round < 5; round++) {
      expect(typesOf(bench.exit(bench.pids('ready')[0] ?? 0))).toEqual(['spawn']);
      bench.makeReady();
      bench.pass(2000);
    }
  });

  test('the death of an unknown process changes nothing', () => {
    const bench = servingPool();
    const before = bench.state;
    expect(bench.exit(99_999, 1)).toEqual([]);
    expect(bench.state).toBe(before);
  });

  test('a crash loop is slowed down, up to a limit, and forgiven once all are well', () => {
    const bench = servingPool(2);
    const waits: number[] = [];
    bench.exit(bench.pids()[0] ?? 0);
    for (let round = 0; round < 9; round++) {
      bench.exit(bench.pids('booting')[0] ?? 0, 1);
      let waited = 0;
      for (; bench.pids('booting').length === 0; waited += 100) bench.pass(100);
      waits.push(waited);
    }
    expect(waits).toEqual([0, 100, 200, 400, 800, 1600, 3200, 5000, 5000]);
    bench.makeReady();
    bench.pass(1500);
    bench.exit(bench.pids()[0] ?? 0);
    bench.exit(bench.pids('booting')[0] ?? 0, 1);
    expect(bench.pids('booting')).toHaveLength(1);
  });

  test('the wait of a crash loop is not cut short by the others being well', () => {
    const bench = servingPool(3);
    bench.exit(bench.pids()[0] ?? 0);
    for (let round = 0; round < 6; round++) {
      bench.exit(bench.pids('booting')[0] ?? 0, 1);
      while (bench.pids('booting').length === 0) bench.pass(100);
    }
    expect(bench.state.failures).toBe(6);
  });

  test('a machine that cannot start processes is asked again, more and more seldom', () => {
    const bench = new Bench(2, false);
    bench.send({ type: 'start' });
    const atOnce = bench.actions.length;
    bench.pass(20_000);
    expect(atOnce).toBeLessThan(8);
    expect(bench.actions.length - atOnce).toBeWithin(2, 20);
  });
});

describe('heartbeat', () => {
  test('a silent worker is killed and replaced after the timeout, not before', () => {
    const bench = servingPool();
    const [silent = 0] = bench.pids();
    expect(bench.pass(9900, [silent])).toEqual([]);
    const expected: PoolAction[] = [{ type: 'kill', pid: silent, reason: 'silent' }, { type: 'spawn' }];
    expect(bench.pass(300, [silent])).toEqual(expected);
    expect(bench.pids('killed')).toEqual([silent]);
    expect(bench.exit(silent)).toEqual([]);
    expect(bench.pids()).toHaveLength(3);
  });

  test('a beat in time keeps it alive', () => {
    const bench = servingPool();
    const [late = 0] = bench.pids();
    for (let round = 0; round < 5; round++) {
      bench.pass(9000, [late]);
      bench.send({ type: 'beat', pid: late });
    }
    expect(bench.actions).toEqual([]);
  });

  test('it is killed once only', () => {
    const bench = servingPool();
    const [silent = 0] = bench.pids();
    const kills = bench.pass(30_000, [silent]).filter(({ type }) => type === 'kill');
    expect(kills).toHaveLength(1);
  });

  test('when the supervisor itself was stopped, nobody is killed for it', () => {
    const bench = servingPool();
    bench.now += 60_000;
    expect(bench.send({ type: 'tick' })).toEqual([]);
    const [silent = 0] = bench.pids();
    expect(bench.pass(11_000, [silent])).toContainEqual({ type: 'kill', pid: silent, reason: 'silent' });
  });
});

describe('stop', () => {
  test('drains everybody and exits when the last one is gone', () => {
    const bench = servingPool(2);
    const [first = 0, second = 0] = bench.pids();
    expect(bench.send({ type: 'stop' })).toEqual([
      { type: 'drain', pid: first },
      { type: 'drain', pid: second },
    ]);
    expect(bench.exit(first, 0)).toEqual([]);
    expect(bench.exit(second, 0)).toEqual([{ type: 'exit', code: 0 }]);
    expect(bench.send({ type: 'stop' })).toEqual([]);
    expect(bench.send({ type: 'tick' })).toEqual([]);
  });

  test('kills who is still there after the graceful time', () => {
    const bench = servingPool(1);
    const [slow = 0] = bench.pids();
    bench.send({ type: 'stop' });
    expect(bench.pass(30_500)).toEqual([]);
    expect(bench.pass(1000)).toEqual([{ type: 'kill', pid: slow, reason: 'drain_timeout' }]);
    expect(bench.exit(slow)).toEqual([{ type: 'exit', code: 0 }]);
  });

  test('asked again, it asks again and waits for a moment only', () => {
    const bench = servingPool(1);
    const [slow = 0] = bench.pids();
    bench.send({ type: 'stop' });
    bench.pass(500);
    expect(bench.send({ type: 'stop' })).toEqual([{ type: 'drain', pid: slow }]);
    expect(bench.pass(1500)).toContainEqual({ type: 'kill', pid: slow, reason: 'drain_timeout' });
  });

  test('with nobody there it exits at once', () => {
    const bench = new Bench(2, false);
    expect(bench.send({ type: 'stop' })).toEqual([{ type: 'exit', code: 0 }]);
  });

  test('nobody is started any more, and who was just being started is drained', () => {
    const bench = servingPool(1);
    bench.send({ type: 'stop' });
    bench.send({ type: 'spawned', pid: 777 });
    expect(bench.actions).toContainEqual({ type: 'drain', pid: 777 });
    bench.exit(bench.pids()[0] ?? 0, 1);
    expect(typesOf(bench.actions)).not.toContain('spawn');
  });
});

describe('replacing', () => {
  test('the successor is ready before the old one leaves, one at a time, until all are new', () => {
    const bench = servingPool(3);
    const old = bench.pids();
    bench.send({ type: 'replace_all' });
    for (let round = 0; round < 3; round++) {
      expect(bench.pids('ready')).toHaveLength(3);
      expect(bench.pids('booting')).toHaveLength(1);
      bench.makeReady();
      const leaving = bench.pids('draining');
      expect(leaving).toEqual([old[round] ?? 0]);
      bench.exit(leaving[0] ?? 0, 0);
    }
    expect(bench.pids().filter((pid) => old.includes(pid))).toEqual([]);
    expect(bench.pids('ready')).toHaveLength(3);
    expect(bench.pass(1000)).toEqual([]);
  });

  test('a worker that asks twice is replaced once', () => {
    const bench = servingPool(2);
    const [tired = 0] = bench.pids();
    bench.send({ type: 'recycle', pid: tired });
    bench.send({ type: 'recycle', pid: tired });
    expect(bench.pids('booting')).toHaveLength(1);
    bench.makeReady();
    bench.exit(tired, 0);
    expect(bench.pass(1000)).toEqual([]);
    expect(bench.pids('ready')).toHaveLength(2);
  });

  test('a successor that cannot boot leaves the old one where it is', () => {
    const bench = servingPool(2);
    const old = bench.pids();
    bench.send({ type: 'replace_all' });
    for (let round = 0; round < 4; round++) {
      for (const pid of bench.pids('booting')) bench.exit(pid, BOOT_FAILURE_EXIT_CODE);
      bench.pass(1000);
    }
    expect(bench.pids('ready')).toEqual(old);
  });

  test('one that dies in the queue is not drained as well', () => {
    const bench = servingPool(2);
    const [first = 0] = bench.pids();
    bench.send({ type: 'recycle', pid: first });
    bench.exit(first);
    bench.makeReady();
    bench.pass(500);
    expect(bench.pids('ready')).toHaveLength(2);
    expect(bench.pids()).toHaveLength(2);
  });
});

describe('resizing', () => {
  test('adds one, and takes the oldest, but never the last', () => {
    const bench = servingPool(2);
    const [oldest = 0] = bench.pids();
    expect(typesOf(bench.send({ type: 'resize', by: 1 }))).toEqual(['spawn']);
    bench.makeReady();
    expect(bench.send({ type: 'resize', by: -1 })).toEqual([{ type: 'drain', pid: oldest }]);
    bench.send({ type: 'resize', by: -1 });
    bench.send({ type: 'resize', by: -1 });
    expect(bench.state.target).toBe(1);
    expect(bench.pids('ready')).toHaveLength(1);
  });
});

test('whatever happens, the pool settles at its size again', () => {
  const anyEvent = fc.oneof(
    fc.record({ kind: fc.constantFrom('exit', 'recycle', 'silence'), index: fc.nat(5) }),
    fc.record({ kind: fc.constantFrom('hup', 'more', 'fewer', 'ready', 'pause'), index: fc.nat(5) }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.array(anyEvent, { maxLength: 30 }), (target, events) => {
      const bench = servingPool(target);
      for (const { kind, index } of events) {
        const pid = bench.pids()[index % Math.max(1, bench.pids().length)] ?? 0;
        if (kind === 'exit') bench.exit(pid, index);
        if (kind === 'recycle') bench.send({ type: 'recycle', pid });
        if (kind === 'silence') bench.pass(10_500, [pid]);
        if (kind === 'hup') bench.send({ type: 'replace_all' });
        if (kind === 'more' || kind === 'fewer') bench.send({ type: 'resize', by: kind === 'more' ? 1 : -1 });
        if (kind === 'ready') bench.makeReady();
        if (kind === 'pause') bench.pass(1000 * index);
        expect(bench.state.phase).toBe('running');
      }
      for (let round = 0; round < 60; round++) {
        bench.makeReady();
        for (const pid of [...bench.pids('draining'), ...bench.pids('killed')]) bench.exit(pid, 0);
        bench.pass(1000);
      }
      expect(bench.pids('ready')).toHaveLength(bench.state.target);
      expect(bench.pids()).toHaveLength(bench.state.target);
    }),
    { numRuns: 60 },
  );
});
