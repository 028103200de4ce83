import { HANDOFF_REASONS } from '../../ai/answer.ts';
import type { Sql } from '../../db/client.ts';
import { ERASED_NAME, ERASED_TEXT, type ErasureReceipt } from './model.ts';
import type { PersonScope } from './person-queries.ts';

/** What a reply's metadata keeps: how it came about, never what was in it. */
const KEPT_METADATA = [
  'outcome',
  'provider',
  'model',
  'confidence',
  'intent',
  'citations',
  'action',
  'suggest_escalation',
  'ticket_id',
  'latency_ms',
  'agent_name',
];
/** Fields of histories whose values are words of ours and ids. */
const PLAIN_FIELDS = ['status', 'assignee', 'priority', 'category', 'language', 'complaint', 'merged', 'merged_into'];
/** Reasons of changes that are words of ours; every other was written by somebody. */
const PLAIN_REASONS = ['silent', ...HANDOFF_REASONS];

// Each of these blots out what it is named after and answers how many; Tx: the caller's, which has marked the customers.

/** From here on histories let themselves be blotted out. What was found by address is the person's too. */
export async function markErased(sql: Sql, { customerIds, conversationIds, ticketIds }: PersonScope): Promise<void> {
  const [id] = customerIds as [number];
  await sql`SELECT 1 FROM tickets WHERE id = ANY(${ticketIds}::int[]) ORDER BY id FOR NO KEY UPDATE`;
  await sql`SELECT 1 FROM conversations WHERE id = ANY(${conversationIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  await sql`UPDATE customers SET erased_at = now() WHERE id = ANY(${customerIds}::int[])`;
  await sql`UPDATE conversations SET customer_id = ${id} WHERE id = ANY(${conversationIds}::uuid[]) AND customer_id IS NULL`;
  await sql`UPDATE tickets SET customer_id = ${id} WHERE id = ANY(${ticketIds}::int[]) AND customer_id IS NULL`;
}

export async function listOpen(sql: Sql, { conversationIds }: PersonScope): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    SELECT id FROM conversations WHERE id = ANY(${conversationIds}::uuid[]) AND status <> 'ended' ORDER BY id`;
  return rows.map(({ id }) => id);
}

export async function blotConversations(sql: Sql, { conversationIds: ids }: PersonScope): Promise<number> {
  const { count } = await sql`
    UPDATE conversations SET user_label = NULL, visitor_name = NULL, visitor_email = NULL, page_url = NULL,
      last_text = ${ERASED_TEXT}, tags = '{}', summary = NULL, identity_expires_at = NULL
    WHERE id = ANY(${ids}::uuid[])`;
  await sql`
    UPDATE conversation_changes SET from_value = ${blotted(sql, sql`from_value`)}, to_value = ${blotted(sql, sql`to_value`)},
      reason = CASE WHEN reason IS NULL OR reason = ANY(${PLAIN_REASONS}) THEN reason ELSE ${ERASED_TEXT} END
    WHERE conversation_id = ANY(${ids}::uuid[])
      AND (field <> ALL(${PLAIN_FIELDS}) OR reason IS NOT NULL AND reason <> ALL(${PLAIN_REASONS}))`;
  await sql`DELETE FROM conversation_words WHERE conversation_id = ANY(${ids}::uuid[])`;
  await sql`DELETE FROM verifications WHERE conversation_id = ANY(${ids}::uuid[])`;
  return count;
}

export async function blotMessages(sql: Sql, { conversationIds: ids }: PersonScope): Promise<number> {
  const { count } = await sql`
    UPDATE messages SET content = ${ERASED_TEXT}, metadata = (
      SELECT jsonb_object_agg(key, value) FROM jsonb_each(metadata) WHERE key = ANY(${KEPT_METADATA}))
    WHERE conversation_id = ANY(${ids}::uuid[])`;
  return count;
}

/** What staff wrote among themselves, and what the customer and they thought of it. */
export async function blotComments(sql: Sql, { conversationIds: ids }: PersonScope): Promise<number> {
  const counts = await Promise.all([
    sql`UPDATE conversation_notes SET content = ${ERASED_TEXT} WHERE conversation_id = ANY(${ids}::uuid[])`,
    sql`UPDATE feedback SET comment = NULL WHERE conversation_id = ANY(${ids}::uuid[]) AND comment IS NOT NULL`,
    sql`UPDATE satisfaction SET comment = NULL WHERE conversation_id = ANY(${ids}::uuid[]) AND comment IS NOT NULL`,
    sql`UPDATE answer_reports SET comment = NULL WHERE conversation_id = ANY(${ids}::uuid[]) AND comment IS NOT NULL`,
  ]);
  return counts.reduce((sum, { count }) => sum + count, 0);
}

/** Answers the ids under which the files are stored. */
export async function dropAttachments(sql: Sql, { conversationIds: ids }: PersonScope): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    DELETE FROM attachments WHERE conversation_id = ANY(${ids}::uuid[]) RETURNING id`;
  return rows.map(({ id }) => id);
}

export async function blotTickets(sql: Sql, { ticketIds: ids }: PersonScope): Promise<number> {
  const { count } = await sql`
    UPDATE tickets SET customer_name = NULL, customer_email = NULL, subject = ${ERASED_TEXT}, description = NULL,
      resolution_notes = CASE WHEN resolution_notes IS NOT NULL THEN ${ERASED_TEXT} END, tags = '{}'
    WHERE id = ANY(${ids}::int[])`;
  await sql`
    UPDATE ticket_changes SET from_value = ${blotted(sql, sql`from_value`)}, to_value = ${blotted(sql, sql`to_value`)}
    WHERE ticket_id = ANY(${ids}::int[]) AND field <> ALL(${PLAIN_FIELDS})`;
  return count;
}

export async function blotTicketMessages(sql: Sql, { ticketIds: ids }: PersonScope): Promise<number> {
  const { count } = await sql`
    UPDATE ticket_messages SET content = ${ERASED_TEXT},
      sender_name = CASE WHEN sender_type = 'customer' THEN ${ERASED_NAME} ELSE sender_name END
    WHERE ticket_id = ANY(${ids}::int[])`;
  return count;
}

/** What was mailed to them, and what staff were told of them. What still waits is not sent. */
export async function blotNotifications(sql: Sql, scope: PersonScope): Promise<number> {
  const { count } = await sql`
    UPDATE notifications SET subject = ${ERASED_TEXT}, body = ${ERASED_TEXT}, data = NULL, recipient = NULL,
      last_error = CASE WHEN status = 'PENDING' THEN 'recipient_inactive' ELSE last_error END,
      status = CASE WHEN status = 'PENDING' AND type <> 'IN_APP' THEN 'CANCELLED' ELSE status END, lease_until = NULL
    WHERE id IN (
      SELECT id FROM notifications WHERE conversation_id = ANY(${scope.conversationIds}::uuid[])
      UNION SELECT id FROM notifications WHERE ticket_id = ANY(${scope.ticketIds}::int[])
      UNION SELECT id FROM notifications WHERE customer_id = ANY(${scope.customerIds}::int[]))`;
  return count;
}

/** What receivers of webhooks answered when they were told of it: they may have repeated what was sent along. */
export async function blotDeliveries(sql: Sql, scope: PersonScope): Promise<void> {
  await sql`
    UPDATE webhook_deliveries d SET tries = (
      SELECT coalesce(jsonb_agg(one || '{"answer": ""}'), '[]'::jsonb) FROM jsonb_array_elements(d.tries) AS one)
    WHERE d.tries <> '[]'::jsonb AND (d.data->>'conversation_id' = ANY(${scope.conversationIds}::text[])
      OR d.data->>'customer_id' = ANY(${scope.customerIds.map(String)}::text[])
      OR d.data->>'ticket_id' IN (SELECT reference FROM tickets WHERE id = ANY(${scope.ticketIds}::int[])))`;
}

/** What they asked and nobody could answer, with the group that it stood in; the counts of the groups follow. */
export function dropQuestions(
  sql: Sql,
  { conversationIds: ids }: PersonScope,
): Promise<{ gapId: number; text: string }[]> {
  return sql<{ gapId: number; text: string }[]>`
    DELETE FROM knowledge_gap_questions WHERE conversation_id = ANY(${ids}::uuid[]) RETURNING gap_id AS "gapId", text`;
}

/** A group is known by the terms of its questions: those of one that is gone count no more. */
export async function forgetTerms(sql: Sql, gapId: number, terms: readonly string[]): Promise<void> {
  await sql`
    UPDATE knowledge_gaps g SET terms = (
      SELECT coalesce(jsonb_object_agg(key, left_over), '{}'::jsonb) FROM (
        SELECT key, value::int - (SELECT count(*)::int FROM unnest(${[...terms]}::text[]) AS gone(term) WHERE term = key) AS left_over
        FROM jsonb_each_text(g.terms)) t
      WHERE left_over > 0)
    WHERE g.id = ${gapId}`;
}

/** Files of customers that wait to be imported and name the person. */
export async function dropImports(
  sql: Sql,
  { emails, externalIds }: PersonScope,
  others: readonly string[],
): Promise<void> {
  const words = [...emails, ...externalIds, ...others].filter((word) => word.length > 3);
  await sql`
    UPDATE customer_imports i SET content = NULL, file_name = NULL, status = 'CANCELLED', updated_at = now()
    WHERE i.content IS NOT NULL AND EXISTS (
      SELECT 1 FROM unnest(${words}::text[]) AS w(word) WHERE strpos(lower(i.content), lower(w.word)) > 0)`;
}

/** Names, phone numbers and accounts as they were, for what still has to be looked for. */
export async function listNames(sql: Sql, { customerIds: ids }: PersonScope): Promise<string[]> {
  const rows = await sql<{ value: string }[]>`
    SELECT full_name AS value FROM customers WHERE id = ANY(${ids}::int[])
    UNION SELECT phone FROM customers WHERE id = ANY(${ids}::int[]) AND phone IS NOT NULL
    UNION SELECT number FROM customer_accounts WHERE customer_id = ANY(${ids}::int[])`;
  return rows.map(({ value }) => value);
}

/** The row stays, empty: what was counted keeps adding up. Answers how many notes and accounts there were. */
export async function emptyCustomers(
  sql: Sql,
  { customerIds: ids }: PersonScope,
): Promise<{ notes: number; accounts: number; changes: number }> {
  const [notes, accounts, changes] = await Promise.all([
    sql`DELETE FROM customer_notes WHERE customer_id = ANY(${ids}::int[])`,
    sql`DELETE FROM customer_accounts WHERE customer_id = ANY(${ids}::int[])`,
    sql`DELETE FROM customer_changes WHERE customer_id = ANY(${ids}::int[])`,
    sql`DELETE FROM customer_duplicates WHERE low_id = ANY(${ids}::int[]) OR high_id = ANY(${ids}::int[])`,
    sql`DELETE FROM verifications WHERE customer_id = ANY(${ids}::int[])`,
    sql`
      UPDATE customers SET full_name = ${ERASED_NAME}, email = NULL, phone = NULL, birth_date = NULL, external_id = NULL,
        tags = '{}', agent_id = NULL, held_at = NULL, held_by = NULL, hold_reason = NULL, is_active = false,
        updated_at = now()
      WHERE id = ANY(${ids}::int[])`,
  ]);
  return { notes: notes.count, accounts: accounts.count, changes: changes.count };
}

export async function insertReceipt(
  sql: Sql,
  receipt: Pick<ErasureReceipt, 'customerId' | 'reason' | 'actorName' | 'counts'> & { actorId: number | null },
): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    INSERT INTO customer_erasures (customer_id, reason, actor_id, actor_name, counts)
    VALUES (${receipt.customerId}, ${receipt.reason}, ${receipt.actorId}, ${receipt.actorName},
      ${JSON.stringify(receipt.counts)}::text::jsonb) RETURNING id`;
  return (row as { id: string }).id;
}

const receiptColumns = (sql: Sql) =>
  sql`id, customer_id AS "customerId", reason, actor_name AS "actorName", counts, at`;

export async function findReceipt(sql: Sql, customerId: number): Promise<ErasureReceipt | null> {
  const [row] = await sql<ErasureReceipt[]>`
    SELECT ${receiptColumns(sql)} FROM customer_erasures WHERE customer_id = ${customerId}`;
  return row ?? null;
}

/** The newest first. */
export function listReceipts(sql: Sql, limit: number, skip: number): Promise<ErasureReceipt[]> {
  return sql<ErasureReceipt[]>`
    SELECT ${receiptColumns(sql)} FROM customer_erasures ORDER BY at DESC, id LIMIT ${limit} OFFSET ${skip}`;
}

const blotted = (sql: Sql, column: ReturnType<Sql>) =>
  sql`CASE WHEN ${column} IS NOT NULL AND field <> ALL(${PLAIN_FIELDS}) THEN ${ERASED_TEXT} ELSE ${column} END`;

export async function countReceipts(sql: Sql): Promise<number> {
  const [row] = await sql<{ total: number }[]>`SELECT count(*)::int AS total FROM customer_erasures`;
  return row?.total ?? 0;
}
