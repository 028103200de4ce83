import type { Language } from '../lib/language.ts';
import type { Draft, Question } from './answer.ts';

const TEXT: Record<Language, string> = {
  es: 'No pude congelar tu tarjeta: el banco no lo confirmó, así que cuenta con que **no está congelada**. Llama ya al **{phone}** para bloquearla. También le paso tu caso a una persona de nuestro equipo.',
  en: 'I could not freeze your card: the bank did not confirm it, so take it that it is **not frozen**. Call **{phone}** now to have it blocked. I am also passing your case on to a person on our team.',
};
const SUBJECT: Record<Language, string> = {
  es: 'No se pudo congelar una tarjeta',
  en: 'A card could not be frozen',
};

type FreezeFailure = Pick<
  Draft,
  'outcome' | 'text' | 'confidence' | 'intent' | 'action' | 'handoff' | 'suggestEscalation' | 'evidence'
>;

/**
 * What is said and done when the customer wanted a card frozen and the bank did not do it, or nobody knows whether it
 * did: nobody may rely on it, so the customer is told to call, and a person takes the case on.
 */
export const freezeFailure = ({ language, emergencyPhone }: Question): FreezeFailure => ({
  outcome: 'handoff',
  text: TEXT[language].replace('{phone}', emergencyPhone),
  confidence: 0.95,
  intent: 'freeze_card',
  action: null,
  handoff: { reason: 'tool_failure', category: 'cards', priority: 'HIGH', subject: SUBJECT[language] },
  suggestEscalation: true,
  evidence: [emergencyPhone],
});
