import type { Sql } from '../../db/client.ts';
import type { Due, RetentionClass } from './model.ts';

/** Rows of a class whose time is over, with what makes them held or not removable. */
type Overdue = (sql: Sql, before: Date) => ReturnType<Sql>;

const conversationOf = (sql: Sql, id: ReturnType<Sql>) =>
  sql`coalesce((SELECT conversation_is_held(c) FROM conversations c WHERE c.id = ${id}), false)`;

/** Shape of each: the columns `at` and `is_held`. What cannot go for another reason is not among them. */
const OVERDUE: Record<Exclude<RetentionClass, 'audit'>, Overdue> = {
  attachments: (sql, before) => sql`
    SELECT a.created_at AS at, ${conversationOf(sql, sql`a.conversation_id`)} AS is_held
    FROM attachments a WHERE a.created_at < ${before}`,
  ai_traces: (sql, before) => sql`
    SELECT t.opened_at AS at, ${conversationOf(sql, sql`t.conversation_id`)} AS is_held
    FROM turns t WHERE t.opened_at < ${before} AND t.closed_at IS NOT NULL AND ${hasTrace(sql)}`,
  tickets: (sql, before) => sql`
    SELECT t.updated_at AS at, ticket_is_held(t) AS is_held FROM tickets t
    WHERE t.status IN ('RESOLVED', 'CLOSED') AND t.updated_at < ${before} AND t.complaint_number IS NULL`,
  complaints: (sql, before) => sql`
    SELECT t.updated_at AS at, ticket_is_held(t) AS is_held FROM tickets t
    WHERE t.status IN ('RESOLVED', 'CLOSED') AND t.updated_at < ${before} AND t.complaint_number IS NOT NULL`,
  conversations: (sql, before) => sql`
    SELECT c.updated_at AS at, conversation_is_held(c) AS is_held FROM conversations c
    WHERE c.updated_at < ${before} AND (conversation_is_held(c) OR conversation_is_past(c, ${before}))`,
  deleted_customers: (sql, before) => sql`
    SELECT p.deleted_at AS at, p.held_at IS NOT NULL AS is_held FROM customers p
    WHERE p.deleted_at < ${before} AND p.erased_at IS NULL AND p.merged_into_id IS NULL`,
  notifications: (sql, before) => sql`
    SELECT n.created_at AS at, ${noticeIsHeld(sql)} AS is_held FROM notifications n
    WHERE n.created_at < ${before} AND n.status <> 'PENDING'`,
  webhook_deliveries: (sql, before) => sql`
    SELECT finished_at AS at, false AS is_held FROM webhook_deliveries WHERE finished_at < ${before}`,
  sessions: (sql, before) => sql`
    SELECT expires_at AS at, false AS is_held FROM sessions WHERE ${sessionIsOver(sql, before)}`,
  sign_ins: (sql, before) => sql`SELECT at, false AS is_held FROM sign_ins WHERE at < ${before}`,
};

export const hasTrace = (sql: Sql) => sql`(t.sources IS NOT NULL OR t.checks IS NOT NULL OR t.fallbacks IS NOT NULL)`;

export const noticeIsHeld = (sql: Sql) => sql`
  (${conversationOf(sql, sql`n.conversation_id`)}
    OR coalesce((SELECT ticket_is_held(t) FROM tickets t WHERE t.id = n.ticket_id), false)
    OR customer_holds(n.customer_id, n.recipient, NULL))`;

export const sessionIsOver = (sql: Sql, before: Date) => sql`coalesce(revoked_at, expires_at) < ${before}`;

/** How many rows of a class would go, the oldest of them, and how many a hold keeps. */
export async function findDue(sql: Sql, name: RetentionClass, before: Date): Promise<Due> {
  if (name === 'audit') return auditDue(sql, before);
  const [row] = await sql<Due[]>`
    SELECT count(*) FILTER (WHERE NOT o.is_held)::float8 AS count, min(o.at) FILTER (WHERE NOT o.is_held) AS oldest,
      count(*) FILTER (WHERE o.is_held)::float8 AS held
    FROM (${OVERDUE[name](sql, before)}) o`;
  return row as Due;
}

/**
 * The audit log goes by whole months, never before a year is over, and no further than the first month that names what a hold
 * is on: as `cut_audit` does.
 */
async function auditDue(sql: Sql, before: Date): Promise<Due> {
  const [row] = await sql<Due[]>`
    WITH past AS (
      SELECT l.at, l.resource_type, l.resource_id FROM audit_log l
      WHERE l.at < date_trunc('month', least(${before}::timestamptz, now() - interval '1 year'), 'UTC')
    ), held AS (
      SELECT id FROM conversations WHERE held_at IS NOT NULL
      UNION SELECT c.id FROM conversations c JOIN customers p ON p.id = c.customer_id WHERE p.held_at IS NOT NULL
    ), kept AS (
      SELECT coalesce(date_trunc('month', min(at), 'UTC'), 'infinity') AS month FROM past
      WHERE (resource_type, resource_id) IN (
        SELECT 'customer', id::text FROM customers WHERE held_at IS NOT NULL
        UNION ALL SELECT 'conversation', id::text FROM held
        UNION ALL SELECT 'ticket', reference FROM tickets WHERE conversation_id IN (SELECT id FROM held)
        UNION ALL SELECT 'ticket', t.reference FROM tickets t JOIN customers p ON p.id = t.customer_id
          WHERE p.held_at IS NOT NULL)
    )
    SELECT count(*) FILTER (WHERE at < month)::float8 AS count, min(at) FILTER (WHERE at < month) AS oldest,
      count(*) FILTER (WHERE at >= month)::float8 AS held
    FROM past, kept`;
  return row as Due;
}
