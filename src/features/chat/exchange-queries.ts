import type { Sql } from '../../db/client.ts';
import type { Committed, Reply } from './queries.ts';
import { listOrNull, preview } from './queries.ts';

/** A customer's message with the reply to it, of an answerer that costs nothing and was asked first. */
export interface Exchanged extends Omit<Reply, 'turnId'> {
  clientId: string;
  /** Masked. */
  question: string;
  worker: string;
}

/** The reply; the customer's message has the seq before it. */
export type CommittedExchange = Committed & { turnId: number };

/**
 * Stores messages together with their replies and the turns that say why, in one statement: each only if nobody has
 * written to its conversation since `expectedSeq`, the assistant is in charge, and the customer has proven nothing
 * meanwhile. At most one of a conversation may be among them. In the order of the input.
 *
 * Null: nothing was written. Errors: a unique violation for a client id that is there already.
 */
export async function storeExchanges(sql: Sql, exchanges: Exchanged[]): Promise<(CommittedExchange | null)[]> {
  const column = <Value>(pick: (one: Exchanged) => Value) => exchanges.map(pick);
  const rows = await sql<(CommittedExchange & { conversationId: string })[]>`
    WITH input AS (
      SELECT * FROM unnest(${column((one) => one.conversationId)}::uuid[], ${column((one) => one.clientId)}::uuid[],
        ${column((one) => one.expectedSeq)}::int[], ${column((one) => one.question)}::text[],
        ${column((one) => one.content)}::text[], ${column((one) => preview(one.content))}::text[],
        ${column((one) => JSON.stringify(one.metadata))}::text[], ${column((one) => one.worker)}::uuid[],
        ${column((one) => one.outcome)}::text[], ${column((one) => one.provider)}::text[],
        ${column((one) => one.confidence)}::real[], ${column((one) => one.latencyMs)}::int[],
        ${column((one) => listOrNull(one.sources))}::text[], ${column((one) => one.checks.join(',') || null)}::text[])
        AS t(conversation_id, client_id, expected_seq, question, content, preview, metadata, worker, outcome, provider,
          confidence, latency_ms, sources, checks)
    ), c AS (
      UPDATE conversations v SET last_seq = v.last_seq + 2, last_text = i.preview, last_role = 'assistant',
        updated_at = now()
      FROM input i
      WHERE v.id = i.conversation_id AND v.status = 'bot' AND v.last_seq = i.expected_seq AND v.identity_level = 0
      RETURNING v.month, i.*
    ), turn AS (
      INSERT INTO turns (conversation_id, from_seq, worker, lease_until, closed_at, outcome, provider, confidence,
        latency_ms, sources, checks)
      SELECT conversation_id, expected_seq + 1, worker, now(), now(), outcome, provider, confidence, latency_ms,
        sources::jsonb, string_to_array(checks, ',') FROM c
      RETURNING id, conversation_id
    ), stored AS (
      INSERT INTO messages (conversation_id, month, seq, role, content, client_id, turn_id, metadata)
      SELECT c.conversation_id, c.month, m.seq, m.role, m.content, m.client_id, turn.id, m.metadata
      FROM c JOIN turn ON turn.conversation_id = c.conversation_id CROSS JOIN LATERAL (VALUES
        (c.expected_seq + 1, 'customer', c.question, c.client_id, NULL),
        (c.expected_seq + 2, 'assistant', c.content, NULL, c.metadata::jsonb)) m(seq, role, content, client_id, metadata)
      RETURNING conversation_id, id, seq, role, turn_id, created_at
    )
    SELECT conversation_id AS "conversationId", id::float8 AS id, seq, turn_id::float8 AS "turnId",
      created_at AS "createdAt"
    FROM stored WHERE role = 'assistant'`;
  const byConversation = new Map(rows.map((row) => [row.conversationId, row]));
  return exchanges.map(({ conversationId }) => byConversation.get(conversationId) ?? null);
}
