import type { Language } from '../lib/language.ts';
import { words } from '../lib/text.ts';
import type { KnowledgeArticle, Passage } from './answer.ts';
import { bankingLexicon } from './offline/lexicon.ts';
import type { Piece } from './passages.ts';
import { NOTION_PREFIX, type QueryWord, queryWords } from './search-terms.ts';
import { Spelling } from './spelling.ts';
import { addArticle, fitOf, type RankedSentence, type Topic, type Version } from './topic.ts';

/** Passages below this score are no answer. */
export const SCORE_FLOOR = 0.2;
/** Passages that a search gives unless told otherwise. */
const DEFAULT_LIMIT = 6;
/** How many of the best topics have their passages compared. */
const TOPICS_COMPARED = 4;
/** A notion stands for what was meant, a stem only for how it was said. */
const NOTION_WEIGHT = 1.35;
/** Saturation of repeated terms and strength of the length correction (BM25). */
const K1 = 3;
const LENGTH_SHARE = 0.5;
/** Half of the strength that a question's matches can reach: maps strength to 0..1. */
const HALF_STRENGTH = 6;
/** How much leaving parts of the question aside costs a topic. */
const COVERAGE_POWER = 0.2;
/** In a smaller knowledge base every word would look common. */
const SMALLEST_COLLECTION = 40;
/** Weight of a question's word that no article knows, against the inverse frequencies of those that are known. */
const UNKNOWN_WEIGHT = 2.2;

/** A topic that matches a question. `score` 0 to 1; `coverage` is the share of the question's meaning that it knows. */
export interface RankedTopic {
  slug: string;
  score: number;
  coverage: number;
  article: KnowledgeArticle;
  pieces: Piece[];
  /** Computed on call: few of the ranked topics are ever read. */
  sentences(): RankedSentence[];
}

/**
 * Finds the passages of the knowledge base that may answer a question, in memory and without I/O. The articles of both
 * languages are searched together; an article is shown in the asked language when it exists there.
 */
export class Retriever {
  #topics: Topic[] = [];
  #postings = new Map<string, { topic: number; weight: number }[]>();
  #spelling = new Spelling([]);
  #version = -1;

  get version(): number {
    return this.#version;
  }

  /** Puts `articles` in the place of all those searched so far. */
  replace(articles: KnowledgeArticle[], version: number): void {
    const topics = new Map<string, Topic>();
    for (const article of articles) addArticle(topics, article);
    this.#topics = [...topics.values()];
    this.#version = version;
    this.#index();
    const texts = articles.map(({ title, tags, content }) => `${title} ${tags.join(' ')} ${content}`);
    this.#spelling = new Spelling([...bankingLexicon.entries, ...words(texts.join(' '))]);
  }

  /** The best passages, best first, none below `SCORE_FLOOR`. */
  search(text: string, language: Language, limit: number = DEFAULT_LIMIT): Passage[] {
    const passages: Passage[] = [];
    for (const topic of this.rank(text, language, TOPICS_COMPARED)) {
      const { id, slug, title, category } = topic.article;
      const shares = shareOfPieces(topic);
      for (const [index, piece] of topic.pieces.entries()) {
        const own = topic.score * (0.7 + 0.3 * (shares[index] as number));
        if (own < SCORE_FLOOR) continue;
        const passage = { articleId: id, slug, language: topic.article.language, title, category };
        passages.push({ ...passage, text: withHeading(piece), score: own });
      }
    }
    return passages.sort((a, b) => b.score - a.score).slice(0, limit);
  }

  /** The best topics with the relevance of each of their pieces, in the article's order. */
  rank(text: string, language: Language, limit: number): RankedTopic[] {
    const query = queryWords(text).map((entry) => this.#corrected(entry));
    const weights = new Map<string, number>();
    for (const { terms } of query) for (const term of terms) weights.set(term, this.#frequencyWeight(term));
    const strengths = this.#strengths(query, weights);
    const ranked = bestOf(strengths, limit + TOPICS_COMPARED).map((index) => {
      const topic = this.#topics[index] as Topic;
      return this.#ranked(topic, strengths[index] as number, query, weights, language);
    });
    return ranked.sort((a, b) => b.score - a.score).slice(0, limit);
  }

  #ranked(topic: Topic, strength: number, query: QueryWord[], weights: Map<string, number>, language: Language) {
    const version = topic.versions.get(language) ?? ([...topic.versions.values()][0] as Version);
    const coverage = coverageOf(topic, query, weights);
    const score = coverage ** COVERAGE_POWER * (strength / (strength + HALF_STRENGTH));
    return {
      slug: topic.slug,
      score,
      coverage,
      article: version.article,
      pieces: version.pieces,
      sentences: () => fitOf(version, weights),
    };
  }

  /** Each word of the question adds its best term only: a stem and its notion say the same thing once. */
  #strengths(query: QueryWord[], weights: Map<string, number>): Float64Array {
    const strengths = new Float64Array(this.#topics.length);
    const ofWord = new Float64Array(this.#topics.length);
    const counted = new Set<string>();
    for (const { terms } of query) {
      ofWord.fill(0);
      for (const term of terms) {
        if (counted.has(term)) continue;
        counted.add(term);
        const weight = weights.get(term) ?? 0;
        for (const { topic, weight: share } of this.#postings.get(term) ?? []) {
          ofWord[topic] = Math.max(ofWord[topic] as number, weight * share);
        }
      }
      for (let topic = 0; topic < ofWord.length; topic += 1)
        strengths[topic] = (strengths[topic] as number) + (ofWord[topic] as number);
    }
    return strengths;
  }

  #index(): void {
    this.#postings = new Map();
    const average = this.#topics.reduce((sum, topic) => sum + topic.length, 0) / Math.max(1, this.#topics.length);
    for (const [index, topic] of this.#topics.entries()) {
      const length = 1 - LENGTH_SHARE + LENGTH_SHARE * (topic.length / average);
      for (const [term, count] of topic.terms) {
        const postings = this.#postings.get(term) ?? [];
        postings.push({ topic: index, weight: saturate(count / length) });
        this.#postings.set(term, postings);
      }
    }
  }

  /** Takes a word that nothing knows for the known word that it resembles most, if any does. */
  #corrected(entry: QueryWord): QueryWord {
    if (entry.terms.some((term) => this.#postings.has(term))) return entry;
    const meant = this.#spelling.closest(entry.word);
    return meant ? { word: entry.word, terms: [meant, ...queryWords(meant).flatMap(({ terms }) => terms)] } : entry;
  }

  #frequencyWeight(term: string): number {
    const found = this.#postings.get(term)?.length ?? 0;
    if (found === 0) return 0;
    const topics = Math.max(this.#topics.length, SMALLEST_COLLECTION);
    const rarity = Math.log(1 + (topics - found + 0.5) / (found + 0.5));
    return term.startsWith(NOTION_PREFIX) ? rarity * NOTION_WEIGHT : rarity;
  }
}

/** How well each piece fits against the one that fits best, 0 to 1. */
function shareOfPieces(topic: RankedTopic): number[] {
  const scores = topic.pieces.map(() => 0);
  for (const { piece, score } of topic.sentences()) scores[piece] = Math.max(scores[piece] as number, score);
  const best = Math.max(...scores, Number.EPSILON);
  return scores.map((score) => score / best);
}

function coverageOf(topic: Topic, query: QueryWord[], weights: Map<string, number>): number {
  let covered = 0;
  let total = 0;
  for (const { terms } of query) {
    const weight = Math.max(...terms.map((term) => weights.get(term) ?? 0)) || UNKNOWN_WEIGHT;
    total += weight;
    let best = 0;
    for (const term of terms) if (topic.terms.has(term)) best = Math.max(best, weights.get(term) ?? 0);
    covered += best;
  }
  return total === 0 ? 0 : covered / total;
}

function bestOf(strengths: Float64Array, limit: number): number[] {
  const indexes: number[] = [];
  for (let index = 0; index < strengths.length; index += 1) if ((strengths[index] as number) > 0) indexes.push(index);
  return indexes.sort((a, b) => (strengths[b] as number) - (strengths[a] as number)).slice(0, limit);
}

const saturate = (count: number): number => (count * (K1 + 1)) / (count + K1);

const withHeading = ({ heading, text }: Piece): string =>
  heading && !text.startsWith(`**${heading}`) ? `**${heading}.** ${text}` : text;
