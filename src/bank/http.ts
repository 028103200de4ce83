import { randomUUID } from 'node:crypto';
import type { Account, Card, Transaction, TransactionFilter } from '../ai/tools.ts';
import type { Config } from '../config.ts';
import { Breaker } from '../lib/breaker.ts';
import type { Clock } from '../lib/clock.ts';
import { inSpan, startSpan } from '../tracing/trace.ts';
import { readAccounts, readCards, readFrozenCard, readTransactions } from './answers.ts';
import { type BankConnector, type BankFailure, BankUnavailable } from './connector.ts';
import { type BankAnswer, BankClient, type BankRequest } from './http-client.ts';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;
const MAX_ID_CHARS = 128;
/** What lies with the bank as a whole. Anything else may lie in one customer's data and must not cut off the others. */
const OUTAGES: readonly BankFailure[] = ['network', 'connect_timeout', 'timeout', 'failed'];

/** How one question to the bank went. */
export interface BankQuestion {
  operation: 'accounts' | 'transactions' | 'cards' | 'freeze_card';
  /** Null: the bank answered. */
  failure: BankFailure | null;
  seconds: number;
}

/**
 * A bank's REST API, as docs/bank-api.openapi.yaml describes it. What it answers is checked whole; of an account number
 * only the last four digits come out of here.
 */
export class HttpBank implements BankConnector {
  readonly #client: BankClient;
  readonly #breaker: Breaker;
  readonly #onAsked: (question: BankQuestion) => void;

  constructor(
    settings: NonNullable<Config['bank']>,
    clock: Clock,
    onAsked: (question: BankQuestion) => void = () => {},
  ) {
    this.#onAsked = onAsked;
    this.#client = new BankClient(settings, clock);
    this.#breaker = new Breaker(clock);
  }

  get breaker() {
    return this.#breaker.state;
  }

  async accounts(customerId: string): Promise<Account[]> {
    const path = `${customerPath(customerId)}/accounts`;
    return (await this.#ask('accounts', { method: 'GET', path }, (body) => readAccounts(body, customerId))) ?? [];
  }

  async transactions(customerId: string, filter: TransactionFilter): Promise<Transaction[]> {
    const limit = Math.min(filter.limit ?? DEFAULT_LIMIT, MAX_LIMIT);
    const query = new URLSearchParams({ limit: String(limit) });
    if (filter.from) query.set('from', filter.from);
    if (filter.to) query.set('to', filter.to);
    if (filter.accountType) query.set('account_type', filter.accountType);
    const path = `${customerPath(customerId)}/transactions?${query}`;
    const asked = { ...filter, limit };
    const read = (body: unknown) => readTransactions(body, customerId, asked);
    return (await this.#ask('transactions', { method: 'GET', path }, read)) ?? [];
  }

  async cards(customerId: string): Promise<Card[]> {
    const path = `${customerPath(customerId)}/cards`;
    return (await this.#ask('cards', { method: 'GET', path }, (body) => readCards(body, customerId))) ?? [];
  }

  async freezeCard(customerId: string, last4: string): Promise<Card | null> {
    if (!/^\d{4}$/.test(last4)) return null;
    const path = `${customerPath(customerId)}/cards/${last4}/freeze`;
    const request: BankRequest = { method: 'POST', path, headers: { 'idempotency-key': randomUUID() } };
    return this.#ask('freeze_card', request, (body) => readFrozenCard(body, customerId, last4));
  }

  /** What `read` makes of the bank's answer; null where the bank knows no such customer or card. */
  async #ask<Data>(
    operation: BankQuestion['operation'],
    request: BankRequest,
    read: (body: unknown) => Data,
  ): Promise<Data | null> {
    const since = performance.now();
    let failure: BankFailure | null = 'failed';
    return inSpan(startSpan(`bank ${operation}`, 'client', {}), async (span) => {
      try {
        const data = await this.#answerOf(request, read);
        failure = null;
        return data;
      } catch (error) {
        if (error instanceof BankUnavailable) failure = error.code;
        span?.fail(failure ?? 'failed');
        throw error;
      } finally {
        this.#onAsked({ operation, failure, seconds: (performance.now() - since) / 1_000 });
      }
    });
  }

  async #answerOf<Data>(request: BankRequest, read: (body: unknown) => Data): Promise<Data | null> {
    if (!this.#breaker.admit()) throw new BankUnavailable('circuit_open');
    try {
      const answer = await this.#client.send(request);
      const data = isNotFound(answer) ? null : read(bodyOf(answer));
      this.#breaker.succeed();
      return data;
    } catch (error) {
      if (error instanceof BankUnavailable && OUTAGES.includes(error.code)) this.#breaker.fail();
      else this.#breaker.release();
      throw error;
    }
  }
}

/** Errors: an id that an address cannot hold. Dots alone would be taken for folders and ask for something else. */
function customerPath(customerId: string): string {
  const isUsable = customerId.length <= MAX_ID_CHARS && customerId.isWellFormed() && !/^\.*$/.test(customerId);
  if (!isUsable) throw new BankUnavailable('identifier');
  return `/customers/${encodeURIComponent(customerId)}`;
}

/** A 404 in the bank's own words: that of a gateway in front must not tell a customer that there are no accounts. */
const isNotFound = ({ status, body }: BankAnswer): boolean =>
  status === 404 && (body as { code?: unknown } | null)?.code === 'not_found';

function bodyOf({ status, body }: BankAnswer): unknown {
  if (status === 200) return body;
  throw new BankUnavailable(status === 429 || status >= 500 ? 'failed' : 'refused');
}
