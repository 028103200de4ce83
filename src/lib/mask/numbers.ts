/** Length, issuer and Luhn check of a payment card number. Source: ISO/IEC 7812. */
export const isCard = (digits: string): boolean => hasIssuer(digits) && passesLuhn(digits);

/** A card of the issuers that most customers carry: of 100 numbers of that length that are none, one or two look so. */
export const isCommonCard = (digits: string): boolean =>
  (digits.length === 16 ? /^(?:4|5[1-5]|2[2-7])/ : digits.length === 15 ? /^3[47]/ : /^(?!)/).test(digits) &&
  isCard(digits);

export function hasIssuer(digits: string): boolean {
  const { length } = digits;
  if (digits.startsWith('4')) return length === 13 || length === 16 || length === 19;
  if (/^3[47]/.test(digits)) return length === 15;
  if (/^(?:5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720))/.test(digits)) return length === 16;
  if (/^(?:6011|64[4-9]|65|62|5[06-8]|6[0379])/.test(digits)) return length >= 16 && length <= 19;
  if (/^35(?:2[89]|[3-8])/.test(digits)) return length === 16;
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
export function isClabe(digits: string): boolean {
  if (digits.length !== 18) return false;
  let sum = 0;
  for (let index = 0; index < 17; index += 1)
    sum += (Number(digits[index]) * (CLABE_WEIGHTS[index % 3] as number)) % 10;
  return (10 - (sum % 10)) % 10 === Number(digits[17]);
}

// The codes that Mexican institutions have. 18 digits that begin so are taken for a CLABE even when mistyped, because the
// customer who presents one expects it to be kept private.
export const looksLikeBank = (digits: string): boolean => /^(?:0(?!00|01)\d\d|1\d\d|6\d\d|7[0-3]\d)/.test(digits);

/** Source: ISO 13616, remainder 97. */
export function isIban(compact: string): boolean {
  if (compact.length < 15 || compact.length > 34) return false;
  const moved = (compact.slice(4) + compact.slice(0, 4)).toUpperCase();
  let remainder = 0;
  for (const char of moved) {
    const value = char >= 'A' ? char.charCodeAt(0) - 55 : Number(char);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
