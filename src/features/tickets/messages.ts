import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import { mask } from '../../lib/mask.ts';
import { mentionedNames } from '../../lib/mentions.ts';
import type { Caller } from '../auth/queries.ts';
import { insertMessage } from '../chat/conversation-queries.ts';
import { reopenTurn } from '../chat/turn-queries.ts';
import { findMentioned } from '../conversations/agent-queries.ts';
import { mailReplyIfGone, mailTicketReply } from '../customer-return/service.ts';
import { notifyStaff, type Told } from '../notifications/service.ts';
import { nameForCustomers } from '../users/model.ts';
import { touchTicket } from './change-queries.ts';
import { insertTicketMessage, listTicketMessages, type NewTicketMessage, takeStaffSeq } from './message-queries.ts';
import type { Delivery, Ticket, TicketMessage } from './model.ts';
import { lockTicket } from './queries.ts';
import { TicketRefused } from './refusals.ts';
import { announceTicket, auditTicket, readTicket, requireVisible } from './service.ts';
import { updateClocks } from './sla.ts';

/** Everything said about a ticket, oldest first; the reading leaves a trace. Errors: not_found. */
export async function readTicketMessages(ctx: Context, caller: Caller, reference: string): Promise<TicketMessage[]> {
  const ticket = await readTicket(ctx, caller, reference);
  return listTicketMessages(ctx.db.sql, ticket.id);
}

/**
 * Writes to the customer: into the chat while it is open (and by mail to one who has gone from it), else by mail.
 * Masked. `none` where nobody knows how to reach the customer: the message waits with the ticket.
 * Errors: not_found, conflict (closed or merged).
 */
export async function replyToCustomer(
  ctx: Context,
  caller: Caller,
  reference: string,
  text: string,
): Promise<TicketMessage & { delivery: Delivery }> {
  const content = mask(text.trim()).text;
  const said = await ctx.db.sql.begin(async (tx) => {
    const ticket = requireVisible(caller, await lockTicket(tx, reference));
    if (ticket.mergedInto) throw new TicketRefused('merged', { reference: ticket.mergedInto });
    if (ticket.status === 'CLOSED') throw new TicketRefused('closed');
    const { delivery, seq, told } = await deliver(ctx, tx, caller, ticket, content);
    const message = { ...messageOf(caller, ticket, content), delivery };
    const stored = await insertTicketMessage(tx, message);
    const now = ctx.clock.now();
    await touchTicket(tx, ticket.id, now);
    const notices = [told, await updateClocks(tx, ticket.id, now), await tellAssignee(tx, caller, ticket, content)];
    await auditTicket(tx, caller, 'reply', ticket, { delivery });
    return { ticket, message: { ...message, ...stored, reference }, seq, notices };
  });
  const { ticket, message, seq, notices } = said;
  if (ticket.conversationId && seq !== null) {
    ctx.bus.publish({ type: 'message', conversation: ticket.conversationId, seq });
  }
  announceTicket(ctx, ticket, ...notices);
  return message;
}

/** A note among staff with whom it names; it never reaches the customer. Masked. Errors: not_found. */
export async function addTicketNote(
  ctx: Context,
  caller: Caller,
  reference: string,
  text: string,
): Promise<TicketMessage> {
  const content = mask(text.trim()).text;
  const { ticket, note, told } = await ctx.db.sql.begin(async (tx) => {
    const ticket = requireVisible(caller, await lockTicket(tx, reference));
    const names = mentionedNames(content);
    const mentions = names.length > 0 ? (await findMentioned(tx, names)).map(({ id }) => id) : [];
    const message = { ...messageOf(caller, ticket, content), isInternal: true, mentions };
    const stored = await insertTicketMessage(tx, message);
    await touchTicket(tx, ticket.id, ctx.clock.now());
    const told = await notifyStaff(tx, { ...causeOf(caller, ticket, content), kind: 'mention', to: mentions });
    await auditTicket(tx, caller, 'note', ticket);
    return { ticket, note: { ...message, ...stored, reference }, told };
  });
  announceTicket(ctx, ticket, told);
  return note;
}

interface Delivered {
  delivery: Delivery;
  /** Of the chat's message. */
  seq: number | null;
  told: Told;
}

async function deliver(ctx: Context, tx: Sql, caller: Caller, ticket: Ticket, content: string): Promise<Delivered> {
  const { conversationId } = ticket;
  const seq = conversationId ? await takeStaffSeq(tx, conversationId) : null;
  if (conversationId && seq !== null) {
    const metadata = { agent_name: nameForCustomers(caller), ticket_id: ticket.reference };
    await insertMessage(tx, { conversationId, seq, role: 'agent', content, authorId: caller.id, metadata });
    await reopenTurn(tx, conversationId);
    const { told } = await mailReplyIfGone(ctx, tx, conversationId, { content, authorId: caller.id });
    return { delivery: 'chat', seq, told };
  }
  const { result, told } = await mailTicketReply(tx, ticket, { content, authorId: caller.id });
  return { delivery: result === 'queued' ? 'mail' : 'none', seq: null, told };
}

const messageOf = (caller: Caller, ticket: Ticket, content: string): NewTicketMessage => ({
  ticketId: ticket.id,
  authorId: caller.id,
  senderType: 'agent',
  senderName: caller.fullName,
  content,
  isInternal: false,
  mentions: [],
  delivery: null,
});

const causeOf = (caller: Caller, ticket: Ticket, content: string) => ({
  except: caller.id,
  conversationId: ticket.conversationId,
  ticketId: ticket.id,
  data: {
    reference: ticket.reference,
    subject: ticket.subject,
    actor: caller.fullName,
    excerpt: content,
    ...(ticket.customerName && { customer: ticket.customerName }),
  },
});

/** Whose ticket it is learns that somebody else answered in it. */
const tellAssignee = (tx: Sql, caller: Caller, ticket: Ticket, content: string): Promise<Told> =>
  notifyStaff(tx, {
    ...causeOf(caller, ticket, content),
    kind: 'ticket_message',
    to: ticket.assigneeId === null ? [] : [ticket.assigneeId],
  });
