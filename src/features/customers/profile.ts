import type { Context } from '../../context.ts';
import { invalid } from '../../lib/errors.ts';
import { noteRead } from '../audit/service.ts';
import { may } from '../auth/model.ts';
import type { Caller } from '../auth/queries.ts';
import { scopeOf as conversationScope } from '../conversations/service.ts';
import type { BankItem } from '../inbox/model.ts';
import { bankItemsOf } from '../inbox/side.ts';
import type { Ticket } from '../tickets/model.ts';
import { listTicketsOfCustomer } from '../tickets/queries.ts';
import { listPairs } from './duplicate-queries.ts';
import type { Profile, TimelinePage, TimelinePlace } from './model.ts';
import { findProfileFacts, listConversationsOf, listTimeline } from './profile-queries.ts';
import { listNotes } from './queries.ts';
import { getCustomer, readCustomer } from './reading.ts';

const MAX_CONVERSATIONS = 8;
const MAX_TICKETS = 8;
const MAX_NOTES = 50;
const MAX_PAIRS = 5;
const TIMELINE_ROWS = 20;

/** Reads a customer's profile, which leaves a trace. Errors: not_found. */
export async function readProfile(ctx: Context, caller: Caller, id: number): Promise<Profile> {
  const customer = await readCustomer(ctx, caller, id);
  const { sql } = ctx.db;
  const visibleTo = conversationScope(caller);
  const [facts, conversations, tickets, notes, duplicates, timeline] = await Promise.all([
    findProfileFacts(sql, id),
    listConversationsOf(sql, { customerId: id, visibleTo, limit: MAX_CONVERSATIONS }),
    listTicketsOfCustomer(sql, id, 50),
    listNotes(sql, id, MAX_NOTES),
    may(caller, 'customer.merge') ? listPairs(sql, { of: id, limit: MAX_PAIRS }) : [],
    pageOfTimeline(ctx, caller, id, null),
  ]);
  const isTheirs = ({ assigneeId }: Ticket) => assigneeId === null || assigneeId === caller.id;
  const seen = may(caller, 'ticket.any') ? tickets : tickets.filter(isTheirs);
  return { customer, facts, conversations, tickets: seen.slice(0, MAX_TICKETS), notes, duplicates, timeline };
}

/** The part of the history before an event of it. Errors: not_found, invalid (no such moment). */
export async function readTimeline(
  ctx: Context,
  caller: Caller,
  id: number,
  before: TimelinePlace,
): Promise<TimelinePage> {
  if (!isMoment(before.mark)) throw invalid([{ field: 'mark', message: 'must be a moment' }]);
  await readCustomer(ctx, caller, id);
  return pageOfTimeline(ctx, caller, id, before);
}

/** Of the calendar and the clock: no 30th of February. */
function isMoment(mark: string): boolean {
  const at = new Date(`${mark.slice(0, 19)}Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(mark.slice(0, 19));
}

async function pageOfTimeline(
  ctx: Context,
  caller: Caller,
  customerId: number,
  before: TimelinePlace | null,
): Promise<TimelinePage> {
  const of = { customerId, visibleTo: conversationScope(caller), limit: TIMELINE_ROWS + 1, before };
  const events = await listTimeline(ctx.db.sql, of);
  return { events: events.slice(0, TIMELINE_ROWS), isMore: events.length > TIMELINE_ROWS };
}

/**
 * The customer's accounts and cards, of each the last four digits alone, and a trace of who looked. Null: the bank does
 * not answer. Errors: not_found.
 */
export async function readBankAccounts(ctx: Context, caller: Caller, id: number): Promise<BankItem[] | null> {
  const { externalId, status } = await getCustomer(ctx.db.sql, id);
  if (externalId === null || status !== 'ACTIVE') return [];
  await noteRead(ctx, caller, { action: 'customer.accounts_read', resourceType: 'customer', resourceId: id });
  return bankItemsOf(ctx, externalId);
}
