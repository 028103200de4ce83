import type { Spent, Usage } from './answer.ts';

/** Units: US dollars per million tokens, which is millionths of a dollar per token. */
export interface Price {
  prompt: number;
  completion: number;
  /** Prompt tokens that the vendor read from its cache; as `prompt` where it is absent. */
  cached?: number;
  /** Prompt tokens that the vendor wrote to its cache; as `prompt` where it is absent. */
  cacheWrite?: number;
}

/** By the beginning of the model's name; the longest that fits counts. */
export type Prices = Record<string, Price>;

/** Source: https://openai.com/api/pricing, https://www.anthropic.com/pricing */
export const PUBLIC_PRICES: Prices = {
  'gpt-4.1-mini': { prompt: 0.4, completion: 1.6, cached: 0.1 },
  'claude-haiku-4-5': { prompt: 1, completion: 5, cached: 0.1, cacheWrite: 1.25 },
};

/**
 * What a turn cost. Null when no vendor was asked; a model without a price, such as one's own, costs nothing.
 *
 * Units: millionths of a US dollar, rounded up.
 */
export function costInMicros(spent: Spent[], prices: Prices): number | null {
  if (spent.length === 0) return null;
  const costs = spent.map(({ model, usage }) => costOf(usage, priceOf(model, prices) ?? FREE));
  // Binary fractions: 0.1 a token times three is a little more than 0.3.
  return Math.max(0, Math.ceil(costs.reduce((sum, cost) => sum + cost, 0) - 1e-6));
}

/** All tokens of a turn. Null when no vendor was asked, or none counted. */
export function tokensOf(spent: Spent[]): Pick<Usage, 'promptTokens' | 'completionTokens'> | null {
  if (spent.length === 0) return null;
  return {
    promptTokens: spent.reduce((sum, { usage }) => sum + usage.promptTokens, 0),
    completionTokens: spent.reduce((sum, { usage }) => sum + usage.completionTokens, 0),
  };
}

const FREE: Price = { prompt: 0, completion: 0 };

function costOf({ promptTokens, completionTokens, cachedTokens = 0, cacheWriteTokens = 0 }: Usage, price: Price) {
  const plainTokens = Math.max(0, promptTokens - cachedTokens - cacheWriteTokens);
  return (
    plainTokens * price.prompt +
    cachedTokens * (price.cached ?? price.prompt) +
    cacheWriteTokens * (price.cacheWrite ?? price.prompt) +
    completionTokens * price.completion
  );
}

/** A price that is no number would make every sum one: it counts as none. */
function priceOf(model: string | null, prices: Prices): Price | null {
  if (model === null) return null;
  const names = Object.keys(prices).filter((name) => model.startsWith(name));
  const longest = names.reduce<string | null>((best, name) => (name.length > (best?.length ?? -1) ? name : best), null);
  const price = longest === null ? null : prices[longest];
  return price && Number.isFinite(price.prompt) && Number.isFinite(price.completion) ? price : null;
}
