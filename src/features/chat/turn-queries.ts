import type { Sql } from '../../db/client.ts';
import type { Language } from '../../lib/language.ts';
import type { ConversationStatus, Message, Provenance } from '../conversations/model.ts';
import { monthOfConversation, provenLevel } from '../conversations/queries.ts';
import { HISTORY_MESSAGES, LEASE_SECONDS, listOrNull, type PastMessage } from './queries.ts';

/** The answer of a turn, once it is there. */
export async function findReply(sql: Sql, conversationId: string, turnId: number): Promise<Message | null> {
  const [row] = await sql<Message[]>`
    SELECT id::float8 AS id, conversation_id AS "conversationId", seq, role, content, client_id AS "clientId", metadata,
      created_at AS "createdAt"
    FROM messages
    WHERE conversation_id = ${conversationId} AND month = ${monthOfConversation(sql, conversationId)} AND turn_id = ${turnId} AND role = 'assistant'
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

/**
 * A reply under way was made for the message before and will be dropped: its turn is answered anew, by whoever looks
 * first. Answers whether there was one.
 */
export async function reopenTurn(tx: Sql, conversationId: string): Promise<boolean> {
  const { count } = await tx`
    UPDATE turns SET lease_until = now() - interval '1 second'
    WHERE conversation_id = ${conversationId} AND closed_at IS NULL`;
  return count > 0;
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
        WHERE conversation_id = v.id AND month = v.month ORDER BY seq DESC LIMIT ${HISTORY_MESSAGES}) h) AS history
    FROM conversations v LEFT JOIN customers cu ON cu.id = v.customer_id WHERE v.id = ${conversationId}`;
  return row as TurnState;
}

/** Closes a turn that needs no reply any more, because a person is in charge or the conversation ended. */
export async function closeTurn(sql: Sql, turnId: number, outcome: string): Promise<void> {
  await sql`UPDATE turns SET closed_at = now(), outcome = ${outcome} WHERE id = ${turnId} AND closed_at IS NULL`;
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
