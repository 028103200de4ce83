import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { eventually } from '../support/eventually.ts';
import { chargeTogether, Machines, talkAcross, talkDuring } from '../support/machines.ts';
import { ampleLimits } from '../support/rate-limits.ts';
import { listenersOf } from '../support/redis-outage.ts';
import { CARRIERS, type RedisServer, startRedis } from '../support/redis-server.ts';

/** Two seconds are promised, of a machine that has nothing else to do; others may take as much of it as of the start. */
const crossingMs = (machines: Machines): number => Math.max(4_000, 2_000 + machines.slowestStartMs());
const ROUNDS = 8;
const CUSTOMERS = 20;
const REPORTS_PER_MINUTE = 12;
/** Seconds between two runs of these, at least. */
const JOBS = { assign: 1, tell_waiting: 2, sla: 5, return_silent: 5, knowledge_gaps: 5 } as const;
/** Processes look by their own clocks, and a claim takes a moment. */
const JITTER_SECONDS = 0.05;

// `bun bench/machines.ts` does the same for longer, and measures.
describe.each(CARRIERS)('two machines that share %s', (carrier) => {
  // One after the other; a machine that takes a dead one's place takes seconds to start.
  const deaths = carrier === 'Redis' ? 2 : 1;
  let redis: RedisServer | null = null;
  let machines: Machines;

  beforeAll(async () => {
    if (carrier === 'Redis') redis = await startRedis();
    machines = await Machines.start(2, {
      workers: 2,
      redisUrl: redis?.url ?? null,
      env: { RATE_LIMITS: ampleLimits({ analytics: `${REPORTS_PER_MINUTE}/minute` }) },
    });
  }, 120_000);

  afterAll(async () => {
    await machines.stop();
    await redis?.stop();
  }, 120_000);

  test('a customer on one and an agent on the other hear each other at once', async () => {
    const [one, other] = [machines.originOf(0), machines.originOf(1)];
    const talks = [
      await talkAcross(one, other, (round) => round < ROUNDS),
      await talkAcross(other, one, (round) => round < ROUNDS),
    ];
    const times = talks.flatMap(({ toAgent, toCustomer }) => [...toAgent, ...toCustomer]);
    process.stdout.write(`  events crossed within ${Math.round(Math.max(...times))} ms\n`);
    expect(times).toHaveLength(4 * ROUNDS);
    expect(Math.max(...times)).toBeLessThan(crossingMs(machines));
    if (redis) expect(await listenersOf(redis)).toBe(4);
  }, 120_000);

  test('a limit is one for both', async () => {
    expect(await chargeTogether(machines, 5 * REPORTS_PER_MINUTE)).toBe(REPORTS_PER_MINUTE);
  });

  test('either may be killed: nothing is lost or doubled, and the other one goes on', async () => {
    const { acknowledged, faults, returns } = await talkDuring(
      machines,
      { customers: CUSTOMERS, pauseMs: 500 },
      async () => {
        for (let death = 0; death < deaths; death += 1) {
          await Bun.sleep(2_000);
          const [victim] = machines.alive;
          if (victim) await machines.kill(victim);
          await Bun.sleep(2_000);
          await machines.add();
        }
        await Bun.sleep(1_000);
      },
    );
    process.stdout.write(
      `  ${acknowledged} messages acknowledged, ${returns.length} returns, the last after ${Math.round(returns.at(-1) ?? 0)} ms\n`,
    );
    expect(faults).toEqual([]);
    expect(acknowledged).toBeGreaterThan(2 * CUSTOMERS);
    // Half of them were on each machine that died.
    expect(returns.length).toBeGreaterThanOrEqual((CUSTOMERS / 2) * deaths);
    const { toAgent, toCustomer } = await talkAcross(machines.originOf(0), machines.originOf(1), (round) => round < 2);
    expect(Math.max(...toAgent, ...toCustomer)).toBeLessThan(crossingMs(machines));
  }, 240_000);

  test('jobs ran once in their time all the while, and go on', async () => {
    const isSeen = (pauses: Map<string, number[]>) =>
      Object.keys(JOBS).every((job) => (pauses.get(job) ?? []).length > 1);
    await eventually('two pauses of each job', async () => isSeen(await machines.pausesOfJobs()));
    const pauses = await machines.pausesOfJobs();
    for (const [job, seconds] of Object.entries(JOBS)) {
      const found = pauses.get(job) ?? [];
      expect(Math.min(...found), job).toBeGreaterThan(seconds - JITTER_SECONDS);
    }
    const runs = (pauses.get('assign') ?? []).length;
    await eventually('the next run', async () => ((await machines.pausesOfJobs()).get('assign') ?? []).length > runs);
    expect([...(await machines.sql`SELECT name, last_fault FROM jobs WHERE last_fault IS NOT NULL`)]).toEqual([]);
  });
});
