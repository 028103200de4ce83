import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { type Answer, type Chat, ChatSocket, call, historyOf, say, startChat } from '../support/client.ts';
import { holdLock } from '../support/held-lock.ts';
import { type Service, startService } from '../support/service.ts';

const QUESTION = '¿A qué hora abren las sucursales?';

let service: Service;

beforeAll(async () => {
  service = await startService();
});

afterAll(() => service.stop());

describe('what a customer thinks', () => {
  test('of the conversation is kept at the first click, and corrected by the next', async () => {
    const chat = await ended();
    expect((await feedback(chat, { rating: 2 })).body).toEqual({ status: 'success' });
    expect(await satisfaction(chat)).toEqual([{ rating: 2, comment: null }]);
    await feedback(chat, { rating: 2, comment: 'Mi tarjeta 4111 1111 1111 1111 sigue bloqueada' });
    await feedback(chat, { rating: 4 });
    expect(await satisfaction(chat)).toEqual([{ rating: 4, comment: 'Mi tarjeta [card ••1111] sigue bloqueada' }]);
    await feedback(chat, { rating: 5, comment: '' });
    expect(await satisfaction(chat)).toEqual([{ rating: 5, comment: null }]);
    const { body } = await history(chat);
    expect(body.conversation.satisfaction).toEqual({ rating: 5, comment: null });
  });

  test('of one reply is kept once, and only of a reply of this conversation', async () => {
    const chat = await startChat(service.origin);
    const { body } = await say(service.origin, chat, QUESTION);
    for (const rating of [5, 1])
      expect((await feedback(chat, { rating, message_id: body.message_id })).status).toBe(200);
    const rows = await service.ctx.db.sql`
      SELECT rating, message_id::float8 AS message FROM feedback WHERE conversation_id = ${chat.id}`;
    expect([...rows]).toEqual([{ rating: 1, message: body.message_id }]);
    expect(await satisfaction(chat)).toEqual([]);
    const other = await startChat(service.origin);
    expect((await feedback(other, { rating: 5, message_id: body.message_id })).status).toBe(404);
    for (const rating of [0, 6, 2.5, 'five']) expect((await feedback(chat, { rating })).status).toBe(422);
  });

  test('of one reply is kept once, also where it is said twice at once', async () => {
    const chat = await startChat(service.origin);
    const { body } = await say(service.origin, chat, QUESTION);
    // Whoever refers to the conversation waits for it.
    const held = await holdLock(
      service.database.url,
      (sql) => sql`SELECT 1 FROM conversations WHERE id = ${chat.id} FOR UPDATE`,
    );
    const rated = [1, 2].map(() => feedback(chat, { rating: 5, message_id: body.message_id }));
    await held.untilWaiting(2, '');
    await held.release();
    expect((await Promise.all(rated)).map(({ status }) => status)).toEqual([200, 200]);
    const rows = await service.ctx.db.sql`SELECT rating FROM feedback WHERE conversation_id = ${chat.id}`;
    expect([...rows]).toEqual([{ rating: 5 }]);
  });

  test('is kept by the socket too', async () => {
    const chat = await startChat(service.origin);
    const socket = new ChatSocket(service.origin, chat);
    await socket.ready();
    socket.send({ type: 'feedback', rating: 3 });
    socket.send({ type: 'ping' });
    await socket.frame(({ type }) => type === 'pong');
    expect(await satisfaction(chat)).toEqual([{ rating: 3, comment: null }]);
    socket.close();
  });
});

describe('where a customer wants to be answered', () => {
  test('is kept with the conversation, and the customer is told so', async () => {
    const chat = await startChat(service.origin);
    await call(service.origin, 'POST', '/api/v1/chat/escalate', {
      token: chat.token,
      body: { conversation_id: chat.id },
    });
    expect((await history(chat)).body.conversation).toMatchObject({
      status: 'waiting',
      has_email: false,
      position: expect.any(Number),
      staff_online: false,
    });
    expect((await contact(chat, ' ana@correo.example ')).status).toBe(200);
    expect((await history(chat)).body.conversation.has_email).toBe(true);
    const [row] = await service.ctx.db.sql`SELECT visitor_email FROM conversations WHERE id = ${chat.id}`;
    expect(row?.visitor_email).toBe('ana@correo.example');
  });

  test.each([
    'ana',
    'ana@',
    '@correo.example',
    'ana@correo',
    'ana@correo..example',
    'ana@correo.example\r\nBcc: all@bank.example',
    'Ana <ana@correo.example>',
    'ana@correo.example, eva@correo.example',
    `${'a'.repeat(65)}@correo.example`,
    `ana@${'a.'.repeat(150)}example`,
  ])('is refused when it is no address: %j', async (email) => {
    const chat = await startChat(service.origin);
    const answer = await contact(chat, email);
    expect([answer.status, answer.body.errors[0].field]).toEqual([422, 'email']);
    const [row] = await service.ctx.db.sql`SELECT visitor_email FROM conversations WHERE id = ${chat.id}`;
    expect(row?.visitor_email).toBeNull();
  });

  test("is nobody else's to change, nor after the end", async () => {
    const chat = await ended();
    expect((await contact(chat, 'ana@correo.example')).status).toBe(409);
    const stranger = await startChat(service.origin);
    expect((await contact({ ...chat, token: stranger.token }, 'ana@correo.example')).status).toBe(404);
  });
});

describe('a page that has the cookie alone', () => {
  test('goes on with its conversation', async () => {
    const chat = await startChat(service.origin);
    await say(service.origin, chat, QUESTION);
    const { status, body } = await resume({ cookie: `joxai_chat=${chat.token}` });
    expect([status, body.conversation_id, body.language]).toEqual([200, chat.id, 'es']);
    const messages = await historyOf(service.origin, { id: chat.id, token: body.conversation_token });
    expect(messages.length).toBe(3);
  });

  test('of another origin, or without the cookie, gets nothing', async () => {
    const chat = await startChat(service.origin);
    const cookie = `joxai_chat=${chat.token}`;
    expect((await resume({ cookie, origin: 'https://evil.example' })).status).toBe(403);
    expect((await resume({ cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await resume({ cookie: 'joxai_chat=made-up' })).status).toBe(404);
    expect((await resume({})).status).toBe(404);
  });
});

async function ended(): Promise<Chat> {
  const chat = await startChat(service.origin);
  await call(service.origin, 'POST', '/api/v1/chat/end', { token: chat.token, body: { conversation_id: chat.id } });
  return chat;
}

function feedback(chat: Chat, fields: object): Promise<Answer> {
  const body = { conversation_id: chat.id, ...fields };
  return call(service.origin, 'POST', '/api/v1/chat/feedback', { token: chat.token, body });
}

function contact(chat: Chat, email: string): Promise<Answer> {
  const body = { conversation_id: chat.id, email };
  return call(service.origin, 'POST', '/api/v1/chat/contact', { token: chat.token, body });
}

function resume(headers: Record<string, string>): Promise<Answer> {
  return call(service.origin, 'POST', '/api/v1/chat/resume', { headers });
}

function history(chat: Chat): Promise<Answer> {
  return call(service.origin, 'GET', `/api/v1/chat/history/${chat.id}`, { token: chat.token });
}

async function satisfaction(chat: Chat): Promise<object[]> {
  const rows = await service.ctx.db.sql`
    SELECT rating, comment FROM satisfaction WHERE conversation_id = ${chat.id}`;
  return [...rows];
}
