import type { Sql } from '../../db/client.ts';
import type { Actor } from '../conversations/charge-queries.ts';
import type { CleanFields } from '../customers/fields.ts';
import type { Customer } from '../customers/model.ts';
import { customerColumns, customerTables } from '../customers/queries.ts';
import type { ImportRow } from './model.ts';

/** Whose an e-mail, id of the bank or account number is. */
export interface KnownRow {
  field: 'email' | 'external_id' | 'account_number';
  value: string;
  id: number;
  externalId: string | null;
  /** Neither deleted, merged nor erased. */
  isListed: boolean;
}

/** Those who are there already of these. */
export function findKnown(sql: Sql, fields: readonly CleanFields[]): Promise<KnownRow[]> {
  const all = (read: (one: CleanFields) => string | null | undefined): string[] =>
    fields.map(read).filter((value): value is string => Boolean(value));
  return sql<KnownRow[]>`
    SELECT k.field, k.value, c.id, c.external_id AS "externalId", c.status IN ('ACTIVE', 'INACTIVE') AS "isListed" FROM (
      SELECT 'email' AS field, lower(email) AS value, id FROM customers
        WHERE lower(email) = ANY(${all(({ email }) => email?.toLowerCase())}::text[])
      UNION ALL SELECT 'external_id', external_id, id FROM customers
        WHERE external_id = ANY(${all(({ externalId }) => externalId)}::text[])
      UNION ALL SELECT 'account_number', number, customer_id FROM customer_accounts
        WHERE number = ANY(${all(({ accountNumber }) => accountNumber)}::text[])) k
      JOIN customers c ON c.id = k.id`;
}

/** Answers their ids, in the order of the fields. */
export async function insertCustomers(sql: Sql, fields: readonly CleanFields[]): Promise<number[]> {
  const rows = fields.map((one) => ({
    full_name: one.fullName,
    email: one.email ?? null,
    phone: one.phone ?? null,
    birth_date: one.birthDate ?? null,
    customer_type: one.customerType ?? 'INDIVIDUAL',
    language: one.language ?? 'es',
    external_id: one.externalId ?? null,
    tags: one.tags ?? [],
  }));
  const added = await sql<{ id: number }[]>`
    INSERT INTO customers (full_name, email, phone, birth_date, customer_type, language, external_id, tags)
    SELECT full_name, email, phone, birth_date, customer_type, language, external_id, tags
    FROM json_populate_recordset(NULL::customers, ${JSON.stringify(rows)}::text::json) RETURNING id`;
  return added.map(({ id }) => id);
}

export async function insertAccounts(
  sql: Sql,
  accounts: readonly { customerId: number; number: string }[],
): Promise<void> {
  if (accounts.length === 0) return;
  await sql`
    INSERT INTO customer_accounts (customer_id, number)
    SELECT * FROM unnest(${accounts.map(({ customerId }) => customerId)}::int[], ${accounts.map(({ number }) => number)}::text[])`;
}

export async function noteCreated(sql: Sql, ids: readonly number[], { actorId, actorName }: Actor): Promise<void> {
  await sql`
    INSERT INTO customer_changes (customer_id, actor_id, actor_name, field)
    SELECT id, ${actorId}::int, ${actorName}, 'created' FROM unnest(${[...ids]}::int[]) AS t(id)`;
}

/** In the order of their ids; nobody else changes them before the transaction ends. */
export async function lockCustomers(sql: Sql, ids: readonly number[]): Promise<Customer[]> {
  await sql`SELECT 1 FROM customers WHERE id = ANY(${[...ids]}::int[]) ORDER BY id FOR NO KEY UPDATE`;
  return sql<Customer[]>`
    SELECT ${customerColumns(sql)} FROM ${customerTables(sql)} WHERE c.id = ANY(${[...ids]}::int[]) ORDER BY c.id`;
}

/** A run that has made no progress for so long (seconds) has died with its process. */
const SILENT_SECONDS = 60;

/** Of their own author alone. */
export async function findImport(sql: Sql, id: string, authorId: number): Promise<ImportRow | null> {
  const [row] = await sql<ImportRow[]>`
    SELECT id, status, file_name AS "fileName", content, mapping, on_duplicate AS "onDuplicate", total, processed, added,
      updated, skipped, failure,
      status = 'RUNNING' AND updated_at < now() - make_interval(secs => ${SILENT_SECONDS}) AS "isSilent"
    FROM customer_imports WHERE id = ${id} AND author_id = ${authorId}`;
  return row ?? null;
}

export async function insertImport(
  sql: Sql,
  file: { authorId: number; fileName: string; content: string; total: number },
): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    INSERT INTO customer_imports (author_id, file_name, content, total)
    VALUES (${file.authorId}, ${file.fileName}, ${file.content}, ${file.total}) RETURNING id`;
  return (row as { id: string }).id;
}

export async function saveMapping(
  sql: Sql,
  id: string,
  { mapping, onDuplicate }: { mapping: readonly string[]; onDuplicate: ImportRow['onDuplicate'] },
): Promise<void> {
  await sql`
    UPDATE customer_imports SET mapping = ${[...mapping]}, on_duplicate = ${onDuplicate}, updated_at = now()
    WHERE id = ${id} AND status IN ('PENDING', 'FAILED')`;
}

/** Whether this call may run it: one at a time, and again after one that failed or died. */
export async function claimImport(sql: Sql, id: string): Promise<boolean> {
  const { count } = await sql`
    UPDATE customer_imports SET status = 'RUNNING', processed = 0, failure = NULL, updated_at = now()
    WHERE id = ${id} AND content IS NOT NULL AND mapping IS NOT NULL AND (status IN ('PENDING', 'FAILED')
      OR status = 'RUNNING' AND updated_at < now() - make_interval(secs => ${SILENT_SECONDS}))`;
  return count > 0;
}

export async function noteProgress(sql: Sql, id: string, processed: number): Promise<void> {
  await sql`UPDATE customer_imports SET processed = ${processed}, updated_at = now() WHERE id = ${id}`;
}

/** What the file held goes with the end of it. False: it was called off meanwhile. Tx: the import's own. */
export async function finishImport(
  sql: Sql,
  id: string,
  counts: { added: number; updated: number; skipped: number },
): Promise<boolean> {
  const { count } = await sql`
    UPDATE customer_imports SET status = 'DONE', content = NULL, file_name = NULL, processed = total,
      added = ${counts.added}, updated = ${counts.updated}, skipped = ${counts.skipped}, updated_at = now()
    WHERE id = ${id} AND status = 'RUNNING'`;
  return count > 0;
}

export async function failImport(sql: Sql, id: string, failure: string): Promise<void> {
  await sql`
    UPDATE customer_imports SET status = 'FAILED', processed = 0, failure = ${failure}, updated_at = now()
    WHERE id = ${id} AND status = 'RUNNING'`;
}

export async function cancelImport(sql: Sql, id: string): Promise<void> {
  await sql`
    UPDATE customer_imports SET status = 'CANCELLED', content = NULL, file_name = NULL, updated_at = now()
    WHERE id = ${id} AND status IN ('PENDING', 'FAILED')`;
}

/** Files that nobody went on with are forgotten. Answers how many. */
export async function forgetImports(sql: Sql, hours: number): Promise<number> {
  const { count } = await sql`
    UPDATE customer_imports SET status = CASE WHEN status = 'DONE' THEN status ELSE 'CANCELLED' END, content = NULL,
      file_name = NULL, updated_at = now()
    WHERE content IS NOT NULL AND created_at < now() - make_interval(hours => ${hours})`;
  return count;
}
