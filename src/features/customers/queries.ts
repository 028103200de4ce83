import type { Sql } from '../../db/client.ts';
import type { Actor } from '../conversations/charge-queries.ts';
import type { Customer, CustomerFields, CustomerNote, CustomerSummary } from './model.ts';

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

export const customerColumns = (sql: Sql) => sql`
  c.id, c.external_id AS "externalId", c.full_name AS "fullName", c.email, c.phone, c.birth_date::text AS "birthDate",
  c.customer_type AS "customerType", c.language, c.status, c.tags, c.agent_id AS "agentId", u.full_name AS "agentName",
  ARRAY(SELECT right(n.number, 4) FROM customer_accounts n WHERE n.customer_id = c.id ORDER BY n.id) AS accounts,
  c.merged_into_id AS "mergedIntoId", c.held_at AS "heldAt", h.full_name AS "heldByName", c.hold_reason AS "holdReason",
  c.created_at AS "createdAt", c.updated_at AS "updatedAt"`;

export const customerTables = (sql: Sql) => sql`
  customers c LEFT JOIN users u ON u.id = c.agent_id LEFT JOIN users h ON h.id = c.held_by`;

/** Whatever became of them. */
export async function findCustomer(sql: Sql, id: number): Promise<Customer | null> {
  const [row] = await sql<Customer[]>`
    SELECT ${customerColumns(sql)} FROM ${customerTables(sql)} WHERE c.id = ${id}`;
  return row ?? null;
}

/** The same; nobody else changes them before this transaction ends. */
export async function lockCustomer(sql: Sql, id: number): Promise<Customer | null> {
  const rows = await sql`SELECT 1 FROM customers WHERE id = ${id} FOR NO KEY UPDATE`;
  return rows.length > 0 ? findCustomer(sql, id) : null;
}

/** Nothing new comes to them before this transaction ends: whoever names them waits. */
export async function closeCustomer(sql: Sql, id: number): Promise<void> {
  await sql`SELECT 1 FROM customers WHERE id = ${id} OR merged_into_id = ${id} ORDER BY id FOR UPDATE`;
}

/** Errors: a unique violation for an e-mail or an id of the bank that is somebody's. */
export async function insertCustomer(sql: Sql, fields: CustomerFields): Promise<number> {
  const [row] = await sql<{ id: number }[]>`
    INSERT INTO customers (full_name, email, phone, birth_date, customer_type, language, external_id, tags, agent_id, is_active)
    VALUES (${fields.fullName}, ${fields.email}, ${fields.phone}, ${fields.birthDate}, ${fields.customerType},
      ${fields.language}, ${fields.externalId}, ${fields.tags}, ${fields.agentId}, ${fields.isActive})
    RETURNING id`;
  return (row as { id: number }).id;
}

/** Errors: as `insertCustomer`. */
export async function saveCustomer(sql: Sql, id: number, fields: CustomerFields): Promise<void> {
  await sql`
    UPDATE customers SET full_name = ${fields.fullName}, email = ${fields.email}, phone = ${fields.phone},
      birth_date = ${fields.birthDate}, customer_type = ${fields.customerType}, language = ${fields.language},
      external_id = ${fields.externalId}, tags = ${fields.tags}, agent_id = ${fields.agentId},
      is_active = ${fields.isActive}, updated_at = now()
    WHERE id = ${id}`;
}

/** Whose this e-mail, id of the bank or account number is. */
export async function findOwner(
  sql: Sql,
  of: { email: string | null; externalId: string | null; accountNumber: string; exceptId: number | null },
): Promise<{ id: number; field: 'email' | 'external_id' | 'account_number' } | null> {
  const [row] = await sql<{ id: number; field: 'email' | 'external_id' | 'account_number' }[]>`
    SELECT id, field FROM (
      SELECT id, 'email' AS field FROM customers WHERE lower(email) = lower(${of.email}::text)
      UNION ALL SELECT id, 'external_id' FROM customers WHERE external_id = ${of.externalId}::text
      UNION ALL SELECT customer_id, 'account_number' FROM customer_accounts WHERE number = ${of.accountNumber}) owner
    WHERE id IS DISTINCT FROM ${of.exceptId}::int LIMIT 1`;
  return row ?? null;
}

/** Answers whether it was new. Errors: a unique violation where it is somebody else's. */
export async function addAccount(sql: Sql, customerId: number, number: string): Promise<boolean> {
  const { count } = await sql`
    INSERT INTO customer_accounts (customer_id, number) SELECT ${customerId}, ${number}
    WHERE NOT EXISTS (SELECT 1 FROM customer_accounts WHERE customer_id = ${customerId} AND number = ${number})`;
  return count > 0;
}

/** Takes away those that end so. Answers how many. */
export async function removeAccounts(sql: Sql, customerId: number, last4: string): Promise<number> {
  const { count } = await sql`
    DELETE FROM customer_accounts WHERE customer_id = ${customerId} AND right(number, 4) = ${last4}`;
  return count;
}

export interface CustomerChange {
  field: string;
  from: string | null;
  to: string | null;
}

export async function insertCustomerChanges(
  sql: Sql,
  customerId: number,
  actor: Actor,
  changes: readonly CustomerChange[],
): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    INSERT INTO customer_changes (customer_id, actor_id, actor_name, field, from_value, to_value)
    SELECT ${customerId}, ${actor.actorId}::int, ${actor.actorName}, field, from_value, to_value
    FROM unnest(${changes.map(({ field }) => field)}::text[], ${changes.map(({ from }) => from)}::text[],
      ${changes.map(({ to }) => to)}::text[]) AS t(field, from_value, to_value)`;
}

/** The person is there, and nobody serves them any more; or they are back, inactive where they were that before. */
export async function setDeleted(sql: Sql, id: number, isDeleted: boolean): Promise<void> {
  const wasActive = sql`coalesce((
    SELECT from_value <> 'INACTIVE' FROM customer_changes
    WHERE customer_id = ${id} AND field = 'status' AND to_value = 'DELETED' ORDER BY id DESC LIMIT 1), true)`;
  await sql`
    UPDATE customers SET deleted_at = ${isDeleted ? sql`now()` : null}, is_active = ${isDeleted ? false : wasActive},
      updated_at = now()
    WHERE id = ${id}`;
}

/** On them and on duplicates that were merged into them: what is written under those ids is theirs too. */
export async function setHold(sql: Sql, id: number, hold: { by: number; reason: string } | null): Promise<void> {
  await sql`
    UPDATE customers SET held_at = ${hold ? sql`now()` : null}, held_by = ${hold?.by ?? null},
      hold_reason = ${hold?.reason ?? null}, updated_at = now()
    WHERE id = ${id} OR merged_into_id = ${id}`;
}

export async function insertNote(
  sql: Sql,
  customerId: number,
  authorId: number,
  content: string,
): Promise<Pick<CustomerNote, 'id' | 'createdAt'>> {
  const [row] = await sql<Pick<CustomerNote, 'id' | 'createdAt'>[]>`
    INSERT INTO customer_notes (customer_id, author_id, content) VALUES (${customerId}, ${authorId}, ${content})
    RETURNING id::float8 AS id, created_at AS "createdAt"`;
  return row as Pick<CustomerNote, 'id' | 'createdAt'>;
}

/** The newest first. */
export function listNotes(sql: Sql, customerId: number, limit: number): Promise<CustomerNote[]> {
  return sql<CustomerNote[]>`
    SELECT n.id::float8 AS id, u.full_name AS "authorName", n.content, n.created_at AS "createdAt"
    FROM customer_notes n JOIN users u ON u.id = n.author_id
    WHERE n.customer_id = ${customerId} ORDER BY n.id DESC LIMIT ${limit}`;
}

/** Read from indexes alone, and once through one of them. */
export async function summarise(sql: Sql): Promise<CustomerSummary> {
  const [row] = await sql<CustomerSummary[]>`
    WITH kinds AS MATERIALIZED (SELECT status, language, count(*)::int AS n FROM customers GROUP BY 1, 2),
      served AS (SELECT language, n FROM kinds WHERE status IN ('ACTIVE', 'INACTIVE')),
      companies AS MATERIALIZED (
        SELECT count(*)::int AS n FROM customers WHERE status IN ('ACTIVE', 'INACTIVE') AND customer_type = 'BUSINESS'),
      total AS (SELECT coalesce(sum(n), 0)::int AS n FROM served)
    SELECT (SELECT n FROM total) AS total,
      (SELECT coalesce(sum(n), 0)::int FROM kinds WHERE status = 'ACTIVE') AS active,
      (SELECT coalesce(sum(n), 0)::int FROM kinds WHERE status = 'INACTIVE') AS inactive,
      (SELECT coalesce(sum(n), 0)::int FROM kinds WHERE status = 'DELETED') AS deleted,
      (SELECT n FROM total) - (SELECT n FROM companies) AS individuals, (SELECT n FROM companies) AS businesses,
      (SELECT coalesce(sum(n), 0)::int FROM served WHERE language = 'es') AS "bySpanish",
      (SELECT coalesce(sum(n), 0)::int FROM served WHERE language = 'en') AS "byEnglish",
      (SELECT count(*)::int FROM customers WHERE created_at > now() - interval '30 days'
        AND status IN ('ACTIVE', 'INACTIVE')) AS "newLast30Days",
      (SELECT count(*)::int FROM customers WHERE agent_id IS NOT NULL AND status IN ('ACTIVE', 'INACTIVE')) AS "withAgent"`;
  return row as CustomerSummary;
}
