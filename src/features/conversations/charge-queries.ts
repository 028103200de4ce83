import type { Sql } from '../../db/client.ts';

/** Who did it, for the history. */
export interface Actor {
  actorId: number | null;
  actorName: string;
}

interface Change {
  field: 'status' | 'assignee' | 'priority' | 'tags' | 'language';
  fromValue: string | null;
  toValue: string | null;
  reason?: string | null;
}

export async function insertChange(sql: Sql, conversationId: string, actor: Actor, change: Change): Promise<void> {
  await sql`
    INSERT INTO conversation_changes (conversation_id, actor_id, actor_name, field, from_value, to_value, reason)
    VALUES (${conversationId}, ${actor.actorId}, ${actor.actorName}, ${change.field}, ${change.fromValue},
      ${change.toValue}, ${change.reason ?? null})`;
}

/** What a conversation was before a change that was guarded by it. */
export interface Before {
  status: string;
  assigneeId: number | null;
}

/** Where a conversation may be taken from. */
export type Takeable = 'bot' | 'waiting';

/**
 * Puts a person in charge, where the assistant is or nobody; the caller closes its turn (`closeOpenTurn`).
 * Null: somebody else was faster, or it has ended.
 */
export async function putInCharge(
  sql: Sql,
  id: string,
  agentId: number,
  from: readonly Takeable[],
): Promise<Before | null> {
  const [row] = await sql<Before[]>`
    WITH before AS (
      SELECT id, status, assignee_id FROM conversations WHERE id = ${id} FOR UPDATE
    ), c AS (
      UPDATE conversations v SET status = 'human', assignee_id = ${agentId}, assigned_at = now(), waiting_since = NULL,
        handed_off_at = coalesce(handed_off_at, now()), last_agent_at = now(), first_response_at = NULL,
        last_agent_seq = CASE WHEN before.status = 'bot' AND last_role <> 'customer' THEN last_seq ELSE last_agent_seq END,
        updated_at = now()
      FROM before WHERE v.id = before.id AND before.status IN ${sql(from)}
      RETURNING v.id, before.status, before.assignee_id
    ), worked AS (
      UPDATE agents SET last_assigned_at = now() FROM c WHERE user_id = ${agentId}
    )
    SELECT status, assignee_id AS "assigneeId" FROM c`;
  return row ?? null;
}

/** Gives a conversation back to the assistant. Null: it is not with this person (any more), nor in the queue. */
export async function giveBack(sql: Sql, id: string, from: number | null): Promise<Before | null> {
  const [row] = await sql<Before[]>`
    WITH before AS (
      SELECT id, status, assignee_id FROM conversations WHERE id = ${id} FOR UPDATE
    )
    UPDATE conversations v SET status = 'bot', assignee_id = NULL, waiting_since = NULL, updated_at = now()
    FROM before
    WHERE v.id = before.id AND before.status IN ('human', 'waiting') AND before.assignee_id IS NOT DISTINCT FROM ${from}
    RETURNING before.status, before.assignee_id AS "assigneeId"`;
  return row ?? null;
}

/** From one person to another. False: it is not with the first one (any more). */
export async function handTo(sql: Sql, id: string, from: number, to: number): Promise<boolean> {
  const { count } = await sql`
    WITH c AS (
      UPDATE conversations SET assignee_id = ${to}, assigned_at = now(), last_agent_at = now(), updated_at = now()
      WHERE id = ${id} AND status = 'human' AND assignee_id = ${from} RETURNING id
    ), worked AS (
      UPDATE agents SET last_assigned_at = now() FROM c WHERE user_id = ${to}
    )
    SELECT id FROM c`;
  return count > 0;
}

/**
 * Back into the queue, in its place by `since`. False: it is not with this person (any more), or they have done something
 * after `silentSince`, where that is given.
 */
export async function putInQueue(
  sql: Sql,
  id: string,
  from: number,
  since: Date,
  silentSince: string | null = null,
): Promise<boolean> {
  const { count } = await sql`
    UPDATE conversations SET status = 'waiting', assignee_id = NULL, waiting_since = ${since}, updated_at = now()
    WHERE id = ${id} AND status = 'human' AND assignee_id = ${from}
      AND coalesce(last_agent_at <= ${silentSince}::text::timestamptz, true)`;
  return count > 0;
}

/** The text of a person in charge, under the next seq. Null: the conversation is not with them (any more). */
export async function insertAgentMessage(
  sql: Sql,
  message: {
    conversationId: string;
    authorId: number;
    content: string;
    preview: string;
    clientId: string | null;
    metadata: Record<string, unknown>;
  },
): Promise<{ id: number; seq: number; createdAt: Date } | null> {
  const [row] = await sql<{ id: number; seq: number; createdAt: Date }[]>`
    WITH c AS (
      UPDATE conversations SET last_seq = last_seq + 1, last_text = ${message.preview}, last_role = 'agent',
        read_seq = last_seq + 1, last_agent_at = now(), last_agent_seq = last_seq + 1,
        first_response_at = coalesce(first_response_at, now()), updated_at = now()
      WHERE id = ${message.conversationId} AND status = 'human' AND assignee_id = ${message.authorId}
      RETURNING id, month, last_seq
    )
    INSERT INTO messages (conversation_id, month, seq, role, content, client_id, author_id, metadata)
    SELECT id, month, last_seq, 'agent', ${message.content}, ${message.clientId}::uuid, ${message.authorId}::int,
      ${JSON.stringify(message.metadata)}::text::jsonb
    FROM c RETURNING id::float8 AS id, seq, created_at AS "createdAt"`;
  return row ?? null;
}

/** The person in charge is at work on it, though nothing was said. */
export async function noteAgentActivity(sql: Sql, conversationId: string, agentId: number): Promise<void> {
  await sql`
    UPDATE conversations SET last_agent_at = now()
    WHERE id = ${conversationId} AND status = 'human' AND assignee_id = ${agentId}
      AND last_agent_at < now() - interval '15 seconds'`;
}

/** Answers what it was before; null where nothing changed. */
export async function setPriority(sql: Sql, id: string, priority: string): Promise<string | null> {
  const [row] = await sql<{ before: string }[]>`
    UPDATE conversations v SET priority = ${priority} FROM (SELECT id, priority FROM conversations WHERE id = ${id} FOR UPDATE) b
    WHERE v.id = b.id AND b.priority <> ${priority} RETURNING b.priority AS before`;
  return row?.before ?? null;
}

/** Answers what they were before; null where nothing changed. */
export async function setTags(sql: Sql, id: string, tags: string[]): Promise<string[] | null> {
  const [row] = await sql<{ before: string[] }[]>`
    UPDATE conversations v SET tags = ${tags} FROM (SELECT id, tags FROM conversations WHERE id = ${id} FOR UPDATE) b
    WHERE v.id = b.id AND b.tags <> ${tags}::text[] RETURNING b.tags AS before`;
  return row?.before ?? null;
}
