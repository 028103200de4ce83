import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { figuresOf, unsupportedFigures } from '../../src/ai/figures.ts';

// Figures as a reply may hold them: written in one way, worth one value.
interface Written {
  text: string;
  value: number;
  kind: string;
}

const UNITS: Record<string, [string, string]> = {
  percent: ['%', ' por ciento'],
  day: [' días', ' business days'],
  hour: [' horas', ' hours'],
  minute: [' minutos', ' minutes'],
  week: [' semanas', ' weeks'],
  month: [' meses', ' months'],
  year: [' años', ' years'],
};
const count = fc.integer({ min: 1, max: 99_999 });

const measured: fc.Arbitrary<Written> = fc
  .tuple(count, fc.constantFrom(...Object.keys(UNITS)), fc.integer({ min: 0, max: 1 }))
  .map(([value, kind, language]) => ({ text: `${value}${UNITS[kind]?.[language]}`, value, kind }));
const money: fc.Arbitrary<Written> = fc
  .tuple(fc.integer({ min: 1, max: 99_999_999 }), fc.constantFrom('$#', '$# MXN', '# pesos', 'MXN #'))
  .map(([cents, shape]) => {
    const amount = (cents / 100).toLocaleString('en-US', { minimumFractionDigits: 2 });
    return { text: shape.replace('#', amount), value: cents / 100, kind: 'money' };
  });
const clock: fc.Arbitrary<Written> = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => ({
    text: `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`,
    value: hour * 60 + minute,
    kind: 'time',
  }));
const phone: fc.Arbitrary<Written> = fc.integer({ min: 20_0000_0000, max: 99_9999_9999 }).map((number) => {
  const digits = String(number);
  return {
    text: `${digits.slice(0, 2)} ${digits.slice(2, 6)} ${digits.slice(6)}`,
    value: number,
    kind: 'phone',
  };
});
const figure = fc.oneof(measured, money, clock, phone);
const frame = fc.constantFrom(
  ['El plazo es de ', ' según el contrato.'],
  ['You will see ', ' on your statement.'],
  ['La respuesta: ', ', como dice el artículo'],
  ['**', '**'],
);
const words = fc.string({ unit: fc.constantFrom(...'abcdefg hijk. lmno ,pqrs'), maxLength: 60 });

const within = ([before = '', after = '']: readonly string[], { text }: Written): string => `${before}${text}${after}`;

describe('whatever figure a reply holds', () => {
  test('it is read for what it is', () => {
    fc.assert(
      fc.property(figure, frame, (written, sentence) => {
        const read = figuresOf(within(sentence, written)).map(({ kind, value }): [string, number] => [
          kind,
          Number(value),
        ]);
        expect(read).toEqual([[written.kind, written.value]]);
      }),
      { numRuns: 1000 },
    );
  });

  test('it passes where a source holds it, among whatever else', () => {
    fc.assert(
      fc.property(figure, figure, frame, frame, words, (written, other, reply, source, around) => {
        const sources = [within(reply, other), `${around}. ${within(source, written)}\n${around}`];
        expect(unsupportedFigures(within(reply, written), sources)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('it is caught where no source holds it', () => {
    fc.assert(
      fc.property(
        figure,
        fc.array(figure, { maxLength: 6 }),
        frame,
        frame,
        words,
        (written, others, reply, source, around) => {
          fc.pre(others.every(({ value, text }) => value !== written.value && !text.includes(written.text)));
          const sources = [around, ...others.map((other) => within(source, other))];
          const [found, ...rest] = unsupportedFigures(within(reply, written), sources);
          expect(rest).toEqual([]);
          expect(found?.replace(/\D/g, '')).toBe(written.text.replace(/\D/g, ''));
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('it is caught where a source holds the same number of something else', () => {
    fc.assert(
      fc.property(
        count,
        fc.shuffledSubarray(Object.keys(UNITS), { minLength: 2, maxLength: 2 }),
        (value, [one, other]) => {
          const [said, known] = [one, other].map((kind) => `${value}${UNITS[kind as string]?.[0]}`);
          expect(unsupportedFigures(`Son ${said}.`, [`Son ${known}.`])).toHaveLength(1);
        },
      ),
    );
  });

  test('of several, each one that stands nowhere is named', () => {
    fc.assert(
      fc.property(fc.uniqueArray(money, { minLength: 2, maxLength: 5, selector: ({ value }) => value }), (amounts) => {
        const reply = amounts.map(({ text }) => text).join('; ');
        const known = amounts.filter((_, at) => at % 2 === 0).map(({ text }) => text);
        const unknown = amounts.filter((_, at) => at % 2 === 1);
        expect(unsupportedFigures(reply, known)).toHaveLength(unknown.length);
      }),
    );
  });
});
