import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { getTurnState } from '../../src/features/chat/turn-queries.ts';
import { type Chat, call, identityToken, say, staffToken, startChat } from '../support/client.ts';
import { type IdentityProvider, startIdentityProvider } from '../support/identity-provider.ts';
import { type MailBox, startMailServer } from '../support/mail-server.ts';
import { type Service, startService } from '../support/service.ts';

const CUSTOMER = 'C-1002';
const BALANCE = '¿Cuál es mi saldo?';

describe('levels', () => {
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

  const levelOf = async (chat: Chat) => (await getTurnState(service.ctx.db.sql, chat.id)).identityLevel;

  /** As if so many minutes had gone by since the proof. */
  const age = (chat: Chat, minutes: number) => service.ctx.db.sql`
    UPDATE conversations SET identity_expires_at = identity_expires_at - make_interval(mins => ${minutes})
    WHERE id = ${chat.id}`;

  const verify = async (step: string, chat: Chat, fields: object) =>
    call(service.origin, 'POST', `/api/v1/chat/verify/${step}`, {
      token: chat.token,
      body: { conversation_id: chat.id, ...fields },
    });

  test('a code is level 2 for ten minutes, then level 1, and nothing after thirty', async () => {
    const chat = await startChat(service.origin);
    expect(await levelOf(chat)).toBe(0);
    await verify('start', chat, { account_reference: CUSTOMER });
    const [code] = (await mail.next()).text.match(/\b\d{6}\b/) ?? [];
    expect((await verify('confirm', chat, { code })).status).toBe(200);
    expect(await levelOf(chat)).toBe(2);
    await age(chat, 9);
    expect(await levelOf(chat)).toBe(2);
    await age(chat, 2);
    expect(await levelOf(chat)).toBe(1);
    expect((await say(service.origin, chat, BALANCE)).body.metadata.outcome).toBe('action');
    await age(chat, 20);
    expect(await levelOf(chat)).toBe(0);
    expect((await say(service.origin, chat, BALANCE)).body.metadata.outcome).toBe('verify');
  });

  test('a customer who was deactivated here gets in with no token', async () => {
    const start = () =>
      call(service.origin, 'POST', '/api/v1/chat/start', { body: { identity_token: identityToken('C-1009') } });
    expect((await start()).status).toBe(200);
    await service.ctx.db.sql`UPDATE customers SET is_active = false WHERE external_id = 'C-1009'`;
    expect((await start()).status).toBe(401);
  });

  describe('the word of the person in charge', () => {
    const desk = (method: string, path: string, token: string, body: object = {}) =>
      call(service.origin, method, `/api/v1/conversations/${path}`, { token, body });

    test('is level 3 for thirty minutes, and nobody else may give it', async () => {
      const chat = await startChat(service.origin);
      const token = await staffToken(service.origin);
      const vouch = (customer?: string) => desk('POST', `${chat.id}/identity`, token, { customer });
      expect((await vouch(CUSTOMER)).status).toBe(409);
      expect((await desk('POST', `${chat.id}/identity`, chat.token, { customer: CUSTOMER })).status).toBe(401);
      expect((await desk('POST', `${chat.id}/takeover`, token)).status).toBe(200);
      expect((await vouch()).status).toBe(422);
      expect((await vouch('C-9999')).status).toBe(422);
      expect(await levelOf(chat)).toBe(0);
      const confirmed = await vouch(CUSTOMER);
      expect(confirmed).toMatchObject({ status: 200, body: { id: chat.id, identity_level: 3 } });
      expect((await vouch('C-1001')).status).toBe(409);
      expect((await desk('POST', `${chat.id}/release`, token)).status).toBe(200);
      const { body } = await say(service.origin, chat, BALANCE);
      expect(body.metadata).toMatchObject({ outcome: 'action', action: 'get_balance' });
      expect(body.message).toContain('22,074.92');
      const [entry] = await service.ctx.db.sql`
        SELECT actor_name, details::jsonb ->> 'by' AS by FROM audit_log WHERE action = 'customer.verified'
        AND details::jsonb ->> 'conversation' = ${chat.id}`;
      expect(entry).toMatchObject({ by: 'agent' });
      expect(entry?.actor_name).not.toBe('customer');
      await age(chat, 29);
      expect(await levelOf(chat)).toBe(3);
      await age(chat, 2);
      expect(await levelOf(chat)).toBe(0);
    });

    test('lifts what a token has proven, and cannot turn it into somebody else', async () => {
      const chat = await startChat(service.origin, { identity_token: identityToken(CUSTOMER) });
      const token = await staffToken(service.origin);
      await desk('POST', `${chat.id}/takeover`, token);
      expect((await desk('POST', `${chat.id}/identity`, token, { customer: 'C-1001' })).status).toBe(409);
      expect(await levelOf(chat)).toBe(1);
      expect((await desk('POST', `${chat.id}/identity`, token)).status).toBe(200);
      expect(await levelOf(chat)).toBe(3);
    });
  });

  test("a token of the bank's site is level 1 for thirty minutes", async () => {
    const chat = await startChat(service.origin, { identity_token: identityToken(CUSTOMER) });
    expect(await levelOf(chat)).toBe(1);
    await age(chat, 29);
    expect(await levelOf(chat)).toBe(1);
    await age(chat, 2);
    expect(await levelOf(chat)).toBe(0);
  });
});

describe('tokens signed with a published key', () => {
  let bank: IdentityProvider;
  let service: Service;

  beforeAll(async () => {
    bank = await startIdentityProvider();
    service = await startService({ env: { CUSTOMER_IDENTITY_SECRET: '', CUSTOMER_IDENTITY_JWKS_URL: bank.jwksUrl } });
  });

  afterAll(async () => {
    await service.stop();
    await bank.stop();
  });

  const start = (token: string) =>
    call(service.origin, 'POST', '/api/v1/chat/start', {
      body: { metadata: { language: 'es' }, identity_token: token },
    });

  test.each(['RS256', 'ES256'] as const)('%s opens the account', async (alg) => {
    const { status, body } = await start(await bank.sign({ alg }));
    expect(status).toBe(200);
    const chat = { id: body.conversation_id, token: body.conversation_token };
    const reply = await say(service.origin, chat, BALANCE);
    expect(reply.body.metadata).toMatchObject({ outcome: 'action', action: 'get_balance' });
    expect(reply.body.message).toContain('22,074.92');
  });

  const now = () => Math.floor(Date.now() / 1_000);
  const REFUSED: [string, () => Promise<string> | string][] = [
    ['of another RSA key under a published name', () => bank.sign({ alg: 'RS256', isForeign: true })],
    ['of another elliptic key under a published name', () => bank.sign({ alg: 'ES256', isForeign: true })],
    ['without a signature', () => bank.unsigned()],
    ['signed with the public key as a secret', () => bank.signedWithPublicKey()],
    ['that has expired', () => bank.sign({ alg: 'RS256', claims: { exp: now() - 120 } })],
    ['without an end', () => bank.sign({ alg: 'RS256', claims: { exp: undefined } })],
    ['that is not valid yet', () => bank.sign({ alg: 'RS256', claims: { nbf: now() + 600 } })],
    ['for nobody', () => bank.sign({ alg: 'RS256', claims: { sub: undefined } })],
    ['for an empty name', () => bank.sign({ alg: 'RS256', claims: { sub: '' } })],
    ['for a number', () => bank.sign({ alg: 'RS256', claims: { sub: 1002 } })],
    ['for a list', () => bank.sign({ alg: 'RS256', claims: { sub: [CUSTOMER] } })],
    ['for an object', () => bank.sign({ alg: 'ES256', claims: { sub: { id: CUSTOMER } } })],
    ["with the other door's secret", () => identityToken(CUSTOMER)],
    ['with its claims changed', async () => tampered(await bank.sign({ alg: 'RS256' }))],
  ];

  test.each(REFUSED)('a token %s is refused', async (_, make) => {
    const { status, body } = await start(await make());
    expect(status).toBe(401);
    expect(JSON.stringify(body)).not.toContain(CUSTOMER);
  });

  test('with the published keys out of reach nobody comes in, and the chat itself does', async () => {
    const lonely = await startService({
      database: service.database,
      env: { CUSTOMER_IDENTITY_SECRET: '', CUSTOMER_IDENTITY_JWKS_URL: 'http://127.0.0.1:9/keys' },
    });
    const { status } = await call(lonely.origin, 'POST', '/api/v1/chat/start', {
      body: { identity_token: await bank.sign({ alg: 'RS256' }) },
    });
    expect(status).toBe(401);
    expect((await call(lonely.origin, 'POST', '/api/v1/chat/start', { body: {} })).status).toBe(200);
    await lonely.stop();
  });
});

function tampered(token: string): string {
  const [header, claims = '', signature] = token.split('.');
  const other = Buffer.from(claims, 'base64url').toString().replace(CUSTOMER, 'C-1001');
  return [header, Buffer.from(other).toString('base64url'), signature].join('.');
}
