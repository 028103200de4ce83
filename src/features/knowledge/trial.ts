import type { BankInstructions, KnowledgeArticle, Passage, Question } from '../../ai/answer.ts';
import { otherMatters } from '../../ai/offline/other-matters.ts';
import { Retriever } from '../../ai/retrieval.ts';
import type { Router } from '../../ai/router.ts';
import type { ToolBox, ToolResult } from '../../ai/tools.ts';
import { TopicModel } from '../../ai/topic-model.ts';
import { triage } from '../../ai/triage.ts';
import { instructionsOf } from '../../ai/tuning.ts';
import type { Context } from '../../context.ts';
import { invalid, unavailable } from '../../lib/errors.ts';
import type { Language } from '../../lib/language.ts';
import { mask } from '../../lib/mask.ts';
import type { Caller } from '../auth/queries.ts';
import { emergencyDraft } from '../chat/emergency.ts';
import { bandOf, type Trial, type TrialScope } from './model.ts';
import { listDrafts, listPublishedArticles } from './queries.ts';
import { asShown } from './service.ts';
import { requireWriter } from './writing.ts';

const PASSAGES = 8;
const MAX_QUESTION_CHARS = 4_000;
const DEADLINE_MS = 30_000;

/** What learning from drafts has come to last, for the next question about the same ones. */
const learnt = new WeakMap<Context, { stamp: string; retriever: Retriever }>();

interface TrialQuestion {
  question: string;
  language: Language;
  scope: TrialScope;
  /** Instead of those in use. */
  instructions?: BankInstructions;
}

/**
 * What the assistant would answer to a question that opens a conversation with somebody unknown: by the real way, through
 * triage, retrieval, the answerers in their order and the check. Nothing of it is stored. `scope` says whether drafts are
 * taken for published: those of a topic, all of them, or none.
 *
 * Errors: forbidden, invalid, unavailable (no answer in time).
 */
export async function tryQuestion(
  ctx: Context,
  caller: Caller,
  { question, language, scope, instructions }: TrialQuestion,
): Promise<Trial> {
  requireWriter(caller);
  const text = mask(question.trim()).text;
  if (text === '' || text.length > MAX_QUESTION_CHARS) {
    throw invalid([{ field: 'question', message: `must have 1 to ${MAX_QUESTION_CHARS} characters` }]);
  }
  const since = ctx.clock.monotonic();
  const { retriever, router } = await articlesOf(ctx, scope);
  const passages = retriever.search(text, language, PASSAGES);
  const emergency = triage(text, []);
  const tookMs = () => Math.round(ctx.clock.monotonic() - since);
  if (emergency) {
    const { outcome, text, confidence, provider, model } = emergencyDraft(ctx.settings, emergency, language);
    const fixed = { outcome, text, confidence, provider, model, band: null, citations: [], checks: ['fixed_text'] };
    return { ...fixed, passages: shownOf(passages), latencyMs: tookMs() };
  }
  const { draft, checks } = await asked(ctx, router, {
    text,
    language,
    passages,
    ...(instructions && { instructions }),
  });
  return {
    outcome: draft.outcome,
    text: mask(draft.text).text,
    confidence: draft.confidence,
    band: bandOf(draft),
    citations: draft.citations.map(({ slug, title }) => ({ slug, title })),
    provider: draft.provider,
    model: draft.model,
    checks: [...checks],
    passages: shownOf(passages),
    latencyMs: tookMs(),
  };
}

async function asked(
  ctx: Context,
  router: Router,
  of: Pick<Question, 'text' | 'language' | 'passages' | 'instructions'>,
): ReturnType<Router['answer']> {
  const question = {
    ...instructionsOf(ctx.settings, of.language),
    ...of,
    history: [],
    level: 0,
    bankName: ctx.settings.get('bank.name'),
    emergencyPhone: ctx.settings.get('bank.emergency_phone'),
  };
  const signal = AbortSignal.timeout(DEADLINE_MS);
  try {
    return await router.answer(question, NOBODYS_TOOLS, { onText() {}, onRestart() {} }, signal);
  } catch (cause) {
    throw signal.aborted ? unavailable('The assistant has no answer right now', cause) : cause;
  }
}

/** Nobody has proven who they are, so every tool asks for it. */
const refuse = async <Data>(): Promise<ToolResult<Data>> => ({ ok: false, reason: 'identity_required' });
const NOBODYS_TOOLS: ToolBox = {
  getBalance: refuse,
  listTransactions: refuse,
  listCards: refuse,
  freezeCard: refuse,
  ticketStatus: refuse,
};

const shownOf = (passages: Passage[]): Trial['passages'] =>
  passages.map(({ slug, language, title, text, score, version }) => ({
    slug,
    language,
    title,
    text,
    score,
    version: version ?? null,
  }));

async function articlesOf(ctx: Context, scope: TrialScope): Promise<{ retriever: Retriever; router: Router }> {
  if (scope.kind === 'published') return { retriever: ctx.retriever, router: ctx.ai };
  const { sql } = ctx.db;
  const drafts = (await listDrafts(sql, scope.kind === 'topic' ? scope.slug : null)).map(asShown);
  const taken = new Set(drafts.map(({ id }) => id));
  const published = (await listPublishedArticles(sql)).map(asShown).filter(({ id }) => !taken.has(id));
  const retriever = await learntFrom(ctx, [...published, ...drafts]);
  return { retriever, router: ctx.routerOver(retriever) };
}

async function learntFrom(ctx: Context, articles: KnowledgeArticle[]): Promise<Retriever> {
  const stamp = articles.map(({ id, version }) => `${id}.${version}`).join(' ');
  const known = learnt.get(ctx);
  if (known?.stamp === stamp) return known.retriever;
  const retriever = new Retriever();
  retriever.replace(articles, 1);
  retriever.adopt(await TopicModel.learn(articles, otherMatters(articles)), 1);
  learnt.set(ctx, { stamp, retriever });
  return retriever;
}
