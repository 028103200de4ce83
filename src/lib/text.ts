import { remembering } from './remembering.ts';

/** Words that people shorten in chats, by their full form. Both sides are folded. */
const SHORTHAND: ReadonlyMap<string, string> = new Map(
  Object.entries({
    q: 'que',
    k: 'que',
    ke: 'que',
    xq: 'porque',
    pq: 'porque',
    porq: 'porque',
    xk: 'porque',
    x: 'por',
    d: 'de',
    pa: 'para',
    tmb: 'tambien',
    tb: 'tambien',
    aunq: 'aunque',
    nomas: 'solo',
    xfa: 'porfavor',
    porfa: 'porfavor',
    pls: 'please',
    plz: 'please',
    u: 'you',
    ur: 'your',
    im: 'i am',
    ive: 'i have',
    dont: 'do not',
    cant: 'can not',
    cannot: 'can not',
    didnt: 'did not',
    isnt: 'is not',
    wasnt: 'was not',
    doesnt: 'does not',
    wont: 'will not',
    hrs: 'horas',
    min: 'minutos',
    mins: 'minutos',
    msj: 'mensaje',
    msjs: 'mensajes',
    tel: 'telefono',
    num: 'numero',
    dizque: 'disque',
  }),
);
const LONGEST_SHORTHAND = Math.max(...[...SHORTHAND.keys()].map((short) => short.length));

const MARKS = /\p{M}/gu;
const INVISIBLE = /\p{Cf}/gu;
// A full stop before a digit belongs to a figure.
const SENTENCE_END = /[.!?;¿¡\n]+(?!\d)/;
const WORD = /[\p{L}\p{N}]+/gu;
// What most messages are made of takes a shorter way to the same result.
const ASCII_ONLY = /^[\0-\x7f]*$/;
const SPANISH_ONLY = /^[\0-\x7fáéíóúüñÁÉÍÓÚÜÑ¿¡]*$/;
const SPANISH_LETTER = /[áéíóúüñ]/g;
const ASCII_WORD = /[a-z0-9]+/g;
const BARE: Readonly<Record<string, string>> = { á: 'a', é: 'e', í: 'i', ó: 'o', ú: 'u', ü: 'u', ñ: 'n' };

/** Lower case without accents and invisible characters; `ñ` becomes `n`. */
export function foldText(text: string): string {
  if (ASCII_ONLY.test(text)) return text.toLowerCase();
  if (SPANISH_ONLY.test(text)) return text.toLowerCase().replace(SPANISH_LETTER, (letter) => BARE[letter] as string);
  return text.normalize('NFKD').replace(MARKS, '').replace(INVISIBLE, '').toLowerCase();
}

/** `foldText` for a message: the last few are remembered. */
export const fold: (message: string) => string = remembering(foldText);

/**
 * The words of a text, folded, with English contractions opened (`isn't` → `is not`) and chat shorthand written out
 * (`xq` → `porque`), so that patterns are written once.
 */
export function splitIntoWords(text: string): string[] {
  const opened = openContractions(foldText(text));
  const found: string[] = [];
  for (const match of opened.match(ASCII_ONLY.test(opened) ? ASCII_WORD : WORD) ?? []) {
    const full = match.length <= LONGEST_SHORTHAND ? SHORTHAND.get(match) : undefined;
    if (full === undefined) found.push(match);
    else found.push(...full.split(' '));
  }
  return found;
}

/** The words of a message, sentence by sentence; sentences without any left out. */
export const wordsBySentence: (message: string) => readonly (readonly string[])[] = remembering((message) =>
  message
    .split(SENTENCE_END)
    .map(splitIntoWords)
    .filter(({ length }) => length > 0),
);

/** `splitIntoWords` for a message: the last few are remembered. */
export const words: (message: string) => readonly string[] = remembering((message) => wordsBySentence(message).flat());

/** `words` joined by single blanks with one at each end, so that ` word ` finds a whole word. */
export const plain = (message: string): string => ` ${words(message).join(' ')} `;

function openContractions(folded: string): string {
  if (!folded.includes("'") && !folded.includes('’')) return folded;
  return folded
    .replaceAll('’', "'")
    .replace(/\bcan't\b/g, 'can not')
    .replace(/\bwon't\b/g, 'will not')
    .replace(/n't\b/g, ' not')
    .replace(/\bi'm\b/g, 'i am')
    .replace(/'re\b/g, ' are')
    .replace(/'ve\b/g, ' have')
    .replace(/'ll\b/g, ' will')
    .replace(/'d\b/g, ' would')
    .replace(/\b(it|that|what|there|who|where|when|why|he|she|how)'s\b/g, '$1 is')
    .replace(/'s\b/g, ' s');
}

/** The trigrams of a word, padded so that its beginning and end count. */
export function trigrams(word: string): Set<string> {
  const padded = `  ${word} `;
  const grams = new Set<string>();
  for (let at = 0; at + 3 <= padded.length; at += 1) grams.add(padded.slice(at, at + 3));
  return grams;
}
