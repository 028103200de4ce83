import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test';
import { mailReplyIfGone, mailTicketReply } from '../../src/features/customer-return/service.ts';
import type { CauseData } from '../../src/features/notifications/model.ts';
import { announceNotifications, type Cause, notifyStaff } from '../../src/features/notifications/service.ts';
import { createUser } from '../../src/features/users/service.ts';
import { Outbox, retryDelayMs } from '../../src/jobs/outbox.ts';
import { Mailer } from '../../src/mail/mailer.ts';
import { type Chat, ChatSocket, call, identityToken, staffToken, startChat } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { type MailBox, startMailServer } from '../support/mail-server.ts';
import { freePort } from '../support/ports.ts';
import { type Service, startContext, startService } from '../support/service.ts';
import { startStopwatch } from '../support/stopwatch.ts';
import { holdTable } from '../support/table-lock.ts';

const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(2)>\r\nBcc: thief@evil.test\r\n\r\nX`;

let mail: MailBox;
let services: Service[];
let agentId: number;

beforeAll(async () => {
  mail = await startMailServer(await freePort());
  const env = {
    SMTP_HOST: '127.0.0.1',
    SMTP_PORT: String(mail.port),
    SMTP_FROM_EMAIL: 'desk@joxai.test',
    PUBLIC_URL: 'https://desk.joxai.test',
  };
  const first = await startService({ env });
  services = [first, await startService({ env, database: first.database })];
  const password = 'Murmullo-Verde-5518';
  const agent = await createUser(first.ctx.db.orm, {
    email: 'agente@joxai.test',
    fullName: 'Ana Gente',
    role: 'AGENT',
    password,
  });
  agentId = agent.id;
});

afterAll(async () => {
  for (const service of [...services].reverse()) await service.stop();
  await mail.stop();
});

beforeEach(() => mail.behave('take'));

const first = () => services[0] as Service;
const sql = () => first().ctx.db.sql;

async function tell(cause: Partial<Cause> & { data?: CauseData } = {}): Promise<void> {
  const told = await sql().begin((tx) =>
    notifyStaff(tx, {
      kind: 'ticket_assigned',
      to: [agentId],
      data: { reference: 'TKT-AAAA1111', subject: 'Tarjeta' },
      ...cause,
    }),
  );
  announceNotifications(first().ctx, told);
}

/** The newest mail of the outbox once it fits. */
async function mailRow(fits: (row: { status: string; attempts: number; lastError: string | null }) => boolean) {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const [row] = await sql()<
      { id: number; status: string; attempts: number; lastError: string | null; isLater: boolean }[]
    >`
      SELECT id::float8 AS id, status, attempts, last_error AS "lastError", next_attempt_at > now() AS "isLater"
      FROM notifications WHERE type = 'EMAIL' ORDER BY id DESC LIMIT 1`;
    if (row && fits(row)) return row;
    if (performance.now() > deadline) throw new Error(`the mail is ${JSON.stringify(row)}`);
    await Bun.sleep(20);
  }
}

const makeDue = () => sql()`UPDATE notifications SET next_attempt_at = now() WHERE status = 'PENDING'`;
const runAll = async () => {
  await makeDue();
  first().ctx.bus.publish({ type: 'outbox' });
};

const isSent = ({ status }: { status: string }) => status === 'SENT';

describe('a mail', () => {
  test('leaves by the wake-up of an event, as text and as a page, in the language of its reader', async () => {
    const stopwatch = startStopwatch();
    await tell();
    const letter = await mail.next();
    // Polling alone would take up to five seconds.
    expect(stopwatch()).toBeLessThan(3_000);
    expect(letter.to).toBe('agente@joxai.test');
    expect(letter.headers.get('subject')).toBe('[TKT-AAAA1111] Tarjeta');
    expect(letter.headers.get('from')).toBe('JoxAI Bank <desk@joxai.test>');
    expect(letter.headers.get('auto-submitted')).toBe('auto-generated');
    expect(letter.text).toContain('Content-Type: text/plain');
    expect(letter.text).toContain('Content-Type: text/html');
    expect(letter.text).toContain('Te asignaron TKT-AAAA1111');
    expect((await mailRow(isSent)).attempts).toBe(1);
  });

  test('about neither a ticket nor a conversation leads to the page that it is about', async () => {
    const [admin] = await sql()<{ id: number; email: string }[]>`SELECT id, email FROM users WHERE role = 'ADMIN'`;
    await tell({ kind: 'webhook_disabled', to: [admin?.id ?? 0], data: { subject: 'https://core.bank.test/hook' } });
    expect((await mail.next(admin?.email)).text).toContain('https://desk.joxai.test/panel/webhooks');
  });

  test('of one conversation stands in one thread', async () => {
    const { id } = await startChat(first().origin);
    const about = { kind: 'mention', conversationId: id, data: { customer: 'Rosa', actor: 'Luis' } } as const;
    await tell(about);
    const before = await mail.next();
    await mailRow(isSent);
    await tell(about);
    const after = await mail.next();
    const messageId = before.headers.get('message-id') as string;
    expect(messageId).toMatch(/^<[0-9a-f-]{36}@joxai\.test>$/);
    expect(after.headers.get('in-reply-to')).toBe(messageId);
    expect(after.headers.get('references')).toBe(`<conversation.${id}@joxai.test> ${messageId}`);
    expect(after.headers.get('subject')).toBe(before.headers.get('subject') as string);
    expect(after.headers.get('message-id')).not.toBe(messageId);
  });

  test('lets nothing of a text become a header or markup', async () => {
    await tell({
      kind: 'ticket_message',
      data: { reference: 'TKT-AAAA1111', subject: HOSTILE, customer: HOSTILE, excerpt: HOSTILE },
    });
    const letter = await mail.next();
    expect(letter.headers.has('bcc')).toBe(false);
    const head = letter.text.split('\r\n\r\n', 1)[0] as string;
    expect(head).not.toMatch(/^Bcc:/m);
    // The positive control: it is there, as a text.
    expect(letter.text).toMatch(/^Bcc: thief/m);
    const html = letter.text.slice(letter.text.indexOf('<!doctype html>'));
    expect(html).toContain('&lt;script&gt;alert(1)');
    expect(html).not.toContain('<script');
    expect(html).not.toContain('<img');
  });

  test('is told once for one cause', async () => {
    const before = mail.taken.length;
    await Promise.all([1, 2, 3].map(() => tell({ kind: 'sla_breached', key: 'ticket-9:resolution' })));
    await mail.next();
    await mailRow(isSent);
    const [row] = await sql()<{ n: number }[]>`
      SELECT count(*)::int AS n FROM notifications WHERE dedupe_key LIKE 'sla_breached:ticket-9:resolution:%'`;
    expect([row?.n, mail.taken.length - before]).toEqual([2, 1]);
  });

  test('is not written where the transaction is rolled back', async () => {
    const count = async () => (await sql()`SELECT 1 FROM notifications`).length;
    const before = await count();
    const failing = sql().begin(async (tx) => {
      await notifyStaff(tx, { kind: 'mention', to: [agentId], data: {} });
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    expect(await count()).toBe(before);
  });
});

describe('a mail server', () => {
  test('that puts off is asked again later, with the same Message-ID', async () => {
    mail.behave({ refuse: 451 });
    await tell({ data: { reference: 'TKT-DEFER111', subject: 'Luego' } });
    const row = await mailRow(({ lastError }) => lastError === 'deferred');
    expect(row).toMatchObject({ status: 'PENDING', attempts: 1, isLater: true });
    mail.behave('take');
    await runAll();
    expect((await mail.next()).headers.get('subject')).toContain('TKT-DEFER111');
    expect((await mailRow(isSent)).attempts).toBe(2);
  });

  test('that refuses for good is believed; the mail fails, is seen and can be retried', async () => {
    mail.behave({ refuse: 554 });
    await tell({ data: { reference: 'TKT-REFUSE11', subject: 'No' } });
    const row = await mailRow(({ status }) => status === 'FAILED');
    expect(row).toMatchObject({ attempts: 1, lastError: 'refused' });
    mail.behave('take');
    const token = await staffToken(first().origin);
    const path = `/api/v1/notifications/${row.id}`;
    expect((await call(first().origin, 'GET', path, { token })).body).toMatchObject({
      status: 'FAILED',
      error: 'refused',
    });
    expect((await call(first().origin, 'POST', `${path}/retry`, { token })).body.status).toBe('PENDING');
    expect((await mail.next()).headers.get('subject')).toContain('TKT-REFUSE11');
    await mailRow(isSent);
    expect((await call(first().origin, 'POST', `${path}/retry`, { token })).status).toBe(409);
  });

  test('that is away and comes back gets every mail once, over two workers', async () => {
    const { port } = mail;
    await mail.stop();
    for (let n = 0; n < 12; n += 1) await tell({ data: { reference: `TKT-AWAY00${10 + n}`, subject: 'Caído' } });
    await mailRow(({ lastError }) => lastError === 'network');
    mail = await startMailServer(port);
    await makeDue();
    for (const { ctx } of services) ctx.bus.publish({ type: 'outbox' });
    const subjects: string[] = [];
    for (let n = 0; n < 12; n += 1) subjects.push((await mail.next()).headers.get('subject') as string);
    await eventually('none is left to be sent', async () => {
      const left = await sql()`SELECT 1 FROM notifications WHERE type = 'EMAIL' AND status = 'PENDING'`;
      return left.length === 0;
    });
    expect(mail.taken.length).toBe(12);
    expect(new Set(subjects).size).toBe(12);
  });

  test('that hangs after the data holds up nobody else, and the mail is held by one worker alone', async () => {
    const { offers } = mail;
    mail.behave('hang');
    await tell({ data: { reference: 'TKT-HANG1111', subject: 'Cuelga' } });
    await eventually('it hangs', () => mail.offers > offers);
    for (const { ctx } of services) ctx.bus.publish({ type: 'outbox' });
    mail.behave('take');
    await tell({ data: { reference: 'TKT-OTHER111', subject: 'Pasa' } });
    expect((await mail.next()).headers.get('subject')).toContain('TKT-OTHER111');
    await mailRow(isSent);
    expect(mail.offers).toBe(offers + 2);
    const [held] = await sql()<{ id: number; attempts: number }[]>`
      SELECT id::float8 AS id, attempts FROM notifications WHERE status = 'PENDING' AND lease_until > now()`;
    expect(held?.attempts).toBe(1);
    // The library gives the connection up after 20 s; then it is tried again, and taken once.
    const status = async () =>
      (await sql()`SELECT last_error AS error FROM notifications WHERE id = ${held?.id ?? 0}`)[0]?.error;
    await eventually('it is given up', async () => (await status()) === 'timeout', 60_000);
    await runAll();
    expect((await mail.next()).headers.get('subject')).toContain('TKT-HANG1111');
  }, 120_000);

  test('gets the mail of a worker that died, once its lease is over', async () => {
    await sql()`UPDATE notifications SET status = 'CANCELLED' WHERE status = 'PENDING'`;
    // As a worker leaves it that is killed while it sends; nobody else saw it before.
    const [held] = await sql().begin(async (tx) => {
      await notifyStaff(tx, { kind: 'mention', to: [agentId], data: { customer: 'Muerto' } });
      return tx<{ id: number }[]>`
        UPDATE notifications SET attempts = 1, lease_until = now() + interval '1 hour'
        WHERE status = 'PENDING' RETURNING id::float8 AS id`;
    });
    const outbox = new Outbox(first().ctx);
    expect(await outbox.runPending()).toBe(0);
    await sql()`UPDATE notifications SET lease_until = now() - interval '1 second' WHERE id = ${held?.id ?? 0}`;
    await outbox.runPending();
    expect((await mail.next()).headers.get('subject')).toContain('Muerto');
    expect((await mailRow(isSent)).attempts).toBe(2);
    await outbox.stop(0);
  });

  test('is waited for by a worker that stops, also with what it was just claiming', async () => {
    const env = { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(mail.port), SMTP_FROM_EMAIL: 'desk@joxai.test' };
    const { ctx, database, stop } = await startContext(env);
    const { sql } = ctx.db;
    const mailOf = (customer: string) =>
      sql.begin((tx) => notifyStaff(tx, { kind: 'mention', to: { atLeast: 'ADMIN' }, data: { customer } }));
    // One is given up at once; the other is under way until the server takes it.
    await mailOf('Perdido');
    await sql`UPDATE notifications SET attempts = 12 WHERE type = 'EMAIL'`;
    await mailOf('Despacio');
    const taking = Promise.withResolvers<void>();
    mail.behave({ takeAfter: taking.promise });
    const { offers } = mail;
    const outbox = new Outbox(ctx);
    const lock = await holdTable(database.url, 'notifications');
    const running = outbox.runPending();
    await eventually('the outbox claims', lock.isAwaited);
    let hasStopped = false;
    const stopped = outbox.stop(30_000).then(() => {
      hasStopped = true;
    });
    await lock.release();
    await eventually('the mail is offered', () => mail.offers > offers);
    await running;
    await new Promise(setImmediate);
    expect(hasStopped).toBe(false);
    taking.resolve();
    await stopped;
    const statuses = await sql`SELECT status FROM notifications WHERE type = 'EMAIL' ORDER BY id`;
    expect(statuses.map(({ status }) => status)).toEqual(['FAILED', 'SENT']);
    expect((await mail.next()).headers.get('subject')).toContain('Despacio');
    await stop();
  });

  test('that is not configured is said so, and the mail waits for a retry', async () => {
    const service = await startService({ database: first().database });
    for (const { ctx } of services) Object.assign(ctx, { mailer: new Mailer(null) });
    await tell();
    const row = await mailRow(({ status }) => status === 'FAILED');
    expect(row.lastError).toBe('not_configured');
    for (const { ctx } of services) Object.assign(ctx, { mailer: new Mailer(ctx.config.smtp) });
    await service.stop();
  });
});

test('the pauses double, are spread, and have an end', () => {
  expect([1, 2, 3].map((n) => retryDelayMs(n, () => 0.5))).toEqual([5_000, 10_000, 20_000]);
  expect([retryDelayMs(1, () => 0), retryDelayMs(1, () => 1)]).toEqual([3_750, 6_250]);
  expect(retryDelayMs(12, () => 0.5)).toBe(900_000);
});

describe("an agent's reply", () => {
  const reply = (chat: Chat, content: string) =>
    sql().begin((tx) => mailReplyIfGone(first().ctx, tx, chat.id, { content, authorId: 1 }));

  test('reaches a customer who has gone, and its link opens the conversation again', async () => {
    const chat = await startChat(first().origin, { metadata: { language: 'en', email: 'gone@example.com' } });
    expect((await reply(chat, 'Your card is on its way.')).result).toBe('queued');
    expect((await reply(chat, 'It takes <b>3</b> days.')).result).toBe('joined');
    await runAll();
    const letter = await mail.next();
    expect(letter.to).toBe('gone@example.com');
    expect(letter.headers.get('subject')).toBe('Reply from JoxAI Bank to your question');
    expect(letter.text).toContain('Your card is on its way.');
    expect(letter.text).toContain('&lt;b&gt;3&lt;/b&gt; days');
    const link = new URL(letter.text.match(/https:\/\/desk\.joxai\.test\/chat\/return\?token=[\w.%-]+/)?.[0] ?? '');
    const opened = await call(first().origin, 'GET', link.pathname + link.search);
    expect([opened.status, opened.headers.get('location')]).toEqual([303, '/chat?lang=en']);
    const cookie = opened.headers.get('set-cookie') as string;
    expect(cookie).toMatch(/^joxai_chat=[\w.-]+; Path=\/api\/v1\/chat; HttpOnly; SameSite=Strict/);
    const headers = { cookie: cookie.split(';', 1)[0] as string };
    const resumed = await call(first().origin, 'POST', '/api/v1/chat/resume', { body: {}, headers });
    expect(resumed.body).toMatchObject({ conversation_id: chat.id, language: 'en' });
    const history = await call(first().origin, 'GET', `/api/v1/chat/history/${chat.id}`, {
      token: resumed.body.conversation_token,
    });
    expect(history.status).toBe(200);
    const foreign = await call(first().origin, 'POST', '/api/v1/chat/resume', {
      body: {},
      headers: { ...headers, origin: 'https://evil.example' },
    });
    expect(foreign.status).toBe(403);
    expect((await call(first().origin, 'GET', '/chat?lang=en')).body).toContain('<joxai-chat lang="en" resume');
  });

  test('is not mailed to one who has the chat open', async () => {
    const chat = await startChat(first().origin, { metadata: { language: 'es', email: 'here@example.com' } });
    const socket = new ChatSocket((services[1] as Service).origin, chat);
    await socket.ready();
    await (services[1] as Service).ctx.presence.flush();
    const { offers } = mail;
    for (const text of ['Aquí estoy.', '¿Algo más?', 'Quedo atento.']) {
      await reply(chat, text);
      await runAll();
      const row = await mailRow(({ status }) => status === 'CANCELLED');
      expect(row.lastError).toBe('customer_present');
    }
    const replies = () =>
      sql()`SELECT 1 FROM notifications WHERE conversation_id = ${chat.id} AND kind = 'agent_reply'`;
    await eventually('one of them is kept', async () => (await replies()).length === 1);
    expect(mail.offers).toBe(offers);
    socket.close();
  });

  test('goes to the address on file of a customer who is known, whatever was left in the chat', async () => {
    const chat = await startChat(first().origin, {
      metadata: { language: 'es', email: 'stranger@example.com' },
      identity_token: identityToken('C-1010'),
    });
    await reply(chat, 'Listo: su **contrato** va en camino.');
    await runAll();
    const { to, text } = await mail.next();
    expect(to).toBe('rosa.chan@example.com');
    // Emphasis as the chat shows it: a text without asterisks, and bold in the page.
    expect(text).toContain('su contrato va');
    expect(text).toContain('<strong>contrato</strong>');
  });

  test('is not mailed where nobody left an address, or one that is a list', async () => {
    expect((await reply(await startChat(first().origin), 'Hola')).result).toBe('no_address');
    const chat = await startChat(first().origin);
    for (const address of ['a@b.mx, c@d.mx', 'a@b.mx\r\nBcc: c@d.mx', 'Eve <a@b.mx>']) {
      await sql()`UPDATE conversations SET visitor_email = ${address} WHERE id = ${chat.id}`;
      expect([address, (await reply(chat, 'Hola')).result]).toEqual([address, 'no_address']);
    }
  });

  test('has a link that opens nothing else, ends, and dies with a change of identity', async () => {
    const { tokens } = first().ctx;
    const chat = await startChat(first().origin);
    const open = (token: string) => call(first().origin, 'GET', `/chat/return?token=${encodeURIComponent(token)}`);
    const token = await tokens.signReturn({ conversationId: chat.id, customerId: null });
    expect((await open(token)).status).toBe(303);
    expect([await tokens.verifyConversation(token), await tokens.verifyStaff(token)]).toEqual([null, null]);
    expect((await call(first().origin, 'GET', `/api/v1/chat/history/${chat.id}`, { token })).status).toBe(404);
    for (const wrong of [chat.token, `${token}x`, '']) {
      const { status, body } = await open(wrong);
      // A customer is led to a new chat and never to the panel.
      expect([status, body.includes('Este enlace ya no sirve'), body.includes('href="/panel')]).toEqual([
        404,
        true,
        false,
      ]);
      expect(body).toContain('<joxai-chat lang="es"></joxai-chat>');
    }
    const [, payload = ''] = token.split('.');
    const { iat, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString());
    expect(exp - iat).toBe(7 * 24 * 60 * 60);
    await sql()`UPDATE conversations SET customer_id = (SELECT min(id) FROM customers) WHERE id = ${chat.id}`;
    expect((await open(token)).status).toBe(404);
  });

  test('about a ticket groups by the ticket', async () => {
    const [row] = await sql()<{ id: number }[]>`
      INSERT INTO tickets (reference, subject, status, priority, category) VALUES ('TKT-MAIL2222', 'Cargo', 'OPEN', 'HIGH', 'card')
      RETURNING id`;
    const ticket = {
      id: row?.id ?? 0,
      reference: 'TKT-MAIL2222',
      subject: 'Cargo',
      conversationId: null,
      customerId: null,
      customerName: 'Rosa',
      customerEmail: 'rosa@example.com',
    };
    for (const content of ['Uno', 'Dos']) {
      const { told } = await sql().begin((tx) => mailTicketReply(tx, ticket, { content, authorId: 1 }));
      announceNotifications(first().ctx, told);
    }
    const letters = [await mail.next(), await mail.next()];
    expect(letters.map(({ headers }) => headers.get('subject'))).toEqual([
      '[TKT-MAIL2222] Cargo',
      '[TKT-MAIL2222] Cargo',
    ]);
    for (const { headers } of letters)
      expect(headers.get('references')).toStartWith(`<ticket.${ticket.id}@joxai.test>`);
  });
});
