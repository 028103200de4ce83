import type { Account, Card, Transaction, TransactionFilter } from '../ai/tools.ts';
import { mask } from '../lib/mask.ts';
import { BankUnavailable } from './connector.ts';

const MAX_ACCOUNTS = 100;
const MAX_CARDS = 100;
const MAX_TEXT_CHARS = 200;
const ACCOUNT_TYPES = ['CHECKING', 'SAVINGS', 'CREDIT'] as const;
const CARD_KINDS = ['DEBIT', 'CREDIT'] as const;
const CARD_STATUSES = ['ACTIVE', 'FROZEN', 'BLOCKED', 'PENDING_ACTIVATION'] as const;
/** A whole number or its hidden form; what comes out is the end of it. */
const ACCOUNT_NUMBER = /^[0-9A-Z*•]{0,30}[0-9]{4}$/;

// Every reader below throws BankUnavailable (bad_answer) for whatever is not as documented: a customer is told nothing
// rather than something doubtful. Fields that are not documented are left behind.

export function readAccounts(body: unknown, customerId: string): Account[] {
  return list(ownedBy(body, customerId).accounts, MAX_ACCOUNTS).map((account) => ({
    type: oneOf(ACCOUNT_TYPES, account.type),
    last4: matching(ACCOUNT_NUMBER, account.number).slice(-4),
    currency: currency(account.currency),
    balanceCents: minorUnits(account.balance_cents),
  }));
}

export function readTransactions(
  body: unknown,
  customerId: string,
  filter: TransactionFilter & { limit: number },
): Transaction[] {
  const transactions = list(ownedBy(body, customerId).transactions, filter.limit).map((entry) => ({
    accountType: oneOf(ACCOUNT_TYPES, entry.account_type),
    accountLast4: matching(ACCOUNT_NUMBER, entry.account_number).slice(-4),
    date: isoDate(entry.date),
    // Who paid whom is written here by others, now and then with their whole account number.
    description: mask(line(entry.description)).text,
    amountCents: minorUnits(entry.amount_cents),
    currency: currency(entry.currency),
  }));
  demand(transactions.every((entry) => isWithin(entry, filter)));
  demand(transactions.every(({ date }, index) => index === 0 || date <= (transactions[index - 1]?.date ?? '')));
  return transactions;
}

export const readCards = (body: unknown, customerId: string): Card[] =>
  list(ownedBy(body, customerId).cards, MAX_CARDS).map(readCard);

/** The card after it was frozen. An answer that leaves it usable is a bad one: nobody may be told that it is frozen. */
export function readFrozenCard(body: unknown, customerId: string, last4: string): Card {
  const card = readCard(record(ownedBy(body, customerId).card));
  demand(card.last4 === last4 && card.status !== 'ACTIVE');
  return card;
}

const readCard = (card: Record<string, unknown>): Card => ({
  brand: line(card.brand),
  product: line(card.product),
  kind: oneOf(CARD_KINDS, card.kind),
  last4: matching(/^[0-9]{4}$/, card.last4),
  status: oneOf(CARD_STATUSES, card.status),
});

/** The answer, if it is about the customer who was asked for. */
function ownedBy(body: unknown, customerId: string): Record<string, unknown> {
  const answer = record(body);
  demand(answer.customer_id === customerId);
  return answer;
}

/** A bank that leaves the filter aside would answer "what did I pay in October" with other months. */
const isWithin = ({ date, accountType }: Transaction, filter: TransactionFilter): boolean =>
  (!filter.from || date >= filter.from) &&
  (!filter.to || date <= filter.to) &&
  (!filter.accountType || accountType === filter.accountType);

function list(value: unknown, most: number): Record<string, unknown>[] {
  demand(Array.isArray(value) && value.length <= most);
  return value.map(record);
}

function record(value: unknown): Record<string, unknown> {
  demand(typeof value === 'object' && value !== null && !Array.isArray(value));
  return value as Record<string, unknown>;
}

function oneOf<T extends string>(choices: readonly T[], value: unknown): T {
  const choice = choices.find((one) => one === value);
  demand(choice !== undefined);
  return choice;
}

function matching(pattern: RegExp, value: unknown): string {
  demand(typeof value === 'string' && pattern.test(value));
  return value;
}

function line(value: unknown): string {
  demand(typeof value === 'string' && value.length <= MAX_TEXT_CHARS);
  const text = value.replace(/[\p{C}\s]+/gu, ' ').trim();
  demand(text !== '');
  return text;
}

function minorUnits(value: unknown): number {
  demand(Number.isSafeInteger(value));
  return value as number;
}

function isoDate(value: unknown): string {
  const text = matching(/^\d{4}-\d{2}-\d{2}$/, value);
  const time = Date.parse(`${text}T00:00:00Z`);
  demand(!Number.isNaN(time) && new Date(time).toISOString().startsWith(text));
  return text;
}

const CURRENCIES = new Map<string, boolean>();

/** Only currencies of a hundred cents: amounts are written with two decimals. Source: ISO 4217. */
function currency(value: unknown): string {
  const code = matching(/^[A-Z]{3}$/, value);
  let isUsable = CURRENCIES.get(code);
  if (isUsable === undefined) {
    isUsable = Intl.supportedValuesOf('currency').includes(code) && decimalsOf(code) === 2;
    CURRENCIES.set(code, isUsable);
  }
  demand(isUsable);
  return code;
}

const decimalsOf = (code: string): number | undefined =>
  new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits;

function demand(condition: boolean): asserts condition {
  if (!condition) throw new BankUnavailable('bad_answer');
}
