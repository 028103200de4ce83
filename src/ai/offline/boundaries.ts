import { fold } from '../../lib/text.ts';
import { anyOf, sentences, testAny } from '../triage/signals.ts';

export type Boundary = 'injection' | 'third_party' | 'harm';

/** What the assistant must not do, or null when the message asks for nothing of the kind. */
export function boundaryCrossed(text: string): Boundary | null {
  if (triesToInstruct(text)) return 'injection';
  if (asksForHarm(text)) return 'harm';
  if (asksAboutOthers(text)) return 'third_party';
  return null;
}

const INJECTION = [
  anyOf(
    '(?:ignora|ignore|ignoren|olvida|olvidate de|omite|descarta|desobedece|pasa por alto|salta|bypass|disregard|forget|override|skip|drop|dismiss|break)(?: [^ |]+){0,7} (?:instrucciones|instruccion|reglas|indicaciones|anteriores|antes|restricciones|limites|politicas|filtros|instructions|rules|prompt|prompts|previous|prior|guidelines|restrictions|filters|training|guardrails|safety|safeguards)',
    '(?:muestra|muestrame|ensename|ensena|dime|revela|repite|imprime|copia|pega|dame|traduce|resume|show|reveal|print|repeat|display|output|tell|give|paste|recite|leak|dump|translate|summari[sz]e|share|what (?:is|are|was|were))(?: [^ |]+){0,6} (?:system prompt|prompt (?:del sistema|inicial|oculto)|instrucciones (?:internas|ocultas|del sistema|iniciales|completas|secretas)|reglas internas|configuracion interna|hidden (?:prompt|instructions|rules)|initial (?:prompt|instructions)|internal (?:instructions|rules|prompt|notes)|secret (?:instructions|prompt|rules)|(?:your|tus) (?:instructions|instrucciones|prompt|configuration|tools|herramientas internas)|developer message|api keys?|tool schema)',
    '(?:system|developer) prompt',
    'prompt (?:de|del) sistema',
    '(?:tu|your) prompt',
    '(?:words|text|everything|lines|todo|texto|palabras)(?: [^ |]+){0,3} (?:above|arriba|antes de este|before this)',
    '(?:modo|mode) (?:desarrollador|developer|dios|god|admin|administrador|debug|dan|mantenimiento|sin restricciones|prueba)',
    '(?:developer|god|debug|admin|administrator|maintenance|unrestricted|jailbreak|dan|root|sudo|test) mode',
    'jailbreak(?:ed|ing)? (?:yourself|mode|prompt|you)',
    '(?:ahora eres|a partir de ahora eres|actua como|actua como si|finge (?:ser|que eres)|haz de cuenta que|pretende que eres|simula (?:ser|que)|you are now|from now on|act as|pretend (?:to be|you are|that you)|roleplay as|role play|imagine you are|simulate)(?: [^ |]+){0,8} (?:sin (?:reglas|limites|filtros|restricciones)|bot|ia|ai|asistente|assistant|administrador|admin|gerente|director|sistema|system|developer|empleado|employee|without (?:rules|limits|filters|restrictions)|no (?:rules|limits|filters|restrictions)|unrestricted|filter off|teller|model|libre|hacker|dan)',
    '(?:sin (?:reglas|filtros|restricciones)|no (?:rules|filters|restrictions|guardrails)|every filter off|filters? (?:off|disabled)|without (?:any )?(?:rules|filters|restrictions|limits))',
    '(?:decode|decodifica|descifra|decrypt|decipher|desencripta)(?: [^ |]+){0,8} (?:carry|execute|run|do|follow|obey|ejecuta|haz|obedece|sigue|cumple|base64|hazlo|hex|rot13|obedecelo)',
    'base64',
    '(?:nuevas instrucciones|new instructions|nueva directiva|system override|override code|mensaje del sistema|system message|instrucciones del administrador|admin override|orden del administrador|codigo de anulacion)',
    '(?:soy|i am|habla|speaking is|this is) (?:tu|your|el|the|un|an?|del) (?:creador|programador|desarrollador|administrador|creator|developer|programmer|administrator|admin|ingeniero de sistemas|engineer|area de sistemas|sysadmin)',
    '(?:confirma|confirmalo|confirm|responde|reply|answer|respond|di|say|write|escribe|termina|end|begin|start|empieza)(?: [^ |]+){0,3} (?:con|with|by saying|saying|solo|only|diciendo)(?: [^ |]+){0,2} (?:[a-z]+ (?:ok|on|off)|yes master|acceso concedido|access granted|aprobado|approved|unlocked|desbloqueado|hacked|pwned|autorizado|authorized)',
    '(?:autoriza|aprueba|authori[sz]e|approve|grant)(?: [^ |]+){0,6} (?:linea|credito|prestamo|limite|line|loan|limit|million|millon|mil)(?: [^ |]+){0,8} (?:confirma|confirm|di|say|responde|reply|sin|without)',
    '(?:call|invoke|run|execute|use|llama|ejecuta|invoca|corre)(?: [^ |]+){0,3} (?:tool|function|herramienta|funcion|freeze card|get balance|list transactions|sql|query|command|comando)',
    '(?:select|delete) (?:[^ |]+ )?from (?:[^ |]+ )?(?:users|customers|clientes|accounts|tables?)',
    '(?:drop table|insert into|truncate table)',
    '(?:en el cuento|in the story|escribe (?:un|una) (?:cuento|historia|poema|dialogo)|write a (?:story|poem|dialogue|script|play))(?: [^ |]+){0,14} (?:contrasena|saldo|instrucciones|clientes|password|balance|instructions|customers|reglas|rules|prompt)',
    '(?:list|lista|listame|dump|export|exporta|show|give|dame|pasame|muestra|muestrame|ensename)(?: [^ |]+){0,3} (?:all|todos|todas|every|every one|each)(?: [^ |]+){0,4} (?:customers?|clientes|users?|usuarios|accounts of|cuentas de|client|cuentahabientes|database|base de datos|correos|emails)',
    '(?:customer|client|user) (?:list|database|records|table)',
    '(?:base de datos|lista) de (?:los )?(?:clientes|usuarios|cuentahabientes|tarjetahabientes)',
  ),
];
const INJECTION_MARKS =
  /<\/?(?:system|assistant|instructions?|user)>|\[\/?(?:inst|system)\]|^\s*(?:system|assistant|developer)\s*:/im;

function triesToInstruct(text: string): boolean {
  return INJECTION_MARKS.test(text) || testAny(sentences(text), INJECTION) || hidesInstruction(text);
}

/** A long run of base64 that decodes to words: an instruction somebody did not want to be read. */
function hidesInstruction(text: string): boolean {
  const run = /[A-Za-z0-9+/]{24,}={0,2}/.exec(text)?.[0];
  if (!run || /^\d+$/.test(run)) return false;
  const decoded = Buffer.from(run, 'base64').toString('utf8');
  return /^[\x20-\x7e\u00a0-\u024f]{12,}$/.test(decoded) && decoded.trim().includes(' ');
}

const HARM = [
  anyOf(
    // Laundering and tax evasion.
    '(?:lavar|lavo|blanquear|launder|laundering|launder(?:ing)? money)(?: [^ |]+){0,4}(?: (?:dinero|lana|money|cash|efectivo|billetes))?',
    '(?:no|sin que|without|avoid|evade|evadir|evitar|dodge|so)(?: [^ |]+){0,8} (?:alarmas?|alertas?|sat|hacienda|fisco|lavado|detect[a-z]*|sospech[a-z]*|aml|tax(?:es|man)?|irs|authorities|autoridades|report(?:ed|ing)?|flag(?:s|ged|ging)?)(?: [^ |]+){0,4} (?:lavado|deposit[a-z]*|laundering|dinero|money|cash|threshold|efectivo|ingresos)',
    '(?:depositos?|depositar|meter|deposit|deposits|dividir|fraccionar|split|structure|break up|partir)(?: [^ |]+){0,14} (?:sin que (?:se den cuenta|me detecten|salte|salten|reporten|lo reporten|me reporten|el sat|hacienda|avisen)|no salten|no salte|no me reporten|no lo reporten|no se (?:den|de) cuenta|without (?:raising|triggering|anyone noticing|being (?:reported|noticed|flagged|detected)|reporting|alerting|setting)|so (?:nobody|no one|the bank|it|they|the tax)(?: [^ |]+){0,4} (?:notices?|flags?|reports?|report|notice|flagged|reported|see|sees|finds?))',
    '(?:esconder|ocultar|hide|hiding|conceal)(?: [^ |]+){0,6} (?:sat|hacienda|fisco|dinero|juez|divorcio|ex|tax(?:man|es| office)?|money|assets|wife|husband|esposa|esposo|court|creditors|acreedores|embargo|income|ingresos)',
    '(?:pasar|paso|mover|muevo|mandar|mando|recibir|cobrar|meter|meto|sacar|saco|guardar|transferir|send|move|receive|transfer|bring)(?: [^ |]+){0,6} (?:sin que|without)(?: [^ |]+){0,3} (?:hacienda|sat|fisco|autoridades?|gobierno|tax|taxman|irs|government|authorities|bank noticing)',
    // Stolen, cloned and forged.
    '(?:tarjetas?|plasticos?|cuentas?|datos|cards?|accounts?|credentials|numeros? de tarjetas?|card numbers?) (?:de (?:otros|otras|otra gente|desconocidos|ajenos|credito robadas)|robad[oa]s?|ajen[oa]s?|clonad[oa]s?|stolen|that are not mine|of other people|of strangers)(?: [^ |]+){0,6} (?:con|with|cvv|comprar|vender|usar|buy|sell|use|dame|consigue|lista)',
    '(?:consigue|consigueme|dame|pasame|vendeme|vende|compro|comprar|conseguir|donde consigo|donde compro|generate|genera|generame|get me|give me|sell me|where can i (?:buy|get)|buy)(?: [^ |]+){0,6} (?:plasticos? ajen[oa]s|tarjetas? (?:ajenas|robadas|clonadas|falsas|de otros|de otras personas)|(?:stolen|cloned|fake|hacked) (?:cards?|card numbers|credit cards?|accounts?|ids?)|dumps|cvvs|(?:ine|identificacion|identidad|acta|recibo|comprobante|estado de cuenta|nomina)s? (?:falso|falsa|falsos|falsas|apocrif[oa]s?)|billetes falsos|fake (?:ids?|payslips?|notes|bills|passport|documents?|statements?|money)|counterfeit)',
    '(?:copiar?|copia|clonar?|clona|clone|cloning|skim|skimming|duplicar|duplicate|leer|grabar)(?: [^ |]+){0,6} (?:banda|chip|tarjetas?|plasticos?|cards?|stripe|magstripe|strip)(?: [^ |]+){0,8} (?:clientes|ajen[oa]s?|otr[oa]s?|gente|aparat[a-z]*|customers|someone|people|device|another|guests|lector|skimmer)',
    'skimm(?:er|ing)',
    '(?:clonar|clonear|clone) (?:una |la |a |some )?(?:tarjeta|tarjetas|card|cards)',
    '(?:falsific[a-z]*|forge|forging|fake|faking|photoshop[a-z]*|inventar?|inventarme|fabricate|alterar|editar|modificar|doctor|tamper|edit)(?: [^ |]+){0,7} (?:recibos?|nominas?|estados? de cuenta|firma|firmas|ine|identificacion|comprobantes?|documentos?|constancia|acta|payslips?|pay stubs?|statements?|signatures?|id|ids|documents?|certificates?|receipts?|proof|paystub|cep|income)',
    '(?:payslip|pay stub|paystub|statement|recibo|recibos|comprobante|estado de cuenta|constancia|carta|documento|document|letter|proof of income|nomina|receipt|cep)(?: [^ |]+){0,5} (?:that looks? (?:real|genuine|legit|legitimate|official|authentic)|fals[oa]s?|que parezca|que se vea|parezcan|se vean (?:reales|originales)|fake|apocrif[oa]|inventad[oa])',
    '(?:mentir|lie|lying)(?: [^ |]+){0,6} (?:ingresos|solicitud|income|application|salary|sueldo)',
    // Breaking in.
    '(?:hackear?|hackea|jaquear|hack|hacking|crack|cracking|break into|breaking into|meterme|entrar|get into|access|acceder|log into)(?: [^ |]+){0,4} (?:la cuenta|cuentas|el celular|el banco|el sistema|account|accounts|phone|the bank|your (?:system|server|servers|network|database)|sus cuentas|whatsapp|correo|email)(?: [^ |]+){0,2} (?:de (?:mi|un|una|otro|otra|alguien|el|la|los)|of (?:my|someone|another|somebody|a)|ajen[oa]s?|del banco|without|sin)',
    '(?:hackear|hackeo|jaquear|hack|hacking)(?: [^ |]+){0,3} (?:una|un|el|la|al|an?|the|this|your|my ex|someone|somebody) ~ (?:cuenta|cajero|banco|celular|sistema|account|atm|bank|phone|system|server)',
    '(?:adivinar|guess|descifrar|sacar|obtener|conseguir|find out|get|figure out|crack|averiguar)(?: [^ |]+){0,3} (?:el nip|la clave|la contrasena|el cvv|el token|the pin|the password|the cvv|pin|password)(?: [^ |]+){0,2} (?:de (?:mi|un|una|otr[oa]|alguien|el|la|su)|of (?:my|someone|another|somebody|a)|ajen[oa])',
    '(?:abrir|forzar|robar|romper|violar|vaciar|asaltar|volar|open|force|rob|robbing|break|crack|jackpot|blow up|steal from|empty|heist)(?: [^ |]+){0,4} (?:cajeros?|boveda|caja fuerte|sucursal|banco|atms?|cash machines?|vault|safe|branch|bank)(?! (?:de|account|en linea|a las|hoy|los|en|on|at|today|y|hours))(?: |$)',
    '(?:cash machines?|atms?|cajeros?|vault|boveda)(?: [^ |]+){0,8} (?:without setting|without triggering|sin que suene|alarm|alarma|alarms)',
    '(?:tapar|cubrir|desactivar|apagar|evitar|cover|disable|block|avoid)(?: [^ |]+){0,6} (?:camaras?|alarmas?|cameras?|alarms?|sensor[a-z]*)',
    '(?:camaras?|alarmas?|cameras?|alarms?)(?: [^ |]+){0,8} (?:robar|asaltar|rob|steal|tapar)',
    '(?:como|how)(?: [^ |]+){0,4} (?:me meto|meterme|entro|entrar|hackeo|get into|break into|log into|access)(?: [^ |]+){0,5} (?:de (?:mi|un|una|otr[oa]) |of (?:my|another|someone) |my )(?:novi[oa]|espos[oa]|ex|amig[oa]|herman[oa]|vecin[oa]|hij[oa]|jefe|boyfriend|girlfriend|wife|husband|ex|friend|boss|neighbou?r|brother|sister|partner|alguien)',
    '(?:nip|clave|contrasena|token|cvv|pin|password|passcode) (?:de|of) (?:mi |my |un |una |otr[oa] |another )(?:novi[oa]|espos[oa]|ex|amig[oa]|herman[oa]|vecin[oa]|papa|mama|hij[oa]|jefe|jefa|abuel[oa]|suegr[oa]|ti[oa]|cliente|persona|dad|mom|mum|father|mother|wife|husband|friend|boss|grandmother|grandfather|customer|person)',
    '(?:found|encontre|halle|me encontre) (?:a|an|una|la|someone s|somebody s|this) (?:[^ |]+ )?(?:card|tarjeta|wallet|cartera)(?: [^ |]+){0,8} (?:use|usar|usarla|uso|la uso|pin|nip|spend|gastar|withdraw|sacar|comprar|buy|pay|pagar)',
    '(?:text|sms|email|correo|mensaje|message|llamada|call|letter|carta)(?: [^ |]+){0,4} (?:pretending|posing|claiming|haciendose|fingiendo|como si fuera|que parezca|impersonating)',
    // Fraud against others.
    '(?:estafar|defraudar|timar|scam|scamming|swindle|con(?= (?:people|someone|somebody|customers|old|elderly|the (?:bank|elderly)))|defraud|trick|enganar)(?: [^ |]+){0,3} (?:a|gente|alguien|personas|clientes|people|someone|customers|old|elderly|my|el banco|the bank)',
    '(?:hacer|hago|crear|armar|escribe|escribeme|redacta|redactame|write|create|craft|draft|make|send|mandar|build|help)(?: [^ |]+){0,6} (?:phishing|smishing|correo falso|mensaje falso|sms falso|pagina falsa|pagina clonada|fake (?:email|site|website|sms|page|text|message|bank)|scam)',
    '(?:hacerme pasar por|hacerse pasar por|suplantar|impersonate|impersonating|pretend to be|pose as|pass myself off)(?: [^ |]+){0,4} (?:cliente|otra|otro|alguien|banco|ejecutivo|mi|el|la|customer|someone|another|bank|banker|employee|my|the|agent|titular)',
    '(?:usar|use|using|cobrar|sacar|withdraw|spend|gastar)(?: [^ |]+){0,6} (?:tarjeta|card|pension|dinero|money)(?: [^ |]+){0,4} (?:sin que (?:se entere|se de cuenta|sepa|lo sepa|se enteren)|without (?:him|her|them|their|his) (?:knowing|noticing|permission|consent|knowledge)|que (?:me )?encontre|ajena|robada|i found|that i found|a found)',
    '(?:sin que (?:se entere|se de cuenta|sepa|se enteren)|without (?:him|her|them|anyone|my (?:wife|husband|mother|father|boss|partner|brother|sister)) (?:knowing|noticing|finding out))(?: [^ |]+){0,10}(?:sacar|retirar|transferir|dinero|money|withdraw|transfer|cuenta|account)?',
    '(?:falso reporte|reportar como robada|report (?:it|my card|a charge|charges) (?:as )?(?:stolen|fraud)|decir que (?:me )?(?:la robaron|no fui yo)|say (?:it was|i was) (?:stolen|robbed|fraud)|desconocer (?:una |la |mis )?compras?(?: [^ |]+){0,3} que si hice|fake (?:a )?(?:robbery|theft|fraud claim|dispute|chargeback)|claim fraud)(?: [^ |]+){0,10} (?:reembols[a-z]*|devuelv[a-z]*|refund|money back|dinero|keep|quedarme|aunque|although|even though|pero si|hice|made)',
    '(?:cuentas?|account|accounts) (?:mula|mulas|mule|mules)|(?:prestar|rentar|vender|lend|rent|sell)(?: [^ |]+){0,3} (?:mi|my|una|a|bank) (?:cuenta|account|bank account)',
    '(?:money mule|cuentas? a nombre de otr[oa]s?|prestanombres)',
    '(?:bomba|explosiv[oa]s?|armas?|bomb|explosives?|weapons?|drugs?|drogas?|cocaina|cocaine|sicario|hitman)(?: |$)',
    '(?:soborn[a-z]*|brib(?:e|ing))(?: [^ |]+){0,4}',
    '(?:evadir|evade|evading|evasion|dodge)(?: [^ |]+){0,4} (?:impuestos|tax|taxes|isr|iva)',
  ),
];

/** Whether the message seeks help with a crime or with harm to others. */
export const asksForHarm = (text: string): boolean => testAny(sentences(text), HARM);

const OTHERS =
  '(?:novi[oa]|espos[oa]|marido|mujer|ex|ex novi[oa]|ex espos[oa]|ex marido|herman[oa]|prim[oa]|ti[oa]|papa|mama|padre|madre|hij[oa]|hijo mayor|sueg[a-z]+|suegr[oa]|cunad[oa]|vecin[oa]|amig[oa]|jefe|jefa|soci[oa]|compan[a-z]+|emplead[oa]s?|roomie|inquilin[oa]|casero|casera|clienta?|client|deudor[a]?|trabajador[a]?|contador[a]?|boyfriend|girlfriend|husband|wife|ex husband|ex wife|brother|sister|cousin|uncle|aunt|dad|mum|mom|father|mother|son|daughter|neighbou?r|friend|boss|partner|coworker|colleague|employees?|roommate|flatmate|tenant|landlord|landlady|in laws?|fiance|fiancee|rival|competitor|competencia|persona|otra persona|otro cliente|otra clienta|another (?:customer|client|person)|other customers?|someone else|somebody else|otros clientes|patron)';
const PRIVATE =
  '(?:saldos?|cuanto (?:tiene|gana|debe|gasta|trae|dinero|hay|le pagan|le queda|le depositan|recibe|cobra|lleva)|gastando|gastos?|gasta|gana|movimientos|estado de cuenta|transacciones|depositos|numero de (?:cuenta|tarjeta|celular|telefono)|clabe|direccion|domicilio|telefono|datos|compras|compro|debe|deudas?|sueldo|nomina|ingresos|tiene|balances?|spend(?:s|ing)?|spent|earns?|earning|makes?|owes?|has|have|transactions?|statements?|salary|account number|card number|address|phone number|debts?|income|payroll|paid|purchases?|activity|details|history|movements)';
const ASKING =
  '(?:dime|digame|dame|pasame|muestrame|ensename|quiero (?:saber|ver)|quisiera saber|necesito (?:saber|ver)|puedes (?:decirme|ver|checar|darme|revisar)|me (?:dices|puedes|pasas|das|ayudas a ver)|checa|checame|revisa|revisame|busca|averigua|averiguame|consulta|cuanto|cuanta|que tanto|en que|cual es|a que|saber|tell|show|give|check|look up|find out|find|see|pull up|read me|get me|can you|could you|what is|what are|how much|let me see|i need|i want|where|do the same|haz lo mismo|lo mismo)';
const ABOUT_OTHERS = [
  anyOf(
    `${ASKING}(?: [^ |]+){0,10} (?:mi|de mi|del|de la|de un|de una|de otro|de otra|my|of my|another|other|someone|somebody|otro|otra|otros|la|el|un|una)(?: otr[oa])? ${OTHERS}(?: s)?(?: [^ |]+){0,10} ${PRIVATE}`,
    `(?:mi|my|el|la|un|una|a) ${OTHERS}(?: [^ |]+){0,12} (?:cliente|customer|client|cuenta|account|banks?|banco)(?: [^ |]+){0,12} (?:dime|cuanto|en que|saber|tell|how much|show|what|gastando|gasta)`,
    `${PRIVATE}(?: [^ |]+){0,3} (?:de mi|del|de la|de un|de una|de otro|de otra|of my|of another|of someone|for my|for another|from my|on my) (?:otr[oa] )?${OTHERS}`,
    `(?:mi|my|another|someone|somebody|other) ${OTHERS}(?: else)? s(?: [^ |]+){0,3} (?:balances?|account|statements?|transactions?|salary|spending|card|cards|movements|purchases|details|savings|debts?|debt|address|payments|activity)`,
    `(?:someone|somebody) else s`,
    '(?:cuanto|cuanta) (?:gana|gasta|debe|cobra)(?! (?:la|el|los|las|mi|un|una|de|en|al|que|uno|alguien|ahorro|jox|por|dinero|cada|cualquier|quien|con|si|a|y|mas|menos|interes|intereses|banco|ustedes|usted|cuenta|tarjeta|el banco|comision)) [a-z]+',
    'how much does (?!it|he|she|one|someone|anyone|everything|mine|the|a|an|my|your|our|this|that|each|one|joxai|ahorro|jox|spei|sending|someone|somebody|everyone|gold|platinum|clasica|meta|cuenta|account|savings|money|you|card)[a-z]+(?: [a-z]+){0,2} (?:earn|make|owe|spend|have in|get paid)',
    `(?:cuanto|cuanta|que|en que|how much|what|where)(?: [^ |]+){0,5} (?:gana|gasta|tiene|debe|cobra|trae|recibe|deposita|depositan|compra|does|did|has|is)(?: [^ |]+){0,3} (?:mi|my) (?!client|employ|emplead|trabajador)${OTHERS}`,
    '(?:cliente|customer|client|usuario|user|cuenta de(?:l)? cliente|customer id|customer number) (?:c )?(?:numero |number |no |id )?c?\\d+',
    `(?:si|whether|if|que) (?:mi|my) ${OTHERS}(?: [^ |]+){0,4} (?:pago|pagado|deposito|debe|tiene|gasto|saco|retiro|recibio|cobro|paid|owes|has|spent|received|got)(?: [^ |]+){0,3} (?:su|sus|la|his|her|their|tarjeta|cuenta|credito|prestamo|card|account|loan|money|dinero|pago|bill)`,
    '(?:otro|otra|otros|otras|another|other|different) (?:clientes?|customers?|clients?|users?|usuarios?|titulares?|people s|person s|account holders?)',
    '(?:la cuenta|account|accounts|cuentas?) (?:de|of|for|belonging to|a nombre de) (?:otra persona|otro|otra|someone else|somebody else|another person|alguien mas|alguien)',
  ),
];
const OWNER_NAMED = /\b(?:soy|me llamo|mi nombre es|i am|i'm|my name is|this is|habla|le habla)\b/i;
const NAME = /(?<![.!?¿¡]\s|^)\b(\p{Lu}\p{Ll}+(?:\s+(?:de\s+|del\s+|la\s+|los\s+)?\p{Lu}['’]?\p{L}+){1,3})/gu;
const ABOUT_MONEY =
  /\b(cuanto|cuanta|saldo|gana|gasta|gastos|tiene|debe|movimientos|sueldo|nomina|compras|deposit\w*|balance|earn\w*|spend\w*|salary|owe\w*|transactions|statement|how much|account|cuenta|credit line|linea|address|phone|telefono|direccion|domicilio)\b/;
const NOT_PEOPLE =
  /\b(JoxAI|Jox|Ahorro|Banco|Bank|Cuenta|Meta|Metas|Plan|Red|Tarjeta|Cl[aá]sica|Gold|Platinum|Apple|Google|City|Ciudad|M[eé]xico|Nuevo|San|Santa|Los|Las|Visa|App|New|Pay|Web|Estados|United|States|Super|S[uú]per|Mercado|Farmacia|Pharmacy|Caf[eé]|Don|Hotel|Grupo|American|Express|Master|Wells|Fargo|Chase|Western|Union|Capital|One|Santander|Banorte|Mastercard|Amex)\b/;

/** Data of a person who is not the one writing: a relative, a named person, another customer's number. */
function asksAboutOthers(text: string): boolean {
  if (testAny(sentences(text), ABOUT_OTHERS)) return true;
  if (OWNER_NAMED.test(text) || !ABOUT_MONEY.test(fold(text))) return false;
  return [...text.matchAll(NAME)].some((match) => !NOT_PEOPLE.test(match[0]) && /^\p{Lu}/u.test(match[1] ?? ''));
}
