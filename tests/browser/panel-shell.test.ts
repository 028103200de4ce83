import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { panelFiles } from '../../src/features/panel/frame.ts';
import { createUser } from '../../src/features/users/service.ts';
import { PAGE_HEADERS } from '../../src/http/headers.ts';
import { expectAccessible } from '../support/accessible.ts';
import { say, startChat } from '../support/client.ts';
import { componentsPage } from '../support/components-page.ts';
import { ADMIN } from '../support/database.ts';
import { connected, cutLine, type Desk, openPanel, startDesk } from '../support/desk-pages.ts';
import { eventually, soon } from '../support/eventually.ts';
import type { Service } from '../support/service.ts';

const AGENT = { email: 'shell@joxai.test', password: 'Murmullo-Verde-5518' };
const QUESTION = '¿A qué hora abren las sucursales?';
const HIDDEN_QUESTION = 'Quiero saber del zafiro escondido';
const TEST_MS = 180_000;
/** What the whole first view may weigh, as it travels. */
const MAX_FIRST_PAINT_BYTES = 100 * 1024;
const COMPONENTS = '/panel/components';

let desk: Desk;
let service: Service;
let other: Service;
let browser: Browser;
let adminId: number;
let agentId: number;
let openId: string;
let hiddenId: string;

beforeAll(async () => {
  desk = await startDesk();
  ({ service, other, browser } = desk);
  agentId = (await createUser(service.ctx.db.orm, { ...AGENT, fullName: 'Agente Uno', role: 'AGENT' })).id;
  const { sql } = service.ctx.db;
  adminId = (await sql<{ id: number }[]>`SELECT id FROM users WHERE email = ${ADMIN.email}`)[0]?.id ?? 0;
  const chat = await startChat(service.origin);
  await say(service.origin, chat, QUESTION);
  openId = chat.id;
  const taken = await startChat(service.origin);
  await say(service.origin, taken, HIDDEN_QUESTION);
  hiddenId = taken.id;
  await sql`UPDATE conversations SET assignee_id = ${adminId} WHERE id = ${hiddenId}`;
}, TEST_MS);

afterAll(() => desk.stop(), TEST_MS);

describe('every page and state of the frame', () => {
  for (const [language, theme, width] of [
    ['es', 'light', 1440],
    ['en', 'dark', 1440],
    ['en', 'light', 360],
    ['es', 'dark', 320],
  ] as const) {
    test(
      `is accessible in ${language}, ${theme}, ${width} px`,
      async () => {
        const page = await logIn(ADMIN, width);
        await service.ctx.db.sql`UPDATE users SET language = ${language}, theme = ${theme} WHERE id = ${adminId}`;
        await page.goto(`${service.origin}/panel/conversations`);
        await expectAccessible(page);
        await page.locator('.bell').click();
        await page.locator('#bell .empty, #bell .notice').first().waitFor();
        await expectAccessible(page);
        await page.keyboard.press('Escape');
        await page.locator('.account-open').click();
        await expectAccessible(page);
        await page.keyboard.press('Escape');
        await page.keyboard.press('Control+k');
        await page.keyboard.type('sucursales');
        await page.locator('.found[id^=found-conversation]').first().waitFor();
        await expectAccessible(page);
        await page.keyboard.press('Escape');
        await page.keyboard.press('?');
        await page.locator('#shortcuts[open]').waitFor();
        await expectAccessible(page);
        await page.goto(`${service.origin}/panel/conversations/${openId}`);
        await expectAccessible(page);
        await showComponents(page, language, theme);
        await expectAccessible(page);
        await page.goto(`${service.origin}/panel/nowhere`);
        await expectAccessible(page);
        await page.context().clearCookies();
        await page.goto(`${service.origin}/panel/login?lang=${language}`);
        await expectAccessible(page);
        await page.context().close();
      },
      TEST_MS,
    );
  }

  test(
    'weighs less than 100 KB at first, script and style together',
    async () => {
      const page = await logIn(ADMIN);
      const bodies: Promise<number>[] = [];
      page.on('response', (response) => {
        if (/\.(js|css)$/.test(response.url()))
          bodies.push(
            response
              .request()
              .sizes()
              .then((s) => s.responseBodySize),
          );
      });
      await page
        .context()
        .newCDPSession(page)
        .then((client) => client.send('Network.clearBrowserCache'));
      await page.goto(`${service.origin}/panel/conversations`);
      await page.waitForLoadState('load');
      const bytes = (await Promise.all(bodies)).reduce((sum, one) => sum + one, 0);
      expect(bytes).toBeGreaterThan(10_000);
      expect(bytes).toBeLessThan(MAX_FIRST_PAINT_BYTES);
      await page.context().close();
    },
    TEST_MS,
  );
});

describe('the quick search', () => {
  test(
    'finds while one types, and opens by keys alone',
    async () => {
      const page = await logIn(ADMIN);
      await page.keyboard.press('Control+k');
      await page.keyboard.type('sucursal');
      const option = page.locator(`#found-conversation-${openId}`);
      await option.waitFor();
      // Nothing is chosen before the answer to all that was typed.
      await page.locator('#search input[aria-activedescendant]').waitFor();
      const active = () => page.locator('#search input').getAttribute('aria-activedescendant');
      const first = await active();
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowDown');
      expect(await active()).toBe(first as string);
      for (let step = 0; step < 9 && (await active()) !== `found-conversation-${openId}`; step++) {
        await page.keyboard.press('ArrowDown');
      }
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/panel/conversations/${openId}`);
      await page.goBack();
      await page.waitForURL('**/panel/conversations');
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'opens what was typed also for who presses Enter before it is found',
    async () => {
      const page = await logIn(ADMIN);
      await page.keyboard.press('Control+k');
      await page.locator('#search input[aria-activedescendant]').waitFor();
      await page.keyboard.type('zafiro escondido');
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/panel/conversations/${hiddenId}`);
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'shows an agent nothing of what somebody else has taken',
    async () => {
      for (const [person, count] of [
        [ADMIN, 1],
        [AGENT, 0],
      ] as const) {
        const page = await logIn(person);
        await page.keyboard.press('Control+k');
        const answered = page.waitForResponse((response) => response.request().postData() === 'q=zafiro+escondido');
        await page.keyboard.type('zafiro escondido');
        expect((await (await answered).text()).includes(`found-conversation-${hiddenId}`)).toBe(count === 1);
        await page
          .locator(count ? '.found[id^=found-conversation]' : '#search-results .empty')
          .first()
          .waitFor();
        await soon(async () => expect(await page.locator('.found[id^=found-conversation]').count()).toBe(count));
        await page.keyboard.press('Escape');
        expect(await page.locator('#search').isVisible()).toBe(false);
        await page.context().close();
      }
    },
    TEST_MS,
  );
});

describe('the live frame', () => {
  test(
    'rings the bell on another worker, with a toast that leads there, and is silent once all is read',
    async () => {
      const page = await logIn(ADMIN, 1280, other.origin);
      // Who still waits would be told of again.
      await service.ctx.db.sql`UPDATE conversations SET status = 'bot', waiting_since = NULL WHERE status = 'waiting'`;
      await service.ctx.db.sql`DELETE FROM notifications WHERE user_id = ${adminId}`;
      await page.goto(`${other.origin}/panel/conversations`);
      await connected(page);
      const [row] = await service.ctx.db.sql<{ id: string }[]>`
        INSERT INTO notifications (type, category, kind, user_id, language, subject, body, conversation_id)
        VALUES ('IN_APP', 'CONVERSATION', 'mention', ${adminId}, 'es', 'Ana te mencionó', '<b>hola</b>', ${openId})
        RETURNING id`;
      const elsewhere = { type: 'notification', user: agentId, notification: Number(row?.id) } as const;
      service.ctx.bus.publish(elsewhere);
      service.ctx.bus.publish({ ...elsewhere, user: adminId });
      const toast = page.locator('.toast');
      await toast.waitFor();
      expect(await toast.textContent()).toContain('<b>hola</b>');
      await soon(async () => expect(await page.locator('#bell-count').textContent()).toStartWith('1'));
      await page.locator('.bell').click();
      await page.locator('.notice.is-unread').waitFor();
      await page.locator('.bell-head button').click();
      await page.locator('.notice:not(.is-unread)').waitFor();
      await page.locator('#bell-count').waitFor({ state: 'hidden' });

      await service.ctx.db.sql`UPDATE notifications SET read_at = NULL WHERE id = ${String(row?.id)}`;
      // The bell is open still, over the toast.
      await page.locator('.notice a').click();
      await page.waitForURL(`**/panel/conversations/${openId}`);
      await page.locator('#bell-count').waitFor({ state: 'hidden' });
      expect(await page.locator('#bell-count').textContent()).toBe('');
      const [read] = await service.ctx.db.sql`SELECT read_at FROM notifications WHERE id = ${String(row?.id)}`;
      expect(read?.read_at).not.toBeNull();
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'says that the connection is lost, and asks anew for what was shown when it is back, without a reload',
    async () => {
      const page = await logIn(ADMIN);
      await page.evaluate(
        'window.isSame = true; document.body.addEventListener("panel:back", () => { isBack = true; })',
      );
      const mend = await cutLine(page);
      await page.locator('#connection p').waitFor();
      await mend();
      await page.locator('#connection p').waitFor({ state: 'hidden' });
      await until(page, 'window.isBack === true && window.isSame === true');
      await page.context().close();
    },
    TEST_MS,
  );
});

describe('the pieces of pages', () => {
  test(
    'ask before a deed, go by keys, keep what was typed, and select rows',
    async () => {
      const page = await logIn(ADMIN);
      const sent: string[] = [];
      await page.route('**/panel/components/**', async (route) => {
        sent.push(new URL(route.request().url()).pathname + (route.request().postData() ?? ''));
        if (!route.request().url().endsWith('/save')) return route.fulfill({ status: 204 });
        const typed = new URLSearchParams(route.request().postData() ?? '').get('email') ?? '';
        await route.fulfill({ status: 422, headers: PAGE_HEADERS, body: componentsPage.form('es', typed) });
      });
      await showComponents(page, 'es', 'light');

      await page.keyboard.press('Alt+e');
      await page.locator('#confirm[open]').waitFor();
      expect(await page.locator('#confirm').textContent()).toContain('No se puede deshacer');
      await page.keyboard.press('Escape');
      expect(sent).toEqual([]);
      await until(page, 'document.activeElement.textContent.includes("Resolver")');
      await page.keyboard.press('Alt+e');
      await page.locator('[data-confirm-yes]').click();
      await until(page, '!document.querySelector("#confirm").open');
      const resolved = () => sent.filter((one) => one.startsWith('/panel/components/resolve'));
      await eventually('it is sent', () => resolved().length > 0);

      await page.keyboard.press('Alt+l');
      await until(page, 'document.activeElement.name === "email"');
      await page.keyboard.type('no-es-correo?');
      expect(await page.locator('#shortcuts').isVisible()).toBe(false);
      await page.keyboard.press('Enter');
      await page.locator('[aria-invalid=true]').waitFor();
      expect(await page.locator('[name=email]').inputValue()).toBe('no-es-correo?');
      await until(page, 'document.activeElement.matches("[name=email][aria-invalid=true]")');
      // What was asked about twice and confirmed once was sent once.
      expect(resolved()).toHaveLength(1);
      const described = await page.locator('[name=email]').getAttribute('aria-describedby');
      expect(await page.locator(`#${described?.split(' ')[0]}`).textContent()).toContain('correo completo');

      await page.locator('[data-select-all]').check();
      expect(await page.locator('[data-bulk-count]').textContent()).toBe('2 seleccionados');
      await page.locator('input[name=selected]').first().uncheck();
      expect(await page.locator('[data-bulk-count]').textContent()).toBe('1 seleccionado');
      await page.locator('[data-bulk-clear]').click();
      expect(await page.locator('[data-bulk-bar]').isVisible()).toBe(false);

      await page.locator('h1').click();
      await page.keyboard.press('?');
      await page.locator('#shortcuts[open]').waitFor();
      expect(await page.locator('[data-page-shortcuts]').textContent()).toMatch(/Resolver.*Alt E/s);
      await page.locator('[data-single-key]').uncheck();
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      expect(await page.locator('#shortcuts').isVisible()).toBe(false);
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'say so when a request gets no answer, and leave the page as it was',
    async () => {
      const page = await logIn(ADMIN);
      await page.route('**/panel/components/save', (route) => route.abort());
      await showComponents(page, 'es', 'light');
      await page.locator('[name=email]').fill('ana@ejemplo.mx');
      await page.keyboard.press('Enter');
      await page.locator('.toast-failed').waitFor();
      expect(await page.locator('[name=email]').inputValue()).toBe('ana@ejemplo.mx');
      await page.locator('.toast-failed [data-dismiss]').click();
      expect(await page.locator('.toast-failed').count()).toBe(0);
      await page.context().close();
    },
    TEST_MS,
  );
});

const logIn = async (person: typeof AGENT | typeof ADMIN, width = 1280, origin = service.origin): Promise<Page> =>
  (await openPanel(browser, origin, person, { width })).page;

/** The pieces of pages that are not on a page of their own, under the real policy, style and script. */
async function showComponents(page: Page, language: 'es' | 'en', theme: 'light' | 'dark'): Promise<void> {
  const html = componentsPage.page(language, theme, panelFiles());
  await page.route(`**${COMPONENTS}`, (route) => route.fulfill({ headers: PAGE_HEADERS, body: html }));
  await page.goto(`${service.origin}${COMPONENTS}`);
}

/** Asked from outside: the page's policy lets nothing in it evaluate a text. */
const until = (page: Page, condition: string): Promise<void> =>
  eventually(condition, () => page.evaluate<boolean>(condition));
