const BUCKETS = 1 << 14;
const SHORTEST_PIECE = 3;
const LONGEST_PIECE = 5;
/** Longer words are judged by their beginning. */
const PIECED_CHARACTERS = 16;
const FNV_OFFSET = 2_166_136_261;
const FNV_PRIME = 16_777_619;

/** What a message shows besides its words: the rules that fired, a question mark. */
export type Mark = string;

const seen = new Uint8Array(BUCKETS);

/**
 * The buckets of a message's words, of its neighbouring words and of their pieces, so that a misspelt word still shares
 * most of its own. Each bucket once.
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

function add(found: number[], value: number): void {
  const bucket = (value ^ (value >>> 15)) & (BUCKETS - 1);
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
