import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import type { Caller } from '../auth/queries.ts';
import { announceNotifications, notifyStaff } from '../notifications/service.ts';
import { findChainEnd } from './anchor-queries.ts';
import { checkAnchors } from './anchoring.ts';
import type { ChainFault, Verification } from './model.ts';
import { noteDeed } from './service.ts';
import {
  beginVerification,
  checkPage,
  endVerification,
  findLastPoint,
  findLostPoint,
  hasLookedToday,
  listVerifications,
  newestId,
  type Point,
  saveBroken,
  saveProgress,
  saveRoutine,
} from './verification-queries.ts';

/** Looked at in one statement: some tenths of a second. */
const PAGE_ENTRIES = 50_000;

interface Fault {
  id: number;
  fault: ChainFault;
}

interface Walk {
  /** The last entry that was found right. */
  point: Point;
  bad: Fault | null;
}

export interface Verified {
  valid: boolean;
  entries: number;
  /** That it was compared with; null where only what is new was looked at. */
  anchors: number | null;
  firstBadId: number | null;
  fault: ChainFault | null;
}

/**
 * Looks at the whole chain, or at what is newer than where it was last found whole. It finds an entry that was changed,
 * removed, put in or moved, an end that was cut off, and a chain that was reckoned anew below a point of an earlier look.
 * What somebody did who made the points fit too is found by the anchors, which a look at the whole is held against.
 */
export async function verifyChain(ctx: Context, caller: Caller, isWhole: boolean): Promise<Verified> {
  const id = await begin(ctx, caller, isWhole);
  return run(ctx, id, isWhole);
}

/** Begins the same, unless one is under way, and answers at once; `readVerifications` tells how far it is. */
export async function startVerification(ctx: Context, caller: Caller): Promise<void> {
  const looks = await readVerifications(ctx);
  if (looks.some(({ status, isStale }) => status === 'running' && !isStale)) return;
  const id = await begin(ctx, caller, true);
  run(ctx, id, true).catch((err) => ctx.log.error({ err }, 'the audit chain could not be verified'));
}

async function begin(ctx: Context, caller: Caller, isWhole: boolean): Promise<number> {
  const { sql } = ctx.db;
  const id = await beginVerification(sql, caller.id, await newestId(sql));
  await noteDeed(ctx, caller, { action: 'audit.verify', resourceType: 'audit', details: { whole: isWhole } });
  return id;
}

async function run(ctx: Context, id: number, isWhole: boolean): Promise<Verified> {
  const { sql } = ctx.db;
  const from = isWhole ? null : await findLastPoint(sql);
  let anchors: number | null = null;
  const walk = await walkChain(sql, from, {
    onProgress: (point) => saveProgress(sql, id, point),
    checkAnchors: async () => {
      const checked = await checkAnchors(sql, ctx.config);
      anchors = checked.count;
      return checked.bad;
    },
  });
  await saveProgress(sql, id, walk.point);
  await endVerification(sql, id, walk.bad);
  const { point, bad } = walk;
  return {
    valid: bad === null,
    entries: point.entries,
    anchors,
    firstBadId: bad?.id ?? null,
    fault: bad?.fault ?? null,
  };
}

/**
 * What is new since the last look, every so often, and once a day the whole; the first fault found is told to the
 * administrators.
 */
export async function verifyRoutinely(ctx: Context): Promise<void> {
  const { sql } = ctx.db;
  const from = (await hasLookedToday(sql)) ? await findLastPoint(sql) : null;
  const { point, bad } = await walkChain(sql, from, {
    checkAnchors: async () => (await checkAnchors(sql, ctx.config)).bad,
  });
  if (!bad) return saveRoutine(sql, point);
  const told = await sql.begin(async (tx) => {
    if (!(await saveBroken(tx, bad))) return null;
    ctx.log.error({ entry: bad.id, fault: bad.fault }, 'the audit chain is broken');
    return notifyStaff(tx, {
      kind: 'audit_broken',
      to: { atLeast: 'ADMIN' },
      key: `${bad.id}:${bad.fault}`,
      data: { reference: String(bad.id) },
    });
  });
  if (told) announceNotifications(ctx, told);
}

/** The newest look of each kind. */
export const readVerifications = (ctx: Context): Promise<Verification[]> => listVerifications(ctx.db.sql);

interface Walking {
  onProgress?: (point: Point) => Promise<void>;
  /** Asked where the chain is looked at from its beginning. */
  checkAnchors: () => Promise<Fault | null>;
}

/** Follows the chain from a point at which it was whole, or from its beginning. */
export async function walkChain(sql: Sql, from: Point | null, walking: Walking): Promise<Walk> {
  const { cutId, cutHash } = await findChainEnd(sql);
  const walk = await walkFrom(sql, from ?? { entries: 0, lastId: cutId, lastHash: cutHash }, from === null, walking);
  // Entries that go while they are looked at, because they were kept long enough, are not missing.
  const hasMoved = walk.bad !== null && (await findChainEnd(sql)).cutId !== cutId;
  return hasMoved ? walkChain(sql, null, walking) : walk;
}

async function walkFrom(
  sql: Sql,
  start: Point,
  isWhole: boolean,
  { onProgress, checkAnchors }: Walking,
): Promise<Walk> {
  let point = start;
  for (;;) {
    const page = await checkPage(sql, point.lastId, point.lastHash, PAGE_ENTRIES);
    const bad = firstOf(
      page.firstUnchained === null ? null : { id: page.firstUnchained, fault: 'out_of_chain' },
      page.firstChanged === null ? null : { id: page.firstChanged, fault: 'changed' },
    );
    if (bad) return { point, bad: firstOf(bad, await findLostPoint(sql)) };
    if (page.lastId === null) break;
    point = { entries: point.entries + page.count, lastId: page.lastId, lastHash: page.lastHash as string };
    await onProgress?.(point);
    if (page.count < PAGE_ENTRIES) break;
  }
  return { point, bad: firstOf(await findLostPoint(sql), isWhole ? await checkAnchors() : null) };
}

/** Of two faults the earlier one; of two at one entry the first named. */
function firstOf(one: Fault | null, other: Fault | null): Fault | null {
  if (!one || !other) return one ?? other;
  return other.id < one.id ? other : one;
}
