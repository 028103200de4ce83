import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../lib/root.ts';

const JOURNAL = join(PROJECT_ROOT, 'migrations/meta/_journal.json');
/** A database that answers later than this is left to whoever prepares it, and can say what is wrong. */
const DEADLINE_MS = 1_000;

interface Journal {
  entries: { when: number }[];
}

const readJournal = (): Journal => JSON.parse(readFileSync(JOURNAL, 'utf8'));

/** How many migrations the program brings. */
export const countMigrations = (): number => readJournal().entries.length;

/**
 * Whether the tables are up to date, there is an administrator, and, where `withDemoBank`, knowledge: then there is
 * nothing to prepare, as at every start but the first of a version. One short query with the driver that Bun has within,
 * because the process that asks must stay small. False also where the database cannot be asked.
 */
export async function isPrepared(databaseUrl: string, { withDemoBank }: { withDemoBank: boolean }): Promise<boolean> {
  const newest = Math.max(...readJournal().entries.map(({ when }) => when));
  let timer: Timer | undefined;
  try {
    const sql = new Bun.SQL(databaseUrl, { max: 1, prepare: false, connectionTimeout: DEADLINE_MS / 1000 });
    try {
      const deadline = new Promise<false>((done) => {
        timer = setTimeout(() => done(false), DEADLINE_MS);
      });
      return await Promise.race([ask(sql, newest, withDemoBank), deadline]);
    } finally {
      clearTimeout(timer);
      void sql.close({ timeout: 0 }).catch(() => {});
    }
  } catch {
    return false;
  }
}

async function ask(sql: Bun.SQL, newest: number, withDemoBank: boolean): Promise<boolean> {
  const [row] = await sql`
    SELECT (SELECT max(created_at) FROM drizzle.__drizzle_migrations) >= ${newest}
       AND EXISTS (SELECT 1 FROM users WHERE role = 'ADMIN')
       AND (NOT ${withDemoBank} OR EXISTS (SELECT 1 FROM knowledge_articles)) AS "isPrepared"`;
  return row?.isPrepared === true;
}
