const FOREIGN_DIGIT = /(?![0-9])\p{Nd}|[\u2460-\u2468\u24ea]/gu;
const MAY_BE_UNSEEN = /[\p{Cf}\p{M}]/u;
/** Joiners, soft hyphens, marks of direction; not what joins two pictures into one. */
const FORMAT = /\p{Cf}+(?!\p{Extended_Pictographic})/gu;
const BETWEEN = String.raw`[\s\p{M}.·–_|*-]{0,4}`;
/** The frame of a keycap, a stroke through a digit. */
const MARKS = new RegExp(String.raw`(?<=\d${BETWEEN})\p{M}+(?=${BETWEEN}\d|$)`, 'gu');

/**
 * The text with the digits of every script written 0 to 9, without characters that nobody sees and marks on digits, and
 * each letter with its accent as one character.
 */
export function withPlainDigits(text: string): string {
  const plain = text.replace(FOREIGN_DIGIT, plainDigit).normalize('NFC');
  return MAY_BE_UNSEEN.test(plain) ? plain.replace(FORMAT, '').replace(MARKS, '') : plain;
}

function plainDigit(digit: string): string {
  const code = digit.codePointAt(0) as number;
  if (code === 0x24ea) return '0';
  if (code >= 0x2460 && code <= 0x2468) return String(code - 0x245f);
  // The digits of a script stand in one row: so many places after its zero.
  if (code >= 0x1d7ce) return String((code - 0x1d7ce) % 10);
  let zero = code;
  while (zero > code - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}

const UNITS: Record<string, string> = Object.fromEntries(
  [
    'cero|zero|oh',
    'uno|un|one',
    'dos|two',
    'tres|three',
    'cuatro|four',
    'cinco|five',
    'seis|six',
    'siete|seven',
    'ocho|eight',
    'nueve|nine',
  ].flatMap((names, digit) => names.split('|').map((name) => [name, String(digit)])),
);
const TEENS: Record<string, string> = Object.fromEntries(
  [
    'diez|ten',
    'once|eleven',
    'doce|twelve',
    'trece|thirteen',
    'catorce|fourteen',
    'quince|fifteen',
    'dieciseis|sixteen',
    'diecisiete|seventeen',
    'dieciocho|eighteen',
    'diecinueve|nineteen',
  ].flatMap((names, at) => names.split('|').map((name) => [name, String(10 + at)])),
);
const TWENTIES: Record<string, string> = Object.fromEntries(
  'veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve'
    .split(' ')
    .map((name, at) => [name, String(21 + at)]),
);
const TENS: Record<string, string> = Object.fromEntries(
  [
    'veinte|twenty',
    'treinta|thirty',
    'cuarenta|forty',
    'cincuenta|fifty',
    'sesenta|sixty',
    'setenta|seventy',
    'ochenta|eighty',
    'noventa|ninety',
  ].flatMap((names, at) => names.split('|').map((name) => [name, String(2 + at)])),
);

const NAMES = [UNITS, TEENS, TWENTIES, TENS].flatMap(Object.keys).map((name) => name.replace(/[aeiou]/g, vowel));
const NAME = `(?:${NAMES.sort((a, b) => b.length - a.length).join('|')})`;
const GAP = String.raw`[\s,.–-]{1,3}`;
const REPEATED = 'dobles?|double|triples?|y|and';
/** Groups of digits before the first word: no number has more. */
const MOST_GROUPS = 20;
/** At least four figures in words, one by one or by twos, among which some may stand in digits. */
const SPOKEN = new RegExp(
  String.raw`(?<![\p{L}\d])(?:\d{1,4}${GAP}){0,${MOST_GROUPS}}${NAME}(?:${GAP}(?:${NAME}|${REPEATED}|\d{1,4}))*${GAP}(?:${NAME}|\d{1,4})(?![\p{L}\d])`,
  'giu',
);

/** Accents are left out or not. */
function vowel(letter: string): string {
  return { a: '[aá]', e: '[eé]', i: '[ií]', o: '[oó]', u: '[uú]' }[letter] as string;
}

/** A row of figures that are said in words, in digits: `four oh one two` → `4012`. Units: at least `least` digits. */
export function replaceSpoken(
  text: string,
  least: number,
  replace: (digits: string, written: string, at: number) => string,
): string {
  return text.replace(SPOKEN, (written, at: number) => {
    const digits = digitsOf(written);
    return digits.length < least ? written : replace(digits, written, at);
  });
}

function digitsOf(written: string): string {
  let digits = '';
  let times = 1;
  let tens = '';
  for (const word of written
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[\s,.–-]+/)) {
    const unit = UNITS[word];
    // "Ochenta y ocho" and "eighty eight" are one figure of two digits.
    if (tens && unit && unit !== '0') digits += tens + unit;
    else {
      if (tens && !/^(?:y|and)$/.test(word)) digits += `${tens}0`;
      digits += (unit ?? TEENS[word] ?? TWENTIES[word] ?? (/^\d+$/.test(word) ? word : '')).repeat(times);
    }
    if (/^(?:y|and)$/.test(word)) continue;
    times = /^dobles?$|^double$/.test(word) ? 2 : /^triples?$/.test(word) ? 3 : 1;
    tens = TENS[word] ?? '';
  }
  return tens ? `${digits}${tens}0` : digits;
}
