import { afterAll, beforeAll, expect, test } from 'bun:test';
import { type Chat, call, identityToken, say, startChat } from '../support/client.ts';
import { type MailBox, startMailServer } from '../support/mail-server.ts';
import { type Service, startService } from '../support/service.ts';

const BALANCE = '¿Cuál es el saldo de mi cuenta?';

let mail: MailBox;
let service: Service;

beforeAll(async () => {
  mail = await startMailServer();
  service = await startService({
    env: { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(mail.port), SMTP_FROM_EMAIL: 'desk@joxai.test' },
  });
});

afterAll(async () => {
  await service.stop();
  await mail.stop();
});

const start = (chat: Chat, reference: string) =>
  call(service.origin, 'POST', '/api/v1/chat/verify/start', {
    token: chat.token,
    body: { conversation_id: chat.id, account_reference: reference },
  });

const confirm = (chat: Chat, code: string) =>
  call(service.origin, 'POST', '/api/v1/chat/verify/confirm', {
    token: chat.token,
    body: { conversation_id: chat.id, code },
  });

test('a mailed code opens the account, and nothing before it does', async () => {
  const chat = await startChat(service.origin);
  expect((await say(service.origin, chat, BALANCE)).body.metadata.outcome).toBe('verify');
  expect((await start(chat, 'C-1010')).status).toBe(200);
  const letter = await mail.next();
  expect(letter.to).toBe('rosa.chan@example.com');
  const [code = ''] = letter.text.match(/\b\d{6}\b/) ?? [];
  expect((await confirm(chat, code === '000000' ? '111111' : '000000')).status).toBe(422);
  expect((await confirm(chat, code)).status).toBe(200);
  const reply = await say(service.origin, chat, BALANCE);
  expect(reply.body.metadata).toMatchObject({ outcome: 'action', action: 'get_balance' });
  expect(reply.body.message).toContain('24,665.60');
  // Spent: the same code opens nothing a second time.
  expect((await confirm(chat, code)).status).toBe(422);
});

test('a conversation that is a customer’s does not become another one’s', async () => {
  const chat = await startChat(service.origin, { identity_token: identityToken('C-1001') });
  expect((await say(service.origin, chat, BALANCE)).body.metadata.action).toBe('get_balance');
  const codeFor = async (reference: string) => {
    expect((await start(chat, reference)).status).toBe(200);
    return (await mail.next()).text.match(/\b\d{6}\b/)?.[0] ?? '';
  };
  const customer = async () =>
    (
      await service.ctx.db.sql`
      SELECT p.external_id FROM conversations c JOIN customers p ON p.id = c.customer_id WHERE c.id = ${chat.id}`
    )[0];
  expect((await confirm(chat, await codeFor('C-1010'))).status).toBe(409);
  expect(await customer()).toMatchObject({ external_id: 'C-1001' });
  expect((await confirm(chat, await codeFor('C-1001'))).status).toBe(200);
  expect(await customer()).toMatchObject({ external_id: 'C-1001' });
});

test('five wrong codes use the right one up', async () => {
  const chat = await startChat(service.origin);
  await start(chat, 'emily.carter@example.com');
  const [code = ''] = (await mail.next()).text.match(/\b\d{6}\b/) ?? [];
  const wrong = code === '000000' ? '111111' : '000000';
  for (let attempt = 0; attempt < 5; attempt += 1) expect((await confirm(chat, wrong)).status).toBe(422);
  expect((await confirm(chat, code)).status).toBe(422);
});

test('the answer does not tell whether the reference names anybody', async () => {
  const chat = await startChat(service.origin);
  const [known, unknown] = [await start(chat, 'C-1001'), await start(chat, 'C-9999')];
  await mail.next();
  expect(unknown.status).toBe(known.status);
  expect(unknown.body).toEqual(known.body);
});

test('a customer gets ten codes an hour at most, and nobody is told when there are no more', async () => {
  const chat = await startChat(service.origin);
  let code = '';
  for (let round = 0; round < 10; round += 1) {
    expect((await start(chat, 'C-1005')).status).toBe(200);
    [code = ''] = (await mail.next()).text.match(/\b\d{6}\b/) ?? [];
  }
  const [refused, other] = [await start(chat, 'C-1005'), await start(await startChat(service.origin), 'C-1006')];
  expect(refused.status).toBe(other.status);
  expect((await mail.next()).to).toBe('contacto.espigadorada@example.com');
  // The code before it went with the one that was not sent.
  expect((await confirm(chat, code)).status).toBe(422);
});

test('without a mail server the customer is told that it cannot be done', async () => {
  const silent = await startService({ database: service.database });
  const chat = await startChat(silent.origin);
  const { status } = await call(silent.origin, 'POST', '/api/v1/chat/verify/start', {
    token: chat.token,
    body: { conversation_id: chat.id, account_reference: 'C-1001' },
  });
  expect(status).toBe(503);
  await silent.stop();
});
