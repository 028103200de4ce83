import type { Draft, Handoff } from '../../ai/answer.ts';
import { costInMicros, tokensOf } from '../../ai/pricing.ts';
import type { RoutedDraft } from '../../ai/router.ts';
import type { Context } from '../../context.ts';
import { isUniqueViolation } from '../../db/client.ts';
import { mask } from '../../lib/mask.ts';
import type { Message, Provenance } from '../conversations/model.ts';
import type { Ticket } from '../tickets/model.ts';
import { announceOpened, openingTicket, openTicket } from '../tickets/service.ts';
import { handOff, insertMessage } from './conversation-queries.ts';
import { handoffText, withHours } from './handoff-text.ts';
import type { Committed } from './queries.ts';
import { TEXTS } from './texts.ts';
import type { Turn, UnstoredTurn } from './turn.ts';
import { describeTurn } from './turn-queries.ts';
import type { ChatWriter } from './writer.ts';

const DESCRIPTION_CHARS = 2_000;
/** Stands for the provider of a turn that nothing could answer. */
const NOBODY = 'none';

/** Steps 7 to 9: writes the reply, or hands the customer over to people, and tells everybody. Null: it was dropped. */
export async function commitDraft(
  ctx: Context,
  writer: ChatWriter,
  turn: Turn,
  routed: RoutedDraft,
): Promise<Message | null> {
  const { draft } = routed;
  const masked = { ...routed, draft: { ...draft, text: mask(draft.text).text } };
  return draft.handoff ? commitHandoff(ctx, turn, masked, draft.handoff) : commitAnswer(ctx, writer, turn, masked);
}

/**
 * The same for a reply that is written together with its question. Null: somebody else wrote to the conversation, or
 * the client's id is there already, and nothing was written.
 */
export async function commitAtOnce(
  ctx: Context,
  writer: ChatWriter,
  turn: UnstoredTurn,
  routed: RoutedDraft,
  clientId: string,
): Promise<Message | null> {
  const { draft } = routed;
  const { text: content } = mask(draft.text);
  const latencyMs = Math.round(ctx.clock.monotonic() - turn.startedAt);
  const metadata = metadataOf(draft, latencyMs);
  const { conversationId, expectedSeq, question } = turn;
  const exchange = { conversationId, clientId, question, worker: ctx.workerId, expectedSeq, content, metadata };
  const provenance = provenanceOf(ctx, routed, latencyMs);
  try {
    const committed = await writer.exchange({ ...exchange, outcome: draft.outcome, ...provenance });
    if (!committed) return null;
    countTurn(ctx, draft, draft.outcome, latencyMs);
    return published(ctx, turn, content, metadata, committed);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return null;
  }
}

/** A reply that needed no answerer. */
export const ready = (draft: Draft): RoutedDraft => ({ draft, fallbacks: [], checks: FIXED, spent: [] });

const FIXED: readonly string[] = ['fixed_text'];

/** For a turn that nothing could answer: an apology and a person. */
export function commitFailure(ctx: Context, turn: Turn): Promise<Message | null> {
  const subject = { es: 'El asistente no pudo responder', en: 'The assistant could not answer' }[turn.language];
  const handoff: Handoff = { reason: 'tool_failure', category: 'general', priority: 'MEDIUM', subject };
  return commitHandoff(ctx, turn, ready(failureDraft(turn, handoff)), handoff);
}

async function commitAnswer(
  ctx: Context,
  writer: ChatWriter,
  turn: Turn,
  routed: RoutedDraft,
): Promise<Message | null> {
  const { draft } = routed;
  const latencyMs = Math.round(ctx.clock.monotonic() - turn.startedAt);
  const metadata = metadataOf(draft, latencyMs);
  const committed = await writer.commit({
    conversationId: turn.conversationId,
    turnId: turn.id,
    expectedSeq: turn.expectedSeq,
    content: draft.text,
    metadata,
    outcome: draft.outcome,
    ...provenanceOf(ctx, routed, latencyMs),
  });
  countTurn(ctx, draft, committed ? draft.outcome : 'dropped', latencyMs);
  return committed && published(ctx, turn, draft.text, metadata, committed);
}

async function commitHandoff(ctx: Context, turn: Turn, routed: RoutedDraft, handoff: Handoff): Promise<Message | null> {
  const { draft } = routed;
  const latencyMs = Math.round(ctx.clock.monotonic() - turn.startedAt);
  const result = await openingTicket(ctx, async (tx) => {
    const seq = await handOff(tx, turn.conversationId, handoff, turn.expectedSeq);
    if (seq === null) return null;
    const { ticket, isNew, told } = await openTicket(ctx, tx, ticketOf(turn, handoff), 'assistant');
    const metadata = { ...metadataOf(draft, latencyMs), ticket_id: ticket.reference };
    const content = await withHours(ctx, tx, turn.language, withTicket(ctx, draft.text, ticket, turn), ticket);
    const { conversationId, id: turnId } = turn;
    const committed = await insertMessage(tx, { conversationId, seq, role: 'assistant', content, turnId, metadata });
    await describeTurn(tx, turnId, provenanceOf(ctx, routed, latencyMs));
    return { ticket, isNew, told, metadata, content, committed };
  });
  countTurn(ctx, draft, result ? (draft.provider === NOBODY ? 'failed' : draft.outcome) : 'dropped', latencyMs);
  if (!result) return null;
  ctx.metrics.count('joxai_escalations_total', { reason: handoff.reason });
  if (result.isNew) announceOpened(ctx, result.ticket, result.told);
  else ctx.bus.publish({ type: 'queue' });
  ctx.bus.publish({ type: 'conversation', conversation: turn.conversationId });
  return published(ctx, turn, result.content, result.metadata, result.committed);
}

function published(
  ctx: Context,
  turn: UnstoredTurn,
  content: string,
  metadata: Record<string, unknown>,
  committed: Committed,
): Message {
  ctx.bus.publish({ type: 'message', conversation: turn.conversationId, seq: committed.seq });
  return { ...committed, conversationId: turn.conversationId, role: 'assistant', content, clientId: null, metadata };
}

function countTurn(ctx: Context, { provider }: Draft, outcome: string, latencyMs: number): void {
  ctx.metrics.count('joxai_turns_total', { outcome, provider });
  ctx.metrics.observe('joxai_turn_duration_seconds', { provider }, latencyMs / 1_000);
}

function provenanceOf(
  ctx: Context,
  { draft, fallbacks, checks, spent }: RoutedDraft,
  latencyMs: number,
): Provenance & { confidence: number } {
  const tokens = tokensOf(spent);
  return {
    provider: draft.provider,
    model: draft.model,
    confidence: draft.confidence,
    promptTokens: tokens?.promptTokens ?? null,
    completionTokens: tokens?.completionTokens ?? null,
    costMicros: costInMicros(spent, ctx.settings.get('ai.prices')),
    promptVersion: draft.promptVersion ?? null,
    sources: draft.sources ?? [],
    checks,
    latencyMs,
    fallbacks,
  };
}

/** Shape: the contract's `metadata` of a reply. */
export function metadataOf(draft: Draft, latencyMs: number): Record<string, unknown> {
  return {
    outcome: draft.outcome,
    provider: draft.provider,
    model: draft.model,
    confidence: draft.confidence,
    intent: draft.intent,
    citations: draft.citations.map(({ articleId, slug, title }) => ({ article_id: articleId, slug, title })),
    ...(draft.action && { action: draft.action }),
    suggest_escalation: draft.suggestEscalation,
    ...(draft.choices && { choices: draft.choices }),
    latency_ms: latencyMs,
  };
}

const ticketOf = (turn: Turn, { subject, priority, category, reason }: Handoff) => ({
  conversationId: turn.conversationId,
  subject,
  description: turn.question.slice(0, DESCRIPTION_CHARS),
  priority,
  category,
  reason,
});

const withTicket = (ctx: Context, text: string, ticket: Ticket, turn: Turn): string =>
  text.includes('{ticket}')
    ? text.replaceAll('{ticket}', ticket.reference)
    : `${text}\n\n${handoffText(ctx.settings, turn.language, ticket.reference)}`;

const failureDraft = (turn: Turn, handoff: Handoff): Draft => ({
  outcome: 'handoff',
  text: TEXTS.failed[turn.language],
  citations: [],
  confidence: 0,
  intent: null,
  action: null,
  handoff,
  suggestEscalation: true,
  evidence: [],
  provider: NOBODY,
  model: null,
  usage: null,
});
