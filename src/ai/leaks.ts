import { splitIntoWords } from '../lib/text.ts';
import { TOOL_WORDS } from './model-tools.ts';
import { RULES } from './prompt.ts';
import { hasToken } from './pseudonyms.ts';

/** So many words in a row are no coincidence. */
const WORDS_IN_A_ROW = 8;

const INNER = new RegExp(
  `\\b(?:${TOOL_WORDS.join('|')})\\b|</?(?:context|passages?|customer_message|correction|bank_instructions)\\b`,
  'giu',
);

/** What a reply gives away of how the assistant works: names of tools, pieces of its instructions, unfilled tokens. */
export function leaksOf(text: string): string[] {
  const found = text.match(INNER) ?? [];
  if (hasToken(text)) return [...found, 'token'];
  return repeatsRules(text) ? [...found, 'instructions'] : found;
}

let rules: Set<string> | undefined;

function repeatsRules(text: string): boolean {
  if (text.length < 4 * WORDS_IN_A_ROW) return false;
  rules ??= new Set(runsOf(RULES));
  for (const run of runsOf(text)) if (rules.has(run)) return true;
  return false;
}

function* runsOf(text: string): Generator<string> {
  const words = splitIntoWords(text);
  for (let end = WORDS_IN_A_ROW; end <= words.length; end += 1) yield words.slice(end - WORDS_IN_A_ROW, end).join(' ');
}
