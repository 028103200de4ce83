import { join } from 'node:path';
import { openDatabase } from '../../src/db/client.ts';
import { type EmbeddedServer, startEmbedded } from '../../src/db/embedded.ts';
import { migrate } from '../../src/db/migrate.ts';
import { seedDemoBank } from '../../src/db/seed.ts';
import { ensureAdmin } from '../../src/features/users/service.ts';
import { ADMIN, administer, TEMPLATE, withDatabase } from './database.ts';

const DEMO_BANK = join(import.meta.dir, '../../data/demo-bank');
/** What is lost in a crash is lost with the tests. */
const SETTINGS = { fsync: 'off', full_page_writes: 'off', max_connections: '400' };

/** A server with the template that every test file clones. */
export async function preparePostgres(
  folder: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dataDir: folder, settings: { ...SETTINGS, ...settings } });
  const url = withDatabase(server.url, TEMPLATE);
  await administer(server.url, (sql) => sql.unsafe(`CREATE DATABASE ${TEMPLATE}`));
  await migrate(url);
  await seedDemoBank(url, DEMO_BANK);
  const database = openDatabase(url, { poolSize: 1, applicationName: 'joxai-tests' });
  await ensureAdmin(database.orm, ADMIN);
  await database.close();
  return server;
}
