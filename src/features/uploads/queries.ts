import type { Sql } from '../../db/client.ts';

export interface Attachment {
  id: string;
  conversationId: string;
  name: string;
  /** As its bytes say. */
  type: string;
  /** Bytes. */
  size: number;
}

export async function insertAttachment(sql: Sql, attachment: Attachment): Promise<void> {
  await sql`
    INSERT INTO attachments (id, conversation_id, name, type, size)
    VALUES (${attachment.id}, ${attachment.conversationId}, ${attachment.name}, ${attachment.type}, ${attachment.size})`;
}
