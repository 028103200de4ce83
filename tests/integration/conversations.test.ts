import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { randomUUID } from 'node:crypto';
import { updateSearchIndex } from '../../src/features/conversations/search.ts';
import { call, historyOf, identityToken, say, startChat } from '../support/client.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const HOSTILE = `<script>alert(1)</script> (JavaScript) /Action /URI (https://evil.example) \u202egnp.exe \u001b[31m
[2026-01-01T00:00:00.000Z] Agente (Banco):
Tu cuenta fue cerrada 😀`;
const QUESTION = '¿A qué hora abren las sucursales?';

let service: Service;
let ana: Staff;
let beto: Staff;
let chief: Staff;

beforeAll(async () => {
  service = await startService();
  [ana, beto, chief] = await Promise.all([
    newStaff(service, 'AGENT', 'Ana Agente'),
    newStaff(service, 'AGENT', 'Beto Agente'),
    newStaff(service, 'SUPERVISOR', 'Carla Jefa'),
  ]);
});

afterAll(() => service.stop());

const named = (name: string) => startChat(service.origin, { metadata: { language: 'es', name } });
const take = (chat: { id: string }, person = ana) => person.call('POST', `/conversations/${chat.id}/takeover`, {});

const toldOf = async ({ id }: { id: string }) => [
  ...(await service.ctx.db.sql`
    SELECT kind, type, user_id FROM notifications WHERE conversation_id = ${id} ORDER BY id`),
];

test('a change that is not valid as a whole changes nothing', async () => {
  const chat = await named('Entera');
  const { status, body } = await ana.call('PATCH', `/conversations/${chat.id}`, {
    tags: ['nueva'],
    priority: 'banana',
  });
  expect([status, body.errors]).toEqual([422, [expect.objectContaining({ field: 'priority' })]]);
  expect((await ana.call('GET', `/conversations/${chat.id}`)).body.conversation.tags).toEqual([]);
});

describe('the list of conversations', () => {
  test('is filtered by status, assignee, tag, priority and language, paged, and counted', async () => {
    const [mine, free] = [await named('Filtro Uno'), await named('Filtro Dos')];
    await take(mine);
    const patched = await ana.call('PATCH', `/conversations/${mine.id}`, {
      priority: 'urgent',
      tags: ['VIP ', 'vip', 'Fraude'],
    });
    expect(patched.body).toMatchObject({ priority: 'URGENT', tags: ['fraude', 'vip'], status: 'WITH_AGENT' });
    const found = async (query: string, person = ana) => {
      const { body } = await person.call('GET', `/conversations?q=Filtro&${query}`);
      return body.map(({ id }: { id: string }) => id);
    };
    expect(await found('')).toEqual([mine.id, free.id]);
    for (const query of [
      'status=with_agent',
      'assigned_to=me',
      'tag=VIP',
      'priority=Urgent',
      `assigned_to=${ana.id}`,
    ]) {
      expect([query, await found(query)]).toEqual([query, [mine.id]]);
    }
    for (const query of ['status=ACTIVE', 'assigned_to=none', 'priority=medium']) {
      expect([query, await found(query)]).toEqual([query, [free.id]]);
    }
    expect(await found('language=en')).toEqual([]);
    expect(await found('', beto)).toEqual([free.id]);
    expect(await found('', chief)).toEqual([mine.id, free.id]);
    const page = await ana.call('GET', '/conversations?q=Filtro&limit=1&skip=1');
    expect([page.body.map(({ id }: { id: string }) => id), page.headers.get('x-total-count')]).toEqual([
      [free.id],
      '2',
    ]);
    for (const query of ['status=banana', 'priority=x', 'assigned_to=x', 'language=fr', 'limit=0']) {
      expect([query, (await ana.call('GET', `/conversations?${query}`)).status]).toEqual([query, 422]);
    }
  });

  test('is searched in what was said, at once and long after, and signs in the text are no operators', async () => {
    const chat = await startChat(service.origin);
    await say(service.origin, chat, 'Mi número de póliza es ZXQ998877 al 100%');
    const found = async (text: string) => {
      const { body } = await ana.call('GET', `/conversations?q=${encodeURIComponent(text)}`);
      return body.some(({ id }: { id: string }) => id === chat.id);
    };
    expect([await found('zxq998877'), await found('zxq999')]).toEqual([true, false]);
    expect([await found('100%'), await found('1_0%')]).toEqual([true, false]);
    await service.ctx.db.sql`UPDATE conversations SET updated_at = now() - interval '1 hour' WHERE id = ${chat.id}`;
    expect(await found('zxq998877')).toBe(false);
    await service.ctx.db.sql`UPDATE jobs SET mark = NULL WHERE name = 'search_index'`;
    await updateSearchIndex(service.ctx);
    expect([await found('poliza zxq998'), await found('zxq999')]).toEqual([true, false]);
    for (const text of ["'", "a' | 'b", ':*', '!(&|', '\\', '%', "x'); DROP TABLE messages; --"]) {
      expect([text, (await ana.call('GET', `/conversations?q=${encodeURIComponent(text)}`)).status]).toEqual([
        text,
        200,
      ]);
    }
  });
});

describe('the correspondence', () => {
  test('reaches the customer once a client id, masked, and only from the person in charge', async () => {
    const metadata = { language: 'es', email: 'clienta@example.com' };
    const chat = await startChat(service.origin, { metadata });
    const path = `/conversations/${chat.id}/messages`;
    expect((await ana.call('POST', path, { message: 'Hola' })).status).toBe(409);
    await take(chat);
    const body = { message: 'Su tarjeta 4111 1111 1111 1111 está activa', client_id: crypto.randomUUID() };
    const [first, twin] = await Promise.all([ana.call('POST', path, body), ana.call('POST', path, body)]);
    expect([first.status, twin.status, first.body.seq]).toEqual([200, 200, twin.body.seq]);
    expect((await chief.call('POST', path, { message: 'Yo también' })).status).toBe(409);
    const said = await historyOf(service.origin, chat);
    expect(said.filter(({ role }) => role === 'agent')).toHaveLength(1);
    expect(JSON.stringify(said)).not.toContain('4111');
    // One mail is due to the address that the visitor left, should the customer be gone by then.
    expect(await toldOf(chat)).toEqual([{ kind: 'agent_reply', type: 'EMAIL', user_id: null }]);
    for (const message of ['', '   ', 'x'.repeat(4_001)]) {
      expect((await ana.call('POST', path, { message })).status).toBe(422);
    }
  });

  test('has notes that name colleagues and never reach the customer, in no transcript either', async () => {
    const chat = await startChat(service.origin);
    await take(chat);
    const name = beto.email.split('@')[0];
    const note = await ana.call('POST', `/conversations/${chat.id}/notes`, {
      note: `Secreto: pregunta a @${name}, no a ana@x.mx`,
    });
    expect(note.body).toMatchObject({ author_name: ana.name, mentions: [beto.id] });
    expect((await ana.call('GET', `/conversations/${chat.id}/notes`)).body).toHaveLength(1);
    const again = { note: 'Dos veces enviada, una vez guardada', client_id: randomUUID() };
    const twins = await Promise.all([1, 2, 3].map(() => ana.call('POST', `/conversations/${chat.id}/notes`, again)));
    expect(new Set(twins.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect((await ana.call('GET', `/conversations/${chat.id}/notes`)).body).toHaveLength(2);
    expect(await toldOf(chat)).toContainEqual({ kind: 'mention', type: 'IN_APP', user_id: beto.id });
    expect(JSON.stringify(await historyOf(service.origin, chat))).not.toContain('Secreto');
    for (const format of ['json', 'txt']) {
      const { body } = await ana.call('GET', `/conversations/${chat.id}/transcript?format=${format}`);
      expect(JSON.stringify(body)).not.toContain('Secreto');
    }
  });

  test('stays unread for the person in charge while somebody else looks', async () => {
    const chat = await startChat(service.origin);
    await take(chat);
    await ana.call('GET', `/conversations/${chat.id}`);
    await say(service.origin, chat, '¿Hola?');
    const unread = async () => (await chief.call('GET', `/conversations?q=${chat.id}`)).body[0].unread;
    await chief.call('GET', `/conversations/${chat.id}`);
    expect(await unread()).toBe(1);
    await ana.call('GET', `/conversations/${chat.id}`);
    expect(await unread()).toBe(0);
  });

  test('is closed to colleagues: each call answers as if there were no such conversation', async () => {
    const chat = await startChat(service.origin);
    await take(chat);
    const calls: [string, string, object?][] = [
      ['GET', ''],
      ['GET', '/notes'],
      ['GET', '/history'],
      ['GET', '/summary'],
      ['GET', '/transcript?format=pdf'],
      ['PATCH', '', { priority: 'LOW' }],
      ['POST', '/messages', { message: 'x' }],
      ['POST', '/notes', { note: 'x' }],
      ['POST', '/release', {}],
      ['POST', '/end', {}],
      ['POST', '/suggestion', {}],
      ['POST', '/reports', { seq: 1, reason: 'WRONG' }],
      ['POST', '/transfer', { agent_id: null }],
    ];
    for (const [method, rest, body] of calls) {
      const theirs = await beto.call(method, `/conversations/${chat.id}${rest}`, body);
      const none = await beto.call(method, `/conversations/${crypto.randomUUID()}${rest}`, body);
      expect([method, rest, theirs.status, theirs.body]).toEqual([method, rest, 404, none.body]);
    }
    expect((await ana.call('GET', `/conversations/${chat.id}`)).body.conversation.status).toBe('WITH_AGENT');
  });
});

describe('a transcript', () => {
  test('says all that was said, and hostile words stay words', async () => {
    const chat = await named(`Cliente ${HOSTILE.slice(0, 40)}`);
    await say(service.origin, chat, HOSTILE);
    const path = `/conversations/${chat.id}/transcript`;
    const json = await ana.call('GET', path);
    expect(json.body.messages[1].content).toContain('<script>');
    const txt = await ana.call('GET', `${path}?format=txt`);
    expect(txt.headers.get('content-disposition')).toBe(`attachment; filename="conversation-${chat.id}.txt"`);
    expect(txt.body).not.toMatch(/\p{Cc}(?<!\n)|\p{Cf}/u);
    // By the bank's clock, which it names.
    expect(txt.body).toMatch(/\n\[\d{1,2} \p{L}{3} \d{4}, \d\d:\d\d:\d\d\] Cliente:\n/u);
    expect(txt.body).toContain('\nHora de America/Mexico City\n');
    // A line that looks like another's message is set in, as a part of the customer's own.
    expect(txt.body).toContain('\n    [2026-01-01T00:00:00.000Z] Agente (Banco):');
    expect(txt.body).not.toContain('\n[2026-01-01');
    const answer = await fetch(`${service.origin}/api/v1${path}?format=PDF`, {
      headers: { authorization: `Bearer ${ana.token}` },
    });
    const pdf = Buffer.from(await answer.arrayBuffer()).toString('latin1');
    expect(pdf).toStartWith('%PDF-');
    expect(pdf).not.toMatch(/\/(JavaScript|JS|OpenAction|AA|URI|Annots|AcroForm|EmbeddedFile)\b/);
    expect((await ana.call('GET', `${path}?format=exe`)).status).toBe(422);
  });

  test('leaves a trace of who took it', async () => {
    const chat = await startChat(service.origin);
    await ana.call('GET', `/conversations/${chat.id}/transcript?format=txt`);
    const [trace] = await service.ctx.db.sql`
      SELECT actor_id, details FROM audit_log WHERE action = 'conversation.export' AND resource_id = ${chat.id}`;
    expect(trace).toEqual({ actor_id: ana.id, details: '{"format":"txt"}' });
  });
});

describe('the help for agents', () => {
  test('sums up who, what was asked and tried, the mood and the next step', async () => {
    const chat = await startChat(service.origin, { identity_token: identityToken('CUS-0001') });
    await say(service.origin, chat, QUESTION);
    await say(service.origin, chat, 'Esto es INACEPTABLE, quiero hablar con una persona ya');
    const { body } = await ana.call('GET', `/conversations/${chat.id}/summary`);
    expect(body).toMatchObject({ level: 1, language: 'es', mood: 'upset', reason: 'complaint' });
    expect(body.asked[0]).toBe(QUESTION);
    expect(body.tried[0].outcome).toBe('answer');
    expect(body.tried[0].articles.length).toBeGreaterThan(0);
    expect(body.ticket).toMatch(/^TKT-/);
    expect(body.next_step).toBe('register_complaint');
  });

  test('suggests what the assistant would say, and sends and changes nothing', async () => {
    const chat = await startChat(service.origin);
    expect((await ana.call('POST', `/conversations/${chat.id}/suggestion`, {})).status).toBe(409);
    await take(chat);
    await say(service.origin, chat, QUESTION);
    const before = await historyOf(service.origin, chat);
    const { status, body } = await ana.call('POST', `/conversations/${chat.id}/suggestion`, {});
    expect([status, body.citations.length > 0, body.message.length > 20]).toEqual([200, true, true]);
    expect(await historyOf(service.origin, chat)).toEqual(before);
  });

  test('takes reports of bad answers, of the assistant’s alone, one a person', async () => {
    const chat = await startChat(service.origin);
    await say(service.origin, chat, QUESTION);
    const report = (body: object) => ana.call('POST', `/conversations/${chat.id}/reports`, body);
    expect((await report({ seq: 3, reason: 'wrong', comment: 'El horario cambió' })).status).toBe(201);
    expect((await report({ seq: 3, reason: 'OUTDATED' })).status).toBe(201);
    expect((await report({ seq: 2, reason: 'WRONG' })).status).toBe(404);
    expect((await report({ seq: 3, reason: 'MEH' })).status).toBe(422);
    const rows = await service.ctx.db
      .sql`SELECT reason, reporter_id FROM answer_reports WHERE conversation_id = ${chat.id}`;
    expect([...rows]).toEqual([{ reason: 'OUTDATED', reporter_id: ana.id }]);
  });
});

test('nobody but staff works conversations', async () => {
  const chat = await startChat(service.origin);
  for (const token of [undefined, chat.token, 'x.y.z']) {
    for (const path of ['', `/${chat.id}`, `/${chat.id}/transcript`, `/${chat.id}/notes`]) {
      expect((await call(service.origin, 'GET', `/api/v1/conversations${path}`, { token })).status).toBe(401);
    }
  }
});
