import { type Clock, systemClock } from '../lib/clock.ts';
import { abortError, unlessAborted } from './abort.ts';
import { type Answerer, type Draft, isUnavailable, type Question, type UnavailableReason } from './answer.ts';
import { Breaker } from './breaker.ts';
import { checkDraft } from './check.ts';
import { REPLY_TEXT } from './reply-texts.ts';
import type { ToolBox } from './tools.ts';

/** Units: milliseconds. After it no provider is waited for any more, and the last answerer answers. */
const ROUTER_BUDGET_MS = 45_000;

type FallbackReason = UnavailableReason | 'check_failed' | 'circuit_open' | 'crashed';

/** A provider that was passed over, and why. */
export interface Fallback {
  provider: string;
  reason: FallbackReason;
}

export interface RoutedDraft {
  draft: Draft;
  /** In the order they were tried; empty when the first provider answered. */
  fallbacks: Fallback[];
}

/** Where a reply is shown while it grows. */
export interface ReplySink {
  onText(text: string): void;
  /** What was shown so far is void; the reply starts anew. */
  onRestart(): void;
}

export interface RouterOptions {
  clock?: Clock;
  budgetMs?: number;
  /** For the log and the metrics. `error` is set for `crashed` alone. */
  onFallback?: (fallback: Fallback, error?: unknown) => void;
}

/**
 * Asks the answerers in their order until one gives a draft that passes the check.
 *
 * The last one is the engine that needs no network: it is asked without a budget, and if even that one fails, the reply
 * says that there is no sure answer and offers a person.
 */
export class Router {
  readonly #remote: { answerer: Answerer; breaker: Breaker }[];
  readonly #last: Answerer;
  readonly #budgetMs: number;
  readonly #onFallback: (fallback: Fallback, error?: unknown) => void;

  constructor(answerers: Answerer[], options: RouterOptions = {}) {
    const last = answerers.at(-1);
    if (!last) throw new RangeError('A router needs an answerer');
    const clock = options.clock ?? systemClock;
    this.#remote = answerers.slice(0, -1).map((answerer) => ({ answerer, breaker: new Breaker(clock) }));
    this.#last = last;
    this.#budgetMs = options.budgetMs ?? ROUTER_BUDGET_MS;
    this.#onFallback = options.onFallback ?? (() => {});
  }

  /** Errors: an AbortError when `signal` is aborted, and nothing else. */
  async answer(question: Question, tools: ToolBox, sink: ReplySink, signal: AbortSignal): Promise<RoutedDraft> {
    const asked = { question, tools, sink, signal };
    const fallbacks: Fallback[] = [];
    const remote = this.#remote.length > 0 ? await this.#askRemote(asked, fallbacks) : null;
    if (remote) return { draft: remote, fallbacks };
    const attempt = await this.#try(this.#last, asked, signal);
    if (signal.aborted) throw abortError();
    if ('draft' in attempt) return { draft: attempt.draft, fallbacks };
    this.#note(fallbacks, this.#last, attempt);
    return { draft: unsureDraft(question, this.#last.name), fallbacks };
  }

  /** The draft of the first provider that gives one within the budget; those passed over are added to `fallbacks`. */
  async #askRemote(asked: Asked, fallbacks: Fallback[]): Promise<Draft | null> {
    const { signal } = asked;
    const budget = new AbortController();
    const timer = setTimeout(() => budget.abort(), this.#budgetMs);
    const within = AbortSignal.any([signal, budget.signal]);
    try {
      for (const { answerer, breaker } of this.#remote) {
        const skipped = within.aborted ? OUT_OF_TIME : breaker.admit() ? null : CIRCUIT_OPEN;
        const attempt = skipped ?? (await this.#try(answerer, asked, within));
        if (skipped === null) judge(breaker, signal.aborted ? null : attempt);
        if (signal.aborted) throw abortError();
        if ('draft' in attempt) return attempt.draft;
        this.#note(fallbacks, answerer, attempt);
      }
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  async #try(answerer: Answerer, asked: Asked, signal: AbortSignal): Promise<Attempt> {
    const guarded = new GuardedSink(asked.sink);
    const attempt = await ask(answerer, asked, guarded, signal, answerer === this.#last);
    const isVoid = !('draft' in attempt) || attempt.isReworded;
    // Who gave up waiting has nothing on the screen to start anew.
    guarded.close({ isVoid: isVoid && !asked.signal.aborted });
    return attempt;
  }

  #note(fallbacks: Fallback[], { name }: Answerer, { reason, error }: FailedAttempt): void {
    const fallback = { provider: name, reason };
    fallbacks.push(fallback);
    this.#onFallback(fallback, error);
  }
}

/** One question on its way through the answerers. `signal` is the caller's own. */
interface Asked {
  question: Question;
  tools: ToolBox;
  sink: ReplySink;
  signal: AbortSignal;
}

interface FailedAttempt {
  reason: FallbackReason;
  error?: unknown;
}
/** `isReworded` when the text is not the one that was shown. */
type Attempt = { draft: Draft; isReworded: boolean } | FailedAttempt;

const CIRCUIT_OPEN: FailedAttempt = { reason: 'circuit_open' };
const OUT_OF_TIME: FailedAttempt = { reason: 'timeout' };

/**
 * A refusal or a failed check may lie in the question: if it counted against the provider, one customer could take it
 * from all the others.
 */
function judge(breaker: Breaker, attempt: Attempt | null): void {
  if (attempt === null) breaker.release();
  else if ('draft' in attempt || attempt.reason === 'check_failed') breaker.succeed();
  else if (attempt.reason === 'refused' || attempt.reason === 'crashed') breaker.release();
  else breaker.fail();
}

async function ask(
  answerer: Answerer,
  { question, tools }: Asked,
  sink: GuardedSink,
  signal: AbortSignal,
  isOwn: boolean,
): Promise<Attempt> {
  try {
    const result = await unlessAborted(answerer.answer(question, tools, sink.onText, signal), signal);
    return isUnavailable(result) ? { reason: result.unavailable } : checked(result, question, isOwn);
  } catch (error) {
    return signal.aborted ? { reason: 'timeout' } : { reason: 'crashed', error };
  }
}

/**
 * A decision (a handoff, a refusal, …) and a card frozen hold even where their wording does not pass: they are then said
 * in words of our own. The last answerer is no language model: it can only repeat what the bank wrote, so that only a
 * reply without words is refused there.
 */
function checked(draft: Draft, question: Question, isOwn: boolean): Attempt {
  const passes = isOwn ? draft.text.trim() !== '' : checkDraft(draft, question) === 'ok';
  if (passes) return { draft, isReworded: false };
  const wording = wordingOf(draft);
  if (wording === null) return { reason: 'check_failed' };
  return { draft: { ...draft, text: REPLY_TEXT[wording][question.language], citations: [] }, isReworded: true };
}

function wordingOf({ outcome, action }: Draft): keyof typeof REPLY_TEXT | null {
  if (outcome === 'answer') return null;
  if (outcome !== 'action') return outcome;
  return action === 'freeze_card' ? 'frozen' : null;
}

/** Passes a reply on while its answerer is the one that is asked, and remembers whether there is something to take back. */
class GuardedSink {
  readonly #sink: ReplySink;
  #isOpen = true;
  #hasShown = false;

  constructor(sink: ReplySink) {
    this.#sink = sink;
  }

  readonly onText = (text: string): void => {
    if (!this.#isOpen) return;
    this.#hasShown = true;
    this.#sink.onText(text);
  };

  close({ isVoid }: { isVoid: boolean }): void {
    this.#isOpen = false;
    if (isVoid && this.#hasShown) this.#sink.onRestart();
  }
}

const unsureDraft = (question: Question, provider: string): Draft => ({
  outcome: 'unsure',
  text: REPLY_TEXT.unsure[question.language],
  citations: [],
  confidence: 0,
  intent: null,
  action: null,
  handoff: null,
  suggestEscalation: true,
  evidence: [],
  provider,
  model: null,
  usage: null,
});
