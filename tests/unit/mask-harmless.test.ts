import { expect, test } from 'bun:test';
import { mask } from '../../src/lib/mask.ts';

// Long numbers that customers write and the bank needs: references, phones, amounts, dates, keys. Always the same ones.
const EACH = 1_000;
const MOST_EATEN = 0.01;

let state = 11;
const random = (): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
};
const below = (limit: number): number => Math.floor(random() * limit);
const digits = (length: number): string => Array.from({ length }, () => below(10)).join('');
const between = (from: number, to: number): number => from + below(to - from + 1);
const pick = (...items: string[]): string => items[below(items.length)] as string;
const two = (value: number): string => String(value).padStart(2, '0');
const phone = (): string => {
  const number = `${pick('55', '33', '81', '442')}${digits(8)}`.slice(0, 10);
  const parts = [number.slice(0, 2), number.slice(2, 6), number.slice(6)];
  return pick('', '+52 ', '+52 1 ', '52') + pick(number, parts.join(' '), parts.join('-'));
};
const date = (): string => {
  const [year, month, day] = [between(2019, 2027), two(between(1, 12)), two(between(1, 28))];
  return pick(
    `${year}-${month}-${day}`,
    `${day}/${month}/${year}`,
    `${day}-${month}-${year}`,
    `${day}.${month}.${year}`,
  );
};
const amount = (): string => (below(90_000_000) / 100).toLocaleString('en-US', { minimumFractionDigits: 2 });

const KINDS: Record<string, () => string> = {
  'folio or reference': () =>
    `${pick('mi folio es', 'folio', 'referencia:', 'my reference is', 'reference')} ${digits(between(6, 20))}`,
  'order or tracking': () =>
    `${pick('pedido', 'orden', 'número de guía', 'order number', 'tracking')} ${digits(between(8, 20))}`,
  'a bare number': () => `${pick('es el', 'the number is', 'les paso')} ${digits(between(6, 20))}`,
  phone: () => `${pick('márquenme al', 'mi cel es', 'call me at', 'mi número')} ${phone()}`,
  'two phones': () => `${phone()} ${pick('', 'o ', 'y ', '/ ')}${phone()}`,
  amount: () =>
    `${pick('pagué', 'me cobraron', 'I paid', 'son')} ${pick('$', '', 'MXN ')}${amount()}${pick('', ' pesos')}`,
  'several amounts': () => `${pick('fueron', 'they were')} ${amount()}, ${amount()} ${pick('y', 'and')} ${amount()}`,
  'date and time': () => `${pick('el', 'on')} ${date()} ${two(below(24))}:${two(below(60))}`,
  'date and amount': () => `${date()} ${pick('$', '')}${amount()}`,
  'last four': () => `${pick('la que termina en', 'terminación', 'card ending in', 'cuenta')} ${digits(4)}`,
  'account number': () => `${pick('mi cuenta es', 'account')} ${digits(pick('10', '11') === '10' ? 10 : 11)}`,
  'tracking key of a transfer': () => `clave de rastreo ${pick('BNET', 'MBAN', '2026')}${digits(20)}`,
  'service number': () => `${pick('mi recibo de luz', 'servicio', 'contrato')} ${digits(12)}`,
  'social security and postal code': () =>
    `mi NSS es ${digits(11)}, ${pick('C.P.', 'código postal', 'zip code')} ${digits(5)}`,
  'device number': () => `el imei de mi cel es 35${digits(13)}`,
};

test('of the harmless long numbers at most one in a hundred is eaten', () => {
  const eaten = Object.entries(KINDS).map(([kind, write]) => {
    const texts = Array.from({ length: EACH }, write);
    return [kind, texts.filter((text) => mask(text).text !== text)] as const;
  });
  const all = eaten.flatMap(([, texts]) => texts);
  expect(all.slice(Math.floor(EACH * eaten.length * MOST_EATEN))).toEqual([]);
  // No kind may hide among the others: the worst is a bare number of sixteen digits.
  for (const [kind, texts] of eaten) expect([kind, texts.length / EACH <= 0.03]).toEqual([kind, true]);
});

test('the same count sees a number that is to be masked', () => {
  expect(mask('mi folio es 4012888888881881').text).toBe('mi folio es [card ••1881]');
});
