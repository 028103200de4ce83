import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser } from 'playwright-core';
import { expectAccessible } from '../support/accessible.ts';
import { launchChromium } from '../support/chromium.ts';
import { newWatchedPage } from '../support/desk-pages.ts';
import { type Service, startService } from '../support/service.ts';

const TEST_MS = 120_000;

let service: Service;
let browser: Browser;

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), launchChromium()]);
}, TEST_MS);

afterAll(async () => {
  await browser.close();
  await service.stop();
}, TEST_MS);

for (const [language, theme, width] of [
  ['es', 'light', 1280],
  ['en', 'dark', 360],
] as const) {
  test(
    `the pages of the interface need no network and are accessible in ${language}, ${theme}, ${width} px`,
    async () => {
      const { page, faults } = await newWatchedPage(browser, { language, theme, width });
      const foreign: string[] = [];
      page.on('request', (request) => {
        if (!request.url().startsWith(service.origin)) foreign.push(request.url());
      });
      await page.goto(`${service.origin}/api/v1/docs`);
      expect(await page.getAttribute('html', 'lang')).toBe(language);
      await expectAccessible(page);

      await page.fill('#doc-q', 'resolution_notes');
      await page.keyboard.press('Enter');
      await page.waitForURL(/q=resolution_notes/);
      const found = await page.locator('.doc-list a').allInnerTexts();
      expect(found.length).toBeGreaterThan(1);
      expect(found.every((line) => line.includes('/tickets'))).toBe(true);

      await page.click('.doc-list a:has-text("/status")');
      const operation = page.locator('#patchTicketsTicketIdStatus');
      await operation.locator('pre').first().waitFor();
      expect(await operation.textContent()).toContain('"resolution_notes"');
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
        theme === 'dark' ? 'rgb(15, 20, 19)' : 'rgb(244, 246, 245)',
      );
      await expectAccessible(page);

      await operation.locator('a[href*="schemas#"]').first().click();
      await page.waitForURL(/schemas#StaffTicket/);
      expect(await page.locator('#StaffTicket').textContent()).toContain('complaint_number');
      await expectAccessible(page);
      expect(foreign).toEqual([]);
      expect(faults).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );
}
