import type { Context } from '../context.ts';

const PRUNE_EVERY_MS = 60_000;

/** What every process does beside serving: forgets windows of limits that are over, follows changed settings. */
export function startMaintenance(ctx: Context): () => void {
  const prune = setInterval(() => {
    ctx.limiter.prune().catch((err) => ctx.log.warn({ err }, 'rate limits could not be pruned'));
  }, PRUNE_EVERY_MS);
  const reload = () => {
    ctx.settings.reload(ctx.db.sql).catch((err) => ctx.log.warn({ err }, 'the settings could not be read again'));
  };
  const unsubscribe = ctx.bus.subscribe((event) => {
    if (event.type === 'settings') reload();
  });
  ctx.bus.onGap(reload);
  return () => {
    clearInterval(prune);
    unsubscribe();
  };
}
