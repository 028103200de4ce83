import type { Context } from '../../context.ts';
import { Batcher } from '../../db/batcher.ts';
import type { Caller } from '../auth/queries.ts';
import type { AuditEntry, AuditFilter, AuditRow, Reader } from './model.ts';
import { countEntries, insertReadings, listEntries, listReaders, type ReadEntry, writeAudit } from './queries.ts';

/** Whoever looks at the same thing again within this time is still reading it. */
const READING_MINUTES = 10;
const READING_MS = READING_MINUTES * 60_000;
/** Readings that a process remembers; those that it forgot are found in the log. */
const MAX_REMEMBERED = 20_000;
/** Totals are exact up to here. */
export const MOST_COUNTED = 10_000;
const MAX_READERS = 20;

type Doing = Omit<AuditEntry, 'actorId' | 'actorName'>;

/**
 * Leaves a trace that a member of staff read something of a person, before it is shown: without a trace there is no
 * reading. What many read at once is written in one statement, and whoever reads on in the same thing costs nothing.
 */
export async function noteRead(ctx: Context, caller: Pick<Caller, 'id' | 'fullName'>, reading: Doing): Promise<void> {
  const log = logOf(ctx);
  const key = `${caller.id} ${reading.action} ${reading.resourceType} ${reading.resourceId ?? ''}`;
  const now = ctx.clock.monotonic();
  const until = log.known.get(key);
  if (until !== undefined && until > now) return;
  await log.batcher.add({ ...reading, actorId: caller.id, actorName: caller.fullName });
  log.known.delete(key);
  log.known.set(key, now + READING_MS);
  if (log.known.size > MAX_REMEMBERED) log.known.delete(log.known.keys().next().value as string);
}

interface ReadLog {
  batcher: Batcher<ReadEntry, undefined>;
  /** Until when a reading is known, by person and thing, oldest first. */
  known: Map<string, number>;
}

const logs = new WeakMap<Context, ReadLog>();

function logOf(ctx: Context): ReadLog {
  const existing = logs.get(ctx);
  if (existing) return existing;
  const batcher = new Batcher<ReadEntry, undefined>({
    // Two readers of one thing by one person must see each other.
    keyOf: ({ actorId, action, resourceType, resourceId }) => `${actorId} ${action} ${resourceType} ${resourceId}`,
    run: async (readings) => {
      await insertReadings(ctx.db.sql, readings, READING_MINUTES);
      return readings.map(() => undefined);
    },
  });
  const made = { batcher, known: new Map<string, number>() };
  logs.set(ctx, made);
  return made;
}

/** Of what was looked for no word is kept: it is a name as often as not. */
export const noteSearch = (
  ctx: Context,
  caller: Pick<Caller, 'id' | 'fullName'>,
  among: 'conversation' | 'customer' | 'panel' | 'ticket',
): Promise<void> => noteRead(ctx, caller, { action: `${among}.search`, resourceType: among });

/** A page of the log, the newest first, and how many there are. */
export async function browseAudit(
  ctx: Context,
  filter: AuditFilter,
  { limit, skip }: { limit: number; skip: number },
): Promise<{ entries: AuditRow[]; total: number }> {
  const { sql } = ctx.db;
  const [entries, total] = await Promise.all([
    listEntries(sql, filter, { limit, skip }),
    countEntries(sql, filter, MOST_COUNTED),
  ]);
  return { entries, total };
}

/** Notes that somebody reads the log itself. */
export const noteAuditRead = (ctx: Context, caller: Caller): Promise<void> =>
  noteRead(ctx, caller, { action: 'audit.read', resourceType: 'audit' });

/** What counts as looking at the thing. */
const READINGS = {
  conversation: ['conversation.read', 'conversation.export', 'conversation.suggest'],
  ticket: ['ticket.read'],
  customer: ['customer.read', 'customer.accounts_read', 'customer.export'],
} as const satisfies Partial<Record<string, readonly string[]>>;
export type ReadThing = keyof typeof READINGS;

/** Who looked at it, whoever did so last first. */
export const readersOf = (ctx: Context, thing: ReadThing, id: string | number): Promise<Reader[]> =>
  listReaders(ctx.db.sql, { resourceType: thing, resourceIds: [String(id)], actions: READINGS[thing] }, MAX_READERS);

/** Of a deed of the caller. Tx: as `writeAudit`. */
export const noteDeed = (ctx: Context, caller: Pick<Caller, 'id' | 'fullName'>, deed: Doing): Promise<void> =>
  writeAudit(ctx.db.sql, { ...deed, actorId: caller.id, actorName: caller.fullName });
