import { remembering } from '../../lib/remembering.ts';
import { wordsBySentence } from '../../lib/text.ts';
import { Phrases } from './phrases.ts';

/**
 * A message laid out for patterns: folded words with one blank between them and ` | ` between sentences, so that
 * `[^|]*` stays within a sentence. Begins and ends with a blank.
 */
export const sentences: (text: string) => string = remembering(
  (text) =>
    ` ${wordsBySentence(text)
      .map((sentence) => sentence.join(' '))
      .join(' | ')} `,
);

/** Patterns of whole words. `~` stands for up to six words between. */
export const anyOf = (...alternatives: string[]): Phrases => new Phrases(alternatives);

const CONDITION = anyOf(
  'si',
  'cuando',
  'en caso de que',
  'en caso de',
  'suponiendo que',
  'supongamos que',
  'imagina que',
  'if',
  'in case',
  'suppose',
  'supposing',
  'whenever',
  'say',
  'imagine',
  'en que casos',
);
const GENERALITY = anyOf(
  'que (?:pasa|pasaria|sucede|sucederia|ocurre) (?:si|cuando)',
  'what (?:happens|would happen|if)',
  'in general',
  'en general',
  'generally',
  'hypothetically',
  '(?:que|what) (?:es|is|significa|are|son)(?: (?:el|la|un|una|a|an|the|los|las))? (?:phishing|fraude|fraud|sim|suplantacion|identity|skimming|robo|cargo|charge|embargo|garnishment|extorsion|extortion)',
  'que (?:significa|quiere decir)',
  'what does [^|]* mean',
  'cubre[^|]* (?:suicidio|muerte)',
  '(?:cover|covers|pay for|pays for)(?: [^ |]+){0,3} (?:suicide|death)',
  '(?:suicidio|suicide) (?:clause|exclusion)',
  '(?:mi|la|el) (?:maestr[oa]|profe|profesor[a]?|tesis|tarea) [^|]*',
  '(?:my|a) (?:teacher|professor|thesis|homework|essay)',
  'hipoteticamente',
  '(?:just|only) (?:curious|wondering|asking|want to know|want to understand)',
  'por curiosidad',
  'solo (?:quiero|quisiera|es para|por) (?:saber|curiosidad|informarme)',
  'sin enojo',
  'como prevengo',
  'how (?:can|do) i (?:avoid|prevent)',
  'como (?:evito|puedo evitar)',
  'para prevenir',
  'no (?:me ha pasado|es que me haya pasado)',
  '(?:nothing|it) has not happened',
  'no me ha pasado nada',
  'nothing has happened',
);

const NEGATION =
  / (?:no|not|nunca|never|nadie|nobody|sin|didn|isn|wasn|without)(?: (?:la|lo|se|me|he|han|ha|been|it|is|was|just|the|actually|have|i|su|esta|estoy))* $/;

/**
 * Whether one of the patterns is stated as a fact: not denied by the words right before it, and not in the part of a
 * sentence that a condition opens ("if my card is stolen").
 */
export function isStated(text: string, patterns: Phrases[]): boolean {
  return patterns.some((pattern) => {
    for (const match of pattern.matches(text)) {
      const sentence = text.slice(text.lastIndexOf('|', match.index) + 1, match.index + 1);
      if (!NEGATION.test(sentence) && !isConditional(sentence, match.text)) return true;
    }
    return false;
  });
}

/** A Spanish preterite after "si" reports what happened ("¿qué hago si me robaron la bolsa?"), so it still counts. */
function isConditional(before: string, matched: string): boolean {
  const last = CONDITION.matches(before).at(-1);
  if (!last) return false;
  if (/^ (?:si|cuando)$/.test(last.text) && /(?:aron|ieron|yeron|aste|perdi|extravie|bolsearon) ?/.test(matched))
    return false;
  const between = before
    .slice(last.index + last.text.length)
    .trim()
    .split(' ').length;
  return between <= 8;
}

/** Whether the whole message asks about a case in the abstract. */
export const isGeneral = (text: string): boolean => testAny(text, [GENERALITY]);

export function testAny(text: string, patterns: Phrases[]): boolean {
  for (const pattern of patterns) if (pattern.test(text)) return true;
  return false;
}
