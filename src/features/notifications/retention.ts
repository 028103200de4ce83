import type { Context } from '../../context.ts';
import { deleteOld } from './queries.ts';

/** Of one statement: others must not wait long for their turn. */
const BATCH = 5_000;
const MAX_BATCHES = 200;

/** Forgets what was told, or mailed, longer ago than `notifications.keep_days`. Answers how many. */
export async function forgetOldNotifications(ctx: Context): Promise<number> {
  const days = ctx.settings.get('notifications.keep_days');
  let forgotten = 0;
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const count = await deleteOld(ctx.db.sql, days, BATCH);
    forgotten += count;
    if (count < BATCH) break;
  }
  return forgotten;
}
