/** How a kind of fact is asked for, and how a sentence looks that states one. Both sides are folded. */
export interface FactKind {
  asked: RegExp;
  given: RegExp;
}

export const FACT_KINDS: FactKind[] = [
  // A price.
  {
    asked:
      /\b(cuest\w*|costo|comision\w*|precio|cobra\w*|cobro|tarifa|gratis|cuanto sale|en cuanto sale|cost|costs|fee|fees|price|charges?|charged|free|set me back|cargo|penali\w*|multa\w*|penalt\w*|fine|fined)\b/,
    given:
      /\$|\busd\b|\d%|\bgratis\b|\bsin costo\b|\bsin comision\b|\bfree\b|\b(no|sin) (cost|fee|charge|commission|penal\w+)\b|\bat no cost\b/,
  },
  // A span of time.
  {
    asked:
      /\b(tiempo|tarda\w*|tardo|cuando|plazo|dias|horas|dura|duran|esperar|espero|rapido|pronto|vence|caduca|todavia|aun|en cuanto (queda|llega|lo|me|le|se|da)|how long|when|how soon|how fast|how quickly|days|hours|wait|last|takes?|deadline|until|reach|kicks? in|soon|still|demora|longest|how far)\b/,
    given:
      /\d+\**\s*(a|to|y|o|or|and)?\s*\**\d*\s*(dias?|horas?|minutos?|meses|anos|segundos|days?|hours?|minutes?|months?|years?|business|calendar|working|seconds?|weeks?|semanas?)\b(?!\**,? (?:a|al|cada|every) (?:day|dia|year|ano))|\b(inmediat\w+|al instante|al momento|immediate\w*|instant\w*|at once|mismo dia|same day)\b/,
  },
  // Opening hours.
  {
    asked: /\b(a que horas?|que horas?|horarios?|abren|cierran|abierto|opening|open|close|what time|hasta que hora)\b/,
    given: /\d{1,2}:\d\d|\b24 (horas|hours)\b/,
  },
  // A limit or a number.
  {
    asked:
      /\b(topes?|limites?|maximo|maxima|minimo|minima|hasta cuanto|cuanto (?:(?:le|les|me|si|se) )*(?:puedo|puede|dejan|deja|es lo)|limits?|caps?|maximum|most|minimum|highest|up to how much|from how much|from what amount|biggest|largest|how much can|how high|cuantos|cuantas|how many|lo mas|monto|amount)\b/,
    given: /\d|\b(?:ilimitad|unlimited|sin limite|no limit)/,
  },
  // A rate.
  {
    asked:
      /\b(tasa|interes\w*|rendimiento|rate|interest|earn\w*|pagan|paga|porcentaje|share|percent|gana\w*|yield|dan al ano)\b/,
    given: /\d%/,
  },
  // A way in.
  // "How long" and "how much" ask for no way.
  {
    asked:
      /\b(como|donde|where|pasos|steps|how(?! (?:long|much|many|soon|fast|quick\w*|often|far|old|high|late|big)))\b/,
    given: />|\b(app|sucursal|branch|joxlinea)\b/,
  },
  // Whom to contact.
  {
    asked: /\b(correo|email|e mail|telefono|phone|numero|number|llamar|llamo|call|contacto|contact|write|escribo)\b/,
    given: /@|\d{2} \d{4} \d{4}|\b50560\b/,
  },
  // What to bring.
  {
    asked:
      /\b(que necesito|requisitos?|documentos?|papeles|que llevo|paperwork|documents?|need|requirements?|bring|que piden|que debe|identificacion|id)\b/,
    given:
      /\b(ine|curp|rfc|pasaporte|passport|comprobante|proof|selfie|acta|certificate|caracteres|characters|videollamada|video call)\b/,
  },
];

/** Asked for how something is done, or for all that it takes. */
export const STEPS_ASKED =
  /\b(como|pasos|que hago|que debo hacer|que se hace|requisitos?|documentos?|papeles|que (?:me )?piden|how (?:do|can|to|should|would)|steps|what (?:do|should|can) i do|what to do|paperwork|documents?|requirements?)\b/;

const QUESTION_WORD =
  /\b(cuant[oa]s?|cuando|como|donde|que|cual(?:es)?|quien(?:es)?|hasta|how|what|when|where|which|who|can|do|does|is)\b/;

/** Whether a folded question asks for more than one thing. */
export function severalAsked(asked: string): boolean {
  const parts = asked
    .split(/[?;,\n]+|\s(?:y|e|and|o|or|tambien|also|plus)\s/)
    .filter((part) => QUESTION_WORD.test(part));
  return parts.length > 1 || FACT_KINDS.filter((kind) => kind.asked.test(asked)).length > 1;
}
