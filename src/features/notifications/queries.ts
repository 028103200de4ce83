import type { Sql } from '../../db/client.ts';
import type { Language } from '../../lib/language.ts';
import type {
  Channels,
  MailKind,
  Notification,
  NotificationCategory,
  NotificationStatus,
  NotificationType,
  QuietHours,
  StaffKind,
} from './model.ts';

export interface Recipient {
  id: number;
  email: string;
  language: Language;
  timeZone: string | null;
  /** What they chose for the kind; null where they did not. */
  channels: Channels | null;
  quietHours: QuietHours | null;
}

/** Active staff among these, or of these roles, with what they chose for the kind. */
export function findRecipients(sql: Sql, kind: string, ids: number[], roles: string[]): Promise<Recipient[]> {
  return sql<Recipient[]>`
    SELECT u.id, u.email, u.language, u.time_zone AS "timeZone",
      CASE WHEN p.user_id IS NOT NULL THEN jsonb_build_object('inApp', p.in_app, 'email', p.email) END AS channels,
      CASE WHEN q.user_id IS NOT NULL THEN jsonb_build_object('from', to_char(q.from_time, 'HH24:MI'),
        'until', to_char(q.until_time, 'HH24:MI')) END AS "quietHours"
    FROM users u
      LEFT JOIN notification_preferences p ON p.user_id = u.id AND p.kind = ${kind}
      LEFT JOIN quiet_hours q ON q.user_id = u.id
    WHERE u.is_active AND (u.id = ANY(${ids}::int[]) OR u.role = ANY(${roles}::text[]))
    ORDER BY u.id`;
}

export interface NewNotification {
  type: NotificationType;
  category: NotificationCategory;
  kind: StaffKind | MailKind;
  userId: number | null;
  customerId: number | null;
  recipient: string | null;
  language: Language;
  subject: string;
  body: string;
  data: Record<string, unknown>;
  conversationId: string | null;
  ticketId: number | null;
  dedupeKey: string | null;
  messageId: string | null;
  /** The thread that the mail belongs to; its earlier mails to the same address come after. */
  threadRoot: string | null;
  notBefore: Date | null;
}

/** How many earlier mails a mail names as its thread. */
const THREAD_LENGTH = 10;

/** Null where the same cause was told to the same person before. What stays in the panel has arrived at once. */
export async function insertNotification(sql: Sql, row: NewNotification): Promise<number | null> {
  const isInApp = row.type === 'IN_APP';
  const [inserted] = await sql<{ id: number }[]>`
    INSERT INTO notifications (type, status, category, kind, user_id, customer_id, recipient, language, subject, body,
      data, conversation_id, ticket_id, dedupe_key, message_id, thread_ids, next_attempt_at, sent_at)
    VALUES (${row.type}, ${isInApp ? 'SENT' : 'PENDING'}, ${row.category}, ${row.kind}, ${row.userId}, ${row.customerId},
      ${row.recipient}, ${row.language}, ${row.subject}, ${row.body}, ${JSON.stringify(row.data)}::jsonb,
      ${row.conversationId}, ${row.ticketId}, ${row.dedupeKey}, ${row.messageId},
      CASE WHEN ${row.threadRoot}::text IS NULL THEN '{}'::text[] ELSE ARRAY[${row.threadRoot}::text] || ARRAY(
        SELECT message_id FROM (
          SELECT id, message_id FROM notifications
          WHERE type = 'EMAIL' AND recipient = ${row.recipient} AND message_id IS NOT NULL
            AND (conversation_id = ${row.conversationId} OR ticket_id = ${row.ticketId})
          ORDER BY id DESC LIMIT ${THREAD_LENGTH}) earlier
        ORDER BY id) END,
      coalesce(${row.notBefore}::timestamptz, now()), CASE WHEN ${isInApp}::bool THEN now() END)
    ON CONFLICT (dedupe_key) WHERE dedupe_key IS NOT NULL DO NOTHING
    RETURNING id::float8 AS id`;
  return inserted?.id ?? null;
}

/** Adds to a mail that nobody has begun to send; false where there is none. */
export async function appendToPending(
  sql: Sql,
  mail: { kind: MailKind; conversationId: string; recipient: string; text: string },
): Promise<boolean> {
  const rows = await sql`
    UPDATE notifications SET body = body || E'\n\n' || ${mail.text}
    WHERE conversation_id = ${mail.conversationId} AND kind = ${mail.kind} AND recipient = ${mail.recipient}
      AND type = 'EMAIL' AND status = 'PENDING' AND attempts = 0
    RETURNING id`;
  return rows.length > 0;
}

const columns = (sql: Sql) => sql`
  n.id::float8 AS id, n.type, n.status, n.category, n.kind, n.user_id AS "userId", n.recipient, n.language, n.subject,
  n.body, n.conversation_id AS "conversationId", n.ticket_id AS "ticketId", t.reference AS "ticketReference",
  n.attempts, n.last_error AS "lastError", n.next_attempt_at AS "nextAttemptAt", n.sent_at AS "sentAt",
  n.read_at AS "readAt", n.created_at AS "createdAt"`;

export interface NotificationFilter {
  category?: NotificationCategory;
  status?: NotificationStatus;
  type?: NotificationType;
  isUnread?: boolean;
  limit: number;
  skip: number;
}

const matching = (sql: Sql, { category, status, type, isUnread }: NotificationFilter) => sql`
  ${category ? sql`AND n.category = ${category}` : sql``} ${status ? sql`AND n.status = ${status}` : sql``}
  ${type === 'EMAIL' ? sql`AND n.type = 'EMAIL'` : type ? sql`AND n.type = ${type}` : sql``}
  ${isUnread ? sql`AND n.read_at IS NULL AND n.type = 'IN_APP'` : sql``}`;

/** A person's own, the newest first. */
export function listOwn(sql: Sql, userId: number, filter: NotificationFilter): Promise<Notification[]> {
  return sql<Notification[]>`
    SELECT ${columns(sql)} FROM notifications n LEFT JOIN tickets t ON t.id = n.ticket_id
    WHERE n.user_id = ${userId} ${matching(sql, filter)}
    ORDER BY n.id DESC LIMIT ${filter.limit} OFFSET ${filter.skip}`;
}

export async function countOwn(sql: Sql, userId: number, filter: NotificationFilter): Promise<number> {
  const [row] = await sql<{ total: number }[]>`
    SELECT count(*)::int AS total FROM notifications n WHERE n.user_id = ${userId} ${matching(sql, filter)}`;
  return row?.total ?? 0;
}

/** Everybody's, the newest first: what failed, and to whom. */
export function listAll(sql: Sql, filter: NotificationFilter): Promise<Notification[]> {
  return sql<Notification[]>`
    SELECT ${columns(sql)} FROM notifications n LEFT JOIN tickets t ON t.id = n.ticket_id
    WHERE true ${matching(sql, filter)}
    ORDER BY n.id DESC LIMIT ${filter.limit} OFFSET ${filter.skip}`;
}

/** How many there are, counted no further than `most`. */
export async function countAll(sql: Sql, filter: NotificationFilter, most: number): Promise<number> {
  const [row] = await sql<{ total: number }[]>`
    SELECT count(*)::int AS total FROM (
      SELECT 1 FROM notifications n WHERE true ${matching(sql, filter)} LIMIT ${most}) counted`;
  return row?.total ?? 0;
}

export async function findNotification(sql: Sql, id: number): Promise<Notification | null> {
  const [row] = await sql<Notification[]>`
    SELECT ${columns(sql)} FROM notifications n LEFT JOIN tickets t ON t.id = n.ticket_id WHERE n.id = ${id}`;
  return row ?? null;
}

export async function countUnread(sql: Sql, userId: number): Promise<number> {
  const [row] = await sql<{ unread: number }[]>`
    SELECT count(*)::int AS unread FROM notifications WHERE user_id = ${userId} AND type = 'IN_APP' AND read_at IS NULL`;
  return row?.unread ?? 0;
}

/** Marks the person's own as read; all of them without ids. Answers how many were not. */
export async function markRead(sql: Sql, userId: number, ids: number[] | null): Promise<number> {
  const rows = await sql`
    UPDATE notifications SET read_at = now()
    WHERE user_id = ${userId} AND type = 'IN_APP' AND read_at IS NULL
      AND (${ids}::bigint[] IS NULL OR id = ANY(${ids}::bigint[]))
    RETURNING 1`;
  return rows.length;
}

/** Puts what was given up on, or called off, back into the outbox with fresh attempts; false for any other. */
export async function requeue(sql: Sql, id: number): Promise<boolean> {
  const rows = await sql`
    UPDATE notifications SET status = 'PENDING', attempts = 0, next_attempt_at = now(), lease_until = NULL
    WHERE id = ${id} AND type = 'EMAIL' AND status IN ('FAILED', 'CANCELLED') AND recipient IS NOT NULL
    RETURNING 1`;
  return rows.length > 0;
}

/** The same for every mail that was given up. Answers how many. */
export async function requeueFailed(sql: Sql): Promise<number> {
  const rows = await sql`
    UPDATE notifications SET status = 'PENDING', attempts = 0, next_attempt_at = now(), lease_until = NULL
    WHERE type = 'EMAIL' AND status = 'FAILED' AND recipient IS NOT NULL RETURNING 1`;
  return rows.length;
}

export interface OutboxStatistics {
  counts: { type: NotificationType; status: NotificationStatus; category: NotificationCategory; total: number }[];
  /** Of the failed ones. */
  errors: { error: string; total: number }[];
  /** Seconds from the cause to the acceptance by the mail server; null without any mail. */
  medianSeconds: number | null;
  oldestDueSeconds: number | null;
}

export async function outboxStatistics(sql: Sql, days: number): Promise<OutboxStatistics> {
  const [counts, errors, times] = await Promise.all([
    sql<OutboxStatistics['counts']>`
      SELECT type, status, category, count(*)::int AS total FROM notifications
      WHERE created_at > now() - make_interval(days => ${days}) GROUP BY type, status, category`,
    sql<OutboxStatistics['errors']>`
      SELECT last_error AS error, count(*)::int AS total FROM notifications
      WHERE status = 'FAILED' AND last_error IS NOT NULL GROUP BY last_error ORDER BY total DESC`,
    sql<{ medianSeconds: number | null; oldestDueSeconds: number | null }[]>`
      SELECT (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM sent_at - created_at))
          FROM notifications WHERE type = 'EMAIL' AND status = 'SENT' AND created_at > now() - make_interval(days => ${days})
        )::float8 AS "medianSeconds",
        (SELECT extract(epoch FROM now() - min(next_attempt_at)) FROM notifications
          WHERE type = 'EMAIL' AND status = 'PENDING' AND next_attempt_at <= now())::float8 AS "oldestDueSeconds"`,
  ]);
  return { counts, errors, medianSeconds: null, oldestDueSeconds: null, ...times[0] };
}

export interface ChosenChannels extends Channels {
  kind: string;
}

export async function findPreferences(
  sql: Sql,
  userId: number,
): Promise<{ chosen: ChosenChannels[]; quietHours: QuietHours | null; timeZone: string | null }> {
  const [chosen, [quietHours], [user]] = await Promise.all([
    sql<ChosenChannels[]>`
      SELECT kind, in_app AS "inApp", email FROM notification_preferences WHERE user_id = ${userId}`,
    sql<QuietHours[]>`
      SELECT to_char(from_time, 'HH24:MI') AS from, to_char(until_time, 'HH24:MI') AS until
      FROM quiet_hours WHERE user_id = ${userId}`,
    sql<{ timeZone: string | null }[]>`SELECT time_zone AS "timeZone" FROM users WHERE id = ${userId}`,
  ]);
  return { chosen, quietHours: quietHours ?? null, timeZone: user?.timeZone ?? null };
}

export async function saveChannels(sql: Sql, userId: number, chosen: ChosenChannels[]): Promise<void> {
  await sql`
    INSERT INTO notification_preferences (user_id, kind, in_app, email)
    SELECT ${userId}, kind, "inApp", email
    FROM jsonb_to_recordset(${JSON.stringify(chosen)}::jsonb) AS t(kind text, "inApp" bool, email bool)
    ON CONFLICT (user_id, kind) DO UPDATE SET in_app = excluded.in_app, email = excluded.email`;
}

/** Null ends them. */
export async function saveQuietHours(sql: Sql, userId: number, hours: QuietHours | null): Promise<void> {
  if (!hours) {
    await sql`DELETE FROM quiet_hours WHERE user_id = ${userId}`;
    return;
  }
  await sql`
    INSERT INTO quiet_hours (user_id, from_time, until_time)
    VALUES (${userId}, ${hours.from}::text::time, ${hours.until}::text::time)
    ON CONFLICT (user_id) DO UPDATE SET from_time = excluded.from_time, until_time = excluded.until_time`;
}

export async function saveTimeZone(sql: Sql, userId: number, timeZone: string | null): Promise<void> {
  await sql`UPDATE users SET time_zone = ${timeZone}, updated_at = now() WHERE id = ${userId}`;
}
