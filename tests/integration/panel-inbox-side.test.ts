import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { identityToken, say, startChat } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { askPanel, BY_HTMX, logIntoPanel, openLivePage, type Session, watchFrame } from '../support/panel-client.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const CUSTOMER = 'C-1001';

let service: Service;
let other: Service;
let ana: Staff;
let bruno: Staff;
let sessions: Map<Staff, Session>;

beforeAll(async () => {
  service = await startService({ resting: ['sla'] });
  other = await startService({ database: service.database });
  ana = await newStaff(service, 'AGENT', 'Ana Ríos');
  bruno = await newStaff(service, 'SUPERVISOR', 'Bruno Sáenz');
  sessions = new Map();
  for (const person of [ana, bruno]) sessions.set(person, await logIntoPanel(service.origin, person));
});

afterAll(async () => {
  await other.stop();
  await service.stop();
});

const of = (person: Staff): Session => sessions.get(person) as Session;
const get = async (person: Staff, path: string): Promise<string> =>
  (await askPanel(service.origin, 'GET', `/conversations/${path}`, of(person))).text();
const post = (person: Staff, path: string, form: Record<string, string>): Promise<Response> =>
  askPanel(service.origin, 'POST', `/conversations/${path}`, { ...of(person), ...BY_HTMX }, form);

/** A conversation that Ana has taken over, of a stranger or of a customer whom the bank's site vouches for. */
async function taken(text = 'Quiero saber mi saldo', isKnown = false): Promise<string> {
  const chat = await startChat(service.origin, isKnown ? { identity_token: identityToken(CUSTOMER) } : {});
  await say(service.origin, chat, text);
  await ana.call('POST', `/conversations/${chat.id}/takeover`);
  return chat.id;
}

const auditOf = (action: string, id: string) => service.ctx.db.sql`
  SELECT actor_id FROM audit_log WHERE action = ${action} AND (resource_id = ${id} OR details::jsonb->>'conversation' = ${id})`;

describe('the identity', () => {
  test('is confirmed by who is in charge, for a customer whom they name', async () => {
    const id = await taken();
    expect(await get(ana, `${id}/side`)).toContain('Confirmar identidad');
    const unknown = await post(ana, `${id}/identity`, { customer: 'C-000-none' });
    expect(unknown.status).toBe(422);
    expect(await unknown.text()).toMatch(/value="C-000-none"[\s\S]*No hay un cliente activo/);
    const confirmed = await (await post(ana, `${id}/identity`, { customer: CUSTOMER })).text();
    expect(confirmed).toContain('Confirmada por un agente');
    expect(confirmed).toContain('hasta');
    expect(confirmed).not.toContain('Confirmar identidad');
    expect(await auditOf('customer.verified', id)).toHaveLength(1);
  });

  test('is offered to nobody else, and not possible for them', async () => {
    const id = await taken();
    expect(await get(bruno, `${id}/side`)).not.toContain('Confirmar identidad');
    const refused = await post(bruno, `${id}/identity`, { customer: CUSTOMER });
    expect(refused.status).toBe(422);
    const [row] = await service.ctx.db.sql`SELECT identity_level FROM conversations WHERE id = ${id}`;
    expect(row?.identity_level).toBe(0);
  });
});

describe('the customer', () => {
  test('is shown with the last four digits of their accounts alone, and who looked leaves a trace', async () => {
    const id = await taken('Mi saldo', true);
    const side = await get(ana, `${id}/side`);
    expect(side).toContain(CUSTOMER);
    const accounts = await service.ctx.db.sql<{ clabe: string }[]>`
      SELECT clabe FROM demo_accounts WHERE customer_external_id = ${CUSTOMER}`;
    expect(accounts.length).toBeGreaterThan(0);
    expect(await auditOf('customer.accounts_read', id)).toHaveLength(0);
    const html = await get(ana, `${id}/accounts`);
    for (const { clabe } of accounts) {
      expect(html).toContain(`•• ${clabe.slice(-4)}`);
      expect(html).not.toContain(clabe.slice(-5));
    }
    expect(await auditOf('customer.accounts_read', id)).toHaveLength(1);
    expect(await get(ana, `${await taken()}/accounts`)).not.toContain('••');
  });

  test('has earlier conversations, those that the person may see', async () => {
    const [first, second] = [await taken('Mi saldo', true), await taken('Otra duda', true)];
    expect(await get(ana, `${second}/side`)).toContain(`href="/panel/conversations/${first}"`);
    await service.ctx.db.sql`UPDATE conversations SET assignee_id = ${bruno.id} WHERE id = ${first}`;
    expect(await get(ana, `${second}/side`)).not.toContain(first);
    expect(await get(bruno, `${second}/side`)).toContain(first);
  });

  test('of a conversation that is not theirs to see is not there for an agent', async () => {
    const id = await taken();
    await service.ctx.db.sql`UPDATE conversations SET assignee_id = ${bruno.id} WHERE id = ${id}`;
    for (const part of ['side', 'accounts', 'changes']) {
      const answer = await askPanel(service.origin, 'GET', `/conversations/${id}/${part}`, of(ana));
      expect([part, answer.status]).toEqual([part, 404]);
    }
    for (const [part, form] of [
      ['tags', { tags: 'x' }],
      ['priority', { priority: 'HIGH' }],
      ['identity', { customer: CUSTOMER }],
    ] as const) {
      expect([part, (await post(ana, `${id}/${part}`, form)).status]).toEqual([part, 404]);
    }
  });
});

describe('the work on a conversation', () => {
  test('tags and priority are changed, and the history says who did', async () => {
    const id = await taken();
    const tagged = await (await post(ana, `${id}/tags`, { tags: ' Robo,tarjeta , <b>x</b>' })).text();
    expect(tagged).toMatch(/name="tags" value="(<|&lt;)b(>|&gt;)x[^"]*, robo, tarjeta"/);
    expect((await post(ana, `${id}/priority`, { priority: 'URGENT' })).status).toBe(200);
    const changes = await get(ana, `${id}/changes`);
    expect(changes).toContain('Prioridad: Media → Urgente');
    expect(changes).toContain('Atiende: nadie → Ana Ríos');
    const tooMany = Array.from({ length: 25 }, (_, at) => `t${at}`).join(',');
    const refused = await post(ana, `${id}/tags`, { tags: tooMany });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain(`value="${tooMany}"`);
  });

  test('a ticket is opened from here, one at a time', async () => {
    const id = await taken();
    const form = { subject: 'Aclarar un cargo', category: 'cards', priority: 'HIGH' };
    expect((await post(ana, `${id}/ticket`, { ...form, subject: '  ' })).status).toBe(422);
    const opened = await (await post(ana, `${id}/ticket`, form)).text();
    expect(opened).toMatch(/Aclarar un cargo[\s\S]*TKT-/);
    expect(opened).not.toContain('Abrir caso</summary>');
    expect((await post(ana, `${id}/ticket`, form)).status).toBe(422);
    const tickets = await service.ctx.db.sql`SELECT 1 FROM tickets WHERE conversation_id = ${id}`;
    expect(tickets).toHaveLength(1);
  });
});

describe('the handoff summary', () => {
  test('is written down at the first look after the handoff, and says the same afterwards', async () => {
    const chat = await startChat(service.origin);
    await say(service.origin, chat, 'Me robaron la tarjeta, ayuda <script>alert(1)</script>');
    const read = async () => {
      const [row] = await service.ctx.db.sql`SELECT summary FROM conversations WHERE id = ${chat.id}`;
      return row?.summary;
    };
    let side = '';
    await eventually('it is summed up', async () => {
      side = await get(ana, `${chat.id}/side`);
      return side.includes('Resumen del traspaso');
    });
    expect(side).toContain('Asegurar la cuenta o la tarjeta');
    expect(side).toContain('Angustiado');
    expect(side).not.toContain('<script>alert');
    const first = await read();
    expect(first).toMatchObject({ summary: { reason: 'emergency', mood: 'distressed' } });
    await say(service.origin, chat, 'Todo bien ya, gracias');
    expect(await get(bruno, `${chat.id}/side`)).toContain('Angustiado');
    expect(await read()).toEqual(first);
  });
});

test('an open side panel is told on another worker that something of it has changed', async () => {
  const id = await taken();
  const page = await openLivePage(other.origin, await logIntoPanel(other.origin, ana));
  page.send(watchFrame('', id, 1));
  await page.until((html) => html.includes('count-all'));
  const hints = () => page.frames().filter(({ topic }) => topic === 'side').length;
  const before = hints();
  await post(ana, `${id}/priority`, { priority: 'HIGH' });
  await page.until(() => hints() > before);
  page.close();
});

test('a page is told what changed while it was being loaded, and of what came before it nothing', async () => {
  const opened = performance.now();
  const listener = await openLivePage(other.origin, await logIntoPanel(other.origin, ana));
  await ana.call('POST', '/tickets', { subject: 'Mientras carga' });
  await listener.until(() => listener.frames().some(({ topic }) => topic === 'tickets'));
  listener.close();
  const loaded = async (ms: number) => {
    const page = await openLivePage(other.origin, await logIntoPanel(other.origin, ana));
    page.send({ type: 'loaded', ms });
    return { page, isTold: () => page.frames().some(({ topic }) => topic === 'tickets') };
  };
  const slow = await loaded(Math.round(performance.now() - opened));
  await slow.page.until(slow.isTold);
  slow.page.close();
  // Longer than an event may be on its way.
  await Bun.sleep(1_200);
  const quick = await loaded(0);
  // Whatever it is told comes together with what happens now, or before it.
  service.ctx.bus.publish({ type: 'knowledge' });
  await quick.page.until(() => quick.page.frames().some(({ topic }) => topic === 'knowledge'));
  quick.page.send({ type: 'ping' });
  await quick.page.until(() => quick.page.frames().some(({ type }) => type === 'pong'));
  expect(quick.isTold()).toBe(false);
  quick.page.close();
});
