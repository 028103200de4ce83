import type { Language } from '../lib/language.ts';
import { remembering } from '../lib/remembering.ts';
import { splitIntoWords, words } from '../lib/text.ts';
import type { KnowledgeArticle, Passage } from './answer.ts';
import { bankingLexicon } from './offline/lexicon.ts';
import type { Piece } from './passages.ts';
import { NOTION_PREFIX, type QueryWord, queryWords } from './search-terms.ts';
import { Spelling } from './spelling.ts';
import { addArticle, type Topic, type Version, type WeightedTerm } from './topic.ts';
import type { Reading, TopicModel } from './topic-model.ts';

/** How the score is made up: how well an article's words match, its best sentence, what was learnt from examples. */
const MATCH_SHARE = 0.77;
const SENTENCE_SHARE = 0.23;
const LEARNT_SHARE = 0.19;
/** Passages below this score are no answer. */
export const SCORE_FLOOR = 0.2;
/** Passages that a search gives unless told otherwise. */
const DEFAULT_LIMIT = 6;
/** How many of the best topics have their passages compared. */
const TOPICS_COMPARED = 4;
/** How many topics whose words match best are looked at more closely. */
const MOST_RANKED = 10;
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

/** A topic that matches a question. */
export interface RankedTopic {
  slug: string;
  /** 0 to 1, of all that follows together. */
  score: number;
  /** How well the article's words match, 0 to 1. */
  match: number;
  /** The share of the question's meaning that the article knows, and that its best sentence has by itself, 0 to 1. */
  coverage: number;
  told: number;
  /** What was learnt about the question from examples; null before that is done. */
  learnt: { margin: number; none: number } | null;
  article: KnowledgeArticle;
  version: Version;
  /** How well each of the version's sentences fits. Computed on call: few of the ranked topics are ever read. */
  fit(): number[];
}

/** The topics that have a term, and what the term says about each. */
interface Postings {
  topics: number[];
  shares: number[];
  /** What finding the term says at all: the rarer, the more. */
  weight: number;
}

/** A term of a question; without postings when no article has it. */
interface Term extends WeightedTerm {
  postings: Postings | null;
}

/**
 * Finds the passages of the knowledge base that may answer a question, in memory and without I/O. The articles of both
 * languages are searched together; an article is shown in the asked language when it exists there.
 */
export class Retriever {
  #topics: Topic[] = [];
  #postings = new Map<string, Postings>();
  #spelling = new Spelling(() => new Set());
  #model: TopicModel | null = null;
  #rankings: Record<Language, (text: string) => readonly RankedTopic[]> = this.#freshRankings();
  #version = -1;
  #stamp = '';

  get version(): number {
    return this.#version;
  }

  /** Which versions of which articles it ranks; null until it has learnt from them. */
  get learntStamp(): string | null {
    return this.#model === null ? null : this.#stamp;
  }

  /** Puts `articles` in the place of all those searched so far. */
  replace(articles: KnowledgeArticle[], version: number): void {
    const topics = new Map<string, Topic>();
    for (const article of articles) addArticle(topics, article);
    this.#topics = [...topics.values()];
    this.#postings = postingsOf(this.#topics);
    this.#spelling = new Spelling(() => knownWords(articles));
    this.#model = null;
    this.#rankings = this.#freshRankings();
    this.#version = version;
    this.#stamp = Bun.hash(articles.map((one) => `${one.id}.${one.version}`).join(' ')).toString(36);
  }

  /** From now on ranks with what was learnt about the articles of `version`, unless others have taken their place. */
  adopt(model: TopicModel, version: number): void {
    if (version !== this.#version) return;
    this.#model = model;
    this.#rankings = this.#freshRankings();
  }

  /** The best passages, best first, none below `SCORE_FLOOR`. */
  search(text: string, language: Language, limit: number = DEFAULT_LIMIT): Passage[] {
    const passages: Passage[] = [];
    for (const topic of this.rank(text, language, TOPICS_COMPARED)) {
      const { id, slug, title, category, version } = topic.article;
      const shares = shareOfPieces(topic);
      for (const [index, piece] of topic.version.pieces.entries()) {
        const own = topic.score * (0.7 + 0.3 * (shares[index] as number));
        if (own < SCORE_FLOOR) continue;
        const passage = { articleId: id, slug, language: topic.article.language, title, category, version };
        passages.push({ ...passage, text: withHeading(piece), score: own });
      }
    }
    return passages.sort((a, b) => b.score - a.score).slice(0, limit);
  }

  /** The best topics, best first, of which there are at most `MOST_RANKED`. */
  rank(text: string, language: Language, limit: number): RankedTopic[] {
    return this.#rankings[language](text).slice(0, limit);
  }

  /** How much a term says about which topic is meant: the fewer topics have it, the more; most where none has. */
  rarityOf(term: string): number {
    return this.#postings.get(term)?.weight ?? rarity(0, this.#topics.length) * NOTION_WEIGHT;
  }

  /** A turn asks for the topics of the same text more than once. */
  #freshRankings(): Record<Language, (text: string) => readonly RankedTopic[]> {
    return {
      es: remembering((text) => this.#rankAll(text, 'es')),
      en: remembering((text) => this.#rankAll(text, 'en')),
    };
  }

  #rankAll(text: string, language: Language): RankedTopic[] {
    const query = queryWords(text).map((entry) => this.#termsOf(entry));
    const { strengths, covered, total } = matched(query, this.#topics.length);
    const reading = this.#read(text, query);
    const ranked = bestOf(strengths, MOST_RANKED).map((index) => {
      const { slug, versions } = this.#topics[index] as Topic;
      const version = versions.get(language) ?? (versions.values().next().value as Version);
      const strength = strengths[index] as number;
      const coverage = (covered[index] as number) / total;
      const match = coverage ** COVERAGE_POWER * (strength / (strength + HALF_STRENGTH));
      const told = version.mostInOneSentence(query) / total;
      const learnt = reading && { margin: reading.marginOf(slug), none: reading.none };
      const score = scoreOf(match, told, learnt);
      const fit = () => version.fit(distinct(query));
      return { slug, score, match, coverage, told, learnt, article: version.article, version, fit };
    });
    return ranked.sort((a, b) => b.score - a.score);
  }

  #read(text: string, query: Term[][]): Reading | null {
    return (
      this.#model?.read(
        words(text),
        query.map((terms) => terms.map(({ name }) => name)),
      ) ?? null
    );
  }

  /** A word that nothing knows is taken for the known word that it resembles most, if any does. */
  #termsOf({ word, terms }: QueryWord): Term[] {
    const found = terms.map((name) => this.#term(name));
    if (found.some(({ postings }) => postings !== null)) return found;
    const meant = this.#spelling.closest(word);
    if (!meant) return found;
    return [meant, ...queryWords(meant).flatMap((entry) => entry.terms)].map((name) => this.#term(name));
  }

  #term(name: string): Term {
    const postings = this.#postings.get(name) ?? null;
    return { name, postings, weight: postings?.weight ?? 0 };
  }
}

function scoreOf(match: number, told: number, learnt: RankedTopic['learnt']): number {
  const margin = learnt ? Math.max(-1, Math.min(1, learnt.margin)) : 0;
  return Math.max(0, Math.min(1, MATCH_SHARE * match + SENTENCE_SHARE * told + LEARNT_SHARE * margin));
}

/** The words of the lexicon and of the articles. */
function knownWords(articles: KnowledgeArticle[]): Set<string> {
  const texts = articles.map(({ title, tags, content }) => `${title} ${tags.join(' ')} ${content}`);
  return new Set([...bankingLexicon.entries, ...splitIntoWords(texts.join(' '))]);
}

/** The inverted index (BM25 but for the rarity, which each term carries). */
function postingsOf(topics: Topic[]): Map<string, Postings> {
  const index = new Map<string, Postings>();
  const average = topics.reduce((sum, topic) => sum + topic.length, 0) / Math.max(1, topics.length);
  for (const [place, topic] of topics.entries()) {
    const length = 1 - LENGTH_SHARE + LENGTH_SHARE * (topic.length / average);
    for (const [term, count] of topic.terms) {
      const postings = index.get(term) ?? { topics: [], shares: [], weight: 0 };
      if (postings.topics.length === 0) index.set(term, postings);
      postings.topics.push(place);
      postings.shares.push(saturate(count / length));
    }
  }
  for (const [term, postings] of index) {
    const weight = rarity(postings.topics.length, topics.length);
    postings.weight = term.startsWith(NOTION_PREFIX) ? weight * NOTION_WEIGHT : weight;
  }
  return index;
}

/** Of a term that `found` of all topics have. */
function rarity(found: number, topics: number): number {
  const all = Math.max(topics, SMALLEST_COLLECTION);
  return Math.log(1 + (all - found + 0.5) / (found + 0.5));
}

interface Matched {
  /** By topic: how strongly it matches, and how much of the question's weight it knows. */
  strengths: Float64Array;
  covered: Float64Array;
  /** The question's whole weight. */
  total: number;
}

/** Each word of the question adds its best term only: a stem and its notion say the same thing once. */
function matched(query: Term[][], topics: number): Matched {
  const strengths = new Float64Array(topics);
  const covered = new Float64Array(topics);
  const ofWord = new Float64Array(topics);
  const knownOfWord = new Float64Array(topics);
  const counted = new Set<Postings>();
  let total = 0;
  for (const terms of query) {
    ofWord.fill(0);
    knownOfWord.fill(0);
    let heaviest = 0;
    for (const { postings, weight } of terms) {
      if (!postings) continue;
      heaviest = Math.max(heaviest, weight);
      raise(knownOfWord, postings.topics, null, weight);
      if (!counted.has(postings)) raise(ofWord, postings.topics, postings.shares, weight);
      counted.add(postings);
    }
    total += heaviest || UNKNOWN_WEIGHT;
    addTo(strengths, ofWord);
    addTo(covered, knownOfWord);
  }
  return { strengths, covered, total };
}

/** Raises the values at `places` to `weight`, or to the share of it that belongs to the place. */
function raise(values: Float64Array, places: number[], shares: number[] | null, weight: number): void {
  for (let at = 0; at < places.length; at += 1) {
    const place = places[at] as number;
    const value = shares ? weight * (shares[at] as number) : weight;
    if (value > (values[place] as number)) values[place] = value;
  }
}

function addTo(sums: Float64Array, values: Float64Array): void {
  for (let at = 0; at < sums.length; at += 1) sums[at] = (sums[at] as number) + (values[at] as number);
}

function distinct(query: Term[][]): Iterable<Term> {
  return new Map(query.flat().map((term) => [term.name, term])).values();
}

/** How well each piece fits against the one that fits best, 0 to 1. */
function shareOfPieces({ version, fit }: RankedTopic): number[] {
  const scores = version.pieces.map(() => 0);
  const fits = fit();
  for (const [index, { piece }] of version.sentences.entries()) {
    scores[piece] = Math.max(scores[piece] as number, fits[index] as number);
  }
  const best = Math.max(...scores, Number.EPSILON);
  return scores.map((score) => score / best);
}

/** The places of the greatest values above 0, greatest first. */
function bestOf(values: Float64Array, limit: number): number[] {
  const best: number[] = [];
  for (let place = 0; place < values.length; place += 1) {
    const value = values[place] as number;
    if (value <= (best.length < limit ? 0 : (values[best[limit - 1] as number] as number))) continue;
    let at = Math.min(best.length, limit - 1);
    for (; at > 0 && value > (values[best[at - 1] as number] as number); at -= 1) best[at] = best[at - 1] as number;
    best[at] = place;
  }
  return best;
}

const saturate = (count: number): number => (count * (K1 + 1)) / (count + K1);

const withHeading = ({ heading, text }: Piece): string =>
  heading && !text.startsWith(`**${heading}`) ? `**${heading}.** ${text}` : text;
