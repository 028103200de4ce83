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

/** The audit log goes by whole months, and never before a year is over. */
async function auditDue(sql: Sql, before: Date): Promise<Due> {
  const [row] = await sql<Due[]>`
    SELECT count(*)::float8 AS count, min(at) AS oldest, 0 AS held FROM audit_log
    WHERE at < date_trunc('month', least(${before}::timestamptz, now() - interval '1 year'), 'UTC')`;
  return row as Due;
}
