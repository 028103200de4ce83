import type { Metrics } from '../metrics/metrics.ts';
import type { ModelCall } from './followed-call.ts';
import { costInMicros, type Prices } from './pricing.ts';

const MICROS = 1_000_000;

/** Counts and times a call to a vendor, with what it used up and what that costs. */
export function countCall(metrics: Metrics, call: ModelCall, prices: Prices): void {
  const { provider, result, seconds, firstTokenSeconds, spent } = call;
  metrics.observe('joxai_provider_call_duration_seconds', { provider, result }, seconds);
  if (firstTokenSeconds !== null)
    metrics.observe('joxai_provider_first_token_seconds', { provider }, firstTokenSeconds);
  if (!spent) return;
  const { promptTokens, completionTokens, cachedTokens = 0 } = spent.usage;
  const tokens = { prompt: promptTokens, cached: cachedTokens, completion: completionTokens };
  for (const [type, count] of Object.entries(tokens)) metrics.count('joxai_ai_tokens_total', { provider, type }, count);
  const micros = costInMicros([spent], prices);
  if (micros !== null) metrics.count('joxai_ai_cost_dollars_total', { provider }, micros / MICROS);
}
