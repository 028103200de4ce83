import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { BOOT_FAILURE_EXIT_CODE } from '../../src/supervisor/messages.ts';
import { servingPool, typesOf } from '../support/policy-bench.ts';

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

  test('when all have served their share at once, they are replaced one after another, never one too few', () => {
    const bench = servingPool(4);
    const tired = bench.pids();
    for (const pid of tired) bench.send({ type: 'recycle', pid });
    for (let round = 0; round < 4; round++) {
      expect(bench.pids('booting')).toHaveLength(1);
      expect(bench.pids('ready')).toHaveLength(4);
      bench.makeReady();
      expect(bench.pids('draining')).toEqual([tired[round] ?? 0]);
      expect(bench.pids('ready')).toHaveLength(4);
      // Its successor waits until it is gone, however long its last requests take.
      expect(bench.pass(5000)).toEqual([]);
      bench.exit(tired[round] ?? 0, 0);
    }
    expect(bench.state.queue).toEqual([]);
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

  test('one that is still loading is not asked to leave, however many others there are', () => {
    const bench = servingPool(2);
    const [first = 0] = bench.pids();
    bench.exit(first, 1);
    const [loading = 0] = bench.pids('booting');
    bench.send({ type: 'replace_all' });
    bench.send({ type: 'resize', to: 4 });
    for (const pid of bench.pids('booting')) if (pid !== loading) bench.send({ type: 'ready', pid });
    for (const pid of bench.pids('booting')) if (pid !== loading) bench.send({ type: 'ready', pid });
    expect(bench.pids('ready')).toHaveLength(4);
    bench.send({ type: 'resize', to: 2 });
    for (const pid of bench.pids('draining')) bench.exit(pid, 0);
    expect(bench.pids('booting')).toEqual([loading]);
    bench.send({ type: 'ready', pid: loading });
    expect(bench.pids('draining')).toEqual([loading]);
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
    expect(bench.state.failures).toBeGreaterThanOrEqual(4);
    for (const pid of bench.pids('booting')) bench.exit(pid, BOOT_FAILURE_EXIT_CODE);
    expect(bench.pids('booting')).toEqual([]);
    expect(typesOf(bench.send({ type: 'replace_all' }))).toEqual(['spawn']);
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
    expect(typesOf(bench.send({ type: 'resize', to: 3 }))).toEqual(['spawn']);
    bench.makeReady();
    expect(bench.send({ type: 'resize', to: 2 })).toEqual([{ type: 'drain', pid: oldest, because: 'replaced' }]);
    bench.send({ type: 'resize', to: 0 });
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
        if (kind === 'more' || kind === 'fewer')
          bench.send({ type: 'resize', to: bench.state.target + (kind === 'more' ? 1 : -1) });
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
