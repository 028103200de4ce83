import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { createApp } from '../../src/app.ts';
import { collectGaps } from '../../src/features/knowledge/gaps.ts';
import { buildDocument } from '../../src/features/openapi/document.ts';
import {
  type OpenApiDocument,
  type Operation,
  operationsOf as placedOperations,
} from '../../src/features/openapi/model.ts';
import type { AppRoute } from '../../src/features/openapi/operation.ts';
import { DOCUMENT_KEY } from '../../src/http/documented.ts';
import { SchemaChecker } from '../support/answer-checker.ts';
import { codeOf } from '../support/authenticator.ts';
import { call, say, startChat } from '../support/client.ts';
import { fileForm, PDF } from '../support/files.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

let service: Service;
let routes: AppRoute[];
let document: OpenApiDocument;

beforeAll(async () => {
  service = await startService();
  routes = createApp(service.ctx, {} as never).routes as AppRoute[];
  document = (await call(service.origin, 'GET', '/api/v1/openapi.json')).body;
});

afterAll(() => service.stop());

/** `METHOD /path/{id}` and what the document says of it. */
const operationsOf = (whole: OpenApiDocument): [string, Operation][] =>
  placedOperations(whole).map(({ method, path, operation }) => [`${method} ${path}`, operation]);

const isOfInterface = ({ method, path }: AppRoute): boolean => path.startsWith('/api/') && method !== 'OPTIONS';

describe('the document', () => {
  test('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document) as never);
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
    expect(document.openapi).toBe('3.1.0');
  });

  test('has every route of the interface', () => {
    const undescribed = routes
      .filter(isOfInterface)
      .filter(({ hooks }) => typeof hooks.detail?.[DOCUMENT_KEY] !== 'function')
      .map(
        ({ method, path }) => `${method} ${path}: its detail is not made by documentation() of src/http/documented.ts`,
      );
    expect(undescribed).toEqual([]);
    const described = operationsOf(document).filter(([operation]) => operation.includes(' /api/'));
    expect(described.length).toBe(routes.filter(isOfInterface).length);
  });

  test('says of each operation what it is for, who may, what comes back and what can go wrong', () => {
    const tags = new Set(document.tags.filter(({ description }) => description).map(({ name }) => name));
    const lacking = operationsOf(document).flatMap(
      ([name, { summary, description, tags: own = [], responses, ...rest }]) => {
        const faults = [
          !summary?.trim() && 'no summary',
          !description?.trim() && 'no description',
          !own.every((tag) => tags.has(tag)) && `its tag ${own} is not described in features/openapi/general.ts`,
          !Array.isArray(rest.security) && 'no security',
          !Object.keys(responses).some((status) => /^[123]/.test(status)) && 'no success',
          !('503' in responses) && 'no 503',
          rest.requestBody && !['400', '413', '415', '422'].every((one) => one in responses) && 'no errors of the body',
          name.includes('{') && !('404' in responses) && 'no 404',
        ];
        return faults.filter(Boolean).map((fault) => `${name}: ${fault}`);
      },
    );
    expect(lacking).toEqual([]);
  });

  test('has an example of everything that is sent and answered, and each fits its schema', async () => {
    const { gaps } = await buildDocument(routes, '1.0.0');
    expect(gaps.map(({ operation, field }) => `${operation}: ${field} has no example`)).toEqual([]);
    const checker = new SchemaChecker(document, { isStrict: true });
    const unread = { $ref: '#/components/schemas/Unread' };
    expect(checker.fault(unread, { unread: 1 })).toBeNull();
    expect(checker.fault(unread, {})).toContain('required');
    expect(checker.fault(unread, { unread: 1, secret: 1 })).toContain('additional');
    const faults = operationsOf(document).flatMap(([name, { parameters = [], requestBody, responses }]) => {
      const contents = [requestBody, ...Object.values(responses)].flatMap((one) => Object.entries(one?.content ?? {}));
      const given = [
        ...parameters.map((one) => [one.name, one.schema, one.example] as const),
        ...contents.map(([type, one]) => [type, one.schema, one.example] as const),
      ];
      return given.flatMap(([where, schema, example]) => {
        const fault = example === undefined ? 'no example' : checker.fault(schema, example);
        return fault ? [`${name}: ${where}: ${fault}`] : [];
      });
    });
    expect(faults).toEqual([]);
  });

  test('tells the frames of both sockets with an example of each', () => {
    for (const path of ['/api/v1/chat/ws', '/api/v1/ws']) {
      const socket = document.paths[path]?.get?.['x-websocket'];
      expect(socket?.client.examples).toContainEqual({ type: 'ping' });
      expect(JSON.stringify(socket?.server.examples)).toContain('"pong"');
    }
  });

  test('is kept by a client until it changes', async () => {
    const first = await call(service.origin, 'GET', '/api/v1/openapi.json');
    const etag = first.headers.get('etag') as string;
    const second = await call(service.origin, 'GET', '/api/v1/openapi.json', { headers: { 'if-none-match': etag } });
    expect([first.status, second.status]).toEqual([200, 304]);
  });

  test('is not loaded before somebody asks for it', async () => {
    const script = `await import('./src/app.ts');
      const ours = Object.keys(require.cache).filter((path) => !path.includes('node_modules'));
      console.log(JSON.stringify(ours.filter((path) => /features\\/.*\\/answers\\.ts|openapi\\/(document|example|operation)|views\\/openapi/.test(path))));
      console.log(ours.length);`;
    const { stdout } = Bun.spawnSync([process.execPath, '-e', script], { cwd: `${import.meta.dir}/../..` });
    const [loaded, all] = stdout.toString().trim().split('\n');
    expect(loaded).toBe('[]');
    expect(Number(all)).toBeGreaterThan(100);
  });
});

describe('what the service answers', () => {
  let agent: Staff;
  let admin: Staff;
  /** Operations whose answers were compared with the document. */
  const compared = new Set<string>();
  let checker: SchemaChecker;

  beforeAll(async () => {
    [agent, admin] = [await newStaff(service, 'AGENT'), await newStaff(service, 'ADMIN')];
    checker = new SchemaChecker(document, { isStrict: true });
  });

  /** The answer, which must be as the document says: its status is described, and so is each field of its body. */
  async function asked(token: string | undefined, method: string, path: string, content: object | null = null) {
    const isForm = content instanceof FormData;
    const { status, body, headers } = await call(service.origin, method, path, {
      token,
      ...(isForm ? { form: content } : content && { body: content }),
    });
    const operation = operationOf(method, path);
    if (!operation) throw new Error(`not in the document: ${method} ${path}`);
    const [name, { responses }] = operation;
    const told = responses[status];
    if (!told) throw new Error(`${name} answered ${status}, which the document does not tell: ${JSON.stringify(body)}`);
    const type = headers.get('content-type')?.split(';', 1)[0] ?? '';
    const shape = told.content?.[type]?.schema ?? told.content?.['application/octet-stream']?.schema;
    if (told.content && !shape) throw new Error(`${name} answered ${type}, which the document does not tell`);
    const fault = shape && type === 'application/json' ? checker.fault(shape, body) : null;
    if (fault) throw new Error(`${name} ${status}: ${fault}: ${JSON.stringify(body).slice(0, 300)}`);
    compared.add(name);
    return body;
  }

  function operationOf(method: string, path: string) {
    const { pathname } = new URL(path, 'http://any');
    const fits = ([name]: [string, unknown]) => {
      const [verb, template = ''] = name.split(' ');
      const pattern = new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`);
      return verb === method && pattern.test(pathname);
    };
    const found = operationsOf(document).filter(fits);
    return found.find(([name]) => !name.includes('{')) ?? found[0];
  }

  test('to customers is what the document says', async () => {
    const start = await asked(undefined, 'POST', '/api/v1/chat/start', { metadata: { language: 'es' } });
    const { conversation_token: token, conversation_id: id } = start;
    const to = (method: string, path: string, content: object | null = null) =>
      asked(token, method, `/api/v1/chat/${path}`, content);
    const own = { conversation_id: id };
    await to('POST', 'message', { ...own, message: '¿A qué hora abren las sucursales?' });
    await to('POST', 'message', { ...own, message: '' });
    await to('GET', `history/${id}`);
    const file = await to('POST', 'attachments', fileForm({ conversation_id: id }, PDF, 'recibo.pdf'));
    await to('GET', `attachments/${file.id}`);
    await to('GET', 'attachments/nothing-like-this');
    await to('POST', 'verify/start', { ...own, account_reference: 'nobody' });
    await to('POST', 'verify/confirm', { ...own, code: '000000' });
    await to('POST', 'escalate', { ...own, category: 'cards' });
    await to('GET', `history/${id}`);
    await to('POST', 'contact', { ...own, email: 'ana@example.com' });
    await to('POST', 'resume');
    await to('POST', 'feedback', { ...own, rating: 5 });
    await to('POST', 'end', own);
    await to('POST', 'message', { ...own, message: 'Hola' });
    await asked(undefined, 'GET', '/api/v1/chat/config');
    for (const path of ['openapi.json', 'docs', 'docs?q=ticket', 'docs/tickets', 'docs/schemas', 'docs/nothing']) {
      await asked(undefined, 'GET', `/api/v1/${path}`);
    }
    await asked(undefined, 'POST', '/api/v1/chat/message', { ...own, message: 'Hola' });
  });

  test('to staff about conversations is what the document says', async () => {
    const chat = await startChat(service.origin);
    await say(service.origin, chat, 'Quiero hablar con una persona');
    const to = (method: string, path = '', content: object | null = null) =>
      asked(agent.token, method, `/api/v1/conversations${path}`, content);
    const of = `/${chat.id}`;
    for (const path of ['', '/active', of, '?status=escalated', '?status=nonsense', '/nothing']) await to('GET', path);
    await to('POST', `${of}/takeover`);
    await to('POST', `${of}/takeover`);
    await to('POST', `${of}/messages`, { message: 'Hola, soy Lucía.' });
    await to('POST', `${of}/notes`, { note: 'Llamó ayer.' });
    await to('PATCH', of, { priority: 'HIGH', tags: ['cargo'] });
    for (const part of [
      'notes',
      'history',
      'summary',
      'transcript',
      'transcript?format=txt',
      'transcript?format=pdf',
    ]) {
      await to('GET', `${of}/${part}`);
    }
    await to('POST', `${of}/suggestion`);
    await to('POST', `${of}/reports`, { seq: 1, reason: 'WRONG' });
    await to('POST', `${of}/identity`, { customer: 'nobody' });
    await to('POST', `${of}/release`);
    await to('POST', `${of}/end`);
    await asked(agent.token, 'GET', '/api/v1/agents');
    await asked(agent.token, 'PATCH', `/api/v1/agents/${agent.id}`, { availability: 'AWAY' });
    await asked(admin.token, 'GET', '/api/v1/ws/stats');
    await asked(agent.token, 'GET', '/api/v1/ws/stats');
  });

  test('to staff about tickets is what the document says', async () => {
    const to = (method: string, path = '', content: object | null = null) =>
      asked(agent.token, method, `/api/v1/tickets${path}`, content);
    const { ticket_id: first } = await to('POST', '', { subject: 'Cargo no reconocido', category: 'complaint' });
    const { ticket_id: second } = await to('POST', '', { subject: 'Lo mismo', customer_email: 'ana@example.com' });
    await to('POST', '', { subject: '' });
    for (const path of ['', '/statistics', `/${first}`, '/TKT-NOTHING', '?assigned_to=nonsense']) await to('GET', path);
    await to('POST', `/${first}/assign`, { agent_id: agent.id });
    await to('PUT', `/${first}`, { priority: 'HIGH', tags: ['cargo'] });
    await to('PATCH', `/${first}/priority`, { priority: 'URGENT' });
    await to('POST', `/${first}/notes`, { note: 'Llamó ayer.' });
    await to('POST', `/${second}/messages`, { message: 'Lo revisamos.' });
    await to('POST', '/bulk', { ticket_ids: [first, 'TKT-NOTHING'], priority: 'LOW' });
    await to('PATCH', `/${first}/status`, { status: 'RESOLVED', resolution_notes: 'Hecho.' });
    for (const part of ['messages', 'history']) await to('GET', `/${first}/${part}`);
    await to('POST', `/${second}/merge`, { into: first });
    await to('POST', `/${second}/merge`, { into: first });
    const levels = await asked(admin.token, 'GET', '/api/v1/sla');
    await asked(agent.token, 'GET', '/api/v1/sla');
    await asked(admin.token, 'PUT', `/api/v1/sla/policies/${levels.policies[0].id}`, { warn_percent: 75 });
    await asked(admin.token, 'PUT', `/api/v1/sla/calendars/${levels.calendars[0].id}`, { holidays: [] });
    await asked(admin.token, 'POST', '/api/v1/sla/policies', {
      name: 'Préstamos',
      category: 'loans',
      resolution_minutes: 60,
    });
  });

  test('about retention is what the document says', async () => {
    await asked(admin.token, 'GET', '/api/v1/retention');
    const conversations = await asked(admin.token, 'GET', '/api/v1/conversations');
    const path = `/api/v1/conversations/${conversations[0].conversation_id}/legal-hold`;
    await asked(admin.token, 'PUT', path, { reason: 'Juicio 341/2026' });
    await asked(agent.token, 'PUT', path, { reason: 'Juicio 341/2026' });
    await asked(admin.token, 'PUT', path, { reason: '' });
    await asked(admin.token, 'GET', '/api/v1/retention/holds');
    await asked(admin.token, 'DELETE', path);
    await asked(admin.token, 'DELETE', '/api/v1/conversations/nothing/legal-hold');
  });

  test('about settings is what the document says', async () => {
    const to = (method: string, path: string, content: object | null = null) =>
      asked(admin.token, method, `/api/v1/settings${path}`, content);
    await asked(undefined, 'GET', '/api/v1/settings/public');
    await to('GET', '/system');
    for (const value of [5, 'banana']) await to('PUT', '/system/desk.capacity', { value });
    await to('POST', '/system', { key: 'portal_links', value: { es: 'uno' }, category: 'portal', is_public: true });
    await to('POST', '/system', { key: 'portal_links', value: 1 });
    await to('POST', '/system', { key: 'portal_token', value: 'x' });
    await to('PUT', '/system/portal_links', { value: [1], description: 'Enlaces' });
    for (const key of ['desk.capacity', 'portal_links', 'portal_token', 'nothing']) {
      await to('GET', `/system/${key}`);
      await to('GET', `/system/${key}/history`);
      await to('DELETE', `/system/${key}`);
    }
    await to('POST', '/user/me/inbox.columns', { value: ['name'] });
    for (const path of ['', '/inbox.columns', '/nothing']) await to('GET', `/user/me${path}`);
    for (const key of ['inbox.columns', 'nothing']) await to('DELETE', `/user/me/${key}`);
    await asked(agent.token, 'GET', '/api/v1/settings/system');
    await asked(undefined, 'GET', '/api/v1/chat/images/avatar');
  });

  test('about the knowledge base is what the document says', async () => {
    const to = (method: string, path = '', content: object | null = null) =>
      asked(admin.token, method, `/api/v1/knowledge${path}`, content);
    const reviewer = await newStaff(service, 'SUPERVISOR');
    const text = { title: 'Clases de vuelo', content: 'Los lunes.', category: 'general', language: 'es' };
    const { id, slug } = await to('POST', '', { ...text, tags: ['vuelo'], examples: ['¿dan clases de vuelo?'] });
    await to('POST', '', { ...text, slug });
    await to('POST', '', { ...text, category: 'nonsense' });
    await asked(agent.token, 'POST', '/api/v1/knowledge', text);
    await to('PUT', `/${id}`, { content: 'Los martes.', effective_from: '2030-01-01T00:00:00.000Z', version: 1 });
    await to('PUT', `/${id}`, { content: 'Los jueves.', version: 1 });
    await to('POST', `/${id}/rollback`, { to: 1 });
    for (const deed of ['submit', 'publish', 'return', 'submit', 'withdraw']) await to('POST', `/${id}/${deed}`, {});
    await asked(reviewer.token, 'POST', `/api/v1/knowledge/${id}/publish`, { version: 3 });
    await to('POST', `/${id}/withdraw`);
    await to('GET', `/${id}/versions`);
    await to('POST', '/try', { question: '¿dan clases de vuelo?', language: 'es', slug });
    await to('POST', '/try', { question: 'me robaron la tarjeta', language: 'es' });
    const chat = await startChat(service.origin);
    await say(service.origin, chat, '¿Enseñan a tocar el acordeón?');
    await collectGaps(service.ctx);
    const [gap] = await to('GET', '/gaps?order=recent');
    for (const deed of ['dismiss', 'restore', 'article']) await to('POST', `/gaps/${gap.id}/${deed}`);
    await to('POST', '/gaps/999999/dismiss');
    await to('DELETE', `/${id}`);
    await to('PUT', `/${id}`, { title: 'Otro' });
  });

  test('about staff and their own things is what the document says', async () => {
    const as =
      ({ token }: Staff) =>
      (method: string, path: string, content: object | null = null) =>
        asked(token, method, `/api/v1${path}`, content);
    const [mine, ruled] = [as(agent), as(admin)];
    const { email, password } = agent;
    const login = await asked(undefined, 'POST', '/api/v1/auth/login', { email, password });
    await asked(undefined, 'POST', '/api/v1/auth/login', { email, password: 'wrong' });
    await asked(undefined, 'POST', '/api/v1/auth/refresh', { refresh_token: login.refresh_token });
    await asked(undefined, 'GET', '/api/v1/auth/verify?token=nonsense');
    await asked(undefined, 'GET', '/api/v1/auth/me');
    for (const path of [
      '/auth/health',
      '/auth/me',
      '/auth/verify',
      '/canned-responses',
      '/notifications/preferences',
    ]) {
      await mine('GET', path);
    }
    for (const path of ['me', 'me?status=nonsense', 'me/unread', '999999']) await mine('GET', `/notifications/${path}`);
    await mine('POST', '/notifications/me/read', {});
    await mine('PUT', '/notifications/preferences', { quiet_hours: { from: '22:00', until: '07:00' } });
    for (const path of ['/notifications/stats', '/notifications']) await ruled('GET', path);
    await mine('GET', '/notifications/stats');
    const text = { shortcut: 'hola', title: 'Saludo', text_es: 'Hola' };
    const { id } = await mine('POST', '/canned-responses', text);
    await mine('POST', '/canned-responses', text);
    await mine('PUT', `/canned-responses/${id}`, { ...text, title: 'Otro' });
    await mine('GET', `/canned-responses/${id}`);
    await mine('DELETE', `/canned-responses/${id}`);
    const user = await ruled('POST', '/users', { email: 'new@joxai.test', full_name: 'Nueva Persona', role: 'AGENT' });
    await ruled('POST', '/users', { email: 'new@joxai.test', full_name: 'Nueva Persona', role: 'AGENT' });
    for (const path of ['/users', `/users/${user.id}`, '/users/999999']) await ruled('GET', path);
    await mine('GET', '/users');
    await ruled('PATCH', `/users/${user.id}`, { role: 'SUPERVISOR' });
    await ruled('POST', `/users/${user.id}/invitation`);
    await ruled('DELETE', `/users/${user.id}`);
    for (const path of ['/knowledge', '/knowledge/search?q=tarjeta', '/knowledge/1', '/knowledge/999999']) {
      await mine('GET', path);
    }
    await mine('POST', '/auth/logout');
  });

  test('about signing in is what the document says', async () => {
    const person = await newStaff(service, 'AGENT');
    const { body: other } = await call(service.origin, 'POST', '/api/v1/auth/login', { body: person });
    const mine = (method: string, path: string, content: object | null = null) =>
      asked(person.token, method, `/api/v1/auth/${path}`, content);
    const ruled = (method: string, path: string, content: object | null = null) =>
      asked(admin.token, method, `/api/v1/users/${path}`, content);
    await mine('GET', 'two-factor');
    await mine('POST', 'two-factor/confirm', { code: '123456' });
    const { secret } = await mine('POST', 'two-factor/setup');
    await mine('POST', 'two-factor/confirm', { code: '000000' });
    const { recovery_codes: codes } = await mine('POST', 'two-factor/confirm', { code: codeOf(secret) });
    await mine('POST', 'two-factor/setup');
    await mine('POST', 'two-factor/recovery-codes', { code: '000000' });
    await mine('POST', 'two-factor/recovery-codes', { code: codes[0] });
    await mine('POST', 'two-factor/disable', { password: 'wrong', code: '000000' });
    const [, { id }] = await mine('GET', 'sessions');
    await mine('DELETE', `sessions/${id}`);
    await mine('DELETE', `sessions/${id}`);
    await mine('DELETE', 'sessions');
    await mine('GET', 'sign-ins');
    await asked(other.access_token, 'GET', '/api/v1/auth/sessions');
    await ruled('GET', `${person.id}/sessions`);
    for (const path of ['two-factor', 'two-factor', 'provider', 'sessions'])
      await ruled('DELETE', `${person.id}/${path}`);
    await ruled('DELETE', `${admin.id}/two-factor`);
    await ruled('POST', 'deactivate', { ids: [person.id, admin.id, 999_999] });
    await ruled('POST', 'deactivate', { ids: [] });
  });

  test('to whoever may is what the document says, wherever something is read', async () => {
    const conversation = await startChat(service.origin);
    await say(service.origin, conversation, '¿A qué hora abren las sucursales?');
    const faults: string[] = [];
    for (const [name, { parameters = [], responses }] of operationsOf(document)) {
      const [method, path = ''] = name.split(' ');
      if (method !== 'GET' || '101' in responses || path.startsWith('/api/v1/chat/')) continue;
      const filled = parameters
        .filter((one) => one.in === 'path')
        .reduce((text, one) => text.replace(`{${one.name}}`, encodeURIComponent(String(one.example))), path);
      const needed = parameters.filter((one) => one.in === 'query' && one.required);
      const query = new URLSearchParams(needed.map((one): [string, string] => [one.name, String(one.example)]));
      await asked(admin.token, 'GET', `${filled}?${query}`).catch((error) => faults.push(error.message));
    }
    expect(faults).toEqual([]);
  });

  test('was compared for most operations', () => {
    const all = operationsOf(document).filter(([, { responses }]) => !('101' in responses));
    const missing = all.map(([name]) => name).filter((name) => !compared.has(name));
    expect(missing.length / all.length).toBeLessThan(0.4);
  });
});
