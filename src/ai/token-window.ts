import type { Usage } from './answer.ts';
import type { Completion, CompletionRequest } from './model.ts';

/** Units: characters. Spanish and English take about four a token; each vendor counts a little differently. */
const CHARS_PER_TOKEN = 4;

/** About how many tokens a text has, at least one. */
export const tokensIn = (text: string): number => Math.max(1, Math.ceil(text.length / CHARS_PER_TOKEN));

/** The newest of `texts` that fit together into so many tokens, in their order; they end with the last one. */
export function newestWithin<Item>(items: Item[], textOf: (item: Item) => string, tokens: number): Item[] {
  let left = tokens;
  let from = items.length;
  while (from > 0) {
    left -= tokensIn(textOf(items[from - 1] as Item));
    if (left < 0) break;
    from -= 1;
  }
  return items.slice(from);
}

/** A text of at most so many tokens. */
export function cutToTokens(text: string, tokens: number): string {
  const length = tokens * CHARS_PER_TOKEN;
  // Vendors refuse a request with half of a character in it.
  return text.length > length ? `${text.slice(0, length).toWellFormed()}…` : text;
}

/** About what a call used, where the vendor does not say. */
export const estimateUsage = ({ system, messages, tools }: CompletionRequest, completion: Completion): Usage => ({
  promptTokens: tokensIn(system) + tokensIn(JSON.stringify([messages, tools])),
  completionTokens: tokensIn(completion.text + JSON.stringify(completion.toolCalls)),
});
