import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Browser, Frame, Page } from 'playwright-core';
import { expectAccessible } from '../support/accessible.ts';
import { launchChromium } from '../support/chromium.ts';
import { call, say, startChat } from '../support/client.ts';
import { ADMIN } from '../support/database.ts';
import { openPanel, type Watched } from '../support/desk-pages.ts';
import { eventually, soon } from '../support/eventually.ts';
import { PNG } from '../support/files.ts';
import type { ModelServer } from '../support/model-server.ts';
import { startOpenAiServer } from '../support/openai-server.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff } from '../support/staff.ts';
import { startStopwatch } from '../support/stopwatch.ts';

const TEST_MS = 120_000;
/** What a change may take to hold everywhere. */
const WITHIN_MS = 1_000;
const QUESTION = '¿A qué hora abren las sucursales entre semana?';
const ANSWER = 'Abrimos de lunes a viernes de 8:30 a 16:00 h [branches-and-hours].';

let browser: Browser;
let openAi: ModelServer;
/** Three workers of one installation. */
let workers: [Service, Service, Service];

beforeAll(async () => {
  openAi = await startOpenAiServer();
  openAi.always({ kind: 'reply', chunks: [ANSWER] });
  const env = { AI_PROVIDER: 'openai', OPENAI_API_KEY: 'sk-local-quetzal', OPENAI_BASE_URL: `${openAi.origin}/v1` };
  const first = await startService({ env });
  const { database } = first;
  workers = [first, await startService({ env, database }), await startService({ env, database })];
  browser = await launchChromium();
}, TEST_MS);

afterAll(async () => {
  await browser.close();
  for (const worker of workers.toReversed()) await worker.stop();
  await openAi.close();
}, TEST_MS);

/** Asks a worker until it answers so; fails where it does not answer so to what it was asked a second later. */
async function withinASecond({ origin }: Service, isSo: () => Promise<boolean>): Promise<void> {
  const stopwatch = startStopwatch();
  for (;;) {
    const askedMs = stopwatch();
    if (await isSo()) return;
    if (askedMs > WITHIN_MS) throw new Error(`${origin} does not have it within a second`);
    await Bun.sleep(10);
  }
}

const everywhere = (isSo: (origin: string) => Promise<boolean>): Promise<unknown> =>
  Promise.all(workers.map((worker) => withinASecond(worker, () => isSo(worker.origin))));

const configOf = async (origin: string) => (await call(origin, 'GET', '/api/v1/chat/config')).body;
const open = (path: string) =>
  openPanel(browser, workers[0].origin, ADMIN).then(async (watched) => {
    await watched.page.goto(`${workers[0].origin}${path}`);
    return watched;
  });
/** Without what the browser says of an answer that tells what is wrong. */
const complaints = (faults: string[]) => faults.filter((fault) => !fault.includes('422'));
const save = (page: Page, category: string) => page.locator(`#settings-${category} button[type=submit]`).click();

describe('the settings', () => {
  test(
    'keep what is wrong, and hold in every worker within a second',
    async () => {
      const { page, faults } = await open('/panel/settings');
      const name = page.locator('[name="bank.name"]');
      await name.fill('Banco del Valle');
      await page.locator('[name="bank.emergency_phone"]').fill('llámanos');
      await save(page, 'bank');
      await page.locator('[name="bank.emergency_phone"][aria-invalid=true]').waitFor();
      expect(await name.inputValue()).toBe('Banco del Valle');
      expect(await page.locator('[name="bank.emergency_phone"]').inputValue()).toBe('llámanos');
      expect((await configOf(workers[1].origin)).bank_name).toBe('JoxAI Bank');
      await expectAccessible(page);
      await page.locator('[name="bank.emergency_phone"]').fill('55 9999 0000');
      await save(page, 'bank');
      await page.locator('.toast-done').waitFor();
      await everywhere(async (origin) => (await configOf(origin)).bank_name === 'Banco del Valle');
      await everywhere(async (origin) => {
        const { body } = await call(origin, 'GET', '/api/v1/settings/public');
        return body['bank.emergency_phone'] === '55 9999 0000';
      });
      const foot = page.locator('.setting', { has: name }).locator('.setting-foot');
      await soon(async () => expect(await foot.textContent()).toContain('Valor inicial: JoxAI Bank'));
      // The other fields keep what was typed in them.
      await page.locator('[name="bank.country"]').fill('ES');
      await foot.locator('.link-button').click();
      await eventually('the default is back', async () => (await name.inputValue()) === 'JoxAI Bank');
      expect(await page.locator('[name="bank.country"]').inputValue()).toBe('ES');
      await everywhere(async (origin) => (await configOf(origin)).bank_name === 'JoxAI Bank');
      await page.locator('.setting', { has: name }).locator('a', { hasText: 'Historial' }).click();
      await page.waitForURL('**/panel/settings/history?*');
      expect(await page.locator('tbody tr').count()).toBe(2);
      expect(await page.locator('tbody').textContent()).toContain('Banco del Valle');
      expect(complaints(faults)).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'limit requests in every worker, and show supervisors without letting them change',
    async () => {
      const { page, faults } = await open('/panel/settings/limits');
      await page.locator('[name="limits.chat_start.points"]').fill('2');
      await save(page, 'limits');
      await page.locator('.toast-done').waitFor();
      await everywhere(async (origin) => {
        const { headers } = await call(origin, 'POST', '/api/v1/chat/start', { body: {} });
        return headers.get('ratelimit-limit') === '2';
      });
      await page.locator('[name="limits.staff.points"]').fill('1');
      await save(page, 'limits');
      await page.locator('.field-error').waitFor();
      const field = page.locator('.setting', { has: page.locator('[name="limits.chat_start.points"]') });
      await field.locator('.link-button').click();
      await eventually('the limit is the environment’s', async () =>
        workers.every(({ ctx }) => ctx.settings.rateLimit('chat_start').points > 1_000),
      );
      expect(complaints(faults)).toEqual([]);
      await page.context().close();

      const supervisor = await openPanel(browser, workers[1].origin, await newStaff(workers[1], 'SUPERVISOR'), {
        language: 'en',
      });
      await supervisor.page.goto(`${workers[1].origin}/panel/settings/limits`);
      expect(await supervisor.page.locator('[name="limits.staff.points"]').isDisabled()).toBe(true);
      expect(await supervisor.page.locator('main button[type=submit]').count()).toBe(0);
      expect(await supervisor.page.locator('.administration-nav a', { hasText: 'System' }).count()).toBe(0);
      await supervisor.page.context().close();
    },
    TEST_MS,
  );
});

describe('the instructions', () => {
  /** What the model is told of its work in a new chat of this worker. */
  async function systemIn({ origin }: Service): Promise<string> {
    openAi.requests.length = 0;
    const chat = await startChat(origin);
    await say(origin, chat, QUESTION);
    const asked = openAi.requests.at(-1)?.body.messages as { content: string }[] | undefined;
    return asked?.[0]?.content ?? '';
  }

  /** Every worker tells its model so, at the latest within a second. */
  async function everyModelReads(text: string): Promise<void> {
    for (const worker of workers) await withinASecond(worker, async () => (await systemIn(worker)).includes(text));
  }

  async function write(page: Page, version: number, text: string, note: string): Promise<void> {
    await page.locator('[name=text_es]').fill(text);
    await page.locator('[name=note]').fill(note);
    await page.locator('#prompt-form button[name=use]').click();
    await page.locator('dialog[open] .button-primary, dialog[open] button[type=submit]').last().click();
    await page.locator(`#version-${version} .chip`).waitFor();
  }

  test(
    'are tried before use, take effect in every worker, and go back',
    async () => {
      const { page, faults } = await open('/panel/settings/prompt');
      const [{ ctx }] = workers;
      const plain = await systemIn(workers[1]);
      expect(plain).not.toContain('<bank_instructions>');

      await page.locator('[name=text_es]').fill('Trata al cliente de usted.');
      const chats = async () => (await ctx.db.sql`SELECT count(*)::int AS n FROM messages`)[0]?.n;
      const before = await chats();
      openAi.requests.length = 0;
      await page.locator('[name=question]').fill(QUESTION);
      await page.locator('form[action$="/try"] button[type=submit]').click();
      await page.locator('#prompt-trial', { hasText: '8:30' }).waitFor();
      expect(JSON.stringify(openAi.requests.at(-1)?.body)).toContain('Trata al cliente de usted.');
      expect(await chats()).toBe(before);
      expect(await systemIn(workers[1])).toBe(plain);
      await page.getByRole('button', { name: 'Ver el texto completo' }).click();
      const whole = page.locator('.whole-prompt[open] pre');
      await whole.waitFor();
      expect(await whole.textContent()).toContain(plain);
      expect(await whole.textContent()).toContain('Trata al cliente de usted.');

      await write(page, 1, 'Trata al cliente de usted.', 'Más formal');
      await everyModelReads('Trata al cliente de usted.');
      // The fixed part stays as it was, and comes first.
      expect((await systemIn(workers[1])).startsWith(`${plain}\n\nWhat the bank adds`)).toBe(true);
      await write(page, 2, 'Trata al cliente de tú.\nLlama a la app «Valle Móvil».', 'Más cercano');
      await everyModelReads('Valle Móvil');

      await page.locator('a', { hasText: 'Versión 1' }).click();
      await page.locator('.diff').waitFor();
      expect(await page.locator('.diff del').allTextContents()).not.toEqual([]);
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Volver a esta versión' }).click();
      await page.locator('dialog[open] .button-primary, dialog[open] button[type=submit]').last().click();
      await page.waitForURL('**/panel/settings/prompt?done=used');
      await everyModelReads('Trata al cliente de usted.');
      for (const worker of workers) expect(await systemIn(worker)).not.toContain('Valle Móvil');
      await soon(async () => {
        const [turn] = await ctx.db.sql`
          SELECT prompt_version FROM turns WHERE prompt_version IS NOT NULL ORDER BY id DESC LIMIT 1`;
        expect(turn?.prompt_version).toMatch(/^\d+\.1$/);
      });
      const trail = await ctx.db.sql`SELECT action FROM audit_log WHERE resource_type = 'prompt' ORDER BY id`;
      expect(trail.map(({ action }) => action)).toEqual([
        'prompt.try',
        'prompt.save',
        'prompt.publish',
        'prompt.save',
        'prompt.publish',
        'prompt.restore',
      ]);
      expect(complaints(faults)).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );
});

describe('the chat’s look', () => {
  test(
    'is seen in the chat itself before it is saved',
    async () => {
      const { page, faults } = await open('/panel/settings/widget');
      const frame = (await (await page.waitForSelector('iframe')).contentFrame()) as Frame;
      await frame.locator('.theirs').first().waitFor();
      await page.locator('[name="widget.colour"]').fill('#ffd400');
      await page.locator('[name="widget.position"]').selectOption('left');
      await page.locator('[name="widget.launcher_text.es"]').fill('¿Te ayudamos?');
      await page.locator('[name="chat.quick_replies.es"]').fill('Bloquear mi tarjeta\nVer mi saldo');
      await frame.locator('.chip', { hasText: 'Bloquear mi tarjeta' }).waitFor();
      expect(await frame.locator('.chip').count()).toBe(2);
      await soon(async () => expect(await frame.locator('.root').getAttribute('data-position')).toBe('left'));
      await page.locator('#widget-values .warning').waitFor();
      await frame.locator('.head .tool').last().click();
      await frame.locator('.launcher', { hasText: '¿Te ayudamos?' }).waitFor();
      await expectAccessible(page);
      const before = await configOf(workers[1].origin);
      expect(before.theme).toMatchObject({ primary_color: '#0b6b57', position: 'right' });
      await save(page, 'widget');
      await page.locator('.toast-done').waitFor();
      await everywhere(async (origin) => (await configOf(origin)).theme.position === 'left');
      expect((await configOf(workers[2].origin)).quick_replies.es).toEqual(['Bloquear mi tarjeta', 'Ver mi saldo']);
      expect(await page.locator('#embed-code').textContent()).toContain('/public/widget/widget.js');

      const choose = page.locator('#image-avatar input[type=file]');
      const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
      await choose.setInputFiles({ name: 'avatar.png', mimeType: 'image/png', buffer: svg });
      await page.locator('#image-avatar button[type=submit]').first().click();
      await page.locator('#image-avatar .problem').waitFor();
      await choose.setInputFiles({ name: 'avatar.png', mimeType: 'image/png', buffer: Buffer.from(PNG) });
      await page.locator('#image-avatar button[type=submit]').first().click();
      await page.waitForURL('**/panel/settings/widget?done=picture');
      await everywhere(async (origin) => Boolean((await configOf(origin)).avatar_url));
      const { avatar_url: path } = await configOf(workers[1].origin);
      const picture = await fetch(workers[1].origin + path);
      expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
      expect(new Uint8Array(await picture.arrayBuffer())).toEqual(PNG as Uint8Array<ArrayBuffer>);
      expect(complaints(faults)).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );
});

describe('the providers', () => {
  test(
    'are tested with a real call, and no key leaves the environment',
    async () => {
      const { page, faults, heard } = await open('/panel/settings/assistant');
      openAi.requests.length = 0;
      await page.getByRole('button', { name: 'Probar OpenAI con una llamada real' }).click();
      await page.locator('#probe-openai .done-note').waitFor();
      expect(openAi.requests).toHaveLength(1);
      openAi.next({ kind: 'status', status: 401 });
      await page.getByRole('button', { name: 'Probar OpenAI con una llamada real' }).click();
      await page.locator('#probe-openai .problem').waitFor();
      await expectAccessible(page);
      expect((await page.content()) + heard.join('')).not.toContain('quetzal');
      // The control: it did travel to the provider.
      expect(JSON.stringify(openAi.requests.at(-1)?.headers)).toContain('quetzal');
      await page.locator('[name="ai.budget_per_day_tokens"]').fill('1');
      await save(page, 'budget');
      await page.locator('.toast-done').waitFor();
      await page.locator('#spending .is-bad').waitFor();
      const chat = await startChat(workers[2].origin);
      await eventually('the budget holds', async () => {
        const { body } = await say(workers[2].origin, chat, QUESTION);
        return body.metadata.provider === 'mock';
      });
      expect(complaints(faults)).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );
});

describe('the system page', () => {
  test(
    'tells of every worker, and keeps itself right',
    async () => {
      const { page, faults } = await open('/panel/system');
      await eventually('every worker has told of itself', async () => {
        await page.reload();
        return (await page.locator('#workers ~ .table-frame tbody tr').count()) === workers.length;
      });
      await expectAccessible(page);
      const shown = () => page.locator('#kind-chat td').first().textContent();
      const before = await shown();
      await Promise.all(workers.map(({ origin }) => configOf(origin)));
      await eventually('the requests are counted while the page is open', async () => (await shown()) !== before);
      expect(complaints(faults)).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );
});

describe('the lists of API keys and of canned responses', () => {
  test(
    'show what a colleague changes on another worker',
    async () => {
      const colleague = await newStaff(workers[1], 'ADMIN', 'Celia Colega');
      const keys = await open('/panel/api-keys');
      const canned = await open('/panel/canned-responses');
      const shows = (of: Watched, text: string, isThere = true) =>
        eventually(`${text} is ${isThere ? 'there' : 'gone'}`, async () => {
          const rows = await of.page.locator('tbody').allTextContents();
          return rows.join('').includes(text) === isThere;
        });
      const key = await colleague.call('POST', '/api-keys', { name: 'Sistema de nómina', role: 'AGENT' });
      const greeting = { shortcut: 'nómina', title: 'Saludo de nómina', text_es: 'Hola', shared: true };
      const response = await colleague.call('POST', '/canned-responses', greeting);
      await shows(keys, 'Sistema de nómina');
      await shows(canned, 'Saludo de nómina');
      await colleague.call('DELETE', `/api-keys/${key.body.id}`);
      await colleague.call('PUT', `/canned-responses/${response.body.id}`, { ...greeting, title: 'Otro saludo' });
      await shows(keys, 'Revocada');
      await shows(canned, 'Otro saludo');
      await colleague.call('DELETE', `/canned-responses/${response.body.id}`);
      await shows(canned, 'Otro saludo', false);
      for (const { page, faults } of [keys, canned]) {
        expect(complaints(faults)).toEqual([]);
        await page.context().close();
      }
    },
    TEST_MS,
  );
});
