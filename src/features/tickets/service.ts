import type { Sql } from '../../db/client.ts';
import { newTicketReference } from '../../lib/ids.ts';
import type { NewTicket, Ticket } from './model.ts';
import { findOpenTicket, insertChange, insertTicket } from './queries.ts';

/**
 * The open ticket of the conversation, or a new one with these fields. Tx: the caller's, which holds the
 * conversation's row, so that two calls never open two.
 */
export async function openTicket(tx: Sql, ticket: NewTicket, actorName: string): Promise<Ticket> {
  const open = ticket.conversationId ? await findOpenTicket(tx, ticket.conversationId) : null;
  if (open) return open;
  const opened = await insertTicket(tx, newTicketReference(), ticket);
  await insertChange(tx, {
    ticketId: opened.id,
    actorId: null,
    actorName,
    field: 'status',
    fromValue: null,
    toValue: opened.status,
  });
  return opened;
}
