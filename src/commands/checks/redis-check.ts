import { randomUUID } from 'node:crypto';
import type { Config } from '../../config.ts';
import { Redis } from '../../db/redis.ts';
import { countIn } from '../../db/redis-counters.ts';
import { type Check, fail, ok, warn } from './check.ts';

const HEARD_WITHIN_MS = 2_000;
const name = 'redis';

/** Connects, sends itself an event and counts, as the service would; both leave nothing behind. */
export async function checkRedis({ redisUrl }: Config): Promise<Check[]> {
  if (redisUrl === null) return [ok(name, 'REDIS_URL is not set: PostgreSQL carries events and limits')];
  let fault: unknown = null;
  const redis = await Redis.open({
    url: redisUrl,
    onChange: (isUp, error) => {
      fault = isUp ? null : error;
    },
  });
  try {
    if (!redis.isUp) throw fault;
    await hearOneself(redis);
    await countIn(redis, [{ key: `doctor:${randomUUID()}`, cost: 1, windowSeconds: 1 }]);
    return await judge(redis, redisUrl);
  } catch (error) {
    const hint = 'REDIS_URL: its host, user, password, rediss:// for TLS, and what the user may do';
    return [fail(name, `cannot be used (${reasonOf(fault ?? error)})`, hint)];
  } finally {
    redis.close();
  }
}

/** A code alone: what servers and drivers write around it names hosts and users. */
function reasonOf(error: unknown): string {
  const { code, message = '' } = (error ?? {}) as { code?: unknown; message?: string };
  return typeof code === 'string' ? code : (/^[A-Z]{4,}/.exec(message)?.[0] ?? 'no answer');
}

async function hearOneself(redis: Redis): Promise<void> {
  const { promise: heard, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error('no answer')), HEARD_WITHIN_MS);
  const [channel, word] = [`joxai:${redis.database}:doctor`, randomUUID()];
  await redis.subscribe(channel, { heard: (text) => text === word && resolve(), changed: () => {} });
  try {
    await redis.ask((client) => client.publish(channel, word));
    await heard;
  } finally {
    clearTimeout(timer);
    // Nobody waits for it where publishing failed.
    heard.catch(() => {});
  }
}

async function judge(redis: Redis, url: string): Promise<Check[]> {
  const report = await redis.ask((client) => client.info()).catch(() => '');
  const infoOf = (key: string) => new RegExp(`^${key}:(.*?)\\r?$`, 'm').exec(report)?.[1] ?? null;
  if (infoOf('cluster_enabled') === '1') {
    return [fail(name, 'is a cluster', 'one server, or a primary with replicas behind one address')];
  }
  const checks = [
    ok(name, `${infoOf('server_name') ?? 'Redis'} ${infoOf('valkey_version') ?? infoOf('redis_version') ?? ''}`.trim()),
  ];
  const policy = infoOf('maxmemory_policy');
  // Each counter has its time, so all of them are among what a policy for such keys takes.
  if (policy !== null && policy !== 'noeviction') {
    checks.push(warn(name, `forgets counters when its memory is full (${policy})`, 'maxmemory-policy noeviction'));
  }
  const { protocol, hostname } = new URL(url);
  if (protocol === 'redis:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname)) {
    checks.push(warn(name, 'is spoken to without TLS', 'rediss:// in REDIS_URL'));
  }
  return checks;
}
