import type { Language } from '../lib/language.ts';
import { remembering } from '../lib/remembering.ts';
import { splitIntoWords } from '../lib/text.ts';
import type { KnowledgeArticle } from './answer.ts';
import { type Piece, splitIntoPieces, splitIntoSentences } from './passages.ts';
import { documentTerms } from './search-terms.ts';

const TITLE_WEIGHT = 4;
const TAG_WEIGHT = 4;
const BODY_WEIGHT = 1;
/** What a term of the title says about a single sentence, which needs not repeat it. */
const TITLE_TERM_SHARE = 0.35;

/** A sentence of an article, and which of the article's pieces it stands in. */
export interface Sentence {
  piece: number;
  text: string;
}

/** A term of a question with its weight. */
export interface WeightedTerm {
  name: string;
  weight: number;
}

/** The places of the sentences that have a term, and how well it tells them from the others. */
interface Having {
  places: number[];
  telling: number;
}

/** One language's article of a topic, cut into pieces. Its sentences are cut when they are first asked for. */
export class Version {
  readonly article: KnowledgeArticle;
  readonly pieces: Piece[];
  #sentences: Sentence[] | null = null;
  readonly #having = new Map<string, Having>();

  constructor(article: KnowledgeArticle, pieces: Piece[]) {
    this.article = article;
    this.pieces = pieces;
  }

  get sentences(): readonly Sentence[] {
    if (this.#sentences) return this.#sentences;
    this.#sentences = this.pieces.flatMap(({ text }, piece) =>
      splitIntoSentences(text).map((sentence) => ({ piece, text: sentence })),
    );
    this.#index(this.#sentences);
    return this.#sentences;
  }

  /** How well each sentence fits a question of these terms. */
  fit(terms: Iterable<WeightedTerm>): number[] {
    const scores = this.sentences.map(() => 0);
    for (const { name, weight } of terms) {
      const having = this.#having.get(name);
      if (!having) continue;
      const gain = weight * having.telling;
      for (const place of having.places) scores[place] = (scores[place] as number) + gain;
    }
    return scores;
  }

  /** The most of the question's weight that one sentence has. Shape: the terms of each of the question's words. */
  mostInOneSentence(query: readonly (readonly WeightedTerm[])[]): number {
    const sums = new Float64Array(this.sentences.length);
    // What the word at hand has given each sentence so far: the heaviest of its terms counts.
    const given = new Float64Array(sums.length);
    let most = 0;
    for (let at = 0; at < query.length; at += 1) {
      const terms = query[at] as readonly WeightedTerm[];
      if (at > 0) given.fill(0);
      for (let one = 0; one < terms.length; one += 1) {
        const { name, weight } = terms[one] as WeightedTerm;
        const places = weight > 0 ? this.#having.get(name)?.places : undefined;
        if (places === undefined) continue;
        for (let each = 0; each < places.length; each += 1) {
          const place = places[each] as number;
          const more = weight - (given[place] as number);
          if (more <= 0) continue;
          given[place] = weight;
          const sum = (sums[place] as number) + more;
          sums[place] = sum;
          if (sum > most) most = sum;
        }
      }
    }
    return most;
  }

  /** Within one article a term tells its sentences apart the better the fewer of them have it. */
  #index(sentences: Sentence[]): void {
    const { title, language } = this.article;
    for (const [place, { piece, text }] of sentences.entries()) {
      const { heading, columns = '' } = this.pieces[piece] as Piece;
      const all = splitIntoWords(`${heading}. ${columns}. ${text}`);
      for (const term of new Set(documentTerms(all, language))) {
        const having = this.#having.get(term);
        if (having) having.places.push(place);
        else this.#having.set(term, { places: [place], telling: 1 });
      }
    }
    const titleTerms = new Set(documentTerms(splitIntoWords(title), language));
    for (const [term, having] of this.#having) {
      const share = titleTerms.has(term) ? TITLE_TERM_SHARE : 1;
      having.telling = share * Math.log2(1 + sentences.length / having.places.length);
    }
  }
}

/** The articles that share a slug, searched as one. */
export interface Topic {
  slug: string;
  terms: Map<string, number>;
  length: number;
  versions: Map<Language, Version>;
}

/** Adds an article to the topic of its slug. */
export function addArticle(topics: Map<string, Topic>, article: KnowledgeArticle): void {
  const { slug, title, tags, content, language } = article;
  const topic = topics.get(slug) ?? { slug, terms: new Map(), length: 0, versions: new Map() };
  topics.set(slug, topic);
  const add = (all: readonly string[], weight: number) => {
    const terms = documentTerms(all, language);
    for (const term of terms) topic.terms.set(term, (topic.terms.get(term) ?? 0) + weight);
    topic.length += weight * terms.length;
  };
  add(splitIntoWords(title), TITLE_WEIGHT);
  for (const tag of tags) add(splitIntoWords(tag), TAG_WEIGHT);
  const pieces = splitIntoPieces(content);
  // The same heading stands above many pieces.
  const headingWords = remembering(splitIntoWords);
  for (const { heading, text, columns } of pieces) {
    const above = columns && columns !== heading ? `${heading} ${columns}` : heading;
    add([...headingWords(above), ...splitIntoWords(text)], BODY_WEIGHT);
  }
  topic.versions.set(language, new Version(article, pieces));
}
