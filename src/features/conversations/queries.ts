import type { Priority } from '../../ai/answer.ts';
import type { Sql } from '../../db/client.ts';
import type { Language } from '../../lib/language.ts';
import {
  type ConversationRow,
  type ConversationStatus,
  FRESH_CODE_MINUTES,
  IDENTITY_MINUTES,
  type InboxRow,
  type Message,
  type Provenance,
} from './model.ts';
import { conversationsWith } from './search-queries.ts';

const MOST_COUNTED = 5_000;
/** Of what a text is found in. */
const MOST_FOUND = 500;
/** Messages that are read at once. */
export const MAX_HISTORY = 500;

/** The level that holds now: a mailed code proves level 2 while it is fresh, and level 1 afterwards. */
export const provenLevel = (sql: Sql, conversation: ReturnType<Sql>) => sql`
  CASE WHEN ${conversation}.identity_expires_at < now() THEN 0
    WHEN ${conversation}.identity_level = 2 AND ${conversation}.identity_expires_at < now() + make_interval(mins => ${IDENTITY_MINUTES - FRESH_CODE_MINUTES}::int) THEN 1
    ELSE ${conversation}.identity_level END`;

export const conversationColumns = (sql: Sql) => sql`
  c.id, c.status, c.channel, c.language, c.user_label AS "userLabel", c.visitor_name AS "visitorName",
  c.visitor_email AS "visitorEmail", c.customer_id AS "customerId", cu.full_name AS "customerName",
  ${provenLevel(sql, sql`c`)} AS "identityLevel", c.assignee_id AS "assigneeId", u.full_name AS "assigneeName",
  coalesce(u.alias, u.full_name) AS "assigneeShownAs",
  c.last_seq AS "lastSeq", c.last_text AS "lastText", c.last_role AS "lastRole", c.read_seq AS "readSeq",
  c.handed_off_at AS "handedOffAt", c.handoff_reason AS "handoffReason", c.waiting_since AS "waitingSince",
  c.priority AS urgency, c.tags, c.assigned_at AS "assignedAt", c.created_at AS "createdAt", c.updated_at AS "updatedAt", c.ended_at AS "endedAt"`;

export const conversationTables = (sql: Sql) => sql`
  conversations c LEFT JOIN customers cu ON cu.id = c.customer_id LEFT JOIN users u ON u.id = c.assignee_id`;

export async function findConversation(sql: Sql, id: string): Promise<ConversationRow | null> {
  const [row] = await sql<
    ConversationRow[]
  >`SELECT ${conversationColumns(sql)} FROM ${conversationTables(sql)} WHERE c.id = ${id}`;
  return row ?? null;
}

export interface ConversationFilter {
  /** `open`: all that have not ended. `escalated`: handed off at some time and not ended. */
  status?: ConversationStatus | 'open' | 'escalated';
  /** Only what this person may see: unassigned or their own. */
  visibleTo?: number;
  /** A person's id, or none for the unassigned. */
  assignee?: number | 'none';
  channel?: string;
  language?: Language;
  priority?: Priority;
  tag?: string;
  /** Looked for in the names, the reference and the messages. */
  text?: string;
}

/** What narrows conversations `c`. */
export function conversationCondition(sql: Sql, filter: ConversationFilter) {
  const { assignee, channel, language, priority, tag, text } = filter;
  const byAssignee = assignee === 'none' ? sql`c.assignee_id IS NULL` : sql`c.assignee_id = ${assignee ?? 0}`;
  return sql`
    ${visible(sql, filter)}
    AND ${assignee === undefined ? sql`true` : byAssignee}
    AND ${channel === undefined ? sql`true` : sql`c.channel = ${channel}`}
    AND ${language === undefined ? sql`true` : sql`c.language = ${language}`}
    AND ${priority === undefined ? sql`true` : sql`c.priority = ${priority}`}
    AND ${tag === undefined ? sql`true` : sql`c.tags <> '{}' AND c.tags @> ARRAY[${tag}]`}
    AND ${text === undefined ? sql`true` : sql`c.id IN (${conversationsWith(sql, text)})`}`;
}

function visible(sql: Sql, { status, visibleTo }: Pick<ConversationFilter, 'status' | 'visibleTo'>) {
  const byStatus =
    status === undefined
      ? sql`true`
      : status === 'open'
        ? sql`c.status <> 'ended'`
        : status === 'escalated'
          ? sql`c.status <> 'ended' AND c.handed_off_at IS NOT NULL`
          : sql`c.status = ${status}`;
  return visibleTo === undefined
    ? byStatus
    : sql`${byStatus} AND (c.assignee_id IS NULL OR c.assignee_id = ${visibleTo})`;
}

/** Newest activity first. The rows are found first and described afterwards: those that are skipped are never joined. */
export function listConversations(
  sql: Sql,
  { limit, skip, ...filter }: ConversationFilter & { limit: number; skip: number },
): Promise<ConversationRow[]> {
  return sql<ConversationRow[]>`
    WITH page AS MATERIALIZED (
      SELECT c.id, row_number() OVER () AS place FROM (
        SELECT c.id FROM conversations c WHERE ${conversationCondition(sql, filter)}
        ORDER BY c.updated_at DESC, c.id LIMIT ${limit} OFFSET ${skip}) c)
    SELECT ${conversationColumns(sql)} FROM ${conversationTables(sql)} JOIN page p ON p.id = c.id ORDER BY p.place`;
}

/** No further than MOST_COUNTED or MOST_FOUND: counting all of a history would cost more with each day of it. */
export async function countConversations(sql: Sql, filter: ConversationFilter): Promise<number> {
  const most = filter.text === undefined ? MOST_COUNTED : MOST_FOUND;
  const [row] = await sql<{ total: number }[]>`
    SELECT count(*)::int AS total FROM (
      SELECT 1 FROM conversations c WHERE ${conversationCondition(sql, filter)} LIMIT ${most}) found`;
  return row?.total ?? 0;
}

/** Those of the conversations that are there and that the person may see. */
export function findInboxRows(sql: Sql, ids: string[], visibleTo?: number): Promise<InboxRow[]> {
  return sql<InboxRow[]>`
    SELECT ${inboxColumns(sql)} FROM ${inboxTables(sql)}
    WHERE c.id = ANY(${ids}::uuid[]) AND ${conversationCondition(sql, visibleTo === undefined ? {} : { visibleTo })}`;
}

const inboxColumns = (sql: Sql) => sql`
  ${conversationColumns(sql)}, t.priority`;

const inboxTables = (sql: Sql) => sql`
  ${conversationTables(sql)} LEFT JOIN tickets t ON t.conversation_id = c.id AND t.status IN ('OPEN', 'IN_PROGRESS')`;

export const messageColumns = (sql: Sql) => sql`
  id::float8 AS id, conversation_id AS "conversationId", seq, role, content, client_id AS "clientId", metadata,
  created_at AS "createdAt"`;

/** Names the only partition that a conversation's messages can be in, so that the others are left alone. */
export const monthOfConversation = (sql: Sql, conversationId: string) =>
  sql`(SELECT month FROM conversations WHERE id = ${conversationId})`;

/** In the order of seq, those after `afterSeq`. */
export function listMessages(sql: Sql, conversationId: string, afterSeq = 0): Promise<Message[]> {
  return sql<Message[]>`
    SELECT ${messageColumns(sql)} FROM messages
    WHERE conversation_id = ${conversationId} AND month = ${monthOfConversation(sql, conversationId)}
      AND seq > ${afterSeq} ORDER BY seq LIMIT ${MAX_HISTORY}`;
}

/** Why a reply of the assistant was given; null where it was none, or none is known. */
export async function findProvenance(sql: Sql, conversationId: string, seq: number): Promise<Provenance | null> {
  const [row] = await sql<Provenance[]>`
    SELECT t.provider, t.model, t.prompt_tokens AS "promptTokens", t.completion_tokens AS "completionTokens",
      t.cost_micros::float8 AS "costMicros", t.prompt_version AS "promptVersion", coalesce(t.sources, '[]') AS sources,
      coalesce(t.checks, '{}') AS checks, t.latency_ms AS "latencyMs", coalesce(t.fallbacks, '[]') AS fallbacks
    FROM messages m JOIN turns t ON t.id = m.turn_id
    WHERE m.conversation_id = ${conversationId} AND m.month = ${monthOfConversation(sql, conversationId)}
      AND m.seq = ${seq} AND m.role = 'assistant' AND t.provider IS NOT NULL`;
  return row ?? null;
}

/**
 * Never beyond the last message, and never back. Where somebody is in charge, only their own reading counts: what a
 * supervisor looks at stays unread for the agent. Answers whether that was news.
 */
export async function markRead(sql: Sql, conversationId: string, seq: number, readerId: number): Promise<boolean> {
  const { count } = await sql`
    UPDATE conversations SET read_seq = least(${seq}::int, last_seq)
    WHERE id = ${conversationId} AND read_seq < least(${seq}::int, last_seq)
      AND (assignee_id IS NULL OR assignee_id = ${readerId} OR status = 'ended')`;
  return count > 0;
}

export async function findExternalId(sql: Sql, customerId: number): Promise<string | null> {
  const [row] = await sql<{ externalId: string | null }[]>`
    SELECT external_id AS "externalId" FROM customers WHERE id = ${customerId} AND is_active`;
  return row?.externalId ?? null;
}
