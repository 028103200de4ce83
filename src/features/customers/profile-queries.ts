import type { Sql } from '../../db/client.ts';
import type { PastConversation } from '../inbox/model.ts';
import type { ProfileFacts, TimelineEvent, TimelinePlace } from './model.ts';

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

/** What has happened around a customer, the newest first; those before a place among them. */
export function listTimeline(
  sql: Sql,
  { customerId, visibleTo, limit, before }: Visible & { before: TimelinePlace | null },
): Promise<TimelineEvent[]> {
  // As text: the driver would cut a time to milliseconds.
  const mark: ReturnType<Sql> = sql`${before?.mark ?? null}::text::timestamptz`;
  // Each kind by itself, so that none of them takes the places of others at the same moment.
  const earlier = (column: ReturnType<Sql>, key: ReturnType<Sql>) =>
    before === null ? sql`true` : sql`${column} <= ${mark} AND (${column}, ${key}) < (${mark}, ${before.key})`;
  const conversationKey: ReturnType<Sql> = sql`'conversation-' || c.id`;
  const ticketKey: ReturnType<Sql> = sql`'ticket-' || lpad(c.id::text, 12, '0')`;
  const noteKey: ReturnType<Sql> = sql`'note-' || lpad(n.id::text, 12, '0')`;
  const ratingKey: ReturnType<Sql> = sql`'rating-' || s.conversation_id`;
  const changeKey: ReturnType<Sql> = sql`'change-' || lpad(h.id::text, 12, '0')`;
  return sql<TimelineEvent[]>`
    SELECT e.*, e.moment AS at, to_char(e.moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS mark FROM (
      (SELECT c.created_at AS moment, ${conversationKey} AS key, 'conversation' AS kind, c.id::text AS ref, NULL AS actor,
        c.last_text AS text, c.status, NULL::int AS rating, NULL AS field, NULL AS "from", NULL AS "to"
        FROM conversations c WHERE c.customer_id = ${customerId} AND ${seen(sql, visibleTo)} AND ${earlier(sql`c.created_at`, conversationKey)}
        ORDER BY c.created_at DESC, ${conversationKey} DESC LIMIT ${limit})
      UNION ALL
      (SELECT c.created_at, ${ticketKey}, 'ticket', c.reference, NULL, c.subject, c.status, NULL, NULL, NULL, NULL
        FROM tickets c WHERE c.customer_id = ${customerId} AND ${seen(sql, visibleTo)} AND ${earlier(sql`c.created_at`, ticketKey)}
        ORDER BY c.created_at DESC, ${ticketKey} DESC LIMIT ${limit})
      UNION ALL
      (SELECT n.created_at, ${noteKey}, 'note', NULL, u.full_name, n.content, NULL, NULL, NULL, NULL, NULL
        FROM customer_notes n JOIN users u ON u.id = n.author_id
        WHERE n.customer_id = ${customerId} AND ${earlier(sql`n.created_at`, noteKey)}
        ORDER BY n.created_at DESC, ${noteKey} DESC LIMIT ${limit})
      UNION ALL
      (SELECT s.created_at, ${ratingKey}, 'rating', s.conversation_id::text, NULL, s.comment, NULL, s.rating,
        NULL, NULL, NULL
        FROM conversations c JOIN satisfaction s ON s.conversation_id = c.id
        WHERE c.customer_id = ${customerId} AND ${seen(sql, visibleTo)} AND ${earlier(sql`s.created_at`, ratingKey)}
        ORDER BY s.created_at DESC, ${ratingKey} DESC LIMIT ${limit})
      UNION ALL
      (SELECT h.at, ${changeKey}, 'change', NULL, h.actor_name, NULL, NULL, NULL, h.field,
        CASE WHEN h.field = 'agent' THEN coalesce(f.full_name, h.from_value) ELSE h.from_value END,
        CASE WHEN h.field = 'agent' THEN coalesce(t.full_name, h.to_value) ELSE h.to_value END
        FROM customer_changes h LEFT JOIN users f ON h.field = 'agent' AND f.id::text = h.from_value
          LEFT JOIN users t ON h.field = 'agent' AND t.id::text = h.to_value
        WHERE h.customer_id IN (SELECT id FROM customers WHERE id = ${customerId} OR merged_into_id = ${customerId})
          AND ${earlier(sql`h.at`, changeKey)} ORDER BY h.at DESC, ${changeKey} DESC LIMIT ${limit})) e
    ORDER BY e.moment DESC, e.key DESC LIMIT ${limit}`;
}

const seen = (sql: Sql, visibleTo: number | undefined): ReturnType<Sql> =>
  visibleTo === undefined ? sql`true` : sql`(c.assignee_id IS NULL OR c.assignee_id = ${visibleTo})`;
