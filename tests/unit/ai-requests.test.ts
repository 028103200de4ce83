import { afterAll, expect, test } from 'bun:test';
import { AnthropicModel } from '../../src/ai/anthropic.ts';
import type { CompletionRequest } from '../../src/ai/model.ts';
import { OpenAiModel } from '../../src/ai/openai.ts';
import { startAnthropicServer } from '../support/anthropic-server.ts';
import { startOpenAiServer } from '../support/openai-server.ts';
import { TOOL_REQUEST } from '../support/questions.ts';

const openAi = await startOpenAiServer();
const anthropic = await startAnthropicServer();
afterAll(() => Promise.all([openAi.close(), anthropic.close()]));

const openAiModel = (apiKey: string | null = 'sk-test') =>
  new OpenAiModel({ apiKey, model: 'gpt-4.1-mini', baseUrl: `${openAi.origin}/v1` });
const anthropicModel = () => new AnthropicModel({ apiKey: 'sk-test', model: 'claude-x', baseUrl: anthropic.origin });

test('openai: asks for usage, sends its key, and works without one', async () => {
  openAi.requests.length = 0;
  await openAiModel().complete(TOOL_REQUEST, () => {}, new AbortController().signal);
  await openAiModel(null).complete({ ...TOOL_REQUEST, tools: [] }, () => {}, new AbortController().signal);
  const [first, second] = openAi.requests;
  expect(first?.body).toMatchObject({
    model: 'gpt-4.1-mini',
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: 300,
    temperature: 0.2,
    messages: [
      { role: 'system', content: 'You answer customers.' },
      { role: 'user', content: '¿Cuánto cuesta?' },
    ],
    tools: [{ type: 'function', function: { name: 'list_cards' } }, { type: 'function' }],
  });
  expect(first?.headers.authorization).toBe('Bearer sk-test');
  expect(second?.body).not.toHaveProperty('tools');
});

test('openai: several calls under one number are told apart by their ids', async () => {
  const call = (id: string, name: string) =>
    `data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"${id}","function":{"name":"${name}","arguments":"{}"}}]}}]}\n\n`;
  openAi.next({
    kind: 'raw',
    body: `${call('a', 'list_cards')}${call('b', 'freeze_card')}data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n`,
  });
  const result = await openAiModel().complete(TOOL_REQUEST, () => {}, new AbortController().signal);
  expect(result).toMatchObject({
    toolCalls: [
      { id: 'a', name: 'list_cards' },
      { id: 'b', name: 'freeze_card' },
    ],
  });
});

test('anthropic: caches prompt and tools, and puts the results of one round into one message', async () => {
  anthropic.requests.length = 0;
  const toolCalls = ['t1', 't2'].map((id) => ({ id, name: 'list_cards', arguments: {} }));
  const messages: CompletionRequest['messages'] = [
    ...TOOL_REQUEST.messages,
    { role: 'assistant', text: '', toolCalls },
    { role: 'tool', callId: 't1', result: '{"cards":[]}', isError: false },
    { role: 'tool', callId: 't2', result: 'unavailable', isError: true },
  ];
  await anthropicModel().complete({ ...TOOL_REQUEST, messages }, () => {}, new AbortController().signal);
  const sent = anthropic.requests[0];
  expect(sent?.headers.authorization).toBe('Bearer sk-test');
  expect(sent?.body).toMatchObject({
    max_tokens: 300,
    stream: true,
    system: [{ type: 'text', text: 'You answer customers.', cache_control: { type: 'ephemeral' } }],
    tools: [{ name: 'list_cards' }, { name: 'freeze_card', cache_control: { type: 'ephemeral' } }],
    messages: [
      { role: 'user', content: [{ type: 'text', text: '¿Cuánto cuesta?' }] },
      {
        role: 'assistant',
        content: [
          { type: 'tool_use', id: 't1' },
          { type: 'tool_use', id: 't2' },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 't1', is_error: false },
          { type: 'tool_result', tool_use_id: 't2', is_error: true },
        ],
      },
    ],
  });
});
