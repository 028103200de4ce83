import type { Context } from '../../context.ts';
import { invalid } from '../../lib/errors.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import { insertChanges, mergeInto } from './change-queries.ts';
import type { Ticket } from './model.ts';
import { findTicket, lockTicket } from './queries.ts';
import { TicketRefused } from './refusals.ts';
import { announceTicket, auditTicket, requireVisible } from './service.ts';
import { updateClocks } from './sla.ts';

/**
 * Closes a duplicate in favour of another ticket, which shows its messages and history from then on and takes over its
 * conversation where it has none. Answers the other one. Errors: not_found, invalid (into itself), conflict (one of
 * them is merged, the other is closed, a complaint would vanish).
 */
export async function mergeTicket(ctx: Context, caller: Caller, duplicate: string, survivor: string): Promise<Ticket> {
  if (duplicate === survivor) throw invalid([{ field: 'into', message: 'must be another ticket' }]);
  const now = ctx.clock.now();
  const { from, into, told } = await ctx.db.sql.begin(async (tx) => {
    // Always in the same order, so that two people who merge the same two never wait for each other.
    const locked = new Map<string, Ticket | null>();
    for (const reference of [duplicate, survivor].sort()) locked.set(reference, await lockTicket(tx, reference));
    const from = requireVisible(caller, locked.get(duplicate) ?? null);
    const into = requireVisible(caller, locked.get(survivor) ?? null);
    requireMergeable(from, into);
    await mergeInto(tx, from.id, into.id, now);
    const closing = from.status === 'CLOSED' ? [] : [{ field: 'status', from: from.status, to: 'CLOSED' } as const];
    await insertChanges(tx, from.id, actorOf(caller), [
      ...closing,
      { field: 'merged_into', from: null, to: into.reference },
    ]);
    await insertChanges(tx, into.id, actorOf(caller), [{ field: 'merged', from: null, to: from.reference }]);
    const told = await updateClocks(tx, into.id, now);
    await auditTicket(tx, caller, 'merge', from, { into: into.reference });
    return { from, into: (await findTicket(tx, survivor)) as Ticket, told };
  });
  announceTicket(ctx, from, told);
  announceTicket(ctx, into);
  return into;
}

function requireMergeable(from: Ticket, into: Ticket): void {
  for (const { reference, mergedInto } of [from, into]) {
    if (mergedInto) throw new TicketRefused('merge_merged', { reference, into: mergedInto });
  }
  if (into.status === 'CLOSED') throw new TicketRefused('merge_closed', { reference: into.reference });
  if (from.complaintNumber && !into.complaintNumber) {
    throw new TicketRefused('merge_complaint', { reference: from.reference, into: into.reference });
  }
}
