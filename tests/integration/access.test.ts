import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { createApp } from '../../src/app.ts';
import { TurnDesk } from '../../src/features/chat/turn-desk.ts';
import { createUser } from '../../src/features/users/service.ts';
import { call, say, staffToken, startChat } from '../support/client.ts';
import { ADMIN } from '../support/database.ts';
import { ampleLimits } from '../support/rate-limits.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff } from '../support/staff.ts';

interface Route {
  method: string;
  path: string;
  access: string;
}

let service: Service;
let routes: Route[];

beforeAll(async () => {
  service = await startService();
  routes = createApp(service.ctx, new TurnDesk(service.ctx)).routes.map(({ method, path, hooks }) => ({
    method,
    path: path.replace(/:\w+/g, '1'),
    access: (hooks as { detail: Record<string, string> }).detail['x-access'] as string,
  }));
});

afterAll(() => service.stop());

const apiRoutes = (...access: string[]) =>
  routes.filter((route) => route.path.startsWith('/api/') && access.includes(route.access));

describe('every route', () => {
  test('of staff refuses a stranger, a customer and a made-up token, before it looks at the body', async () => {
    const chat = await startChat(service.origin);
    const staffRoutes = apiRoutes('AGENT', 'SUPERVISOR', 'ADMIN');
    expect(staffRoutes.length).toBeGreaterThan(5);
    for (const { method, path } of staffRoutes) {
      for (const token of [undefined, chat.token, 'made-up']) {
        const body = method === 'GET' ? undefined : { nonsense: true };
        const answer = await call(service.origin, method, path, { token, body });
        expect([method, path, answer.status]).toEqual([method, path, 401]);
        expect(answer.body).toEqual({ detail: 'Not authenticated' });
      }
    }
  });

  test('of staff lets the administrator in', async () => {
    const token = await staffToken(service.origin);
    for (const { method, path } of apiRoutes('AGENT', 'SUPERVISOR', 'ADMIN')) {
      if (method !== 'GET') continue;
      const { status } = await call(service.origin, method, path, { token });
      expect([path, [200, 404, 422].includes(status)]).toEqual([path, true]);
    }
  });
});

describe('a staff token', () => {
  test('stops working when its person is deactivated', async () => {
    const password = 'Murmullo-Verde-5518';
    const email = 'leaver@joxai.test';
    const user = await createUser(service.ctx.db.orm, { email, fullName: 'Leaver', role: 'AGENT', password });
    const login = await call(service.origin, 'POST', '/api/v1/auth/login', { body: { email, password } });
    const me = () => call(service.origin, 'GET', '/api/v1/auth/me', { token: login.body.access_token });
    expect((await me()).status).toBe(200);
    await service.ctx.db.sql`UPDATE users SET is_active = false WHERE id = ${user.id}`;
    expect((await me()).status).toBe(401);
  });

  test('of another purpose, algorithm or time is refused', async () => {
    const { tokens } = service.ctx;
    const chat = await startChat(service.origin);
    expect(await tokens.verifyStaff(chat.token)).toBeNull();
    expect(await tokens.verifyConversation(await staffToken(service.origin))).toBeNull();
    const [header, payload] = (await staffToken(service.origin)).split('.');
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    for (const forged of [`${none}.${payload}.`, `${header}.${payload}.`, `${header}.${payload}.AAAA`]) {
      expect(await tokens.verifyStaff(forged)).toBeNull();
    }
  });
});

describe('logging in', () => {
  test('is limited by account over all workers, and another account gets in', async () => {
    const env = { RATE_LIMITS: '{"login":"5/minute"}' };
    const first = await startService({ env });
    const workers = [first, await startService({ env, database: first.database })];
    const attempt = (index: number, body: object) =>
      call((workers[index % 2] as Service).origin, 'POST', '/api/v1/auth/login', { body });
    const statuses: number[] = [];
    for (let index = 0; index < 7; index += 1) {
      statuses.push((await attempt(index, { username: 'someone', password: 'wrong-password' })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    const refused = await attempt(0, { username: 'someone', password: 'wrong-password' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await attempt(1, ADMIN)).status).toBe(200);
    for (const worker of workers.reverse()) await worker.stop();
  });

  test('takes the password policy seriously', async () => {
    const password = 'Murmullo-Verde-5518';
    const email = 'changer@joxai.test';
    await createUser(service.ctx.db.orm, { email, fullName: 'Chan Ger', role: 'AGENT', password });
    const { body } = await call(service.origin, 'POST', '/api/v1/auth/login', { body: { email, password } });
    const change = (next: string) =>
      call(service.origin, 'POST', '/api/v1/auth/password', {
        token: body.access_token,
        body: { current_password: password, new_password: next },
      });
    for (const weak of ['short-1', 'password1234', 'changer-2026-xyz']) expect((await change(weak)).status).toBe(422);
    expect((await change('Otra-Frase-Larga-88')).status).toBe(204);
  });

  test('is no faster to try where somebody is logged in: the change of a password is limited like it', async () => {
    const strict = await startService({ env: { RATE_LIMITS: ampleLimits({ login: '5/hour' }) } });
    const { token } = await newStaff(strict, 'AGENT');
    const body = { current_password: 'not-the-password', new_password: 'Otra-Frase-Larga-88' };
    const statuses: number[] = [];
    for (let index = 0; index < 7; index += 1) {
      statuses.push((await call(strict.origin, 'POST', '/api/v1/auth/password', { token, body })).status);
    }
    expect(statuses).toEqual([422, 422, 422, 422, 422, 429, 429]);
    await strict.stop();
  });
});

test('an error tells nothing of what was sent or of the inside', async () => {
  const secret = 'canary-7781-very-secret';
  const answers = [
    await call(service.origin, 'POST', '/api/v1/auth/login', { body: { username: 5, password: secret } }),
    await call(service.origin, 'POST', '/api/v1/auth/login', { body: { username: secret, password: secret } }),
    await call(service.origin, 'POST', '/api/v1/chat/message', { body: { conversation_id: secret, message: secret } }),
    await call(service.origin, 'GET', `/api/v1/tickets/${secret}`, { token: await staffToken(service.origin) }),
    await call(service.origin, 'GET', '/api/v1/knowledge/99999999999', { token: await staffToken(service.origin) }),
  ];
  for (const { status, body } of answers) {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(JSON.stringify(body)).not.toContain(secret);
    expect(JSON.stringify(body)).not.toMatch(/node_modules|postgres|elysia|select|\.ts/i);
  }
});

test('the audit log is a chain that cannot be rewritten', async () => {
  const { sql } = service.ctx.db;
  await Promise.all([staffToken(service.origin), staffToken(service.origin), staffToken(service.origin)]);
  const entries = await sql<{ previous_hash: string; hash: string; recomputed: string }[]>`
    SELECT previous_hash, hash, audit_log_hash(audit_log) AS recomputed FROM audit_log ORDER BY id`;
  expect(entries.length).toBeGreaterThan(2);
  for (const [index, entry] of entries.entries()) {
    expect(entry.hash).toBe(entry.recomputed);
    expect(entry.previous_hash).toBe(entries[index - 1]?.hash ?? '');
  }
  for (const attempt of [sql`UPDATE audit_log SET action = 'x'`, sql`DELETE FROM audit_log`, sql`TRUNCATE audit_log`]) {
    await expect(attempt.execute()).rejects.toThrow('cannot be rewritten');
  }
});

test('a foreign page can neither post with the cookie nor open a socket', async () => {
  const chat = await startChat(service.origin);
  const cookie = `joxai_chat=${chat.token}`;
  const post = (headers: Record<string, string>) =>
    call(service.origin, 'POST', '/api/v1/chat/feedback', {
      body: { conversation_id: chat.id, rating: 5 },
      headers: { cookie, ...headers },
    });
  expect((await post({ origin: service.origin })).status).toBe(200);
  expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
  expect((await post({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  const upgrade = (origin: string) =>
    fetch(`${service.origin}/api/v1/chat/ws`, {
      headers: {
        connection: 'upgrade',
        upgrade: 'websocket',
        origin,
        cookie,
        'sec-websocket-key': 'x',
        'sec-websocket-version': '13',
      },
    });
  expect((await upgrade('https://evil.example')).status).toBe(403);
});

test('only listed origins may call across origins, and only their own name is answered', async () => {
  const env = { CORS_ORIGINS: 'https://www.bank.example' };
  const embedding = await startService({ env, database: service.database });
  const preflight = async (origin: string) => {
    const response = await fetch(`${embedding.origin}/api/v1/chat/message`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
    });
    return response.headers.get('access-control-allow-origin');
  };
  expect(await preflight('https://www.bank.example')).toBe('https://www.bank.example');
  for (const foreign of [
    'https://evil.example',
    'null',
    'https://www.bank.example.evil.example',
    'https://xwww.bank.example',
  ]) {
    expect(await preflight(foreign)).toBeNull();
  }
  const chat = await startChat(embedding.origin);
  const opens = (options: { headers: Record<string, string>; protocols?: string[] }) =>
    new Promise<boolean>((resolve) => {
      const socket = new WebSocket(`${embedding.origin.replace('http', 'ws')}/api/v1/chat/ws`, options as never);
      socket.onopen = () => {
        socket.close();
        resolve(true);
      };
      socket.onerror = () => resolve(false);
    });
  const [cookie, site] = [`joxai_chat=${chat.token}`, 'https://www.bank.example'];
  expect(await opens({ headers: { origin: embedding.origin, cookie } })).toBe(true);
  expect(await opens({ headers: { origin: site }, protocols: ['joxai.v1', chat.token] })).toBe(true);
  expect(await opens({ headers: { origin: site, cookie } })).toBe(false);
  await embedding.stop();
});

test('an answer in the chat carries its source, which staff can read', async () => {
  const { body } = await say(service.origin, await startChat(service.origin), '¿A qué hora abren las sucursales?');
  const [citation] = body.metadata.citations;
  const token = await staffToken(service.origin);
  const article = await call(service.origin, 'GET', `/api/v1/knowledge/${citation.article_id}`, { token });
  expect(article.body.slug).toBe(citation.slug);
});
