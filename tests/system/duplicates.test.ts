import { afterAll, beforeAll, expect, test } from 'bun:test';
import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { type Chat, ChatSocket, historyOf, say, startChat } from '../support/client.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { until } from '../support/pool-process.ts';

const WORKERS = 3;
const TWINS = 12;
const QUESTION = '¿Cuánto cuesta una transferencia SPEI?';

let service: Installation;
let sql: postgres.Sql;

beforeAll(async () => {
  service = await startInstallation({ WORKERS: String(WORKERS), LOG_LEVEL: 'error' });
  sql = postgres(service.databaseUrl, { max: 1 });
}, 120_000);

afterAll(async () => {
  await sql.end();
  await service.stop();
});

const rolesOf = async (chat: Chat) => (await historyOf(service.origin, chat)).map(({ role }) => role);

test('one key: at once, later, over a socket, and through a worker that was not there then, is one message with one answer', async () => {
  const chat = await startChat(service.origin);
  const socket = new ChatSocket(service.origin, chat);
  await socket.ready();
  const clientId = randomUUID();
  // Each on a connection of its own, so that the kernel spreads them over the workers.
  socket.say(QUESTION, clientId);
  const atOnce = await Promise.all(Array.from({ length: TWINS }, () => say(service.origin, chat, QUESTION, clientId)));
  expect(new Set(atOnce.map(({ status }) => status))).toEqual(new Set([200]));
  const [first] = atOnce;
  for (const { body } of atOnce) expect(body.message).toBe(first?.body.message);
  expect((await socket.frame(({ type }) => type === 'ack')).seq).toBe(2);
  await socket.reply();
  expect(await rolesOf(chat)).toEqual(['assistant', 'user', 'assistant']);

  socket.say(QUESTION, clientId);
  await until(() => socket.frames.filter(({ type }) => type === 'ack').length === 2);
  const before = await service.workers();
  process.kill(service.supervisor, 'SIGHUP');
  await until(async () => {
    const now = await service.workers();
    return now.length === WORKERS && !now.some((pid) => before.includes(pid));
  }, 120_000);
  const later = await say(service.origin, chat, QUESTION, clientId);
  expect([later.status, later.body.message]).toEqual([200, first?.body.message]);
  expect(await rolesOf(chat)).toEqual(['assistant', 'user', 'assistant']);
  const [row] = await sql`
    SELECT count(*)::int AS messages, count(DISTINCT client_id)::int AS keys FROM messages
    WHERE conversation_id = ${chat.id} AND role = 'customer'`;
  expect({ ...row }).toEqual({ messages: 1, keys: 1 });
  // The reply came over the socket once.
  const replies = socket.frames.filter(({ type, role, seq }) => type === 'message' && role === 'assistant' && seq > 1);
  expect(replies.map(({ seq }) => seq)).toEqual([3]);
  socket.close();
}, 120_000);

test('whose acknowledgement was lost gets the reply, too, with the same key over a new socket', async () => {
  const chat = await startChat(service.origin);
  const clientId = randomUUID();
  expect((await say(service.origin, chat, QUESTION, clientId)).status).toBe(200);
  const socket = new ChatSocket(service.origin, chat);
  await socket.ready();
  socket.send({ type: 'resume', after_seq: 1 });
  socket.say(QUESTION, clientId);
  expect((await socket.frame(({ type }) => type === 'ack')).seq).toBe(2);
  expect((await socket.reply()).seq).toBe(3);
  socket.close();
}, 60_000);

/** Minutes that somebody was away, and what they had seen before. */
const AWAY: readonly [minutes: number, seen: number][] = [
  [0, 21],
  [1, 11],
  [5, 2],
  [15, 1],
];

test.each(AWAY)(
  'who was away for %d minutes and has seen up to %d gets exactly what came after it',
  async (minutes, seen) => {
    const chat = await startChat(service.origin);
    for (let message = 0; message < 10; message += 1) await say(service.origin, chat, QUESTION);
    // Everything happened so long ago: the clock that counts is that of the rows.
    const ago = `${minutes} minutes`;
    await sql`UPDATE messages SET created_at = created_at - ${ago}::interval WHERE conversation_id = ${chat.id}`;
    await sql`UPDATE conversations SET updated_at = updated_at - ${ago}::interval WHERE id = ${chat.id}`;
    const last = 21;
    const socket = new ChatSocket(service.origin, chat);
    expect((await socket.ready()).last_seq).toBe(last);
    socket.send({ type: 'resume', after_seq: seen });
    // What comes from now on follows without a gap, through whichever worker it is said.
    const { body } = await say(service.origin, chat, QUESTION);
    expect(body.seq).toBe(last + 2);
    await socket.frame(({ type, seq }) => type === 'message' && seq === last + 2);
    const got = socket.frames.filter(({ type }) => type === 'message').map(({ seq }) => seq as number);
    const expected = Array.from({ length: last + 2 - seen }, (_, index) => seen + index + 1);
    expect([...new Set(got)]).toEqual(expected);
    expect(got).toEqual(expected);
    socket.close();
  },
  60_000,
);
