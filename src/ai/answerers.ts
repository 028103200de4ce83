import type { AiProvider, Config } from '../config.ts';
import type { Answerer } from './answer.ts';
import { AnthropicModel } from './anthropic.ts';
import { ModelAnswerer } from './model-answerer.ts';
import { CALL_DEADLINES, type CallDeadlines } from './model-call.ts';
import { OpenAiModel } from './openai.ts';

/**
 * The answerers of the configuration in the order they are asked: each once, and the offline engine always last.
 *
 * What is listed behind `mock` is left out: that engine always answers, so nothing behind it would ever be asked.
 */
export function createAnswerers(
  ai: Config['ai'],
  offline: Answerer,
  deadlines: CallDeadlines = CALL_DEADLINES,
): Answerer[] {
  const answerers: Answerer[] = [];
  for (const provider of new Set<AiProvider>([ai.provider, ...ai.fallback, 'mock'])) {
    if (provider === 'mock') break;
    const model =
      provider === 'openai' ? new OpenAiModel(ai.openai, deadlines) : new AnthropicModel(ai.anthropic, deadlines);
    answerers.push(new ModelAnswerer(model));
  }
  return [...answerers, offline];
}
