import { abortError, unlessAborted } from './abort.ts';
import type { Answerer, Draft, Person, Probe, Question, Unavailable } from './answer.ts';
import { checkText, sourcesOf } from './check.ts';
import { type ChatModel, type Completion, DEFAULT_TEMPERATURE } from './model.ts';
import { isSignalName } from './model-tools.ts';
import { ModelTurn } from './model-turn.ts';
import { buildMessages, buildSystemPrompt } from './prompt.ts';
import { PseudonymBook } from './pseudonyms.ts';
import { SentenceGate } from './sentence-gate.ts';
import type { ToolBox } from './tools.ts';

/** Units: milliseconds. */
const ANSWER_DEADLINE_MS = 30_000;
/** How often a model may ask for tools before it has to write. */
const TOOL_ROUNDS = 4;
const MAX_TOKENS = 1000;
/** Reasoning models count what they think, too. */
const PROBE_TOKENS = 64;
/** What may change while the process runs. */
export interface Tuning {
  /** Null: the one that the vendor was configured with. */
  model: string | null;
  /** 0 to 1. */
  temperature: number;
  /** The longest that one completion may be. */
  maxTokens: number;
  /** The longest that one answer may take, with all its tools. */
  deadlineMs: number;
}

const UNTUNED: Tuning = {
  model: null,
  temperature: DEFAULT_TEMPERATURE,
  maxTokens: MAX_TOKENS,
  deadlineMs: ANSWER_DEADLINE_MS,
};

/**
 * Answers with a language model: passages and tools in, a draft out, shown sentence by sentence once each was checked.
 *
 * Promise: no figure reaches `onText` that stands in no source; a draft whose text failed comes back whole, so that
 * `checkDraft` rejects it. What tells who the customer is does not reach the model, and stands in the reply again.
 */
export class ModelAnswerer implements Answerer {
  readonly name: string;
  readonly #model: ChatModel;
  readonly #tuning: () => Tuning;
  readonly #book = new PseudonymBook();

  constructor(model: ChatModel, options: { tuning?: () => Tuning } = {}) {
    this.name = model.name;
    this.#model = model;
    this.#tuning = options.tuning ?? (() => UNTUNED);
  }

  async answer(
    question: Question,
    tools: ToolBox,
    onText: (text: string) => void,
    signal: AbortSignal,
  ): Promise<Draft | Unavailable> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), this.#tuning().deadlineMs);
    const within = AbortSignal.any([signal, stop.signal]);
    let turn: ModelTurn | null = null;
    try {
      const person = question.person ? await unlessAborted(question.person(), within) : NOBODY;
      const pseudonyms = this.#book.open(question.conversationId, person);
      const veiled = pseudonyms.hideIn(question);
      const begun = new ModelTurn(question, tools, pseudonyms, within);
      turn = begun;
      const sources = sourcesOf(question, []);
      const passes = (sentence: string) =>
        checkText(sentence, [...sources, ...begun.evidence], begun.action === 'freeze_card') === 'ok';
      const gate = new SentenceGate(onText, passes, (text) => pseudonyms.restore(text));
      return await this.#converse(veiled, begun, gate);
    } catch (error) {
      if (signal.aborted) throw abortError();
      if (!stop.signal.aborted) throw error;
      return turn?.failed({ unavailable: 'timeout' }) ?? { unavailable: 'timeout' };
    } finally {
      clearTimeout(timer);
    }
  }

  forget(conversationId: string): void {
    this.#book.forget(conversationId);
  }

  /** Asks for a single word. Errors: an AbortError when `signal` is aborted. */
  async probe(signal: AbortSignal): Promise<Probe> {
    const { model, temperature } = this.#tuning();
    const since = performance.now();
    const completion = await this.#model.complete(
      {
        model,
        system: 'Reply with the word OK and nothing else.',
        messages: [{ role: 'user', text: 'OK?' }],
        tools: [],
        maxTokens: PROBE_TOKENS,
        temperature,
      },
      () => {},
      signal,
    );
    const latencyMs = Math.round(performance.now() - since);
    return isCompletion(completion)
      ? { isReached: true, model: completion.model, latencyMs, usage: completion.usage }
      : { isReached: false, reason: completion.unavailable, latencyMs };
  }

  /** `question` is the one that the vendor may read. */
  async #converse(question: Question, turn: ModelTurn, gate: SentenceGate): Promise<Draft | Unavailable> {
    const messages = buildMessages(question);
    const system = buildSystemPrompt(question.bankName, question.instructions);
    const { model, temperature, maxTokens } = this.#tuning();
    for (let round = 0; round <= TOOL_ROUNDS; round += 1) {
      const request = { system, messages, tools: turn.definitions, model, temperature, maxTokens };
      const completion = await this.#model.complete(request, (text) => gate.push(text), turn.signal);
      if (!isCompletion(completion)) return turn.failed(completion);
      turn.count(completion, request);
      gate.flush(completion);
      if (gate.blocked !== null) {
        // Nothing more is done for a reply that fails, but a handoff asked for beside it is not lost.
        await turn.runTools(completion.toolCalls.filter(({ name }) => isSignalName(name)));
        return turn.draft(this.name, gate);
      }
      if (completion.toolCalls.length === 0 || round === TOOL_ROUNDS) break;
      messages.push({ role: 'assistant', text: completion.text, toolCalls: completion.toolCalls });
      messages.push(...(await turn.runTools(completion.toolCalls)));
      if (turn.isBroken) break;
      if (turn.isDecided) return turn.draft(this.name, gate);
    }
    const draft = turn.draft(this.name, gate);
    return turn.isOpen || draft.text === '' ? turn.failed({ unavailable: 'bad_response' }) : draft;
  }
}

const NOBODY: Person = { names: [], emails: [], phones: [] };

const isCompletion = (result: Completion | Unavailable): result is Completion => !('unavailable' in result);
