import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import { invalid } from '../../lib/errors.ts';
import { mask } from '../../lib/mask.ts';
import { cleanTags } from '../../lib/tags.ts';
import { may } from '../auth/model.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import { followTicketPriority } from '../chat/conversation-queries.ts';
import { findActiveUser } from '../conversations/agent-queries.ts';
import { notifyStaff, type Told } from '../notifications/service.ts';
import { type Change, insertChanges, saveFields, type TicketFields, takeComplaintNumber } from './change-queries.ts';
import { COMPLAINT, isWorkedOn, type Ticket, type TicketChanges, TRANSITIONS } from './model.ts';
import { findTicket, lockTicket } from './queries.ts';
import { TicketRefused } from './refusals.ts';
import { announceTicket, auditTicket, complaintDueAt, onlyOpenTicket, requireVisible } from './service.ts';
import { updateClocks } from './sla.ts';

/**
 * Changes a ticket: all of it or nothing, each change in the history, the clocks anew.
 * Errors: not_found (also where it is not theirs), forbidden (assign to others, reopen what is closed, take a complaint
 * back), conflict (closed or merged, a status that cannot follow), invalid (nobody to assign to).
 */
export async function updateTicket(
  ctx: Context,
  caller: Caller,
  reference: string,
  changes: TicketChanges,
): Promise<Ticket> {
  const now = ctx.clock.now();
  const { before, ticket, told, hasMoved } = await onlyOpenTicket(
    ctx.db.sql.begin(async (tx) => {
      const before = requireVisible(caller, await lockTicket(tx, reference));
      const wanted = await wantedFields(ctx, tx, caller, before, changes, now);
      const differences = differencesOf(before, wanted);
      if (differences.length === 0) return { before, ticket: before, told: [], hasMoved: false };
      await saveFields(tx, before.id, wanted, now);
      await insertChanges(tx, before.id, actorOf(caller), differences);
      const told = [await updateClocks(tx, before.id, now), ...(await tellOf(tx, caller, before, wanted))];
      const { conversationId, priority } = before;
      const hasMoved =
        conversationId !== null &&
        wanted.priority !== priority &&
        (await followTicketPriority(tx, conversationId, wanted.priority));
      await auditTicket(tx, caller, 'update', before, { fields: differences.map(({ field }) => field) });
      return { before, ticket: (await findTicket(tx, reference)) as Ticket, told, hasMoved };
    }),
  );
  if (ticket !== before) announceTicket(ctx, ticket, ...told);
  if (hasMoved) ctx.bus.publish({ type: 'queue' });
  return ticket;
}

/** Gives the ticket to a person, or to nobody; an OPEN one is IN_PROGRESS then. Errors: as updateTicket. */
export const assignTicket = (
  ctx: Context,
  caller: Caller,
  reference: string,
  assigneeId: number | null,
): Promise<Ticket> => updateTicket(ctx, caller, reference, { assigneeId });

/** The fields as they will be. */
async function wantedFields(
  ctx: Context,
  tx: Sql,
  caller: Caller,
  ticket: Ticket,
  changes: TicketChanges,
  now: Date,
): Promise<TicketFields> {
  if (ticket.mergedInto) throw new TicketRefused('merged', { reference: ticket.mergedInto });
  const { priority = ticket.priority, category = ticket.category, assigneeId = ticket.assigneeId } = changes;
  if (assigneeId !== ticket.assigneeId) await requireAssignable(tx, caller, assigneeId);
  const status = statusAfter(caller, ticket, changes, assigneeId);
  const touchesClosed =
    priority !== ticket.priority || category !== ticket.category || assigneeId !== ticket.assigneeId;
  if (ticket.status === 'CLOSED' && status === 'CLOSED' && touchesClosed) {
    throw new TicketRefused('closed');
  }
  const isDone = !isWorkedOn(status);
  const complaint = await complaintAfter(ctx, tx, caller, ticket, changes, now);
  return {
    status,
    priority,
    category,
    assigneeId,
    tags: changes.tags ? cleanTags(changes.tags) : ticket.tags,
    resolutionNotes: notesAfter(ticket, changes),
    ...complaint,
    resolvedAt: isDone ? (ticket.resolvedAt ?? now) : null,
    closedAt: status === 'CLOSED' ? now : null,
  };
}

function notesAfter({ resolutionNotes: before }: Ticket, { resolutionNotes, notesIfNone }: TicketChanges) {
  const after = resolutionNotes ?? (before?.trim() ? undefined : notesIfNone);
  return after === undefined ? before : mask(after).text;
}

/** Errors: forbidden, invalid. */
async function requireAssignable(tx: Sql, caller: Caller, assigneeId: number | null): Promise<void> {
  if (assigneeId === null) return;
  if (!may(caller, assigneeId === caller.id ? 'ticket.assign.self' : 'ticket.assign.others')) {
    throw new TicketRefused('assign_self_only');
  }
  if (!(await findActiveUser(tx, assigneeId))) {
    throw invalid([{ field: 'agent_id', message: 'must be an active member of staff' }]);
  }
}

/** Errors: forbidden, conflict. */
function statusAfter(caller: Caller, ticket: Ticket, changes: TicketChanges, assigneeId: number | null) {
  const isTaken = changes.assigneeId !== undefined && assigneeId !== null && ticket.status === 'OPEN';
  const status = changes.status ?? (isTaken ? 'IN_PROGRESS' : ticket.status);
  if (status === ticket.status) return status;
  if (ticket.status === 'CLOSED' && !may(caller, 'ticket.reopen.closed')) {
    throw new TicketRefused('reopen_supervisor');
  }
  if (!TRANSITIONS[ticket.status].includes(status)) {
    throw new TicketRefused('transition', { from: ticket.status, to: status });
  }
  return status;
}

/** A complaint has its number for good, unless who may reach any ticket finds that it was none. Errors: forbidden. */
async function complaintAfter(
  ctx: Context,
  tx: Sql,
  caller: Caller,
  { complaintNumber, complaintDueAt: dueAt }: Ticket,
  { category, isComplaint = category === COMPLAINT ? true : undefined }: TicketChanges,
  now: Date,
): Promise<Pick<TicketFields, 'complaintNumber' | 'complaintDueAt'>> {
  if (isComplaint === undefined || isComplaint === (complaintNumber !== null)) {
    return { complaintNumber, complaintDueAt: dueAt };
  }
  if (isComplaint) {
    return { complaintNumber: await takeComplaintNumber(tx, now), complaintDueAt: complaintDueAt(ctx, now) };
  }
  if (!may(caller, 'ticket.any')) throw new TicketRefused('complaint_supervisor');
  return { complaintNumber: null, complaintDueAt: null };
}

function differencesOf(before: Ticket, after: TicketFields): Change[] {
  const text = (value: number | null) => (value === null ? null : String(value));
  const all: Change[] = [
    { field: 'assignee', from: text(before.assigneeId), to: text(after.assigneeId) },
    { field: 'status', from: before.status, to: after.status },
    { field: 'priority', from: before.priority, to: after.priority },
    { field: 'category', from: before.category, to: after.category },
    { field: 'tags', from: before.tags.join(', '), to: after.tags.join(', ') },
    { field: 'resolution_notes', from: before.resolutionNotes, to: after.resolutionNotes },
    { field: 'complaint', from: before.complaintNumber, to: after.complaintNumber },
  ];
  return all.filter(({ from, to }) => from !== to);
}

/** The person who gets the ticket; else the one who has it and whose ticket somebody else moved. */
async function tellOf(tx: Sql, caller: Caller, before: Ticket, after: TicketFields): Promise<Told[]> {
  if (after.assigneeId === null) return [];
  const cause = {
    to: [after.assigneeId],
    except: caller.id,
    conversationId: before.conversationId,
    ticketId: before.id,
    data: {
      reference: before.reference,
      subject: before.subject,
      actor: caller.fullName,
      from: before.status,
      to: after.status,
      ...(before.customerName && { customer: before.customerName }),
    },
  } as const;
  if (after.assigneeId !== before.assigneeId) return [await notifyStaff(tx, { ...cause, kind: 'ticket_assigned' })];
  if (after.status !== before.status) return [await notifyStaff(tx, { ...cause, kind: 'ticket_status_changed' })];
  return [];
}
