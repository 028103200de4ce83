import postgres from 'postgres';
import { eventually } from './eventually.ts';

/** A lock that somebody else holds. Who waits for it is told from others by a part of their statement. */
export interface HeldLock {
  untilWaiting(count: number, statement: string): Promise<void>;
  /** Their statements fail. */
  cancelWaiting(statement: string): Promise<void>;
  release(): Promise<void>;
}

/** Takes a lock in a transaction of its own. The service's own patience with it is 5 s. */
export async function holdLock(url: string, take: (sql: postgres.ReservedSql) => Promise<unknown>): Promise<HeldLock> {
  const sql = postgres(url, { max: 2, onnotice: () => {} });
  const holder = await sql.reserve();
  await holder`BEGIN`;
  await take(holder);
  const waiting = (statement: string) => sql<{ pid: number }[]>`
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE ${`%${statement}%`}`;
  return {
    untilWaiting: (count, statement) =>
      eventually(`${count} wait`, async () => (await waiting(statement)).length >= count),
    async cancelWaiting(statement) {
      for (const { pid } of await waiting(statement)) await sql`SELECT pg_cancel_backend(${pid})`;
      await eventually('nobody waits', async () => (await waiting(statement)).length === 0);
    },
    async release() {
      await holder`ROLLBACK`;
      holder.release();
      await sql.end();
    },
  };
}
