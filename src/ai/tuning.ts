import type { AiProvider } from '../config.ts';
import type { SettingsStore } from '../db/settings.ts';
import type { Language } from '../lib/language.ts';
import type { BankInstructions } from './answer.ts';
import type { Tuning } from './model-answerer.ts';
import type { CallDeadlines } from './model-call.ts';

const SECOND_MS = 1_000;
const RETRY_DELAY_MS = 500;

/** How a vendor's model is asked, as the settings are now. */
export const tuningOf = (settings: SettingsStore, vendor: Exclude<AiProvider, 'mock'>): Tuning => ({
  model: settings.get(`ai.${vendor}_model`) || null,
  temperature: settings.get('ai.temperature'),
  maxTokens: settings.get('ai.reply_tokens'),
  deadlineMs: settings.get('ai.answer_seconds') * SECOND_MS,
});

/** The deadlines of one call; each reading of them is as the settings are then. */
export const deadlinesOf = (settings: SettingsStore): CallDeadlines => ({
  get connectMs() {
    return settings.get('ai.connect_seconds') * SECOND_MS;
  },
  get silenceMs() {
    return settings.get('ai.silence_seconds') * SECOND_MS;
  },
  get totalMs() {
    return settings.get('ai.call_seconds') * SECOND_MS;
  },
  retryDelayMs: RETRY_DELAY_MS,
});

/** The longest that all vendors together are waited for. Units: milliseconds. */
export const budgetMsOf = (settings: SettingsStore): number => settings.get('ai.total_seconds') * SECOND_MS;

/** What the bank tells models besides, for a reply in the language; empty where no version is in use. */
export function instructionsOf(settings: SettingsStore, language: Language): { instructions?: BankInstructions } {
  const { version, ...texts } = settings.instructions;
  return version === null ? {} : { instructions: { version: String(version), text: texts[language] } };
}
