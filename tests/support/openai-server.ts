import { type Asked, type Dialect, type ModelServer, type ReplyParts, startModelServer } from './model-server.ts';

/** A server that speaks OpenAI's streamed chat completions. Its base URL is `origin` and `/v1`. */
export const startOpenAiServer = (): Promise<ModelServer> => startModelServer(OPENAI);

const MODEL = 'gpt-local-2026';

const event = (payload: unknown): string => `data: ${JSON.stringify(payload)}\n\n`;

const chunk = (delta: unknown, finishReason: string | null = null): string =>
  event({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: MODEL,
    choices: [{ index: 0, delta, finish_reason: finishReason }],
    usage: null,
  });

const OPENAI: Dialect = {
  path: '/v1/chat/completions',
  read,
  open: () => [chunk({ role: 'assistant', content: '' })],
  text: (text) => chunk({ content: text }),
  tools: (tools) =>
    tools.flatMap(({ name, json }, index) => [
      chunk({
        tool_calls: [
          {
            index,
            id: `call_${index}`,
            type: 'function',
            function: { name, arguments: json.slice(0, json.length / 2) },
          },
        ],
      }),
      chunk({ tool_calls: [{ index, function: { arguments: json.slice(json.length / 2) } }] }),
    ]),
  close: (parts) => [
    chunk({}, finishReasonOf(parts)),
    event({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1,
      model: MODEL,
      choices: [],
      usage: { prompt_tokens: 120, completion_tokens: 30, total_tokens: 150 },
    }),
    'data: [DONE]\n\n',
  ],
  error: () => event({ error: { message: 'vendor words', type: 'server_error', code: null } }),
  failure: (status) => JSON.stringify({ error: { message: `vendor words about ${status}`, type: 'failed' } }),
};

interface Body {
  messages: { role: string; content: string | null }[];
  tools?: { function: { name: string } }[];
}

function read(body: unknown): Asked {
  const { messages, tools = [] } = body as Body;
  const asked = messages.findLastIndex(({ role }) => role === 'user');
  return {
    system: messages[0]?.content ?? '',
    question: messages[asked]?.content ?? '',
    earlier: messages.slice(1, asked).map(({ content }) => content ?? ''),
    tools: tools.map((tool) => tool.function.name),
    results: messages.slice(asked + 1).flatMap(({ role, content }) => (role === 'tool' ? [content ?? ''] : [])),
  };
}

function finishReasonOf({ end, tools }: ReplyParts): string {
  if (end === 'cut') return 'length';
  if (end === 'refused') return 'content_filter';
  return tools.length > 0 ? 'tool_calls' : 'stop';
}
