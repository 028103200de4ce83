import { BUCKETS, type Family } from './ngrams.ts';

/** A text as the rows of the weights that it touches and how strongly it touches each. */
export interface SparseVector {
  rows: Int32Array;
  values: Float32Array;
}

/** The n-grams that a classifier knows, one row of weights each. */
export class Vocabulary {
  readonly buckets: Uint32Array;
  readonly rarity: Float32Array;
  readonly #rowOf = new Int32Array(BUCKETS).fill(-1);

  constructor(buckets: Uint32Array, rarity: Float32Array) {
    this.buckets = buckets;
    this.rarity = rarity;
    for (const [row, bucket] of buckets.entries()) this.#rowOf[bucket] = row;
  }

  get size(): number {
    return this.buckets.length;
  }

  /**
   * What is known of a text's families, weighted by how rare it is. Each family has the length of its share, so that the
   * many characters do not drown the words.
   */
  vectorOf(families: readonly Family[]): SparseVector {
    const rows: number[] = [];
    const values: number[] = [];
    for (const { counts, share } of families) {
      const start = rows.length;
      let squares = 0;
      for (const [bucket, count] of counts) {
        const row = this.#rowOf[bucket] ?? -1;
        if (row < 0) continue;
        const value = (1 + Math.log(count)) * (this.rarity[row] ?? 0);
        rows.push(row);
        values.push(value);
        squares += value * value;
      }
      const length = Math.sqrt(squares) / share;
      for (let at = start; at < values.length; at++) values[at] = (values[at] ?? 0) / length;
    }
    return { rows: Int32Array.from(rows), values: Float32Array.from(values) };
  }
}

/** Learns which buckets matter: those in most texts, up to a number of rows. */
export function learnVocabulary(texts: readonly (readonly Family[])[], maxRows: number): Vocabulary {
  const textsWith = new Int32Array(BUCKETS);
  for (const { counts } of texts.flat()) {
    for (const bucket of counts.keys()) textsWith[bucket] = (textsWith[bucket] ?? 0) + 1;
  }
  const frequency = (bucket: number): number => textsWith[bucket] ?? 0;
  const seen = Array.from({ length: BUCKETS }, (_, bucket) => bucket).filter((bucket) => frequency(bucket) > 0);
  const kept = seen.sort((a, b) => frequency(b) - frequency(a) || a - b).slice(0, maxRows);
  // The root softens the weight of the rarest n-grams, which are mostly slips of the pen.
  const rarity = kept.map((bucket) => Math.sqrt(Math.log(1 + texts.length / frequency(bucket))));
  return new Vocabulary(Uint32Array.from(kept), Float32Array.from(rarity));
}
