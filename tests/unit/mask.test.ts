import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { maskSplit, mayEndNumber } from '../../src/lib/mask/split.ts';
import { mask } from '../../src/lib/mask.ts';

/** Far more than any of these texts takes, far less than one that is read in every way that it can be. */
const SOON_MS = 1_500;

/** Units: milliseconds. */
function timeOf(work: () => unknown): number {
  const since = performance.now();
  work();
  return performance.now() - since;
}

describe('card numbers', () => {
  const written = [
    '4012888888881881',
    '4012 8888 8888 1881',
    '4012-8888-8888-1881',
    '4012.8888.8888.1881',
    '4012 - 8888 - 8888 - 1881',
    'mitarjetaes4012888888881881gracias',
    'la 4012888888881881, ya no pasa',
  ];
  for (const text of written) {
    test(text, () => {
      const masked = mask(text);
      expect(masked.found).toEqual(['card']);
      expect(masked.text).toContain('[card ••1881]');
      expect(masked.text.replace(/\D/g, '')).toBe('1881');
    });
  }

  test('American Express and Mastercard, side by side', () => {
    const masked = mask('378282246310005 y 5555 5555 5555 4444');
    expect(masked.text).toBe('[card ••0005] y [card ••4444]');
  });

  test('a date behind the number does not hide it', () => {
    expect(mask('4012888888881881 12/28').text).toBe('[card ••1881] 12/28');
  });

  test('a mistyped number called a card', () => {
    expect(mask('my card 4012 8888 8888 1882 is blocked').text).toBe('my card [card ••1882] is blocked');
  });
});

describe('what is almost a number', () => {
  const almost: Record<string, string> = {
    'rows of eleven figures, two blanks apart': '1  1  1  1  1  1  1  1  1  1  1 x'.repeat(1_200),
    'what begins like an IBAN and goes on': ` ab12${'a'.repeat(41)}`.repeat(900),
    'a word for a secret with a page of blanks behind it': `nip${' '.repeat(2_500)}x1`,
    'a row of figures that leads to no word': `${'1 '.repeat(4_000)}ninety`,
  };
  for (const [name, text] of Object.entries(almost)) {
    test(`${name}, is read once`, () => {
      expect(timeOf(() => expect(mask(text).found).toEqual([]))).toBeLessThan(SOON_MS);
    });
  }
});

describe('CLABE and IBAN', () => {
  test('a valid CLABE, with and without blanks', () => {
    expect(mask('de esta clabe 199580100588006417 cuanto hay').text).toBe('de esta clabe [CLABE ••6417] cuanto hay');
    expect(mask('199 580 10058800641 7').text).toBe('[CLABE ••6417]');
  });

  test('a mistyped CLABE', () => {
    expect(mask('la regué, era para la 199320100506070805').text).toBe('la regué, era para la [CLABE ••0805]');
    expect(mask('my CLABE is 999999999999999991').text).toBe('my CLABE is [CLABE ••9991]');
  });

  test('an IBAN, compact and in groups', () => {
    expect(mask('send to GB82 WEST 1234 5698 7654 32 please').text).toBe('send to [IBAN] please');
    expect(mask('DE89370400440532013000').text).toBe('[IBAN]');
    expect(mask('DE89370400440532013001').found).toEqual([]);
  });
});

describe('secrets that are named', () => {
  const cases: [string, string, string][] = [
    ['mi nip es 4821', 'pin', 'mi nip es [PIN]'],
    ['My PIN is 4821.', 'pin', 'My PIN is [PIN].'],
    ['NIP: 4821', 'pin', 'NIP: [PIN]'],
    ['el cvv es 123', 'cvv', 'el cvv es [CVV]'],
    ['cvv 9876', 'cvv', 'cvv [CVV]'],
    ['security code: 321', 'cvv', 'security code: [CVV]'],
    ['el código que me llegó es 482913', 'code', 'el código que me llegó es [code]'],
    ['my verification code is 482 913', 'code', 'my verification code is [code]'],
    ['token 482913', 'code', 'token [code]'],
    ['mi contraseña es Perro#2024', 'password', 'mi contraseña es [password]'],
    ['password: hunter2', 'password', 'password: [password]'],
    ['4821 es mi nip', 'pin', '[PIN] es mi nip'],
    ['nip 4 8 2 1', 'pin', 'nip [PIN]'],
    ['pin4821', 'pin', 'pin[PIN]'],
    ['los 3 digitos de atras son 123', 'cvv', 'los 3 digitos de atras son [CVV]'],
    ['the three digits on the back are 123', 'cvv', 'the three digits on the back are [CVV]'],
    ['el sms dice 482913', 'code', 'el sms dice [code]'],
    ['482913 is the code', 'code', '[code] is the code'],
    ['mi contraseña es perrito', 'password', 'mi contraseña es [password]'],
    ['my password is sunshine, ok?', 'password', 'my password is [password] ok?'],
    ['contraseña Perro2024', 'password', 'contraseña [password]'],
  ];
  for (const [text, kind, expected] of cases) {
    test(text, () => {
      const masked = mask(text);
      expect(masked.text).toBe(expected);
      expect(masked.found as string[]).toEqual([kind]);
    });
  }
});

test('words for secrets whose accents stand apart, or that hold what nobody sees', () => {
  expect(mask('mi contrase\u00f1a: Perro#24'.normalize('NFD')).found).toEqual(['password']);
  expect(mask('el co\u0301digo es 482913').found).toEqual(['code']);
  expect(mask('mi n\u200bip es\u2060 4821').text).toBe('mi nip es [PIN]');
  expect(mask('👨\u200d👩 mi nip es 4821').text).toBe('👨\u200d👩 mi nip es [PIN]');
});

test('a secret far behind its name', () => {
  expect(mask(`mi nip es${' '.repeat(3_000)}4821`)).toEqual({ text: `mi nip es${' '.repeat(8)}[PIN]`, found: ['pin'] });
});

describe('what stays', () => {
  const harmless = [
    'quiero mandar 250000 pesos el 2026-10-31',
    'llama al +52 55 5000 0099 o al 55 5000 0000',
    'clave de rastreo 2026103140014BET0000481239570',
    'el folio es 12345678901234',
    'my password is blocked',
    'mi contraseña es incorrecta segun la app',
    'el NIP tiene 4 dígitos',
    'código postal 06600 y $1,500,000.00',
    'TKT-ABCD2345',
    'cuenta 18010045127',
    'la terminación 4417',
    'folio 123456789012345670',
    'zip code 90210',
    'error code 4012',
    'mi contraseña tiene 8 caracteres',
    'is the password case sensitive?',
    '4 intentos fallidos de contraseña: bloqueo de 30 minutos',
    'los celulares 5512345678 5587654321',
    '30/10/2026 4500.00',
    'tengo dos tarjetas, tres cuentas y cuatro hijos',
  ];
  for (const text of harmless) {
    test(text, () => {
      expect(mask(text)).toEqual({ text, found: [] });
    });
  }

  test('numbers of at most eleven digits in plain sentences', () => {
    const number = fc.integer({ min: 0, max: 99_999_999_999 });
    fc.assert(
      fc.property(number, (value) => {
        const text = `hice un pago de ${value} ayer`;
        expect(mask(text)).toEqual({ text, found: [] });
      }),
    );
  });

  test('any amount of money and any date', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_999 }), fc.date({ noInvalidDate: true }), (cents, date) => {
        const amount = (cents / 100).toLocaleString('en-US', { minimumFractionDigits: 2 });
        const text = `Me cobraron $${amount} MXN el ${date.toISOString()}`;
        expect(mask(text).text).toBe(text);
      }),
    );
  });
});

describe('figures in other scripts and in words', () => {
  const written = [
    '４０１２ ８８８８ ８８８８ １８８１',
    '٤٠١٢٨٨٨٨٨٨٨٨١٨٨١',
    '4\u200b012 8888\u200d 8888 1881',
    '\u20664012\u2069 \u20668888\u2069 \u20668888\u2069 \u20661881\u2069',
    '4\u202a012\u202c-88\u061c88-8888-18\u{e0020}81',
    [...'4012 8888 8888 1881'].map((digit) => `${digit}\u0336`).join(''),
    '4012\n8888\n8888\n1881',
    '4012,8888,8888,1881',
    '4 0 1 2 8 8 8 8 8 8 8 8 1 8 8 1',
    'cuatro cero uno dos ocho ocho ocho ocho ocho ocho ocho ocho uno ocho ocho uno',
    'four oh one two, double eight double eight, eight eight eight eight, one eight eight one',
    'cuarenta doce ochenta y ocho ochenta y ocho ochenta y ocho ochenta y ocho dieciocho ochenta y uno',
    '4012 ocho ocho ocho ocho 8888 1881',
  ];
  for (const text of written) test(text, () => expect(mask(text)).toEqual({ text: '[card ••1881]', found: ['card'] }));

  test('a PIN in words', () => {
    expect(mask('mi nip es cuatro ocho dos uno').text).toBe('mi nip es [PIN]');
    expect(mask('my pin is four eight two one thanks').text).toBe('my pin is [PIN] thanks');
  });
});

describe('a number in parts, message after message', () => {
  const cases: [string[], string, string[], string][] = [
    [['mi tarjeta es 4012 8888'], '8888 1881', ['mi tarjeta es [card]'], '[card ••1881]'],
    [['40128888'], 'y luego 88881881 gracias', ['[card]'], 'y luego [card ••1881] gracias'],
    [['hola', '4012', '8888', '8888'], '1881', ['hola', '[card]', '[card]', '[card]'], '[card ••1881]'],
    [['my clabe 1995801005'], '88006417', ['my clabe [CLABE]'], '[CLABE ••6417]'],
  ];
  for (const [before, text, masked, last] of cases) {
    test([...before, text].join(' | '), () => {
      expect(mayEndNumber(text)).toBe(true);
      expect(maskSplit(before, text)).toEqual({ earlier: masked, text: last });
    });
  }

  test('two harmless numbers stay apart', () => {
    expect(maskSplit(['mi folio es 12345678'], '55123456')).toBeNull();
    expect(maskSplit(['4012 8888', 'gracias'], '8888 1881')).toBeNull();
    expect(maskSplit(['transferí $4,012.88'], '888888.18')).toBeNull();
    expect(mayEndNumber('hola, ¿a qué hora abren?')).toBe(false);
  });

  test('blanks and marks between the parts', () => {
    expect(maskSplit(['4012 - 8888'], '8888   1881')).toEqual({ earlier: ['[card]'], text: '[card ••1881]' });
  });

  test('a row of figures that leads to words is read once', () => {
    const row = `${'1 '.repeat(19)}y todo lo demás va en palabras`;
    expect(timeOf(() => maskSplit([row], '12'))).toBeLessThan(SOON_MS);
    expect(timeOf(() => maskSplit(['1 '.repeat(1_950) + 'a'.repeat(30)], '12'))).toBeLessThan(SOON_MS);
  });

  test('wherever a card number is cut', () => {
    fc.assert(
      fc.property(card, fc.integer({ min: 2, max: 13 }), (number, cut) => {
        const masked = maskSplit([`es ${number.slice(0, cut)}`], number.slice(cut));
        expect(masked).toEqual({ earlier: ['es [card]'], text: `[card ••${number.slice(-4)}]` });
      }),
    );
  });
});

const PREFIXES = ['4', '51', '55', '2221', '2720', '34', '37', '6011', '65', '3528'];
const card: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...PREFIXES), fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 15, maxLength: 15 }))
  .map(([prefix, body]) => withLuhn((prefix + body.join('')).slice(0, /^3[47]/.test(prefix) ? 14 : 15)));
const WORDS = ['cero', 'uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve'];
const NUMERALS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const grouped = (number: string, separator: string): string => number.match(/.{1,4}/g)?.join(separator) ?? '';
const WAYS: Record<string, (number: string) => string> = {
  plain: (number) => number,
  blanks: (number) => grouped(number, ' '),
  dashes: (number) => grouped(number, '-'),
  dots: (number) => grouped(number, '.'),
  'odd groups': (number) => [number.slice(0, 3), number.slice(3, 8), number.slice(8)].join(' '),
  'one digit at a time': (number) => [...number].join(' '),
  'glued to words': (number) => `tarjeta${number}gracias`,
  'full-width digits': (number) => number.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
  'Arabic-Indic digits': (number) => number.replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit))),
  'Spanish words': (number) => [...number].map((digit) => WORDS[Number(digit)]).join(' '),
  'English words': (number) => [...number].map((digit) => NUMERALS[Number(digit)]).join(', '),
};

describe('every valid card number is masked', () => {
  for (const [way, write] of Object.entries(WAYS)) {
    test(way, () => {
      const message = fc.constantFrom(['pagué con ', ' y no pasó'], ['it is ', '; can you see it?'], ['', '']);
      fc.assert(
        fc.property(card, message, (number, [before, after]) => {
          const written = write(number);
          const masked = mask(`${before}${written}${after}`);
          const token = `[card ••${number.slice(-4)}]`;
          expect(masked.text).toBe(
            `${before}${written.startsWith('tarjeta') ? `tarjeta${token}gracias` : token}${after}`,
          );
          expect(masked.found).toEqual(['card']);
        }),
        { numRuns: 300 },
      );
    });
  }
});

test('a text without digits or words for secrets stays as it is', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'abdefghijklmoqrstuvwyz áéíñ¿?¡!.,;'), maxLength: 120 });
  fc.assert(fc.property(letters, (text) => expect(mask(text)).toEqual({ text, found: [] })));
});

test('masking twice changes nothing more', () => {
  const part = fc.oneof(
    card.chain((number) => fc.constantFrom(...Object.values(WAYS)).map((write) => write(number))),
    fc.string({ maxLength: 20 }),
    fc.constantFrom(
      'mi nip es 4821',
      'cvv: 123',
      'token 482913',
      'contraseña: Perro#24',
      '199580100588006417',
      'GB82 WEST 1234 5698 7654 32',
    ),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
      const once = mask(parts.join('; ')).text;
      expect(mask(once).text).toBe(once);
    }),
    { numRuns: 1000 },
  );
});

function withLuhn(start: string): string {
  const sum = [...start].reverse().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return `${start}${(10 - (sum % 10)) % 10}`;
}
