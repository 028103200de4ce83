import type { Sql } from '../../db/client.ts';

export interface KnownCustomer {
  id: number;
  externalId: string;
  fullName: string;
  email: string | null;
}

/**
 * The customer that the bank's own site vouches for; one that the desk did not know is added. Null for one that was
 * deactivated here.
 */
export async function ensureCustomer(
  sql: Sql,
  { externalId, name }: { externalId: string; name: string | null },
): Promise<KnownCustomer | null> {
  const [known] = await sql<(KnownCustomer & { isActive: boolean })[]>`
    SELECT id, external_id AS "externalId", full_name AS "fullName", email, is_active AS "isActive"
    FROM customers WHERE external_id = ${externalId}`;
  if (known) return known.isActive ? known : null;
  const [added] = await sql<KnownCustomer[]>`
    INSERT INTO customers (external_id, full_name) VALUES (${externalId}, ${name ?? externalId})
    ON CONFLICT (external_id) DO UPDATE SET updated_at = now()
    RETURNING id, external_id AS "externalId", full_name AS "fullName", email`;
  return added as KnownCustomer;
}
