import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { Browser, Page } from 'playwright-core';
import { extractText, getDocumentProxy } from 'unpdf';
import { fillHistory } from '../../bench/history/fill.ts';
import { measureAll } from '../../src/features/analytics/measuring.ts';
import { expectAccessible } from '../support/accessible.ts';
import { launchChromium } from '../support/chromium.ts';
import { call } from '../support/client.ts';
import { openPanel } from '../support/desk-pages.ts';
import { eventually, soon } from '../support/eventually.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const TEST_MS = 120_000;
/** A bank whose day does not end while the tests run. */
const TIME_ZONE = new Date().getUTCHours() === 5 ? 'Asia/Tokyo' : 'America/Mexico_City';
const FORMULA = '=1+1 Agente';

let service: Service;
let browser: Browser;
let supervisor: Staff;
let reader: Staff;
let agent: Staff;
let today: string;

beforeAll(async () => {
  service = await startService();
  const { sql } = service.ctx.db;
  await sql`INSERT INTO settings (key, value) VALUES ('bank.time_zone', to_jsonb(${TIME_ZONE}::text))`;
  await service.ctx.settings.reload(sql);
  await fillHistory(sql, { messages: 3_000, days: 70, until: service.ctx.clock.now() });
  const [busy] = await sql`
    SELECT assignee_id AS id FROM conversations WHERE created_at > now() - interval '20 days' AND assignee_id IS NOT NULL
    GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`;
  await sql`UPDATE users SET full_name = ${FORMULA} WHERE id = ${busy?.id}`;
  supervisor = await newStaff(service, 'SUPERVISOR');
  reader = await newStaff(service, 'SUPERVISOR');
  await sql`UPDATE users SET language = 'en' WHERE id = ${reader.id}`;
  agent = await newStaff(service, 'AGENT', 'Ágata Sola');
  await measureAll(service.ctx);
  const [row] = await sql`SELECT (now() AT TIME ZONE ${TIME_ZONE})::date::text AS today`;
  today = row?.today;
  browser = await launchChromium();
}, TEST_MS);

afterAll(async () => {
  await browser.close();
  await service.stop();
}, TEST_MS);

const daysAgo = (days: number): string =>
  new Date(Date.parse(`${today}T12:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);

/** What the report must say, asked of the tables in our own words. */
async function truth(from: string, to: string) {
  const [row] = await service.ctx.db.sql`
    WITH c AS (
      SELECT c.*, EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = c.id AND m.role = 'customer') AS wrote
      FROM conversations c WHERE (c.created_at AT TIME ZONE ${TIME_ZONE})::date BETWEEN ${from}::date AND ${to}::date
    )
    SELECT (SELECT count(*) FROM c)::int AS conversations,
      (SELECT count(*) FILTER (WHERE handed_off_at IS NOT NULL)::float / count(*) FROM c WHERE wrote) AS escalation_rate,
      (SELECT count(*) FILTER (WHERE handed_off_at IS NULL)::float / count(*) FROM c WHERE wrote) AS containment_rate,
      (SELECT avg(rating)::float FROM satisfaction
        WHERE (created_at AT TIME ZONE ${TIME_ZONE})::date BETWEEN ${from}::date AND ${to}::date) AS csat,
      (SELECT count(*) FROM messages
        WHERE (created_at AT TIME ZONE ${TIME_ZONE})::date BETWEEN ${from}::date AND ${to}::date)::float
        / nullif((SELECT count(*) FROM c), 0) AS messages_per_conversation`;
  const percent = (value: number) => value.toLocaleString('es-MX', { style: 'percent', maximumFractionDigits: 1 });
  const decimals = (value: number, digits: number) => value.toLocaleString('es-MX', { maximumFractionDigits: digits });
  return {
    conversations: decimals(row?.conversations, 0),
    escalation_rate: percent(row?.escalation_rate),
    containment_rate: percent(row?.containment_rate),
    csat: decimals(row?.csat, 2),
    messages_per_conversation: decimals(row?.messages_per_conversation, 1),
  };
}

const figureOf = async (page: Page, key: string): Promise<string> =>
  (await page.locator(`[data-metric=${key}] .figure-value`).first().textContent()) ?? '';

async function expectFigures(page: Page, expected: Record<string, string>): Promise<void> {
  await soon(async () => {
    const shown = await Promise.all(Object.keys(expected).map(async (key) => [key, await figureOf(page, key)]));
    expect(Object.fromEntries(shown)).toEqual(expected);
  });
}

async function downloaded(page: Page, click: () => Promise<void>): Promise<{ name: string; content: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  return { name: download.suggestedFilename(), content: await readFile((await download.path()) as string) };
}

describe('a report', () => {
  test(
    'says what hand-written SQL says, of a period that is chosen by name or by dates, beside the one before',
    async () => {
      const { page, faults } = await openPanel(browser, service.origin, supervisor);
      await page.locator('nav a', { hasText: 'Informes' }).first().click();
      await page.waitForURL('**/panel/reports/dashboard');
      await page.locator('.tabs a', { hasText: 'Conversaciones' }).click();
      await page.waitForURL('**/panel/reports/conversations');
      await expectFigures(page, await truth(daysAgo(29), today));

      await page.locator('.range-presets a', { hasText: '7 días' }).click();
      await page.locator('.range-presets a[aria-current]', { hasText: '7 días' }).waitFor();
      await expectFigures(page, await truth(daysAgo(6), today));
      const before = await truth(daysAgo(13), daysAgo(7));
      expect(await page.locator('[data-metric=conversations] .trend').textContent()).toContain(before.conversations);
      expect(await page.locator('[data-metric=containment_rate] .trend').textContent()).toContain(
        before.containment_rate,
      );

      await page.fill('input[name=from]', daysAgo(20));
      await page.fill('input[name=to]', daysAgo(11));
      await page.locator('.range-dates input[type=checkbox]').uncheck();
      await page.locator('.range-dates button').click();
      await page.waitForURL(`**/panel/reports/conversations?from=${daysAgo(20)}**`);
      await expectFigures(page, await truth(daysAgo(20), daysAgo(11)));
      expect(await page.locator('.trend').count()).toBe(0);
      expect(await page.locator('.report-period').textContent()).toContain(TIME_ZONE.replace('_', ' '));
      await expectAccessible(page);

      await page.fill('input[name=to]', daysAgo(40));
      await page.locator('.range-dates button').click();
      await page.locator('input[name=to][aria-invalid=true]').waitFor();
      expect(await page.locator('input[name=to]').inputValue()).toBe(daysAgo(40));
      expect(await page.locator('input[name=from]').inputValue()).toBe(daysAgo(20));
      expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'tells by keyboard what each figure and each chart counts, and shows its numbers',
    async () => {
      const look = { language: 'en', theme: 'dark', width: 360 } as const;
      const { page, faults } = await openPanel(browser, service.origin, reader, look);
      for (const report of ['conversations', 'ai', 'agents', 'tickets', 'customers']) {
        await page.goto(`${service.origin}/panel/reports/${report}`);
        await expectAccessible(page);
        const marks = await page.locator('.what').count();
        expect(marks).toBe((await page.locator('.metric').count()) + (await page.locator('.report-card').count()));
        for (let at = 0; at < marks; at += 1) {
          await page.locator('.what').nth(at).focus();
          await page.keyboard.press('Enter');
          const definition = page.locator('.what-text:popover-open');
          expect(((await definition.textContent()) ?? '').length).toBeGreaterThan(30);
          await page.keyboard.press('Escape');
          await definition.waitFor({ state: 'detached' });
        }
      }
      await page.goto(`${service.origin}/panel/reports/conversations`);
      const summary = page.locator('#chart-escalation_reasons summary');
      await summary.focus();
      await page.keyboard.press('Enter');
      await page.locator('#chart-escalation_reasons table').waitFor();
      await expectAccessible(page);
      expect(faults).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'is had as CSV and as PDF with the same figures, which do nothing in a spreadsheet',
    async () => {
      const { page, faults } = await openPanel(browser, service.origin, supervisor, {
        path: '/panel/reports/agents?days=30',
      });
      const csv = await downloaded(page, () => page.locator('#chart-agents .report-csv').click());
      expect(csv.name).toBe(`agents-${daysAgo(29)}-${today}.csv`);
      const lines: string[][] = parse(csv.content, { bom: true });
      const [headings, ...people] = lines;
      expect(headings?.slice(0, 3)).toEqual(['Agente', 'Conversaciones', 'Mensajes']);
      expect(lines.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
      const written = await service.ctx.db.sql`
        SELECT u.full_name AS name, count(*)::int AS messages FROM messages m JOIN users u ON u.id = m.author_id
        WHERE m.role = 'agent' AND (m.created_at AT TIME ZONE ${TIME_ZONE})::date >= ${daysAgo(29)}::date GROUP BY 1`;
      const plain = (name: string) => name.replace(/^'/, '');
      const said = new Map(people.map(([name = '', , messages]) => [plain(name), Number(messages)]));
      expect(said.has(FORMULA)).toBe(true);
      for (const { name, messages } of written) expect([name, said.get(name)]).toEqual([name, messages]);

      await page.goto(`${service.origin}/panel/reports/conversations?days=30`);
      const pdf = await downloaded(page, () => page.locator('.page-actions a').click());
      expect(pdf.name).toBe(`conversations-${daysAgo(29)}-${today}.pdf`);
      const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf.content)), { mergePages: true });
      const words = text.replace(/\s+/g, ' ');
      for (const [key, value] of Object.entries(await truth(daysAgo(29), today))) {
        const name = await page.locator(`[data-metric=${key}] .figure-label`).textContent();
        expect(words).toContain(`${name?.trim()}: ${value}`);
      }
      expect(words).toContain('Motivos de escalamiento');
      expect(words).toContain(TIME_ZONE.replace('_', ' '));
      expect(faults).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'of an agent is their own alone',
    async () => {
      const { page, faults } = await openPanel(browser, service.origin, agent, { path: '/panel/reports' });
      await page.waitForURL('**/panel/reports/agents');
      expect(await page.locator('h1').textContent()).toBe('Mis cifras');
      expect(await page.locator('main').textContent()).not.toContain(FORMULA);
      expect(await page.locator('.tabs').count()).toBe(0);
      expect(faults).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );
});

describe('the dashboard', () => {
  test(
    'changes by itself when something happens',
    async () => {
      const { page, faults } = await openPanel(browser, service.origin, supervisor, {
        path: '/panel/reports/dashboard',
      });
      const before = Number(await figureOf(page, 'with_assistant'));
      await page.evaluate('window.isSamePage = true');
      await call(service.origin, 'POST', '/api/v1/chat/start', { body: {} });
      await eventually('one more is shown', async () => Number(await figureOf(page, 'with_assistant')) === before + 1);
      expect(await page.evaluate('window.isSamePage')).toBe(true);
      await expectAccessible(page);
      expect(faults).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );
});
