import type { Sql } from '../../db/client.ts';
import type { Language } from '../../lib/language.ts';

/** Seconds. A worker renews what it is sending; what a dead one held is free after this. */
export const LEASE_SECONDS = 30;

export interface DueMail {
  id: number;
  kind: string;
  userId: number | null;
  customerId: number | null;
  recipient: string;
  language: Language;
  subject: string;
  body: string;
  data: Record<string, unknown>;
  conversationId: string | null;
  ticketReference: string | null;
  messageId: string;
  threadIds: string[];
  /** This one counted: also the mark by which a worker that lost its lease is known. */
  attempts: number;
}

/** Takes mails that are due, for `LEASE_SECONDS`. What another worker holds is passed over. */
export function claimDue(sql: Sql, limit: number): Promise<DueMail[]> {
  return sql<DueMail[]>`
    WITH due AS MATERIALIZED (
      SELECT id FROM notifications
      WHERE status = 'PENDING' AND type = 'EMAIL' AND next_attempt_at <= now()
        AND (lease_until IS NULL OR lease_until < now())
      ORDER BY next_attempt_at LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ), taken AS (
      UPDATE notifications n SET lease_until = now() + make_interval(secs => ${LEASE_SECONDS}), attempts = attempts + 1
      FROM due WHERE n.id = due.id
      RETURNING n.*
    )
    SELECT n.id::float8 AS id, n.kind, n.user_id AS "userId", n.customer_id AS "customerId", n.recipient, n.language,
      n.subject, n.body, coalesce(n.data, '{}'::jsonb) AS data, n.conversation_id AS "conversationId",
      t.reference AS "ticketReference", n.message_id AS "messageId", n.thread_ids AS "threadIds", n.attempts
    FROM taken n LEFT JOIN tickets t ON t.id = n.ticket_id ORDER BY n.id`;
}

export async function renewLeases(sql: Sql, ids: number[]): Promise<void> {
  await sql`
    UPDATE notifications SET lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    WHERE id = ANY(${ids}::bigint[]) AND status = 'PENDING'`;
}

/** The mail server took it, whoever holds the lease now: it must not be sent again. */
export async function markSent(sql: Sql, id: number): Promise<void> {
  await sql`
    UPDATE notifications SET status = 'SENT', sent_at = now(), lease_until = NULL, last_error = NULL WHERE id = ${id}`;
}

/** Back into the outbox for later; nothing where the lease was lost meanwhile. */
export async function postpone(sql: Sql, mail: DueMail, error: string, delayMs: number): Promise<void> {
  await sql`
    UPDATE notifications SET lease_until = NULL, last_error = ${error},
      next_attempt_at = now() + ${delayMs} * interval '1 millisecond'
    WHERE id = ${mail.id} AND status = 'PENDING' AND attempts = ${mail.attempts}`;
}

/** Given up, or called off; `requeue` takes it up again. Nothing where the lease was lost meanwhile. */
export async function closeUnsent(
  sql: Sql,
  mail: DueMail,
  status: 'FAILED' | 'CANCELLED',
  error: string,
): Promise<void> {
  await sql`
    UPDATE notifications SET status = ${status}, lease_until = NULL, last_error = ${error}
    WHERE id = ${mail.id} AND status = 'PENDING' AND attempts = ${mail.attempts}`;
}

/**
 * Calls off a reply whose customer has the chat open. Of a conversation the newest one is kept, which says that the reply
 * was seen: there would be one for every minute of every chat. As `closeUnsent`.
 */
export async function closeSeen(sql: Sql, mail: DueMail): Promise<void> {
  await closeUnsent(sql, mail, 'CANCELLED', 'customer_present');
  await sql`
    DELETE FROM notifications
    WHERE conversation_id = ${mail.conversationId} AND kind = ${mail.kind} AND id < ${mail.id}
      AND status = 'CANCELLED' AND last_error = 'customer_present'`;
}

/** The server answers again: what waited only because it did not is due now. */
export async function wakeWaiting(sql: Sql): Promise<number> {
  const rows = await sql`
    UPDATE notifications SET next_attempt_at = now()
    WHERE status = 'PENDING' AND type = 'EMAIL' AND next_attempt_at > now() AND lease_until IS NULL
      AND last_error IN ('network', 'timeout', 'authentication')
    RETURNING 1`;
  return rows.length;
}

/** Calls off what nobody is to get any more. */
export async function cancelMailOf(sql: Sql, userId: number): Promise<void> {
  await sql`
    UPDATE notifications SET status = 'CANCELLED', last_error = 'recipient_inactive'
    WHERE user_id = ${userId} AND type = 'EMAIL' AND status = 'PENDING'`;
}
