import type { Language } from '../../lib/language.ts';
import { plain } from '../../lib/text.ts';
import { fill, GOODBYE, GREETING, IDENTITY, THANKS } from './phrases.ts';

const GREETINGS =
  /^ (?:(?:hola|holi|holis|hello|hi|hey|heya|buenas|buenos|buen|dias|dia|tardes|noches|good|morning|afternoon|evening|que|onda|tal|saludos|oye|oigan|there|again|me|soy|yo|de|nuevo|otra|vez|it|is|joxai|bot|asistente|senorita|senor|alguien|ahi|anybody|a|todos|muy|how|are|you|como|estas|esta|andas|hay|today|hoy|hope|doing|well) )+$/;
const GREETING_WORD =
  / (?:hola|holi|holis|hello|hi|hey|heya|buenas|buenos|buen|good|saludos|onda|tal|como|how|again|anybody|alguien) /;
const THANK_YOU =
  /^ (?:(?:muchas|mil|muchisimas|ok|okay|vale|va|sale|perfecto|listo|genial|excelente|super|great|perfect|cool|nice|awesome|thank|thanks|thx|ty|gracias|you|very|much|so|a|lot|many|that|was|helpful|all|por|la|tu|su|ayuda|todo|it|for|the|your|help|got|appreciate|i|muy|amable|que|igualmente|te|lo|agradezco|se|this|is|of|ya|bien|porfavor|quedo|claro|entendido|understood|makes|sense|alright|right|brilliant|cheers) )+$/;
const FAREWELL =
  /^ (?:(?:ok|okay|bueno|gracias|thanks|thank|you|adios|bye|goodbye|hasta|luego|pronto|manana|nos|vemos|see|ya|later|good|night|cuidate|cuidese|take|care|have|a|nice|great|day|chao|chau|bai|eso|es|era|todo|that|is|all|buen|dia|que|tenga|tengas|excelente|for|now) )+$/;
const FAREWELL_WORD =
  / (?:adios|bye|goodbye|luego|pronto|vemos|later|night|cuidate|cuidese|care|chao|chau|bai|eso es todo|eso era todo|that is all|buen dia|nice day|great day) /;
const WHO_ARE_YOU =
  / (?:eres (?:un |una )?(?:bot|robot|humano|humana|persona|maquina|real|ia)|(?:are you|is this) (?:a |an |really a )?(?:bot|robot|human|person|real|machine|ai|real person)|quien eres|who are you|what are you|con quien hablo|como te llamas|what is your name) /;

/** The reply to a message that only greets, thanks, takes leave or asks who is there; null for anything else. */
export function smalltalkReply(
  text: string,
  language: Language,
  bank: string,
): { intent: string; text: string } | null {
  const said = plain(text);
  const reply = (intent: string, phrase: Record<Language, string>) => ({
    intent,
    text: fill(phrase[language], { bank }),
  });
  if (FAREWELL.test(said) && FAREWELL_WORD.test(said)) return reply('goodbye', GOODBYE);
  if (GREETINGS.test(said) && GREETING_WORD.test(said)) return reply('greeting', GREETING);
  if (THANK_YOU.test(said)) return reply('thanks', THANKS);
  if (WHO_ARE_YOU.test(said) && said.split(' ').length < 12) return reply('identity', IDENTITY);
  return null;
}
