import type { AiProvider, Config } from '../config.ts';
import type { Answerer } from './answer.ts';
import { AnthropicModel } from './anthropic.ts';
import type { ModelCall } from './followed-call.ts';
import { ModelAnswerer, type Tuning } from './model-answerer.ts';
import { CALL_DEADLINES, type CallDeadlines } from './model-call.ts';
import { OpenAiModel } from './openai.ts';

type Vendor = Exclude<AiProvider, 'mock'>;

const MODELS = { openai: OpenAiModel, anthropic: AnthropicModel } as const;

export interface AnswererOptions {
  deadlines?: CallDeadlines;
  /** Asked for each answer, so that a changed setting holds at once. */
  tuningOf?: (vendor: Vendor) => Tuning;
  /** Hears of every call to a vendor. */
  onCall?: (call: ModelCall) => void;
}

/**
 * Every answerer that can be asked: the vendors that the environment names, in its order, then those that it gives a key
 * or an address; the offline engine last. Which of them are asked decides `orderOf`.
 */
export function createAnswerers(ai: Config['ai'], offline: Answerer, options: AnswererOptions = {}): Answerer[] {
  const known = Object.keys(MODELS) as Vendor[];
  const reachable = known.filter((vendor) => ai[vendor].apiKey !== null || ai[vendor].baseUrl !== null);
  const vendors = new Set([...namedIn([ai.provider, ...ai.fallback]), ...reachable]);
  return [...[...vendors].map((vendor) => createAnswerer(ai, vendor, options)), offline];
}

/** One vendor's alone. */
export function createAnswerer(
  ai: Config['ai'],
  vendor: Vendor,
  { deadlines = CALL_DEADLINES, tuningOf, onCall }: AnswererOptions = {},
): ModelAnswerer {
  const model = new MODELS[vendor](ai[vendor], deadlines, onCall);
  return new ModelAnswerer(model, { ...(tuningOf && { tuning: () => tuningOf(vendor) }) });
}

/**
 * The vendors in the order they are asked: as an administrator chose, or as the environment has it where nothing was.
 *
 * What is listed behind `mock` is left out: that engine always answers, so nothing behind it would ever be asked.
 */
export const orderOf = (ai: Config['ai'], chosen: readonly AiProvider[]): Vendor[] =>
  namedIn(chosen.length > 0 ? chosen : [ai.provider, ...ai.fallback]);

function namedIn(providers: readonly AiProvider[]): Vendor[] {
  const end = providers.indexOf('mock');
  const asked = end < 0 ? providers : providers.slice(0, end);
  return [...new Set(asked)].filter((provider): provider is Vendor => provider !== 'mock');
}
