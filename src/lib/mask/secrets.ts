import type { MaskKind } from '../mask.ts';

const PIN_WORDS =
  '(?:nip|pin(?: number| code)?|clave(?: del cajero| de la tarjeta| de mi tarjeta| secreta)?|n[uú]mero secreto|secret number)';
const CVV_WORDS =
  '(?:cvv2?|cvc2?|cv2|cvn|c[oó]digo de seguridad|security code|c[oó]digo de atr[aá]s|(?:los |las )?(?:tres|cuatro|3|4) (?:d[ií]gitos|n[uú]meros)(?: que (?:est[aá]n|vienen|tiene))?(?: de atr[aá]s| atr[aá]s| del reverso| de seguridad)|(?:the )?(?:three|four|3|4) (?:digits|numbers) (?:on|at) the back)';
const CODE_WORDS =
  '(?:c[oó]digo(?: de (?:verificaci[oó]n|acceso|confirmaci[oó]n|un solo uso|activaci[oó]n))?|(?<!(?:zip|postal|post|area|error|promo|discount|swift|country|branch|sort|dress|qr|bar|status|reference) )(?:verification |one[- ]time |access |confirmation |activation )?(?:code|passcode)|otp|token|joxtoken|c[oó]digo sms|numerito|(?:sms|mensaje|text|message) (?:que me lleg[oó] )?(?:dice|says|said))';
const PASSWORD_WORDS =
  '(?:contrase(?:ñ|n)a|contrase(?:ñ|n)ia|password|passwd|pwd|passphrase|passcode|contra|pass|clave(?: de (?:acceso|la app|la banca|internet))?)';
// Between the word and the value: "es", "is", ":", "=", "fue", "que me llegó", "de mi tarjeta", …
const LINK = String.raw`(?:\s+(?:que\s+me\s+(?:lleg[oó]|mandaron|dieron|sale)|i\s+(?:got|received)|(?:you|they)\s+sent(?:\s+me)?|de\s+mi\s+(?:tarjeta|cuenta|app|token)|de\s+la\s+(?:tarjeta|app)|(?:for|of|on|to)\s+(?:my|the)\s+(?:card|account|app)|nuevo|anterior|actual|new|old))?\s*(?:\s(?:es|era|fue|is|was|del?|sea|son|are)\b)?(?:\s+(?:el|la|the|este|this))?\s*[:=#-]?\s*["'“‘(]?`;
const ENDS = String.raw`(?!\d)(?![.,]\d)`;
const NO_AMOUNT = String.raw`(?!\s*(?:pesos|mxn|usd|d[oó]lares|dollars|d[ií]as|d[ií]gitos|digits|n[uú]meros|minut|horas|hours|days|veces|times|intentos|attempts|%))`;
const spaced = (from: number, to: number): string => String.raw`\d(?:[ .-]?\d){${from - 1},${to - 1}}`;

interface NamedSecret {
  kind: MaskKind;
  token: string;
  pattern: RegExp;
}

const behind = (words: string, value: string): RegExp =>
  new RegExp(String.raw`((?<!\p{L})${words}${LINK})(${value})${ENDS}${NO_AMOUNT}`, 'giu');

/** The value stands first: "4821 es mi nip". */
const ahead = (words: string, value: string): RegExp =>
  new RegExp(
    String.raw`((?<![\d.,$-]))(${value})(?=\s+(?:es|era|is|was)\s+(?:(?:el|mi|su|the|my)\s+)(?:${words})(?!\p{L}))`,
    'giu',
  );

const SECRETS: NamedSecret[] = [
  { kind: 'cvv', token: '[CVV]', pattern: behind(CVV_WORDS, spaced(3, 4)) },
  { kind: 'cvv', token: '[CVV]', pattern: ahead(CVV_WORDS, spaced(3, 4)) },
  { kind: 'pin', token: '[PIN]', pattern: behind(PIN_WORDS, spaced(4, 6)) },
  { kind: 'pin', token: '[PIN]', pattern: ahead(PIN_WORDS, spaced(4, 6)) },
  { kind: 'code', token: '[code]', pattern: behind(CODE_WORDS, String.raw`(?:g-)?\d{3}[ -]?\d{3}|${spaced(4, 8)}`) },
  { kind: 'code', token: '[code]', pattern: ahead(CODE_WORDS, String.raw`\d{3}[ -]?\d{3}|${spaced(4, 8)}`) },
  {
    kind: 'password',
    token: '[password]',
    pattern: new RegExp(
      String.raw`((?<!\p{L})${PASSWORD_WORDS}(?:\s+(?:nueva|anterior|actual|de\s+mi\s+(?:cuenta|app|correo|banca)|(?:for|of|to)\s+my\s+(?:account|app|bank)))?(?:\s*[:=]\s*|\s+(?:es|is|era|was)\s*:?\s+|\s+(?=[^\s]*\d))["'“‘]?)([^\s"'”’]{4,64})`,
      'giu',
    ),
  },
];

/** What is said of a password rather than being one. */
const SAID_OF_IT =
  /^(?:not|too|the|very|case|wrong|expired|blocked|invalid|incorrect|weak|safe|strong|secure|correct|required|needed|muy|la|el|no|mala|mal|correcta|v[aá]lida|inv[aá]lida|incorrecta|d[eé]bil|segura|fuerte|f[aá]cil|dif[ií]cil|larga|corta|misma|obligatoria|necesaria|otra|diferente|different|same|easy|hard|long|short|old|vieja|nueva|being|what|that|como|para|which|saved|asked|gone)$/iu;
/** "Contraseña: bloqueo de 30 minutos": a sentence rather than a password. */
const GOES_ON = /^\s+(?:de|del|por|en|para|que|of|for|in|to|that|will|is)\s/iu;
const PARTICIPLE = /(?:ad[oa]|id[oa]|ed|ing)$/iu;

/** PINs, CVVs, one-time codes and passwords that the words around them name. */
export function maskNamedSecrets(text: string, found: Set<MaskKind>): string {
  let masked = text;
  for (const { kind, token, pattern } of SECRETS) {
    masked = masked.replace(pattern, (whole: string, words: string, value: string, ...rest) => {
      const at = rest.find((one) => typeof one === 'number') as number;
      if (value.startsWith('[')) return whole;
      if (kind === 'password' && !looksSecret(value, words, masked.slice(at + whole.length))) return whole;
      found.add(kind);
      return words + token;
    });
  }
  return masked;
}

/**
 * After "password:" anything is one, and so is what no word looks like. A plain word that ends the sentence ("my password
 * is sunshine") is one unless it says how the password is ("blocked", "incorrecta").
 */
function looksSecret(value: string, words: string, after: string): boolean {
  if (/[:=]\s*["'“‘]?$/.test(words)) return !(/^\p{L}+$/u.test(value) && GOES_ON.test(after));
  if (/\d|[^\p{L}\p{N}.,;:!?)]/u.test(value) || /[a-z][A-Z]/.test(value)) return true;
  const word = value.replace(/[.,;:!?)]+$/, '');
  const endsSentence = word !== value || /^["'”’]?\s*(?:$|[.,;!?\n])/.test(after);
  return endsSentence && !SAID_OF_IT.test(word) && !PARTICIPLE.test(word);
}
