import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test';
import { endOfQuiet } from '../../src/features/notifications/quiet.ts';
import { announceNotifications, type Cause, notifyStaff } from '../../src/features/notifications/service.ts';
import { createUser } from '../../src/features/users/service.ts';
import { call, staffToken } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { type Service, startService } from '../support/service.ts';

const PASSWORD = 'Murmullo-Verde-5518';
const PATH = '/api/v1/notifications';

interface Person {
  id: number;
  token: string;
}

let services: Service[];
let agent: Person;
let other: Person;
let supervisor: Person;

beforeAll(async () => {
  const one = await startService();
  services = [one, await startService({ database: one.database })];
  agent = await person('agente', 'AGENT');
  other = await person('otra', 'AGENT');
  supervisor = await person('jefa', 'SUPERVISOR');
});

afterAll(async () => {
  for (const service of [...services].reverse()) await service.stop();
});

beforeEach(async () => {
  await sql()`TRUNCATE notifications, notification_preferences, quiet_hours`;
});

const first = () => services[0] as Service;
const second = () => services[1] as Service;
const sql = () => first().ctx.db.sql;

async function person(name: string, role: 'AGENT' | 'SUPERVISOR'): Promise<Person> {
  const email = `${name}@joxai.test`;
  const { id } = await createUser(first().ctx.db.orm, { email, fullName: name, role, password: PASSWORD });
  const { body } = await call(first().origin, 'POST', '/api/v1/auth/login', { body: { email, password: PASSWORD } });
  return { id, token: body.access_token };
}

async function tell(cause: Partial<Cause> = {}): Promise<void> {
  const told = await sql().begin((tx) =>
    notifyStaff(tx, { kind: 'mention', to: [agent.id], data: { actor: 'Luis' }, ...cause }),
  );
  announceNotifications(first().ctx, told);
}

const get = (path: string, { token }: Person) => call(second().origin, 'GET', PATH + path, { token });
const post = (path: string, body: object, { token }: Person) =>
  call(second().origin, 'POST', PATH + path, { token, body });
const put = (path: string, body: object, { token }: Person) =>
  call(second().origin, 'PUT', PATH + path, { token, body });
const typesOf = async (who: Person) => (await get('/me', who)).body.map(({ type }: { type: string }) => type).sort();

describe('a person', () => {
  test('reads their own, by category, status and number, and nobody else does', async () => {
    await tell();
    await tell({ kind: 'ticket_created', data: { reference: 'TKT-AAAA1111', subject: 'Tarjeta' } });
    const all = await get('/me', agent);
    expect(all.headers.get('x-total-count')).toBe('3');
    expect((await get('/me?category=ticket&status=sent&limit=5', agent)).body).toMatchObject([
      { type: 'IN_APP', status: 'SENT', category: 'TICKET', subject: 'Caso nuevo TKT-AAAA1111', is_read: false },
    ]);
    expect((await get('/me?limit=1', agent)).body.length).toBe(1);
    for (const wrong of ['category=banana', 'status=lost', 'type=fax'])
      expect((await get(`/me?${wrong}`, agent)).status).toBe(422);
    const [{ id }] = all.body;
    expect((await get(`/${id}`, agent)).status).toBe(200);
    expect((await get(`/${id}`, supervisor)).status).toBe(200);
    const [theirs, nobodys] = [await get(`/${id}`, other), await get('/999999999', other)];
    expect([theirs.status, theirs.body]).toEqual([404, nobodys.body]);
    expect((await get('/me', other)).body).toEqual([]);
  });

  test('marks as read what is theirs alone, one or all, and every worker counts the same', async () => {
    for (let n = 0; n < 3; n += 1) await tell({ to: [agent.id, other.id] });
    expect((await get('/me/unread', agent)).body).toEqual({ unread: 3 });
    const { body } = await get('/me?type=in_app', agent);
    expect((await post('/me/read', { ids: [body[0].id] }, other)).body).toEqual({ unread: 3 });
    expect((await post('/me/read', { ids: [body[0].id] }, agent)).body).toEqual({ unread: 2 });
    expect((await get('/me?unread=true', agent)).body.length).toBe(2);
    expect((await post('/me/read', {}, agent)).body).toEqual({ unread: 0 });
    expect((await get('/me/unread', other)).body).toEqual({ unread: 3 });
  });

  test('takes no id that none can have', async () => {
    for (const id of [0, -1, 1.5, 1e21]) {
      expect([id, (await post('/me/read', { ids: [id] }, agent)).status]).toEqual([id, 422]);
    }
  });

  test('rings in every worker at once', async () => {
    const rung = new Promise<number>((resolve) => {
      second().ctx.bus.subscribe((event) => {
        if (event.type === 'notification' && event.user === agent.id) resolve(event.notification);
      });
    });
    await tell();
    const id = await rung;
    expect((await get(`/${id}`, agent)).body).toMatchObject({ type: 'IN_APP', user_id: agent.id });
  });

  test('is not told of what they did, nor one who was deactivated', async () => {
    await tell({ to: { atLeast: 'AGENT' }, except: agent.id });
    expect(await typesOf(agent)).toEqual([]);
    expect(await typesOf(other)).toEqual(['EMAIL', 'IN_APP']);
    await sql()`UPDATE users SET is_active = false WHERE id = ${other.id}`;
    await tell({ to: [other.id] });
    await sql()`UPDATE users SET is_active = true WHERE id = ${other.id}`;
    expect((await typesOf(other)).length).toBe(2);
  });

  test('of at least a role is told, and nobody below', async () => {
    await tell({ kind: 'sla_breached', to: { atLeast: 'SUPERVISOR' }, data: { reference: 'TKT-AAAA1111' } });
    expect([(await typesOf(supervisor)).length, (await typesOf(agent)).length]).toEqual([2, 0]);
  });
});

describe('preferences', () => {
  test('decide by kind where a person hears of it', async () => {
    const { body } = await get('/preferences', agent);
    expect(body).toMatchObject({ kinds: { mention: { in_app: true, email: true } }, quiet_hours: null });
    const changed = await put('/preferences', { kinds: { mention: { in_app: false, email: true } } }, agent);
    expect(changed.body.kinds).toMatchObject({
      mention: { in_app: false, email: true },
      ticket_assigned: { in_app: true, email: true },
    });
    await tell();
    expect(await typesOf(agent)).toEqual(['EMAIL']);
    await put('/preferences', { kinds: { mention: { in_app: false, email: false } } }, agent);
    await tell();
    expect(await typesOf(agent)).toEqual(['EMAIL']);
  });

  test('that make no sense are refused whole', async () => {
    for (const body of [
      { kinds: { nonsense: { in_app: true, email: true } } },
      { kinds: { mention: { in_app: 'yes', email: true } } },
      { quiet_hours: { from: '25:00', until: '07:00' } },
      { time_zone: 'Mars/Olympus' },
    ]) {
      expect([body, (await put('/preferences', body, agent)).status]).toEqual([body, 422]);
    }
  });

  test('hold mail until the quiet hours of the person are over, and nothing in the panel', async () => {
    const { body } = await put(
      '/preferences',
      { quiet_hours: { from: '22:00', until: '07:00' }, time_zone: 'America/Mexico_City' },
      agent,
    );
    expect(body).toMatchObject({ quiet_hours: { from: '22:00', until: '07:00' }, time_zone: 'America/Mexico_City' });
    // 23:30 there.
    const now = new Date('2026-11-23T05:30:00.000Z');
    await sql().begin((tx) => notifyStaff(tx, { kind: 'mention', to: [agent.id], data: {} }, now));
    const rows = await sql()<{ type: string; at: Date }[]>`
      SELECT type, next_attempt_at AS at FROM notifications WHERE user_id = ${agent.id} ORDER BY type`;
    expect(rows.map(({ type }) => type)).toEqual(['EMAIL', 'IN_APP']);
    expect(rows[0]?.at.toISOString()).toBe('2026-11-23T13:00:00.000Z');
    await put('/preferences', { quiet_hours: null }, agent);
    expect((await get('/preferences', agent)).body.quiet_hours).toBeNull();
  });
});

describe('quiet hours', () => {
  const end = (now: string, from: string, until: string, zone: string) =>
    endOfQuiet(new Date(now), { from, until }, zone)?.toISOString() ?? null;

  test('are those of the clock there, also past midnight', () => {
    const mexico = 'America/Mexico_City';
    expect(end('2026-11-23T12:59:30Z', '22:00', '07:00', mexico)).toBe('2026-11-23T13:00:00.000Z');
    expect(end('2026-11-23T13:00:00Z', '22:00', '07:00', mexico)).toBeNull();
    expect(end('2026-11-23T18:30:00Z', '12:00', '13:00', mexico)).toBe('2026-11-23T19:00:00.000Z');
    expect(end('2026-11-23T18:30:00Z', '12:00', '13:00', 'UTC')).toBeNull();
  });

  test('end by the clock on the nights when it is put forward and back', () => {
    expect(end('2026-03-28T23:00:00Z', '22:00', '07:00', 'Europe/Madrid')).toBe('2026-03-29T05:00:00.000Z');
    expect(end('2026-10-24T22:00:00Z', '22:00', '07:00', 'Europe/Madrid')).toBe('2026-10-25T06:00:00.000Z');
  });
});

describe('a supervisor', () => {
  test('sees what failed and why, in lists and numbers; an agent sees neither', async () => {
    await tell();
    const failed = () => get('/?status=failed', supervisor);
    await eventually('the mail has failed', async () => (await failed()).body.length > 0);
    expect((await failed()).body).toMatchObject([
      { type: 'EMAIL', error: 'not_configured', recipient: 'agente@joxai.test' },
    ]);
    expect((await get('/stats', supervisor)).body).toMatchObject({
      total: 2,
      by_status: { SENT: 1, FAILED: 1, PENDING: 0, CANCELLED: 0 },
      by_type: { EMAIL: 1, IN_APP: 1 },
      by_category: { CONVERSATION: 2 },
      failed_by_error: { not_configured: 1 },
      mail_configured: false,
    });
    for (const path of ['/', '/stats']) expect((await get(path, agent)).status).toBe(403);
    expect((await post('/1/retry', {}, agent)).status).toBe(403);
  });

  test('can not send again what never left the panel', async () => {
    await tell({ kind: 'ticket_created', data: { reference: 'TKT-AAAA1111' } });
    const { body } = await get('/me', agent);
    expect((await post(`/${body[0].id}/retry`, {}, supervisor)).status).toBe(409);
    expect((await post('/999999999/retry', {}, supervisor)).status).toBe(404);
  });
});

test('the limit of notifications holds over all workers', async () => {
  const env = { RATE_LIMITS: '{"notifications":"4/minute"}' };
  const limited = await startService({ env, database: first().database });
  const token = await staffToken(limited.origin);
  const statuses: number[] = [];
  for (let n = 0; n < 6; n += 1) statuses.push((await call(limited.origin, 'GET', `${PATH}/me`, { token })).status);
  expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
  await limited.stop();
});
