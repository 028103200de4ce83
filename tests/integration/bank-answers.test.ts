import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test';
import { HttpBank } from '../../src/bank/http.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { failureOf, withFirst } from '../support/bank-failure.ts';
import { type BankServer, type Json, startBankServer } from '../support/bank-server.ts';

const ID = 'C-1001';
/** Ample: time is not what is looked at. */
const TIMEOUT_MS = 20_000;
const CLABE = '199180100451277317';

let server: BankServer;
let bank: HttpBank;

beforeAll(async () => {
  server = await startBankServer();
});

afterAll(() => server.stop());

beforeEach(() => {
  bank = new HttpBank({ apiUrl: server.url, apiToken: server.token, timeoutMs: TIMEOUT_MS }, systemClock);
});

describe('an answer that is not as documented', () => {
  test.each(['', 'null', '[]', '"x"', '{', '{"accounts":[]}', '<html>', `{"customer_id":"${ID}"}`, '\u0000'])(
    '%j is refused',
    async (body) => {
      server.next({ kind: 'raw', body });
      expect(await failureOf(bank.accounts(ID))).toBe('bad_answer');
    },
  );

  test('JSON under another type, or in another encoding, is refused', async () => {
    const body = JSON.stringify({ customer_id: ID, accounts: [] });
    server.next({ kind: 'raw', body });
    expect(await bank.accounts(ID)).toEqual([]);
    server.next({ kind: 'raw', body, type: 'text/html' });
    expect(await failureOf(bank.accounts(ID))).toBe('bad_answer');
  });

  test('another customer, or none named, is refused', async () => {
    for (const customer_id of ['C-1002', 'c-1001', '', null, undefined, [ID]]) {
      server.next({ kind: 'changed', change: (body) => ({ ...body, customer_id }) });
      expect(await failureOf(bank.accounts(ID))).toBe('bad_answer');
    }
  });

  test.each([
    { balance_cents: '5510854' },
    { balance_cents: 55108.54 },
    { balance_cents: 2 ** 53 },
    { balance_cents: null },
    { balance_cents: undefined },
    { currency: 'mxn' },
    { currency: 'XQZ' },
    { currency: 'JPY' },
    { currency: 484 },
    { type: 'checking' },
    { type: 'MORTGAGE' },
    { number: '317' },
    { number: 1991801004512773 },
    { number: `${CLABE}\n` },
    { number: 'no number 7317' },
  ])('an account with %j', async (fields) => {
    server.next({ kind: 'changed', change: (body) => withFirst(body, 'accounts', fields) });
    expect(await failureOf(bank.accounts(ID))).toBe('bad_answer');
  });

  test.each([
    { date: '2026-02-30' },
    { date: '2026-9-1' },
    { date: '2026-09-30T00:00:00Z' },
    { date: 20260930 },
    { date: '2030-01-01' },
    { date: '2020-01-01' },
    { amount_cents: '1' },
    { amount_cents: 0.5 },
    { currency: 'KWD' },
    { account_type: 'SAVINGS' },
    { account_number: '' },
    { description: '' },
    { description: ' \u0000 ' },
    { description: 'x'.repeat(201) },
    { description: { html: '<b>' } },
  ])('a movement with %j', async (fields) => {
    const filter = { from: '2026-08-01', to: '2026-12-31', accountType: 'CHECKING' } as const;
    server.next({ kind: 'changed', change: (body) => withFirst(body, 'transactions', fields) });
    expect(await failureOf(bank.transactions(ID, filter))).toBe('bad_answer');
    expect((await bank.transactions(ID, filter)).length).toBeGreaterThan(5);
  });

  test('movements in the wrong order, or more than were asked for', async () => {
    const reversed = (body: Json) => ({ ...body, transactions: body.transactions.reverse() });
    server.next({ kind: 'changed', change: reversed });
    expect(await failureOf(bank.transactions(ID, {}))).toBe('bad_answer');
    const doubled = (body: Json) => ({ ...body, transactions: [body.transactions[0], body.transactions[0]] });
    server.next({ kind: 'changed', change: doubled });
    expect(await failureOf(bank.transactions(ID, { limit: 1 }))).toBe('bad_answer');
  });

  test.each([
    { last4: '441' },
    { last4: 4417 },
    { last4: '4111111111111111' },
    { status: 'active' },
    { kind: 'PREPAID' },
    { brand: '' },
    { product: null },
  ])('a card with %j', async (fields) => {
    server.next({ kind: 'changed', change: (body) => withFirst(body, 'cards', fields) });
    expect(await failureOf(bank.cards(ID))).toBe('bad_answer');
  });

  test.each([{ status: 'ACTIVE' }, { last4: '9026' }, { last4: null }])(
    'a frozen card with %j is not called frozen',
    async (fields) => {
      server.next({ kind: 'changed', change: (body) => ({ ...body, card: { ...body.card, ...fields } }) });
      expect(await failureOf(bank.freezeCard(ID, '4417'))).toBe('bad_answer');
    },
  );
});
