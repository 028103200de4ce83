import type { Context } from '../../context.ts';
import { forgetDeliveries } from './delivery-queries.ts';

const BITE = 5_000;

/** Forgets what was delivered, or given up, longer ago than `webhooks.keep_days`. Answers how many. */
export async function forgetOldDeliveries(ctx: Context): Promise<number> {
  const days = ctx.settings.get('webhooks.keep_days');
  let forgotten = 0;
  for (;;) {
    const count = await forgetDeliveries(ctx.db.sql, days, BITE);
    forgotten += count;
    if (count < BITE) return forgotten;
  }
}
