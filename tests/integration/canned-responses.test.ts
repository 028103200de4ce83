import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { fillIn, textIn } from '../../src/features/canned-responses/model.ts';
import { startChat } from '../support/client.ts';
import { PanelSession } from '../support/panel-session.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const PATH = '/canned-responses';
const GREETING = { shortcut: 'Hola', title: 'Saludo', text_es: 'Hola {customer}', text_en: 'Hello {customer}' };

let service: Service;
let ana: Staff;
let beto: Staff;
let omar: Staff;

beforeAll(async () => {
  service = await startService();
  [ana, beto, omar] = await Promise.all([
    newStaff(service, 'AGENT', 'Ana Torres'),
    newStaff(service, 'AGENT', 'Beto Lara'),
    newStaff(service, 'SUPERVISOR', 'Omar Ruiz'),
  ]);
});

afterAll(() => service.stop());

describe('a canned response', () => {
  test('is everybody’s where a supervisor makes it so, and else its owner’s alone', async () => {
    const shared = await omar.call('POST', PATH, { ...GREETING, shared: true });
    expect([shared.status, shared.body.shortcut, shared.body.shared]).toEqual([201, 'hola', true]);
    const own = await ana.call('POST', PATH, { shortcut: 'mío', title: 'Mío', text_es: 'Solo mío' });
    expect([own.status, own.body.shared]).toEqual([201, false]);
    const seen = async (who: Staff) =>
      (await who.call('GET', PATH)).body.map(({ shortcut }: { shortcut: string }) => shortcut);
    expect(await seen(ana)).toEqual(['hola', 'mío']);
    expect(await seen(beto)).toEqual(['hola']);
    expect((await beto.call('GET', `${PATH}/${own.body.id}`)).status).toBe(404);
    expect((await omar.call('DELETE', `${PATH}/${own.body.id}`)).status).toBe(404);
    expect((await ana.call('POST', PATH, { ...GREETING, shortcut: 'todos', shared: true })).status).toBe(403);
    expect((await ana.call('PUT', `${PATH}/${shared.body.id}`, GREETING)).status).toBe(403);
    expect((await ana.call('DELETE', `${PATH}/${shared.body.id}`)).status).toBe(403);
    const changed = await omar.call('PUT', `${PATH}/${shared.body.id}`, { ...GREETING, title: 'Otro', shared: true });
    expect([changed.status, changed.body.title]).toEqual([200, 'Otro']);
    expect((await ana.call('DELETE', `${PATH}/${own.body.id}`)).status).toBe(204);
    expect((await ana.call('GET', `${PATH}/${own.body.id}`)).status).toBe(404);
  });

  test('has a shortcut of its own, a title and a text, and every field that is wrong is named', async () => {
    const wrong = await ana.call('POST', PATH, { shortcut: 'con espacio', title: ' ', text_en: '  ' });
    expect(wrong.status).toBe(422);
    expect(JSON.stringify(wrong.body)).toMatch(/shortcut.*title.*text_es/s);
    const one = { shortcut: 'único', title: 'Uno', text_es: 'Uno' };
    expect((await beto.call('POST', PATH, one)).status).toBe(201);
    const twin = await beto.call('POST', PATH, { ...one, shortcut: '/ÚNICO' });
    expect([twin.status, JSON.stringify(twin.body)]).toEqual([422, expect.stringContaining('shortcut')]);
    expect((await ana.call('POST', PATH, one)).status).toBe(201);
  });

  test('is filled in with what is known of the conversation, in its language, one’s own before everybody’s', async () => {
    await omar.call('POST', PATH, { shortcut: 'doble', title: 'De todos', text_es: 'De todos', shared: true });
    await ana.call('POST', PATH, {
      shortcut: 'doble',
      title: 'Propio',
      text_es: 'Soy {agent} de {bank}, {customer}. Caso {ticket}.',
      text_en: 'I am {agent}, {customer}.',
    });
    const chat = await startChat(service.origin, { metadata: { language: 'en' } });
    await service.ctx.db.sql`UPDATE conversations SET visitor_name = '{agent} <b>"Eva"' WHERE id = ${chat.id}`;
    const panel = await PanelSession.open(service, ana);
    const answer = await panel.get(`/panel/conversations/${chat.id}/canned`);
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(/I am Ana Torres, \{agent\} &lt;b(>|&gt;)("|&#34;|&quot;)Eva/);
    expect(answer.text).not.toContain('<b>"');
    expect(answer.text).not.toContain('De todos');
    const foreign = await PanelSession.open(service, beto);
    await ana.call('POST', `/conversations/${chat.id}/takeover`, {});
    expect((await foreign.get(`/panel/conversations/${chat.id}/canned`)).status).toBe(404);
  });

  test('names nothing that is not known, and takes no value for a variable', () => {
    const nobody = { customer: null, agent: 'Ana', bank: '$& {ticket}', ticket: null };
    expect(fillIn('Hola {customer}, soy {agent} de {bank}. Caso {ticket}. {otro}', nobody)).toBe(
      'Hola, soy Ana de $& {ticket}. Caso. {otro}',
    );
    expect(textIn({ textEs: null, textEn: 'Hi' }, 'es')).toBe('Hi');
    expect(textIn({ textEs: 'Hola', textEn: 'Hi' }, 'es')).toBe('Hola');
  });
});

describe('the page of canned responses', () => {
  test('keeps what was typed, names what is wrong, and shows to each what they may do', async () => {
    const panel = await PanelSession.open(service, ana);
    const page = await panel.get('/panel/canned-responses');
    expect([page.status, page.text.includes('Respuestas guardadas')]).toEqual([200, true]);
    const wrong = await panel.post('/panel/canned-responses', {
      shortcut: 'a b',
      title: '<script>alert(1)</script>',
      text_es: 'Texto que se queda',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Usa de 1 a 32 letras');
    expect(wrong.text).toContain('Texto que se queda');
    expect(wrong.text).toContain('value="&lt;script');
    expect(wrong.text).not.toContain('Para todo el equipo');
    const saved = await panel.post('/panel/canned-responses', { shortcut: 'pagina', title: 'Página', text_es: 'Va' });
    expect(saved.headers.get('hx-redirect')).toBe('/panel/canned-responses?done=saved');
    const forced = { shortcut: 'forzada', title: 'Forzada', text_es: 'Va', shared: 'on' };
    expect((await panel.post('/panel/canned-responses', forced)).status).toBe(403);
    const boss = await PanelSession.open(service, omar);
    expect((await boss.get('/panel/canned-responses/new')).text).toContain('Para todo el equipo');
    expect((await boss.post('/panel/canned-responses', forced)).headers.get('hx-redirect')).toContain('done=saved');
  });
});
