import type { Config } from '../../config.ts';
import { openDatabase } from '../../db/client.ts';
import { addressOfRunning } from '../../db/embedded/running.ts';
import { partitionState } from '../../db/partitions.ts';
import { type Check, ok, warn } from './check.ts';

const name = 'partitions';

/** Whether the tables of partitions are ready for the months to come, and nothing fell beside them. */
export async function checkPartitions(config: Config): Promise<Check[]> {
  const url = config.databaseDirectUrl ?? config.databaseUrl ?? addressOfRunning(config.dataDir);
  if (url === null) return [];
  const database = openDatabase(url, { poolSize: 1, applicationName: 'joxai-doctor' });
  try {
    const { strays, monthsAhead, count } = await partitionState(database.sql);
    if (monthsAhead < 1) return [warn(name, 'there are none for the next month', 'bun run migrate makes them')];
    if (strays > 0) return [warn(name, `${strays} rows lie in a default partition`, 'bun run migrate moves them')];
    return [ok(name, `${count}, ready ${monthsAhead} months ahead`)];
  } catch {
    // What is wrong with the database, or that its tables are not there yet, is told by its own checks.
    return [];
  } finally {
    await database.close();
  }
}
