import type { Unavailable, Usage } from './answer.ts';

/** A tool as a model sees it. `parameters` is a JSON schema of type object. */
export interface ToolDefinition {
  name: string;
  description: string;
  parameters: { type: 'object'; properties: Record<string, unknown>; required: string[]; additionalProperties: false };
}

/** What a model asks for. `arguments` is null when the model wrote something else than a JSON object. */
export interface ToolCall {
  id: string;
  name: string;
  arguments: Record<string, unknown> | null;
}

export type ModelMessage =
  | { role: 'user'; text: string }
  | { role: 'assistant'; text: string; toolCalls: ToolCall[] }
  | { role: 'tool'; callId: string; result: string; isError: boolean };

/** Low: the same question should get the same answer. */
export const DEFAULT_TEMPERATURE = 0.2;

export interface CompletionRequest {
  /** Null: the one in the model's settings. */
  model: string | null;
  /** The same for every conversation of one bank, so that a provider can cache it. */
  system: string;
  /** The first one is the user's. */
  messages: ModelMessage[];
  tools: ToolDefinition[];
  maxTokens: number;
  /** Ignored by models that take none. */
  temperature: number;
}

export interface Completion {
  text: string;
  toolCalls: ToolCall[];
  usage: Usage | null;
  /** The model's own name of itself, which may be more exact than the one asked for; null where it does not say. */
  model: string | null;
  /** True when the text ends because `maxTokens` was reached. */
  isCut: boolean;
}

/**
 * A chat-completion model behind a vendor's interface.
 *
 * `onText` receives the text as it comes. Errors: throws an AbortError when `signal` is aborted and nothing else; every
 * failure of the vendor is the value `Unavailable`, without a word of the vendor's own.
 */
export interface ChatModel {
  readonly name: string;
  complete(
    request: CompletionRequest,
    onText: (text: string) => void,
    signal: AbortSignal,
  ): Promise<Completion | Unavailable>;
}

/** Where a model is reached. `baseUrl` null is the vendor's own address; `apiKey` null suits a local server. */
export interface ModelSettings {
  apiKey: string | null;
  model: string;
  baseUrl: string | null;
}
