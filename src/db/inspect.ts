import postgres from 'postgres';
import { countMigrations } from './prepared.ts';

export interface DatabaseReport {
  version: string;
  maxConnections: number;
  pendingMigrations: number;
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
    const [row] = await sql<{ version: string; connections: string; hasMigrated: boolean }[]>`
      select current_setting('server_version') as version, current_setting('max_connections') as connections,
             to_regclass('drizzle.__drizzle_migrations') is not null as "hasMigrated"`;
    const applied = row?.hasMigrated ? await sql`select 1 from drizzle.__drizzle_migrations` : [];
    return {
      version: row?.version ?? '',
      maxConnections: Number(row?.connections),
      pendingMigrations: Math.max(0, countMigrations() - applied.length),
    };
  } finally {
    await sql.end({ timeout: 1 });
  }
}
