import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { expectAccessible } from '../support/accessible.ts';
import { call, say, startChat } from '../support/client.ts';
import { type Desk, openPanel, startDesk } from '../support/desk-pages.ts';
import { eventually, soon } from '../support/eventually.ts';
import type { Service } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const HOSTILE = `"><img src=x onerror="window.hit=1"><script>window.hit=1</script>`;
const TEST_MS = 180_000;

let desk: Desk;
let service: Service;
let other: Service;
let browser: Browser;
let supervisor: Staff;
let agent: Staff;
let withChat: string;

beforeAll(async () => {
  desk = await startDesk();
  ({ service, other, browser } = desk);
  supervisor = await newStaff(service, 'SUPERVISOR', 'Sara Supervisora');
  agent = await newStaff(service, 'AGENT', 'Aldo Agente');
  const chat = await startChat(service.origin);
  await say(service.origin, chat, '¿A qué hora abren las sucursales?');
  const { body } = await call(service.origin, 'POST', '/api/v1/chat/escalate', {
    token: chat.token,
    body: { conversation_id: chat.id, description: 'Me falta un traspaso' },
  });
  withChat = body.ticket_id;
  await supervisor.call('POST', `/tickets/${withChat}/messages`, { message: 'Lo reviso contigo.' });
  await supervisor.call('POST', `/tickets/${withChat}/notes`, { note: 'Ya llamó dos veces.' });
}, TEST_MS);

afterAll(() => desk.stop(), TEST_MS);

const pathOf = (reference: string): string => `${service.origin}/panel/tickets/${reference}`;

async function open(fields: Record<string, unknown> = {}): Promise<string> {
  const { body } = await supervisor.call('POST', '/tickets', { subject: 'Cargo que no reconozco', ...fields });
  return body.ticket_id;
}

const read = async (reference: string) => (await supervisor.call('GET', `/tickets/${reference}`)).body;

describe('every page and state of the tickets', () => {
  for (const [language, theme, width] of [
    ['es', 'light', 1440],
    ['en', 'dark', 1024],
    ['en', 'light', 360],
    ['es', 'dark', 320],
  ] as const) {
    test(
      `is accessible in ${language}, ${theme}, ${width} px`,
      async () => {
        const late = await open({ subject: 'Queja por comisiones', complaint: true, tags: ['comisiones', 'enero'] });
        const { sql } = service.ctx.db;
        await sql`UPDATE tickets SET sla_due_at = now() - interval '2 hours' WHERE reference = ${late}`;
        await sql`UPDATE users SET language = ${language}, theme = ${theme} WHERE id = ${supervisor.id}`;
        const page = await logIn(supervisor, { width });
        const look = async (path: string) => {
          await page.goto(`${service.origin}/panel/tickets${path}`);
          await expectAccessible(page);
        };
        await look('');
        await page.locator('input[name=selected]').first().check();
        await page.locator('[popovertarget=bulk-status]').click();
        await expectAccessible(page);
        await page.locator('#bulk-status [value=CLOSED]').click();
        await page.locator('#ticket-dialog[open] #bulk-notes').waitFor();
        await expectAccessible(page);
        await look('?q=nada+que+coincida');
        await look('/board');
        await look(`/${withChat}`);
        await page.keyboard.press('Alt+p');
        await expectAccessible(page);
        await page.locator('[popovertarget=ticket-more]').click();
        await expectAccessible(page);
        await page.locator('#ticket-more [hx-get$="/merge"]').click();
        await page.locator('#ticket-dialog[open] #ticket-merge').waitFor();
        await expectAccessible(page);
        await page.keyboard.press('Escape');
        await page.keyboard.press('Alt+e');
        await page.locator('#ticket-dialog[open] #ticket-move').waitFor();
        await page.locator('#ticket-move [type=submit]').click();
        await page.locator('#ticket-move [aria-invalid=true]').waitFor();
        await expectAccessible(page);
        await look('/new');
        await page.locator('#new-ticket [type=submit]').click();
        await page.locator('#new-ticket [aria-invalid=true]').waitFor();
        await expectAccessible(page);
        await page.context().close();
      },
      TEST_MS,
    );
  }

  test(
    'shows hostile words as words',
    async () => {
      const fields = { subject: HOSTILE, description: HOSTILE, customer_name: HOSTILE, tags: [HOSTILE.slice(0, 40)] };
      const reference = await open(fields);
      await supervisor.call('POST', `/tickets/${reference}/notes`, { note: HOSTILE });
      const page = await logIn(supervisor);
      for (const path of ['?q=onerror', '/board?q=onerror', `/${reference}`]) {
        await page.goto(`${service.origin}/panel/tickets${path}`);
        await page.getByText('<script>window.hit=1</script>').first().waitFor();
      }
      await page.goto(`${service.origin}/panel/tickets/${reference}`, { waitUntil: 'networkidle' });
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      await page.locator('[popovertarget=ticket-more]').click();
      await page.locator('#ticket-more [hx-get$="/edit"]').click();
      await page.locator('#ticket-edit').waitFor();
      expect(await page.evaluate('window.hit ?? 0')).toBe(0);
      await page.context().close();
    },
    TEST_MS,
  );
});

describe('the list', () => {
  test(
    'keeps its state in the address, and the selection while it is brought up to date',
    async () => {
      const [first, second] = [await open({ subject: 'jaspe uno' }), await open({ subject: 'jaspe dos' })];
      const page = await logIn(supervisor);
      await page.goto(`${service.origin}/panel/tickets`);
      await page.locator('[data-filters] [name=q]').fill('jaspe');
      await page.waitForURL('**/panel/tickets?q=jaspe');
      await page.locator('[data-filters] [name=priority]').selectOption('MEDIUM');
      await page.waitForURL('**/panel/tickets?q=jaspe&priority=MEDIUM');
      await soon(async () => expect(await page.locator('tbody tr').count()).toBe(2));
      await page.reload();
      expect(await page.locator('[data-filters] [name=priority]').inputValue()).toBe('MEDIUM');
      await page.locator(`#ticket-${first} [name=selected]`).check();
      await supervisor.call('PATCH', `/tickets/${second}/status`, { status: 'IN_PROGRESS' });
      await page.locator(`#ticket-${second} .chip-blue`).waitFor();
      await page.locator(`#ticket-${first} [name=selected]:checked`).waitFor();
      await page.locator('[data-bulk-bar]').waitFor();
      await page.locator(`#ticket-${first} a`).click();
      await page.waitForURL(`**/${first}?priority=MEDIUM&q=jaspe`);
      await page.keyboard.press('Alt+k');
      await page.waitForURL(`**/${second}?priority=MEDIUM&q=jaspe`);
      await page.keyboard.press('Alt+j');
      await page.waitForURL(`**/${first}?priority=MEDIUM&q=jaspe`);
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'changes many at once, and says what became of each',
    async () => {
      const [free, closed] = [await open({ subject: 'ágata uno' }), await open({ subject: 'ágata dos' })];
      await supervisor.call('PATCH', `/tickets/${closed}/status`, { status: 'CLOSED' });
      const page = await logIn(agent);
      await page.goto(`${service.origin}/panel/tickets?q=ágata`);
      await page.locator('[data-select-all]').check();
      await page.locator('[popovertarget=bulk-priority]').click();
      await page.locator('#bulk-priority [value=URGENT]').click();
      const results = page.locator('#ticket-dialog[open] .bulk-results li');
      await results.first().waitFor();
      expect(await results.allTextContents()).toEqual([
        expect.stringContaining(`${closed}El caso está cerrado`),
        `${free}Listo`,
      ]);
      await page.keyboard.press('Escape');
      await page.locator(`#ticket-${free} .chip-red`).waitFor();
      await page.context().close();
    },
    TEST_MS,
  );
});

describe('the board', () => {
  test(
    'moves a card by dragging and by its menu, asks for notes, and puts back what was refused',
    async () => {
      const reference = await open({ subject: 'berilo' });
      const page = await logIn(agent);
      await page.goto(`${service.origin}/panel/tickets/board?q=berilo`);
      const card = (column: string) => page.locator(`[data-column=${column}] #ticket-${reference}`);
      await card('OPEN').dragTo(page.locator('[data-column=IN_PROGRESS]'));
      await card('IN_PROGRESS').waitFor();
      expect((await read(reference)).status).toBe('IN_PROGRESS');
      expect(await page.locator('[data-column=OPEN] .count').textContent()).toBe('0');

      await card('IN_PROGRESS').dragTo(page.locator('[data-column=RESOLVED]'));
      await page.locator('#ticket-dialog[open] textarea').waitFor();
      expect((await read(reference)).status).toBe('IN_PROGRESS');
      await page.keyboard.press('Escape');
      expect(await card('IN_PROGRESS').count()).toBe(1);

      // By the keyboard alone.
      await card('IN_PROGRESS').locator('[popovertarget]').focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.locator('#ticket-dialog[open] textarea').waitFor();
      await page.keyboard.type('Se devolvió el cargo');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await card('RESOLVED').waitFor();
      expect(await read(reference)).toMatchObject({ status: 'RESOLVED', resolution_notes: 'Se devolvió el cargo' });

      // Somebody takes it away meanwhile: it does not seem to have been moved.
      await service.ctx.db.sql`UPDATE tickets SET assignee_id = ${supervisor.id} WHERE reference = ${reference}`;
      await card('RESOLVED').dragTo(page.locator('[data-column=OPEN]'));
      await page.locator('.toast-failed').waitFor();
      await page.locator(`#ticket-${reference}`).waitFor({ state: 'detached' });
      expect((await read(reference)).status).toBe('RESOLVED');
      await page.context().close();
    },
    TEST_MS,
  );
});

describe('the page of a ticket', () => {
  test(
    'is brought up to date over another worker, and what somebody types stays',
    async () => {
      const reference = await open({ subject: 'cuarzo' });
      const page = await logIn(agent, { origin: other.origin });
      await page.goto(`${other.origin}/panel/tickets/${reference}`);
      await page.keyboard.press('Alt+l');
      await page.keyboard.type('Buenas tardes, estoy');
      await page.keyboard.press('Alt+p');
      await page.keyboard.type('Pendiente de');
      await supervisor.call('POST', `/tickets/${reference}/notes`, { note: 'Habla primero con fraudes.' });
      await supervisor.call('PATCH', `/tickets/${reference}/priority`, { priority: 'URGENT' });
      await page.getByText('Habla primero con fraudes.').waitFor();
      await page.locator('#ticket-head .chip-red').first().waitFor();
      await page.getByText('Prioridad: de Media a Urgente').waitFor();
      await page.keyboard.type(' revisar');
      expect(await page.locator('[name=note]').inputValue()).toBe('Pendiente de revisar');
      expect(await page.locator('[name=reply]').inputValue()).toBe('Buenas tardes, estoy');

      // Somebody else gets it: nothing of it stays before the eyes of who may no longer see it but their own words.
      await supervisor.call('POST', `/tickets/${reference}/assign`, { agent_id: supervisor.id });
      await page.getByText('ya no está a tu alcance').waitFor();
      await page.getByText('Habla primero con fraudes.').waitFor({ state: 'detached' });
      expect(await page.locator('[name=note]').inputValue()).toBe('Pendiente de revisar');
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'keeps reply and note apart, keeps what was typed when it fails, and says how it was delivered',
    async () => {
      const reference = await open({ subject: 'pirita' });
      const page = await logIn(agent);
      await page.goto(pathOf(reference));
      await page.keyboard.press('Alt+l');
      await page.locator('#write-reply [type=submit]').click();
      await page.locator('#write-reply [aria-invalid=true]').waitFor();
      await page.route('**/messages', (route) => route.abort());
      await page.locator('[name=reply]').fill('Ya lo estamos viendo');
      await page.locator('#write-reply [type=submit]').click();
      await page.locator('.toast-failed').waitFor();
      expect(await page.locator('[name=reply]').inputValue()).toBe('Ya lo estamos viendo');
      await page.unroute('**/messages');
      await page.locator('#write-reply [type=submit]').click();
      await page.locator('.ticket-message').getByText('Ya lo estamos viendo').waitFor();
      await page.getByText('Guardada sin enviar').waitFor();
      await soon(async () => expect(await page.locator('[name=reply]').inputValue()).toBe(''));
      await page.locator('.ticket-reach.is-late').waitFor();
      await page.locator('[name=reply]').fill('Le aviso en');
      await page.goto(`${service.origin}/panel/tickets`);
      await page.goto(pathOf(reference));
      expect(await page.locator('[name=reply]').inputValue()).toBe('Le aviso en');

      await page.keyboard.press('Alt+p');
      await page.keyboard.type('Que no salga de aquí');
      await page.locator('#write-note [type=submit]').click();
      await page.locator('.ticket-message.is-note').getByText('Que no salga de aquí').waitFor();
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'leaves an open menu open while somebody else changes the ticket, and shows the change after it',
    async () => {
      const reference = await open({ subject: 'obsidiana' });
      const page = await logIn(agent);
      await page.goto(pathOf(reference));
      await page.locator('[popovertarget=set-status]').click();
      await page.locator('#set-status:popover-open').waitFor();
      // The page asks for what has changed by itself, and is held back before it does.
      await page.evaluate(`document.body.addEventListener('htmx:before:request', (event) => {
        if (event.target.matches('[hx-trigger*="panel:tickets"]')) window.wasHeldBack ??= event.defaultPrevented;
      })`);
      await supervisor.call('PATCH', `/tickets/${reference}/priority`, { priority: 'URGENT' });
      await eventually('the page wants to ask', () => page.evaluate<boolean>("'wasHeldBack' in window"));
      expect(await page.evaluate('window.wasHeldBack')).toBe(true);
      expect(await page.locator('#set-status:popover-open').count()).toBe(1);
      expect(await page.locator('#ticket-head').textContent()).not.toContain('Urgente');
      await page.keyboard.press('Escape');
      await page.locator('#ticket-head').getByText('Urgente').waitFor();
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'offers canned responses after / and colleagues after @, by keys',
    async () => {
      const reference = await open({ subject: 'turmalina', customer_name: 'Berta Solís' });
      await supervisor.call('POST', '/canned-responses', {
        shortcut: 'gracias',
        title: 'Gracias',
        text_es: 'Gracias por escribir sobre {ticket}.',
        text_en: 'Thank you for writing about {ticket}.',
        shared: true,
      });
      const page = await logIn(agent);
      await page.goto(pathOf(reference));
      const reply = page.locator('[name=reply]');
      await reply.click();
      await page.keyboard.type('Hola. /grac');
      await page.locator('[data-picker] [role=option]').filter({ hasText: '/gracias' }).waitFor();
      await page.keyboard.press('Enter');
      expect(await reply.inputValue()).toContain(reference);
      await page.keyboard.press('Alt+p');
      await page.keyboard.type('Mira @sara');
      await page.locator('[data-picker] [role=option]').filter({ hasText: 'Sara Supervisora' }).waitFor();
      await page.keyboard.press('Tab');
      expect(await page.locator('[name=note]').inputValue()).toMatch(/^Mira @\S+ $/);
      expect(await page.locator('[data-picker]').isHidden()).toBe(true);
      await page.locator('#write-note [type=submit]').click();
      await page.locator('.ticket-message.is-note .named').waitFor();
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'is worked on by keys: taken, resolved with notes, seen in its history',
    async () => {
      const reference = await open({ subject: 'malaquita' });
      const page = await logIn(agent);
      await page.goto(pathOf(reference));
      await page.getByRole('button', { name: 'Tomar el caso' }).click();
      await page.locator('#ticket-facts').getByText('Aldo Agente').waitFor();
      await page.keyboard.press('Alt+e');
      await page.locator('#ticket-dialog[open] textarea').waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.locator('#ticket-move [aria-invalid=true]:focus').waitFor();
      await page.keyboard.type('Se aclaró por teléfono');
      await page.locator('#ticket-move [type=submit]').click();
      await page.locator('#ticket-dialog').waitFor({ state: 'hidden' });
      await page.locator('#ticket-head').getByText('Resuelto').waitFor();
      await page.getByText('Estado: de En curso a Resuelto').waitFor();
      expect(await page.locator('#ticket-facts').textContent()).toContain('Se aclaró por teléfono');
      await page.locator('[data-shortcut="alt+e"]').waitFor({ state: 'detached' });
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'is merged into one that is searched, after a word about what will happen',
    async () => {
      const [from, into] = [await open({ subject: 'ámbar viejo' }), await open({ subject: 'ámbar nuevo' })];
      const page = await logIn(agent);
      await page.goto(pathOf(from));
      await page.locator('[popovertarget=ticket-more]').click();
      await page.locator('#ticket-more [hx-get$="/merge"]').click();
      await page.locator('#ticket-dialog[open] [type=search]').fill('ámbar');
      await page.locator('#merge-found input[name=q][value="ámbar"]').waitFor({ state: 'attached' });
      await page.locator(`#ticket-merge [value=${into}]`).check();
      await page.locator('#ticket-merge [type=submit]').click();
      await page.locator('#confirm[open]').getByText('No se puede deshacer').waitFor();
      expect((await read(from)).status).toBe('OPEN');
      await page.locator('[data-confirm-yes]').click();
      await page.waitForURL(`**/${into}`);
      expect(await read(from)).toMatchObject({ status: 'CLOSED', merged_into: into });
      await page.goto(pathOf(from));
      await page.getByText(`sigue en ${into}`).waitFor();
      await page.context().close();
    },
    TEST_MS,
  );

  test(
    'begins as a form that says what is missing and keeps the rest',
    async () => {
      const page = await logIn(agent);
      await page.goto(`${service.origin}/panel/tickets`);
      await page.getByRole('link', { name: 'Nuevo caso' }).click();
      await page.locator('[name=description]').fill('Lo contó en la sucursal');
      await page.locator('[name=email]').fill('rosa@');
      await page.locator('#new-ticket [type=submit]').click();
      await page.locator('[name=subject][aria-invalid=true]').waitFor();
      await page.locator('[name=email][aria-invalid=true]').waitFor();
      expect(await page.locator('[name=description]').inputValue()).toBe('Lo contó en la sucursal');
      await page.locator('[name=subject]').fill('Tarjeta retenida en el cajero');
      await page.locator('[name=email]').fill('rosa@correo.test');
      await page.locator('#new-ticket [type=submit]').click();
      await page.waitForURL('**/panel/tickets/TKT-*');
      expect(await page.locator('h1').textContent()).toBe('Tarjeta retenida en el cajero');
      await page.context().close();
    },
    TEST_MS,
  );
});

const logIn = async (
  person: Staff,
  { width = 1280, origin = service.origin }: { width?: number; origin?: string } = {},
): Promise<Page> => (await openPanel(browser, origin, person, { width, height: 900, path: '/panel/tickets' })).page;
