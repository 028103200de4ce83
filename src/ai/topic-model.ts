import { words } from '../lib/text.ts';
import type { KnowledgeArticle } from './answer.ts';
import { Classifier, NONE } from './classifier/classifier.ts';
import { fitStepwise, type TrainingText } from './classifier/coordinate-descent.ts';
import type { Family } from './classifier/ngrams.ts';
import { seededRandom } from './classifier/random.ts';
import { mostRows, quantise } from './classifier/train.ts';
import { learnVocabulary } from './classifier/vocabulary.ts';
import { splitIntoPieces, splitIntoSentences } from './passages.ts';
import { readQuestion } from './question-features.ts';
import { queryWords } from './search-terms.ts';

/** Changes with whatever changes what is learnt from the same texts. */
export const LEARNING_VERSION = '1';
const EPOCHS = 8;
const SEED = 1;
/** There are many questions about other matters; one of them may still pull half as hard as an example of a topic. */
const LEAST_BALANCE = 0.5;
/** Units: milliseconds. Customers are served between so long steps. */
const STEP_MS = 8;

interface Labelled {
  label: string;
  text: string;
}

/** What a topic model makes of a question. A margin says how far on the side of something: about -1 (no) to 1 (yes). */
export interface Reading {
  /** That the question is about none of the topics. */
  none: number;
  marginOf(slug: string): number;
}

/**
 * What was learnt about how topics are asked for from the articles' example questions and own sentences, and from
 * questions about other matters.
 */
export class TopicModel {
  readonly #classifier: Classifier;
  readonly #places: ReadonlyMap<string, number>;

  private constructor(classifier: Classifier) {
    this.#classifier = classifier;
    this.#places = new Map(classifier.labels.map((label, place) => [label, place]));
  }

  /** Learns in about a second, in steps of a few milliseconds. The same texts give the same model, byte for byte. */
  static async learn(articles: readonly KnowledgeArticle[], others: readonly string[]): Promise<TopicModel> {
    const texts = [...articles.flatMap(textsOf), ...others.map((text) => ({ label: NONE, text }))];
    const labels = [...new Set(texts.map(({ label }) => label)).add(NONE)];
    const places = new Map(labels.map((label, place) => [label, place]));
    const read = await inSteps(readAll(texts));
    const vocabulary = learnVocabulary(read, mostRows(labels.length));
    const vectors = read.map<TrainingText>((families, at) => ({
      vector: vocabulary.vectorOf(families),
      label: places.get(texts[at]?.label ?? NONE) as number,
    }));
    const fitting = fitStepwise(vectors, {
      classes: labels.length,
      rows: vocabulary.size,
      epochs: EPOCHS,
      random: seededRandom(SEED),
      leastBalance: LEAST_BALANCE,
    });
    return new TopicModel(quantise(labels, vocabulary, await inSteps(fitting), 1));
  }

  /** Null for a question that shares nothing with what was learnt. Shape: as of `readQuestion`. */
  read(words: readonly string[], terms: readonly (readonly string[])[]): Reading | null {
    const margins = this.#classifier.marginsOf(readQuestion(words, terms));
    if (margins === null) return null;
    const marginOf = (label: string): number => margins[this.#places.get(label) ?? -1] ?? -1;
    return { none: marginOf(NONE), marginOf };
  }

  toBytes(): Uint8Array {
    return this.#classifier.toBytes();
  }

  /** Errors: throws a RangeError when the bytes are not those that `toBytes` wrote. */
  static fromBytes(bytes: Uint8Array): TopicModel {
    return new TopicModel(Classifier.fromBytes(bytes));
  }
}

function textsOf({ slug, title, tags, content, examples }: KnowledgeArticle): Labelled[] {
  const told = splitIntoPieces(content).flatMap(({ text }) => splitIntoSentences(text));
  const all = [...examples, `${title} ${tags.join(' ')}`, ...told.map((sentence) => `${title} ${sentence}`)];
  return all.map((text) => ({ label: slug, text }));
}

function* readAll(texts: readonly Labelled[]): Generator<void, Family[][]> {
  const read: Family[][] = [];
  for (const { text } of texts) {
    const terms = queryWords(text).map((word) => word.terms);
    read.push(readQuestion(words(text), terms));
    yield;
  }
  return read;
}

/** Runs to the end, letting the process do other things every few milliseconds. */
async function inSteps<Result>(work: Generator<void, Result>): Promise<Result> {
  let until = 0;
  for (;;) {
    if (performance.now() >= until) {
      await new Promise(setImmediate);
      until = performance.now() + STEP_MS;
    }
    const { done, value } = work.next();
    if (done) return value;
  }
}
