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

export async function findReturning(
  sql: Sql,
  conversationId: string,
): Promise<{ customerId: number | null; language: Language } | null> {
  const [row] = await sql<{ customerId: number | null; language: Language }[]>`
    SELECT customer_id AS "customerId", language FROM conversations WHERE id = ${conversationId}`;
  return row ?? null;
}

/** A member of staff's own, for mails to customers. */
export async function findSignature(sql: Sql, userId: number): Promise<string | null> {
  const [row] = await sql<{ signature: string | null }[]>`SELECT signature FROM users WHERE id = ${userId}`;
  return row?.signature ?? null;
}
