import { Breaker } from '../lib/breaker.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import type { ProviderFigures } from '../metrics/figures.ts';
import { abortError, unlessAborted } from './abort.ts';
import {
  type Answerer,
  type Draft,
  type FailedCheck,
  isUnavailable,
  type Probe,
  type Question,
  type Spent,
  type UnavailableReason,
} from './answer.ts';
import { CHECKS, checkDraft, checkOwnDraft, OWN_CHECKS } from './check.ts';
import { ProviderRecord } from './provider-record.ts';
import { GuardedSink, type ReplySink } from './reply-sink.ts';
import { REPLY_TEXT } from './reply-texts.ts';
import type { ToolBox } from './tools.ts';

/** Units: milliseconds. After it no provider is waited for any more, and the last answerer answers. */
const ROUTER_BUDGET_MS = 45_000;

type FallbackReason = UnavailableReason | 'check_failed' | 'circuit_open' | 'crashed' | 'budget' | 'boundary';

/** A provider that was passed over, and why. */
export interface Fallback {
  provider: string;
  reason: FallbackReason;
}

export interface RoutedDraft {
  draft: Draft;
  /** In the order they were tried; empty when the first provider answered. */
  fallbacks: Fallback[];
  /** What the draft was found free of; `corrected` at a second try, `reworded` in words of our own. */
  checks: readonly string[];
  /** What the vendors counted, for drafts that were not sent too. */
  spent: Spent[];
}

export interface RouterOptions {
  clock?: Clock;
  /** Asked for each answer. Units: milliseconds. */
  budgetMs?: () => number;
  /** The names of the remote answerers to ask, in their order; all of them as they were given, unless told otherwise. */
  order?: () => readonly string[];
  /** Whether the question is one that no model is asked: what it could be talked into, it is not told. */
  isOutOfBounds?: (question: Question) => boolean;
  /** For the log and the metrics. `error` is set for `crashed` alone. */
  onFallback?: (fallback: Fallback, error?: unknown) => void;
  /** Whether no more may be spent on remote providers. Not asked where there are none. */
  isOverBudget?: (question: Question) => Promise<boolean>;
}

/**
 * Asks the answerers in their order until one gives a draft that passes the check. One whose draft does not pass is told
 * so and asked once more.
 *
 * The last one is the engine that needs no network: it is asked without a budget, and if even that one fails, the reply
 * says that there is no sure answer and offers a person.
 */
export class Router {
  readonly #remote: Remote[];
  readonly #clock: Clock;
  readonly #last: Answerer;
  readonly #order: () => readonly string[];
  readonly #budgetMs: () => number;
  readonly #onFallback: (fallback: Fallback, error?: unknown) => void;
  readonly #isOverBudget: (question: Question) => Promise<boolean>;
  readonly #isOutOfBounds: (question: Question) => boolean;

  constructor(answerers: Answerer[], options: RouterOptions = {}) {
    const last = answerers.at(-1);
    if (!last) throw new RangeError('A router needs an answerer');
    const clock = options.clock ?? systemClock;
    this.#remote = answerers
      .slice(0, -1)
      .map((answerer) => ({ answerer, breaker: new Breaker(clock), record: new ProviderRecord(clock) }));
    this.#clock = clock;
    this.#last = last;
    this.#order = options.order ?? (() => this.#remote.map(({ answerer }) => answerer.name));
    this.#budgetMs = options.budgetMs ?? (() => ROUTER_BUDGET_MS);
    this.#onFallback = options.onFallback ?? (() => {});
    this.#isOverBudget = options.isOverBudget ?? (async () => false);
    this.#isOutOfBounds = options.isOutOfBounds ?? (() => false);
  }

  /** Whether the engine of this process is the first that is asked: it answers at once and costs nothing. */
  get isLocal(): boolean {
    return this.#asked().length === 0;
  }

  /** How this process has fared with each remote provider, asked or not. */
  get providers(): ProviderFigures[] {
    return this.#remote.map(({ answerer, breaker, record }) => record.figures(answerer.name, breaker.state));
  }

  /** What was said in the conversation is erased: what its answerers remember of it goes too. */
  forget(conversationId: string): void {
    for (const { answerer } of this.#remote) answerer.forget?.(conversationId);
  }

  /**
   * Calls one provider, whether it is asked or not. One that is reached is asked again at once, where it was kept away
   * from. Null: there is none of this name that can be called. Errors: an AbortError when `signal` is aborted.
   */
  async probe(name: string, signal: AbortSignal): Promise<Probe | null> {
    const remote = this.#remote.find(({ answerer }) => answerer.name === name);
    const probe = await remote?.answerer.probe?.(signal);
    if (!remote || !probe) return null;
    remote.record.note(probe.isReached ? null : probe.reason, probe.latencyMs);
    if (probe.isReached) remote.breaker.succeed();
    return probe;
  }

  /** Errors: an AbortError when `signal` is aborted, and nothing else. */
  async answer(question: Question, tools: ToolBox, sink: ReplySink, signal: AbortSignal): Promise<RoutedDraft> {
    const asked: Asked = { question, tools, sink, signal, fallbacks: [], spent: [] };
    const { fallbacks, spent } = asked;
    const remote = await this.#askRemote(asked);
    if (remote) return { draft: remote.draft, checks: remote.checks, fallbacks, spent };
    const attempt = await this.#try(this.#last, asked, signal);
    if (signal.aborted) throw abortError();
    if ('draft' in attempt) return { draft: attempt.draft, checks: attempt.checks, fallbacks, spent };
    this.#note(asked, this.#last, attempt);
    return { draft: unsureDraft(question, this.#last.name), checks: REWORDED, fallbacks, spent };
  }

  /** What the first provider that gives a draft within the time and the budget gave; the others are noted. */
  async #askRemote(asked: Asked): Promise<Given | null> {
    const { signal } = asked;
    const order = this.#asked();
    if (order.length === 0) return null;
    const barred = await this.#barFor(asked);
    const budget = new AbortController();
    const timer = setTimeout(() => budget.abort(), this.#budgetMs());
    const within = AbortSignal.any([signal, budget.signal]);
    try {
      for (const remote of order) {
        const { answerer } = remote;
        const attempt = barred ?? (await this.#tryTwice(remote, asked, within));
        if (signal.aborted) throw abortError();
        if ('draft' in attempt) return attempt;
        this.#note(asked, answerer, attempt);
      }
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  /** One that is named and not there was given neither a key nor an address. */
  #asked(): Remote[] {
    return this.#order().flatMap((name) => this.#remote.find(({ answerer }) => answerer.name === name) ?? []);
  }

  /** Why no remote provider is asked at all, or null. */
  async #barFor(asked: Asked): Promise<FailedAttempt | null> {
    if (this.#isOutOfBounds(asked.question)) return OUT_OF_BOUNDS;
    return (await this.#isSpent(asked)) ? OVER_BUDGET : null;
  }

  /** A budget that cannot be read counts as spent: the offline engine costs nothing. */
  async #isSpent({ question }: Asked): Promise<boolean> {
    try {
      return await this.#isOverBudget(question);
    } catch {
      return true;
    }
  }

  async #tryTwice({ answerer, breaker, record }: Remote, asked: Asked, within: AbortSignal): Promise<Attempt> {
    if (within.aborted) return OUT_OF_TIME;
    if (!breaker.admit()) return CIRCUIT_OPEN;
    const since = this.#clock.monotonic();
    let attempt = await this.#try(answerer, asked, within);
    if ('correction' in attempt && !within.aborted) {
      const question = { ...asked.question, correction: attempt.correction };
      attempt = await this.#try(answerer, { ...asked, question }, within);
      if ('draft' in attempt) attempt = { ...attempt, checks: [...attempt.checks, 'corrected'] };
    }
    judge(breaker, asked.signal.aborted ? null : attempt);
    if (!asked.signal.aborted) record.note('draft' in attempt ? null : attempt.reason, this.#clock.monotonic() - since);
    return attempt;
  }

  async #try(answerer: Answerer, asked: Asked, signal: AbortSignal): Promise<Attempt> {
    const guarded = new GuardedSink(asked.sink);
    const attempt = await ask(answerer, asked, guarded, signal, answerer === this.#last);
    const isVoid = !('draft' in attempt) || attempt.isReworded;
    // Who gave up waiting has nothing on the screen to start anew.
    guarded.close({ isVoid: isVoid && !asked.signal.aborted });
    return attempt;
  }

  #note(asked: Asked, { name }: Answerer, { reason, error }: FailedAttempt): void {
    const fallback = { provider: name, reason };
    asked.fallbacks.push(fallback);
    this.#onFallback(fallback, error);
  }
}

interface Remote {
  answerer: Answerer;
  breaker: Breaker;
  record: ProviderRecord;
}

/** One question on its way through the answerers. `signal` is the caller's own. */
interface Asked {
  question: Question;
  tools: ToolBox;
  sink: ReplySink;
  signal: AbortSignal;
  /** Filled on the way. */
  fallbacks: Fallback[];
  spent: Spent[];
}

interface FailedAttempt {
  reason: FallbackReason;
  error?: unknown;
}
interface Given {
  draft: Draft;
  checks: readonly string[];
  /** True when the text is not the one that was shown. */
  isReworded: boolean;
}
type Attempt = Given | FailedAttempt | (FailedAttempt & { correction: FailedCheck });

const OUT_OF_BOUNDS: FailedAttempt = { reason: 'boundary' };
const OVER_BUDGET: FailedAttempt = { reason: 'budget' };
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
  { question, tools, spent }: Asked,
  sink: GuardedSink,
  signal: AbortSignal,
  isOwn: boolean,
): Promise<Attempt> {
  try {
    const result = await unlessAborted(answerer.answer(question, tools, sink.onText, signal), signal);
    if (isUnavailable(result)) {
      if (result.spent) spent.push(result.spent);
      return { reason: result.unavailable };
    }
    if (result.usage) spent.push({ model: result.model, usage: result.usage });
    return checked(result, question, isOwn);
  } catch (error) {
    return signal.aborted ? { reason: 'timeout' } : { reason: 'crashed', error };
  }
}

/**
 * A decision (a handoff, a refusal, …) and a card frozen hold even where their wording does not pass: they are then said
 * in words of our own.
 */
function checked(draft: Draft, question: Question, isOwn: boolean): Attempt {
  const result = isOwn ? checkOwnDraft(draft, question) : checkDraft(draft, question);
  const { isReworded = false } = draft;
  if (result === 'ok') return { draft, checks: isOwn ? OWN_CHECKS : CHECKS, isReworded };
  // Our own engine's texts say more exactly what was done than words for any case could.
  const wording = isOwn && draft.outcome === 'action' ? null : wordingOf(draft);
  if (wording === null) return { reason: 'check_failed', correction: result };
  const reworded = { ...draft, text: REPLY_TEXT[wording][question.language], citations: [] };
  return { draft: reworded, checks: REWORDED, isReworded: true };
}

const REWORDED: readonly string[] = ['reworded'];

function wordingOf({ outcome, action }: Draft): keyof typeof REPLY_TEXT | null {
  if (outcome === 'answer') return null;
  if (outcome !== 'action') return outcome;
  return action === 'freeze_card' ? 'frozen' : null;
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
