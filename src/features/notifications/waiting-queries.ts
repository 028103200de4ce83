import type { Sql } from '../../db/client.ts';
import { queueOrder } from '../chat/conversation-queries.ts';

/** Of the queue's head at once: whoever knows of these need not be rung for the rest. */
const MAX_CONVERSATIONS = 5;
/** Who has so many of them unread is told of no more. */
const MAX_UNREAD = 5;

export interface WaitingCustomer {
  conversationId: string;
  customer: string | null;
  /** What they wrote last. */
  excerpt: string | null;
  /** Whom nobody has told yet. */
  people: number[];
}

/**
 * Who waits at the head of the queue, for longer than the moment in which it is given to somebody who is free, and who
 * is to hear of it: those who are connected and take conversations, those who look after all of them, and those who
 * asked for mail of it wherever they are.
 */
export function listUntold(sql: Sql, graceSeconds: number, overseers: string[]): Promise<WaitingCustomer[]> {
  return sql<WaitingCustomer[]>`
    WITH waiting AS (
      SELECT id, month, waiting_since, visitor_name, customer_id FROM conversations
      WHERE status = 'waiting' AND waiting_since < now() - make_interval(secs => ${graceSeconds})
      ORDER BY ${queueOrder(sql)} LIMIT ${MAX_CONVERSATIONS}
    ), people AS (
      SELECT u.id FROM users u LEFT JOIN agents a ON a.user_id = u.id
        LEFT JOIN notification_preferences p ON p.user_id = u.id AND p.kind = 'conversation_waiting'
      WHERE EXISTS (SELECT 1 FROM waiting) AND u.is_active AND (coalesce(p.email, false) OR coalesce(p.in_app, true)
        AND (a.availability = 'ONLINE' OR u.role = ANY(${overseers}::text[])) AND EXISTS (
          SELECT 1 FROM connections k JOIN workers w ON w.id = k.worker_id AND w.expires_at > now() WHERE k.user_id = u.id))
        AND (SELECT count(*) FROM notifications n WHERE n.user_id = u.id AND n.type = 'IN_APP' AND n.read_at IS NULL
          AND n.kind = 'conversation_waiting') < ${MAX_UNREAD}
    )
    SELECT w.id AS "conversationId", coalesce(cu.full_name, w.visitor_name) AS customer, (
        SELECT content FROM messages
        WHERE conversation_id = w.id AND month = w.month AND role = 'customer' ORDER BY seq DESC LIMIT 1
      ) AS excerpt, array_agg(p.id ORDER BY p.id) AS people
    FROM waiting w LEFT JOIN customers cu ON cu.id = w.customer_id JOIN people p ON NOT EXISTS (
      SELECT 1 FROM notifications n WHERE n.conversation_id = w.id AND n.user_id = p.id
        AND n.kind = 'conversation_waiting' AND n.created_at >= w.waiting_since)
    GROUP BY w.id, w.month, cu.full_name, w.visitor_name, w.waiting_since ORDER BY w.waiting_since, w.id`;
}

/** What said that somebody waits who no longer does is read. Answers whose it was. */
export async function readSettled(sql: Sql): Promise<number[]> {
  const rows = await sql<{ userId: number }[]>`
    UPDATE notifications n SET read_at = now() FROM conversations c
    WHERE n.kind = 'conversation_waiting' AND n.type = 'IN_APP' AND n.read_at IS NULL
      AND n.created_at > now() - interval '2 days' AND c.id = n.conversation_id AND c.status <> 'waiting'
    RETURNING n.user_id AS "userId"`;
  return [...new Set(rows.map(({ userId }) => userId))];
}
