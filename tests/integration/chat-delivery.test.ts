import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { randomUUID } from 'node:crypto';
import { ChatSocket, call, historyOf, say, startChat } from '../support/client.ts';
import { type Service, startService } from '../support/service.ts';

const QUESTION = '¿A qué hora abren las sucursales?';

let first: Service;
let second: Service;

beforeAll(async () => {
  first = await startService();
  second = await startService({ database: first.database });
});

afterAll(async () => {
  await second.stop();
  await first.stop();
});

describe('a message', () => {
  test('through two workers with one client id at once is stored and answered once', async () => {
    const chat = await startChat(first.origin);
    const clientId = randomUUID();
    const answers = await Promise.all(
      [first, second, first, second].map(({ origin }) => say(origin, chat, QUESTION, clientId)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body.message_id)).size).toBe(1);
    const messages = await historyOf(second.origin, chat);
    expect(messages.map(({ seq, role }) => [seq, role])).toEqual([
      [1, 'assistant'],
      [2, 'user'],
      [3, 'assistant'],
    ]);
  });

  test('sent to one worker reaches the socket on another, in the order of seq', async () => {
    const chat = await startChat(first.origin);
    const socket = new ChatSocket(second.origin, chat);
    await socket.ready();
    await say(first.origin, chat, QUESTION);
    await socket.reply(2);
    const seen = socket.frames.filter(({ type }) => type === 'message').map(({ seq, role }) => [seq, role]);
    expect(seen).toEqual([
      [2, 'user'],
      [3, 'assistant'],
    ]);
    socket.close();
  });

  test('many at once on one conversation keep seq without a gap and get one answer a turn', async () => {
    const chat = await startChat(first.origin);
    const texts = Array.from({ length: 12 }, (_, index) => `${QUESTION} (${index})`);
    const answers = await Promise.all(texts.map((text, index) => say((index % 2 ? first : second).origin, chat, text)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    const messages = await historyOf(first.origin, chat);
    expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1));
    expect(
      messages
        .filter(({ role }) => role === 'user')
        .map(({ content }) => content)
        .sort(),
    ).toEqual(texts.sort());
    expect(messages.at(-1)?.role).toBe('assistant');
    const [{ open } = { open: -1 }] = await first.ctx.db.sql<{ open: number }[]>`
      SELECT count(*)::int AS open FROM turns WHERE conversation_id = ${chat.id} AND closed_at IS NULL`;
    expect(open).toBe(0);
  });

  test('whose worker died is answered by another after its lease', async () => {
    const chat = await startChat(first.origin);
    const { sql } = first.ctx.db;
    await sql`
      WITH c AS (UPDATE conversations SET last_seq = 2 WHERE id = ${chat.id} RETURNING id, month),
        t AS (INSERT INTO turns (conversation_id, from_seq, worker, lease_until)
          SELECT id, 2, ${randomUUID()}, now() - interval '1 second' FROM c RETURNING id)
      INSERT INTO messages (conversation_id, month, seq, role, content, client_id, turn_id)
      SELECT c.id, c.month, 2, 'customer', ${QUESTION}, ${randomUUID()}, t.id FROM c, t`;
    const socket = new ChatSocket(second.origin, chat);
    const reply = await socket.reply(2);
    expect(reply.seq).toBe(3);
    expect(reply.metadata.outcome).toBe('answer');
    socket.close();
  });

  test('of an ended conversation is a conflict, and nothing is stored', async () => {
    const chat = await startChat(first.origin);
    await call(first.origin, 'POST', '/api/v1/chat/end', { token: chat.token, body: { conversation_id: chat.id } });
    expect((await say(first.origin, chat, QUESTION)).status).toBe(409);
    expect(await historyOf(first.origin, chat)).toHaveLength(1);
  });
});

test('what happened while the bus was cut off reaches the socket once it is back', async () => {
  const chat = await startChat(first.origin);
  const socket = new ChatSocket(second.origin, chat);
  await socket.ready();
  const cut = await first.ctx.db.sql`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND query ILIKE 'listen%'`;
  expect(cut.count).toBeGreaterThanOrEqual(2);
  await say(first.origin, chat, QUESTION);
  const reply = await socket.reply(2);
  expect(reply.seq).toBe(3);
  expect(socket.frames.filter(({ type }) => type === 'message').map(({ seq }) => seq)).toEqual([2, 3]);
  socket.close();
});

describe('a hand-over', () => {
  test('silences the assistant: what comes after waits for a person', async () => {
    const chat = await startChat(first.origin);
    const handoff = await say(first.origin, chat, 'Quiero hablar con una persona');
    expect(handoff.body.metadata.outcome).toBe('handoff');
    expect(handoff.body.metadata.ticket_id).toMatch(/^TKT-[A-Z0-9]{8}$/);
    const next = await say(second.origin, chat, QUESTION);
    expect(next.body.metadata.outcome).toBe('handoff');
    expect((await historyOf(first.origin, chat)).at(-1)).toMatchObject({ role: 'user', content: QUESTION });
  });

  test('asked for by two workers at once opens one ticket', async () => {
    const chat = await startChat(first.origin);
    const escalate = (origin: string) =>
      call(origin, 'POST', '/api/v1/chat/escalate', { token: chat.token, body: { conversation_id: chat.id } });
    const answers = await Promise.all([escalate(first.origin), escalate(second.origin), escalate(first.origin)]);
    expect(new Set(answers.map(({ body }) => body.ticket_id)).size).toBe(1);
  });
});

test('a card number is masked before it is stored', async () => {
  const chat = await startChat(first.origin);
  const reply = await say(first.origin, chat, 'mi tarjeta es 4012 8888 8888 1881 y no pasa');
  const rows = await first.ctx.db.sql`SELECT content FROM messages WHERE conversation_id = ${chat.id}`;
  const [row] = await first.ctx.db.sql`SELECT last_text FROM conversations WHERE id = ${chat.id}`;
  const everything = JSON.stringify([rows, row, reply.body]).replace(/[\s-]/g, '');
  expect(everything).not.toContain('4012888888881881');
  expect(everything).toContain('1881');
});
