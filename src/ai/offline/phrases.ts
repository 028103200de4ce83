import type { Language } from '../../lib/language.ts';
import type { Boundary } from './boundaries.ts';

type Phrase = Record<Language, string>;

export const VERIFY: Phrase = {
  es: 'Para ver o cambiar algo de tus cuentas primero necesito confirmar que eres tú. Inicia sesión en el sitio o la app del banco y abre el chat desde ahí, o pide aquí un **código a tu correo registrado**. Escribir tu nombre, tarjeta o CLABE no basta. En cuanto estés verificado, vuelve a preguntarme.',
  en: 'Before I can see or change anything on your accounts I need to confirm that it is you. Sign in to the bank’s site or app and open the chat from there, or ask here for a **code to your registered e-mail**. Typing your name, card or CLABE is not enough. Once you are verified, just ask me again.',
};

export const REFUSE: Record<Boundary, Phrase> = {
  injection: {
    es: 'No puedo hacer eso: mi forma de trabajar no se cambia ni se muestra desde el chat. Con gusto te ayudo con tus cuentas, tarjetas, transferencias o créditos.',
    en: 'I can’t do that: how I work is neither changed nor shown from the chat. I am glad to help with your accounts, cards, transfers or loans.',
  },
  third_party: {
    es: 'No puedo darte información de otra persona ni de otros clientes; cada quien consulta solo lo suyo. Si necesitas algo de tus propias cuentas, aquí estoy.',
    en: 'I can’t share information about another person or other customers; everyone can only see their own. If you need something about your own accounts, I am here.',
  },
  harm: {
    es: 'No puedo ayudarte con eso: va contra la ley o podría perjudicar a alguien. Si tienes una duda sobre tus cuentas o quieres reportar un fraude, dime y lo vemos.',
    en: 'I can’t help with that: it is against the law or could harm someone. If you have a question about your accounts or want to report fraud, tell me and we will look at it.',
  },
};

export const UNSURE: Phrase = {
  es: 'No tengo información confiable sobre eso y prefiero no inventarla. ¿Quieres que te comunique con una persona del equipo? También puedes preguntarme por cuentas, tarjetas, transferencias, créditos o la app.',
  en: 'I don’t have reliable information about that and would rather not make it up. Would you like me to put you through to a person on our team? You can also ask me about accounts, cards, transfers, loans or the app.',
};

export const DID_YOU_MEAN: Phrase = {
  es: 'No estoy seguro de qué necesitas y prefiero no adivinar. ¿Te refieres a {topics}? Si no es nada de eso, dímelo con otras palabras o habla con una persona del equipo.',
  en: 'I am not sure what you need and would rather not guess. Do you mean {topics}? If it is none of these, put it in other words or talk to a person on our team.',
};
export const OR: Phrase = { es: ' o ', en: ' or ' };

export const UNKNOWN_OWN_DATA: Phrase = {
  es: 'Ese dato de tus productos no lo puedo consultar desde aquí, y prefiero no adivinar. ¿Quieres que te comunique con una persona del equipo? Mientras tanto, puedo decirte tus saldos y movimientos.',
  en: 'I can’t look up that detail of your products from here, and I would rather not guess. Would you like me to put you through to a person on our team? Meanwhile I can tell you your balances and transactions.',
};

export const TOOL_FAILED: Phrase = {
  es: 'En este momento no pude consultar tus datos en el sistema del banco. Intenta de nuevo en unos minutos o, si quieres, te comunico con una persona.',
  en: 'I could not reach your data in the bank’s system right now. Please try again in a few minutes or, if you like, I can put you through to a person.',
};

export const NO_ACCOUNTS: Phrase = { es: 'No encontré cuentas a tu nombre.', en: 'I found no accounts in your name.' };
export const NO_CARDS: Phrase = { es: 'No encontré tarjetas a tu nombre.', en: 'I found no cards in your name.' };
export const NO_SUCH_CARD: Phrase = {
  es: 'No encontré esa tarjeta entre las tuyas. Estas son las que tienes:',
  en: 'I found no such card among yours. These are the ones you have:',
};
export const WHICH_CARD: Phrase = {
  es: '¿Cuál tarjeta quieres pausar? Dime los últimos 4 dígitos:',
  en: 'Which card would you like to pause? Tell me its last 4 digits:',
};
export const YOUR_CARDS: Phrase = { es: 'Estas son tus tarjetas:', en: 'These are your cards:' };
export const YOUR_BALANCES: Phrase = { es: 'Esto es lo que tienes ahora:', en: 'Here is what you have now:' };
export const YOU_OWE: Phrase = { es: 'debes', en: 'you owe' };
export const NO_MOVEMENTS: Phrase = {
  es: 'No encontré movimientos con esas condiciones.',
  en: 'I found no transactions that match.',
};
export const YOUR_MOVEMENTS: Phrase = { es: 'Tus movimientos', en: 'Your transactions' };
export const TOTAL: Phrase = { es: 'Total', en: 'Total' };
export const AND_MORE: Phrase = { es: 'y {n} más', en: 'and {n} more' };
export const NO_TICKETS: Phrase = {
  es: 'No tienes ningún caso abierto a tu nombre en este momento. Si esperabas una respuesta, puedo comunicarte con una persona para revisarlo.',
  en: 'You have no open case in your name at the moment. If you were expecting an answer, I can put you through to a person to look into it.',
};
export const YOUR_TICKETS: Phrase = { es: 'Así van tus casos:', en: 'Here is where your cases stand:' };

export const CARD_STATUS: Record<string, Phrase> = {
  ACTIVE: { es: 'activa', en: 'active' },
  FROZEN: { es: 'en pausa', en: 'paused' },
  BLOCKED: { es: 'bloqueada', en: 'blocked' },
  PENDING_ACTIVATION: { es: 'por activar', en: 'not yet activated' },
};

export const TICKET_STATUS: Record<string, Phrase> = {
  OPEN: { es: 'abierto, en espera de un agente', en: 'open, waiting for an agent' },
  IN_PROGRESS: { es: 'en atención', en: 'being worked on' },
  RESOLVED: { es: 'resuelto', en: 'resolved' },
  CLOSED: { es: 'cerrado', en: 'closed' },
};

export const FROZEN: Phrase = {
  es: 'Listo: tu tarjeta **{card}** quedó en **pausa**. No pasará ninguna compra ni retiro hasta que tú la reactives en la app. Si la perdiste o te la robaron, dímelo para reportarla.',
  en: 'Done: your card **{card}** is now **paused**. No purchase or withdrawal will go through until you turn it back on in the app. If it was lost or stolen, tell me so that it can be reported.',
};
export const CONFIRM_FREEZE: Phrase = {
  es: '¿Confirmas que pause tu tarjeta **{card}**? No pasará ninguna compra ni retiro hasta que la reactives en la app.',
  en: 'Shall I pause your card **{card}**? No purchase or withdrawal will go through until you turn it back on in the app.',
};
export const CONFIRM_CHOICES: Record<Language, string[]> = {
  es: ['Sí, pausarla', 'No, dejarla activa'],
  en: ['Yes, pause it', 'No, keep it active'],
};
export const KEPT: Phrase = {
  es: 'De acuerdo: no la pausé, tu tarjeta sigue como estaba.',
  en: 'All right: I did not pause it, your card stays as it was.',
};
export const ALREADY_FROZEN: Phrase = {
  es: 'Tu tarjeta **{card}** ya está en pausa. Puedes reactivarla en la app cuando quieras.',
  en: 'Your card **{card}** is already paused. You can turn it back on in the app whenever you like.',
};
export const ALREADY_BLOCKED: Phrase = {
  es: 'Tu tarjeta **{card}** ya está bloqueada de forma definitiva, así que no hace falta pausarla.',
  en: 'Your card **{card}** is already blocked for good, so there is no need to pause it.',
};

export const GREETING: Phrase = {
  es: '¡Hola! Soy el asistente virtual de {bank}. ¿En qué te ayudo?',
  en: 'Hello! I am {bank}’s virtual assistant. How can I help?',
};
export const THANKS: Phrase = {
  es: '¡Con gusto! Si te surge otra duda, aquí estoy.',
  en: 'You are welcome! If anything else comes up, I am here.',
};
export const GOODBYE: Phrase = { es: '¡Hasta luego! Que tengas buen día.', en: 'Goodbye! Have a good day.' };
export const IDENTITY: Phrase = {
  es: 'Soy el asistente virtual de {bank}, un programa, no una persona. Respondo con la información publicada por el banco y, si prefieres, te comunico con alguien del equipo.',
  en: 'I am {bank}’s virtual assistant, a program and not a person. I answer from what the bank has published and, if you prefer, I can put you through to someone on the team.',
};
export const HANDED_OVER: Phrase = {
  es: 'Claro, te comunico con una persona de nuestro equipo. Te atenderá en este mismo chat.',
  en: 'Of course, I am putting you through to a person on our team. They will answer in this chat.',
};
export const HANDOFF_SUBJECT: Phrase = { es: 'Pide hablar con una persona', en: 'Asks for a person' };

/** Fills the `{name}` places of a phrase. */
export const fill = (text: string, values: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
