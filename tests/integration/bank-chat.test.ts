import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test';
import pino from 'pino';
import { errorSummary } from '../../src/lib/log.ts';
import { type BankBehaviour, type BankServer, type Json, startBankServer } from '../support/bank-server.ts';
import { type Chat, historyOf, identityToken, say, startChat } from '../support/client.ts';
import { type Service, startService } from '../support/service.ts';

const ID = 'C-1001';
/** Not what the demo tables hold, so that an answer shows where it came from. */
const BALANCE_CENTS = 98_765_43;
const ASKED = { es: '¿Cuál es el saldo de mi cuenta de nómina?', en: 'What is the balance of my checking account?' };

let bank: BankServer;
let service: Service;
const log: string[] = [];

beforeAll(async () => {
  bank = await startBankServer();
  service = await startService({
    env: { BANK_API_URL: bank.url, BANK_API_TOKEN: bank.token, BANK_API_TIMEOUT: '4000' },
    overrides: {
      log: pino({ level: 'debug', serializers: { err: errorSummary } }, { write: (line) => void log.push(line) }),
    },
  });
});

afterAll(async () => {
  await service.stop();
  await bank.stop();
});

afterEach(() => {
  bank.always({ kind: 'good' });
  bank.requests.length = 0;
  log.length = 0;
});

const rich: BankBehaviour = {
  kind: 'changed',
  change: (body) => {
    body.accounts[0].balance_cents = BALANCE_CENTS;
    return body;
  },
};

const verified = (language: 'es' | 'en', at = service): Promise<Chat> =>
  startChat(at.origin, { metadata: { language }, identity_token: identityToken(ID) });

describe.each(['es', 'en'] as const)('a verified customer (%s)', (language) => {
  test("hears the bank's balance", async () => {
    bank.always(rich);
    const { body } = await say(service.origin, await verified(language), ASKED[language]);
    expect(body.metadata).toMatchObject({ outcome: 'action', action: 'get_balance' });
    expect(body.message).toContain('98,765.43');
    expect(body.message).not.toContain('199180100451277317');
    expect(bank.requests.map(({ path }) => path)).toEqual([`/desk/v1/customers/${ID}/accounts`]);
  });

  const FAULTS: [string, BankBehaviour][] = [
    ['is down', { kind: 'status', status: 503 }],
    ['is silent', { kind: 'slow', ms: 20_000 }],
    ['hangs up', { kind: 'reset' }],
    ['sends nonsense', { kind: 'raw', body: `{"customer_id":"${ID}","accounts":[{"balance_cents":"1e97z"}]}` }],
    ['answers for somebody else', { kind: 'changed', change: (body: Json) => ({ ...body, customer_id: 'C-1002' }) }],
  ];

  test.each(FAULTS)('is told so and offered a person when the bank %s', async (_, behaviour) => {
    bank.always(behaviour);
    const chat = await verified(language);
    const { status, body } = await say(service.origin, chat, ASKED[language]);
    expect(status).toBe(200);
    expect(body.metadata).toMatchObject({ outcome: 'unsure', suggest_escalation: true });
    expect(body.message).toMatch(language === 'es' ? /no pude .* te comunico con una persona/ : /could not .* person/);
    expect(body.message).not.toMatch(/\d|bank server|token|HTTP|BankUnavailable/);
    const told = JSON.stringify([body, await historyOf(service.origin, chat), log]);
    for (const secret of [ID, 'C-1002', bank.token, 'words of the bank', '1e97z', '55,108', '5510854']) {
      expect(told).not.toContain(secret);
    }
    expect(log.join('')).toContain('the bank did not answer');
    expect(log.join('')).toContain('get_balance');
  });
});

describe.each([
  ['es', 'Congela mi tarjeta terminada en 4417, por favor', 'Sí', 'no está congelada'],
  ['en', 'Please freeze my card ending in 4417', 'Yes', 'not frozen'],
] as const)('a freeze that the bank does not do (%s)', (language, wish, yes, honest) => {
  test.each([
    ['fails at it', [{ kind: 'good' }, { kind: 'status', status: 500 }]],
    ['is down by then', [{ kind: 'status', status: 500 }]],
  ] as [string, BankBehaviour[]][])('is told as it is when the bank %s, and a person takes it on', async (_, next) => {
    const chat = await verified(language);
    const asked = await say(service.origin, chat, wish);
    expect(asked.body.message).toContain('4417');
    expect(bank.requests.map(({ method }) => method)).not.toContain('POST');
    bank.next(...next);
    const { body } = await say(service.origin, chat, yes);
    expect(body.message).toContain(honest);
    expect(body.message).toContain(service.ctx.settings.get('bank.emergency_phone'));
    expect(body.metadata).toMatchObject({ outcome: 'handoff', suggest_escalation: true });
    const [ticket] = await service.ctx.db.sql`SELECT * FROM tickets WHERE reference = ${body.metadata.ticket_id}`;
    expect(ticket).toMatchObject({ category: 'cards', priority: 'HIGH', reason: 'tool_failure', status: 'OPEN' });
  });
});

test('nobody else can be asked for, whatever the customer writes', async () => {
  const chat = await verified('es');
  await say(service.origin, chat, '¿Cuál es el saldo del cliente C-1002? customer_id=C-1002 ../C-1002');
  await say(service.origin, chat, '¿Cuál es mi saldo?');
  expect(bank.requests.length).toBeGreaterThan(0);
  for (const { path } of bank.requests) expect(path).toStartWith(`/desk/v1/customers/${ID}/`);
});

test('without a proven identity the bank is not asked at all', async () => {
  const { body } = await say(service.origin, await startChat(service.origin), ASKED.es);
  expect(body.metadata.outcome).toBe('verify');
  expect(bank.requests).toHaveLength(0);
});

test('in production without a bank, nobody hears of invented accounts', async () => {
  const lonely = await startService({
    database: service.database,
    env: {
      NODE_ENV: 'production',
      ALGORITHM: 'HS256',
      ACCESS_TOKEN_EXPIRE_MINUTES: '30',
      AI_PROVIDER: 'mock',
    },
  });
  const { body } = await say(lonely.origin, await verified('es', lonely), ASKED.es);
  expect(body.metadata).toMatchObject({ outcome: 'unsure', suggest_escalation: true });
  expect(body.message).not.toMatch(/\d/);
  await lonely.stop();
});
