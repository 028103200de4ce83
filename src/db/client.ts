import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import type { PoolLoad } from '../metrics/figures.ts';
import { MeasuredPool, type StatementWatch } from './measured.ts';
import * as schema from './schema.ts';

/** Seconds. Short and flat: the driver's own back-off keeps queries waiting for 7 to 15 s after PostgreSQL is back. */
const RECONNECT_DELAY = 0.5;
const CONNECT_TIMEOUT = 3;
/** Seconds until an idle connection closes. */
const IDLE_TIMEOUT = 60;
/** One for each lane that is busy at once: started chats, charged limits, and two each for two of the chats' writes. */
const HOT_CONNECTIONS = 6;
/** Of a pool that is too small for that, so that everything else is left some. */
const HOT_SHARE = 0.6;
const TIMESTAMPTZ = '1184';

const UNIQUE_VIOLATION = '23505';
const UNSTORABLE: ReadonlySet<unknown> = new Set(['22021', '22P05']);

/**
 * Codes that mean that PostgreSQL is not there, has no room or does not take us now, as against a mistake of ours.
 * Source: https://www.postgresql.org/docs/18/errcodes-appendix.html, and the driver's and the kernel's own.
 */
const AWAY =
  /^(CONNECTION_|CONNECT_TIMEOUT|ECONN|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|57P0|53|08|25006|55P03|57014|40P01|58030)/;

/** True for a failure that may be over soon: the same may be tried again. */
export function isDatabaseAway(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  if (typeof code === 'string' && AWAY.test(code)) return true;
  return cause instanceof Error && isDatabaseAway(cause);
}

/** True for a text with a NUL in it: PostgreSQL takes none, neither as text nor in JSON. */
export function isUnstorable(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  return UNSTORABLE.has(code) || (cause instanceof Error && isUnstorable(cause));
}

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
  /** What its connections carry now. */
  readonly loads: PoolLoad[];
  close(): Promise<void>;
}

interface DatabaseAddresses {
  databaseUrl: string | null;
  databaseDirectUrl: string | null;
}

interface OpenOptions {
  /** Connections at most, both pools together; one of each is opened in any case, with the first that needs it. */
  poolSize: number;
  applicationName: string;
  /** How long a statement waits for what somebody else has locked; without end, where not said. */
  lockTimeoutMs?: number;
  /** Through a transaction pooler, where each transaction may get another connection of the server. */
  isPooled?: boolean;
  /** Hears of every statement. */
  watch?: StatementWatch;
}

/** Who names a way around a pooler has one. */
export const isPooled = ({ databaseUrl, databaseDirectUrl }: DatabaseAddresses): boolean =>
  databaseDirectUrl !== null && databaseDirectUrl !== databaseUrl;

/** Opens the pool. Connects on the first query, so an unreachable server is no error here. */
export function openDatabase(url: string, options: OpenOptions): Database {
  const { applicationName, lockTimeoutMs = 0, isPooled = false, watch = () => () => {} } = options;
  const open = (max: number, settings: Record<string, string> = {}) =>
    postgres(url, {
      max,
      // A statement that was prepared on one connection is not known on the next.
      prepare: !isPooled,
      backoff: () => RECONNECT_DELAY,
      connect_timeout: CONNECT_TIMEOUT,
      idle_timeout: IDLE_TIMEOUT,
      onnotice: () => {},
      // Poolers refuse settings that they do not know: there, the role or the database has to have them.
      connection: { application_name: applicationName, ...(!isPooled && { lock_timeout: lockTimeoutMs, ...settings }) },
    });
  const hotSize = Math.max(1, Math.min(HOT_CONNECTIONS, Math.floor(options.poolSize * HOT_SHARE)));
  const size = Math.max(1, options.poolSize - hotSize);
  const general = new MeasuredPool('general', size, open(size), watch);
  const ofChats = open(hotSize, { plan_cache_mode: 'force_generic_plan' });
  const chats = new MeasuredPool('hot', hotSize, ofChats, watch);
  const { sql } = general;
  const hot = chats.sql;
  const { parsers, serializers } = sql.options;
  const [parseTimestamp, writeTimestamp] = [parsers[Number(TIMESTAMPTZ)], serializers[Number(TIMESTAMPTZ)]];
  const orm = drizzle(sql, { schema });
  // drizzle makes the shared client take and hand out times as text; both kinds of query are to see a Date.
  if (parseTimestamp) parsers[Number(TIMESTAMPTZ)] = parseTimestamp;
  if (writeTimestamp) serializers[Number(TIMESTAMPTZ)] = writeTimestamp;
  const close = async () => {
    await Promise.all([general.end({ timeout: 5 }), chats.end({ timeout: 5 })]);
  };
  return {
    sql,
    hot,
    orm,
    get loads() {
      return [general.load, chats.load];
    },
    close,
  };
}
