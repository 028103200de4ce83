import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { call, say, startChat } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { HookReceiver, verified } from '../support/hook-receiver.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const PATH = '/knowledge';
const UMBRELLA = {
  title: 'Préstamo de paraguas en sucursal',
  content: 'Prestamos paraguas amarillos en cada sucursal cuando llueve. Devuélvelo en siete días.',
  category: 'general',
  language: 'es',
  tags: ['Paraguas', 'lluvia'],
  examples: ['¿me prestan un paraguas?', '¿me prestan un paraguas?', '  '],
};
const QUESTION = '¿Prestan paraguas amarillos en la sucursal cuando llueve?';

let service: Service;
/** Another worker of the same installation. */
let other: Service;
let agent: Staff;
let sara: Staff;
let omar: Staff;

beforeAll(async () => {
  const env = { WEBHOOK_ALLOW_PRIVATE: 'true' };
  service = await startService({ env });
  other = await startService({ env, database: service.database });
  [agent, sara, omar] = await Promise.all([
    newStaff(service, 'AGENT', 'Ana Agente'),
    newStaff(service, 'SUPERVISOR', 'Sara Autora'),
    newStaff(service, 'SUPERVISOR', 'Omar Revisor'),
  ]);
});

afterAll(async () => {
  await other.stop();
  await service.stop();
});

const write = async (fields: Record<string, unknown> = {}, by: Staff = sara) =>
  (await by.call('POST', PATH, { ...UMBRELLA, ...fields })).body;
const deed = (by: Staff, id: number, name: string, body?: object) =>
  by.call('POST', `${PATH}/${id}/${name}`, body ?? {});
const read = async (id: number) => (await agent.call('GET', `${PATH}/${id}`)).body;
const publish = async (id: number, by: Staff = sara, reviewer: Staff = omar) => {
  expect((await deed(by, id, 'submit')).status).toBe(200);
  expect((await deed(reviewer, id, 'publish')).status).toBe(200);
};
const indexed = (at: Service, id: number) =>
  at.ctx.retriever.search(QUESTION, 'es').find(({ articleId }) => articleId === id)?.version ?? null;

/** Both workers have read everything that was written until now: what is published now is there. */
async function haveRead(): Promise<void> {
  const words = `Farolas número ${crypto.randomUUID()}`;
  const { id } = await write({ title: words, content: `${words}: alumbran.`, examples: [] });
  await publish(id);
  const isRead = ({ ctx }: Service) => ctx.retriever.search(words, 'es').some(({ articleId }) => articleId === id);
  await eventually('both workers have read on', () => isRead(service) && isRead(other));
  await deed(sara, id, 'withdraw');
}

describe('an article', () => {
  test('is read by all staff and written by supervisors; every field that is wrong is named', async () => {
    const made = await sara.call('POST', PATH, UMBRELLA);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      slug: expect.stringMatching(/^prestamo-de-paraguas-en-sucursal(-\d+)?$/),
      tags: ['lluvia', 'paraguas'],
      examples: ['¿me prestan un paraguas?'],
      is_active: true,
      status: 'DRAFT',
      state: 'draft',
      live_version: null,
      version: 1,
      editor_id: sara.id,
    });
    const { id } = made.body;
    expect((await agent.call('GET', `${PATH}/${id}`)).status).toBe(200);
    expect((await agent.call('GET', `${PATH}/${id}/versions`)).body).toHaveLength(1);
    for (const [method, path, body] of [
      ['POST', PATH, UMBRELLA],
      ['PUT', `${PATH}/${id}`, UMBRELLA],
      ['DELETE', `${PATH}/${id}`, undefined],
      ['POST', `${PATH}/${id}/submit`, {}],
      ['POST', `${PATH}/${id}/publish`, {}],
      ['POST', `${PATH}/${id}/return`, {}],
      ['POST', `${PATH}/${id}/withdraw`, {}],
      ['POST', `${PATH}/${id}/rollback`, { to: 1 }],
      ['GET', `${PATH}/gaps`, undefined],
    ] as const) {
      expect([method, path, (await agent.call(method, path, body)).status]).toEqual([method, path, 403]);
    }
    const wrong = await sara.call('POST', PATH, {
      ...UMBRELLA,
      title: '   ',
      category: 'umbrellas',
      effective_from: '2030-01-02T00:00:00Z',
      expires_at: '2030-01-01T00:00:00Z',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors.map(({ field }: { field: string }) => field)).toEqual(['title', 'category', 'expires_at']);
    for (const date of ['"2030-01-01T00:00:00Z"', '0000-01-01T00:00:00Z', '+012030-01-01T00:00:00Z']) {
      const undated = await sara.call('POST', PATH, { ...UMBRELLA, effective_from: date, expires_at: date });
      expect([date, undated.status]).toEqual([date, 422]);
      expect(undated.body.errors.map(({ field }: { field: string }) => field)).toContain('expires_at');
    }
    expect((await sara.call('POST', PATH, { ...UMBRELLA, slug: 'Not A Slug' })).status).toBe(422);
    const never = await sara.call('POST', PATH, { ...UMBRELLA, effective_from: '0000-01-01T00:00:00Z' });
    expect([never.status, never.body.errors?.[0]?.field]).toEqual([422, 'effective_from']);
    expect((await sara.call('POST', PATH, { ...UMBRELLA, language: 'fr' })).status).toBe(422);
    expect((await sara.call('GET', `${PATH}/999999`)).status).toBe(404);
  });

  test('has one text a language; the other language’s text joins it by the slug', async () => {
    const spanish = await write();
    const english = await write({ slug: spanish.slug, language: 'en', title: 'Borrow an umbrella' });
    expect(english.slug).toBe(spanish.slug);
    expect((await sara.call('POST', PATH, { ...UMBRELLA, slug: spanish.slug })).status).toBe(409);
    expect((await write()).slug).not.toBe(spanish.slug);
  });

  test('of many that are written at once with one title, each gets a slug of its own', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => write({ title: 'La misma de siempre' })));
    expect(new Set(all.map(({ slug }) => slug)).size).toBe(8);
  });

  test('is not overwritten by somebody who has not seen its newest version', async () => {
    const { id } = await write();
    const first = await sara.call('PUT', `${PATH}/${id}`, { content: 'De Sara', version: 1 });
    expect([first.status, first.body.version]).toEqual([200, 2]);
    const late = await omar.call('PUT', `${PATH}/${id}`, { content: 'De Omar', version: 1 });
    expect([late.status, late.body.detail]).toEqual([409, 'Somebody saved another version meanwhile']);
    expect(await read(id)).toMatchObject({ content: 'De Sara', version: 2 });
    const both = await Promise.all(
      [sara, omar].map((who) => who.call('PUT', `${PATH}/${id}`, { content: `A la vez, ${who.name}`, version: 2 })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const same = await sara.call('PUT', `${PATH}/${id}`, { content: (await read(id)).content });
    expect(same.body.version).toBe(3);
  });

  test('keeps every version, whose words nobody can change', async () => {
    const { id } = await write();
    await omar.call('PUT', `${PATH}/${id}`, { title: 'Otro título', examples: ['una', 'dos'] });
    const versions = (await agent.call('GET', `${PATH}/${id}/versions`)).body;
    expect(
      versions.map((one: Record<string, unknown>) => [one.version, one.title, one.editor_name, one.examples]),
    ).toEqual([
      [2, 'Otro título', 'Omar Revisor', ['una', 'dos']],
      [1, UMBRELLA.title, 'Sara Autora', ['¿me prestan un paraguas?']],
    ]);
    const { sql } = service.ctx.db;
    await expect(sql`UPDATE knowledge_versions SET content = 'x' WHERE article_id = ${id}`.execute()).rejects.toThrow(
      'rewritten',
    );
  });
});

describe('the review', () => {
  test('lets nobody publish what they wrote themselves', async () => {
    const { id } = await write();
    expect((await deed(omar, id, 'publish')).status).toBe(409);
    expect((await deed(sara, id, 'submit')).body.status).toBe('IN_REVIEW');
    expect((await deed(sara, id, 'submit')).status).toBe(409);
    const own = await deed(sara, id, 'publish');
    expect([own.status, own.body.detail]).toEqual([403, expect.stringContaining('second person')]);
    const admin = await newStaff(service, 'ADMIN', 'Ada Administradora');
    const theirs = await write({}, admin);
    await deed(admin, theirs.id, 'submit');
    expect((await deed(admin, theirs.id, 'publish')).status).toBe(403);
    const done = await deed(omar, id, 'publish');
    expect(done.body).toMatchObject({ status: 'PUBLISHED', state: 'live', live_version: 1 });
    const [version] = (await agent.call('GET', `${PATH}/${id}/versions`)).body;
    expect(version).toMatchObject({ published_by_name: 'Omar Revisor', submitted_by_name: 'Sara Autora' });
    const { sql } = service.ctx.db;
    const trace = await sql<{ action: string; actor: string }[]>`
      SELECT action, actor_name AS actor FROM audit_log
      WHERE resource_type = 'article' AND resource_id = ${String(id)} ORDER BY id`;
    expect([...trace]).toEqual([
      { action: 'knowledge.create', actor: 'Sara Autora' },
      { action: 'knowledge.submit', actor: 'Sara Autora' },
      { action: 'knowledge.publish', actor: 'Omar Revisor' },
    ]);
  });

  test('is about the version that was read: a change meanwhile begins anew, by another author', async () => {
    const { id } = await write();
    await deed(sara, id, 'submit');
    const changed = await omar.call('PUT', `${PATH}/${id}`, { content: 'Con una corrección de Omar.' });
    expect(changed.body).toMatchObject({ status: 'DRAFT', version: 2 });
    expect((await deed(omar, id, 'publish', { version: 1 })).status).toBe(409);
    await deed(omar, id, 'submit', { version: 2 });
    expect((await deed(omar, id, 'publish')).status).toBe(403);
    expect((await deed(sara, id, 'publish', { version: 1 })).status).toBe(409);
    expect((await deed(sara, id, 'publish', { version: 2 })).status).toBe(200);
  });

  test('sends back with a reason, and lets nothing without a text or past its time through', async () => {
    const { id } = await write();
    await deed(sara, id, 'submit');
    expect((await deed(omar, id, 'return', { reason: 'Falta el plazo' })).body.status).toBe('DRAFT');
    const [version] = (await agent.call('GET', `${PATH}/${id}/versions`)).body;
    expect(version).toMatchObject({ return_reason: 'Falta el plazo', returned_by_name: 'Omar Revisor' });
    await sara.call('PUT', `${PATH}/${id}`, { expires_at: '2020-01-01T00:00:00Z' });
    expect((await deed(sara, id, 'submit')).status).toBe(422);
  });
});

describe('who is told', () => {
  const heard = async (who: Staff, kind: string) => {
    const { sql } = service.ctx.db;
    const rows = await sql<{ body: string }[]>`
      SELECT body FROM notifications WHERE user_id = ${who.id} AND kind = ${kind} AND type = 'IN_APP' ORDER BY id`;
    return rows.map(({ body }) => body);
  };

  test('of an article in review are those who may publish it, of one that was sent back its author', async () => {
    const { id } = await write({ title: 'Sombrillas de colores' });
    const ours = async (who: Staff, kind: string) =>
      (await heard(who, kind)).filter((body) => body.includes('Sombrillas de colores'));
    await deed(sara, id, 'submit');
    expect(await ours(omar, 'article_review')).toEqual([expect.stringContaining('Sara Autora')]);
    expect([...(await ours(sara, 'article_review')), ...(await ours(agent, 'article_review'))]).toEqual([]);
    await deed(omar, id, 'return', { reason: 'Falta el precio' });
    expect(await ours(sara, 'article_returned')).toEqual([expect.stringContaining('Falta el precio')]);
    await deed(sara, id, 'submit');
    expect(await ours(omar, 'article_review')).toHaveLength(2);
  });

  test('that an article was published are the bank’s other systems, by a webhook', async () => {
    const receiver = new HookReceiver();
    try {
      const boss = await newStaff(service, 'ADMIN', 'Ada Enlaces');
      const { body } = await boss.call('POST', '/webhooks', { url: receiver.url(), events: ['article_published'] });
      const { id, slug } = await write({ title: 'Paraguas para todos' });
      await publish(id);
      const { data } = verified(body.secret, await receiver.of('article_published'));
      expect(data).toMatchObject({ article_id: id, slug, language: 'es', version: 1 });
      await deed(sara, id, 'withdraw');
      await boss.call('DELETE', `/webhooks/${body.id}`);
    } finally {
      await receiver.stop();
    }
  });
});

describe('an API key', () => {
  test('writes articles that neither it nor who made it can publish', async () => {
    const boss = await newStaff(service, 'ADMIN', 'Ada Llavera');
    const { body } = await boss.call('POST', '/api-keys', { name: 'Gestor de contenidos', role: 'ADMIN' });
    const byKey = (method: string, path: string, content: object) =>
      call(service.origin, method, `/api/v1${path}`, { token: body.key, body: content });
    const made = await byKey('POST', PATH, { ...UMBRELLA, title: 'Paraguas del sistema' });
    expect(made.status).toBe(201);
    const { id } = made.body;
    await deed(boss, id, 'submit');
    expect((await byKey('POST', `${PATH}/${id}/publish`, {})).status).toBe(403);
    expect((await deed(boss, id, 'publish')).status).toBe(403);
    const theirs = await write();
    await deed(sara, theirs.id, 'submit');
    expect((await byKey('POST', `${PATH}/${theirs.id}/publish`, {})).status).toBe(403);
    expect((await deed(omar, id, 'publish')).status).toBe(200);
    await deed(omar, id, 'withdraw');
  });
});

describe('what the assistant reads', () => {
  test('is what was published, in every worker within seconds, until it is withdrawn or removed', async () => {
    const { id } = await write({ title: 'Paraguas del primer día' });
    await deed(sara, id, 'submit');
    await haveRead();
    expect([indexed(service, id), indexed(other, id)]).toEqual([null, null]);
    await deed(omar, id, 'publish');
    await eventually('both workers read version 1', () => indexed(service, id) === 1 && indexed(other, id) === 1);
    const chat = await startChat(other.origin);
    const answer = await say(other.origin, chat, QUESTION);
    expect(answer.body.metadata).toMatchObject({ outcome: 'answer' });
    expect(answer.body.message).toContain('paraguas amarillos');

    await sara.call('PUT', `${PATH}/${id}`, { content: 'Ya prestamos paraguas amarillos solo los lunes.' });
    await haveRead();
    expect([indexed(service, id), (await read(id)).live_version]).toEqual([1, 1]);
    await publish(id);
    await eventually('both workers read version 2', () => indexed(service, id) === 2 && indexed(other, id) === 2);

    const back = await deed(omar, id, 'rollback', { to: 1 });
    expect(back.body).toMatchObject({ version: 3, status: 'DRAFT', content: UMBRELLA.content, live_version: 2 });
    expect((await deed(omar, id, 'rollback', { to: 1 })).status).toBe(409);
    await publish(id, omar, sara);
    await eventually('the first words are back', () => indexed(service, id) === 3 && indexed(other, id) === 3);

    expect((await deed(sara, id, 'withdraw')).body).toMatchObject({ state: 'withdrawn', live_version: null });
    await eventually('nobody reads it', () => indexed(service, id) === null && indexed(other, id) === null);
    expect((await deed(sara, id, 'withdraw')).status).toBe(409);
    await publish(id, omar, sara);
    await eventually('it is read again', () => indexed(other, id) === 3);
    expect((await sara.call('DELETE', `${PATH}/${id}`)).status).toBe(204);
    await eventually('it is gone', () => indexed(service, id) === null && indexed(other, id) === null);
    expect((await sara.call('PUT', `${PATH}/${id}`, { title: 'No' })).status).toBe(409);
    for (const [status, refused] of [
      [422, { title: ' ' }],
      [409, { version: 99, title: 'Otro' }],
    ] as const) {
      expect((await sara.call('PUT', `${PATH}/${id}`, { is_active: true, ...refused })).status).toBe(status);
      expect((await read(id)).is_active).toBe(false);
    }
    expect((await sara.call('PUT', `${PATH}/${id}`, { is_active: true })).body.is_active).toBe(true);
    await eventually('it is restored', () => indexed(other, id) === 3);
    await sara.call('DELETE', `${PATH}/${id}`);
  });

  test('follows the dates by itself: not before one takes effect, no longer once it has expired', async () => {
    const { id } = await write({ title: 'Paraguas de hoy' });
    await publish(id);
    await eventually('it is read', () => indexed(other, id) === 1);
    // Time enough to publish it before, and to look at it meanwhile.
    const [from, until] = [Date.now() + 8_000, Date.now() + 20_000];
    await sara.call('PUT', `${PATH}/${id}`, {
      content: 'Desde ahora los paraguas amarillos son azules.',
      effective_from: new Date(from).toISOString(),
      expires_at: new Date(until).toISOString(),
    });
    await publish(id);
    expect(await read(id)).toMatchObject({ state: 'scheduled', live_version: 1 });
    const seen = { service: 0, other: 0 };
    await eventually('its time has come', () => {
      if (indexed(service, id) === 2) seen.service ||= Date.now();
      if (indexed(other, id) === 2) seen.other ||= Date.now();
      return seen.service > 0 && seen.other > 0;
    });
    for (const at of Object.values(seen)) expect(at).toBeGreaterThanOrEqual(from);
    expect(await read(id)).toMatchObject({ state: 'live', live_version: 2 });
    await eventually('its time is over', () => indexed(service, id) === null && indexed(other, id) === null);
    expect(Date.now()).toBeGreaterThanOrEqual(until);
    expect(await read(id)).toMatchObject({ state: 'expired', live_version: null });
    await sara.call('DELETE', `${PATH}/${id}`);
  }, 120_000);
});

describe('the search of staff', () => {
  test('finds drafts, too, and nothing that was removed', async () => {
    const { id } = await write({ title: 'Zanahorias en la bóveda', content: 'Guardamos zanahorias.' });
    const found = async () =>
      (await call(service.origin, 'GET', '/api/v1/knowledge/search?q=zanahoria', { token: agent.token })).body.map(
        (hit: { id: number }) => hit.id,
      );
    expect(await found()).toContain(id);
    await sara.call('DELETE', `${PATH}/${id}`);
    expect(await found()).not.toContain(id);
  });
});
