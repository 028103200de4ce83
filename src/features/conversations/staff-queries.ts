import type { Sql } from '../../db/client.ts';
import type { Caller } from '../auth/queries.ts';
import type { ConversationRow, Message } from './model.ts';
import { conversationColumns, conversationTables, messageColumns } from './queries.ts';

/** Seconds within which something counts as having just happened. */
const RECENT_SECONDS = 15;
const MOST_TOUCHED = 1_000;

/** A change that staff hear of; `key` is the same however often it is read. */
export interface News {
  key: string;
  type:
    | 'conversation_started'
    | 'conversation_escalated'
    | 'conversation_ended'
    | 'ticket_created'
    | 'ticket_assigned'
    | 'ticket_status_changed';
  /** The conversation's id or the ticket's reference. */
  subject: string;
}

export function findConversations(sql: Sql, ids: string[]): Promise<ConversationRow[]> {
  return sql<ConversationRow[]>`
    SELECT ${conversationColumns(sql)} FROM ${conversationTables(sql)} WHERE c.id = ANY(${ids}::uuid[])`;
}

/** What has happened to these conversations within so many seconds, oldest first. */
export function conversationNews(sql: Sql, ids: string[], seconds = RECENT_SECONDS): Promise<News[]> {
  return sql<News[]>`
    SELECT 'started:' || id AS key, 'conversation_started' AS type, id AS subject FROM conversations
    WHERE id = ANY(${ids}::uuid[]) AND created_at > now() - make_interval(secs => ${seconds})
    UNION ALL (
      SELECT 'conversation:' || id, CASE to_value WHEN 'ended' THEN 'conversation_ended' ELSE 'conversation_escalated' END,
        conversation_id FROM conversation_changes
      WHERE conversation_id = ANY(${ids}::uuid[]) AND field = 'status' AND to_value IN ('waiting', 'ended')
        AND at > now() - make_interval(secs => ${seconds}) ORDER BY id)`;
}

/** What has happened to these tickets within so many seconds, oldest first. */
export function ticketNews(sql: Sql, references: string[], seconds = RECENT_SECONDS): Promise<News[]> {
  return sql<News[]>`
    SELECT 'ticket:' || h.id AS key, CASE WHEN h.field = 'assignee' THEN 'ticket_assigned'
        WHEN h.from_value IS NULL THEN 'ticket_created' ELSE 'ticket_status_changed' END AS type, t.reference AS subject
    FROM ticket_changes h JOIN tickets t ON t.id = h.ticket_id
    WHERE t.reference = ANY(${references}::text[]) AND h.at > now() - make_interval(secs => ${seconds})
      AND (h.field = 'status' OR (h.field = 'assignee' AND h.to_value IS NOT NULL))
    ORDER BY h.id`;
}

/** A message, with what of its conversation decides who hears it. */
export interface Spoken extends Message {
  assigneeId: number | null;
  /** The customer's own name, else the visitor's. */
  customerName: string | null;
}

/** What was said after the seq that is known of each conversation; where none is, within so many seconds. */
export function newMessages(
  sql: Sql,
  known: { id: string; afterSeq: number | null }[],
  seconds = RECENT_SECONDS,
): Promise<Spoken[]> {
  return sql<Spoken[]>`
    SELECT m.*, c.assignee_id AS "assigneeId", coalesce(p.full_name, c.visitor_name) AS "customerName"
    FROM unnest(${known.map(({ id }) => id)}::uuid[], ${known.map(({ afterSeq }) => afterSeq)}::int[]) AS k(id, seq)
      JOIN conversations c ON c.id = k.id
      CROSS JOIN LATERAL (
        SELECT ${messageColumns(sql)} FROM messages
        WHERE conversation_id = k.id AND month = c.month AND messages.seq > coalesce(k.seq, 1)
          AND (k.seq IS NOT NULL OR created_at > now() - make_interval(secs => ${seconds}))) m
      LEFT JOIN customers p ON p.id = c.customer_id
    ORDER BY k.id, m.seq`;
}

export interface Touched {
  conversations: string[];
  /** By their references. */
  tickets: string[];
  notifications: number[];
}

/** Everything to which something may have happened within so many seconds, at most so many of each. */
export async function touchedWithin(sql: Sql, seconds: number): Promise<Touched> {
  const [row] = await sql<Touched[]>`
    WITH since AS (SELECT now() - make_interval(secs => ${seconds}) AS at)
    SELECT
      ARRAY(SELECT id FROM conversations WHERE updated_at > (SELECT at FROM since)
        ORDER BY updated_at DESC LIMIT ${MOST_TOUCHED}) AS conversations,
      ARRAY(SELECT DISTINCT t.reference FROM (SELECT ticket_id, at FROM ticket_changes ORDER BY id DESC LIMIT ${MOST_TOUCHED}) h
        JOIN tickets t ON t.id = h.ticket_id WHERE h.at > (SELECT at FROM since)) AS tickets,
      ARRAY(SELECT id::float8 FROM notifications WHERE created_at > (SELECT at FROM since) AND user_id IS NOT NULL
        ORDER BY created_at DESC LIMIT ${MOST_TOUCHED}) AS notifications`;
  return row as Touched;
}

/** Those of the sessions that still hold, with their people as they are now. */
export function findCallers(sql: Sql, sessionIds: string[]): Promise<Caller[]> {
  return sql<Caller[]>`
    SELECT u.id, u.username, u.email, u.full_name AS "fullName", u.role, u.language, u.theme, s.id AS "sessionId"
    FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.id = ANY(${sessionIds}::uuid[]) AND s.revoked_at IS NULL AND s.expires_at > now() AND u.is_active`;
}

export interface BellNotification {
  id: number;
  userId: number;
  category: string;
  kind: string;
  subject: string;
  body: string;
  conversationId: string | null;
  createdAt: Date;
}

export function findNotifications(sql: Sql, ids: number[]): Promise<BellNotification[]> {
  return sql<BellNotification[]>`
    SELECT id::float8 AS id, user_id AS "userId", category, kind, subject, body, conversation_id AS "conversationId",
      created_at AS "createdAt"
    FROM notifications WHERE id = ANY(${ids}::bigint[]) AND user_id IS NOT NULL`;
}

export interface DeskCounts {
  active: number;
  waiting: number;
  withAgent: number;
}

export async function countDesk(sql: Sql): Promise<DeskCounts> {
  const [row] = await sql<DeskCounts[]>`
    SELECT count(*) FILTER (WHERE status = 'bot')::int AS active, count(*) FILTER (WHERE status = 'waiting')::int AS waiting,
      count(*) FILTER (WHERE status = 'human')::int AS "withAgent"
    FROM conversations WHERE status <> 'ended'`;
  return row as DeskCounts;
}
