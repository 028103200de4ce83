import { anyOf, isStated, testAny } from './signals.ts';

const CHARGE =
  '(?:cargos?|cobros?|cobraron|cobran|compras?|compre|movimientos?|retiros?|transferencias?|pagos?|spei|recibos?|domiciliacion(?:es)?|retirada|extraccion|debito directo|charges?|charged|payments?|purchases?|transactions?|withdraw[a-z]*|debits?|transfers?|suscripcion|subscription|bought|ordered)';
const KIN =
  '(?:papa|padre|mama|madre|espos[oa]|marido|hij[oa]|herman[oa]|abuel[oa]|ti[oa]|pareja|suegr[oa]|sobrin[oa]|jefe|jefa|viej[oa]|viejit[oa]|socio|socia|compadre|comadre|conyuge|novi[oa]|old man|business partner|father|mother|dad|mum|mom|husband|wife|son|daughter|brother|sister|grandfather|grandmother|grandpa|grandma|granddad|uncle|aunt|partner|spouse|parents?|papas|padres)';

const NOT_MINE = [
  anyOf(
    `(?:no|nunca) (?:reconozco|lo reconozco|la reconozco|los reconozco|las reconozco|hice|la hice|lo hice|he hecho|autorice|he autorizado|compre|he comprado|realice|pedi|contrate|he ido|he estado|fui yo)(?: [^ ]+){0,14} ${CHARGE}`,
    `${CHARGE}(?: [^ ]+){0,14} (?:no|nunca) (?:lo |la |los |las |me )?(?:reconozco|hice|he hecho|autorice|he autorizado|compre|he comprado|realice|pedi|contrate|fui yo|es mio|es mia|son mios|son mias|he ido|he estado)`,
    'no fui yo',
    `${CHARGE}(?: [^ |]+){0,8} (?:[^ |]+ )?i have never (?:been|gone|set foot|shopped|heard)`,
    `${CHARGE}(?: [^ |]+){0,8} (?:donde|ahi) (?:yo )?(?:nunca|no) (?:he|fui)`,
    '(?:cargo|cobro|compra|movimiento|retiro)s? (?:[^ |]+ ){0,2}(?:no reconocid[oa]s?|desconocid[oa]s?|extran[oa]s?|rar[oa]s?|indebid[oa]s?)',
    '(?:alguien|otra persona|quien sabe quien) ~ (?:uso|esta usando|usando|compro|gasto|saco|hizo compras|esta comprando|pago|retiro)(?: [^ |]+){0,8} (?:tarjeta|dinero|cuenta|cajero|credito|debito)',
    '(?:estan|andan) (?:comprando|haciendo compras|gastando|usando)(?: [^ |]+){0,6} (?:tarjeta|cuenta)',
    `(?:do not|did not|never|have not) (?:recogni[sz]e|make|made|authori[sz]e|authori[sz]ed|approve|approved|buy|bought|order|ordered|sign up|signed up|subscribed?|set foot|perform|performed|get cash|got cash)(?: [^ ]+){0,14} ${CHARGE}`,
    `${CHARGE}(?: [^ ]+){0,14} (?:(?:do not|did not|never|have not) (?:ever )?(?:recogni[sz]e|make|made|authori[sz]e|authori[sz]ed|approve|approved|perform|performed|buy|bought|do|order|ordered|remember|heard of|know about)|(?:was|is|its) not (?:me|mine|us|ours|made by me|completed by me|done by me)|not (?:made|completed|done|authori[sz]ed) by me|were not mine|are not mine|should not be there)`,
    'i did not (?:get|take out|withdraw|receive)(?: [^ |]+){0,4} (?:cash|money)',
    '(?:unauthori[sz]ed|unrecogni[sz]ed|unknown|mystery|mysterious|strange|suspicious|weird|odd|funny|fishy|random) (?:[^ |]+ )?(?:charges?|payments?|transactions?|purchases?|withdraw[a-z]*|debits?)',
    '(?:someone|somebody|some stranger|a stranger|some thief) ~ (?:used|using|uses|charged|spent|bought|buying|spending|made purchases|withdrew)(?: [^ |]+){0,8} (?:card|money|account|atm|name|number)',
    'yo (?:nunca|no|jamas) (?:he|hice|compre|fui|use|autorice|domicilie)(?: [^ ]+){0,14} (?:cobr[a-z]+|tarjeta|cargo|pago)',
    `${CHARGE}(?: [^ ]+){0,8} (?:yo )?(?:no|nunca) (?:lo |la )?(?:domicilie|autorice|use)`,
    '(?:being|been|is) used (?:online |fraudulently |right now )?(?:by (?:someone|somebody)|to (?:buy|make|pay))',
    '(?:someone|somebody) else is (?:using|charging|spending)',
    'i (?:never|did not) (?:[^ |]+ ){1,10}(?:charged|took|billed)',
  ),
];
/** A charge is there already, rather than asked about as a procedure. */
const IT_HAPPENED = [
  anyOf(
    '(?:me|nos) (?:aparece[a-z]*|sale|salio|salieron|llego|llegaron|cobraron|hicieron|cargaron|metieron|quitaron|descontaron|estan|cayo|cayeron)',
    '(?:tengo|hay|traigo|aparecio|acabo de ver) (?:un|una|unos|unas|dos|tres|varios|varias|como)',
    '(?:veo|vi|encontre|acaba)',
    '(?:there is|there are|there was|i see|i saw|i have|i got|i found|just|showed up|shows up|appeared|appears|popped up|appearing|i was charged|been charged|you charged|noticed|spotted|someone|somebody|was not me|my statement|on my card|on my account|hit my)',
    '(?:ayer|hoy|anoche|hace|ahorita|esta manana|yesterday|today|last night|this morning|ago|last week)',
    '(?:alguien|otra persona|estan|andan|no fui yo)',
    '(?:de|for|of|por) \\d[\\d ]*',
    '\\d[\\d ]*(?:pesos|mil|usd|dolares|dollars|bucks)',
    'yo (?:nunca|no|jamas)',
    'i (?:never|did not)',
  ),
];
const PROCEDURE = [
  anyOf(
    'como (?:se )?(?:disputo|disputa|reclamo|reclama|reporto|reporta|levanto|levanta|hago para|puedo|podria|impugno|aclaro|objeto|inicio|funciona)',
    '(?:cuanto|cuantos|que) (?:tiempo|dias|plazo)(?: [^ |]+){0,6} (?:tengo|tienen|tiene|hay|dan|tarda[a-z]*|para)',
    'cual es el (?:plazo|proceso|procedimiento)',
    'que (?:hago|procede|necesito|documentos)(?: [^ |]+){0,6} (?:si|para)',
    'how (?:do|can|would|should) (?:i|one|you|we|somebody|someone|people)',
    'how (?:long|many days|does|much time)',
    'what (?:is|are) (?:the|your) (?:process|procedure|deadline|steps|time limit|policy)',
    'what (?:do i|should i|would i) (?:need|do) (?:to|if|when|about)',
  ),
];

const DEATH = [
  anyOf(
    `(?:mi|mis|nuestr[oa]) ${KIN}(?: [^ |]+){0,8} (?:fallecio|murio|acaba de (?:fallecer|morir)|ha fallecido|fallecieron|murieron|ya no esta con nosotros|se nos fue|descanse en paz|qepd)`,
    `(?:fallecio|murio|se murio|se nos fue|acaba de (?:fallecer|morir)|perdi a|perdimos a|enterramos a|sepultamos a|la muerte de|el fallecimiento de)(?: [^ |]+){0,3} (?:mi|nuestr[oa]|mis) ${KIN}`,
    'soy (?:viud[oa]|huerfan[oa])',
    'enviude',
    'quede viud[oa]',
    `(?:my|our) ${KIN}(?: [^ |]+){0,8} (?:died|passed away|passed|has died|has passed|is dead|was killed|is no longer with us)`,
    `(?:i|we) (?:just |recently |have )*(?:lost|buried) (?:my|our) ${KIN}`,
    `(?:death|passing|funeral) of (?:my|our) ${KIN}`,
    'i am (?:a |now a |recently )?(?:widow|widower|widowed|bereaved)',
    'i was widowed',
    `(?:my|our) late ${KIN}`,
    `(?:my|our) ${KIN} (?:past away|lost (?:his|her) life|is not alive|is not alive any more)`,
    `(?:mi|nuestr[oa]) ${KIN}(?: [^ |]+){0,2} (?:q e p d|ya no vive|partio|perdio la vida|dejo de existir)`,
    'en paz descanse',
    '(?:titular|duen[oa] de la cuenta|cuentahabiente|account holder|account owner|owner of the account)(?: [^ |]+){0,3} (?:fallecio|murio|falleci[oa]|died|is dead|is deceased|has died|passed away)',
    '(?:fallecio|murio) (?:el|la) (?:titular|duen[oa])',
    '(?:reportar|avisar|notificar)(?: [^ |]+){0,2} (?:defuncion|fallecimiento|muerte)',
  ),
];

const LEGAL = [
  anyOf(
    '(?:los |les |le |voy a |vamos a |pienso |presentare |presentaremos |presentar |meter |metere |interpondre |interponer |pondre |poner |habra |procedere |procederemos |con )(?:a |una |la |mi )*(?:demand[a-z]+|denuncia(?:rlos| penal| legal| ante)|accion(?:es)? legal(?:es)?|legalmente|juicio (?:contra|mercantil)|amparo)',
    '(?:demandar(?:e|los|emos|les)|los demando|los vamos a demandar|demanda (?:mercantil|civil|penal|colectiva))',
    '(?:mi|nuestro|con mi) (?:abogad[oa]|despacho juridico|licenciad[oa] en derecho|representante legal va)',
    'represento legalmente',
    'soy (?:el |la )?(?:abogad[oa]|apoderad[oa] legal|representante juridico)',
    '(?:soy|somos) (?:abogad[oa]s?)',
    '(?:tomar|tomare|proceder|procedere|emprender) (?:por la )?(?:via |acciones )?legal[a-z]*',
    '(?:oficio|requerimiento|citatorio|orden) (?:judicial|del juez|de un juez|de la fiscalia)',
    '(?:my|our|his|her|a) (?:lawyers?|attorneys?|solicitors?|counsel|legal team) (?:will|is|are|has|have|says|said|advised|would|shall|told|wants)',
    '(?:contact|contacting|hear from|hearing from|talk to|spoken to|instructed|instructing|speak to|calling|hire|hired|hiring|handing this (?:over )?to|consult(?:ed|ing)?) (?:with )?(?:my|our|a|the) (?:lawyers?|attorneys?|solicitors?|counsel)',
    '(?:i|we) (?:will|am going to|are going to|shall|intend to|am ready to|plan to|would|am about to|may|might) (?:be )?(?:sue|suing|take legal|litigate|file suit|file a (?:lawsuit|claim in court)|go to court|take (?:you|this|the bank) to court)',
    '(?:suing|sue) (?:you|the bank|this bank|joxai)',
    'legal action',
    'lawsuit',
    'see you in court',
    'take (?:you|this|the bank) to court',
    '(?:court order|subpoena|summons)',
    'i (?:am|represent) (?:a |an |the )?(?:lawyer|attorney|solicitor|legal representative|account holder legally)',
    'acting (?:on behalf of|for) (?:my|our) client',
    'cease and desist',
  ),
];

const ANGER = [
  anyOf(
    '(?:quiero|quisiera|deseo|necesito|vengo a|voy a) ~ (?:quejarme|(?:queja|reclamo|inconformidad|reporte en contra))',
    '(?:poner|presentar|levantar|meter|interponer|registrar|tengo|esta es) (?:una |mi |la |otra )(?:queja|reclamacion formal|inconformidad)',
    'me quejo',
    '(?:pesim[oa]|mal|mala|horrible|terrible|asco de|deplorable|lamentable|vergonzos[oa]) (?:servicio|atencion|trato|banco|experiencia)',
    '(?:servicio|atencion|banco|trato)(?: [^ |]+){0,3} (?:pesim[oa]|horrible|terrible|asco|deplorable|una basura|una porqueria|una burla|mediocre)',
    '(?:estoy|ya estoy|me tienen|ando|andamos|ya me tienen) (?:muy |bien |super |hasta el |mas que )*(?:hart[oa]|molest[oa]|enojad[oa]|furios[oa]|encabronad[oa]|indignad[oa]|desesperad[oa]|gorro|copete|decepcionad[oa]|fastidiad[oa]|hasta la madre)',
    '(?:voy|ire|me voy|vamos) (?:a ir |a acudir |a quejarme |a denunciarlos )?(?:a|con|ante) la (?:condusef|profeco|prensa)',
    '(?:si|o) no me (?:resuelven|contestan|regresan|pagan|atienden)',
    'que (?:asco|verguenza|poca madre|coraje|burla|falta de respeto|porqueria)',
    '(?:inaceptable|inaudito|indignante|el colmo|una burla|son unos|bola de|rateros|ladrones|incompetentes|ineptos)',
    'nadie (?:me |nos )?(?:resuelve|ayuda|contesta|responde|hace nada|atiende|soluciona|da razon)',
    '(?:segunda|tercera|cuarta|quinta|sexta|decima|enesima) (?:vez|ocasion) (?:que|este|esta|en|y)',
    '(?:llevo|llevamos|ya van|tengo) (?:[^ |]+ ){0,3}(?:semanas|dias|meses|horas|veces|anos) (?:esperando|llamando|sin|marcando|pidiendo|y (?:nada|nadie|no)|formad[oa]|hablando)',
    '(?:me|nos) (?:grito|gritaron|trato mal|trataron (?:muy )?(?:mal|pesimo|como)|maltrato|maltrataron|insulto|insultaron|hablo (?:feo|mal|golpeado)|humillo|humillaron|corrieron|discrimin[a-z]+|ignoraron|faltaron al respeto|falto al respeto|colgaron|colgo|dejaron colgad[oa])',
    '(?:quede asentado|alguien responda|asuman su responsabilidad|exijo|me voy a (?:cambiar|ir)(?: [^ |]+){0,2} banco|me voy con otro banco)',
    '(?:i|we) (?:want|wish|would like|need|demand|am going|intend) to (?:make |file |lodge |register |log |raise |submit |put in )?(?:a |an )?(?:formal |official )?complain[a-z]*',
    '(?:formal|official|written|serious) complaint',
    '(?:file|make|lodge|register|log|raise|filing|making|lodging) (?:a|my|this) complaint',
    '(?:i am|i have been|we are|am|beyond|so|absolutely|really|completely|totally|utterly|getting) (?:so |very |really |beyond |absolutely |extremely |just |completely |totally )*(?:fed up|furious|angry|disgusted|outraged|livid|appalled|frustrated|disappointed|annoyed|upset|sick of|sick and tired|pissed|done with)',
    '(?:terrible|awful|horrible|appalling|worst|disgusting|atrocious|shocking|pathetic|dreadful|lousy|rubbish|useless) (?:service|bank|support|experience|customer|treatment|app|people|company)',
    '(?:unacceptable|ridiculous|outrageous|disgraceful|a disgrace|this is a joke|joke of a|incompetent|useless|pathetic|waste of time)',
    'no one (?:helps|answers|replies|calls|has|is|will|responds|picks|cares)',
    'nobody (?:helps|answers|replies|calls|has|is|will|responds|picks|cares|bothered)',
    '(?:second|third|fourth|fifth|sixth|tenth|umpteenth|hundredth) time (?:your|you|this|i|that|in|the|now|and|it)',
    '(?:been waiting|waited|waiting|on hold)(?: [^ |]+){0,4} (?:weeks|months|hours|days)',
    '(?:was|were|is|are|been|so|very|keeps?|keep|he|she|they) (?:extremely |really |incredibly |so |very )?(?:rude|yelling|yelled|shouting|shouted|screaming|screamed|insulting|insulted|humiliated|mistreated|disrespectful|abusive|hung up)',
    '(?:yelled|shouted|screamed|swore|sworn) at (?:me|us|my)',
    '(?:taking|take|move|moving) (?:my|our) (?:business|money|accounts?) (?:elsewhere|to another bank|somewhere else)',
    'escalate this',
    '(?:treated|treat) (?:me|us) (?:like|badly|poorly|so badly|terribly)',
  ),
];
const CALM = [
  anyOf(
    'sin enojo',
    '(?:como|donde|a que correo|cual es)(?: [^ |]+){0,5} (?:queja|quejarme|quejas|inconformidad|reclamacion)',
    'si (?:no quedo|no quede|quiero|quisiera)',
    '(?:how|where)(?: [^ |]+){0,6} (?:complain|complaint|complaints)',
    'if i (?:am|was|were|want|wanted|have|ever)',
    'what is the (?:process|procedure|address)',
  ),
];

const PERSON =
  '(?:agentes?|asesora?|asesores|ejecutiv[oa]s?|persona|personas|humano|humana|operador[a]?|representante|supervisor[a]?|gerente|encargad[oa]|alguien|ser humano|alguien real|senorita|human|humans|agent|agents|person|people|representative|rep|operator|manager|supervisor|adviser|advisor|someone|somebody|staff|employee|executive|real one|member of your team)';
const REQUEST = [
  anyOf(
    `(?:hablar|platicar|comunicarme|conversar|chatear|comunicar|hable|contactar|contactarme) (?:[^ |]+ ){0,3}?con (?:[^ |]+ ){0,3}?${PERSON}`,
    `(?:pasame|paseme|me pasas|me pasa|me puedes pasar|me pueden pasar|comunicame|comuniqueme|me comunicas|me comunica|me comunican|conectame|me conectas|me transfieres|transfiereme|ponme|me pones|mandame|canalizame|me canalizas|dame|quiero|necesito|prefiero|quisiera|ocupo|urge|que me atienda|atiendame|me atiende|me atienda|me puede atender|puede atenderme|hay|me contacte|que me llame|me llame|me marque|que me hable) (?:[^ |]+ ){0,3}?(?:agente|asesora?|ejecutiv[oa]|persona|humano|humana|operador[a]?|representante|supervisor[a]?|gerente|alguien (?:real|de verdad|de carne|humano|del banco|de ustedes|que)|ser humano)`,
    '(?:mejor |prefiero |quiero |que )+(?:me )?(?:atienda|ayude|explique|llame|hable|conteste) (?:alguien|una persona|un humano|otra persona|un asesor|un ejecutivo)',
    '(?:no quiero|ya no quiero|odio|no me gusta)(?: [^ |]+){0,3} (?:bot|robot|maquina|chatbot|robots|bots)',
    `(?:talk|speak|chat|connect|connected|transfer|transferred|pass|hand|escalate|get through|put through|spoken|talking|speaking) (?:me |us |this |over )*(?:to|with) (?:[^ |]+ ){0,4}?${PERSON}`,
    `put me (?:through|on)(?: [^ |]+){0,4} ${PERSON}`,
    '(?:want|need|get me|give me|prefer|rather have|is there|can i have|could i have|let me have|i would like|send me|like) (?:[^ |]+ ){0,3}?(?:human|agent|real person|actual person|live person|representative|operator|manager|supervisor|adviser|advisor|live chat|human being|person to talk|a person)',
    '(?:not|no|hate|stop|tired of) (?:[^ |]+ ){0,4}(?:bot|robot|machine|chatbot|bots|robots)',
    'have (?:someone|somebody|an agent|a person) (?:call|ring|phone|contact|get in touch)',
  ),
];
const SHORT_REQUEST =
  /^ (?:\| )?(?:(?:un|una|an|a|con|real|live|please|por favor|porfavor|porfa|ya|now|hola|hi|hello|quiero|necesito|human|necesito) )*(?:agente|asesora?|ejecutiv[oa]|humano|humana|persona|operador[a]?|representante|agent|human|person|representative|operator|supervisor|manager)(?: (?:please|porfavor|por favor|por fa|ya|now|real|humano|humana|urgente|asap|de verdad|\|))* $/;
const SPOKEN_OF = [
  anyOf(
    '(?:persona|person|someone|alguien) (?:como|as|de) (?:aval|guarantor)',
    '(?:de|of|about|sobre) (?:la|the) (?:persona|person) (?:a la que|a quien|i|to whom)',
    '(?:lengua(?:je)? de senas|sign language)',
    '(?:felicitar|praise|compliment|thank)(?: [^ |]+){0,4} (?:gerente|cajer[oa]|ejecutiv[oa]|asesora?|empleado|manager|employee|teller)',
  ),
];
const NOT_A_REQUEST = [
  ...SPOKEN_OF,
  anyOf(
    '(?:a que hora|horario|what time|que horario|how long|cuanto tiempo|cuanto tarda|cuanto esperar|opening hours)(?: [^ |]+){0,8} (?:asesor[a-z]*|agentes?|ejecutiv[a-z]*|agents?|advisers?|advisors?|representatives?)',
    'seria (?:un|una) (?:agente|asesor)',
    'hay (?:quien|alguien que)',
    '(?:interprete|interpreter|visite?|visit|home|domicilio|senas)',
  ),
];

const happenedNow = (text: string): boolean => testAny(text, IT_HAPPENED);

/** Whether a person is spoken of without being asked for: a guarantor, sign language. */
export const isNoRequest = (text: string): boolean => testAny(text, SPOKEN_OF);

export const NEEDS = {
  unknown_charge: (text: string, before: string): boolean => {
    const whole = `${before.trimEnd()} |${text}`;
    if (testAny(text, PROCEDURE) && !happenedNow(text)) return false;
    if (!testAny(text, NOT_MINE) && !(testAny(text, IT_HAPPENED) && isStated(whole, NOT_MINE) && mentionsCharge(text)))
      return false;
    return isStated(whole, NOT_MINE);
  },
  bereavement: (text: string): boolean => isStated(text, DEATH),
  legal: (text: string): boolean => testAny(text, LEGAL),
  complaint: (text: string): boolean => testAny(text, ANGER) && !testAny(text, CALM),
  person: (text: string): boolean =>
    SHORT_REQUEST.test(text) || (testAny(text, REQUEST) && !testAny(text, NOT_A_REQUEST)),
};

const ABOUT_CHARGE = [anyOf(CHARGE)];
const mentionsCharge = (text: string): boolean => testAny(text, ABOUT_CHARGE);
