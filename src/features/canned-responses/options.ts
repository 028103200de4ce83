import type { CannedOption } from '../../../views/conversations/picker-options.tsx';
import type { Context } from '../../context.ts';
import type { Language } from '../../lib/language.ts';
import type { Caller } from '../auth/queries.ts';
import { findConversation } from '../conversations/queries.ts';
import { getVisible } from '../conversations/service.ts';
import { findOpenTicket, findTicket } from '../tickets/queries.ts';
import { requireVisible } from '../tickets/service.ts';
import { fillIn, textIn } from './model.ts';
import { listCanned } from './queries.ts';

/**
 * What `/` offers in a conversation: in its language, filled in with what is known of it. Of two with the same shortcut
 * the person's own. Errors: not_found.
 */
export async function cannedFor(ctx: Context, caller: Caller, conversationId: string): Promise<CannedOption[]> {
  const row = await getVisible(ctx, caller, conversationId);
  const ticket = await findOpenTicket(ctx.db.sql, conversationId);
  return optionsFor(ctx, caller, row.language, {
    customer: row.customerName ?? row.visitorName,
    ticket: ticket?.reference ?? null,
  });
}

/** The same in a reply to a ticket: in the language of its conversation, else the person's own. Errors: not_found. */
export async function cannedForTicket(ctx: Context, caller: Caller, reference: string): Promise<CannedOption[]> {
  const { customerName, conversationId } = requireVisible(caller, await findTicket(ctx.db.sql, reference));
  const row = conversationId === null ? null : await findConversation(ctx.db.sql, conversationId);
  return optionsFor(ctx, caller, row?.language ?? caller.language, { customer: customerName, ticket: reference });
}

async function optionsFor(
  ctx: Context,
  caller: Caller,
  language: Language,
  { customer, ticket }: { customer: string | null; ticket: string | null },
): Promise<CannedOption[]> {
  const all = await listCanned(ctx.db.sql, caller.id);
  const values = {
    customer: customer?.trim() || null,
    agent: caller.fullName,
    bank: ctx.settings.get('bank.name'),
    ticket,
  };
  const mine = [...new Map(all.toReversed().map((one) => [one.shortcut.toLowerCase(), one])).values()].toReversed();
  return mine.map(({ id, shortcut, title, ...texts }) => ({
    id,
    shortcut,
    title,
    text: fillIn(textIn(texts, language), values),
  }));
}
