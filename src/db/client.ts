import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from './schema.ts';

/** Seconds. Short and flat: the driver's own back-off keeps queries waiting for 7 to 15 s after PostgreSQL is back. */
const RECONNECT_DELAY = 0.5;
const CONNECT_TIMEOUT = 3;
/** Seconds until an idle connection closes. */
const IDLE_TIMEOUT = 60;
const TIMESTAMPTZ = '1184';

/** The pool, or a transaction on it: what every query function takes first. */
export type Sql = postgres.Sql | postgres.TransactionSql;
export type Orm = PostgresJsDatabase<typeof schema>;

export interface Database {
  /** Hot paths and all that needs PostgreSQL's own words. */
  sql: postgres.Sql;
  /** Cold paths. */
  orm: Orm;
  close(): Promise<void>;
}

interface OpenOptions {
  poolSize: number;
  applicationName: string;
  /** Milliseconds after which PostgreSQL cancels a statement. */
  statementTimeoutMs?: number;
}

/** Opens the pool. Connects on the first query, so an unreachable server is no error here. */
export function openDatabase(url: string, options: OpenOptions): Database {
  const sql = postgres(url, {
    max: options.poolSize,
    backoff: () => RECONNECT_DELAY,
    connect_timeout: CONNECT_TIMEOUT,
    idle_timeout: IDLE_TIMEOUT,
    onnotice: () => {},
    connection: {
      application_name: options.applicationName,
      ...(options.statementTimeoutMs ? { statement_timeout: options.statementTimeoutMs } : {}),
    },
  });
  const parseTimestamp = sql.options.parsers[Number(TIMESTAMPTZ)];
  const orm = drizzle(sql, { schema });
  // drizzle makes the shared client hand out times as text; both kinds of query are to see a Date.
  if (parseTimestamp) sql.options.parsers[Number(TIMESTAMPTZ)] = parseTimestamp;
  return { sql, orm, close: () => sql.end({ timeout: 5 }) };
}
