import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { type BankServer, startBankServer } from '../support/bank-server.ts';
import { ChatSocket, call, identityToken, say, staffToken, startChat } from '../support/client.ts';
import type { ModelServer } from '../support/model-server.ts';
import { startOpenAiServer } from '../support/openai-server.ts';
import { until } from '../support/pool-process.ts';
import { scrape, sumOf } from '../support/prometheus.ts';
import { type Service, startService } from '../support/service.ts';
import { type ExportedSpan, startTraceCollector, type TraceCollector } from '../support/trace-collector.ts';

const CUSTOMER = 'C-1001';
const PLANTED = {
  name: 'Remedios Zúñiga Ochotorena',
  email: 'remedios.zuniga@example.org',
  phone: '55 8123 4477',
  card: '4929 1234 5678 1232',
  words: 'jacaranda-violeta',
  agent: 'planted-user-agent',
  address: '203.0.113.77',
  query: 'planted-query-word',
};
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const WITHIN_MS = 20_000;

let collector: TraceCollector;
let model: ModelServer;
let bank: BankServer;
let service: Service;

beforeAll(async () => {
  collector = startTraceCollector();
  model = await startOpenAiServer();
  bank = await startBankServer();
  service = await startService({
    env: {
      AI_PROVIDER: 'openai',
      OPENAI_API_KEY: 'key-of-the-vendor',
      OPENAI_BASE_URL: `${model.origin}/v1`,
      BANK_API_URL: bank.url,
      BANK_API_TOKEN: bank.token,
      TRUST_PROXY: '1',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20of-the-collector,x-tenant=bank',
      OTEL_BSP_SCHEDULE_DELAY: '200',
      OTEL_SERVICE_NAME: 'desk-of-the-test',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    },
  });
});

afterAll(async () => {
  await service.stop();
  await Promise.all([collector.stop(), model.close(), bank.stop()]);
});

/** The spans of a trace, once its first one was exported, which ends last. */
async function traceOf(fits: (root: ExportedSpan) => boolean): Promise<ExportedSpan[]> {
  let root: ExportedSpan | undefined;
  await until(() => {
    root = collector.spans.find(fits);
    return root !== undefined;
  }, WITHIN_MS);
  return collector.spans.filter(({ traceId }) => traceId === root?.traceId);
}

const isRoot = (name: string) => (span: ExportedSpan) => span.name === name && span.kind === 2;

describe('a chat message', () => {
  test('is one trace: the request, its statements, the call to the model; the caller and the vendor share it', async () => {
    const chat = await startChat(service.origin, {
      metadata: { language: 'es', name: PLANTED.name, email: PLANTED.email },
    });
    model.next({ kind: 'reply', chunks: ['Con gusto le ayudo.'] });
    const asked = model.requests.length;
    const { status } = await call(service.origin, 'POST', `/api/v1/chat/message?q=${PLANTED.query}`, {
      token: chat.token,
      headers: {
        traceparent: `00-${TRACE}-${PARENT}-01`,
        'user-agent': PLANTED.agent,
        'x-forwarded-for': PLANTED.address,
      },
      body: {
        conversation_id: chat.id,
        message: `Soy ${PLANTED.name}, ${PLANTED.email}, ${PLANTED.phone}, tarjeta ${PLANTED.card}: ${PLANTED.words}`,
      },
    });
    expect(status).toBe(200);
    const spans = await traceOf(({ traceId, kind }) => traceId === TRACE && kind === 2);
    const [root, ...others] = spans.filter(({ kind }) => kind === 2);
    expect(others).toEqual([]);
    expect(root).toMatchObject({
      name: 'POST /api/v1/chat/message',
      parentSpanId: PARENT,
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/api/v1/chat/message',
        'http.response.status_code': 200,
      },
    });
    const inner = spans.filter((span) => span !== root);
    for (const span of inner) {
      expect(spans.map(({ spanId }) => spanId)).toContain(span.parentSpanId as string);
      expect(BigInt(span.startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(root?.startTimeUnixNano ?? 0));
      expect(BigInt(span.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(span.startTimeUnixNano));
    }
    const statements = inner.filter(({ attributes }) => attributes['db.system.name'] === 'postgresql');
    expect(statements.map(({ name }) => name)).toContain('INSERT rate_limits');
    expect(statements.map(({ name }) => name)).toContain('UPDATE conversations');
    for (const { attributes } of statements) expect(attributes['db.query.text']).toBeString();
    const calls = inner.filter(({ name }) => name.startsWith('chat '));
    expect(calls.length).toBeGreaterThan(0);
    expect(calls[0]?.attributes).toMatchObject({
      'gen_ai.provider.name': 'openai',
      'gen_ai.usage.input_tokens': 120,
      'gen_ai.usage.output_tokens': 30,
    });
    expect(model.requests[asked]?.headers.traceparent).toBe(`00-${TRACE}-${calls[0]?.spanId}-01`);
  }, 60_000);

  test('of a verified customer asks the bank as part of it', async () => {
    const chat = await startChat(service.origin, { identity_token: identityToken(CUSTOMER) });
    model.next({ kind: 'reply', tools: [{ name: 'get_balance', json: '{}' }] }, { kind: 'reply', chunks: ['Listo.'] });
    await say(service.origin, chat, `¿Cuál es mi saldo? ${PLANTED.words}`);
    expect(bank.requests.length).toBeGreaterThan(0);
    await until(() => collector.spans.some(({ name }) => name === 'bank accounts'), WITHIN_MS);
    const question = collector.spans.find(({ name }) => name === 'bank accounts') as ExportedSpan;
    expect(bank.requests[0]?.headers.traceparent).toBe(`00-${question.traceId}-${question.spanId}-01`);
    const spans = await traceOf(({ traceId, kind }) => traceId === question.traceId && kind === 2);
    expect(spans.find(isRoot('POST /api/v1/chat/message'))).toBeDefined();
  }, 60_000);

  test('over a socket is a trace, too', async () => {
    const chat = await startChat(service.origin);
    const socket = new ChatSocket(service.origin, chat);
    await socket.frame(({ type }) => type === 'ready');
    model.next({ kind: 'reply', chunks: ['Con gusto le ayudo.'] });
    socket.say(`hola ${PLANTED.words}`);
    await socket.frame(({ type, role }) => type === 'message' && role === 'assistant', 10_000);
    socket.close();
    const spans = await traceOf(isRoot('websocket message'));
    await until(
      () => collector.spans.some(({ name, traceId }) => name.startsWith('chat ') && traceId === spans[0]?.traceId),
      WITHIN_MS,
    );
  }, 60_000);
});

test('requests of staff go by their pattern, failures by their status, monitors not at all', async () => {
  const token = await staffToken(service.origin);
  await call(service.origin, 'GET', `/api/v1/customers?q=${PLANTED.query}`, { token });
  await call(service.origin, 'GET', '/api/v1/tickets/TKT-ABCDEFGH', { token });
  await call(service.origin, 'GET', '/health');
  await call(service.origin, 'GET', `/${PLANTED.query}`);
  const spans = await traceOf(isRoot('GET /api/v1/tickets/:ticketId'));
  expect(spans.find(({ kind }) => kind === 2)?.attributes['http.response.status_code']).toBe(404);
  await traceOf((span) => span.name === 'GET' && span.attributes['http.response.status_code'] === 404);
  expect(collector.spans.some(({ name }) => name.includes('/health'))).toBe(false);
}, 60_000);

test('is told who it is of, as the collector wants it', () => {
  expect(collector.resource).toMatchObject({
    'service.name': 'desk-of-the-test',
    'service.instance.id': service.ctx.workerId,
    'deployment.environment.name': 'test',
  });
  const [headers] = collector.headers;
  expect(headers?.get('authorization')).toBe('Bearer of-the-collector');
  expect(headers?.get('x-tenant')).toBe('bank');
});

test('holds nothing of a person: not what was said, by whom, or from where', async () => {
  // The last spans leave within an interval of the export.
  const count = collector.texts.length;
  await call(service.origin, 'GET', '/api/v1/chat/config');
  await until(() => collector.texts.length > count, WITHIN_MS);
  const all = collector.texts.join('\n');
  expect(all).toContain('/api/v1/chat/message');
  const digits = (text: string) => text.replace(/\D/g, '');
  const hidden = [
    ...Object.values(PLANTED),
    ...PLANTED.name.split(' '),
    digits(PLANTED.phone),
    digits(PLANTED.card),
    CUSTOMER,
    'key-of-the-vendor',
    bank.token,
    '127.0.0.1',
  ];
  for (const text of hidden) expect([text, all.includes(text)]).toEqual([text, false]);
  // Ids of conversations, which are the only ones with hyphens besides this process's and the requests'.
  const [rows, ids] = [await service.ctx.db.sql<{ id: string }[]>`SELECT id FROM conversations`, all];
  expect(rows.length).toBeGreaterThan(2);
  for (const { id } of rows) expect(ids.includes(id)).toBe(false);
}, 60_000);

describe('a collector that', () => {
  const exported = async (result: string) => sumOf(await scrape(service.origin), 'joxai_trace_spans_total', { result });

  test('refuses costs nobody anything, and what it can take later it gets', async () => {
    const before = collector.spans.length;
    collector.next(503);
    const { status } = await call(service.origin, 'GET', '/api/v1/chat/config');
    expect(status).toBe(200);
    await until(() => collector.spans.length > before, WITHIN_MS);
    const dropped = await exported('dropped');
    collector.next(400);
    await call(service.origin, 'GET', '/api/v1/chat/config');
    await until(async () => (await exported('dropped')) > dropped, WITHIN_MS);
    expect(await exported('exported')).toBeGreaterThan(10);
  }, 60_000);
});
