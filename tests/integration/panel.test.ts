import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { createApp } from '../../src/app.ts';
import { TurnDesk } from '../../src/features/chat/turn-desk.ts';
import { createUser } from '../../src/features/users/service.ts';
import { say, startChat } from '../support/client.ts';
import { ADMIN } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { type Service, startService } from '../support/service.ts';

const AGENT = { email: 'agent@joxai.test', password: 'Murmullo-Verde-5518' };

let service: Service;
let other: Service;
let agentId: number;

beforeAll(async () => {
  service = await startService();
  other = await startService({ database: service.database });
  const user = await createUser(service.ctx.db.orm, { ...AGENT, fullName: 'Agente Uno', role: 'AGENT' });
  agentId = user.id;
});

afterAll(async () => {
  await other.stop();
  await service.stop();
});

type Headers = Record<string, string>;

const ask = (method: string, path: string, headers: Headers = {}, form?: Record<string, string>): Promise<Response> =>
  fetch(service.origin + path, {
    method,
    redirect: 'manual',
    headers,
    ...(form && { body: new URLSearchParams(form) }),
  });

const fromOwnPage = (): Headers => ({ origin: service.origin });

async function logIn({ email, password }: { email: string; password: string } = ADMIN): Promise<Headers> {
  const answer = await ask('POST', '/panel/login', fromOwnPage(), { login: email, password });
  expect(answer.status).toBe(303);
  return { cookie: (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] as string };
}

describe('the panel', () => {
  test('sends whoever is not logged in to the login, on every one of its pages', async () => {
    const { routes } = createApp(service.ctx, new TurnDesk(service.ctx));
    const closed = routes.filter(
      ({ path, hooks }) =>
        path.startsWith('/panel/') && (hooks as { detail: Record<string, string> }).detail['x-access'] !== 'OPEN',
    );
    expect(closed.length).toBeGreaterThan(4);
    for (const { method, path } of closed) {
      if (path === '/panel/live') continue;
      const answer = await ask(method, path.replace(':id', 'x'), fromOwnPage());
      expect([method, path, answer.status]).toEqual([method, path, 303]);
      expect(answer.headers.get('location')).toStartWith('/panel/login');
    }
  });

  test('tells htmx to load the login as a page, and comes back to where the person was', async () => {
    const answer = await ask('GET', '/panel/conversations/x', {
      'hx-request': 'true',
      'hx-current-url': 'http://elsewhere.example/panel/conversations?status=ended',
    });
    expect(answer.headers.get('hx-redirect')).toBe('/panel/login?next=%2Fpanel%2Fconversations%3Fstatus%3Dended');
  });

  test('keeps its cookie from scripts and other sites, and goes nowhere but to its own pages', async () => {
    for (const next of ['//evil.example', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)']) {
      const form = { login: ADMIN.email, password: ADMIN.password, next };
      const answer = await ask('POST', '/panel/login', fromOwnPage(), form);
      expect(answer.headers.get('location')).toBe('/panel/conversations');
      const [session, device, ...others] = answer.headers.getSetCookie();
      expect(session).toMatch(/^joxai_panel=[^;]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
      expect(device).toMatch(/^joxai_device=[^;]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
      expect(others).toEqual([]);
    }
    const session = await logIn();
    for (const next of ['/.//evil.example', '/panel/..//evil.example', '/%2e//evil.example', '//evil.example']) {
      const answer = await ask('GET', `/panel/login?next=${encodeURIComponent(next)}`, session);
      expect([next, answer.headers.get('location')]).toEqual([next, '/panel/conversations']);
    }
    const form = { login: ADMIN.email, password: ADMIN.password, next: '/panel/conversations?status=ended' };
    const answer = await ask('POST', '/panel/login', fromOwnPage(), form);
    expect(answer.headers.get('location')).toBe('/panel/conversations?status=ended');
  });

  test('takes no form from a foreign page, nor one that does not say where it comes from', async () => {
    const session = await logIn();
    for (const headers of [
      {},
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'null' },
    ]) {
      for (const path of ['/panel/login', '/panel/logout', '/panel/preferences']) {
        const answer = await ask('POST', path, { ...session, ...headers } as Headers, { theme: 'dark' });
        expect([path, answer.status]).toEqual([path, 403]);
      }
    }
    expect((await ask('POST', '/panel/preferences', { ...session, ...fromOwnPage() }, { theme: 'dark' })).status).toBe(
      303,
    );
    expect(await (await ask('GET', '/panel/conversations', session)).text()).toContain('data-theme="dark"');
  });

  test('shows a person a page for an error, in their language, and never JSON', async () => {
    const session = await logIn();
    const missing = await ask('GET', '/panel/conversations/3f1c8f0e-0000-4000-8000-000000000001', session);
    expect(missing.status).toBe(404);
    expect(await missing.text()).toContain('No encontramos esta página');
    const stranger = await ask('GET', '/panel/nowhere', { 'accept-language': 'en-GB,es;q=0.5' });
    expect(stranger.headers.get('content-type')).toStartWith('text/html');
    const shown = await stranger.text();
    expect([shown.includes('We could not find this page'), shown.includes('href="/panel"')]).toEqual([true, true]);
    const customer = await (await ask('GET', '/nowhere', { accept: 'text/html' })).text();
    expect([customer.includes('No encontramos esta página'), customer.includes('href="/panel"')]).toEqual([
      true,
      false,
    ]);
  });
});

describe('a conversation in the panel', () => {
  test('leaves a trace of who read it, once a reading, and is no longer unread', async () => {
    const session = await logIn();
    const chat = await startChat(service.origin);
    await say(service.origin, chat, '¿A qué hora abren las sucursales?');
    const readings = () => service.ctx.db.sql`
      SELECT 1 FROM audit_log WHERE action = 'conversation.read' AND resource_id = ${chat.id}`;
    expect(await readings()).toHaveLength(0);
    const page = await ask('GET', `/panel/conversations/${chat.id}`, session);
    expect(await page.text()).toContain('¿A qué hora abren las sucursales?');
    expect(await readings()).toHaveLength(1);
    const [row] = await service.ctx.db
      .sql`SELECT last_seq - read_seq AS unread FROM conversations WHERE id = ${chat.id}`;
    expect(row?.unread).toBe(0);
  });

  test('that another agent has taken is not there for an agent, and is for a supervisor', async () => {
    const agent = await logIn(AGENT);
    const admin = await logIn();
    const chat = await startChat(service.origin);
    const path = `/panel/conversations/${chat.id}`;
    expect((await ask('GET', path, agent)).status).toBe(200);
    const [taker] = await service.ctx.db.sql`SELECT id FROM users WHERE id <> ${agentId} LIMIT 1`;
    await service.ctx.db.sql`UPDATE conversations SET assignee_id = ${taker?.id} WHERE id = ${chat.id}`;
    expect((await ask('GET', path, agent)).status).toBe(404);
    expect(await (await ask('GET', '/panel/conversations', agent)).text()).not.toContain(chat.id);
    expect((await ask('GET', path, admin)).status).toBe(200);
  });
});

describe('the live connection', () => {
  test('brings what a customer writes to another worker, from the seq that the page has', async () => {
    const chat = await startChat(other.origin);
    const page = await connect(await logIn());
    page.send({ type: 'watch', filter: '', conversation: chat.id, after_seq: 1, after_note: 0, after_change: 0 });
    await page.until((html) => html.includes(`id="row-${chat.id}"`));
    await say(other.origin, chat, '¿Cuánto puedo transferir por SPEI al día?');
    await page.until((html) => html.includes(`id="message-${chat.id}-3"`));
    expect(page.html()).toContain(`id="message-${chat.id}-2"`);
    expect(page.html()).not.toContain(`id="message-${chat.id}-1"`);
    expect(page.html().split(`id="message-${chat.id}-2"`)).toHaveLength(2);
    page.close();
  });

  test('ends with the session, in every worker', async () => {
    const session = await logIn();
    const page = await connect(session, other.origin);
    page.send({ type: 'ping' });
    await page.until((html) => html.includes('pong'));
    await ask('POST', '/panel/logout', { ...session, ...fromOwnPage() });
    expect(await page.closed).toBe(4003);
    expect((await ask('GET', '/panel/conversations', session)).status).toBe(303);
    expect(await (await connect(session)).closed).toBe(4003);
  });

  test('opens to no foreign page', async () => {
    const session = await logIn();
    for (const origin of ['https://evil.example', null]) {
      const page = await connect(session, service.origin, origin).catch(() => 'refused');
      expect(page).toBe('refused');
    }
  });
});

interface Page {
  send(frame: object): void;
  html(): string;
  until(isThere: (html: string) => boolean): Promise<void>;
  closed: Promise<number>;
  close(): void;
}

/** A page's socket, as a browser opens it. */
async function connect(session: Headers, origin = service.origin, from: string | null = origin): Promise<Page> {
  const headers = { ...session, ...(from && { origin: from }) };
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/panel/live`, { headers } as never);
  let html = '';
  socket.onmessage = ({ data }) => {
    const frame = JSON.parse(String(data)) as { type?: string; content?: string };
    html += frame.content ?? frame.type ?? '';
  };
  const closed = new Promise<number>((resolve) => {
    socket.onclose = ({ code }) => resolve(code);
  });
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  return {
    closed,
    html: () => html,
    send: (frame) => socket.send(JSON.stringify(frame)),
    close: () => socket.close(),
    until: (isThere) => eventually('it arrives', () => isThere(html)),
  };
}
