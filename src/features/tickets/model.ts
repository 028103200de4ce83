import type { Category, Priority } from '../../ai/answer.ts';

export const TICKET_STATUSES = ['OPEN', 'IN_PROGRESS', 'RESOLVED', 'CLOSED'] as const;
export type TicketStatus = (typeof TICKET_STATUSES)[number];

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
  slaDueAt: Date | null;
  slaBreached: boolean;
  resolutionNotes: string | null;
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
  reason: string | null;
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
