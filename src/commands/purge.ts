import type { Environment } from '../config/reader.ts';
import { readConfig } from '../config.ts';
import { createContext } from '../context.ts';
import { purgePast } from '../features/retention/purge.ts';
import { previewPurge } from '../features/retention/service.ts';
import { say } from './console.ts';
import { withDatabase } from './database.ts';

/** Removes what has been kept long enough, as the service does once a day; with --dry-run says what would go. */
export async function purge(env: Environment, args: string[]): Promise<number> {
  if (args.some((arg) => arg !== '--dry-run')) {
    process.stderr.write('Usage: purge [--dry-run]\n');
    return 1;
  }
  return withDatabase(readConfig(env), async (url) => {
    // Of two words for one thing none is believed: the address may stand in a file.
    const direct = { DATABASE_URL: url, DATABASE_URL_FILE: undefined, DATABASE_DIRECT_URL: undefined };
    const ctx = await createContext(readConfig({ ...env, ...direct }));
    try {
      for (const { name, days, count, oldest, held } of await previewPurge(ctx)) {
        const kept = days === 0 ? 'for ever' : `${days} days`;
        const since = oldest === null ? '' : `, the oldest of ${oldest.toISOString().slice(0, 10)}`;
        say(
          `${name.padEnd(18)}  kept ${kept.padEnd(10)}  ${count} to go${since}${held > 0 ? `, ${held} on hold` : ''}`,
        );
      }
      if (args.includes('--dry-run')) return 0;
      const gone = Object.entries(await purgePast(ctx));
      for (const [name, { rows, files, partitions }] of gone)
        say(`${name.padEnd(18)}  ${rows} rows, ${files} files and ${partitions} partitions are gone`);
      if (gone.length === 0) say('Nothing had to go.');
      return 0;
    } finally {
      await ctx.close();
    }
  });
}
