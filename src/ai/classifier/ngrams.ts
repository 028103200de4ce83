/** Buckets that n-grams are hashed into. */
export const BUCKETS = 2 ** 18;

const LONGEST_CHARACTER_GRAM = 5;
const SHORTEST_CHARACTER_GRAM = 2;
/** Starting states of the hash, so that a word and the same characters inside one do not meet. */
const WORD_SEED = 0x811c9dc5;
const CHARACTER_SEED = 0x9747b28c;
/** Stands before the first word, as "how" and "why" say most where they open a question. */
export const TEXT_START = 0x9e3779b1;
const FNV_PRIME = 0x01000193;

/** One kind of what is read from a text: how often each bucket occurs, and how much the kind counts beside the others. */
export interface Family {
  counts: ReadonlyMap<number, number>;
  share: number;
}

/**
 * Counts a text's single words and pairs of neighbours (the start of the text is one), and the runs of two to five characters within each word, its
 * edges included. Accents, case and punctuation do not count.
 */
export function countNgrams(text: string): Family[] {
  const words = new Map<number, number>();
  const characters = new Map<number, number>();
  let previous = TEXT_START;
  for (const word of foldedWords(text)) {
    const hash = hashWord(word);
    increment(words, bucketOf(hash));
    increment(words, bucketOf(pair(previous, hash)));
    previous = hash;
    countCharacterGrams(` ${word} `, characters);
  }
  return [
    { counts: words, share: 1 },
    { counts: characters, share: 1 },
  ];
}

function foldedWords(text: string): string[] {
  const folded = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return folded.match(/[\p{L}\p{N}]+/gu) ?? [];
}

function countCharacterGrams(word: string, counts: Map<number, number>): void {
  for (let start = 0; start < word.length; start++) {
    let hash = CHARACTER_SEED;
    const end = Math.min(word.length, start + LONGEST_CHARACTER_GRAM);
    for (let at = start; at < end; at++) {
      hash = mix(hash, word.charCodeAt(at));
      if (at - start + 1 >= SHORTEST_CHARACTER_GRAM) increment(counts, bucketOf(hash));
    }
  }
}

export function hashWord(word: string, seed: number = WORD_SEED): number {
  let hash = seed;
  for (let at = 0; at < word.length; at++) hash = mix(hash, word.charCodeAt(at));
  return hash;
}

/** The hash of two things in this order. */
export const pair = (first: number, second: number): number => Math.imul(first, FNV_PRIME) ^ second;

const mix = (hash: number, code: number): number => Math.imul(hash ^ code, FNV_PRIME);

/** Folds the high bits in, as FNV leaves the low ones of short inputs poorly spread. */
export function bucketOf(hash: number): number {
  let mixed = hash ^ (hash >>> 15);
  mixed = Math.imul(mixed, 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 12)) & (BUCKETS - 1);
}

const increment = (counts: Map<number, number>, bucket: number): void => {
  counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
};
