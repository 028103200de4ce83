import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { expectAccessible } from '../support/accessible.ts';
import { codeOf } from '../support/authenticator.ts';
import { launchChromium } from '../support/chromium.ts';
import { ADMIN } from '../support/database.ts';
import { newWatchedPage, openPanel } from '../support/desk-pages.ts';
import { type MailBox, startMailServer } from '../support/mail-server.ts';
import { freePort } from '../support/ports.ts';
import { type Service, startService } from '../support/service.ts';
import { type StaffProvider, startStaffProvider } from '../support/staff-provider.ts';

const TEST_MS = 120_000;
const PASSWORD = 'Murmullo-Verde-7781';

let mail: MailBox;
let provider: StaffProvider;
let service: Service;
let browser: Browser;
/** Under another name than the provider, so that they are two sites to a browser. */
let origin: string;

beforeAll(async () => {
  const port = await freePort();
  origin = `http://localhost:${port}`;
  mail = await startMailServer();
  provider = await startStaffProvider({ origin });
  const env = { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(mail.port), SMTP_FROM_EMAIL: 'desk@bank.test' };
  service = await startService({ env: { ...env, ...provider.env }, port });
  browser = await launchChromium();
}, TEST_MS);

afterAll(async () => {
  await browser.close();
  await service.stop();
  await provider.stop();
  await mail.stop();
}, TEST_MS);

/** What is refused on purpose stands in the console as what it is. */
const withoutRefusals = (faults: string[]) => faults.filter((fault) => !/status of 4(01|22)/.test(fault));

async function logIn(page: Page, login: string, password: string): Promise<void> {
  await page.goto(`${origin}/panel/login`);
  await page.locator('#login').fill(login);
  await page.locator('#password').fill(password);
  await page.locator('form.login button[type=submit]').click();
}

describe('somebody who is invited where their role needs two factors', () => {
  test(
    'comes by the mail, chooses a password, sets the second factor up, and is in; the next time a code is asked for',
    async () => {
      await service.ctx.db.sql`
        INSERT INTO settings (key, value) VALUES ('auth.two_factor_roles', '["SUPERVISOR"]'::jsonb)`;
      await service.ctx.settings.reload(service.ctx.db.sql);
      const admin = await openPanel(browser, origin, ADMIN);
      await admin.page.goto(`${origin}/panel/users/new`);
      await admin.page.locator('input[name=full_name]').fill('Nora Valle');
      await admin.page.locator('input[name=email]').fill('nora@bank.test');
      await admin.page.locator('select[name=role]').selectOption('SUPERVISOR');
      await admin.page.locator('#person-form button[type=submit]').click();
      await admin.page.waitForURL('**?done=invited');
      const letter = await mail.next('nora@bank.test');
      const link = /http:\/\/localhost:\d+\/panel\/password\?[\w=&;%.-]+/.exec(letter.text)?.[0] ?? '';

      const { page, faults } = await newWatchedPage(browser, { theme: 'dark', width: 360 });
      await page.goto(link);
      await page.locator('#password').fill(PASSWORD);
      await page.locator('#repeated').fill(PASSWORD);
      await page.locator('button[type=submit]').click();
      await page.locator('[role=status]').waitFor();
      await logIn(page, 'nora@bank.test', PASSWORD);
      await page.waitForURL('**/panel/two-factor');
      await page.goto(`${origin}/panel/tickets`);
      await page.waitForURL('**/panel/two-factor?next=%2Fpanel%2Ftickets');
      await expectAccessible(page);
      const secret = (await page.locator('#secret').textContent()) ?? '';
      await page.locator('#code').fill('000000');
      await page.keyboard.press('Enter');
      await page.locator('.problem').waitFor();
      await page.locator('#code').fill(codeOf(secret));
      await page.keyboard.press('Enter');
      await page.locator('.recovery-codes').waitFor();
      await expectAccessible(page);
      const codes = await page.locator('.recovery-codes code').allTextContents();
      expect(codes).toHaveLength(10);
      await page.locator('a.button-primary').click();
      await page.waitForURL('**/panel/tickets');

      await page.locator('.account-open').click();
      await page.locator('form[action="/panel/logout"] button').click();
      await page.waitForURL('**/panel/login?left=yes');
      await logIn(page, 'nora@bank.test', PASSWORD);
      await page.waitForURL('**/panel/login/code*');
      await expectAccessible(page);
      await page.locator('#code').fill(codes[0] ?? '');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/panel/conversations');
      await page.goto(`${origin}/panel/account`);
      expect(await page.locator('#two-factor').textContent()).toContain('quedan 9 códigos');
      await expectAccessible(page);
      expect(withoutRefusals(faults)).toEqual([]);

      // The administrator takes the second factor away, and the open page is out at once.
      await admin.page.reload();
      await admin.page.locator('form[action$="/two-factor/reset"] button').click();
      await admin.page.locator('[data-confirm-yes]').click();
      await admin.page.waitForURL('**?done=two_factor_reset');
      await page.waitForURL('**/panel/login*');
      await admin.page.context().close();
      await page.context().close();
    },
    TEST_MS,
  );
});

describe('a picture of oneself', () => {
  test(
    'is made small in the browser, and stands in the bar on top',
    async () => {
      const { page, faults } = await openPanel(browser, origin, ADMIN, { path: '/panel/account' });
      const large = await page.screenshot();
      await page.locator('#avatar-file').setInputFiles({ name: 'yo.png', mimeType: 'image/png', buffer: large });
      await page.locator('#avatar-form .avatar img[src^="data:image/webp"]').waitFor();
      await page.locator('#avatar-form button[type=submit]').first().click();
      await page.waitForURL('**?done=avatar');
      const picture = "document.querySelector('.account-open img')";
      const size = await page.evaluate(`${picture}.decode().then(() => ${picture}.naturalWidth)`);
      expect(size).toBe(256);
      await expectAccessible(page);
      expect(faults).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );
});

describe('signing in at the provider, by a browser', () => {
  test(
    'leads there and back into the panel, and out over the provider again',
    async () => {
      provider.accounts.set('marta', {
        email: 'marta@bank.test',
        email_verified: true,
        name: 'Marta Soler',
        groups: ['desk-leads'],
      });
      const { page, faults } = await newWatchedPage(browser, { language: 'en' });
      await page.goto(`${origin}/panel/login?next=%2Fpanel%2Ftickets`);
      await expectAccessible(page);
      await page.locator('a[data-provider]').click();
      await page.waitForURL('**/interaction/*');
      await page.locator('input[name=account]').fill('marta');
      await page.keyboard.press('Enter');
      await page.waitForURL(`${origin}/panel/tickets`);
      await page.locator('.account-open').click();
      expect(await page.locator('#account .who').textContent()).toContain('Marta Soler');
      await page.locator('form[action="/panel/logout"] button').click();
      await page.waitForURL('**/session/end?*');
      await page.locator('button[name=logout]').click();
      await page.waitForURL(`${origin}/panel/login*`);
      await page.goto(`${origin}/panel/tickets`);
      await page.waitForURL('**/panel/login?next=%2Fpanel%2Ftickets');
      expect(faults).toEqual([]);

      // The second time the browser is known: no mail asks whether it was them.
      await page.locator('a[data-provider]').click();
      await page.locator('input[name=account]').fill('marta');
      await page.keyboard.press('Enter');
      await page.waitForURL(`${origin}/panel/tickets`);
      const news = await service.ctx.db.sql<{ isNewDevice: boolean }[]>`
        SELECT is_new_device AS "isNewDevice" FROM sign_ins s JOIN users u ON u.id = s.user_id
        WHERE u.email = 'marta@bank.test'`;
      expect(news.map(({ isNewDevice }) => isNewDevice)).toEqual([false, false]);
      await page.locator('.account-open').click();
      await page.locator('form[action="/panel/logout"] button').click();
      await page.waitForURL('**/session/end?*');
      await page.locator('button[name=logout]').click();
      await page.waitForURL(`${origin}/panel/login*`);
      await page.goto(`${origin}/panel/login?next=%2Fpanel%2Ftickets`);

      // Somebody whose groups may not: told so, in their language, and able to log in otherwise.
      provider.accounts.set('luis', { email: 'luis@bank.test', email_verified: true, name: 'Luis', groups: [] });
      await page.locator('a[data-provider]').click();
      await page.locator('input[name=account]').fill('luis');
      await page.keyboard.press('Enter');
      await page.locator('.problem').waitFor();
      expect(await page.locator('.problem').textContent()).toContain('no group that has access');
      await page.locator('#login').fill(ADMIN.email);
      await page.locator('#password').fill(ADMIN.password);
      await page.keyboard.press('Enter');
      await page.waitForURL('**/panel/tickets');
      await page.context().close();
    },
    TEST_MS,
  );
});
