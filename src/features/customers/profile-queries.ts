import type { Sql } from '../../db/client.ts';
import type { PastConversation } from '../inbox/model.ts';
import type { ProfileFacts, TimelineEvent } from './model.ts';

export async function findProfileFacts(sql: Sql, customerId: number): Promise<ProfileFacts> {
  const [row] = await sql<ProfileFacts[]>`
    SELECT coalesce(max(c.identity_level), 0)::int AS level,
      max(c.updated_at) FILTER (WHERE c.identity_level > 0) AS "provenAt",
      avg(s.rating)::float8 AS rating, count(s.rating)::int AS ratings,
      count(*) FILTER (WHERE c.status <> 'ended')::int AS "openConversations"
    FROM conversations c LEFT JOIN satisfaction s ON s.conversation_id = c.id
    WHERE c.customer_id = ${customerId}`;
  return row as ProfileFacts;
}

interface Visible {
  customerId: number;
  /** Only what this person may see: unassigned or their own. */
  visibleTo: number | undefined;
  limit: number;
}

/** Their conversations that the person may see, the newest activity first. */
export function listConversationsOf(sql: Sql, { customerId, visibleTo, limit }: Visible): Promise<PastConversation[]> {
  return sql<PastConversation[]>`
    SELECT id, status, language, last_text AS "lastText", updated_at AS "updatedAt" FROM conversations c
    WHERE c.customer_id = ${customerId} AND ${seen(sql, visibleTo)} ORDER BY updated_at DESC LIMIT ${limit}`;
}

/** What has happened around a customer, the newest first; those before a moment, and of it those before a key. */
export function listTimeline(
  sql: Sql,
  { customerId, visibleTo, limit, before }: Visible & { before: { at: Date; key: string } | null },
): Promise<TimelineEvent[]> {
  const at = before?.at ?? null;
  const earlier = (column: ReturnType<Sql>) =>
    sql`(${at}::timestamptz IS NULL OR ${column} < ${at}::timestamptz + interval '1 millisecond')`;
  return sql<TimelineEvent[]>`
    SELECT e.*, date_trunc('milliseconds', e.moment) AS at FROM (
      (SELECT c.created_at AS moment, 'conversation-' || c.id AS key, 'conversation' AS kind, c.id::text AS ref, NULL AS actor,
        c.last_text AS text, c.status, NULL::int AS rating, NULL AS field, NULL AS "from", NULL AS "to"
        FROM conversations c WHERE c.customer_id = ${customerId} AND ${seen(sql, visibleTo)} AND ${earlier(sql`c.created_at`)}
        ORDER BY c.created_at DESC LIMIT ${limit + 1})
      UNION ALL
      (SELECT c.created_at, 'ticket-' || lpad(c.id::text, 12, '0'), 'ticket', c.reference, NULL, c.subject, c.status, NULL, NULL, NULL, NULL
        FROM tickets c WHERE c.customer_id = ${customerId} AND ${seen(sql, visibleTo)} AND ${earlier(sql`c.created_at`)}
        ORDER BY c.created_at DESC LIMIT ${limit + 1})
      UNION ALL
      (SELECT n.created_at, 'note-' || lpad(n.id::text, 12, '0'), 'note', NULL, u.full_name, n.content, NULL, NULL, NULL, NULL, NULL
        FROM customer_notes n JOIN users u ON u.id = n.author_id
        WHERE n.customer_id = ${customerId} AND ${earlier(sql`n.created_at`)} ORDER BY n.id DESC LIMIT ${limit + 1})
      UNION ALL
      (SELECT s.created_at, 'rating-' || s.conversation_id, 'rating', s.conversation_id::text, NULL, s.comment, NULL, s.rating,
        NULL, NULL, NULL
        FROM conversations c JOIN satisfaction s ON s.conversation_id = c.id
        WHERE c.customer_id = ${customerId} AND ${seen(sql, visibleTo)} AND ${earlier(sql`s.created_at`)}
        ORDER BY s.created_at DESC LIMIT ${limit + 1})
      UNION ALL
      (SELECT h.at, 'change-' || lpad(h.id::text, 12, '0'), 'change', NULL, h.actor_name, NULL, NULL, NULL, h.field,
        CASE WHEN h.field = 'agent' THEN coalesce(f.full_name, h.from_value) ELSE h.from_value END,
        CASE WHEN h.field = 'agent' THEN coalesce(t.full_name, h.to_value) ELSE h.to_value END
        FROM customer_changes h LEFT JOIN users f ON h.field = 'agent' AND f.id::text = h.from_value
          LEFT JOIN users t ON h.field = 'agent' AND t.id::text = h.to_value
        WHERE h.customer_id IN (SELECT id FROM customers WHERE id = ${customerId} OR merged_into_id = ${customerId})
          AND ${earlier(sql`h.at`)} ORDER BY h.at DESC, h.id DESC LIMIT ${limit + 1})) e
    WHERE ${before === null ? sql`true` : sql`(date_trunc('milliseconds', e.moment), e.key) < (${before.at}, ${before.key})`}
    ORDER BY date_trunc('milliseconds', e.moment) DESC, e.key DESC LIMIT ${limit}`;
}

const seen = (sql: Sql, visibleTo: number | undefined): ReturnType<Sql> =>
  visibleTo === undefined ? sql`true` : sql`(c.assignee_id IS NULL OR c.assignee_id = ${visibleTo})`;
