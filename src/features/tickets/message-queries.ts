import type { Sql } from '../../db/client.ts';
import type { TicketMessage } from './model.ts';

export type NewTicketMessage = Pick<
  TicketMessage,
  'authorId' | 'senderType' | 'senderName' | 'content' | 'isInternal' | 'mentions' | 'delivery'
> & { ticketId: number };

export async function insertTicketMessage(
  sql: Sql,
  message: NewTicketMessage,
): Promise<Pick<TicketMessage, 'id' | 'createdAt'>> {
  const [row] = await sql<Pick<TicketMessage, 'id' | 'createdAt'>[]>`
    INSERT INTO ticket_messages (ticket_id, author_id, sender_type, sender_name, content, is_internal, mentions, delivery)
    VALUES (${message.ticketId}, ${message.authorId}, ${message.senderType}, ${message.senderName}, ${message.content},
      ${message.isInternal}, ${message.mentions}::int[], ${message.delivery})
    RETURNING id::float8 AS id, created_at AS "createdAt"`;
  return row as Pick<TicketMessage, 'id' | 'createdAt'>;
}

/** In their order; those of the duplicates that were merged into it among them. */
export function listTicketMessages(sql: Sql, ticketId: number): Promise<TicketMessage[]> {
  return sql<TicketMessage[]>`
    SELECT m.id::float8 AS id, t.reference, m.author_id AS "authorId", m.sender_type AS "senderType",
      m.sender_name AS "senderName", m.content, m.is_internal AS "isInternal", m.mentions, m.delivery,
      m.created_at AS "createdAt"
    FROM ticket_messages m JOIN tickets t ON t.id = m.ticket_id
    WHERE m.ticket_id IN (SELECT id FROM tickets WHERE id = ${ticketId} OR merged_into_id = ${ticketId}) ORDER BY m.id`;
}

/** The next seq of a conversation for the words of a member of staff; null where it has ended. */
export async function takeStaffSeq(sql: Sql, conversationId: string): Promise<number | null> {
  const [row] = await sql<{ seq: number }[]>`
    UPDATE conversations SET last_seq = last_seq + 1, last_agent_at = now(), last_agent_seq = last_seq + 1,
      first_response_at = coalesce(first_response_at, now()), updated_at = now()
    WHERE id = ${conversationId} AND status <> 'ended' RETURNING last_seq AS seq`;
  return row?.seq ?? null;
}
