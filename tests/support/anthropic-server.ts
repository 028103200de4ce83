import { type Asked, type Dialect, type ModelServer, type ReplyParts, startModelServer } from './model-server.ts';

/** A server that speaks Anthropic's streamed messages. Its base URL is `origin`. */
export const startAnthropicServer = (): Promise<ModelServer> => startModelServer(ANTHROPIC);

const event = (type: string, payload: object): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...payload })}\n\n`;

const ANTHROPIC: Dialect = {
  path: '/v1/messages',
  read,
  open: () => [
    event('message_start', {
      message: {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model: 'claude-local-2026',
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { input_tokens: 20, cache_read_input_tokens: 100, cache_creation_input_tokens: 0, output_tokens: 1 },
      },
    }),
    event('ping', {}),
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
  ],
  text: (text) => event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
  tools: (tools) =>
    tools.flatMap(({ name, json }, position) => {
      const index = position + 1;
      const block = { type: 'tool_use', id: `toolu_${position}`, name, input: {} };
      const part = (partial: string) =>
        event('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json: partial } });
      return [
        event('content_block_start', { index, content_block: block }),
        part(json.slice(0, json.length / 2)),
        part(json.slice(json.length / 2)),
        event('content_block_stop', { index }),
      ];
    }),
  close: (parts) => [
    event('content_block_stop', { index: 0 }),
    event('message_delta', {
      delta: { stop_reason: stopReasonOf(parts), stop_sequence: null },
      usage: { output_tokens: 30 },
    }),
    event('message_stop', {}),
  ],
  error: () => event('error', { error: { type: 'overloaded_error', message: 'vendor words' } }),
  failure: (status) =>
    JSON.stringify({ type: 'error', error: { type: 'failed', message: `vendor words about ${status}` } }),
};

interface Block {
  type: string;
  text?: string;
  content?: string;
}

interface Body {
  system: Block[];
  messages: { role: string; content: Block[] }[];
  tools?: { name: string }[];
}

function read(body: unknown): Asked {
  const { system, messages, tools = [] } = body as Body;
  const textOf = (content: Block[]) => content.map(({ text = '' }) => text).join('');
  const asked = messages.findLastIndex(({ role, content }) => role === 'user' && textOf(content) !== '');
  return {
    system: textOf(system),
    question: textOf(messages[asked]?.content ?? []),
    earlier: messages.slice(0, asked).map(({ content }) => textOf(content)),
    tools: tools.map(({ name }) => name),
    results: messages
      .slice(asked + 1)
      .flatMap(({ content }) =>
        content.flatMap(({ type, content: result = '' }) => (type === 'tool_result' ? [result] : [])),
      ),
  };
}

function stopReasonOf({ end, tools }: ReplyParts): string {
  if (end === 'cut') return 'max_tokens';
  if (end === 'refused') return 'refusal';
  return tools.length > 0 ? 'tool_use' : 'end_turn';
}
