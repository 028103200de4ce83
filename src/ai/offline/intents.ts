import type { ToolName } from '../tools.ts';
import { anyOf, sentences, testAny } from '../triage/signals.ts';

/** What a customer wants to know or do about their own accounts. `personal`: their own data that no tool reads. */
export type AccountIntent = ToolName | 'personal';

const OWN_PRODUCT =
  '(?:cuentas?|tarjetas?|ahorros?|debito|credito|clasica|gold|dorada|platinum|nomina|tarjetita|prestamo|hipoteca|accounts?|savings?|cards?|checking|credit|debit|loan|mortgage|wallet|line|line of credit|company|business|negocio|empresa)';

const BALANCE = [
  anyOf(
    '(?:cuanto|cuanta|que tanto|que tanta)(?! (?:tiempo|dias|meses|horas|plazo|anos|veces))(?: [^ |]+){0,3} (?:tengo|me queda|nos queda|traigo|me sobra|tenemos|hay en mi|hay en mis|hay en la cuenta|debo|debemos|me falta|le debo|(?:ando|estoy|sigo) debiendo|dispongo|tendre)(?! que | dado | hablado | para (?:retirar|sacar|transferir|pagar|abrir|cambiar|activar))',
    '(?:en cuanto|cuanto) ando',
    '(?:a cuanto|cuanto)(?: [^ |]+){0,2} (?:asciende|suma|es) (?:mi|toda mi) (?:deuda|adeudo)',
    '(?:cuanto|que) hay(?: |$)(?:[^ |]+ ){0,6}(?:cuenta|es mia|es mi|tarjeta|ahorro|clabe)?',
    'clabe(?: [^ |]+){0,4} cuanto (?:hay|tiene|trae)',
    '(?:mi|mis|nuestro|nuestros) (?:saldos?|balance|dinero disponible|disponible)',
    '(?:dame|dime|pasame|muestrame|ensename|quiero|necesito|checame|checa|ver|saber|consultar|revisame|me das|me dices|me pasas|decir|consulta|consultame|revisar|checar) (?:[^ |]+ ){0,4}?(?:saldos?|lo que (?:hay|tengo|debo)|disponible)',
    '(?:saldo|disponible) (?:de|en|actual|porfavor|total)(?: [^ |]+){0,3} (?:mi|mis|hoy|cuenta|ahorita)',
    `(?:my|our|the)(?: [^ |]+){0,3} balances?`,
    `balances? (?:of|on|in|for) (?:my|our|all my|both)`,
    `how much(?: [^ |]+){0,3} (?:do i|do we|have i|have we|i|we|is there|is left|s left|money is|is|left|remains)(?: [^ |]+){0,2} (?:have|got|owe|owing|still owe|available|left|sitting|in|on)(?: [^ |]+){0,3} (?:my|our|me|right now|now|today|account|accounts|savings|card)?`,
    'how much (?:money )?(?:do i|do we|have i got|have we got)(?: [^ |]+){0,2}(?: have| got| owe)?(?: |$)(?:left|right now|today|now|in|on)?',
    `what(?: is| s| do| are)?(?: [^ |]+){0,5} (?:in|on|available in|left in|left on) (?:my|our|the company s|both my)(?: [^ |]+){0,3} ${OWN_PRODUCT}`,
    'what (?:do i|do we|i|we) (?:have|owe)(?: [^ |]+){0,3}(?: available| left| today| now| in)',
    'what (?:do i|do we|i) (?:still )?owe',
    'what are we (?:sitting on|at|holding)',
    'what i have (?:available|left|got)',
    '(?:left|available|remaining|queda|sobra)(?: [^ |]+){0,3} (?:in|on|en) (?:my|our|mi|mis)',
    'how (?:broke|rich|overdrawn) am i',
    '(?:saldo|balance)(?: (?:porfavor|please|actual|cuenta|account|de hoy))*(?= $)',
  ),
];
const OWN = [
  anyOf(
    '(?:mi|mis|mio|mia|mios|mias|tengo|tenemos|traigo|ando|(?:estoy|sigo) debiendo|debo|debemos|queda|nuestr[oa]s?|me|dame|dime|pasame|my|mine|our|ours|i|we|me|us|nos)',
  ),
];
const BALANCE_PROCEDURE = [
  anyOf(
    '(?:como|donde|por donde|en donde|de que forma|que formas)(?: [^ |]+){0,6} (?:saldo|saldos|disponible|movimientos|historial)',
    '(?:how|where) (?:do|can|could|would|should|is|to)(?: [^ |]+){0,8} (?:balance|balances|transactions|movements|history|activity)',
    '(?:no paso|no pasa|rechaz[a-z]*|declin[a-z]*|no me dejo|no quiso pasar|rejected|denied|would not go through)',
    '(?:minimo|minimum|promedio|average|contable|retenid[oa]|saldo a favor|saldo bajo|low balance|balance transfer|carta de saldo|saldo minimo)',
    '(?:cuesta|cobran?|cobro|comision|costs?|charge[sd]?|fees?|free|gratis)(?: [^ |]+){0,8} (?:saldo|balance)',
    '(?:consultar|checking|check|ver) (?:[^ |]+ ){0,4}(?:saldo|balance)(?: [^ |]+){0,6} (?:cuesta|cobran|cost|gratis|free|cajero|atm)',
  ),
];

const MOVEMENTS = [
  anyOf(
    '(?:mis|mi|nuestros|nuestras|los|las|ultimos|ultimas|ultimo|ultima)(?: [^ |]+){0,2} (?:movimientos?|gastos|transacciones|operaciones|depositos?|retiros?|cargos|cobros|compras|abonos?|ingresos)',
    'en que (?:[^ |]+ )?(?:se me fue|gaste|he gastado|ando gastando|me gaste|gastamos|se fue)',
    '(?:cuanto|cuanta)(?: [^ |]+){0,4} (?:gaste|he gastado|me gaste|gastamos|gasto|me depositaron|me cayo|me entro|nos entro|nos depositaron|nos cayo|me pagaron|pague|he pagado|retire|saque|recibi|recibimos|mande|transferi|ahorre|gane|me dieron|vendimos|me abonaron|me rindio|me genero)',
    '(?:ya )?(?:me|nos) (?:cayo|deposito|depositaron|llego|pagaron|entro|abonaron|transfirieron|mandaron)(?: [^ |]+){0,4} (?:nomina|quincena|deposito|pago|sueldo|pension|beca|transferencia|spei|reembolso|aguinaldo|dinero|lana|transfer)',
    '(?:ya )?(?:cayo|llego|entro|se reflejo|se aplico|aparece)(?: [^ |]+){0,3} mi (?:nomina|quincena|deposito|pago|sueldo|pension|beca|transferencia|spei|reembolso|aguinaldo)',
    '(?:ya )?(?:me|nos) (?:pagaron|depositaron|cayo|abonaron|transfirieron) (?:hoy|ayer|ya|esta semana|este mes|algo)',
    '(?:did|has) (?:the|my|that) (?:[^ |]+ ){0,2}(?:refund|payment|deposit|transfer|money|wire|salary|cheque)(?: [^ |]+){0,2} (?:hit|reach|reached|land|landed|arrive|arrived|come in|posted|post)(?: [^ |]+){0,2} my',
    '(?:cuando|que dia) (?:me|nos|fue)(?: [^ |]+){0,3} (?:depositaron|cobraron|pagaron|cayo|ultimo|ultima)',
    '(?:buscalo|buscame|busca|revisa|checa|fijate) (?:[^ |]+ ){0,4}(?:movimientos|cuenta|gastos)',
    'ya (?:pague|se pago|me cobraron) (?:la|el|mi|los) (?:[^ |]+ ){0,3}(?:renta|luz|mensualidad|colegiatura|agua|suscripcion|seguro|tarjeta|predial)',
    '(?:my|our)(?: [^ |]+){0,3} (?:transactions?|movements|activity|spending|purchases|payments|deposits?|charges|expenses|withdrawals|outgoings|incomings|income)',
    '(?:how much|what|where|when|who)(?: [^ |]+){0,4} (?:did i|did we|have i|have we)(?: [^ |]+){0,2} (?:spend|spent|pay|paid|receive|received|earn|earned|withdraw|withdrawn|withdrew|send|sent|deposit|deposited|blow|shell out)',
    '(?:how much|what|where|who|show me what)(?: [^ |]+){0,3} (?:i|we) (?:have )?(?:spent|paid|bought|purchased|received|earned|withdrew|sent)(?: [^ |]+){0,3} (?:on|in|at|to|from|last|this|so far|yesterday|today|since|during)',
    '(?:has|have|did|is)(?: [^ |]+){0,1} (?:my|our)(?: [^ |]+){0,4} (?:come|arrived|arrive|shown|show|landed|land|hit|cleared|clear|been deposited|deposited|in yet|gone through|go through|been paid|been credited|dropped|posted)',
    '(?:did i|have i|did we|have we|was i|were we) (?:[^ |]+ ){0,2}(?:pay|paid|get paid|got paid|receive|received|been paid|get|got)(?: [^ |]+){0,6} (?:rent|salary|bill|wages|payroll|pension|deposit|transfer|wire|refund|subscription|electricity|for|from|yet)',
    '(?:last|latest|recent|newest) (?:[^ |]+ )?(?:transactions?|purchases?|payments?|deposits?|movements|withdrawals?)',
    'where (?:did|does|has|is) (?:[^ |]+ ){0,2}(?:my|all my) (?:money|cash|pay|salary)(?: [^ |]+){0,2} (?:go|gone|going)',
    '(?:how much|cuanto)(?: [^ |]+){0,3} (?:mine|la mia|el mio|los mios|my savings|mis ahorros|my account|my goal|mi cuenta|my money)(?: [^ |]+){0,2} (?:make|made|earn|earned|yield|pay|paid|genero|gano|rindio|dio|dieron|ganaron|rindieron)',
    '(?:cuanto|cuanta)(?: [^ |]+){0,3} (?:genero|gano|rindio|rindieron|ganaron|dieron|pagaron)(?: [^ |]+){0,3} (?:la mia|el mio|los mios|mi cuenta|mis ahorros|mi ahorro|de intereses)',
    '(?:what|how much) interest (?:did|have|has) (?:i|my|we)',
  ),
];
const MOVEMENTS_PROCEDURE = [
  anyOf(
    '(?:como|donde|por donde)(?: [^ |]+){0,5} (?:veo|ver|consulto|consultar|encuentro|descargo|revisar|reviso|checo|checar)',
    '(?:how|where) (?:do|can|could|would|to)(?: [^ |]+){0,4} (?:see|find|check|view|download|get|look)',
    '(?:cuantos|cuantas|how many|hasta cuantos|how far back)(?: [^ |]+){0,8} (?:puedo|puedes|muestr[a-z]+|ver|can|show|see|meses|months|operaciones)',
    '(?:tarda|tardan|cuanto tiempo|how long|cobran por|fee for|what happens|que pasa)',
    'no (?:me )?(?:llega|ha llegado|aparece)',
  ),
];
const SHOW_THEM = [
  anyOf(
    '(?:ensenamelas|ensenamelos|muestramelas|muestramelos|pasamelas|pasamelos|damelas|damelos|a verlas|a verlos|dimelas|dimelos|mandamelas|enlistamelas|enlistalas)',
    '(?:show|give|list|send|read|let me see|go ahead with|display)(?: me)? (?:them|those|these|mine)',
    '(?:quiero|dejame) (?:verlas|verlos)',
    '(?:ok|va|sale|yes|si|sure)(?: [^ |]+){0,3} (?:muestrame|ensename|show me|show them)',
  ),
];

const PAUSE =
  '(?:pausa(?:r|me|rme|la|rla|mela|da|ndo)?|pausen?|congel(?:a|ar|ame|arme|ala|arla|amela|en|e)|bloque(?:a|ame|ala|amela|ar|arla|arme) (?:[^ |]+ ){0,6}?(?:temporal[a-z]*|un rato|unos dias|por mientras|mientras)|suspend(?:e|er|eme|erla|an) (?:[^ |]+ ){0,5}?(?:temporal[a-z]*|un rato|unos dias|mientras)|apag(?:a|ar|ame|amela|ala)|desactiv(?:a|ar|ame|ala|amela) (?:[^ |]+ ){0,6}?(?:temporal[a-z]*|un rato|unos dias|mientras)|freeze|freezing|pause|pausing|lock|suspend|temporarily (?:block|disable|stop|deactivate)|(?:block|disable|deactivate|stop) (?:[^ |]+ ){0,5}?(?:temporarily|for (?:a|now|the)|until|while)|switch off|turn off|put (?:[^ |]+ ){0,4}?on (?:hold|pause|ice)|put a (?:hold|pause|freeze|lock|stop) on|place a (?:hold|freeze|lock) on)';
const FREEZE_OBJECT =
  '(?:tarjetas?|plastico|cards?|plastic|debito|credito|debit|credit|gold|dorada|platinum|clasica|visa|mastercard|la que termina|terminacion|ending|ends|it|la|nomina|la mia|one|mela|ame)';
const FREEZE = [
  anyOf(
    `${PAUSE}(?: [^ |]+){0,8} ${FREEZE_OBJECT}`,
    `${FREEZE_OBJECT}(?: [^ |]+){0,6} ${PAUSE}`,
    '(?:pausa(?:la|me|mela)|congela(?:la|me|mela)|apaga(?:la|mela))',
  ),
];
const FREEZE_PROCEDURE = [
  anyOf(
    '(?:como|donde|se puede|es posible|puedo|podria yo|que pasa|cuanto tiempo|cuanto dura|para que sirve|que diferencia|how|where|can i|could i|is it possible|possible to|may i|what happens|what does|what is|difference|is there a way|does)(?: [^ |]+){0,8} (?:paus[a-z]*|congel[a-z]*|freez[a-z]*|frozen|apag[a-z]*|suspend[a-z]*|lock|block|bloque[a-z]*|switch|turn|deactivate|disable)',
    '(?:despaus[a-z]*|descongel[a-z]*|unfreez[a-z]*|unpaus[a-z]*|unlock|quitar la pausa|quita la pausa|quitale la pausa|reactiv[a-z]*|desbloque[a-z]*|unblock|un freeze|turn (?:[^ |]+ ){0,3}back on)',
    '(?:guardadito|meta|alertas?|notific[a-z]*|suscripcion|cobros?|contactless|sin contacto|domiciliacion|transferencia|direct debit|subscription|pagos? programad[oa]s?|celular|usuario|app|mensualidad(?:es)?|prestamo|loan|nip|pin)',
  ),
];
const ASKS_TO_DO = [
  anyOf(
    '(?:mi|mis|my|me|please|porfavor|porfa|la que termina|ending|ponle|quiero|i want|i need|i would like|can you|could you|puedes|podrias)',
  ),
];

const TICKET = [
  anyOf(
    '(?:mi|mis|el|un|una|la|del|de la|este|ese|nuestro|my|our|the|that|an?|this) (?:[^ |]+ ){0,3}?(?:ticket|folio|caso|reporte|aclaracion|queja|solicitud|tramite|reclamacion|case|dispute|claim|complaint|request|enquiry|inquiry|query|report|reference(?: number)?|issue|application|disputa|asunto)(?: [^ |]+){0,10} (?:como va|que paso|estado|estatus|status|respuesta|respondieron|respondio|contestaron|avance|avances|novedad|novedades|noticias|va|quedo|sigue|resolvieron|resuelto|resuelta|atendido|revisaron|update|updates|replied|answered|picked|news|progress|stand|stands|heard|resolved|looked|solved|going|moved|handling|anything|coming along|along|closed|open)',
    '(?:como va|que paso con|en que va|en que quedo|que hay de|que onda con|hay novedades|alguna novedad|hay respuesta|ya hay respuesta|ya respondieron|ya contestaron|ya revisaron|ya resolvieron|ya me resolvieron|novedades de|noticias de|hay avance|hay avances|algun avance|status de|estatus de|estado de)(?: [^ |]+){0,5} (?:lo|mi|el|la|ticket|folio|caso|reporte|aclaracion|queja|solicitud|tramite|reclamacion|asunto|problema)',
    '(?:any|some) (?:update|updates|news|progress|word|movement|luck|answer|response)(?: [^ |]+){0,3} (?:on|about|with|regarding|for|from)',
    '(?:has|have|did|is) (?:anybody|anyone|somebody|someone|you|they|the bank|your team)(?: [^ |]+){0,4} (?:replied|looked|picked|answered|reviewed|responded|got back|gotten|read|resolved|solved|working|handled|seen|dealt|decided)',
    '(?:where|how) (?:does|do|is|are)(?: [^ |]+){0,10} (?:stand|going|coming along|progressing|up to)',
    '(?:status|state|progress) (?:of|on) (?:my|our|the|that)',
    '(?:me dijeron que|quedaron (?:de|en)|prometieron|i was told|you said|they said|was promised)(?: [^ |]+){0,8} (?:contestar|responder|llamar|responderian|contestaban|respuesta|answer|reply|call|response|hear|get back)',
    '(?:levante|levantamos|abri|abrimos|presente|meti|hice|puse|mande|reporte|opened|filed|raised|submitted|lodged|logged|sent|made|reported) (?:[^ |]+ ){0,3}?(?:ticket|folio|caso|reporte|aclaracion|queja|solicitud|reclamacion|case|dispute|claim|complaint|request|enquiry|inquiry|report)(?: [^ |]+){0,12} (?:respuesta|respond[a-z]*|contest[a-z]*|saben|va|quedo|paso|nada|update|news|heard|reply|replied|answer|anything|status|yet|know|estado|estatus)',
    '(?:que ha pasado|que paso|que a pasado|what happened|what is happening|what is going on|what became)(?: [^ |]+){0,4} (?:mi|my|our|the) (?:[^ |]+ ){0,2}?(?:ticket|folio|caso|reporte|aclaracion|queja|solicitud|reclamacion|case|dispute|claim|complaint|request|enquiry|inquiry|report)',
    '(?:numero de folio|folio que me dieron|reference number|ticket number|case number|tkt [a-z0-9]+)',
  ),
];
const TICKET_PROCEDURE = [
  anyOf(
    '(?:cuanto (?:tiempo|tarda|tardan)|cuantos dias|how long|how many days|plazo|como (?:levanto|abro|presento|pongo)|how (?:do|can) i (?:open|file|raise|make|lodge))',
  ),
];

const CARDS = [
  anyOf(
    '(?:que|cuales|cuantas) (?:[^ |]+ ){0,2}?tarjetas (?:tengo|son mias|hay a mi nombre|tenemos)',
    '(?:which|what|how many) (?:[^ |]+ ){0,2}?cards (?:do i|do we|have i|i) (?:have|got|hold|own)',
    '(?:esta|sigue|quedo) (?:[^ |]+ )?(?:activa|pausada|congelada|bloqueada) mi (?:tarjeta|debito|credito|gold|clasica|platinum)',
    'mi (?:tarjeta|debito|gold|clasica|platinum)(?: [^ |]+){0,3} (?:esta|sigue|quedo) (?:activa|pausada|congelada|bloqueada)',
    'is my (?:[^ |]+ ){0,3}card (?:[^ |]+ )?(?:active|frozen|paused|blocked)',
    '(?:list|lista|show|muestrame|ensename|dame) (?:me )?(?:my|mis) (?:cards|tarjetas)',
    '(?:status|estado|estatus) (?:of|de) (?:my|mi|mis) (?:cards?|tarjetas?)',
  ),
];

const PERSONAL = [
  anyOf(
    '(?:cuando|que dia|en que fecha|cual|que)(?: [^ |]+){0,3} (?:es|vence|corta|cierra|toca|me toca|me cobran|me van a cobrar|me cae|sera)(?: [^ |]+){0,2} (?:mi|la mia|el mio) (?:fecha|corte|pago|mensualidad|anualidad|limite|linea|tarjeta|credito|tasa|prestamo|cat)',
    '(?:cual|de cuanto|cuanto) es mi (?:linea|limite|tasa|mensualidad|fecha|pago minimo|pago|cat|anualidad|sueldo|credito|puntaje|score)',
    '(?:cuanto|de cuanto|que)(?: [^ |]+){0,3} (?:llevo|tengo|acumulado|junte|he juntado)(?: [^ |]+){0,3} (?:cashback|puntos|recompensas|intereses)',
    '(?:when|on what date|what date|what day)(?: [^ |]+){0,3} (?:is|will|does|do i|are)(?: [^ |]+){0,2} (?:my|mine|our)(?: [^ |]+){0,4} (?:due|billed|charged|close|closes|cut|payment|statement|fee|instalment|installment|expire|expires|renew|renewed)',
    '(?:what|how much) (?:is|s|are|will)(?: [^ |]+){0,1} (?:my|our)(?: [^ |]+){0,3} (?:limit|credit line|credit limit|rate|apr|due date|minimum payment|monthly payment|instalment|installment|cut off|closing date|payment due|interest rate|fee)',
    '(?:cuanto|how much)(?: [^ |]+){0,5} (?:me falta|me resta|left|still owe|remains|pay off|liquidar)(?: [^ |]+){0,8} (?:mi|my) (?:[^ |]+ )?(?:prestamo|credito|hipoteca|loan|mortgage)',
    '(?:por que|porque|why)(?: [^ |]+){0,3} (?:me cobraron|was i charged|did you charge me|me descontaron|me quitaron)',
    '(?:cuando|when)(?: [^ |]+){0,6} (?:la mia|el mio|mine)',
  ),
];
const PERSONAL_PROCEDURE = [
  anyOf(
    '(?:can i|could i|may i|puedo|como|how do i|how can i|donde|where)(?: [^ |]+){0,5} (?:raise|increase|lower|change|subir|aumentar|bajar|cambiar|ver|see|find|pedir|pay|pagar)',
  ),
];

/**
 * What the message asks about the customer's own accounts, or null when it is none of that. `before` is the customer's
 * message before it, for "show me them" and "the debit one".
 */
export function accountIntent(text: string, before: string): AccountIntent | null {
  const now = sentences(text);
  const earlier = sentences(before);
  if (testAny(now, TICKET) && !testAny(now, TICKET_PROCEDURE)) return 'ticket_status';
  if (asksToFreeze(now, earlier)) return 'freeze_card';
  if (testAny(now, CARDS)) return 'list_cards';
  if (testAny(now, PERSONAL) && !testAny(now, PERSONAL_PROCEDURE)) return 'personal';
  if (testAny(now, MOVEMENTS) && !testAny(now, MOVEMENTS_PROCEDURE)) return 'list_transactions';
  if (testAny(now, SHOW_THEM) && /movimient|operacion|transac|gastos|movement|spend|purchase/.test(earlier))
    return 'list_transactions';
  if (testAny(now, BALANCE) && testAny(now, OWN) && !testAny(now, BALANCE_PROCEDURE)) return 'get_balance';
  return null;
}

function asksToFreeze(now: string, earlier: string): boolean {
  if (testAny(now, FREEZE_PROCEDURE)) return false;
  if (testAny(now, FREEZE) && testAny(now, [...ASKS_TO_DO, ENCLITIC])) return true;
  const wasAsked = testAny(earlier, FREEZE) && !testAny(earlier, FREEZE_PROCEDURE);
  return wasAsked && now.trim().split(' ').length <= 6 && testAny(now, [NAMES_ONE]);
}

const ENCLITIC = anyOf(
  '(?:paus|congel|apag|bloque|suspend|desactiv)[a-z]*(?:me|la|mela)',
  '(?:freeze|pause|lock|congela|pausa) (?:the|la|it|mi|my)',
);
const NAMES_ONE = anyOf(
  '(?:la de )?(?:debito|credito|debit|credit|gold|dorada|platinum|clasica|nomina|\\d{4}|both|ambas|las dos)',
);
