import type { Environment } from '../config/reader.ts';
import { readConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { say, slowly } from './console.ts';
import { needDirectWay, withOwner } from './database.ts';

export async function migrateCommand(env: Environment): Promise<number> {
  const config = readConfig(env);
  await needDirectWay(config);
  await withOwner(config, (url) => slowly('Bringing the tables up to date', migrate(url)));
  say('The tables are up to date.');
  return 0;
}
