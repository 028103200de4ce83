import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { type Config, readConfig } from '../../src/config.ts';
import { type Context, type ContextOverrides, createContext } from '../../src/context.ts';
import { deskJobs } from '../../src/jobs/desk.ts';
import { signInJobs } from '../../src/jobs/sign-in.ts';
import { startServer } from '../../src/server.ts';
import { ADMIN, cloneDatabase, type TestDatabase } from './database.ts';
import { ampleLimits } from './rate-limits.ts';

export const IDENTITY_SECRET = 'a-secret-shared-with-the-banks-own-site';
/** All workers of an installation share it. */
const SECRET = randomBytes(32).toString('hex');

export interface ServiceOptions {
  /** Environment variables on top of the usual ones. */
  env?: Record<string, string>;
  overrides?: ContextOverrides;
  /** Another worker of the same installation; else a database of its own. */
  database?: TestDatabase;
  /** One that others must know beforehand; else a free one. */
  port?: number;
  /** Jobs that do not run by themselves in any worker of the installation: the test has their turn, or nobody. */
  resting?: readonly string[];
}

/** One worker in this process, listening on a port of its own. Two of them on one database are two workers. */
export interface Service {
  ctx: Context;
  origin: string;
  database: TestDatabase;
  stop(): Promise<void>;
}

export async function startService(options: ServiceOptions = {}): Promise<Service> {
  const database = options.database ?? (await cloneDatabase());
  const dataDir = await mkdtemp(join(tmpdir(), 'joxai-test-'));
  if (options.resting) await restJobs(database.url, options.resting);
  const ctx = await createContext(testConfig(database.url, dataDir, options.env), options.overrides);
  const jobs = [...deskJobs(ctx, (name) => name), ...signInJobs(ctx, (name) => name)];
  const unknown = options.resting?.find((name) => !jobs.includes(name));
  if (unknown) throw new Error(`there is no job ${unknown}`);
  const server = await startServer(ctx, { host: '127.0.0.1', port: options.port ?? 0 });
  return {
    ctx,
    database,
    origin: `http://127.0.0.1:${server.port}`,
    async stop() {
      await server.drain();
      await ctx.close();
      await rm(dataDir, { recursive: true });
      if (!options.database) await database.drop();
    },
  };
}

/** What a worker is made of, with a database of its own: nothing listens, and nothing runs by itself. */
export async function startContext(
  env: Record<string, string> = {},
): Promise<Pick<Service, 'ctx' | 'database' | 'stop'>> {
  const database = await cloneDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'joxai-test-'));
  const ctx = await createContext(testConfig(database.url, dataDir, env));
  return {
    ctx,
    database,
    async stop() {
      await ctx.close();
      await rm(dataDir, { recursive: true });
      await database.drop();
    },
  };
}

/** Before any worker looks whether it is its turn. */
async function restJobs(databaseUrl: string, names: readonly string[]): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  await sql`
    INSERT INTO jobs (name, next_at) SELECT name, 'infinity' FROM unnest(${[...names]}::text[]) name
    ON CONFLICT (name) DO UPDATE SET next_at = excluded.next_at`;
  await sql.end();
}

export function testConfig(databaseUrl: string, dataDir: string, env: Record<string, string> = {}): Config {
  return readConfig({
    NODE_ENV: 'test',
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    SECRET_KEY: SECRET,
    CUSTOMER_IDENTITY_SECRET: IDENTITY_SECRET,
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    LOG_LEVEL: 'critical',
    GRACEFUL_TIMEOUT: '2',
    RATE_LIMITS: ampleLimits(),
    ...env,
  });
}
