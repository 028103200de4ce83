import { afterAll, beforeEach, describe, expect, test } from 'bun:test';
import type { Unavailable, UnavailableReason } from '../../src/ai/answer.ts';
import { AnthropicModel } from '../../src/ai/anthropic.ts';
import type { ChatModel, Completion } from '../../src/ai/model.ts';
import { OpenAiModel } from '../../src/ai/openai.ts';
import { startAnthropicServer } from '../support/anthropic-server.ts';
import { eventually } from '../support/eventually.ts';
import type { Behaviour, ModelServer } from '../support/model-server.ts';
import { startOpenAiServer } from '../support/openai-server.ts';
import { TOOL_REQUEST } from '../support/questions.ts';
import { startStopwatch } from '../support/stopwatch.ts';

/** Short, and yet so long that an answer that comes at once is in time on a busy machine too. */
const DEADLINES = { connectMs: 1_500, silenceMs: 3_000, totalMs: 6_000, retryDelayMs: 20 };

// Loaded beforehand: on a busy machine that alone may take longer than the short deadlines here.
await Promise.all([import('openai'), import('@anthropic-ai/sdk')]);
const openAi = await startOpenAiServer();
const anthropic = await startAnthropicServer();
afterAll(() => Promise.all([openAi.close(), anthropic.close()]));

const VENDORS: [string, ModelServer, (apiKey?: string | null) => ChatModel][] = [
  [
    'openai',
    openAi,
    (apiKey = 'sk-test') =>
      new OpenAiModel({ apiKey, model: 'gpt-4.1-mini', baseUrl: `${openAi.origin}/v1` }, DEADLINES),
  ],
  [
    'anthropic',
    anthropic,
    (apiKey = 'sk-test') => new AnthropicModel({ apiKey, model: 'claude-x', baseUrl: anthropic.origin }, DEADLINES),
  ],
];

describe.each(VENDORS)('%s', (vendor, server, connect) => {
  let shown: string[];
  beforeEach(() => {
    shown = [];
    server.requests.length = 0;
    server.always({ kind: 'reply', chunks: ['OK.'] });
  });

  const complete = (signal = new AbortController().signal, request = TOOL_REQUEST) =>
    connect().complete(request, (text) => shown.push(text), signal);

  async function after(...behaviours: Behaviour[]): Promise<Completion | Unavailable> {
    server.next(...behaviours);
    return complete();
  }

  async function expectUnavailable(reason: UnavailableReason, calls: number, ...behaviours: Behaviour[]) {
    const result = await after(...behaviours);
    // Nothing but the reason: no word of the vendor's comes through.
    expect(result).toEqual({ unavailable: reason });
    expect(server.requests).toHaveLength(calls);
  }

  test('streams a text and counts its tokens', async () => {
    const result = await after({ kind: 'reply', chunks: ['Cuesta ', '$12.50', ' más IVA.'], delayMs: 5 });
    expect(result).toMatchObject({
      text: 'Cuesta $12.50 más IVA.',
      toolCalls: [],
      usage: { promptTokens: 120, completionTokens: 30 },
      model: expect.stringContaining('local-2026'),
      isCut: false,
    });
    expect(shown).toEqual(['Cuesta ', '$12.50', ' más IVA.']);
  });

  test('gathers tool calls from their pieces, with text before them', async () => {
    const result = await after({
      kind: 'reply',
      chunks: ['Un momento.'],
      tools: [
        { name: 'list_cards', json: '' },
        { name: 'freeze_card', json: '{"last4":"4821"}' },
      ],
    });
    expect(result).toMatchObject({
      text: 'Un momento.',
      toolCalls: [
        { name: 'list_cards', arguments: {} },
        { name: 'freeze_card', arguments: { last4: '4821' } },
      ],
    });
  });

  test('arguments that are no JSON object are null, not an error', async () => {
    for (const json of ['{"last4":', '[1]', '"4821"']) {
      const result = await after({ kind: 'reply', tools: [{ name: 'freeze_card', json }] });
      expect(result).toMatchObject({ toolCalls: [{ name: 'freeze_card', arguments: null }] });
    }
  });

  test('puts characters together that arrive in halves', async () => {
    const text = 'Tu comisión es de 5 € — ¿algo más? 😀';
    expect(await after({ kind: 'reply', chunks: [text], isBytewise: true })).toMatchObject({ text });
    expect(shown.join('')).toBe(text);
  });

  test('tells a cut answer from a whole one', async () => {
    expect(await after({ kind: 'reply', chunks: ['Y luego'], end: 'cut' })).toMatchObject({ isCut: true });
  });

  test('a wrong key, a bad request and a content filter are refusals, and are not tried again', async () => {
    for (const status of [400, 401, 403, 404, 422]) {
      server.requests.length = 0;
      await expectUnavailable('refused', 1, { kind: 'status', status });
    }
    server.requests.length = 0;
    await expectUnavailable('refused', 1, { kind: 'reply', chunks: ['Lo'], end: 'refused' });
  });

  test('a failing server is tried once more', async () => {
    expect(await after({ kind: 'status', status: 500 })).toMatchObject({ text: 'OK.' });
    expect(server.requests).toHaveLength(2);
    server.requests.length = 0;
    await expectUnavailable('bad_response', 2, { kind: 'status', status: 500 }, { kind: 'status', status: 503 });
  });

  test('429 waits as long as it is asked to, when the deadline allows', async () => {
    const began = performance.now();
    const limited: Behaviour = { kind: 'status', status: 429, headers: { 'retry-after': '0.3' } };
    expect(await after(limited)).toMatchObject({ text: 'OK.' });
    expect(performance.now() - began).toBeGreaterThan(290);
  });

  test('429 that asks for more than the deadline ends at once', async () => {
    const stopwatch = startStopwatch();
    await expectUnavailable('rate_limited', 1, { kind: 'status', status: 429, headers: { 'retry-after': '30' } });
    expect(stopwatch()).toBeLessThan(2_000);
  });

  test('a server that says nothing, and one that falls silent, are time-outs', async () => {
    const stopwatch = startStopwatch();
    await expectUnavailable('timeout', 1, { kind: 'silent' });
    // A host that is down is given up sooner than one that thinks.
    expect(stopwatch()).toBeLessThan(DEADLINES.silenceMs);
    server.requests.length = 0;
    await expectUnavailable('timeout', 1, { kind: 'stall', chunks: ['Tu saldo'] });
    expect(shown).toEqual(['Tu saldo']);
  });

  test('a first byte within the silence deadline is in time', async () => {
    expect(await after({ kind: 'reply', chunks: ['OK.'], firstDelayMs: 400 })).toMatchObject({ text: 'OK.' });
  });

  test('a stream that never pauses ends at the total deadline', async () => {
    const chunks = Array.from({ length: 300 }, () => 'la ');
    await expectUnavailable('timeout', 1, { kind: 'reply', chunks, delayMs: 50 });
    expect(shown.length).toBeGreaterThan(5);
  });

  test('a reset connection is tried again only while nothing was passed on', async () => {
    expect(await after({ kind: 'reset', chunks: [] })).toMatchObject({ text: 'OK.' });
    server.requests.length = 0;
    await expectUnavailable('network', 1, { kind: 'reset', chunks: ['Tu saldo'] });
  });

  test('nothing listening is a network failure', async () => {
    const settings = { apiKey: 'k', model: 'm', baseUrl: 'http://127.0.0.1:1' };
    const Model = vendor === 'openai' ? OpenAiModel : AnthropicModel;
    const result = await new Model(settings, DEADLINES).complete(TOOL_REQUEST, () => {}, new AbortController().signal);
    expect(result).toEqual({ unavailable: 'network' });
  });

  test('half an answer is no answer', async () => {
    await expectUnavailable('bad_response', 1, { kind: 'truncated', chunks: ['Tu saldo'] });
    server.requests.length = 0;
    await expectUnavailable('bad_response', 1, { kind: 'reply', chunks: [] });
  });

  test('an error event names no vendor words', async () => {
    const reason = vendor === 'openai' ? 'bad_response' : 'rate_limited';
    await expectUnavailable(reason, 1, { kind: 'error_event', chunks: ['Tu saldo'] });
  });

  test('what is not the protocol is a bad response', async () => {
    const bodies = [
      '<html>Sign in to the hotel network</html>',
      'event: message_start\ndata: {"type":"message_start", "broken\n\n',
      'event: message_delta\ndata: null\n\n',
      'event: content_block_start\ndata: [1,2,3]\n\n',
      'event: content_block_delta\ndata: {"type":"content_block_delta","delta":7,"choices":[{"delta":{"tool_calls":[null]}}]}\n\n',
    ];
    for (const body of bodies) {
      server.requests.length = 0;
      await expectUnavailable('bad_response', 1, { kind: 'raw', body });
    }
  });

  test('an answer without an end is given up, and so is its connection', async () => {
    for (const behaviour of [{ kind: 'endless' }, { kind: 'huge_line', bytes: 64_000_000 }] as const) {
      server.requests.length = 0;
      const result = await after(behaviour);
      expect(result).toEqual({ unavailable: 'bad_response' });
      await eventually(`${behaviour.kind}: the connection is given up`, () => server.requests[0]?.wasAborted === true);
    }
    expect(shown.join('').length).toBeLessThanOrEqual(20_000);
  });

  test('an abort ends the call with an AbortError, whatever its reason, and closes the connection', async () => {
    const controller = new AbortController();
    server.next({ kind: 'stall', chunks: ['Tu saldo'] });
    const pending = complete(controller.signal);
    await eventually('it has begun to answer', () => shown.length > 0);
    controller.abort('superseded');
    await expect(pending).rejects.toMatchObject({ name: 'AbortError' });
    await eventually('the connection is closed', () => server.requests[0]?.wasAborted === true);
  });

  test('an abort ends the wait before the retry too', async () => {
    const controller = new AbortController();
    server.next({ kind: 'status', status: 429, headers: { 'retry-after': '3' } });
    const pending = complete(controller.signal);
    await eventually('it was asked', () => server.requests.length === 1);
    controller.abort();
    await expect(pending).rejects.toMatchObject({ name: 'AbortError' });
    expect(server.requests).toHaveLength(1);
  });

  test('does not follow a redirect with the key', async () => {
    const elsewhere = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response('caught') });
    const headers = { location: `http://127.0.0.1:${elsewhere.port}/` };
    const result = await after({ kind: 'status', status: 307, headers }, { kind: 'status', status: 307, headers });
    expect(result).toEqual({ unavailable: 'network' });
    await elsewhere.stop(true);
  });
});
