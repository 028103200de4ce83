import { fold } from '../../lib/text.ts';
import type { Account } from '../tools.ts';

/** The kind of account that the words name, or null when they name none or several. */
export function accountTypeMeant(text: string): Account['type'] | null {
  const said = fold(text);
  const types: [Account['type'], RegExp][] = [
    ['SAVINGS', /\b(ahorr\w*|savings?|guardad\w*|alcancia)\b/],
    ['CREDIT', /\b(credito|credit|clasica|gold|dorada|platinum|platino|debo|debemos|owe|owing|deuda)\b/],
    ['CHECKING', /\b(debito|debit|checking|nomina|payroll|pension|corriente|esencial|cheques|everyday)\b/],
  ];
  const found = types.filter(([, pattern]) => pattern.test(said));
  return found.length === 1 ? (found[0]?.[0] ?? null) : null;
}
