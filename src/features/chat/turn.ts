import type { Draft, Exchange, Passage, Question } from '../../ai/answer.ts';
import { detectLanguage } from '../../ai/language-detection.ts';
import { triage } from '../../ai/triage.ts';
import { instructionsOf } from '../../ai/tuning.ts';
import type { Context } from '../../context.ts';
import { isUniqueViolation } from '../../db/client.ts';
import type { Language } from '../../lib/language.ts';
import { maskSplit } from '../../lib/mask/split.ts';
import { mask } from '../../lib/mask.ts';
import type { ConversationStatus, Message } from '../conversations/model.ts';
import { commitAtOnce, commitDraft, commitFailure, ready } from './commit.ts';
import { findPerson } from './conversation-queries.ts';
import { emergencyDraft } from './emergency.ts';
import { type ConversationMemory, type Remembered, rememberReply } from './memory.ts';
import type { IncomingMessage, PastMessage, StoredMessage } from './queries.ts';
import { maskSplitNumber } from './split-numbers.ts';
import { offeredLanguage, say, TEXTS } from './texts.ts';
import { ConversationTools } from './tools.ts';
import { claimOrphans, closeTurn, getTurnState } from './turn-queries.ts';
import type { ChatWriter } from './writer.ts';

const PASSAGES = 8;
/** A question of at most so many words may lean on the one before it. */
const SHORT_QUESTION_WORDS = 8;
/** A turn that so many workers took without an answer goes to a person. */
const MAX_ATTEMPTS = 3;
const ORPHANS_AT_ONCE = 10;

/** One answer that is owed: all that the recipe needs to know about it. */
export interface Turn {
  id: number;
  conversationId: string;
  /** The newest message that the answer knows of. */
  expectedSeq: number;
  question: string;
  /** Oldest first, without the question. */
  history: Exchange[];
  language: Language;
  /** The conversation's own, for what shows none. */
  usualLanguage: Language;
  level: number;
  customerId: number | null;
  externalId: string | null;
  /** True when the question held data that customers should not send. */
  hadSecrets: boolean;
  startedAt: number;
}

export interface Taken {
  message: { id: number; seq: number };
  isDuplicate: boolean;
  status: ConversationStatus;
  turnId: number | null;
  /** The answer that this process now owes; null where somebody else, or a person, answers. */
  turn: Turn | null;
}

/** How a reply travels to those who look on while it is made. */
export interface ReplyStream {
  onText(text: string): void;
  /** What was shown so far is void: another provider starts over. */
  onRestart(): void;
}

/**
 * Steps 1 and 2 of the recipe: masks the customer's text and stores it with the turn that it opens or joins. When this
 * resolves the message is committed. Null: the conversation has ended.
 */
export async function takeMessage(
  ctx: Context,
  writer: ChatWriter,
  conversationId: string,
  input: { text: string; clientId: string },
): Promise<Taken | null> {
  const startedAt = ctx.clock.monotonic();
  const { text: content, found } = mask(input.text);
  const incoming = { conversationId, clientId: input.clientId, content, worker: ctx.workerId };
  const stored = await storeWhole(ctx, writer, incoming);
  if (!stored) return null;
  const rejoined = stored.isDuplicate ? null : await maskSplitNumber(ctx.db.sql, conversationId, stored, content);
  const source = rejoined ? { ...stored, history: rejoined.history } : stored;
  const hadSecrets = found.length > 0 || rejoined !== null;
  if (!stored.isDuplicate) ctx.bus.publish({ type: 'message', conversation: conversationId, seq: stored.seq });
  const isOurs = !stored.isDuplicate && stored.turnId !== null && stored.status === 'bot';
  return {
    message: stored,
    isDuplicate: stored.isDuplicate,
    status: stored.status,
    turnId: stored.turnId,
    turn: isOurs
      ? spoken(ctx, turnOf(conversationId, source, rejoined?.content ?? content, { hadSecrets, startedAt }))
      : null,
  };
}

/**
 * All steps of the recipe in one: answers first and writes the message together with the reply. It is for what takes no
 * time and leads to nothing else: the engine in this process is the first that is asked, the conversation is as this
 * process remembers it, and the reply is a reply, no handoff. Half as many statements and commits as the other way.
 *
 * Null: nothing was written, and the message is to take the other way.
 */
export async function exchangeAtOnce(
  ctx: Context,
  writer: ChatWriter,
  memory: ConversationMemory,
  conversationId: string,
  input: { text: string; clientId: string },
): Promise<Message | null> {
  const known = ctx.ai.isLocal ? memory.take(conversationId) : null;
  if (!known) return null;
  const startedAt = ctx.clock.monotonic();
  const { text, found } = mask(input.text);
  // What earlier messages hold of a number in parts is to be masked too, which is the other way's.
  if (maskSplit(textsOfCustomer(known.history), text)) return null;
  const turn = spoken(ctx, turnAfter(conversationId, known, text, { hadSecrets: found.length > 0, startedAt }));
  if (triage(turn.question, turn.history)) return null;
  const routed = await draftReply(ctx, turn, SILENT, NEVER);
  if (routed.draft.handoff) return null;
  if (turn.hadSecrets) routed.draft = withWarning(routed.draft, turn.language);
  const reply = await commitAtOnce(ctx, writer, turn, routed, input.clientId);
  if (reply) rememberReply(memory, turn, reply);
  return reply;
}

const textsOfCustomer = (history: Exchange[]): string[] =>
  history.filter(({ role }) => role === 'customer').map(({ content }) => content);

const SILENT: ReplyStream = { onText() {}, onRestart() {} };
const NEVER = new AbortController().signal;

/**
 * Steps 3 to 9: answers the turn and commits the reply. Null when the reply was dropped, because a newer message joined
 * the turn or a person took over.
 *
 * Errors: rejects with the signal's AbortError, and when the database is away; the turn then stays open for whoever
 * takes it after its lease.
 */
export async function answerTurn(
  ctx: Context,
  writer: ChatWriter,
  turn: Turn,
  stream: ReplyStream,
  signal: AbortSignal,
): Promise<Message | null> {
  const emergency = triage(turn.question, turn.history);
  if (emergency) return commitDraft(ctx, writer, turn, ready(emergencyDraft(ctx.settings, emergency, turn.language)));
  const routed = await draftReply(ctx, turn, stream, signal);
  if (turn.hadSecrets) routed.draft = withWarning(routed.draft, turn.language);
  return commitDraft(ctx, writer, turn, routed);
}

/** Takes turns over whose worker fell silent, and answers them. Resolves when all of them are answered. */
export async function answerOrphans(ctx: Context, answer: (turn: Turn) => Promise<unknown>): Promise<number> {
  const orphans = await claimOrphans(ctx.db.sql, ctx.workerId, ORPHANS_AT_ONCE);
  await Promise.all(
    orphans.map(async (orphan) => {
      const state = await getTurnState(ctx.db.sql, orphan.conversationId);
      if (state.status !== 'bot') return closeTurn(ctx.db.sql, orphan.id, 'dropped');
      const last = { ...state, turnId: orphan.id, fromSeq: orphan.fromSeq, seq: state.lastSeq };
      const rest = { hadSecrets: false, startedAt: ctx.clock.monotonic() };
      const turn = spoken(ctx, turnOf(orphan.conversationId, last, null, rest));
      if (orphan.attempts > MAX_ATTEMPTS) return commitFailure(ctx, turn);
      ctx.log.info({ conversation: orphan.conversationId, turn: orphan.id }, 'took over a turn');
      return answer(turn);
    }),
  );
  return orphans.length;
}

/**
 * With all that was said before it. A message that waited for another one, or for a reply, which was just being written
 * reads the history as it was before that.
 */
async function storeWhole(ctx: Context, writer: ChatWriter, incoming: IncomingMessage): Promise<StoredMessage | null> {
  const stored = await storeOnce(writer, incoming);
  if (!stored || stored.isDuplicate || stored.history[0]?.seq === stored.seq - 1) return stored;
  const { history } = await getTurnState(ctx.db.sql, incoming.conversationId);
  return { ...stored, history: history.filter(({ seq }) => seq < stored.seq) };
}

async function storeOnce(writer: ChatWriter, incoming: IncomingMessage): Promise<StoredMessage | null> {
  try {
    return await writer.store(incoming);
  } catch (error) {
    // The same client id at the same moment through another connection: it is stored now, so ask again.
    if (!isUniqueViolation(error)) throw error;
    return writer.store(incoming);
  }
}

/** A turn that is stored only with its answer, so it has no id yet. */
export type UnstoredTurn = Omit<Turn, 'id'>;

const turnAfter = (
  conversationId: string,
  { lastSeq, language, history }: Remembered,
  question: string,
  rest: Pick<Turn, 'hadSecrets' | 'startedAt'>,
): UnstoredTurn => ({
  conversationId,
  expectedSeq: lastSeq,
  question,
  history,
  language: detectLanguage(question, language),
  usualLanguage: language,
  level: 0,
  customerId: null,
  externalId: null,
  ...rest,
});

/** The turn in a language that the bank offers. */
const spoken = <Any extends UnstoredTurn>(ctx: Context, turn: Any): Any => ({
  ...turn,
  language: offeredLanguage(ctx.settings, turn.language),
});

type TurnSource = Pick<
  StoredMessage,
  'turnId' | 'fromSeq' | 'seq' | 'language' | 'customerId' | 'externalId' | 'identityLevel'
> & {
  history: PastMessage[];
};

function turnOf(
  conversationId: string,
  source: TurnSource,
  newest: string | null,
  rest: Pick<Turn, 'hadSecrets' | 'startedAt'>,
): Turn {
  const past = [...source.history].reverse();
  const fromSeq = source.fromSeq ?? source.seq;
  const asked = past.filter(({ seq, role }) => seq >= fromSeq && role === 'customer').map(({ content }) => content);
  const question = newest === null ? asked.join('\n') : [...asked, newest].join('\n');
  return {
    id: source.turnId as number,
    conversationId,
    expectedSeq: source.seq,
    question,
    history: past.filter(({ seq }) => seq < fromSeq).flatMap(asExchange),
    language: detectLanguage(question, source.language),
    usualLanguage: source.language,
    level: source.identityLevel,
    customerId: source.customerId,
    externalId: source.externalId,
    ...rest,
  };
}

const asExchange = ({ role, content }: PastMessage): Exchange[] => (role === 'system' ? [] : [{ role, content }]);

function draftReply(ctx: Context, turn: UnstoredTurn, stream: ReplyStream, signal: AbortSignal) {
  const { question: text, language, history, level } = turn;
  let passages: Passage[] | undefined;
  const question: Question = {
    text,
    language,
    history,
    level,
    bankName: ctx.settings.get('bank.name'),
    emergencyPhone: ctx.settings.get('bank.emergency_phone'),
    ...instructionsOf(ctx.settings, language),
    conversationId: turn.conversationId,
    person: () => findPerson(ctx.db.sql, turn.conversationId),
    // Looked up on demand: the offline engine ranks for itself.
    get passages() {
      passages ??= ctx.retriever.search(contextualText(text, history), language, PASSAGES);
      return passages;
    },
  };
  const tools = new ConversationTools(ctx, {
    conversationId: turn.conversationId,
    level,
    customerId: turn.customerId,
    externalId: turn.externalId,
  });
  return ctx.ai.answer(question, tools, stream, signal);
}

/** A short follow-up ("and on Saturdays?") is searched for together with what it follows. */
function contextualText(text: string, history: Exchange[]): string {
  const isShort = text.split(/\s+/).length <= SHORT_QUESTION_WORDS;
  const before = isShort ? history.findLast(({ role }) => role === 'customer')?.content : undefined;
  return before ? `${before}\n${text}` : text;
}

const withWarning = (draft: Draft, language: Language): Draft => ({
  ...draft,
  text: `${draft.text}\n\n${say(TEXTS.maskedData, language)}`,
});
