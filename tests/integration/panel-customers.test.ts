import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { identityToken, say, startChat } from '../support/client.ts';
import { PanelSession } from '../support/panel-session.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

let service: Service;
let agent: Staff;
let supervisor: Staff;
let admin: Staff;
let asAgent: PanelSession;
let asSupervisor: PanelSession;
let asAdmin: PanelSession;
let known: number;

beforeAll(async () => {
  service = await startService();
  agent = await newStaff(service, 'AGENT', 'Aldo Agente');
  supervisor = await newStaff(service, 'SUPERVISOR', 'Sara Supervisora');
  admin = await newStaff(service, 'ADMIN', 'Ada Administradora');
  asAgent = await PanelSession.open(service, agent);
  asSupervisor = await PanelSession.open(service, supervisor);
  asAdmin = await PanelSession.open(service, admin);
  const [row] = await sql()<{ id: number }[]>`SELECT id FROM customers WHERE external_id = 'C-1003'`;
  known = row?.id as number;
});

afterAll(() => service.stop());

const sql = () => service.ctx.db.sql;
const list = '/panel/customers';

async function add(fields: Record<string, unknown> = {}): Promise<number> {
  return (await supervisor.call('POST', '/customers', { name: 'Persona del Panel', ...fields })).body.id;
}

const actionsOn = async (id: number): Promise<string[]> =>
  (
    await sql()<{ action: string }[]>`
      SELECT action FROM audit_log WHERE resource_type = 'customer' AND resource_id = ${String(id)} ORDER BY id`
  ).map(({ action }) => action);

describe('the profile', () => {
  test('shows of conversations and tickets what its reader may see, and the whole to supervisors', async () => {
    const [mine, theirs] = [await chatOf('lo veo yo'), await chatOf('es de otra persona')];
    await agent.call('POST', `/conversations/${mine}/takeover`);
    await supervisor.call('POST', `/conversations/${theirs}/takeover`);
    await sql()`
      INSERT INTO tickets (reference, subject, customer_id, assignee_id)
      VALUES ('TKT-AJENO001', 'Caso ajeno', ${known}, ${supervisor.id}), ('TKT-PROPIO01', 'Caso propio', ${known}, ${agent.id})`;
    const own = (await asAgent.get(`${list}/${known}`)).text;
    expect([own.includes(mine), own.includes(theirs)]).toEqual([true, false]);
    expect([own.includes('TKT-PROPIO01'), own.includes('TKT-AJENO001')]).toEqual([true, false]);
    const whole = (await asSupervisor.get(`${list}/${known}`)).text;
    expect([whole.includes(mine), whole.includes(theirs), whole.includes('TKT-AJENO001')]).toEqual([true, true, true]);
  });

  async function chatOf(text: string): Promise<string> {
    const chat = await startChat(service.origin, { identity_token: identityToken('C-1003') });
    await say(service.origin, chat, text);
    return chat.id;
  }

  test('and what the bank says leave a trace of who looked', async () => {
    const { text } = await asAgent.get(`${list}/${known}/bank`);
    expect(text).toMatch(/•• \d{4}/);
    expect(await actionsOn(known)).toEqual(expect.arrayContaining(['customer.read', 'customer.accounts_read']));
  });

  test('tells its history in parts, each event once', async () => {
    const id = await add();
    for (let n = 1; n <= 45; n += 1) {
      await sql()`
        INSERT INTO customer_notes (customer_id, author_id, content) VALUES (${id}, ${agent.id}, ${`nota número ${n}.`})`;
    }
    const profile = (await asAgent.get(`${list}/${id}`)).text;
    let page = profile.slice(profile.indexOf('id="customer-timeline"'));
    const seen: string[] = [];
    for (let parts = 0; parts < 5; parts += 1) {
      seen.push(...[...page.matchAll(/nota número (\d+)\./g)].map(([, n]) => n as string));
      const next = /hx-get="([^"]+timeline[^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&');
      if (!next) break;
      page = (await asAgent.get(next)).text;
    }
    expect(seen).toEqual(Array.from({ length: 45 }, (_, n) => String(45 - n)));
    for (const mark of ['2026-02-30T00:00:00.000000Z', '0000-01-01T00:00:00Z', '2026-01-01T00:00:00-23:59', 'x']) {
      const { status } = await asAgent.get(`${list}/${id}/timeline?mark=${encodeURIComponent(mark)}&key=note-1`);
      expect([mark, status]).toEqual([mark, 422]);
    }
  });

  test('of somebody who was merged or erased, or never was, is not there', async () => {
    const gone = await add();
    await admin.call('POST', `/customers/${gone}/erase`, {});
    for (const id of [gone, 2_000_000_000]) {
      for (const path of ['', '/edit', '/erase', '/export', '/bank', '/merge']) {
        expect([path, (await asAdmin.get(`${list}/${id}${path}`)).status]).toEqual([path, 404]);
      }
    }
    expect((await asAdmin.get(`${list}/${gone}/receipt`)).status).toBe(200);
    expect((await asAdmin.get(`${list}/erasures`)).text).toContain(`${list}/${gone}/receipt`);
  });
});

describe('a form', () => {
  test('keeps what was typed and says at each field what is wrong', async () => {
    const typed = {
      full_name: ' ',
      email: 'x',
      phone: '1',
      birth_date: 'ayer',
      customer_type: 'BUSINESS',
      language: 'en',
    };
    const { status, text } = await asAgent.post(`${list}/new`, { ...typed, tags: 'uno, dos', account_number: '1' });
    expect(status).toBe(422);
    expect(text.match(/aria-invalid="true"/g)).toHaveLength(5);
    expect(text).toContain('value="uno, dos"');
    expect(text).toContain('No es un correo válido');
    expect(text).toMatch(/<option value="BUSINESS" selected/);
  });

  test('for an agent does not change what proves who somebody is', async () => {
    const form = {
      full_name: 'Emily Carter Vance',
      customer_type: 'INDIVIDUAL',
      language: 'en',
      external_id: 'C-1003',
    };
    const page = (await asAgent.get(`${list}/${known}/edit`)).text;
    expect(page).toMatch(/name="external_id"[^>]*readonly|readonly[^>]*name="external_id"/);
    const refused = await asAgent.post(`${list}/${known}/edit`, { ...form, email: 'otro@example.com', active: 'on' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('supervisora');
    const [row] = await sql()`SELECT email FROM customers WHERE id = ${known}`;
    expect(row?.email).toBe('emily.carter@example.com');
  });

  test('that erases wants the very word, and respects a hold', async () => {
    const id = await add();
    const erase = (confirmation: string) => asAdmin.post(`${list}/${id}/erase`, { reason: 'NO_BASIS', confirmation });
    expect((await erase('')).status).toBe(422);
    expect((await erase(String(id))).status).toBe(422);
    expect((await asAdmin.post(`${list}/${id}/hold`, { reason: '  ' })).status).toBe(422);
    await asAdmin.post(`${list}/${id}/hold`, { reason: 'Juicio 7/2026' });
    const held = await erase(`#${id}`);
    expect([held.status, held.text.includes('Juicio 7/2026')]).toEqual([409, true]);
    expect((await asAdmin.get(`${list}/${id}`)).text).not.toContain(`${id}/erase`);
    await asAdmin.post(`${list}/${id}/release`);
    expect((await erase(`#${id}`)).location).toBe(`${list}/${id}/receipt`);
    expect(
      (await asSupervisor.post(`${list}/${id}/erase`, { reason: 'NO_BASIS', confirmation: `#${id}` })).status,
    ).toBe(403);
  });
});

describe('the list', () => {
  test('takes its filters in a body, and keeps a whole account number out of the address and of what it shows', async () => {
    await add({ name: 'Con Cuenta', account_number: '646180333344445555' });
    const { text, headers } = await asAgent.post(list, { q: '6461 8033 3344 4455 55', status: '' });
    expect(text).toContain('Con Cuenta');
    expect(headers.get('hx-push-url')).toBe(list);
    expect(text).not.toContain('646180333344445555');
    const [trace] = await sql()`
      SELECT details FROM audit_log WHERE action = 'customer.search' AND actor_id = ${agent.id} LIMIT 1`;
    expect(trace?.details).toBe('{}');
  });

  test('has words that are looked for in its address sealed alone, where they open for the links and the file, too', async () => {
    await add({ name: 'Ópalo Sellado' });
    const found = await asAgent.post(list, { q: 'ópalo', type: 'INDIVIDUAL' });
    const path = found.headers.get('hx-push-url') ?? '';
    expect(path).toMatch(/^\/panel\/customers\?type=INDIVIDUAL&search=v1\.[\w.-]+$/);
    expect(Buffer.from(path.split('.')[2] as string, 'base64url').toString()).not.toContain('palo');
    for (const again of [path, `${path}&sort=-name`]) {
      const { text } = await asAgent.get(again);
      expect(text).toContain('Ópalo Sellado');
      expect(text).toContain('value="ópalo"');
      expect(text).not.toContain('Hannah Weiss Moreno');
      expect(
        [...text.matchAll(/href="([^"]*)"/g)].map(([, href]) => decodeURIComponent(href ?? '')).join(),
      ).not.toMatch(/ópalo/i);
    }
    const file = await asSupervisor.get(path.replace(list, `${list}/export`));
    expect([file.text.includes('Ópalo Sellado'), file.text.includes('Hannah Weiss Moreno')]).toEqual([true, false]);
    // The page that has this search in its address already gets no second entry of it.
    const page = { 'hx-request': 'true', 'hx-current-url': service.origin + path };
    const same = await asAgent.post(list, { q: 'ópalo', type: 'INDIVIDUAL' }, page);
    expect(same.headers.get('hx-push-url')).toBeNull();
    const wider = await asAgent.post(list, { q: 'ópalo' }, page);
    expect(wider.headers.get('hx-push-url')).toBe(path.replace('type=INDIVIDUAL&', ''));
  });

  test('shows everybody where an address was changed, or holds a secret that is no search', async () => {
    const path = (await asAgent.post(list, { q: 'con cuenta' })).headers.get('hx-push-url') ?? '';
    const secret = service.ctx.vault.seal('con cuenta');
    for (const other of [`${list}?search=${secret}`, `${path}x`, `${list}?search=con+cuenta`, `${list}?q=con+cuenta`]) {
      const { status, text } = await asAgent.get(other);
      expect([other, status, text.includes('Hannah Weiss Moreno')]).toEqual([other, 200, true]);
      expect(text).not.toContain('value="con cuenta"');
    }
  });

  test('takes them in a body without a script, too, and sends on to the address', async () => {
    const { text } = await asAgent.get(list);
    expect(text).toMatch(/<form method="post" action="\/panel\/customers" hx-post="\/panel\/customers"/);
    const sent = await asAgent.post(list, { q: 'con cuenta', status: '' }, {});
    expect(sent.status).toBe(303);
    const answer = await asAgent.get(sent.location ?? '');
    expect(answer.text).toContain('Con Cuenta');
    expect([text.includes('Hannah Weiss Moreno'), answer.text.includes('Hannah Weiss Moreno')]).toEqual([true, false]);
    const byAccount = await asAgent.post(list, { q: '646180333344445555', status: '' }, {});
    expect([byAccount.status, byAccount.text.includes('<!doctype html>')]).toEqual([200, true]);
    expect(byAccount.text).toContain('Con Cuenta');
  });

  test('opens with whatever an old address says', async () => {
    for (const query of ['?status=NOPE&type=x&agent=x&sort=zzz', '?agent=none&sort=-name', '?search=%25', '?q=a']) {
      expect((await asAgent.get(`${list}${query}`)).status).toBe(200);
    }
  });
});
