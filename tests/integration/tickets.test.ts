import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { returnToConversation } from '../../src/features/customer-return/service.ts';
import { createUser } from '../../src/features/users/service.ts';
import { type Answer, call, historyOf, staffToken, startChat } from '../support/client.ts';
import { type Service, startService } from '../support/service.ts';

interface Staff {
  id: number;
  token: string;
}

let service: Service;
let admin: string;
let chief: Staff;
let clerk: Staff;
let other: Staff;

beforeAll(async () => {
  service = await startService();
  admin = await staffToken(service.origin);
  [chief, clerk, other] = [
    await staff('chief', 'SUPERVISOR'),
    await staff('clerk', 'AGENT'),
    await staff('other', 'AGENT'),
  ];
});

afterAll(() => service.stop());

async function staff(username: string, role: 'AGENT' | 'SUPERVISOR'): Promise<Staff> {
  const password = 'Murmullo-Verde-5518';
  const email = `${username}@joxai.test`;
  const { id } = await createUser(service.ctx.db.orm, { email, username, fullName: `The ${username}`, role, password });
  const { body } = await call(service.origin, 'POST', '/api/v1/auth/login', { body: { email, password } });
  return { id, token: body.access_token };
}

const api = (method: string, path: string, token: string, body?: unknown): Promise<Answer> =>
  call(service.origin, method, `/api/v1/tickets${path}`, { token, body });

async function open(fields: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await api('POST', '', admin, { subject: 'Cargo duplicado', ...fields });
  expect(status).toBe(200);
  return body.ticket_id;
}

const fieldsOf = async (id: string) => (await api('GET', `/${id}`, admin)).body;

describe('an agent', () => {
  test('takes what is unassigned, for themselves only, and nobody takes it from them but a supervisor', async () => {
    const id = await open();
    expect((await api('POST', `/${id}/assign`, clerk.token, { agent_id: other.id })).status).toBe(403);
    expect((await fieldsOf(id)).assigned_to).toBeNull();
    const both = await Promise.all(
      [clerk, other].map((one) => api('POST', `/${id}/assign`, one.token, { agentId: one.id })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect((await api('POST', `/${id}/assign`, chief.token, { agentId: clerk.id })).body.assigned_to).toBe(clerk.id);
  });

  test('has no part in what is another’s, whichever way they come', async () => {
    const id = await open();
    await api('POST', `/${id}/assign`, chief.token, { agent_id: other.id });
    const calls: [string, string, unknown?][] = [
      ['GET', ''],
      ['GET', '/messages'],
      ['GET', '/history'],
      ['PUT', '', { priority: 'LOW' }],
      ['PATCH', '/status', { status: 'RESOLVED' }],
      ['PATCH', '/priority', { priority: 'LOW' }],
      ['POST', '/assign', { agent_id: clerk.id }],
      ['POST', '/messages', { message: 'x' }],
      ['POST', '/notes', { note: 'x' }],
      ['POST', '/merge', { into: id }],
    ];
    for (const [method, path, body] of calls.slice(0, -1)) {
      expect([path, (await api(method, `/${id}${path}`, clerk.token, body)).status]).toEqual([path, 404]);
      expect([path, (await api(method, `/${id}${path}`, other.token, body)).status]).not.toEqual([path, 404]);
    }
    expect((await api('POST', `/${await open()}/merge`, clerk.token, { into: id })).status).toBe(404);
    const bulk = await api('POST', '/bulk', clerk.token, { ticket_ids: [id], priority: 'URGENT' });
    expect(bulk.body).toEqual([{ ticket_id: id, ok: false, code: 'not_found', detail: 'Ticket not found' }]);
  });
});

describe('a ticket', () => {
  test('goes only where it may, and says why not', async () => {
    const id = await open();
    const move = (status: string, token = clerk.token) => api('PATCH', `/${id}/status`, token, { status });
    expect((await move('nowhere')).body.errors).toEqual([
      { field: 'status', message: 'must be one of OPEN, IN_PROGRESS, RESOLVED, CLOSED' },
    ]);
    expect((await move('resolved')).body.resolved_at).not.toBeNull();
    expect((await move('IN_PROGRESS')).body.resolved_at).toBeNull();
    expect((await move('CLOSED')).status).toBe(200);
    expect((await move('RESOLVED', chief.token)).status).toBe(409);
    expect((await move('OPEN')).status).toBe(403);
    for (const [path, body] of [
      ['/priority', { priority: 'LOW' }],
      ['/messages', { message: 'x' }],
    ] as const) {
      const method = path === '/priority' ? 'PATCH' : 'POST';
      expect((await api(method, `/${id}${path}`, clerk.token, body)).status).toBe(409);
    }
    expect((await move('OPEN', chief.token)).body.status).toBe('OPEN');
  });

  test('keeps every change, and all changes of a request or none', async () => {
    const id = await open();
    const changes = { priority: 'high', category: 'Cards', tags: ['VIP', 'vip ', 'fraude'], assigned_to: clerk.id };
    expect((await api('PUT', `/${id}`, chief.token, changes)).status).toBe(200);
    const { body } = await api('GET', `/${id}/history`, clerk.token);
    expect(
      body.map(({ field, from, to, actor_name }: Record<string, string>) => [field, from, to, actor_name]),
    ).toEqual([
      ['status', null, 'OPEN', 'Administrator'],
      ['assignee', null, String(clerk.id), 'The chief'],
      ['status', 'OPEN', 'IN_PROGRESS', 'The chief'],
      ['priority', 'MEDIUM', 'HIGH', 'The chief'],
      ['category', 'general', 'cards', 'The chief'],
      ['tags', '', 'fraude, vip', 'The chief'],
    ]);
    expect((await api('PUT', `/${id}`, chief.token, { priority: 'LOW', assigned_to: 999_999 })).status).toBe(422);
    expect((await fieldsOf(id)).priority).toBe('HIGH');
    const tagged = await api('GET', '?tag=vip&limit=500', chief.token);
    expect(tagged.body.map((one: { ticket_id: string }) => one.ticket_id)).toEqual([id]);
  });

  test('is counted in X-Total-Count, found by its parts, and % stands for itself', async () => {
    const id = await open({ subject: 'Comisión del 100% mal cobrada', customer_email: 'ana.unica@example.com' });
    for (const q of ['100%', 'ana.unica', id.slice(4)]) {
      const { body, headers } = await api('GET', `?q=${encodeURIComponent(q)}&limit=1`, admin);
      expect([q, headers.get('x-total-count'), body[0].ticket_id]).toEqual([q, '1', id]);
    }
    expect((await api('GET', '?q=1%25_0', admin)).body).toEqual([]);
  });

  test('refuses what is no ticket', async () => {
    const chat = await startChat(service.origin);
    for (const fields of [
      { subject: '   ' },
      { subject: 'x', priority: 'banana' },
      { subject: 'x', conversation_id: 'no' },
      { subject: 'x', conversation_id: crypto.randomUUID() },
      { subject: 'x', tags: ['x'.repeat(41)] },
    ]) {
      const { status, body } = await api('POST', '', admin, fields);
      expect([fields, status]).toEqual([fields, 422]);
      expect(body.errors).toHaveLength(1);
    }
    await open({ conversation_id: chat.id });
    expect((await api('POST', '', admin, { subject: 'x', conversation_id: chat.id })).status).toBe(409);
  });

  test('holds no card number that was typed into it', async () => {
    const number = '4111 1111 1111 1111';
    const id = await open({ subject: `Tarjeta ${number}`, description: `Es la ${number}` });
    await api('POST', `/${id}/notes`, admin, { note: `La tarjeta ${number}` });
    await api('PATCH', `/${id}/status`, admin, { status: 'RESOLVED', resolution_notes: `Era ${number}` });
    const all = [
      await fieldsOf(id),
      await api('GET', `/${id}/messages`, admin),
      await api('GET', `/${id}/history`, admin),
    ];
    expect(JSON.stringify(all)).not.toContain('1111 1111');
    expect(JSON.stringify(all)).toContain('1111');
  });

  test('leaves a trace of who did and read what', async () => {
    const id = await open();
    await api('PATCH', `/${id}/priority`, clerk.token, { priority: 'HIGH' });
    await api('GET', `/${id}`, clerk.token);
    const entries = await service.ctx.db.sql`
      SELECT action, actor_id AS "actorId" FROM audit_log WHERE resource_id = ${id} AND actor_id = ${clerk.id} ORDER BY id`;
    expect([...entries]).toEqual([
      { action: 'ticket.update', actorId: clerk.id },
      { action: 'ticket.read', actorId: clerk.id },
    ]);
  });
});

describe('a message to the customer', () => {
  test('is in the open chat, and a note never is', async () => {
    const chat = await startChat(service.origin);
    const id = await open({ conversation_id: chat.id });
    const sent = await api('POST', `/${id}/messages`, clerk.token, { message: 'Ya lo revisamos' });
    expect(sent.body).toMatchObject({ content: 'Ya lo revisamos', sender_type: 'agent', delivery: 'chat' });
    await api('POST', `/${id}/notes`, clerk.token, { note: 'Parece fraude interno' });
    const seen = await historyOf(service.origin, chat);
    expect(seen.map(({ seq, role, content }) => [seq, role, content]).slice(1)).toEqual([
      [2, 'agent', 'Ya lo revisamos'],
    ]);
    const { body } = await api('GET', `/${id}/messages`, clerk.token);
    expect(body.map((one: { is_internal: boolean }) => one.is_internal)).toEqual([false, true]);
  });

  test('goes by mail when the chat has ended, and waits where there is no address', async () => {
    const chat = await startChat(service.origin);
    const id = await open({ conversation_id: chat.id, customer_email: 'gone@example.com' });
    await call(service.origin, 'POST', '/api/v1/chat/end', { token: chat.token, body: { conversation_id: chat.id } });
    expect((await api('POST', `/${id}/messages`, clerk.token, { message: 'Por correo' })).body.delivery).toBe('mail');
    const mails = await service.ctx.db.sql`
      SELECT n.recipient, n.kind FROM notifications n JOIN tickets t ON t.id = n.ticket_id
      WHERE t.reference = ${id} AND n.type = 'EMAIL' AND n.user_id IS NULL`;
    expect([...mails]).toEqual([{ recipient: 'gone@example.com', kind: 'ticket_reply' }]);
    const bare = await open();
    expect((await api('POST', `/${bare}/messages`, clerk.token, { message: 'Nadie' })).body.delivery).toBe('none');
  });

  test('has a link that opens the chat of a customer who was verified after the ticket was opened', async () => {
    const { sql } = service.ctx.db;
    const email = 'verificada@example.com';
    const chat = await startChat(service.origin, { metadata: { language: 'es', email } });
    const id = await open({ conversation_id: chat.id });
    const [customer] = await sql<{ id: number }[]>`
      INSERT INTO customers (full_name, email) VALUES ('Verificada', ${email}) RETURNING id`;
    await sql`UPDATE conversations SET customer_id = ${customer?.id ?? 0} WHERE id = ${chat.id}`;
    await call(service.origin, 'POST', '/api/v1/chat/end', { token: chat.token, body: { conversation_id: chat.id } });
    expect((await api('POST', `/${id}/messages`, clerk.token, { message: 'Por correo' })).body.delivery).toBe('mail');
    const [mail] = await sql<{ conversationId: string; customerId: number | null }[]>`
      SELECT n.conversation_id AS "conversationId", n.customer_id AS "customerId"
      FROM notifications n JOIN tickets t ON t.id = n.ticket_id WHERE t.reference = ${id} AND n.kind = 'ticket_reply'`;
    expect(mail?.conversationId).toBe(chat.id);
    // What the link is made of once the mail leaves.
    const token = await service.ctx.tokens.signReturn(mail as { conversationId: string; customerId: number | null });
    expect((await returnToConversation(service.ctx, token)).conversationId).toBe(chat.id);
  });

  test('tells whom a note names, once, and not its author', async () => {
    const id = await open();
    const { body } = await api('POST', `/${id}/notes`, clerk.token, { note: '@other @clerk mira a @other y a@nadie' });
    expect(body.mentions.sort()).toEqual([clerk.id, other.id].sort());
    const told = await service.ctx.db.sql`
      SELECT DISTINCT n.user_id AS "userId" FROM notifications n JOIN tickets t ON t.id = n.ticket_id
      WHERE t.reference = ${id} AND n.kind = 'mention'`;
    expect([...told]).toEqual([{ userId: other.id }]);
  });
});

describe('many tickets at once', () => {
  test('get one answer each, and what fails for one leaves the others changed', async () => {
    const [one, two, closed] = [await open(), await open(), await open()];
    await api('PATCH', `/${closed}/status`, chief.token, { status: 'CLOSED' });
    const body = { ticket_ids: [one, 'TKT-ZZZZ0000', two, closed, one], priority: 'urgent', assigned_to: clerk.id };
    const answer = await api('POST', '/bulk', chief.token, body);
    expect(answer.body.map(({ ticket_id, ok, code }: Record<string, unknown>) => [ticket_id, ok, code])).toEqual([
      [one, true, undefined],
      ['TKT-ZZZZ0000', false, 'not_found'],
      [two, true, undefined],
      [closed, false, 'conflict'],
    ]);
    expect(await fieldsOf(two)).toMatchObject({ priority: 'URGENT', status: 'IN_PROGRESS', assigned_to: clerk.id });
    expect((await api('POST', '/bulk', chief.token, { ticket_ids: [], priority: 'LOW' })).status).toBe(422);
  });

  test('are counted by period', async () => {
    const before = (await api('GET', '/statistics?period=day', admin)).body;
    await api('PATCH', `/${await open({ complaint: true })}/status`, admin, { status: 'RESOLVED' });
    const after = (await api('GET', '/statistics?period=day', admin)).body;
    for (const [name, more] of [
      ['total', 1],
      ['resolved', 1],
      ['resolved_in_period', 1],
      ['complaints_in_period', 1],
      ['open', 0],
    ] as const) {
      expect([name, after[name] - before[name]]).toEqual([name, more]);
    }
  });
});
