import type { Config } from '../config.ts';
import { openDatabase } from '../db/client.ts';
import { addressOfRunning } from '../db/embedded/running.ts';
import { startEmbedded } from '../db/embedded.ts';
import { refusePooler } from '../db/pooler.ts';
import { say } from './console.ts';

/** Runs a task with the address of the database, the embedded one brought up for it where it is not running. */
export async function withDatabase<T>(config: Config, task: (url: string) => Promise<T>): Promise<T> {
  const known = config.databaseDirectUrl ?? config.databaseUrl ?? addressOfRunning(config.dataDir);
  if (known !== null) return task(known);
  const database = await startEmbedded({ dataDir: config.dataDir, progress: (line) => say(`${line} …`) });
  try {
    return await task(database.url);
  } finally {
    await database.stop();
  }
}

/** The same with the address of the tables' owner, where the service itself has fewer rights. */
export const withOwner = <T>(config: Config, task: (url: string) => Promise<T>): Promise<T> =>
  config.databaseOwnerUrl !== null ? task(config.databaseOwnerUrl) : withDatabase(config, task);

/** What needs a session cannot be done through a pooler. Errors: ConfigError where nothing leads around one. */
export async function needDirectWay({ databaseUrl, databaseDirectUrl }: Config): Promise<void> {
  if (databaseUrl === null || databaseDirectUrl !== null) return;
  const { sql, close } = openDatabase(databaseUrl, { poolSize: 1, applicationName: 'joxai-prepare' });
  try {
    await refusePooler(sql);
  } finally {
    await close();
  }
}
