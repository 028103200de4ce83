import type { TransactionSql } from 'postgres';
import type { Sql } from '../../db/client.ts';
import { DEMO_NOTICE, type DemoCustomer, type DemoPerson } from './model.ts';
import type { Reader } from './notices.ts';

/** Whoever makes or removes demo data holds it. */
const DEMO_LOCK = 7_205_116;
const FOREIGN_KEY_VIOLATION = '23503';

export async function holdDemo(sql: Sql): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${DEMO_LOCK})`;
}

/** Whether anything made up was made before, or somebody has used the desk. */
export async function isUsed(sql: Sql): Promise<boolean> {
  const rows = await sql`
    SELECT 1 FROM conversations UNION ALL SELECT 1 FROM tickets UNION ALL SELECT 1 FROM users WHERE is_demo LIMIT 1`;
  return rows.length > 0;
}

export function listCustomers(sql: Sql): Promise<DemoCustomer[]> {
  return sql<DemoCustomer[]>`
    SELECT id, external_id AS "externalId", full_name AS "fullName", email, language FROM customers
    WHERE external_id IS NOT NULL AND is_active ORDER BY external_id`;
}

/** People who are real, as readers of a bell. */
export function listReaders(sql: Sql): Promise<Reader[]> {
  return sql<Reader[]>`SELECT id, role, language FROM users WHERE is_active AND NOT is_demo ORDER BY id`;
}

/**
 * Many rows of one table in one statement, in their order. Shape: the keys are the columns; times are Dates, what stands
 * in a jsonb column any value. Answers the columns that are asked for.
 */
export async function insertRows(
  sql: Sql,
  table: string,
  rows: readonly Record<string, unknown>[],
  answer: readonly string[] = [],
): Promise<Record<string, unknown>[]> {
  const [first] = rows;
  if (!first) return [];
  const columns = Object.keys(first);
  return sql`
    INSERT INTO ${sql(table)} (${sql(columns)})
    SELECT ${sql(columns)} FROM json_populate_recordset(NULL::${sql(table)}, ${JSON.stringify(rows)}::text::json)
    ${answer.length > 0 ? sql`RETURNING ${sql([...answer])}` : sql``}`;
}

/** Without a password that anybody knows, and without mail: nobody reads those addresses. */
export async function insertStaff(
  sql: Sql,
  staff: readonly DemoPerson[],
  { passwordHash, kinds, at }: { passwordHash: string; kinds: readonly string[]; at: Date },
): Promise<(DemoPerson & { id: number })[]> {
  const rows = staff.map(({ username, fullName, role, language }) => ({
    ...{ username, email: `${username}@example.com`, full_name: fullName, role, language },
    ...{ password_hash: passwordHash, time_zone: 'America/Mexico_City', is_demo: true, created_at: at, updated_at: at },
  }));
  const ids = (await insertRows(sql, 'users', rows, ['id', 'username'])) as { id: number; username: string }[];
  const known = new Map(ids.map(({ id, username }) => [username, id]));
  await sql`
    INSERT INTO agents (user_id, availability, changed_at)
    SELECT id, 'OFFLINE', ${at} FROM unnest(${ids.map(({ id }) => id)}::int[]) AS t(id)`;
  await sql`
    INSERT INTO notification_preferences (user_id, kind, in_app, email)
    SELECT id, kind, true, false FROM unnest(${ids.map(({ id }) => id)}::int[]) AS u(id),
      unnest(${[...kinds]}::text[]) AS k(kind)`;
  return staff.map((person) => ({ ...person, id: known.get(person.username) as number }));
}

/** Duplicates name the ticket that goes on. */
export async function linkMerged(
  sql: Sql,
  pairs: readonly (readonly [duplicate: string, into: string])[],
): Promise<void> {
  await sql`
    UPDATE tickets d SET merged_into_id = s.id
    FROM unnest(${pairs.map(([duplicate]) => duplicate)}::text[], ${pairs.map(([, into]) => into)}::text[]) AS p(duplicate, survivor)
      JOIN tickets s ON s.reference = p.survivor
    WHERE d.reference = p.duplicate`;
}

export interface Removed {
  conversations: number;
  tickets: number;
  cannedResponses: number;
  staff: number;
  /** Accounts that real work names, so that they stay without being able to log in. */
  deactivated: number;
  /** Messages and notes that real people wrote in demo conversations. */
  written: number;
  /** Files of those conversations, by the id under which they are stored. */
  files: string[];
}

/** Removes what is marked, and what belongs to it. Tx: the caller's. */
export async function removeMarked(sql: Sql): Promise<Omit<Removed, 'staff' | 'deactivated'>> {
  const [count] = await sql<{ written: number; files: string[] }[]>`
    WITH c AS (SELECT id, month FROM conversations WHERE is_demo), real AS (SELECT id FROM users WHERE NOT is_demo)
    SELECT ((SELECT count(*) FROM messages m JOIN c ON c.id = m.conversation_id AND c.month = m.month WHERE m.author_id IN (SELECT id FROM real))
        + (SELECT count(*) FROM conversation_notes n JOIN c ON c.id = n.conversation_id WHERE n.author_id IN (SELECT id FROM real))
      )::int AS written,
      ARRAY(SELECT a.id::text FROM attachments a JOIN c ON c.id = a.conversation_id) AS files`;
  // A real ticket that was merged into a demo one is closed already; it stays so, by itself.
  await sql`
    UPDATE tickets d SET merged_into_id = NULL FROM tickets s WHERE s.id = d.merged_into_id AND (s.is_demo OR d.is_demo)`;
  const tickets = await sql`DELETE FROM tickets WHERE is_demo`;
  const conversations = await sql`DELETE FROM conversations WHERE is_demo`;
  const cannedResponses = await sql`DELETE FROM canned_responses WHERE is_demo`;
  await sql`DELETE FROM notifications WHERE kind = ${DEMO_NOTICE}`;
  const { written = 0, files = [] } = count ?? {};
  return {
    written,
    files,
    conversations: conversations.count,
    tickets: tickets.count,
    cannedResponses: cannedResponses.count,
  };
}

export async function listStaffIds(sql: Sql): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`SELECT id FROM users WHERE is_demo AND is_active ORDER BY id`;
  return rows.map(({ id }) => id);
}

/** Deletes the account, unless something that stays names it: then it is deactivated. Answers whether it was deleted. */
export async function removeUser(tx: TransactionSql, id: number): Promise<boolean> {
  try {
    await tx.savepoint((inner) => inner`DELETE FROM users WHERE id = ${id}`);
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code !== FOREIGN_KEY_VIOLATION) throw error;
  }
  await tx`UPDATE users SET is_active = false, updated_at = now() WHERE id = ${id}`;
  await tx`UPDATE sessions SET revoked_at = now() WHERE user_id = ${id} AND revoked_at IS NULL`;
  await tx`UPDATE agents SET availability = 'OFFLINE', changed_at = now() WHERE user_id = ${id}`;
  return false;
}

/** What a person is told of the demo, the first time that it is asked for: it counts as read from then on. */
export async function takeDemoNotice(sql: Sql, userId: number): Promise<{ subject: string; body: string } | null> {
  const [row] = await sql<{ subject: string; body: string }[]>`
    UPDATE notifications SET read_at = now()
    WHERE user_id = ${userId} AND type = 'IN_APP' AND read_at IS NULL AND kind = ${DEMO_NOTICE} RETURNING subject, body`;
  return row ?? null;
}
