import { addMargins, softmax } from './linear-model.ts';
import { countNgrams, type Family } from './ngrams.ts';
import { packClassifier, unpackClassifier } from './packing.ts';
import { Vocabulary } from './vocabulary.ts';

/** The class of everything that no label is about. */
export const NONE = 'none';

export interface Ranked {
  label: string;
  probability: number;
}

/** What a classifier has learnt. The class at index k has the k-th label, scale and bias. */
export interface Learnt {
  labels: readonly string[];
  vocabulary: Vocabulary;
  /** One byte per row and class, row after row; a class's scale turns it back into a weight. */
  weights: Int8Array;
  scales: Float32Array;
  biases: Float32Array;
}

/** Tells which of its labels a text is about, in either language, with how likely each is. */
export class Classifier {
  readonly #learnt: Learnt;

  constructor(learnt: Learnt) {
    this.#learnt = learnt;
  }

  /**
   * Ranks every label and `none`, best first; the probabilities add up to one. A text that shares nothing with what was
   * learnt is `none` for certain.
   */
  classify(text: string): Ranked[] {
    const { labels } = this.#learnt;
    const margins = this.marginsOf(countNgrams(text));
    if (margins === null) return rank(labels, (_, label) => (label === NONE ? 1 : 0));
    softmax(margins, 1);
    return rank(labels, (k) => margins[k] as number);
  }

  /** By label how far a text is on the label's side; null for a text that shares nothing with what was learnt. */
  marginsOf(families: readonly Family[]): Float32Array | null {
    const { labels, vocabulary, weights, scales, biases } = this.#learnt;
    const vector = vocabulary.vectorOf(families);
    if (vector.rows.length === 0) return null;
    const margins = new Float32Array(labels.length);
    addMargins({ classes: labels.length, weights }, vector, margins);
    for (let k = 0; k < margins.length; k++) {
      margins[k] = (margins[k] as number) * (scales[k] as number) + (biases[k] as number);
    }
    return margins;
  }

  get labels(): readonly string[] {
    return this.#learnt.labels;
  }

  /** Everything the classifier has learnt, in under four megabytes. */
  toBytes(): Uint8Array {
    const { vocabulary, ...rest } = this.#learnt;
    return packClassifier({ ...rest, buckets: vocabulary.buckets, rarity: vocabulary.rarity });
  }

  /**
   * The classifier that `toBytes` wrote.
   * Errors: throws a RangeError when the bytes are not those of a whole classifier of this version.
   */
  static fromBytes(bytes: Uint8Array): Classifier {
    const { buckets, rarity, ...rest } = unpackClassifier(bytes);
    return new Classifier({ ...rest, vocabulary: new Vocabulary(buckets, rarity) });
  }
}

const rank = (labels: readonly string[], probabilityOf: (k: number, label: string) => number): Ranked[] =>
  labels
    .map((label, k) => ({ label, probability: probabilityOf(k, label) }))
    .sort((a, b) => b.probability - a.probability);
