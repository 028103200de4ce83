import type OpenAI from 'openai';
import type { Delta } from './completion-builder.ts';
import type { CompletionRequest, ModelMessage, ModelSettings } from './model.ts';
import { StreamedModel } from './streamed-model.ts';

const OPENAI_URL = 'https://api.openai.com/v1';

/**
 * A model behind OpenAI's chat completions, or behind a server that speaks them (Azure's v1, Ollama, vLLM).
 *
 * Source: https://platform.openai.com/docs/api-reference/chat
 */
export class OpenAiModel extends StreamedModel {
  readonly name = 'openai';
  #client: OpenAI | null = null;

  async open(request: CompletionRequest, signal: AbortSignal): Promise<AsyncIterable<Delta>> {
    const client = await this.#connect();
    const stream = await client.chat.completions.create(paramsOf(request, this.nameFor(request), this.settings), {
      signal,
    });
    return deltasOf(stream);
  }

  /** The SDK costs some 50 ms to load, which a process that never asks it should not pay at its start. */
  async #connect(): Promise<OpenAI> {
    const { default: Client } = await import('openai');
    // The environment is config.ts's alone to read.
    this.#client ??= new Client({ ...this.clientOptions(OPENAI_URL), organization: null, project: null });
    return this.#client;
  }
}

function paramsOf(
  request: CompletionRequest,
  model: string,
  { baseUrl }: ModelSettings,
): OpenAI.ChatCompletionCreateParamsStreaming {
  return {
    model,
    messages: [{ role: 'system', content: request.system }, ...request.messages.map(messageOf)],
    ...(request.tools.length > 0 && {
      tools: request.tools.map((tool) => ({ type: 'function' as const, function: { ...tool } })),
    }),
    // OpenAI's newer models refuse the old name, servers that imitate it may not know the new one.
    ...(isOpenAiOwn(baseUrl) ? { max_completion_tokens: request.maxTokens } : { max_tokens: request.maxTokens }),
    ...(takesTemperature(model) && { temperature: request.temperature }),
    stream: true,
    stream_options: { include_usage: true },
  };
}

const isOpenAiOwn = (baseUrl: string | null): boolean =>
  baseUrl === null || /(^|\.)(openai|azure)\.com$/.test(URL.parse(baseUrl)?.hostname ?? '');

/** Reasoning models answer 400 to any temperature but their own. */
const takesTemperature = (model: string): boolean => !/^(o\d|gpt-[5-9])/.test(model);

function messageOf(message: ModelMessage): OpenAI.ChatCompletionMessageParam {
  if (message.role === 'user') return { role: 'user', content: message.text };
  if (message.role === 'tool') return { role: 'tool', tool_call_id: message.callId, content: message.result };
  const toolCalls = message.toolCalls.map((call) => ({
    id: call.id,
    type: 'function' as const,
    function: { name: call.name, arguments: JSON.stringify(call.arguments ?? {}) },
  }));
  return {
    role: 'assistant',
    content: message.text || null,
    ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
  };
}

/** Nothing about a chunk's shape is taken for granted: any server may stand behind the address. */
async function* deltasOf(stream: AsyncIterable<LooseChunk | null>): AsyncGenerator<Delta> {
  for await (const chunk of stream) {
    const choice = Array.isArray(chunk?.choices) ? chunk.choices[0] : undefined;
    const usage = chunk?.usage;
    if (typeof chunk?.model === 'string') yield { type: 'model', model: chunk.model };
    if (typeof usage?.prompt_tokens === 'number' && typeof usage.completion_tokens === 'number') {
      const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = usage;
      const cached = usage.prompt_tokens_details?.cached_tokens;
      const isCounted = typeof cached === 'number' && cached > 0;
      yield { type: 'usage', usage: { promptTokens, completionTokens, ...(isCounted && { cachedTokens: cached }) } };
    }
    if (typeof choice?.delta?.content === 'string') yield { type: 'text', text: choice.delta.content };
    if (Array.isArray(choice?.delta?.tool_calls)) yield* choice.delta.tool_calls.map(toolDeltaOf);
    const end = endOf(choice);
    yield end === null ? { type: 'other' } : { type: 'end', reason: end };
  }
}

interface LooseToolCall {
  index?: number;
  id?: string;
  function?: { name?: string; arguments?: string };
}

interface LooseChoice {
  delta?: { content?: string | null; refusal?: string | null; tool_calls?: LooseToolCall[] };
  finish_reason?: string | null;
}

interface LooseChunk {
  model?: string;
  choices?: LooseChoice[];
  usage?: {
    prompt_tokens?: number;
    completion_tokens?: number;
    prompt_tokens_details?: { cached_tokens?: number } | null;
  } | null;
}

function toolDeltaOf(call: LooseToolCall | null): Delta {
  const { name, arguments: json } = call?.function ?? {};
  return {
    type: 'tool',
    index: typeof call?.index === 'number' ? call.index : 0,
    id: typeof call?.id === 'string' && call.id !== '' ? call.id : null,
    name: typeof name === 'string' && name !== '' ? name : null,
    json: typeof json === 'string' ? json : '',
  };
}

function endOf(choice: LooseChoice | undefined): 'done' | 'cut' | 'refused' | null {
  if (choice?.delta?.refusal || choice?.finish_reason === 'content_filter') return 'refused';
  if (choice?.finish_reason === 'length') return 'cut';
  return choice?.finish_reason ? 'done' : null;
}
