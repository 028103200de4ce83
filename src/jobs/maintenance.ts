import type { Context } from '../context.ts';

const EVERY_MS = 60_000;

/** What every process does beside serving: forgets windows of limits that are over, follows changed settings. */
export function startMaintenance(ctx: Context): () => void {
  const reload = () => {
    reloadSettings(ctx).catch((err) => ctx.log.warn({ err }, 'the settings could not be read again'));
  };
  const prune = setInterval(() => {
    ctx.limiter.prune().catch((err) => ctx.log.warn({ err }, 'rate limits could not be pruned'));
    // Events are hints: what was changed without one, or with one that was lost, holds from here on.
    reload();
  }, EVERY_MS);
  const unsubscribe = ctx.bus.subscribe((event) => {
    if (event.type === 'settings') reload();
  });
  ctx.bus.onGap(reload);
  return () => {
    clearInterval(prune);
    unsubscribe();
  };
}

async function reloadSettings(ctx: Context): Promise<void> {
  const unusable = await ctx.settings.reload(ctx.db.sql);
  if (unusable.length > 0) ctx.log.warn({ settings: unusable }, 'settings with unusable values keep their defaults');
}
