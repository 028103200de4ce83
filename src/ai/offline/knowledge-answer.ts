import { fold, words } from '../../lib/text.ts';
import type { Citation, Draft, Question, Source } from '../answer.ts';
import type { RankedTopic, Retriever } from '../retrieval.ts';
import { answerability } from './answerability.ts';
import { composeAnswer } from './compose.ts';
import { draft } from './drafts.ts';
import { FACT_KINDS } from './fact-kinds.ts';
import { leavesTheBank } from './out-of-scope.ts';
import { DID_YOU_MEAN, fill, OR, UNSURE } from './phrases.ts';

const TOPICS_COMPARED = 10;
/** How much the message before counts for a question that leans on it, and for one that stands alone. */
const LEANING_SHARE = 0.8;
/** How much nearer than the next one a topic must be for a question to pick it without the message before. */
const DECIDED_BY = 0.4;
const STANDING_SHARE = 0.2;
/** A question of fewer words than this rarely stands alone. */
const SHORT_QUESTION_WORDS = 7;
/** A question that finds a topic this well stands on its own. */
const SURE_SCORE = 0.6;
/** Below this an answer would more often be wrong than right. */
const ANSWERS_FROM = 0.45;
/** From this confidence on, the nearest topics are worth being offered; below, nothing is near. */
const OFFERS_FROM = 0.15;
/** Topics this near the best one, as a share of its score, are offered along with it. */
const NEAR_SHARE = 0.6;
const MOST_CHOICES = 3;
const SOURCES_KEPT = 3;
/** A question of few words that fits two topics this equally cannot be answered without asking back. */
const EQUAL_SHARE = 0.93;
const VAGUE_QUESTION_WORDS = 4;

/**
 * Answers in the words of the article that fits best. Where two fit equally, or none well enough, it asks which of the
 * nearest topics is meant; where none is near it says honestly that it does not know.
 */
export function answerFromKnowledge(question: Question, retriever: Retriever): Draft {
  const { topics, readAs } = readInContext(question, retriever);
  const [best, second] = topics;
  const confidence = best ? answerability(readAs, best) : 0;
  if (!best || confidence < OFFERS_FROM || leavesTheBank(question.text, best.article)) {
    const reply = draft('unsure', UNSURE[question.language], 1 - confidence, null);
    return { ...reply, suggestEscalation: true, sources: sourcesOf(topics, null) };
  }
  if (confidence < ANSWERS_FROM || (readAs === question.text && isEither(readAs, best, second)))
    return askWhich(question, topics, confidence);
  const asked = FACT_KINDS.some(({ asked }) => asked.test(fold(question.text))) ? question.text : readAs;
  const { title, content } = best.article;
  return {
    ...draft('answer', composeAnswer(asked, best), confidence, best.slug),
    citations: [citationOf(best)],
    evidence: [title, content],
    sources: sourcesOf(topics, best),
  };
}

const isEither = (text: string, best: RankedTopic, second: RankedTopic | undefined): boolean =>
  second !== undefined && second.score >= EQUAL_SHARE * best.score && words(text).length <= VAGUE_QUESTION_WORDS;

function askWhich({ language }: Question, topics: RankedTopic[], confidence: number): Draft {
  const least = NEAR_SHARE * (topics[0]?.score ?? 0);
  const near = topics.filter(({ score }) => score >= least).slice(0, MOST_CHOICES);
  const choices = near.map(({ article }) => article.title);
  const named = choices.map((title) => `**${title}**`);
  const last = named.pop() ?? '';
  const text = named.length > 0 ? named.join(', ') + OR[language] + last : last;
  const reply = draft('unsure', fill(DID_YOU_MEAN[language], { topics: text }), 1 - confidence, null);
  return { ...reply, suggestEscalation: true, choices, sources: sourcesOf(topics, null) };
}

const LEANING =
  /^\W*(y|e|and|what about|how about|entonces|pero|but|also|tambien|ok|pues|then|so|or|o|ahora|va|nice|great|good|well|bueno|perfecto|en|for|con|with|la|el|los|las|that|this|those|it|eso|esa|ese|cual|same)\b/i;
const POINTING =
  /\b(it|that|this|they|them|those|these|there|one|ones|eso|esa|ese|esos|esas|ella|ellas|ellos|ahi|lo|mismo|misma|his|her|their)\b/i;

interface Reading {
  /** Best first. */
  topics: RankedTopic[];
  /** The question with what it leans on. */
  readAs: string;
}

/** A follow-up ("and on Saturdays?") is read together with the customer's message before it. */
function readInContext({ text, language, history }: Question, retriever: Retriever): Reading {
  const alone = retriever.rank(text, language, TOPICS_COMPARED);
  const before = history.findLast(({ role }) => role === 'customer')?.content;
  if (!before) return { topics: alone, readAs: text };
  const isShort = words(text).length < SHORT_QUESTION_WORDS;
  const leans = LEANING.test(text) || isShort || (POINTING.test(text) && (alone[0]?.score ?? 0) < SURE_SCORE);
  const earlier = scores(retriever.rank(before, language, TOPICS_COMPARED));
  if (!leans) return { topics: lifted(alone, earlier, STANDING_SHARE), readAs: text };
  const readAs = `${before}\n${text}`;
  const own = scores(alone);
  const together = retriever.rank(readAs, language, TOPICS_COMPARED);
  const averaged = together.map((topic) => ({ ...topic, score: (topic.score + (own.get(topic.slug) ?? 0)) / 2 }));
  return { topics: lifted(averaged, earlier, LEANING_SHARE * (1 - decidedness(alone))), readAs };
}

/** How far a question picks one topic by itself, 0 to 1: "and for Gold?" does, "and how long?" does not. */
const decidedness = ([best, second]: RankedTopic[]): number =>
  Math.min(1, ((best?.score ?? 0) - (second?.score ?? 0)) / DECIDED_BY);

const scores = (topics: RankedTopic[]): Map<string, number> => new Map(topics.map(({ slug, score }) => [slug, score]));

/** The topics with a share of their score for the message before added to their own, best first. */
const lifted = (topics: RankedTopic[], earlier: Map<string, number>, share: number): RankedTopic[] =>
  topics
    .map((topic) => ({ ...topic, score: Math.min(1, topic.score + share * (earlier.get(topic.slug) ?? 0)) }))
    .sort((a, b) => b.score - a.score);

const citationOf = ({ article }: RankedTopic): Citation => ({
  articleId: article.id,
  slug: article.slug,
  title: article.title,
});

/** The nearest topics, for the record of why it was answered so. */
const sourcesOf = (topics: RankedTopic[], cited: RankedTopic | null): Source[] =>
  topics.slice(0, SOURCES_KEPT).map((topic) => ({
    articleId: topic.article.id,
    slug: topic.slug,
    version: topic.article.version,
    score: Math.round(topic.score * 1_000) / 1_000,
    isCited: topic === cited,
  }));
