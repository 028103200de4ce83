import type { Language } from '../lib/language.ts';
import type { Outcome } from './answer.ts';

/** What is said when a model chose what to do and wrote nothing, or when nothing that was written may be shown. */
export const REPLY_TEXT: Record<Exclude<Outcome, 'answer' | 'action'> | 'frozen', Record<Language, string>> = {
  handoff: {
    es: 'Te comunico con una persona de nuestro equipo. Ya tiene lo que me contaste, así que no tendrás que repetirlo.',
    en: 'I am passing you on to a person on our team. They can read what you told me, so you will not have to repeat it.',
  },
  verify: {
    es: 'Para ayudarte con eso primero necesito confirmar que eres tú. ¿Verificamos tu identidad?',
    en: 'To help you with that I first need to confirm that it is you. Shall we verify your identity?',
  },
  refuse: {
    es: 'Con eso no puedo ayudarte por aquí. Si tienes una duda sobre tus cuentas o nuestros servicios, con gusto te apoyo.',
    en: 'I cannot help with that here. If you have a question about your accounts or our services, I am glad to help.',
  },
  unsure: {
    es: 'No tengo información confirmada para responderte eso. ¿Quieres que te comunique con una persona de nuestro equipo?',
    en: 'I do not have confirmed information to answer that. Would you like to talk to a person on our team?',
  },
  frozen: {
    es: 'Listo, la tarjeta que me indicaste quedó congelada. Puedes reactivarla cuando quieras.',
    en: 'Done, the card you named is now frozen. You can have it reactivated whenever you like.',
  },
};
