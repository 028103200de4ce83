import type { Account, Card, Transaction, TransactionFilter } from '../ai/tools.ts';
import type { Sql } from '../db/client.ts';

/**
 * What JoxAI asks of a bank's core. `customerId` is the bank's own external id of the customer.
 *
 * Errors: throws `BankUnavailable` when the bank does not answer; an unknown customer or card is null or an empty list.
 */
export interface BankConnector {
  /** Of a bank that is reached over a network: whether it is asked at all. */
  readonly breaker?: 'closed' | 'open' | 'trying';
  accounts(customerId: string): Promise<Account[]>;
  /** Newest first, at most `filter.limit` (50 by default). */
  transactions(customerId: string, filter: TransactionFilter): Promise<Transaction[]>;
  cards(customerId: string): Promise<Card[]>;
  /** The card after the call, or null when the customer has no such card. */
  freezeCard(customerId: string, last4: string): Promise<Card | null>;
  /** Erases what stands of a customer in our own database; a bank's core is not ours to erase. Tx: the caller's. */
  forget?(tx: Sql, customerId: string): Promise<void>;
}

/** Why there is no answer of the bank. `identifier`: the customer's id cannot be part of an address. */
export type BankFailure =
  | 'not_configured'
  | 'circuit_open'
  | 'identifier'
  | 'network'
  | 'connect_timeout'
  | 'timeout'
  | 'refused'
  | 'failed'
  | 'too_large'
  | 'bad_answer';

/** Says nothing of the customer, nor of what the bank answered: it goes to the log. */
export class BankUnavailable extends Error {
  override name = 'BankUnavailable';
  readonly code: BankFailure;

  constructor(code: BankFailure, options?: ErrorOptions) {
    super(`the bank did not answer: ${code}`, options);
    this.code = code;
  }
}
