import type { Redis } from '../db/redis.ts';
import { EventBus } from './event-bus.ts';
import { PostgresCarrier } from './postgres-carrier.ts';
import { RedisCarrier } from './redis-carrier.ts';

interface Options {
  /** A direct connection. */
  databaseUrl: string;
  /** Null: PostgreSQL carries the events. */
  redis: Redis | null;
  processId: string;
  onError: (error: unknown) => void;
  /** See `EventBus`. */
  onLag?: (seconds: number) => void;
}

/** The bus of this installation; it is to be started. */
export function openBus({ databaseUrl, redis, ...rest }: Options): EventBus {
  const postgres = new PostgresCarrier(databaseUrl);
  return new EventBus({ carrier: redis ? new RedisCarrier(redis, postgres) : postgres, ...rest });
}
