import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { resealAll } from '../../src/db/sealed.ts';
import { closeSessions } from '../../src/features/auth/session-upkeep.ts';
import { codeOf } from '../support/authenticator.ts';
import { call } from '../support/client.ts';
import { ADMIN } from '../support/database.ts';
import { type MailBox, startMailServer } from '../support/mail-server.ts';
import { askPanel } from '../support/panel-client.ts';
import { PanelSession } from '../support/panel-session.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, openLine, type Staff } from '../support/staff.ts';
import { StoppedClock } from '../support/stopped-clock.ts';

const LOGIN = '/api/v1/auth/login';
const STEP_MS = 30_000;
const OLD_KEY = '1d3f0c9a7b5e8264f1a09d3c7e6b5a4f0e1d2c3b4a59687f';
const NEW_KEY = 'c0ffee5a9b8d7e6f1a2b3c4d5e6f70819a2b3c4d5e6f7081';

const clock = new StoppedClock();
clock.ms = Date.now();
let mail: MailBox;
let service: Service;
let admin: PanelSession;

const env = (key: string) => ({
  SMTP_HOST: '127.0.0.1',
  SMTP_PORT: String(mail.port),
  SMTP_FROM_EMAIL: 'desk@bank.test',
  PUBLIC_URL: 'http://127.0.0.1:1',
  SECRET_KEY: key,
});

beforeAll(async () => {
  mail = await startMailServer();
  service = await startService({ env: env(OLD_KEY), overrides: { clock } });
  admin = await PanelSession.open(service, ADMIN);
});

afterAll(async () => {
  await service.stop();
  await mail.stop();
});

const sql = () => service.ctx.db.sql;
/** A code is good once: so that there is another one. */
const later = () => {
  clock.ms += STEP_MS;
};

const logIn = (staff: Staff, totp?: string, origin = service.origin) =>
  call(origin, 'POST', LOGIN, { body: { email: staff.email, password: staff.password, ...(totp && { totp }) } });

interface Enrolled {
  staff: Staff;
  secret: string;
  codes: string[];
}

async function enrol(where = service): Promise<Enrolled> {
  const staff = await newStaff(where, 'AGENT');
  const { body } = await staff.call('POST', '/auth/two-factor/setup', {});
  const confirmed = await staff.call('POST', '/auth/two-factor/confirm', { code: codeOf(body.secret, clock.now()) });
  expect(confirmed.status).toBe(200);
  later();
  return { staff, secret: body.secret, codes: confirmed.body.recovery_codes };
}

describe('setting it up', () => {
  test('counts only once a first code was shown, and is told by mail in the language of the person', async () => {
    const staff = await newStaff(service, 'AGENT');
    const first = await staff.call('POST', '/auth/two-factor/setup', {});
    expect((await staff.call('POST', '/auth/two-factor/setup', {})).body).toEqual(first.body);
    expect(first.body.otpauth_url).toStartWith('otpauth://totp/');
    expect((await logIn(staff)).status).toBe(200);
    const wrong = await staff.call('POST', '/auth/two-factor/confirm', { code: '000000' });
    expect([wrong.status, wrong.body.errors[0].field]).toEqual([422, 'code']);
    const code = codeOf(first.body.secret, clock.now());
    const right = await staff.call('POST', '/auth/two-factor/confirm', { code });
    expect(new Set(right.body.recovery_codes).size).toBe(10);
    expect((await mail.next(staff.email)).headers.get('subject')).toContain('verificaci');
    expect((await staff.call('POST', '/auth/two-factor/setup', {})).status).toBe(409);
    expect((await staff.call('GET', '/auth/two-factor')).body).toEqual({
      is_on: true,
      is_required: false,
      recovery_codes_left: 10,
    });
    // The first code is used up like any other.
    expect((await logIn(staff, code)).status).toBe(401);
  });

  test('leaves neither the secret nor a recovery code readable in the database', async () => {
    const { secret, codes } = await enrol();
    const rows = await sql()`
      SELECT row_to_json(f)::text AS row FROM two_factor f UNION ALL SELECT row_to_json(r)::text FROM recovery_codes r
      UNION ALL SELECT row_to_json(a)::text FROM audit_log a UNION ALL SELECT row_to_json(n)::text FROM notifications n`;
    const held = rows.map(({ row }) => String(row)).join('\n');
    for (const text of [secret, ...codes, ...codes.map((code) => code.replaceAll('-', ''))]) {
      expect(held.includes(text)).toBe(false);
    }
    expect(held).toContain('v1.');
  });
});

describe('a login', () => {
  test('answers a right password without a code, or with a wrong one, like a wrong password', async () => {
    const { staff, secret } = await enrol();
    const wrong = await call(service.origin, 'POST', LOGIN, {
      body: { email: staff.email, password: 'Otra-cosa-991' },
    });
    for (const answer of [
      await logIn(staff),
      await logIn(staff, '000000'),
      await logIn(staff, 'AAAA-BBBB-CCCC-DDDD'),
    ]) {
      expect([answer.status, answer.body]).toEqual([401, wrong.body]);
    }
    const right = await logIn(staff, codeOf(secret, clock.now()));
    expect([right.status, right.body.user.id]).toEqual([200, staff.id]);
  });

  test('takes each code once, whichever worker is asked, and none before it after it', async () => {
    const { staff, secret } = await enrol();
    const other = await startService({ env: env(OLD_KEY), overrides: { clock }, database: service.database });
    const code = codeOf(secret, clock.now());
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, at) => logIn(staff, code, at % 2 ? other.origin : service.origin)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(401)]);
    expect((await logIn(staff, codeOf(secret, clock.now(), -1))).status).toBe(401);
    later();
    expect((await logIn(staff, codeOf(secret, clock.now()), other.origin)).status).toBe(200);
    await other.stop();
  });

  test('forgives thirty seconds of difference each way and no more', async () => {
    const { staff, secret } = await enrol();
    clock.ms += 10 * STEP_MS;
    for (const [steps, status] of [
      [-2, 401],
      [2, 401],
      [-1, 200],
      [1, 200],
    ] as const) {
      expect([steps, (await logIn(staff, codeOf(secret, clock.now(), steps))).status]).toEqual([steps, status]);
    }
  });

  test('takes no code for a quarter of an hour after ten wrong ones, and tells the person', async () => {
    const { staff, secret, codes } = await enrol();
    await Promise.all(Array.from({ length: 12 }, () => logIn(staff, '000000')));
    expect((await logIn(staff, codeOf(secret, clock.now()))).status).toBe(401);
    expect((await logIn(staff, codes[0])).status).toBe(401);
    let subject = '';
    while (!subject.includes('equivocados')) subject = (await mail.next(staff.email)).headers.get('subject') ?? '';
    await sql()`UPDATE two_factor SET locked_until = now() WHERE user_id = ${staff.id}`;
    expect((await logIn(staff, codeOf(secret, clock.now()))).status).toBe(200);
  });

  test('is bounded for each account, right password or not', async () => {
    const strict = await startService({
      env: { ...env(OLD_KEY), RATE_LIMITS: '{"login":"4/minute"}' },
      overrides: { clock },
    });
    const { staff } = await enrol(strict);
    const answers = [];
    for (let attempt = 0; attempt < 5; attempt += 1) answers.push(await logIn(staff, '000000', strict.origin));
    // The first login of the four was the one that set it up.
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 429, 429]);
    expect(Number(answers[4]?.headers.get('retry-after'))).toBeGreaterThan(0);
    await strict.stop();
  });
});

describe('recovery codes', () => {
  test('open the account once each, however they are typed; new ones end those before', async () => {
    const { staff, secret, codes } = await enrol();
    const [first = '', second = '', third = ''] = codes;
    expect((await logIn(staff, first.toLowerCase().replaceAll('-', ' '))).status).toBe(200);
    expect((await logIn(staff, first)).status).toBe(401);
    const both = await Promise.all([logIn(staff, second), logIn(staff, second)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect((await staff.call('GET', '/auth/two-factor')).body.recovery_codes_left).toBe(8);
    expect((await staff.call('POST', '/auth/two-factor/recovery-codes', { code: '000000' })).status).toBe(422);
    const renewed = await staff.call('POST', '/auth/two-factor/recovery-codes', { code: codeOf(secret, clock.now()) });
    expect(renewed.body.recovery_codes).toHaveLength(10);
    expect((await logIn(staff, third)).status).toBe(401);
    expect((await logIn(staff, renewed.body.recovery_codes[0])).status).toBe(200);
  });

  test('are told of by mail when one is used', async () => {
    const { staff, codes } = await enrol();
    await logIn(staff, codes[0]);
    let text = '';
    while (!text.includes('Te quedan 9')) text = (await mail.next(staff.email)).text;
  });
});

describe('turning it off', () => {
  test('takes the password and a code', async () => {
    const { staff, secret } = await enrol();
    const off = (body: object) => staff.call('POST', '/auth/two-factor/disable', body);
    const code = codeOf(secret, clock.now());
    expect((await off({ password: 'equivocada', code })).body.errors[0].field).toBe('password');
    expect((await off({ password: staff.password, code: '000000' })).body.errors[0].field).toBe('code');
    expect((await off({ password: staff.password, code })).status).toBe(204);
    expect((await logIn(staff)).status).toBe(200);
    const rows = await sql()`SELECT 1 FROM recovery_codes WHERE user_id = ${staff.id}`;
    expect(rows).toHaveLength(0);
  });

  test('by an administrator ends the sessions, is audited and told, and is not for oneself', async () => {
    const { staff } = await enrol();
    const boss = await newStaff(service, 'ADMIN');
    expect((await staff.call('DELETE', `/users/${staff.id}/two-factor`)).status).toBe(403);
    const line = await openLine(service.origin, staff);
    expect((await boss.call('DELETE', `/users/${staff.id}/two-factor`)).status).toBe(204);
    expect(await line.closed).toBe(4003);
    expect((await staff.call('GET', '/auth/me')).status).toBe(401);
    expect((await logIn(staff)).status).toBe(200);
    expect((await boss.call('DELETE', `/users/${staff.id}/two-factor`)).status).toBe(404);
    expect((await boss.call('DELETE', `/users/${boss.id}/two-factor`)).status).toBe(409);
    let subject = '';
    while (!subject.includes('restableci')) subject = (await mail.next(staff.email)).headers.get('subject') ?? '';
    const [entry] = await sql()`
      SELECT actor_id FROM audit_log WHERE action = 'user.two_factor.reset' AND resource_id = ${String(staff.id)}`;
    expect(entry?.actor_id).toBe(boss.id);
  });
});

describe('the panel', () => {
  const send = (path: string, form: Record<string, string>, cookie = '') =>
    askPanel(service.origin, 'POST', path, cookie ? { cookie } : {}, form);
  const cookieOf = (answer: Response, name: string) =>
    answer.headers
      .getSetCookie()
      .find((one) => one.startsWith(name))
      ?.split(';', 1)[0] ?? '';

  test('asks for the code in a second step, which the password alone does not pass', async () => {
    const { staff, secret } = await enrol();
    const first = await send('/login', { login: staff.email, password: staff.password, next: '/panel/tickets' });
    expect(first.headers.get('location')).toBe('/panel/login/code?next=%2Fpanel%2Ftickets');
    expect(cookieOf(first, 'joxai_panel')).toBe('');
    const step = cookieOf(first, 'joxai_step');
    expect((await askPanel(service.origin, 'GET', '/tickets', { cookie: step })).headers.get('location')).toContain(
      'login',
    );
    const page = await askPanel(service.origin, 'GET', '/login/code?next=%2Fpanel%2Ftickets', { cookie: step });
    expect(await page.text()).toContain('autocomplete="one-time-code"');
    const wrong = await send('/login/code', { code: '000000', next: '/panel/tickets' }, step);
    expect([wrong.status, (await wrong.text()).includes('Ese código no sirve')]).toEqual([401, true]);
    expect((await send('/login/code', { code: codeOf(secret, clock.now()) })).status).toBe(401);
    const right = await send('/login/code', { code: codeOf(secret, clock.now()), next: '//evil.example' }, step);
    expect([right.status, right.headers.get('location')]).toEqual([303, '/panel/conversations']);
    const session = cookieOf(right, 'joxai_panel');
    expect((await askPanel(service.origin, 'GET', '/account', { cookie: session })).status).toBe(200);
  });

  test('goes on with a second step whose password was kept under a hash of an older kind', async () => {
    const { staff, secret } = await enrol();
    const older = await Bun.password.hash(staff.password, 'bcrypt');
    await sql()`UPDATE users SET password_hash = ${older} WHERE id = ${staff.id}`;
    const step = cookieOf(await send('/login', { login: staff.email, password: staff.password }), 'joxai_step');
    expect((await send('/login/code', { code: codeOf(secret, clock.now()) }, step)).status).toBe(303);
    const [row] = await sql()<{ hash: string }[]>`SELECT password_hash AS hash FROM users WHERE id = ${staff.id}`;
    expect(row?.hash).toStartWith('$argon2id$');
  });

  test('does not go on with a second step whose password was changed meanwhile', async () => {
    const { staff, secret } = await enrol();
    const step = cookieOf(await send('/login', { login: staff.email, password: staff.password }), 'joxai_step');
    await staff.call('POST', '/auth/password', {
      current_password: staff.password,
      new_password: 'Otra-Frase-Larga-77',
    });
    expect((await send('/login/code', { code: codeOf(secret, clock.now()) }, step)).status).toBe(401);
  });

  test('sets it up by a picture or by letters, and shows the recovery codes once', async () => {
    const staff = await newStaff(service, 'AGENT');
    const panel = await PanelSession.open(service, staff);
    const page = await panel.get('/panel/two-factor');
    const secret = /id="secret"[^>]*>([A-Z2-7 ]+)</.exec(page.text)?.[1] ?? '';
    expect(page.text).toContain('<svg class="qr"');
    expect((await panel.post('/panel/two-factor', { code: '000000' })).status).toBe(422);
    const done = await panel.post('/panel/two-factor', { code: codeOf(secret, clock.now()) });
    expect(done.text.match(/[A-Z2-9]{4}(-[A-Z2-9]{4}){3}/g)).toHaveLength(10);
    expect((await panel.get('/panel/two-factor')).location).toBe('/panel/account');
    expect((await panel.get('/panel/account')).text).toContain('quedan 10 códigos');
    later();
    const renewed = await panel.post('/panel/account/two-factor/codes', { code: codeOf(secret, clock.now()) });
    expect(renewed.text.match(/[A-Z2-9]{4}(-[A-Z2-9]{4}){3}/g)).toHaveLength(10);
    const form = { password: staff.password, code: '000000' };
    expect((await panel.post('/panel/account/two-factor/disable', form)).status).toBe(422);
    later();
    const off = { ...form, code: codeOf(secret, clock.now()) };
    expect((await panel.post('/panel/account/two-factor/disable', off)).location).toEndWith('?done=two_factor_off');
  });
});

describe('where a role needs it', () => {
  const require = async (roles: string[]) => {
    await sql()`
      INSERT INTO settings (key, value) VALUES ('auth.two_factor_roles', ${JSON.stringify(roles)}::text::jsonb)
      ON CONFLICT (key) DO UPDATE SET value = excluded.value`;
    await service.ctx.settings.reload(sql());
  };

  test('who lacks it is led to set it up, and can do nothing else, on the panel, the interface or a socket', async () => {
    const staff = await newStaff(service, 'SUPERVISOR');
    const panel = await PanelSession.open(service, staff);
    const line = await openLine(service.origin, staff);
    expect((await panel.get('/panel/tickets')).status).toBe(200);
    await require(['SUPERVISOR']);
    try {
      await closeSessions(service.ctx);
      expect(await line.closed).toBe(4003);
      expect((await panel.get('/panel/tickets')).location).toBe('/panel/two-factor?next=%2Fpanel%2Ftickets');
      for (const path of ['/panel/account', '/panel/notifications', '/panel/users']) {
        expect([path, (await panel.get(path)).location]).toEqual([
          path,
          `/panel/two-factor?next=${encodeURIComponent(path)}`,
        ]);
      }
      expect((await panel.post('/panel/account/sessions/end')).location).toStartWith('/panel/two-factor');
      const refused = await staff.call('GET', '/tickets');
      expect([refused.status, refused.body.detail]).toEqual([403, 'Two-factor authentication must be set up first']);
      expect((await call(service.origin, 'GET', `/api/v1/auth/verify?token=${staff.token}`)).status).toBe(401);
      await expect(openLine(service.origin, staff)).rejects.toThrow();
      // What is left: to see who one is, to set it up, to leave.
      expect((await staff.call('GET', '/auth/me')).status).toBe(200);
      const page = await panel.get('/panel/two-factor?next=%2Fpanel%2Ftickets');
      expect([page.status, page.text.includes('Tu rol la necesita')]).toEqual([200, true]);
      const secret = /id="secret"[^>]*>([A-Z2-7 ]+)</.exec(page.text)?.[1] ?? '';
      const form = { code: codeOf(secret, clock.now()), next: '/panel/tickets' };
      expect((await panel.post('/panel/two-factor', form)).text).toContain('href="/panel/tickets"');
      expect((await panel.get('/panel/tickets')).status).toBe(200);
      expect((await staff.call('GET', '/tickets')).status).toBe(200);
      later();
      const off = { password: staff.password, code: codeOf(secret, clock.now()) };
      expect((await staff.call('POST', '/auth/two-factor/disable', off)).status).toBe(409);
      expect((await admin.get('/panel/tickets')).status).toBe(200);
    } finally {
      await require([]);
    }
  });
});

describe('another SECRET_KEY', () => {
  test('opens what the one before sealed, and needs that no more once everything was sealed anew', async () => {
    const { staff, secret } = await enrol();
    const worker = (keys: Record<string, string>) =>
      startService({ env: { ...env(NEW_KEY), ...keys }, overrides: { clock }, database: service.database });
    const rotated = await worker({ SECRET_KEY_PREVIOUS: OLD_KEY });
    expect((await logIn(staff, codeOf(secret, clock.now()), rotated.origin)).status).toBe(200);
    await resealAll(rotated.ctx.db.sql, rotated.ctx.vault);
    await rotated.stop();
    later();
    const alone = await worker({});
    expect((await logIn(staff, codeOf(secret, clock.now()), alone.origin)).status).toBe(200);
    await alone.stop();
  });
});
