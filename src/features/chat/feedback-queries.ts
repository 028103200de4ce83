import type { Sql } from '../../db/client.ts';
import { monthOfConversation } from '../conversations/queries.ts';

/** What a customer thinks of the whole conversation, and who was in charge at last; a null comment keeps the one before. */
export async function saveSatisfaction(
  sql: Sql,
  { conversationId, rating, comment }: { conversationId: string; rating: number; comment: string | null },
): Promise<void> {
  await sql`
    INSERT INTO satisfaction (conversation_id, rating, comment, agent_id)
    SELECT id, ${rating}::smallint, nullif(${comment}::text, ''), assignee_id FROM conversations
    WHERE id = ${conversationId}
    ON CONFLICT (conversation_id) DO UPDATE SET rating = excluded.rating, updated_at = now(),
      comment = CASE WHEN ${comment}::text IS NULL THEN satisfaction.comment ELSE excluded.comment END`;
}

/** What a customer thinks of one reply. False: the conversation has no such reply. */
export async function saveReplyRating(
  sql: Sql,
  rated: { conversationId: string; messageId: number; rating: number; comment: string | null },
): Promise<boolean> {
  const { conversationId, messageId, rating, comment } = rated;
  const rows = await sql`
    WITH changed AS (
      UPDATE feedback SET rating = ${rating}::smallint, comment = coalesce(${comment}::text, comment), created_at = now()
      WHERE conversation_id = ${conversationId} AND message_id = ${messageId} RETURNING id
    ), added AS (
      INSERT INTO feedback (conversation_id, message_id, rating, comment)
      SELECT conversation_id, id, ${rating}::smallint, ${comment}::text FROM messages
      WHERE conversation_id = ${conversationId} AND month = ${monthOfConversation(sql, conversationId)}
        AND id = ${messageId} AND role <> 'customer'
        AND NOT EXISTS (SELECT 1 FROM changed)
      RETURNING id
    )
    SELECT id FROM changed UNION ALL SELECT id FROM added`;
  return rows.length > 0;
}

/** False: the conversation has ended. */
export async function saveEmail(sql: Sql, conversationId: string, email: string): Promise<boolean> {
  const { count } = await sql`
    UPDATE conversations SET visitor_email = ${email} WHERE id = ${conversationId} AND status <> 'ended'`;
  return count > 0;
}

export interface Aftercare {
  /** Whether the customer can be written to. */
  hasEmail: boolean;
  /** 1 to 5. */
  rating: number | null;
  comment: string | null;
}

/** What the customer has told us about itself and its opinion. */
export async function getAftercare(sql: Sql, conversationId: string): Promise<Aftercare> {
  const [row] = await sql<Aftercare[]>`
    SELECT coalesce(v.visitor_email, cu.email) IS NOT NULL AS "hasEmail", s.rating, s.comment
    FROM conversations v LEFT JOIN customers cu ON cu.id = v.customer_id
      LEFT JOIN satisfaction s ON s.conversation_id = v.id
    WHERE v.id = ${conversationId}`;
  return row as Aftercare;
}
