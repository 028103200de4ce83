import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoHistory, loadDemoHistory } from '../../src/commands/demo-history.ts';
import { demoRemove } from '../../src/commands/demo-remove.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { createContext } from '../../src/context.ts';
import { runClocks } from '../../src/features/tickets/sla.ts';
import { call, say, startChat } from '../support/client.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { logIntoPanel, openLivePage } from '../support/panel-client.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

/** A Wednesday afternoon in Mexico City. */
const NOW = new Date('2026-11-25T21:30:00Z');
const MARKED = ['conversations', 'tickets', 'users', 'canned_responses'] as const;
const SECRET_KEY = randomBytes(32).toString('hex');

let dataDir: string;
let service: Service;
let admin: Staff;

const envOf = ({ url }: TestDatabase) => ({ NODE_ENV: 'test', DATABASE_URL: url, DATA_DIR: dataDir, SECRET_KEY });
const configOf = (database: TestDatabase): Config => readConfig(envOf(database));

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'joxai-demo-'));
  // The jobs of the desk live today: they would find the history of the day before late, and tell people of it.
  const resting = ['sla', 'tell_waiting', 'assign', 'return_silent'];
  service = await startService({ env: { DATA_DIR: dataDir }, resting });
  admin = await newStaff(service, 'ADMIN', 'Amanda Real');
  expect(await loadDemoHistory(configOf(service.database), service.database.url, NOW)).not.toBeNull();
}, 120_000);

afterAll(async () => {
  await service.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const rows = async <Row extends object>(text: string, of: Service = service): Promise<Row[]> => [
  ...(await of.ctx.db.sql.unsafe<Row[]>(text)),
];

const valuesOf = async (text: string): Promise<string[]> =>
  (await rows<{ value: string }>(text)).map(({ value }) => value);

/** Everything of the history but what PostgreSQL and the clock make anew each time. */
const FINGERPRINT = `SELECT md5(string_agg(m.conversation_id::text || m.seq || m.role || m.content || m.created_at, '|'
  ORDER BY m.conversation_id, m.seq)) AS value FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE c.is_demo`;

const CLOCKS = `
  SELECT reference, sla_policy_id, sla_due_at, first_response_due_at, first_responded_at, next_response_due_at,
    resolution_due_at, sla_check_at, sla_warned_at, sla_breached FROM tickets WHERE is_demo ORDER BY id`;
const EVENTS = `SELECT ticket_id, clock, event, due_at, at FROM ticket_sla_events ORDER BY ticket_id, clock, event, due_at`;

describe('the history', () => {
  test('has every state, kind and language that the desk knows', async () => {
    expect(await valuesOf(`SELECT DISTINCT status AS value FROM conversations ORDER BY 1`)).toEqual([
      ...['bot', 'ended', 'human', 'waiting'],
    ]);
    expect(await valuesOf(`SELECT DISTINCT language AS value FROM conversations ORDER BY 1`)).toEqual(['en', 'es']);
    expect(await valuesOf(`SELECT DISTINCT status AS value FROM tickets ORDER BY 1`)).toEqual([
      ...['CLOSED', 'IN_PROGRESS', 'OPEN', 'RESOLVED'],
    ]);
    expect(await valuesOf(`SELECT DISTINCT event AS value FROM ticket_sla_events ORDER BY 1`)).toEqual([
      ...['breached', 'met', 'warned'],
    ]);
    const [counts] = await rows<Record<string, number>>(`
      SELECT (SELECT count(*) FROM conversations)::int AS conversations, (SELECT count(*) FROM satisfaction)::int AS ratings,
        (SELECT count(*) FROM conversation_notes)::int AS notes, (SELECT count(*) FROM answer_reports)::int AS reports,
        (SELECT count(*) FROM tickets WHERE merged_into_id IS NOT NULL)::int AS merged,
        (SELECT count(*) FROM tickets WHERE complaint_number IS NOT NULL)::int AS complaints,
        (SELECT count(*) FROM notifications WHERE user_id = ${admin.id} AND read_at IS NULL)::int AS unread`);
    expect(counts?.conversations).toBeGreaterThan(200);
    for (const [what, count] of Object.entries(counts ?? {})) expect(`${what} ${count > 0}`).toBe(`${what} true`);
  });

  test('ends now, with work for whoever looks', async () => {
    const [now] = await rows<{ newest: Date; waiting: number; unread: number }>(`
      SELECT max(created_at) AS newest, count(*) FILTER (WHERE status = 'waiting')::int AS waiting,
        count(*) FILTER (WHERE status <> 'ended' AND read_seq < last_seq)::int AS unread FROM conversations`);
    expect(NOW.getTime() - (now?.newest.getTime() ?? 0)).toBeLessThan(10 * 60_000);
    expect(now?.waiting).toBeGreaterThanOrEqual(2);
    expect(now?.unread).toBeGreaterThan(0);
    for (const table of ['messages', 'conversation_notes', 'notifications', 'satisfaction']) {
      const [late] = await rows<{ count: number }>(
        `SELECT count(*)::int FROM ${table} WHERE created_at > '${NOW.toISOString()}'`,
      );
      expect(`${table} ${late?.count}`).toBe(`${table} 0`);
    }
  });

  test('is busier on weekdays and in business hours', async () => {
    const [shares] = await rows<{ weekend: number; night: number }>(`
      SELECT avg((extract(isodow FROM local) > 5)::int)::float8 AS weekend,
        avg((extract(hour FROM local) NOT BETWEEN 8 AND 20)::int)::float8 AS night
      FROM (SELECT created_at AT TIME ZONE 'America/Mexico_City' AS local FROM conversations) c`);
    expect(shares?.weekend).toBeLessThan(0.22);
    expect(shares?.night).toBeLessThan(0.15);
  });

  test('counts messages without a gap, and every answer rests on a turn', async () => {
    const [gaps] = await rows<{ gaps: number; bare: number }>(`
      SELECT (SELECT count(*) FROM (SELECT 1 FROM conversations c JOIN messages m ON m.conversation_id = c.id
          GROUP BY c.id, c.last_seq HAVING max(m.seq) <> c.last_seq OR count(*) <> c.last_seq) g)::int AS gaps,
        (SELECT count(*) FROM messages m LEFT JOIN turns t ON t.id = m.turn_id
          WHERE m.role = 'assistant' AND m.seq > 1 AND t.closed_at IS NULL)::int AS bare`);
    expect(gaps).toEqual({ gaps: 0, bare: 0 });
  });

  test('answers what the assistant answers', async () => {
    const asked = await rows<{ question: string; answer: string; language: string }>(`
      SELECT q.content AS question, a.content AS answer, c.language FROM conversations c
        JOIN messages q ON q.conversation_id = c.id AND q.seq = 2 JOIN messages a ON a.conversation_id = c.id AND a.seq = 3
      WHERE c.customer_id IS NULL AND a.metadata->>'outcome' = 'answer' ORDER BY c.created_at LIMIT 4`);
    expect(asked.length).toBe(4);
    for (const { question, answer, language } of asked) expect(await answerOf(question, language)).toBe(answer);
  }, 120_000);

  test('is the same for the same moment, with clocks that the desk itself finds right', async () => {
    const database = await cloneDatabase();
    // Without a service, whose job would go by the time of today.
    const ctx = await createContext(configOf(database));
    const read = async (text: string) => [...(await ctx.db.sql.unsafe(text))];
    try {
      await loadDemoHistory(configOf(database), database.url, NOW);
      expect(await read(FINGERPRINT)).toEqual(await rows(FINGERPRINT));
      const before = [await read(CLOCKS), await read(EVENTS)];
      // As if none of the tickets had been looked at: all that are worked on are reckoned anew.
      expect(await runClocks(ctx, NOW)).toBeGreaterThan(5);
      expect([await read(CLOCKS), await read(EVENTS)]).toEqual(before);
    } finally {
      await ctx.close();
      await database.drop();
    }
  }, 60_000);

  test('says once to a person that it is made up, in the panel, and how to be rid of it', async () => {
    const session = await logIntoPanel(service.origin, admin);
    const first = await openLivePage(service.origin, session);
    await first.until((html) => html.includes('bun run demo:remove'));
    first.close();
    const second = await openLivePage(service.origin, session);
    await second.until((html) => html.includes('bell-count'));
    // Whatever the page is told on its opening has come when this is answered.
    second.send({ type: 'ping' });
    await second.until(() => second.frames().some(({ type }) => type === 'pong'));
    // Changes are told half a second later: what the page was told of on its opening has come before.
    service.ctx.bus.publish({ type: 'knowledge' });
    await second.until(() => second.frames().some(({ topic }) => topic === 'knowledge'));
    expect(second.html()).not.toContain('demo:remove');
    second.close();
  });

  test('knows staff that cannot log in and get no mail', async () => {
    const [agent] = await rows<{ email: string; id: number }>(`SELECT id, email FROM users WHERE is_demo ORDER BY id`);
    for (const password of ['', 'demo', 'password', agent?.email ?? '']) {
      const { status } = await call(service.origin, 'POST', '/api/v1/auth/login', {
        body: { email: agent?.email, password },
      });
      expect([401, 422]).toContain(status);
    }
    const [mails] = await rows<{ count: number }>(`
      SELECT count(*)::int FROM notifications n JOIN users u ON u.id = n.user_id WHERE u.is_demo AND n.type = 'EMAIL'`);
    expect(mails?.count).toBe(0);
  });

  test('is not added to a desk that is used, nor in production', async () => {
    const before = await rows(FINGERPRINT);
    expect(await loadDemoHistory(configOf(service.database), service.database.url, NOW)).toBeNull();
    const production = {
      ...envOf(service.database),
      ...{ NODE_ENV: 'production', ALGORITHM: 'HS256', ACCESS_TOKEN_EXPIRE_MINUTES: '30', AI_PROVIDER: 'mock' },
    };
    const fresh = await cloneDatabase();
    try {
      expect(await demoHistory({ ...production, DATABASE_URL: fresh.url })).toBe(1);
      const twin = await startService({ database: fresh });
      const [count] = await rows(`SELECT count(*)::int FROM conversations`, twin);
      await twin.stop();
      expect(count).toEqual({ count: 0 });
    } finally {
      await fresh.drop();
    }
    expect(await rows(FINGERPRINT)).toEqual(before);
  });
});

test('is removed by one command, which leaves what is real', async () => {
  const [mate] = await rows<{ id: number }>(`SELECT id FROM users WHERE is_demo AND role = 'AGENT' ORDER BY id`);
  const [waiting] = await rows<{ id: string }>(`SELECT id FROM conversations WHERE status = 'waiting' ORDER BY id`);
  const chat = await startChat(service.origin);
  await say(service.origin, chat, '¿A qué hora abren las sucursales?');
  await admin.call('POST', `/conversations/${waiting?.id}/takeover`);
  const sent = await admin.call('POST', `/conversations/${waiting?.id}/messages`, { message: 'Hola, ¿sigues ahí?' });
  expect(sent.status).toBe(200);
  const made = await admin.call('POST', '/tickets', { subject: 'De verdad' });
  await admin.call('POST', `/tickets/${made.body.ticket_id}/assign`, { agent_id: mate?.id });
  const REAL = `SELECT (SELECT count(*) FROM conversations WHERE NOT is_demo)::int AS conversations,
    (SELECT count(*) FROM tickets WHERE NOT is_demo)::int AS tickets, (SELECT count(*) FROM customers)::int AS customers,
    (SELECT count(*) FROM users WHERE NOT is_demo)::int AS users, (SELECT count(*) FROM knowledge_articles)::int AS articles`;
  const before = await rows(REAL);

  expect(await demoRemove(envOf(service.database))).toBe(0);

  expect(await rows(REAL)).toEqual(before);
  for (const table of MARKED) {
    const [left] = await rows<{ count: number }>(`SELECT count(*)::int FROM ${table} WHERE is_demo`);
    // The one whom a real ticket names.
    expect(`${table} ${left?.count}`).toBe(`${table} ${table === 'users' ? 1 : 0}`);
  }
  const [kept] = await rows(`SELECT id, is_active AS "isActive" FROM users WHERE is_demo`);
  expect(kept).toEqual({ id: mate?.id, isActive: false });
  const { body: history } = await call(service.origin, 'GET', `/api/v1/chat/history/${chat.id}`, { token: chat.token });
  expect(history.messages.length).toBe(3);
  const { body: ticket } = await admin.call('GET', `/tickets/${made.body.ticket_id}`);
  expect(ticket.assigned_to).toBe(mate?.id);
  const [bell] = await rows(`SELECT count(*)::int FROM notifications WHERE kind = 'demo_data'`);
  expect(bell).toEqual({ count: 0 });
  expect(await demoRemove(envOf(service.database))).toBe(0);
}, 60_000);

/** What the service says to it, once it has learnt from the articles as the history's assistant had. */
async function answerOf(question: string, language: string): Promise<string> {
  await eventually('it has learnt from the articles', () => service.ctx.retriever.learntStamp !== null, 60_000);
  const chat = await startChat(service.origin, { metadata: { language } });
  return (await say(service.origin, chat, question)).body.message;
}
