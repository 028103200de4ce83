import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test';
import { createServer } from 'node:net';
import { HttpBank } from '../../src/bank/http.ts';
import { NoBank } from '../../src/bank/none.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { failureOf, withFirst } from '../support/bank-failure.ts';
import { type BankBehaviour, type BankServer, startBankServer } from '../support/bank-server.ts';
import { StoppedClock } from '../support/stopped-clock.ts';
import { startStopwatch } from '../support/stopwatch.ts';

const ID = 'C-1001';
/** Ample: on a busy machine even a bank that answers at once may take a while. */
const TIMEOUT_MS = 5_000;
/** Where the deadline is what is looked at. */
const SHORT_MS = 1_500;
/** Longer than any deadline here. */
const TOO_SLOW_MS = 20_000;
const CLOCK = { now: () => new Date(), monotonic: () => performance.now() };

let server: BankServer;
let bank: HttpBank;

const connect = ({ apiUrl = server.url, clock = CLOCK as Clock, timeoutMs = TIMEOUT_MS } = {}) =>
  new HttpBank({ apiUrl, apiToken: server.token, timeoutMs }, clock);

beforeAll(async () => {
  server = await startBankServer();
});

afterAll(() => server.stop());

beforeEach(() => {
  server.always({ kind: 'good' });
  server.requests.length = 0;
  // Each test has a breaker of its own.
  bank = connect();
});

describe('a bank that answers', () => {
  test('accounts come with the last four digits alone', async () => {
    expect(await bank.accounts(ID)).toEqual([
      { type: 'CHECKING', last4: '7317', currency: 'MXN', balanceCents: 5_510_854 },
      { type: 'SAVINGS', last4: '9881', currency: 'MXN', balanceCents: 2_425_421 },
      { type: 'CREDIT', last4: '0165', currency: 'MXN', balanceCents: -6_186 },
    ]);
    expect(server.requests[0]).toMatchObject({ method: 'GET', path: `/desk/v1/customers/${ID}/accounts` });
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${server.token}`);
  });

  test('movements are filtered by the bank, newest first', async () => {
    const filter = { from: '2026-09-01', to: '2026-09-30', accountType: 'CHECKING', limit: 3 } as const;
    const found = await bank.transactions(ID, filter);
    expect(found).toHaveLength(3);
    expect(found[0]).toEqual({
      accountType: 'CHECKING',
      accountLast4: '7317',
      date: '2026-09-30',
      description: 'Nómina Grupo Altavela',
      amountCents: 1_284_000,
      currency: 'MXN',
    });
    const query = new URL(server.requests[0]?.path ?? '', 'http://bank').searchParams;
    expect(Object.fromEntries(query)).toEqual({
      from: '2026-09-01',
      to: '2026-09-30',
      account_type: 'CHECKING',
      limit: '3',
    });
    await bank.transactions(ID, { limit: 5_000 });
    expect(server.requests[1]?.path).toEndWith('?limit=200');
  });

  test('a card is frozen once, also when the answer is lost on the way', async () => {
    server.next({ kind: 'reset' });
    expect(await bank.freezeCard('C-1002', '7782')).toMatchObject({ last4: '7782', status: 'FROZEN' });
    const keys = server.requests.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys[1]).toBe(keys[0]);
    await bank.freezeCard('C-1002', '7782');
    expect(server.requests[2]?.headers['idempotency-key']).not.toBe(keys[0]);
    expect((await bank.cards('C-1002'))[0]?.status).toBe('FROZEN');
  });

  test('nobody and nothing is no outage', async () => {
    expect(await bank.accounts('C-9999')).toEqual([]);
    expect(await bank.transactions('C-9999', {})).toEqual([]);
    expect(await bank.cards('C-9999')).toEqual([]);
    expect(await bank.freezeCard(ID, '0000')).toBeNull();
    const before = server.requests.length;
    expect(await bank.freezeCard(ID, '1/..')).toBeNull();
    expect(server.requests).toHaveLength(before);
  });

  test('the 404 of a gateway in front does not stand for "no accounts"', async () => {
    server.next({ kind: 'status', status: 404 });
    expect(await failureOf(bank.accounts(ID))).toBe('refused');
    expect(await failureOf(connect({ apiUrl: server.url.replace('/desk', '/other') }).accounts(ID))).toBe('refused');
  });

  test('ids are written so that they stay one step of the address', async () => {
    await bank.accounts('a/b?c=d#e %2F ñ').catch(() => null);
    expect(server.requests[0]?.path).toBe('/desk/v1/customers/a%2Fb%3Fc%3Dd%23e%20%252F%20%C3%B1/accounts');
    for (const id of ['', '.', '..', 'x'.repeat(129), '\ud800']) {
      expect(await failureOf(bank.accounts(id))).toBe('identifier');
    }
    expect(server.requests).toHaveLength(1);
  });

  test("numbers of others in a movement's text are masked, its spaces mended", async () => {
    const text = 'SPEI a  5555 5555 5555 4444\u0007 renta';
    server.next({ kind: 'changed', change: (body) => withFirst(body, 'transactions', { description: text }) });
    const [first] = await bank.transactions(ID, {});
    expect(first?.description).toContain('renta');
    expect(first?.description).not.toContain('5555 5555');
    expect(first?.description).not.toContain('\u0007');
  });

  test('connections are used again', async () => {
    const patient = connect({ timeoutMs: 7_500 });
    for (let round = 0; round < 3; round += 1) await patient.accounts(ID);
    const ports = new Set(server.requests.map(({ port }) => port));
    expect([server.requests.length, ports.size]).toEqual([3, 1]);
    // Longer than a connection may take to be made, and the second half waits so long for a connection.
    server.always({ kind: 'slow', ms: 2_600 });
    // More than there are connections: those that wait for one are not given up, nor asked twice.
    expect(await Promise.all(Array.from({ length: 40 }, () => patient.cards(ID)))).toHaveLength(40);
    expect(server.requests).toHaveLength(43);
  });
});

describe('a bank in trouble', () => {
  test.each([502, 503, 504])('after %d it is asked once more', async (status) => {
    server.next({ kind: 'status', status });
    expect(await bank.accounts(ID)).toHaveLength(3);
    server.next({ kind: 'status', status }, { kind: 'status', status });
    expect(await failureOf(bank.accounts(ID))).toBe('failed');
    expect(server.requests).toHaveLength(4);
  });

  test.each([
    [500, 'failed'],
    [429, 'failed'],
    [400, 'refused'],
    [401, 'refused'],
    [403, 'refused'],
    [204, 'refused'],
  ] as const)('after %d it is not', async (status, code) => {
    server.next({ kind: 'status', status });
    expect(await failureOf(bank.accounts(ID))).toBe(code);
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    { kind: 'reset' },
    { kind: 'truncated', hasLength: true },
    { kind: 'truncated', hasLength: false },
  ] satisfies BankBehaviour[])('a connection that breaks ($kind) is tried once more', async (behaviour) => {
    server.next(behaviour);
    expect(await bank.accounts(ID)).toHaveLength(3);
    server.next(behaviour, behaviour);
    expect(await failureOf(bank.accounts(ID))).toBe('network');
    expect(server.requests).toHaveLength(4);
  });

  test.each([{ kind: 'slow', ms: TOO_SLOW_MS }, { kind: 'drip' }] satisfies BankBehaviour[])(
    'its time is bounded ($kind)',
    async (behaviour) => {
      server.next(behaviour);
      const start = performance.now();
      expect(await failureOf(connect({ timeoutMs: SHORT_MS }).accounts(ID))).toBe('timeout');
      expect(performance.now() - start).toBeWithin(SHORT_MS - 50, TOO_SLOW_MS / 2);
      expect(server.requests).toHaveLength(1);
    },
  );

  test('a retry shares the time of the first try', async () => {
    server.next({ kind: 'status', status: 503, ms: SHORT_MS * 0.6 }, { kind: 'slow', ms: TOO_SLOW_MS });
    const stopwatch = startStopwatch();
    expect(await failureOf(connect({ timeoutMs: SHORT_MS }).accounts(ID))).toBe('timeout');
    // A retry with a whole time of its own would end later than that.
    expect(stopwatch()).toBeLessThan(SHORT_MS * 1.6);
  });

  test('a host that takes connections and never finishes one has a shorter time', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    const { port } = silent.address() as { port: number };
    // Long enough that on a busy machine both attempts end by their own deadline and not by the one for all.
    const timeoutMs = 6_000;
    const patient = connect({ apiUrl: `https://127.0.0.1:${port}`, timeoutMs });
    const start = performance.now();
    expect(await failureOf(patient.accounts(ID))).toBe('connect_timeout');
    expect(performance.now() - start).toBeLessThan(timeoutMs);
    silent.close();
  });

  test('nobody at that address', async () => {
    const nobody = connect({ apiUrl: 'http://127.0.0.1:9/x' });
    expect(await failureOf(nobody.accounts(ID))).toBe('network');
  });

  test('an answer without an end is cut off', async () => {
    server.next({ kind: 'endless' });
    expect(await failureOf(connect().accounts(ID))).toBe('too_large');
    server.next({ kind: 'raw', body: ' '.repeat(600 * 1024) });
    expect(await failureOf(bank.accounts(ID))).toBe('too_large');
  });

  test('redirects are refused, and the token goes nowhere else', async () => {
    const other = await startBankServer();
    server.next({ kind: 'redirect', location: `${other.url}/customers/${ID}/accounts` });
    expect(await failureOf(bank.accounts(ID))).toBe('refused');
    expect(other.requests).toHaveLength(0);
    await other.stop();
  });

  test('after five outages it is left alone for half a minute', async () => {
    const clock = new StoppedClock();
    const patient = connect({ clock });
    server.always({ kind: 'status', status: 500 });
    for (let round = 0; round < 5; round += 1) expect(await failureOf(patient.accounts(ID))).toBe('failed');
    expect(await failureOf(patient.accounts(ID))).toBe('circuit_open');
    expect(server.requests).toHaveLength(5);
    server.always({ kind: 'good' });
    clock.ms += 30_000;
    expect(await patient.accounts(ID)).toHaveLength(3);
    expect(await patient.cards(ID)).toHaveLength(2);
  });

  test("one customer's bad data does not take the bank from the others", async () => {
    server.next(...Array.from({ length: 6 }, (): BankBehaviour => ({ kind: 'raw', body: '{}' })));
    for (let round = 0; round < 6; round += 1) expect(await failureOf(bank.accounts(ID))).toBe('bad_answer');
    expect(await bank.accounts('C-1002')).toHaveLength(1);
  });

  test('without a bank there is no answer, and no invented one', async () => {
    const none = new NoBank();
    for (const call of [none.accounts(), none.cards(), none.transactions(), none.freezeCard()]) {
      expect(await failureOf(call)).toBe('not_configured');
    }
  });
});
