import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from './schema.ts';

/** Seconds. Short and flat: the driver's own back-off keeps queries waiting for 7 to 15 s after PostgreSQL is back. */
const RECONNECT_DELAY = 0.5;
const CONNECT_TIMEOUT = 3;
/** Seconds until an idle connection closes. */
const IDLE_TIMEOUT = 60;
/** One for each lane that is busy at once: started chats, charged limits, and two each for two of the chats' writes. */
const HOT_CONNECTIONS = 6;
const TIMESTAMPTZ = '1184';

const UNIQUE_VIOLATION = '23505';

/** True for the error of a row that is there already. */
export const isUniqueViolation = (error: unknown): boolean =>
  (error as { code?: unknown } | null)?.code === UNIQUE_VIOLATION;

/** The pool, or a transaction on it: what every query function takes first. */
export type Sql = postgres.Sql | postgres.TransactionSql;
export type Orm = PostgresJsDatabase<typeof schema>;

export interface Database {
  /** All that needs PostgreSQL's own words. */
  sql: postgres.Sql;
  /**
   * The few statements of every chat, on connections of their own: they never wait behind a slow report, and PostgreSQL
   * plans each of them once, since planning one costs more than running it.
   */
  hot: postgres.Sql;
  /** Cold paths. */
  orm: Orm;
  close(): Promise<void>;
}

interface OpenOptions {
  /** Connections at most, both pools together. */
  poolSize: number;
  applicationName: string;
}

/** Opens the pool. Connects on the first query, so an unreachable server is no error here. */
export function openDatabase(url: string, options: OpenOptions): Database {
  const open = (max: number, connection: Record<string, string> = {}) =>
    postgres(url, {
      max,
      backoff: () => RECONNECT_DELAY,
      connect_timeout: CONNECT_TIMEOUT,
      idle_timeout: IDLE_TIMEOUT,
      onnotice: () => {},
      connection: { application_name: options.applicationName, ...connection },
    });
  const sql = open(Math.max(1, options.poolSize - HOT_CONNECTIONS));
  const hot = open(HOT_CONNECTIONS, { plan_cache_mode: 'force_generic_plan' });
  const { parsers, serializers } = sql.options;
  const [parseTimestamp, writeTimestamp] = [parsers[Number(TIMESTAMPTZ)], serializers[Number(TIMESTAMPTZ)]];
  const orm = drizzle(sql, { schema });
  // drizzle makes the shared client take and hand out times as text; both kinds of query are to see a Date.
  if (parseTimestamp) parsers[Number(TIMESTAMPTZ)] = parseTimestamp;
  if (writeTimestamp) serializers[Number(TIMESTAMPTZ)] = writeTimestamp;
  const close = async () => {
    await Promise.all([sql.end({ timeout: 5 }), hot.end({ timeout: 5 })]);
  };
  return { sql, hot, orm, close };
}
