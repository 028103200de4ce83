import type { Sql } from '../../db/client.ts';

/** What the desk looks like at this moment. */
export interface DeskNow {
  waiting: number;
  with_people: number;
  with_assistant: number;
  open_tickets: number;
  in_progress_tickets: number;
  overdue_tickets: number;
  resolved_today: number;
}

/**
 * By indexes that hold what is under way alone. A conversation with the assistant is under way while something was said
 * within the last day.
 */
export async function readDeskNow(sql: Sql, now: Date, midnight: Date): Promise<DeskNow> {
  const [row] = await sql<DeskNow[]>`
    SELECT (SELECT count(*) FROM conversations WHERE status = 'waiting')::int AS waiting,
      (SELECT count(*) FROM conversations WHERE status = 'human')::int AS with_people,
      (SELECT count(*) FROM conversations WHERE status <> 'ended' AND status = 'bot'
        AND updated_at > ${now}::timestamptz - interval '1 day')::int AS with_assistant,
      (SELECT count(*) FROM tickets WHERE status = 'OPEN')::int AS open_tickets,
      (SELECT count(*) FROM tickets WHERE status = 'IN_PROGRESS')::int AS in_progress_tickets,
      (SELECT count(*) FROM tickets WHERE coalesce(sla_due_at, 'infinity'::timestamptz) <= ${now})::int AS overdue_tickets,
      (SELECT count(*) FROM tickets WHERE resolved_at >= ${midnight} AND merged_into_id IS NULL)::int AS resolved_today`;
  return row as DeskNow;
}

/** When today began there. */
export async function midnightOf(sql: Sql, today: string, timeZone: string): Promise<Date> {
  const [row] = await sql<{ at: Date }[]>`SELECT ${today}::date::timestamp AT TIME ZONE ${timeZone} AS at`;
  return (row as { at: Date }).at;
}

/** Staff whose figures are of interest even where there are none. */
export function listStaff(sql: Sql, only: number | null): Promise<{ id: number; name: string }[]> {
  return sql<{ id: number; name: string }[]>`
    SELECT id, full_name AS name FROM users
    WHERE ${only === null ? sql`is_active AND NOT is_service` : sql`id = ${only}`} ORDER BY full_name, id`;
}
