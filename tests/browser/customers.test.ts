import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expectAccessible } from '../support/accessible.ts';
import { launchChromium } from '../support/chromium.ts';
import { call, identityToken, say, startChat } from '../support/client.ts';
import { openPanel } from '../support/desk-pages.ts';
import { eventually, soon } from '../support/eventually.ts';
import { findInDatabase, findInFolder } from '../support/everywhere.ts';
import { fileForm, PNG } from '../support/files.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const TEST_MS = 120_000;
const ACCOUNT = '012180009998887776';
const HOSTILE = 'Nora <img src=x onerror="window.hit=1"><hx-partial hx-target="body">';

let service: Service;
let other: Service;
let browser: Browser;
let admin: Staff;
let files: string;

beforeAll(async () => {
  service = await startService();
  other = await startService({ database: service.database });
  browser = await launchChromium();
  admin = await newStaff(service, 'ADMIN', 'Ada Administradora');
  files = await mkdtemp(join(tmpdir(), 'joxai-files-'));
}, TEST_MS);

afterAll(async () => {
  await browser.close();
  await other.stop();
  await service.stop();
  await rm(files, { recursive: true });
}, TEST_MS);

const add = async (fields: Record<string, unknown>): Promise<number> =>
  (await admin.call('POST', '/customers', fields)).body.id;

const list = '/panel/customers';
const rows = (page: Page) => page.locator('#customer-results tbody tr');

describe('customers', () => {
  test(
    'are found while one types, an account number without a trace in the address, and by the quick search',
    async () => {
      const id = await add({ name: HOSTILE, email: 'nora@correo.example', account_number: ACCOUNT, tags: ['nómina'] });
      const { page, faults } = await openPanel(browser, service.origin, admin);
      await page.goto(service.origin + list);
      await expectAccessible(page);
      const search = page.locator('main input[name=q]');
      await search.fill('nora');
      await eventually('one row is left', async () => (await rows(page).count()) === 1);
      await page.waitForURL('**/panel/customers?search=*');
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await search.fill('0121 8000 9998 8877 76');
      await eventually(
        'the account is found, and its number is in no address',
        async () => page.url() === service.origin + list && (await rows(page).count()) === 1,
      );
      expect(asked.join(' ').replaceAll(/[+% ]|20/g, '')).not.toContain('99988877');
      expect(await rows(page).first().textContent()).toContain('•• 7776');
      expect(await page.content()).not.toContain(ACCOUNT);
      await search.fill('nadie se llama así');
      await page.locator('#customer-results .empty').waitFor();
      await search.fill('');
      await eventually('all rows are back', async () => (await rows(page).count()) > 5);
      await page.locator('main select[name=tag]').selectOption('nómina');
      await eventually('one row is left', async () => (await rows(page).count()) === 1);

      await page.keyboard.press('Control+k');
      await page.locator('#search input').fill('nora');
      await page.locator(`.found[href="${list}/${id}"], #search a[href="${list}/${id}"]`).first().click();
      await page.waitForURL(`**${list}/${id}`);
      expect(await page.locator('h1').textContent()).toBe(HOSTILE);
      expect(await page.evaluate('window.hit')).toBeUndefined();
      await expectAccessible(page);
      expect(faults).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'that were found are found again by back, forward and reload, and no address says who was looked for',
    async () => {
      await add({ name: 'Zafiro Uno' });
      await add({ name: 'Zafiro Dos', customer_type: 'BUSINESS' });
      const { page, faults } = await openPanel(browser, service.origin, admin, { path: list });
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url(), request.headers().referer ?? ''));
      const search = page.locator('main input[name=q]');
      const shows = async (words: string, count: number) => {
        await eventually(`${count} rows`, async () => (await rows(page).count()) === count);
        await soon(async () => expect(await search.inputValue()).toBe(words));
        asked.push(page.url());
      };
      await search.fill('zafiro');
      await shows('zafiro', 2);
      const first = page.url();
      // Leaving the field asks once more, and is no step of its own.
      await page.locator('main select[name=type]').selectOption('BUSINESS');
      await shows('zafiro', 1);
      await page.goBack();
      await shows('zafiro', 2);
      expect(page.url()).toBe(first);
      await page.goForward();
      await shows('zafiro', 1);
      await page.reload();
      await shows('zafiro', 1);
      await rows(page).first().locator('a').first().click();
      await page.locator('h1', { hasText: 'Zafiro Dos' }).waitFor();
      await page.goBack();
      await shows('zafiro', 1);
      await page.goBack();
      await shows('zafiro', 2);
      await page.goBack();
      await eventually('the list is whole', async () => (await rows(page).count()) > 5);
      await soon(async () => expect(await search.inputValue()).toBe(''));
      expect(page.url()).toBe(service.origin + list);
      expect(decodeURIComponent(asked.join(' '))).not.toMatch(/zafiro/i);
      expect(faults).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'are changed with what was typed kept where it is wrong, noted about, and put away and brought back',
    async () => {
      const taken = await add({ name: 'Quien Tiene El Correo', email: 'ocupado@correo.example' });
      const id = await add({ name: 'Olga Editada', email: 'olga@correo.example' });
      const { page, faults } = await openPanel(browser, service.origin, admin, { path: `${list}/${id}` });
      await page.keyboard.press('Alt+e');
      await page.waitForURL('**/edit');
      await page.locator('[name=phone]').fill('12');
      await page.locator('[name=tags]').fill('hipoteca, hogar');
      await page.locator('#customer-form [type=submit]').click();
      await page.locator('[name=phone][aria-invalid=true]').waitFor();
      expect(await page.locator('[name=tags]').inputValue()).toBe('hipoteca, hogar');
      await expectAccessible(page);
      await page.locator('[name=phone]').fill('55 5501 8181');
      await page.locator('[name=email]').fill('ocupado@correo.example');
      await page.locator('#customer-form [type=submit]').click();
      await page.locator('[name=email][aria-invalid=true]').waitFor();
      expect(await page.locator('.taken-by a').getAttribute('href')).toBe(`${list}/${taken}`);
      await page.locator('[name=email]').fill('olga.nueva@correo.example');
      await page.locator('#customer-form [type=submit]').click();
      await page.waitForURL('**?done=saved');
      expect(await page.locator('main').textContent()).toContain('+525555018181');

      await page.locator('#customer-note [type=submit]').click();
      await page.locator('#customer-note [aria-invalid=true]').waitFor();
      await page.locator('#customer-note textarea').fill('Llamar antes de las doce');
      await page.locator('#customer-note [type=submit]').click();
      await page.locator('.note-list').getByText('Llamar antes de las doce').waitFor();
      await soon(async () => expect(await page.locator('#customer-note textarea').inputValue()).toBe(''));

      await page.locator('[popovertarget=customer-more]').click();
      await page.locator('#customer-more form button').click();
      await page.locator('#confirm[open]').waitFor();
      await page.locator('[data-confirm-yes]').click();
      await page.waitForURL('**?done=deleted');
      await expectAccessible(page);
      await page.locator('form[action$="/restore"] button').click();
      await page.waitForURL('**?done=restored');
      // What the form refused is answered with 422, which the browser notes.
      expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'who may be one are compared and merged, field by field',
    async () => {
      const into = await add({ name: 'Hugo Doble', phone: '5555018282', email: 'hugo@correo.example' });
      const from = await add({ name: 'Hugo Doble Ríos', phone: '5555018282', email: 'hugo.rios@correo.example' });
      await admin.call('POST', `/customers/${from}/notes`, { note: 'La nota de la segunda ficha' });
      const { page, faults } = await openPanel(browser, service.origin, admin, { path: `${list}/duplicates` });
      await expectAccessible(page);
      await page.locator(`#pair-${into}-${from} a.button`).click();
      await page.waitForURL('**/merge?with=*');
      await expectAccessible(page);
      expect(await page.locator('main').textContent()).toContain('1 nota');
      await page.locator('input[name=full_name][value=duplicate]').check();
      await page.locator('main form [type=submit]').click();
      await page.locator('#confirm[open]').waitFor();
      await page.locator('[data-confirm-yes]').click();
      await page.waitForURL(`**${list}/${into}?done=merged`);
      expect(await page.locator('h1').textContent()).toBe('Hugo Doble Ríos');
      const text = await page.locator('main').textContent();
      for (const kept of ['La nota de la segunda ficha', 'hugo@correo.example', 'hugo.rios@correo.example']) {
        expect(text).toContain(kept);
      }
      expect(faults).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'come in from a file: a faulty line stops all of it and is listed; corrected, all of it comes in',
    async () => {
      const faulty = join(files, 'con-error.csv');
      await Bun.write(
        faulty,
        'Nombre;Correo;Teléfono\nIrene Buena;irene@correo.example;5555018383\nIván Malo;no-es;\n',
      );
      const { page, faults } = await openPanel(browser, service.origin, admin, { path: `${list}/import` });
      await expectAccessible(page);
      await page.locator('input[type=file]').setInputFiles(faulty);
      await page.locator('main form [type=submit]').click();
      await page.waitForURL('**/import/*');
      expect(await page.locator('select[name=mapping]').nth(1).inputValue()).toBe('email');
      await expectAccessible(page);
      await page.locator('#import-setup [type=submit]').click();
      await page.locator('#import-result .table').waitFor();
      expect(await page.locator('#import-result tbody tr').allTextContents()).toEqual([
        expect.stringContaining('No es un correo válido'),
      ]);
      await expectAccessible(page);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.locator('#import-result a[download]').click(),
      ]);
      expect(await Bun.file(await download.path()).text()).toContain('3,Correo,');

      const right = join(files, 'corregido.csv');
      await Bun.write(
        right,
        'Nombre;Correo;Teléfono\nIrene Buena;irene@correo.example;5555018383\nIván Bien;ivan@correo.example;\n',
      );
      await page.goto(`${service.origin}${list}/import`);
      await page.locator('input[type=file]').setInputFiles(right);
      await page.locator('main form [type=submit]').click();
      await page.locator('#import-setup [type=submit]').click();
      await page.locator('#import-result form [type=submit]').click();
      await page.getByText('2 clientes nuevos').waitFor();
      const { body } = await admin.call('GET', '/customers/search?q=irene%20buena');
      expect(body).toHaveLength(1);
      expect(faults).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'who are erased are nowhere any more: in no table, no file, no page',
    async () => {
      const words = [
        'Penélope',
        'Umpiérrez',
        'penelope-unica',
        '5555018484',
        '646180222211110000',
        'calabazaturquesa',
        'rabanofucsia',
      ];
      const id = await add({
        name: 'Penélope Umpiérrez',
        email: 'penelope-unica@correo.example',
        phone: '55 5501 8484',
        account_number: '646180222211110000',
        external_id: 'C-PENELOPE',
      });
      const chat = await startChat(service.origin, { identity_token: identityToken('C-PENELOPE') });
      await say(service.origin, chat, 'Se perdió mi calabazaturquesa, soy Penélope');
      await call(service.origin, 'POST', '/api/v1/chat/attachments', {
        token: chat.token,
        form: fileForm({ conversation_id: chat.id }, PNG, 'rabanofucsia.png'),
      });
      await call(service.origin, 'POST', '/api/v1/chat/escalate', {
        token: chat.token,
        body: { conversation_id: chat.id, description: 'calabazaturquesa' },
      });
      const { sql } = service.ctx.db;
      for (const word of words) expect(await findInDatabase(sql, [word])).not.toEqual([]);
      const { page, faults } = await openPanel(browser, service.origin, admin);
      // Somebody has the conversation open meanwhile, through another worker.
      const watching = await openPanel(browser, other.origin, admin);
      await watching.page.goto(`${other.origin}/panel/conversations/${chat.id}`);
      await watching.page.getByText('calabazaturquesa').first().waitFor();

      await page.goto(`${service.origin}${list}/${id}`);
      const [download] = await Promise.all([page.waitForEvent('download'), page.locator('a[href$="/export"]').click()]);
      const held = await Bun.file(await download.path()).text();
      for (const word of words) expect(held).toContain(word);
      await page.locator('a[href$="/erase"]').click();
      await page.waitForURL('**/erase');
      expect(await page.locator('main').textContent()).toContain('1 conversación abierta');
      await expectAccessible(page);
      await page.locator('[name=confirmation]').fill('no');
      await page.locator('#erase-form [type=submit]').click();
      await page.locator('[name=confirmation][aria-invalid=true]').waitFor();
      await page.locator('[name=confirmation]').fill(`#${id}`);
      await page.locator('#erase-form [type=submit]').click();
      await page.waitForURL('**/receipt');
      await expectAccessible(page);
      expect(await page.locator('main').textContent()).toContain('Ada Administradora');
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('.page-actions').isVisible()).toBe(false);
      expect(await page.locator('.receipt .facts').first().isVisible()).toBe(true);

      expect(await findInDatabase(sql, words)).toEqual([]);
      expect(await findInFolder(service.ctx.config.dataDir, words)).toEqual([]);
      expect((await page.request.get(`${service.origin}${list}/${id}`)).status()).toBe(404);
      await watching.page.reload();
      await watching.page.locator('#conversation').waitFor();
      const seen = await watching.page.content();
      for (const word of words) expect(seen).not.toContain(word);
      expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
      await page.context().close();
      await watching.page.context().close();
    },
    TEST_MS,
  );
});
