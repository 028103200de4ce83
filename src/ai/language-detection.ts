import type { Language } from '../lib/language.ts';
import { remembering } from '../lib/remembering.ts';
import { fold } from '../lib/text.ts';

const SPANISH_WORDS = new Set(
  `el la los las un una unos unas de del al que y o u en por para con sin sobre hasta desde mi mis tu tus su sus se le les
lo nos me te yo ella ellos ustedes usted nosotros es son esta estan estoy estaba fue ser estar era hay tengo tiene tienen
puedo puede pueden quiero quiere necesito como cuanto cuanta cuantos cuantas cuando donde quien cual cuales porque pero si
ya muy mas menos tambien hola buenas buenos dias tardes noches gracias favor porfa xfa porfavor oye oigan pa q xq pq aqui
ahi ahora ahorita ayer hoy manana mes meses ano anos dinero lana feria cuenta cuentas tarjeta tarjetas saldo banco cajero
cel celular hacer hago hace ocupo ando nada nadie alguien algo todo todos esto eso ese esa este cosa persona humano
agente asesor ejecutivo ayuda ayudenme ayudame robaron perdi clave contrasena sucursal prestamo deuda cobraron cobran
cuesta dame dime pasame quisiera hablar adios vale claro bueno mande nomas orale sabados domingo lunes horario pago`.split(
    /\s+/,
  ),
);

const ENGLISH_WORDS = new Set(
  `the an of to in on at for with without from by about is are was were be been am do does did have has had can could will
would should may might must i you he she it we they me him her us them my your his its our their this that these those
what when where who which why how and or but not if so because there here yes please thanks thank hello hi hey good
morning evening get got need want know tell show money account accounts card cards balance bank loan help agent person
human someone somebody lost stolen pay paid send sent transfer much many long far day days month months year years now
today yesterday tomorrow week branch branches password phone talk speak bye goodbye ok okay cash fee fees rate my mine
and for any all more most just only still never ever again already before after`.split(/\s+/),
);

const SPANISH_ENDING = /(cion|ciones|mente|ando|iendo|aron|ieron|aste|iste|ito|ita|itos|itas|arme|arle|erlo)$/;
const ENGLISH_ENDING = /(ing|tion|ly|ness|ment|ould|ght)$/;
const CONTRACTION = /\b(i'm|don't|can't|isn't|it's|what's|i've|i'd|won't|didn't|doesn't)\b/i;
/** What an ending says against a word that is known. */
const ENDING_SHARE = 0.7;
const WORDS_REMEMBERED = 5_000;
/** How far one language must lead over the other before the conversation's language is left. */
const MARGIN = 0.2;

/**
 * The language a customer writes in. Where both are mixed evenly or nothing tells them apart, the answer is `fallback`.
 */
export function detectLanguage(text: string, fallback: Language): Language {
  const hints = /[ñ¿¡]/i.test(text) ? 1.5 : 0;
  const accents = /[áéíóú]/i.test(text) ? 1 : 0;
  let spanish = hints + accents;
  let english = text.includes("'") && CONTRACTION.test(text) ? 1 : 0;
  for (const word of fold(text).match(/[a-z]+/g) ?? []) {
    const signs = signsOf(word);
    spanish += signs.spanish;
    english += signs.english;
  }
  const total = spanish + english;
  if (total === 0 || Math.abs(spanish - english) / total < MARGIN) return fallback;
  return spanish > english ? 'es' : 'en';
}

const signsOf: (word: string) => { spanish: number; english: number } = remembering(
  (word) => ({
    spanish: SPANISH_WORDS.has(word) ? 1 : SPANISH_ENDING.test(word) ? ENDING_SHARE : 0,
    english: ENGLISH_WORDS.has(word) ? 1 : ENGLISH_ENDING.test(word) ? ENDING_SHARE : 0,
  }),
  WORDS_REMEMBERED,
);
