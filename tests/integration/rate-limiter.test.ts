import { afterEach, describe, expect, test } from 'bun:test';
import { randomUUID } from 'node:crypto';
import type { RateLimit } from '../../src/config.ts';
import { type Database, openDatabase } from '../../src/db/client.ts';
import { PostgresCounters } from '../../src/db/rate-counters.ts';
import { RateLimiter } from '../../src/db/rate-limiter.ts';
import { Redis } from '../../src/db/redis.ts';
import { RedisCounters } from '../../src/db/redis-counters.ts';
import { useCarriers } from '../support/carriers.ts';
import { eventually } from '../support/eventually.ts';
import { CARRIERS, hasRedis } from '../support/redis-server.ts';
import { startStopwatch } from '../support/stopwatch.ts';

const MINUTE: RateLimit = { points: 100, windowSeconds: 60 };
/** Over soon, and not while its requests are on their way. */
const SHORT: RateLimit = { points: 3, windowSeconds: 3 };

const shared = useCarriers();
let opened: { db: Database; redis: Redis | null }[] = [];

afterEach(async () => {
  for (const { db, redis } of opened) {
    redis?.close();
    await db.close();
  }
  opened = [];
});

/** The limiter of one process. */
async function newLimiter(counting: string): Promise<RateLimiter> {
  const db = openDatabase(shared.database.url, { poolSize: 2, applicationName: 'limiter-test' });
  const redis = counting === 'Redis' ? await Redis.open({ url: shared.redis.url, onChange: () => {} }) : null;
  opened.push({ db, redis });
  const counters = new PostgresCounters(db.hot);
  return new RateLimiter(redis ? new RedisCounters(redis, counters) : counters);
}

const allowedOf = (verdicts: { isAllowed: boolean }[]): number => verdicts.filter(({ isAllowed }) => isAllowed).length;

const many = (times: number, limiters: RateLimiter[], key: string, limit: RateLimit) =>
  Promise.all(
    Array.from({ length: times }, (_, at) => (limiters[at % limiters.length] as RateLimiter).consume({ key, limit })),
  );

describe.each(CARRIERS)('limits that %s counts', (counting) => {
  test('hold exactly over all processes, also for requests that come at once', async () => {
    const limiters = [await newLimiter(counting), await newLimiter(counting), await newLimiter(counting)];
    const key = randomUUID();
    const verdicts = await many(1_200, limiters, key, MINUTE);
    expect(allowedOf(verdicts)).toBe(MINUTE.points);
    const remaining = verdicts.filter(({ isAllowed }) => isAllowed).map((verdict) => verdict.remaining);
    expect(remaining.toSorted((one, other) => other - one)).toEqual(
      Array.from({ length: MINUTE.points }, (_, used) => MINUTE.points - 1 - used),
    );
    for (const { limit, resetSeconds } of verdicts) {
      expect(limit).toBe(MINUTE.points);
      expect(resetSeconds).toBeWithin(1, MINUTE.windowSeconds + 1);
    }
    expect(await placeOf(key)).toBe(counting);
  });

  test('hold for each key alone, and the strictest of several decides', async () => {
    const limiter = await newLimiter(counting);
    const [address, account] = [randomUUID(), randomUUID()];
    const wide = { key: address, limit: { points: 10, windowSeconds: 60 } };
    const narrow = { key: account, limit: { points: 2, windowSeconds: 60 } };
    const both = await Promise.all([1, 2, 3].map(() => limiter.consume(wide, narrow)));
    expect(both.map(({ isAllowed }) => isAllowed)).toEqual([true, true, false]);
    expect(both.map(({ limit }) => limit)).toEqual([2, 2, 2]);
    expect((await limiter.consume(wide)).remaining).toBe(6);
  });

  test('begin anew when their window is over, and what is over is forgotten', async () => {
    const limiters = [await newLimiter(counting), await newLimiter(counting)];
    const key = randomUUID();
    expect(allowedOf(await many(8, limiters, key, SHORT))).toBe(SHORT.points);
    await eventually('the window is over', async () => {
      const [limiter] = limiters as [RateLimiter];
      return (await limiter.consume({ key, limit: SHORT })).isAllowed;
    });
    // Asking for it did not keep it from ending, and it is the first of a new one.
    expect(allowedOf(await many(8, limiters, key, SHORT))).toBeWithin(SHORT.points - 1, SHORT.points + 1);
    if (counting === 'Redis') {
      await eventually('nothing is left', async () => (await shared.redis.cli('EXISTS', `joxai:limit:${key}`)) === '0');
    } else {
      const { db } = opened[0] as { db: Database };
      await db.sql`UPDATE rate_limits SET resets_at = now() - interval '2 minutes' WHERE key = ${key}`;
      await (limiters[0] as RateLimiter).prune();
      expect(await placeOf(key)).toBeNull();
    }
  });
});

describe.skipIf(!hasRedis)('while Redis', () => {
  afterEach(() => shared.redis.revive());

  test('is away, limits are shared all the same, none is open, and no request fails', async () => {
    const limiters = [await newLimiter('Redis'), await newLimiter('Redis')];
    const key = randomUUID();
    expect(allowedOf(await many(40, limiters, key, MINUTE))).toBe(40);
    // Requests are under way while it dies: each of them is answered.
    const [caught] = await Promise.all([many(2_000, limiters, key, MINUTE), shared.redis.kill()]);
    expect(caught).toHaveLength(2_000);
    expect(allowedOf(caught)).toBeWithin(MINUTE.points - 40, 2 * MINUTE.points + 1);
    expect(allowedOf(await many(300, limiters, key, MINUTE))).toBe(0);
    expect(await placeOf(key)).toBe('PostgreSQL');
    await shared.redis.start();
    const other = randomUUID();
    await eventually('it counts again', async () => {
      await many(2, limiters, other, MINUTE);
      return (await placeOf(other)) === 'Redis';
    });
  });

  test('hangs, a request waits for it half a second and no longer', async () => {
    const limiter = await newLimiter('Redis');
    await limiter.consume({ key: randomUUID(), limit: MINUTE });
    shared.redis.freeze();
    const key = randomUUID();
    const begun = performance.now();
    const stopwatch = startStopwatch();
    expect((await limiter.consume({ key, limit: MINUTE })).remaining).toBe(MINUTE.points - 1);
    expect(performance.now() - begun).toBeGreaterThan(400);
    expect(stopwatch()).toBeLessThan(3_000);
    const again = startStopwatch();
    expect((await limiter.consume({ key, limit: MINUTE })).remaining).toBe(MINUTE.points - 2);
    expect(again()).toBeLessThan(400);
  });
});

/** Where the key is counted. */
async function placeOf(key: string): Promise<string | null> {
  const { db } = opened[0] as { db: Database };
  if (hasRedis && (await shared.redis.cli('EXISTS', `joxai:limit:${key}`)) === '1') return 'Redis';
  const rows = await db.sql`SELECT 1 FROM rate_limits WHERE key = ${key}`;
  return rows.length > 0 ? 'PostgreSQL' : null;
}
