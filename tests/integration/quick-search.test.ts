import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { SETTING_RULES } from '../../src/db/setting-rules.ts';
import { PERMISSIONS } from '../../src/features/auth/model.ts';
import { findPages, findSettings } from '../../src/features/panel/places.ts';
import { searchArticles } from '../../src/features/panel/queries.ts';
import { settingTexts } from '../../views/settings/setting-texts.ts';
import { OTHER_PLACES, placeNames } from '../../views/texts/place-words.ts';
import { PanelSession } from '../support/panel-session.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';
import { quickest } from '../support/stopwatch.ts';

const MANY = 20_000;
/** What the search in the articles may take, of the database's time (milliseconds). */
const MAX_MS = 50;

let service: Service;
let people: Record<'AGENT' | 'SUPERVISOR' | 'ADMIN', Staff>;
const sessions = new Map<string, PanelSession>();

beforeAll(async () => {
  service = await startService();
  const [agent, supervisor, admin] = [
    await newStaff(service, 'AGENT'),
    await newStaff(service, 'SUPERVISOR'),
    await newStaff(service, 'ADMIN'),
  ];
  people = { AGENT: agent, SUPERVISOR: supervisor, ADMIN: admin };
  for (const [role, person] of Object.entries(people)) sessions.set(role, await PanelSession.open(service, person));
});

afterAll(() => service.stop());

/** The ids of what is found, in its order. */
async function found(role: keyof typeof people, text: string): Promise<string[]> {
  const { status, text: html } = await (sessions.get(role) as PanelSession).post('/panel/search', { q: text });
  expect(status).toBe(200);
  return [...html.matchAll(/role="option" id="found-([^"]+)"/g)].map(([, id]) => id as string);
}

describe('pages and settings', () => {
  test('are found by their names and by other words, in both languages, with accents or without', async () => {
    for (const [text, id] of [
      ['bandeja', 'section-inbox'],
      ['inbox', 'section-inbox'],
      ['auditoría', 'section-audit'],
      ['auditoria', 'section-audit'],
      ['bitacora', 'section-audit'],
      ['audit log', 'section-audit'],
      ['usuarios', 'section-people'],
      ['users', 'section-people'],
      ['sla', 'section-serviceLevels'],
      ['plazos', 'section-serviceLevels'],
      ['macros', 'section-canned'],
      ['kanban', 'section-ticketBoard'],
      ['swagger', 'section-apiDocs'],
      ['docx', 'section-knowledgeImport'],
      ['2fa', 'setting-auth-two_factor_roles'],
      ['creatividad', 'setting-ai-temperature'],
      ['temperature', 'setting-ai-temperature'],
      ['saludo', 'setting-chat-welcome'],
      ['greeting', 'setting-chat-welcome'],
      ['nombre banco', 'setting-bank-name'],
      ['bank name', 'setting-bank-name'],
    ] as const) {
      expect([text, await found('ADMIN', text)]).toEqual([text, expect.arrayContaining([id])]);
    }
    expect(await found('ADMIN', 'zxqwv')).toEqual([]);
  });

  test('are found first by the beginning of their name', async () => {
    expect((await found('ADMIN', 'infor'))[0]).toBe('section-reports');
    expect((await found('ADMIN', 'sistema'))[0]).toBe('section-system');
  });

  test('are there for those who may use them', async () => {
    expect(await found('AGENT', 'auditoría')).not.toContain('section-audit');
    expect(await found('AGENT', 'usuarios')).not.toContain('section-people');
    expect(await found('AGENT', 'mi cuenta')).toContain('section-account');
    expect((await found('AGENT', 'bienvenida')).filter((id) => id.startsWith('setting-'))).toEqual([]);
    expect(PERMISSIONS['setting.read']).not.toBe('AGENT');
    expect(await found('ADMIN', 'bienvenida')).toContain('setting-chat-welcome');
    // Before anything is typed it offers the sections.
    expect(await found('AGENT', '')).toContain('section-inbox');
  });

  test('lead where they say: each page opens, each setting is on its page', async () => {
    const session = sessions.get('ADMIN') as PanelSession;
    const pages = new Map<string, string>();
    const open = async (path: string): Promise<string> => {
      const known = pages.get(path);
      if (known !== undefined) return known;
      const { status, text } = await session.get(path, { accept: 'text/html' });
      expect([path, [200, 303].includes(status)]).toEqual([path, true]);
      pages.set(path, text);
      return text;
    };
    for (const key of OTHER_PLACES) {
      const [place] = findPages(placeNames.es[key], 'ADMIN', 'es', 1);
      expect(place?.key).toBe(key);
      await open(place?.path ?? '');
    }
    for (const key of Object.keys(SETTING_RULES) as (keyof typeof SETTING_RULES)[]) {
      for (const language of ['es', 'en'] as const) {
        const { name } = settingTexts[language].settings[key];
        const place = findSettings(name, 'ADMIN', language, 5).find((one) => one.key === key.replace(/\W/g, '-'));
        if (!place) throw new Error(`${key} is not found by “${name}”`);
        const [path = '', anchor] = place.path.split('#');
        const html = await open(path);
        // The pages of the chat have a form of their own.
        if (SETTING_RULES[key].category !== 'widget') expect(html).toContain(`id="${anchor}"`);
      }
    }
  });
});

describe('articles', () => {
  test('are found by the beginnings of their words, a topic once, in the language of the person', async () => {
    const { sql } = service.ctx.db;
    const writer = people.SUPERVISOR;
    const text = (language: string, title: string) => ({
      slug: 'transferencia-de-bunkeres',
      language,
      title,
      content: 'Búnker ecológico zarzaparrilla.',
      category: 'transfers',
    });
    await writer.call('POST', '/knowledge', text('es', 'Transferencia de búnkeres zarzaparrilla'));
    const { body: english } = await writer.call('POST', '/knowledge', text('en', 'Zarzaparrilla bunker transfers'));
    expect(await found('AGENT', 'bunker zarzap')).toEqual(['article-transferencia-de-bunkeres']);
    const named = (language: 'es' | 'en') => searchArticles(sql, { text: 'zarzap', language, limit: 5 });
    expect((await named('es')).map(({ title }) => title)).toEqual(['Transferencia de búnkeres zarzaparrilla']);
    expect((await named('en')).map(({ title }) => title)).toEqual(['Zarzaparrilla bunker transfers']);
    await writer.call('DELETE', `/knowledge/${english.id}`);
    expect((await named('en')).map(({ language }) => language)).toEqual(['es']);
    for (const odd of ["'", '&|!', ':*', '\\', '%', "tarjeta' OR 1=1"]) {
      expect(Array.isArray(await searchArticles(sql, { text: odd, language: 'es', limit: 5 }))).toBe(true);
    }
  });

  test('are found in a moment among many', async () => {
    const { sql } = service.ctx.db;
    await sql`
      INSERT INTO knowledge_articles (slug, language, title, content, category)
      SELECT 'topic-' || n, CASE n % 2 WHEN 0 THEN 'es' ELSE 'en' END, 'Tema ' || md5(n::text),
        'Palabras ' || md5((n * 7)::text) || ' comunes para todos', 'general'
      FROM generate_series(1, ${MANY}) n`;
    await sql`ANALYZE knowledge_articles`;
    for (const text of ['comunes', 'zarzap', 'tem', 'palabras c4ca']) {
      const ms = await quickest(() => searchArticles(sql, { text, language: 'es', limit: 5 }));
      expect([text, ms < MAX_MS ? 'quick' : `${Math.round(ms)} ms`]).toEqual([text, 'quick']);
    }
  }, 120_000);
});
