import type { Environment } from '../config/reader.ts';
import { readConfig } from '../config.ts';
import { openDatabase } from '../db/client.ts';
import { removeDemo } from '../features/demo/service.ts';
import { FileStorage } from '../storage/files.ts';
import { say } from './console.ts';
import { withDatabase } from './database.ts';

/** Removes the demo history: what is marked as demo, and nothing else. The demo bank stays. May be repeated. */
export async function demoRemove(env: Environment): Promise<number> {
  const config = readConfig(env);
  const removed = await withDatabase(config, async (url) => {
    const database = openDatabase(url, { poolSize: 1, applicationName: 'joxai-demo-remove' });
    try {
      return await removeDemo(database.sql, new FileStorage(config.dataDir));
    } finally {
      await database.close();
    }
  });
  const { conversations, tickets, staff, cannedResponses, deactivated, written } = removed;
  say(
    `Removed ${conversations} conversations, ${tickets} tickets, ${staff} accounts and ${cannedResponses} canned responses of the demo.`,
  );
  if (written > 0)
    say(`Messages and notes that staff had written in demo conversations, which went with them: ${written}.`);
  if (deactivated > 0) say(`Demo accounts that real work names, which stay deactivated: ${deactivated}.`);
  say("The demo bank's articles, customers and accounts stay.");
  return 0;
}
