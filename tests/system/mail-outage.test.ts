import { afterAll, beforeAll, expect, test } from 'bun:test';
import postgres from 'postgres';
import { call, say, staffToken, startChat } from '../support/client.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type MailBox, startMailServer } from '../support/mail-server.ts';
import { until } from '../support/pool-process.ts';
import { freePort } from '../support/ports.ts';
import { startStopwatch } from '../support/stopwatch.ts';

const WORKERS = 2;
const TICKETS = 8;
const MAX_ATTEMPTS = 12;
const QUESTION = '¿A qué hora abren las sucursales?';

interface MailRow {
  status: string;
  attempts: number;
  fault: string | null;
}

let port: number;
let service: Installation;
let sql: postgres.Sql;
let token: string;
let agent: number;
let made = 0;

beforeAll(async () => {
  port = await freePort();
  service = await startInstallation({
    WORKERS: String(WORKERS),
    LOG_LEVEL: 'critical',
    SMTP_HOST: '127.0.0.1',
    SMTP_PORT: String(port),
    SMTP_FROM_EMAIL: 'desk@joxai.test',
    PUBLIC_URL: 'https://desk.joxai.test',
  });
  sql = postgres(service.databaseUrl, { max: 1 });
  token = await staffToken(service.origin);
  const { status, body } = await call(service.origin, 'POST', '/api/v1/users', {
    token,
    body: { email: 'agente@joxai.test', full_name: 'Ana Gente', role: 'AGENT', password: 'Murmullo-Verde-5518' },
  });
  expect(status).toBe(201);
  agent = body.id;
  // The invitation is not what is counted here.
  await sql`UPDATE notifications SET status = 'CANCELLED' WHERE type = 'EMAIL'`;
}, 120_000);

afterAll(async () => {
  await sql.end();
  await service.stop();
});

/** Something that its assignee is told of by mail. */
async function assignTicket(): Promise<void> {
  made += 1;
  const opened = await call(service.origin, 'POST', '/api/v1/tickets', { token, body: { subject: `Caso ${made}` } });
  const assigned = await call(service.origin, 'PUT', `/api/v1/tickets/${opened.body.ticket_id}`, {
    token,
    body: { assigned_to: agent },
  });
  expect(assigned.status).toBe(200);
}

const mails = () => sql<MailRow[]>`
  SELECT status, attempts, last_error AS fault FROM notifications
  WHERE type = 'EMAIL' AND status <> 'CANCELLED' ORDER BY id`;

/** As if the pauses between attempts were over. */
const makeDue = () =>
  sql`UPDATE notifications SET next_attempt_at = now() WHERE status = 'PENDING' AND lease_until IS NULL`;

/** What a customer waits for an answer, for whatever the machine has time. Units: milliseconds. */
async function chatTakes(): Promise<number> {
  const chat = await startChat(service.origin);
  const stopwatch = startStopwatch();
  expect((await say(service.origin, chat, QUESTION)).status).toBe(200);
  return stopwatch();
}

const medianOf = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

async function manyChats(): Promise<number> {
  const took: number[] = [];
  for (let chat = 0; chat < 15; chat += 1) took.push(await chatTakes());
  return medianOf(took);
}

test('a mail server that is away, hangs and puts off: the chat does not notice, and each mail is taken once in the end', async () => {
  const usual = await manyChats();
  // Nobody listens there.
  for (let ticket = 0; ticket < TICKETS; ticket += 1) await assignTicket();
  await until(async () => (await mails()).filter(({ fault }) => fault === 'network').length === TICKETS, 60_000);
  for (let round = 0; round < 3; round += 1) {
    const before = (await mails()).reduce((sum, { attempts }) => sum + attempts, 0);
    await makeDue();
    await until(async () => (await mails()).reduce((sum, { attempts }) => sum + attempts, 0) > before, 60_000);
  }
  const away = await manyChats();

  // It is there, takes every letter and says nothing; a worker dies with what it had on its way.
  let mail: MailBox = await startMailServer(port);
  mail.behave('hang');
  await makeDue();
  await until(() => mail.offers >= 1, 60_000);
  const hanging = await manyChats();
  const [victim = 0] = await service.workers();
  process.kill(victim, 'SIGKILL');
  await mail.stop();
  expect(mail.taken).toHaveLength(0);

  // It puts everything off once.
  mail = await startMailServer(port);
  mail.behave({ refuse: 451 });
  await sql`UPDATE notifications SET lease_until = NULL WHERE status = 'PENDING'`;
  await makeDue();
  await until(async () => (await mails()).some(({ fault }) => fault === 'deferred'), 60_000);
  mail.behave('take');
  await until(async () => {
    await makeDue();
    return (await mails()).every(({ status }) => status === 'SENT');
  }, 120_000);
  await until(async () => (await service.workers()).length === WORKERS);
  const rows = await mails();
  // One more: whatever was due besides, as one that would come twice, has left before it.
  await assignTicket();
  await until(() => mail.taken.some(({ headers }) => headers.get('subject')?.includes(`Caso ${made}`)));
  const taken = mail.taken.filter(({ headers }) => !headers.get('subject')?.includes(`Caso ${made}`));
  const ids = taken.map(({ headers }) => headers.get('message-id'));
  process.stdout.write(
    `  ${rows.length} mails after ${rows.map(({ attempts }) => attempts)} attempts; a chat's answer took ${usual.toFixed(0)} ms, ${away.toFixed(0)} while the server was away, ${hanging.toFixed(0)} while it hung\n`,
  );
  expect(rows).toHaveLength(TICKETS);
  expect(taken).toHaveLength(TICKETS);
  expect(new Set(ids).size).toBe(TICKETS);
  expect(new Set(taken.map(({ headers }) => headers.get('subject'))).size).toBe(TICKETS);
  for (const { attempts } of rows) expect(attempts).toBeWithin(3, MAX_ATTEMPTS);
  expect(Math.max(away, hanging)).toBeLessThan(usual * 3 + 200);
  await mail.stop();
}, 240_000);

test('a mail that nobody ever takes is given up after so many attempts, and said so', async () => {
  await assignTicket();
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    await until(async () => ((await mails()).at(-1)?.attempts ?? 0) >= attempt, 60_000);
    await until(async () => {
      await makeDue();
      const row = (await mails()).at(-1);
      return row?.status === 'FAILED' || (row?.attempts ?? 0) > attempt;
    }, 60_000);
    if ((await mails()).at(-1)?.status === 'FAILED') break;
  }
  expect((await mails()).at(-1)).toEqual({ status: 'FAILED', attempts: MAX_ATTEMPTS, fault: 'network' });
}, 180_000);
