import { afterAll, beforeAll, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { HttpBank } from '../../src/bank/http.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { type BankServer, type Json, startBankServer } from '../support/bank-server.ts';

const OPENAPI: Json = Bun.YAML.parse(
  readFileSync(new URL('../../docs/bank-api.openapi.yaml', import.meta.url), 'utf8'),
);
const ID = 'C-1001';
/** Ample: time is not what is looked at. */
const TIMEOUT_MS = 20_000;

let server: BankServer;
let bank: HttpBank;

beforeAll(async () => {
  server = await startBankServer();
  bank = new HttpBank({ apiUrl: server.url, apiToken: server.token, timeoutMs: TIMEOUT_MS }, systemClock);
});

afterAll(() => server.stop());

const exampleOf = (path: string, method: string, status = '200'): Json => {
  const response = OPENAPI.paths[path][method].responses[status];
  const resolved = response.$ref ? resolve(response.$ref) : response;
  return resolved.content['application/json'].example;
};

const resolve = (ref: string): Json =>
  ref
    .slice(2)
    .split('/')
    .reduce((node, key) => node[key], OPENAPI);

const OPERATIONS: [string, 'get' | 'post', () => Promise<unknown>][] = [
  ['/customers/{id}/accounts', 'get', () => bank.accounts(ID)],
  ['/customers/{id}/transactions', 'get', () => bank.transactions(ID, { from: '2026-10-01', to: '2026-10-31' })],
  ['/customers/{id}/cards', 'get', () => bank.cards(ID)],
  ['/customers/{id}/cards/{last4}/freeze', 'post', () => bank.freezeCard(ID, '4417')],
];

test('names the operations that are called, and no other', () => {
  const documented = Object.entries<Json>(OPENAPI.paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((key) => key !== 'parameters')
      .map((method) => `${method} ${path}`),
  );
  expect(documented).toEqual(OPERATIONS.map(([path, method]) => `${method} ${path}`));
});

test.each(OPERATIONS)('%s (%s): its examples are understood', async (path, method, call) => {
  server.requests.length = 0;
  const body = exampleOf(path, method);
  server.next({ kind: 'raw', body: JSON.stringify(body) });
  const read = await call();
  const rows = Object.values(body).find((value) => typeof value === 'object');
  if (Array.isArray(rows)) expect(read).toHaveLength(rows.length);
  else expect(read).toEqual(rows);
  const pattern = path.replace(/\{\w+\}/g, '[^/]+');
  expect(server.requests[0]?.path.split('?')[0]).toMatch(new RegExp(`^/desk/v1${pattern}$`));
  expect(exampleOf(path, method, '404')).toEqual({ code: 'not_found' });
});

test('every reference leads somewhere', () => {
  const refs = JSON.stringify(OPENAPI).matchAll(/"\$ref":"([^"]+)"/g);
  const targets = [...refs].map(([, ref = '']) => ref);
  expect(targets.length).toBeGreaterThan(20);
  for (const target of targets) expect(resolve(target)).toBeDefined();
});

test("the reference server's answers have every field that is required, and no other", async () => {
  const ask = async (path: string): Promise<Json> =>
    (await fetch(server.url + path, { headers: { authorization: `Bearer ${server.token}` } })).json();
  for (const [path, list, row] of [
    ['accounts', 'accounts', 'Account'],
    ['transactions?limit=20', 'transactions', 'Transaction'],
    ['cards', 'cards', 'Card'],
  ] as const) {
    const rows = (await ask(`/customers/${ID}/${path}`))[list];
    expect(rows.length).toBeGreaterThan(1);
    const required = [...OPENAPI.components.schemas[row].required].sort();
    for (const one of rows) expect(Object.keys(one).sort()).toEqual(required);
  }
});
