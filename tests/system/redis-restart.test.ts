import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { staffToken } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { type Crossings, Machines, talkAcross, talkDuring } from '../support/machines.ts';
import { Prober, slowestOf, statusesOf } from '../support/prober.ts';
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts';

const WORKERS = 2;
const MACHINES = 2;
const CUSTOMERS = 24;
const ASK_EVERY_MS = 100;
const AWAY_MS = 3_000;
/** Two seconds are promised, of a machine that has nothing else to do; other tests may keep this one busy. */
const BACK_WITHIN_MS = 4_000;

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
  }, 60_000);

  const startProbing = async (origin: string): Promise<Prober> => {
    const token = await staffToken(origin);
    return new Prober(
      origin,
      [
        { name: 'staff', paths: ['/api/v1/tickets', '/api/v1/conversations', '/api/v1/customers'], token },
        { name: 'chat', method: 'POST', paths: ['/api/v1/chat/start'], body: { metadata: { language: 'es' } } },
      ],
      ASK_EVERY_MS,
    );
  };

  const subscribers = async () => Number((await redis.cli('PUBSUB', 'NUMSUB', 'joxai:0')).split('\n')[1]);

  test.each(['is restarted', 'hangs'])(
    '%s: no request fails, events go on, nothing is lost',
    async (what) => {
      expect(await subscribers()).toBe(MACHINES * WORKERS);
      const probers = await Promise.all([0, 1].map((index) => startProbing(machines.originOf(index))));
      let isOver = false;
      const crossing: Promise<Crossings>[] = [0, 1].map((index) =>
        talkAcross(machines.originOf(index), machines.originOf(index + 1), () => !isOver),
      );
      let backMs = Number.NaN;
      const { acknowledged, faults } = await talkDuring(machines, { customers: CUSTOMERS, pauseMs: 400 }, async () => {
        await Bun.sleep(1_000);
        if (what === 'hangs') redis.freeze();
        else await redis.kill();
        await Bun.sleep(AWAY_MS);
        if (what === 'hangs') redis.thaw();
        else await redis.start();
        const upAt = performance.now();
        await eventually('all listen to it again', async () => (await subscribers()) === MACHINES * WORKERS);
        backMs = performance.now() - upAt;
        await Bun.sleep(1_000);
      });
      isOver = true;
      for (const prober of probers) await prober.stop();
      const times = (await Promise.all(crossing)).flatMap(({ toAgent, toCustomer }) => [...toAgent, ...toCustomer]);
      const probes = probers.flatMap((prober) => prober.probes);
      process.stdout.write(
        `  ${probes.length} requests ${JSON.stringify(statusesOf(probes))}, slowest ${Math.round(slowestOf(probes))} ms; ` +
          `${times.length} events within ${Math.round(Math.max(...times))} ms; back after ${Math.round(backMs)} ms; ` +
          `${acknowledged} messages acknowledged\n`,
      );
      expect(statusesOf(probes)).toEqual({ 200: probes.length });
      expect(probes.length).toBeGreaterThan(100);
      expect(times.length).toBeGreaterThan(10);
      expect(Math.max(...times)).toBeLessThan(BACK_WITHIN_MS);
      expect(backMs).toBeLessThan(BACK_WITHIN_MS);
      expect(faults).toEqual([]);
      expect(acknowledged).toBeGreaterThan(3 * CUSTOMERS);
    },
    120_000,
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
  }, 30_000);
});
