import type { HandoffReason, Priority } from '../../ai/answer.ts';
import type { Language } from '../../lib/language.ts';
import type { TicketStatus } from '../tickets/model.ts';
import type { DemoChange, DemoConversation, DemoCustomer, DemoTicket, DemoTicketMessage } from './model.ts';
import type { Random } from './random.ts';

const DAY_MS = 24 * 60 * 60_000;
const REFERENCE_ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

export interface Actor {
  id: number;
  fullName: string;
}

interface Opening {
  reference: string;
  conversation: DemoConversation | null;
  customer: DemoCustomer | null;
  customerName: string | null;
  language: Language;
  subject: string;
  description: string;
  category: string;
  priority: Priority;
  reason: HandoffReason | null;
  createdBy: number | null;
  at: Date;
  complaintDays: number;
}

export const newReference = (random: Random): string =>
  `TKT-${Array.from({ length: 8 }, () => REFERENCE_ALPHABET[random.int(0, 31)]).join('')}`;

/** A ticket while it is told: each deed changes it and leaves its line in the history, as the desk's own verbs do. */
export class TicketStory {
  readonly ticket: DemoTicket;

  constructor(opening: Opening, by: Actor | null, complaintNumber: string | null) {
    const { at, complaintDays, ...fields } = opening;
    const complaintDueAt = complaintNumber ? new Date(at.getTime() + complaintDays * DAY_MS) : null;
    const changes: DemoChange[] = [];
    const messages: DemoTicketMessage[] = [];
    const moments = { createdAt: at, updatedAt: at, resolvedAt: null, closedAt: null };
    const nothingYet = { status: 'OPEN', assigneeId: null, resolutionNotes: null, mergedInto: null } as const;
    this.ticket = { ...fields, ...nothingYet, ...moments, complaintNumber, complaintDueAt, changes, messages };
    this.#note('status', null, 'OPEN', by, at);
    if (complaintNumber) this.#note('complaint', null, complaintNumber, by, at);
  }

  assign(to: Actor, by: Actor, at: Date): void {
    this.#note('assignee', textOf(this.ticket.assigneeId), String(to.id), by, at);
    this.ticket.assigneeId = to.id;
    if (this.ticket.status === 'OPEN') this.move('IN_PROGRESS', by, at);
  }

  move(status: TicketStatus, by: Actor, at: Date): void {
    const { ticket } = this;
    const isDone = status === 'RESOLVED' || status === 'CLOSED';
    this.#note('status', ticket.status, status, by, at);
    ticket.status = status;
    ticket.resolvedAt = isDone ? (ticket.resolvedAt ?? at) : null;
    ticket.closedAt = status === 'CLOSED' ? at : null;
  }

  resolve(notes: string, by: Actor, at: Date): void {
    this.move('RESOLVED', by, at);
    this.#note('resolution_notes', this.ticket.resolutionNotes, notes, by, at);
    this.ticket.resolutionNotes = notes;
  }

  prioritise(priority: Priority, by: Actor, at: Date): void {
    this.#note('priority', this.ticket.priority, priority, by, at);
    this.ticket.priority = priority;
  }

  say(by: Actor, content: string, at: Date, { isInternal = false } = {}): void {
    const message = { authorId: by.id, senderType: 'agent', senderName: by.fullName, content, isInternal, at } as const;
    this.ticket.messages.push(message);
    this.ticket.updatedAt = at;
  }

  /** This one is a duplicate; the other goes on. */
  mergeInto(survivor: TicketStory, by: Actor, at: Date): void {
    const { reference } = this.ticket;
    this.#note('status', this.ticket.status, 'CLOSED', by, at);
    this.#note('merged_into', null, survivor.ticket.reference, by, at);
    survivor.#note('merged', null, reference, by, at);
    Object.assign(this.ticket, { status: 'CLOSED', closedAt: at, mergedInto: survivor.ticket.reference });
  }

  #note(field: string, from: string | null, to: string | null, by: Actor | null, at: Date): void {
    const actor = { actorId: by?.id ?? null, actorName: by?.fullName ?? 'assistant' };
    this.ticket.changes.push({ ...actor, field, from, to, at });
    if (at > this.ticket.updatedAt) this.ticket.updatedAt = at;
  }
}

const textOf = (id: number | null): string | null => (id === null ? null : String(id));
