import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { ADMIN } from '../support/database.ts';
import { connected, sessionOf, WAIT_MS } from '../support/desk-pages.ts';
import type { ModelServer } from '../support/model-server.ts';
import { startOpenAiServer } from '../support/openai-server.ts';
import { type Service, startService } from '../support/service.ts';

const QUESTION = '¿A qué hora abren las sucursales entre semana?';
const FIRST = 'Abrimos de lunes a viernes de 8:30 a 16:00 h en cada sucursal.';
const SECOND = 'El domingo cerramos.';
const TEST_MS = 120_000;
const MARK_PAGE = 'window.isSamePage = true';
const IS_SAME_PAGE = 'window.isSamePage === true';

let model: ModelServer;
let customersWorker: Service;
let agentsWorker: Service;
let browser: Browser;

beforeAll(async () => {
  model = await startOpenAiServer();
  const env = { AI_PROVIDER: 'openai', OPENAI_API_KEY: 'sk-local-test-key', OPENAI_BASE_URL: `${model.origin}/v1` };
  customersWorker = await startService({ env });
  agentsWorker = await startService({ env, database: customersWorker.database });
  browser = await launchChromium();
}, TEST_MS);

afterAll(async () => {
  await browser.close();
  await agentsWorker.stop();
  await customersWorker.stop();
  await model.close();
}, TEST_MS);

test(
  'a customer reads a streamed answer with its source while an agent, on another worker, sees both messages arrive',
  async () => {
    const { promise: rest, resolve: goOn } = Promise.withResolvers<void>();
    model.next({ kind: 'reply', chunks: [`${FIRST} `, `${SECOND} `, '[branches-and-hours]'], rest });
    const agent = await logIn();
    const customer = await openChat();
    const row = agent.locator('a.row').first();
    await row.click();
    await agent.locator('.message').first().waitFor();
    await agent.evaluate(MARK_PAGE);

    await ask(customer, QUESTION);
    await customer.getByText(FIRST).waitFor();
    expect(await customer.getByText(SECOND).count()).toBe(0);
    expect(await customer.locator('.source').count()).toBe(0);
    goOn();
    await customer.locator('.source').waitFor();
    expect(await customer.locator('.source').textContent()).toContain('Sucursales y horarios');
    expect(await customer.getByText(SECOND).count()).toBe(1);

    const messages = agent.locator('.message');
    await agent.locator('.message-assistant', { hasText: SECOND }).waitFor();
    expect(await messages.count()).toBe(3);
    expect(await messages.nth(1).textContent()).toContain(QUESTION);
    expect(await messages.nth(2).locator('.sources').textContent()).toContain('Sucursales y horarios');
    expect(await row.textContent()).toContain('Abrimos de lunes a viernes');
    await messages.nth(2).getByText('Por qué esta respuesta').click();
    const why = messages.nth(2).locator('.why-facts');
    await why.waitFor();
    expect(await why.textContent()).toMatch(/branches-and-hours.*citado.*cifras.*gpt-local-2026/s);
    expect(await agent.evaluate<boolean>(IS_SAME_PAGE)).toBe(true);
    await closeAll(agent, customer);
  },
  TEST_MS,
);

test(
  'a conversation that starts while the agent looks on appears at the top, and a handover changes its state in place',
  async () => {
    const agent = await logIn();
    await agent.evaluate(MARK_PAGE);
    const rows = agent.locator('a.row');
    const before = await rows.count();
    const customer = await openChat('en');
    await customer.locator('.person').click();
    await customer.locator('.handoff:not(:empty)').waitFor();
    await rows.nth(before).waitFor();
    await rows.first().getByText('En espera').waitFor();
    expect(await agent.evaluate<boolean>(IS_SAME_PAGE)).toBe(true);
    await closeAll(agent, customer);
  },
  TEST_MS,
);

test(
  'the panel needs a login, keeps what was typed when it fails, and lets go on logout',
  async () => {
    const page = await newPage();
    await page.goto(`${agentsWorker.origin}/panel/conversations`);
    expect(new URL(page.url()).pathname).toBe('/panel/login');
    await page.locator('input[name=login]').fill(ADMIN.email);
    await page.locator('input[name=password]').fill('wrong-password');
    await page.locator('button[type=submit]').click();
    await page.locator('[role=alert]').waitFor();
    expect(await page.locator('input[name=login]').inputValue()).toBe(ADMIN.email);
    expect(await page.locator('input[name=password]').inputValue()).toBe('');
    await page.locator('input[name=password]').fill(ADMIN.password);
    await page.locator('button[type=submit]').click();
    await page.waitForURL('**/panel/conversations**');
    const [session] = (await page.context().cookies()).filter(({ name }) => name.endsWith('joxai_panel'));
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    await page.getByRole('button', { name: /tu cuenta/i }).click();
    await page.getByRole('button', { name: /salir|cerrar sesi/i }).click();
    await page.waitForURL('**/panel/login**');
    await page.goto(`${agentsWorker.origin}/panel/conversations`);
    expect(new URL(page.url()).pathname).toBe('/panel/login');
    await closeAll(page);
  },
  TEST_MS,
);

async function logIn(): Promise<Page> {
  const page = await newPage();
  await page.context().addCookies(await sessionOf(agentsWorker.origin, ADMIN));
  await page.goto(`${agentsWorker.origin}/panel/conversations`);
  await connected(page);
  return page;
}

async function openChat(language = 'es'): Promise<Page> {
  const page = await newPage();
  await page.goto(`${customersWorker.origin}/demo?lang=${language}`);
  await page.locator('.launcher').click();
  await page.locator('.theirs').first().waitFor();
  return page;
}

async function ask(page: Page, text: string): Promise<void> {
  await page.locator('textarea').fill(text);
  await page.keyboard.press('Enter');
}

async function newPage(): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ locale: 'es-MX', viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  return page;
}

async function closeAll(...pages: Page[]): Promise<void> {
  for (const page of pages) await page.context().close();
}
