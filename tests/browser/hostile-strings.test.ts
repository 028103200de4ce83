import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { type Chat, call, say, startChat } from '../support/client.ts';
import { newWatchedPage, openPanel, type Watched } from '../support/desk-pages.ts';
import { eventually } from '../support/eventually.ts';
import { fileForm, PNG } from '../support/files.ts';
import { type Letter, type MailBox, startMailServer } from '../support/mail-server.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const TEST_MS = 240_000;
/** Whatever of a customer's text became more than text. The desk's own pages have none of it. */
const ALIVE = `:is([onerror], [onload], [onfocus], [onclick], [hx-get*="canary"], [data-hx-get], [hx-swap-oob], hx-partial,
  iframe, object, embed, base, img:not([src="/public/panel/mark.svg"]), script:not([src]), a[href^="javascript" i], a[href^="data" i], form[action*="evil"])`;

/** What is written into every field, and the part of it that a reader must see as it was written. */
const texts = (canary: string): { text: string; shown: string }[] => [
  { text: `<script>fetch('${canary}/script')</script>`, shown: `<script>fetch('${canary}/script')</script>` },
  { text: `"><img src=${canary}/img onerror="fetch('${canary}/error')">`, shown: `"><img src=${canary}/img` },
  { text: `' autofocus onfocus=alert(1) x=' " onclick="alert(2)`, shown: 'onfocus=alert(1)' },
  { text: `<svg onload=alert(3)><object data=${canary}/object>`, shown: '<svg onload=alert(3)>' },
  { text: `<b hx-get="${canary}/hx" hx-trigger="load" hx-on:load="alert(4)">b</b>`, shown: 'hx-trigger="load"' },
  { text: `<p data-hx-get="${canary}/data-hx" hx-swap-oob="true" id="toasts">p</p>`, shown: 'hx-swap-oob="true"' },
  // htmx looks for tags of its own in the whole of an answer, attributes and all.
  {
    text: `<hx-a hx-get=${canary}/attribute hx-trigger=load ><b id=toasts>b</b>`,
    shown: `<hx-a hx-get=${canary}/attribute hx-trigger=load >`,
  },
  { text: '<hx-partial hx-target="body">gone</hx-partial>', shown: '<hx-partial hx-target="body">gone' },
  { text: '{{7*7}} <%= 7*7 %> #{7*7}', shown: '{{7*7}} <%= 7*7 %> #{7*7}' },
  {
    text: `[x](javascript:alert(6)) ![p](${canary}/md.png) <a href="javascript:alert(7)">y</a>`,
    shown: '[x](javascript:alert(6))',
  },
  { text: `=cmd|' /C calc'!A0`, shown: `=cmd|' /C calc'!A0` },
  { text: 'uno\u202Etxt.exe\u2066dos\u200Btres', shown: 'txt.exe' },
  { text: 'Rosa\r\nBcc: thief@evil.test\r\nX-Evil: 1', shown: 'X-Evil: 1' },
  {
    text: `</textarea></title></style><iframe src="${canary}/frame"></iframe>`,
    shown: '</textarea></title></style><iframe',
  },
];

interface Case {
  chat: Chat;
  ticket: string;
  text: string;
  shown: string;
}

let mail: MailBox;
let service: Service;
let browser: Browser;
let agent: Staff;
let supervisor: Staff;
let cases: Case[];
const hits: string[] = [];
const canary = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  fetch(request) {
    hits.push(request.url);
    return new Response('');
  },
});

beforeAll(async () => {
  mail = await startMailServer();
  service = await startService({
    env: { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(mail.port), SMTP_FROM_EMAIL: 'desk@joxai.test' },
  });
  browser = await launchChromium();
  agent = await newStaff(service, 'AGENT', 'Ana Ríos');
  supervisor = await newStaff(service, 'SUPERVISOR', 'Bruno Sáenz');
  cases = [];
  for (const one of texts(`http://127.0.0.1:${canary.port}/canary`)) cases.push(await fillEveryField(one));
}, TEST_MS);

afterAll(async () => {
  await browser.close();
  await service.stop();
  await mail.stop();
  await canary.stop(true);
}, TEST_MS);

describe('what customers write', () => {
  test(
    'is a text on every page of the panel that shows it',
    async () => {
      const watched = await openPanel(browser, service.origin, supervisor);
      const open = async (address: string) => {
        await watched.page.goto(service.origin + address);
        await expectInert(watched, address);
      };
      for (const { chat, ticket, shown } of cases) {
        await open(`/panel/conversations/${chat.id}?status=ended`);
        const pane = await textOf(watched.page, '#conversation');
        expect([shown, pane.includes(plain(shown))]).toEqual([shown, true]);
        // What is read only when somebody wants to know.
        for (const later of await watched.page.locator('#customer-side details[hx-get]').all()) {
          await later.evaluate((one) => one.setAttribute('open', ''));
          await later.locator('.skeleton').waitFor({ state: 'detached' });
        }
        await expectInert(watched, `the side of ${chat.id}`);
        await open(`/panel/tickets/${ticket}`);
        expect([shown, (await textOf(watched.page, 'main')).includes(plain(shown))]).toEqual([shown, true]);
        await open(`/panel/tickets/new?conversation=${chat.id}`);
      }
      for (const address of [
        '/panel/conversations?status=ended',
        '/panel/conversations?status=ended&q=alert',
        '/panel/tickets',
        '/panel/tickets/board',
        `/panel/tickets?q=${encodeURIComponent('<script>')}`,
        '/panel/reports/satisfaction',
        '/panel/notifications',
        '/panel/notifications/outbox',
      ]) {
        await open(address);
      }
      await watched.page.keyboard.press('Control+k');
      await watched.page.keyboard.type('alert');
      await watched.page.locator('#search input[aria-activedescendant]').waitFor();
      await watched.page.keyboard.press('Escape');
      await watched.page.locator('.bell').click();
      await watched.page.locator('#bell .notice').first().waitFor();
      await expectInert(watched, 'bell and search');
      await watched.page.context().close();
    },
    TEST_MS,
  );

  test(
    'is a text where it comes in live: the row, the toast, the open conversation',
    async () => {
      const watched = await openPanel(browser, service.origin, supervisor);
      for (const { text } of cases.slice(0, 8)) {
        // Who still waits is told of again, and only the newest toasts are shown.
        await service.ctx.db.sql`UPDATE conversations SET status = 'ended' WHERE status = 'waiting'`;
        await watched.page.evaluate("document.getElementById('toasts').replaceChildren()");
        const chat = await startChat(service.origin, { metadata: { language: 'es', name: text } });
        await watched.page.locator(`#row-${chat.id} a`).click();
        await watched.page.locator(`#conversation[data-conversation="${chat.id}"]`).waitFor();
        await say(service.origin, chat, text);
        await watched.page.locator('.message-customer').first().waitFor();
        const ticket = await escalate(chat, text);
        await watched.page.locator('.toast-urgent', { hasText: ticket }).first().waitFor();
        await expectInert(watched, text);
      }
      await watched.page.context().close();
    },
    TEST_MS,
  );

  test(
    "is a text in the customer's own chat",
    async () => {
      for (const { chat, shown } of cases) {
        const watched = await newWatchedPage(browser, { width: 360 });
        const url = `${service.origin}/api/v1/chat`;
        await watched.page
          .context()
          .addCookies([{ name: 'joxai_chat', value: chat.token, url, httpOnly: true, sameSite: 'Strict' }]);
        await watched.page.goto(`${service.origin}/chat?lang=es`);
        await watched.page.locator('.log .row.mine').first().waitFor();
        const log = "document.querySelector('joxai-chat').shadowRoot.querySelector('.log').textContent";
        expect(plain(await watched.page.evaluate<string>(log))).toContain(plain(shown));
        await expectInert(watched, shown);
        await watched.page.context().close();
      }
    },
    TEST_MS,
  );

  test(
    'is a text in mails: no header, no markup, no link',
    async () => {
      const { page, faults } = await newWatchedPage(browser);
      for (const { ticket, shown } of cases) {
        const before = mail.taken.length;
        await supervisor.call('POST', `/tickets/${ticket}/assign`, { agent_id: agent.id });
        const letter = await letterOf(ticket, before);
        const [head = ''] = letter.text.split('\r\n\r\n', 1);
        expect(head).not.toMatch(/^(bcc|x-evil):/im);
        expect(letter.headers.get('subject')).not.toMatch(/[\r\n\u202a-\u202e\u2066-\u2069]/);
        const start = letter.text.indexOf('<!doctype html>');
        expect(start).toBeGreaterThan(0);
        await page.setContent(letter.text.slice(start, letter.text.indexOf('</html>')));
        expect([shown, await page.locator(`body ${ALIVE}`).count()]).toEqual([shown, 0]);
      }
      expect([faults, hits]).toEqual([[], []]);
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'is a text in transcripts: lines of its own in the text, glyphs in the PDF, a value in the JSON',
    async () => {
      for (const { chat, text, shown } of cases) {
        const read = (format: string) => agent.call('GET', `/conversations/${chat.id}/transcript?format=${format}`);
        const asText = (await read('txt')).body as string;
        expect(plain(asText)).toContain(plain(shown));
        expect(asText).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b]/);
        expect(asText).not.toMatch(/^(Bcc|X-Evil):/m);
        const { body: asJson } = await read('json');
        const said = asJson.messages.map(({ content }: { content: string }) => content);
        expect([text, said.some((content: string) => content.includes(shown))]).toEqual([text, true]);
        const pdf = (await read('pdf')).body as string;
        expect(pdf).toStartWith('%PDF');
        expect(pdf).not.toMatch(/\/(JavaScript|JS|URI|OpenAction|AA|Launch|EmbeddedFile|AcroForm)\b/);
      }
    },
    TEST_MS,
  );
});

/** A conversation, a ticket, a file and ratings that hold the text wherever a customer can put one. */
async function fillEveryField({ text, shown }: { text: string; shown: string }): Promise<Case> {
  const { origin } = service;
  const chat = await startChat(origin, {
    user_id: text.slice(0, 255),
    metadata: { language: 'es', name: text, email: text, page_url: text },
  });
  expect(chat.id).toBeString();
  const reply = await say(origin, chat, text);
  expect([text, reply.status]).toEqual([text, 200]);
  const ticket = await escalate(chat, text);
  const form = fileForm({ conversation_id: chat.id }, PNG, `${text}.png`);
  const file = await call(origin, 'POST', '/api/v1/chat/attachments', { token: chat.token, form });
  expect([text, file.status]).toEqual([text, 200]);
  const rate = (body: object) =>
    call(origin, 'POST', '/api/v1/chat/feedback', { token: chat.token, body: { conversation_id: chat.id, ...body } });
  await rate({ rating: 1, comment: text, message_id: reply.body.message_id });
  await call(origin, 'POST', '/api/v1/chat/end', {
    token: chat.token,
    body: { conversation_id: chat.id, feedback: text },
  });
  expect((await rate({ rating: 2, comment: text })).status).toBe(200);
  return { chat, ticket, text, shown };
}

async function escalate(chat: Chat, description: string): Promise<string> {
  const { status, body } = await call(service.origin, 'POST', '/api/v1/chat/escalate', {
    token: chat.token,
    body: { conversation_id: chat.id, priority: 'URGENT', description },
  });
  expect([description, status]).toEqual([description, 200]);
  const [row] = await service.ctx.db.sql<{ reference: string }[]>`
    SELECT reference FROM tickets WHERE conversation_id = ${chat.id}`;
  return row?.reference ?? body.ticket_id;
}

/** No element came of it, nothing asked for anything elsewhere, nothing complained. */
async function expectInert({ page, faults }: Watched, what: string): Promise<void> {
  const alive = await page.locator(ALIVE).evaluateAll((all) => all.map((one) => one.outerHTML.slice(0, 200)));
  expect([what, alive]).toEqual([what, []]);
  expect([what, faults, hits]).toEqual([what, [], []]);
}

/** The one about this ticket, behind so many others. */
async function letterOf(ticket: string, before: number): Promise<Letter> {
  const find = () => mail.taken.slice(before).find(({ text }) => text.includes(ticket));
  await eventually(`a mail about ${ticket} comes`, () => find() !== undefined);
  return find() as Letter;
}

const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();
const textOf = async (page: Page, selector: string): Promise<string> =>
  plain((await page.locator(selector).first().textContent()) ?? '');
