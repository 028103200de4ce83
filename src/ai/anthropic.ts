import type Anthropic from '@anthropic-ai/sdk';
import type { Delta } from './completion-builder.ts';
import type { CompletionRequest, ModelMessage } from './model.ts';
import { StreamedModel } from './streamed-model.ts';

const ANTHROPIC_URL = 'https://api.anthropic.com';

/**
 * A model behind Anthropic's messages, with the system prompt and the tools cached there.
 *
 * Source: https://docs.anthropic.com/en/api/messages-streaming
 */
export class AnthropicModel extends StreamedModel {
  readonly name = 'anthropic';
  #client: Anthropic | null = null;

  async open(request: CompletionRequest, signal: AbortSignal): Promise<AsyncIterable<Delta>> {
    const client = await this.#connect();
    const stream = await client.messages.create(paramsOf(request, this.nameFor(request)), { signal });
    return deltasOf(stream as AsyncIterable<LooseEvent | null>);
  }

  /** The SDK costs some 50 ms to load, which a process that never asks it should not pay at its start. */
  async #connect(): Promise<Anthropic> {
    const { default: Client } = await import('@anthropic-ai/sdk');
    this.#client ??= new Client(this.clientOptions(ANTHROPIC_URL));
    return this.#client;
  }
}

const CACHED = { cache_control: { type: 'ephemeral' as const } };

function paramsOf(request: CompletionRequest, model: string): Anthropic.MessageCreateParamsStreaming {
  const last = request.tools.length - 1;
  return {
    model,
    system: [{ type: 'text', text: request.system, ...CACHED }],
    messages: messagesOf(request.messages),
    ...(request.tools.length > 0 && {
      tools: request.tools.map(({ name, description, parameters }, index) => ({
        name,
        description,
        input_schema: parameters,
        ...(index === last && CACHED),
      })),
    }),
    max_tokens: request.maxTokens,
    stream: true,
  };
}

function messagesOf(messages: ModelMessage[]): Anthropic.MessageParam[] {
  const params: { role: 'user' | 'assistant'; content: Anthropic.ContentBlockParam[] }[] = [];
  for (const message of messages) {
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const last = params.at(-1);
    // All results of one round stand in one message.
    if (last?.role === role) last.content.push(...blocksOf(message));
    else params.push({ role, content: blocksOf(message) });
  }
  return params;
}

function blocksOf(message: ModelMessage): Anthropic.ContentBlockParam[] {
  if (message.role === 'user') return [{ type: 'text', text: message.text }];
  if (message.role === 'tool') {
    const { callId, result, isError } = message;
    return [{ type: 'tool_result', tool_use_id: callId, content: result, is_error: isError }];
  }
  // An empty text block is refused.
  const text: Anthropic.ContentBlockParam[] = message.text.trim() === '' ? [] : [{ type: 'text', text: message.text }];
  return [
    ...text,
    ...message.toolCalls.map(({ id, name, arguments: input }) => ({
      type: 'tool_use' as const,
      id,
      name,
      input: input ?? {},
    })),
  ];
}

/** Nothing about an event's shape is taken for granted: any server may stand behind the address. */
async function* deltasOf(stream: AsyncIterable<LooseEvent | null>): AsyncGenerator<Delta> {
  for await (const event of stream) {
    if (event?.type === 'message_start') yield* startOf(event);
    if (event?.type === 'content_block_start' && event.content_block?.type === 'tool_use') {
      const { id, name } = event.content_block;
      yield { type: 'tool', index: indexOf(event), id: textOrNull(id), name: textOrNull(name), json: '' };
    }
    if (event?.type === 'content_block_delta') yield contentOf(event);
    if (event?.type === 'message_delta') yield* endOf(event);
    yield { type: 'other' };
  }
}

interface LooseUsage {
  input_tokens?: number | null;
  output_tokens?: number | null;
  cache_creation_input_tokens?: number | null;
  cache_read_input_tokens?: number | null;
}

interface LooseEvent {
  type?: string;
  index?: number;
  message?: { model?: string; usage?: LooseUsage };
  content_block?: { type?: string; id?: string; name?: string };
  delta?: { type?: string; text?: string; partial_json?: string; stop_reason?: string | null };
  usage?: LooseUsage;
}

const indexOf = (event: LooseEvent): number => (typeof event.index === 'number' ? event.index : 0);
const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const countOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

function* startOf({ message }: LooseEvent): Generator<Delta> {
  if (typeof message?.model === 'string') yield { type: 'model', model: message.model };
  const usage = message?.usage;
  if (!usage) return;
  const cachedTokens = countOf(usage.cache_read_input_tokens);
  const cacheWriteTokens = countOf(usage.cache_creation_input_tokens);
  const promptTokens = countOf(usage.input_tokens) + cachedTokens + cacheWriteTokens;
  yield {
    type: 'usage',
    usage: {
      promptTokens,
      ...(cachedTokens > 0 && { cachedTokens }),
      ...(cacheWriteTokens > 0 && { cacheWriteTokens }),
    },
  };
}

function contentOf(event: LooseEvent): Delta {
  const { type, text, partial_json: json } = event.delta ?? {};
  if (type === 'text_delta' && typeof text === 'string') return { type: 'text', text };
  if (type === 'input_json_delta' && typeof json === 'string') {
    return { type: 'tool', index: indexOf(event), id: null, name: null, json };
  }
  return { type: 'other' };
}

function* endOf(event: LooseEvent): Generator<Delta> {
  if (event.usage) yield { type: 'usage', usage: { completionTokens: countOf(event.usage.output_tokens) } };
  const reason = event.delta?.stop_reason;
  if (reason === 'refusal') yield { type: 'end', reason: 'refused' };
  else if (reason === 'max_tokens' || reason === 'model_context_window_exceeded') yield { type: 'end', reason: 'cut' };
  else if (reason) yield { type: 'end', reason: 'done' };
}
