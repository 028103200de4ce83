import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { call, say, startChat } from '../support/client.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const HOSTILE = `"><img src=x onerror=alert(1)><script>alert(2)</script>`;

let service: Service;
let supervisor: Staff;
let agent: Staff;
let colleague: Staff;
const cookies = new Map<Staff, string>();

beforeAll(async () => {
  service = await startService();
  [supervisor, agent, colleague] = await Promise.all([
    newStaff(service, 'SUPERVISOR', 'Sara Supervisora'),
    newStaff(service, 'AGENT', 'Aldo Agente'),
    newStaff(service, 'AGENT', 'Carla Colega'),
  ]);
  for (const person of [supervisor, agent, colleague]) cookies.set(person, await logIn(person));
}, 120_000);

afterAll(() => service.stop());

interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

async function ask(
  person: Staff,
  method: 'GET' | 'POST',
  path: string,
  fields: Record<string, string | string[]> = {},
  target: string | null = null,
): Promise<Answer> {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
  const response = await fetch(`${service.origin}/panel/tickets${path}`, {
    method,
    redirect: 'manual',
    headers: {
      cookie: cookies.get(person) ?? '',
      origin: service.origin,
      ...(method === 'POST' && { 'hx-request': 'true' }),
      ...(target && { 'hx-target': `form#${target}` }),
    },
    ...(method === 'POST' && { body }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

async function logIn({ email, password }: Staff): Promise<string> {
  const response = await fetch(`${service.origin}/panel/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: service.origin },
    body: new URLSearchParams({ login: email, password, next: '/panel/tickets' }),
  });
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

async function open(fields: Record<string, unknown> = {}, by = supervisor): Promise<string> {
  const { body } = await by.call('POST', '/tickets', { subject: 'Cargo que no reconozco', ...fields });
  return body.ticket_id;
}

const read = async (reference: string) => (await supervisor.call('GET', `/tickets/${reference}`)).body;

/** The references in a page, in their order. */
const rowsOf = (html: string): string[] =>
  [...html.matchAll(/<tr role="row" id="ticket-(TKT-\w+)"/g)].map((row) => row[1] ?? '');

describe('the list', () => {
  test('is narrowed and ordered by its address, and leads to its pages by it', async () => {
    const word = 'zafiro';
    const low = await open({ subject: `${word} uno`, priority: 'LOW', category: 'fees' });
    const urgent = await open({ subject: `${word} dos`, priority: 'URGENT', category: 'cards', complaint: true });
    const medium = await open({ subject: `${word} tres`, customer_name: 'Rosa', customer_email: 'rosa@correo.test' });
    const list = async (query: string) => rowsOf((await ask(supervisor, 'GET', `?q=${word}${query}`)).text);
    expect(await list('')).toEqual([medium, urgent, low]);
    expect(await list('&sort=urgency')).toEqual([urgent, medium, low]);
    expect(await list('&sort=-urgency')).toEqual([low, medium, urgent]);
    expect(await list('&sort=created')).toEqual([low, urgent, medium]);
    expect(await list('&sort=due')).toHaveLength(3);
    expect(await list('&priority=LOW')).toEqual([low]);
    expect(await list('&category=cards')).toEqual([urgent]);
    expect(await list('&kind=complaint')).toEqual([urgent]);
    expect(await list('&status=CLOSED')).toEqual([]);
    expect(await list('&status=SOMETHING')).toEqual([medium, urgent, low]);
    expect(rowsOf((await ask(supervisor, 'GET', '?q=rosa%40correo')).text)).toEqual([medium]);
    expect(rowsOf((await ask(supervisor, 'GET', `?q=${urgent.slice(4)}`)).text)).toEqual([urgent]);
  });

  test('finds what is written with the signs of a pattern, and a text of two letters', async () => {
    const odd = await open({ subject: 'Descuento del 50%_hoy' });
    expect(rowsOf((await ask(supervisor, 'GET', '?q=50%25_h')).text)).toEqual([odd]);
    expect(rowsOf((await ask(supervisor, 'GET', '?q=%25_')).text)).toEqual([odd]);
    expect(rowsOf((await ask(supervisor, 'GET', '?q=50%25%25')).text)).toEqual([]);
  });

  test('goes on by pages, and says how many there are', async () => {
    for (let at = 0; at < 27; at += 1) await open({ subject: `topacio ${at}` });
    const first = (await ask(supervisor, 'GET', '?q=topacio')).text;
    const second = (await ask(supervisor, 'GET', '?q=topacio&page=2')).text;
    expect([rowsOf(first).length, rowsOf(second).length]).toEqual([25, 2]);
    expect([first.includes('1–25 de 27'), first.includes('href="/panel/tickets?q=topacio&page=2"')]).toEqual([
      true,
      true,
    ]);
    expect(second.includes('26–27 de 27')).toBe(true);
    expect(new Set([...rowsOf(first), ...rowsOf(second)]).size).toBe(27);
  });
});

describe('an agent', () => {
  test('sees what is unassigned or theirs; the rest is not there for them', async () => {
    const free = await open({ subject: 'amatista libre' });
    const own = await open({ subject: 'amatista propia' });
    const others = await open({ subject: 'amatista ajena' });
    await supervisor.call('POST', `/tickets/${own}/assign`, { agent_id: agent.id });
    await supervisor.call('POST', `/tickets/${others}/assign`, { agent_id: colleague.id });
    expect(rowsOf((await ask(agent, 'GET', '?q=amatista')).text).sort()).toEqual([free, own].sort());
    expect(rowsOf((await ask(supervisor, 'GET', '?q=amatista')).text)).toHaveLength(3);
    for (const path of [`/${others}`, `/${others}/edit`, `/${others}/merge`]) {
      expect((await ask(agent, 'GET', path)).status).toBe(404);
    }
    const pieces = (await ask(agent, 'GET', `/${others}/pieces`)).text;
    expect([pieces.includes('amatista'), pieces.includes('ya no está a tu alcance')]).toEqual([false, true]);
    const refused = await ask(agent, 'POST', `/${others}/change`, { priority: 'URGENT' });
    expect([refused.status, (await read(others)).priority]).toEqual([404, 'MEDIUM']);
    expect((await ask(agent, 'POST', `/${others}/notes`, { note: 'no' })).status).toBe(422);
    expect((await supervisor.call('GET', `/tickets/${others}/messages`)).body).toEqual([]);
  });

  test('is offered themselves to assign, and nobody else is possible', async () => {
    const reference = await open({});
    const page = (await ask(agent, 'GET', `/${reference}`)).text;
    expect(page).toContain('Aldo Agente (yo)');
    expect(page).not.toContain('Carla Colega');
    expect((await ask(supervisor, 'GET', `/${reference}`)).text).toContain('Carla Colega');
    const refused = await ask(agent, 'POST', `/${reference}/change`, { assignee: String(colleague.id) });
    expect([refused.status, (await read(reference)).assigned_to]).toEqual([403, null]);
    expect(refused.text).toContain('Solo puedes asignarte casos a ti.');
    expect((await ask(agent, 'POST', `/${reference}/change`, { assignee: String(agent.id) })).status).toBe(200);
    expect(await read(reference)).toMatchObject({ assigned_to: agent.id, status: 'IN_PROGRESS', priority: 'MEDIUM' });
  });

  test('neither sees nor gets a way out of CLOSED, which a supervisor has', async () => {
    const reference = await open({});
    await supervisor.call('PATCH', `/tickets/${reference}/status`, { status: 'CLOSED' });
    expect((await ask(agent, 'GET', `/${reference}`)).text).not.toContain('Volver a abrir');
    expect((await ask(supervisor, 'GET', `/${reference}`)).text).toContain('Volver a abrir');
    expect((await ask(agent, 'POST', `/${reference}/move`, { to: 'OPEN' })).status).toBe(403);
    expect((await ask(supervisor, 'POST', `/${reference}/move`, { to: 'OPEN' })).status).toBe(200);
    expect((await read(reference)).status).toBe('OPEN');
  });
});

describe('a move', () => {
  test('to RESOLVED asks for notes, keeps what was typed, and tells the page', async () => {
    const reference = await open({});
    const asked = await ask(agent, 'POST', `/${reference}/move`, { to: 'RESOLVED' });
    expect([asked.status, (await read(reference)).status]).toEqual([200, 'OPEN']);
    expect(asked.text).toContain('hx-target="#ticket-dialog-body"');
    const empty = await ask(agent, 'POST', `/${reference}/move`, { to: 'RESOLVED', notes: '   ' }, 'ticket-move');
    expect([empty.status, empty.text.includes('aria-invalid')]).toEqual([422, true]);
    const done = await ask(agent, 'POST', `/${reference}/move`, { to: 'RESOLVED', notes: 'Se aclaró' }, 'ticket-move');
    expect(done.headers.get('hx-trigger')).toContain('panel:tickets');
    expect(await read(reference)).toMatchObject({ status: 'RESOLVED', resolution_notes: 'Se aclaró' });
    // With notes there, closing takes none, but says what it means first.
    const closing = await ask(agent, 'POST', `/${reference}/move`, { to: 'CLOSED' });
    expect(closing.text).toContain('Solo un supervisor puede volver a abrirlo.');
    expect((await read(reference)).status).toBe('RESOLVED');
    await ask(agent, 'POST', `/${reference}/move`, { to: 'CLOSED', notes: '' }, 'ticket-move');
    expect(await read(reference)).toMatchObject({ status: 'CLOSED', resolution_notes: 'Se aclaró' });
  });

  test('that cannot be says why, and changes nothing', async () => {
    const [reference, into] = [await open({}), await open({})];
    await supervisor.call('POST', `/tickets/${reference}/merge`, { into });
    const refused = await ask(supervisor, 'POST', `/${reference}/move`, { to: 'OPEN' });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain(`Este caso ya se unió a ${into}.`);
    expect(refused.headers.get('hx-trigger')).toContain('panel:tickets');
  });

  test('shows on the board, in its column', async () => {
    const reference = await open({ subject: 'granate' });
    const column = async () => {
      const { text } = await ask(supervisor, 'GET', '/board?q=granate');
      return text.split('data-column="').findIndex((part) => part.includes(`data-ticket="${reference}"`));
    };
    expect(await column()).toBe(1);
    await ask(supervisor, 'POST', `/${reference}/move`, { to: 'IN_PROGRESS' });
    expect(await column()).toBe(2);
    await ask(supervisor, 'POST', `/${reference}/move`, { to: 'CLOSED', notes: 'Duplicado' });
    expect(await column()).toBe(4);
  });
});

describe('many at once', () => {
  test('each is told of by itself, and what fails leaves the others changed', async () => {
    const [free, others, closed] = [await open({}), await open({}), await open({})];
    await supervisor.call('POST', `/tickets/${others}/assign`, { agent_id: colleague.id });
    await supervisor.call('PATCH', `/tickets/${closed}/status`, { status: 'CLOSED' });
    const { text } = await ask(agent, 'POST', '/bulk', { selected: [free, others, closed], priority: 'HIGH' });
    const words = (reference: string) => text.split(`>${reference}<`)[1]?.split('</li>')[0] ?? '';
    expect(words(free)).toContain('Listo');
    expect(words(others)).toContain('Ya no puedes ver este caso');
    expect(words(closed)).toContain('El caso está cerrado');
    expect(text).toContain('1 caso cambió.');
    expect(text).toContain('2 casos se quedaron como estaban:');
    const [a, b, c] = [await read(free), await read(others), await read(closed)];
    expect([a.priority, b.priority, c.priority]).toEqual(['HIGH', 'MEDIUM', 'MEDIUM']);
    expect([a.status, a.assigned_to]).toEqual(['OPEN', null]);
  });

  test('resolving asks for notes once, and overwrites those of nobody', async () => {
    const [first, second] = [await open({}), await open({})];
    await supervisor.call('PUT', `/tickets/${second}`, { resolution_notes: 'Ya estaba' });
    const asked = await ask(agent, 'POST', '/bulk', { selected: [first, second], status: 'RESOLVED' });
    expect([asked.text.includes('bulk-notes'), (await read(first)).status]).toEqual([true, 'OPEN']);
    const selection = { selected: [first, second], status: 'RESOLVED' };
    expect((await ask(agent, 'POST', '/bulk', { ...selection, notes: ' ' }, 'bulk-notes')).status).toBe(422);
    await ask(agent, 'POST', '/bulk', { ...selection, notes: 'Hecho' }, 'bulk-notes');
    const [a, b] = [await read(first), await read(second)];
    expect([a.status, a.resolution_notes, b.status, b.resolution_notes]).toEqual([
      'RESOLVED',
      'Hecho',
      'RESOLVED',
      'Ya estaba',
    ]);
  });

  test('one that is selected alone comes by itself', async () => {
    const reference = await open({});
    await ask(agent, 'POST', '/bulk', { selected: reference, assignee: String(agent.id) });
    expect(await read(reference)).toMatchObject({ assigned_to: agent.id, priority: 'MEDIUM' });
    await ask(agent, 'POST', '/bulk', { selected: reference, assignee: '' });
    expect((await read(reference)).assigned_to).toBeNull();
  });
});

describe('the page of a ticket', () => {
  test('shows the chat beside it, what was written, and how that was delivered', async () => {
    const chat = await startChat(service.origin);
    await say(service.origin, chat, 'Quiero hablar con una persona');
    const { body } = await call(service.origin, 'POST', '/api/v1/chat/escalate', {
      token: chat.token,
      body: { conversation_id: chat.id, description: 'Necesito ayuda con un traspaso' },
    });
    const reference = body.ticket_id;
    expect((await ask(agent, 'POST', `/${reference}/notes`, { note: 'Solo entre nosotros' })).status).toBe(200);
    const sent = await ask(agent, 'POST', `/${reference}/messages`, { reply: 'Buenas tardes' });
    expect(sent.text).toContain('Enviada al chat');
    const page = (await ask(agent, 'GET', `/${reference}`)).text;
    expect(page).toContain('Quiero hablar con una persona');
    expect(page).toContain(`/panel/conversations/${chat.id}`);
    expect(page).toMatch(/Buenas tardes[\s\S]*Por chat/);
    expect(page).toMatch(/Solo entre nosotros[\s\S]*Privada: solo la ve el personal/);
    const { body: said } = await call(service.origin, 'GET', `/api/v1/chat/history/${chat.id}`, { token: chat.token });
    const words = said.messages.map(({ content }: { content: string }) => content);
    expect([words.includes('Buenas tardes'), words.includes('Solo entre nosotros')]).toEqual([true, false]);
    // Who reads it here has not attended to it: all but the greeting stays unread in the inbox.
    const [row] = await service.ctx.db.sql<{ readSeq: number }[]>`
      SELECT read_seq AS "readSeq" FROM conversations WHERE id = ${chat.id}`;
    expect(row?.readSeq).toBe(1);
    const nobody = await open({});
    expect((await ask(agent, 'POST', `/${nobody}/messages`, { reply: 'Hola' })).text).toContain('Guardada sin enviar');
    expect((await ask(agent, 'GET', `/${nobody}`)).text).toContain('no hay cómo contactar al cliente');
  });

  test('tells who changed what, from what to what, and leads to its neighbours in the list', async () => {
    const references = [];
    for (let at = 0; at < 3; at += 1) references.push(await open({ subject: `turquesa ${at}` }));
    const [older, reference, newer] = references as [string, string, string];
    await ask(agent, 'POST', `/${reference}/change`, { priority: 'URGENT' });
    await ask(agent, 'POST', `/${reference}/change`, { assignee: String(agent.id) });
    const page = (await ask(supervisor, 'GET', `/${reference}?q=turquesa`)).text;
    expect(page).toContain('Prioridad: de Media a Urgente');
    expect(page).toContain('Atiende: de Nadie a Aldo Agente');
    expect(page).toContain('Estado: de Abierto a En curso');
    expect(page).toMatch(new RegExp(`href="/panel/tickets/${newer}\\?q=turquesa"[^>]*data-shortcut="alt\\+k"`));
    expect(page).toMatch(new RegExp(`href="/panel/tickets/${older}\\?q=turquesa"[^>]*data-shortcut="alt\\+j"`));
  });

  test('leaves a trace of each who read it, one for minutes of reading', async () => {
    const reference = await open({});
    const traces = (readerId = agent.id) => service.ctx.db.sql`
      SELECT 1 FROM audit_log WHERE resource_id = ${reference} AND action = 'ticket.read' AND actor_id = ${readerId}`;
    await ask(agent, 'GET', `/${reference}`);
    await ask(agent, 'GET', `/${reference}/pieces`);
    await ask(agent, 'GET', `/${reference}/pieces`);
    expect(await traces()).toHaveLength(1);
    await ask(agent, 'GET', `/${reference}`);
    expect(await traces()).toHaveLength(1);
    await ask(supervisor, 'GET', `/${reference}`);
    expect(await traces(supervisor.id)).toHaveLength(1);
  });

  test('lets nothing that a customer typed become markup', async () => {
    const reference = await open({
      subject: HOSTILE,
      description: HOSTILE,
      customer_name: HOSTILE,
      category: 'x"><b>',
      tags: ['<i>'],
    });
    await ask(agent, 'POST', `/${reference}/notes`, { note: `${HOSTILE} @<img>` });
    const pages = [`/${reference}`, `/${reference}/edit`, `/${reference}/merge?q=onerror`, '?q=onerror', '/board'];
    for (const path of pages) {
      const { text } = await ask(supervisor, 'GET', path);
      expect(text).not.toContain('<img src=x');
      expect(text).not.toContain('<script>alert');
    }
    expect((await ask(supervisor, 'GET', `/${reference}`)).text).toContain('&lt;img src=x onerror');
  });
});

describe('a duplicate', () => {
  test('goes on in the ticket that is found and chosen', async () => {
    const [from, into] = [await open({ subject: 'ónix uno' }), await open({ subject: 'ónix dos' })];
    const found = (await ask(agent, 'GET', `/${from}/merge?q=ónix`)).text;
    expect([found.includes(`value="${into}"`), found.includes(`value="${from}"`)]).toEqual([true, false]);
    expect((await ask(agent, 'POST', `/${from}/merge`, { q: 'ónix' })).status).toBe(422);
    const done = await ask(agent, 'POST', `/${from}/merge`, { into, q: 'ónix' });
    expect(done.headers.get('hx-redirect')).toBe(`/panel/tickets/${into}`);
    expect(await read(from)).toMatchObject({ status: 'CLOSED', merged_into: into });
    const again = await ask(agent, 'POST', `/${from}/merge`, { into });
    expect([again.status, again.text.includes(`${from} ya se unió a ${into}.`)]).toEqual([422, true]);
  });
});

describe('a new ticket', () => {
  const fields = { subject: '', category: 'cards', priority: 'HIGH', description: 'Lo contó por teléfono' };

  test('comes back with what was typed and what is wrong, and is opened once that is right', async () => {
    const wrong = await ask(agent, 'POST', '/new', { ...fields, email: 'no es correo' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Escribe un asunto.');
    expect(wrong.text).toContain('value="no es correo"');
    expect(wrong.text).toContain('Lo contó por teléfono');
    const done = await ask(agent, 'POST', '/new', { ...fields, subject: 'Llamada', tags: 'Uno, dos', complaint: 'on' });
    const reference = done.headers.get('hx-redirect')?.split('/').at(-1) ?? '';
    expect(await read(reference)).toMatchObject({ subject: 'Llamada', priority: 'HIGH', tags: ['dos', 'uno'] });
    expect((await read(reference)).complaint_number).toStartWith('Q-');
  });

  test('is joined to the conversation or the customer that it comes from', async () => {
    const chat = await startChat(service.origin, { metadata: { language: 'es', name: 'Rosa Luz' } });
    expect((await ask(agent, 'GET', `/new?conversation=${chat.id}`)).text).toContain('value="Rosa Luz"');
    const subject = 'Seguimiento';
    const done = await ask(agent, 'POST', '/new', { ...fields, subject, conversation: chat.id });
    const reference = done.headers.get('hx-redirect')?.split('/').at(-1) ?? '';
    expect(await read(reference)).toMatchObject({ conversation_id: chat.id, customer_name: 'Rosa Luz' });
    const second = await ask(agent, 'POST', '/new', { ...fields, subject, conversation: chat.id });
    expect([second.status, second.text.includes('La conversación ya tiene otro caso abierto.')]).toEqual([422, true]);
    const [customer] = await service.ctx.db.sql<{ id: number }[]>`SELECT id FROM customers ORDER BY id LIMIT 1`;
    const id = String(customer?.id);
    const own = await ask(agent, 'POST', '/new', { ...fields, subject, customer: id });
    const ofCustomer = own.headers.get('hx-redirect')?.split('/').at(-1) ?? '';
    expect((await read(ofCustomer)).customer_id).toBe(Number(id));
  });
});

describe('the queue', () => {
  const waiting = async (description: string) => {
    const chat = await startChat(service.origin);
    const { body } = await call(service.origin, 'POST', '/api/v1/chat/escalate', {
      token: chat.token,
      body: { conversation_id: chat.id, description },
    });
    return { chat, reference: body.ticket_id as string };
  };
  const priorityOf = async (id: string) =>
    (await supervisor.call('GET', `/conversations/${id}`)).body.conversation.priority;

  test('follows what the ticket of somebody who waits becomes', async () => {
    const { chat, reference } = await waiting('Una duda');
    expect(await priorityOf(chat.id)).toBe('MEDIUM');
    await ask(supervisor, 'POST', `/${reference}/change`, { priority: 'URGENT' });
    expect(await priorityOf(chat.id)).toBe('URGENT');
    await ask(supervisor, 'POST', `/${reference}/change`, { priority: 'LOW' });
    expect(await priorityOf(chat.id)).toBe('LOW');
  });

  test('lets nobody wait behind the ticket that they have already', async () => {
    const chat = await startChat(service.origin);
    const reference = await open({ conversation_id: chat.id, priority: 'URGENT' });
    const { body } = await call(service.origin, 'POST', '/api/v1/chat/escalate', {
      token: chat.token,
      body: { conversation_id: chat.id, priority: 'LOW' },
    });
    expect(body.ticket_id).toBe(reference);
    expect(await priorityOf(chat.id)).toBe('URGENT');
  });
});
