import type { Sql } from '../../db/client.ts';
import type { ConversationChange, Message, Note, ReportReason } from './model.ts';
import { messageColumns, monthOfConversation } from './queries.ts';

const MAX_NOTES = 500;

export async function findMessageByClientId(
  sql: Sql,
  conversationId: string,
  clientId: string,
): Promise<Message | null> {
  const [row] = await sql<Message[]>`
    SELECT ${messageColumns(sql)} FROM messages
    WHERE conversation_id = ${conversationId} AND month = ${monthOfConversation(sql, conversationId)}
      AND client_id = ${clientId}`;
  return row ?? null;
}

export async function findMessage(sql: Sql, conversationId: string, seq: number): Promise<Message | null> {
  const [row] = await sql<Message[]>`
    SELECT ${messageColumns(sql)} FROM messages
    WHERE conversation_id = ${conversationId} AND month = ${monthOfConversation(sql, conversationId)} AND seq = ${seq}`;
  return row ?? null;
}

/** Null: there is a note of this key in the conversation already. */
export async function insertNote(
  sql: Sql,
  note: { conversationId: string; authorId: number; content: string; mentions: number[]; clientId: string | null },
): Promise<{ id: number; createdAt: Date } | null> {
  const [row] = await sql<{ id: number; createdAt: Date }[]>`
    INSERT INTO conversation_notes (conversation_id, author_id, client_id, content, mentions)
    VALUES (${note.conversationId}, ${note.authorId}, ${note.clientId}, ${note.content}, ${note.mentions}::int[])
    ON CONFLICT (conversation_id, client_id) WHERE client_id IS NOT NULL DO NOTHING
    RETURNING id::float8 AS id, created_at AS "createdAt"`;
  return row ?? null;
}

export async function findNoteByClientId(sql: Sql, conversationId: string, clientId: string): Promise<Note | null> {
  const [row] = await sql<Note[]>`
    SELECT ${noteColumns(sql)} FROM conversation_notes n JOIN users u ON u.id = n.author_id
    WHERE n.conversation_id = ${conversationId} AND n.client_id = ${clientId}`;
  return row ?? null;
}

const noteColumns = (sql: Sql) => sql`
  n.id::float8 AS id, n.author_id AS "authorId", u.full_name AS "authorName", n.content, n.mentions,
  n.created_at AS "createdAt"`;

export function listNotes(sql: Sql, conversationId: string): Promise<Note[]> {
  return sql<Note[]>`
    SELECT ${noteColumns(sql)} FROM conversation_notes n JOIN users u ON u.id = n.author_id
    WHERE n.conversation_id = ${conversationId} ORDER BY n.id LIMIT ${MAX_NOTES}`;
}

export function listChanges(sql: Sql, conversationId: string): Promise<ConversationChange[]> {
  return sql<ConversationChange[]>`
    SELECT id::float8 AS id, actor_id AS "actorId", actor_name AS "actorName", field, from_value AS "fromValue",
      to_value AS "toValue", reason, at
    FROM conversation_changes WHERE conversation_id = ${conversationId} ORDER BY id`;
}

export async function insertReport(
  sql: Sql,
  report: { conversationId: string; seq: number; reporterId: number; reason: ReportReason; comment: string | null },
): Promise<void> {
  await sql`
    INSERT INTO answer_reports (conversation_id, seq, reporter_id, reason, comment)
    VALUES (${report.conversationId}, ${report.seq}, ${report.reporterId}, ${report.reason}, ${report.comment})
    ON CONFLICT (conversation_id, seq, reporter_id) DO UPDATE SET reason = excluded.reason, comment = excluded.comment,
      status = 'OPEN', closed_by = NULL, closed_at = NULL`;
}
