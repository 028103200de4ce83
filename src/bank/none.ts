import { type BankConnector, BankUnavailable } from './connector.ts';

/** Where no bank is connected: every question is answered with "unavailable", never with somebody's invented data. */
export class NoBank implements BankConnector {
  accounts = notConnected;
  transactions = notConnected;
  cards = notConnected;
  freezeCard = notConnected;
}

async function notConnected(): Promise<never> {
  throw new BankUnavailable('not_configured');
}
