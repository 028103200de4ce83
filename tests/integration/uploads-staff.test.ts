import { afterAll, beforeAll, expect, test } from 'bun:test';
import { randomUUID } from 'node:crypto';
import { createUser } from '../../src/features/users/service.ts';
import { type Answer, type Chat, ChatSocket, call, startChat } from '../support/client.ts';
import { fileForm, PDF, PNG } from '../support/files.ts';
import { type Service, startService } from '../support/service.ts';

const PASSWORD = 'Murmullo-Verde-5518';

interface Person {
  id: number;
  token: string;
}

let service: Service;
let laura: Person;
let omar: Person;

beforeAll(async () => {
  service = await startService();
  laura = await person('laura@joxai.test', 'Laura Peña');
  omar = await person('omar@joxai.test', 'Omar Ruiz');
});

afterAll(() => service.stop());

test('a person in charge sends a file, and the customer gets it as a download', async () => {
  const chat = await inChargeOf(laura);
  const socket = new ChatSocket(service.origin, chat);
  await socket.ready();
  const form = fileForm({ message: 'Su contrato', client_id: randomUUID() }, PDF, '../contrato.pdf');
  const path = `/api/v1/conversations/${chat.id}/attachments`;
  const sent = await call(service.origin, 'POST', path, { token: laura.token, form });
  expect([sent.status, sent.body.name, sent.body.type]).toEqual([200, 'contrato.pdf', 'application/pdf']);
  const frame = await socket.frame(({ role }) => role === 'agent');
  expect(frame).toMatchObject({
    content: 'Su contrato',
    metadata: { agent_name: 'Laura Peña', attachments: [{ id: sent.body.id, name: 'contrato.pdf' }] },
  });
  const own = await call(service.origin, 'GET', `/api/v1/chat/attachments/${sent.body.id}`, { token: chat.token });
  expect([own.status, own.headers.get('content-disposition')]).toEqual([
    200,
    `attachment; filename="contrato.pdf"; filename*=UTF-8''contrato.pdf`,
  ]);
  const again = await call(service.origin, 'POST', path, { token: laura.token, form });
  expect([again.status, again.body.id]).toEqual([200, sent.body.id]);
  socket.close();
});

test("staff read a customer's file, which leaves a trace; whose conversation it is not finds none", async () => {
  const chat = await inChargeOf(laura);
  const form = fileForm({ conversation_id: chat.id }, PNG, 'recibo.png');
  const { body } = await call(service.origin, 'POST', '/api/v1/chat/attachments', { token: chat.token, form });
  const read = (who: Person, id = body.id) =>
    call(service.origin, 'GET', `/api/v1/conversations/${chat.id}/attachments/${id}`, { token: who.token });
  const file = await read(laura);
  expect([file.status, file.headers.get('content-security-policy')]).toEqual([200, "default-src 'none'; sandbox"]);
  expect(await traces(body.id)).toEqual([laura.id]);
  const missing = await read(laura, randomUUID());
  const refused = await read(omar);
  expect([missing.status, refused.status]).toEqual([404, 404]);
  expect(await traces(body.id)).toEqual([laura.id]);
  const elsewhere = await inChargeOf(laura);
  const path = `/api/v1/conversations/${elsewhere.id}/attachments/${body.id}`;
  expect((await call(service.origin, 'GET', path, { token: laura.token })).status).toBe(404);
  const panel = `/panel/conversations/${chat.id}/attachments/${body.id}`;
  expect((await call(service.origin, 'GET', panel)).headers.get('content-disposition')).toBeNull();
});

test('who is not in charge sends nothing, and nothing stays behind', async () => {
  const chat = await startChat(service.origin);
  const count = async () => (await service.ctx.db.sql`SELECT 1 FROM attachments`).length;
  const before = await count();
  const send = (who: Person): Promise<Answer> =>
    call(service.origin, 'POST', `/api/v1/conversations/${chat.id}/attachments`, {
      token: who.token,
      form: fileForm({}, PNG, 'a.png'),
    });
  expect((await send(laura)).status).toBe(409);
  await takeOver(chat, omar);
  expect((await send(laura)).status).toBe(404);
  expect(await count()).toBe(before);
});

async function person(email: string, fullName: string): Promise<Person> {
  const { id } = await createUser(service.ctx.db.orm, { email, fullName, role: 'AGENT', password: PASSWORD });
  const { body } = await call(service.origin, 'POST', '/api/v1/auth/login', { body: { email, password: PASSWORD } });
  return { id, token: body.access_token };
}

async function inChargeOf(who: Person): Promise<Chat> {
  const chat = await startChat(service.origin);
  await takeOver(chat, who);
  return chat;
}

const takeOver = (chat: Chat, who: Person) => service.ctx.db.sql`
  UPDATE conversations SET status = 'human', assignee_id = ${who.id}, handed_off_at = now() WHERE id = ${chat.id}`;

async function traces(id: string): Promise<number[]> {
  const rows = await service.ctx.db.sql<{ actor: number }[]>`
    SELECT actor_id AS actor FROM audit_log WHERE action = 'attachment.read' AND resource_id = ${id}`;
  return rows.map(({ actor }) => actor);
}
