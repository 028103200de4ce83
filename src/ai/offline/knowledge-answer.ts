import { words } from '../../lib/text.ts';
import type { Citation, Draft, Question } from '../answer.ts';
import { type RankedTopic, type Retriever, SCORE_FLOOR } from '../retrieval.ts';
import { composeAnswer } from './compose.ts';
import { draft } from './drafts.ts';
import { leavesTheBank } from './out-of-scope.ts';
import { UNSURE } from './phrases.ts';

const TOPICS_COMPARED = 10;
/** How much the message before counts for a question that leans on it, and for one that stands alone. */
const LEANING_SHARE = 0.6;
const STANDING_SHARE = 0.2;
/** A question of fewer meaningful words than this rarely stands alone. */
const SHORT_QUESTION_WORDS = 7;
/** Below these an answer would be a guess. */
const MINIMUM_SCORE = SCORE_FLOOR + 0.15;
const MINIMUM_COVERAGE = 0.28;

/** Answers in the words of the article that fits best, or says honestly that none does. */
export function answerFromKnowledge(question: Question, retriever: Retriever): Draft {
  const ranked = rankInContext(question, retriever);
  const best = ranked[0];
  if (
    !best ||
    best.score < MINIMUM_SCORE ||
    best.coverage < MINIMUM_COVERAGE ||
    leavesTheBank(question.text, best.article)
  ) {
    const confidence = 1 - (best?.score ?? 0);
    return { ...draft('unsure', UNSURE[question.language], confidence, null), suggestEscalation: true };
  }
  const text = composeAnswer(question.text, best);
  return { ...draft('answer', text, confidenceOf(ranked), best.slug), citations: [citationOf(best)] };
}

/** A clear lead over the runner-up makes an answer surer. */
function confidenceOf([best, second]: RankedTopic[]): number {
  const score = best?.score ?? 0;
  const lead = score - (second?.score ?? 0);
  return Math.min(0.97, score + Math.min(0.2, lead));
}

const LEANING =
  /^\W*(y|e|and|what about|how about|entonces|pero|but|also|tambien|ok|pues|then|so|or|o|ahora|va|nice|great|good|well|bueno|perfecto|en|for|con|with|la|el|los|las|that|this|those|it|eso|esa|ese|ese mismo|cual|same)\b/i;
const POINTING =
  /\b(it|that|this|they|them|those|these|there|one|ones|eso|esa|ese|esos|esas|ella|ellas|ellos|ahi|lo|la|los|las|mismo|misma)\b/i;

/** A follow-up ("and on Saturdays?") is read together with the customer's message before it. */
function rankInContext({ text, language, history }: Question, retriever: Retriever): RankedTopic[] {
  const ranked = retriever.rank(text, language, TOPICS_COMPARED);
  const before = history.findLast(({ role }) => role === 'customer')?.content;
  if (!before) return ranked;
  const isShort = words(text).length < SHORT_QUESTION_WORDS;
  const leans = LEANING.test(text) || isShort || (POINTING.test(text) && (ranked[0]?.score ?? 0) < 0.6);
  const share = leans ? LEANING_SHARE : STANDING_SHARE;
  const together = new Map(
    retriever.rank(`${before}\n${text}`, language, TOPICS_COMPARED).map((topic) => [topic.slug, topic]),
  );
  const earlier = new Map(retriever.rank(before, language, TOPICS_COMPARED).map((topic) => [topic.slug, topic.score]));
  const slugs = new Set([...ranked.map(({ slug }) => slug), ...(leans ? together.keys() : [])]);
  const merged = [...slugs].map((slug) => {
    const own = ranked.find((topic) => topic.slug === slug);
    const joint = together.get(slug);
    const topic = own ?? (joint as RankedTopic);
    const score = (own?.score ?? 0) + share * (earlier.get(slug) ?? 0);
    return {
      ...topic,
      coverage: Math.max(own?.coverage ?? 0, leans ? (joint?.coverage ?? 0) : 0),
      score: Math.min(1, score),
    };
  });
  return merged.sort((a, b) => b.score - a.score);
}

const citationOf = ({ article }: RankedTopic): Citation => ({
  articleId: article.id,
  slug: article.slug,
  title: article.title,
});
