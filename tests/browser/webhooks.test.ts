import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Browser } from 'playwright-core';
import { expectAccessible } from '../support/accessible.ts';
import { launchChromium } from '../support/chromium.ts';
import { call } from '../support/client.ts';
import { ADMIN } from '../support/database.ts';
import { openPanel } from '../support/desk-pages.ts';
import { eventually, soon } from '../support/eventually.ts';
import { HookReceiver, verified } from '../support/hook-receiver.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const TEST_MS = 120_000;

let service: Service;
let browser: Browser;
let receiver: HookReceiver;
let clerk: Staff;

beforeAll(async () => {
  service = await startService({ env: { WEBHOOK_ALLOW_PRIVATE: 'true' } });
  receiver = new HookReceiver();
  [browser, clerk] = await Promise.all([launchChromium(), newStaff(service, 'AGENT', 'Ana Torres')]);
}, TEST_MS);

afterAll(async () => {
  await browser.close();
  await service.stop();
  await receiver.stop();
}, TEST_MS);

describe('a webhook', () => {
  test(
    'is added, hears what happens with a signature that the library accepts, and is sent again what failed',
    async () => {
      const { page, faults } = await openPanel(browser, service.origin, ADMIN);
      await page.goto(`${service.origin}/panel/webhooks`);
      await page.locator('.page-actions a').click();
      await page.locator('input[name=url]').fill('no es una dirección');
      await page.locator('input[name=description]').fill('Core bancario');
      await page.keyboard.press('Enter');
      await page.locator('[aria-invalid=true]').first().waitFor();
      expect(await page.locator('input[name=description]').inputValue()).toBe('Core bancario');
      await soon(async () => expect(await page.evaluate('document.activeElement.name')).toBe('url'));
      await expectAccessible(page);
      await page.locator('input[name=url]').fill(receiver.url());
      await page.locator('input[name="event.ticket_created"]').check();
      await page.locator('#webhook-form button[type=submit]').click();
      await page.locator('[data-secret]').waitFor();
      const secret = (await page.locator('[data-secret]').textContent())?.trim() ?? '';
      expect(secret).toStartWith('whsec_');
      await expectAccessible(page);
      await page.locator('.secret a').click();
      await page.waitForURL('**/panel/webhooks/*');
      expect(await page.content()).not.toContain(secret);

      await page.locator('form[action$="/test"] button').click();
      await page.waitForURL('**?done=delivered');
      expect(verified(secret, await receiver.of('test')).type).toBe('test');

      receiver.answer = () => new Response('Vuelve luego', { status: 503 });
      const { body: ticket } = await clerk.call('POST', '/tickets', { subject: 'Cargo no reconocido' });
      const failed = await receiver.of('ticket_created');
      expect(verified(secret, failed).data.ticket_id).toBe(ticket.ticket_id);
      // It arrives in the open page by itself.
      const row = page.locator('#deliveries tbody tr', { hasText: 'Se abre un caso' });
      await row.filter({ hasText: '503' }).waitFor();
      await page.locator('#webhook-state', { hasText: 'Falla' }).waitFor();
      // As if the day in which it is tried were over.
      await service.ctx.db.sql`
        UPDATE webhook_deliveries SET give_up_at = now(), next_attempt_at = now() WHERE status = 'PENDING'`;
      await row.filter({ hasText: 'Fallida' }).waitFor();
      receiver.answer = () => new Response('Recibido');
      await row.locator('a').click();
      await page.locator('.answer-text', { hasText: 'Vuelve luego' }).first().waitFor();
      await expectAccessible(page);
      await page.locator('form[action$="/replay"] button').click();
      await page.locator('#delivery .chip', { hasText: 'Entregada' }).waitFor();
      const tries = receiver.received.filter(({ body }) => JSON.parse(body).type === 'ticket_created');
      expect(new Set(tries.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
      expect(verified(secret, tries.at(-1) ?? failed).data.ticket_id).toBe(ticket.ticket_id);
      // What is refused on purpose stands in the console as what it is: an answer of 422.
      expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );
});

describe('an API key', () => {
  test(
    'is shown once, works, and opens nothing once it is revoked',
    async () => {
      const { page, faults } = await openPanel(browser, service.origin, ADMIN, { width: 360 });
      await page.goto(`${service.origin}/panel/api-keys/new`);
      await page.locator('input[name=name]').fill('Core bancario');
      await page.locator('textarea[name=addresses]').fill('en todas partes');
      await page.locator('#key-form button[type=submit]').click();
      await page.locator('[aria-invalid=true]').first().waitFor();
      expect(await page.locator('.field-error').count()).toBe(2);
      await page.locator('textarea[name=addresses]').fill('127.0.0.0/8');
      await page.locator('.scopes summary', { hasText: 'Casos' }).click();
      await page.locator('input[name="scope.ticket.read"]').check();
      await page.locator('#key-form button[type=submit]').click();
      await page.locator('[data-secret]').waitFor();
      const key = (await page.locator('[data-secret]').textContent())?.trim() ?? '';
      expect((await call(service.origin, 'GET', '/api/v1/tickets', { token: key })).status).toBe(200);
      expect((await call(service.origin, 'GET', '/api/v1/conversations', { token: key })).status).toBe(403);
      await page.locator('.secret a').click();
      await page.waitForURL('**/panel/api-keys/*');
      expect(await page.content()).not.toContain(key);
      await expectAccessible(page);
      await page.locator('form[action$="/revoke"] button').click();
      await page.locator('[data-confirm-yes]').click();
      await page.waitForURL('**?done=revoked');
      expect(await page.locator('tbody').textContent()).toContain('Revocada');
      expect((await call(service.origin, 'GET', '/api/v1/tickets', { token: key })).status).toBe(401);
      expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );
});

describe('the audit log', () => {
  test(
    'tells in sentences who did and read what, is narrowed by its address, verified and exported',
    async () => {
      const { page, faults } = await openPanel(browser, service.origin, ADMIN, { language: 'es' });
      const { body: ticket } = await clerk.call('POST', '/tickets', { subject: 'Zanahoria morada' });
      await clerk.call('GET', `/tickets/${ticket.ticket_id}`);
      await page.goto(`${service.origin}/panel/audit`);
      await page.locator('main input[name=id]').fill(ticket.ticket_id);
      await page.waitForURL(`**/panel/audit?id=${ticket.ticket_id}**`);
      const rows = page.locator('#audit-entries tbody tr');
      await page.locator('#audit-entries tbody tr', { hasText: 'Ana Torres abrió un caso' }).waitFor();
      await eventually('the list is narrowed', async () => (await rows.count()) === 2);
      expect(await rows.first().textContent()).toContain('leyó un caso');
      expect(await page.content()).not.toContain('Zanahoria');
      await page.selectOption('select[name=action]', 'ticket.read');
      await eventually('one is left', async () => (await rows.count()) === 1);
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.locator('a[href*="format=csv"][href*="action=ticket.read"]').click(),
      ]);
      expect(file.suggestedFilename()).toMatch(/^audit-\d{4}-\d{2}-\d{2}\.csv$/);
      expect(await Bun.file(await file.path()).text()).toContain(`ticket.read,ticket,${ticket.ticket_id}`);
      await page.locator('form[action$="/audit/verify"] button').click();
      await page.locator('#audit-chain', { hasText: 'La cadena está íntegra' }).waitFor();
      await expectAccessible(page);
      await rows.first().locator('a').click();
      await page.waitForURL(`**/panel/tickets/${ticket.ticket_id}`);
      expect(faults).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );
});
