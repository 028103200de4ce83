import type { Sql } from '../../db/client.ts';
import { ticketWords } from './list-queries.ts';
import type { Colleague, HistoryEntry, Ticket, TicketCustomer } from './model.ts';
import { ticketColumns, ticketTables } from './queries.ts';

/** Every change and every word of the clocks, oldest first, with those of merged duplicates; people by their names. */
export function listHistory(sql: Sql, ticketId: number): Promise<HistoryEntry[]> {
  return sql<HistoryEntry[]>`
    WITH these AS (SELECT id, reference FROM tickets WHERE id = ${ticketId} OR merged_into_id = ${ticketId})
    SELECT 'change-' || c.id AS key, t.reference, c.actor_name AS "actorName", c.field,
      CASE WHEN c.field = 'assignee' THEN coalesce(f.full_name, c.from_value) ELSE c.from_value END AS "from",
      CASE WHEN c.field = 'assignee' THEN coalesce(i.full_name, c.to_value) ELSE c.to_value END AS "to", c.at
    FROM these t JOIN ticket_changes c ON c.ticket_id = t.id
      LEFT JOIN users f ON c.field = 'assignee' AND f.id::text = c.from_value
      LEFT JOIN users i ON c.field = 'assignee' AND i.id::text = c.to_value
    UNION ALL
    SELECT 'clock-' || e.id, t.reference, NULL, e.event, NULL, e.clock, e.at
    FROM these t JOIN ticket_sla_events e ON e.ticket_id = t.id
    ORDER BY at, key`;
}

/** Who the customer is: as the desk knows them, else as the ticket says. */
export async function findTicketCustomer(sql: Sql, ticketId: number): Promise<TicketCustomer> {
  const [row] = await sql<TicketCustomer[]>`
    SELECT c.id, coalesce(c.full_name, t.customer_name) AS name, coalesce(t.customer_email, c.email) AS email, c.phone
    FROM tickets t LEFT JOIN customers c ON c.id = t.customer_id WHERE t.id = ${ticketId}`;
  return row as TicketCustomer;
}

/** Other tickets of the same customer, by who they are or their address, and duplicates of this one; the newest first. */
export function listRelated(
  sql: Sql,
  ticket: Pick<Ticket, 'id' | 'customerId' | 'customerEmail'>,
  visibleTo: number | undefined,
  limit: number,
): Promise<Ticket[]> {
  const { id, customerId, customerEmail } = ticket;
  const byAddress = customerEmail
    ? sql`UNION SELECT t.id FROM tickets t
        WHERE ${ticketWords(sql)} ILIKE ${`%${customerEmail.replace(/[\\%_]/g, '\\$&')}%`}
          AND lower(t.customer_email) = lower(${customerEmail})`
    : sql``;
  return sql<Ticket[]>`
    SELECT ${ticketColumns(sql)} FROM ${ticketTables(sql)}
    WHERE t.id IN (
        SELECT id FROM tickets WHERE customer_id = ${customerId}
        UNION SELECT id FROM tickets WHERE merged_into_id = ${id} ${byAddress})
      AND t.id <> ${id} AND ${visibleTo === undefined ? sql`true` : sql`(t.assignee_id IS NULL OR t.assignee_id = ${visibleTo})`}
    ORDER BY t.created_at DESC, t.id DESC LIMIT ${limit}`;
}

/** Everybody who may be given a ticket, by name. */
export function listColleagues(sql: Sql): Promise<Colleague[]> {
  return sql<Colleague[]>`SELECT id, full_name AS name FROM users WHERE is_active ORDER BY full_name, id`;
}

/** The customer whom a ticket is opened for; null where there is none of this id. */
export async function findContact(sql: Sql, customerId: number): Promise<TicketCustomer | null> {
  const [row] = await sql<TicketCustomer[]>`
    SELECT id, full_name AS name, email, phone FROM customers WHERE id = ${customerId} AND is_active`;
  return row ?? null;
}

/** Whether one of them, that this person may see, is worked on and says nothing yet of what was done. */
export async function doSomeLackNotes(
  sql: Sql,
  references: readonly string[],
  visibleTo: number | undefined,
): Promise<boolean> {
  const rows = await sql`
    SELECT 1 FROM tickets t WHERE t.reference = ANY(${references}::text[]) AND t.status IN ('OPEN', 'IN_PROGRESS')
      AND coalesce(btrim(t.resolution_notes), '') = ''
      AND ${visibleTo === undefined ? sql`true` : sql`(t.assignee_id IS NULL OR t.assignee_id = ${visibleTo})`} LIMIT 1`;
  return rows.length > 0;
}
