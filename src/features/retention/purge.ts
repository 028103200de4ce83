import type { Context } from '../../context.ts';
import { AppError } from '../../lib/errors.ts';
import { writeAudit } from '../audit/queries.ts';
import { CustomerHeld, eraseCustomer } from '../customers/erasure.ts';
import { removeFiles } from '../uploads/orphans.ts';
import { keepHoldsWaiting } from './hold-queries.ts';
import { CLASS_NAMES, type Purged, type RetentionClass } from './model.ts';
import {
  addPurged,
  analyzePartitions,
  cutAudit,
  dropMonth,
  endPurge,
  keepFigures,
  listForgettable,
  listPastMonths,
  REMOVE,
} from './purge-queries.ts';
import { cutoffOf } from './service.ts';

/** Rows of one transaction: others must not wait long for their turn. */
const BATCH = 500;
/** Of one class in one run; the next run goes on. */
const MOST_BATCHES = 2_000;
/** In whose name it is done. */
const ACTOR = { id: null, fullName: 'retention' };
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Removes what has been kept long enough, class by class, in batches that hold nobody up. What a hold is on stays. One that is
 * cut off is gone on with by the next; running it twice removes nothing twice. Answers what went, by class.
 */
export async function purgePast(ctx: Context): Promise<Partial<Record<RetentionClass, Purged>>> {
  const gone: Partial<Record<RetentionClass, Purged>> = {};
  for (const name of CLASS_NAMES) {
    const purged = await purgeClass(ctx, name);
    if (purged) gone[name] = purged;
  }
  await analyzePartitions(ctx.db.sql);
  return gone;
}

/** The same for one class. Null: nothing of it went. */
export async function purgeClass(ctx: Context, name: RetentionClass): Promise<Purged | null> {
  const before = cutoffOf(ctx, name);
  if (before === null) return null;
  const { sql } = ctx.db;
  if (name === 'audit') await purgeAudit(ctx, before);
  else if (name === 'deleted_customers') await purgeCustomers(ctx, before);
  else {
    if (name === 'conversations') await dropMonths(ctx, before);
    await purgeRows(ctx, name, before);
  }
  return sql.begin(async (tx) => {
    const purged = await endPurge(tx, name);
    if (purged === null) return null;
    await writeAudit(tx, {
      ...{ actorId: ACTOR.id, actorName: ACTOR.fullName, action: 'retention.purge', resourceType: 'retention' },
      details: { class: name, before: before.toISOString(), ...purged },
    });
    return purged;
  });
}

async function purgeRows(
  ctx: Context,
  name: Exclude<RetentionClass, 'audit' | 'deleted_customers'>,
  before: Date,
): Promise<void> {
  for (let round = 0; round < MOST_BATCHES; round += 1) {
    const batch = await ctx.db.sql.begin(async (tx) => {
      await keepHoldsWaiting(tx);
      await keepFigures(tx);
      const removed = await REMOVE[name](tx, before, BATCH);
      await addPurged(tx, name, before, { rows: removed.rows, files: removed.files.length, partitions: 0 });
      return removed;
    });
    // After their rows, never before; what cannot be removed now is found by the job that looks for files without rows.
    await removeFiles(ctx, batch.files);
    if (batch.rows < BATCH) return;
  }
}

/** Months of which everything is to go lose their messages at once, and their conversations find none any more. */
async function dropMonths({ db: { sql }, log }: Context, before: Date): Promise<void> {
  for (const month of await listPastMonths(sql, before)) {
    try {
      await sql.begin(async (tx) => {
        await keepHoldsWaiting(tx);
        if (!(await dropMonth(tx, month, before))) return;
        await addPurged(tx, 'conversations', before, { rows: 0, files: 0, partitions: 1 });
      });
    } catch (error) {
      if ((error as { code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw error;
      log.info({ month }, 'a past month is left for the next purge: its tables are in use');
    }
  }
}

async function purgeAudit({ db: { sql }, log }: Context, before: Date): Promise<void> {
  try {
    await sql.begin(async (tx) => {
      await keepHoldsWaiting(tx);
      await addPurged(tx, 'audit', before, await cutAudit(tx, before));
    });
  } catch (error) {
    if ((error as { code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw error;
    log.info('the audit log is left for the next purge: it is in use');
  }
}

async function purgeCustomers(ctx: Context, before: Date): Promise<void> {
  const kept = new Set<number>();
  for (;;) {
    const found = await listForgettable(ctx.db.sql, before, BATCH + kept.size);
    const next = found.filter((customer) => !kept.has(customer));
    if (next.length === 0) return;
    for (const customer of next) {
      try {
        const { counts } = await eraseCustomer(ctx, ACTOR, customer, 'RETENTION_OVER', { onlyDeleted: true });
        const purged = { rows: 1, files: counts.files ?? 0, partitions: 0 };
        await addPurged(ctx.db.sql, 'deleted_customers', before, purged);
      } catch (error) {
        // One of their conversations is held, or the hold came this moment; or they were brought back.
        const isGone = error instanceof AppError && error.code === 'not_found';
        if (!(isGone || error instanceof CustomerHeld)) throw error;
        kept.add(customer);
      }
    }
  }
}
