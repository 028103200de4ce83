import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import type { Told } from '../notifications/service.ts';
import { type Actor, insertChanges, saveFields } from './change-queries.ts';
import { isWorkedOn, type Ticket } from './model.ts';
import { findOpenTicket, lockTicket } from './queries.ts';
import { updateClocks } from './sla.ts';

/**
 * The ticket of a conversation that is worked on, locked. Who changes both takes the ticket first, as replies to tickets
 * do: the other way round, two of them could wait for each other.
 */
export async function lockOpenTicket(tx: Sql, conversationId: string): Promise<Ticket | null> {
  const open = await findOpenTicket(tx, conversationId);
  const ticket = open && (await lockTicket(tx, open.reference));
  return ticket && isWorkedOn(ticket.status) ? ticket : null;
}

/**
 * The ticket follows its conversation to whoever is in charge of that now, who could not work on it otherwise. They hear
 * of the conversation, and need not hear of the ticket too. Null: it is theirs already. Tx: the caller's, with the ticket
 * of `lockOpenTicket`; then `announceTicket`.
 */
export async function handTicketOver(
  ctx: Context,
  tx: Sql,
  ticket: Ticket,
  actor: Actor,
  agentId: number,
): Promise<{ ticket: Ticket; told: Told } | null> {
  if (ticket.assigneeId === agentId) return null;
  const now = ctx.clock.now();
  const from = ticket.assigneeId === null ? null : String(ticket.assigneeId);
  await saveFields(tx, ticket.id, { ...ticket, assigneeId: agentId, status: 'IN_PROGRESS', closedAt: null }, now);
  await insertChanges(tx, ticket.id, actor, [
    { field: 'assignee', from, to: String(agentId) },
    ...(ticket.status === 'IN_PROGRESS' ? [] : [{ field: 'status' as const, from: ticket.status, to: 'IN_PROGRESS' }]),
  ]);
  return { ticket, told: await updateClocks(tx, ticket.id, now) };
}
