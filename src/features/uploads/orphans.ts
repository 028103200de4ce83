import type { Context } from '../../context.ts';
import { listKnown } from './queries.ts';

/** A file is written before the row that names it: what is younger may still get one. */
const GRACE_MS = 60 * 60 * 1_000;
const BATCH = 500;

/** Removes the files of rows that are gone. What cannot be removed now is an orphan, and is found by the job. */
export async function removeFiles(ctx: Pick<Context, 'storage' | 'log'>, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await ctx.storage.remove(id).catch((err) => ctx.log.warn({ err, file: id }, 'a file could not be removed'));
  }
}

/**
 * Removes the files in this machine's folder that no attachment names any more. Answers how many. Where machines do not
 * share their folders, each has its turn when it is the one that runs the job.
 */
export async function removeOrphans(ctx: Pick<Context, 'storage' | 'log' | 'db' | 'clock'>): Promise<number> {
  const before = new Date(ctx.clock.now().getTime() - GRACE_MS);
  let removed = 0;
  for await (const ids of ctx.storage.listBefore(before, BATCH)) {
    const known = await listKnown(ctx.db.sql, ids);
    const orphans = ids.filter((id) => !known.has(id));
    await removeFiles(ctx, orphans);
    removed += orphans.length;
  }
  return removed;
}
