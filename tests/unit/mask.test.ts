import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { mask } from '../../src/lib/mask.ts';

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
  ];
  for (const [text, kind, expected] of cases) {
    test(text, () => {
      const masked = mask(text);
      expect(masked.text).toBe(expected);
      expect(masked.found as string[]).toEqual([kind]);
    });
  }
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

test('every valid card number is masked, however it is grouped', () => {
  const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 14, maxLength: 14 });
  fc.assert(
    fc.property(digits, fc.constantFrom('', ' ', '-', '.'), (body, separator) => {
      const number = withLuhn(`4${body.join('')}`);
      const written = number.match(/.{4}/g)?.join(separator) ?? '';
      const masked = mask(`pagué con ${written} y no pasó`).text;
      expect(masked).toBe(`pagué con [card ••${number.slice(-4)}] y no pasó`);
    }),
  );
});

test('masking twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), (text) => {
      const once = mask(`nip 1234 ${text} 4012888888881881`).text;
      expect(mask(once).text).toBe(once);
    }),
  );
});

function withLuhn(start: string): string {
  const sum = [...start].reverse().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return `${start}${(10 - (sum % 10)) % 10}`;
}
