import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { expectAccessible } from '../support/accessible.ts';
import { launchChromium } from '../support/chromium.ts';
import { type Chat, ChatSocket, say, startChat } from '../support/client.ts';
import { cutLine, openPanel } from '../support/desk-pages.ts';
import { soon } from '../support/eventually.ts';
import { PDF } from '../support/files.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const EMERGENCY = 'Me robaron la tarjeta y están haciendo cargos ahora mismo, ayuda';
const HOSTILE = '<img src=x onerror="window.isHacked=1"><script>window.isHacked=1</script>';
const TEST_MS = 120_000;
const MARK_PAGE = 'window.isSamePage = true';
const IS_SAME_PAGE = 'window.isSamePage === true';

/** Two workers of one installation: the customer is with one, staff are with the other or with both. */
let here: Service;
let there: Service;
let browser: Browser;
let ana: Staff;
let omar: Staff;

beforeAll(async () => {
  here = await startService();
  there = await startService({ database: here.database });
  browser = await launchChromium();
  ana = await newStaff(here, 'AGENT', 'Ana Torres');
  omar = await newStaff(here, 'SUPERVISOR', 'Omar Ruiz');
}, TEST_MS);

afterAll(async () => {
  await browser.close();
  await there.stop();
  await here.stop();
}, TEST_MS);

describe('an emergency', () => {
  test(
    'is taken over, talked about both ways across workers with signs of typing, and never shows what is noted',
    async () => {
      const { chat, socket } = await customer(EMERGENCY);
      const page = await open(ana, chat, there);
      await page.evaluate(MARK_PAGE);
      expect(await page.locator('.charge-emergency').textContent()).toContain('Emergencia');
      expect(await page.locator('#reply-text').isDisabled()).toBe(true);

      await page.locator('.charge-emergency').getByRole('button', { name: 'Tomar' }).click();
      await page.getByText('La atiendes tú').waitFor();
      await page.locator('#reply-text:enabled').waitFor();
      await page.getByText('Ana Torres tomó la conversación').waitFor();

      await page.locator('#reply-text').pressSequentially('Hola');
      await socket.frame(({ type, from }) => type === 'typing' && from === 'agent');
      await page.locator('#reply-text').fill('Hola, soy Ana. Ya bloqueé tu tarjeta.');
      await page.keyboard.press('Enter');
      await socket.frame(({ content }) => content === 'Hola, soy Ana. Ya bloqueé tu tarjeta.');
      await page.locator('.message-agent:not(.is-pending)', { hasText: 'Ya bloqueé' }).waitFor();
      await page.locator('.is-pending').waitFor({ state: 'detached' });
      await page.getByText('el cliente tiene el chat abierto').waitFor();

      socket.send({ type: 'typing' });
      await page.locator('[data-typing]', { hasText: 'El cliente está escribiendo' }).waitFor();
      socket.say('Gracias, ¿y el cargo?');
      await page.locator('.message-customer', { hasText: '¿y el cargo?' }).waitFor();
      await soon(async () => expect(await page.locator('[data-typing]').textContent()).toBe(''));

      await page.keyboard.press('Alt+p');
      expect(await page.locator('#panel-reply').isVisible()).toBe(false);
      await page.locator('#note-text').pressSequentially('Avisar a @oma');
      await page.getByRole('option', { name: /Omar Ruiz/ }).waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Control+Enter');
      const note = page.locator('.note');
      await note.waitFor();
      expect(await note.textContent()).toContain('Solo la ve el equipo');
      await soon(async () => expect(await page.locator('#note-text').inputValue()).toBe(''));
      const { body } = await omar.call('GET', '/notifications');
      expect(JSON.stringify(body)).toContain('Ana Torres');

      await page.keyboard.press('Alt+l');
      await page.locator('#reply-text').fill('Está cancelado.');
      await page.keyboard.press('Enter');
      await socket.frame(({ content }) => content === 'Está cancelado.');
      expect(JSON.stringify(socket.frames)).not.toContain('Avisar a');
      expect(await page.evaluate<boolean>(IS_SAME_PAGE)).toBe(true);
      await close(page, socket);
    },
    TEST_MS,
  );
});

describe('what is written', () => {
  test(
    'waits where it cannot be sent, is sent once when it is tried again, and outlives a visit elsewhere',
    async () => {
      const { chat, socket } = await customer('Quiero hablar con una persona', ana);
      const other = await customer('Quiero hablar con una persona');
      const page = await open(ana, chat);
      await page.route('**/messages', (route) => route.abort());
      await page.locator('#reply-text').fill('No te pierdas');
      await page.keyboard.press('Enter');
      const failed = page.locator('.is-pending.is-failed', { hasText: 'No te pierdas' });
      await failed.getByText('No se envió').waitFor();
      await page.locator('#reply-text').fill('A medio escribir');

      await page.goto(`${here.origin}/panel/conversations/${other.chat.id}`);
      expect(await page.locator('#reply-text').inputValue()).toBe('');
      await page.goBack();
      await failed.waitFor();
      expect(await page.locator('#reply-text').inputValue()).toBe('A medio escribir');

      await page.unroute('**/messages');
      await failed.getByRole('button', { name: 'Reintentar' }).click();
      await page.locator('.message-agent:not(.is-pending)', { hasText: 'No te pierdas' }).waitFor();
      // What comes after it shows that nothing more comes of it.
      await socket.frame(({ content }) => content === 'No te pierdas');
      socket.say('Gracias, la espero');
      await page.locator('.message-customer', { hasText: 'Gracias, la espero' }).waitFor();
      expect(await page.locator('.message', { hasText: 'No te pierdas' }).count()).toBe(1);
      expect(socket.frames.filter(({ content }) => content === 'No te pierdas')).toHaveLength(1);

      await page.getByRole('button', { name: /tu cuenta/i }).click();
      await page.getByRole('button', { name: 'Salir' }).click();
      await page.waitForURL('**/panel/login**');
      const kept = await page.evaluate<string[]>('Object.keys(sessionStorage)');
      expect(kept.filter((key) => key.startsWith('panel.'))).toEqual([]);
      await close(page, socket, other.socket);
    },
    TEST_MS,
  );

  test(
    'stays with its own conversation, also where another one is opened before a note is saved',
    async () => {
      const [first, second] = [await customer('Hola', ana), await customer('Hola', ana)];
      const page = await open(ana, first.chat);
      const go = async ({ chat }: typeof first) => {
        await page.locator(`#row-${chat.id} a`).first().click();
        await page.locator(`[data-composer="${chat.id}"]`).waitFor();
        await page.locator(`#row-${chat.id} [aria-current]`).waitFor();
      };
      const mayGo = Promise.withResolvers<void>();
      await page.route('**/notes', async (route) => {
        await mayGo.promise;
        await route.continue();
      });
      await page.keyboard.press('Alt+p');
      await page.locator('#note-text').fill('Nota de la primera');
      const asked = page.waitForRequest('**/notes');
      await page.keyboard.press('Control+Enter');
      await asked;
      await go(second);
      await page.keyboard.press('Alt+p');
      await page.locator('#note-text').fill('Borrador de la segunda');
      const answered = page.waitForResponse('**/notes');
      mayGo.resolve();
      await answered;
      await go(first);
      await page.locator('.note', { hasText: 'Nota de la primera' }).waitFor();
      const note = page.locator('#note-text');
      await soon(async () => expect(await note.inputValue()).toBe(''));
      await go(second);
      await soon(async () => expect(await note.inputValue()).toBe('Borrador de la segunda'));
      await close(page, first.socket, second.socket);
    },
    TEST_MS,
  );

  test(
    'comes from canned responses by the keyboard, filled in, in the language of the conversation',
    async () => {
      const { sql } = here.ctx.db;
      await sql`
        INSERT INTO canned_responses (shortcut, title, text_es, text_en) VALUES
          ('saludo', 'Saludo', 'Hola {customer}, soy {agent} de {bank}. Caso {ticket}. {otro}', 'Hello'),
          ('cierre', 'Despedida', 'Que tengas buen día.', NULL)`;
      const { chat, socket } = await customer('Quiero hablar con una persona', ana);
      await sql`UPDATE conversations SET visitor_name = ${HOSTILE} WHERE id = ${chat.id}`;
      const page = await open(ana, chat);
      await page.locator('#reply-text').pressSequentially('/');
      await page.locator('[data-picker] [role=option]').first().waitFor();
      expect(await page.locator('[data-picker] [role=option]').count()).toBe(2);
      await page.locator('#reply-text').pressSequentially('desp');
      expect(await page.locator('[data-picker] [role=option]').count()).toBe(1);
      await page.keyboard.press('Escape');
      expect(await page.locator('[data-picker]').isVisible()).toBe(false);
      await page.locator('#reply-text').fill('');
      await page.locator('#reply-text').pressSequentially('/sal');
      await page
        .locator('[data-picker]')
        .getByRole('option', { name: /saludo/ })
        .waitFor();
      await page.keyboard.press('Enter');
      const text = await page.locator('#reply-text').inputValue();
      const [ticket] = await sql`SELECT reference FROM tickets WHERE conversation_id = ${chat.id}`;
      const bank = here.ctx.settings.get('bank.name');
      expect(text).toBe(`Hola ${HOSTILE}, soy Ana Torres de ${bank}. Caso ${ticket?.reference}. {otro}`);
      await page.keyboard.press('Enter');
      await page.locator('.message-agent:not(.is-pending)', { hasText: 'soy Ana Torres de' }).waitFor();
      expect(await page.evaluate('window.isHacked')).toBeUndefined();
      await close(page, socket);
    },
    TEST_MS,
  );

  test(
    'may carry files, which the customer gets and the page offers as downloads; others are refused with a word',
    async () => {
      const { chat, socket } = await customer('Quiero hablar con una persona', ana);
      const page = await open(ana, chat);
      const input = page.locator('[data-file-input]');
      await input.setInputFiles({ name: 'contrato.pdf', mimeType: 'application/pdf', buffer: Buffer.from(PDF) });
      await page.locator('#reply-text').fill('Tu contrato');
      await page.keyboard.press('Enter');
      const sent = page.locator('.message-agent:not(.is-pending)', { hasText: 'Tu contrato' });
      await sent.getByRole('link', { name: /contrato\.pdf/ }).waitFor();
      const frame = await socket.frame(({ content }) => content === 'Tu contrato');
      expect(frame.metadata.attachments).toMatchObject([{ name: 'contrato.pdf', type: 'application/pdf' }]);
      const download = page.waitForEvent('download');
      await sent.getByRole('link', { name: /contrato\.pdf/ }).click();
      expect((await download).suggestedFilename()).toBe('contrato.pdf');

      await input.setInputFiles({ name: 'malo.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ no es PDF') });
      await page.keyboard.press('Alt+l');
      await page.keyboard.press('Enter');
      await page.getByText('Solo se pueden enviar archivos PDF, PNG, JPEG y WebP.').waitFor();
      await page.locator('.is-pending.is-failed', { hasText: 'malo.pdf' }).waitFor();
      await close(page, socket);
    },
    TEST_MS,
  );
});

describe('two people and one conversation', () => {
  test(
    'see each other; who was slower is told by whom, with the true state; a colleague in charge is named',
    async () => {
      const { chat, socket } = await customer('Quiero hablar con una persona');
      const slow = await open(omar, chat, there);
      const fast = await open(ana, chat);
      await slow.locator('[data-viewers]', { hasText: 'Ana Torres también la está viendo' }).waitFor();
      await slow.evaluate("document.getElementById('live').remove()");
      await fast.locator('.charge').getByRole('button', { name: 'Tomar' }).click();
      await fast.getByText('La atiendes tú').waitFor();
      await slow.locator('.charge').getByRole('button', { name: 'Tomar' }).click();
      await slow.getByText('Ana Torres la tomó antes.').waitFor();
      await slow.locator('.charge-human', { hasText: 'La atiende Ana Torres' }).waitFor();
      expect(await slow.locator('#reply-text').isDisabled()).toBe(true);

      await slow.locator('.charge').getByRole('button', { name: 'Tomar yo' }).click();
      await slow.locator('#confirm').getByRole('button', { name: 'Tomar la conversación' }).click();
      await slow.getByText('La atiendes tú').waitFor();
      await fast.getByText('Ya no puedes ver esta conversación').waitFor();
      await close(slow, socket);
      await close(fast);
    },
    TEST_MS,
  );

  test(
    'hand it over with a reason and its ticket, and end it with what became of that',
    async () => {
      const { chat, socket } = await customer(EMERGENCY, ana);
      const giver = await open(ana, chat);
      const taker = await open(omar, chat, there);
      await giver.getByRole('button', { name: 'Transferir' }).click();
      await giver.locator('#deed-form').getByRole('button', { name: 'Transferir' }).click();
      await giver.getByText('Elige a quién se la pasas.').waitFor();
      await giver.getByLabel('Omar Ruiz').check();
      await giver.getByLabel('Motivo').fill('Cierre de turno');
      await giver.locator('#deed-form').getByRole('button', { name: 'Transferir' }).click();
      await giver.getByText('La conversación pasó a Omar Ruiz.').waitFor();
      await taker.getByText('La atiendes tú').waitFor();
      await taker.getByText('Ana Torres la transfirió de Ana Torres a Omar Ruiz').waitFor();
      await taker.getByText('Cierre de turno').waitFor();
      expect(await ticketOf(chat)).toMatchObject({ assignee_id: omar.id, status: 'IN_PROGRESS' });

      await taker.keyboard.press('Alt+e');
      await taker.locator('#deed-form').getByRole('button', { name: 'Terminar' }).click();
      await taker.getByText('Di qué pasa con el caso.').waitFor();
      await taker.getByLabel('Queda resuelto').check();
      await taker.locator('#deed-form').getByRole('button', { name: 'Terminar' }).click();
      await taker.getByText('Escribe cómo se resolvió.').waitFor();
      await taker.getByLabel('Cómo se resolvió').fill('Tarjeta repuesta');
      await taker.locator('#deed-form').getByRole('button', { name: 'Terminar' }).click();
      await taker.locator('.charge-ended').waitFor();
      await taker.locator('#deed').waitFor({ state: 'hidden' });
      expect(await ticketOf(chat)).toMatchObject({ status: 'RESOLVED', resolution_notes: 'Tarjeta repuesta' });
      await socket.frame(({ type, status }) => type === 'status' && status === 'ended');
      await close(giver, socket);
      await close(taker);
    },
    TEST_MS,
  );
});

test(
  'what the assistant suggests goes into the reply by a click and no further; a bad answer is reported with a reason',
  async () => {
    const { chat, socket } = await customer('¿A qué hora abren las sucursales entre semana?', ana);
    const page = await open(ana, chat);
    await page.getByRole('button', { name: 'Pedir sugerencia' }).click();
    const card = page.locator('[data-suggestion]');
    await card.waitFor();
    expect(await card.textContent()).toContain('Sucursales y horarios');
    const suggested = await card.getAttribute('data-suggestion');
    expect(await page.locator('#reply-text').inputValue()).toBe('');
    await card.getByRole('button', { name: 'Usar en la respuesta' }).click();
    expect(await page.locator('#reply-text').inputValue()).toBe(suggested as string);

    const answer = page.locator('.message-assistant', { hasText: 'Respuesta' }).first();
    await answer.getByText('Reportar', { exact: true }).click();
    await answer.getByRole('button', { name: 'Enviar reporte' }).click();
    await answer.getByText('Elige un motivo.').waitFor();
    await answer.getByLabel('Qué está mal').selectOption('OUTDATED');
    await answer.getByRole('button', { name: 'Enviar reporte' }).click();
    await answer.getByText('Reporte enviado').waitFor();
    const reports = await here.ctx.db.sql`SELECT reason FROM answer_reports WHERE conversation_id = ${chat.id}`;
    expect([...reports]).toEqual([{ reason: 'OUTDATED' }]);
    await page.reload();
    await page.locator('.message-assistant', { hasText: 'Reportada' }).waitFor();
    expect(socket.frames.filter(({ type, role }) => type === 'message' && role === 'agent')).toEqual([]);
    const sent = await here.ctx.db.sql`SELECT 1 FROM messages WHERE conversation_id = ${chat.id} AND role = 'agent'`;
    expect(sent).toHaveLength(0);
    await close(page, socket);
  },
  TEST_MS,
);

test(
  'a page that was cut off catches up where it stands: messages, notes and who is in charge',
  async () => {
    const { chat, socket } = await customer('Quiero hablar con una persona', ana);
    const page = await open(ana, chat);
    const mend = await cutLine(page);
    await page.evaluate(MARK_PAGE);
    await page.locator('#reply-text').fill('Sigo aquí');
    const said = socket.say('¿Hola? ¿Sigues ahí?');
    await socket.frame(({ type, client_id }) => type === 'ack' && client_id === said);
    await ana.call('POST', `/conversations/${chat.id}/notes`, { note: 'Desde otro lado' });
    await omar.call('POST', `/conversations/${chat.id}/transfer`, { agent_id: omar.id });
    await omar.call('POST', `/conversations/${chat.id}/transfer`, { agent_id: ana.id });
    await page.locator('#connection p').waitFor();
    expect(await page.locator('.message-customer', { hasText: '¿Sigues ahí?' }).count()).toBe(0);
    await mend();
    await page.locator('.message-customer', { hasText: '¿Sigues ahí?' }).waitFor();
    await page.locator('.note', { hasText: 'Desde otro lado' }).waitFor();
    await page.getByText('Omar Ruiz la transfirió de Omar Ruiz a Ana Torres').waitFor();
    expect(await page.locator('#reply-text').inputValue()).toBe('Sigo aquí');
    expect(await page.locator('.day').count()).toBe(1);
    expect(await page.evaluate<boolean>(IS_SAME_PAGE)).toBe(true);
    await close(page, socket);
  },
  TEST_MS,
);

test(
  'earlier messages come in above without moving what is read, and what is new stands below a line',
  async () => {
    const { chat, socket } = await customer('Quiero hablar con una persona');
    await here.ctx.db.sql`
      WITH last AS (SELECT last_seq, month FROM conversations WHERE id = ${chat.id}),
        added AS (INSERT INTO messages (conversation_id, month, seq, role, content, created_at)
          SELECT ${chat.id}, month, last_seq + n, 'customer', 'Mensaje número ' || n, now() FROM last, generate_series(1, 150) n)
      UPDATE conversations SET last_seq = last_seq + 150, read_seq = last_seq + 140 WHERE id = ${chat.id}`;
    const page = await open(ana, chat);
    expect(await page.locator('.new-divider + .message').textContent()).toContain('Mensaje número 141');
    expect(await page.locator('.new-divider').count()).toBe(1);
    const earlier = page.getByRole('button', { name: 'Mostrar mensajes anteriores' });
    // The page is connected: it has been told what it lacked, and the change that lies further up is none of that.
    expect(await page.locator('.change').count()).toBe(0);
    expect((await page.locator('.conversation-head').boundingBox())?.y).toBeGreaterThan(0);
    await earlier.scrollIntoViewIfNeeded();
    const first = page.locator('.message').first();
    const id = (await first.getAttribute('id')) as string;
    const before = await first.boundingBox();
    await earlier.click();
    await page.locator('.message', { hasText: 'Quiero hablar' }).waitFor({ state: 'attached' });
    await soon(async () => {
      const after = await page.locator(`#${id}`).boundingBox();
      expect(Math.abs((after?.y ?? 0) - (before?.y ?? 1_000))).toBeLessThan(3);
    });
    socket.say('Uno más');
    await page.locator('.message', { hasText: 'Uno más' }).waitFor({ state: 'attached' });
    await page.locator('[data-new-below]').click();
    await page.locator('.message', { hasText: 'Uno más' }).waitFor({ state: 'visible' });
    await close(page, socket);
  },
  TEST_MS,
);

for (const [language, width, colorScheme] of [
  ['es', 1440, 'light'],
  ['en', 320, 'dark'],
] as const) {
  test(
    `every state of the pane is accessible (${language}, ${width} px, ${colorScheme})`,
    async () => {
      const { sql } = here.ctx.db;
      await sql`UPDATE users SET language = ${language} WHERE id = ANY(${[ana.id, omar.id]}::int[])`;
      try {
        const mine = await customer(EMERGENCY, ana);
        const waiting = await customer(EMERGENCY);
        const ended = await customer('Hola', ana);
        await ana.call('POST', `/conversations/${mine.chat.id}/notes`, { note: `Nota ${HOSTILE}` });
        await ana.call('POST', `/conversations/${mine.chat.id}/messages`, { message: HOSTILE });
        await ana.call('POST', `/conversations/${ended.chat.id}/end`, {});
        for (const [who, { chat }] of [
          [ana, mine],
          [ana, waiting],
          [ana, ended],
          [omar, mine],
        ] as const) {
          const page = await open(who, chat, here, { width, colorScheme });
          await expectAccessible(page, { isStrict: true });
          if (who === ana && chat === mine.chat) {
            await page.locator('#reply-text').pressSequentially('/');
            await page.locator('[data-picker]').waitFor();
            await expectAccessible(page, { isStrict: true });
            await page.keyboard.press('Escape');
            await page.keyboard.press('Alt+p');
            await expectAccessible(page, { isStrict: true });
            await page.keyboard.press('Alt+e');
            await page.locator('#deed-form').waitFor();
            await expectAccessible(page, { isStrict: true });
          }
          expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
          expect(await page.evaluate('window.isHacked')).toBeUndefined();
          await close(page);
        }
        for (const { socket } of [mine, waiting, ended]) socket.close();
      } finally {
        await sql`UPDATE users SET language = 'es' WHERE id = ANY(${[ana.id, omar.id]}::int[])`;
      }
    },
    2 * TEST_MS,
  );
}

/** A customer who is in the chat and has said this; in somebody's charge, where one is named. */
async function customer(text: string, by?: Staff): Promise<{ chat: Chat; socket: ChatSocket }> {
  const chat = await startChat(here.origin);
  await say(here.origin, chat, text);
  const socket = new ChatSocket(here.origin, chat);
  await socket.ready();
  if (by) expect((await by.call('POST', `/conversations/${chat.id}/takeover`, {})).status).toBe(200);
  return { chat, socket };
}

async function open(
  who: Staff,
  { id }: Chat,
  at = here,
  { width = 1280, colorScheme = 'light' as 'light' | 'dark' } = {},
): Promise<Page> {
  const look = { width, height: 860, theme: colorScheme, path: `/panel/conversations/${id}` };
  const { page } = await openPanel(browser, at.origin, who, look);
  await page.locator('[data-composer]').waitFor();
  return page;
}

async function close(page: Page, ...sockets: ChatSocket[]): Promise<void> {
  for (const socket of sockets) socket.close();
  await page.context().close();
}

async function ticketOf({ id }: Chat): Promise<Record<string, unknown>> {
  const [row] = await here.ctx.db
    .sql`SELECT assignee_id, status, resolution_notes FROM tickets WHERE conversation_id = ${id}`;
  return row as Record<string, unknown>;
}
