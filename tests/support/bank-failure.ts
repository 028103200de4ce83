import { inspect } from 'node:util';
import { type BankFailure, BankUnavailable } from '../../src/bank/connector.ts';
import { errorSummary } from '../../src/lib/log.ts';
import type { Json } from './bank-server.ts';

/** Of the bank, its customer and the words of both; none of it may come out with an error. */
const SECRETS = ['C-1001', '199180100451277317', 'token-of-the-desk', 'words of the bank', '/customers/'];

/** What the call failed with, and that the failure tells nothing else; a call that succeeds fails the test. */
export async function failureOf(call: Promise<unknown>): Promise<BankFailure> {
  const error = await call.then(
    (value) => new Error(`it answered ${JSON.stringify(value)}`),
    (reason) => reason,
  );
  if (!(error instanceof BankUnavailable)) throw error;
  const told = inspect(error, { depth: 9 }) + JSON.stringify(errorSummary(error));
  const leaked = SECRETS.filter((secret) => told.includes(secret));
  if (leaked.length > 0) throw new Error(`the failure tells ${leaked.join(', ')}`);
  return error.code;
}

/** The answer with its first row changed. */
export function withFirst(body: Json, rows: string, fields: object): Json {
  Object.assign(body[rows][0], fields);
  return body;
}
