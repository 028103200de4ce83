import type { Sql } from '../../db/client.ts';

type Contents = Record<string, unknown> | null;

/** What people wrote of what the event is about, as it stands now; null where there is nothing, or nothing any more. */
export async function findContents(sql: Sql, event: string, data: Record<string, unknown>): Promise<Contents> {
  if (event === 'new_message') return findMessage(sql, data);
  if (event === 'conversation_rated') return findRating(sql, data);
  if (event.startsWith('ticket_') || event === 'sla_breached') return findTicketWords(sql, data);
  if (event.startsWith('conversation_')) return findVisitor(sql, data);
  return null;
}

async function findMessage(sql: Sql, { conversation_id: id, seq }: Record<string, unknown>): Promise<Contents> {
  const [row] = await sql`
    SELECT m.content AS text, coalesce(p.full_name, c.visitor_name) AS customer_name
    FROM messages m JOIN conversations c ON c.id = m.conversation_id AND c.month = m.month LEFT JOIN customers p ON p.id = c.customer_id
    WHERE m.conversation_id = ${String(id)} AND m.seq = ${Number(seq)}`;
  return row ?? null;
}

async function findRating(sql: Sql, { conversation_id: id }: Record<string, unknown>): Promise<Contents> {
  const [row] = await sql`SELECT comment FROM satisfaction WHERE conversation_id = ${String(id)}`;
  return row ?? null;
}

async function findTicketWords(sql: Sql, { ticket_id: reference }: Record<string, unknown>): Promise<Contents> {
  const [row] = await sql`
    SELECT t.subject, t.description, t.resolution_notes, coalesce(p.full_name, t.customer_name) AS customer_name,
      coalesce(p.email, t.customer_email) AS customer_email
    FROM tickets t LEFT JOIN customers p ON p.id = t.customer_id WHERE t.reference = ${String(reference)}`;
  return row ?? null;
}

async function findVisitor(sql: Sql, { conversation_id: id }: Record<string, unknown>): Promise<Contents> {
  const [row] = await sql`
    SELECT coalesce(p.full_name, c.visitor_name) AS customer_name, c.visitor_email AS customer_email,
      c.last_text AS last_message
    FROM conversations c LEFT JOIN customers p ON p.id = c.customer_id WHERE c.id = ${String(id)}`;
  return row ?? null;
}
