import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { PROJECT_ROOT } from '../lib/root.ts';
import { preparePartitions } from './partitions.ts';
import { grantServiceRole, listServiceRoles } from './service-role.ts';

const MIGRATIONS_FOLDER = join(PROJECT_ROOT, 'migrations');
/** Any number of ours: whoever migrates this database holds it. */
const MIGRATION_LOCK = 7_205_114;

/**
 * Brings the database's tables up to date. Safe to call from several processes at once: one migrates, the others wait.
 *
 * Errors: rejects when the database is not reachable or a migration fails; a failed migration leaves nothing behind.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    await sql`SELECT pg_advisory_lock(${MIGRATION_LOCK})`;
    await runMigrations(drizzle(sql), { migrationsFolder: MIGRATIONS_FOLDER });
    await preparePartitions(sql);
    for (const role of await listServiceRoles(sql)) await sql.begin((tx) => grantServiceRole(tx, role));
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Brings an empty database to an earlier version of the tables: the first so many migrations. */
export async function migrateTo(databaseUrl: string, migrations: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'joxai-migrations-'));
  const sql = postgres(databaseUrl, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    await cp(MIGRATIONS_FOLDER, folder, { recursive: true });
    const path = join(folder, 'meta/_journal.json');
    const journal = await Bun.file(path).json();
    await Bun.write(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, migrations) }));
    await runMigrations(drizzle(sql), { migrationsFolder: folder });
  } finally {
    await sql.end({ timeout: 5 });
    await rm(folder, { recursive: true });
  }
}
