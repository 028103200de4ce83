import { describe, expect, test } from 'bun:test';
import { BOOT_FAILURE_EXIT_CODE } from '../../src/supervisor/messages.ts';
import type { PoolAction } from '../../src/supervisor/pool.ts';
import { Bench, servingPool, typesOf } from '../support/policy-bench.ts';

describe('start', () => {
  test('starts one worker, the others once it serves, and announces once that all are ready', () => {
    const bench = new Bench(3);
    expect(typesOf(bench.send({ type: 'start' }))).toEqual(['spawn']);
    const [first = 0] = bench.pids();
    expect(typesOf(bench.send({ type: 'ready', pid: first }))).toEqual(['spawn', 'spawn']);
    const [, second = 0, third = 0] = bench.pids();
    expect(bench.send({ type: 'ready', pid: second })).toEqual([]);
    expect(typesOf(bench.send({ type: 'ready', pid: third }))).toEqual(['announce_ready']);
    bench.exit(first);
    bench.makeReady();
    expect(typesOf(bench.actions).filter((type) => type === 'announce_ready')).toHaveLength(1);
  });

  test('no more load at a time than there are cores, and one more once somebody serves', () => {
    const bench = new Bench(9);
    bench.send({ type: 'start' });
    const [first = 0] = bench.pids();
    expect(bench.send({ type: 'ready', pid: first })).toHaveLength(4);
    bench.makeReady();
    expect(bench.pids('ready')).toHaveLength(9);
    expect(typesOf(bench.actions).filter((type) => type === 'spawn')).toHaveLength(9);
  });

  test('where the first ends, as many as there are cores take its place', () => {
    const bench = new Bench(5);
    bench.send({ type: 'start' });
    bench.exit(bench.pids()[0] ?? 0, 1);
    expect(bench.pids('booting')).toHaveLength(3);
  });

  test('a worker that cannot boot ends the service with its code', () => {
    const bench = new Bench(2);
    bench.send({ type: 'start' });
    const [other = 0] = bench.pids();
    bench.send({ type: 'ready', pid: other });
    const [failed = 0] = bench.pids('booting');
    expect(bench.exit(failed, BOOT_FAILURE_EXIT_CODE)).toEqual([
      { type: 'give_up', reason: 'cannot_boot' },
      { type: 'drain', pid: other, because: 'stopping' },
    ]);
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

  test('a machine that cannot start processes is asked again, more and more seldom, and then given up', () => {
    const bench = new Bench(2, false);
    bench.send({ type: 'start' });
    const atOnce = bench.actions.length;
    bench.pass(5000);
    expect(atOnce).toBeLessThan(8);
    expect(bench.actions.length - atOnce).toBeWithin(2, 20);
    expect(bench.state.phase).toBe('running');
    bench.pass(10_000);
    expect(bench.actions.slice(-2)).toEqual([
      { type: 'give_up', reason: 'crash_loop' },
      { type: 'exit', code: BOOT_FAILURE_EXIT_CODE },
    ]);
  });

  test('a service whose first workers crash, whatever their code, stops with the reason', () => {
    const bench = new Bench(1);
    bench.send({ type: 'start' });
    for (let round = 0; round < 10; round++) {
      while (bench.pids('booting').length === 0) bench.pass(100);
      expect(bench.state.phase).toBe('running');
      bench.exit(bench.pids('booting')[0] ?? 0, 139);
    }
    expect(bench.actions.slice(-2)).toEqual([
      { type: 'give_up', reason: 'crash_loop' },
      { type: 'exit', code: BOOT_FAILURE_EXIT_CODE },
    ]);
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

  test('one that loads may be silent for as long as a start may take, and is judged from then on', () => {
    const bench = servingPool();
    bench.exit(bench.pids()[0] ?? 0, 1);
    const [loading = 0] = bench.pids('booting');
    expect(bench.pass(50_000, [loading])).toEqual([]);
    bench.send({ type: 'ready', pid: loading });
    expect(bench.pass(9900, [loading])).toEqual([]);
    expect(bench.pass(300, [loading])).toContainEqual({ type: 'kill', pid: loading, reason: 'silent' });
    const [stuck = 0] = bench.pids('booting');
    expect(bench.pass(62_000, [stuck])).toContainEqual({ type: 'kill', pid: stuck, reason: 'boot_timeout' });
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
      { type: 'drain', pid: first, because: 'stopping' },
      { type: 'drain', pid: second, because: 'stopping' },
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

  test('asked again, it dismisses everybody and waits for a moment only', () => {
    const bench = servingPool(1);
    const [slow = 0] = bench.pids();
    bench.send({ type: 'stop' });
    bench.pass(500);
    expect(bench.send({ type: 'stop' })).toEqual([{ type: 'dismiss', pid: slow }]);
    expect(bench.pass(1500)).toContainEqual({ type: 'kill', pid: slow, reason: 'drain_timeout' });
    expect(bench.exit(slow)).toEqual([{ type: 'exit', code: 0 }]);
  });

  test('at once means that nobody is drained first', () => {
    const bench = servingPool(2);
    expect(typesOf(bench.send({ type: 'stop_at_once' }))).toEqual(['dismiss', 'dismiss']);
    expect(bench.pass(1500).filter(({ type }) => type === 'kill')).toHaveLength(2);
  });

  test('who leaves for a successor finishes its requests, within its own time, when the service stops', () => {
    const bench = servingPool(2);
    const [leaving = 0] = bench.pids();
    bench.send({ type: 'recycle', pid: leaving });
    bench.makeReady();
    bench.pass(20_000);
    bench.send({ type: 'stop' });
    expect(typesOf(bench.actions)).not.toContain('dismiss');
    const kills = bench.pass(12_000).filter(({ type }) => type === 'kill');
    expect(kills).toEqual([{ type: 'kill', pid: leaving, reason: 'drain_timeout' }]);
  });

  test('one Ctrl-C that arrives twice is one', () => {
    const bench = servingPool(1);
    bench.send({ type: 'stop' });
    bench.now += 5;
    expect(bench.send({ type: 'stop' })).toEqual([]);
    expect(bench.pass(5000)).toEqual([]);
  });

  test('with nobody there it exits at once', () => {
    const bench = new Bench(2, false);
    expect(bench.send({ type: 'stop' })).toEqual([{ type: 'exit', code: 0 }]);
  });

  test('nobody is started any more, and who was just being started is drained', () => {
    const bench = servingPool(1);
    bench.send({ type: 'stop' });
    bench.send({ type: 'spawned', pid: 777 });
    expect(bench.actions).toContainEqual({ type: 'drain', pid: 777, because: 'stopping' });
    bench.exit(bench.pids()[0] ?? 0, 1);
    expect(typesOf(bench.actions)).not.toContain('spawn');
  });
});
