import { afterAll, beforeAll, beforeEach, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { isCustomerThere } from '../../src/realtime/presence.ts';
import { launchChromium } from '../support/chromium.ts';
import { call } from '../support/client.ts';
import { chatIdOf, newWatchedPage, openPanel, openWidget } from '../support/desk-pages.ts';
import { eventually, soon } from '../support/eventually.ts';
import { type Letter, type MailBox, startMailServer } from '../support/mail-server.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const EMERGENCY = 'Me robaron la tarjeta y están haciendo cargos que no reconozco, ayuda urgente';
const GREETING = 'Hola, soy Ana. Ya estoy viendo su tarjeta.';
const SECRET_NOTE = 'Ojo: el zafiro del expediente no se le dice al cliente';
const THANKS = 'Gracias, los cargos son de esta mañana';
const SOLUTION = 'Tarjeta bloqueada y cargos en aclaración';
const TEST_MS = 120_000;

let mail: MailBox;
let first: Service;
let second: Service;
let browser: Browser;
let ana: Staff;
let bruno: Staff;
let clara: Staff;

beforeAll(async () => {
  mail = await startMailServer();
  const env = {
    SMTP_HOST: '127.0.0.1',
    SMTP_PORT: String(mail.port),
    SMTP_FROM_EMAIL: 'desk@joxai.test',
    PUBLIC_URL: 'https://desk.joxai.test',
  };
  first = await startService({ env });
  second = await startService({ env, database: first.database });
  browser = await launchChromium();
  ana = await newStaff(first, 'AGENT', 'Ana Ríos');
  bruno = await newStaff(first, 'AGENT', 'Bruno Sáenz');
  clara = await newStaff(first, 'SUPERVISOR', 'Clara Vela');
}, TEST_MS);

/** Nobody is given what waits unless a test says so. */
beforeEach(() => setAvailable(bruno, 'OFFLINE'));

afterAll(async () => {
  await browser.close();
  await second.stop();
  await first.stop();
  await mail.stop();
}, TEST_MS);

test(
  'an emergency goes from the first word to a solved case: told, taken over, answered, noted, transferred, ended, rated',
  async () => {
    await first.ctx.db.sql`
      INSERT INTO canned_responses (shortcut, title, text_es, owner_id)
      VALUES ('bloqueo', 'Bloqueo de tarjeta', 'Listo: su tarjeta quedó bloqueada, folio {ticket}.', NULL)`;
    const { page: atAna, faults: anasFaults } = await openPanel(browser, first.origin, ana);
    const { page: atBruno, faults: brunosFaults } = await openPanel(browser, second.origin, bruno);
    const { page: customer, faults: customersFaults, heard } = await openWidget(browser, first.origin);

    await ask(customer, EMERGENCY);
    for (const page of [atAna, atBruno]) {
      const toast = page.locator('.toast-urgent');
      await toast.first().waitFor();
      expect(await toast.first().textContent()).toContain('TKT-');
    }
    const id = await chatIdOf(customer);
    const reference = await referenceOf(id);

    await atAna.locator(`#row-${id} a`).click();
    await atAna.locator('.charge-emergency').waitFor();
    await atBruno.goto(`${second.origin}/panel/conversations/${id}`);
    await atAna.locator('.charge button[hx-post$="/takeover"]').click();
    await customer.getByText('Ana Ríos se unió').waitFor();
    // What is a colleague's is no longer an agent's to read.
    await atBruno.locator(`#conversation[data-conversation="${id}"]`).waitFor({ state: 'detached' });

    await atAna.locator('#reply-text:enabled').pressSequentially('Hola');
    await customer.locator('.dots').waitFor();
    await atAna.locator('#reply-text').fill(GREETING);
    await atAna.keyboard.press('Enter');
    await customer.getByText(GREETING).waitFor();
    await customer.locator('textarea').pressSequentially('Gracias');
    await atAna.locator('[data-typing]', { hasText: 'escribiendo' }).waitFor();
    await ask(customer, THANKS);
    await atAna.locator('.message-customer', { hasText: THANKS }).waitFor();

    await atAna.locator('#reply-text').pressSequentially('/bloq');
    await atAna.locator('[data-picker] [role=option]', { hasText: 'Bloqueo de tarjeta' }).waitFor();
    await atAna.keyboard.press('Enter');
    expect(await atAna.locator('#reply-text').inputValue()).toBe(
      `Listo: su tarjeta quedó bloqueada, folio ${reference}.`,
    );
    await atAna.keyboard.press('Enter');
    await customer.getByText(`quedó bloqueada, folio ${reference}`).waitFor();

    await atAna.keyboard.press('Alt+p');
    // A name that stood at the end would open the list of names, which Enter chooses from.
    await atAna.locator('#note-text').fill(`@${bruno.email.split('@')[0]} ${SECRET_NOTE}`);
    await atAna.keyboard.press('Enter');
    await atAna.locator('.message.note', { hasText: SECRET_NOTE }).waitFor();

    await atAna.locator('.conversation-actions [hx-get$="/transfer"]').click();
    await atAna.locator('#deed[open]').getByText('Bruno Sáenz').click();
    await atAna.locator('#deed textarea[name=reason]').fill('Es de tarjetas');
    await atAna.locator('#deed button[type=submit]').click();
    await customer.getByText('Ahora te atiende Bruno Sáenz').waitFor();
    await atBruno.goto(`${second.origin}/panel/conversations/${id}`);
    await atBruno.locator('.message.note', { hasText: SECRET_NOTE }).waitFor();
    await atBruno.locator('#reply-text').fill('Soy Bruno: todo quedó aclarado.');
    await atBruno.keyboard.press('Enter');
    await customer.getByText('todo quedó aclarado').waitFor();

    await atBruno.keyboard.press('Alt+e');
    await atBruno.locator('#deed[open] input[value=resolve]').check();
    await atBruno.locator('#deed textarea[name=notes]').fill(SOLUTION);
    await atBruno.locator('#deed button[type=submit]').click();
    await customer.locator('.stars').waitFor();
    await customer.locator('.star').nth(3).click();
    await eventually('the rating is kept', async () => (await ratingOf(id)) === 4);

    await atBruno.goto(`${second.origin}/panel/tickets/${reference}`);
    const history = [
      expect.stringContaining('Asistente abrió el caso'),
      expect.stringContaining('Ana Ríos Atiende: de Nadie a Ana Ríos'),
      expect.stringContaining('Ana Ríos Estado: de Abierto a En curso'),
      expect.stringContaining('Primera respuesta: cumplida a tiempo'),
      expect.stringContaining('Siguiente respuesta: cumplida a tiempo'),
      expect.stringContaining('Ana Ríos Atiende: de Ana Ríos a Bruno Sáenz'),
      expect.stringContaining('Solución: cumplida a tiempo'),
      expect.stringContaining('Bruno Sáenz Estado: de En curso a Resuelto'),
      expect.stringContaining(`Bruno Sáenz Notas de resolución: «${SOLUTION}»`),
    ];
    await soon(async () => {
      const shown = await atBruno.locator('.history-item').allTextContents();
      expect(shown.map(plain).toReversed()).toEqual(history);
    });
    expect(await atBruno.locator('.history-item time[datetime]').count()).toBe(history.length);
    expect(await changesOf(id)).toEqual([
      ['assistant', 'status', 'bot', 'waiting'],
      ['Ana Ríos', 'status', 'waiting', 'human'],
      ['Ana Ríos', 'assignee', null, String(ana.id)],
      ['Ana Ríos', 'assignee', String(ana.id), String(bruno.id)],
      ['Bruno Sáenz', 'status', 'human', 'ended'],
    ]);

    const kept = await call(first.origin, 'GET', `/api/v1/chat/history/${id}`, { token: await tokenOf(customer) });
    expect(kept.body.messages.map(({ content }: { content: string }) => content)).toContain(THANKS);
    for (const seen of [heard.join('\n'), JSON.stringify(kept.body), await textOfWidget(customer)]) {
      expect(seen).toContain(GREETING);
      expect(seen).not.toContain('zafiro');
    }
    expect([anasFaults, brunosFaults, customersFaults]).toEqual([[], [], []]);
    await closeAll(atAna, atBruno, customer);
  },
  TEST_MS,
);

test(
  'what an agent who has fallen silent leaves unanswered returns to the queue, and a colleague is given it',
  async () => {
    const { page: atAna } = await openPanel(browser, first.origin, ana);
    const { page: customer } = await openWidget(browser, second.origin);
    await ask(customer, 'Quiero hablar con una persona');
    const id = await chatIdOf(customer);
    await atAna.locator(`#row-${id} a`).click();
    await atAna.locator('.charge button[hx-post$="/takeover"]').click();
    await customer.getByText('Ana Ríos se unió').waitFor();
    await ask(customer, '¿Sigue ahí?');
    await atAna.locator('.message-customer', { hasText: '¿Sigue ahí?' }).waitFor();
    await closeAll(atAna);

    const { page: atBruno } = await openPanel(browser, second.origin, bruno);
    await setAvailable(bruno, 'ONLINE');
    expect(await statusOf(id)).toEqual(['human', ana.id]);
    const { sql } = first.ctx.db;
    await sql`UPDATE messages SET created_at = created_at - interval '1 hour' WHERE conversation_id = ${id}`;
    await sql`UPDATE conversations SET last_agent_at = last_agent_at - interval '1 hour' WHERE id = ${id}`;
    // A toast goes by: it is waited for first.
    await atBruno.locator('.toast').first().waitFor();
    await customer.getByText('Bruno Sáenz').first().waitFor();
    await eventually('it is given to the colleague', async () => (await statusOf(id)).join() === `human,${bruno.id}`);
    await atBruno.locator(`#row-${id}`).waitFor();
    const moves = (await changesOf(id)).slice(-4);
    expect(moves).toEqual([
      ['desk', 'assignee', String(ana.id), null],
      ['desk', 'status', 'human', 'waiting'],
      ['desk', 'status', 'waiting', 'human'],
      ['desk', 'assignee', null, String(bruno.id)],
    ]);
    await setAvailable(bruno, 'OFFLINE');

    const { page: backAtAna } = await openPanel(browser, first.origin, ana);
    await backAtAna.locator('.bell').click();
    await backAtAna.locator('#bell .notice.is-unread', { hasText: 'volvió a la fila' }).waitFor();
    await closeAll(backAtAna, atBruno, customer);
  },
  TEST_MS,
);

test(
  'a customer who leaves gets the reply by mail; its link opens the conversation again, and mails of it stand in one thread',
  async () => {
    await first.ctx.db.sql`UPDATE notifications SET status = 'CANCELLED' WHERE type = 'EMAIL' AND status = 'PENDING'`;
    const { page: customer } = await openWidget(browser, first.origin);
    await customer.locator('.person').click();
    await customer.locator('#contact-input').fill('rosa@correo.example');
    await customer.keyboard.press('Enter');
    await customer.getByText('te responderemos a rosa@correo.example').waitFor();
    const id = await chatIdOf(customer);
    await closeAll(customer);
    await gone(id);

    const { page: atAna } = await openPanel(browser, second.origin, ana);
    await atAna.locator(`#row-${id} a`).click();
    await atAna.locator('.charge button[hx-post$="/takeover"]').click();
    await atAna.locator('#reply-text:enabled').fill('Su tarjeta va en camino.');
    await atAna.keyboard.press('Enter');
    await atAna.getByText('le llegará por correo').waitFor();
    const sent = await nextLetter('rosa@correo.example');
    expect(sent.text).toContain('Su tarjeta va en camino.');
    await atAna.getByText('Enviado por correo a las').waitFor();

    const link = new URL(sent.text.match(/https:\/\/desk\.joxai\.test\/chat\/return\?token=[\w.%-]+/)?.[0] ?? '');
    const { page: back, faults } = await newWatchedPage(browser, { width: 360 });
    await back.goto(first.origin + link.pathname + link.search);
    await back.getByText('Su tarjeta va en camino.').waitFor();
    expect(back.url()).not.toContain('token');
    await back.locator('textarea').fill('¿Cuándo llega?');
    await back.keyboard.press('Enter');
    await atAna.locator('.message-customer', { hasText: '¿Cuándo llega?' }).waitFor();
    expect(faults).toEqual([]);
    await closeAll(back);
    await gone(id);

    await atAna.locator('#reply-text').fill('El jueves.');
    await atAna.keyboard.press('Enter');
    const then = await nextLetter('rosa@correo.example');
    expect(then.text).toContain('El jueves.');
    const root = `<conversation.${id}@joxai.test>`;
    expect(sent.headers.get('references')).toBe(root);
    expect(then.headers.get('in-reply-to')).toBe(sent.headers.get('message-id') as string);
    expect(then.headers.get('references')).toBe(`${root} ${sent.headers.get('message-id')}`);
    expect(then.headers.get('subject')).toBe(sent.headers.get('subject') as string);
    await closeAll(atAna);
  },
  TEST_MS,
);

test(
  'two who open one conversation see each other; one takes it, the other is told who; a supervisor sees them write',
  async () => {
    const { page: customer } = await openWidget(browser, first.origin);
    await ask(customer, 'Quiero hablar con una persona');
    const id = await chatIdOf(customer);
    await eventually('it waits', async () => (await statusOf(id))[0] === 'waiting');
    const address = (service: Service) => `${service.origin}/panel/conversations/${id}`;
    const { page: atAna } = await openPanel(browser, first.origin, ana);
    const { page: atBruno } = await openPanel(browser, second.origin, bruno);
    const { page: atClara } = await openPanel(browser, second.origin, clara);
    await atAna.goto(address(first));
    await atBruno.goto(address(second));
    await atAna.locator('[data-viewers]', { hasText: 'Bruno Sáenz también la está viendo' }).waitFor();
    await atBruno.locator('[data-viewers]', { hasText: 'Ana Ríos también la está viendo' }).waitFor();

    // At the same moment; who comes too late finds the button gone, which is an answer, too.
    const take = `document.querySelector('.charge button[hx-post$="/takeover"]')?.click()`;
    await Promise.all([atAna, atBruno].map((page) => page.evaluate(take)));
    await eventually('one has it', async () => (await statusOf(id))[0] === 'human');
    const [, taker] = await statusOf(id);
    const [atTaker, atOther, winner] = taker === ana.id ? [atAna, atBruno, ana] : [atBruno, atAna, bruno];
    await atTaker.locator('#reply-text:enabled').waitFor();
    await atOther.locator(`#conversation[data-conversation="${id}"]`).waitFor({ state: 'detached' });
    expect(await atOther.locator('#reply-text:enabled').count()).toBe(0);
    expect((await changesOf(id)).filter(([, field]) => field === 'assignee')).toHaveLength(1);

    await atClara.goto(address(second));
    await atTaker.locator('[data-viewers]', { hasText: 'Clara Vela' }).waitFor();
    await atClara.locator('[data-viewers]', { hasText: winner.name }).waitFor();
    await atTaker.locator('#reply-text').pressSequentially('Hola');
    await atClara.locator('[data-typing]', { hasText: `${winner.name} está escribiendo` }).waitFor();
    expect(await atClara.locator('.charge').textContent()).toContain(`La atiende ${winner.name}`);
    await closeAll(atAna, atBruno, atClara, customer);
  },
  TEST_MS,
);

async function ask(page: Page, text: string): Promise<void> {
  await page.locator('textarea').first().fill(text);
  await page.keyboard.press('Enter');
}

const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();

const tokenOf = (page: Page): Promise<string> =>
  page.evaluate<string>("JSON.parse(Object.values(sessionStorage).find((text) => text.includes('token'))).token");

const textOfWidget = (page: Page): Promise<string> =>
  page.evaluate<string>("document.querySelector('joxai-chat').shadowRoot.querySelector('.panel').textContent");

async function referenceOf(id: string): Promise<string> {
  const [row] = await first.ctx.db.sql<
    { reference: string }[]
  >`SELECT reference FROM tickets WHERE conversation_id = ${id}`;
  return row?.reference ?? '';
}

async function ratingOf(id: string): Promise<number | null> {
  const [row] = await first.ctx.db.sql<
    { rating: number }[]
  >`SELECT rating FROM satisfaction WHERE conversation_id = ${id}`;
  return row?.rating ?? null;
}

async function statusOf(id: string): Promise<[string, number | null]> {
  const [row] = await first.ctx.db.sql<{ status: string; assignee: number | null }[]>`
    SELECT status, assignee_id AS assignee FROM conversations WHERE id = ${id}`;
  return [row?.status ?? '', row?.assignee ?? null];
}

async function setAvailable(who: Staff, availability: 'ONLINE' | 'OFFLINE'): Promise<void> {
  expect((await who.call('PATCH', `/agents/${who.id}`, { availability })).status).toBe(200);
}

const gone = (id: string): Promise<void> =>
  eventually('the customer is gone', async () => !(await isCustomerThere(first.ctx.db.sql, id)));

/** The next one to this address; what is to wait a while leaves at once. */
async function nextLetter(to: string): Promise<Letter> {
  const { sql } = first.ctx.db;
  await eventually('a mail waits', async () => {
    const rows = await sql`
      UPDATE notifications SET next_attempt_at = now() WHERE status = 'PENDING' AND recipient = ${to} RETURNING id`;
    return rows.length > 0;
  });
  first.ctx.bus.publish({ type: 'outbox' });
  return mail.next(to);
}

/** Who, what, from, to; in the order in which it happened. */
async function changesOf(id: string): Promise<(string | null)[][]> {
  const rows = await first.ctx.db.sql`
    SELECT actor_name, field, from_value, to_value FROM conversation_changes WHERE conversation_id = ${id} ORDER BY id`;
  return rows.map((row) => Object.values(row) as (string | null)[]);
}

async function closeAll(...pages: Page[]): Promise<void> {
  for (const page of pages) await page.context().close();
}
