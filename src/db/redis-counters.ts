import type { Cost, Counted, Counters } from './rate-counters.ts';
import type { Redis } from './redis.ts';

/** A window is a key that ends with it. Answers two numbers for each key: what is used, and the milliseconds left. */
const ADD = `
local answer = {}
for i, key in ipairs(KEYS) do
  local used = redis.call('INCRBY', key, ARGV[2 * i - 1])
  local left = redis.call('PTTL', key)
  if left < 0 then
    left = tonumber(ARGV[2 * i])
    redis.call('PEXPIRE', key, left)
  end
  answer[2 * i - 1] = used
  answer[2 * i] = left
end
return answer`;
const PREFIX = 'joxai:limit:';

/**
 * Counters in a Redis, with others behind it that count while it is away. Whoever had used up a part of a limit may use
 * all of it then, once: the others begin at nothing.
 */
export class RedisCounters implements Counters {
  readonly #redis: Redis;
  readonly #standby: Counters;

  constructor(redis: Redis, standby: Counters) {
    this.#redis = redis;
    this.#standby = standby;
  }

  async add(costs: Cost[]): Promise<Counted[]> {
    try {
      return await countIn(this.#redis, costs);
    } catch {
      return this.#standby.add(costs);
    }
  }

  /** Its own windows end by themselves. */
  prune(): Promise<void> {
    return this.#standby.prune();
  }
}

/** Errors: rejects where Redis is away or does not let us. */
export async function countIn(redis: Redis, costs: Cost[]): Promise<Counted[]> {
  const keys = costs.map(({ key }) => PREFIX + key);
  const numbers = costs.flatMap(({ cost, windowSeconds }) => [cost, windowSeconds * 1_000]);
  const answer = await redis.ask((client) => client.eval(ADD, keys.length, ...keys, ...numbers));
  const found = answer as number[];
  return costs.map(({ key }, at) => ({
    key,
    used: found[2 * at] as number,
    seconds: Math.ceil((found[2 * at + 1] as number) / 1_000),
  }));
}
