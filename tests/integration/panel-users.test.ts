import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { returnSilent } from '../../src/features/conversations/assignment.ts';
import { startChat } from '../support/client.ts';
import { ADMIN } from '../support/database.ts';
import { type MailBox, startMailServer } from '../support/mail-server.ts';
import { PanelSession } from '../support/panel-session.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const HOSTILE = 'Ana <img src=x onerror=alert(1)>';

let mail: MailBox;
let service: Service;
let admin: PanelSession;
let adminId: number;

const sql = () => service.ctx.db.sql;

beforeAll(async () => {
  mail = await startMailServer();
  const env = { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(mail.port), SMTP_FROM_EMAIL: 'desk@bank.test' };
  service = await startService({ env: { ...env, PUBLIC_URL: 'http://127.0.0.1:1' } });
  admin = await PanelSession.open(service, ADMIN);
  const [row] = await sql()<{ id: number }[]>`SELECT id FROM users WHERE email = ${ADMIN.email}`;
  adminId = row?.id ?? 0;
});

afterAll(async () => {
  await service.stop();
  await mail.stop();
});

const form = { full_name: HOSTILE, email: 'ana@bank.test', role: 'AGENT', language: 'es' };

const accountOf = async (id: number) => {
  const [row] = await sql()<{ fullName: string; role: string; isActive: boolean }[]>`
    SELECT full_name AS "fullName", role, is_active AS "isActive" FROM users WHERE id = ${id}`;
  return row;
};

describe('people', () => {
  test('are there for administrators alone', async () => {
    for (const role of ['AGENT', 'SUPERVISOR'] as const) {
      const panel = await PanelSession.open(service, await newStaff(service, role));
      expect((await panel.get('/panel/users')).status).toBe(403);
      expect((await panel.post('/panel/users', form)).status).toBe(403);
      expect((await panel.post(`/panel/users/${adminId}/deactivate`)).status).toBe(403);
      expect((await panel.get('/panel/notifications')).text).not.toContain('href="/panel/users"');
    }
    expect(await accountOf(adminId)).toMatchObject({ isActive: true });
  });

  test('are invited by mail, and listed with what was typed, inert', async () => {
    const made = await admin.post('/panel/users', form);
    expect(made.location).toMatch(/^\/panel\/users\/\d+\?done=invited$/);
    expect((await mail.next('ana@bank.test')).text).toContain('/panel/password');
    const { text } = await admin.get('/panel/users?q=ana%40bank');
    expect(text).toContain('Ana &lt;img src=x onerror=alert(1)');
    expect(text).not.toContain(HOSTILE);
    expect(text).toContain('Invitada');
    const again = await admin.post((made.location ?? '').replace(/\?.*/, '/invitation'));
    expect(again.location).toEndWith('?done=linked');
    expect((await mail.next('ana@bank.test')).text).toContain('/panel/password');
  });

  test('that cannot be are said at their field, with what was typed', async () => {
    const wrong = await admin.post('/panel/users', { ...form, email: 'no-es-correo', full_name: ' ' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('value="no-es-correo"');
    expect(wrong.text.match(/aria-invalid="true"/g)?.length).toBe(2);
    const taken = await admin.post('/panel/users', { ...form, email: ADMIN.email });
    expect([taken.status, taken.text.includes('ya es de otra cuenta')]).toEqual([422, true]);
  });

  test('change role, and leave: their sessions end and what they serve is put back into the queue', async () => {
    const staff = await newStaff(service, 'AGENT', 'Carlos Peña');
    const panel = await PanelSession.open(service, staff);
    const details = { ...form, full_name: 'Carlos P.', email: staff.email, username: staff.email };
    const changed = await admin.post(`/panel/users/${staff.id}`, details);
    expect(changed.location).toBe(`/panel/users/${staff.id}?done=saved`);
    expect((await panel.get('/panel/account')).status).toBe(200);
    await admin.post(`/panel/users/${staff.id}`, { ...details, role: 'SUPERVISOR' });
    expect((await panel.get('/panel/account')).location).toStartWith('/panel/login');
    expect(await accountOf(staff.id)).toEqual({ fullName: 'Carlos P.', role: 'SUPERVISOR', isActive: true });

    const back = await PanelSession.open(service, staff);
    const chat = await startChat(service.origin);
    await sql()`UPDATE conversations SET status = 'human', assignee_id = ${staff.id}, last_agent_at = now() WHERE id = ${chat.id}`;
    const page = await admin.get(`/panel/users/${staff.id}`);
    expect(page.text).toContain('1 conversación');
    expect((await admin.post(`/panel/users/${staff.id}/deactivate`)).location).toEndWith('?done=deactivated');
    expect((await back.get('/panel/account')).location).toStartWith('/panel/login');
    await returnSilent(service.ctx);
    const [row] = await sql()`SELECT status, assignee_id FROM conversations WHERE id = ${chat.id}`;
    expect([row?.status, row?.assignee_id]).toEqual(['waiting', null]);
    expect((await admin.post(`/panel/users/${staff.id}/invitation`)).text).toContain('La cuenta está desactivada');
    await admin.post(`/panel/users/${staff.id}/reactivate`);
    expect((await (await PanelSession.open(service, staff)).get('/panel/account')).status).toBe(200);
  });

  test('keep their last administrator', async () => {
    const details = { full_name: 'Administrator', email: ADMIN.email, username: ADMIN.email, language: 'es' };
    const demoted = await admin.post(`/panel/users/${adminId}`, { ...details, role: 'AGENT' });
    expect([demoted.status, demoted.text.includes('última persona activa')]).toEqual([422, true]);
    const left = await admin.post(`/panel/users/${adminId}/deactivate`);
    expect([left.status, left.text.includes('última persona activa')]).toEqual([409, true]);
    expect(await accountOf(adminId)).toMatchObject({ role: 'ADMIN', isActive: true });
  });

  test('have a place on the desk that is a number', async () => {
    const staff = await newStaff(service, 'AGENT');
    for (const capacity of ['banana', '51', '-1']) {
      const wrong = await admin.post(`/panel/users/${staff.id}/desk`, { availability: 'AWAY', capacity });
      expect([capacity, wrong.status, wrong.text.includes(`value="${capacity}"`)]).toEqual([capacity, 422, true]);
    }
    await admin.post(`/panel/users/${staff.id}/desk`, { availability: 'AWAY', capacity: '7' });
    const [row] = await sql()`SELECT availability, capacity FROM agents WHERE user_id = ${staff.id}`;
    expect([row?.availability, row?.capacity]).toEqual(['AWAY', 7]);
  });
});

describe("one's own account", () => {
  let staff: Staff;
  let panel: PanelSession;

  beforeAll(async () => {
    staff = await newStaff(service, 'AGENT', 'Diana Luz');
    panel = await PanelSession.open(service, staff);
  });

  test('changes name, language and theme, and never the role', async () => {
    const form = { full_name: 'Diana Luz Mar', language: 'en', theme: 'dark', role: 'ADMIN' };
    expect((await panel.post('/panel/account', form)).location).toBe('/panel/account?done=profile');
    const page = await panel.get('/panel/account?done=profile');
    expect(page.text).toContain('Your profile was saved.');
    expect(page.text).toContain('data-theme="dark"');
    expect(await accountOf(staff.id)).toMatchObject({ fullName: 'Diana Luz Mar', role: 'AGENT' });
    expect((await panel.post('/panel/account', { ...form, full_name: '' })).status).toBe(422);
  });

  test('shows where it is open, and ends the other sessions', async () => {
    const elsewhere = await PanelSession.open(service, staff);
    expect((await panel.get('/panel/account')).text).toContain('This session');
    expect((await panel.post('/panel/account/sessions/end')).location).toBe('/panel/account?done=sessions');
    expect((await elsewhere.get('/panel/account')).location).toStartWith('/panel/login');
    expect((await panel.get('/panel/account')).status).toBe(200);
    expect((await staff.call('GET', '/auth/me')).status).toBe(401);
  });

  test('takes another password by the rules, and never gives one back', async () => {
    const next = 'Tormenta-Azul-9021';
    const change = (fields: Record<string, string>) =>
      panel.post('/panel/account/password', { current: staff.password, next, repeated: next, ...fields });
    for (const [fields, words] of [
      [{ next: 'corta', repeated: 'corta' }, 'It lacks characters'],
      [{ next: 'diana-es-la-mejor', repeated: 'diana-es-la-mejor' }, 'It contains your name'],
      [{ repeated: 'otra' }, 'not the same'],
      [{ current: 'equivocada' }, 'not your present password'],
    ] as const) {
      const answer = await change(fields);
      expect([words, answer.status, answer.text.includes(words)]).toEqual([words, 422, true]);
      expect(answer.text).not.toContain(next);
    }
    expect((await panel.post('/panel/account/password/check', { next: '123' })).text).toContain('It lacks characters');
    expect((await panel.post('/panel/account/password/check', { next })).text).toContain('will do');
    expect((await change({})).location).toBe('/panel/account?done=password');
    expect((await (await PanelSession.open(service, { ...staff, password: next })).get('/panel/account')).status).toBe(
      200,
    );
  });

  test('says whether the person takes conversations', async () => {
    await panel.post('/panel/account/desk', { availability: 'ONLINE', capacity: '' });
    const [row] = await sql()`SELECT availability, capacity FROM agents WHERE user_id = ${staff.id}`;
    expect([row?.availability, row?.capacity]).toEqual(['ONLINE', null]);
  });
});
