import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { expectAccessible } from '../support/accessible.ts';
import { launchChromium } from '../support/chromium.ts';
import { WAIT_MS } from '../support/desk-pages.ts';
import { soon } from '../support/eventually.ts';
import { type Service, startService } from '../support/service.ts';

const QUESTION = '¿A qué hora abren las sucursales?';
const TEST_MS = 120_000;
const SOCKET = /\/api\/v1\/chat\/ws$/;

// What runs in the page is text: the project's types know no browser.
const SHADOW = "document.querySelector('joxai-chat').shadowRoot";
const COUNT_ADDITIONS = `
  window.added = 0;
  new MutationObserver((changes) => { for (const { addedNodes } of changes) window.added += addedNodes.length; })
    .observe(${SHADOW}.querySelector('.log'), { childList: true });`;
const FOCUSED = `((active) => active ? active.tagName + '.' + active.className : 'page')(${SHADOW}.activeElement)`;
const RENDER = `async (text) => {
  const { renderMarkdown } = await import('/public/widget/markdown.js');
  const box = document.createElement('div');
  box.append(renderMarkdown(text));
  document.body.append(box);
  const names = [...new Set([...box.querySelectorAll('*')].map((node) => node.localName))].sort();
  return { names, links: [...box.querySelectorAll('a')].map(({ href, rel }) => [href, rel]) };
}`;

const CLOSE_AFTER_FIRST_MESSAGE = `
  window.sent = [];
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    send.call(this, data);
    const frame = JSON.parse(data);
    if (frame.type === 'message' && window.sent.push(frame.client_id) === 1) this.close();
  };`;

interface Rendered {
  names: string[];
  links: [string, string][];
}

let service: Service;
let browser: Browser;
let page: Page;
let faults: string[];
let foreign: string[];

beforeAll(async () => {
  service = await startService();
  browser = await launchChromium();
}, TEST_MS);

afterAll(async () => {
  await browser.close();
  await service.stop();
}, TEST_MS);

beforeEach(async () => {
  const context = await browser.newContext({ locale: 'es-MX', viewport: { width: 1280, height: 800 } });
  page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  faults = [];
  foreign = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('dialog', (dialog) => faults.push(`dialog: ${dialog.message()}`));
  page.on('request', (request) => request.url().startsWith(service.origin) || foreign.push(request.url()));
});

afterEach(async () => {
  await page.context().close();
});

describe('a customer in the chat', () => {
  test(
    'asks and reads one answer with its source; the reply enters the log once, when it is final',
    async () => {
      await openChat();
      await soon(async () => expect(await focused()).toStartWith('TEXTAREA'));
      await page.evaluate(COUNT_ADDITIONS);
      await ask(QUESTION);
      await page.locator('.source').waitFor();
      expect(await page.locator('.source').textContent()).toContain('Sucursales y horarios');
      expect(await page.evaluate<number>('window.added')).toBe(2);
      await expectRoles('theirs', 'mine', 'theirs');
      await page.keyboard.press('Escape');
      expect(await page.locator('.panel').isHidden()).toBe(true);
      expect(await focused()).toContain('launcher');
      expect(faults).toEqual([]);
    },
    TEST_MS,
  );

  test(
    'finds the conversation again after a reload',
    async () => {
      await openChat();
      await ask(QUESTION);
      await page.locator('.source').waitFor();
      await page.reload();
      await page.locator('.launcher').click();
      await page.locator('.source').waitFor();
      await expectRoles('theirs', 'mine', 'theirs');
    },
    TEST_MS,
  );

  test(
    'asks for a person and is told that one is coming; the end offers a rating and a new start',
    async () => {
      await openChat('en');
      await page.locator('.person').click();
      await page.locator('.handoff:not(:empty)').waitFor();
      await page.locator('.subtitle', { hasText: /^Waiting for an agent$/ }).waitFor();
      await ask('Thank you');
      await page.locator('.sent').waitFor();
      await page.getByRole('button', { name: 'End the conversation' }).click();
      await page.getByRole('button', { name: 'End it' }).click();
      await page.getByRole('button', { name: '4 of 5' }).click();
      await page.locator('.thanks:not(:empty)').waitFor();
      await page.getByRole('button', { name: 'Start a new conversation' }).click();
      await page.locator('.chip').first().waitFor();
      await expectRoles('theirs');
    },
    TEST_MS,
  );
});

describe('a bad line', () => {
  test(
    'a message whose acknowledgement was lost is sent again under the same id, and stored once',
    async () => {
      await page.addInitScript(CLOSE_AFTER_FIRST_MESSAGE);
      await openChat();
      await ask(QUESTION);
      await page.locator('.source').waitFor();
      const sent = await page.evaluate<string[]>('window.sent');
      expect([sent.length, new Set(sent).size]).toEqual([2, 1]);
      await page.reload();
      await page.locator('.launcher').click();
      await page.locator('.source').waitFor();
      await expectRoles('theirs', 'mine', 'theirs');
    },
    TEST_MS,
  );

  test(
    'where WebSockets are blocked the chat goes on over the JSON API',
    async () => {
      let attempts = 0;
      await page.routeWebSocket(SOCKET, (socket) => {
        attempts += 1;
        void socket.close({ code: 1011 });
      });
      await openChat();
      await ask(QUESTION);
      await page.locator('.source').waitFor();
      await expectRoles('theirs', 'mine', 'theirs');
      expect(attempts).toBeGreaterThan(0);
    },
    TEST_MS,
  );
});

test(
  'hostile text stays text: no element, no unsafe link, no request, no dialog',
  async () => {
    const hostile = [
      '<img src=x onerror=alert(1)> <script>alert(2)</script> ![p](https://evil.example/p.png)',
      '[a](javascript:alert(3)) [b](JaVaScRiPt:alert(4)) [c](java&#115;cript:alert(5)) [d](data:text/html,x)',
      '[e](vbscript:x) [f](//evil.example) [good](https://bank.example/help) **<b>bold</b>**',
    ].join('\n');
    await openChat();
    const found = await page.evaluate<Rendered>(`(${RENDER})(${JSON.stringify(hostile)})`);
    expect(found.names).toEqual(['a', 'br', 'p', 'strong']);
    expect(found.links).toEqual([['https://bank.example/help', 'noopener noreferrer nofollow']]);
    await ask(hostile);
    await page.locator('.row.mine .sent').waitFor();
    expect(await page.locator('.row.mine .bubble *').count()).toBe(0);
    expect([faults, foreign]).toEqual([[], []]);
  },
  TEST_MS,
);

for (const [theme, width] of [
  ['light', 1280],
  ['dark', 360],
] as const) {
  test(
    `the open chat has no accessibility fault, ${theme}, ${width} px wide`,
    async () => {
      await page.setViewportSize({ width, height: 740 });
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await openChat();
      await ask(QUESTION);
      await page.locator('.source').waitFor();
      await expectAccessible(page, { isStrict: true });
    },
    TEST_MS,
  );
}

async function openChat(language = 'es'): Promise<void> {
  await page.goto(`${service.origin}/demo?lang=${language}`);
  await page.locator('.launcher').click();
  await page.locator('.log .row').first().waitFor();
}

async function ask(text: string): Promise<void> {
  await page.locator('textarea').fill(text);
  await page.keyboard.press('Enter');
}

/** Those who wrote the messages that are shown, in their order. */
function expectRoles(...expected: ('mine' | 'theirs')[]): Promise<void> {
  return soon(async () => {
    const roles = await page
      .locator('.log .row')
      .evaluateAll((rows) => rows.map(({ classList }) => (classList.contains('mine') ? 'mine' : 'theirs')));
    expect(roles).toEqual(expected);
  });
}

function focused(): Promise<string> {
  return page.evaluate<string>(FOCUSED);
}
