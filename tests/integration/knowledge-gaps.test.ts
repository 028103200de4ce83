import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { collectGaps } from '../../src/features/knowledge/gaps.ts';
import { call, say, startChat } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const GAPS = '/knowledge/gaps';

interface Group {
  id: number;
  question: string;
  questions: { text: string; language: string; conversation_id: string }[];
  count: number;
  languages: { es: number; en: number };
  slug: string | null;
}

let service: Service;
let sara: Staff;
let omar: Staff;

beforeAll(async () => {
  service = await startService();
  [sara, omar] = await Promise.all([
    newStaff(service, 'SUPERVISOR', 'Sara Autora'),
    newStaff(service, 'SUPERVISOR', 'Omar Revisora'),
  ]);
  // The demo bank's articles stood there before anybody asked.
  await service.ctx.db.sql`UPDATE knowledge_versions SET published_at = now() - interval '1 day'`;
  await eventually('the articles are learnt from', () => service.ctx.retriever.learntStamp !== null, 60_000);
}, 120_000);

afterAll(() => service.stop());

async function ask(question: string, language = 'es', metadata: object = {}) {
  const chat = await startChat(service.origin, { metadata: { language, ...metadata } });
  const { body } = await say(service.origin, chat, question);
  return { ...chat, outcome: body.metadata.outcome as string };
}

const collect = () => collectGaps(service.ctx);
const groups = async (query = ''): Promise<Group[]> => (await sara.call('GET', `${GAPS}${query}`)).body;
const groupOf = async (word: string, query = '') =>
  (await groups(query)).find(({ questions }) => questions.some(({ text }) => text.includes(word)));

async function found(word: string, count = 1): Promise<Group> {
  await collect();
  const group = await groupOf(word);
  expect([word, group?.count]).toEqual([word, count]);
  return group as Group;
}

describe('questions that nothing answered', () => {
  test('stand in groups of those that are alike, in both languages, with the conversations they come from', async () => {
    const asked = [
      await ask('¿Puedo pagar con bitcoin?'),
      await ask('aceptan pagos en bitcoin'),
      await ask('can I pay with bitcoin?', 'en'),
    ];
    const pets = await ask('¿Tienen seguro de mascotas?');
    const answered = await ask('¿Cómo bloqueo mi tarjeta perdida?');
    for (const { outcome } of [...asked, pets]) expect(['unsure', 'handoff']).toContain(outcome);
    expect(answered.outcome).not.toBe('unsure');
    // Here the job itself has its turn; the other tests do not wait for it.
    await eventually('the job has run', async () => (await groupOf('bitcoin'))?.count === 3);
    const group = await found('bitcoin', 3);
    expect(group.languages).toEqual({ es: 2, en: 1 });
    expect(new Set(group.questions.map(({ conversation_id }) => conversation_id))).toEqual(
      new Set(asked.map(({ id }) => id)),
    );
    expect((await found('mascotas')).id).not.toBe(group.id);
    expect(await groupOf('perdida')).toBeUndefined();
  });

  test('tell nothing of who asked', async () => {
    const name = 'Ximena Aguirre';
    await ask('¿Enseñan trompeta a Ximena Aguirre? Escribe a ximena@example.com', 'es', { name });
    const { questions } = await found('trompeta');
    expect(questions[0]?.text).toContain('trompeta');
    expect(JSON.stringify(questions)).not.toMatch(/Ximena|Aguirre|example\.com/);
  });

  test('are no gap where the customer picked what was offered instead', async () => {
    const { sql } = service.ctx.db;
    const { id, token } = await startChat(service.origin);
    const { body } = await say(service.origin, { id, token }, '¿y los zafiros azules?');
    await sql`
      UPDATE messages SET metadata = metadata || '{"choices": ["Cuánto cuesta transferir"]}'::jsonb
      WHERE conversation_id = ${id} AND seq = ${body.seq}`;
    await say(service.origin, { id, token }, 'Cuánto cuesta transferir');
    await ask('¿Guardan esmeraldas verdes?');
    await found('esmeraldas');
    expect(await groupOf('zafiros')).toBeUndefined();
  });

  test('go with their conversation, and an empty group goes with them', async () => {
    const { id } = await ask('¿Rentan globos aerostáticos?');
    const { id: second } = await ask('¿Rentan globos aerostáticos para bodas?');
    await found('globos', 2);
    const { sql } = service.ctx.db;
    await sql`DELETE FROM conversations WHERE id = ${second}`;
    expect((await groupOf('globos'))?.count).toBe(1);
    await sql`DELETE FROM conversations WHERE id = ${id}`;
    expect(await groupOf('globos')).toBeUndefined();
  });

  test('are seen by supervisors, dismissed as a group, and brought back', async () => {
    const agent = await newStaff(service, 'AGENT');
    expect((await agent.call('GET', GAPS)).status).toBe(403);
    await ask('¿Venden saxofones usados?');
    const { id } = await found('saxofones');
    expect((await agent.call('POST', `${GAPS}/${id}/dismiss`, {})).status).toBe(403);
    expect((await sara.call('POST', `${GAPS}/${id}/dismiss`, {})).body.is_dismissed).toBe(true);
    expect(await groupOf('saxofones')).toBeUndefined();
    await ask('¿Venden saxofones usados en la app?');
    await collect();
    expect((await groupOf('saxofones', '?dismissed=true'))?.count).toBe(2);
    expect(await groupOf('saxofones')).toBeUndefined();
    await sara.call('POST', `${GAPS}/${id}/restore`, {});
    expect((await groupOf('saxofones'))?.count).toBe(2);
    expect((await sara.call('POST', `${GAPS}/99999/dismiss`, {})).status).toBe(404);
  });

  test('begin an article with one call, and leave the list once it answers them', async () => {
    await ask('¿Enseñan a tocar el acordeón?');
    await ask('do you teach accordion?', 'en');
    const { id } = await found('acordeón');
    await found('accordion');
    const begun = await sara.call('POST', `${GAPS}/${id}/article`, {});
    expect([begun.status, (await sara.call('POST', `${GAPS}/${id}/article`, {})).body]).toEqual([200, begun.body]);
    expect((await groupOf('acordeón'))?.slug).toBe(begun.body.slug);
    const { body: all } = await sara.call('GET', '/knowledge?limit=500&language=es');
    const draft = all.find(({ slug }: { slug: string }) => slug === begun.body.slug);
    expect(draft).toMatchObject({
      status: 'DRAFT',
      content: '',
      examples: ['¿Enseñan a tocar el acordeón?'],
    });
    expect((await sara.call('POST', `/knowledge/${draft.id}/submit`, {})).status).toBe(422);
    await sara.call('PUT', `/knowledge/${draft.id}`, {
      title: 'Clases de acordeón',
      content: 'Enseñamos a tocar el acordeón en la sucursal los sábados a las diez.',
    });
    await sara.call('POST', `/knowledge/${draft.id}/submit`, {});
    expect(await groupOf('acordeón')).toBeDefined();
    await omar.call('POST', `/knowledge/${draft.id}/publish`, {});
    await eventually('it has left the list', async () => (await groupOf('acordeón')) === undefined, 30_000);
    expect((await ask('¿Enseñan a tocar el acordeón?')).outcome).toBe('answer');
    await sara.call('POST', `/knowledge/${draft.id}/withdraw`, {});
    await eventually('it is back', async () => (await groupOf('acordeón')) !== undefined, 30_000);
  }, 120_000);

  test('are collected once, however many processes look', async () => {
    const other = await startService({ database: service.database });
    try {
      await Promise.all(Array.from({ length: 6 }, (_, at) => ask(`¿Reparan telescopios número ${at}?`)));
      const group = await found('telescopios', 6);
      const { sql } = service.ctx.db;
      await sql`UPDATE jobs SET mark = NULL WHERE name = 'knowledge_gaps'`;
      await Promise.all([collect(), collectGaps(other.ctx), collect()]);
      expect((await groupOf('telescopios'))?.count).toBe(group.count);
      const { body } = await call(other.origin, 'GET', `/api/v1${GAPS}`, { token: sara.token });
      expect(body.length).toBe((await groups()).length);
    } finally {
      await other.stop();
    }
  });
});
