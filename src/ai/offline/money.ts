import type { Language } from '../../lib/language.ts';
import type { Account, Card } from '../tools.ts';

/** `$55,108.54`; other currencies carry their code. */
export function formatMoney(cents: number, currency: string): string {
  const amount = (Math.abs(cents) / 100).toLocaleString('en-US', {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  return `${cents < 0 ? '-' : ''}$${amount}${currency === 'MXN' ? '' : ` ${currency}`}`;
}

const ACCOUNT_NAMES: Record<Account['type'], Record<Language, string>> = {
  CHECKING: { es: 'Cuenta de débito', en: 'Debit account' },
  SAVINGS: { es: 'Ahorro', en: 'Savings' },
  CREDIT: { es: 'Tarjeta de crédito', en: 'Credit card' },
};

export const accountName = ({ type, last4 }: Pick<Account, 'type' | 'last4'>, language: Language): string =>
  `${ACCOUNT_NAMES[type][language]} ••${last4}`;

export const cardName = ({ product, brand, last4 }: Card): string => `${product} ${brandName(brand)} ••${last4}`;

const brandName = (brand: string): string => brand.charAt(0) + brand.slice(1).toLowerCase();

const MONTHS_ES = ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'sep', 'oct', 'nov', 'dic'];
const MONTHS_EN = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2026-10-31` as `31 oct` or `31 Oct`. */
export function formatDay(date: string, language: Language): string {
  const month = Number(date.slice(5, 7)) - 1;
  return `${Number(date.slice(8, 10))} ${(language === 'es' ? MONTHS_ES : MONTHS_EN)[month]}`;
}
