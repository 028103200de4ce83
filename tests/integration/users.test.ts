import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { ReservedSql } from 'postgres';
import { hashPassword } from '../../src/features/users/passwords.ts';
import { call, staffToken } from '../support/client.ts';
import { holdLock } from '../support/held-lock.ts';
import { type MailBox, startMailServer } from '../support/mail-server.ts';
import { type Service, startService } from '../support/service.ts';

const PASSWORD = 'Murmullo-Verde-5518';
const USERS = '/api/v1/users';

let mail: MailBox;
let services: Service[];
let admin: string;

beforeAll(async () => {
  mail = await startMailServer();
  const env = {
    SMTP_HOST: '127.0.0.1',
    SMTP_PORT: String(mail.port),
    SMTP_FROM_EMAIL: 'desk@joxai.test',
    PUBLIC_URL: 'https://desk.joxai.test',
  };
  const first = await startService({ env });
  services = [first, await startService({ env, database: first.database })];
  admin = await staffToken(first.origin);
});

afterAll(async () => {
  for (const service of [...services].reverse()) await service.stop();
  await mail.stop();
});

const first = () => services[0] as Service;
const second = () => services[1] as Service;
const sql = () => first().ctx.db.sql;

let counter = 0;
async function newUser(fields: Record<string, unknown> = {}) {
  counter += 1;
  const email = `persona${counter}@joxai.test`;
  const body = { email, full_name: `Persona ${counter}`, role: 'agent', password: PASSWORD, ...fields };
  return call(first().origin, 'POST', USERS, { token: admin, body });
}

const logIn = (email: string, password = PASSWORD, service = second()) =>
  call(service.origin, 'POST', '/api/v1/auth/login', { body: { email, password } });

const me = (token: string, service = second()) => call(service.origin, 'GET', '/api/v1/auth/me', { token });

const form = (fields: Record<string, string>) => ({
  method: 'POST',
  redirect: 'manual' as const,
  headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
  body: new URLSearchParams(fields).toString(),
});

describe('an administrator', () => {
  test('adds, finds, renames and lists users', async () => {
    const made = await newUser({ full_name: 'Zoé Única', id: 1, is_active: false, password_hash: 'x' });
    expect([made.status, made.body.role, made.body.is_active]).toEqual([201, 'AGENT', true]);
    expect(made.body.id).not.toBe(1);
    const path = `${USERS}/${made.body.id}`;
    const found = await call(second().origin, 'GET', `${USERS}?q=zoé&limit=1`, { token: admin });
    expect([found.headers.get('x-total-count'), found.body[0].id]).toEqual(['1', made.body.id]);
    await call(first().origin, 'PATCH', path, { token: admin, body: { full_name: 'Zoé Otra', language: 'en' } });
    expect((await call(first().origin, 'GET', path, { token: admin })).body).toMatchObject({
      full_name: 'Zoé Otra',
      name: 'Zoé Otra',
      language: 'en',
      role: 'AGENT',
    });
  });

  test('gives nobody the names of another, also at the same moment and as the other name', async () => {
    const both = await Promise.all([
      newUser({ email: 'mismo@joxai.test' }),
      newUser({ email: 'MISMO@joxai.test', username: 'otro' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect((await newUser({ username: 'mismo@joxai.test' })).status).toBe(409);
    const other = await newUser();
    const path = `${USERS}/${other.body.id}`;
    expect(
      (await call(first().origin, 'PATCH', path, { token: admin, body: { email: 'mismo@joxai.test' } })).status,
    ).toBe(409);
  });

  test('is told of every field that is not valid', async () => {
    for (const [fields, named] of [
      [{ email: 'a@b.mx, c@d.mx' }, 'email'],
      [{ email: 'a@b.mx\r\nBcc: c@d.mx' }, 'email'],
      [{ full_name: 'Uno\r\nDos' }, 'full_name'],
      [{ role: 'EMPEROR' }, 'role'],
      [{ password: 'corta' }, 'password'],
      [{ time_zone: 'Mars/Olympus' }, 'time_zone'],
    ] as const) {
      const { status, body } = await newUser(fields);
      expect([named, status, body.errors?.[0]?.field]).toEqual([named, 422, named]);
    }
  });

  test('is the only one who may', async () => {
    const supervisor = await newUser({ role: 'SUPERVISOR' });
    const { body } = await logIn(supervisor.body.email);
    for (const [method, path] of [
      ['GET', USERS],
      ['PATCH', `${USERS}/1`],
      ['DELETE', `${USERS}/1`],
      ['POST', `${USERS}/1/invitation`],
    ] as const) {
      const answer = await call(first().origin, method, path, {
        token: body.access_token,
        ...(method !== 'GET' && { body: {} }),
      });
      expect([method, path, answer.status]).toEqual([method, path, 403]);
    }
  });
});

describe('a session ends in every worker', () => {
  test('when its person is deactivated, who can come back only when they are active again', async () => {
    const { body: user } = await newUser();
    const { body: session } = await logIn(user.email);
    expect((await me(session.access_token)).status).toBe(200);
    const gone = await call(first().origin, 'DELETE', `${USERS}/${user.id}`, { token: admin });
    expect([gone.status, gone.body.is_active]).toEqual([200, false]);
    expect((await me(session.access_token)).status).toBe(401);
    expect((await logIn(user.email)).status).toBe(401);
    await call(first().origin, 'PATCH', `${USERS}/${user.id}`, { token: admin, body: { is_active: true } });
    expect((await me(session.access_token)).status).toBe(401);
    expect((await logIn(user.email)).status).toBe(200);
  });

  test('before it begins, when the password or the state of its person changes during the login', async () => {
    const other = await hashPassword('Otra-Frase-Larga-66');
    const older = await Bun.password.hash(PASSWORD, 'bcrypt');
    const cases = [
      { change: { password_hash: other }, waits: 'SET last_login_at', hash: other },
      { change: { is_active: false }, waits: 'SET last_login_at', hash: expect.stringMatching(/^\$argon2id/) },
      { before: older, change: { password_hash: other }, waits: 'SET password_hash', hash: other },
    ];
    for (const { before, change, waits, hash } of cases) {
      const { body: user } = await newUser();
      if (before) await sql()`UPDATE users SET password_hash = ${before} WHERE id = ${user.id}`;
      const { promise: holder, resolve } = Promise.withResolvers<ReservedSql>();
      const lock = await holdLock(first().database.url, async (tx) => {
        await tx`UPDATE users SET ${tx(change)} WHERE id = ${user.id}`;
        resolve(tx);
      });
      const login = logIn(user.email);
      await lock.untilWaiting(1, `UPDATE users ${waits}`);
      await (await holder)`COMMIT`;
      expect((await login).status).toBe(401);
      await lock.release();
      const [after] = await sql()`SELECT u.password_hash AS hash, count(s.id)::int AS sessions
        FROM users u LEFT JOIN sessions s ON s.user_id = u.id WHERE u.id = ${user.id} GROUP BY u.id`;
      expect(after).toEqual({ hash, sessions: 0 });
    }
  });

  test('when their role changes; another change leaves it', async () => {
    const { body: user } = await newUser({ role: 'SUPERVISOR' });
    const { body: session } = await logIn(user.email);
    const change = (body: object) => call(first().origin, 'PATCH', `${USERS}/${user.id}`, { token: admin, body });
    await change({ full_name: 'Con Otro Nombre' });
    expect((await me(session.access_token)).status).toBe(200);
    await change({ role: 'AGENT' });
    expect((await me(session.access_token)).status).toBe(401);
    expect((await logIn(user.email)).body.user.role).toBe('AGENT');
  });

  test('and their open socket closes', async () => {
    const { body: user } = await newUser();
    const { body: session } = await logIn(user.email);
    const socket = new WebSocket(`${second().origin.replace('http', 'ws')}/api/v1/ws`, [
      'joxai.v1',
      session.access_token,
    ]);
    const closed = new Promise<number>((resolve) => {
      socket.onclose = ({ code }) => resolve(code);
    });
    await new Promise((resolve) => {
      socket.onmessage = resolve;
    });
    await call(first().origin, 'DELETE', `${USERS}/${user.id}`, { token: admin });
    expect(await closed).toBe(4003);
  });
});

describe('the last administrator', () => {
  test('stays, whoever asks and however', async () => {
    const { body: own } = await me(admin);
    const path = `${USERS}/${own.id}`;
    expect((await call(first().origin, 'DELETE', path, { token: admin })).status).toBe(409);
    for (const body of [{ role: 'AGENT' }, { is_active: false }]) {
      expect((await call(first().origin, 'PATCH', path, { token: admin, body })).status).toBe(409);
    }
    expect((await me(admin)).body.role).toBe('ADMIN');
  });

  test('is left over when two take each other away at the same moment', async () => {
    const { body: own } = await me(admin);
    for (let round = 0; round < 5; round += 1) {
      const { body: other } = await newUser({ role: 'ADMIN' });
      const { body: session } = await logIn(other.email);
      const answers = await Promise.all([
        call(first().origin, 'PATCH', `${USERS}/${other.id}`, { token: admin, body: { role: 'AGENT' } }),
        call(second().origin, 'PATCH', `${USERS}/${own.id}`, { token: session.access_token, body: { role: 'AGENT' } }),
      ]);
      const [row] = await sql()`SELECT count(*)::int AS n FROM users WHERE role = 'ADMIN' AND is_active`;
      expect(row?.n).toBe(1);
      expect(answers.filter(({ status }) => status === 200).length).toBe(1);
      await sql()`UPDATE users SET role = 'ADMIN' WHERE id = ${own.id}`;
      await sql()`UPDATE users SET is_active = false WHERE id = ${other.id}`;
      admin = await staffToken(first().origin);
    }
  });

  test('is not replaced by one who was only invited', async () => {
    const { body: own } = await me(admin);
    const invited = await newUser({ role: 'ADMIN', password: undefined });
    expect(invited.body.is_invited).toBe(true);
    await mail.next();
    const answer = await call(first().origin, 'PATCH', `${USERS}/${own.id}`, { token: admin, body: { role: 'AGENT' } });
    expect(answer.status).toBe(409);
  });
});

describe('an invitation', () => {
  const linkOf = (text: string) =>
    new URL(text.match(/https:\/\/desk\.joxai\.test\/panel\/password\?[\w=&;%.-]+/)?.[0] ?? '');

  test('is mailed in the language of the person, and its link sets a password once', async () => {
    const { status, body: user } = await newUser({ password: undefined, language: 'en' });
    expect([status, user.is_invited]).toEqual([201, true]);
    const letter = await mail.next();
    expect(letter.to).toBe(user.email);
    expect(letter.headers.get('subject')).toBe('Your access to the panel of JoxAI Bank');
    const link = linkOf(letter.text);
    const token = link.searchParams.get('token') ?? '';
    // The secret stands in the mail alone.
    const held = await sql()`SELECT row_to_json(n)::text AS row FROM notifications n
      UNION ALL SELECT row_to_json(l)::text FROM password_links l UNION ALL SELECT row_to_json(a)::text FROM audit_log a`;
    expect(held.some(({ row }) => String(row).includes(token))).toBe(false);
    const page = await fetch(second().origin + link.pathname + link.search);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Choose your password')]);
    const send = (password: string, repeated = password) =>
      fetch(`${second().origin}/panel/password?lang=en`, form({ token, password, repeated }));
    expect((await send('corta')).status).toBe(422);
    expect((await send(PASSWORD, `${PASSWORD}x`)).status).toBe(422);
    const both = await Promise.all([send(PASSWORD), send(PASSWORD)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect((await send(PASSWORD)).status).toBe(404);
    expect((await fetch(second().origin + link.pathname + link.search)).status).toBe(404);
    expect((await logIn(user.email)).status).toBe(200);
    const after = await call(first().origin, 'GET', `${USERS}/${user.id}`, { token: admin });
    expect(after.body.is_invited).toBe(false);
  });

  test('ends with a newer one, with time, and with a deactivation', async () => {
    const { body: user } = await newUser({ password: undefined });
    const status = async (link: URL) => (await fetch(first().origin + link.pathname + link.search)).status;
    const older = linkOf((await mail.next()).text);
    expect(older.searchParams.get('lang')).toBe('es');
    expect(
      (await call(first().origin, 'POST', `${USERS}/${user.id}/invitation`, { token: admin, body: {} })).status,
    ).toBe(202);
    const newer = linkOf((await mail.next()).text);
    expect([await status(older), await status(newer)]).toEqual([404, 200]);
    await sql()`UPDATE password_links SET expires_at = now() WHERE user_id = ${user.id}`;
    expect(await status(newer)).toBe(404);
    await call(first().origin, 'POST', `${USERS}/${user.id}/invitation`, { token: admin, body: {} });
    const last = linkOf((await mail.next()).text);
    await call(first().origin, 'DELETE', `${USERS}/${user.id}`, { token: admin });
    expect(await status(last)).toBe(404);
  });

  test('ends with another e-mail, and as a reset with a password that its person chooses otherwise', async () => {
    const invite = (id: number) =>
      call(first().origin, 'POST', `${USERS}/${id}/invitation`, { token: admin, body: {} });
    const status = async (link: URL) => (await fetch(first().origin + link.pathname + link.search)).status;
    const { body: invited } = await newUser({ password: undefined });
    const astray = linkOf((await mail.next()).text);
    expect(await status(astray)).toBe(200);
    const path = `${USERS}/${invited.id}`;
    await call(first().origin, 'PATCH', path, { token: admin, body: { full_name: 'Quien Falta' } });
    expect(await status(astray)).toBe(200);
    await call(first().origin, 'PATCH', path, { token: admin, body: { email: `de-verdad-${invited.email}` } });
    expect(await status(astray)).toBe(404);
    const { body: user } = await newUser();
    const { body: session } = await logIn(user.email);
    await invite(user.id);
    const reset = linkOf((await mail.next()).text);
    expect(await status(reset)).toBe(200);
    const passwords = { current_password: PASSWORD, new_password: 'Otra-Frase-Larga-99' };
    const token = session.access_token;
    expect((await call(first().origin, 'POST', '/api/v1/auth/password', { token, body: passwords })).status).toBe(204);
    expect(await status(reset)).toBe(404);
    expect((await mail.next()).to).toBe(user.email);
  });

  test('as a reset ends the sessions that there are', async () => {
    const { body: user } = await newUser();
    const { body: session } = await logIn(user.email);
    await call(first().origin, 'POST', `${USERS}/${user.id}/invitation`, { token: admin, body: {} });
    const letter = await mail.next();
    expect(letter.headers.get('subject')).toContain('contrase');
    const token = linkOf(letter.text).searchParams.get('token') ?? '';
    const password = 'Otra-Frase-Larga-88';
    expect(
      (await fetch(`${first().origin}/panel/password`, form({ token, password, repeated: password }))).status,
    ).toBe(200);
    expect((await me(session.access_token)).status).toBe(401);
    expect([(await logIn(user.email)).status, (await logIn(user.email, password)).status]).toEqual([401, 200]);
  });

  test('without a mail server is refused, and nobody is made', async () => {
    const service = await startService({ database: first().database });
    const email = 'sin-correo@joxai.test';
    const answer = await call(service.origin, 'POST', USERS, {
      token: await staffToken(service.origin),
      body: { email, full_name: 'Sin Correo', role: 'AGENT' },
    });
    expect(answer.status).toBe(503);
    expect((await sql()`SELECT 1 FROM users WHERE email = ${email}`).length).toBe(0);
    await service.stop();
  });
});

test('what administrators do to users leaves a trace without secrets', async () => {
  const actions = await sql()<{ action: string }[]>`
    SELECT DISTINCT action FROM audit_log WHERE resource_type = 'user' ORDER BY action`;
  expect(actions.map(({ action }) => action)).toEqual(
    expect.arrayContaining([
      'user.create',
      'user.deactivate',
      'user.invite',
      'user.reactivate',
      'user.role',
      'user.update',
    ]),
  );
  const rows = await sql()<{ details: string }[]>`SELECT details FROM audit_log`;
  for (const { details } of rows) expect(details).not.toContain(PASSWORD);
});
