import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { createUser } from '../../src/features/users/service.ts';
import { faultsOf } from '../support/accessible.ts';
import { launchChromium } from '../support/chromium.ts';
import { type Answer, call, startChat } from '../support/client.ts';
import { WAIT_MS } from '../support/desk-pages.ts';
import { soon } from '../support/eventually.ts';
import { fileForm, PDF, PNG } from '../support/files.ts';
import { type Service, startService } from '../support/service.ts';

const PASSWORD = 'Murmullo-Verde-5518';
const MAX_BYTES = 50_000;
const TEST_MS = 180_000;
const ID = "JSON.parse(Object.values(sessionStorage).find((text) => text.includes('conversationId'))).conversationId";
const SHADOW = "document.querySelector('joxai-chat').shadowRoot";
/** What a screen reader is told from now on: what is added to or changes in a live region. */
const LISTEN = `
  window.heard = [];
  for (const region of ${SHADOW}.querySelectorAll('[role=log], [role=status], [role=alert]')) {
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const off = (target.closest ?? target.parentElement.closest).call(target.closest ? target : target.parentElement, '[aria-live=off]');
        if (off && region.contains(off)) continue;
        for (const node of addedNodes) if (node.textContent.trim()) window.heard.push(node.textContent.trim());
      }
    }).observe(region, { childList: true, subtree: true });
  }`;

interface Person {
  id: number;
  token: string;
}

let service: Service;
let browser: Browser;
let laura: Person;
let omar: Person;
let page: Page;
let faults: string[];

beforeAll(async () => {
  service = await startService({ env: { MAX_UPLOAD_SIZE: String(MAX_BYTES) } });
  browser = await launchChromium();
  laura = await person('laura@joxai.test', 'Laura Peña');
  omar = await person('omar@joxai.test', 'Omar Ruiz');
}, TEST_MS);

afterAll(async () => {
  await browser.close();
  await service.stop();
}, TEST_MS);

beforeEach(async () => {
  await service.ctx.db.sql`UPDATE conversations SET status = 'ended' WHERE status = 'waiting'`;
  for (const { id } of [laura, omar]) await setAvailable(id, 'OFFLINE');
});

for (const look of [
  { language: 'es', theme: 'light', width: 1280 },
  { language: 'en', theme: 'dark', width: 320 },
] as const) {
  test(
    `every state of a case is shown, is accessible and fits: ${look.language}, ${look.theme}, ${look.width} px`,
    async () => {
      await open(look);
      const says = (es: string, en: string) =>
        page
          .getByText(look.language === 'es' ? es : en)
          .last()
          .waitFor();
      await page.locator('.launcher').click();
      await page.locator('.log .row').first().waitFor();
      await seen('start');
      await page
        .locator('textarea')
        .fill(look.language === 'es' ? '¿A qué hora abren las sucursales?' : 'When do branches open?');
      await page.keyboard.press('Enter');
      await page.locator('.source').waitFor();
      await seen('answer');

      await pick('recibo de nómina.png', PNG);
      await page.locator('.mine button.file').waitFor();
      await pick('enorme.png', new Uint8Array(MAX_BYTES + 1));
      await page.locator('.row.failed').waitFor();
      await seen('files');
      await page.locator('.row.failed .link').click();

      await page.locator('.person').click();
      await says('Ahora no hay nadie', 'Nobody of our team');
      await page.locator('#contact-input').fill('ana@correo');
      await page.keyboard.press('Enter');
      await page.locator('.problem:not(:empty)').waitFor();
      expect(await page.locator('#contact-input').inputValue()).toBe('ana@correo');
      await seen('away');
      await page.locator('#contact-input').fill('ana@correo.example');
      await page.keyboard.press('Enter');
      await says('te responderemos a ana@correo.example', 'answer you at ana@correo.example');
      await seen('away-mailed');

      const id = await page.evaluate<string>(ID);
      await setAvailable(laura.id, 'ONLINE');
      await says('Eres el siguiente', 'You are next in line');
      const urgent = await startChat(service.origin);
      await staffless(urgent.id);
      await says('Tu lugar en la fila: 2', 'place in the queue: 2');
      await seen('waiting');

      await staff(laura, id, 'takeover');
      await says('Laura Peña se unió', 'Laura Peña joined');
      service.ctx.bus.publish({ type: 'typing', conversation: id, from: 'agent', user: laura.id });
      await page.locator('.dots').waitFor();
      await seen('typing');
      await staff(laura, id, 'messages', { message: '¡Hola! Aquí tiene su **contrato**.' });
      const form = fileForm({}, PDF, 'contrato de crédito.pdf');
      await call(service.origin, 'POST', `/api/v1/conversations/${id}/attachments`, { token: laura.token, form });
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.locator('.theirs button.file').click(),
      ]);
      expect(download.suggestedFilename()).toBe('contrato de crédito.pdf');
      await seen('with-agent');

      await staff(laura, id, 'transfer', { agent_id: omar.id });
      await says('Ahora te atiende Omar Ruiz', 'Omar Ruiz is with you now');
      await cut(true);
      await page.locator('.banner:not(:empty)').waitFor();
      await seen('offline');
      await staff(omar, id, 'messages', { message: 'Escribí mientras no había línea.' });
      await cut(false);
      await page.getByText('Escribí mientras no había línea.').waitFor();
      await page.locator('.banner').filter({ hasNotText: /./ }).waitFor({ state: 'attached' });
      await staff(omar, id, 'release');
      await says('Vuelve a atenderte el asistente', 'virtual assistant is with you again');
      await seen('assistant-back');

      await staff(omar, id, 'takeover');
      await says('Omar Ruiz se unió', 'Omar Ruiz joined');
      await page.locator('textarea').first().focus();
      await staff(omar, id, 'end');
      await page.locator('.stars').waitFor();
      expect(await page.evaluate<string>(`${SHADOW}.activeElement.className`)).toBe('closing-title');
      await page.locator('.star').nth(1).click();
      await says('La puedes cambiar', 'You can change it');
      await soon(async () => expect(await satisfaction(id)).toEqual({ rating: 2, comment: null, agent: omar.id }));
      await page.locator('.star').nth(4).click();
      await page.locator('#rate-comment').fill('Muy amables, gracias.');
      await seen('rating');
      await page.locator('.comment .quiet').click();
      await says('guardamos tu comentario', 'kept your comment');
      expect(await satisfaction(id)).toEqual({ rating: 5, comment: 'Muy amables, gracias.', agent: omar.id });
      await seen('rated');

      await page.reload();
      await page.locator('.launcher').click();
      await page.locator('.star.lit').nth(4).waitFor();
      await soon(async () => expect(await page.locator('#rate-comment').inputValue()).toBe('Muy amables, gracias.'));
      await page.locator('.closing .primary').click();
      await page.locator('.chip').first().waitFor();
      await soon(async () => expect(await page.locator('.log .row').count()).toBe(1));
      expect(faults).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );
}

describe('files', () => {
  test(
    'arrive by pasting and by dropping; text that is pasted with a picture stays text; one that fails is sent again',
    async () => {
      await open({ language: 'es', theme: 'light', width: 1280 });
      await page.locator('.launcher').click();
      await page.locator('.log .row').first().waitFor();
      await page.evaluate(`
        window.transfer = (text) => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array([${[...PNG].join(',')}])], 'captura.png', { type: 'image/png' }));
          if (text) data.setData('text/plain', text);
          return data;
        };
        window.paste = (text) => ${SHADOW}.querySelector('textarea').dispatchEvent(
          new ClipboardEvent('paste', { clipboardData: window.transfer(text), bubbles: true, cancelable: true }));
        window.drag = (name) => ${SHADOW}.querySelector('.log').dispatchEvent(
          new DragEvent(name, { dataTransfer: window.transfer(), bubbles: true, cancelable: true }));`);
      await page.evaluate("window.paste('texto')");
      await page.evaluate('window.paste()');
      await page.locator('.mine button.file').waitFor();
      expect(await page.locator('.row.mine').count()).toBe(1);
      await page.evaluate("window.drag('dragenter')");
      await page.locator('.drop').waitFor();
      await page.evaluate("window.drag('drop')");
      await page.locator('.mine button.file').nth(1).waitFor();
      expect(await page.locator('.drop').isHidden()).toBe(true);

      let refusals = 1;
      await page.route('**/chat/attachments', (route) => (refusals-- > 0 ? route.abort() : route.continue()));
      await pick('recibo.pdf', PDF);
      await page.locator('.row.failed').getByRole('button', { name: 'Reintentar' }).click();
      await page.locator('.mine button.file').nth(2).waitFor();
      const id = await page.evaluate<string>(ID);
      const stored = await service.ctx.db
        .sql`SELECT name FROM attachments WHERE conversation_id = ${id} ORDER BY message_seq`;
      expect(stored.map(({ name }) => name)).toEqual(['captura.png', 'captura.png', 'recibo.pdf']);
      expect(faults).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'on a slow line show how far they are, and can be given up',
    async () => {
      await open({ language: 'en', theme: 'light', width: 360 });
      await page.locator('.launcher').click();
      await page.locator('.log .row').first().waitFor();
      const held = Promise.withResolvers<void>();
      await page.route('**/chat/attachments', async (route) => {
        await held.promise;
        await route.abort().catch(() => {});
      });
      await pick('slow.pdf', PDF);
      await page.locator('progress').waitFor();
      await seen('uploading');
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.locator('.row.mine').waitFor({ state: 'detached' });
      held.resolve();
      expect(faults).toEqual([]);
      await page.context().close();
    },
    TEST_MS,
  );
});

test(
  'hostile names and texts of staff are inert, and stay in their place',
  async () => {
    const canary = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response('') });
    const name = `<img src=http://127.0.0.1:${canary.port}/n onerror=alert(1)>\u202eadmin`;
    const mallory = await person('mallory@joxai.test', name);
    await open({ language: 'es', theme: 'light', width: 1280 });
    const requested: string[] = [];
    page.on('request', (request) => requested.push(request.url()));
    await page.locator('.launcher').click();
    await page.locator('.log .row').first().waitFor();
    const id = await page.evaluate<string>(ID);
    await staff(mallory, id, 'takeover');
    await page.locator('.subtitle[data-status=with_agent]').waitFor();
    const hostile = `<svg onload=alert(2)> <b hx-get="/x" hx-trigger="load">x</b> [x](javascript:alert(3)) ![p](http://127.0.0.1:${canary.port}/p.png)`;
    await staff(mallory, id, 'messages', { message: hostile });
    const form = fileForm({}, PNG, '\u202egnp.<script>alert(4)</script>.png');
    await call(service.origin, 'POST', `/api/v1/conversations/${id}/attachments`, { token: mallory.token, form });
    await page.locator('.theirs button.file').waitFor();
    expect(await page.locator('.log :is(img, script, b, a), .log svg:not(.icon), .head img').count()).toBe(0);
    const shown = await page.evaluate<string>(`${SHADOW}.querySelector('.panel').textContent`);
    expect(shown).toContain('<img src=http');
    expect(shown).toContain('<svg onload=alert(2)>');
    expect(shown).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    expect(requested.filter((url) => url.includes(`:${canary.port}`))).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
    await canary.stop(true);
  },
  TEST_MS,
);

test(
  'a screen reader hears each thing once',
  async () => {
    await open({ language: 'en', theme: 'light', width: 1280 });
    await page.locator('.launcher').click();
    await page.locator('.log .row').first().waitFor();
    const id = await page.evaluate<string>(ID);
    await page.evaluate(LISTEN);
    await staff(laura, id, 'takeover');
    await page.getByText('Laura Peña joined').waitFor();
    for (let count = 0; count < 4; count += 1) {
      service.ctx.bus.publish({ type: 'typing', conversation: id, from: 'agent', user: laura.id });
      await page.locator('.dots').waitFor();
    }
    await staff(laura, id, 'messages', { message: 'Good morning' });
    await page.getByText('Good morning').waitFor();
    await page.locator('textarea').fill('Hello Laura');
    await page.keyboard.press('Enter');
    await page.locator('.row.mine .sent').waitFor();
    const heard = await page.evaluate<string[]>('window.heard');
    for (const text of ['Laura Peña joined the conversation.', 'Good morning', 'Hello Laura']) {
      expect([text, heard.filter((one) => one.includes(text)).length]).toEqual([text, 1]);
    }
    expect(heard.length).toBeLessThanOrEqual(4);
    await page.context().close();
  },
  TEST_MS,
);

test(
  'a customer who comes back by a link finds the whole conversation, whatever the tab had before',
  async () => {
    await open({ language: 'es', theme: 'light', width: 1280 });
    const chat = await startChat(service.origin);
    await staff(laura, chat.id, 'takeover');
    await staff(laura, chat.id, 'messages', { message: 'Su tarjeta va en camino.' });
    const url = `${service.origin}/api/v1/chat`;
    await page
      .context()
      .addCookies([{ name: 'joxai_chat', value: chat.token, url, httpOnly: true, sameSite: 'Strict' }]);
    await page.evaluate("document.querySelector('joxai-chat').remove()");
    await page.evaluate(`{
      const chat = document.createElement('joxai-chat');
      chat.setAttribute('resume', '');
      document.body.append(chat);
    }`);
    await page.getByText('Su tarjeta va en camino.').waitFor();
    await page.locator('.subtitle', { hasText: /^Con Laura Peña$/ }).waitFor();
    await page.locator('textarea').fill('Gracias');
    await page.keyboard.press('Enter');
    await page.locator('.row.mine .sent').waitFor();
    const { body } = await call(service.origin, 'GET', `/api/v1/chat/history/${chat.id}`, { token: chat.token });
    expect(body.messages.at(-1)).toMatchObject({ role: 'user', content: 'Gracias' });
    await page.context().close();
  },
  TEST_MS,
);

async function open(look: { language: string; theme: 'light' | 'dark'; width: number }): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: 740 },
    colorScheme: look.theme,
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('dialog', (dialog) => faults.push(`dialog: ${dialog.message()}`));
  // So that the line can be cut: going offline leaves open sockets alone, and lets new ones through now and then.
  await page.addInitScript(`
    window.isCut = false;
    window.sockets = [];
    window.WebSocket = class extends WebSocket {
      constructor(...all) {
        super(...all);
        window.sockets.push(this);
        if (window.isCut) this.close();
      }
    };`);
  await page.goto(`${service.origin}/demo?lang=${look.language}`);
  await page.locator('.launcher').waitFor();
}

/** Takes the page's line away, or gives it back. */
async function cut(isCut: boolean): Promise<void> {
  await page.evaluate(`window.isCut = ${isCut};`);
  await page.context().setOffline(isCut);
  if (isCut) await page.evaluate('for (const socket of window.sockets) socket.close();');
}

/** No accessibility fault, and nothing wider than the window. */
async function seen(state: string): Promise<void> {
  expect([state, await faultsOf(page, { within: 'joxai-chat', isStrict: true })]).toEqual([state, []]);
  expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  const wide = `[...${SHADOW}.querySelectorAll('.panel, .panel *')].filter((one) => !one.closest('.unseen, table, pre')
    && one.getClientRects().length > 0 && one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.className)`;
  expect([state, await page.evaluate<unknown[]>(wide)]).toEqual([state, []]);
}

async function pick(name: string, content: Uint8Array): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'image/png', buffer: Buffer.from(content) });
}

async function person(email: string, fullName: string): Promise<Person> {
  const { id } = await createUser(service.ctx.db.orm, { email, fullName, role: 'AGENT', password: PASSWORD });
  const { body } = await call(service.origin, 'POST', '/api/v1/auth/login', { body: { email, password: PASSWORD } });
  service.ctx.presence.enter({ kind: 'panel', userId: id, conversationId: null });
  return { id, token: body.access_token };
}

async function staff(who: Person, id: string, deed: string, body: object = {}): Promise<Answer> {
  const answer = await call(service.origin, 'POST', `/api/v1/conversations/${id}/${deed}`, { token: who.token, body });
  expect([deed, answer.status]).toEqual([deed, 200]);
  return answer;
}

/** Online, but with no room: nobody is given conversations by themselves. */
async function setAvailable(id: number, availability: 'ONLINE' | 'OFFLINE'): Promise<void> {
  await service.ctx.presence.flush();
  await service.ctx.db.sql`
    INSERT INTO agents (user_id, availability, capacity) VALUES (${id}, ${availability}, 0)
    ON CONFLICT (user_id) DO UPDATE SET availability = excluded.availability`;
  service.ctx.bus.publish({ type: 'queue' });
}

/** Puts another customer to the front of the queue. */
async function staffless(id: string): Promise<void> {
  await service.ctx.db.sql`
    UPDATE conversations SET status = 'waiting', handed_off_at = now(), waiting_since = now(), priority = 'URGENT'
    WHERE id = ${id}`;
  service.ctx.bus.publish({ type: 'queue' });
}

async function satisfaction(id: string): Promise<object | undefined> {
  const [row] = await service.ctx.db.sql`
    SELECT rating, comment, agent_id AS agent FROM satisfaction WHERE conversation_id = ${id}`;
  return row;
}
