import { randomUUID } from 'node:crypto';
import { constants, setPriority } from 'node:os';
import type { Environment } from '../config/reader.ts';
import { type Config, readConfig } from '../config.ts';
import { openDatabase } from '../db/client.ts';
import { Redis } from '../db/redis.ts';
import { SettingsStore } from '../db/settings.ts';
import { measureAll } from '../features/analytics/measuring.ts';
import { type Made, makeDemoHistory } from '../features/demo/service.ts';
import { learnOnce } from '../features/knowledge/learning.ts';
import { listPublishedArticles } from '../features/knowledge/queries.ts';
import { asShown } from '../features/knowledge/service.ts';
import { systemClock } from '../lib/clock.ts';
import { createLogger, openLogOutput } from '../lib/log.ts';
import { openBus } from '../realtime/open-bus.ts';
import { say } from './console.ts';
import { withDatabase } from './database.ts';

/** Fills an unused desk with made-up work, so that there is something to look at. Never in production. */
export async function demoHistory(env: Environment): Promise<number> {
  const config = readConfig(env);
  if (config.isProduction) return refuse('Demo data is never made in production.');
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  return withDatabase(config, async (url) => {
    const made = await loadDemoHistory(config, url);
    if (!made) return refuse('The desk has conversations, tickets or demo staff already: nothing was added.');
    await announce(config, url, made);
    say(`The panel shows ${made.conversations} made-up conversations and ${made.tickets} tickets of the last weeks.`);
    say('To remove them: bun run demo:remove\n');
    return 0;
  });
}

/** Null where the desk is used already. */
export async function loadDemoHistory(config: Config, url: string, now = new Date()): Promise<Made | null> {
  const database = openDatabase(url, { poolSize: 2, applicationName: 'joxai-demo' });
  try {
    const { sql } = database;
    const articles = (await listPublishedArticles(sql)).map(asShown);
    const log = createLogger('error', openLogOutput(config.logFile));
    // Kept for the workers, or taken from them: whoever comes first learns it for all.
    const model = await learnOnce({ config, db: database, log }, articles, new AbortController().signal);
    const settings = new SettingsStore();
    await settings.reload(sql);
    const made = model && (await makeDemoHistory(sql, { articles, model, settings }, now));
    // The reports show it at once.
    if (made) await measureAll({ db: database, settings, clock: systemClock });
    return made;
  } finally {
    await database.close();
  }
}

/** Pages of the panel that are open already show it at once. */
async function announce({ redisUrl }: Config, databaseUrl: string, { open, readers }: Made): Promise<void> {
  const redis = redisUrl === null ? null : await Redis.open({ url: redisUrl, onChange: () => {} });
  const bus = openBus({ databaseUrl, redis, processId: randomUUID(), onError: () => {} });
  for (const conversation of open) bus.publish({ type: 'conversation', conversation });
  for (const user of readers) bus.publish({ type: 'notification', user, notification: 0 });
  bus.publish({ type: 'queue' });
  await bus.close();
  redis?.close();
}

function refuse(reason: string): number {
  process.stderr.write(`${reason}\n`);
  return 1;
}
