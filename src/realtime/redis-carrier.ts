import type { Redis } from '../db/redis.ts';
import type { Carrier } from './carrier.ts';

/** While it is lost to this process alone, others go on publishing there. Units: milliseconds. */
const LOOK_WHILE_LOST_MS = 5_000;

/**
 * Publish / subscribe of a Redis, with another carrier behind it: every process listens to both, and what the Redis does
 * not take goes through the other one. So events arrive while it is away, and from whoever cannot reach it.
 */
export class RedisCarrier implements Carrier {
  readonly #redis: Redis;
  readonly #standby: Carrier;
  /** Of one installation: publish / subscribe knows nothing of numbered databases. */
  readonly #channel: string;
  #looking: Timer | null = null;

  constructor(redis: Redis, standby: Carrier) {
    this.#redis = redis;
    this.#standby = standby;
    this.#channel = `joxai:${redis.database}`;
  }

  async start(heard: (text: string) => void, missed: () => void): Promise<void> {
    let hasStarted = false;
    let isHearing = false;
    const changed = (now: boolean) => {
      isHearing = now;
      if (hasStarted) missed();
    };
    await Promise.all([this.#standby.start(heard, missed), this.#redis.subscribe(this.#channel, { heard, changed })]);
    hasStarted = true;
    this.#looking = setInterval(() => {
      if (!isHearing) missed();
    }, LOOK_WHILE_LOST_MS);
  }

  async send(texts: string[]): Promise<void> {
    try {
      await this.#redis.ask((client) => Promise.all(texts.map((text) => client.publish(this.#channel, text))));
    } catch {
      await this.#standby.send(texts);
    }
  }

  async close(): Promise<void> {
    if (this.#looking) clearInterval(this.#looking);
    await this.#standby.close();
  }
}
