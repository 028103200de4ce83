import { foldText } from '../lib/text.ts';
import type { Question } from './answer.ts';

const FREEZING = /congel|bloque|paus|apag|suspend|desactiv|freez|frozen|block|lock|turn off|switch off/;
const YES =
  /^\W*(?:si|sip|simon|claro|dale|va|sale|ok|okay|adelante|confirm\w*|hazlo|congelala|bloqueala|pausala|por ?favor|porfa|yes|yeah|yep|yup|sure|please|go ahead|do it|freeze it|block it)\b/;
const NO = /\b(?:no|not|don.?t|nunca|never|espera|wait|otr[ao]|other|mejor|instead|cancel\w*)\b/;

/** Whether the customer has just said yes to the question whether this very card may be frozen. */
export function confirmsFreeze({ text, history }: Question, last4: unknown): boolean {
  const last = history.at(-1);
  if (typeof last4 !== 'string' || last?.role !== 'assistant') return false;
  const asked = foldText(last.content);
  if (!asked.includes('?') || !asked.includes(last4) || !FREEZING.test(asked)) return false;
  const said = foldText(text);
  return YES.test(said) && !NO.test(said);
}
