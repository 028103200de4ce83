import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { measureDays } from '../../src/features/analytics/measuring.ts';
import { startChat } from '../support/client.ts';
import { ADMIN } from '../support/database.ts';
import { PanelSession } from '../support/panel-session.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff } from '../support/staff.ts';

const HOSTILE = '<img src=x onerror=alert(1)>';
/** A Wednesday, 20:00 in Mexico City: the hours of the migration's calendar are over, and begin at 09:00. */
const NOW = new Date('2026-11-26T02:00:00Z');
const PATH = '/panel/service-levels';

let service: Service;
let admin: PanelSession;
let supervisor: PanelSession;
let agent: PanelSession;

const sql = () => service.ctx.db.sql;

beforeAll(async () => {
  service = await startService({ overrides: { clock: { now: () => NOW, monotonic: () => performance.now() } } });
  admin = await PanelSession.open(service, ADMIN);
  supervisor = await PanelSession.open(service, await newStaff(service, 'SUPERVISOR'));
  agent = await PanelSession.open(service, await newStaff(service, 'AGENT'));
});

afterAll(() => service.stop());

const policies = () => sql()`SELECT * FROM sla_policies ORDER BY id`;
const calendar = async () => (await sql()`SELECT time_zone, hours FROM business_calendars WHERE id = 1`)[0];
const holidays = async () =>
  (await sql()`SELECT day::text AS day, name FROM holidays ORDER BY day`).map(({ day, name }) => `${day} ${name}`);

const policy = {
  name: 'Quejas',
  priority: 'HIGH',
  category: 'Complaint',
  calendar_id: '1',
  first: '1 h 30 min',
  next: '',
  resolution: '8h',
  warn: '75',
  position: '9',
  is_active: 'on',
};

describe('service levels', () => {
  test('are read by supervisors and changed by administrators alone', async () => {
    expect((await agent.get(PATH)).status).toBe(403);
    const page = await supervisor.get(PATH);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain(`${PATH}/policies/`);
    expect(page.text).not.toContain(`${PATH}/calendars/`);
    expect((await admin.get(PATH)).text).toContain(`${PATH}/policies/new`);
    const before = await policies();
    for (const path of ['/policies', '/policies/1', '/policies/preview', '/calendars/1', '/calendars/1/holidays']) {
      expect([path, (await supervisor.post(PATH + path, policy)).status]).toEqual([path, 403]);
    }
    expect((await supervisor.get(`${PATH}/policies/1`)).status).toBe(403);
    expect(await policies()).toEqual(before);
    expect((await supervisor.get('/panel/administration')).location).toBe('/panel/settings');
    expect((await admin.get('/panel/administration')).location).toBe('/panel/settings');
  });

  test('say when a ticket that is opened now would be due, by what is typed', async () => {
    const typed = await admin.post(`${PATH}/policies/preview`, policy);
    expect(typed.text).toContain('26 nov 2026, 10:30');
    expect(typed.text).toContain('26 nov 2026, 17:00');
    const around = await admin.post(`${PATH}/policies/preview`, { ...policy, calendar_id: '', first: '15' });
    expect(around.text).toContain(new Date(NOW.getTime() + 15 * 60_000).toISOString());
    const never = await admin.post(`${PATH}/calendars/1/preview`, { time_zone: 'UTC' });
    expect(never.text).toContain('no abre nunca');
    expect((await policies()).some(({ name }) => name === policy.name)).toBe(false);
  });

  test('are added and changed, inert wherever they are shown', async () => {
    expect((await admin.post(`${PATH}/policies`, policy)).location).toBe(`${PATH}?done=policy`);
    const added = (await policies()).find(({ name }) => name === 'Quejas');
    expect(added).toMatchObject({
      priority: 'HIGH',
      category: 'complaint',
      calendar_id: 1,
      first_response_minutes: 90,
      next_response_minutes: null,
      resolution_minutes: 480,
      warn_percent: 75,
      position: 9,
      is_active: true,
    });
    expect((await admin.get(`${PATH}/policies/${added?.id}`)).text).toContain('value="1 h 30 min"');
    await admin.post(`${PATH}/policies/${added?.id}`, { ...policy, name: HOSTILE, is_active: '' });
    const { text } = await supervisor.get(PATH);
    expect(text).toContain('&lt;img src=x onerror=alert(1)');
    expect(text).not.toContain(HOSTILE);
    expect(text).toContain('Inactiva');
  });

  test('that the program named are called so in the reader’s language, until the bank names them', async () => {
    const names = async (language: string) => {
      await sql()`UPDATE users SET language = ${language} WHERE email = ${ADMIN.email}`;
      const { text } = await admin.get(PATH);
      return ['Urgente', 'Urgent', 'Horario de atención', 'Business hours', 'Prioridad 1'].filter(
        (name) => text.includes(`>${name}</a>`) || text.includes(`>${name}</h2>`),
      );
    };
    expect(await names('es')).toEqual(['Urgente', 'Horario de atención']);
    expect(await names('en')).toEqual(['Urgent', 'Business hours']);
    const [urgent] = await policies();
    const form = { ...policy, priority: 'URGENT', category: '', calendar_id: '', position: '1' };
    // Saved in English, with the name that stands in the field, it is still no name of the bank's.
    expect((await admin.get(`${PATH}/policies/${urgent?.id}`)).text).toContain('value="Urgent"');
    await admin.post(`${PATH}/policies/${urgent?.id}`, { ...form, name: 'Urgent' });
    expect((await policies())[0]).toMatchObject({ name: 'Urgente', given_name: 'URGENT', warn_percent: 75 });
    await admin.post(`${PATH}/policies/${urgent?.id}`, { ...form, name: 'Prioridad 1' });
    expect((await policies())[0]).toMatchObject({ name: 'Prioridad 1', given_name: null });
    expect(await names('en')).toEqual(['Business hours', 'Prioridad 1']);
    expect(await names('es')).toEqual(['Horario de atención', 'Prioridad 1']);
    await sql()`UPDATE sla_policies SET name = 'Urgente', given_name = 'URGENT', warn_percent = 80,
      first_response_minutes = 15, next_response_minutes = 15, resolution_minutes = 240 WHERE id = ${urgent?.id ?? 0}`;
  });

  test('that cannot be are said at their field, with what was typed, and nothing changes', async () => {
    const before = await policies();
    for (const [wrong, field] of [
      [{ name: ' ' }, 'name'],
      [{ name: before[0]?.name }, 'name'],
      [{ first: 'pronto' }, 'first'],
      [{ resolution: '0' }, 'resolution'],
      [{ next: '999999 h' }, 'next'],
      [{ warn: '100' }, 'warn'],
      [{ position: '-1' }, 'position'],
      [{ calendar_id: '99' }, 'calendar_id'],
    ] as const) {
      const answer = await admin.post(`${PATH}/policies`, { ...policy, ...wrong });
      expect([field, answer.status]).toEqual([field, 422]);
      expect(answer.text).toContain(`id="field-${field}-error"`);
    }
    expect(await policies()).toEqual(before);
  });
});

describe('business hours', () => {
  const week = (spans: Record<string, string>) => ({ time_zone: 'America/Monterrey', ...spans });

  test('are saved by weekday, with midnight as an end', async () => {
    const spans = { '1.0.from': '16:00', '1.0.until': '00:00', '1.1.from': '09:00', '1.1.until': '14:00' };
    expect((await admin.post(`${PATH}/calendars/1`, week(spans))).location).toBe(`${PATH}?done=calendar`);
    expect(await calendar()).toEqual({
      time_zone: 'America/Monterrey',
      hours: {
        '1': [
          ['09:00', '14:00'],
          ['16:00', '24:00'],
        ],
      },
    });
    const page = await admin.get(`${PATH}/calendars/1`);
    expect(page.text).toMatch(/name="1\.1\.until" value="00:00"/);
    expect(page.text).toContain('30 nov 2026, 09:00');
  });

  test('that cannot be are said, and nothing changes', async () => {
    const before = await calendar();
    for (const wrong of [
      week({ '2.0.from': '18:00', '2.0.until': '09:00' }),
      week({ '2.0.from': '18:00', '2.0.until': '' }),
      week({ '2.0.from': '25:00', '2.0.until': '26:00' }),
      { time_zone: 'Mars/Olympus' },
    ]) {
      const answer = await admin.post(`${PATH}/calendars/1`, wrong);
      expect([wrong, answer.status, answer.text.includes('aria-invalid')]).toEqual([wrong, 422, true]);
    }
    expect(await calendar()).toEqual(before);
  });

  test('stand still on holidays, each once', async () => {
    const add = (day: string, name: string) => admin.post(`${PATH}/calendars/1/holidays`, { day, name });
    const added = await add('2026-11-30', HOSTILE);
    expect(added.status).toBe(200);
    expect(added.text).toContain('7 dic 2026, 09:00');
    // In an attribute it is only text.
    expect(added.text.replace(/="[^"]*"/g, '')).not.toContain(HOSTILE);
    for (const [day, name] of [
      ['2026-11-30', 'Otra vez'],
      ['2026-02-30', 'No existe'],
      ['mañana', 'No es un día'],
      ['2026-12-25', ' '],
    ] as const) {
      expect([day, (await add(day, name)).status]).toEqual([day, 422]);
    }
    expect(await holidays()).toEqual([`2026-11-30 ${HOSTILE}`]);
    await admin.post(`${PATH}/calendars/1/holidays/remove`, { day: '2026-11-30' });
    expect(await holidays()).toEqual([]);
  });
});

describe('ratings of customers', () => {
  test('are there for supervisors, with figures and the way to the conversation, inert', async () => {
    const chats = [await startChat(service.origin), await startChat(service.origin), await startChat(service.origin)];
    for (const [at, chat] of chats.entries()) {
      const endedAt = new Date(NOW.getTime() - 60_000);
      await sql()`UPDATE conversations SET status = 'ended', ended_at = ${endedAt} WHERE id = ${chat.id}`;
      await sql()`INSERT INTO conversation_changes (conversation_id, actor_name, field, from_value, to_value, at)
        VALUES (${chat.id}, 'customer', 'status', 'bot', 'ended', ${endedAt})`;
      if (at < 2) {
        await sql()`INSERT INTO satisfaction (conversation_id, rating, comment, created_at)
          VALUES (${chat.id}, ${at === 0 ? 5 : 2}, ${at === 0 ? null : HOSTILE}, ${endedAt})`;
      }
    }
    await measureDays(service.ctx);
    const path = '/panel/reports/satisfaction';
    expect((await agent.get(path)).status).toBe(403);
    const { text } = await supervisor.get(path);
    expect(text).toContain('3.5 de 5');
    expect(text).toContain('50%');
    expect(text).toContain('67%');
    expect(text).toContain(`/panel/conversations/${chats[1]?.id}`);
    expect(text).not.toContain(HOSTILE);
    const low = await supervisor.get(`${path}?rating=2&comment=yes&by=assistant&days=7`);
    expect(low.text.match(/id="rating-/g)?.length).toBe(1);
    expect((await supervisor.get(`${path}?by=999`)).text).not.toContain('id="rating-');
  });
});
