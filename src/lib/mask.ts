export const MASK_KINDS = ['card', 'clabe', 'iban', 'cvv', 'pin', 'code', 'password'] as const;
export type MaskKind = (typeof MASK_KINDS)[number];

export interface Masked {
  text: string;
  /** Each kind that was found, once. */
  found: MaskKind[];
}

/**
 * Replaces what must not be stored or sent on: card numbers, CLABEs, IBANs, and the CVVs, PINs, one-time codes and
 * passwords that the words around them name (Spanish and English). Card and CLABE keep their last four digits.
 * Amounts, phone numbers, dates and tracking keys stay.
 */
export function mask(text: string): Masked {
  if (!/\d|contrase|passw|passc|clave|\bnip\b/i.test(text)) return { text, found: [] };
  const found = new Set<MaskKind>();
  let masked = maskIbans(text, found);
  masked = maskNumbers(masked, found);
  masked = maskNamedSecrets(masked, found);
  return { text: masked, found: [...found] };
}

// Digits that stand together, at most one or two separators between two of them.
const DIGIT_RUN = /(?<![\d$])\d(?:[ \t\u00a0]?[-.·–_/ \t\u00a0]?[ \t\u00a0]?\d){11,39}(?!\d)/g;
const IBAN = /(?<![a-z0-9])[a-z]{2}\d{2}(?:[ -]?[a-z0-9]{2,4}){3,8}(?![a-z0-9])/gi;
const SAYS_CLABE = /\bclabe/i;
const SAYS_TRACKING = /rastreo|folio|referencia|autorizaci[oó]n|tracking|reference/i;
const SAYS_CARD = /tarjeta|pl[aá]stico|\bcard|visa|mastercard|amex|d[eé]bito|cr[eé]dito|debit|credit/i;

function maskIbans(text: string, found: Set<MaskKind>): string {
  return text.replace(IBAN, (written) => {
    // The pattern may have taken following words along: the longest beginning that checks out is the number.
    for (let end = written.length; end >= 15; end -= 1) {
      if (/[ -]/.test(written[end - 1] ?? '')) continue;
      if (isIban(written.slice(0, end).replace(/[ -]/g, ''))) {
        found.add('iban');
        return `[IBAN]${written.slice(end)}`;
      }
    }
    return written;
  });
}

function maskNumbers(text: string, found: Set<MaskKind>): string {
  return text.replace(DIGIT_RUN, (written, at: number) => {
    const before = text.slice(Math.max(0, at - 60), at);
    const digits = written.replace(/\D/g, '');
    const kind = kindOf(digits, before, text);
    if (kind) {
      found.add(kind);
      return tokenOf(kind, digits);
    }
    return maskInside(written, found);
  });
}

function kindOf(digits: string, before: string, text: string): 'card' | 'clabe' | null {
  if (digits.length === 18) {
    if (isClabe(digits) || SAYS_CLABE.test(text)) return 'clabe';
    if (looksLikeBank(digits) && !SAYS_TRACKING.test(before)) return 'clabe';
  }
  if (isCard(digits)) return 'card';
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
      const digits = written.slice(from, to).replace(/\D/g, '');
      const kind = glued ? null : length === 18 ? (isClabe(digits) ? 'clabe' : null) : isCard(digits) ? 'card' : null;
      if (!kind) continue;
      found.add(kind);
      return written.slice(0, from) + tokenOf(kind, digits) + maskInside(written.slice(to), found);
    }
  }
  return written;
}

const tokenOf = (kind: 'card' | 'clabe', digits: string): string =>
  `[${kind === 'card' ? 'card' : 'CLABE'} ••${digits.slice(-4)}]`;

const PIN_WORDS = '(?:nip|pin|clave(?: del cajero| de la tarjeta| de mi tarjeta)?|n[uú]mero secreto)';
const CVV_WORDS =
  '(?:cvv2?|cvc2?|cv2|c[oó]digo de seguridad|security code|tres d[ií]gitos(?: de atr[aá]s| del reverso)?|three digits (?:on|at) the back)';
const CODE_WORDS =
  '(?:c[oó]digo(?: de (?:verificaci[oó]n|acceso|un solo uso))?|(?:verification |one[- ]time |access )?(?:code|passcode)|otp|token|joxtoken|sms code|c[oó]digo sms|numerito)';
const PASSWORD_WORDS =
  '(?:contrase(?:ñ|n)a|password|passwd|pwd|passphrase|contra|clave(?: de (?:acceso|la app|la banca))?)';
// Between the word and the value: "es", "is", ":", "=", "fue", "que me llegó", "de mi tarjeta", …
const LINK = String.raw`(?:\s+(?:que\s+me\s+(?:lleg[oó]|mandaron|dieron|sale)|i\s+(?:got|received)|(?:you|they)\s+sent(?:\s+me)?|de\s+mi\s+(?:tarjeta|cuenta|app|token)|de\s+la\s+(?:tarjeta|app)|(?:for|of|on|to)\s+(?:my|the)\s+(?:card|account|app)))?\s*(?:\s(?:es|era|fue|is|was|del?|sea)\b)?(?:\s+(?:el|la|the))?\s*[:=#-]?\s*["'“‘]?`;

interface NamedSecret {
  kind: MaskKind;
  token: string;
  pattern: RegExp;
}

const NAMED_SECRETS: NamedSecret[] = [
  {
    kind: 'cvv',
    token: '[CVV]',
    pattern: new RegExp(
      String.raw`(\b${CVV_WORDS}${LINK})(\d{3,4})(?![\d,.]*\d)(?!\s*(?:pesos|d[ií]as|minut|horas|hours|days))`,
      'giu',
    ),
  },
  {
    kind: 'pin',
    token: '[PIN]',
    pattern: new RegExp(
      String.raw`(\b${PIN_WORDS}${LINK})(\d{4,6})(?![\d,.]*\d)(?!\s*(?:pesos|d[ií]as|d[ií]gitos|digits|minut|horas|hours|days|veces|times))`,
      'giu',
    ),
  },
  {
    kind: 'code',
    token: '[code]',
    pattern: new RegExp(
      String.raw`(\b${CODE_WORDS}${LINK})(\d{3}[ -]?\d{3}|\d{4,8})(?![\d,.]*\d)(?!\s*(?:pesos|d[ií]as|d[ií]gitos|digits|minut|horas|hours|days))`,
      'giu',
    ),
  },
  {
    kind: 'password',
    token: '[password]',
    pattern: new RegExp(
      String.raw`(\b${PASSWORD_WORDS}(?:\s+(?:de\s+mi\s+(?:cuenta|app)|(?:for|of|to)\s+my\s+(?:account|app)))?(?:\s*[:=]\s*|\s+(?:es|is|era|was)\s*:?\s+)["'“‘]?)([^\s"'”’]{4,64})`,
      'giu',
    ),
  },
];

function maskNamedSecrets(text: string, found: Set<MaskKind>): string {
  let masked = text;
  for (const { kind, token, pattern } of NAMED_SECRETS) {
    masked = masked.replace(pattern, (whole: string, words: string, value: string) => {
      if (kind === 'password' && !looksSecret(value, words)) return whole;
      if (value.startsWith('[')) return whole;
      found.add(kind);
      return words + token;
    });
  }
  return masked;
}

/** After "password:" anything is one; after "my password is" a plain word ("blocked", "incorrecta") rarely is. */
function looksSecret(value: string, words: string): boolean {
  return /[:=]\s*["'“‘]?$/.test(words) || /\d|[^\p{L}\p{N}.,;!?]/u.test(value) || /[a-z][A-Z]/.test(value);
}

/** Length, issuer and Luhn check of a payment card number. Source: ISO/IEC 7812. */
function isCard(digits: string): boolean {
  return digits.length >= 13 && digits.length <= 19 && hasIssuer(digits) && passesLuhn(digits);
}

function hasIssuer(digits: string): boolean {
  const { length } = digits;
  if (digits.startsWith('4')) return length === 13 || length === 16 || length === 19;
  if (/^3[47]/.test(digits)) return length === 15;
  if (/^(?:5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720))/.test(digits)) return length === 16;
  if (/^(?:6011|64[4-9]|65|62|5[06-8]|6[0379])/.test(digits)) return length >= 16;
  return /^3(?:0[0-5]|[689])/.test(digits) && length === 14;
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = digit * 2;
    sum += index % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0 && !/^(\d)\1+$/.test(digits);
}

const CLABE_WEIGHTS = [3, 7, 1];

/** Check digit of a CLABE. Source: Banco de México, CLABE standard (weights 3, 7, 1). */
function isClabe(digits: string): boolean {
  if (digits.length !== 18) return false;
  let sum = 0;
  for (let index = 0; index < 17; index += 1)
    sum += (Number(digits[index]) * (CLABE_WEIGHTS[index % 3] as number)) % 10;
  return (10 - (sum % 10)) % 10 === Number(digits[17]);
}

// The codes that Mexican institutions have. 18 digits that begin so are taken for a CLABE even when mistyped, because the
// customer who presents one expects it to be kept private.
const looksLikeBank = (digits: string): boolean => /^(?:0(?!00|01)\d\d|1\d\d|6\d\d|7[0-3]\d)/.test(digits);

/** Source: ISO 13616, remainder 97. */
function isIban(compact: string): boolean {
  if (compact.length < 15 || compact.length > 34) return false;
  const moved = (compact.slice(4) + compact.slice(0, 4)).toUpperCase();
  let remainder = 0;
  for (const char of moved) {
    const value = char >= 'A' ? char.charCodeAt(0) - 55 : Number(char);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
