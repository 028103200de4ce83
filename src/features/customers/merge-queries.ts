import type { Sql } from '../../db/client.ts';
import type { Belongings } from './model.ts';

export async function countBelongings(sql: Sql, id: number): Promise<Belongings> {
  const [row] = await sql<Belongings[]>`
    SELECT (SELECT count(*)::int FROM conversations WHERE customer_id = ${id}) AS conversations,
      (SELECT count(*)::int FROM tickets WHERE customer_id = ${id}) AS tickets,
      (SELECT count(*)::int FROM customer_notes WHERE customer_id = ${id}) AS notes,
      (SELECT count(*)::int FROM customer_accounts WHERE customer_id = ${id}) AS accounts`;
  return row as Belongings;
}

/** What came to a duplicate in the moment of its merge goes on to the other too. Answers how much that was. */
export async function followMerged(sql: Sql): Promise<number> {
  const moved = await Promise.all([
    sql`
      UPDATE conversations v SET customer_id = c.merged_into_id, identity_level = 0, identity_expires_at = NULL
      FROM customers c WHERE c.merged_into_id IS NOT NULL AND c.erased_at IS NULL AND v.customer_id = c.id`,
    sql`
      UPDATE tickets t SET customer_id = c.merged_into_id FROM customers c
      WHERE c.merged_into_id IS NOT NULL AND c.erased_at IS NULL AND t.customer_id = c.id`,
  ]);
  return moved.reduce((sum, { count }) => sum + count, 0);
}

/** What can be one customer's only is free again; the rest of the row stays as it was, for whoever looks back. */
export async function retireDuplicate(sql: Sql, id: number, into: number): Promise<void> {
  await sql`
    UPDATE customers SET merged_into_id = ${into}, is_active = false, email = NULL, external_id = NULL, agent_id = NULL,
      updated_at = now()
    WHERE id = ${id}`;
  await sql`UPDATE customers SET merged_into_id = ${into} WHERE merged_into_id = ${id}`;
  await sql`DELETE FROM customer_duplicates WHERE low_id = ${id} OR high_id = ${id}`;
}

/**
 * Everything of the duplicate is the other's. Who was proven to be the duplicate is not proven to be the other: their open
 * conversations must prove it anew. Answers what moved, and the conversations that are open.
 */
export async function moveBelongings(
  sql: Sql,
  id: number,
  into: number,
): Promise<Belongings & { openConversations: string[] }> {
  const tickets = await sql`UPDATE tickets SET customer_id = ${into} WHERE customer_id = ${id}`;
  const open = await sql<{ id: string }[]>`
    UPDATE conversations SET customer_id = ${into}, identity_level = 0, identity_expires_at = NULL
    WHERE customer_id = ${id} AND status <> 'ended' RETURNING id`;
  const ended = await sql`UPDATE conversations SET customer_id = ${into} WHERE customer_id = ${id}`;
  const notes = await sql`UPDATE customer_notes SET customer_id = ${into} WHERE customer_id = ${id}`;
  const accounts = await sql`UPDATE customer_accounts SET customer_id = ${into} WHERE customer_id = ${id}`;
  await sql`UPDATE notifications SET customer_id = ${into} WHERE customer_id = ${id}`;
  await sql`DELETE FROM verifications WHERE customer_id = ${id}`;
  return {
    conversations: open.length + ended.count,
    tickets: tickets.count,
    notes: notes.count,
    accounts: accounts.count,
    openConversations: open.map((row) => row.id),
  };
}
