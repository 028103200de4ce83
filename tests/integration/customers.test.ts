import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { identityToken, startChat } from '../support/client.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

let service: Service;
let agent: Staff;
let supervisor: Staff;
let admin: Staff;
let made = 0;

beforeAll(async () => {
  service = await startService();
  agent = await newStaff(service, 'AGENT');
  supervisor = await newStaff(service, 'SUPERVISOR');
  admin = await newStaff(service, 'ADMIN');
});

afterAll(() => service.stop());

const sql = () => service.ctx.db.sql;

async function add(fields: Record<string, unknown> = {}) {
  made += 1;
  const { status, body } = await supervisor.call('POST', '/customers', {
    name: `Persona de Prueba ${made}`,
    ...fields,
  });
  expect(status).toBe(201);
  return body;
}

const auditOf = (id: number) =>
  sql()<{ action: string; details: string }[]>`
    SELECT action, details FROM audit_log WHERE resource_type = 'customer' AND resource_id = ${String(id)} ORDER BY id`;

describe('a customer', () => {
  test('is kept as the fields mean, whatever way they were typed', async () => {
    const { body } = await agent.call('POST', '/customers', {
      first_name: '  Ana ',
      last_name: 'Ruiz   Peña',
      email: 'Ana.Ruiz@Example.com',
      phone_number: '55 5501 4455',
      birth_date: '31/12/1990',
      account_number: '0121-8000 1234 5678 97',
      customer_type: 'business',
      tags: ['VIP', 'vip', ' Nómina '],
      assigned_agent_id: agent.id,
    });
    expect(body).toMatchObject({
      full_name: 'Ana Ruiz Peña',
      email: 'Ana.Ruiz@Example.com',
      phone: '+525555014455',
      birth_date: '1990-12-31',
      customer_type: 'BUSINESS',
      status: 'ACTIVE',
      tags: ['nómina', 'vip'],
      accounts: [{ last4: '7897' }],
      assigned_agent_name: agent.name,
    });
    // The whole number is in no answer.
    for (const path of [`/customers/${body.id}`, '/customers', '/customers/search?q=ruiz']) {
      expect(JSON.stringify((await agent.call('GET', path)).body)).not.toContain('012180001234567897');
    }
  });

  test.each([
    [{ name: '   ' }, 'full_name'],
    [{ email: 'nobody' }, 'email'],
    [{ phone: '12' }, 'phone'],
    [{ birth_date: '2090-01-01' }, 'birth_date'],
    [{ birth_date: '31/02/1990' }, 'birth_date'],
    [{ customer_type: 'ROBOT' }, 'customer_type'],
    [{ language: 'fr' }, 'language'],
    [{ account_number: '4111 1111 1111 1111' }, 'account_number'],
    [{ account_number: '12' }, 'account_number'],
    [{ external_id: 'with blanks' }, 'external_id'],
    [{ tags: ['x'.repeat(60)] }, 'tags'],
    [{ assigned_agent_id: 999_999 }, 'assigned_agent_id'],
  ])('refuses %j at its field', async (fields, field) => {
    const { status, body } = await supervisor.call('POST', '/customers', { name: 'Alguien', ...fields });
    expect(status).toBe(422);
    expect(body.errors).toEqual([expect.objectContaining({ field })]);
  });

  test('is one of their e-mail, account and id of the bank, in any case of letters', async () => {
    const one = await add({ email: 'unica@example.com', account_number: '998877665544', external_id: 'C-UNICA' });
    for (const fields of [
      { email: 'UNICA@example.com' },
      { account_number: '9988 7766 5544' },
      { external_id: 'C-UNICA' },
    ]) {
      const { status, body } = await supervisor.call('POST', '/customers', { name: 'Otra', ...fields });
      expect([status, body.detail]).toEqual([409, expect.stringContaining('already')]);
    }
    const other = await add();
    const { status } = await supervisor.call('PUT', `/customers/${other.id}`, { email: 'unica@example.com' });
    expect(status).toBe(409);
    // Their own are no conflict.
    const again = await supervisor.call('PUT', `/customers/${one.id}`, {
      email: 'unica@example.com',
      account_number: '998877665544',
    });
    expect(again.status).toBe(200);
    expect(again.body.accounts).toHaveLength(1);
  });

  test('changes by what is named, with its history; reading and changing leave traces without any value', async () => {
    const { id } = await add({ email: 'antes@example.com', phone: '5555016677' });
    await supervisor.call('PUT', `/customers/${id}`, { email: 'despues@example.com', tags: ['hipoteca'] });
    const { body } = await agent.call('GET', `/customers/${id}`);
    expect(body).toMatchObject({ email: 'despues@example.com', phone: '+525555016677', tags: ['hipoteca'] });
    const changes = await sql()`
      SELECT field, from_value, to_value FROM customer_changes WHERE customer_id = ${id} ORDER BY id`;
    expect(changes as unknown).toEqual([
      { field: 'created', from_value: null, to_value: null },
      { field: 'email', from_value: 'antes@example.com', to_value: 'despues@example.com' },
      { field: 'tags', from_value: '', to_value: 'hipoteca' },
    ]);
    const audit = await auditOf(id);
    expect(audit.map(({ action }) => action)).toEqual(['customer.create', 'customer.update', 'customer.read']);
    expect(JSON.stringify(audit)).not.toContain('example.com');
    await expect(
      sql()`UPDATE customer_changes SET to_value = 'x' WHERE customer_id = ${id}`.execute(),
    ).rejects.toThrow();
    await expect(sql()`DELETE FROM customer_changes WHERE customer_id = ${id}`.execute()).rejects.toThrow();
  });

  test('is put away and brought back; meanwhile neither found, served nor changed', async () => {
    const { id } = await add({ name: 'Guillermina Apartada', email: 'apartada@example.com' });
    expect((await agent.call('DELETE', `/customers/${id}`)).status).toBe(403);
    const { body } = await supervisor.call('DELETE', `/customers/${id}`);
    expect(body).toEqual({ message: expect.any(String), customer_id: id });
    expect((await agent.call('GET', `/customers/${id}`)).body.status).toBe('DELETED');
    expect((await agent.call('GET', '/customers/search?q=apartada')).body).toEqual([]);
    expect((await agent.call('GET', '/customers?status=deleted')).body.map((one: { id: number }) => one.id)).toContain(
      id,
    );
    expect((await supervisor.call('PUT', `/customers/${id}`, { tags: ['x'] })).status).toBe(409);
    expect((await supervisor.call('POST', '/customers', { name: 'Otra', email: 'apartada@example.com' })).status).toBe(
      409,
    );
    const back = await supervisor.call('POST', `/customers/${id}/restore`, {});
    expect(back.body.status).toBe('ACTIVE');
    expect((await agent.call('GET', '/customers/search?q=apartada')).body).toHaveLength(1);
  });

  test('who was inactive is inactive again once they are brought back', async () => {
    const { id } = await add({ status: 'INACTIVE' });
    await supervisor.call('DELETE', `/customers/${id}`);
    expect((await supervisor.call('POST', `/customers/${id}/restore`, {})).body.status).toBe('INACTIVE');
    const [change] = await sql()`
      SELECT from_value, to_value FROM customer_changes WHERE customer_id = ${id} ORDER BY id DESC LIMIT 1`;
    expect(change as unknown).toEqual({ from_value: 'DELETED', to_value: 'INACTIVE' });
    await supervisor.call('PUT', `/customers/${id}`, { status: 'ACTIVE' });
    await supervisor.call('DELETE', `/customers/${id}`);
    expect((await supervisor.call('POST', `/customers/${id}/restore`, {})).body.status).toBe('ACTIVE');
  });

  test('whom the bank knows: what proves who they are is a supervisor’s to change', async () => {
    const { id } = await add({ email: 'conocida@example.com', external_id: 'C-CONOCIDA' });
    expect((await agent.call('PUT', `/customers/${id}`, { email: 'mia@example.com' })).status).toBe(403);
    expect((await agent.call('PUT', `/customers/${id}`, { external_id: 'C-1001' })).status).toBe(403);
    expect((await agent.call('POST', '/customers', { name: 'X', external_id: 'C-NUEVA' })).status).toBe(403);
    expect((await agent.call('PUT', `/customers/${id}`, { phone: '5555010099' })).status).toBe(200);
    expect((await supervisor.call('PUT', `/customers/${id}`, { email: 'nueva@example.com' })).status).toBe(200);
    const stranger = await add();
    expect((await agent.call('PUT', `/customers/${stranger.id}`, { email: 'otra-mas@example.com' })).status).toBe(200);
  });

  test('has notes of staff, masked', async () => {
    const { id } = await add();
    const { status, body } = await agent.call('POST', `/customers/${id}/notes`, {
      note: 'Su tarjeta es 4111 1111 1111 1111 y prefiere correo',
    });
    expect(status).toBe(201);
    expect(body.note).not.toContain('4111 1111');
    expect((await agent.call('GET', `/customers/${id}/notes`)).body).toEqual([body]);
    expect((await agent.call('POST', `/customers/${id}/notes`, { note: '  ' })).status).toBe(422);
  });
});

describe('the list', () => {
  test('finds without accents, by several words, by a part of a number, and takes signs as they are', async () => {
    const { id } = await add({
      name: 'Íñigo Muñoz Güell',
      email: 'inigo.munoz@example.com',
      phone: '55 5501 7788',
      account_number: '030180000000001234',
      tags: ['añejo'],
    });
    const found = async (q: string) =>
      (await agent.call('GET', `/customers/search?${new URLSearchParams({ q })}`)).body.map(
        (one: { id: number }) => one.id,
      );
    for (const q of [
      'munoz',
      'MUÑOZ iñigo',
      'guell',
      'inigo.munoz@',
      '5501 7788',
      '+52 55 5501 7788',
      'anejo',
      '030180000000001234',
    ]) {
      expect({ q, found: await found(q) }).toEqual({ q, found: [id] });
    }
    // A part of an account number finds nobody.
    expect(await found('0301800000000012')).toEqual([]);
    for (const q of ['%', '_', '\\', "'; DROP TABLE customers; --", '&', '%%%']) expect(await found(q)).toEqual([]);
    const { body } = await agent.call('POST', '/customers/search', { q: '0301 8000 0000 0012 34' });
    expect(body.map((one: { id: number }) => one.id)).toEqual([id]);
  });

  test('narrows by status, type, language, tag and person in charge, pages, and counts', async () => {
    const tag = 'solo-de-esta-prueba';
    for (const fields of [
      { language: 'en', assigned_agent_id: agent.id },
      { language: 'es', customer_type: 'BUSINESS' },
      { language: 'es', status: 'INACTIVE' },
    ]) {
      await add({ tags: [tag], ...fields });
    }
    const count = async (query: string) => {
      const { body, headers } = await agent.call('GET', `/customers?tag=${tag}&${query}`);
      expect(headers.get('x-total-count')).toBe(String(body.length));
      return body.length;
    };
    expect(await count('')).toBe(2);
    expect(await count('language=en')).toBe(1);
    expect(await count('customer_type=business')).toBe(1);
    expect(await count('status=inactive')).toBe(1);
    expect(await count(`assigned_agent_id=${agent.id}`)).toBe(1);
    expect(await count('assigned_agent_id=none')).toBe(1);
    // By two letters of the name, too, which no index finds.
    await add({ name: 'Ñu', tags: [tag], status: 'INACTIVE' });
    expect(await count('status=inactive&q=%C3%B1u')).toBe(1);
    const page = await agent.call('GET', `/customers?tag=${tag}&limit=1&skip=1`);
    expect([page.body.length, page.headers.get('x-total-count')]).toEqual([1, '2']);
    expect((await agent.call('GET', '/customers?status=ERASED')).status).toBe(422);
  });

  test('sums up what there is', async () => {
    const { body } = await agent.call('GET', '/customers/stats/summary');
    const [real] = await sql()`
      SELECT count(*) FILTER (WHERE status IN ('ACTIVE', 'INACTIVE'))::int AS total,
        count(*) FILTER (WHERE status = 'DELETED')::int AS deleted FROM customers`;
    expect(body.total).toBe(real?.total);
    expect(body.deleted).toBe(real?.deleted);
    expect(body.by_type.INDIVIDUAL + body.by_type.BUSINESS).toBe(body.total);
    expect(body.by_language.es + body.by_language.en).toBe(body.total);
  });
});

describe('the person in charge of a customer', () => {
  test('is given their conversations first, though others have more room', async () => {
    const busy = await newStaff(service, 'AGENT', 'Con Menos Sitio');
    const free = await newStaff(service, 'AGENT', 'Con Mas Sitio');
    const [customer] = await sql()<{ id: number }[]>`
      UPDATE customers SET agent_id = ${busy.id} WHERE external_id = 'C-1004' RETURNING id`;
    for (const [staff, capacity] of [
      [busy, 2],
      [free, 40],
    ] as const) {
      await sql()`
        INSERT INTO connections (id, worker_id, kind, user_id)
        SELECT gen_random_uuid(), id, 'staff', ${staff.id} FROM workers LIMIT 1`;
      await sql()`
        INSERT INTO agents (user_id, availability, capacity) VALUES (${staff.id}, 'ONLINE', ${capacity})
        ON CONFLICT (user_id) DO UPDATE SET availability = 'ONLINE', capacity = ${capacity}`;
    }
    const theirs = await startChat(service.origin, { identity_token: identityToken('C-1004') });
    const others = await startChat(service.origin, { identity_token: identityToken('C-1005') });
    for (const chat of [theirs, others]) await handOff(chat.id);
    expect(await assigneeOf(theirs.id)).toBe(busy.id);
    expect(await assigneeOf(others.id)).toBe(free.id);
    expect(customer?.id).toBeNumber();
  });

  async function handOff(id: string): Promise<void> {
    await sql()`
      UPDATE conversations SET status = 'waiting', handed_off_at = now(), waiting_since = now() WHERE id = ${id}`;
  }

  async function assigneeOf(id: string): Promise<number> {
    const deadline = performance.now() + 30_000;
    while (performance.now() < deadline) {
      const [row] = await sql()<{ assigneeId: number | null }[]>`
        SELECT assignee_id AS "assigneeId" FROM conversations WHERE id = ${id}`;
      if (row?.assigneeId) return row.assigneeId;
      await Bun.sleep(50);
    }
    throw new Error('it was given to nobody');
  }
});

describe('a legal hold', () => {
  test('is a supervisor’s, and keeps the person from being erased', async () => {
    const { id } = await add();
    expect((await agent.call('PUT', `/customers/${id}/legal-hold`, { reason: 'x' })).status).toBe(403);
    const held = await supervisor.call('PUT', `/customers/${id}/legal-hold`, { reason: 'Juicio 341/2026' });
    expect(held.body).toMatchObject({ legal_hold: true, legal_hold_reason: 'Juicio 341/2026' });
    const refused = await admin.call('POST', `/customers/${id}/erase`, {});
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('Juicio 341/2026')]);
    expect((await supervisor.call('DELETE', `/customers/${id}/legal-hold`)).body.legal_hold).toBe(false);
    expect((await admin.call('POST', `/customers/${id}/erase`, {})).status).toBe(200);
  });
});
