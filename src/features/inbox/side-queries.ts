import type { Sql } from '../../db/client.ts';
import type { PastConversation, Profile } from './model.ts';

export interface SideFacts {
  identityExpiresAt: Date | null;
  pageUrl: string | null;
  noteCount: number;
  changeCount: number;
}

/** What the side panel shows of a conversation besides its row. */
export async function findSideFacts(sql: Sql, id: string): Promise<SideFacts> {
  const [row] = await sql<SideFacts[]>`
    SELECT CASE WHEN c.identity_expires_at > now() THEN c.identity_expires_at END AS "identityExpiresAt",
      c.page_url AS "pageUrl",
      (SELECT count(*)::int FROM conversation_notes WHERE conversation_id = c.id) AS "noteCount",
      (SELECT count(*)::int FROM conversation_changes WHERE conversation_id = c.id) AS "changeCount"
    FROM conversations c WHERE c.id = ${id}`;
  return row as SideFacts;
}

export async function findProfile(sql: Sql, customerId: number): Promise<Profile | null> {
  const [row] = await sql<Profile[]>`
    SELECT external_id AS "externalId", full_name AS "fullName", email, phone, customer_type AS "customerType", tags,
      created_at AS "createdAt"
    FROM customers WHERE id = ${customerId}`;
  return row ?? null;
}

/** The customer's other conversations that the person may see, newest first. */
export function listPast(
  sql: Sql,
  {
    customerId,
    exceptId,
    visibleTo,
    limit,
  }: { customerId: number; exceptId: string; visibleTo?: number | undefined; limit: number },
): Promise<PastConversation[]> {
  return sql<PastConversation[]>`
    SELECT id, status, language, last_text AS "lastText", updated_at AS "updatedAt" FROM conversations
    WHERE customer_id = ${customerId} AND id <> ${exceptId}
      AND ${visibleTo === undefined ? sql`true` : sql`(assignee_id IS NULL OR assignee_id = ${visibleTo})`}
    ORDER BY updated_at DESC LIMIT ${limit}`;
}
