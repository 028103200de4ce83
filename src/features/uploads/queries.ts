import type { Sql } from '../../db/client.ts';
import { isUuid } from '../../lib/ids.ts';
import type { Language } from '../../lib/language.ts';
import type { ConversationStatus } from '../conversations/model.ts';
import { monthOfConversation } from '../conversations/queries.ts';
import type { Attachment } from './model.ts';

const columns = (sql: Sql) => sql`a.id, a.conversation_id AS "conversationId", a.name, a.type, a.size`;

/** Of this conversation alone. */
export async function findAttachment(sql: Sql, conversationId: string, id: string): Promise<Attachment | null> {
  const [row] = await sql<Attachment[]>`
    SELECT ${columns(sql)} FROM attachments a WHERE a.id = ${id} AND a.conversation_id = ${conversationId}`;
  return row ?? null;
}

export async function countAttachments(sql: Sql, conversationId: string): Promise<number> {
  const [row] = await sql<{ total: number }[]>`
    SELECT count(*)::int AS total FROM attachments WHERE conversation_id = ${conversationId}`;
  return row?.total ?? 0;
}

/** Those of the ids that an attachment has. What is no id of ours is known to nobody. */
export async function listKnown(sql: Sql, ids: readonly string[]): Promise<Set<string>> {
  const rows = await sql<{ id: string }[]>`SELECT id FROM attachments WHERE id = ANY(${ids.filter(isUuid)}::uuid[])`;
  return new Set(rows.map(({ id }) => id));
}

/** A message that a file was sent with. */
export interface SentFile {
  attachment: Attachment;
  messageId: number;
  seq: number;
}

/** What was stored before under this client id. */
export async function findSentFile(sql: Sql, conversationId: string, clientId: string): Promise<SentFile | null> {
  const [row] = await sql<(Attachment & { messageId: number; seq: number })[]>`
    SELECT ${columns(sql)}, m.id::float8 AS "messageId", m.seq FROM messages m
      JOIN attachments a ON a.conversation_id = m.conversation_id AND a.message_seq = m.seq
    WHERE m.conversation_id = ${conversationId} AND m.month = ${monthOfConversation(sql, conversationId)}
      AND m.client_id = ${clientId}`;
  if (!row) return null;
  const { messageId, seq, ...attachment } = row;
  return { attachment, messageId, seq };
}

export interface NextMessage {
  seq: number;
  /** Who is in charge. */
  status: ConversationStatus;
  language: Language;
}

/** The next number in a conversation; its row stays locked. Null: it has ended. Tx: the caller's. */
export async function takeSeq(
  tx: Sql,
  conversationId: string,
  last: { text: string; role: 'customer' | 'assistant' },
): Promise<NextMessage | null> {
  const [row] = await tx<NextMessage[]>`
    UPDATE conversations SET last_seq = last_seq + 1, last_text = ${last.text}, last_role = ${last.role},
      updated_at = now()
    WHERE id = ${conversationId} AND status <> 'ended' RETURNING last_seq AS seq, status, language`;
  return row ?? null;
}

/** Errors: a unique violation for a client id that is there already. */
export async function insertCustomerMessage(
  tx: Sql,
  message: { conversationId: string; seq: number; content: string; clientId: string | null; metadata: object },
): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    INSERT INTO messages (conversation_id, month, seq, role, content, client_id, metadata)
    SELECT id, month, ${message.seq}::int, 'customer', ${message.content}, ${message.clientId}::uuid,
      ${JSON.stringify(message.metadata)}::text::jsonb
    FROM conversations WHERE id = ${message.conversationId}
    RETURNING id::float8 AS id`;
  return (row as { id: number }).id;
}

/** `authorId` is null for a customer's. */
export async function insertAttachment(
  sql: Sql,
  { id, conversationId, name, type, size }: Attachment,
  of: { seq: number; authorId: number | null },
): Promise<void> {
  await sql`
    INSERT INTO attachments (id, conversation_id, name, type, size, author_id, message_seq)
    VALUES (${id}, ${conversationId}, ${name}, ${type}, ${size}, ${of.authorId}, ${of.seq})`;
}
