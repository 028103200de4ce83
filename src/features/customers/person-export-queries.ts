import type { Sql } from '../../db/client.ts';
import { monthOfConversation } from '../conversations/queries.ts';
import type { PersonScope } from './person-queries.ts';

/** A row as it stands in the export. */
export type Held = Record<string, unknown>;

/** The profile, and those of duplicates that were merged into it. */
export function listProfiles(sql: Sql, { customerIds }: PersonScope): Promise<Held[]> {
  return sql<Held[]>`
    SELECT c.id, c.external_id, c.full_name, c.email, c.phone, c.birth_date::text, c.customer_type, c.language, c.status,
      c.tags, u.full_name AS assigned_agent, c.hold_reason AS legal_hold_reason, c.merged_into_id AS merged_into,
      c.created_at, c.updated_at
    FROM customers c LEFT JOIN users u ON u.id = c.agent_id
    WHERE c.id = ANY(${customerIds}::int[]) ORDER BY c.id`;
}

export function listAccountNumbers(sql: Sql, { customerIds }: PersonScope): Promise<Held[]> {
  return sql<Held[]>`
    SELECT number, created_at FROM customer_accounts WHERE customer_id = ANY(${customerIds}::int[]) ORDER BY id`;
}

export function listAllNotes(sql: Sql, { customerIds }: PersonScope): Promise<Held[]> {
  return sql<Held[]>`
    SELECT u.full_name AS author, n.content AS note, n.created_at FROM customer_notes n JOIN users u ON u.id = n.author_id
    WHERE n.customer_id = ANY(${customerIds}::int[]) ORDER BY n.id`;
}

export function listAllChanges(sql: Sql, { customerIds }: PersonScope): Promise<Held[]> {
  return sql<Held[]>`
    SELECT customer_id, actor_name AS changed_by, field, from_value AS "from", to_value AS "to", at FROM customer_changes
    WHERE customer_id = ANY(${customerIds}::int[]) ORDER BY id`;
}

/** One conversation with all but its messages; null where it has gone meanwhile. */
export async function findHeldConversation(sql: Sql, id: string): Promise<Held | null> {
  const [row] = await sql<Held[]>`
    SELECT c.id, c.customer_id IS NOT NULL AS is_proven, c.status, c.channel, c.language, c.user_label, c.visitor_name,
      c.visitor_email, c.page_url, c.tags, c.summary, c.handoff_reason, c.created_at, c.updated_at, c.ended_at,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('author', u.full_name, 'note', n.content, 'created_at', n.created_at) ORDER BY n.id), '[]')
        FROM conversation_notes n JOIN users u ON u.id = n.author_id WHERE n.conversation_id = c.id) AS notes,
      (SELECT jsonb_build_object('rating', s.rating, 'comment', s.comment, 'created_at', s.created_at)
        FROM satisfaction s WHERE s.conversation_id = c.id) AS satisfaction,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('rating', f.rating, 'comment', f.comment, 'created_at', f.created_at) ORDER BY f.id), '[]')
        FROM feedback f WHERE f.conversation_id = c.id) AS feedback,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'type', a.type, 'size', a.size, 'created_at', a.created_at) ORDER BY a.created_at), '[]')
        FROM attachments a WHERE a.conversation_id = c.id) AS files,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('question', q.text, 'asked_at', q.asked_at) ORDER BY q.turn_id), '[]')
        FROM knowledge_gap_questions q WHERE q.conversation_id = c.id) AS unanswered_questions,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('by', h.actor_name, 'field', h.field, 'from', h.from_value, 'to', h.to_value, 'reason', h.reason, 'at', h.at) ORDER BY h.id), '[]')
        FROM conversation_changes h WHERE h.conversation_id = c.id) AS changes
    FROM conversations c WHERE c.id = ${id}`;
  return row ?? null;
}

/** In the order of seq. */
export function listMessagesAfter(
  sql: Sql,
  conversationId: string,
  seq: number,
  limit: number,
): Promise<(Held & { seq: number })[]> {
  return sql<(Held & { seq: number })[]>`
    SELECT seq, role, content, metadata, created_at FROM messages
    WHERE conversation_id = ${conversationId} AND month = ${monthOfConversation(sql, conversationId)} AND seq > ${seq}
    ORDER BY seq LIMIT ${limit}`;
}

/** One ticket with its messages, notes and history. */
export async function findHeldTicket(sql: Sql, id: number): Promise<Held | null> {
  const [row] = await sql<Held[]>`
    SELECT t.reference AS ticket_id, t.conversation_id, t.customer_name, t.customer_email, t.subject, t.description, t.status,
      t.priority, t.category, t.tags, t.complaint_number, t.resolution_notes, t.created_at, t.updated_at, t.resolved_at,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('sender', m.sender_name, 'sender_type', m.sender_type, 'content', m.content, 'is_internal', m.is_internal, 'created_at', m.created_at) ORDER BY m.id), '[]')
        FROM ticket_messages m WHERE m.ticket_id = t.id) AS messages,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('by', h.actor_name, 'field', h.field, 'from', h.from_value, 'to', h.to_value, 'at', h.at) ORDER BY h.id), '[]')
        FROM ticket_changes h WHERE h.ticket_id = t.id) AS history
    FROM tickets t WHERE t.id = ${id}`;
  return row ?? null;
}

/** Mails to the person, and what staff were told of them. */
export function listNotificationsAfter(
  sql: Sql,
  scope: PersonScope,
  after: number,
  limit: number,
): Promise<(Held & { id: number })[]> {
  return sql<(Held & { id: number })[]>`
    SELECT n.id::float8 AS id, n.type, n.status, n.kind, n.recipient, n.subject, n.body, n.created_at, n.sent_at
    FROM notifications n
    WHERE n.id > ${after} AND n.id IN (
      SELECT id FROM notifications WHERE conversation_id = ANY(${scope.conversationIds}::uuid[])
      UNION SELECT id FROM notifications WHERE ticket_id = ANY(${scope.ticketIds}::int[])
      UNION SELECT id FROM notifications WHERE customer_id = ANY(${scope.customerIds}::int[]))
    ORDER BY n.id LIMIT ${limit}`;
}

/** Who did or read what of the person. */
export function listAuditAfter(
  sql: Sql,
  resource: { type: string; ids: readonly string[] },
  after: number,
  limit: number,
): Promise<(Held & { id: number })[]> {
  return sql<(Held & { id: number })[]>`
    SELECT id::float8 AS id, at, actor_name AS actor, action, resource_type, resource_id, status FROM audit_log
    WHERE resource_type = ${resource.type} AND resource_id = ANY(${[...resource.ids]}::text[]) AND id > ${after}
    ORDER BY id LIMIT ${limit}`;
}

export async function listReferences(sql: Sql, ticketIds: readonly number[]): Promise<string[]> {
  const rows = await sql<{ reference: string }[]>`
    SELECT reference FROM tickets WHERE id = ANY(${[...ticketIds]}::int[]) ORDER BY id`;
  return rows.map(({ reference }) => reference);
}
