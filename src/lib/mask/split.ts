import { withPlainDigits } from './digits.ts';
import { isCard, isClabe, isCommonCard } from './numbers.ts';

/** How many of a customer's earlier messages may hold the beginning of a number. */
const SPLIT_OVER = 4;

/** More of them are part of no number; each gap reads in one way only, lest a row of digits be read in all of them. */
const MOST_DIGITS = 40;
const GAP = String.raw`(?:[^\S\n]{0,3}|[^\S\n]?[-.·–_/][^\S\n]?)`;
const GROUPS = String.raw`\d(?:${GAP}\d){0,${MOST_DIGITS}}`;
/** A few words may lead over from one part to the next ("and then 8888 1881"). */
const BEGINNING = new RegExp(String.raw`^[^\d$]{0,24}?(${GROUPS})(?!\d|[.,]\d)`);
const END = new RegExp(String.raw`(?<![\d$]|\d[.,])(${GROUPS})\D{0,16}$`);
const SHORTEST_PART = 2;
const LENGTHS = { shortest: 15, longest: 18 };

/**
 * Whether a message may hold the last part of a number that earlier ones began, so that they are worth reading.
 *
 * @param text masked by itself
 */
export function mayEndNumber(text: string): boolean {
  const part = BEGINNING.exec(withPlainDigits(text))?.[1];
  return part !== undefined && isPart(part);
}

/**
 * Masks a card number or CLABE that a customer sent in parts, one message after the other, each part masked by itself.
 * Null when there is none.
 *
 * @param earlier the customer's messages before this one, oldest first
 */
export function maskSplit(earlier: readonly string[], text: string): { earlier: string[]; text: string } | null {
  const last = withPlainDigits(text);
  const ending = BEGINNING.exec(last)?.[1];
  if (ending === undefined || !isPart(ending)) return null;
  let digits = digitsOf(ending);
  for (let at = earlier.length - 1; at >= Math.max(0, earlier.length - SPLIT_OVER); at -= 1) {
    const before = withPlainDigits(earlier[at] as string);
    const part = END.exec(before)?.[1];
    if (part === undefined) return null;
    digits = digitsOf(part) + digits;
    const kind = kindOf(digits);
    if (kind) {
      const masked = earlier.map((message, index) =>
        index < at ? message : withoutEnd(withPlainDigits(message), kind),
      );
      return { earlier: masked, text: last.replace(ending, `[${kind} ••${digits.slice(-4)}]`) };
    }
    // Between the first part and the last, a message holds nothing but its part.
    if (digits.length >= LENGTHS.longest || !/^\D{0,24}$/.test(before.replace(part, ''))) return null;
  }
  return null;
}

const digitsOf = (written: string): string => written.replace(/\D/g, '');

function isPart(written: string): boolean {
  const { length } = digitsOf(written);
  return length >= SHORTEST_PART && length < LENGTHS.longest;
}

function kindOf(digits: string): 'card' | 'CLABE' | null {
  if (digits.length < LENGTHS.shortest || digits.length > LENGTHS.longest) return null;
  if (isClabe(digits)) return 'CLABE';
  return isCommonCard(digits) || (digits.length === 16 && isCard(digits)) ? 'card' : null;
}

function withoutEnd(message: string, kind: 'card' | 'CLABE'): string {
  const match = END.exec(message);
  if (!match) return message;
  const written = match[1] as string;
  return `${message.slice(0, match.index)}[${kind}]${message.slice(match.index + written.length)}`;
}
