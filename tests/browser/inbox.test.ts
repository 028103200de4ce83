import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { expectAccessible } from '../support/accessible.ts';
import { identityToken, say, startChat } from '../support/client.ts';
import { type Desk, openPanel, startDesk } from '../support/desk-pages.ts';
import { soon } from '../support/eventually.ts';
import type { Service } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const TEST_MS = 180_000;
const ROWS = 70;

let desk: Desk;
let service: Service;
let other: Service;
let browser: Browser;
let agent: Staff;
let boss: Staff;
/** A conversation of a customer whom the bank's site vouches for, taken over by the agent; with a ticket. */
let owned: string;

beforeAll(async () => {
  desk = await startDesk();
  ({ service, other, browser } = desk);
  agent = await newStaff(service, 'AGENT', 'Ana Ríos');
  boss = await newStaff(service, 'SUPERVISOR', 'Sofía Vela');
  const chat = await startChat(service.origin, { identity_token: identityToken('C-1001') });
  await say(service.origin, chat, 'Perdí mi tarjeta, ayuda urgente');
  owned = chat.id;
  await agent.call('POST', `/conversations/${owned}/takeover`);
  // Who waits for an answer would be put back into the queue while the tests take their time.
  await agent.call('POST', `/conversations/${owned}/messages`, { message: 'Hola, soy Ana. La bloqueo ahora mismo.' });
  await service.ctx.db.sql`
    INSERT INTO conversations (language, last_text, last_role, updated_at, visitor_name)
    SELECT 'es', 'Pregunta ' || n, 'customer', now() - make_interval(hours => 1, mins => n), 'Persona ' || n
    FROM generate_series(1, ${ROWS}) n`;
}, TEST_MS);

afterAll(() => desk.stop(), TEST_MS);

describe('every state of the inbox', () => {
  for (const [language, theme, width] of [
    ['es', 'light', 1440],
    ['en', 'dark', 1440],
    ['en', 'light', 1000],
    ['es', 'dark', 320],
  ] as const) {
    test(
      `is accessible and fits in ${language}, ${theme}, ${width} px`,
      async () => {
        await service.ctx.db.sql`UPDATE users SET language = ${language}, theme = ${theme} WHERE id = ${boss.id}`;
        const page = await logIn(boss, width);
        await expectSound(page);
        for (const menu of ['inbox-filter-menu', 'availability-menu', 'views-menu']) {
          await page.locator(`[popovertarget=${menu}]`).click();
          await page.locator(`#${menu}`).waitFor();
          await expectSound(page);
          await page.keyboard.press('Escape');
        }
        await page.locator('#inbox-filters input[type=search]').fill('tarjeta');
        await page.locator('mark').first().waitFor();
        await expectSound(page);
        await page.goto(`${service.origin}/panel/conversations?priority=LOW`);
        await page.locator('.inbox .empty').waitFor();
        await expectSound(page);
        await page.goto(`${service.origin}/panel/conversations/${owned}`);
        await showSide(page);
        await page.locator('#customer-side details[hx-get*=accounts] summary').click();
        await page.locator('.bank-item').first().waitFor();
        // What was opened stays so when the side comes anew.
        await page.evaluate("document.getElementById('customer-side').dataset.old = 'yes'");
        await page.evaluate("document.body.dispatchEvent(new CustomEvent('panel:side'))");
        await page.locator('#customer-side:not([data-old])').waitFor();
        expect(await page.locator('.bank-item').first().isVisible()).toBe(true);
        await page.locator('#customer-side details[hx-get*=changes] summary').click();
        await page.locator('.side-changes li').first().waitFor();
        await expectSound(page);
        await page.context().close();
      },
      TEST_MS,
    );
  }
});

describe('the list', () => {
  test(
    'shows other conversations beside the open one, in an address that shows the same again, and back leads back',
    async () => {
      const page = await logIn(agent);
      await page.locator(`#row-${owned} a`).click();
      await page.locator(`#conversation[data-conversation="${owned}"]`).waitFor();
      await page.getByRole('link', { name: /^Sin asignar/ }).click();
      await page.locator(`#row-${owned}`).waitFor({ state: 'detached' });
      expect(await page.locator(`#conversation[data-conversation="${owned}"]`).count()).toBe(1);
      await page.waitForURL(`**/${owned}?tab=unassigned`);
      await page.locator('.filter-open').click();
      await page.locator('#inbox-filter-menu select[name=priority]').selectOption('URGENT');
      await page.locator('.active-filters').getByText('Urgente').waitFor();
      await page.waitForURL(`**/${owned}?tab=unassigned&priority=URGENT`);
      await page.reload();
      expect(await page.locator('.active-filters a').count()).toBe(1);
      await page.locator('.active-filters a').click();
      await page.locator('.active-filters').waitFor({ state: 'detached' });
      await page.locator('#conversation-list li').first().waitFor();
      await soon(async () =>
        expect(await page.locator('#inbox-filter-menu select[name=priority]').inputValue()).toBe(''),
      );
      await page.goBack();
      await page.locator('.active-filters').waitFor();
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'goes on while one scrolls, and what happens on another worker moves nothing that is being read',
    async () => {
      const page = await logIn(boss);
      const rows = page.locator('#conversation-list > li');
      expect(await rows.count()).toBe(50);
      await page.locator('.inbox-scroll').evaluate((box) => box.scrollTo(0, box.scrollHeight));
      await rows.nth(ROWS - 1).waitFor();
      const watched = rows.nth(30);
      const id = (await watched.getAttribute('id')) as string;
      await watched.locator('a').focus();
      const top = async () => (await page.locator(`[id="${id}"]`).boundingBox())?.y ?? -100;
      const before = await top();
      const stays = () =>
        soon(async () => {
          expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(1);
          expect(await page.locator(`[id="${id}"] a`).evaluate((link) => link.matches(':focus'))).toBe(true);
        });
      const chat = await startChat(other.origin);
      await page.locator(`#row-${chat.id}`).waitFor({ state: 'attached' });
      await say(other.origin, chat, 'quiero hablar con una persona');
      await page.locator(`#row-${chat.id}`).getByText('En espera').waitFor({ state: 'attached' });
      await stays();
      const [{ id: changed = '' } = {}] = await service.ctx.db.sql<{ id: string }[]>`
        UPDATE conversations SET priority = 'URGENT' WHERE 'row-' || id::text = ${id} RETURNING id`;
      other.ctx.bus.publish({ type: 'conversation', conversation: changed });
      await page.locator(`#row-${changed} .chip-red`).waitFor();
      await stays();
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'is gone through by keys, and keeps which conversation is open when its row moves',
    async () => {
      const page = await logIn(boss);
      const opened = () => page.locator('#conversation').getAttribute('data-conversation');
      const isOpen = async (id: string | undefined) => {
        await page.locator(`#conversation[data-conversation="${id}"]`).waitFor();
        await page.locator(`#row-${id} [aria-current]`).waitFor();
      };
      const rowAt = async (at: number) =>
        (await page.locator('#conversation-list > li').nth(at).getAttribute('id'))?.slice('row-'.length);
      const [first, second] = [await rowAt(0), await rowAt(1)];
      await page.keyboard.press('Alt+j');
      await isOpen(first);
      await page.keyboard.press('Alt+j');
      await isOpen(second);
      await page.keyboard.press('Alt+k');
      await isOpen(first);
      await service.ctx.db.sql`UPDATE conversations SET updated_at = now() WHERE id = ${second as string}`;
      other.ctx.bus.publish({ type: 'conversation', conversation: second as string });
      await page.locator(`#conversation-list > li:first-child[id="row-${second}"]`).waitFor();
      expect(await opened()).toBe(first as string);
      expect(await page.locator('#conversation-list [aria-current]').getAttribute('data-conversation')).toBe(
        first as string,
      );
      await page.context().close();
    },
    TEST_MS,
  );
});

test(
  'a view is kept under a name, shown again from the menu, and deleted after a question',
  async () => {
    const page = await logIn(agent);
    await page.goto(`${service.origin}/panel/conversations?tab=mine&sort=urgent`);
    await page.locator('[popovertarget=views-menu]').click();
    await page.locator('#views-menu input[name=name]').fill('Mis urgentes');
    await page.locator('#views-menu form[action$="/views"] button').click();
    await page.locator('#views-menu a.menu-item', { hasText: 'Mis urgentes' }).waitFor();
    await page.goto(`${service.origin}/panel/conversations`);
    await page.locator('[popovertarget=views-menu]').click();
    await page.locator('#views-menu a.menu-item', { hasText: 'Mis urgentes' }).click();
    await page.waitForURL('**/conversations?tab=mine&sort=urgent');
    await page.locator('[popovertarget=views-menu]').click();
    await page.locator('#views-menu summary').click();
    await page.locator('#views-menu form[action$="/delete"] button').click();
    await page.locator('#confirm [data-confirm-yes]').click();
    await page.locator('#inbox-views a.menu-item').waitFor({ state: 'detached' });
    await page.context().close();
  },
  TEST_MS,
);

test(
  'a person says that they are there, sees the queue, and takes the next of it',
  async () => {
    const chat = await startChat(service.origin);
    await say(service.origin, chat, 'quiero hablar con una persona');
    const page = await logIn(boss);
    await page.locator('.availability-open').click();
    await page.locator('.availability-states button[value=AWAY]').click();
    await page.locator('.availability-open .is-away').waitFor();
    // What was chosen closes the menu.
    await page.locator('#availability-menu').waitFor({ state: 'hidden' });
    await page.locator('.availability-open').click();
    await page
      .locator('.availability-load')
      .getByText(/esperan?$/)
      .waitFor();
    await page.locator('#capacity').fill('99');
    await page.keyboard.press('Enter');
    await page.locator('#capacity[aria-invalid]').waitFor();
    expect(await page.locator('#capacity').inputValue()).toBe('99');
    await page.keyboard.press('Escape');
    await page.locator('.take-next button').click();
    await page.waitForURL(/conversations\/[0-9a-f-]{36}\?tab=mine$/);
    const id = new URL(page.url()).pathname.split('/').at(-1) as string;
    const [row] = await service.ctx.db.sql`SELECT status, assignee_id FROM conversations WHERE id = ${id}`;
    expect(row).toMatchObject({ status: 'human', assignee_id: boss.id });
    await page.context().close();
  },
  TEST_MS,
);

test(
  'the customer’s side follows what colleagues do, keeps what is being typed, and confirms who it is after a question',
  async () => {
    const page = await logIn(agent);
    await page.goto(`${service.origin}/panel/conversations/${owned}`);
    await page.locator('#side-tags').fill('robo, tarj');
    await boss.call('PATCH', `/conversations/${owned}`, { priority: 'LOW' }, other.origin);
    await page.locator('#side-priority option:checked', { hasText: 'Baja' }).waitFor({ state: 'attached' });
    expect(await page.locator('#side-tags').inputValue()).toBe('robo, tarj');
    await page.locator('#customer-side summary', { hasText: 'Confirmar identidad' }).click();
    await page.locator('#customer-side form[action$="/identity"] button').click();
    await page.locator('#confirm [data-confirm-yes]').click();
    await page.locator('.side-level', { hasText: 'Confirmada por un agente' }).waitFor();
    await page.context().close();
  },
  TEST_MS,
);

test(
  'on a phone the list, the conversation and the customer are three steps, each with its way back',
  async () => {
    const page = await logIn(agent, 360);
    const isSeen = (selector: string) => page.locator(selector).isVisible();
    await page.locator(`#row-${owned} a`).click();
    await page.locator('#conversation h2').waitFor();
    expect(await isSeen('.inbox')).toBe(false);
    await page.locator('[data-side-open]').click();
    await page.locator('#customer-side h2').waitFor();
    expect(await isSeen('#conversation')).toBe(false);
    await page.locator('[data-side-close]').click();
    await page.locator('#conversation h2').waitFor();
    await page.locator('[data-side-open]').click();
    await page.locator('#customer-side h2').waitFor();
    await page.goBack();
    await page.locator('#conversation h2').waitFor();
    expect(await isSeen('#customer-side')).toBe(false);
    await page.goBack();
    await page.locator('.inbox').waitFor();
    expect(await isSeen('#conversation')).toBe(false);
    await page.context().close();
  },
  TEST_MS,
);

async function showSide(page: Page): Promise<void> {
  const opener = page.locator('[data-side-open]');
  if (await opener.isVisible()) await opener.click();
  await page.locator('#customer-side .side-who').waitFor();
}

/** Without the frame around it, which has its own test. */
const expectSound = (page: Page): Promise<void> => expectAccessible(page, { within: '.desk', isStrict: true });

const logIn = async (person: Staff, width = 1440): Promise<Page> =>
  (await openPanel(browser, service.origin, person, { width, height: 860 })).page;
