import type { Sql } from '../../db/client.ts';
import { queueOrder } from '../chat/conversation-queries.ts';
import type { Agent, Availability } from './model.ts';

/** After it was silent, a person is not given the same conversation again for so long. */
const SPARED_MINUTES = 30;

export async function findActiveUser(sql: Sql, id: number): Promise<{ id: number; name: string } | null> {
  const [row] = await sql<{ id: number; name: string }[]>`
    SELECT id, full_name AS name FROM users WHERE id = ${id} AND is_active`;
  return row ?? null;
}

/** The staff whom these words name: a username, an e-mail address or what stands before its @. */
export function findMentioned(sql: Sql, names: string[]): Promise<{ id: number; name: string }[]> {
  return sql<{ id: number; name: string }[]>`
    SELECT id, full_name AS name FROM users
    WHERE is_active AND (lower(username) = ANY(${names}::text[]) OR lower(email) = ANY(${names}::text[])
      OR split_part(lower(email), '@', 1) = ANY(${names}::text[]))
    ORDER BY id`;
}

/** Everybody who may be given conversations; who can take one now first. Units: `capacity` where nobody set one. */
export function listAgents(sql: Sql, capacity: number): Promise<Agent[]> {
  return sql<Agent[]>`
    SELECT u.id, u.full_name AS name, coalesce(a.availability, 'OFFLINE') AS availability,
      ${isConnected(sql, sql`u.id`)} AS "isConnected", coalesce(a.capacity, ${capacity})::int AS capacity,
      (SELECT count(*)::int FROM conversations c WHERE c.assignee_id = u.id AND c.status = 'human') AS load
    FROM users u LEFT JOIN agents a ON a.user_id = u.id WHERE u.is_active
    ORDER BY (coalesce(a.availability, 'OFFLINE') = 'ONLINE') DESC, u.full_name, u.id`;
}

const isConnected = (sql: Sql, userId: ReturnType<Sql>) => sql`EXISTS (
  SELECT 1 FROM connections k JOIN workers w ON w.id = k.worker_id AND w.expires_at > now() WHERE k.user_id = ${userId})`;

/** Whether anybody is there who serves customers. */
export async function isAnybodyOnline(sql: Sql): Promise<boolean> {
  const rows = await sql`
    SELECT 1 FROM agents a JOIN users u ON u.id = a.user_id AND u.is_active
    WHERE a.availability = 'ONLINE' AND ${isConnected(sql, sql`a.user_id`)} LIMIT 1`;
  return rows.length > 0;
}

export async function saveAvailability(
  sql: Sql,
  userId: number,
  { availability, capacity }: { availability?: Availability; capacity?: number | null },
): Promise<void> {
  await sql`
    INSERT INTO agents (user_id, availability, capacity)
    VALUES (${userId}, ${availability ?? 'OFFLINE'}, ${capacity ?? null})
    ON CONFLICT (user_id) DO UPDATE SET availability = coalesce(${availability ?? null}, agents.availability),
      capacity = CASE WHEN ${capacity !== undefined} THEN ${capacity ?? null}::smallint ELSE agents.capacity END,
      changed_at = now()`;
}

/** Whether this transaction alone assigns: two at once would both count on the same room. */
export async function holdAssignment(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ isHeld: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtext('assignment')) AS "isHeld"`;
  return row?.isHeld ?? false;
}

/**
 * The next pair of a waiting conversation and a person with room for it. The most urgent and oldest goes first: to who
 * looks after the customer, else to whoever has the most room, then to whoever has waited longest for work. Nothing is
 * locked: who takes charge locks the ticket before the conversation. Null: nobody waits or has room.
 */
export async function nextAssignment(
  sql: Sql,
  capacity: number,
): Promise<{ conversationId: string; agentId: number; agentName: string } | null> {
  const [row] = await sql<{ conversationId: string; agentId: number; agentName: string }[]>`
    WITH free AS (
      SELECT a.user_id, u.full_name, a.last_assigned_at, coalesce(a.capacity, ${capacity}::int)
        - (SELECT count(*) FROM conversations c WHERE c.assignee_id = a.user_id AND c.status = 'human') AS room
      FROM agents a JOIN users u ON u.id = a.user_id AND u.is_active
      WHERE a.availability = 'ONLINE' AND ${isConnected(sql, sql`a.user_id`)}
    ), waiting AS (
      SELECT id, priority, waiting_since, customer_id FROM conversations WHERE status = 'waiting'
    )
    SELECT w.id AS "conversationId", f.user_id AS "agentId", f.full_name AS "agentName" FROM waiting w
      JOIN free f ON f.room > 0 AND NOT EXISTS (
        SELECT 1 FROM conversation_changes h
        WHERE h.conversation_id = w.id AND h.field = 'assignee' AND h.reason = 'silent'
          AND h.from_value = f.user_id::text AND h.at > now() - make_interval(mins => ${SPARED_MINUTES}))
    ORDER BY ${queueOrder(sql)},
      f.user_id = (SELECT agent_id FROM customers p WHERE p.id = w.customer_id) DESC NULLS LAST, f.room DESC, f.last_assigned_at NULLS FIRST, f.user_id LIMIT 1`;
  return row ?? null;
}

export interface SilentConversation {
  id: string;
  assigneeId: number;
  assigneeName: string;
  /** When the customer wrote what is still unanswered. */
  waitingSince: Date;
  /** When the person last did something, to the microsecond; null: never. */
  lastAgentAt: string | null;
}

/**
 * Conversations whose customer has waited longer than this for the person in charge, who has done nothing in them since;
 * and all of those whose person is no longer an active member of staff.
 */
export function listSilent(sql: Sql, minutes: number): Promise<SilentConversation[]> {
  return sql<SilentConversation[]>`
    SELECT c.id, c.assignee_id AS "assigneeId", u.full_name AS "assigneeName",
      coalesce(m.created_at, now()) AS "waitingSince", c.last_agent_at::text AS "lastAgentAt"
    FROM conversations c JOIN users u ON u.id = c.assignee_id
      LEFT JOIN LATERAL (
        SELECT created_at FROM messages
        WHERE conversation_id = c.id AND month = c.month AND seq > c.last_agent_seq AND role = 'customer' ORDER BY seq LIMIT 1) m ON true
      CROSS JOIN LATERAL (SELECT make_interval(secs => ${minutes}::float8 * 60) AS patience) p
    WHERE c.status = 'human' AND (NOT u.is_active
      OR c.last_agent_at < now() - p.patience AND m.created_at < now() - p.patience)
    ORDER BY c.last_agent_at LIMIT 100`;
}

/** The conversation that is served next. Null: nobody waits. */
export async function firstInQueue(sql: Sql): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    SELECT id FROM conversations WHERE status = 'waiting' ORDER BY ${queueOrder(sql)} LIMIT 1`;
  return row?.id ?? null;
}
