import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import postgres from 'postgres';
import { SettingsStore } from '../../src/db/settings.ts';
import { call, historyOf, say, startChat } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { fileForm, PDF } from '../support/files.ts';
import { holdLock } from '../support/held-lock.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';
import { startStopwatch } from '../support/stopwatch.ts';

const SYSTEM = '/settings/system';
const MINE = '/settings/user/me';
/** What the contract gives a change to reach every worker, on a machine that has nothing else to do. */
const WITHIN_MS = 1_000;

let service: Service;
/** Three workers of one installation. */
let workers: Service[];
let agent: Staff;
let supervisor: Staff;
let admin: Staff;

beforeAll(async () => {
  service = await startService({
    env: {
      RATE_LIMITS: JSON.stringify({ settings_write: '1000/minute', chat_start: '1000/minute', staff: '5000/minute' }),
    },
  });
  const { database } = service;
  workers = [service, await startService({ database }), await startService({ database })];
  [agent, supervisor, admin] = await Promise.all([
    newStaff(service, 'AGENT'),
    newStaff(service, 'SUPERVISOR'),
    newStaff(service, 'ADMIN', 'Ada Admin'),
  ]);
});

afterAll(async () => {
  for (const worker of workers.toReversed()) await worker.stop();
});

const put = (key: string, value: unknown) => admin.call('PUT', `${SYSTEM}/${key}`, { value });

/** Waits until every worker has it, and fails where one does not in time. */
async function everywhere(holds: (worker: Service) => boolean): Promise<void> {
  const stopwatch = startStopwatch();
  await eventually('it holds in every worker', () => workers.every(holds));
  expect(stopwatch()).toBeLessThan(WITHIN_MS);
}

describe('a setting that the program knows', () => {
  test('is listed with its type, bounds and default, and says who changed it', async () => {
    const { body, headers } = await supervisor.call('GET', `${SYSTEM}?limit=500`);
    const one = body.find(({ key }: { key: string }) => key === 'desk.capacity');
    expect(one).toMatchObject({
      value: 4,
      type: 'number',
      category: 'desk',
      default: 4,
      minimum: 1,
      maximum: 50,
      unit: 'conversations',
      is_known: true,
      is_changed: false,
      updated_by: null,
    });
    expect(one.description).toContain('Conversations at once');
    expect(Number(headers.get('x-total-count'))).toBe(body.length);
    expect((await put('desk.capacity', 6)).body).toMatchObject({ value: 6, is_changed: true, updated_by: 'Ada Admin' });
    const some = (await supervisor.call('GET', `${SYSTEM}?category=desk`)).body;
    expect(new Set(some.map(({ category }: { category: string }) => category))).toEqual(new Set(['desk']));
  });

  test('takes no value of another type, range or shape, and stays as it was', async () => {
    await put('desk.capacity', 7);
    for (const value of ['banana', 0, 51, 2.5, null, true, [1], {}]) {
      const answer = await put('desk.capacity', value);
      expect([value, answer.status, answer.body.errors?.[0]?.field]).toEqual([value, 422, 'value']);
    }
    expect((await put('chat.handoff', { es: 'Sin número', en: '{ticket}' })).body.errors[0].message).toBe(
      'must hold {ticket} (es)',
    );
    expect((await admin.call('PUT', `${SYSTEM}/desk.capacity`, {})).status).toBe(422);
    expect((await admin.call('GET', `${SYSTEM}/desk.capacity`)).body.value).toBe(7);
  });

  test('goes back to its default, and keeps every change in its history', async () => {
    await put('tickets.complaint_days', 20);
    await put('tickets.complaint_days', 25);
    expect((await admin.call('DELETE', `${SYSTEM}/tickets.complaint_days`)).status).toBe(204);
    expect((await admin.call('GET', `${SYSTEM}/tickets.complaint_days`)).body).toMatchObject({
      value: 30,
      is_changed: false,
      updated_by: 'Ada Admin',
    });
    const { body, headers } = await supervisor.call('GET', `${SYSTEM}/tickets.complaint_days/history`);
    expect(body.map(({ from, to }: Record<string, unknown>) => [from, to])).toEqual([
      [25, null],
      [20, 25],
      [null, 20],
    ]);
    expect(headers.get('x-total-count')).toBe('3');
    const { sql } = service.ctx.db;
    await expect(sql`UPDATE setting_changes SET actor_name = 'nobody'`.execute()).rejects.toThrow();
    await expect(sql`DELETE FROM setting_changes`.execute()).rejects.toThrow();
    const trail = await sql`SELECT action FROM audit_log WHERE resource_id = 'tickets.complaint_days' ORDER BY id`;
    expect(trail.map(({ action }) => action)).toEqual(['setting.update', 'setting.update', 'setting.reset']);
  });

  test('is created once: the second time it is there', async () => {
    const fields = { key: 'bank.emergency_phone', value: '55 1111 2222' };
    expect((await admin.call('POST', SYSTEM, fields)).status).toBe(201);
    expect((await admin.call('POST', SYSTEM, fields)).status).toBe(409);
    expect((await admin.call('POST', SYSTEM, { ...fields, value: 'no phone' })).status).toBe(422);
  });
});

test('what was read before a change does not take the place of what was read after it', async () => {
  const { url } = service.database;
  const lock = await holdLock(url, (tx) => tx`SELECT pg_advisory_xact_lock(hashtext('a slow reader'))`);
  const store = new SettingsStore();
  const slow = postgres(url, { max: 1, onnotice: () => {} });
  const changed = Promise.withResolvers<void>();
  const looked = Promise.withResolvers<void>();
  const earlier = slow.begin('ISOLATION LEVEL REPEATABLE READ', async (tx) => {
    await tx`SELECT 1`;
    looked.resolve();
    await changed.promise;
    // What is asked behind it on this connection waits for it too, and sees what there was before.
    const waiting = tx`SELECT pg_advisory_xact_lock(hashtext('a slow reader'))`.execute();
    await Promise.all([waiting, store.reload(tx)]);
  });
  await looked.promise;
  expect((await put('desk.capacity', 9)).status).toBe(200);
  changed.resolve();
  await lock.untilWaiting(1, 'a slow reader');
  const later = store.reload(service.ctx.db.sql);
  await Promise.race([later, Bun.sleep(500)]);
  await lock.release();
  await Promise.all([earlier, later]);
  expect(store.get('desk.capacity')).toBe(9);
  await admin.call('DELETE', `${SYSTEM}/desk.capacity`);
  await slow.end();
});

describe("the bank's own settings", () => {
  test('may hold any JSON, and be public', async () => {
    const value = { branches: [1, 2], note: 'abierto' };
    const made = await admin.call('POST', SYSTEM, { key: 'portal_links', value, category: 'portal', is_public: true });
    expect([made.status, made.body.is_known, made.body.type]).toEqual([201, false, 'object']);
    await everywhere(({ ctx }) => Bun.deepEquals(ctx.settings.public.portal_links, value));
    for (const { origin } of workers) {
      const { body } = await call(origin, 'GET', '/api/v1/settings/public');
      expect(body.portal_links).toEqual(value);
      expect(body['bank.name']).toBe('JoxAI Bank');
      expect(body['desk.capacity']).toBeUndefined();
    }
    const changed = await admin.call('PUT', `${SYSTEM}/portal_links`, { value: 1, is_public: false });
    expect(changed.body).toMatchObject({ value: 1, category: 'portal', is_public: false });
    await everywhere(({ ctx }) => !('portal_links' in ctx.settings.public));
    expect((await admin.call('DELETE', `${SYSTEM}/portal_links`)).status).toBe(204);
    expect((await admin.call('GET', `${SYSTEM}/portal_links`)).status).toBe(404);
    expect((await admin.call('DELETE', `${SYSTEM}/portal_links`)).status).toBe(404);
    expect((await put('portal_links', 1)).status).toBe(404);
  });

  test('have names of their own, and a size', async () => {
    for (const key of ['ai.providerz', 'chat.tone', '', 'con espacio', '.dot', 'x'.repeat(101)]) {
      expect([key, (await admin.call('POST', SYSTEM, { key, value: 1 })).status]).toEqual([key, 422]);
    }
    const large = await admin.call('POST', SYSTEM, { key: 'large', value: 'x'.repeat(20_000) });
    expect([large.status, large.body.errors[0].field]).toEqual([422, 'value']);
  });

  test('that are secret are written and never read', async () => {
    const secret = 'sk-live-Quetzal-9481';
    const made = await admin.call('POST', SYSTEM, { key: 'core_api_key', value: secret });
    expect(made.body).toMatchObject({ value: null, is_secret: true });
    const changed = await put('core_api_key', `${secret}-2`);
    expect([changed.status, changed.body.value]).toEqual([200, null]);
    const answers = await Promise.all(
      [`${SYSTEM}?limit=500`, `${SYSTEM}/core_api_key`, `${SYSTEM}/core_api_key/history`].map((path) =>
        admin.call('GET', path),
      ),
    );
    expect(JSON.stringify(answers.map(({ body }) => body))).not.toContain('Quetzal');
    const { sql } = service.ctx.db;
    const [kept] = await sql`
      SELECT (SELECT string_agg(s::text, '') FROM settings s) || (SELECT string_agg(c::text, '') FROM setting_changes c)
        || (SELECT string_agg(a::text, '') FROM audit_log a) AS everything`;
    expect(kept?.everything).not.toContain('Quetzal');
    const [row] = await sql`SELECT value FROM settings WHERE key = 'core_api_key'`;
    expect(service.ctx.vault.open(row?.value)).toBe(JSON.stringify(`${secret}-2`));
    const shown = await admin.call('POST', SYSTEM, { key: 'a_token', value: 1, is_public: true });
    expect(shown.status).toBe(422);
    // The control: the same key as no secret is read.
    const open = await admin.call('POST', SYSTEM, { key: 'token_colour', value: 'azul', is_secret: false });
    expect(open.body.value).toBe('azul');
  });
});

describe('who may', () => {
  test('supervisors read and administrators write', async () => {
    for (const who of [agent, supervisor]) {
      const isReader = who === supervisor;
      expect((await who.call('GET', SYSTEM)).status).toBe(isReader ? 200 : 403);
      expect((await who.call('GET', `${SYSTEM}/desk.capacity`)).status).toBe(isReader ? 200 : 403);
      expect((await who.call('GET', `${SYSTEM}/desk.capacity/history`)).status).toBe(isReader ? 200 : 403);
      expect((await who.call('POST', SYSTEM, { key: 'mine', value: 1 })).status).toBe(403);
      expect((await who.call('PUT', `${SYSTEM}/desk.capacity`, { value: 9 })).status).toBe(403);
      expect((await who.call('DELETE', `${SYSTEM}/desk.capacity`)).status).toBe(403);
    }
    for (const [method, path] of [
      ['GET', SYSTEM],
      ['PUT', `${SYSTEM}/desk.capacity`],
      ['GET', MINE],
    ] as const) {
      expect((await call(service.origin, method, `/api/v1${path}`)).status).toBe(401);
    }
  });

  test('everybody keeps settings of their own, which nobody else reads', async () => {
    expect((await agent.call('POST', `${MINE}/inbox.columns`, { value: ['name', 'age'] })).status).toBe(200);
    expect((await agent.call('POST', `${MINE}/inbox.columns`, { value: ['age'] })).body.value).toEqual(['age']);
    expect((await agent.call('GET', MINE)).body).toMatchObject([{ key: 'inbox.columns', value: ['age'] }]);
    expect((await admin.call('GET', MINE)).body).toEqual([]);
    expect((await admin.call('GET', `${MINE}/inbox.columns`)).status).toBe(404);
    expect((await admin.call('DELETE', `${MINE}/inbox.columns`)).status).toBe(404);
    expect((await agent.call('POST', `${MINE}/large`, { value: 'x'.repeat(20_000) })).status).toBe(422);
    expect((await agent.call('DELETE', `${MINE}/inbox.columns`)).status).toBe(204);
    expect((await agent.call('GET', `${MINE}/inbox.columns`)).status).toBe(404);
  });

  test('of their own they keep so many and no more', async () => {
    const { sql } = service.ctx.db;
    await sql`
      INSERT INTO user_settings (user_id, key, value) SELECT ${supervisor.id}, 'k' || n, '1' FROM generate_series(1, 200) n`;
    expect((await supervisor.call('POST', `${MINE}/one_more`, { value: 1 })).status).toBe(409);
    expect((await supervisor.call('POST', `${MINE}/k7`, { value: 2 })).status).toBe(200);
  });
});

describe('what a setting does', () => {
  test('the limits of requests are those of the settings, in every worker', async () => {
    expect((await put('limits.chat_start', '3/minute')).status).toBe(200);
    await everywhere(({ ctx }) => ctx.settings.rateLimit('chat_start').points === 3);
    await service.ctx.db.sql`DELETE FROM rate_limits`;
    const statuses: number[] = [];
    for (let at = 0; at < 4; at += 1) {
      const worker = workers[at % workers.length] as Service;
      statuses.push((await call(worker.origin, 'POST', '/api/v1/chat/start', { body: {} })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429]);
    // Less than an administrator needs to put it right is refused.
    expect((await put('limits.staff', '1/hour')).status).toBe(422);
    expect((await put('limits.settings_write', '1/minute')).status).toBe(422);
    await admin.call('DELETE', `${SYSTEM}/limits.chat_start`);
    // The environment's, not the program's.
    await everywhere(({ ctx }) => ctx.settings.rateLimit('chat_start').points > 10);
    expect((await admin.call('GET', `${SYSTEM}/limits.chat_start`)).body).toMatchObject({
      value: '1000/minute',
      environment: 'RATE_LIMITS',
    });
    await service.ctx.db.sql`DELETE FROM rate_limits`;
  });

  test('changes themselves are limited', async () => {
    const strict = await startService({
      database: service.database,
      env: { RATE_LIMITS: JSON.stringify({ settings_write: '5/minute' }) },
    });
    try {
      const other = await newStaff(strict, 'ADMIN');
      const statuses: number[] = [];
      for (let at = 0; at < 6; at += 1) {
        statuses.push((await other.call('PUT', `${SYSTEM}/desk.capacity`, { value: 5 }, strict.origin)).status);
      }
      expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
      expect((await other.call('GET', `${SYSTEM}/desk.capacity`, undefined, strict.origin)).status).toBe(200);
    } finally {
      await strict.stop();
    }
  });

  test('a handoff is told in the bank’s words, and outside its hours that nobody is there', async () => {
    await put('chat.handoff', { es: 'Va contigo {ticket} de {bank}.', en: 'With you: {ticket}.' });
    await put('chat.closed', { es: 'Cerrado. Llama al {phone}.', en: 'Closed.' });
    const { sql } = service.ctx.db;
    const [before] = await sql`SELECT hours, time_zone FROM business_calendars ORDER BY id LIMIT 1`;
    const told = async (hours: object, priority = 'MEDIUM') => {
      await sql`UPDATE business_calendars SET hours = ${JSON.stringify(hours)}::text::jsonb WHERE id = (SELECT min(id) FROM business_calendars)`;
      const chat = await startChat(service.origin);
      const { body } = await call(service.origin, 'POST', '/api/v1/chat/escalate', {
        token: chat.token,
        body: { conversation_id: chat.id, priority },
      });
      const history = await historyOf(service.origin, chat);
      expect(history.at(-1)?.content).toBe(body.message);
      return body.message as string;
    };
    const always = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, [['00:00', '24:00']]]));
    expect(await told(always)).toMatch(/^Va contigo TKT-\w+ de JoxAI Bank\.$/);
    const closed = /^Va contigo TKT-\w+ de JoxAI Bank\.\n\nCerrado\. Llama al 55 1111 2222\.$/;
    expect(await told({})).toMatch(closed);
    // What is urgent is worked on around the clock, and other tickets by the calendar of their own policy.
    expect(await told({}, 'URGENT')).toMatch(/^Va contigo TKT-\w+ de JoxAI Bank\.$/);
    const [{ id: night } = { id: 0 }] = await sql<{ id: number }[]>`
      INSERT INTO business_calendars (name, time_zone, hours) VALUES ('Noche', 'UTC', '{}') RETURNING id`;
    await sql`UPDATE sla_policies SET calendar_id = ${night} WHERE priority = 'LOW'`;
    expect(await told(always, 'LOW')).toMatch(closed);
    expect(await told(always)).toMatch(/^Va contigo TKT-\w+ de JoxAI Bank\.$/);
    await sql`UPDATE sla_policies SET calendar_id = (SELECT min(id) FROM business_calendars) WHERE calendar_id = ${night}`;
    await sql`DELETE FROM business_calendars WHERE id = ${night}`;
    await put('chat.closed', { es: '', en: '' });
    expect(await told({})).toMatch(/^Va contigo TKT-\w+ de JoxAI Bank\.$/);
    await sql`UPDATE business_calendars SET hours = ${JSON.stringify(before?.hours)}::text::jsonb`;
  });

  test('the assistant speaks the languages of the bank', async () => {
    await put('chat.languages', ['es']);
    const started = await call(service.origin, 'POST', '/api/v1/chat/start', {
      body: { metadata: { language: 'en' } },
    });
    expect(started.body.language).toBe('es');
    const chat = { id: started.body.conversation_id, token: started.body.conversation_token };
    const answer = await say(service.origin, chat, 'What time do the branches open?');
    expect(answer.body.message).toMatch(/sucursal|abre|horario|información/i);
    expect((await call(service.origin, 'GET', '/api/v1/chat/config')).body.languages).toEqual(['es']);
    await admin.call('DELETE', `${SYSTEM}/chat.languages`);
  });

  test('files are taken as the settings say', async () => {
    const chat = await startChat(service.origin);
    const send = () => {
      const form = fileForm({ conversation_id: chat.id }, PDF, 'estado.pdf');
      return call(service.origin, 'POST', '/api/v1/chat/attachments', { token: chat.token, form });
    };
    expect((await send()).status).toBe(200);
    await put('uploads.max_megabytes', 0.001);
    expect((await send()).status).toBe(200);
    const big = fileForm({ conversation_id: chat.id }, new Uint8Array(3_000).fill(37), 'grande.pdf');
    const refused = await call(service.origin, 'POST', '/api/v1/chat/attachments', { token: chat.token, form: big });
    expect(refused.status).toBe(413);
    await put('widget.attachments', false);
    expect((await send()).status).toBe(403);
    expect((await call(service.origin, 'GET', '/api/v1/chat/config')).body.features.attachments).toBe(false);
    await admin.call('DELETE', `${SYSTEM}/widget.attachments`);
    await admin.call('DELETE', `${SYSTEM}/uploads.max_megabytes`);
  });
});
