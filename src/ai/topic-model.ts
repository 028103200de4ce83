import type { KnowledgeArticle } from './answer.ts';
import { fitLinearModel, type TrainingText } from './classifier/coordinate-descent.ts';
import { addMargins, type LinearModel, softmax } from './classifier/linear-model.ts';
import { seededRandom } from './classifier/random.ts';
import { splitIntoPieces, splitIntoSentences } from './passages.ts';
import { NOTION_PREFIX, queryWords } from './search-terms.ts';

/** A notion stands for what was meant, a stem only for how it was said. */
const NOTION_WEIGHT = 1.35;
const EPOCHS = 8;
/** How sharply the probabilities tell the topics apart: chosen on example questions that were held out. */
const SHARPNESS = 4;
/** Customers are served between so many texts. */
const TEXTS_AT_ONCE = 100;
const SEED = 1;

interface Labelled {
  slug: string;
  text: string;
}

interface Learnt {
  /** The class of each slug. */
  places: Map<string, number>;
  /** The row of each term, and how much it tells. */
  terms: Map<string, { row: number; weight: number }>;
  model: LinearModel;
}

/** What was learnt from the articles' example questions and own sentences about how topics are asked for. */
export class TopicModel {
  readonly #learnt: Learnt;

  private constructor(learnt: Learnt) {
    this.#learnt = learnt;
  }

  /** Learns in about a tenth of a second, in small steps but for the last one. The same articles give the same model. */
  static async learn(articles: readonly KnowledgeArticle[]): Promise<TopicModel> {
    const texts = articles.flatMap(textsOf);
    const termsOfTexts: Set<string>[] = [];
    for (const [place, { text }] of texts.entries()) {
      if (place % TEXTS_AT_ONCE === 0) await new Promise(setImmediate);
      termsOfTexts.push(termsOf(text));
    }
    const places = new Map([...new Set(texts.map(({ slug }) => slug))].map((slug, place) => [slug, place]));
    const terms = weighted(termsOfTexts);
    const vectors: TrainingText[] = termsOfTexts.map((found, place) => ({
      vector: vectorOf(found, terms),
      label: places.get(texts[place]?.slug ?? '') as number,
    }));
    await new Promise(setImmediate);
    const options = { classes: places.size, rows: terms.size, epochs: EPOCHS, random: seededRandom(SEED) };
    return new TopicModel({ places, terms, model: fitLinearModel(vectors, options) });
  }

  /** How likely each topic is by its slug; null for a text that shares nothing with what was learnt. */
  likelihoods(text: string): ((slug: string) => number) | null {
    const { places, terms, model } = this.#learnt;
    const vector = vectorOf(termsOf(text), terms);
    if (vector.rows.length === 0) return null;
    const margins = Float32Array.from(model.biases);
    addMargins(model, vector, margins);
    softmax(margins, SHARPNESS);
    return (slug) => margins[places.get(slug) ?? -1] ?? 0;
  }
}

function textsOf({ slug, title, tags, content, examples }: KnowledgeArticle): Labelled[] {
  const told = splitIntoPieces(content).flatMap(({ text }) => splitIntoSentences(text));
  const all = [...examples, `${title} ${tags.join(' ')}`, ...told.map((sentence) => `${title} ${sentence}`)];
  return all.map((text) => ({ slug, text }));
}

/** The terms of the text, each once. */
function termsOf(text: string): Set<string> {
  const found = new Set<string>();
  for (const { terms } of queryWords(text)) for (const term of terms) found.add(term);
  return found;
}

/** The rarer a term is among the texts, the more it tells. */
function weighted(texts: Set<string>[]): Learnt['terms'] {
  const counts = new Map<string, number>();
  for (const terms of texts) for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return new Map(
    [...counts].map(([term, count], row) => {
      const rarity = Math.log((texts.length + 1) / (count + 1));
      return [term, { row, weight: term.startsWith(NOTION_PREFIX) ? rarity * NOTION_WEIGHT : rarity }];
    }),
  );
}

/** Shape: of length one, or empty. */
function vectorOf(found: Set<string>, terms: Learnt['terms']): TrainingText['vector'] {
  const rows = new Int32Array(found.size);
  const values = new Float32Array(found.size);
  let known = 0;
  let square = 0;
  for (const name of found) {
    const term = terms.get(name);
    if (!term) continue;
    rows[known] = term.row;
    values[known] = term.weight;
    square += term.weight ** 2;
    known += 1;
  }
  const length = Math.sqrt(square) || 1;
  for (let at = 0; at < known; at += 1) values[at] = (values[at] as number) / length;
  return { rows: rows.subarray(0, known), values: values.subarray(0, known) };
}
