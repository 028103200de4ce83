import type { Sql } from '../../db/client.ts';

interface SuggestedTurn {
  conversationId: string;
  /** The last message that it knew of. */
  seq: number;
  workerId: string;
  provider: string;
  model: string | null;
  confidence: number;
  promptTokens: number | null;
  completionTokens: number | null;
  costMicros: number | null;
  latencyMs: number;
}

/** A turn that was over when it was written down: no message belongs to it, and the day's budget counts it. */
export async function insertSuggestedTurn(sql: Sql, of: SuggestedTurn): Promise<number> {
  const [row] = await sql<{ id: number }[]>`
    INSERT INTO turns (conversation_id, from_seq, worker, lease_until, closed_at, outcome, provider, model, confidence,
      prompt_tokens, completion_tokens, cost_micros, latency_ms)
    VALUES (${of.conversationId}, ${of.seq}, ${of.workerId}, now(), now(), 'suggested', ${of.provider}, ${of.model},
      ${of.confidence}, ${of.promptTokens}, ${of.completionTokens}, ${of.costMicros}, ${of.latencyMs})
    RETURNING id::float8 AS id`;
  return (row as { id: number }).id;
}
