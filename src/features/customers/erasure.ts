import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import { AppError, notFound } from '../../lib/errors.ts';
import { type Actor, actorOf } from '../auth/service.ts';
import { endConversation } from '../chat/conversation-queries.ts';
import { holdIndex } from '../conversations/search-queries.ts';
import { termsOf } from '../knowledge/gap-groups.ts';
import { holdGaps } from '../knowledge/gap-queries.ts';
import { findHeldAmong, keepHoldsWaiting } from '../retention/hold-queries.ts';
import { closeForErased } from '../tickets/erased.ts';
import { announceTicket } from '../tickets/service.ts';
import { removeFiles } from '../uploads/orphans.ts';
import {
  blotComments,
  blotConversations,
  blotDeliveries,
  blotMessages,
  blotNotifications,
  blotTicketMessages,
  blotTickets,
  dropAttachments,
  dropImports,
  dropQuestions,
  emptyCustomers,
  findReceipt,
  forgetTerms,
  insertReceipt,
  listNames,
  listOpen,
  markErased,
} from './erasure-queries.ts';
import type { ErasureReason, ErasureReceipt } from './model.ts';
import { findPersonScope, type PersonScope } from './person-queries.ts';
import { closeCustomer, lockCustomer } from './queries.ts';
import { auditCustomer, requireThere } from './reading.ts';

/** A hold is on, or on one of their conversations: nothing of the person may be erased until somebody takes it off. */
export class CustomerHeld extends AppError {
  readonly reason: string;

  constructor(reason: string) {
    super('conflict', `This customer is on legal hold: ${reason}`);
    this.reason = reason;
  }
}

/**
 * Erases a person everywhere: what they are, wrote and were told, what staff wrote about them, and their files. What was
 * counted (how many, when, with which outcome) stays. Their open conversations are ended first,
 * and their open tickets closed. Answers the receipt.
 * Errors: not_found (with `onlyDeleted` also for one who is not deleted, or no longer), conflict (CustomerHeld).
 */
export async function eraseCustomer(
  ctx: Context,
  caller: Actor,
  id: number,
  reason: ErasureReason,
  { onlyDeleted = false } = {},
): Promise<ErasureReceipt> {
  const { scope, files, closed } = await ctx.db.sql.begin((tx) =>
    eraseAll(ctx, tx, caller, id, { reason, onlyDeleted }),
  );
  for (const conversation of scope.conversationIds) {
    // What processes remember of it goes; whoever looks at it sees it as it is now.
    ctx.bus.publish({ type: 'erased', conversation });
    ctx.bus.publish({ type: 'conversation', conversation });
  }
  for (const { ticket, told } of closed) announceTicket(ctx, ticket, ...told);
  ctx.bus.publish({ type: 'queue' });
  // A file that cannot be removed now has no row any more, so the job that looks for such files removes it later.
  await removeFiles(ctx, files);
  return getReceipt(ctx, id);
}

/** Errors: not_found. */
export async function getReceipt(ctx: Context, customerId: number): Promise<ErasureReceipt> {
  const receipt = await findReceipt(ctx.db.sql, customerId);
  if (!receipt) throw notFound('Receipt');
  return receipt;
}

async function eraseAll(
  ctx: Context,
  tx: Sql,
  caller: Actor,
  id: number,
  { reason, onlyDeleted }: { reason: ErasureReason; onlyDeleted: boolean },
): Promise<{ scope: PersonScope; files: string[]; closed: Awaited<ReturnType<typeof closeForErased>> }> {
  await keepHoldsWaiting(tx);
  await closeCustomer(tx, id);
  const customer = requireThere(await lockCustomer(tx, id));
  if (onlyDeleted && customer.status !== 'DELETED') throw notFound('Customer');
  if (customer.heldAt !== null) throw new CustomerHeld(customer.holdReason ?? '');
  const scope = await findPersonScope(tx, id);
  const held = await findHeldAmong(tx, scope.conversationIds);
  if (held) throw new CustomerHeld(held.reason);
  const names = await listNames(tx, scope);
  await markErased(tx, scope);
  for (const open of await listOpen(tx, scope)) {
    await endConversation(tx, open, { ...actorOf(caller), by: 'system' });
  }
  const messages = await blotMessages(tx, scope);
  const comments = await blotComments(tx, scope);
  const files = await dropAttachments(tx, scope);
  const ticketMessages = await blotTicketMessages(tx, scope);
  const notifications = await blotNotifications(tx, scope);
  await blotDeliveries(tx, scope);
  // Who collects questions or words has read the messages before: what they write of them has to be seen here.
  await holdGaps(tx);
  const asked = await dropQuestions(tx, scope);
  for (const { gapId, text } of asked) await forgetTerms(tx, gapId, termsOf(text));
  await holdIndex(tx);
  const conversations = await blotConversations(tx, scope);
  const tickets = await blotTickets(tx, scope);
  const closed = await closeForErased(ctx, tx, caller, scope.ticketIds);
  await dropImports(tx, scope, names);
  const { notes, accounts, changes } = await emptyCustomers(tx, scope);
  for (const externalId of scope.externalIds) await ctx.bank.forget?.(tx, externalId);
  const counts = {
    profiles: scope.customerIds.length,
    ...{ conversations, messages, comments, files: files.length, tickets, ticket_messages: ticketMessages },
    ...{ notifications, questions: asked.length, notes, accounts, changes },
  };
  const receipt = await insertReceipt(tx, { customerId: id, reason, ...actorOf(caller), actorId: caller.id, counts });
  await auditCustomer(tx, caller, 'customer.erase', id, { receipt, counts });
  return { scope, files, closed };
}
