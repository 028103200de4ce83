import type { Context } from '../../context.ts';
import { AppError } from '../../lib/errors.ts';
import { may } from '../auth/model.ts';
import type { Caller } from '../auth/queries.ts';
import { listMessages } from '../conversations/queries.ts';
import { followConversation, getVisible } from '../conversations/service.ts';
import { countStrip, countTickets, findNeighbours, listColumn, type TicketFilter } from './list-queries.ts';
import { listTicketMessages } from './message-queries.ts';
import {
  type Colleague,
  type OpenedTicket,
  TICKET_STATUSES,
  type Ticket,
  type TicketChat,
  type TicketCounts,
  type TicketOrder,
  type TicketStatus,
} from './model.ts';
import { findTicketCustomer, listColleagues, listHistory, listRelated } from './reading-queries.ts';
import { getTicket, noteTicketRead, scopeOf, visibleOf } from './service.ts';

/** Totals on the pages of the panel are exact up to here: beyond it nobody counts on them. */
export const MOST_SHOWN = 500;
const COLUMN_CARDS = 25;
const RELATED_TICKETS = 8;
/** The newest of the chat beside a ticket. */
const CHAT_MESSAGES = 100;

type Narrowing = Omit<TicketFilter, 'visibleTo'>;

/** How much there is to do for this person, whose day begins at midnight of this time zone. */
export const readStrip = (ctx: Context, caller: Caller, timeZone: string): Promise<TicketCounts> =>
  countStrip(ctx.db.sql, visibleOf(caller), timeZone, MOST_SHOWN + 1);

export interface BoardColumn {
  status: TicketStatus;
  tickets: Ticket[];
  /** No further than one more than `MOST_SHOWN`. */
  total: number;
}

/** The tickets by status, as many of each as a column shows. */
export function readBoard(ctx: Context, caller: Caller, filter: Omit<Narrowing, 'status'>): Promise<BoardColumn[]> {
  const { sql } = ctx.db;
  return Promise.all(
    TICKET_STATUSES.map(async (status) => {
      const narrowed = { ...filter, ...visibleOf(caller), status };
      const [tickets, total] = await Promise.all([
        listColumn(sql, narrowed, COLUMN_CARDS),
        countTickets(sql, narrowed, MOST_SHOWN + 1),
      ]);
      return { status, tickets, total };
    }),
  );
}

/** Everything about a ticket, for its page; the reading leaves a trace. Errors: not_found. */
export async function openTicketPage(
  ctx: Context,
  caller: Caller,
  reference: string,
  list: { filter: Narrowing; order: TicketOrder },
): Promise<OpenedTicket> {
  const { sql } = ctx.db;
  const ticket = await getTicket(ctx, caller, reference);
  await noteTicketRead(ctx, caller, ticket);
  const [messages, history, chat, customer, related, neighbours] = await Promise.all([
    listTicketMessages(sql, ticket.id),
    listHistory(sql, ticket.id),
    readChat(ctx, caller, ticket.conversationId),
    findTicketCustomer(sql, ticket.id),
    listRelated(sql, ticket, scopeOf(caller), RELATED_TICKETS),
    findNeighbours(sql, { ...list.filter, ...visibleOf(caller) }, list.order, ticket.id),
  ]);
  return { ticket, messages, history, chat, customer, related, neighbours };
}

/** Whom this person may give tickets to: all who are active, or only themselves. */
export const colleaguesOf = async (ctx: Context, caller: Caller): Promise<Colleague[]> =>
  may(caller, 'ticket.assign.others') ? listColleagues(ctx.db.sql) : [{ id: caller.id, name: caller.fullName }];

/** What was said in the chat; somebody who reads it here has not answered it, so it stays unread in the inbox. */
async function readChat(ctx: Context, caller: Caller, id: string | null): Promise<TicketChat> {
  if (id === null) return 'none';
  try {
    const { status, lastSeq, identityLevel } = await getVisible(ctx, caller, id);
    await followConversation(ctx, caller, id);
    const messages = await listMessages(ctx.db.sql, id, Math.max(0, lastSeq - CHAT_MESSAGES));
    return { id, status, identityLevel, messages };
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return 'hidden';
    throw error;
  }
}
