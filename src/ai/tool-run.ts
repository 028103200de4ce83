import { unlessAborted } from './abort.ts';
import { formatMoney } from './offline/money.ts';
import type { ToolBox, ToolFailure, ToolName, ToolResult, TransactionFilter } from './tools.ts';

/** What a tool gave: the text that the model reads, and why there is none to trust. */
export interface ToolRun {
  text: string;
  failure: ToolFailure | 'bad_arguments' | null;
}

/**
 * Runs one tool for the customer of the tool box. No argument names a customer.
 *
 * Errors: throws an AbortError when `signal` is aborted; a tool that throws is `unavailable`.
 */
export async function runTool(
  name: ToolName,
  values: Record<string, unknown>,
  tools: ToolBox,
  signal: AbortSignal,
): Promise<ToolRun> {
  const call = callOf(name, values, tools);
  if (call === null) return { text: 'The arguments do not fit the schema.', failure: 'bad_arguments' };
  const result = await unlessAborted(
    // An error of the bank's side must not end the turn, nor reach the model.
    call().catch((): ToolResult<unknown> => ({ ok: false, reason: 'unavailable' })),
    signal,
  );
  return result.ok
    ? { text: JSON.stringify(result.data), failure: null }
    : { text: FAILURE_TEXT[result.reason], failure: result.reason };
}

const FAILURE_TEXT: Record<ToolFailure, string> = {
  identity_required: 'The customer is not verified for this. Call ask_to_verify.',
  not_found: 'There is no such thing among what the customer has.',
  unavailable: 'The bank does not answer at the moment. Say so and offer a person, or call hand_off with tool_failure.',
};

/** The call, or null when the arguments are wrong. Its result holds money as text, ready to be repeated. */
function callOf(
  name: ToolName,
  values: Record<string, unknown>,
  tools: ToolBox,
): (() => Promise<ToolResult<unknown>>) | null {
  if (name === 'get_balance') return async () => change(await tools.getBalance(), withBalance);
  if (name === 'list_cards') return async () => tools.listCards();
  if (name === 'ticket_status') return async () => tools.ticketStatus();
  if (name === 'freeze_card') {
    const last4 = values.last4;
    return isLast4(last4) ? async () => tools.freezeCard(last4) : null;
  }
  const filter = filterOf(values);
  return filter && (async () => change(await tools.listTransactions(filter), withAmount));
}

export const isLast4 = (value: unknown): value is string => typeof value === 'string' && /^\d{4}$/.test(value);

const DEFAULT_TRANSACTIONS = 10;
const MAX_TRANSACTIONS = 50;
const ACCOUNT_TYPES: readonly unknown[] = ['CHECKING', 'SAVINGS', 'CREDIT'];
const ISO_DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** Models send null for what they leave out. */
function filterOf(values: Record<string, unknown>): TransactionFilter | null {
  const { from, to, account_type: accountType, limit } = values;
  const filter: TransactionFilter = { limit: DEFAULT_TRANSACTIONS };
  for (const [key, date] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (date === undefined || date === null || date === '') continue;
    if (typeof date !== 'string' || !ISO_DATE.test(date)) return null;
    filter[key] = date;
  }
  if (accountType !== undefined && accountType !== null) {
    if (!ACCOUNT_TYPES.includes(accountType)) return null;
    filter.accountType = accountType as NonNullable<TransactionFilter['accountType']>;
  }
  if (Number.isInteger(limit)) filter.limit = Math.min(MAX_TRANSACTIONS, Math.max(1, limit as number));
  return filter;
}

const change = <T, U>(result: ToolResult<T[]>, each: (item: T) => U): ToolResult<U[]> =>
  result.ok ? { ok: true, data: result.data.map(each) } : result;

const withBalance = <T extends { balanceCents: number; currency: string }>({ balanceCents, ...rest }: T) => ({
  ...rest,
  balance: formatMoney(balanceCents, rest.currency),
});

const withAmount = <T extends { amountCents: number; currency: string }>({ amountCents, ...rest }: T) => ({
  ...rest,
  amount: formatMoney(amountCents, rest.currency),
});
