import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Browser } from 'playwright-core';
import { announceNotifications, notifyStaff } from '../../src/features/notifications/service.ts';
import { expectAccessible } from '../support/accessible.ts';
import { launchChromium } from '../support/chromium.ts';
import { startChat } from '../support/client.ts';
import { openPanel } from '../support/desk-pages.ts';
import { soon } from '../support/eventually.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const HOSTILE = '<img src=x onerror=alert(1)>';
const TEST_MS = 120_000;

let service: Service;
let other: Service;
let browser: Browser;
let supervisor: Staff;
let chatId: string;

const sql = () => service.ctx.db.sql;

beforeAll(async () => {
  const env = { SMTP_HOST: '127.0.0.1', SMTP_PORT: '9', SMTP_FROM_EMAIL: 'desk@bank.test' };
  service = await startService({ env });
  other = await startService({ env, database: service.database });
  browser = await launchChromium();
  supervisor = await newStaff(service, 'SUPERVISOR', 'Beto Sol');
  chatId = (await startChat(service.origin)).id;
}, TEST_MS);

afterAll(async () => {
  await browser.close();
  await other.stop();
  await service.stop();
}, TEST_MS);

const tell = async (kind: 'mention' | 'sla_breached') => {
  const data = { reference: 'TKT-AAAA1111', subject: HOSTILE, actor: 'Ana', excerpt: HOSTILE };
  const told = await sql().begin((tx) => notifyStaff(tx, { kind, to: [supervisor.id], conversationId: chatId, data }));
  announceNotifications(service.ctx, told);
};

describe('the page of notifications', () => {
  test(
    'shows what has just come without a reload, keeps the focus, marks as read and leads to the thing',
    async () => {
      await tell('sla_breached');
      const { page, faults } = await openPanel(browser, other.origin, supervisor, { path: '/panel/notifications' });
      await page.locator('.notice-row').waitFor();
      await page.locator('.notice-row a').focus();
      await tell('mention');
      await page.locator('.notice-row').nth(1).waitFor();
      await soon(async () =>
        expect(await page.evaluate('document.activeElement.textContent')).toContain('TKT-AAAA1111 venció'),
      );
      expect(await page.locator('.notice-row').first().textContent()).toContain(HOSTILE);
      await page.locator('.notice-row').nth(1).locator('button').click();
      await page.locator('.notice-row.is-unread').nth(1).waitFor({ state: 'detached' });
      await page.locator('#bell-count', { hasText: '1' }).waitFor();
      await page.locator('.notice-row.is-unread a').click();
      await page.waitForURL(`**/panel/conversations/${chatId}`);
      await page.goBack();
      await page.locator('.notice-row').first().waitFor();
      await page.selectOption('select[name=category]', 'REMINDER');
      await page.waitForURL('**/panel/notifications?category=REMINDER');
      await page.locator('.notice-row').nth(1).waitFor({ state: 'detached' });
      expect(faults).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );
});

describe('preferences', () => {
  test(
    'keep what was typed where it is wrong, and are saved by keys alone',
    async () => {
      const { page } = await openPanel(browser, service.origin, supervisor, {
        path: '/panel/notifications/preferences',
      });
      await page.locator('input[name=quiet]').check();
      await page.locator('input[name=from]').fill('22:00');
      await page.locator('input[name=until]').fill('22:00');
      await page.locator('input[name="email.mention"]').uncheck();
      await page.keyboard.press('Enter');
      await page.locator('[aria-invalid=true]').waitFor();
      expect(await page.locator('input[name=until]').inputValue()).toBe('22:00');
      expect(await page.locator('input[name="email.mention"]').isChecked()).toBe(false);
      await soon(async () => expect(await page.evaluate('document.activeElement.name')).toBe('until'));
      await expectAccessible(page);
      await page.locator('input[name=until]').fill('07:00');
      await page.keyboard.press('Enter');
      await page.locator('.toast-done').waitFor();
      const { body } = await supervisor.call('GET', '/notifications/preferences');
      expect([body.quiet_hours, body.kinds.mention.email]).toEqual([{ from: '22:00', until: '07:00' }, false]);
      await page.context().close();
    },
    TEST_MS,
  );
});

describe('the outbox', () => {
  test(
    'asks before it sends all that failed again, and shows how it fares',
    async () => {
      await sql()`DELETE FROM notification_preferences`;
      await sql()`DELETE FROM quiet_hours`;
      await tell('mention');
      await tell('sla_breached');
      await sql()`UPDATE notifications SET status = 'FAILED', last_error = 'bad_recipient' WHERE type = 'EMAIL'`;
      const { page, faults } = await openPanel(browser, service.origin, supervisor, {
        language: 'es',
        width: 360,
        path: '/panel/notifications/outbox?status=FAILED',
      });
      expect(await page.locator('#outbox').textContent()).toContain('La dirección no existe');
      await page.locator('.list-actions button').click();
      await page.locator('#confirm[open]').waitFor();
      await page.keyboard.press('Escape');
      expect(await page.locator('tbody tr').count()).toBeGreaterThan(1);
      await page.locator('.list-actions button').click();
      await page.locator('[data-confirm-yes]').click();
      await page.locator('.toast-done').waitFor();
      await page.locator('#outbox .empty').waitFor();
      // Nobody listens there: the list follows by itself what becomes of them.
      await sql()`UPDATE notifications SET status = 'FAILED', last_error = 'network' WHERE type = 'EMAIL'`;
      await page.locator('tbody tr').first().waitFor();
      expect(await page.locator('#outbox').textContent()).toContain('No se pudo conectar');
      await expectAccessible(page);
      expect(faults).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );
});
