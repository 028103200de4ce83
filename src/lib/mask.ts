import { replaceSpoken, withPlainDigits } from './mask/digits.ts';
import { hasIssuer, isCard, isClabe, isCommonCard, isIban, looksLikeBank } from './mask/numbers.ts';
import { maskNamedSecrets } from './mask/secrets.ts';

export const MASK_KINDS = ['card', 'clabe', 'iban', 'cvv', 'pin', 'code', 'password'] as const;
export type MaskKind = (typeof MASK_KINDS)[number];

export interface Masked {
  text: string;
  /** Each kind that was found, once. */
  found: MaskKind[];
}

/** Patterns that look over blanks would look over a long row of them from each, again and again. */
const LONG_BLANK = /(\s{8})\s+/g;
/** Shortest row of figures in words that is read: a PIN. */
const SPOKEN_DIGITS = 4;
const MAY_HOLD_SECRET = /\p{N}|contra|pass|pwd|clave|nip|pin|cvv|cvc|c[oó]d|code|token|numerito|digit|d[ií]git/iu;
const SPOKEN_HINT =
  /(?:cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|zero|one|two|three|four|five|six|seven|eight|nine|enta|teen|ty)\b/i;

/**
 * Replaces what must not be stored or sent on: card numbers, CLABEs, IBANs, and the CVVs, PINs, one-time codes and
 * passwords that the words around them name (Spanish and English). Card and CLABE keep their last four digits. Digits of
 * every script and figures in words are read; a text in which nothing is found stays as it is. In one in which something
 * is found, long rows of blanks become short ones.
 * Amounts, phone numbers, dates and tracking keys stay.
 */
export function mask(text: string): Masked {
  const maySpeak = SPOKEN_HINT.test(text);
  if (!maySpeak && !MAY_HOLD_SECRET.test(text)) return { text, found: [] };
  const found = new Set<MaskKind>();
  const plain = withPlainDigits(text).replace(LONG_BLANK, '$1');
  let masked = maskIbans(plain, found);
  if (maySpeak) masked = maskSpoken(masked, found);
  masked = maskNumbers(masked, found);
  masked = maskNamedSecrets(masked, found);
  return found.size > 0 ? { text: masked, found: [...found] } : { text, found: [] };
}

// Digits that stand together, at most a mark and the blanks around it between two of them. Each gap reads in one way only.
const DIGIT_RUN = /(?<![\d$+])\d(?:(?:\s{0,3}|\s{3}[^\S\n]|\s{0,2}[-.·–_|*][^\S\n]?|[/,])\d){11,47}(?!\d)/g;
const IBAN = /(?<![a-z0-9])[a-z]{2}\d{2}(?:[ .-]?[a-z0-9]){11,40}(?![a-z0-9])/gi;
const SAYS_CLABE = /\bclabe/i;
const SAYS_REFERENCE =
  /rastreo|folio|referencia|autorizaci[oó]n|pedido|orden|gu[ií]a|factura|p[oó]liza|contrato|servicio|captura|serie|imei|paquete|tracking|reference|order|shipment|invoice|policy|parcel|booking|serial|ticket/i;
const SAYS_CARD = /tarjeta|pl[aá]stico|\bcard|visa|mastercard|amex|d[eé]bito|cr[eé]dito|debit|credit/i;
/** What may tell what a number is stands so many characters before it. */
const CONTEXT = 60;
/** Dates and amounts of money, which no card number is written with. */
const DATE_OR_AMOUNT =
  /(?<!\d)(?:(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|1[0-2])[-/.](?:19|20)\d\d)(?!\d)|\d,\d{3}\.\d\d(?!\d)/;

function maskIbans(text: string, found: Set<MaskKind>): string {
  return text.replace(IBAN, (written) => {
    // The pattern may have taken following words along: the longest beginning that checks out is the number.
    for (let end = written.length; end >= 15; end -= 1) {
      if (/[ .-]/.test(written[end - 1] ?? '')) continue;
      if (isIban(written.slice(0, end).replace(/[ .-]/g, ''))) {
        found.add('iban');
        return `[IBAN]${written.slice(end)}`;
      }
    }
    return written;
  });
}

/** Figures in words become digits where they are part of something confidential. */
function maskSpoken(text: string, found: Set<MaskKind>): string {
  return replaceSpoken(text, SPOKEN_DIGITS, (digits, written, at) => {
    const before = text.slice(Math.max(0, at - CONTEXT), at);
    const kind = kindOf(digits, before, text);
    if (kind) {
      found.add(kind);
      return tokenOf(kind, digits);
    }
    const named = new Set<MaskKind>();
    maskNamedSecrets(`${before}${digits}`, named);
    return named.size > 0 && digits.length <= 8 ? digits : written;
  });
}

function maskNumbers(text: string, found: Set<MaskKind>): string {
  return text.replace(DIGIT_RUN, (written, at: number) => {
    const before = text.slice(Math.max(0, at - CONTEXT), at);
    const digits = written.replace(/\D/g, '');
    const kind = DATE_OR_AMOUNT.test(written) ? null : kindOf(digits, before, text);
    if (kind) {
      found.add(kind);
      return tokenOf(kind, digits);
    }
    return maskInside(written, found);
  });
}

function kindOf(digits: string, before: string, text: string): 'card' | 'clabe' | null {
  const isReference = SAYS_REFERENCE.test(before) && !SAYS_CARD.test(before);
  if (digits.length === 18) {
    if (SAYS_CLABE.test(text)) return 'clabe';
    const isValid = isClabe(digits);
    const isKnown = looksLikeBank(digits);
    if (isReference ? isValid && isKnown : isValid || isKnown) return 'clabe';
  }
  if (isReference ? isCommonCard(digits) : isCard(digits)) return 'card';
  // A mistyped card number is still most of a card number.
  if (digits.length === 16 && hasIssuer(digits) && SAYS_CARD.test(before)) return 'card';
  if (digits.length >= 17 && digits.length <= 19 && /clabe\W{0,12}$/i.test(before)) return 'clabe';
  return null;
}

/** A card number or CLABE that runs on into other digits, as in a date right behind it. */
function maskInside(written: string, found: Set<MaskKind>): string {
  const places = [...written.matchAll(/\d/g)].map((match) => match.index);
  for (const length of [18, 16, 15]) {
    for (let start = 0; start + length <= places.length; start += 1) {
      const from = places[start] as number;
      const to = (places[start + length - 1] as number) + 1;
      const glued = /\d/.test(written[from - 1] ?? '') || /\d/.test(written[to] ?? '');
      const part = written.slice(from, to);
      const digits = part.replace(/\D/g, '');
      if (glued || DATE_OR_AMOUNT.test(part)) continue;
      const kind =
        length === 18
          ? isClabe(digits) && looksLikeBank(digits)
            ? 'clabe'
            : null
          : isCommonCard(digits)
            ? 'card'
            : null;
      if (!kind) continue;
      found.add(kind);
      return written.slice(0, from) + tokenOf(kind, digits) + maskInside(written.slice(to), found);
    }
  }
  return written;
}

const tokenOf = (kind: 'card' | 'clabe', digits: string): string =>
  `[${kind === 'card' ? 'card' : 'CLABE'} ••${digits.slice(-4)}]`;
