import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the bank does with one request instead of answering it well. */
export type BankBehaviour =
  | { kind: 'good' }
  | { kind: 'slow'; ms: number }
  | { kind: 'status'; status: number; ms?: number }
  /** The documented answer, changed. */
  | { kind: 'changed'; change: (answer: Json) => unknown }
  /** Exactly this, with this type. */
  | { kind: 'raw'; body: string; type?: string }
  | { kind: 'redirect'; location: string }
  /** A head, then a body without an end. */
  | { kind: 'endless' }
  /** A head, then a byte now and then. */
  | { kind: 'drip' }
  /** An answer that could be whole, but its end does not come: the connection is reset. */
  | { kind: 'truncated'; hasLength: boolean }
  /** The connection is reset before any answer. */
  | { kind: 'reset' };

// biome-ignore lint/suspicious/noExplicitAny: tests break answers in every way
export type Json = any;

interface BankRequestSeen {
  method: string;
  /** As it stood on the wire. */
  path: string;
  headers: IncomingMessage['headers'];
  /** Of the other end: the same for all requests of one connection. */
  port: number | undefined;
}

/** The bank's side of docs/bank-api.openapi.yaml over the demo bank's file, for as long as it is not told otherwise. */
export interface BankServer {
  url: string;
  token: string;
  requests: BankRequestSeen[];
  /** What to do with the next requests, in this order. */
  next(...behaviours: BankBehaviour[]): void;
  /** What to do when nothing else was said. */
  always(behaviour: BankBehaviour): void;
  stop(): Promise<void>;
}

const TOKEN = 'token-of-the-desk-at-the-bank';
const BASE = '/desk/v1';

export async function startBankServer(): Promise<BankServer> {
  const customers: Json[] = JSON.parse(
    readFileSync(new URL('../../data/demo-bank/customers.json', import.meta.url), 'utf8'),
  );
  const frozen = new Map<string, Json>();
  const requests: BankRequestSeen[] = [];
  const queue: BankBehaviour[] = [];
  let usual: BankBehaviour = { kind: 'good' };
  const server = createServer((request, response) => {
    const { method = '', url: path = '', headers, socket } = request;
    requests.push({ method, path, headers, port: socket.remotePort });
    const behaviour = queue.shift() ?? usual;
    // A bank that refuses has done nothing.
    const answer = behaviour.kind === 'status' ? failure(0, '') : answerOf(request, customers, frozen);
    void behave(behaviour, answer, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${BASE}`,
    token: TOKEN,
    requests,
    next: (...behaviours) => queue.push(...behaviours),
    always: (behaviour) => {
      usual = behaviour;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Answer {
  status: number;
  body: Json;
}

const failure = (status: number, code: string): Answer => ({ status, body: { code } });

function answerOf(request: IncomingMessage, customers: Json[], frozen: Map<string, Json>): Answer {
  const url = new URL(request.url ?? '', 'http://bank');
  if (request.headers.authorization !== `Bearer ${TOKEN}`) return failure(401, 'unauthorized');
  const [, id, what = ''] = /^\/desk\/v1\/customers\/([^/]+)\/(.+)$/.exec(url.pathname) ?? [];
  if (id === undefined) return failure(404, 'no_such_path');
  const customer = customers.find(({ external_id }) => external_id === decodeURIComponent(id));
  if (!customer) return failure(404, 'not_found');
  const customer_id = customer.external_id;
  if (request.method === 'POST') return freeze(request, customer, what, frozen);
  if (what === 'accounts') return { status: 200, body: { customer_id, accounts: customer.accounts.map(accountView) } };
  if (what === 'cards') return { status: 200, body: { customer_id, cards: customer.cards } };
  if (what !== 'transactions') return failure(404, 'no_such_path');
  return { status: 200, body: { customer_id, transactions: transactionsOf(customer, url.searchParams) } };
}

const accountView = ({ clabe, type, currency, balance_cents }: Json) => ({
  type,
  number: clabe,
  currency,
  balance_cents,
});

function transactionsOf(customer: Json, query: URLSearchParams): Json[] {
  const [from, to, type] = ['from', 'to', 'account_type'].map((name) => query.get(name));
  return customer.accounts
    .filter((account: Json) => !type || account.type === type)
    .flatMap(({ type, clabe, currency, transactions }: Json) =>
      transactions.map((one: Json) => ({ account_type: type, account_number: clabe, ...one, currency })),
    )
    .filter(({ date }: Json) => (!from || date >= from) && (!to || date <= to))
    .sort((one: Json, other: Json) => other.date.localeCompare(one.date))
    .slice(0, Number(query.get('limit') ?? 50));
}

function freeze(request: IncomingMessage, customer: Json, what: string, frozen: Map<string, Json>): Answer {
  const key = String(request.headers['idempotency-key'] ?? '');
  if (key === '') return failure(400, 'idempotency_key_missing');
  const before = frozen.get(key);
  if (before) return before;
  const last4 = /^cards\/(\d{4})\/freeze$/.exec(what)?.[1];
  const card = customer.cards.find((one: Json) => one.last4 === last4);
  if (!card) return failure(404, 'not_found');
  if (card.status === 'ACTIVE') card.status = 'FROZEN';
  const answer = { status: 200, body: { customer_id: customer.external_id, card } };
  frozen.set(key, answer);
  return answer;
}

async function behave(behaviour: BankBehaviour, answer: Answer, response: ServerResponse): Promise<void> {
  const send = (status: number, body: string, type = 'application/json') =>
    response.writeHead(status, { 'content-type': type }).end(body);
  switch (behaviour.kind) {
    case 'slow':
      await Bun.sleep(behaviour.ms);
      return void send(answer.status, JSON.stringify(answer.body));
    case 'good':
      return void send(answer.status, JSON.stringify(answer.body));
    case 'status':
      await Bun.sleep(behaviour.ms ?? 0);
      return void send(behaviour.status, JSON.stringify({ code: 'failed', detail: 'words of the bank about C-1001' }));
    case 'changed':
      return void send(200, JSON.stringify(behaviour.change(structuredClone(answer.body))));
    case 'raw':
      return void send(200, behaviour.body, behaviour.type);
    case 'redirect':
      return void response.writeHead(302, { location: behaviour.location }).end();
    case 'reset':
      return void response.destroy();
    case 'truncated':
      return truncate(behaviour.hasLength, JSON.stringify(answer.body), response);
    default:
      return writeOn(behaviour.kind, response);
  }
}

function truncate(hasLength: boolean, body: string, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', ...(hasLength && { 'content-length': '99999' }) });
  response.write(body);
  // What was written must leave before the connection is torn down.
  setTimeout(() => response.destroy(), 30);
}

async function writeOn(kind: 'endless' | 'drip', response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json' });
  const piece = kind === 'drip' ? ' ' : ' '.repeat(64 * 1024);
  while (!response.destroyed) {
    response.write(piece);
    await Bun.sleep(kind === 'drip' ? 20 : 1);
  }
}
