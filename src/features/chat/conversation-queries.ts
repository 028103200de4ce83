import type { Handoff, Person, Priority } from '../../ai/answer.ts';
import type { Sql } from '../../db/client.ts';
import type { ConversationStatus, MessageRole } from '../conversations/model.ts';
import { type Committed, preview } from './queries.ts';

/**
 * The customer goes into the queue: the assistant falls silent and its open turn is closed. Answers the new seq of the
 * message that says so, or null when the assistant was not in charge (any more), or a newer message has come.
 */
export async function handOff(
  sql: Sql,
  conversationId: string,
  handoff: Pick<Handoff, 'reason'> & { priority?: Priority | null },
  expectedSeq: number | null,
): Promise<number | null> {
  const [row] = await sql<{ seq: number }[]>`
    WITH c AS (
      UPDATE conversations SET status = 'waiting', handed_off_at = now(), handoff_reason = ${handoff.reason},
        waiting_since = now(), priority = coalesce(${handoff.priority ?? null}, priority), last_seq = last_seq + 1,
        updated_at = now()
      WHERE id = ${conversationId} AND status = 'bot' AND (${expectedSeq}::int IS NULL OR last_seq = ${expectedSeq}::int)
      RETURNING id, last_seq
    ), noted AS (
      INSERT INTO conversation_changes (conversation_id, actor_name, field, from_value, to_value, reason)
      SELECT id, 'assistant', 'status', 'bot', 'waiting', ${handoff.reason} FROM c
    )
    SELECT last_seq AS seq FROM c`;
  if (row) await closeOpenTurn(sql, conversationId, 'handoff');
  return row?.seq ?? null;
}

/** Holds the conversation's row until the transaction ends, and answers its state. Who only refers to it goes on. */
export async function holdConversation(sql: Sql, conversationId: string): Promise<ConversationStatus | null> {
  const [row] = await sql<{ status: ConversationStatus }[]>`
    SELECT status FROM conversations WHERE id = ${conversationId} FOR NO KEY UPDATE`;
  return row?.status ?? null;
}

/**
 * Whoever takes the assistant's place closes its open turn, in a statement after the one that changed who is in charge:
 * that one may have waited for a message that was just being stored, and would not see the turn which came with it.
 */
export async function closeOpenTurn(sql: Sql, conversationId: string, outcome: string): Promise<void> {
  await sql`
    UPDATE turns SET closed_at = now(), outcome = ${outcome}
    WHERE conversation_id = ${conversationId} AND closed_at IS NULL`;
}

/** Whom a conversation is with: the customer of the bank, and what the visitor's page said. */
export async function findPerson(sql: Sql, conversationId: string): Promise<Person> {
  const [row] = await sql<{ names: string[]; emails: string[]; phones: string[] }[]>`
    SELECT array_remove(ARRAY[cu.full_name, v.visitor_name], NULL) AS names,
      array_remove(ARRAY[cu.email, v.visitor_email], NULL) AS emails, array_remove(ARRAY[cu.phone], NULL) AS phones
    FROM conversations v LEFT JOIN customers cu ON cu.id = v.customer_id WHERE v.id = ${conversationId}`;
  return row ?? { names: [], emails: [], phones: [] };
}

export interface NewMessage {
  conversationId: string;
  seq: number;
  role: MessageRole;
  content: string;
  turnId?: number | null;
  authorId?: number | null;
  metadata?: Record<string, unknown> | null;
}

/** Under a seq that this transaction has taken from the conversation's row. */
export async function insertMessage(sql: Sql, message: NewMessage): Promise<Committed> {
  const [row] = await sql<Committed[]>`
    WITH c AS (
      UPDATE conversations SET last_text = ${preview(message.content)}, last_role = ${message.role}
      WHERE id = ${message.conversationId}
    )
    INSERT INTO messages (conversation_id, month, seq, role, content, turn_id, author_id, metadata)
    SELECT id, month, ${message.seq}::int, ${message.role}, ${message.content}, ${message.turnId ?? null}::bigint,
      ${message.authorId ?? null}::int, ${message.metadata ? JSON.stringify(message.metadata) : null}::text::jsonb
    FROM conversations WHERE id = ${message.conversationId}
    RETURNING id::float8 AS id, seq, created_at AS "createdAt"`;
  return row as Committed;
}

interface EndedBy {
  by: 'customer' | 'agent' | 'system';
  actorId: number | null;
  actorName: string;
}

/** Ends the conversation and closes its open turn; false when it had ended before. */
export async function endConversation(sql: Sql, conversationId: string, ended: EndedBy): Promise<boolean> {
  const rows = await sql`
    WITH before AS (
      SELECT id, status FROM conversations WHERE id = ${conversationId} AND status <> 'ended' FOR UPDATE
    ), c AS (
      UPDATE conversations v SET status = 'ended', ended_at = now(), ended_by = ${ended.by}, waiting_since = NULL,
        updated_at = now()
      FROM before WHERE v.id = before.id RETURNING v.id, before.status AS was
    ), noted AS (
      INSERT INTO conversation_changes (conversation_id, actor_id, actor_name, field, from_value, to_value)
      SELECT id, ${ended.actorId}::int, ${ended.actorName}, 'status', was, 'ended' FROM c
    )
    SELECT id FROM c`;
  if (rows.length > 0) await closeOpenTurn(sql, conversationId, 'ended');
  return rows.length > 0;
}

export async function insertFeedback(
  sql: Sql,
  feedback: { conversationId: string; messageId: number | null; rating: number | null; comment: string | null },
): Promise<void> {
  await sql`
    INSERT INTO feedback (conversation_id, message_id, rating, comment)
    VALUES (${feedback.conversationId}, ${feedback.messageId}, ${feedback.rating}, ${feedback.comment})`;
}

/** Where everybody in the queue stands, from 1: the most urgent first, of those who has waited longest. */
export async function queuePositions(sql: Sql): Promise<Map<string, number>> {
  const rows = await sql<{ id: string; position: number }[]>`
    SELECT id, row_number() OVER (ORDER BY ${queueOrder(sql)})::int AS position
    FROM conversations WHERE status = 'waiting'`;
  return new Map(rows.map(({ id, position }) => [id, position]));
}

/** The order in which people are served. */
export const queueOrder = (sql: Sql) =>
  sql`array_position(ARRAY['URGENT', 'HIGH', 'MEDIUM', 'LOW'], priority), waiting_since, id`;

/** Nobody waits behind what their ticket says: a conversation is at least as urgent as that. Never less than it was. */
export async function raisePriority(sql: Sql, conversationId: string, priority: Priority): Promise<void> {
  await sql`
    UPDATE conversations SET priority = ${priority}
    WHERE id = ${conversationId} AND array_position(ARRAY['URGENT', 'HIGH', 'MEDIUM', 'LOW'], priority)
      > array_position(ARRAY['URGENT', 'HIGH', 'MEDIUM', 'LOW'], ${priority}::text)`;
}

/** Somebody who waits is moved in the queue as their ticket was. Answers whether anything changed. */
export async function followTicketPriority(sql: Sql, conversationId: string, priority: Priority): Promise<boolean> {
  const { count } = await sql`
    UPDATE conversations SET priority = ${priority}
    WHERE id = ${conversationId} AND status = 'waiting' AND priority <> ${priority}`;
  return count > 0;
}
