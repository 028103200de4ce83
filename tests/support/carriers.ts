import { afterAll, beforeAll } from 'bun:test';
import { cloneDatabase, type TestDatabase } from './database.ts';
import { hasRedis, type RedisServer, startRedis } from './redis-server.ts';

export interface Carriers {
  database: TestDatabase;
  /** Only where there is one. */
  redis: RedisServer;
}

/** A database and a Redis for all tests of the calling file: they are there from its first test to its last. */
export function useCarriers(): Carriers {
  const carriers = {} as Carriers;
  beforeAll(async () => {
    carriers.database = await cloneDatabase();
    if (hasRedis) carriers.redis = await startRedis();
  });
  afterAll(async () => {
    await carriers.redis?.stop();
    await carriers.database.drop();
  });
  return carriers;
}
