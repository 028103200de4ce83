import type { Handoff, Person } from '../../ai/answer.ts';
import type { Sql } from '../../db/client.ts';
import type { Language } from '../../lib/language.ts';
import type { ConversationStatus, Message, MessageRole, Provenance } from '../conversations/model.ts';
import { provenLevel } from '../conversations/queries.ts';

/** Messages that the assistant reads back. */
const HISTORY_MESSAGES = 8;
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
    INSERT INTO messages (conversation_id, seq, role, content)
    SELECT id, 1, 'assistant', welcome FROM input
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
  const rows = await sql<(StoredMessage & { conversationId: string })[]>`
    WITH input AS (
      SELECT * FROM unnest(${messages.map((one) => one.conversationId)}::uuid[],
        ${messages.map((one) => one.clientId)}::uuid[], ${messages.map((one) => one.content)}::text[],
        ${messages.map((one) => preview(one.content))}::text[], ${messages.map((one) => one.worker)}::uuid[])
        AS t(conversation_id, client_id, content, preview, worker)
    ), twin AS (
      SELECT m.conversation_id, m.id, m.seq, m.created_at, m.turn_id FROM input i CROSS JOIN LATERAL (
        SELECT * FROM messages WHERE conversation_id = i.conversation_id AND client_id = i.client_id LIMIT 1) m
    ), c AS (
      UPDATE conversations v SET last_seq = v.last_seq + 1, last_text = i.preview, last_role = 'customer',
        updated_at = now()
      FROM input i
      WHERE v.id = i.conversation_id AND v.status <> 'ended'
        AND NOT EXISTS (SELECT 1 FROM twin WHERE twin.conversation_id = v.id)
      RETURNING v.id, v.last_seq, v.status, i.client_id, i.content, i.worker
    ), turn AS (
      INSERT INTO turns (conversation_id, from_seq, worker, lease_until)
      SELECT id, last_seq, worker, now() + make_interval(secs => ${LEASE_SECONDS}) FROM c WHERE status = 'bot'
      ON CONFLICT (conversation_id) WHERE closed_at IS NULL
      DO UPDATE SET worker = excluded.worker, lease_until = excluded.lease_until
      RETURNING id, conversation_id, from_seq
    ), stored AS (
      INSERT INTO messages (conversation_id, seq, role, content, client_id, turn_id)
      SELECT c.id, c.last_seq, 'customer', c.content, c.client_id, turn.id
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
        SELECT coalesce(json_agg(m), '[]') AS history FROM (
          SELECT seq, role, content FROM messages
          WHERE conversation_id = one.conversation_id ORDER BY seq DESC LIMIT ${HISTORY_MESSAGES}) m) h`;
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
      RETURNING v.id, v.last_seq, i.*
    ), closed AS (
      UPDATE turns t SET closed_at = now(), outcome = c.outcome, provider = c.provider, model = c.model,
        confidence = c.confidence, prompt_tokens = c.prompt_tokens, completion_tokens = c.completion_tokens,
        latency_ms = c.latency_ms, fallbacks = c.fallbacks::jsonb, cost_micros = c.cost_micros,
        prompt_version = c.prompt_version, sources = c.sources::jsonb, checks = string_to_array(c.checks, ',')
      FROM c WHERE t.id = c.turn_id
    )
    INSERT INTO messages (conversation_id, seq, role, content, turn_id, metadata)
    SELECT id, last_seq, 'assistant', content, turn_id, metadata::jsonb FROM c
    RETURNING conversation_id AS "conversationId", id::float8 AS id, seq, created_at AS "createdAt"`;
  const byConversation = new Map(rows.map((row) => [row.conversationId, row]));
  return replies.map(({ conversationId }) => byConversation.get(conversationId) ?? null);
}

/** The answer of a turn, once it is there. */
export async function findReply(sql: Sql, conversationId: string, turnId: number): Promise<Message | null> {
  const [row] = await sql<Message[]>`
    SELECT id::float8 AS id, conversation_id AS "conversationId", seq, role, content, client_id AS "clientId", metadata,
      created_at AS "createdAt"
    FROM messages WHERE conversation_id = ${conversationId} AND turn_id = ${turnId} AND role = 'assistant'
    ORDER BY seq DESC LIMIT 1`;
  return row ?? null;
}

export const isTurnOpen = async (sql: Sql, turnId: number): Promise<boolean> =>
  (await sql`SELECT 1 FROM turns WHERE id = ${turnId} AND closed_at IS NULL`).length > 0;

/** Says that this worker still has these turns. */
export async function renewLeases(sql: Sql, worker: string, turnIds: number[]): Promise<void> {
  await sql`
    UPDATE turns SET lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    WHERE id = ANY(${turnIds}::bigint[]) AND worker = ${worker} AND closed_at IS NULL`;
}

export interface OrphanTurn {
  id: number;
  conversationId: string;
  fromSeq: number;
  attempts: number;
}

/** Takes over turns whose worker has fallen silent; no two workers take the same one. */
export function claimOrphans(sql: Sql, worker: string, limit: number): Promise<OrphanTurn[]> {
  return sql<OrphanTurn[]>`
    UPDATE turns SET worker = ${worker}, attempts = attempts + 1,
      lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    WHERE id IN (
      SELECT id FROM turns WHERE closed_at IS NULL AND lease_until < now()
      ORDER BY lease_until LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING id::float8 AS id, conversation_id AS "conversationId", from_seq AS "fromSeq", attempts`;
}

export interface TurnState {
  status: ConversationStatus;
  lastSeq: number;
  language: Language;
  customerId: number | null;
  externalId: string | null;
  identityLevel: number;
  history: PastMessage[];
}

/** What the answer to an orphaned turn needs. */
export async function getTurnState(sql: Sql, conversationId: string): Promise<TurnState> {
  const [row] = await sql<TurnState[]>`
    SELECT v.status, v.last_seq AS "lastSeq", v.language, v.customer_id AS "customerId", cu.external_id AS "externalId",
      ${provenLevel(sql, sql`v`)} AS "identityLevel",
      (SELECT json_agg(h) FROM (
        SELECT seq, role, content FROM messages
        WHERE conversation_id = v.id ORDER BY seq DESC LIMIT ${HISTORY_MESSAGES}) h) AS history
    FROM conversations v LEFT JOIN customers cu ON cu.id = v.customer_id WHERE v.id = ${conversationId}`;
  return row as TurnState;
}

/** Closes a turn that needs no reply any more, because a person is in charge or the conversation ended. */
export async function closeTurn(sql: Sql, turnId: number, outcome: string): Promise<void> {
  await sql`UPDATE turns SET closed_at = now(), outcome = ${outcome} WHERE id = ${turnId} AND closed_at IS NULL`;
}

/**
 * The customer goes into the queue: the assistant falls silent and its open turn is closed. Answers the new seq of the
 * message that says so, or null when the assistant was not in charge (any more), or a newer message has come.
 */
export async function handOff(
  sql: Sql,
  conversationId: string,
  handoff: Pick<Handoff, 'reason'>,
  expectedSeq: number | null,
): Promise<number | null> {
  const [row] = await sql<{ seq: number }[]>`
    WITH c AS (
      UPDATE conversations SET status = 'waiting', handed_off_at = now(), handoff_reason = ${handoff.reason},
        last_seq = last_seq + 1, updated_at = now()
      WHERE id = ${conversationId} AND status = 'bot' AND (${expectedSeq}::int IS NULL OR last_seq = ${expectedSeq}::int)
      RETURNING id, last_seq
    ), closed AS (
      UPDATE turns SET closed_at = now(), outcome = 'handoff' FROM c
      WHERE turns.conversation_id = c.id AND turns.closed_at IS NULL
    )
    SELECT last_seq AS seq FROM c`;
  return row?.seq ?? null;
}

/** Who answered a turn that was handed off, what it rests on, and how quickly. */
export async function describeTurn(sql: Sql, turnId: number, of: Provenance & { confidence: number }): Promise<void> {
  await sql`
    UPDATE turns SET provider = ${of.provider}, model = ${of.model}, confidence = ${of.confidence},
      prompt_tokens = ${of.promptTokens}, completion_tokens = ${of.completionTokens}, cost_micros = ${of.costMicros},
      prompt_version = ${of.promptVersion}, sources = ${listOrNull(of.sources)}::text::jsonb,
      checks = string_to_array(${of.checks.join(',') || null}, ','), latency_ms = ${of.latencyMs},
      fallbacks = ${listOrNull(of.fallbacks)}::text::jsonb
    WHERE id = ${turnId}`;
}

/** Whom a conversation is with: the customer of the bank, and what the visitor's page said. */
export async function findPerson(sql: Sql, conversationId: string): Promise<Person> {
  const [row] = await sql<{ names: string[]; emails: string[]; phones: string[] }[]>`
    SELECT array_remove(ARRAY[cu.full_name, v.visitor_name], NULL) AS names,
      array_remove(ARRAY[cu.email, v.visitor_email], NULL) AS emails, array_remove(ARRAY[cu.phone], NULL) AS phones
    FROM conversations v LEFT JOIN customers cu ON cu.id = v.customer_id WHERE v.id = ${conversationId}`;
  return row ?? { names: [], emails: [], phones: [] };
}

export interface NewMessage {
  conversationId: string;
  seq: number;
  role: MessageRole;
  content: string;
  turnId?: number | null;
  authorId?: number | null;
  metadata?: Record<string, unknown> | null;
}

/** Under a seq that this transaction has taken from the conversation's row. */
export async function insertMessage(sql: Sql, message: NewMessage): Promise<Committed> {
  const [row] = await sql<Committed[]>`
    WITH c AS (
      UPDATE conversations SET last_text = ${preview(message.content)}, last_role = ${message.role}
      WHERE id = ${message.conversationId}
    )
    INSERT INTO messages (conversation_id, seq, role, content, turn_id, author_id, metadata)
    VALUES (${message.conversationId}, ${message.seq}, ${message.role}, ${message.content}, ${message.turnId ?? null},
      ${message.authorId ?? null}, ${message.metadata ? JSON.stringify(message.metadata) : null}::jsonb)
    RETURNING id::float8 AS id, seq, created_at AS "createdAt"`;
  return row as Committed;
}

/** Ends the conversation and closes its open turn; false when it had ended before. */
export async function endConversation(sql: Sql, conversationId: string): Promise<boolean> {
  const rows = await sql`
    WITH c AS (
      UPDATE conversations SET status = 'ended', ended_at = now(), updated_at = now()
      WHERE id = ${conversationId} AND status <> 'ended' RETURNING id
    ), closed AS (
      UPDATE turns SET closed_at = now(), outcome = 'ended' FROM c
      WHERE turns.conversation_id = c.id AND turns.closed_at IS NULL
    )
    SELECT id FROM c`;
  return rows.length > 0;
}

export async function insertFeedback(
  sql: Sql,
  feedback: { conversationId: string; messageId: number | null; rating: number | null; comment: string | null },
): Promise<void> {
  await sql`
    INSERT INTO feedback (conversation_id, message_id, rating, comment)
    VALUES (${feedback.conversationId}, ${feedback.messageId}, ${feedback.rating}, ${feedback.comment})`;
}

/** How many conversations wait longer than this one, plus itself. */
export async function queuePosition(sql: Sql, conversationId: string): Promise<number> {
  const [row] = await sql<{ position: number }[]>`
    SELECT count(*)::int AS position FROM conversations
    WHERE status = 'waiting' AND handed_off_at <= (SELECT handed_off_at FROM conversations WHERE id = ${conversationId})`;
  return row?.position ?? 0;
}

const listOrNull = (list: readonly unknown[]): string | null => (list.length > 0 ? JSON.stringify(list) : null);

/** The beginning of a text for a list, without what its Markdown is made of. */
const preview = (content: string): string =>
  content
    .slice(0, 2 * PREVIEW_CHARS)
    .replace(/^\s*([-#>]+|\d+\.)\s+/gm, '')
    .replace(/[*_`]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, PREVIEW_CHARS);
