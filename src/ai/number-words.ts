const ONES: Record<string, number> = {
  un: 1,
  una: 1,
  uno: 1,
  dos: 2,
  tres: 3,
  cuatro: 4,
  cinco: 5,
  seis: 6,
  siete: 7,
  ocho: 8,
  nueve: 9,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
};

const TEENS: Record<string, number> = {
  diez: 10,
  once: 11,
  doce: 12,
  trece: 13,
  catorce: 14,
  quince: 15,
  dieciséis: 16,
  dieciocho: 18,
  diecisiete: 17,
  diecinueve: 19,
  veintiún: 21,
  veintiuno: 21,
  veintidós: 22,
  veintitrés: 23,
  veinticuatro: 24,
  veinticinco: 25,
  veintiséis: 26,
  veintisiete: 27,
  veintiocho: 28,
  veintinueve: 29,
  cien: 100,
  mil: 1000,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  hundred: 100,
  thousand: 1000,
};

const TENS: Record<string, number> = {
  veinte: 20,
  treinta: 30,
  cuarenta: 40,
  cincuenta: 50,
  sesenta: 60,
  setenta: 70,
  ochenta: 80,
  noventa: 90,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};

const anyOf = (words: Record<string, number>): string => Object.keys(words).join('|');

/** Spanish and English numbers as they are written out, up to the thousands that a chat uses. */
export const NUMBER_WORDS = new RegExp(
  `(?<![\\p{L}\\d])(?:(?:${anyOf(TENS)})(?:(?:\\sy\\s|-|\\s)(?:${anyOf(ONES)}))?|${anyOf(TEENS)}|${anyOf(ONES)})` +
    `(?:\\s(?:mil|thousand|hundred))?(?!\\p{L})`,
  'giu',
);

/** The number that a match of `NUMBER_WORDS` says. */
export function readNumberWords(words: string): number {
  const values = words
    .toLowerCase()
    .split(/\sy\s|[\s-]+/)
    .map((word) => TENS[word] ?? TEENS[word] ?? ONES[word] ?? 0);
  return values.reduce((sum, value) => (value >= 100 && sum > 0 ? sum * value : sum + value), 0);
}
