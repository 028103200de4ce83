import type { Context } from '../../context.ts';
import { isUniqueViolation, type Sql } from '../../db/client.ts';
import { invalid, notFound } from '../../lib/errors.ts';
import { isUuid, newTicketReference } from '../../lib/ids.ts';
import { mask } from '../../lib/mask.ts';
import { cleanTags } from '../../lib/tags.ts';
import { EVER } from '../analytics/days.ts';
import { Figures } from '../analytics/figures.ts';
import { calendarOf } from '../analytics/measuring.ts';
import { readMeasures } from '../analytics/reading-queries.ts';
import type { DeedOn } from '../audit/model.ts';
import { writeAudit } from '../audit/queries.ts';
import { noteRead, noteSearch } from '../audit/service.ts';
import { may } from '../auth/model.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf, type Actor as Doer } from '../auth/service.ts';
import { raisePriority } from '../chat/conversation-queries.ts';
import { findConversation } from '../conversations/queries.ts';
import { announceNotifications, notifyStaff, type Told } from '../notifications/service.ts';
import { type Actor, insertChanges, listChanges, saveComplaint, takeComplaintNumber } from './change-queries.ts';
import { countTickets, listTickets, type TicketFilter } from './list-queries.ts';
import { COMPLAINT, type NewTicket, type Ticket, type TicketChange, type TicketOrder } from './model.ts';
import { findOpenTicket, findTicket, insertTicket } from './queries.ts';
import { TicketRefused } from './refusals.ts';
import { updateClocks } from './sla.ts';
import { readRecentStatistics, type Statistics } from './sla-queries.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Whom a person may see tickets of: an agent those of nobody and their own, everybody else all. */
export const scopeOf = (caller: Pick<Caller, 'id' | 'role'>): number | undefined =>
  may(caller, 'ticket.any') ? undefined : caller.id;

/** The same, as the filter of a list. */
export const visibleOf = (caller: Pick<Caller, 'id' | 'role'>): Pick<TicketFilter, 'visibleTo'> => {
  const visibleTo = scopeOf(caller);
  return visibleTo === undefined ? {} : { visibleTo };
};

/**
 * The open ticket of the conversation, or a new one with these fields and its clocks. Tx: the caller's, which holds the
 * conversation's row, so that two calls never open two; then `announceOpened` if it is new.
 */
export async function openTicket(
  ctx: Context,
  tx: Sql,
  ticket: NewTicket,
  actorName: string,
): Promise<{ ticket: Ticket; isNew: boolean; told: Told }> {
  const { conversationId } = ticket;
  const open = conversationId ? await findOpenTicket(tx, conversationId) : null;
  const added = open ? null : await addTicket(ctx, tx, ticket, { actorId: null, actorName });
  const { ticket: opened, told } = added ?? { ticket: open as Ticket, told: NOBODY };
  if (conversationId) await raisePriority(tx, conversationId, opened.priority);
  return { ticket: opened, isNew: added !== null, told };
}

/**
 * A transaction with `openTicket` in it; once more where staff have opened the conversation's ticket at the same moment:
 * that one is found then.
 */
export function openingTicket<Result>(ctx: Context, work: (tx: Sql) => Promise<Result>): Promise<Result> {
  const transaction = () => ctx.db.sql.begin(work) as Promise<Result>;
  return transaction().catch((error: unknown) => {
    if (!isUniqueViolation(error)) throw error;
    return transaction();
  });
}

/** The same as `announceTicket`, of a ticket that was just opened. */
export function announceOpened(ctx: Context, ticket: Ticket, told: Told): void {
  ctx.metrics.count('joxai_tickets_opened_total', { priority: ticket.priority });
  announceTicket(ctx, ticket, told);
}

/** Tells staff, live, what became of a ticket, and rings the bells of `told`. After the transaction. */
export function announceTicket(
  ctx: Context,
  { reference, conversationId }: Pick<Ticket, 'reference' | 'conversationId'>,
  ...told: Told[]
): void {
  announceNotifications(ctx, ...told);
  ctx.bus.publish({ type: 'ticket', ticket: reference, conversation: conversationId });
}

/** As the interface counts: exact up to here, for whoever goes through all pages. */
const MOST_COUNTED = 100_000;
/** Of what a text is found in. */
const MOST_FOUND = 500;

interface Paging {
  limit: number;
  skip: number;
  order?: TicketOrder;
  /** The total is not counted beyond this. */
  most?: number;
}

/** A page of the list, the newest first unless told otherwise, of what the person may see, and how many there are. */
export async function browseTickets(
  ctx: Context,
  caller: Caller,
  filter: Omit<TicketFilter, 'visibleTo'>,
  { limit, skip, order, most = filter.text === undefined ? MOST_COUNTED : MOST_FOUND }: Paging,
): Promise<{ tickets: Ticket[]; total: number }> {
  if (filter.text !== undefined) await noteSearch(ctx, caller, 'ticket');
  const narrowed = { ...filter, ...visibleOf(caller) };
  const [tickets, total] = await Promise.all([
    listTickets(ctx.db.sql, narrowed, { limit, skip, ...(order && { order }) }),
    countTickets(ctx.db.sql, narrowed, most),
  ]);
  return { tickets, total };
}

/** Errors: not_found, also where it is not theirs to see. */
export async function getTicket(ctx: Context, caller: Caller, reference: string): Promise<Ticket> {
  return requireVisible(caller, await findTicket(ctx.db.sql, reference));
}

/** Errors: not_found. */
export function requireVisible(caller: Pick<Caller, 'id' | 'role'>, ticket: Ticket | null): Ticket {
  const isTheirs = ticket && (ticket.assigneeId === null || ticket.assigneeId === caller.id);
  if (!ticket || !(isTheirs || may(caller, 'ticket.any'))) throw notFound('Ticket');
  return ticket;
}

/** The same, and leaves a trace of the reading. */
export async function readTicket(ctx: Context, caller: Caller, reference: string): Promise<Ticket> {
  const ticket = await getTicket(ctx, caller, reference);
  await noteTicketRead(ctx, caller, ticket);
  return ticket;
}

/**
 * A ticket that a member of staff opens. What customers told is masked. Errors: invalid (no such conversation), conflict
 * (the conversation has an open ticket).
 */
export async function createTicket(
  ctx: Context,
  caller: Caller,
  fields: Omit<NewTicket, 'reason' | 'createdBy'>,
): Promise<Ticket> {
  if (fields.conversationId !== null) await requireConversation(ctx, caller, fields.conversationId);
  const masked = {
    ...fields,
    subject: mask(fields.subject).text,
    description: fields.description && mask(fields.description).text,
    tags: cleanTags(fields.tags ?? []),
  };
  const { ticket, told } = await onlyOpenTicket(
    ctx.db.sql.begin(async (tx) => {
      const added = await addTicket(ctx, tx, { ...masked, reason: null, createdBy: caller.id }, actorOf(caller));
      await auditTicket(tx, caller, 'create', added.ticket);
      return added;
    }),
  );
  announceOpened(ctx, ticket, told);
  return ticket;
}

/** Errors: conflict, where the conversation's other ticket is worked on. */
export const onlyOpenTicket = <Result>(work: Promise<Result>): Promise<Result> =>
  work.catch((error: unknown) => {
    throw isUniqueViolation(error) ? new TicketRefused('other_open') : error;
  });

/** Every change, oldest first, with those of merged duplicates; the reading leaves a trace. Errors: not_found. */
export async function historyOf(ctx: Context, caller: Caller, reference: string): Promise<TicketChange[]> {
  const ticket = await readTicket(ctx, caller, reference);
  return listChanges(ctx.db.sql, ticket.id);
}

export const PERIOD_DAYS = { day: 1, week: 7, month: 30 } as const;
export type Period = keyof typeof PERIOD_DAYS;

/** Of what the person may see. */
export async function ticketStatistics(
  ctx: Context,
  caller: Caller,
  period: Period,
): Promise<Statistics & { period: Period; since: Date }> {
  const since = new Date(ctx.clock.now().getTime() - PERIOD_DAYS[period] * DAY_MS);
  const visibleTo = scopeOf(caller);
  const [recent, over] = await Promise.all([
    readRecentStatistics(ctx.db.sql, since, visibleTo),
    countOver(ctx, visibleTo),
  ]);
  const total = recent.open + recent.in_progress + over.resolved + over.closed;
  return { period, since, total, ...over, ...recent };
}

export const noteTicketRead = (ctx: Context, caller: Caller, { reference }: Pick<Ticket, 'reference'>): Promise<void> =>
  noteRead(ctx, caller, { action: 'ticket.read', resourceType: 'ticket', resourceId: reference });

/** Tickets that are over, as many as there ever were: from what was measured by day, for there are too many to count. */
async function countOver(ctx: Context, visibleTo: number | undefined): Promise<{ resolved: number; closed: number }> {
  const calendar = calendarOf(ctx);
  const measures = ['tickets.opened'] as const;
  const figures = new Figures(await readMeasures(ctx.db.sql, calendar, { from: EVER, to: calendar.today, measures }));
  const count = (status: string) =>
    figures.sumWhere('tickets.opened', (dimension) => {
      const [of, assignee] = dimension.split('/');
      return of === status && (visibleTo === undefined || assignee === '' || assignee === String(visibleTo));
    }).amount;
  return { resolved: count('RESOLVED'), closed: count('CLOSED') };
}

export const auditTicket = (
  sql: Sql,
  caller: Doer,
  deed: DeedOn<'ticket'>,
  ticket: Pick<Ticket, 'reference'>,
  details: Record<string, unknown> = {},
): Promise<void> =>
  writeAudit(sql, {
    ...actorOf(caller),
    action: `ticket.${deed}`,
    resourceType: 'ticket',
    resourceId: ticket.reference,
    details,
  });

/** When a complaint must be answered at the latest. */
export const complaintDueAt = (ctx: Context, from: Date): Date =>
  new Date(from.getTime() + ctx.settings.get('tickets.complaint_days') * DAY_MS);

async function addTicket(
  ctx: Context,
  tx: Sql,
  fields: NewTicket,
  actor: Actor,
): Promise<{ ticket: Ticket; told: Told }> {
  const { id, reference, createdAt } = await insertTicket(tx, newTicketReference(), fields);
  await insertChanges(tx, id, actor, [{ field: 'status', from: null, to: 'OPEN' }]);
  if (fields.isComplaint || fields.category === COMPLAINT || fields.reason === COMPLAINT) {
    const number = await takeComplaintNumber(tx, createdAt);
    await saveComplaint(tx, id, number, complaintDueAt(ctx, createdAt));
    await insertChanges(tx, id, actor, [{ field: 'complaint', from: null, to: number }]);
  }
  await updateClocks(tx, id, createdAt);
  const ticket = (await findTicket(tx, reference)) as Ticket;
  return { ticket, told: ticket.priority === 'URGENT' ? await tellOfUrgent(tx, ticket, actor) : NOBODY };
}

const NOBODY: Told = { inApp: [], mails: 0 };

/** Everybody hears of what cannot wait; the rest stands in the list. */
const tellOfUrgent = (tx: Sql, ticket: Ticket, { actorId }: Actor): Promise<Told> =>
  notifyStaff(tx, {
    kind: 'ticket_created',
    to: { atLeast: 'AGENT' },
    except: actorId,
    conversationId: ticket.conversationId,
    ticketId: ticket.id,
    key: ticket.id,
    data: {
      reference: ticket.reference,
      subject: ticket.subject,
      ...(ticket.customerName && { customer: ticket.customerName }),
    },
  });

async function requireConversation(ctx: Context, caller: Caller, id: string): Promise<void> {
  const row = isUuid(id) ? await findConversation(ctx.db.sql, id) : null;
  const isTheirs = row && (row.assigneeId === null || row.assigneeId === caller.id);
  if (!row || !(isTheirs || may(caller, 'conversation.any'))) {
    throw invalid([{ field: 'conversation_id', message: 'must be a conversation' }]);
  }
}
