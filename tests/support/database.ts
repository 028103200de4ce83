import { randomBytes } from 'node:crypto';
import postgres from 'postgres';

/** Made by tests/run.ts: migrated, with the demo bank and one administrator. */
export const TEMPLATE = 'joxai_template';
export const ADMIN = { email: 'admin@joxai.test', password: 'Trapecio-Lunar-7731' } as const;

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** A database of the calling file's own, cloned from the template of the tests' server or of another one. */
export async function cloneDatabase(server: string = serverUrl(), template: string = TEMPLATE): Promise<TestDatabase> {
  const name = `joxai_test_${randomBytes(6).toString('hex')}`;
  await administer(server, (sql) => sql.unsafe(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  return {
    url: withDatabase(server, name),
    drop: () => administer(server, (sql) => sql.unsafe(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}

export function serverUrl(): string {
  const url = process.env.TEST_POSTGRES_URL;
  if (!url) throw new Error('TEST_POSTGRES_URL is not set: run the tests with `bun run test [file …]`');
  return url;
}

export function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Two at once may not clone one template, so a clone that finds it busy waits its turn. */
export async function administer(url: string, work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(withDatabase(url, 'postgres'), { max: 1, onnotice: () => {} });
  try {
    await sql`SELECT pg_advisory_lock(1)`;
    await work(sql);
  } finally {
    await sql.end();
  }
}
