import type { Sql } from '../../db/client.ts';
import type { Rating, SatisfactionFilter, SatisfactionSummary } from './model.ts';

export interface RatingFilter extends SatisfactionFilter {
  /** Null: every rating. */
  rating: number | null;
  hasComment: boolean;
  limit: number;
  skip: number;
}

const servedBy = (sql: Sql, { days, by }: SatisfactionFilter) => sql`
  s.created_at > now() - make_interval(days => ${days})
  ${by === 'anybody' ? sql`` : by === 'assistant' ? sql`AND s.agent_id IS NULL` : sql`AND s.agent_id = ${by}`}`;

const matching = (sql: Sql, filter: RatingFilter) => sql`
  ${servedBy(sql, filter)} ${filter.rating === null ? sql`` : sql`AND s.rating = ${filter.rating}`}
  ${filter.hasComment ? sql`AND s.comment IS NOT NULL` : sql``}`;

/** The newest first. */
export function listRatings(sql: Sql, filter: RatingFilter): Promise<Rating[]> {
  return sql<Rating[]>`
    SELECT s.conversation_id AS "conversationId", s.rating::int AS rating, s.comment, u.full_name AS "agentName",
      coalesce(cu.full_name, c.visitor_name, c.visitor_email, c.user_label) AS "customerName", s.updated_at AS at
    FROM satisfaction s JOIN conversations c ON c.id = s.conversation_id
      LEFT JOIN users u ON u.id = s.agent_id LEFT JOIN customers cu ON cu.id = c.customer_id
    WHERE ${matching(sql, filter)}
    ORDER BY s.created_at DESC, s.conversation_id LIMIT ${filter.limit} OFFSET ${filter.skip}`;
}

export async function countRatings(sql: Sql, filter: RatingFilter): Promise<number> {
  const [row] = await sql<{ total: number }[]>`
    SELECT count(*)::int AS total FROM satisfaction s WHERE ${matching(sql, filter)}`;
  return row?.total ?? 0;
}

export async function summariseRatings(sql: Sql, filter: SatisfactionFilter): Promise<SatisfactionSummary> {
  const { days, by } = filter;
  const who =
    by === 'anybody' ? sql`` : by === 'assistant' ? sql`AND assignee_id IS NULL` : sql`AND assignee_id = ${by}`;
  const [counts, [ended]] = await Promise.all([
    sql<{ rating: number; total: number }[]>`
      SELECT rating::int AS rating, count(*)::int AS total FROM satisfaction s WHERE ${servedBy(sql, filter)} GROUP BY rating`,
    sql<{ total: number }[]>`
      SELECT count(*)::int AS total FROM conversations
      WHERE status = 'ended' AND updated_at > now() - make_interval(days => ${days})
        AND ended_at > now() - make_interval(days => ${days}) ${who}`,
  ]);
  return { counts: Object.fromEntries(counts.map(({ rating, total }) => [rating, total])), ended: ended?.total ?? 0 };
}

/** People who were rated in this time, by name. */
export function listRated(sql: Sql, days: number): Promise<{ id: number; name: string }[]> {
  return sql<{ id: number; name: string }[]>`
    SELECT id, full_name AS name FROM users WHERE id IN (
      SELECT agent_id FROM satisfaction WHERE created_at > now() - make_interval(days => ${days}))
    ORDER BY full_name, id`;
}
