import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { runClocks } from '../../src/features/tickets/sla.ts';
import { createUser } from '../../src/features/users/service.ts';
import { call, say, staffToken, startChat } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { type Service, startService } from '../support/service.ts';

const MINUTE_MS = 60_000;

let service: Service;
let second: Service;
let admin: string;
let agentId: number;

beforeAll(async () => {
  // What the clocks say is asked for here.
  service = await startService({ resting: ['sla'] });
  second = await startService({ database: service.database });
  admin = await staffToken(service.origin);
  const fields = {
    email: 'agent@joxai.test',
    fullName: 'Agent',
    role: 'AGENT',
    password: 'Murmullo-Verde-5518',
  } as const;
  agentId = (await createUser(service.ctx.db.orm, fields)).id;
});

afterAll(async () => {
  await second.stop();
  await service.stop();
});

const api = (method: string, path: string, body?: unknown) =>
  call(service.origin, method, `/api/v1/tickets${path}`, { token: admin, body });

/** URGENT by the policies that a desk starts with: 15 minutes to answer, 4 hours to resolve, around the clock. */
async function open(fields: Record<string, unknown> = {}) {
  const { body } = await api('POST', '', { subject: 'Robo', priority: 'URGENT', ...fields });
  return { id: body.ticket_id as string, createdAt: Date.parse(body.created_at), fields: body };
}

const fieldsOf = async (id: string) => (await api('GET', `/${id}`)).body;
const minutesAfter = (start: number, time: string | null) => time && (Date.parse(time) - start) / MINUTE_MS;
const clockEvents = async (id: string) => {
  const rows = await service.ctx.db.sql<{ clock: string; event: string }[]>`
    SELECT e.clock, e.event FROM ticket_sla_events e JOIN tickets t ON t.id = e.ticket_id WHERE t.reference = ${id} ORDER BY e.id`;
  return rows.map(({ clock, event }) => `${clock} ${event}`);
};
const noticesOf = async (id: string) => {
  const rows = await service.ctx.db.sql<{ kind: string; userId: number }[]>`
    SELECT n.kind, n.user_id AS "userId" FROM notifications n JOIN tickets t ON t.id = n.ticket_id
    WHERE t.reference = ${id} AND n.type = 'IN_APP' AND n.kind LIKE 'sla%' ORDER BY n.id`;
  return rows.map(({ kind, userId }) => `${kind} ${userId}`);
};
/** Both workers look at the same moment. */
const look = (now: number) => Promise.all([service, second].map(({ ctx }) => runClocks(ctx, new Date(now))));

describe('the clocks', () => {
  test('warn and then break, each once whoever looks, and tell the assignee and those above', async () => {
    const { id, createdAt } = await open();
    await api('POST', `/${id}/assign`, { agent_id: agentId });
    await look(createdAt + 11 * MINUTE_MS);
    expect(await clockEvents(id)).toEqual([]);
    for (let index = 0; index < 2; index += 1) await look(createdAt + 13 * MINUTE_MS);
    expect(await clockEvents(id)).toEqual(['first_response warned']);
    expect(await fieldsOf(id)).toMatchObject({ sla_breached: false });
    for (let index = 0; index < 2; index += 1) await look(createdAt + 16 * MINUTE_MS);
    expect(await clockEvents(id)).toEqual(['first_response warned', 'first_response breached']);
    expect(await fieldsOf(id)).toMatchObject({ sla_breached: true });
    const [row] = await service.ctx.db.sql<{ id: number }[]>`SELECT id FROM users WHERE role = 'ADMIN'`;
    const people = [agentId, row?.id].sort();
    const told = await noticesOf(id);
    expect(told.slice(0, 2).sort()).toEqual(people.map((person) => `sla_warning ${person}`));
    expect(told.slice(2).sort()).toEqual(people.map((person) => `sla_breached ${person}`));
  });

  test('are met by an answer and a resolution in time, and stop', async () => {
    const { id, fields, createdAt } = await open({ customer_email: 'c@example.com' });
    expect(minutesAfter(createdAt, fields.sla_due_at)).toBe(15);
    await api('POST', `/${id}/messages`, { message: 'Lo vemos' });
    const answered = await fieldsOf(id);
    expect(minutesAfter(createdAt, answered.sla_due_at)).toBe(240);
    expect(answered.first_responded_at).not.toBeNull();
    await api('PATCH', `/${id}/status`, { status: 'RESOLVED' });
    expect((await fieldsOf(id)).sla_due_at).toBeNull();
    expect(await clockEvents(id)).toEqual(['first_response met', 'resolution met']);
    await look(createdAt + 500 * MINUTE_MS);
    expect(await clockEvents(id)).toHaveLength(2);
  });

  test('move with the priority, and start anew when a ticket is opened again', async () => {
    const { id, createdAt } = await open({ priority: 'LOW' });
    const low = await fieldsOf(id);
    const { body: urgent } = await api('PATCH', `/${id}/priority`, { priority: 'URGENT' });
    expect(Date.parse(urgent.sla_due_at)).toBeLessThan(Date.parse(low.sla_due_at));
    expect(minutesAfter(createdAt, urgent.first_response_due_at)).toBe(15);
    expect(minutesAfter(createdAt, urgent.resolution_due_at)).toBe(240);
    await api('PATCH', `/${id}/status`, { status: 'RESOLVED' });
    const { body: reopened } = await api('PATCH', `/${id}/status`, { status: 'OPEN' });
    expect(minutesAfter(createdAt, reopened.resolution_due_at)).toBeGreaterThan(240);
  });

  test('a note of staff is no answer', async () => {
    const { id } = await open();
    await api('POST', `/${id}/notes`, { note: 'Luego' });
    expect((await fieldsOf(id)).first_responded_at).toBeNull();
  });

  test('follow what is said in the chat: an answer there counts, and the next question is owed one', async () => {
    const chat = await startChat(service.origin);
    const { id, createdAt } = await open({ conversation_id: chat.id });
    const staffCall = (path: string, body?: object) =>
      call(service.origin, 'POST', `/api/v1/conversations/${chat.id}/${path}`, { token: admin, body: body ?? {} });
    expect((await staffCall('takeover')).status).toBe(200);
    expect((await staffCall('messages', { message: '¿Qué pasó?' })).status).toBe(200);
    await look(createdAt + MINUTE_MS);
    expect(await clockEvents(id)).toEqual(['first_response met']);
    expect((await fieldsOf(id)).next_response_due_at).toBeNull();
    await say(service.origin, chat, 'Me robaron la cartera');
    await look(createdAt + MINUTE_MS);
    expect(minutesAfter(createdAt, (await fieldsOf(id)).next_response_due_at)).toBeCloseTo(15, 0);
    await look(createdAt + 20 * MINUTE_MS);
    expect((await clockEvents(id)).slice(1)).toEqual(['next_response breached']);
    await staffCall('messages', { message: 'Ya la bloqueamos' });
    await look(createdAt + 20 * MINUTE_MS);
    expect((await fieldsOf(id)).next_response_due_at).toBeNull();
    await say(service.origin, chat, '¿Y ahora?');
    await staffCall('messages', { message: 'Listo' });
    await look(createdAt + 20 * MINUTE_MS);
    expect((await clockEvents(id)).slice(1)).toEqual(['next_response breached']);
  });

  test('a question that was answered before anybody looked counts as kept, once', async () => {
    const chat = await startChat(service.origin);
    const { id, createdAt } = await open({ conversation_id: chat.id });
    const staffCall = (path: string, body?: object) =>
      call(service.origin, 'POST', `/api/v1/conversations/${chat.id}/${path}`, { token: admin, body: body ?? {} });
    await staffCall('takeover');
    for (const answer of ['¿Qué pasó?', 'Ya la bloqueamos', 'Llega el lunes']) {
      await staffCall('messages', { message: answer });
      await say(service.origin, chat, '¿Y ahora?');
      await say(service.origin, chat, '¿Hola?');
    }
    for (let looks = 0; looks < 3; looks += 1) await look(createdAt + looks * 1_000);
    expect(await clockEvents(id)).toEqual(['first_response met', 'next_response met', 'next_response met']);
    expect((await fieldsOf(id)).next_response_due_at).not.toBeNull();
  });

  test('of a complaint runs by days, and breaks by itself', async () => {
    const { id, createdAt } = await open({ priority: 'LOW', complaint: true });
    await look(createdAt + 24 * 24 * 60 * MINUTE_MS);
    expect(await clockEvents(id)).toContain('complaint warned');
    await look(createdAt + 30 * 24 * 60 * MINUTE_MS);
    expect(await clockEvents(id)).toContain('complaint breached');
  });

  test('a customer’s own request for a person starts them too', async () => {
    const chat = await startChat(service.origin);
    const { body } = await call(service.origin, 'POST', '/api/v1/chat/escalate', {
      token: chat.token,
      body: { conversation_id: chat.id, priority: 'URGENT' },
    });
    const { sla_due_at: dueAt, created_at: createdAt } = body.ticket;
    expect(minutesAfter(Date.parse(createdAt), dueAt)).toBe(15);
    const told = await service.ctx.db.sql`
      SELECT DISTINCT user_id FROM notifications n JOIN tickets t ON t.id = n.ticket_id
      WHERE t.reference = ${body.ticket_id} AND n.kind = 'ticket_created'`;
    expect(told.length).toBe(2);
  });

  test('are given to tickets from before there were any', async () => {
    const { sql } = service.ctx.db;
    await sql`INSERT INTO tickets (reference, subject, priority) VALUES ('TKT-OLDOLDOL', 'x', 'URGENT')`;
    await sql`UPDATE jobs SET mark = NULL WHERE name = 'sla'`;
    await look(Date.now());
    expect((await fieldsOf('TKT-OLDOLDOL')).sla_due_at).not.toBeNull();
  });
});

describe('the administrator', () => {
  const sla = (method: string, path: string, body?: unknown) =>
    call(service.origin, method, `/api/v1/sla${path}`, { token: admin, body });

  test('changes what is owed and when, and open tickets follow without a word about what was', async () => {
    const { policies, calendars } = (await sla('GET', '')).body;
    const urgent = policies.find((one: { priority: string }) => one.priority === 'URGENT');
    const { id, createdAt } = await open();
    const changed = await sla('PUT', `/policies/${urgent.id}`, { first_response_minutes: 30 });
    expect(changed.body).toEqual({ ...urgent, first_response_minutes: 30 });
    await look(createdAt);
    expect(minutesAfter(createdAt, (await fieldsOf(id)).sla_due_at)).toBe(30);
    expect(await clockEvents(id)).toEqual([]);
    const [calendar] = calendars;
    const holidays = [{ day: '2026-12-25', name: 'Navidad' }];
    expect((await sla('PUT', `/calendars/${calendar.id}`, { holidays })).body).toEqual({ ...calendar, holidays });
    const added = await sla('POST', '/policies', { name: 'Quejas', category: 'complaint', resolution_minutes: 60 });
    expect(added.status).toBe(201);
    expect((await sla('GET', '')).body).toMatchObject({ calendars: [{ holidays }] });
    expect((await sla('POST', '/policies', { name: 'Quejas' })).status).toBe(409);
  });

  test('changes what is owed while the clocks are being set, and those that were set before follow too', async () => {
    const { sql } = service.ctx.db;
    const urgent = (await sla('GET', '')).body.policies.find((one: { priority: string }) => one.priority === 'URGENT');
    const [set, locked] = [await open(), await open()];
    await look(set.createdAt);
    await sla('PUT', `/policies/${urgent.id}`, { warn_percent: urgent.warn_percent });
    let running = Promise.resolve(0);
    await sql.begin(async (tx) => {
      await tx`SELECT 1 FROM tickets WHERE reference = ${locked.id} FOR NO KEY UPDATE`;
      running = runClocks(service.ctx, new Date(set.createdAt));
      await eventually('the run waits for the second ticket', async () => {
        const waiting = await sql`
          SELECT 1 FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FROM tickets%'`;
        return waiting.length > 0;
      });
      expect((await sla('PUT', `/policies/${urgent.id}`, { first_response_minutes: 45 })).status).toBe(200);
    });
    await running;
    await look(set.createdAt);
    for (const one of [set, locked]) {
      expect(minutesAfter(set.createdAt, (await fieldsOf(one.id)).first_response_due_at)).toBeCloseTo(45, 0);
    }
    await sla('PUT', `/policies/${urgent.id}`, { first_response_minutes: urgent.first_response_minutes });
  });

  test('is told what cannot be, and nothing changes', async () => {
    const before = (await sla('GET', '')).body;
    for (const [path, body, field] of [
      ['/calendars/1', { time_zone: 'Mars/Olympus' }, 'time_zone'],
      ['/calendars/1', { hours: { '8': [['09:00', '18:00']] } }, 'hours'],
      ['/calendars/1', { hours: { '1': [['18:00', '09:00']] } }, 'hours'],
      ['/calendars/1', { holidays: [{ day: '2026-02-30', name: 'x' }] }, 'holidays'],
      ['/calendars/1', { holidays: [{ day: '0000-01-01', name: 'x' }] }, 'holidays'],
      ['/policies/1', { calendar_id: 999 }, 'calendar_id'],
      ['/policies/1', { priority: 'banana' }, 'priority'],
      ['/policies/1', { first_response_minutes: 0 }, 'first_response_minutes'],
    ] as const) {
      const { status, body: answer } = await sla('PUT', path, body);
      expect([field, status, answer.errors?.[0]?.field]).toEqual([field, 422, field]);
    }
    expect((await sla('PUT', '/policies/999', {})).status).toBe(404);
    expect((await sla('GET', '')).body).toEqual(before);
  });
});
