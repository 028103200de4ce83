import type { Sql } from '../../db/client.ts';
import type { Ticket, TicketChange } from './model.ts';

/** Who did it, for the history. */
export interface Actor {
  actorId: number | null;
  actorName: string;
}

/** One entry of the history. */
export interface Change {
  field:
    | 'status'
    | 'priority'
    | 'category'
    | 'assignee'
    | 'tags'
    | 'resolution_notes'
    | 'complaint'
    | 'merged'
    | 'merged_into'
    | 'erased';
  from: string | null;
  to: string | null;
}

export async function insertChanges(sql: Sql, ticketId: number, actor: Actor, changes: Change[]): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    INSERT INTO ticket_changes (ticket_id, actor_id, actor_name, field, from_value, to_value)
    SELECT ${ticketId}, ${actor.actorId}::int, ${actor.actorName}, field, from_value, to_value
    FROM unnest(${changes.map(({ field }) => field)}::text[], ${changes.map(({ from }) => from)}::text[],
      ${changes.map(({ to }) => to)}::text[]) AS c(field, from_value, to_value)`;
}

/** In their order; those of the duplicates that were merged into it among them. */
export function listChanges(sql: Sql, ticketId: number): Promise<TicketChange[]> {
  return sql<TicketChange[]>`
    SELECT c.id::float8 AS id, t.reference, c.actor_id AS "actorId", c.actor_name AS "actorName", c.field,
      c.from_value AS "fromValue", c.to_value AS "toValue", c.at
    FROM ticket_changes c JOIN tickets t ON t.id = c.ticket_id
    WHERE c.ticket_id IN (SELECT id FROM tickets WHERE id = ${ticketId} OR merged_into_id = ${ticketId}) ORDER BY c.id`;
}

/** The columns that people change. */
export type TicketFields = Pick<
  Ticket,
  | 'status'
  | 'priority'
  | 'category'
  | 'assigneeId'
  | 'tags'
  | 'resolutionNotes'
  | 'complaintNumber'
  | 'complaintDueAt'
  | 'resolvedAt'
> & { closedAt: Date | null };

/** Errors: a unique violation where the conversation has another ticket that is worked on. */
export async function saveFields(sql: Sql, id: number, fields: TicketFields, at: Date): Promise<void> {
  await sql`
    UPDATE tickets SET status = ${fields.status}, priority = ${fields.priority}, category = ${fields.category},
      assignee_id = ${fields.assigneeId}, tags = ${fields.tags}, resolution_notes = ${fields.resolutionNotes},
      complaint_number = ${fields.complaintNumber}, complaint_due_at = ${fields.complaintDueAt},
      resolved_at = ${fields.resolvedAt}, closed_at = ${fields.closedAt}, updated_at = ${at}
    WHERE id = ${id}`;
}

/** Numbers go up and are never given twice; a year in front as people file them. */
export async function takeComplaintNumber(sql: Sql, at: Date): Promise<string> {
  const [row] = await sql<{ number: string }[]>`SELECT nextval('complaint_numbers')::text AS number`;
  return `Q-${at.getUTCFullYear()}-${(row as { number: string }).number.padStart(6, '0')}`;
}

export async function saveComplaint(sql: Sql, id: number, number: string, dueAt: Date): Promise<void> {
  await sql`UPDATE tickets SET complaint_number = ${number}, complaint_due_at = ${dueAt} WHERE id = ${id}`;
}

/**
 * Closes the duplicate; whatever was merged into it before follows, and its conversation and customer where the other has
 * none. Not where the two name different people: what is answered to the one is not for the other's chat.
 */
export async function mergeInto(sql: Sql, duplicateId: number, survivorId: number, at: Date): Promise<void> {
  await sql`
    UPDATE tickets SET merged_into_id = ${survivorId}, updated_at = ${at}
    WHERE id = ${duplicateId} OR merged_into_id = ${duplicateId}`;
  await sql`
    UPDATE tickets SET status = 'CLOSED', closed_at = ${at}, sla_due_at = NULL, sla_check_at = NULL,
      next_response_due_at = NULL, sla_warned_at = NULL
    WHERE id = ${duplicateId}`;
  await sql`
    UPDATE tickets s SET conversation_id = coalesce(s.conversation_id, d.conversation_id),
      customer_id = coalesce(s.customer_id, d.customer_id), customer_name = coalesce(s.customer_name, d.customer_name),
      customer_email = coalesce(s.customer_email, d.customer_email)
    FROM tickets d WHERE s.id = ${survivorId} AND d.id = ${duplicateId}
      AND NOT coalesce(s.customer_id <> d.customer_id, lower(s.customer_email) <> lower(d.customer_email), false)`;
  await touchTicket(sql, survivorId, at);
}

export async function touchTicket(sql: Sql, id: number, at: Date): Promise<void> {
  await sql`UPDATE tickets SET updated_at = ${at} WHERE id = ${id}`;
}
