import type { RankedTopic } from '../retrieval.ts';
import { queryWords } from '../search-terms.ts';

/** More words say no more about whether a question is about the bank. */
const MOST_WORDS = 15;

/**
 * The likelihood, 0 to 1, that the bank's articles cover a question for which `best` was found.
 *
 * Source: logistic regression on the demo bank's example questions and on questions about other matters, each judged by
 * models that had not learnt it (`bun run eval:held-out`). Before anything was learnt, the words alone must do.
 */
export function answerability(text: string, { match, coverage, learnt }: RankedTopic): number {
  const words = Math.min(queryWords(text).length, MOST_WORDS);
  const evidence = learnt
    ? -5.41 + 7.11 * match * coverage + 0.53 * words - 3.81 * learnt.none + 1.01 * learnt.margin
    : -6.87 + 4.29 * match + 7.28 * match * coverage + 0.61 * words;
  return 1 / (1 + Math.exp(-evidence));
}
