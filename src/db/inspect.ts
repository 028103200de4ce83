import postgres from 'postgres';
import { countMigrations } from './prepared.ts';
import { READ_ONLY } from './service-role.ts';

/** What the migrations make. */
const EXTENSIONS = ['unaccent', 'pg_trgm'];

export interface DatabaseReport {
  version: string;
  maxConnections: number;
  /** By everybody, at this moment. */
  openConnections: number;
  pendingMigrations: number;
  /** Those of ours that are neither there nor to be had. */
  missingExtensions: string[];
  hasAdministrator: boolean;
  /** False on a standby, and where writing was turned off. */
  isWritable: boolean;
  /** Whether this user may make what migrations make. */
  mayCreate: boolean;
  /** Tables that this user may not read and add to, as far as the service does. */
  closedTables: number;
  isSuperuser: boolean;
  encoding: string;
  isEncrypted: boolean;
  /** Whether what was acknowledged outlives a crash of the server. */
  isDurable: boolean;
  /** By how much the server's clock is ahead of this machine's. Units: milliseconds. */
  clockAheadMs: number;
}

/** Errors: rejects within the deadline when the database cannot be reached. */
export async function inspectDatabase(databaseUrl: string, timeoutSeconds = 5): Promise<DatabaseReport> {
  const sql = postgres(databaseUrl, {
    max: 1,
    // There may be a pooler between.
    prepare: false,
    connect_timeout: timeoutSeconds,
    backoff: () => 60,
    onnotice: () => {},
  });
  try {
    const server = await findServer(sql);
    const tables = server.hasMigrated ? await findTables(sql) : { applied: 0, closedTables: 0 };
    const { hasMigrated, hasUsers, ...report } = server;
    return {
      ...report,
      pendingMigrations: Math.max(0, countMigrations() - tables.applied),
      closedTables: tables.closedTables,
      hasAdministrator: hasUsers && (await hasAdministrator(sql)),
      clockAheadMs: await measureClock(sql),
    };
  } finally {
    await sql.end({ timeout: 1 });
  }
}

type Server = Omit<DatabaseReport, 'pendingMigrations' | 'closedTables' | 'hasAdministrator' | 'clockAheadMs'> & {
  hasMigrated: boolean;
  hasUsers: boolean;
};

async function findServer(sql: postgres.Sql): Promise<Server> {
  const [row] = await sql<Server[]>`
    SELECT current_setting('server_version') AS version,
           current_setting('max_connections')::int AS "maxConnections",
           (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS "openConnections",
           ARRAY(SELECT name FROM unnest(${EXTENSIONS}::text[]) AS wanted (name)
             WHERE NOT EXISTS (SELECT 1 FROM pg_available_extensions AS known WHERE known.name = wanted.name)
           ) AS "missingExtensions",
           NOT pg_is_in_recovery() AND current_setting('default_transaction_read_only') = 'off' AS "isWritable",
           has_database_privilege(current_database(), 'CREATE')
             AND has_schema_privilege(current_schema(), 'CREATE') AS "mayCreate",
           current_setting('is_superuser') = 'on' AS "isSuperuser",
           current_setting('server_encoding') AS encoding,
           coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS "isEncrypted",
           current_setting('fsync') = 'on' AND current_setting('synchronous_commit') <> 'off' AS "isDurable",
           to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS "hasMigrated",
           to_regclass('users') IS NOT NULL AS "hasUsers"`;
  return row as Server;
}

/** Partitions are reached by way of their table, whose rights count then. */
async function findTables(sql: postgres.Sql): Promise<{ applied: number; closedTables: number }> {
  const [row] = await sql<{ applied: number; closedTables: number }[]>`
    SELECT (SELECT count(*)::int FROM drizzle.__drizzle_migrations) AS applied,
           (SELECT count(*)::int FROM pg_class
             WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
               AND NOT (has_table_privilege(oid, 'SELECT')
                 AND (has_table_privilege(oid, 'INSERT') OR relname = ANY(${READ_ONLY}::text[])))) AS "closedTables"`;
  return row as { applied: number; closedTables: number };
}

async function hasAdministrator(sql: postgres.Sql): Promise<boolean> {
  const rows = await sql`SELECT 1 FROM users WHERE role = 'ADMIN' LIMIT 1`;
  return rows.length > 0;
}

/** The server looked at its clock about halfway between question and answer. */
async function measureClock(sql: postgres.Sql): Promise<number> {
  const before = Date.now();
  const [row] = await sql<{ at: number }[]>`SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS at`;
  return Math.round(Number(row?.at) - (before + Date.now()) / 2);
}
