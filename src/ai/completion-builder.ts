import type { Usage } from './answer.ts';
import type { Completion, ToolCall } from './model.ts';

/** An event of a model's stream, the same for every vendor. `other` says only that the vendor is alive. */
export type Delta =
  | { type: 'text'; text: string }
  | { type: 'tool'; index: number; id: string | null; name: string | null; json: string }
  | { type: 'usage'; usage: Partial<Usage> }
  | { type: 'model'; model: string }
  | { type: 'end'; reason: 'done' | 'cut' | 'refused' }
  | { type: 'other' };

/** Units: characters. Far beyond what `maxTokens` allows, so that only a broken or hostile server reaches them. */
const MAX_TEXT_LENGTH = 20_000;
const MAX_ARGUMENTS_LENGTH = 20_000;
const MAX_TOOL_CALLS = 16;
/** No call takes so many; what a broken server says beyond it, or between two numbers, could not be stored. */
const MAX_TOKENS = 100_000_000;

interface OpenCall {
  index: number;
  id: string;
  name: string;
  json: string;
}

/** Puts a completion together from its events. */
export class CompletionBuilder {
  #text = '';
  #calls: OpenCall[] = [];
  #usage: Usage | null = null;
  #model: string | null = null;
  #end: 'done' | 'cut' | 'refused' | null = null;

  get hasText(): boolean {
    return this.#text !== '';
  }

  get isRefused(): boolean {
    return this.#end === 'refused';
  }

  /** False when the answer has grown beyond its bounds. */
  add(delta: Delta): boolean {
    if (delta.type === 'text') this.#text += delta.text;
    if (delta.type === 'tool') this.#addToCall(delta);
    if (delta.type === 'usage')
      this.#usage = { promptTokens: 0, completionTokens: 0, ...this.#usage, ...countable(delta.usage) };
    if (delta.type === 'model') this.#model = delta.model;
    if (delta.type === 'end') this.#end = delta.reason;
    return (
      this.#text.length <= MAX_TEXT_LENGTH &&
      this.#calls.length <= MAX_TOOL_CALLS &&
      this.#calls.every((call) => call.json.length <= MAX_ARGUMENTS_LENGTH)
    );
  }

  /** Null when the stream ended before its answer did, or when there is nothing in it. */
  finish(): Completion | null {
    if (this.#end === null || this.#calls.some((call) => call.name === '')) return null;
    if (this.#text === '' && this.#calls.length === 0) return null;
    return {
      text: this.#text,
      toolCalls: this.#calls.map(closeCall),
      usage: this.#usage,
      model: this.#model,
      isCut: this.#end === 'cut',
    };
  }

  #addToCall(delta: Extract<Delta, { type: 'tool' }>): void {
    const open = this.#calls.findLast((call) => call.index === delta.index);
    // Some OpenAI-compatible servers number every call 0 and tell them apart by their ids alone.
    if (!open || (delta.id !== null && open.id !== delta.id)) {
      const id = delta.id ?? `call_${this.#calls.length}`;
      this.#calls.push({ index: delta.index, id, name: delta.name ?? '', json: delta.json });
      return;
    }
    if (open.name === '') open.name = delta.name ?? '';
    open.json += delta.json;
  }
}

const countable = (usage: Partial<Usage>): Partial<Usage> =>
  Object.fromEntries(
    Object.entries(usage).map(([kind, count]) => [kind, Math.min(MAX_TOKENS, Math.max(0, Math.round(count)))]),
  );

function closeCall({ id, name, json }: OpenCall): ToolCall {
  return { id, name, arguments: parseObject(json === '' ? '{}' : json) };
}

function parseObject(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
