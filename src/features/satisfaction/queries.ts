import type { Sql } from '../../db/client.ts';
import type { Rating, SatisfactionFilter } from './model.ts';

interface RatingFilter extends SatisfactionFilter {
  /** Null: every rating. */
  rating: number | null;
  hasComment: boolean;
  limit: number;
  skip: number;
}

const servedBy = (sql: Sql, { since, by }: SatisfactionFilter) => sql`
  s.created_at >= ${since}
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

/** Those with words, no further than `most`. */
export async function countRatings(sql: Sql, filter: RatingFilter, most: number): Promise<number> {
  const [row] = await sql<{ total: number }[]>`
    SELECT count(*)::int AS total FROM (SELECT 1 FROM satisfaction s WHERE ${matching(sql, filter)} LIMIT ${most}) found`;
  return row?.total ?? 0;
}

/** These people, by name. */
export function listRated(sql: Sql, ids: number[]): Promise<{ id: number; name: string }[]> {
  return sql<{ id: number; name: string }[]>`
    SELECT id, full_name AS name FROM users WHERE id = ANY(${ids}::int[]) ORDER BY full_name, id`;
}
