import type { Draft, Handoff, Outcome, Question, Unavailable, Usage } from './answer.ts';
import { citationsOf } from './citations.ts';
import { freezeFailure } from './freeze-failure.ts';
import { confirmsFreeze } from './freeze-request.ts';
import type { Completion, CompletionRequest, ModelMessage, ToolCall, ToolDefinition } from './model.ts';
import { isSignalName, isToolName, readHandoff, type SignalName, toolsFor } from './model-tools.ts';
import { promptVersionOf } from './prompt.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { REPLY_TEXT } from './reply-texts.ts';
import type { SentenceGate } from './sentence-gate.ts';
import { articlesOf } from './sources.ts';
import { estimateUsage } from './token-window.ts';
import { isLast4, runTool } from './tool-run.ts';
import type { ToolBox, ToolName } from './tools.ts';

/** Rounds with a call that makes no sense; the model is told once, and given up after the second. */
const MAX_FAULTY_ROUNDS = 1;

const OUTCOME_OF: Record<SignalName, Outcome> = {
  hand_off: 'handoff',
  ask_to_verify: 'verify',
  decline: 'refuse',
  not_in_knowledge: 'unsure',
};

/** How sure the assistant is of each outcome, 0 to 1; an answer's depends on the passages it cites. */
const CONFIDENCE: Record<Exclude<Outcome, 'answer'>, number> = {
  action: 0.95,
  handoff: 0.9,
  verify: 0.9,
  refuse: 0.8,
  unsure: 0.2,
};
const UNCITED_CONFIDENCE = 0.4;
const CITED_CONFIDENCE = 0.5;

/** What a model did so far in one answer: its tools, their results, its decision and its cost. */
export class ModelTurn {
  readonly signal: AbortSignal;
  readonly definitions: ToolDefinition[];
  /** The tools' results, as text. */
  readonly evidence: string[] = [];
  readonly #question: Question;
  readonly #tools: ToolBox;
  readonly #pseudonyms: Pseudonyms;
  #action: ToolName | null = null;
  #signal: SignalName | null = null;
  #handoff: Handoff | null = null;
  #needsIdentity = false;
  #isBankSilent = false;
  #isFreezeLost = false;
  #faultyRounds = 0;
  #wantsMore = false;
  #usage: Usage | null = null;
  #model: string | null = null;

  /** `question` is the customer's own, not the one that the vendor reads. */
  constructor(question: Question, tools: ToolBox, pseudonyms: Pseudonyms, signal: AbortSignal) {
    this.#question = question;
    this.#tools = tools;
    this.#pseudonyms = pseudonyms;
    this.signal = signal;
    this.definitions = toolsFor(question.level);
  }

  get action(): ToolName | null {
    return this.#action;
  }

  /** True once there is nothing left for the model to say: it chose the kind of answer, or what it says would not do. */
  get isDecided(): boolean {
    return this.#signal !== null || this.#isFreezeLost;
  }

  get isBroken(): boolean {
    return this.#faultyRounds > MAX_FAULTY_ROUNDS;
  }

  /** True while the model has asked for more than it was given. */
  get isOpen(): boolean {
    return this.#wantsMore;
  }

  /** A server that counts no tokens has its own counted by their length: budgets must hold for it too. */
  count(completion: Completion, request: CompletionRequest): void {
    const { model, toolCalls } = completion;
    const usage = completion.usage ?? estimateUsage(request, completion);
    this.#model = model ?? this.#model;
    this.#wantsMore = toolCalls.length > 0;
    this.#usage = this.#usage === null ? usage : sumOf(this.#usage, usage);
  }

  /** The failure, with what the rounds before it used up. */
  failed({ unavailable }: Unavailable): Unavailable {
    return this.#usage === null ? { unavailable } : { unavailable, spent: { model: this.#model, usage: this.#usage } };
  }

  async runTools(calls: ToolCall[]): Promise<ModelMessage[]> {
    const results: ModelMessage[] = [];
    let isFaulty = false;
    for (const call of calls) {
      const { text, isFault } = await this.#run(call);
      isFaulty ||= isFault;
      results.push({ role: 'tool', callId: call.id, result: this.#pseudonyms.hide(text), isError: isFault });
    }
    if (isFaulty) this.#faultyRounds += 1;
    return results;
  }

  /** The draft as things stand. Its text is empty when the model wrote nothing and decided nothing. */
  draft(provider: string, gate: SentenceGate): Draft {
    const outcome = this.#outcome();
    const citations = citationsOf(gate.slugs, this.#question.passages);
    const cited = this.#question.passages.filter(({ slug }) => citations.some((citation) => citation.slug === slug));
    const written = gate.shown + (gate.blocked ?? '');
    const spoken = outcome === 'answer' || outcome === 'action' ? '' : REPLY_TEXT[outcome][this.#question.language];
    const failure = this.#isFreezeLost ? { ...freezeFailure(this.#question), isReworded: true } : {};
    return {
      outcome,
      text: written.trim() || spoken,
      citations,
      confidence: outcome === 'answer' ? confidenceOf(cited.map(({ score }) => score)) : CONFIDENCE[outcome],
      intent: this.#action ?? this.#handoff?.category ?? cited[0]?.category ?? null,
      action: outcome === 'action' ? this.#action : null,
      handoff: this.#handoff,
      suggestEscalation: outcome === 'handoff' || outcome === 'unsure' || this.#isBankSilent,
      evidence: this.evidence,
      provider,
      model: this.#model,
      usage: this.#usage,
      sources: articlesOf(this.#question.passages, citations),
      promptVersion: promptVersionOf(this.#question),
      ...failure,
    };
  }

  #outcome(): Outcome {
    if (this.#signal === 'hand_off') return 'handoff';
    // What was read or done stays true, whatever else the model says.
    if (this.#action !== null) return 'action';
    if (this.#signal !== null) return OUTCOME_OF[this.#signal];
    if (this.#needsIdentity) return 'verify';
    return this.#isBankSilent ? 'unsure' : 'answer';
  }

  async #run(call: ToolCall): Promise<{ text: string; isFault: boolean }> {
    const isOffered = this.definitions.some(({ name }) => name === call.name);
    if (!isOffered) return { text: 'There is no such tool.', isFault: true };
    if (isSignalName(call.name)) return this.#decide(call.name, call.arguments ?? {});
    if (!isToolName(call.name)) return { text: 'There is no such tool.', isFault: true };
    if (call.arguments === null) return { text: 'The arguments are not a JSON object.', isFault: true };
    const isUnasked = call.name === 'freeze_card' && !confirmsFreeze(this.#question, call.arguments.last4);
    // Whatever an article or a tool's result may have told the model: it takes the customer's own yes.
    if (isUnasked && isLast4(call.arguments.last4)) return NOT_CONFIRMED;
    const values = this.#pseudonyms.restoreIn(call.arguments);
    const { text, failure } = await runTool(call.name, values, this.#tools, this.signal);
    if (failure === 'identity_required') this.#needsIdentity = true;
    if (failure === 'unavailable') this.#isBankSilent = true;
    if (failure === 'unavailable' && call.name === 'freeze_card') this.#isFreezeLost = true;
    if (failure === null) {
      this.evidence.push(text);
      // A frozen card outweighs whatever was read around it.
      if (this.#action !== 'freeze_card') this.#action = call.name;
    }
    return { text, isFault: failure === 'bad_arguments' };
  }

  #decide(name: SignalName, values: Record<string, unknown>): { text: string; isFault: false } {
    // A handoff is never taken back by another signal beside it.
    if (this.#signal !== 'hand_off') this.#signal = name;
    if (name === 'hand_off') this.#handoff ??= readHandoff(this.#pseudonyms.restoreIn(values), this.#question);
    return { text: 'Done.', isFault: false };
  }
}

const NOT_CONFIRMED = {
  text: 'Not done. First ask whether to freeze the card, naming its last four digits, and wait for the yes.',
  isFault: false,
};

function sumOf(a: Usage, b: Usage): Usage {
  const cachedTokens = (a.cachedTokens ?? 0) + (b.cachedTokens ?? 0);
  const cacheWriteTokens = (a.cacheWriteTokens ?? 0) + (b.cacheWriteTokens ?? 0);
  return {
    promptTokens: a.promptTokens + b.promptTokens,
    completionTokens: a.completionTokens + b.completionTokens,
    ...(cachedTokens > 0 && { cachedTokens }),
    ...(cacheWriteTokens > 0 && { cacheWriteTokens }),
  };
}

const confidenceOf = (scores: number[]): number =>
  scores.length === 0 ? UNCITED_CONFIDENCE : Math.max(CITED_CONFIDENCE, ...scores);
