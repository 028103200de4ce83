import type { Account, Card, Transaction, TransactionFilter } from '../ai/tools.ts';
import type { Sql } from '../db/client.ts';
import type { BankConnector } from './connector.ts';
import { BankUnavailable } from './connector.ts';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/** The demo bank: its accounts, cards and transactions are tables of our own database. */
export class DemoBank implements BankConnector {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  accounts(customerId: string): Promise<Account[]> {
    return reachable(this.#sql<Account[]>`
      SELECT type, right(clabe, 4) AS last4, currency, balance_cents::float8 AS "balanceCents"
      FROM demo_accounts WHERE customer_external_id = ${customerId} ORDER BY id`);
  }

  transactions(customerId: string, filter: TransactionFilter): Promise<Transaction[]> {
    const { from = null, to = null, accountType = null } = filter;
    const limit = Math.min(filter.limit ?? DEFAULT_LIMIT, MAX_LIMIT);
    return reachable(this.#sql<Transaction[]>`
      SELECT a.type AS "accountType", right(a.clabe, 4) AS "accountLast4", t.booked_on::text AS date, t.description,
        t.amount_cents::float8 AS "amountCents", a.currency
      FROM demo_accounts a JOIN demo_transactions t ON t.account_id = a.id
      WHERE a.customer_external_id = ${customerId}
        AND (${from}::date IS NULL OR t.booked_on >= ${from}::date)
        AND (${to}::date IS NULL OR t.booked_on <= ${to}::date)
        AND (${accountType}::text IS NULL OR a.type = ${accountType}::text)
      ORDER BY t.booked_on DESC, t.id DESC LIMIT ${limit}`);
  }

  cards(customerId: string): Promise<Card[]> {
    return reachable(this.#sql<Card[]>`
      SELECT brand, product, kind, last4, status FROM demo_cards
      WHERE customer_external_id = ${customerId} ORDER BY id`);
  }

  async freezeCard(customerId: string, last4: string): Promise<Card | null> {
    const [card] = await reachable(this.#sql<Card[]>`
      UPDATE demo_cards SET status = CASE WHEN status = 'ACTIVE' THEN 'FROZEN' ELSE status END
      WHERE customer_external_id = ${customerId} AND last4 = ${last4}
      RETURNING brand, product, kind, last4, status`);
    return card ?? null;
  }

  async forget(tx: Sql, customerId: string): Promise<void> {
    await tx`DELETE FROM demo_accounts WHERE customer_external_id = ${customerId}`;
    await tx`DELETE FROM demo_cards WHERE customer_external_id = ${customerId}`;
  }
}

async function reachable<Row>(query: Promise<Iterable<Row>>): Promise<Row[]> {
  try {
    return [...(await query)];
  } catch (cause) {
    throw new BankUnavailable('network', { cause });
  }
}
