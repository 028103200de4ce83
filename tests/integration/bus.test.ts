import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { Redis } from '../../src/db/redis.ts';
import type { EventBus } from '../../src/realtime/event-bus.ts';
import type { Event } from '../../src/realtime/events.ts';
import { openBus } from '../../src/realtime/open-bus.ts';
import { useCarriers } from '../support/carriers.ts';
import { cloneDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { CARRIERS, hasRedis } from '../support/redis-server.ts';
import { startStopwatch } from '../support/stopwatch.ts';

/** What acceptance asks of events between processes, and of their return. */
const CROSSING_MS = 2_000;
const MANY = 1_500;

const shared = useCarriers();
let opened: { bus: EventBus; redis: Redis | null }[] = [];

afterEach(async () => {
  for (const { bus, redis } of opened) {
    await bus.close();
    redis?.close();
  }
  opened = [];
});

/** A process of the installation, as far as events go. */
class Listener {
  readonly heard: Event[] = [];
  gaps = 0;
  readonly faults: unknown[] = [];
  /** Whether its Redis is there, as it was told last. */
  isUp: boolean | null = null;
  bus!: EventBus;
  redis: Redis | null = null;

  static async start(redisUrl: string | null, databaseUrl = shared.database.url): Promise<Listener> {
    const listener = new Listener();
    if (redisUrl !== null) {
      listener.redis = await Redis.open({
        url: redisUrl,
        onChange: (isUp) => {
          listener.isUp = isUp;
        },
      });
    }
    listener.bus = openBus({
      databaseUrl,
      redis: listener.redis,
      processId: randomUUID(),
      onError: (error) => listener.faults.push(error),
    });
    opened.push(listener);
    listener.bus.subscribe((event) => listener.heard.push(event));
    listener.bus.onGap(() => {
      listener.gaps += 1;
    });
    await listener.bus.start();
    return listener;
  }

  /** And in time. */
  async hears(event: Event, times = 1): Promise<void> {
    const text = JSON.stringify(event);
    const stopwatch = startStopwatch();
    await eventually(
      `${text} is heard`,
      () => this.heard.filter((one) => JSON.stringify(one) === text).length === times,
    );
    expect(stopwatch()).toBeLessThan(CROSSING_MS);
  }
}

const news = (seq = 1): Event => ({ type: 'message', conversation: randomUUID(), seq });

describe.each(CARRIERS)('events over %s', (carrier) => {
  const urlOf = () => (carrier === 'Redis' ? shared.redis.url : null);
  let one: Listener;
  let other: Listener;
  let third: Listener;

  beforeEach(async () => {
    [one, other, third] = (await Promise.all([urlOf(), urlOf(), urlOf()].map((url) => Listener.start(url)))) as [
      Listener,
      Listener,
      Listener,
    ];
  });

  test('reach the own subscribers at once and those of the others once', async () => {
    const event = news();
    one.bus.publish(event);
    expect(one.heard).toEqual([event]);
    await Promise.all([other.hears(event), third.hears(event)]);
    const after = news();
    one.bus.publish(after);
    await Promise.all([other.hears(after), third.hears(after)]);
    // By then it would have come back, or a second time.
    expect([one.heard, other.heard, third.heard]).toEqual([
      [event, after],
      [event, after],
      [event, after],
    ]);
  });

  test('arrive all, in their order, however many are published at once', async () => {
    const events = Array.from({ length: MANY }, (_, index) => news(index + 1));
    for (const event of events) one.bus.publish(event);
    await other.hears(events.at(-1) as Event);
    expect(other.heard).toEqual(events);
  });

  test('of one key travel together: the newest says all', async () => {
    const conversation = randomUUID();
    for (let seq = 1; seq <= 50; seq += 1) one.bus.publish({ type: 'message', conversation, seq });
    await other.hears({ type: 'message', conversation, seq: 50 });
    expect(other.heard.length).toBeLessThan(5);
  });

  test('of one key that are told out of their order say as much as the furthest', async () => {
    const conversation = randomUUID();
    for (const seq of [7, 6]) one.bus.publish({ type: 'message', conversation, seq });
    const after = news();
    one.bus.publish(after);
    await other.hears(after);
    expect(other.heard).toEqual([{ type: 'message', conversation, seq: 7 }, after]);
  });

  test('are handed over by the time that `flush` resolves', async () => {
    const event = news();
    one.bus.publish(event);
    await one.bus.flush();
    await one.bus.close();
    await other.hears(event);
    expect(one.faults).toEqual([]);
  });

  test('of another installation are not heard', async () => {
    const elsewhere = await cloneDatabase();
    try {
      const stranger = await Listener.start(urlOf() && `${urlOf()}/1`, elsewhere.url);
      stranger.bus.publish(news());
      const event = news();
      one.bus.publish(event);
      await other.hears(event);
      stranger.bus.publish({ type: 'queue' });
      await stranger.bus.flush();
      expect(stranger.heard).toHaveLength(2);
      expect(other.heard).toEqual([event]);
      await stranger.bus.close();
      stranger.redis?.close();
      opened = opened.filter(({ bus }) => bus !== stranger.bus);
    } finally {
      await elsewhere.drop();
    }
  });

  test('go on after all connections were cut, and everybody is told to catch up', async () => {
    if (carrier === 'Redis') await shared.redis.cli('CLIENT', 'KILL', 'TYPE', 'pubsub');
    else await terminateAll();
    for (const listener of [one, other, third]) {
      await eventually('the gap is told', () => listener.gaps > 0);
    }
    await eventually('it is heard again', async () => {
      const event = news();
      one.bus.publish(event);
      await Bun.sleep(100);
      return [other, third].every(({ heard }) => heard.some((got) => JSON.stringify(got) === JSON.stringify(event)));
    });
  });
});

describe.skipIf(!hasRedis)('while Redis', () => {
  afterEach(() => shared.redis.revive());

  test('is restarted, events go on arriving, and it carries them again soon', async () => {
    const [one, other] = await Promise.all([Listener.start(shared.redis.url), Listener.start(shared.redis.url)]);
    await shared.redis.kill();
    const during = news();
    one.bus.publish(during);
    await other.hears(during);
    await eventually('both know', () => one.isUp === false && other.isUp === false);
    await eventually('it is told to look', () => other.gaps > 0);
    const gaps = other.gaps;
    await shared.redis.start();
    const stopwatch = startStopwatch();
    await eventually('both are back', () => one.isUp === true && other.isUp === true);
    process.stdout.write(`  back ${Math.round(stopwatch())} ms after it was started\n`);
    expect(stopwatch()).toBeLessThan(CROSSING_MS);
    // What others published there before this one had subscribed again is told by another gap.
    await eventually('it is told to look again', () => other.gaps > gaps);
    const after = news();
    one.bus.publish(after);
    await other.hears(after);
    expect(await shared.redis.cli('PUBSUB', 'NUMSUB', 'joxai:0')).toContain('2');
    expect(one.faults).toEqual([]);
  });

  test('hangs, events arrive within two seconds, and go through it again when it does not', async () => {
    const [one, other] = await Promise.all([Listener.start(shared.redis.url), Listener.start(shared.redis.url)]);
    shared.redis.freeze();
    const event = news();
    const begun = performance.now();
    one.bus.publish(event);
    await other.hears(event);
    process.stdout.write(`  arrived after ${Math.round(performance.now() - begun)} ms\n`);
    await eventually('both know', () => one.isUp === false && other.isUp === false);
    const quick = news();
    one.bus.publish(quick);
    await other.hears(quick);
    shared.redis.thaw();
    await eventually('both are back', () => one.isUp === true && other.isUp === true);
    const after = news();
    one.bus.publish(after);
    await other.hears(after);
  });

  test('is away at the start, a process starts without it and takes it up later', async () => {
    await shared.redis.kill();
    const stopwatch = startStopwatch();
    const [one, other] = await Promise.all([Listener.start(shared.redis.url), Listener.start(shared.redis.url)]);
    expect(stopwatch()).toBeLessThan(3_000);
    expect([one.isUp, other.isUp]).toEqual([false, false]);
    const event = news();
    one.bus.publish(event);
    await other.hears(event);
    const gaps = [one.gaps, other.gaps] as [number, number];
    await shared.redis.start();
    await eventually('both have it', () => one.isUp === true && other.isUp === true);
    await eventually('both are told to look', () => one.gaps > gaps[0] && other.gaps > gaps[1]);
    expect(await shared.redis.cli('PUBSUB', 'NUMSUB', 'joxai:0')).toContain('2');
  });

  test('is out of reach for one process alone, its events arrive, and it is told to look for those of others', async () => {
    const [near, far] = await Promise.all([Listener.start(shared.redis.url), Listener.start('redis://127.0.0.1:1')]);
    expect([near.isUp, far.isUp]).toEqual([true, false]);
    const event = news();
    far.bus.publish(event);
    await near.hears(event);
    near.bus.publish(news());
    await eventually('it is told to look', () => far.gaps > 0);
  });
});

async function terminateAll(): Promise<void> {
  const sql = postgres(shared.database.url, { max: 1, onnotice: () => {} });
  await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`;
  await sql.end();
}
