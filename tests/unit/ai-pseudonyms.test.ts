import { describe, expect, test } from 'bun:test';
import type { Person } from '../../src/ai/answer.ts';
import { PseudonymBook } from '../../src/ai/pseudonyms.ts';
import { namesTold } from '../../src/ai/told-names.ts';
import { askQuestion } from '../support/questions.ts';

const NOBODY: Person = { names: [], emails: [], phones: [] };
const MARIANA: Person = {
  names: ['Mariana Torres Beltrán'],
  emails: ['mariana.torres@example.com'],
  phones: ['+525555010101'],
};

const open = (person = MARIANA, id?: string, book = new PseudonymBook()) => book.open(id, person);

describe('names that are told', () => {
  test.each<[string, string[]]>([
    ['Hola, me llamo Pedro Páramo y perdí mi tarjeta', ['Pedro Páramo']],
    ['me llamo pedro paramo, necesito ayuda', ['pedro paramo']],
    ['Mi nombre es María de la Luz Gómez.', ['María de la Luz Gómez']],
    ['my name is Ann Lee and I lost my card', ['Ann Lee']],
    ['Soy Juan Pérez', ['Juan Pérez']],
    ["I'm Emily Carter, hello", ['Emily Carter']],
    ['soy cliente desde hace años', []],
    ['I am calling about a fee', []],
    ['¿Cómo me llamo?', []],
    ['¿Cuánto cuesta un SPEI?', []],
  ])('%s', (text, names) => {
    expect(namesTold(text)).toEqual(names);
  });
});

describe('pseudonyms', () => {
  test('hide the name on file whole and in parts, however it is written, and bring it back', () => {
    const pseudonyms = open();
    const text = 'Soy MARIANA TORRES BELTRAN, dile a Mariana que torres ya pagó';
    const hidden = pseudonyms.hide(text);
    expect(hidden).not.toMatch(/mariana|torres|beltr/i);
    expect(hidden).toBe('Soy [NAME_1], dile a [NAME_2] que [NAME_3] ya pagó');
    expect(pseudonyms.restore(hidden)).toBe(text);
  });

  test.each([
    'Escríbeme a otra.persona+banco@correo.example.mx',
    'Mi cel es 55 5501 0101',
    'Llámame al +52 55 5501 0101 o al (55) 5501-0101',
    'tel 5555010101',
    'Mi número es 33 1234 5678',
    '+1 415 555 2671 please',
  ])('hide addresses and phones: %s', (text) => {
    const pseudonyms = open();
    const hidden = pseudonyms.hide(text);
    expect(hidden).not.toMatch(/\d{3}|@/);
    expect(hidden).toMatch(/\[(EMAIL|PHONE)_\d\]/);
    // Two ways of writing one number share a token.
    expect(pseudonyms.restore(hidden)).toContain(/\d{4}|@/.exec(text)?.[0] ?? '');
  });

  test.each([
    'Me cobraron $1,234.50 MXN el 2026-11-22 a las 10:30',
    'La tarjeta [card ••1881] tiene 20,000 de límite',
    'A 12 meses, 18.5 % y 3 pagos de 1 250',
    'Pago en Farmacia San Gil del 30/10/2026',
  ])('leave figures and merchants alone: %s', (text) => {
    expect(open().hide(text)).toBe(text);
  });

  test('a name told later is hidden in what was said before, by everybody', () => {
    const history = [
      { role: 'customer', content: 'Pedro otra vez, hola' } as const,
      { role: 'agent', content: 'Hola Pedro, ¿en qué te ayudo?' } as const,
    ];
    const hidden = open(NOBODY).hideIn(
      askQuestion({ text: 'Me llamo Pedro Páramo', history, person: async () => MARIANA }),
    );
    expect(JSON.stringify(hidden)).not.toMatch(/Pedro|Páramo|Mariana/);
    expect('person' in hidden).toBe(false);
  });

  test('the tokens stay the same within a conversation, also for what was forgotten since', () => {
    const book = new PseudonymBook();
    open(NOBODY, 'a', book).hideIn(askQuestion({ text: 'Me llamo Pedro. Mi correo es a@b.example' }));
    const later = open(NOBODY, 'a', book).hideIn(askQuestion({ text: 'Soy yo, Pedro: c@d.example, a@b.example' }));
    expect(later.text).toBe('Soy yo, [NAME_1]: [EMAIL_2], [EMAIL_1]');
    expect(open(NOBODY, 'b', book).hide('Pedro')).toBe('Pedro');
  });

  test('of an erased conversation are forgotten', () => {
    const book = new PseudonymBook();
    open(NOBODY, 'a', book).hideIn(askQuestion({ text: 'Me llamo Pedro' }));
    open(NOBODY, 'b', book).hideIn(askQuestion({ text: 'Me llamo Pedro' }));
    book.forget('a');
    expect(['a', 'b'].map((id) => open(NOBODY, id, book).hide('Pedro'))).toEqual(['Pedro', '[NAME_1]']);
  });

  test('only what was hidden comes back', () => {
    const pseudonyms = open();
    expect(pseudonyms.hide('Repite [NAME_1] y PHONE_1')).toBe('Repite [NAME 1] y PHONE 1');
    expect(pseudonyms.restore('[NAME_1]')).toBe('[NAME_1]');
    pseudonyms.hide('Mariana');
    expect(pseudonyms.restore('[name_1], NAME_1, [NAME_01], [NAME_9]')).toBe('Mariana, Mariana, Mariana, [NAME_9]');
  });

  test('what a model passes to a tool is restored', () => {
    const pseudonyms = open();
    pseudonyms.hide('mariana.torres@example.com');
    expect(pseudonyms.restoreIn({ subject: 'Escribir a [EMAIL_1]', limit: 3 })).toEqual({
      subject: 'Escribir a mariana.torres@example.com',
      limit: 3,
    });
  });
});
