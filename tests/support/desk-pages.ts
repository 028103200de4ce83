import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { eventually } from './eventually.ts';
import { type Service, startService } from './service.ts';
import type { Staff } from './staff.ts';

/** How long a page may take to show what it is to show, also on a busy machine. */
export const WAIT_MS = 30_000;
/** Whether everything that the page's live connection had to tell so far is shown: frames are answered in their order. */
const HAS_HEARD = `(() => {
  const live = document.getElementById('live');
  if (!live) return true;
  return new Promise((resolve) => {
    const heard = ({ detail }) => detail.message.data === '{"type":"pong"}' && end(true);
    const end = (hasHeard) => {
      live.removeEventListener('htmx:ws:before:message:incoming', heard);
      resolve(hasHeard);
    };
    live.addEventListener('htmx:ws:before:message:incoming', heard);
    if (!panel.say({ type: 'ping' })) end(false);
  });
})()`;

export interface Look {
  language?: 'es' | 'en';
  theme?: 'light' | 'dark';
  /** Pixels. */
  width?: number;
  height?: number;
}

export interface Watched {
  page: Page;
  /** What a page must never do: fail, complain, ask somebody, or break its own policy. */
  faults: string[];
  /** Everything that the page was told by its sockets and the interface. */
  heard: string[];
}

/** A page in a browser context of its own, with everything that goes wrong in it written down. */
export async function newWatchedPage(browser: Browser, look: Look = {}): Promise<Watched> {
  const { theme = 'light', width = 1280, height = 800 } = look;
  const context: BrowserContext = await browser.newContext({
    locale: look.language === 'en' ? 'en-GB' : 'es-MX',
    colorScheme: theme,
    reducedMotion: 'reduce',
    viewport: { width, height },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  // A broken policy and an answer of 400 and more are complaints, too.
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on('requestfailed', (request) => {
    // What a page leaves behind when it goes is no fault.
    const reason = request.failure()?.errorText ?? '';
    if (reason !== 'net::ERR_ABORTED') faults.push(`request: ${request.url()} ${reason}`);
  });
  const heard: string[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => heard.push(String(payload))));
  page.on('response', async (response) => {
    if (response.url().includes('/api/v1/')) heard.push(await response.text().catch(() => ''));
  });
  return { page, faults, heard };
}

/** Two workers of one installation, and a browser. */
export interface Desk {
  service: Service;
  other: Service;
  browser: Browser;
  stop(): Promise<void>;
}

export async function startDesk(): Promise<Desk> {
  const [service, browser] = await Promise.all([startService(), launchChromium()]);
  const other = await startService({ database: service.database });
  return {
    ...{ service, other, browser },
    async stop() {
      await browser.close();
      await other.stop();
      await service.stop();
    },
  };
}

/**
 * A member of staff in the panel, through this worker, whose page hears from now on what happens. The session is made as
 * the form makes it, without showing it.
 */
export async function openPanel(
  browser: Browser,
  origin: string,
  who: Pick<Staff, 'email' | 'password'>,
  { path = '/panel/conversations', ...look }: Look & { path?: string } = {},
): Promise<Watched> {
  const watched = await newWatchedPage(browser, look);
  await watched.page.context().addCookies(await sessionOf(origin, who));
  await watched.page.goto(origin + path);
  await connected(watched.page);
  return watched;
}

/** The page's live connection stands and has told what it had to; at once where a page has none. */
export const connected = (page: Page): Promise<void> =>
  eventually('the page is connected', () => page.evaluate<boolean>(HAS_HEARD));

/** Cuts a page of the panel off; answers what mends the line. Going offline alone lets sockets back in now and then. */
export async function cutLine(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(`(() => {
    window.isCut = true;
    window.WebSocket = class extends WebSocket {
      constructor(...all) {
        super(...all);
        if (window.isCut) this.close();
      }
    };
  })()`);
  await page.context().setOffline(true);
  await page.evaluate("dispatchEvent(new Event('offline'))");
  return async () => {
    await page.evaluate('window.isCut = false');
    await page.context().setOffline(false);
  };
}

/** The cookies that the login form gives. Errors: where it does not let them in. */
export async function sessionOf(
  origin: string,
  { email, password }: Pick<Staff, 'email' | 'password'>,
): Promise<{ name: string; value: string; url: string }[]> {
  const answer = await fetch(`${origin}/panel/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin },
    body: new URLSearchParams({ login: email, password }),
  });
  if (answer.status !== 303) throw new Error(`${email} could not log in: ${answer.status}`);
  return answer.headers.getSetCookie().map((cookie) => {
    const [pair = ''] = cookie.split(';', 1);
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: origin };
  });
}

/** A customer with the open chat, through this worker. */
export async function openWidget(browser: Browser, origin: string, look: Look = {}): Promise<Watched> {
  const watched = await newWatchedPage(browser, look);
  const { page } = watched;
  await page.goto(`${origin}/demo?lang=${look.language ?? 'es'}`);
  await page.locator('.launcher').click();
  await page.locator('.theirs').first().waitFor();
  return watched;
}

/** The conversation that the chat of the page is. */
export const chatIdOf = (page: Page): Promise<string> =>
  page.evaluate<string>(
    "JSON.parse(Object.values(sessionStorage).find((text) => text.includes('conversationId'))).conversationId",
  );
