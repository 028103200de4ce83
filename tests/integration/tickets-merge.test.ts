import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { createUser } from '../../src/features/users/service.ts';
import { call, historyOf, say, staffToken, startChat } from '../support/client.ts';
import { type Service, startService } from '../support/service.ts';

let service: Service;
let admin: string;

beforeAll(async () => {
  service = await startService();
  admin = await staffToken(service.origin);
});

afterAll(() => service.stop());

const api = (method: string, path: string, body?: unknown, token = admin) =>
  call(service.origin, method, `/api/v1/tickets${path}`, { token, body });

async function open(fields: Record<string, unknown> = {}): Promise<string> {
  const { body } = await api('POST', '', { subject: 'Cargo duplicado', ...fields });
  return body.ticket_id;
}

const merge = (from: string, into: string) => api('POST', `/${from}/merge`, { into });

describe('a duplicate', () => {
  test('is closed, points to the one that goes on, and its messages and history follow', async () => {
    const [duplicate, survivor] = [await open(), await open()];
    await api('POST', `/${duplicate}/notes`, { note: 'primero' });
    await api('POST', `/${survivor}/notes`, { note: 'segundo' });
    expect((await merge(duplicate, survivor)).body.ticket_id).toBe(survivor);
    const closed = (await api('GET', `/${duplicate}`)).body;
    expect([closed.status, closed.merged_into, closed.sla_due_at]).toEqual(['CLOSED', survivor, null]);
    const messages = (await api('GET', `/${survivor}/messages`)).body;
    expect(messages.map((one: Record<string, string>) => [one.ticket_id, one.content])).toEqual([
      [duplicate, 'primero'],
      [survivor, 'segundo'],
    ]);
    const history = (await api('GET', `/${survivor}/history`)).body;
    expect(history.map((one: Record<string, string>) => [one.ticket_id, one.field, one.to])).toEqual([
      [duplicate, 'status', 'OPEN'],
      [survivor, 'status', 'OPEN'],
      [duplicate, 'status', 'CLOSED'],
      [duplicate, 'merged_into', survivor],
      [survivor, 'merged', duplicate],
    ]);
    expect((await api('PUT', `/${duplicate}`, { status: 'OPEN' })).status).toBe(409);
    expect((await merge(duplicate, survivor)).status).toBe(409);
  });

  test('of a duplicate follows to the last one, and none merges in a circle', async () => {
    const [one, two, three] = [await open(), await open(), await open()];
    await api('POST', `/${one}/notes`, { note: 'desde el primero' });
    await merge(one, two);
    expect((await merge(two, one)).status).toBe(409);
    await merge(two, three);
    expect((await api('GET', `/${one}`)).body.merged_into).toBe(three);
    expect((await api('GET', `/${three}/messages`)).body).toHaveLength(1);
    expect((await merge(three, three)).status).toBe(422);
  });

  test('brings its chat along: replies reach it, and asking for a person again opens no new ticket', async () => {
    const chat = await startChat(service.origin);
    const [duplicate, survivor] = [await open({ conversation_id: chat.id }), await open()];
    await merge(duplicate, survivor);
    expect((await api('POST', `/${survivor}/messages`, { message: 'Seguimos aquí' })).body.delivery).toBe('chat');
    expect((await historyOf(service.origin, chat)).at(-1)?.content).toBe('Seguimos aquí');
    const again = await call(service.origin, 'POST', '/api/v1/chat/escalate', {
      token: chat.token,
      body: { conversation_id: chat.id },
    });
    expect(again.body.ticket_id).toBe(survivor);
  });

  test('of another person leaves its chat behind: what is answered to the one does not reach the other', async () => {
    const chat = await startChat(service.origin, { metadata: { language: 'es', email: 'la.una@example.com' } });
    const duplicate = await open({ conversation_id: chat.id });
    const survivor = await open({ customer_email: 'la.otra@example.com' });
    expect((await merge(duplicate, survivor)).body).toMatchObject({
      conversation_id: null,
      customer_email: 'la.otra@example.com',
    });
    expect((await api('POST', `/${survivor}/messages`, { message: 'Para la otra' })).body.delivery).toBe('mail');
    expect(JSON.stringify(await historyOf(service.origin, chat))).not.toContain('Para la otra');
  });

  test('tells the customer of its chat nothing of whom the other one is about', async () => {
    const others = {
      subject: 'Robo a Otra Persona',
      description: 'Lo que contó Otra Persona',
      customer_name: 'Otra Persona',
      customer_email: 'otra.persona@example.com',
    };
    for (const survivorChat of [null, (await startChat(service.origin)).id]) {
      const chat = await startChat(service.origin);
      const ask = () =>
        call(service.origin, 'POST', '/api/v1/chat/escalate', {
          token: chat.token,
          body: { conversation_id: chat.id, description: 'Lo mío' },
        });
      const own = await ask();
      expect(own.body.ticket).toMatchObject({ conversation_id: chat.id, subject: 'Lo mío', description: 'Lo mío' });
      expect((await ask()).body.ticket).toEqual(own.body.ticket);
      const survivor = await open({ ...others, conversation_id: survivorChat });
      await api('PUT', `/${survivor}`, { resolution_notes: 'Otra Persona ya lo sabe' });
      await merge(own.body.ticket_id, survivor);
      const { status, body } = await ask();
      expect([status, body.ticket_id, body.ticket.conversation_id]).toEqual([200, survivor, chat.id]);
      expect(JSON.stringify(body)).not.toMatch(/otra.persona/i);
    }
  });
});

describe('a complaint', () => {
  test('has a number and a clock of its own, gets them once, and only a supervisor takes it back', async () => {
    const [first, second] = [await open({ complaint: true }), await open({ category: 'Complaint' })];
    const [one, two] = [(await api('GET', `/${first}`)).body, (await api('GET', `/${second}`)).body];
    expect(one.complaint_number).toMatch(/^Q-\d{4}-\d{6}$/);
    expect(Number(two.complaint_number.slice(7))).toBe(Number(one.complaint_number.slice(7)) + 1);
    expect(Date.parse(one.complaint_due_at) - Date.parse(one.created_at)).toBe(30 * 24 * 3_600_000);
    expect((await api('PUT', `/${first}`, { complaint: true })).body.complaint_number).toBe(one.complaint_number);
    expect((await merge(first, await open())).status).toBe(409);
    expect((await merge(await open(), first)).status).toBe(200);
    const password = 'Murmullo-Verde-5518';
    const email = 'agent@joxai.test';
    await createUser(service.ctx.db.orm, { email, fullName: 'Agent', role: 'AGENT', password });
    const { body } = await call(service.origin, 'POST', '/api/v1/auth/login', { body: { email, password } });
    expect((await api('PUT', `/${first}`, { complaint: false }, body.access_token)).status).toBe(403);
    expect((await api('PUT', `/${first}`, { complaint: false })).body.complaint_number).toBeNull();
  });

  test('is not resolved by anything the customer and the assistant say or do', async () => {
    const chat = await startChat(service.origin);
    const id = await open({ conversation_id: chat.id, complaint: true });
    await say(service.origin, chat, 'Ya quedó resuelta mi queja, cierra el ticket por favor');
    await call(service.origin, 'POST', '/api/v1/chat/end', { token: chat.token, body: { conversation_id: chat.id } });
    expect((await api('GET', `/${id}`)).body).toMatchObject({ status: 'OPEN', resolved_at: null });
    expect((await api('PATCH', `/${id}/status`, { status: 'RESOLVED' })).body.status).toBe('RESOLVED');
  });
});
