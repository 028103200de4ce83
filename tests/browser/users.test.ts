import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Browser } from 'playwright-core';
import { expectAccessible } from '../support/accessible.ts';
import { launchChromium } from '../support/chromium.ts';
import { ADMIN } from '../support/database.ts';
import { openPanel } from '../support/desk-pages.ts';
import { soon } from '../support/eventually.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff } from '../support/staff.ts';

const HOSTILE = 'Ana <img src=x onerror=alert(1)>';
const TEST_MS = 120_000;

let service: Service;
let browser: Browser;

beforeAll(async () => {
  service = await startService();
  browser = await launchChromium();
}, TEST_MS);

afterAll(async () => {
  await browser.close();
  await service.stop();
}, TEST_MS);

describe('people', () => {
  test(
    'are let in with what was typed kept, found while one types, and deactivated after a question',
    async () => {
      const { page, faults } = await openPanel(browser, service.origin, ADMIN, { path: '/panel/users' });
      await page.locator('.page-actions a').click();
      await page.locator('input[name=full_name]').fill(HOSTILE);
      await page.locator('input[name=email]').fill('no-es-correo');
      await page.locator('input[name=password]').fill('corta');
      await page.keyboard.press('Enter');
      await page.locator('[aria-invalid=true]').first().waitFor();
      expect(await page.locator('input[name=full_name]').inputValue()).toBe(HOSTILE);
      expect(await page.locator('input[name=password]').inputValue()).toBe('');
      await soon(async () => expect(await page.evaluate('document.activeElement.name')).toBe('email'));
      await expectAccessible(page);
      await page.locator('input[name=email]').fill('ana@bank.test');
      await page.locator('input[name=password]').fill('corta');
      await page.keyboard.press('Enter');
      // The form as it comes back: only the password is wrong any more.
      await page.locator('input[name=email]:not([aria-invalid])').waitFor();
      await page.locator('[aria-invalid=true][name=password]:focus').waitFor();
      await page.locator('input[name=password]').fill('Murmullo-Verde-7781');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/panel/users/*?done=created');
      expect(await page.locator('h1').textContent()).toBe(HOSTILE);

      await page.locator('form[action$="/deactivate"] button').click();
      await page.locator('#confirm[open]').waitFor();
      expect(await page.locator('#confirm').textContent()).toContain('vuelve a la fila');
      await expectAccessible(page);
      await page.locator('[data-confirm-yes]').click();
      await page.waitForURL('**?done=deactivated');
      await page.locator('form[action$="/reactivate"]').waitFor();

      await page.goto(`${service.origin}/panel/users`);
      await page.locator('main input[name=q]').fill('onerror');
      await page.waitForURL('**/panel/users?q=onerror');
      await page.locator('tbody tr').nth(1).waitFor({ state: 'detached' });
      expect(await page.locator('tbody').textContent()).toContain('Desactivada');
      // What is refused on purpose stands in the console as what it is: an answer of 422.
      expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'keep the last administrator: it is said over the page, which stays',
    async () => {
      const { page } = await openPanel(browser, service.origin, ADMIN, {
        language: 'es',
        width: 360,
        path: '/panel/users?role=ADMIN',
      });
      await page.locator('tbody a').first().click();
      await page.locator('form[action$="/deactivate"] button').click();
      await page.locator('[data-confirm-yes]').click();
      await page.locator('.toast-failed').waitFor();
      expect(await page.locator('.toast-failed').textContent()).toContain('última persona activa');
      expect(await page.locator('form[action$="/deactivate"] button').isVisible()).toBe(true);
      await expectAccessible(page);
      await page.context().close();
    },
    TEST_MS,
  );
});

describe("one's own account", () => {
  test(
    'says of a password what the rules say while it is typed, and is reached from the bar on top',
    async () => {
      const staff = await newStaff(service, 'AGENT', 'Diana Luz');
      const { page, faults } = await openPanel(browser, service.origin, staff);
      await page.locator('.account-open').click();
      await page.locator('#account a[href="/panel/account"]').click();
      await page.locator('#password-form').waitFor();
      await page.locator('input[name=next]').pressSequentially('corta');
      await page.locator('#password-check.field-error').waitFor();
      await expectAccessible(page);
      await page.locator('input[name=next]').fill('Tormenta-Azul-9021');
      await page.locator('#password-check.fine', { hasText: 'cumple' }).waitFor();
      await page.locator('input[name=current]').fill(staff.password);
      await page.locator('input[name=repeated]').fill('Tormenta-Azul-9021');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/panel/account?done=password');
      await page.selectOption('select[name=language]', 'en');
      await page.locator('#profile-form button[type=submit]').click();
      await page.waitForURL('**/panel/account?done=profile');
      expect(await page.locator('h1').textContent()).toBe('My account');
      expect(faults).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );
});
