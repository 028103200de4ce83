import type { Config } from '../config.ts';
import type { Sql } from '../db/client.ts';
import type { Clock } from '../lib/clock.ts';
import type { BankConnector } from './connector.ts';
import { DemoBank } from './demo.ts';
import type { BankQuestion } from './http.ts';
import { NoBank } from './none.ts';

/** The bank that the configuration names. In production the demo bank is never it: its people are invented. */
export async function chooseBank(
  { bank, isProduction }: Pick<Config, 'bank' | 'isProduction'>,
  sql: Sql,
  clock: Clock,
  onAsked: (question: BankQuestion) => void,
): Promise<BankConnector> {
  if (bank) {
    const { HttpBank } = await import('./http.ts');
    return new HttpBank(bank, clock, onAsked);
  }
  return isProduction ? new NoBank() : new DemoBank(sql);
}
