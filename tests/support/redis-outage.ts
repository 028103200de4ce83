import { staffToken } from './client.ts';
import { eventually } from './eventually.ts';
import { type Machines, type Talk, talkAcross, talkDuring } from './machines.ts';
import { type Probe, Prober } from './prober.ts';
import type { RedisServer } from './redis-server.ts';

/** Before the outage, and after it. Units: milliseconds. */
const AROUND_MS = 1_000;

export interface OutageOptions {
  /** It dies and is started again, or it keeps its connections and answers nothing for a while. */
  manner: 'dies' | 'hangs';
  awayMs: number;
  customers: number;
  /** Between two requests of each kind to each machine. */
  askEveryMs: number;
}

export interface Outage extends Talk {
  probes: Probe[];
  /** How long events took between the machines, before, meanwhile and after. Units: milliseconds, ascending. */
  crossings: number[];
  /** From its return until every worker listens to it again. */
  backMs: number;
}

/** How many processes listen to the events of the installation. */
export const listenersOf = async (redis: RedisServer): Promise<number> =>
  Number((await redis.cli('PUBSUB', 'NUMSUB', 'joxai:0')).split('\n')[1]);

/** Customers and agents talk, and requests come that limits count, while the Redis is away. */
export async function driveOutage(machines: Machines, redis: RedisServer, options: OutageOptions): Promise<Outage> {
  const { manner, awayMs, customers, askEveryMs } = options;
  const listeners = await listenersOf(redis);
  const everybody = machines.alive.map((_, index) => index);
  const probers = await Promise.all(everybody.map((index) => startProbing(machines.originOf(index), askEveryMs)));
  let isOver = false;
  const talks = everybody.map((index) =>
    talkAcross(machines.originOf(index), machines.originOf(index + 1), () => !isOver),
  );
  let backMs = Number.NaN;
  const talk = await talkDuring(machines, { customers, pauseMs: 400 }, async () => {
    await Bun.sleep(AROUND_MS);
    if (manner === 'hangs') redis.freeze();
    else await redis.kill();
    await Bun.sleep(awayMs);
    if (manner === 'hangs') redis.thaw();
    else await redis.start();
    const upAt = performance.now();
    await eventually('all listen to it again', async () => (await listenersOf(redis)) === listeners);
    backMs = performance.now() - upAt;
    await Bun.sleep(AROUND_MS);
  });
  isOver = true;
  for (const prober of probers) await prober.stop();
  const crossings = (await Promise.all(talks)).flatMap(({ toAgent, toCustomer }) => [...toAgent, ...toCustomer]);
  return {
    ...talk,
    probes: probers.flatMap((prober) => prober.probes),
    crossings: crossings.sort((one, other) => one - other),
    backMs,
  };
}

async function startProbing(origin: string, everyMs: number): Promise<Prober> {
  const token = await staffToken(origin);
  return new Prober(
    origin,
    [
      { name: 'staff', paths: ['/api/v1/tickets', '/api/v1/conversations', '/api/v1/customers'], token },
      { name: 'chat', method: 'POST', paths: ['/api/v1/chat/start'], body: { metadata: { language: 'es' } } },
    ],
    everyMs,
  );
}
