import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { grantableTo } from '../../src/features/api-keys/model.ts';
import { isWellFormed, newApiKey } from '../../src/features/api-keys/secret.ts';
import { PERMISSIONS } from '../../src/features/auth/model.ts';
import { isWithin, rangeOf } from '../../src/lib/addresses.ts';
import { type Answer, call } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { holdLock } from '../support/held-lock.ts';
import { type LivePage, logIntoPanel, openLivePage } from '../support/panel-client.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

let service: Service;
let other: Service;
let boss: Staff;
let chief: Staff;
let clerk: Staff;

beforeAll(async () => {
  service = await startService();
  other = await startService({ database: service.database });
  [boss, chief, clerk] = await Promise.all([
    newStaff(service, 'ADMIN', 'Ada Vélez'),
    newStaff(service, 'SUPERVISOR', 'Omar Ruiz'),
    newStaff(service, 'AGENT', 'Ana Torres'),
  ]);
});

afterAll(async () => {
  await other.stop();
  await service.stop();
});

const sql = () => service.ctx.db.sql;
let made = 0;
const create = async (fields: Record<string, unknown>): Promise<{ id: number; user_id: number; key: string }> => {
  made += 1;
  const { status, body } = await boss.call('POST', '/api-keys', { name: `Sistema ${made}`, role: 'ADMIN', ...fields });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body;
};
const as = (key: string, method: string, path: string, body?: unknown, origin = service.origin): Promise<Answer> =>
  call(origin, method, path.startsWith('/panel') ? path : `/api/v1${path}`, {
    token: key,
    ...(body !== undefined && { body }),
  });

describe('a key', () => {
  test('has a prefix and a checksum of its own, so that a mistyped one is known', () => {
    const key = newApiKey();
    expect(key).toMatch(/^jox_[0-9A-Za-z]{49}$/);
    expect(isWellFormed(key)).toBe(true);
    const typo = key.slice(0, 20) + (key[20] === 'a' ? 'b' : 'a') + key.slice(21);
    expect([isWellFormed(typo), isWellFormed(key.slice(0, -1)), isWellFormed(`${key}0`)]).toEqual([
      false,
      false,
      false,
    ]);
    expect(new Set(Array.from({ length: 500 }, newApiKey)).size).toBe(500);
  });

  test('is shown once and stored as a hash', async () => {
    const { id, key } = await create({});
    for (const path of ['/api-keys', `/api-keys/${id}`, '/audit?limit=500']) {
      expect(JSON.stringify((await boss.call('GET', path)).body)).not.toContain(key);
    }
    const rows = await sql()`SELECT row_to_json(k)::text || row_to_json(u)::text AS line FROM api_keys k, users u`;
    expect(rows.some(({ line }) => line.includes(key) || line.includes(key.slice(4)))).toBe(false);
    expect((await boss.call('GET', `/api-keys/${id}`)).body.prefix).toBe(key.slice(0, 12));
  });

  test('acts in its own name, which the histories and the audit log tell', async () => {
    const { id, user_id: userId, key } = await create({ name: 'Core bancario', role: 'SUPERVISOR' });
    const opened = await as(key, 'POST', '/tickets', { subject: 'Del core' }, other.origin);
    expect(opened.status).toBe(200);
    const history = await chief.call('GET', `/tickets/${opened.body.ticket_id}/history`);
    expect(JSON.stringify(history.body)).toContain('Core bancario');
    const [entry] = (await boss.call('GET', `/audit?user_id=${userId}&action=ticket.create`)).body;
    expect(entry).toMatchObject({ user_name: 'Core bancario', is_api_key: true, resource_id: opened.body.ticket_id });
    // Written down beside the request.
    const use = async () => (await boss.call('GET', `/api-keys/${id}`)).body;
    await eventually('its use is written down', async () => (await use()).last_used_at !== null);
    const used = await use();
    expect([used.last_used_address, Date.now() - Date.parse(used.last_used_at) < 60_000]).toEqual(['127.0.0.1', true]);
  });

  test('is nobody who works here: in no list, told nothing, given nothing, never logged in', async () => {
    const { user_id: userId } = await create({ name: 'Invisible' });
    const people = await boss.call('GET', '/users?limit=500');
    expect(people.body.map(({ id }: { id: number }) => id)).not.toContain(userId);
    expect((await boss.call('GET', `/users/${userId}`)).status).toBe(404);
    expect((await boss.call('PATCH', `/users/${userId}`, { is_active: true })).status).toBe(404);
    const ticket = await boss.call('POST', '/tickets', { subject: 'Urgente', priority: 'URGENT' });
    expect((await boss.call('POST', `/tickets/${ticket.body.ticket_id}/assign`, { agent_id: userId })).status).not.toBe(
      200,
    );
    const told = await sql()`SELECT 1 FROM notifications WHERE user_id = ${userId}`;
    expect(told).toHaveLength(0);
    const [row] = await sql()`SELECT username FROM users WHERE id = ${userId}`;
    for (const password of ['', 'x']) {
      const login = await call(service.origin, 'POST', '/api/v1/auth/login', {
        body: { username: row?.username, password },
      });
      expect([401, 422]).toContain(login.status);
    }
  });

  test('opens no page of the panel, no session and no conversation', async () => {
    const { key } = await create({});
    const page = await as(key, 'GET', '/panel/conversations');
    expect([page.status, page.headers.get('location')?.startsWith('/panel/login')]).toEqual([303, true]);
    for (const [method, path] of [
      ['GET', '/auth/me'],
      ['POST', '/auth/logout'],
      ['POST', '/auth/password'],
      ['GET', '/notifications/me'],
    ] as const) {
      expect([path, (await as(key, method, path, method === 'GET' ? undefined : {})).status]).toEqual([path, 403]);
    }
    expect((await as(key, 'GET', '/chat/history/7b0c2a52-6c2f-4d0e-9a43-0d5a1e1f4c11')).status).toBe(404);
  });

  test('that is none, or has a letter wrong, opens nothing', async () => {
    const { key } = await create({});
    for (const token of [
      newApiKey(),
      `${key.slice(0, -1)}${key.endsWith('a') ? 'b' : 'a'}`,
      'jox_',
      `${key} `.trim().toLowerCase(),
    ]) {
      expect((await as(token, 'GET', '/tickets')).status).toBe(401);
    }
    expect((await as(key, 'GET', '/tickets')).status).toBe(200);
  });
});

describe('the end of a key', () => {
  test('by revoking holds at once in every worker, and a further try leaves a trace', async () => {
    const { id, key } = await create({});
    expect((await as(key, 'GET', '/tickets', undefined, other.origin)).status).toBe(200);
    expect((await boss.call('DELETE', `/api-keys/${id}`)).status).toBe(204);
    for (const origin of [service.origin, other.origin]) {
      expect((await as(key, 'GET', '/tickets', undefined, origin)).status).toBe(401);
    }
    expect((await boss.call('GET', `/api-keys/${id}`)).body.status).toBe('REVOKED');
    const [entry] = (await boss.call('GET', `/audit?action=api_key.refused&resource_id=${id}`)).body;
    expect(entry).toMatchObject({ status: 'FAILURE', details: { reason: 'revoked' } });
    for (const [method, path] of [
      ['DELETE', ''],
      ['PATCH', ''],
      ['POST', '/rotate'],
    ] as const) {
      expect((await boss.call(method, `/api-keys/${id}${path}`, {})).status).toBe(409);
    }
  });

  test('by time holds too', async () => {
    const { id, key } = await create({ expires_at: new Date(Date.now() + 3_600_000).toISOString() });
    expect((await as(key, 'GET', '/tickets')).status).toBe(200);
    await sql()`UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE id = ${id}`;
    expect((await as(key, 'GET', '/tickets')).status).toBe(401);
    expect((await boss.call('GET', `/api-keys/${id}`)).body.status).toBe('EXPIRED');
  });

  test('by a new one comes a day later', async () => {
    const { id, key } = await create({});
    const rotated = (await boss.call('POST', `/api-keys/${id}/rotate`, {})).body;
    expect(rotated.key).not.toBe(key);
    for (const one of [key, rotated.key]) expect((await as(one, 'GET', '/tickets')).status).toBe(200);
    await sql()`UPDATE api_keys SET previous_until = now() WHERE id = ${id}`;
    expect([(await as(key, 'GET', '/tickets')).status, (await as(rotated.key, 'GET', '/tickets')).status]).toEqual([
      401, 200,
    ]);
    await boss.call('POST', `/api-keys/${id}/rotate`, {});
    await boss.call('DELETE', `/api-keys/${id}`);
    expect((await as(rotated.key, 'GET', '/tickets')).status).toBe(401);
  });
});

describe('how far a key reaches', () => {
  test('is what it was given, also inside what a route lets through', async () => {
    const { key } = await create({
      role: 'SUPERVISOR',
      scopes: ['ticket.read', 'ticket.update', 'ticket.assign.self'],
    });
    const foreign = await clerk.call('POST', '/tickets', { subject: 'Ajeno' });
    await clerk.call('POST', `/tickets/${foreign.body.ticket_id}/assign`, { agent_id: clerk.id });
    const free = await clerk.call('POST', '/tickets', { subject: 'Libre' });
    const path = `/tickets/${free.body.ticket_id}`;
    expect((await as(key, 'GET', path)).status).toBe(200);
    expect((await as(key, 'PUT', path, { priority: 'HIGH' })).status).toBe(200);
    // Its role may all of these, and it was given none of them.
    expect((await as(key, 'POST', '/tickets', { subject: 'Nuevo' })).status).toBe(403);
    expect((await as(key, 'POST', `${path}/notes`, { note: 'x' })).status).toBe(403);
    expect((await as(key, 'GET', '/conversations')).status).toBe(403);
    expect((await as(key, 'POST', `${path}/assign`, { agent_id: clerk.id })).status).toBe(403);
    expect((await as(key, 'GET', `/tickets/${foreign.body.ticket_id}`)).status).toBe(404);
    const all = await create({ role: 'SUPERVISOR' });
    expect((await as(all.key, 'GET', `/tickets/${foreign.body.ticket_id}`)).status).toBe(200);
    expect((await as(all.key, 'POST', `${path}/assign`, { agent_id: clerk.id })).status).toBe(200);
  });

  test('is never accounts or other keys, whatever its role', async () => {
    const { id, key } = await create({ role: 'ADMIN' });
    for (const [method, path, body] of [
      ['GET', '/users', undefined],
      ['POST', '/users', { email: 'x@joxai.test', full_name: 'X', role: 'ADMIN', password: 'Trapecio-Lunar-9999' }],
      ['GET', '/api-keys', undefined],
      ['POST', '/api-keys', { name: 'Otra', role: 'ADMIN' }],
      ['PATCH', `/api-keys/${id}`, { scopes: null, expires_at: null }],
      ['POST', `/api-keys/${id}/rotate`, {}],
    ] as const) {
      expect([path, (await as(key, method, path, body)).status]).toEqual([path, 403]);
    }
    for (const role of ['AGENT', 'SUPERVISOR', 'ADMIN'] as const) {
      for (const action of ['user.manage', 'api_key.manage'] as const) {
        expect(grantableTo(role)).not.toContain(action);
        expect((await boss.call('POST', '/api-keys', { name: 'Mal', role, scopes: [action] })).status).toBe(422);
      }
    }
    expect(grantableTo('ADMIN').every((action) => Object.hasOwn(PERMISSIONS, action))).toBe(true);
  });

  test('is never more than its role, and shrinks at once with it', async () => {
    expect((await boss.call('POST', '/api-keys', { name: 'Mal', role: 'AGENT', scopes: ['ticket.any'] })).status).toBe(
      422,
    );
    const { id, key } = await create({ role: 'SUPERVISOR' });
    expect((await as(key, 'GET', '/notifications/stats')).status).toBe(200);
    await boss.call('PATCH', `/api-keys/${id}`, { role: 'AGENT' });
    expect((await as(key, 'GET', '/notifications/stats')).status).toBe(403);
  });

  test('stays as narrow as one change made it, where another is made at the same moment', async () => {
    const { id } = await create({ role: 'SUPERVISOR' });
    const path = `/api-keys/${id}`;
    const lock = await holdLock(service.database.url, (tx) => tx`SELECT 1 FROM api_keys WHERE id = ${id} FOR UPDATE`);
    const narrowed = boss.call('PATCH', path, { role: 'AGENT', scopes: ['ticket.read'] });
    await lock.untilWaiting(1, 'api_keys');
    const renamed = boss.call('PATCH', path, { name: 'Con otro nombre' }, other.origin);
    await lock.untilWaiting(2, 'api_keys');
    await lock.release();
    expect([(await narrowed).status, (await renamed).status]).toEqual([200, 200]);
    const after = { name: 'Con otro nombre', role: 'AGENT', scopes: ['ticket.read'] };
    expect((await boss.call('GET', path)).body).toMatchObject(after);
  });

  test('is decided by administrators', async () => {
    for (const who of [clerk, chief]) {
      expect((await who.call('GET', '/api-keys')).status).toBe(403);
      expect((await who.call('POST', '/api-keys', { name: 'Mía', role: 'AGENT' })).status).toBe(403);
    }
    expect((await call(service.origin, 'GET', '/api/v1/api-keys')).status).toBe(401);
  });

  test('ends at the addresses that it may come from', async () => {
    const { id, key } = await create({ allowed_addresses: ['203.0.113.0/24', '2001:db8::/32'] });
    expect((await as(key, 'GET', '/tickets')).status).toBe(401);
    const [entry] = (await boss.call('GET', `/audit?action=api_key.refused&resource_id=${id}`)).body;
    expect(entry.details).toEqual({ reason: 'address' });
    await boss.call('PATCH', `/api-keys/${id}`, { allowed_addresses: ['127.0.0.1'] });
    expect((await as(key, 'GET', '/tickets')).status).toBe(200);
    expect([rangeOf('10.0.0.1'), rangeOf('10.0.0.0/33'), rangeOf('fe80::1%eth0'), rangeOf('x')]).toEqual([
      '10.0.0.1/32',
      null,
      null,
      null,
    ]);
    const ranges = ['10.0.0.0/8', '2001:db8::/32'];
    const within = ['10.255.0.1', '::ffff:10.0.0.1', '2001:db8::5', '11.0.0.1', '2001:db9::1', 'x'];
    expect(within.map((address) => isWithin(address, ranges))).toEqual([true, true, true, false, false, false]);
  });

  test('says which field is wrong', async () => {
    const wrong = await boss.call('POST', '/api-keys', {
      name: ' ',
      role: 'KING',
      allowed_addresses: ['everywhere'],
      expires_at: '2001-01-01T00:00:00.000Z',
    });
    expect([wrong.status, wrong.body.errors.map(({ field }: { field: string }) => field)]).toEqual([
      422,
      ['name', 'role', 'allowed_addresses', 'expires_at'],
    ]);
  });

  test('is bounded by the rate of staff', async () => {
    const bounded = await startService({
      database: service.database,
      env: { RATE_LIMITS: JSON.stringify({ staff: '3/minute' }) },
    });
    try {
      const { key } = await create({});
      const statuses: number[] = [];
      for (let at = 0; at < 5; at += 1) {
        statuses.push((await as(key, 'GET', '/conversations', undefined, bounded.origin)).status);
      }
      expect(statuses).toEqual([200, 200, 200, 429, 429]);
    } finally {
      await bounded.stop();
    }
  });
});

test('open pages on every worker hear that a key changed, where the person manages keys', async () => {
  const pages = await Promise.all(
    [boss, clerk].map(async (who) => openLivePage(other.origin, await logIntoPanel(other.origin, who))),
  );
  const [manager, agent] = pages as [LivePage, LivePage];
  const topics = (page: LivePage) => page.frames().flatMap(({ topic }) => topic ?? []);
  const { id } = await create({});
  await manager.until(() => topics(manager).includes('keys'));
  const heard = topics(manager).length;
  await boss.call('DELETE', `/api-keys/${id}`);
  await manager.until(() => topics(manager).length > heard);
  // What the agent hears comes after what was not for them.
  await boss.call('POST', '/canned-responses', { shortcut: 'aviso', title: 'Aviso', text_es: 'Hola', shared: true });
  await agent.until(() => topics(agent).includes('canned'));
  expect(topics(agent)).not.toContain('keys');
  for (const page of pages) page.close();
});
