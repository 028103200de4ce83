import type { Sql } from '../../db/client.ts';
import type { Hold } from './model.ts';

/** For who removes something: no hold begins until the transaction ends. Tx: first of all, before looking what is held. */
export async function keepHoldsWaiting(tx: Sql): Promise<void> {
  await tx`SELECT pg_advisory_xact_lock_shared(hashtext('legal_holds'))`;
}

/** For who puts a hold on: what is just being removed is gone then, and nothing goes after it. Tx: first of all. */
export async function awaitRemovals(tx: Sql): Promise<void> {
  await tx`SELECT pg_advisory_xact_lock(hashtext('legal_holds'))`;
}

/** Null: there is no such conversation. Tx: its row stays locked. */
export async function lockHold(tx: Sql, id: string): Promise<{ reason: string | null } | null> {
  const [row] = await tx<{ reason: string | null }[]>`
    SELECT hold_reason AS reason FROM conversations WHERE id = ${id} FOR UPDATE`;
  return row ?? null;
}

/** Null takes it off. */
export async function setConversationHold(
  tx: Sql,
  id: string,
  hold: { by: number; reason: string } | null,
): Promise<void> {
  await tx`
    UPDATE conversations SET held_at = ${hold ? tx`now()` : null}, held_by = ${hold?.by ?? null},
      hold_reason = ${hold?.reason ?? null}
    WHERE id = ${id}`;
}

export async function findHold(sql: Sql, id: string): Promise<Hold | null> {
  const [row] = await sql<Hold[]>`
    SELECT 'conversation' AS kind, c.id::text AS id, c.visitor_name AS name, c.hold_reason AS reason,
      u.full_name AS "heldByName", c.held_at AS "heldAt"
    FROM conversations c LEFT JOIN users u ON u.id = c.held_by WHERE c.id = ${id} AND c.held_at IS NOT NULL`;
  return row ?? null;
}

/** The newest first. */
export function listHolds(sql: Sql, limit: number): Promise<Hold[]> {
  return sql<Hold[]>`
    SELECT h.kind, h.id, h.name, h.reason, u.full_name AS "heldByName", h.held_at AS "heldAt" FROM (
      SELECT 'customer' AS kind, id::text AS id, full_name AS name, coalesce(hold_reason, '') AS reason, held_by, held_at
      FROM customers WHERE held_at IS NOT NULL AND merged_into_id IS NULL
      UNION ALL
      SELECT 'conversation', c.id::text, coalesce(p.full_name, c.visitor_name), coalesce(c.hold_reason, ''), c.held_by,
        c.held_at
      FROM conversations c LEFT JOIN customers p ON p.id = c.customer_id WHERE c.held_at IS NOT NULL
    ) h LEFT JOIN users u ON u.id = h.held_by ORDER BY h.held_at DESC LIMIT ${limit}`;
}

/** The first of these conversations that is held by itself, and why. */
export async function findHeldAmong(sql: Sql, ids: readonly string[]): Promise<{ reason: string } | null> {
  const [row] = await sql<{ reason: string }[]>`
    SELECT coalesce(hold_reason, '') AS reason FROM conversations
    WHERE id = ANY(${[...ids]}::uuid[]) AND held_at IS NOT NULL LIMIT 1`;
  return row ?? null;
}
