import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { PROJECT_ROOT } from '../lib/root.ts';

const JOURNAL = join(PROJECT_ROOT, 'migrations/meta/_journal.json');
/** A database that answers later than this is left to whoever prepares it, and can say what is wrong. */
const DEADLINE_MS = 1_000;

interface Journal {
  entries: { when: number }[];
}

interface Answer {
  pid: number;
  isPrepared: boolean | null;
}

const readJournal = (): Journal => JSON.parse(readFileSync(JOURNAL, 'utf8'));

/** How many migrations the program brings. */
export const countMigrations = (): number => readJournal().entries.length;

/**
 * Whether the tables are up to date and have partitions of this month, there is an administrator, and, where
 * `withDemoBank`, knowledge: then there is nothing to prepare, as at every start but the first of a version. One short
 * query. False also where the database cannot be asked, or only through a pooler: whoever prepares says what is wrong.
 */
export async function isPrepared(databaseUrl: string, { withDemoBank }: { withDemoBank: boolean }): Promise<boolean> {
  const newest = Math.max(...readJournal().entries.map(({ when }) => when));
  const sql = postgres(databaseUrl, {
    max: 1,
    prepare: false,
    connect_timeout: DEADLINE_MS / 1000,
    onnotice: () => {},
  });
  let timer: Timer | undefined;
  const deadline = new Promise<false>((done) => {
    timer = setTimeout(() => done(false), DEADLINE_MS);
  });
  try {
    return await Promise.race([ask(sql, newest, withDemoBank), deadline]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
    void sql.end({ timeout: 0 });
  }
}

async function ask(sql: postgres.Sql, newest: number, withDemoBank: boolean): Promise<boolean> {
  const answer = await sql<Answer[]>`
    SELECT pg_backend_pid() AS pid,
           (SELECT max(created_at) FROM drizzle.__drizzle_migrations) >= ${newest}
       AND to_regclass('messages' || to_char(now() AT TIME ZONE 'UTC', '"_y"YYYY"m"MM')) IS NOT NULL
       AND EXISTS (SELECT 1 FROM users WHERE role = 'ADMIN')
       AND (NOT ${withDemoBank} OR EXISTS (SELECT 1 FROM knowledge_articles)) AS "isPrepared"`;
  // A pooler names itself as the other end, and the server another process.
  const { pid } = answer.state as { pid: number };
  return answer[0]?.pid === pid && answer[0].isPrepared === true;
}
