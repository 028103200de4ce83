import type { Citation, Exchange } from '../../ai/answer.ts';
import { detectLanguage } from '../../ai/language-detection.ts';
import { costInMicros, tokensOf } from '../../ai/pricing.ts';
import type { RoutedDraft } from '../../ai/router.ts';
import type { Card, ToolResult } from '../../ai/tools.ts';
import { instructionsOf } from '../../ai/tuning.ts';
import type { Context } from '../../context.ts';
import { conflict, unavailable } from '../../lib/errors.ts';
import { mask } from '../../lib/mask.ts';
import { writeAudit } from '../audit/queries.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import { findPerson } from '../chat/conversation-queries.ts';
import { ConversationTools } from '../chat/tools.ts';
import type { InboxRow } from './model.ts';
import { findExternalId, listMessages } from './queries.ts';
import { followConversation, getVisible } from './service.ts';
import { insertSuggestedTurn } from './suggestion-queries.ts';

const READ_BACK = 12;
const PASSAGES = 8;
const DEADLINE_MS = 30_000;

/** What the assistant would say. It is shown to the person in charge, who may change and send it; it is stored nowhere. */
export interface Suggestion {
  text: string;
  citations: Citation[];
  /** 0 to 1. */
  confidence: number;
  provider: string;
}

/**
 * Asks the assistant what it would answer to what the customer wrote last. Nothing is sent by it. What it costs counts in
 * the budgets, and once they are used up the assistant's own engine suggests.
 * Errors: not_found, conflict (the customer has said nothing, ended), unavailable (no answer in time).
 */
export async function suggestReply(ctx: Context, caller: Caller, id: string): Promise<Suggestion> {
  const row = await getVisible(ctx, caller, id);
  if (row.status === 'ended') throw conflict('This conversation has ended');
  await followConversation(ctx, caller, id);
  const messages = await listMessages(ctx.db.sql, id, Math.max(0, row.lastSeq - READ_BACK));
  const last = messages.findLastIndex(({ role }) => role === 'customer');
  if (last < 0) throw conflict('The customer has not written anything yet');
  const before = messages.slice(0, last).findLastIndex(({ role }) => role === 'assistant' || role === 'agent');
  const asked = messages.slice(before + 1, last + 1).filter(({ role }) => role === 'customer');
  const text = asked.map(({ content }) => content).join('\n');
  const language = detectLanguage(text, row.language);
  const history = messages
    .slice(0, before + 1)
    .flatMap(({ role, content }): Exchange[] => (role === 'system' ? [] : [{ role, content }]));
  const since = ctx.clock.monotonic();
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const asking = ctx.ai.answer(
    {
      text,
      language,
      history,
      level: row.identityLevel,
      bankName: ctx.settings.get('bank.name'),
      emergencyPhone: ctx.settings.get('bank.emergency_phone'),
      ...instructionsOf(ctx.settings, language),
      conversationId: id,
      person: () => findPerson(ctx.db.sql, id),
      passages: ctx.retriever.search(text, language, PASSAGES),
    },
    new ReadingTools(ctx, {
      conversationId: id,
      level: row.identityLevel,
      customerId: row.customerId,
      externalId: row.customerId === null ? null : await findExternalId(ctx.db.sql, row.customerId),
    }),
    { onText() {}, onRestart() {} },
    signal,
  );
  const routed = await asking.catch((cause: unknown) => {
    throw signal.aborted ? unavailable('The assistant has no suggestion right now', cause) : cause;
  });
  await noteSuggestion(ctx, caller, row, routed, ctx.clock.monotonic() - since);
  const { draft } = routed;
  const { citations, confidence, provider } = draft;
  return { text: mask(draft.text).text, citations, confidence, provider };
}

/** Leaves a trace of the suggestion, by which its turn, with what it cost, is found as the conversation's. */
const noteSuggestion = (
  ctx: Context,
  caller: Caller,
  { id, lastSeq }: InboxRow,
  { draft, spent }: RoutedDraft,
  latencyMs: number,
): Promise<void> =>
  ctx.db.sql.begin(async (tx) => {
    const turn = await insertSuggestedTurn(tx, {
      conversationId: id,
      seq: lastSeq,
      workerId: ctx.workerId,
      provider: draft.provider,
      model: draft.model,
      confidence: draft.confidence,
      promptTokens: tokensOf(spent)?.promptTokens ?? null,
      completionTokens: tokensOf(spent)?.completionTokens ?? null,
      costMicros: costInMicros(spent, ctx.settings.get('ai.prices')),
      latencyMs: Math.round(latencyMs),
    });
    await writeAudit(tx, {
      ...actorOf(caller),
      action: 'conversation.suggest',
      resourceType: 'conversation',
      resourceId: id,
      details: { turn },
    });
  });

/** A suggestion may look at what the customer may see, and changes nothing. */
class ReadingTools extends ConversationTools {
  override async freezeCard(): Promise<ToolResult<Card>> {
    return { ok: false, reason: 'unavailable' };
  }
}
