import type { Context } from '../../context.ts';
import { findDue } from './due-queries.ts';
import { listHolds } from './hold-queries.ts';
import { CLASS_NAMES, type ClassState, type Hold, RETENTION_CLASSES, type RetentionClass } from './model.ts';
import { listLastPurges } from './purge-queries.ts';

const DAY_MS = 86_400_000;
const MOST_HOLDS = 500;

/** How long a class is kept, in days; 0: for ever. */
export const daysOf = ({ settings }: Pick<Context, 'settings'>, name: RetentionClass): number =>
  settings.get(RETENTION_CLASSES[name]);

/** What is older has been kept long enough; null where the class is kept for ever. */
export function cutoffOf(ctx: Pick<Context, 'settings' | 'clock'>, name: RetentionClass): Date | null {
  const days = daysOf(ctx, name);
  return days === 0 ? null : new Date(ctx.clock.now().getTime() - days * DAY_MS);
}

/** What a purge would remove now, class by class, and what the last one did. Removes nothing. */
export async function previewPurge(ctx: Pick<Context, 'settings' | 'clock' | 'db'>): Promise<ClassState[]> {
  const { sql } = ctx.db;
  const last = new Map((await listLastPurges(sql)).map(({ class: name, ...purge }) => [name, purge]));
  const states: ClassState[] = [];
  // One after the other: it reads a lot, and nobody waits for it.
  for (const name of CLASS_NAMES) {
    const before = cutoffOf(ctx, name);
    const due = before === null ? { count: 0, oldest: null, held: 0 } : await findDue(sql, name, before);
    states.push({ name, days: daysOf(ctx, name), before, ...due, last: last.get(name) ?? null });
  }
  return states;
}

/** What a legal hold is on, the newest first. */
export const readHolds = (ctx: Context): Promise<Hold[]> => listHolds(ctx.db.sql, MOST_HOLDS);
