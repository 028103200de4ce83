import { words } from '../../lib/text.ts';
import type { Citation, Draft, Question, Source } from '../answer.ts';
import type { RankedTopic, Retriever } from '../retrieval.ts';
import { answerability } from './answerability.ts';
import { composeAnswer } from './compose.ts';
import { draft } from './drafts.ts';
import { leavesTheBank } from './out-of-scope.ts';
import { UNSURE } from './phrases.ts';

const TOPICS_COMPARED = 10;
/** How much the message before counts for a question that leans on it, and for one that stands alone. */
const LEANING_SHARE = 0.8;
const STANDING_SHARE = 0.2;
/** A question of fewer words than this rarely stands alone. */
const SHORT_QUESTION_WORDS = 7;
/** A question that finds a topic this well stands on its own. */
const SURE_SCORE = 0.6;
/** Below this an answer would more often be wrong than right. */
const MINIMUM_ANSWERABILITY = 0.3;

/** Answers in the words of the article that fits best, or says honestly that none does. */
export function answerFromKnowledge(question: Question, retriever: Retriever): Draft {
  const { best, readAs } = readInContext(question, retriever);
  const confidence = best ? answerability(readAs, best) : 0;
  if (!best || confidence < MINIMUM_ANSWERABILITY || leavesTheBank(question.text, best.article)) {
    return { ...draft('unsure', UNSURE[question.language], 1 - confidence, null), suggestEscalation: true };
  }
  const text = composeAnswer(question.text, best);
  const { title, content } = best.article;
  return {
    ...draft('answer', text, confidence, best.slug),
    citations: [citationOf(best)],
    evidence: [title, content],
    sources: [sourceOf(best)],
  };
}

const LEANING =
  /^\W*(y|e|and|what about|how about|entonces|pero|but|also|tambien|ok|pues|then|so|or|o|ahora|va|nice|great|good|well|bueno|perfecto|en|for|con|with|la|el|los|las|that|this|those|it|eso|esa|ese|cual|same)\b/i;
const POINTING =
  /\b(it|that|this|they|them|those|these|there|one|ones|eso|esa|ese|esos|esas|ella|ellas|ellos|ahi|lo|mismo|misma|his|her|their)\b/i;

interface Reading {
  best: RankedTopic | undefined;
  /** The question with what it leans on. */
  readAs: string;
}

/** A follow-up ("and on Saturdays?") is read together with the customer's message before it. */
function readInContext({ text, language, history }: Question, retriever: Retriever): Reading {
  const alone = retriever.rank(text, language, TOPICS_COMPARED);
  const before = history.findLast(({ role }) => role === 'customer')?.content;
  if (!before) return { best: alone[0], readAs: text };
  const isShort = words(text).length < SHORT_QUESTION_WORDS;
  const leans = LEANING.test(text) || isShort || (POINTING.test(text) && (alone[0]?.score ?? 0) < SURE_SCORE);
  const earlier = scores(retriever.rank(before, language, TOPICS_COMPARED));
  if (!leans) return { best: bestLifted(alone, earlier, STANDING_SHARE), readAs: text };
  const readAs = `${before}\n${text}`;
  const own = scores(alone);
  const together = retriever.rank(readAs, language, TOPICS_COMPARED);
  const averaged = together.map((topic) => ({ ...topic, score: (topic.score + (own.get(topic.slug) ?? 0)) / 2 }));
  return { best: bestLifted(averaged, earlier, LEANING_SHARE), readAs };
}

const scores = (topics: RankedTopic[]): Map<string, number> => new Map(topics.map(({ slug, score }) => [slug, score]));

/** The best topic once each has a share of its score for the message before added to its own. */
function bestLifted(topics: RankedTopic[], earlier: Map<string, number>, share: number): RankedTopic | undefined {
  let best: RankedTopic | undefined;
  for (const topic of topics) {
    const score = Math.min(1, topic.score + share * (earlier.get(topic.slug) ?? 0));
    if (!best || score > best.score) best = { ...topic, score };
  }
  return best;
}

const citationOf = ({ article }: RankedTopic): Citation => ({
  articleId: article.id,
  slug: article.slug,
  title: article.title,
});

const sourceOf = ({ article, score }: RankedTopic): Source => ({
  articleId: article.id,
  slug: article.slug,
  version: article.version,
  score: Math.round(score * 1_000) / 1_000,
  isCited: true,
});
