import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { randomUUID } from 'node:crypto';
import type { Answerer } from '../../src/ai/answer.ts';
import { Router } from '../../src/ai/router.ts';
import { QueueBoard } from '../../src/features/chat/queue.ts';
import { CustomerSocket } from '../../src/features/chat/socket.ts';
import { type Turn, takeMessage } from '../../src/features/chat/turn.ts';
import { TurnDesk } from '../../src/features/chat/turn-desk.ts';
import type { RawSocket } from '../../src/realtime/socket.ts';
import { ChatSocket, call, type Frame, historyOf, say, staffToken, startChat } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { holdLock } from '../support/held-lock.ts';
import { startOpenAiServer } from '../support/openai-server.ts';
import { repeatText } from '../support/questions.ts';
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

  test('that waits for the one before it to be stored is answered together with that', async () => {
    const model = await startOpenAiServer();
    // Longer than storing takes, so that the first message is not answered by itself.
    model.always({ kind: 'reply', chunks: ['OK.'], firstDelayMs: 300 });
    const worker = await startService({
      database: first.database,
      env: { AI_PROVIDER: 'openai', OPENAI_API_KEY: 'sk-local-test-key', OPENAI_BASE_URL: `${model.origin}/v1` },
    });
    try {
      const chat = await startChat(worker.origin);
      const held = await holdLock(
        first.database.url,
        (sql) => sql`SELECT 1 FROM conversations WHERE id = ${chat.id} FOR UPDATE`,
      );
      const texts = ['Quiero abrir una cuenta', 'Una de ahorro, por favor'];
      const answering = texts.map((text) => say(worker.origin, chat, text));
      await held.untilWaiting(2, 'INSERT INTO turns');
      await held.release();
      expect((await Promise.all(answering)).map(({ status }) => status)).toEqual([200, 200]);
      const roles = (await historyOf(worker.origin, chat)).map(({ role }) => role);
      expect(roles).toEqual(['assistant', 'user', 'user', 'assistant']);
      expect(model.requests.some(({ text }) => texts.every((one) => text.includes(one)))).toBe(true);
    } finally {
      await worker.stop();
      await model.close();
    }
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

  test('behind which a ticket’s reply came is answered anew, and not when the lease of the dropped answer is over', async () => {
    const chat = await startChat(first.origin);
    const { sql } = first.ctx.db;
    const admin = await staffToken(first.origin);
    const ticket = await call(first.origin, 'POST', '/api/v1/tickets', {
      token: admin,
      body: { subject: 'Horario', conversation_id: chat.id },
    });
    expect(ticket.status).toBe(200);
    await sql`
      WITH c AS (UPDATE conversations SET last_seq = 2 WHERE id = ${chat.id} RETURNING id, month),
        t AS (INSERT INTO turns (conversation_id, from_seq, worker, lease_until)
          SELECT id, 2, ${randomUUID()}, now() + interval '1 hour' FROM c RETURNING id)
      INSERT INTO messages (conversation_id, month, seq, role, content, client_id, turn_id)
      SELECT c.id, c.month, 2, 'customer', ${QUESTION}, ${randomUUID()}, t.id FROM c, t`;
    const socket = new ChatSocket(second.origin, chat);
    await socket.ready();
    const sent = await call(first.origin, 'POST', `/api/v1/tickets/${ticket.body.ticket_id}/messages`, {
      token: admin,
      body: { message: 'Lo reviso contigo' },
    });
    expect(sent.status).toBe(200);
    const reply = await socket.frame(({ type, role }) => type === 'message' && role === 'assistant');
    expect(reply.seq).toBe(4);
    socket.close();
  });

  test('whose answer a worker finishes before it leaves stays with that worker until then', async () => {
    const { ctx, ...worker } = await startService({ database: first.database });
    const [begun, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const quick = repeatText('Listo.');
    const slow: Answerer = {
      name: 'slow',
      async answer(...asked) {
        begun.resolve();
        await mayEnd.promise;
        return quick.answer(...asked);
      },
    };
    ctx.ai = new Router([slow, quick]);
    const desk = new TurnDesk(ctx);
    desk.start();
    const chat = await startChat(first.origin);
    const taken = await takeMessage(ctx, desk.writer, chat.id, { text: QUESTION, clientId: randomUUID() });
    const answered = desk.answer(taken?.turn as Turn);
    await begun.promise;
    const lease = async () => {
      const [row] = await first.ctx.db.sql<{ lease: Date }[]>`
        SELECT lease_until AS lease FROM turns WHERE conversation_id = ${chat.id}`;
      return row?.lease.getTime() ?? 0;
    };
    const before = await lease();
    const stopped = desk.stop(30_000);
    await eventually('the lease is renewed', async () => (await lease()) > before, 9_000);
    mayEnd.resolve();
    await stopped;
    expect((await answered)?.content).toContain('Listo.');
    await worker.stop();
  });

  test('counts for its conversation however the id is written', async () => {
    const strict = await startService({ database: first.database, env: { RATE_LIMITS: '{"chat_message":"1/hour"}' } });
    try {
      const chat = await startChat(strict.origin);
      expect((await say(strict.origin, chat, QUESTION)).status).toBe(200);
      expect((await say(strict.origin, { ...chat, id: chat.id.toUpperCase() }, QUESTION)).status).toBe(429);
    } finally {
      await strict.stop();
    }
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

test('who took over while the bus was cut off is told to the socket once it is back', async () => {
  const chat = await startChat(first.origin);
  // Where it began: the event of that is no longer on its way.
  const socket = new ChatSocket(first.origin, chat);
  await socket.ready();
  // Nobody publishes it: the gap alone tells that there may be something.
  await first.ctx.db.sql`
    UPDATE conversations SET status = 'human', assignee_id = (SELECT min(id) FROM users WHERE is_active)
    WHERE id = ${chat.id}`;
  await first.ctx.db.sql`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND query ILIKE 'listen%'`;
  const status = await socket.frame(({ type }) => type === 'status');
  expect(status).toMatchObject({ status: 'with_agent', agent_name: expect.any(String) });
  socket.close();
});

/** What somebody has said through a process that did not tell it. */
const putSaid = (chat: { id: string }, messages: number) => first.ctx.db.sql`
  WITH c AS (UPDATE conversations SET last_seq = 1 + ${messages}::int WHERE id = ${chat.id} RETURNING id, month)
  INSERT INTO messages (conversation_id, month, seq, role, content)
  SELECT c.id, c.month, n, 'system', 'Aviso ' || n FROM c, generate_series(2, 1 + ${messages}::int) AS n`;

test('what cannot be read for a socket when it happens is sent once it can', async () => {
  const chat = await startChat(first.origin);
  const socket = new ChatSocket(second.origin, chat);
  await socket.ready();
  await putSaid(chat, 1);
  const held = await holdLock(first.database.url, (sql) => sql`LOCK TABLE messages IN ACCESS EXCLUSIVE MODE`);
  first.ctx.bus.publish({ type: 'message', conversation: chat.id, seq: 2 });
  await held.untilWaiting(1, 'AND seq >');
  await held.cancelWaiting('AND seq >');
  await held.release();
  await socket.frame(({ type, seq }) => type === 'message' && seq === 2, 10_000);
  expect(socket.frames.filter(({ type }) => type === 'error')).toEqual([]);
  socket.close();
});

test('a resume brings all of a long conversation', async () => {
  const chat = await startChat(first.origin);
  await putSaid(chat, 1_203);
  const socket = new ChatSocket(second.origin, chat);
  expect((await socket.ready()).last_seq).toBe(1_204);
  socket.send({ type: 'resume', after_seq: 1 });
  await socket.frame(({ type, seq }) => type === 'message' && seq === 1_204);
  const seqs = socket.frames.filter(({ type }) => type === 'message').map(({ seq }) => seq);
  expect(seqs).toEqual(Array.from({ length: 1_203 }, (_, index) => index + 2));
  socket.close();
});

test('a socket tells nothing of what is being written before it knows who is in charge', async () => {
  const chat = await startChat(first.origin);
  await first.ctx.db.sql`UPDATE conversations SET status = 'human' WHERE id = ${chat.id}`;
  const frames: Frame[] = [];
  const raw = { readyState: WebSocket.OPEN, send: (text: string) => frames.push(JSON.parse(text)) };
  const desk = new TurnDesk(first.ctx);
  const opened = { id: chat.id, expiresAt: new Date(Date.now() + 60_000) };
  const socket = new CustomerSocket(first.ctx, desk, new QueueBoard(first.ctx), opened, '127.0.0.1');
  socket.open({ ...raw, getBufferedAmount: () => 0 } as unknown as RawSocket);
  socket.onDelta('r', 'Palabras del asistente.');
  first.ctx.bus.publish({ type: 'typing', conversation: chat.id, from: 'assistant' });
  await eventually('it knows', () => frames.some(({ type }) => type === 'status'));
  expect(frames.map(({ type, status }) => status ?? type)).toEqual(['ready', 'with_agent']);
  socket.close();
});

test('a socket closes when its token runs out', async () => {
  const ahead = 24 * 60 * 60_000 - 500;
  const clock = { now: () => new Date(Date.now() + ahead), monotonic: () => performance.now() };
  const later = await startService({ database: first.database, overrides: { clock } });
  const chat = await startChat(first.origin);
  const [socket, other] = [new ChatSocket(later.origin, chat), new ChatSocket(first.origin, chat)];
  await other.ready();
  await eventually('it is closed', () => socket.closeCode === 4003);
  expect(other.closeCode).toBeNull();
  other.close();
  await later.stop();
});

test('a socket on which more is said than can be handled is closed', async () => {
  const chat = await startChat(first.origin);
  const socket = new ChatSocket(first.origin, chat);
  await socket.ready();
  const held = await holdLock(first.database.url, (sql) => sql`LOCK TABLE messages IN ACCESS EXCLUSIVE MODE`);
  for (let sent = 0; sent < 300; sent += 1) socket.send({ type: 'resume', after_seq: 0 });
  await eventually('it is closed', () => socket.closeCode === 1008);
  await held.release();
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
