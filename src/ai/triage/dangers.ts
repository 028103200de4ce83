import { anyOf, isStated, testAny } from './signals.ts';

const CARD =
  '(?:tarjetas?|plasticos?|carteras?|bolsa|bolso|monedero|mochila|billetera|cards?|wallet|purse|handbag|bags?|backpack|rucksack|debito|credito|gold|platinum|clasica|dorada|debit|credit)';
const RELATION =
  '(?:hij[oa]s?|sobrin[oa]s?|niet[oa]s?|espos[oa]|marido|pareja|novi[oa]|ex|yerno|nuera|herman[oa]s?|cuidador[a]?|vecin[oa]|enfermer[oa]|familia|son|daughter|nephew|niece|grandson|granddaughter|husband|wife|partner|boyfriend|girlfriend|brother|sister|carer|caregiver|caretaker|neighbou?r|nurse|family|kids?)';
const SECRET =
  '(?:codigos?|token|joxtoken|nip|claves?|contrasena|datos|cvv|numerito|numeros?|digitos|codes?|pin|password|details|numbers?|digits|otp|information|info|credentials)';

const SELF_HARM = [
  anyOf(
    'matarme',
    'quitarme la vida',
    'acabar con (?:mi vida|todo esto|todo)',
    '(?:quiero|quisiera|prefiero|preferiria|ganas de) (?:morir|morirme|desaparecer|no despertar)',
    '(?:ya )?no (?:quiero|quisiera) (?:seguir viviendo|vivir|estar aqui|despertar|existir)',
    '(?:mejor|preferible) (?:ya )?(?:no estar|no existir|estar muert[oa]|morirme|desaparecer)',
    'no vale la pena (?:vivir|seguir)',
    'hacerme dano',
    'lastimarme',
    'kill(?:ing)? myself',
    'end(?:ing)? (?:my life|it all|things for good)',
    'take my (?:own )?life',
    '(?:want|wanna|wish i could|rather|going) (?:to )?(?:die|disappear|be dead)',
    'wish i (?:was|were) dead',
    'better off (?:dead|without me)',
    'not want to (?:be here|live|be alive|wake up|exist|go on)(?: anymore| any more| any longer)?',
    'not be here (?:anymore|any more|any longer)',
    'no (?:reason|point) (?:to live|in living|to go on|in going on)',
    '(?:hurt|harm|hurting|harming) myself',
    '(?:do not|not|can not) see (?:a|any|the|much)? ?(?:point|reason|sense)(?: [^ |]+){0,2} (?:living|life|going on|to live|in it all)',
    '(?:no|ningun) (?:le veo |le encuentro |tiene |veo )?(?:caso|sentido|chiste)(?: [^ |]+){0,2} (?:vivir|vida|seguir)',
    '(?:no le encuentro|ya no tiene|no tiene|no le veo) (?:sentido|caso)(?: [^ |]+){0,2} (?:vivir|la vida|mi vida|seguir)',
    'self harm',
    '(?:me|se) (?:quiero|quiere|voy a|va a|pienso|piensa|quisiera) (?:matar|colgar|ahorcar|suicidar|cortar las venas|aventar)(?! de (?:risa|la risa))',
    '(?:me|se) (?:mato|suicido|cuelgo)(?! de (?:risa|la risa))',
    '(?:quitarme|quitarse) (?:la vida|de en medio)',
    '(?:ganas de|quiero|quisiera|prefiero) (?:morir|morirme|ya no despertar|no despertar)(?! de (?:risa|hambre|sed|frio|calor|sueno))',
    '(?:amenaza con|dice que se va a|quiere) (?:matarse|quitarse la vida|suicidarse)',
    '(?:tomarme|tragarme) (?:todas |todos )?(?:las|los|unas|mis) (?:pastillas|medicamentos)',
    '(?:carta de despedida|me despedi de mis hijos)',
    '(?:ya no|no) (?:le|tiene|hay|encuentro|hallo|veo)(?: [^ |]+){0,3} (?:sentido|caso)(?: [^ |]+){0,3} (?:vida|vivir|viviendo|estar aqui)',
    'sui[cs]id[a-z]*(?! (?:bomb|squad))',
    'sucid[a-z]*',
    '(?:kill|hang|cut|shoot|drown|harm|hurt) (?:him|her)self',
    '(?:hang|shoot|cutting|cut|hanging) myself',
    'para que (?:sigo|seguir) (?:vivo|viva|viviendo)',
    'what is the point of (?:living|life|going on)',
    '(?:tengo|have) (?:las|the|todas las|all the) (?:pastillas|pills)',
    '(?:nadie me va a extranar|mejor muert[oa]|hacer una tonteria|doing something stupid)',
    '(?:easier|better) not to be (?:here|alive)',
    '(?:throw|throwing|threw) myself (?:under|off|in front)',
    'jump(?:ing)? off (?:a|the) (?:bridge|roof|building)',
    '(?:take|swallow|taking|swallowing) all (?:my|the|these) (?:pills|tablets|meds|medication)',
    '(?:never|not) (?:to )?wake up(?: again)?',
    'not want to (?:live|be alive)',
    'feel(?:ing)? (?:suicidal|like dying)',
    '(?:goodbye|suicide) (?:letter|note)',
    '(?:nobody|no one) (?:would|will) miss me',
    'can not go on(?: like this| living| anymore| any longer)?',
  ),
];

const INSURED = [anyOf('(?:cubren?|pagan?|incluye|covers?|covered|pays?|payout|includes?) ~ (?:suicidio|suicide)')];

const EXTORTION = [
  anyOf(
    'extorsion[a-z]*',
    'secuestr[a-z]*',
    '(?:me|nos) (?:estan |esta )?amenaz[a-z]* ~ (?:dinero|pagar|pago|depositar|deposito|transfer[a-z]*|fotos|publicar|matar|familia)',
    '(?:me|nos) (?:estan|esta) obligando',
    'me (?:obligaron|obligan) a (?:sacar|retirar|transferir|depositar|mandar|dar)',
    'blackmail[a-z]*',
    'kidnapp?[a-z]*',
    'ransom',
    'sextort[a-z]*',
    'extort[a-z]*',
    '(?:threatening|threaten|threatened) (?:me|us|to) ~ (?:money|pay|photos|pictures|kill|hurt|send|transfer|post|publish)',
    '(?:forced|forcing|making) me ~ (?:withdraw|transfer|send|hand over) ~ (?:money|cash|savings|card)',
    'at (?:gun|knife) ?point',
    'a punta de (?:pistola|cuchillo|navaja)',
    '(?:derecho de piso|cobran piso|cuota de piso)',
    '(?:haciendome|obligandome a|making me|made me|being made to|being forced to) ~ (?:transferir|depositar|retirar|sacar dinero|transfer|withdraw|deposit|atm)',
    '(?:no puedo|can not) (?:escribir|hablar|type|talk)(?: [^ |]+){0,3} (?:estan|they)',
  ),
];

const FRAUD = [
  anyOf(
    `(?:le|les|se lo|se los|se la) ~ (?:di|dicte|pase|mande|dije|comparti|entregue|proporcione|confirme|envie)(?: [^ |]+){0,5} ${SECRET}`,
    `(?:ya |yo )?(?:di|dicte|comparti|proporcione|puse|meti|ingrese|capture) (?:mis?|el|los|la|las) (?:[^ |]+ ){0,4}?${SECRET}(?: [^ |]+){0,6} (?:link|liga|pagina|llamada|telefono|mensaje|enlace|sitio|whatsapp|falsa|falso|sms|alguien|estafador|tipo|senor|desconocid[oa])`,
    `(?:link|liga|pagina|enlace|llamada|llamaron|hablaron|mensaje|sms)(?: [^ |]+){0,14} (?:di|dicte|puse|meti|ingrese|comparti|pase|capture)(?: [^ |]+){0,4} ${SECRET}`,
    '(?:me|nos) (?:acaban de )?(?:vaciaron|vaciar|estafaron|estafar|timaron|defraudaron|defraudar|transaron|clonaron|clonar|chingaron|saquearon|enganaron|sacaron todo)',
    'cai (?:en|con) (?:una|la|un|el|esa|ese) ~ (?:estafa|fraude|trampa|engano)',
    '(?:fui|soy|he sido) victima',
    'me (?:hicieron|hizo) (?:un )?fraude',
    '(?:clonaron|clonada|hackearon|duplicaron) (?:mi|la) (?:tarjeta|cuenta)',
    'tarjeta (?:esta |fue |ha sido |la tengo )?clonada',
    `i (?:just |already |have )*(?:typed|entered|put|filled in)(?: [^ |]+){0,8} ${SECRET}(?: [^ |]+){0,12} (?:scam|fraud|link|site|page|website|fake|phishing)`,
    '(?:alguien|otra persona|otro) (?:tiene|consiguio|copio|robo|saco)(?: [^ |]+){0,3} (?:datos|numero|numeros|digitos|foto) de mi (?:tarjeta|cuenta)',
    '(?:someone|somebody) (?:else )?(?:has|have|got|copied|stole|managed)(?: [^ |]+){0,6} (?:my|the) (?:card|account)(?: [^ |]+)? (?:numbers?|details|data|information|info)',
    '(?:report|about|on) (?:an? |the |some |of )*(?:fraud|fraudulent|unauthori[sz]ed|suspicious|fishy) (?:activity|activities|use|charges?|transactions?|on my)',
    'fraud(?:ulent)? (?:activity )?on my',
    '(?:something|there is something) (?:fishy|suspicious|strange|weird) (?:on|with|in) my (?:card|account)',
    'instale ~ (?:anydesk|teamviewer|acceso remoto|control remoto|programa que me pidieron)',
    '(?:estan|esta) (?:sacando|moviendo|vaciando|retirando|transfiriendo|gastando|usando) ~ (?:dinero|lana|cuenta|saldo|tarjeta|ahorros)',
    'se (?:esta|estan) (?:vaciando|yendo) ~ (?:cuenta|dinero|lana|saldo)',
    `i (?:just |already |have |stupidly |accidentally |have just )*(?:gave|given|told|read|shared|sent|handed|texted|provided|confirmed)(?: [^ |]+){0,8} ${SECRET}(?: [^ |]+){0,12} (?:caller|scammers?|scam|fraud|link|site|page|website|phone|call|guy|man|woman|lady|stranger|him|her|them|fake|text|pretending|claiming|bank|someone|somebody|yesterday|today|ago|now)`,
    `i (?:just |already |have )*(?:gave|read|told|sent|texted) (?:him|her|them|someone|somebody|this guy|a man|a woman|the caller|a caller)(?: [^ |]+){0,6} ${SECRET}`,
    `(?:link|site|page|website|caller|called|rang|phoned|text|email|message)(?: [^ |]+){0,16} (?:i|and) (?:just |then |already |i |have )*(?:gave|entered|typed|put|filled|read|told|shared|logged|handed)`,
    '(?:been|got|was|were|am|getting|being) (?:just )?(?:scammed|phished|tricked|conned|defrauded|duped|hacked|cloned|swindled)',
    'scammed me',
    '(?:cuenta segura|safe account|secure account)(?: [^ |]+){0,8} (?:ya|pase|transferi|mande|moved|sent|transferred|already|half)',
    '(?:me )?(?:faltan|falta|desaparecieron|desaparecio) (?:[^ |]+ ){0,2}(?:mil|pesos|dinero|lana|\\d+)(?! para)',
    '(?:money|cash|pesos|thousand|funds) (?:is |are |has |have )?(?:missing|disappeared|vanished|gone) from my',
    '(?:missing|disappeared) (?:[^ |]+ ){0,3}from my (?:account|savings)',
    '(?:emptied|drained|cleaned out|cleared out|wiped out|emptying|draining) (?:my|the|our)',
    '(?:my|the) (?:card|account) (?:was|has been|got|is being) (?:cloned|hacked|compromised|drained|emptied)',
    '(?:i am|i was|i have been|became|fell) (?:a |the )?(?:victim|for a scam|for the scam)',
    '(?:money|cash|savings) is (?:moving|leaving|being|disappearing|going out|vanishing)',
    'installed ~ (?:anydesk|teamviewer|remote)',
    `(?:me|nos) (?:estan|esta) pidiendo(?: [^ |]+){0,6} ${SECRET}(?: [^ |]+){0,8} (?:ahorita|ahora|momento|linea|llamada)`,
    `(?:ahorita|en este momento|right now|on the (?:phone|line))(?: [^ |]+){0,14} (?:pid[a-z]+|asking|asks|wants|quieren|wanting)(?: [^ |]+){0,6} ${SECRET}`,
    `(?:asking|asks|wants|pid[a-z]+|quieren)(?: [^ |]+){0,8} ${SECRET}(?: [^ |]+){0,10} (?:right now|on the (?:phone|line)|en la linea|en este momento|ahorita mismo|as we speak)`,
    'fraudulent (?:charges?|transactions?|transfers?|withdrawals?)',
    'me (?:robaron|bajaron|volaron|chisparon|desaparecieron) (?:[^ |]+ ){0,4}(?:dinero|lana|pesos|mil|ahorros|feria|de mi cuenta|de la cuenta)',
    '(?:stole|stolen|taken|took) (?:[^ |]+ ){0,5}(?:money|cash|savings|pesos|thousand|funds)(?: [^ |]+){0,4} (?:from|out of) my (?:account|savings|card)',
  ),
];

const TAKEOVER = [
  anyOf(
    '(?:me|nos) (?:hackearon|jaquearon|hackiaron|hacked)',
    'hacke(?:aron|ada|ado)',
    '(?:cambiaron|cambio|modificaron) (?:mi|la|el) (?:contrasena|correo|numero|celular|clave|telefono|usuario) ~ (?:sin|yo no|no fui)',
    '(?:me )?cambiaron (?:mi|la|el) (?:contrasena|correo|numero|celular|clave|telefono)',
    '(?:alguien|otra persona|un extrano|otro|desconocid[oa]) (?:mas )?(?:entro|esta entrando|inicio|accedio|se metio|anda|tiene acceso|esta dentro|uso|quiere entrar)',
    '(?:entraron|se metieron|accedieron) (?:a|en) mi (?:cuenta|app|banca|usuario|aplicacion|banco)',
    '(?:someone|somebody|a stranger|a hacker|hackers?|they) (?:has |have |just |is |else )*(?:changed|logged|logging|got|gotten|getting|broke|broken|hacked|accessed|inside|taken over|took over|controlling)(?: (?:in|into|to|on|onto|over|inside|control|of|access))* (?:my|our|the password|the email)',
    '(?:login|sign in|device|inicio de sesion|dispositivo|acceso)(?: [^ |]+){0,8} (?:not me|i did not|no reconozco|no fui yo|yo no|do not recogni[sz]e|not mine|no es mio)',
    '(?:transferencias?|envios?|movimientos?|retiros?|correos?|avisos?|pagos?|spei|transfers?|payments?|withdrawals?)(?: [^ |]+){0,10} (?:que )?(?:yo )?no (?:hice|hicimos|he hecho|autorice|pedi|fui yo|son mios|mande|ordene)',
    '(?:transfers?|payments?|withdrawals?|wires?|emails?)(?: [^ |]+){0,8} (?:i|we) (?:did not|never|have not|had not) (?:make|made|send|sent|authori[sz]ed?|request|requested|ask|asked|do|did|done|order|ordered|set up)',
    'my (?:account|login|user|profile) (?:has been|was|got|is) (?:hacked|hijacked|compromised|taken over|broken into)',
  ),
];

const SIGNAL_LOST = [
  anyOf(
    'sim swap[a-z]*',
    '(?:duplicaron|clonaron|portaron|sacaron otro|robaron) (?:mi|el|un) (?:chip|sim|linea|numero)',
    '(?:ported|cloned|hijacked|swapped) (?:out )?(?:my )?(?:number|sim|phone number)',
    'my (?:number|sim) (?:was|has been|got) (?:ported|cloned|hijacked|swapped)',
    '(?:sin|se fue la|perdio la|no tiene|perdi la|se me fue la|no hay) (?:senal|linea|servicio|cobertura)(?: [^ ]+){0,14} (?:correos?|codigos?|transfer[a-z]*|envios?|movimientos?|avisos?|dinero|sms|cuenta|retiros?|banco)',
    '(?:no|lost|without|zero) (?:signal|service|reception|coverage|network)(?: [^ ]+){0,14} (?:codes?|transfers?|emails?|money|account|payments?|alerts?|withdrawals?|bank|texts?)',
    '(?:signal|service) (?:died|dropped|vanished|disappeared|went dead)(?: [^ ]+){0,14} (?:codes?|transfers?|emails?|money|account|payments?|alerts?|withdrawals?|bank|texts?)',
  ),
];

const NOT_THE_CARD =
  '(?! (?:mi |my |el |la |the |su )?(?:nip|pin|clave|contrasena|password|token|trabajo|chamba|empleo|job|recibo|receipt|estado|statement|comprobante|factura|contrato|contract|tiempo|time|acceso|access|usuario|user|track|miedo|fe|trust|confianza|codigo|code|interes|interest))';
const LOSS = [
  anyOf(
    `(?:me|nos|le) (?:acaban de |acaba de |han |volvieron a )?(?:robaron|robar|robo|robado|asaltaron|asaltar|bolsearon|bolsear|arrebataron|arrebatar|quitaron|atracaron|sustrajeron|carterearon|chingaron|volaron|bajaron|talonearon)(?: [^ ]+){0,16} ${CARD}`,
    `se (?:me )?(?:llevaron|llevo|robaron)(?: [^ ]+){0,10} ${CARD}`,
    `${CARD}(?: [^ |]+){0,8} (?:se me perdio|me la robaron|me robaron|fue robada|esta extraviada|se me extravio|se perdio|desaparecio|no aparece|no la encuentro|ya no la encuentro|me la quitaron|se me cayo|se quedo en (?:el|un|la|una) (?:taxi|uber|camion|metro|bar|restaurante|antro|hotel|avion)|la perdi|la extravie)`,
    `(?:perdi|perdimos|extravie|se me perdio|se me perdieron|se me extravio|he perdido|acabo de perder)${NOT_THE_CARD}(?: [^ |]+){0,5} ${CARD}`,
    `no (?:encuentro|hallo|localizo|aparece|se donde (?:deje|quedo|esta|puse))(?: [^ |]+){0,4} ${CARD}(?! en (?:la|mi) (?:app|aplicacion|banca|pagina))`,
    `(?:deje|olvide|se me quedo|se me olvido)(?: [^ |]+){0,4} ${CARD} (?:[^ |]+ ){0,4}en (?:el|un|la|una) (?:taxi|uber|camion|metro|bar|restaurante|antro|hotel|avion|cine|tienda|autobus|didi)`,
    `(?:lost|lose|losing|misplaced|mislaid|dropped)${NOT_THE_CARD}(?: [^ |]+){0,5} ${CARD}`,
    `(?:stolen|stole|steal|lifted|snatched|swiped|nicked|pinched|grabbed|took|nabbed|ripped off)(?: [^ |]+){0,6} ${CARD}(?! (?:number|numbers|data|details))`,
    `${CARD}(?: [^ |]+){0,6} (?:is|was|has|been|got|has been|went|were|got) (?:just )?(?:stolen|missing|lost|lifted|snatched|nicked|swiped|gone|vanished|disappeared|taken|been stolen)`,
    `${CARD} (?:[^ |]+ ){0,2}(?:disappeared|vanished|fell out|went missing|nowhere to be found)`,
    `(?:am|i m|are) missing (?:my|our|the) (?:[^ |]+ ){0,2}${CARD}`,
    `can not (?:find|locate)(?: [^ |]+){0,4} ${CARD}(?! (?:pin|number|statement|details|reader)| (?:in|on) (?:the|my|your) (?:app|website|portal|list|menu))`,
    `left(?: [^ |]+){0,3} ${CARD} (?:[^ |]+ ){0,3}(?:in|on|at) (?:a|an|the|that) (?:taxi|cab|uber|bar|restaurant|train|bus|plane|hotel|subway|club|pub|cafe|shop|store|airport|metro)`,
    `(?:pickpocket(?:ed|s)?|mugged|robbed|burgled|broken into|broke into|held up)(?: [^ ]+){0,16} ${CARD}`,
    `${CARD}(?: [^ ]+){0,16} (?:pickpocketed|mugged|robbed|burgled)`,
    `(?:se me (?:fue|cayo|volo|resbalo|salio)|ya no (?:traigo|tengo|veo)|creo (?:que )?(?:la |se )?(?:deje|quedo|cayo))(?: [^ |]+){0,6} ${CARD}(?! de)`,
    `${CARD}(?: [^ |]+){0,6} (?:la deje|se quedo|la olvide|se me quedo|no la veo|no lo veo|ya no la veo|la deje olvidada) (?:en (?:el|la|los|un|una|casa)|desde)`,
    `${CARD}(?: [^ |]+){0,8} (?:someone|somebody|they|he|she|a guy|a man) (?:took|grabbed|stole|swiped|ran off)`,
    `${CARD} (?:[^ |]+ ){0,2}(?:desaparecio|se esfumo|no la veo|no lo veo)`,
    '(?:fui|fuimos) asaltad[oa]s?',
    '(?:i|we) (?:was|were|got|just got|have been|was just) (?:mugged|robbed|pickpocketed)',
    '(?:me|nos) (?:acaban de |han )?(?:asaltaron|asaltar|robaron|robar|quitaron|arrebataron)(?: [^ |]+){0,4} (?:celular|cel|telefono|iphone|movil|smartphone)',
    '(?:perdi|se me perdio|extravie|no encuentro)(?: [^ |]+){0,2} (?:celular|cel|telefono|iphone|movil|smartphone)',
    '(?:lost|stole|stolen|snatched|grabbed|took)(?: [^ |]+){0,3} (?:phone|mobile|iphone|cellphone|smartphone)(?! (?:number|signal))',
    '(?:phone|mobile|iphone|cellphone|smartphone) (?:was|has been|got|is|was just) (?:stolen|snatched|lost|missing|gone|taken)',
    'can not find my (?:phone|mobile|iphone|cellphone|smartphone)',
    'left my (?:phone|mobile|iphone|smartphone) (?:[^ |]+ ){0,3}(?:in|on|at) (?:a|an|the|that|my)',
  ),
];
const GONE = [
  anyOf(
    'me la robaron',
    'me la quitaron',
    'la perdi',
    'se me perdio',
    'la extravie',
    'ya no la (?:encuentro|tengo|traigo)',
    'no la encuentro',
    'se la llevaron',
    'me robaron',
    'me asaltaron',
    'it is (?:gone|missing|stolen|lost)',
    'it (?:was|has been|got) (?:stolen|taken|lost|snatched)',
    'i (?:lost|can not find) it',
    '(?:someone|somebody|they) (?:stole|took|grabbed) it',
    'i was (?:robbed|mugged)',
    'i got (?:robbed|mugged)',
    '(?:was|got) broken into',
  ),
];
const ABOUT_CARD = [anyOf(CARD)];
const STILL_HELD = [
  anyOf(
    '(?:la|lo) (?:tengo|traigo) (?:aqui|conmigo|en la mano|guardada|a la mano)',
    'i (?:still )?have (?:it|the card) (?:here|with me|on me|in my hand)',
    'aqui la (?:tengo|traigo)',
  ),
];

const PRESSURE = [
  anyOf(
    `(?:mi|mis|el|un|una|my) ${RELATION}(?: [^ |]+){0,10} (?:me (?:quita|quitan|obliga|obligan|hace|hacen|saca|controla|amenaza|golpea|pega|forza|roba|maneja|lleva|exige|presiona)|se queda|se quedan|no me deja|usa mi|tiene mi|agarra mi|cobra mi)(?: [^ |]+){0,12} (?:dinero|pension|tarjeta|cuenta|firmar|lana|ahorros|quincena|nip|darle|darles|sueldo|efectivo)`,
    `my ${RELATION}(?: [^ |]+){0,10} (?:takes?|taking|makes? me|making me|forces? me|forcing me|controls?|keeps?|keeping|will not let me|does not let me|pressures?|bullies|hits|threatens|steals?|uses?|withdraws?|helps? (?:him|her)self|demands?)(?: [^ |]+){0,12} (?:money|pension|card|account|savings|pin|cash|sign|cheque|benefits)`,
    `(?:my|mi|un|una) [a-z]+ is being (?:pressured|forced|bullied|controlled|threatened|robbed|exploited|manipulated)(?: [^ |]+){0,12} (?:money|savings|account|pension|card|sign|house)`,
    `(?:a|obligan a|presionan a|amenazan a|se aprovechan de) mi (?:abuel[oa]|mama|papa|ti[oa]|suegr[oa])(?: [^ |]+){0,10} (?:le quitan|le sacan|obligan|presionan|lo obligan|la obligan|le roban|firmar|pension|dinero)`,
    '(?:me da miedo|tengo miedo|i am (?:scared|afraid|frightened|terrified))(?: [^ |]+){0,10} (?:decirle que no|negarme|say no|refuse|him|her|mi (?:hijo|sobrino|esposo|marido|pareja|nieto|hija)|my (?:son|nephew|husband|partner|daughter|grandson))',
  ),
];

/** An ATM that keeps a card is a matter of the knowledge base. */
const SWALLOWED = [
  anyOf(
    '(?:atm|machine|cajero|cash machine)(?: (?!and|someone|somebody|y|alguien)[^ |]+){0,3} (?:stole|took|taken|ate|kept|swallowed|retained|trago|retuvo|quedo|comio|quito|robo)',
    '(?:taken|swallowed|eaten|kept|retained|stolen) by (?:the|an|your|a) (?:atm|machine|cash machine)',
  ),
];

export const DANGERS = {
  self_harm: (text: string): boolean => testAny(text, SELF_HARM) && !testAny(text, INSURED),
  extortion: (text: string): boolean => isStated(text, EXTORTION),
  fraud: (text: string): boolean => isStated(text, FRAUD),
  takeover: (text: string): boolean => isStated(text, TAKEOVER),
  sim_swap: (text: string): boolean => isStated(text, SIGNAL_LOST),
  lost_card: (text: string, before: string): boolean =>
    !testAny(text, [...STILL_HELD, ...SWALLOWED]) &&
    (isStated(text, LOSS) || (testAny(before, ABOUT_CARD) && isStated(text, GONE))),
  abuse: (text: string): boolean => isStated(text, PRESSURE),
};
