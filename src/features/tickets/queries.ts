import type { Sql } from '../../db/client.ts';
import type { NewTicket, Ticket } from './model.ts';

export const ticketColumns = (sql: Sql) => sql`
  t.id, t.reference, t.conversation_id AS "conversationId", t.customer_id AS "customerId",
  t.customer_name AS "customerName", t.customer_email AS "customerEmail", t.subject, t.description, t.status, t.priority,
  t.category, t.assignee_id AS "assigneeId", u.full_name AS "assigneeName", t.tags,
  t.complaint_number AS "complaintNumber", t.complaint_due_at AS "complaintDueAt",
  t.first_response_due_at AS "firstResponseDueAt", t.first_responded_at AS "firstRespondedAt",
  t.next_response_due_at AS "nextResponseDueAt", t.resolution_due_at AS "resolutionDueAt", t.sla_due_at AS "slaDueAt",
  t.sla_warned_at AS "slaWarnedAt", (t.sla_breached OR coalesce(t.sla_due_at <= now(), false)) AS "slaBreached",
  t.resolution_notes AS "resolutionNotes", m.reference AS "mergedInto", t.created_at AS "createdAt",
  t.updated_at AS "updatedAt", t.resolved_at AS "resolvedAt"`;

export const ticketTables = (sql: Sql) => sql`
  tickets t LEFT JOIN users u ON u.id = t.assignee_id LEFT JOIN tickets m ON m.id = t.merged_into_id`;

/** With the name and address of the conversation's customer, as far as they are known and no other was given. */
export async function insertTicket(sql: Sql, reference: string, ticket: NewTicket): Promise<Ticket> {
  await sql`
    INSERT INTO tickets (reference, conversation_id, customer_id, customer_name, customer_email, subject, description,
      priority, category, reason, tags, created_by)
    SELECT ${reference}, ${ticket.conversationId}::uuid, cu.id,
      coalesce(${ticket.customerName ?? null}, cu.full_name, c.visitor_name),
      coalesce(${ticket.customerEmail ?? null}, cu.email, c.visitor_email), ${ticket.subject}, ${ticket.description},
      ${ticket.priority}, ${ticket.category}, ${ticket.reason}, ${ticket.tags ?? []}::text[], ${ticket.createdBy ?? null}::int
    FROM (SELECT 1) one LEFT JOIN conversations c ON c.id = ${ticket.conversationId}::uuid
      LEFT JOIN customers cu ON cu.id = coalesce(c.customer_id, ${ticket.customerId ?? null}::int)`;
  return (await findTicket(sql, reference)) as Ticket;
}

export async function findTicket(sql: Sql, reference: string): Promise<Ticket | null> {
  const [row] = await sql<
    Ticket[]
  >`SELECT ${ticketColumns(sql)} FROM ${ticketTables(sql)} WHERE t.reference = ${reference}`;
  return row ?? null;
}

/** Those of these that are worked on. */
export const listWorkedOn = (sql: Sql, ids: number[]): Promise<Ticket[]> => sql<Ticket[]>`
  SELECT ${ticketColumns(sql)} FROM ${ticketTables(sql)}
  WHERE t.id = ANY(${ids}::int[]) AND t.status IN ('OPEN', 'IN_PROGRESS') ORDER BY t.id`;

/** The same; nobody else changes the ticket before this transaction ends. */
export async function lockTicket(sql: Sql, reference: string): Promise<Ticket | null> {
  const rows = await sql`SELECT 1 FROM tickets WHERE reference = ${reference} FOR NO KEY UPDATE`;
  return rows.length > 0 ? findTicket(sql, reference) : null;
}

/** The ticket of a conversation that is still worked on, also where the conversation's own was merged into it. */
export async function findOpenTicket(sql: Sql, conversationId: string): Promise<Ticket | null> {
  const [row] = await sql<Ticket[]>`
    SELECT ${ticketColumns(sql)} FROM ${ticketTables(sql)}
    WHERE t.id IN (SELECT coalesce(merged_into_id, id) FROM tickets WHERE conversation_id = ${conversationId})
      AND t.status IN ('OPEN', 'IN_PROGRESS') ORDER BY t.id DESC LIMIT 1`;
  return row ?? null;
}

/** Whether a ticket was opened for this conversation, and did not only take its own one in. */
export async function isTicketOf(sql: Sql, ticketId: number, conversationId: string): Promise<boolean> {
  const rows = await sql`
    SELECT 1 FROM tickets WHERE id = ${ticketId} AND conversation_id = ${conversationId}
      AND NOT EXISTS (SELECT 1 FROM tickets d WHERE d.conversation_id = ${conversationId} AND d.merged_into_id = ${ticketId})`;
  return rows.length > 0;
}

/** The tickets of a customer, the newest first. */
export function listTicketsOfCustomer(sql: Sql, customerId: number, limit: number): Promise<Ticket[]> {
  return sql<Ticket[]>`
    SELECT ${ticketColumns(sql)} FROM ${ticketTables(sql)}
    WHERE t.customer_id = ${customerId} ORDER BY t.created_at DESC LIMIT ${limit}`;
}

/** The tickets that a conversation has led to, the newest first. */
export function listTicketsOfConversation(sql: Sql, conversationId: string, limit: number): Promise<Ticket[]> {
  return sql<Ticket[]>`
    SELECT ${ticketColumns(sql)} FROM ${ticketTables(sql)}
    WHERE t.conversation_id = ${conversationId} ORDER BY t.created_at DESC LIMIT ${limit}`;
}
