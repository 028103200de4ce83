import type { Config } from '../../config.ts';
import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import { AnchorSigner } from './anchor.ts';
import { AnchorFiles } from './anchor-files.ts';
import {
  findChainEnd,
  hasAnchor,
  hashesOf,
  insertAnchor,
  listUnposted,
  listWritten,
  markPosted,
} from './anchor-queries.ts';
import type { ChainFault } from './model.ts';

const POST_TIMEOUT_MS = 10_000;
/** Posted in one go, after the receiver was away. */
const MOST_POSTED = 100;

/**
 * Writes the chain's end down for the day, outside of the database: into this machine's file, and to AUDIT_ANCHOR_URL where
 * it is set. Once a day over all machines; what the receiver did not take is sent again. Answers whether it wrote one.
 *
 * Errors: rejects where the file cannot be written; then the day has none yet, and the next call makes it.
 */
export async function anchorDaily(ctx: Context): Promise<boolean> {
  const day = ctx.clock.now().toISOString().slice(0, 10);
  const isNew = !(await hasAnchor(ctx.db.sql, day)) && (await write(ctx, day));
  if (ctx.config.auditAnchors.url !== null) await post(ctx, ctx.config.auditAnchors.url);
  return isNew;
}

async function write(ctx: Context, day: string): Promise<boolean> {
  const { sql } = ctx.db;
  const signer = new AnchorSigner(ctx.config);
  const files = new AnchorFiles(ctx.config.auditAnchors.folder);
  return sql.begin(async (tx) => {
    const { lastId, lastHash, cutId } = await findChainEnd(tx);
    if (lastId === 0) return false;
    const previous = signer.read((await files.own()).at(-1) ?? '')?.signature ?? '';
    const { line } = signer.sign({ day, at: ctx.clock.now().toISOString(), lastId, lastHash, cutId, previous });
    if (!(await insertAnchor(tx, { day, lastId, line, host: files.host }))) return false;
    // Before the row is there for good: a day that has a row has its line. One that has a line too much does no harm.
    await files.append(line);
    return true;
  });
}

async function post({ db, log }: Context, url: string): Promise<void> {
  await db.sql.begin(async (tx) => {
    for (const { day, line } of await listUnposted(tx, MOST_POSTED)) {
      if (!(await isTaken(url, line))) return log.warn({ day }, 'the audit anchor was not taken');
      await markPosted(tx, day);
    }
  });
}

async function isTaken(url: string, body: string): Promise<boolean> {
  try {
    const headers = { 'content-type': 'application/json' };
    const signal = AbortSignal.timeout(POST_TIMEOUT_MS);
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}

export interface CheckedAnchors {
  /** That were compared with the chain. */
  count: number;
  bad: { id: number; fault: ChainFault } | null;
}

/**
 * Compares the chain with what was written down outside: it finds a chain that was reckoned anew as a whole, whatever else
 * in the database was made to fit. `more`: lines of other files, as the receiver of AUDIT_ANCHOR_URL kept them.
 */
export async function checkAnchors(sql: Sql, config: Config, more: string[][] = []): Promise<CheckedAnchors> {
  const signer = new AnchorSigner(config);
  const files = new AnchorFiles(config.auditAnchors.folder);
  // Before the files are read: a line is there before its row, and the day's may be written this moment.
  const written = await listWritten(sql, files.host);
  const all = [...(await files.all()), ...more];
  const anchors: { lastId: number; lastHash: string }[] = [];
  for (const lines of all) {
    let previous = '';
    for (const line of lines) {
      const anchor = signer.read(line);
      // Not ours, or one of the file was taken out. Those whose order is another's (a receiver of several) stand for themselves.
      if (!anchor) return { count: 0, bad: { id: anchors.at(-1)?.lastId ?? 0, fault: 'anchor' } };
      if (!more.includes(lines) && anchor.previous !== previous) {
        return { count: 0, bad: { id: anchor.lastId, fault: 'anchor' } };
      }
      previous = anchor.signature;
      anchors.push(anchor);
    }
  }
  const there = new Set(all.flat());
  const lost = written.find(({ line }) => !there.has(line));
  if (lost) return { count: 0, bad: { id: lost.lastId, fault: 'anchor' } };
  return compare(sql, anchors);
}

async function compare(sql: Sql, anchors: { lastId: number; lastHash: string }[]): Promise<CheckedAnchors> {
  const { cutId, cutHash } = await findChainEnd(sql);
  const hashes = await hashesOf(
    sql,
    anchors.map(({ lastId }) => lastId),
  );
  hashes.set(cutId, cutHash);
  const compared = anchors.filter(({ lastId }) => lastId >= cutId).sort((a, b) => a.lastId - b.lastId);
  const wrong = compared.find(({ lastId, lastHash }) => hashes.get(lastId) !== lastHash);
  if (!wrong) return { count: compared.length, bad: null };
  return {
    count: compared.length,
    bad: { id: wrong.lastId, fault: hashes.has(wrong.lastId) ? 'rewritten' : 'missing' },
  };
}
