import type { Colleague } from '../../../views/conversations/picker-options.tsx';
import type { Sql } from '../../db/client.ts';

/**
 * Whom a note can name, by the shortest word that means them alone: the username, else what stands before the @ of
 * the address, else the whole address.
 */
export function listColleagues(sql: Sql, exceptId: number): Promise<Colleague[]> {
  return sql<Colleague[]>`
    WITH named AS (
      SELECT id, full_name, email, CASE WHEN username NOT LIKE '%@%' THEN lower(username) ELSE split_part(lower(email), '@', 1) END AS handle
      FROM users WHERE is_active
    )
    SELECT n.id, n.full_name AS name, coalesce(a.availability, 'OFFLINE') AS availability,
      CASE WHEN count(*) OVER (PARTITION BY n.handle) > 1 THEN lower(n.email) ELSE n.handle END AS handle
    FROM named n LEFT JOIN agents a ON a.user_id = n.id
    WHERE n.id <> ${exceptId} ORDER BY n.full_name, n.id LIMIT 200`;
}
