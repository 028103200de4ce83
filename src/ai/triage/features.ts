import { CONCEPTS, conceptsOf } from './concepts.ts';

const WORD_BUCKETS = 1 << 14;
const CONCEPT_BUCKETS = 1 << 12;
const BUCKETS = WORD_BUCKETS + CONCEPT_BUCKETS;
const SHORTEST_PIECE = 3;
const LONGEST_PIECE = 5;
/** Longer words are judged by their beginning. */
const PIECED_CHARACTERS = 16;
const FNV_OFFSET = 2_166_136_261;
const FNV_PRIME = 16_777_619;
/** Multiplicative hashing: the upper bits of the product. */
const SPREAD = 0x9e37_79b1;
const CONCEPT_SHIFT = 20;

/** What a word is about tells more than how it is spelt. */
const CONCEPT_SHARE = 3;

/** How much a bucket counts. */
export const shareOf = (bucket: number): number => (bucket < WORD_BUCKETS ? 1 : CONCEPT_SHARE);

/** By what scores are divided, so that long messages do not outdo short ones. */
export const lengthOf = (buckets: readonly number[]): number =>
  Math.sqrt(buckets.reduce((sum, bucket) => sum + shareOf(bucket) ** 2, 0));

/** What a message shows besides its words: the rules that fired, a question mark. */
export type Mark = string;

const seen = new Uint8Array(BUCKETS);

/**
 * The buckets of a message's words, of its neighbouring words and of their pieces, so that a misspelt word still shares
 * most of its own, and of what its words are about, one by one, in pairs and in their order. Each bucket once.
 *
 * @param text laid out by `sentences`
 */
export function featuresOf(text: string, marks: readonly Mark[]): number[] {
  const found: number[] = [];
  const words = text.split(' ');
  let before = hash('', FNV_OFFSET);
  let beforeThat = before;
  for (const word of words) {
    const own = hash(word, FNV_OFFSET);
    add(found, own);
    add(found, mix(before, own, 1));
    add(found, mix(beforeThat, own, 2));
    addPieces(found, `<${word.slice(0, PIECED_CHARACTERS)}>`);
    beforeThat = before;
    before = own;
  }
  for (const mark of marks) add(found, hash(mark, FNV_PRIME));
  addConcepts(found, words);
  for (const bucket of found) seen[bucket] = 0;
  return found;
}

function addPieces(found: number[], word: string): void {
  for (let from = 0; from + SHORTEST_PIECE <= word.length; from += 1) {
    let value = FNV_OFFSET ^ 0x5f;
    const end = Math.min(from + LONGEST_PIECE, word.length);
    for (let at = from; at < end; at += 1) {
      value = Math.imul(value ^ word.charCodeAt(at), FNV_PRIME);
      if (at - from + 1 >= SHORTEST_PIECE) add(found, value);
    }
  }
}

function addConcepts(found: number[], words: readonly string[]): void {
  const present: number[] = [];
  let before: readonly number[] = [];
  for (const word of words) {
    const own = conceptsOf(word);
    if (own.length === 0) continue;
    for (const concept of own) {
      if (!present.includes(concept)) present.push(concept);
      for (const last of before) addConcept(found, CONCEPTS.length + concept, last);
    }
    before = own;
  }
  for (const first of present) {
    for (const second of present) if (first <= second) addConcept(found, first, second);
  }
}

const addConcept = (found: number[], first: number, second: number): void =>
  addBucket(found, WORD_BUCKETS + (Math.imul(first * CONCEPTS.length + second, SPREAD) >>> CONCEPT_SHIFT));

const add = (found: number[], value: number): void => addBucket(found, (value ^ (value >>> 15)) & (WORD_BUCKETS - 1));

function addBucket(found: number[], bucket: number): void {
  if (seen[bucket]) return;
  seen[bucket] = 1;
  found.push(bucket);
}

function hash(text: string, start: number): number {
  let value = start;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), FNV_PRIME);
  return value;
}

const mix = (first: number, second: number, distance: number): number =>
  Math.imul(Math.imul(first, FNV_PRIME) ^ second, FNV_PRIME) + distance;
