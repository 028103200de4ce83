import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import { type Actor, actorOf } from '../auth/service.ts';
import { notifyStaff, type Told } from '../notifications/service.ts';
import { insertChanges, saveFields } from './change-queries.ts';
import type { Ticket } from './model.ts';
import { listWorkedOn } from './queries.ts';
import { auditTicket } from './service.ts';
import { updateClocks } from './sla.ts';

/**
 * Closes what is still worked on for a person who is erased: nobody is left to be answered. The history says why, and who
 * has one of them is told. Answers those that were closed, for `announceTicket` after the commit. Tx: the caller's, which
 * holds the tickets' rows and has blotted them out.
 */
export async function closeForErased(
  ctx: Context,
  tx: Sql,
  caller: Actor,
  ticketIds: number[],
): Promise<{ ticket: Ticket; told: Told[] }[]> {
  const now = ctx.clock.now();
  const closed: { ticket: Ticket; told: Told[] }[] = [];
  for (const ticket of await listWorkedOn(tx, ticketIds)) {
    const { id, reference, status, assigneeId, conversationId, subject } = ticket;
    await saveFields(tx, id, { ...ticket, status: 'CLOSED', resolvedAt: ticket.resolvedAt ?? now, closedAt: now }, now);
    await insertChanges(tx, id, actorOf(caller), [
      { field: 'erased', from: null, to: null },
      { field: 'status', from: status, to: 'CLOSED' },
    ]);
    const told = [await updateClocks(tx, id, now)];
    if (assigneeId !== null) {
      const data = { reference, subject, actor: caller.fullName, from: status, to: 'CLOSED' };
      const cause = { to: [assigneeId], except: caller.id, conversationId, ticketId: id, data };
      told.push(await notifyStaff(tx, { ...cause, kind: 'ticket_status_changed' }));
    }
    await auditTicket(tx, caller, 'update', ticket, { fields: ['status'], reason: 'customer_erased' });
    closed.push({ ticket, told });
  }
  return closed;
}
