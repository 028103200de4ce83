import { join } from 'node:path';
import type { Environment } from '../config/reader.ts';
import { type Config, readConfig } from '../config.ts';
import { openDatabase } from '../db/client.ts';
import { migrate } from '../db/migrate.ts';
import { seedDemoBank } from '../db/seed.ts';
import { hasAdministrator } from '../features/users/queries.ts';
import { ensureAdmin } from '../features/users/service.ts';
import { PROJECT_ROOT } from '../lib/root.ts';
import { say, slowly } from './console.ts';
import { needDirectWay } from './database.ts';

const DEMO_BANK = join(PROJECT_ROOT, 'data/demo-bank');

/**
 * Migrates; outside production loads the demo bank; makes the first administrator. May be repeated at any time.
 * Errors: ConfigError where nothing leads around a pooler.
 */
export async function prepare(env: Environment): Promise<number> {
  const config = readConfig(env);
  const url = config.databaseOwnerUrl ?? config.databaseDirectUrl ?? config.databaseUrl;
  if (url === null) throw new Error('prepare needs DATABASE_URL; start sets it for the embedded database');
  await needDirectWay(config);
  await slowly('Bringing the tables up to date', migrate(url));
  const isNew =
    !config.isProduction && (await slowly('Loading the demo bank (first start)', seedDemoBank(url, DEMO_BANK)));
  // To `start`, and early: the last word before an exit may be lost. What it makes of it takes seconds of the processor.
  if (isNew) process.send?.('the demo bank is new');
  await prepareAdministrator(config, url);
  return 0;
}

async function prepareAdministrator(config: Config, url: string): Promise<void> {
  const database = openDatabase(url, { poolSize: 1, applicationName: 'joxai-prepare' });
  try {
    if (config.isProduction && (config.adminEmail === null || config.adminPassword === null)) {
      if (await hasAdministrator(database.orm)) return;
      return say('There is no administrator yet: set ADMIN_EMAIL and ADMIN_PASSWORD, or use create-admin.');
    }
    const made = await ensureAdmin(database.orm, { email: config.adminEmail, password: config.adminPassword });
    if (made === null) return;
    say(`\nFirst administrator  ${made.user.email}`);
    if (made.generatedPassword !== null) say(`Password             ${made.generatedPassword}   (shown this once)`);
  } finally {
    await database.close();
  }
}
