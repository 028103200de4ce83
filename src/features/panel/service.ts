import type { Context } from '../../context.ts';
import { noteSearch } from '../audit/service.ts';
import { may } from '../auth/model.ts';
import type { Caller } from '../auth/queries.ts';
import { scopeOf } from '../conversations/service.ts';
import { type Found, type SectionKey, sectionsFor } from './model.ts';
import { findSettings } from './places.ts';
import { searchArticles, searchConversations, searchCustomers, searchTickets } from './queries.ts';

/** Fewer letters than this fit everything. */
const MIN_CHARS = 2;
const GROUP_ROWS = 5;

/** Looks in everything that the person may see; null for a text that is too short. */
export async function quickSearch(ctx: Context, caller: Caller, text: string): Promise<Found | null> {
  if (text.trim().length < MIN_CHARS) return null;
  await noteSearch(ctx, caller, 'panel');
  const { sql } = ctx.db;
  const has = (key: SectionKey): boolean => sectionsFor(caller.role).some((section) => section.key === key);
  const ticketsOf = may(caller, 'ticket.any') ? undefined : caller.id;
  const [conversations, tickets, customers, articles] = await Promise.all([
    has('inbox') ? searchConversations(sql, { text, visibleTo: scopeOf(caller), limit: GROUP_ROWS }) : null,
    has('tickets') ? searchTickets(sql, { text, visibleTo: ticketsOf, limit: GROUP_ROWS }) : null,
    has('customers') ? searchCustomers(sql, { text, limit: GROUP_ROWS }) : null,
    has('knowledge') ? searchArticles(sql, { text, language: caller.language, limit: GROUP_ROWS }) : null,
  ]);
  const settings = findSettings(text, caller.role, caller.language, GROUP_ROWS);
  return { conversations, tickets, customers, articles, settings };
}
