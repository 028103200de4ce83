import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { collectGaps } from '../../src/features/knowledge/gaps.ts';
import { say, startChat } from '../support/client.ts';
import { PanelSession } from '../support/panel-session.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const PATH = '/panel/knowledge';
const HOSTILE = '"><script>window.hit=1</script><img src=x onerror=alert(1)> <hx-partial hx-target="#main">';
const FIELDS = {
  title_es: 'Alquiler de patines',
  content_es: 'Alquilamos **patines** rojos.',
  examples_es: '¿alquilan patines?\n\n¿rentan patines rojos?\r\n',
  title_en: '',
  content_en: '',
  examples_en: '',
  base_es: '',
  base_en: '',
  category: 'general',
  tags: 'Patines, ruedas',
  effective_from: '',
  expires_at: '',
};

let service: Service;
let agent: Staff;
let sara: Staff;
let omar: Staff;
let reading: PanelSession;
let writing: PanelSession;
let reviewing: PanelSession;

beforeAll(async () => {
  service = await startService();
  // The demo bank's articles stood there before anybody asked.
  await service.ctx.db.sql`UPDATE knowledge_versions SET published_at = now() - interval '1 day'`;
  [agent, sara, omar] = await Promise.all([
    newStaff(service, 'AGENT', 'Ana Agente'),
    newStaff(service, 'SUPERVISOR', 'Sara Autora'),
    newStaff(service, 'SUPERVISOR', 'Omar Revisor'),
  ]);
  [reading, writing, reviewing] = (await Promise.all(
    [agent, sara, omar].map((who) => PanelSession.open(service, who)),
  )) as [PanelSession, PanelSession, PanelSession];
});

afterAll(() => service.stop());

const slugOf = (location: string | null) => location?.split('?')[0]?.split('/').at(-1) ?? '';

async function write(fields: Partial<typeof FIELDS> = {}): Promise<string> {
  const saved = await writing.post(`${PATH}/new`, { ...FIELDS, ...fields });
  expect([saved.status, saved.text]).toEqual([200, '']);
  return slugOf(saved.location);
}

describe('the editor of a topic', () => {
  test('writes both languages at once, with what they share, and only what is different makes a version', async () => {
    const slug = await write({ title_en: 'Skates for rent', content_en: 'We rent **skates**.' });
    const found = async () =>
      (await sara.call('GET', '/knowledge?limit=500')).body.filter((one: { slug: string }) => one.slug === slug);
    const [english, spanish] = await found();
    expect(spanish).toMatchObject({
      examples: ['¿alquilan patines?', '¿rentan patines rojos?'],
      tags: ['patines', 'ruedas'],
    });
    expect(english).toMatchObject({ language: 'en', tags: ['patines', 'ruedas'], version: 1, status: 'DRAFT' });
    const changed = {
      ...FIELDS,
      title_en: 'Skates for rent',
      content_en: 'We rent blue skates.',
      base_es: '1',
      base_en: '1',
    };
    expect((await writing.post(`${PATH}/${slug}`, changed)).location).toBe(`${PATH}/${slug}?done=saved`);
    expect((await found()).map(({ version }: { version: number }) => version)).toEqual([2, 1]);
    const page = await writing.get(`${PATH}/${slug}`);
    // The English text has changed since, so the Spanish one may no longer say the same.
    expect(page.text.includes('La traducción sigue siendo correcta')).toBe(true);
    const confirmed = { ...changed, base_en: '2', still_right_es: 'on' };
    await writing.post(`${PATH}/${slug}`, confirmed);
    expect((await writing.get(`${PATH}/${slug}`)).text.includes('La traducción sigue siendo correcta')).toBe(false);
  });

  test('writes on in one language after the other was removed', async () => {
    const english = { title_en: 'Skates for rent', content_en: 'We rent **skates**.' };
    const slug = await write(english);
    const [removed] = (await sara.call('GET', '/knowledge?language=en&limit=500')).body.filter(
      (one: { slug: string }) => one.slug === slug,
    );
    await sara.call('DELETE', `/knowledge/${removed.id}`);
    const fields = { ...FIELDS, ...english, base_es: '1', base_en: '1', content_es: 'Alquilamos patines azules.' };
    expect((await writing.post(`${PATH}/${slug}`, fields)).location).toBe(`${PATH}/${slug}?done=saved`);
    const versions = await service.ctx.db.sql`
      SELECT language, version, is_active FROM knowledge_articles WHERE slug = ${slug} ORDER BY language`;
    expect([...versions]).toEqual([
      { language: 'en', version: 1, is_active: false },
      { language: 'es', version: 2, is_active: true },
    ]);
  });

  test('names everything that is wrong in the person’s language and keeps what was typed', async () => {
    const wrong = await writing.post(`${PATH}/new`, {
      ...FIELDS,
      title_es: ' ',
      content_es: HOSTILE,
      title_en: 'x'.repeat(201),
      content_en: 'Kept as it was',
      effective_from: '2030-02-01T10:00',
      expires_at: '2030-01-01T10:00',
    });
    expect(wrong.status).toBe(422);
    for (const words of ['Escribe un título de hasta 200', 'Debe ser después', 'Kept as it was']) {
      expect(wrong.text.includes(words)).toBe(true);
    }
    expect(wrong.text.includes('<script>')).toBe(false);
    expect(wrong.text.includes('<img')).toBe(false);
    expect(wrong.text.includes('<hx-partial hx-target="#main"')).toBe(false);
    const none = await writing.post(`${PATH}/new`, { ...FIELDS, title_es: '', content_es: '', examples_es: '' });
    expect([none.status, none.text.includes('al menos en un idioma')]).toEqual([422, true]);
    const noDate = await writing.post(`${PATH}/new`, { ...FIELDS, expires_at: 'mañana' });
    expect([noDate.status, noDate.text.includes('Escribe una fecha')]).toEqual([422, true]);
  });

  test('reads dates by the person’s clocks', async () => {
    const slug = await write({ effective_from: '2031-07-01T09:30' });
    const [article] = (await sara.call('GET', '/knowledge?limit=500')).body.filter(
      (one: { slug: string }) => one.slug === slug,
    );
    const shown = (await writing.get(`${PATH}/${slug}`)).text;
    expect(shown).toContain('value="2031-07-01T09:30"');
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    expect(new Date(article.effective_from).toLocaleString('sv-SE', { timeZone })).toBe('2031-07-01 09:30:00');
  });

  test('answers a conflict with a choice', async () => {
    const slug = await write();
    const mine = { ...FIELDS, base_es: '1', content_es: 'Mío' };
    await reviewing.post(`${PATH}/${slug}`, { ...FIELDS, base_es: '1', content_es: 'De Omar' });
    const conflict = await writing.post(`${PATH}/${slug}`, mine);
    expect([conflict.status, conflict.text.includes('Alguien guardó otra versión')]).toEqual([409, true]);
    expect(conflict.text.includes('>Mío</textarea>')).toBe(true);
    expect(conflict.text.includes(`${PATH}/${slug}/versions/es/2?against=1`)).toBe(true);
    expect(conflict.text.includes('name="base_es" value="2"')).toBe(true);
    const twins = await Promise.all(
      ['Uno', 'Dos'].map((title_en) =>
        writing.post(`${PATH}/${slug}`, { ...FIELDS, base_es: '2', content_es: 'De Omar', title_en, content_en: 'x' }),
      ),
    );
    expect(twins.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('shows Markdown without running any of it', async () => {
    const preview = await writing.post(`${PATH}/preview/en`, {
      content_en: `# Title\n\n${HOSTILE}\n\n[bad](javascript:alert(1)) [good](https://example.com) **bold** | a |\n<p onclick="x">p</p>\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n![x](https://evil.example/x.png)`,
    });
    expect(preview.text).toMatch(/<h3>Title<\/h3>[\s\S]*<strong>bold<\/strong>[\s\S]*<table>/);
    expect(preview.text.includes('href="https://example.com" rel="noopener noreferrer nofollow"')).toBe(true);
    expect(preview.text).not.toMatch(/<script|<img|onclick|onerror=a|javascript:|<hx-|hx-target/i);
  });
});

describe('the review in the panel', () => {
  test('is done by a second person; what cannot be done is said over the page', async () => {
    const slug = await write();
    expect((await writing.post(`${PATH}/${slug}/submit`, { seen_es: '1' })).location).toContain('done=submitted');
    expect((await writing.get(`${PATH}/${slug}`)).text.includes('debe publicarlo otra persona')).toBe(true);
    const own = await writing.post(`${PATH}/${slug}/publish`, { seen_es: '1' });
    expect([own.status, own.text.includes('debe publicarlo otra persona')]).toEqual([403, true]);
    const stale = await reviewing.post(`${PATH}/${slug}/publish`, { seen_es: '7' });
    expect([stale.status, stale.text.includes('otra versión')]).toEqual([409, true]);
    await reviewing.post(`${PATH}/${slug}/return`, { seen_es: '1', reason: `Falta el precio ${HOSTILE}` });
    const returned = await writing.get(`${PATH}/${slug}`);
    expect(returned.text.includes('Devuelto por Omar Revisor')).toBe(true);
    expect(returned.text.includes('<script>')).toBe(false);
    await writing.post(`${PATH}/${slug}/submit`, { seen_es: '1' });
    expect((await reviewing.get(`${PATH}?state=review`)).text.includes(`${PATH}/${slug}`)).toBe(true);
    expect((await reviewing.post(`${PATH}/${slug}/publish`, { seen_es: '1' })).location).toContain('done=published');
    expect((await reviewing.post(`${PATH}/${slug}/withdraw`)).location).toContain('done=withdrawn');
    expect((await reviewing.post(`${PATH}/${slug}/withdraw`)).status).toBe(409);
    expect((await writing.post(`${PATH}/${slug}/remove`)).location).toBe(`${PATH}?done=removed`);
    expect((await writing.get(PATH)).text.includes(`${PATH}/${slug}"`)).toBe(false);
    expect((await writing.get(`${PATH}?state=removed`)).text.includes(`${PATH}/${slug}"`)).toBe(true);
    expect((await writing.post(`${PATH}/${slug}/restore`)).location).toContain('done=restored');
  });

  test('of a topic that two people wrote a language of lets each publish the other’s', async () => {
    const slug = await write();
    await reviewing.post(`${PATH}/${slug}`, { ...FIELDS, base_es: '1', title_en: 'Skates', content_en: 'By Omar' });
    await writing.post(`${PATH}/${slug}/submit`, { seen_es: '1', seen_en: '1' });
    const state = async () =>
      (await sara.call('GET', '/knowledge?limit=500')).body
        .filter((one: { slug: string }) => one.slug === slug)
        .map((one: { language: string; status: string }) => `${one.language} ${one.status}`);
    await writing.post(`${PATH}/${slug}/publish`);
    expect(await state()).toEqual(['en PUBLISHED', 'es IN_REVIEW']);
    expect((await writing.post(`${PATH}/${slug}/publish`)).status).toBe(403);
    await reviewing.post(`${PATH}/${slug}/publish`);
    expect(await state()).toEqual(['en PUBLISHED', 'es PUBLISHED']);
  });
});

describe('the list of articles', () => {
  test('is filtered by words, category, state, tag and language', async () => {
    const slug = await write({
      title_es: 'Ñandú de compañía',
      content_es: 'Aves grandes.',
      tags: 'aves',
      category: 'loans',
    });
    const isIn = async (query: string) => (await reading.get(`${PATH}?${query}`)).text.includes(`${PATH}/${slug}"`);
    for (const query of [
      'q=nandu',
      'q=grande',
      'category=loans&q=nandu',
      'state=draft&q=nandu',
      'tag=aves',
      'language=missing_en&q=nandu',
    ]) {
      expect([query, await isIn(query)]).toEqual([query, true]);
    }
    for (const query of [
      'q=cocodrilo',
      'category=cards&q=nandu',
      'state=live&q=nandu',
      'tag=peces',
      'language=en&q=nandu',
      'language=older&q=nandu',
    ]) {
      expect([query, await isIn(query)]).toEqual([query, false]);
    }
    expect((await reading.get(`${PATH}?state=unknown`)).status).toBe(422);
  });
});

describe('an agent', () => {
  test('reads articles and their versions, and may do nothing else', async () => {
    const slug = await write();
    const page = await reading.get(`${PATH}/${slug}`);
    expect([page.status, page.text.includes('<strong>patines</strong>'), page.text.includes('<textarea')]).toEqual([
      200,
      true,
      false,
    ]);
    expect((await reading.get(`${PATH}/${slug}/versions/es`)).status).toBe(200);
    expect((await reading.get(`${PATH}/${slug}/versions/es/1`)).status).toBe(200);
    expect((await reading.get(`${PATH}/${slug}/versions/en`)).status).toBe(404);
    expect((await reading.get(`${PATH}/not-there`)).status).toBe(404);
    for (const path of ['/new', '/gaps', '/try'])
      expect([path, (await reading.get(PATH + path)).status]).toEqual([path, 403]);
    for (const deed of ['submit', 'publish', 'return', 'withdraw', 'remove', 'restore', 'versions/es/1/rollback']) {
      expect([deed, (await reading.post(`${PATH}/${slug}/${deed}`)).status]).toEqual([deed, 403]);
    }
    expect((await reading.post(`${PATH}/${slug}`, FIELDS)).status).toBe(403);
    expect((await reading.post(`${PATH}/new`, FIELDS)).status).toBe(403);
    expect((await reading.post(`${PATH}/preview/es`, { content_es: 'x' })).status).toBe(403);
    expect((await reading.post(`${PATH}/try`, { question: 'x', language: 'es', scope: 'published' })).status).toBe(403);
  });
});

describe('the gaps in the panel', () => {
  test('tell a question as words, and are dismissed and brought back', async () => {
    const chat = await startChat(service.origin);
    await say(service.origin, chat, '¿Tienen xilófonos? <script>window.hit=1</script>');
    await collectGaps(service.ctx);
    const page = await writing.get(`${PATH}/gaps?order=recent`);
    expect(page.text.includes('xilófonos')).toBe(true);
    expect(page.text.includes('<script>window')).toBe(false);
    expect(page.text.includes(`/panel/conversations/${chat.id}`)).toBe(true);
    const [gap] = (await sara.call('GET', '/knowledge/gaps?order=recent')).body;
    const dismissed = await writing.post(`${PATH}/gaps/${gap.id}/dismiss`);
    expect([dismissed.status, dismissed.headers.get('hx-trigger')?.includes('panel:knowledge')]).toEqual([200, true]);
    expect((await writing.get(`${PATH}/gaps`)).text.includes('xilófonos')).toBe(false);
    expect((await writing.get(`${PATH}/gaps?dismissed=true`)).text.includes('xilófonos')).toBe(true);
    await writing.post(`${PATH}/gaps/${gap.id}/restore`);
    expect((await writing.post(`${PATH}/gaps/${gap.id}/article`)).location).toMatch(/tienen-xilofonos.*\?done=begun/);
    expect((await reading.post(`${PATH}/gaps/${gap.id}/article`)).status).toBe(403);
  });
});

describe('the trial', () => {
  test('answers by the real way from what is published, or as if drafts were, and stores nothing', async () => {
    const slug = await write({ title_es: 'Clases de theremín', content_es: 'Damos clases de theremín los jueves.' });
    const ask = (fields: object, by: Staff = sara) =>
      by.call('POST', '/knowledge/try', { question: '¿dan clases de theremín?', language: 'es', ...fields });
    const { sql } = service.ctx.db;
    const counts = async () => {
      const [row] =
        await sql`SELECT (SELECT count(*) FROM turns)::int AS turns, (SELECT count(*) FROM messages)::int AS messages`;
      return row;
    };
    const before = await counts();
    expect((await ask({})).body.text.includes('theremín')).toBe(false);
    const tried = (await ask({ slug })).body;
    expect(tried).toMatchObject({ outcome: 'answer', citations: [{ slug }], passages: [{ slug, version: 1 }] });
    expect(tried.text).toContain('jueves');
    expect(['high', 'medium']).toContain(tried.band);
    expect((await ask({ drafts: true })).body.text.includes('jueves')).toBe(true);
    expect((await ask({})).body.text.includes('jueves')).toBe(false);
    const emergency = (await ask({ question: 'me robaron la tarjeta y están gastando' })).body;
    expect(emergency).toMatchObject({ outcome: 'handoff', provider: 'triage', band: null });
    const own = (await ask({ question: '¿cuál es mi saldo?' })).body;
    expect(own.outcome).toBe('verify');
    expect((await ask({ question: ' ' })).status).toBe(422);
    expect((await ask({}, agent)).status).toBe(403);
    expect(await counts()).toEqual(before);
  }, 60_000);
});
