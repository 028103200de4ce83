import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Server } from 'bun';
import { listWaiting } from '../../src/features/system/metrics-queries.ts';
import { noteRequest } from '../../src/http/request-info.ts';
import { ChatSocket, call, say, startChat } from '../support/client.ts';
import { until } from '../support/pool-process.ts';
import { readScrape, type Scrape, scrape, sumOf } from '../support/prometheus.ts';
import { type Service, startService } from '../support/service.ts';
import { startStopwatch } from '../support/stopwatch.ts';

const TOKEN = 'a-token-of-the-monitor';
let service: Service;

beforeAll(async () => {
  service = await startService({ env: { TRUST_PROXY: '1', METRICS_TOKEN: TOKEN } });
});

afterAll(() => service.stop());

const ask = async (origin: string, headers: Record<string, string>) =>
  (await fetch(`${origin}/metrics`, { headers })).status;

describe('GET /metrics answers', () => {
  test('loopback and private addresses, as far as trusted proxies tell them', async () => {
    const withPorts = ['10.1.2.3:4711', '[fd00::7]:4711', '[::1]'];
    for (const address of [
      '10.1.2.3',
      '192.168.7.7',
      '172.31.0.1',
      '127.0.0.1',
      '::1',
      '::ffff:10.0.0.1',
      ...withPorts,
    ])
      expect([address, await ask(service.origin, { 'x-forwarded-for': `8.8.8.8, ${address}` })]).toEqual([
        address,
        200,
      ]);
    const noAddresses = ['unknown', '10.0.0.1:x', '10.0.0.1" x', ''];
    for (const address of ['8.8.8.8', '172.32.0.1', '100.64.0.1', '2001:4860::1', '::ffff:8.8.8.8', ...noAddresses])
      expect([
        address,
        await ask(service.origin, { 'x-forwarded-for': `10.0.0.1, ${address || '203.0.113.9'}` }),
      ]).toEqual([address, 401]);
  });

  test('the same for a client whose proxy writes its port, and for what is no address at all', () => {
    const server = { requestIP: () => ({ address: '10.0.0.9' }) } as unknown as Server<unknown>;
    const addressOf = (hop: string) =>
      noteRequest(new Request('http://localhost/', { headers: { 'x-forwarded-for': hop } }), server, 1).address;
    expect(['203.0.113.7:1', '203.0.113.7:2', '[2001:db8::1]:3'].map(addressOf)).toEqual([
      '203.0.113.7',
      '203.0.113.7',
      '2001:db8::1',
    ]);
    expect(['1"] "GET / HTTP/1.1" 200', 'x', ''].map(addressOf)).toEqual(['unknown', 'unknown', '10.0.0.9']);
  });

  test('others with the token alone', async () => {
    const from = { 'x-forwarded-for': '8.8.8.8' };
    expect(await ask(service.origin, { ...from, authorization: `Bearer ${TOKEN}` })).toBe(200);
    for (const token of ['', 'x', `${TOKEN}x`, TOKEN.slice(0, -1), TOKEN.toUpperCase()])
      expect(await ask(service.origin, { ...from, authorization: `Bearer ${token}` })).toBe(401);
  });

  test('nobody from behind a proxy that is not trusted, whose own address is private', async () => {
    const closed = await startService({ database: service.database });
    try {
      expect(await ask(closed.origin, {})).toBe(200);
      for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])
        expect([header, await ask(closed.origin, { [header]: '127.0.0.1' })]).toEqual([header, 403]);
      expect(await ask(closed.origin, { 'x-forwarded-for': '8.8.8.8', authorization: `Bearer ${TOKEN}` })).toBe(403);
    } finally {
      await closed.stop();
    }
  });
});

test('a delivery waits since it was sent again, not since what it tells of happened', async () => {
  const { sql } = service.ctx.db;
  await sql`
    WITH w AS (INSERT INTO webhooks (url, description, events, secret, is_active, created_by)
      SELECT 'https://bank.example', '', '{}', 'x', false, min(id) FROM users RETURNING id)
    INSERT INTO webhook_deliveries (webhook_id, event, data, attempts, occurred_at, next_attempt_at)
    SELECT id, 'ticket_created', '{}', 1, now() - interval '3 days', now() + interval '1 hour' FROM w`;
  const waiting = (await listWaiting(sql)).find(({ queue }) => queue === 'webhooks');
  expect(waiting).toEqual({ queue: 'webhooks', length: 1, oldest: expect.any(Number) });
  expect(waiting?.oldest).toBeWithin(0, 60);
  await sql`DELETE FROM webhooks`;
});

test('without an answer of the supervisor there are no figures, rather than those of one worker', async () => {
  const { poolFigures } = service.ctx;
  service.ctx.poolFigures = async () => null;
  const answer = await call(service.origin, 'GET', '/metrics');
  service.ctx.poolFigures = poolFigures;
  expect([answer.status, Object.keys(answer.body)]).toEqual([503, ['detail']]);
});

describe('what it tells', () => {
  const growth = async (work: () => Promise<unknown>) => {
    const before = await scrape(service.origin);
    await work();
    const after = await scrape(service.origin);
    return (name: string, labels?: Record<string, string>) => sumOf(after, name, labels) - sumOf(before, name, labels);
  };

  test('requests by the pattern of their route, and never by their address', async () => {
    const of = await growth(async () => {
      const chat = await startChat(service.origin);
      await call(service.origin, 'GET', `/api/v1/chat/history/${chat.id}`, { token: chat.token });
      await call(service.origin, 'GET', '/api/v1/no-such-thing/4242');
      await call(service.origin, 'GET', '/public/widget/widget.js');
      await fetch(`${service.origin}/api/v1/auth/login`, {
        method: 'POST',
        body: '{"not json',
        headers: { 'content-type': 'application/json' },
      });
    });
    const count = 'joxai_http_request_duration_seconds_count';
    const route = '/api/v1/chat/history/:conversationId';
    expect(of(count, { method: 'GET', route, status: '200' })).toBe(1);
    expect(of(count, { method: 'GET', route: '/api/*', status: '404' })).toBe(1);
    expect(of(count, { route: '/public/*' })).toBe(1);
    expect(of(count, { method: 'POST', route: '/api/v1/auth/login', status: '400' })).toBe(1);
    const text = await (await fetch(`${service.origin}/metrics`)).text();
    expect(text).not.toContain('4242');
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  });

  test('turns, escalations, tickets, ratings, statements and events', async () => {
    const of = await growth(async () => {
      const chat = await startChat(service.origin);
      await say(service.origin, chat, '¿A qué hora abren las sucursales?');
      await say(service.origin, chat, 'me robaron la tarjeta');
      await call(service.origin, 'POST', '/api/v1/chat/feedback', {
        token: chat.token,
        body: { conversation_id: chat.id, rating: 4 },
      });
      await until(async () => sumOf(await scrape(service.origin), 'joxai_bus_lag_seconds_count') > 0);
    });
    expect(of('joxai_conversations_started_total')).toBe(1);
    expect(of('joxai_turns_total', { outcome: 'answer', provider: 'mock' })).toBe(1);
    expect(of('joxai_turns_total', { outcome: 'handoff' })).toBe(1);
    expect(of('joxai_turn_duration_seconds_count')).toBe(2);
    expect(of('joxai_escalations_total')).toBe(1);
    expect(of('joxai_escalations_total', { reason: 'emergency' })).toBe(1);
    expect(of('joxai_tickets_opened_total')).toBe(1);
    expect(of('joxai_csat_ratings_total', { rating: '4' })).toBe(1);
    expect(of('joxai_queue_length', { queue: 'customers' })).toBeWithin(0, 2);
    expect(of('joxai_db_query_duration_seconds_count', { pool: 'hot' })).toBeGreaterThan(1);
    expect(of('joxai_db_query_duration_seconds_count', { operation: 'transaction' })).toBeGreaterThan(0);
    expect(of('joxai_bus_lag_seconds_count')).toBeGreaterThan(0);
  });

  test('sockets and their frames', async () => {
    const chat = await startChat(service.origin);
    const socket = new ChatSocket(service.origin, chat);
    await socket.frame(({ type }) => type === 'ready');
    const open = await scrape(service.origin);
    expect(sumOf(open, 'joxai_websockets', { kind: 'customer' })).toBe(1);
    const of = await growth(async () => {
      socket.send({ type: 'ping' });
      await socket.frame(({ type }) => type === 'pong');
      socket.close();
      await until(() => socket.closeCode !== null);
      await until(async () => sumOf(await scrape(service.origin), 'joxai_websockets') === 0);
    });
    expect(of('joxai_websocket_frames_total')).toBe(1);
    expect(of('joxai_websocket_closes_total')).toBe(1);
    expect(of('joxai_websockets')).toBe(-1);
  });

  test('what was refused by a limit, by its name', async () => {
    const strict = await startService({ env: { RATE_LIMITS: '{"chat_start":"1/hour"}' } });
    try {
      for (let request = 0; request < 3; request += 1)
        await call(strict.origin, 'POST', '/api/v1/chat/start', { body: {} });
      expect(sumOf(await scrape(strict.origin), 'joxai_rate_limited_total', { limit: 'chat_start' })).toBe(2);
    } finally {
      await strict.stop();
    }
  });

  test('that the database is away, at once, and everything that needs none', async () => {
    const lonely = await startService();
    try {
      expect(sumOf(await scrape(lonely.origin), 'joxai_database_up')).toBe(1);
      const { sql } = lonely.ctx.db;
      // As long as somebody holds what is to be counted, the database does not answer.
      const locked = Promise.withResolvers<void>();
      const release = Promise.withResolvers<void>();
      const holding = sql.begin(async (tx) => {
        await tx`LOCK TABLE tickets IN ACCESS EXCLUSIVE MODE`;
        locked.resolve();
        await release.promise;
      });
      await locked.promise;
      await Bun.sleep(5_100);
      const stopwatch = startStopwatch();
      const dark: Scrape = await scrape(lonely.origin);
      expect(stopwatch()).toBeLessThan(4_000);
      expect(sumOf(dark, 'joxai_database_up')).toBe(0);
      expect(sumOf(dark, 'joxai_worker_memory_bytes', { type: 'rss' })).toBeGreaterThan(1e7);
      expect(dark.samples.some(({ name }) => name === 'joxai_tickets')).toBe(false);
      release.resolve();
      await holding;
    } finally {
      await lonely.stop();
    }
  }, 60_000);

  test('nothing that cannot be read back, nor any family twice', async () => {
    const text = await (await fetch(`${service.origin}/metrics`)).text();
    const families = [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name);
    expect(new Set(families).size).toBe(families.length);
    const { samples } = readScrape(text);
    const keys = samples.map(({ name, labels }) => `${name}${JSON.stringify(labels)}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
