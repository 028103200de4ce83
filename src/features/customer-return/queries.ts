import type { Sql } from '../../db/client.ts';
import type { Language } from '../../lib/language.ts';

export interface Correspondent {
  /** Null for one who is not verified. */
  customerId: number | null;
  email: string | null;
  language: Language;
}

/** Where the person of a conversation is reached: on file if they are known, else as they said in the chat. */
export async function findCorrespondent(sql: Sql, conversationId: string): Promise<Correspondent | null> {
  const [row] = await sql<Correspondent[]>`
    SELECT c.customer_id AS "customerId", c.language,
      CASE WHEN c.customer_id IS NULL THEN c.visitor_email ELSE p.email END AS email
    FROM conversations c LEFT JOIN customers p ON p.id = c.customer_id AND p.is_active
    WHERE c.id = ${conversationId}`;
  return row ?? null;
}

/** Whose the conversation is, and whether that is still the customer to whom the link was sent, also after a merge. */
export async function findReturning(
  sql: Sql,
  conversationId: string,
  sentTo: number | null,
): Promise<{ isTheirs: boolean; language: Language } | null> {
  const [row] = await sql<{ isTheirs: boolean; language: Language }[]>`
    SELECT c.language, c.customer_id IS NOT DISTINCT FROM (
      SELECT coalesce(merged_into_id, id) FROM customers WHERE id = ${sentTo}::int) AS "isTheirs"
    FROM conversations c WHERE c.id = ${conversationId}`;
  return row ?? null;
}

/** A member of staff's own, for mails to customers. */
export async function findSignature(sql: Sql, userId: number): Promise<string | null> {
  const [row] = await sql<{ signature: string | null }[]>`SELECT signature FROM users WHERE id = ${userId}`;
  return row?.signature ?? null;
}
