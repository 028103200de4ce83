import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { eventually } from '../support/eventually.ts';
import { Machines } from '../support/machines.ts';
import { slowestOf, statusesOf } from '../support/prober.ts';
import { driveOutage, listenersOf } from '../support/redis-outage.ts';
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts';

const WORKERS = 2;
const MACHINES = 2;
const CUSTOMERS = 24;
/** Two seconds are promised, of a machine that has nothing else to do; others may take as much of it as of the start. */
const backWithinMs = (machines: Machines): number => Math.max(5_000, 2_000 + machines.slowestStartMs());

// `bun bench/machines.ts` does the same for longer, and measures.
describe.skipIf(!hasRedis)('under load, Redis', () => {
  let redis: RedisServer;
  let machines: Machines;

  beforeAll(async () => {
    redis = await startRedis();
    machines = await Machines.start(MACHINES, { workers: WORKERS, redisUrl: redis.url });
  }, 120_000);

  afterAll(async () => {
    await machines.stop();
    await redis.stop();
  }, 120_000);

  test.each(['dies', 'hangs'] as const)(
    '%s: no request fails, events go on, nothing is lost',
    async (manner) => {
      expect(await listenersOf(redis)).toBe(MACHINES * WORKERS);
      const options = { manner, awayMs: 3_000, customers: CUSTOMERS, askEveryMs: 100 };
      const { probes, crossings, backMs, acknowledged, faults } = await driveOutage(machines, redis, options);
      process.stdout.write(
        `  ${probes.length} requests, slowest ${Math.round(slowestOf(probes))} ms; ` +
          `${crossings.length} events within ${Math.round(crossings.at(-1) ?? 0)} ms; back after ${Math.round(backMs)} ms; ` +
          `${acknowledged} messages acknowledged\n`,
      );
      expect(statusesOf(probes)).toEqual({ 200: probes.length });
      expect(probes.length).toBeGreaterThan(40);
      expect(crossings.length).toBeGreaterThan(3);
      expect(crossings.at(-1)).toBeLessThan(backWithinMs(machines));
      expect(backMs).toBeLessThan(backWithinMs(machines));
      expect(faults).toEqual([]);
      expect(acknowledged).toBeGreaterThan(2 * CUSTOMERS);
    },
    180_000,
  );

  test('is told by the readiness, which does not depend on it', async () => {
    const redisOf = async () => {
      const answer = await fetch(`${machines.originOf(0)}/readiness`, { keepalive: false });
      return [answer.status, ((await answer.json()) as { redis?: string }).redis];
    };
    expect(await redisOf()).toEqual([200, 'ok']);
    await redis.kill();
    await eventually('it is told', async () => (await redisOf())[1] === 'error');
    expect(await redisOf()).toEqual([200, 'error']);
    await redis.start();
    await eventually('it is told', async () => (await redisOf())[1] === 'ok');
  }, 90_000);
});
