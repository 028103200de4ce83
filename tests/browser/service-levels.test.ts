import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Browser } from 'playwright-core';
import { expectAccessible } from '../support/accessible.ts';
import { launchChromium } from '../support/chromium.ts';
import { ADMIN } from '../support/database.ts';
import { openPanel } from '../support/desk-pages.ts';
import { soon } from '../support/eventually.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff } from '../support/staff.ts';

const HOSTILE = '<img src=x onerror=alert(1)>';
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

describe('service levels', () => {
  test(
    'show what a policy would mean while it is typed, keep what is wrong, and are saved',
    async () => {
      const { page, faults } = await openPanel(browser, service.origin, ADMIN, { path: '/panel/service-levels' });
      await page.locator('.page-actions a').click();
      await page.locator('input[name=name]').fill(HOSTILE);
      await page.selectOption('select[name=calendar_id]', '');
      await page.locator('input[name=first]').fill('90 min');
      await page.locator('#policy-preview time').waitFor();
      await page.locator('input[name=resolution]').fill('pronto');
      await page.keyboard.press('Enter');
      await page.locator('[aria-invalid=true]').waitFor();
      await soon(async () => expect(await page.evaluate('document.activeElement.value')).toBe('pronto'));
      await expectAccessible(page);
      await page.locator('input[name=resolution]').fill('8 h');
      await page.locator('#policy-preview time').nth(1).waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL('**/panel/service-levels?done=policy');
      const row = page.locator('tbody tr', { hasText: HOSTILE });
      expect(await row.textContent()).toContain('1 h 30 min');
      expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'take holidays and hours, and show at once what they change',
    async () => {
      const { page, faults } = await openPanel(browser, service.origin, ADMIN, {
        language: 'es',
        width: 320,
        path: '/panel/service-levels/calendars/1',
      });
      await page.locator('input[name=day]').fill('2030-12-25');
      await page.locator('input[name=name]').fill(HOSTILE);
      await page.keyboard.press('Enter');
      await page.locator('#holiday-list li').waitFor();
      expect(await page.locator('#holiday-list').textContent()).toContain(HOSTILE);
      expect(await page.locator('input[name=name]').inputValue()).toBe('');
      await expectAccessible(page);
      await page.locator('#holiday-list button').click();
      await page.locator('#holiday-list li').waitFor({ state: 'detached' });
      await page.locator('p#holiday-list').waitFor();

      for (const field of await page.locator('#calendar-form input[type=time]').all()) await field.fill('');
      await page.locator('#calendar-preview .field-error').waitFor();
      await page.locator('input[name="3.0.from"]').fill('00:00');
      await page.locator('#calendar-form button[type=submit]').click();
      await page.locator('#calendar-form .field-error').waitFor();
      expect(await page.locator('input[name="3.0.from"]').inputValue()).toBe('00:00');
      await page.locator('input[name="3.0.until"]').fill('00:00');
      await page.locator('#calendar-preview .field-error').waitFor({ state: 'detached' });
      await page.locator('#calendar-form button[type=submit]').click();
      await page.waitForURL('**/panel/service-levels?done=calendar');
      expect(await page.locator('.panel-card').textContent()).toContain('00:00–24:00');
      expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'are there to be read by supervisors, and not at all for agents',
    async () => {
      for (const [role, section, links] of [
        ['SUPERVISOR', 1, 0],
        ['AGENT', 0, 0],
      ] as const) {
        const { page } = await openPanel(browser, service.origin, await newStaff(service, role));
        expect(await page.locator('.rail > ul a[href="/panel/administration"]').count()).toBe(section);
        await page.goto(`${service.origin}/panel/service-levels`);
        expect(await page.locator('a[href*="/policies/"], a[href*="/calendars/"]').count()).toBe(links);
        expect(await page.locator('tbody tr').count()).toBe(section ? 5 : 0);
        await page.context().close();
      }
    },
    TEST_MS,
  );
});
