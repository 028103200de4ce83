import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { closeSessions } from '../../src/features/auth/session-upkeep.ts';
import { returnSilent } from '../../src/features/conversations/assignment.ts';
import { call, startChat } from '../support/client.ts';
import { ADMIN } from '../support/database.ts';
import { type MailBox, startMailServer } from '../support/mail-server.ts';
import { PanelSession } from '../support/panel-session.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, openLine, type Staff } from '../support/staff.ts';

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

  test('are deactivated together, but for oneself and the last administrator', async () => {
    const [one, two] = [await newStaff(service, 'AGENT'), await newStaff(service, 'SUPERVISOR')];
    const form = new FormData();
    for (const id of [one.id, two.id, adminId, 999_999]) form.append('selected', String(id));
    const done = await admin.post('/panel/users/deactivate', form);
    expect(done.location).toBe('/panel/users?done=deactivated&count=2&stayed=2');
    expect((await admin.get(done.location ?? '')).text).toContain(
      '2 cuentas desactivadas. 2 se quedaron como estaban.',
    );
    for (const { id } of [one, two]) expect((await accountOf(id))?.isActive).toBe(false);
    expect((await accountOf(adminId))?.isActive).toBe(true);
    expect((await admin.post('/panel/users/deactivate')).location).toEndWith('count=0&stayed=0');
  });

  test('are put out of every session, on open pages and sockets too', async () => {
    const staff = await newStaff(service, 'AGENT');
    const panel = await PanelSession.open(service, staff);
    const line = await openLine(service.origin, staff);
    expect((await admin.get(`/panel/users/${staff.id}`)).text).toContain('Sesiones abiertas');
    expect((await admin.post(`/panel/users/${staff.id}/sessions/end`)).location).toEndWith('?done=sessions_ended');
    expect(await line.closed).toBe(4003);
    expect((await panel.get('/panel/account')).location).toStartWith('/panel/login');
    expect((await staff.call('GET', '/auth/me')).status).toBe(401);
    expect((await (await PanelSession.open(service, staff)).get('/panel/account')).status).toBe(200);
  });

  test('are found by state, second factor and source', async () => {
    const found = async (query: string) => {
      const { text } = await admin.get(`/panel/users?${query}`);
      return [...text.matchAll(/id="person-(\d+)"/g)].map(([, id]) => Number(id));
    };
    const [plain, safe, linked] = [
      await newStaff(service, 'AGENT'),
      await newStaff(service, 'AGENT'),
      await newStaff(service, 'AGENT'),
    ];
    await sql()`INSERT INTO two_factor (user_id, secret, confirmed_at) VALUES (${safe.id}, 'x', now())`;
    await sql()`INSERT INTO oidc_identities (user_id, issuer, subject) VALUES (${linked.id}, 'https://id.test', 'x')`;
    expect(await found('two_factor=on')).toEqual([safe.id]);
    expect(await found('source=oidc')).toEqual([linked.id]);
    const others = await found('two_factor=off&source=local&state=active');
    expect([others.includes(plain.id), others.includes(safe.id), others.includes(linked.id)]).toEqual([
      true,
      false,
      false,
    ]);
    const [invited] = await sql()<{ id: number }[]>`SELECT id FROM users WHERE email = 'ana@bank.test'`;
    expect(await found('state=invited')).toEqual([invited?.id ?? 0]);
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

  test("ends one session by itself, of one's own and no other person's", async () => {
    const me = await newStaff(service, 'AGENT');
    const [here, there] = [await PanelSession.open(service, me), await PanelSession.open(service, me)];
    const idOf = async (kind: string, userId: number) => {
      const [row] = await sql()<{ id: string }[]>`
        SELECT id FROM sessions WHERE kind = ${kind} AND user_id = ${userId} ORDER BY created_at DESC LIMIT 1`;
      return row?.id;
    };
    const foreign = await idOf('api', staff.id);
    expect((await here.post(`/panel/account/sessions/${foreign}/end`)).status).toBe(404);
    expect((await here.post(`/panel/account/sessions/${await idOf('panel', me.id)}/end`)).location).toEndWith(
      '=session',
    );
    expect((await there.get('/panel/account')).location).toStartWith('/panel/login');
    expect((await here.get('/panel/account')).status).toBe(200);
    expect((await me.call('GET', '/auth/sessions')).body).toHaveLength(2);
  });

  test('keeps what customers see of a person, their time zone, and refuses what fits on no line', async () => {
    const fields = { full_name: 'Diana Luz', language: 'es', theme: 'auto' };
    const saved = { ...fields, alias: 'Diana', signature: 'Diana L.\nBanca', time_zone: 'America/Tijuana' };
    expect((await panel.post('/panel/account', saved)).location).toEndWith('=profile');
    const page = (await panel.get('/panel/account')).text;
    expect([page.includes('value="Diana"'), page.includes('Diana L.\nBanca')]).toEqual([true, true]);
    expect(page).toContain('<option value="America/Tijuana" selected');
    const wrong = await panel.post('/panel/account', { ...saved, alias: 'a'.repeat(61), signature: 'b'.repeat(501) });
    expect([wrong.status, wrong.text.includes('hasta 60 caracteres'), wrong.text.includes('b'.repeat(501))]).toEqual([
      422,
      true,
      true,
    ]);
    expect((await panel.post('/panel/account', { ...saved, time_zone: 'Mars/Olympus' })).status).toBe(422);
  });

  test('is called to customers as the person wants, and signs their mails', async () => {
    const me = await newStaff(service, 'AGENT', 'Elena Ríos Nava');
    const own = await PanelSession.open(service, me);
    const fields = { full_name: 'Elena Ríos Nava', language: 'es', theme: 'auto', alias: 'Elena' };
    await own.post('/panel/account', { ...fields, signature: 'Elena, tu banca de siempre' });
    const chat = await startChat(service.origin, { metadata: { language: 'es', email: 'cliente@correo.test' } });
    await me.call('POST', `/conversations/${chat.id}/takeover`, {});
    await me.call('POST', `/conversations/${chat.id}/messages`, { message: 'Ya lo reviso.' });
    const history = await call(service.origin, 'GET', `/api/v1/chat/history/${chat.id}`, { token: chat.token });
    expect(JSON.stringify(history.body)).toContain('"agent_name":"Elena"');
    expect(JSON.stringify(history.body)).not.toContain('Ríos');
    await sql()`UPDATE notifications SET next_attempt_at = now() WHERE kind = 'agent_reply'`;
    service.ctx.bus.publish({ type: 'outbox' });
    expect((await mail.next('cliente@correo.test')).text).toMatch(/Ya lo reviso\.\r\n\r\nElena, tu banca de siempre/);
  });

  test('takes a picture that is one, shows it to colleagues, and to nobody else', async () => {
    const send = (bytes: Uint8Array<ArrayBuffer>, name: string) => {
      const form = new FormData();
      form.append('image', new File([bytes], name, { type: 'image/png' }));
      return panel.post('/panel/account/avatar', form);
    };
    const png = Uint8Array.from(
      atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
      (character) => character.charCodeAt(0),
    );
    const html = new TextEncoder().encode('<script>alert(1)</script>');
    expect((await send(html, 'x.png')).status).toBe(422);
    expect((await send(new Uint8Array(300 * 1024).fill(137), 'x.png')).text).toContain('muy grande');
    expect((await panel.post('/panel/account/avatar', new FormData())).text).toContain('Elige antes');
    expect((await send(png, '../../x.png')).location).toEndWith('=avatar');
    const path =
      /src="(\/panel\/people\/\d+\/avatar\/[\w-]+)"/.exec((await panel.get('/panel/account')).text)?.[1] ?? '';
    const colleague = await PanelSession.open(service, await newStaff(service, 'AGENT'));
    const shown = await colleague.get(path);
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(shown.headers.get('content-security-policy')).toContain('sandbox');
    expect((await fetch(service.origin + path, { redirect: 'manual' })).status).toBe(303);
    await panel.post('/panel/account/avatar/remove');
    expect((await colleague.get(path)).status).toBe(404);
  });

  test('shows who tried to log in, and tells by mail of a browser that was never here', async () => {
    const me = await newStaff(service, 'AGENT');
    const own = await PanelSession.open(service, me);
    const letter = await mail.next(me.email);
    expect(letter.text).toContain('un dispositivo que no conocíamos');
    expect(letter.text).toContain('127.0.0.1');
    await call(service.origin, 'POST', '/api/v1/auth/login', {
      body: { email: me.email, password: 'equivocada-5512' },
    });
    const page = (await own.get('/panel/account')).text;
    expect([page.includes('Dispositivo nuevo'), page.includes('Rechazada')]).toEqual([true, true]);
    const { body } = await me.call('GET', '/auth/sign-ins');
    expect(body.map(({ kind, is_success }: { kind: string; is_success: boolean }) => [kind, is_success])).toEqual([
      ['api', false],
      ['panel', true],
      ['api', true],
    ]);
  });

  test('is over after its time, whatever was done in it, and after a while without a request', async () => {
    const me = await newStaff(service, 'AGENT');
    const [idle, old] = [await PanelSession.open(service, me), await PanelSession.open(service, me)];
    const [first, second] = await sql()<{ id: string }[]>`
      SELECT id FROM sessions WHERE user_id = ${me.id} AND kind = 'panel' ORDER BY created_at`;
    await sql()`UPDATE sessions SET last_seen_at = now() - interval '239 minutes' WHERE id = ${first?.id ?? null}`;
    expect((await idle.get('/panel/account')).status).toBe(200);
    const [row] =
      await sql()`SELECT last_seen_at > now() - interval '1 minute' AS seen FROM sessions WHERE id = ${first?.id ?? null}`;
    expect(row?.seen).toBe(true);
    await sql()`UPDATE sessions SET last_seen_at = now() - interval '241 minutes' WHERE id = ${first?.id ?? null}`;
    expect((await idle.get('/panel/account')).location).toStartWith('/panel/login');
    await sql()`UPDATE sessions SET created_at = now() - interval '13 hours' WHERE id = ${second?.id ?? null}`;
    expect((await old.get('/panel/account')).location).toStartWith('/panel/login');
    await closeSessions(service.ctx);
    const open = await sql()`SELECT 1 FROM sessions WHERE user_id = ${me.id} AND kind = 'panel' AND revoked_at IS NULL`;
    expect(open).toHaveLength(0);
  });

  test('says whether the person takes conversations', async () => {
    await panel.post('/panel/account/desk', { availability: 'ONLINE', capacity: '' });
    const [row] = await sql()`SELECT availability, capacity FROM agents WHERE user_id = ${staff.id}`;
    expect([row?.availability, row?.capacity]).toEqual(['ONLINE', null]);
  });
});
