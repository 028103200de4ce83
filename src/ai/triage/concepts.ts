import { remembering } from '../../lib/remembering.ts';

/**
 * What words of both languages are about, by their folded beginnings (`*`) or as a whole, so that a message says the same
 * in words nobody thought of as in the usual ones.
 */
const LEXICON = {
  card: 'tarjeta* plastico* card cards debito credito visa mastercard debit credit trj tdc tdd',
  bag: 'bolsa bolsas bolso* cartera* billetera* monedero* mochila* maleta* wallet* purse* handbag* bag bags backpack* rucksack* luggage suitcase* pocket*',
  phone: 'celular* cel telefono* movil* iphone* smartphone* phone* mobile* cellphone* android',
  line: 'senal sim chip linea cobertura signal reception carrier telcel movistar roaming sms numero number sos',
  steal:
    'rob* asalt* atrac* arrebat* bolse* hurt* quitaron quitar tumbaron volaron baje jalaron llevaron llevo stole* steal* theft thief thieves robb* mugg* snatch* pickpocket* nick* swip* grab* lift* burgl* nabb* pinch* took taken jumped',
  lose: 'perd* extravi* lost lose losing misplac* mislaid missing drop* cayo caer salio olvid* deje left tire fell',
  find: 'encuentr* encontr* hallo halle aparec* localiz* find found locate* seen',
  give: 'di dicte dictamos dimos dio dieron pase paso mande mandamos comparti confirme proporcione entregue entrego lei gave give given told read shared handed sent texted provided dictated',
  secret:
    'codigo* nip pin token* clave* contrasena* password* passcode* code codes otp cvv cvc digito* digit* datos details credencial* credential* login usuario info information',
  type: 'puse meti ingrese escribi capture llene teclee registre typed entered put filled punched submitted',
  call: 'llamada* llamaron llamo llaman llamando marcaron marco marcan hablaron hablo hablan hablando ablaron colgar cuelgo call called calling caller* rang ring phoned hang',
  staff:
    'ejecutiv* asesor* agente* seguridad empleado* representante* ingeniero senorita security employee* agent* rep officer department support',
  link: 'link* liga enlace* pagina* sitio* site* website* page* qr correo* email* whatsapp anydesk teamviewer escane* scanned click* clic pique abri opened app',
  scam: 'estaf* fraud* defraud* timo* timaron transaron engan* phishing scam* con conned trick* swindl* dup* trampa* had victima victim skimm*',
  fake: 'fals* supuest* disque fingi* fake* pretend* claim* suppos* bogus pirata dodgy impost*',
  clone: 'clon* clona* duplic* skim* copi* copied cloning',
  hack: 'hack* hake* jake* jaque* hijack* compromised compromet* intrus* intrud* breach*',
  enter:
    'entro entra entran entrar entraron metio mete meten metieron accedi* acceso* sesion logged logging login access* inside session* inici*',
  change:
    'cambi* modific* actualiz* registr* change* changed reset* updated linked ligad* alta added agreg* activ* ported port* deactivat*',
  device: 'dispositivo* aparato* equipo device* compu* laptop',
  stranger:
    'alguien desconocid* extrano* otro otra otros tipo tipos senor fulano someone somebody stranger* else guy man person another they unknown',
  charge:
    'cargo* cobr* compra compras consumo* movimiento* retiro* suscripcion* transaccion* charge* charged payment* purchase* transaction* withdraw* subscription* billed debits',
  buy: 'compre compro comprado comprando gasto gaste usando usaron use usan bought buy buying spent spend* order* ordered used using shopping',
  transfer: 'transfer* spei deposit* envi* wire* pago pague paid pay sent send mandar giro remesa',
  money:
    'dinero lana feria pesos saldo ahorro* quincena nomina sueldo cuenta money cash savings funds dollars dolares balance paycheck salary account mil bucks',
  gone: 'vaci* desaparec* ceros limpiaron falta faltan esfum* drain* empt* vanish* disappear* gone zero wiped cleaned cleared moving leaving',
  not: 'no not never nunca jamas ni nadie nobody neither without sin ninguno tampoco',
  mine: 'mio mia mios mias mine',
  own: 'yo i me mi mis my nos nosotros we our us',
  recognise:
    'reconoz* reconosc* identific* ubic* suena conozco desconoz* idea recogn* recon* know identify unrecogn* unfamiliar',
  allow:
    'autoric* autoriz* hice hizo hicimos ise pedi contrate solicit* permiso authori* made make asked approv* requested signed subscribed consent permission',
  threat:
    'amenaz* amenas* extor* sextor* chantaj* threat* blackmail* ransom rescate cartel piso hurt kill matan matar gun pistola encanon* knife* exig* demand*',
  force: 'oblig* fuerza forc* coerc* presion* pressur* secuestr* kidnap* hostage held retenid* levantaron',
  photos: 'foto* video* pack nudes pictures photo* pics intim* images',
  die: 'morir* muero muera suicid* suisid* matarme mato mate colgarme ahorc* aventarme pastillas puente kill* die dead hang hanging overdose pills bridge myself',
  life: 'vida vivir vivo viva existir despertar aguanto life live living alive exist wake breathing anymore',
  death:
    'fallec* fayec* murio muerto muerta difunt* defunc* viud* qepd velamos sepult* enterr* died death deceased passed widow* late buried funeral estate',
  kin: 'papa padre papas mama madre mami espos* marido hij* herman* abuel* tio tia suegr* sobrin* primo prima pareja dad father mom mum mother wife husband son daughter brother sister grand* uncle aunt partner nephew niece kid kids',
  court:
    'juez juzgado judicial embarg* citatorio oficio orden fiscalia actuario amparo judge court subpoena garnish* summons bailiff prosecutor order sat',
  sue: 'demand* denunci* legal* abogad* licenciad* apoderad* sue suing lawsuit lawyer* attorney* solicitor* legally litigat*',
  complain: 'quej* reclam* inconform* condusef profeco complain* regulator ombudsman grievance',
  anger:
    'hart* molest* enojad* furios* colmo burla indign* angry furious fed sick tired unacceptable ridiculous joke disgust* frustrat* disappoint*',
  bad: 'pesim* horrible* rater* ladron* basura asco inept* incompet* porqueria worst terrible awful thieves garbage useless rubbish pathetic rude mal malo mala',
  person:
    'persona* human* asesor* ejecutiv* agente* operador* supervisor* gerente representante* person people agent* representative* rep operator manager live real',
  talk: 'hablar platicar comunic* pasame paseme conect* atiend* contact* talk speak connect transfer chat callback',
  bot: 'bot bots robot* maquina* chatbot* machine*',
  now: 'ahorita ahora momento urge urgente ya rapido now right urgent asap immediately quick help ayuda auxilio socorro',
  recent:
    'ayer anoche hoy acaban acaba acabo rato madrugada yesterday today tonight last just ago minutes hour minutos horas',
  longAgo: 'ano anos years year hace once antes vez month pasado',
  solved:
    'resolvi* soluciono devolvieron repusieron recuper* aparecio gracias encontre resolved solved refunded replaced closed found thanks already sorted fixed',
  if: 'si cuando caso suponiendo if when case whenever suppose ever',
  would: 'pasa pasaria sucede ocurre happens would should could procede deberia',
  how: 'como how donde where cual which que what cuales quien who',
  much: 'cuanto cuanta cuantos cuantas tarda much many long days dias cuesta cost* plazo',
  curious:
    'noticias lei tele tarea curios* saber news homework heard wondering informa* consejo* tips common comun curso course article articulo',
  cover: 'segur* cubre cobertura insur* cover* protec* protect* prevent* evit* avoid* prevenir safe* seguridad',
  fee: 'comision* anualidad* iva cuota* fee fees annual mensualidad* interes* rate tasa vat',
  forgot: 'olvide olvido forgot* forgotten equivoc* wrong mistake mal error',
  block: 'bloque* bloqe* cancel* congel* block* freez* frozen deactivate stop paren detengan report*',
  loan: 'prestamo* loan* deuda* debo owe* debt* hipotec* mortgage* montadeudas',
  identity: 'identidad identity ine nombre name curp passport',
  place: 'ciudad estado pais extranjero tijuana monterrey texas city country abroad never foreign',
  atm: 'cajero* atm atms machine ventanilla terminal',
} as const;

type Concept = keyof typeof LEXICON;
export const CONCEPTS = Object.keys(LEXICON) as Concept[];

/** A beginning this long is recognised with one letter wrong, missing or too many. */
const SHORTEST_MISSPELT = 6;
const WORDS_REMEMBERED = 10_000;

/** Words and beginnings by their sound, and by what is left of it without one letter. */
interface Index {
  known: Map<string, number[]>;
  worn: Map<string, number[]>;
}

const whole: Index = { known: new Map(), worn: new Map() };
const beginnings: Index = { known: new Map(), worn: new Map() };
let longestBeginning = 0;

CONCEPTS.forEach((concept, index) => {
  for (const entry of LEXICON[concept].split(' ')) {
    const sound = soundOf(entry.replace('*', ''));
    const { known, worn } = entry.endsWith('*') ? beginnings : whole;
    addTo(known, sound, index);
    if (sound.length < SHORTEST_MISSPELT) continue;
    if (entry.endsWith('*')) longestBeginning = Math.max(longestBeginning, sound.length);
    for (const rest of withoutOneLetter(sound)) addTo(worn, rest, index);
  }
});

/** The indices in `CONCEPTS` of what a folded word is about. */
export const conceptsOf: (word: string) => readonly number[] = remembering((word) => {
  const sound = soundOf(word);
  const found = [...(whole.known.get(sound) ?? [])];
  for (let length = 2; length <= sound.length; length += 1)
    found.push(...(beginnings.known.get(sound.slice(0, length)) ?? []));
  if (found.length === 0) found.push(...misspelt(sound));
  return [...new Set(found)];
}, WORDS_REMEMBERED);

function misspelt(sound: string): readonly number[] {
  const found = sound.length < SHORTEST_MISSPELT ? undefined : findWorn(whole, sound);
  if (found) return found;
  for (let length = Math.min(sound.length, longestBeginning); length >= SHORTEST_MISSPELT; length -= 1) {
    const known = findWorn(beginnings, sound.slice(0, length));
    if (known) return known;
  }
  return [];
}

function findWorn({ worn }: Index, sound: string): readonly number[] | undefined {
  for (const rest of withoutOneLetter(sound)) {
    const known = worn.get(rest);
    if (known) return known;
  }
  return undefined;
}

/** Spanish letters that sound alike are written for one another; a letter is doubled by accident or by rule. */
function soundOf(word: string): string {
  return word
    .replace(/ll/g, 'y')
    .replace(/v/g, 'b')
    .replace(/qu(?=[ei])/g, 'k')
    .replace(/c(?=[ei])|z/g, 's')
    .replace(/[cq]/g, 'k')
    .replace(/(?<!k)h/g, '')
    .replace(/(.)\1+/g, '$1');
}

/** All but the first letter may be the one: people get that right. */
function withoutOneLetter(word: string): string[] {
  return Array.from({ length: word.length - 1 }, (_, at) => word.slice(0, at + 1) + word.slice(at + 2));
}

function addTo(index: Map<string, number[]>, key: string, concept: number): void {
  const known = index.get(key);
  if (!known) index.set(key, [concept]);
  else if (!known.includes(concept)) known.push(concept);
}
