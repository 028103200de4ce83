import type { Sql } from '../../db/client.ts';
import type { NewTicket, Ticket, TicketStatus } from './model.ts';

const columns = (sql: Sql) => sql`
  t.id, t.reference, t.conversation_id AS "conversationId", t.customer_id AS "customerId",
  t.customer_name AS "customerName", t.customer_email AS "customerEmail", t.subject, t.description, t.status, t.priority,
  t.category, t.assignee_id AS "assigneeId", u.full_name AS "assigneeName", t.sla_due_at AS "slaDueAt",
  t.sla_breached AS "slaBreached", t.resolution_notes AS "resolutionNotes", t.created_at AS "createdAt",
  t.updated_at AS "updatedAt", t.resolved_at AS "resolvedAt"`;

/** With the name and address of the conversation's customer, as far as they are known. */
export async function insertTicket(sql: Sql, reference: string, ticket: NewTicket): Promise<Ticket> {
  await sql`
    INSERT INTO tickets (reference, conversation_id, customer_id, customer_name, customer_email, subject, description,
      priority, category, reason)
    SELECT ${reference}, ${ticket.conversationId}::uuid, c.customer_id, coalesce(cu.full_name, c.visitor_name),
      coalesce(cu.email, c.visitor_email), ${ticket.subject}, ${ticket.description}, ${ticket.priority},
      ${ticket.category}, ${ticket.reason}
    FROM (SELECT 1) one LEFT JOIN conversations c ON c.id = ${ticket.conversationId}::uuid
      LEFT JOIN customers cu ON cu.id = c.customer_id`;
  return (await findTicket(sql, reference)) as Ticket;
}

export async function findTicket(sql: Sql, reference: string): Promise<Ticket | null> {
  const [row] = await sql<Ticket[]>`
    SELECT ${columns(sql)} FROM tickets t LEFT JOIN users u ON u.id = t.assignee_id WHERE t.reference = ${reference}`;
  return row ?? null;
}

/** The ticket of a conversation that is still worked on. */
export async function findOpenTicket(sql: Sql, conversationId: string): Promise<Ticket | null> {
  const [row] = await sql<Ticket[]>`
    SELECT ${columns(sql)} FROM tickets t LEFT JOIN users u ON u.id = t.assignee_id
    WHERE t.conversation_id = ${conversationId} AND t.status IN ('OPEN', 'IN_PROGRESS')`;
  return row ?? null;
}

export interface TicketFilter {
  status?: TicketStatus;
  priority?: string;
  category?: string;
  /** A person's id, or none for the unassigned. */
  assignee?: number | 'none';
  /** Only what this person may see: unassigned or their own. */
  visibleTo?: number;
  text?: string;
  limit: number;
  skip: number;
}

/** Newest first. */
export function listTickets(sql: Sql, filter: TicketFilter): Promise<Ticket[]> {
  return sql<Ticket[]>`
    SELECT ${columns(sql)} FROM tickets t LEFT JOIN users u ON u.id = t.assignee_id WHERE ${condition(sql, filter)}
    ORDER BY t.created_at DESC, t.id DESC LIMIT ${filter.limit} OFFSET ${filter.skip}`;
}

export async function countTickets(sql: Sql, filter: TicketFilter): Promise<number> {
  const [row] = await sql<
    { total: number }[]
  >`SELECT count(*)::int AS total FROM tickets t WHERE ${condition(sql, filter)}`;
  return row?.total ?? 0;
}

function condition(sql: Sql, { status, priority, category, assignee, visibleTo, text }: TicketFilter) {
  const pattern = text ? `%${text.replace(/[\\%_]/g, '\\$&')}%` : null;
  return sql`
    (${status ?? null}::text IS NULL OR t.status = ${status ?? null}::text)
    AND (${priority ?? null}::text IS NULL OR t.priority = ${priority ?? null}::text)
    AND (${category ?? null}::text IS NULL OR t.category = ${category ?? null}::text)
    AND ${assignee === undefined ? sql`true` : assignee === 'none' ? sql`t.assignee_id IS NULL` : sql`t.assignee_id = ${assignee}`}
    AND ${visibleTo === undefined ? sql`true` : sql`(t.assignee_id IS NULL OR t.assignee_id = ${visibleTo})`}
    AND ${pattern === null ? sql`true` : sql`(t.subject ILIKE ${pattern} OR t.reference ILIKE ${pattern} OR t.customer_name ILIKE ${pattern})`}`;
}

/** The tickets of a customer, the newest first. */
export function listTicketsOfCustomer(sql: Sql, customerId: number, limit: number): Promise<Ticket[]> {
  return sql<Ticket[]>`
    SELECT ${columns(sql)} FROM tickets t LEFT JOIN users u ON u.id = t.assignee_id
    WHERE t.customer_id = ${customerId} ORDER BY t.created_at DESC LIMIT ${limit}`;
}

export async function insertChange(
  sql: Sql,
  change: {
    ticketId: number;
    actorId: number | null;
    actorName: string;
    field: string;
    fromValue: string | null;
    toValue: string | null;
  },
): Promise<void> {
  await sql`
    INSERT INTO ticket_changes (ticket_id, actor_id, actor_name, field, from_value, to_value)
    VALUES (${change.ticketId}, ${change.actorId}, ${change.actorName}, ${change.field}, ${change.fromValue}, ${change.toValue})`;
}
