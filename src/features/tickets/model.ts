import { CATEGORIES, type Category, PRIORITIES, type Priority } from '../../ai/answer.ts';
import type { ErrorCode } from '../../lib/errors.ts';
import type { ConversationStatus, Message } from '../conversations/model.ts';
import type { Refusal } from './refusals.ts';

export type { Refusal } from './refusals.ts';
export { fillIn } from './refusals.ts';

export const TICKET_STATUSES = ['OPEN', 'IN_PROGRESS', 'RESOLVED', 'CLOSED'] as const;
export type TicketStatus = (typeof TICKET_STATUSES)[number];
export { CATEGORIES, PRIORITIES, type Priority };

/** Where a ticket may go from each status; out of CLOSED not everybody's may (`ticket.reopen.closed`). */
export const TRANSITIONS: Record<TicketStatus, readonly TicketStatus[]> = {
  OPEN: ['IN_PROGRESS', 'RESOLVED', 'CLOSED'],
  IN_PROGRESS: ['OPEN', 'RESOLVED', 'CLOSED'],
  RESOLVED: ['OPEN', 'IN_PROGRESS', 'CLOSED'],
  CLOSED: ['OPEN', 'IN_PROGRESS'],
};

/** Whether a ticket is still worked on. */
export const isWorkedOn = (status: TicketStatus): boolean => status === 'OPEN' || status === 'IN_PROGRESS';

/** Whether somebody must say what was done before the ticket gets there. */
export const needsNotes = (ticket: Pick<Ticket, 'status' | 'resolutionNotes'>, to: TicketStatus): boolean =>
  isWorkedOn(ticket.status) && !isWorkedOn(to) && !ticket.resolutionNotes?.trim();

/** Puts a ticket among the complaints, which have numbers and a clock of their own. */
export const COMPLAINT = 'complaint';

/** What the program calls the policies and the calendar that an installation begins with. */
export const GIVEN_NAMES = ['URGENT', 'HIGH', 'MEDIUM', 'LOW', 'BUSINESS_HOURS'] as const;
export type GivenName = (typeof GIVEN_NAMES)[number];

export interface Ticket {
  id: number;
  reference: string;
  conversationId: string | null;
  customerId: number | null;
  customerName: string | null;
  customerEmail: string | null;
  subject: string;
  description: string | null;
  status: TicketStatus;
  priority: Priority;
  category: string;
  assigneeId: number | null;
  assigneeName: string | null;
  tags: string[];
  /** Null for every ticket that is no complaint. */
  complaintNumber: string | null;
  complaintDueAt: Date | null;
  firstResponseDueAt: Date | null;
  firstRespondedAt: Date | null;
  /** While an answer is owed to the customer's newest message. */
  nextResponseDueAt: Date | null;
  resolutionDueAt: Date | null;
  /** The nearest of the clocks that run. */
  slaDueAt: Date | null;
  /** Since when one of them runs out soon. */
  slaWarnedAt: Date | null;
  /** Whether one of them has run out. */
  slaBreached: boolean;
  resolutionNotes: string | null;
  /** The reference of the ticket that goes on in its place. */
  mergedInto: string | null;
  createdAt: Date;
  updatedAt: Date;
  resolvedAt: Date | null;
}

export interface NewTicket {
  conversationId: string | null;
  subject: string;
  description: string | null;
  priority: Priority;
  category: Category | string;
  /** Why the assistant handed the customer over. */
  reason: string | null;
  customerName?: string | null;
  customerEmail?: string | null;
  tags?: string[];
  isComplaint?: boolean;
  createdBy?: number;
  /** Where no conversation says it. */
  customerId?: number | null;
}

/** What one request changes of a ticket; what is left out stays. */
export interface TicketChanges {
  status?: TicketStatus;
  priority?: Priority;
  category?: string;
  /** Null: nobody. */
  assigneeId?: number | null;
  resolutionNotes?: string;
  /** The same, where the ticket has none. */
  notesIfNone?: string;
  tags?: string[];
  isComplaint?: boolean;
}

/** Something that was said about a ticket. */
export interface TicketMessage {
  id: number;
  /** Of the ticket that it was said about: a duplicate's messages stand among those of the one that goes on. */
  reference: string;
  authorId: number | null;
  senderType: 'customer' | 'agent' | 'system';
  senderName: string;
  content: string;
  isInternal: boolean;
  mentions: number[];
  /** Of what was written to the customer; null for everything else. */
  delivery: Delivery | null;
  createdAt: Date;
}

/** One change of a ticket: who, what, from, to, when. */
export interface TicketChange {
  id: number;
  reference: string;
  actorId: number | null;
  actorName: string;
  field: string;
  fromValue: string | null;
  toValue: string | null;
  at: Date;
}

/** `created`: the oldest first. `urgency`: the most urgent, of those the oldest. `due`: what runs out next. */
export type TicketOrderKey = 'created' | 'urgency' | 'due';

export interface TicketOrder {
  by: TicketOrderKey;
  isReversed: boolean;
}

/** The strip over the list. */
export interface TicketCounts {
  open: number;
  inProgress: number;
  /** Of those, the ones of which a clock that runs has run out. */
  overdue: number;
  resolvedToday: number;
}

/** An entry of what the page of a ticket tells of its past: a change, or the word of a clock. */
export interface HistoryEntry {
  key: string;
  reference: string;
  /** Null for a clock. */
  actorName: string | null;
  field: string;
  /** As they are shown where they name a person; else as they are stored. */
  from: string | null;
  to: string | null;
  at: Date;
}

/** The chat beside a ticket: there is none, or it is not this person's to see. */
export type TicketChat =
  | 'none'
  | 'hidden'
  | { id: string; status: ConversationStatus; identityLevel: number; messages: Message[] };

export interface TicketCustomer {
  id: number | null;
  name: string | null;
  email: string | null;
  phone: string | null;
}

/** All that the page of a ticket shows. */
export interface OpenedTicket {
  ticket: Ticket;
  messages: TicketMessage[];
  history: HistoryEntry[];
  chat: TicketChat;
  customer: TicketCustomer;
  /** Other tickets of the customer, and those that were merged into this one. */
  related: Ticket[];
  /** References, in the list that the page was opened from. */
  neighbours: { previous: string | null; next: string | null };
}

/** Whom a ticket can be given to. */
export interface Colleague {
  id: number;
  name: string;
}

/** How a reply reached the customer: in the open chat, by mail, or not yet. */
export type Delivery = 'chat' | 'mail' | 'none';

/** What became of one ticket of a bulk action. */
export type BulkOutcome = { reference: string; ticket: Ticket } | BulkFailure;

export interface BulkFailure {
  reference: string;
  code: ErrorCode;
  detail: string;
  refusal: Refusal | null;
}

/** Shape: the contract's ticket. */
export const toTicketView = (ticket: Ticket) => ({
  id: ticket.id,
  ticket_id: ticket.reference,
  conversation_id: ticket.conversationId,
  customer_id: ticket.customerId,
  customer_name: ticket.customerName,
  customer_email: ticket.customerEmail,
  subject: ticket.subject,
  description: ticket.description,
  status: ticket.status,
  priority: ticket.priority,
  category: ticket.category,
  assigned_to: ticket.assigneeId,
  assigned_to_name: ticket.assigneeName,
  sla_due_at: ticket.slaDueAt?.toISOString() ?? null,
  sla_breached: ticket.slaBreached,
  resolution_notes: ticket.resolutionNotes,
  created_at: ticket.createdAt.toISOString(),
  updated_at: ticket.updatedAt.toISOString(),
  resolved_at: ticket.resolvedAt?.toISOString() ?? null,
});

/**
 * Shape: the contract's ticket, as the customer of a chat may read it: without what staff noted for themselves, and who has
 * it goes by another name to customers. Of one that is not their own (`isOwn`), because theirs was merged into it, nothing
 * is told of whom it is about.
 */
export const toCustomerTicketView = (
  ticket: Ticket,
  { conversationId, isOwn }: { conversationId: string; isOwn: boolean },
) => ({
  ...toTicketView(ticket),
  ...(!isOwn && { customer_id: null, customer_name: null, customer_email: null, description: null }),
  ...(!isOwn && { subject: ticket.reference, conversation_id: conversationId }),
  assigned_to_name: null,
  resolution_notes: null,
});

/** Shape: the contract's ticket with what staff alone see. */
export const toStaffTicketView = (ticket: Ticket) => ({
  ...toTicketView(ticket),
  tags: ticket.tags,
  complaint_number: ticket.complaintNumber,
  complaint_due_at: ticket.complaintDueAt?.toISOString() ?? null,
  first_response_due_at: ticket.firstResponseDueAt?.toISOString() ?? null,
  first_responded_at: ticket.firstRespondedAt?.toISOString() ?? null,
  next_response_due_at: ticket.nextResponseDueAt?.toISOString() ?? null,
  resolution_due_at: ticket.resolutionDueAt?.toISOString() ?? null,
  sla_warned_at: ticket.slaWarnedAt?.toISOString() ?? null,
  merged_into: ticket.mergedInto,
});

/** Shape: the contract's message of a ticket. */
export const toTicketMessageView = (message: TicketMessage) => ({
  id: message.id,
  ticket_id: message.reference,
  sender_name: message.senderName,
  sender_type: message.senderType,
  content: message.content,
  is_internal: message.isInternal,
  mentions: message.mentions,
  delivery: message.delivery,
  timestamp: message.createdAt.toISOString(),
});

export const toTicketChangeView = (change: TicketChange) => ({
  id: change.id,
  ticket_id: change.reference,
  actor_id: change.actorId,
  actor_name: change.actorName,
  field: change.field,
  from: change.fromValue,
  to: change.toValue,
  timestamp: change.at.toISOString(),
});

/** Shape: what became of one ticket of a bulk action. */
export const toBulkView = (outcome: BulkOutcome) =>
  'ticket' in outcome
    ? { ticket_id: outcome.reference, ok: true, ticket: toStaffTicketView(outcome.ticket) }
    : { ticket_id: outcome.reference, ok: false, code: outcome.code, detail: outcome.detail };
