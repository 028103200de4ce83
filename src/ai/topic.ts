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

/** One language's article of a topic, cut into pieces. Its sentences are cut when they are first asked for. */
export class Version {
  readonly article: KnowledgeArticle;
  readonly pieces: Piece[];
  #sentences: Sentence[] | null = null;
  /** By term, the places of the sentences that have it. */
  readonly #having = new Map<string, number[]>();
  #titleTerms: ReadonlySet<string> = new Set();

  constructor(article: KnowledgeArticle, pieces: Piece[]) {
    this.article = article;
    this.pieces = pieces;
  }

  get sentences(): readonly Sentence[] {
    if (this.#sentences) return this.#sentences;
    this.#sentences = this.pieces.flatMap(({ text }, piece) =>
      splitIntoSentences(text).map((sentence) => ({ piece, text: sentence })),
    );
    const { title, language } = this.article;
    this.#titleTerms = new Set(documentTerms(splitIntoWords(title), language));
    for (const [place, { piece, text }] of this.#sentences.entries()) {
      const all = splitIntoWords(`${this.pieces[piece]?.heading}. ${text}`);
      for (const term of new Set(documentTerms(all, language))) {
        const places = this.#having.get(term);
        if (places) places.push(place);
        else this.#having.set(term, [place]);
      }
    }
    return this.#sentences;
  }

  /**
   * How well each sentence fits a question of these terms. Within one article a term tells its sentences apart the
   * better the fewer of them have it.
   */
  fit(terms: Iterable<WeightedTerm>): number[] {
    const { length } = this.sentences;
    const scores = new Array<number>(length).fill(0);
    for (const { name, weight } of terms) {
      const places = this.#having.get(name);
      if (!places) continue;
      const share = this.#titleTerms.has(name) ? TITLE_TERM_SHARE : 1;
      const telling = share * weight * Math.log2(1 + length / places.length);
      for (const place of places) scores[place] = (scores[place] as number) + telling;
    }
    return scores;
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
  for (const { heading, text } of pieces) add([...headingWords(heading), ...splitIntoWords(text)], BODY_WEIGHT);
  topic.versions.set(language, new Version(article, pieces));
}
