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

const MARKS = /\p{M}/gu;
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]|\udb40[\udc00-\udfff]/gu;
const WORD = /[\p{L}\p{N}]+/gu;

/** Lower case without accents and invisible characters; `ñ` becomes `n`. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(MARKS, '').replace(INVISIBLE, '').toLowerCase();
}

/**
 * The words of a text, folded, with English contractions opened (`isn't` → `is not`) and chat shorthand written out
 * (`xq` → `porque`), so that patterns are written once.
 */
export function words(text: string): string[] {
  const opened = openContractions(fold(text));
  const found: string[] = [];
  for (const match of opened.match(WORD) ?? []) {
    const full = SHORTHAND.get(match);
    if (full === undefined) found.push(match);
    else found.push(...full.split(' '));
  }
  return found;
}

/** `words` joined by single blanks with one at each end, so that ` word ` finds a whole word. */
export const plain = (text: string): string => ` ${words(text).join(' ')} `;

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

/** The share of trigrams that two words have in common (Dice), 0 to 1. */
export function trigramSimilarity(a: string, b: string): number {
  const left = trigrams(a);
  const right = trigrams(b);
  let shared = 0;
  for (const gram of left) if (right.has(gram)) shared += 1;
  return (2 * shared) / (left.size + right.size);
}

/** The trigrams of a word, padded so that its beginning and end count. */
export function trigrams(word: string): Set<string> {
  const padded = `  ${word} `;
  const grams = new Set<string>();
  for (let at = 0; at + 3 <= padded.length; at += 1) grams.add(padded.slice(at, at + 3));
  return grams;
}
