import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { listWorkers, totalsOf } from '../../src/db/worker-figures.ts';
import { MAX_IMAGE_BYTES } from '../../src/features/widget/model.ts';
import { call } from '../support/client.ts';
import { GIF, PNG } from '../support/files.ts';
import { PanelSession } from '../support/panel-session.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff } from '../support/staff.ts';

const PATH = '/panel/settings';

let service: Service;
let admin: PanelSession;
let supervisor: PanelSession;
let agent: PanelSession;

beforeAll(async () => {
  service = await startService();
  const open = async (role: 'AGENT' | 'SUPERVISOR' | 'ADMIN') =>
    PanelSession.open(service, await newStaff(service, role, `Persona ${role}`));
  [agent, supervisor, admin] = await Promise.all([open('AGENT'), open('SUPERVISOR'), open('ADMIN')]);
});

afterAll(() => service.stop());

test('supervisors look, administrators change, agents do neither', async () => {
  for (const page of ['', '/assistant', '/prompt', '/widget', '/limits', '/history?key=desk.capacity']) {
    expect([page, (await agent.get(PATH + page)).status]).toEqual([page, 403]);
    expect([page, (await supervisor.get(PATH + page)).status]).toEqual([page, 200]);
  }
  expect((await supervisor.get('/panel/system')).status).toBe(403);
  expect((await admin.get('/panel/system')).status).toBe(200);
  const deeds = [
    '/desk',
    '/desk/reset?key=desk.capacity',
    '/assistant/test/openai',
    '/prompt',
    '/prompt/try',
    '/prompt/preview',
    '/prompt/withdraw',
    '/prompt/1/use',
    '/widget/images/avatar',
    '/widget/images/avatar/remove',
  ];
  for (const deed of deeds) expect([deed, (await supervisor.post(PATH + deed, {})).status]).toEqual([deed, 403]);
  const { sql } = service.ctx.db;
  expect(await sql`SELECT key FROM settings`).toHaveLength(0);
});

describe('values of the bank’s own', () => {
  const OWN = `${PATH}/own`;
  const asApi = async (key: string) => {
    const [row] = await service.ctx.db.sql<{ value: unknown; isSecret: boolean }[]>`
      SELECT value, is_secret AS "isSecret" FROM settings WHERE key = ${key}`;
    return row;
  };

  const typedIn = async (path: string) => {
    const [, typed = ''] = /<textarea[^>]*>([^<]*)</.exec((await admin.get(path)).text) ?? [];
    return typed.replaceAll(/&quot;|&#34;/g, '"');
  };

  test('are added, changed and removed by administrators, and seen by supervisors', async () => {
    const banner = { key: 'campaign.banner', value: '{"es": "Ven", "days": 3}', category: 'app', is_public: 'on' };
    for (const path of ['', '/edit?key=campaign.banner', '/delete']) {
      expect([path, (await supervisor.post(OWN + path, banner)).status]).toEqual([path, 403]);
    }
    expect((await admin.post(OWN, banner)).location).toBe(`${OWN}?done=saved`);
    expect(await asApi('campaign.banner')).toEqual({ value: { es: 'Ven', days: 3 }, isSecret: false });
    expect((await call(service.origin, 'GET', '/api/v1/settings/public')).body['campaign.banner']).toEqual({
      es: 'Ven',
      days: 3,
    });
    const list = (await supervisor.get(OWN)).text;
    expect(list).toContain('campaign.banner');
    expect(list).not.toContain('edit?key=');
    expect(await typedIn(`${OWN}/edit?key=campaign.banner`)).toBe('{\n  "es": "Ven",\n  "days": 3\n}');
    const edit = `${OWN}/edit?key=campaign.banner`;
    expect((await admin.post(edit, { value: 'Solo hoy' })).location).toBe(`${OWN}?done=saved`);
    expect(await asApi('campaign.banner')).toEqual({ value: 'Solo hoy', isSecret: false });
    // A text that would read as JSON stays a text.
    await admin.post(edit, { value: '"7"' });
    expect(await typedIn(edit)).toBe('"7"');
    expect((await asApi('campaign.banner'))?.value).toBe('7');
    expect((await admin.post(`${OWN}/delete`, { key: 'campaign.banner' })).location).toBe(`${OWN}?done=removed`);
    expect(await asApi('campaign.banner')).toBeUndefined();
    expect((await admin.get(edit)).status).toBe(404);
  });

  test('that are secret are never shown again', async () => {
    await admin.post(OWN, { key: 'crm.login', value: 'Zanahoria-77', is_secret: 'on' });
    for (const path of ['', '/edit?key=crm.login']) {
      expect((await admin.get(OWN + path)).text).not.toContain('Zanahoria-77');
    }
    expect((await asApi('crm.login'))?.isSecret).toBe(true);
    const refused = await admin.post(`${OWN}/edit?key=crm.login`, { value: '' });
    expect([refused.status, refused.text.includes('Escribe un valor')]).toEqual([422, true]);
    await admin.post(`${OWN}/delete`, { key: 'crm.login' });
  });

  test('that cannot be are said at their field, with what was typed', async () => {
    await admin.post(OWN, { key: 'app.taken', value: '1' });
    for (const [typed, said] of [
      [{ key: 'con espacio', value: '1' }, 'Usa letras, números'],
      [{ key: 'desk.new', value: '1' }, 'ninguna clave del programa'],
      [{ key: 'app.taken', value: '1' }, 'Ya hay un valor con esta clave'],
      [{ key: 'app.empty', value: ' ' }, 'Escribe un valor'],
      [{ key: 'app.both', value: '1', is_public: 'on', is_secret: 'on' }, 'Un secreto no puede ser público'],
    ] as const) {
      const answer = await admin.post(OWN, { ...typed, description: 'Para la app' });
      expect([typed.key, answer.status, answer.text.includes(said)]).toEqual([typed.key, 422, true]);
      expect(answer.text).toContain('value="Para la app"');
    }
    // What the program knows is changed on its own page.
    expect((await admin.post(`${OWN}/edit?key=desk.capacity`, { value: '99' })).status).toBe(404);
    expect((await admin.post(`${OWN}/delete`, { key: 'desk.capacity' })).status).toBe(404);
    await admin.post(`${OWN}/delete`, { key: 'app.taken' });
  });
});

describe('a card of settings', () => {
  const desk = {
    'desk.capacity': '6',
    'desk.silent_minutes': '2,5',
    'desk.auto_assign': 'on',
    'tickets.complaint_days': '30',
  };

  test('is saved as a whole or not at all, and keeps what was typed', async () => {
    const wrong = await admin.post(`${PATH}/desk`, { ...desk, 'tickets.complaint_days': 'treinta' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('value="treinta"');
    expect(wrong.text).toContain('value="6"');
    expect(wrong.text.match(/aria-invalid/g)).toHaveLength(1);
    expect(service.ctx.settings.get('desk.capacity')).toBe(4);
    const right = await admin.post(`${PATH}/desk`, desk);
    expect(right.status).toBe(200);
    expect(service.ctx.settings.get('desk.capacity')).toBe(6);
    expect(service.ctx.settings.get('desk.silent_minutes')).toBe(2.5);
    const { sql } = service.ctx.db;
    // What is as it was is not written.
    const rows = await sql`SELECT key FROM settings ORDER BY key`;
    expect(rows.map(({ key }) => key)).toEqual(['desk.capacity', 'desk.silent_minutes']);
    expect((await admin.post(`${PATH}/desk`, { ...desk, 'desk.capacity': '4' })).status).toBe(200);
    expect(await sql`SELECT key FROM settings WHERE key = 'desk.capacity'`).toHaveLength(0);
    expect((await admin.post(`${PATH}/nothing`, desk)).status).toBeGreaterThanOrEqual(404);
  });

  test('has a history with every change', async () => {
    const { text } = await supervisor.get(`${PATH}/history?key=desk.capacity`);
    expect(text.match(/<tr role="row" id="change-/g)).toHaveLength(2);
    expect((await supervisor.get(`${PATH}/history?key=nothing`)).status).toBe(404);
  });
});

describe('the instructions', () => {
  const save = (fields: Record<string, string>) => admin.post(`${PATH}/prompt`, fields);
  const inUse = () => service.ctx.settings.instructions;

  test('need a text, of a certain length, that is new; and nothing is lost of what was typed', async () => {
    for (const fields of [
      { text_es: ' ', text_en: '' },
      { text_es: 'x'.repeat(8_001), text_en: '' },
      { text_es: 'Corto.', text_en: '', note: 'n'.repeat(301) },
    ]) {
      const { status, text } = await save(fields);
      expect([status, text.includes('has-error')]).toEqual([422, true]);
    }
    const typed = await save({ text_es: '<b>Sé</b> breve', text_en: '', note: 'n'.repeat(301) });
    expect(typed.text).toMatch(/&lt;b(>|&gt;)Sé&lt;\/b(>|&gt;) breve/);
    expect(inUse().version).toBeNull();
  });

  test('are used one version at a time, and can be withdrawn', async () => {
    expect((await save({ text_es: 'Uno', text_en: 'One' })).location).toBe(`${PATH}/prompt?done=saved`);
    expect(inUse().version).toBeNull();
    expect((await save({ text_es: 'Dos', text_en: 'Two', use: 'on' })).location).toBe(`${PATH}/prompt?done=used`);
    expect(inUse()).toEqual({ version: 2, es: 'Dos', en: 'Two' });
    expect((await save({ text_es: 'Dos', text_en: 'Two' })).status).toBe(422);
    const both = await Promise.all([1, 2, 1, 2].map((id) => admin.post(`${PATH}/prompt/${id}/use`)));
    expect(both.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const { sql } = service.ctx.db;
    expect(await sql`SELECT id FROM prompt_versions WHERE is_active`).toHaveLength(1);
    expect((await admin.post(`${PATH}/prompt/99/use`)).status).toBe(404);
    await admin.post(`${PATH}/prompt/withdraw`);
    expect(inUse().version).toBeNull();
    expect(await sql`SELECT id FROM prompt_versions`).toHaveLength(2);
  });
});

describe('a picture of the bank', () => {
  const send = (content: Uint8Array) => {
    const form = new FormData();
    form.append('image', new File([content as Uint8Array<ArrayBuffer>], 'logo.png', { type: 'image/png' }));
    return admin.post(`${PATH}/widget/images/logo`, form);
  };
  const address = async () => (await call(service.origin, 'GET', '/api/v1/chat/config')).body.logo_url;

  test('is what its bytes say, of a certain size, and goes again', async () => {
    const large = new Uint8Array(MAX_IMAGE_BYTES + 1);
    large.set(PNG);
    for (const content of [GIF, large, new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')]) {
      expect((await send(content)).status).toBe(422);
    }
    expect(await address()).toBeUndefined();
    expect((await send(PNG)).status).toBe(200);
    const path = await address();
    const picture = await fetch(service.origin + path);
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(picture.headers.get('content-security-policy')).toContain('sandbox');
    await admin.post(`${PATH}/widget/images/logo/remove`);
    expect(await address()).toBeUndefined();
    expect((await fetch(service.origin + path)).status).toBe(404);
  });
});

test('the sums of the pool do not fall when a worker goes', async () => {
  const { sql } = service.ctx.db;
  const total = async () => (await totalsOf(sql, await listWorkers(sql))).requests.chat.statuses[2] ?? 0;
  const other = await startService({ database: service.database });
  for (let at = 0; at < 5; at += 1) await call(other.origin, 'GET', '/api/v1/chat/config');
  const before = await total();
  await other.stop();
  expect(await total()).toBeGreaterThanOrEqual(before + 5);
});
