import type { CannedOption } from '../../../views/conversations/picker-options.tsx';
import type { Context } from '../../context.ts';
import type { Caller } from '../auth/queries.ts';
import { getVisible } from '../conversations/service.ts';
import { findOpenTicket } from '../tickets/queries.ts';
import { fillIn, textIn } from './model.ts';
import { listCanned } from './queries.ts';

/**
 * What `/` offers in a conversation: in its language, filled in with what is known of it. Of two with the same shortcut
 * the person's own. Errors: not_found.
 */
export async function cannedFor(ctx: Context, caller: Caller, conversationId: string): Promise<CannedOption[]> {
  const row = await getVisible(ctx, caller, conversationId);
  const [all, ticket] = await Promise.all([
    listCanned(ctx.db.sql, caller.id),
    findOpenTicket(ctx.db.sql, conversationId),
  ]);
  const values = {
    customer: (row.customerName ?? row.visitorName)?.trim() || null,
    agent: caller.fullName,
    bank: ctx.settings.get('bank.name'),
    ticket: ticket?.reference ?? null,
  };
  const mine = [...new Map(all.toReversed().map((one) => [one.shortcut.toLowerCase(), one])).values()].toReversed();
  return mine.map(({ id, shortcut, title, ...texts }) => ({
    id,
    shortcut,
    title,
    text: fillIn(textIn(texts, row.language), values),
  }));
}
