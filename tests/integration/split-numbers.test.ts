import { afterAll, beforeAll, expect, test } from 'bun:test';
import { say, startChat } from '../support/client.ts';
import { type Service, startService } from '../support/service.ts';

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

async function storedOf({ id }: { id: string }): Promise<{ contents: string[]; all: string }> {
  const { sql } = first.ctx.db;
  const contents = await sql<{ content: string }[]>`
    SELECT content FROM messages WHERE conversation_id = ${id} AND role = 'customer' ORDER BY seq`;
  const rest = await sql`
    SELECT row_to_json(v) AS conversation, (SELECT json_agg(m) FROM messages m WHERE m.conversation_id = v.id) AS messages
    FROM conversations v WHERE id = ${id}`;
  return { contents: contents.map(({ content }) => content), all: JSON.stringify(rest).replace(/[ -]/g, '') };
}

test('a card number sent in two messages is masked in both, whichever worker takes them', async () => {
  for (const service of [first, second]) {
    const chat = await startChat(first.origin);
    await say(first.origin, chat, 'mi tarjeta es 4012 8888');
    const reply = await say(service.origin, chat, '8888 1881');
    const { contents, all } = await storedOf(chat);
    expect(contents).toEqual(['mi tarjeta es [card]', '[card ••1881]']);
    expect(all).not.toContain('40128888');
    expect(all).not.toContain('88881881');
    expect(reply.body.response).toMatch(/borré datos confidenciales|removed confidential data/);
  }
});

test('a number in parts is masked while the customer waits for a person too', async () => {
  const chat = await startChat(first.origin);
  await say(first.origin, chat, 'quiero hablar con una persona');
  for (const part of ['4012', '8888', '8888', '1881']) await say(first.origin, chat, part);
  const { contents, all } = await storedOf(chat);
  expect(contents.slice(1)).toEqual(['[card]', '[card]', '[card]', '[card ••1881]']);
  expect(all).not.toContain('"1881"');
});

test('harmless numbers in two messages stay as they are', async () => {
  const chat = await startChat(first.origin);
  await say(first.origin, chat, 'mi folio es 12345678');
  await say(first.origin, chat, '55123456');
  expect((await storedOf(chat)).contents).toEqual(['mi folio es 12345678', '55123456']);
});
