import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { randomUUID } from 'node:crypto';
import { type Chat, call, historyOf, say, startChat } from '../support/client.ts';
import { fileForm, PDF, PNG } from '../support/files.ts';
import { startMailServer } from '../support/mail-server.ts';
import { startOpenAiServer } from '../support/openai-server.ts';
import { PanelSession } from '../support/panel-session.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const PERSON = 'Quiero hablar con una persona';
const HOSTILE = '"><img src=x onerror=alert(1)><script>alert(1)</script>{{7*7}}';

let service: Service;
let ana: Staff;
let beto: Staff;
let omar: Staff;
let anas: PanelSession;
let omars: PanelSession;

beforeAll(async () => {
  service = await startService();
  [ana, beto, omar] = await Promise.all([
    newStaff(service, 'AGENT', 'Ana Torres'),
    newStaff(service, 'AGENT', 'Beto Lara'),
    newStaff(service, 'SUPERVISOR', 'Omar Ruiz'),
  ]);
  anas = await PanelSession.open(service, ana);
  omars = await PanelSession.open(service, omar);
});

afterAll(() => service.stop());

/** Elements that no page of ours has. */
function foreignElements(html: string): number {
  let count = 0;
  const found = {
    element() {
      count += 1;
    },
  };
  new HTMLRewriter().on('[onerror], script:not([src]), img[src=x]', found).transform(html);
  return count;
}

const pathOf = ({ id }: Chat, what = ''): string => `/panel/conversations/${id}${what}`;

async function waiting(): Promise<Chat> {
  const chat = await startChat(service.origin);
  await say(service.origin, chat, PERSON);
  return chat;
}

async function ticketOf({ id }: Chat): Promise<Record<string, unknown>> {
  const { sql } = service.ctx.db;
  const [row] = await sql`SELECT id, reference, assignee_id, status FROM tickets WHERE conversation_id = ${id}`;
  return row as Record<string, unknown>;
}

describe('a deed in the open conversation', () => {
  test('answers with the state that is true now, and says who was faster', async () => {
    const chat = await waiting();
    const taken = await anas.post(pathOf(chat, '/takeover'));
    expect([taken.status, taken.headers.get('hx-trigger')]).toEqual([200, 'panel:done']);
    expect(taken.text).toContain('data-charge="mine"');
    const late = await omars.post(pathOf(chat, '/takeover'));
    expect(late.status).toBe(409);
    expect(late.text).toContain('Ana Torres la tomó antes.');
    expect(late.text).toContain('data-charge="other"');
    const betos = await PanelSession.open(service, beto);
    const blind = await betos.post(pathOf(chat, '/takeover'));
    expect(blind.status).toBe(404);
    expect(blind.text).toContain('Esta conversación ya la atiende otra persona.');
    expect(blind.text).not.toContain('data-charge');
    expect((await anas.post(pathOf(chat, '/release'))).text).toContain('El asistente vuelve a responder.');
    expect((await anas.post(pathOf(chat, '/release'))).status).toBe(409);
  });

  test('is offered to whom it is possible, and to nobody else', async () => {
    const chat = await waiting();
    const offers = async (who: PanelSession) => {
      const { text } = await who.get(pathOf(chat));
      return ['takeover', 'release', 'transfer', 'end'].filter((deed) => text.includes(`/${chat.id}/${deed}"`));
    };
    expect(await offers(anas)).toEqual(['takeover', 'release', 'end']);
    await anas.post(pathOf(chat, '/takeover'));
    expect(await offers(anas)).toEqual(['release', 'transfer', 'end']);
    expect(await offers(omars)).toEqual(['release', 'transfer', 'end']);
    await anas.post(pathOf(chat, '/end'), { outcome: 'keep' });
    expect(await offers(anas)).toEqual([]);
  });

  test('needs what its form asks for, and keeps what was typed', async () => {
    const chat = await waiting();
    await anas.post(pathOf(chat, '/takeover'));
    const nobody = await anas.post(pathOf(chat, '/transfer'), { reason: 'Se queda escrito' });
    expect([nobody.status, nobody.text.includes('Se queda escrito')]).toEqual([422, true]);
    const gone = await anas.post(pathOf(chat, '/transfer'), { to: '999999', reason: '' });
    expect([gone.status, gone.text.includes('ya no está en el equipo')]).toEqual([422, true]);
    const unresolved = await anas.post(pathOf(chat, '/end'), { outcome: 'resolve', notes: ' ' });
    expect([unresolved.status, unresolved.text.includes('Escribe cómo se resolvió.')]).toEqual([422, true]);
    expect((await anas.post(pathOf(chat, '/end'), { outcome: 'resolve', notes: 'Listo' })).status).toBe(200);
    expect(await ticketOf(chat)).toMatchObject({ status: 'RESOLVED' });
  });
});

describe('the open ticket of a conversation', () => {
  test('follows it to whoever takes it over and gets it, so that they can work on it, and its history says so', async () => {
    const chat = await waiting();
    expect(await ticketOf(chat)).toMatchObject({ assignee_id: null, status: 'OPEN' });
    await anas.post(pathOf(chat, '/takeover'));
    const ticket = await ticketOf(chat);
    expect(ticket).toMatchObject({ assignee_id: ana.id, status: 'IN_PROGRESS' });
    expect((await beto.call('GET', `/tickets/${ticket.reference}`)).status).toBe(404);
    await anas.post(pathOf(chat, '/transfer'), { to: String(beto.id), reason: 'Turno' });
    expect(await ticketOf(chat)).toMatchObject({ assignee_id: beto.id, status: 'IN_PROGRESS' });
    expect((await beto.call('GET', `/tickets/${ticket.reference}`)).status).toBe(200);
    expect((await ana.call('GET', `/tickets/${ticket.reference}`)).status).toBe(404);
    await beto.call('POST', `/conversations/${chat.id}/transfer`, { agent_id: null });
    expect(await ticketOf(chat)).toMatchObject({ assignee_id: beto.id });
    await anas.post(pathOf(chat, '/takeover'));
    expect(await ticketOf(chat)).toMatchObject({ assignee_id: ana.id });
    const changes = await service.ctx.db.sql`
      SELECT from_value, to_value FROM ticket_changes WHERE ticket_id = ${ticket.id as number} AND field = 'assignee'
      ORDER BY id`;
    expect(changes.map(({ from_value, to_value }) => [from_value, to_value])).toEqual([
      [null, String(ana.id)],
      [String(ana.id), String(beto.id)],
      [String(beto.id), String(ana.id)],
    ]);
  });

  test('stays with whom it is with where a takeover comes too late', async () => {
    const chat = await waiting();
    await anas.post(pathOf(chat, '/takeover'));
    expect((await omars.post(pathOf(chat, '/takeover'))).status).toBe(409);
    expect(await ticketOf(chat)).toMatchObject({ assignee_id: ana.id });
  });
});

describe('what staff write', () => {
  test('is stored once by its key, is refused from who is not in charge, and notes never reach the customer', async () => {
    const chat = await waiting();
    const message = { message: 'Una sola vez', client_id: randomUUID() };
    const early = await anas.post(pathOf(chat, '/messages'), message);
    expect([early.status, early.text.includes('ya no atiendes')]).toEqual([409, true]);
    await anas.post(pathOf(chat, '/takeover'));
    const sent = await anas.post(pathOf(chat, '/messages'), message);
    expect(sent.status).toBe(200);
    expect(sent.text).toContain(`data-client="${message.client_id}"`);
    expect((await anas.post(pathOf(chat, '/messages'), message)).status).toBe(200);
    expect((await omars.post(pathOf(chat, '/messages'), { ...message, client_id: randomUUID() })).status).toBe(409);
    const note = await omars.post(pathOf(chat, '/notes'), { note: 'Entre nosotros' });
    expect([note.status, note.text.includes('Entre nosotros')]).toEqual([200, true]);
    const history = JSON.stringify(await historyOf(service.origin, chat));
    expect(history.match(/Una sola vez/g)).toHaveLength(1);
    expect(history).not.toContain('Entre nosotros');
    expect((await anas.get(pathOf(chat, '/transcript?format=json'))).text).not.toContain('Entre nosotros');
  });

  test('says which files it does not take, and leaves nothing of them', async () => {
    const chat = await waiting();
    await anas.post(pathOf(chat, '/takeover'));
    const form = (bytes: Uint8Array) => fileForm({ client_id: randomUUID() }, bytes, 'x.png');
    const wrong = await anas.post(pathOf(chat, '/files'), form(new TextEncoder().encode('MZ')));
    expect([wrong.status, wrong.text.includes('Solo se pueden enviar')]).toEqual([415, true]);
    const empty = await anas.post(pathOf(chat, '/files'), form(new Uint8Array()));
    expect([empty.status, empty.text.includes('vacío')]).toEqual([422, true]);
    expect((await anas.post(pathOf(chat, '/files'), form(PNG))).status).toBe(200);
    const files = await service.ctx.db.sql`SELECT name FROM attachments WHERE conversation_id = ${chat.id}`;
    expect([...files]).toEqual([{ name: 'x.png' }]);
  });

  test('and what customers write is inert in every part of the pane', async () => {
    const chat = await startChat(service.origin);
    await say(service.origin, chat, HOSTILE);
    await say(service.origin, chat, PERSON);
    await service.ctx.db.sql`UPDATE conversations SET visitor_name = ${HOSTILE} WHERE id = ${chat.id}`;
    await anas.post(pathOf(chat, '/takeover'));
    await anas.post(pathOf(chat, '/notes'), { note: `@x ${HOSTILE}` });
    await anas.post(pathOf(chat, '/transfer'), { to: String(omar.id), reason: HOSTILE });
    expect(foreignElements(HOSTILE)).toBe(2);
    for (const what of ['', '/older?before=3', '/end', '/transfer', '/canned', '/colleagues']) {
      const { status, text } = await omars.get(pathOf(chat, what));
      expect([what, status, foreignElements(text)]).toEqual([what, 200, 0]);
    }
    const page = await omars.get(pathOf(chat));
    expect(page.text.split('&lt;img src=x').length).toBeGreaterThan(3);
  });
});

test('a file to a customer who has gone is told by mail, with the name of the file and the way back', async () => {
  const mail = await startMailServer();
  const env = { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(mail.port), SMTP_FROM_EMAIL: 'desk@bank.test' };
  // Of its own: another one without a mail server would give the letter up.
  const worker = await startService({ env });
  const { sql } = worker.ctx.db;
  try {
    const agent = await newStaff(worker, 'AGENT');
    const chat = await startChat(worker.origin);
    await say(worker.origin, chat, PERSON);
    await sql`UPDATE conversations SET visitor_email = 'gone@customer.test' WHERE id = ${chat.id}`;
    await agent.call('POST', `/conversations/${chat.id}/takeover`, {});
    const form = fileForm({ message: 'Aquí está' }, PDF, 'contrato.pdf');
    const path = `/api/v1/conversations/${chat.id}/attachments`;
    expect((await call(worker.origin, 'POST', path, { token: agent.token, form })).status).toBe(200);
    const panel = await PanelSession.open(worker, agent);
    expect((await panel.get(pathOf(chat))).text).toContain('le llegará por correo');
    await sql`UPDATE notifications SET next_attempt_at = now() WHERE conversation_id = ${chat.id}`;
    worker.ctx.bus.publish({ type: 'outbox' });
    let letter = await mail.next();
    // Staff are told of the conversation that waits, too.
    while (letter.to !== 'gone@customer.test') letter = await mail.next();
    expect(letter.text).toMatch(/Aquí está[\s\S]*contrato\.pdf/);
  } finally {
    await worker.stop();
    await mail.stop();
  }
});

test('what a suggestion costs counts in the budgets of the conversation and of the day', async () => {
  const model = await startOpenAiServer();
  const env = { AI_PROVIDER: 'openai', OPENAI_API_KEY: 'sk-local', OPENAI_BASE_URL: `${model.origin}/v1` };
  const worker = await startService({ env });
  try {
    const agent = await newStaff(worker, 'AGENT');
    const { sql } = worker.ctx.db;
    await sql`INSERT INTO settings (key, value) VALUES ('ai.budget_per_conversation_tokens', '150'::jsonb)`;
    await worker.ctx.settings.reload(sql);
    model.always({ kind: 'reply', chunks: ['Abrimos de 8:30 a 16:00 h. [branches-and-hours]'] });
    const chat = await startChat(worker.origin);
    await sql`
      WITH c AS (UPDATE conversations SET last_seq = last_seq + 1, last_role = 'customer' WHERE id = ${chat.id}
        RETURNING id, month, last_seq)
      INSERT INTO messages (conversation_id, month, seq, role, content)
      SELECT id, month, last_seq, 'customer', '¿A qué hora abren las sucursales?' FROM c`;
    const suggest = async () => (await agent.call('POST', `/conversations/${chat.id}/suggestion`, {})).body.provider;
    expect(await suggest()).toBe('openai');
    const [turn] = await sql`SELECT outcome, prompt_tokens + completion_tokens AS tokens FROM turns`;
    expect(turn).toEqual({ outcome: 'suggested', tokens: 150 });
    expect(await suggest()).not.toBe('openai');
    expect(await historyOf(worker.origin, chat)).toHaveLength(2);
  } finally {
    await worker.stop();
    await model.close();
  }
});
