import { CONCEPTS, conceptsOf } from './concepts.ts';

const SHORTEST_PIECE = 3;
const LONGEST_PIECE = 5;
const ENDING = 3;
/** Longer ones are no words: keys, addresses, encoded text. */
const LONGEST_WORD = 24;
/** Longer words are judged by their beginning. */
const PIECED_CHARACTERS = 16;
const FNV_OFFSET = 2_166_136_261;
const FNV_PRIME = 16_777_619;

/** What a word is about tells more than how it is spelt. */
const CONCEPT_SHARE = 2;

/** What a message shows besides its words: the rules that fired, a question mark. */
export type Mark = string;

/** How much a feature counts: the lowest bit tells those of spelling from those of meaning. */
export const shareOf = (feature: number): number => (feature & 1 ? CONCEPT_SHARE : 1);

/**
 * A message's words, its neighbouring words and their pieces, so that a misspelt word still shares most of its own, and
 * what its words are about, one by one, in pairs and in their order. Each feature once.
 *
 * Shape: whole numbers of 32 bits.
 *
 * @param text laid out by `sentences`
 */
export function featuresOf(text: string, marks: readonly Mark[]): Set<number> {
  const found = new Set<number>();
  const words = text.split(' ');
  let before = hash('', FNV_OFFSET);
  for (const word of words) {
    const own = hash(word, FNV_OFFSET);
    addSpelling(found, own);
    addSpelling(found, mix(before, own, 1));
    // Who did it, and whether it is past: "me …aron", "i …ed".
    addSpelling(found, mix(before, hash(word.slice(-ENDING), FNV_OFFSET), 2));
    if (word.length <= LONGEST_WORD) addPieces(found, `<${word.slice(0, PIECED_CHARACTERS)}>`);
    before = own;
  }
  for (const mark of marks) found.add(hash(mark, FNV_PRIME) | 1);
  addConcepts(found, words);
  return found;
}

function addPieces(found: Set<number>, word: string): void {
  for (let from = 0; from + SHORTEST_PIECE <= word.length; from += 1) {
    let value = FNV_OFFSET ^ 0x5f;
    const end = Math.min(from + LONGEST_PIECE, word.length);
    for (let at = from; at < end; at += 1) {
      value = Math.imul(value ^ word.charCodeAt(at), FNV_PRIME);
      if (at - from + 1 >= SHORTEST_PIECE) addSpelling(found, value);
    }
  }
}

function addConcepts(found: Set<number>, words: readonly string[]): void {
  const present: number[] = [];
  let before: readonly number[] = [];
  let beforeThat: readonly number[] = [];
  for (const word of words) {
    const own = conceptsOf(word);
    if (own.length === 0) continue;
    for (const concept of own) {
      if (!present.includes(concept)) present.push(concept);
      for (const last of before) {
        addMeaning(found, CONCEPTS.length + concept, last);
        for (const first of beforeThat) addMeaning(found, (2 + first) * CONCEPTS.length + concept, last);
      }
    }
    beforeThat = before;
    before = own;
  }
  for (const first of present) {
    for (const second of present) if (first <= second) addMeaning(found, first, second);
  }
}

const addMeaning = (found: Set<number>, first: number, second: number): void => {
  found.add(((first * CONCEPTS.length + second) << 1) | 1);
};

const addSpelling = (found: Set<number>, value: number): void => {
  found.add((value ^ (value >>> 15)) & ~1);
};

function hash(text: string, start: number): number {
  let value = start;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), FNV_PRIME);
  return value;
}

const mix = (first: number, second: number, distance: number): number =>
  Math.imul(Math.imul(first, FNV_PRIME) ^ second, FNV_PRIME) + distance;
