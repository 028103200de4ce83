import { BankUnavailable } from '../../bank/connector.ts';
import type { Context } from '../../context.ts';
import { noteRead } from '../audit/service.ts';
import { may } from '../auth/model.ts';
import type { Caller } from '../auth/queries.ts';
import type { InboxRow } from '../conversations/model.ts';
import { findExternalId } from '../conversations/queries.ts';
import { followConversation, getVisible, scopeOf } from '../conversations/service.ts';
import { summaryOfHandoff } from '../conversations/summary.ts';
import type { Ticket } from '../tickets/model.ts';
import { listTicketsOfConversation, listTicketsOfCustomer } from '../tickets/queries.ts';
import type { BankItem, Side } from './model.ts';
import { findProfile, findSideFacts, listPast } from './side-queries.ts';

const MAX_TICKETS = 8;
const MAX_PAST = 8;

/** What the side panel shows of the customer of a conversation that the person has opened. */
export async function readSide(ctx: Context, caller: Caller, row: InboxRow): Promise<Side> {
  const { sql } = ctx.db;
  const { customerId } = row;
  const of = customerId === null ? null : { customerId, exceptId: row.id, visibleTo: scopeOf(caller), limit: MAX_PAST };
  const [facts, profile, past, tickets, summary] = await Promise.all([
    findSideFacts(sql, row.id),
    customerId === null ? null : findProfile(sql, customerId),
    of === null ? [] : listPast(sql, of),
    readTickets(ctx, caller, row),
    summaryOfHandoff(ctx, row),
  ]);
  const { identityExpiresAt, pageUrl, noteCount, changeCount } = facts;
  const person = { id: caller.id, role: caller.role };
  return { row, person, identityExpiresAt, pageUrl, profile, tickets, past, noteCount, changeCount, summary };
}

/** The same for a page that asks for it anew. Errors: not_found. */
export async function refreshSide(ctx: Context, caller: Caller, id: string): Promise<Side> {
  const row = await getVisible(ctx, caller, id);
  await followConversation(ctx, caller, id);
  return readSide(ctx, caller, row);
}

/** Those of the conversation and of its customer, as far as the person may see them: the newest first. */
async function readTickets(ctx: Context, caller: Caller, { id, customerId }: InboxRow): Promise<Ticket[]> {
  const { sql } = ctx.db;
  const [own, theirs] = await Promise.all([
    listTicketsOfConversation(sql, id, MAX_TICKETS),
    customerId === null ? [] : listTicketsOfCustomer(sql, customerId, MAX_TICKETS),
  ]);
  const all = new Map([...own, ...theirs].map((ticket) => [ticket.reference, ticket]));
  return [...all.values()]
    .filter(({ assigneeId }) => assigneeId === null || assigneeId === caller.id || may(caller, 'ticket.any'))
    .sort((one, other) => other.createdAt.getTime() - one.createdAt.getTime())
    .slice(0, MAX_TICKETS);
}

/**
 * The customer's accounts and cards, of each the last four digits alone, and a trace of who looked. Null: the bank does
 * not answer. Errors: not_found.
 */
export async function readBankItems(ctx: Context, caller: Caller, id: string): Promise<BankItem[] | null> {
  const row = await getVisible(ctx, caller, id);
  const customerId = row.customerId === null ? null : await findExternalId(ctx.db.sql, row.customerId);
  if (row.customerId === null || customerId === null) return [];
  const trace = { action: 'customer.accounts_read', resourceType: 'customer', resourceId: row.customerId } as const;
  await noteRead(ctx, caller, { ...trace, details: { conversation: id } });
  return bankItemsOf(ctx, customerId);
}

/** Null: the bank does not answer. Whoever asks leaves a trace first. */
export async function bankItemsOf({ bank }: Context, customerId: string): Promise<BankItem[] | null> {
  try {
    const [accounts, cards] = await Promise.all([bank.accounts(customerId), bank.cards(customerId)]);
    return [
      ...accounts.map(({ type, last4, currency }) => ({ kind: type, name: null, last4, currency, status: null })),
      ...cards.map(({ brand, product, last4, status }) => ({
        kind: 'CARD' as const,
        name: `${brand} ${product}`,
        last4,
        currency: null,
        status,
      })),
    ];
  } catch (error) {
    if (error instanceof BankUnavailable) return null;
    throw error;
  }
}
