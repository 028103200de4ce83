import { foldText } from '../lib/text.ts';
import type { Question } from './answer.ts';

const FREEZE =
  /\b(?:congel|bloque|apag|suspend|inhabilit|desactiv|cancel|paus|freez|frozen|froze|block|lock|deactivat|disable|turn off)/;
const MISUSE =
  /\b(?:perd|extravi|rob|asalt|clon|hack|fraud|desconoc|no reconozco|stol|steal|lost|lose|missing|misplac|unauthori|suspicious)/;
/** How many of the customer's messages before this one still say what is wanted. */
const MESSAGES_BEFORE = 3;

/** Whether the customer's own words ask for a card to be frozen, or report it lost or misused. */
export function asksToFreeze({ text, history }: Question): boolean {
  const before = history.filter(({ role }) => role === 'customer').slice(-MESSAGES_BEFORE);
  return [...before.map(({ content }) => content), text].some((said) => {
    const words = foldText(said);
    return FREEZE.test(words) || MISUSE.test(words);
  });
}
