import type { Sql } from '../../db/client.ts';
import { ticketWords } from '../tickets/list-queries.ts';

/** Everything by which what is held about one person is found. */
export interface PersonScope {
  /** Their own row first, then those of duplicates that were merged into it. */
  customerIds: number[];
  conversationIds: string[];
  ticketIds: number[];
  /** Every address that was ever on file, in lower case. */
  emails: string[];
  /** The bank's ids of them. */
  externalIds: string[];
}

/** What is a person's: what is theirs by proof, and what was said under their address or the bank's id of them. */
export async function findPersonScope(sql: Sql, customerId: number): Promise<PersonScope> {
  const customerIds = (
    await sql<{ id: number }[]>`
      SELECT id FROM customers WHERE id = ${customerId} OR merged_into_id = ${customerId} ORDER BY (id <> ${customerId}), id`
  ).map(({ id }) => id);
  const [names] = await sql<{ emails: string[]; externalIds: string[] }[]>`
    WITH told AS (
      SELECT 'email' AS field, email AS value FROM customers WHERE id = ANY(${customerIds}::int[])
      UNION SELECT 'external_id', external_id FROM customers WHERE id = ANY(${customerIds}::int[])
      UNION SELECT field, unnest(ARRAY[from_value, to_value]) FROM customer_changes
        WHERE customer_id = ANY(${customerIds}::int[]) AND field IN ('email', 'external_id'))
    SELECT array_remove(array_agg(DISTINCT lower(value)) FILTER (WHERE field = 'email'), NULL) AS emails,
      array_remove(array_agg(DISTINCT value) FILTER (WHERE field = 'external_id'), NULL) AS "externalIds"
    FROM told`;
  const emails = names?.emails ?? [];
  const externalIds = names?.externalIds ?? [];
  const conversationIds = await findConversationIds(sql, { customerIds, emails, externalIds });
  const ticketIds = await findTicketIds(sql, { customerIds, emails, conversationIds });
  return { customerIds, conversationIds, ticketIds, emails, externalIds };
}

/** What nobody proved is looked for by the words of conversations, and among those whose words are not indexed yet. */
async function findConversationIds(
  sql: Sql,
  { customerIds, emails, externalIds }: Pick<PersonScope, 'customerIds' | 'emails' | 'externalIds'>,
): Promise<string[]> {
  const labels = [...emails, ...externalIds];
  const anyOf = labels
    .map((label): ReturnType<Sql> => sql`phraseto_tsquery('joxai_plain', ${label})`)
    .reduce((all, one): ReturnType<Sql> => sql`${all} || ${one}`, sql`''::tsquery`);
  const rows = await sql<{ id: string }[]>`
    SELECT id FROM conversations WHERE customer_id = ANY(${customerIds}::int[])
    UNION
    SELECT v.id FROM conversations v
    WHERE v.customer_id IS NULL
      AND (lower(v.visitor_email) = ANY(${emails}::text[]) OR lower(v.user_label) = ANY(${emails}::text[])
        OR v.user_label = ANY(${externalIds}::text[]))
      AND v.id IN (
        SELECT conversation_id FROM conversation_words WHERE words @@ (${anyOf})
        UNION ALL
        SELECT id FROM conversations WHERE updated_at >
          coalesce((SELECT mark::timestamptz FROM jobs WHERE name = 'search_index'), '-infinity'))
    ORDER BY id`;
  return rows.map(({ id }) => id);
}

/** A duplicate that names nobody is told within the ticket that goes on in its place, so it is whose that one is. */
async function findTicketIds(
  sql: Sql,
  { customerIds, emails, conversationIds }: Pick<PersonScope, 'customerIds' | 'emails' | 'conversationIds'>,
): Promise<number[]> {
  const patterns = emails.map((email) => `%${email.replace(/[\\%_]/g, '\\$&')}%`);
  const rows = await sql<{ id: number }[]>`
    WITH theirs AS MATERIALIZED (
      SELECT id FROM tickets WHERE customer_id = ANY(${customerIds}::int[])
      UNION SELECT id FROM tickets WHERE conversation_id = ANY(${conversationIds}::uuid[])
      UNION SELECT t.id FROM unnest(${patterns}::text[]) AS p(pattern) CROSS JOIN LATERAL (
        SELECT t.id FROM tickets t WHERE ${ticketWords(sql)} ILIKE p.pattern AND t.customer_id IS NULL
          AND lower(t.customer_email) = ANY(${emails}::text[])) t)
    SELECT id FROM theirs
    UNION SELECT d.id FROM tickets d JOIN theirs ON theirs.id = d.merged_into_id
      WHERE d.customer_id IS NULL AND d.customer_email IS NULL
    ORDER BY id`;
  return rows.map(({ id }) => id);
}
