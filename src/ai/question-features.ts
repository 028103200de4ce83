import { bucketOf, type Family, hashWord, pair, TEXT_START } from './classifier/ngrams.ts';

const TERM_SEED = 0x51ed270b;
/** How much each kind counts: chosen on example questions that were held out. */
const TERMS_SHARE = 1;
const NEIGHBOURS_SHARE = 0.5;
const WORDS_SHARE = 0.6;
/** Terms of words this near say something together. */
const REACH = 2;
/** A text of more words is read by its beginning. */
const WORDS_READ = 150;

/**
 * What a classifier reads of a question: its index terms and pairs of near ones, whatever their order, for what it is
 * about; its words and pairs of neighbours, the common ones too, for how it is put.
 *
 * Shape: `terms` holds those of each word that carries meaning; the last of a word says the most about it.
 */
export function readQuestion(words: readonly string[], terms: readonly (readonly string[])[]): Family[] {
  const single = new Map<number, number>();
  const near = new Map<number, number>();
  const heads: number[] = [];
  for (const ofWord of terms) {
    let head = 0;
    for (const term of ofWord) {
      head = hashWord(term, TERM_SEED);
      single.set(bucketOf(head), 1);
    }
    for (let at = Math.max(0, heads.length - REACH); at < heads.length; at += 1) {
      const other = heads[at] as number;
      near.set(bucketOf(other < head ? pair(other, head) : pair(head, other)), 1);
    }
    heads.push(head);
  }
  return [{ counts: single, share: TERMS_SHARE }, { counts: near, share: NEIGHBOURS_SHARE }, ...readWords(words)];
}

function readWords(words: readonly string[]): Family[] {
  const single = new Map<number, number>();
  const pairs = new Map<number, number>();
  let previous = TEXT_START;
  for (let at = 0; at < Math.min(words.length, WORDS_READ); at += 1) {
    const hash = hashWord(words[at] as string);
    single.set(bucketOf(hash), 1);
    pairs.set(bucketOf(pair(previous, hash)), 1);
    previous = hash;
  }
  return [
    { counts: single, share: WORDS_SHARE },
    { counts: pairs, share: WORDS_SHARE },
  ];
}
