import { afterAll, beforeAll, expect, test } from 'bun:test';
import { randomUUID } from 'node:crypto';
import { type Chat, ChatSocket, call, historyOf, say, startChat } from '../support/client.ts';
import { type Service, startService } from '../support/service.ts';

/**
 * A message and its reply are written together where the process that is asked remembers the conversation. What it
 * remembers may be out of date: each of these changes the conversation behind its back.
 */
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

const rolesOf = async (chat: Chat) =>
  (await historyOf(first.origin, chat)).map(({ seq, role, content }) => [seq, role, content.slice(0, 12)]);

/** Turns of the conversation: where they began, and whether they are closed. */
const turnsOf = (chat: Chat) => first.ctx.db.sql<{ fromSeq: number; isClosed: boolean; isAtOnce: boolean }[]>`
  SELECT from_seq AS "fromSeq", closed_at IS NOT NULL AS "isClosed", closed_at = opened_at AS "isAtOnce"
  FROM turns WHERE conversation_id = ${chat.id} ORDER BY id`;

test('a message that is answered at once leaves what every other leaves', async () => {
  const chat = await startChat(first.origin);
  const answer = await say(first.origin, chat, QUESTION);
  expect(answer.body.metadata.outcome).toBe('answer');
  expect(await rolesOf(chat)).toEqual([
    [1, 'assistant', expect.any(String)],
    [2, 'user', QUESTION.slice(0, 12)],
    [3, 'assistant', answer.body.message.slice(0, 12)],
  ]);
  expect([...(await turnsOf(chat))]).toEqual([{ fromSeq: 2, isClosed: true, isAtOnce: true }]);
  const [turn] = await first.ctx.db.sql`
    SELECT t.provider, t.outcome, t.sources, t.checks, m.turn_id = t.id AS "isLinked", v.last_seq AS "lastSeq"
    FROM turns t JOIN messages m ON m.conversation_id = t.conversation_id AND m.seq = 3
      JOIN conversations v ON v.id = t.conversation_id
    WHERE t.conversation_id = ${chat.id}`;
  expect(turn).toMatchObject({ provider: 'mock', outcome: 'answer', isLinked: true, lastSeq: 3 });
  expect(turn?.sources.length).toBeGreaterThan(0);
  expect(turn?.checks).toContain('figures');
});

test('workers that take turns on a conversation answer from its whole history', async () => {
  const chat = await startChat(first.origin);
  await say(first.origin, chat, '¿Cuánto cuesta la tarjeta de crédito Clásica al año?');
  await say(second.origin, chat, 'hola');
  const followUp = await say(first.origin, chat, '¿y la Oro?');
  expect(followUp.status).toBe(200);
  expect((await rolesOf(chat)).map(([seq]) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect([...(await turnsOf(chat))].every(({ isClosed }) => isClosed)).toBe(true);
  // The second worker knew nothing, and what the first remembered was old by then.
  expect([...(await turnsOf(chat))].map(({ isAtOnce }) => isAtOnce)).toEqual([true, false, false]);
});

test('a client id that was answered at once gets the same answer again', async () => {
  const chat = await startChat(first.origin);
  const clientId = randomUUID();
  const before = await say(first.origin, chat, QUESTION, clientId);
  const again = await say(first.origin, chat, QUESTION, clientId);
  const elsewhere = await say(second.origin, chat, QUESTION, clientId);
  expect([again.body.message_id, elsewhere.body.message_id]).toEqual([before.body.message_id, before.body.message_id]);
  expect(await rolesOf(chat)).toHaveLength(3);
});

test('a person who took over meanwhile is not spoken over', async () => {
  const chat = await startChat(first.origin);
  await say(first.origin, chat, QUESTION);
  await first.ctx.db.sql`UPDATE conversations SET status = 'human' WHERE id = ${chat.id}`;
  const answer = await say(first.origin, chat, QUESTION);
  expect(answer.body.metadata).toMatchObject({ outcome: 'handoff', provider: 'people' });
  expect((await rolesOf(chat)).map(([, role]) => role)).toEqual(['assistant', 'user', 'assistant', 'user']);
});

test('a customer who proved who they are meanwhile is answered as such', async () => {
  const chat = await startChat(first.origin);
  const asked = '¿Cuál es mi saldo?';
  expect((await say(first.origin, chat, asked)).body.metadata.outcome).toBe('verify');
  await first.ctx.db.sql`
    UPDATE conversations SET identity_level = 1, identity_expires_at = now() + interval '10 minutes',
      customer_id = (SELECT id FROM customers WHERE external_id = 'C-1001')
    WHERE id = ${chat.id}`;
  expect((await say(first.origin, chat, asked)).body.metadata).toMatchObject({
    outcome: 'action',
    action: 'get_balance',
  });
});

test('an ended conversation takes nothing more', async () => {
  const chat = await startChat(first.origin);
  await call(second.origin, 'POST', '/api/v1/chat/end', { token: chat.token, body: { conversation_id: chat.id } });
  expect((await say(first.origin, chat, QUESTION)).status).toBe(409);
  expect(await rolesOf(chat)).toHaveLength(1);
});

test('an emergency takes the long way to a ticket', async () => {
  const chat = await startChat(first.origin);
  const answer = await say(first.origin, chat, 'Me robaron la tarjeta, ayuda');
  expect(answer.body.metadata.ticket_id).toMatch(/^TKT-/);
  expect((await rolesOf(chat)).map(([, role]) => role)).toEqual(['assistant', 'user', 'assistant']);
});

test('over a socket the acknowledgement comes before the reply, once each', async () => {
  const chat = await startChat(first.origin);
  const socket = new ChatSocket(first.origin, chat);
  const other = new ChatSocket(first.origin, chat);
  await Promise.all([socket.ready(), other.ready()]);
  const clientId = socket.say(QUESTION);
  await socket.reply(1);
  await other.reply(1);
  const told = socket.frames.filter(({ type }) => type === 'ack' || type === 'message');
  expect(told.map(({ type, seq, client_id }) => [type, seq, client_id])).toEqual([
    ['ack', 2, clientId],
    ['message', 3, null],
  ]);
  const seen = other.frames.filter(({ type }) => type === 'message').map(({ seq, role }) => [seq, role]);
  expect(seen).toEqual([
    [2, 'user'],
    [3, 'assistant'],
  ]);
  socket.close();
  other.close();
});
