import { isUniqueViolation, type Sql } from '../../db/client.ts';
import { monthOf } from '../../db/partitions.ts';
import type { Language } from '../../lib/language.ts';
import type { ConversationStatus, MessageRole, Provenance } from '../conversations/model.ts';
import { provenLevel } from '../conversations/queries.ts';

/** Messages that the assistant reads back. */
export const HISTORY_MESSAGES = 8;
const PREVIEW_CHARS = 160;
/** A worker that has a turn says so again well before this; after it, any other may take the turn. */
export const LEASE_SECONDS = 10;

export interface NewConversation {
  id: string;
  language: Language;
  userLabel: string | null;
  visitorName: string | null;
  visitorEmail: string | null;
  pageUrl: string | null;
  customerId: number | null;
  identityLevel: number;
  identityMinutes: number | null;
  welcome: string;
}

export interface Started {
  id: string;
  messageId: number;
  createdAt: Date;
}

/** Conversations, each with its first message, in one statement and in the order of the input. */
export async function insertConversations(sql: Sql, conversations: NewConversation[]): Promise<Started[]> {
  const column = <Value>(pick: (one: NewConversation) => Value) => conversations.map(pick);
  const rows = await sql<Started[]>`
    WITH input AS (
      SELECT * FROM unnest(${column((one) => one.id)}::uuid[], ${column((one) => one.language)}::text[],
        ${column((one) => one.userLabel)}::text[], ${column((one) => one.visitorName)}::text[],
        ${column((one) => one.visitorEmail)}::text[], ${column((one) => one.pageUrl)}::text[],
        ${column((one) => one.customerId)}::int[], ${column((one) => one.identityLevel)}::int[],
        ${column((one) => one.identityMinutes)}::int[], ${column((one) => one.welcome)}::text[],
        ${column((one) => preview(one.welcome))}::text[])
        AS t(id, language, user_label, visitor_name, visitor_email, page_url, customer_id, level, minutes, welcome, preview)
    ), c AS (
      INSERT INTO conversations (id, language, user_label, visitor_name, visitor_email, page_url, customer_id,
        identity_level, identity_expires_at, last_seq, last_text, last_role, read_seq)
      SELECT id, language, user_label, visitor_name, visitor_email, page_url, customer_id, level,
        now() + make_interval(mins => minutes), 1, preview, 'assistant', 1 FROM input
    )
    INSERT INTO messages (conversation_id, month, seq, role, content)
    SELECT id, this_month(), 1, 'assistant', welcome FROM input
    RETURNING conversation_id AS id, id::float8 AS "messageId", created_at AS "createdAt"`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  return conversations.map(({ id }) => byId.get(id) as Started);
}

export interface IncomingMessage {
  conversationId: string;
  clientId: string;
  /** Masked. */
  content: string;
  worker: string;
}

/** A past message as the assistant reads it. */
export interface PastMessage {
  seq: number;
  role: MessageRole;
  content: string;
}

export interface StoredMessage {
  id: number;
  seq: number;
  createdAt: Date;
  /** True when this client id was stored before: nothing new was written. */
  isDuplicate: boolean;
  /** Who is in charge. */
  status: ConversationStatus;
  /** The turn that this message opened or joined, or that answered it before. */
  turnId: number | null;
  fromSeq: number | null;
  language: Language;
  customerId: number | null;
  externalId: string | null;
  identityLevel: number;
  /** Newest first, what came before this message. */
  history: PastMessage[];
}

/**
 * Stores customers' messages, each under the next seq of its conversation, opens a turn or joins the open one while the
 * assistant is in charge, and reads what the answer needs: one statement. A client id that is there already answers the
 * first message. At most one message of a conversation may be among them. In the order of the input.
 *
 * Errors: null for a conversation that is not there or has ended. Two of one client id at once: one of them fails with
 * a unique violation and is asked again by the caller.
 */
export async function storeMessages(sql: Sql, messages: IncomingMessage[]): Promise<(StoredMessage | null)[]> {
  const stored = await storeNew(sql, messages);
  const left = messages.filter((_, index) => stored[index] === null);
  if (left.length === 0) return stored;
  const others = (await storeOf(sql, left, null)).values();
  return stored.map((one) => one ?? others.next().value ?? null);
}

/** What most messages are: new ones, of conversations of this month. Null for all others, or for all where one is not new. */
async function storeNew(sql: Sql, messages: IncomingMessage[]): Promise<(StoredMessage | null)[]> {
  try {
    return await storeOf(sql, messages, monthOf(new Date()));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return messages.map(() => null);
  }
}

/**
 * Of conversations that began in a month: only its partition is opened, and that no client id is there yet is left to the
 * index. Or of any.
 */
async function storeOf(sql: Sql, messages: IncomingMessage[], month: string | null): Promise<(StoredMessage | null)[]> {
  const ofMonth = (column: string) => (month === null ? sql`` : sql`AND ${sql(column)} = ${month}::date`);
  const twins =
    month === null
      ? sql`
      SELECT m.conversation_id, m.id, m.seq, m.created_at, m.turn_id FROM input i CROSS JOIN LATERAL (
        SELECT * FROM messages WHERE conversation_id = i.conversation_id AND client_id = i.client_id LIMIT 1) m`
      : sql`
      SELECT NULL::uuid AS conversation_id, NULL::bigint AS id, NULL::int AS seq, NULL::timestamptz AS created_at,
        NULL::bigint AS turn_id WHERE false`;
  const rows = await sql<(StoredMessage & { conversationId: string })[]>`
    WITH input AS (
      SELECT * FROM unnest(${messages.map((one) => one.conversationId)}::uuid[],
        ${messages.map((one) => one.clientId)}::uuid[], ${messages.map((one) => one.content)}::text[],
        ${messages.map((one) => preview(one.content))}::text[], ${messages.map((one) => one.worker)}::uuid[])
        AS t(conversation_id, client_id, content, preview, worker)
    ), twin AS (${twins}
    ), c AS (
      UPDATE conversations v SET last_seq = v.last_seq + 1, last_text = i.preview, last_role = 'customer',
        updated_at = now()
      FROM input i
      WHERE v.id = i.conversation_id AND v.status <> 'ended' ${ofMonth('v.month')}
        AND NOT EXISTS (SELECT 1 FROM twin WHERE twin.conversation_id = v.id)
      RETURNING v.id, v.month, v.last_seq, v.status, i.client_id, i.content, i.worker
    ), turn AS (
      INSERT INTO turns (conversation_id, from_seq, worker, lease_until)
      SELECT id, last_seq, worker, now() + make_interval(secs => ${LEASE_SECONDS}) FROM c WHERE status = 'bot'
      ON CONFLICT (conversation_id) WHERE closed_at IS NULL
      DO UPDATE SET worker = excluded.worker, lease_until = excluded.lease_until
      RETURNING id, conversation_id, from_seq
    ), stored AS (
      INSERT INTO messages (conversation_id, month, seq, role, content, client_id, turn_id)
      SELECT c.id, c.month, c.last_seq, 'customer', c.content, c.client_id, turn.id
      FROM c LEFT JOIN turn ON turn.conversation_id = c.id
      RETURNING conversation_id, id, seq, created_at, turn_id
    ), one AS (
      SELECT *, false AS is_duplicate FROM stored UNION ALL
      SELECT conversation_id, id, seq, created_at, turn_id, true FROM twin
    )
    SELECT one.conversation_id AS "conversationId", one.id::float8 AS id, one.seq, one.created_at AS "createdAt",
      one.is_duplicate AS "isDuplicate", one.turn_id::float8 AS "turnId", turn.from_seq AS "fromSeq",
      coalesce(c.status, v.status) AS status, v.language, v.customer_id AS "customerId", cu.external_id AS "externalId",
      ${provenLevel(sql, sql`v`)} AS "identityLevel", h.history
    FROM one CROSS JOIN LATERAL (SELECT * FROM conversations WHERE id = one.conversation_id) v
      LEFT JOIN c ON c.id = one.conversation_id LEFT JOIN turn ON turn.conversation_id = one.conversation_id
      LEFT JOIN LATERAL (SELECT external_id FROM customers WHERE id = v.customer_id) cu ON true
      CROSS JOIN LATERAL (
        SELECT coalesce(json_agg(m ORDER BY seq DESC), '[]') AS history FROM (
          SELECT seq, role, content FROM messages
          WHERE conversation_id = one.conversation_id AND month = v.month AND seq > v.last_seq - ${HISTORY_MESSAGES}
            ${ofMonth('month')}) m) h`;
  const byConversation = new Map(rows.map((row) => [row.conversationId, row]));
  return messages.map(({ conversationId }) => byConversation.get(conversationId) ?? null);
}

export interface Reply extends Provenance {
  confidence: number;
  conversationId: string;
  turnId: number;
  /** The last message that the reply knows of: if there is a newer one, or another is in charge, nothing is written. */
  expectedSeq: number;
  content: string;
  metadata: Record<string, unknown>;
  outcome: string;
}

export interface Committed {
  id: number;
  seq: number;
  createdAt: Date;
}

/**
 * Writes replies and closes their turns, in one statement, each only if nothing has happened to its conversation
 * meanwhile. At most one reply of a conversation may be among them. In the order of the input.
 *
 * `updated_at` stays that of the customer's message: no index changes, so PostgreSQL updates the row in place.
 *
 * The conversation's row is what everybody who writes to it locks first, so the comparison of `last_seq` decides alone:
 * of two workers that answer one turn exactly one commits. Null: the reply is to be dropped.
 */
export async function commitReplies(sql: Sql, replies: Reply[]): Promise<(Committed | null)[]> {
  const column = <Value>(pick: (one: Reply) => Value) => replies.map(pick);
  const rows = await sql<(Committed & { conversationId: string })[]>`
    WITH input AS (
      SELECT * FROM unnest(${column((one) => one.conversationId)}::uuid[], ${column((one) => one.turnId)}::bigint[],
        ${column((one) => one.expectedSeq)}::int[], ${column((one) => one.content)}::text[],
        ${column((one) => preview(one.content))}::text[], ${column((one) => JSON.stringify(one.metadata))}::text[],
        ${column((one) => one.outcome)}::text[], ${column((one) => one.provider)}::text[],
        ${column((one) => one.model)}::text[], ${column((one) => one.confidence)}::real[],
        ${column((one) => one.promptTokens)}::int[], ${column((one) => one.completionTokens)}::int[],
        ${column((one) => one.latencyMs)}::int[],
        ${column((one) => listOrNull(one.fallbacks))}::text[], ${column((one) => one.costMicros)}::bigint[],
        ${column((one) => one.promptVersion)}::text[], ${column((one) => listOrNull(one.sources))}::text[],
        ${column((one) => one.checks.join(',') || null)}::text[])
        AS t(conversation_id, turn_id, expected_seq, content, preview, metadata, outcome, provider, model, confidence,
          prompt_tokens, completion_tokens, latency_ms, fallbacks, cost_micros, prompt_version, sources, checks)
    ), c AS (
      UPDATE conversations v SET last_seq = v.last_seq + 1, last_text = i.preview, last_role = 'assistant'
      FROM input i WHERE v.id = i.conversation_id AND v.status = 'bot' AND v.last_seq = i.expected_seq
      RETURNING v.id, v.month, v.last_seq, i.*
    ), closed AS (
      UPDATE turns t SET closed_at = now(), outcome = c.outcome, provider = c.provider, model = c.model,
        confidence = c.confidence, prompt_tokens = c.prompt_tokens, completion_tokens = c.completion_tokens,
        latency_ms = c.latency_ms, fallbacks = c.fallbacks::jsonb, cost_micros = c.cost_micros,
        prompt_version = c.prompt_version, sources = c.sources::jsonb, checks = string_to_array(c.checks, ',')
      FROM c WHERE t.id = c.turn_id
    )
    INSERT INTO messages (conversation_id, month, seq, role, content, turn_id, metadata)
    SELECT id, month, last_seq, 'assistant', content, turn_id, metadata::jsonb FROM c
    RETURNING conversation_id AS "conversationId", id::float8 AS id, seq, created_at AS "createdAt"`;
  const byConversation = new Map(rows.map((row) => [row.conversationId, row]));
  return replies.map(({ conversationId }) => byConversation.get(conversationId) ?? null);
}

/** The beginning of a text for a list, without what its Markdown is made of. */
export const preview = (content: string): string =>
  content
    .slice(0, 2 * PREVIEW_CHARS)
    .replace(/^\s*([-#>]+|\d+\.)\s+/gm, '')
    .replace(/[*_`]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, PREVIEW_CHARS);

export const listOrNull = (list: readonly unknown[]): string | null => (list.length > 0 ? JSON.stringify(list) : null);
