import type { Language } from '../lib/language.ts';
import type { KnowledgeArticle } from './answer.ts';
import { type Piece, splitIntoPieces, splitIntoSentences } from './passages.ts';
import { documentTerms } from './search-terms.ts';

const TITLE_WEIGHT = 4;
const TAG_WEIGHT = 4;
const BODY_WEIGHT = 1;
/** What a term of the title says about a single sentence, which needs not repeat it. */
const TITLE_TERM_SHARE = 0.35;

/** One language's article of a topic, cut and counted. */
export interface Version {
  article: KnowledgeArticle;
  titleTerms: Set<string>;
  pieces: Piece[];
  sentences: { piece: number; text: string; terms: Map<string, number> }[];
}

/** One sentence of an article, how well it fits the question, and which of the article's pieces it stands in. */
export interface RankedSentence {
  piece: number;
  text: string;
  score: number;
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
  const topic = topics.get(article.slug) ?? { slug: article.slug, terms: new Map(), length: 0, versions: new Map() };
  topics.set(article.slug, topic);
  const add = (text: string, weight: number) => {
    for (const term of documentTerms(text, article.language)) {
      topic.terms.set(term, (topic.terms.get(term) ?? 0) + weight);
      topic.length += weight;
    }
  };
  add(article.title, TITLE_WEIGHT);
  for (const tag of article.tags) add(tag, TAG_WEIGHT);
  const pieces = splitIntoPieces(article.content);
  for (const { heading, text } of pieces) add(`${heading} ${text}`, BODY_WEIGHT);
  const sentences = pieces.flatMap(({ heading, text }, piece) =>
    splitIntoSentences(text).map((sentence) => {
      return { piece, text: sentence, terms: countTerms(`${heading}. ${sentence}`, article.language) };
    }),
  );
  const titleTerms = new Set(documentTerms(article.title, article.language));
  topic.versions.set(article.language, { article, titleTerms, pieces, sentences });
}

/** Within one article a term tells its sentences apart the better the fewer of them have it. */
export function fitOf({ sentences, titleTerms }: Version, weights: Map<string, number>): RankedSentence[] {
  const telling = new Map<string, number>();
  for (const [term, weight] of weights) {
    const having = sentences.filter(({ terms }) => terms.has(term)).length;
    if (having === 0 || weight === 0) continue;
    const share = titleTerms.has(term) ? TITLE_TERM_SHARE : 1;
    telling.set(term, share * weight * Math.log2(1 + sentences.length / having));
  }
  return sentences.map(({ piece, text, terms }) => {
    let score = 0;
    for (const [term, weight] of telling) if (terms.has(term)) score += weight;
    return { piece, text, score };
  });
}

function countTerms(text: string, language: Language): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of documentTerms(text, language)) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}
