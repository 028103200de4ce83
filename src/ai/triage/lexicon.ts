/**
 * What words of both languages are about, by their folded beginnings (`*`) or as a whole, so that a message says the same
 * in words nobody thought of as in the usual ones. A word may be about several things.
 */
export const LEXICON = {
  card: 'tarjeta* plastico* card cards debito visa mastercard debit trj tdc tdd tarj trjt* targeta* crad crd tarjt*',
  credit: 'credito* credit linea line tdc',
  bag: 'bolsa bolsas bolso* cartera* billetera* monedero* mochila* morral* maleta* maletin* equipaje wallet* purse* handbag* bag bags backpack* rucksack* luggage suitcase* pocket* pocketbook clutch satchel tote portfolio cajuela locker casillero belongings pertenencias',
  phone:
    'celular* cel telefono* movil* iphone* smartphone* phone* mobile* cellphone* cell android samsung handset huawei xiaomi',
  line: 'senal sim chip chips linea cobertura signal reception carrier carriers telcel movistar att verizon vodafone tmobile operadora compania roaming esim porta* porting service servicio red network sos',
  number: 'numero* numerit* number* digito* digit* folio',
  message:
    'sms mensaje* msj msg whatsapp whats wasap correo* email* mail mails text texts texted aviso* notific* alert* notice*',
  steal:
    'rob* asalt* atrac* arrebat* bolse* hurt* tumbaron volaron baje jalaron stole* steal* theft thief thieves robb* mugg* mug snatch* pickpocket* nick nicked swip* burgl* nabb* pinch pinched jacked jack looted sustraj* despoj* carterist* cristal* encapuch* rovar* rrob* stoln lifted yoink* pilfer* swindl*',
  take: 'quitaron quitar quito llevaron llevo lleva agarr* tomo took taken take takes grab* jumped saca* saco sacaron bajaron baja clav* apoder* bajo sacado sac',
  lose: 'perd* extravi* lost lose losing loss lsot misplac* mislaid missing drop* cayo caer caido olvid* deje tire tiro left fell pierdo traspapel* fallen forgot* leave leaving',
  find: 'encuentr* encontr* hallo halle aparec* localiz* find found locate* seen doy ubico turned show* veo vi recoge*',
  search: 'busc* busque voltee revis* look* search* checked check turned',
  give: 'di dicte dictamos dictando* dimos dio dieron pase paso mande mandamos comparti confirme proporcione entregue entrego lei leyendo gave give given giving told tell read reading shared share handed sent texted provided dictated solt* conte conteste contesto answered preste confirm revel* ensene mostre showed',
  secret:
    'codigo* nip pin token* clave* contrasena* password* pasword* passcode* code codes otp cvv cvc digito* digit* datos details credencial* credential* info information numeritos tokens joxtoken',
  user: 'usuario* user username login profile perfil cuenta account acount acc',
  type: 'puse meti ingrese escribi capture llene llenado teclee tecle* registre typed type entered put filled fill punched punching submitted formulario form key keyed',
  call: 'llamada* llamaron llamo llaman llamando llame marcaron marco marcan marque hablaron hablo hablan hablando hablandole ablaron ablo colgar cuelgo cuelgue cuelga call called calling caller* calls rang ring ringing phoned phoning hang hangs hung videollamada linea otra grabacion',
  staff:
    'ejecutiv* asesor* agente* seguridad empleado* representante* ingeniero senorita licenciado security employee* rep officer department support soporte tecnico cajer* teller clerk ventanilla prevencion prevention tech banker',
  link: 'link* liga ligas enlace* pagina* sitio* site* website* page* qr anydesk teamviewer escane* scanned scan click* clic klik pique abri opened callo',
  remote:
    'anydesk teamviewer remot* instal* install* downloaded descargue baje bajar pantalla screen mouse control acceso access programa conecta* computadora compu computer tablet',
  scam: 'estaf* fraud* defraud* timo* timaron transaron transa engan* phish* scam* scem* scamm* con conned trick* swindl* dup* dupli trampa* had chamaque* chamake* cheat* skimm* cuento fleec* finessed hoax embauc* ingenu* naive fool* stupid* tont* idiot* pendej* wey regue regado messed screwed cai fell caigo',
  crook:
    'estafador* ratero* ladron* ladrones delincuente* maleante* hacker* jaker* thief thieves scammer* fraudster* crook* criminal* robber* burglar* mugger* conman conmen imposter* impost* malandro* narco* cartel sicario* gang* mafia* plaza',
  fake: 'fals* supuest* disque fingi* fake* faked pretend* claim* suppos* bogus pirata dodgy impost* spoof* mentira* lie lies lied liar clonad* editad* edited identic* igualit* pasar pasaba hoax unreal inexist*',
  unreal:
    'existe existia existio exist exists doesn nunca never llego vanish* desaparec* esfum* borro deleted disappear* ghost* contesta responde blocked bloqueo bloquearon gone closed cerro',
  seller:
    'vendedor* seller* marketplace facebook insta instagram mercadolibre tienda* shop* store* internet online comprador buyer anuncio ad publicacion telegram tinder grupo revendedor listing ebay craigslist olx',
  bait: 'premio* prize* herencia inheritance inver* invest* crypto cripto* bitcoin rendimiento* gana* ganar* trabajo job jobs empleo resenas likes tareas task* boletos tickets departamento depto apartment flat house renta rent viaje trip carro coche car truck camioneta moto motorbike puppy cachorro perrito consola console ropa tenis sneakers enganche anticipo deposit apart* adelanto advance fee gift cards itunes multa fine paquete* parcel* package delivery entrega sat apoyo* beca* bienestar grant lottery sorteo',
  love: 'novi* amor enamor* tinder boyfriend girlfriend love met conoci online soldado soldier cita* dating',
  clone: 'clon* clona* duplic* skim* copi* copied cloning copia',
  hack: 'hack* hake* haki* jake* jaque* hijack* compromised compromet* intrus* intrud* breach* usurp* suplant* impersonat* hacki*',
  enter:
    'entro entra entran entrar entraron entrando metio mete meten metieron meterse accedi* acceso* access accessed inside session sesion* logged logging logins login sign signin inici* broke get gets got getting into dentro',
  change:
    'cambi* modific* actualiz* registr* change* changed changing reset* updated update linked ligad* vincul* alta added add agreg* activ* deactivat* replaced repus* repuso reissue* swapped swap new nuevo nueva',
  device: 'dispositivo* aparato* equipo* device* compu* laptop tablet desktop pc celular phone',
  stranger:
    'alguien desconocid* extrano* otro otra otros otras tipo tipos senor senora fulano quien someone somebody stranger* else guy guys man men woman lady fella bloke dude person another they them him her who unknown sujeto* chavo* muchach* joven* persona gente people ellos unos',
  charge:
    'cargo* cobr* compra compras consumo* consumos movimiento* retiro* suscripcion* transaccion* transferencia charge* charged payment* purchase* purchs* purchse transaction* trasaction* withdraw* withdrawl* subscription* billed bill bills debits debited deducted operacion* pago pagos domicili* debitaron cargaron descont* descuent*',
  merchant:
    'casino* apuestas betting hotel* uber didi cab netflix spotify steam amazon shein gym gimnasio gasolinera* farmacia pharmacy restaurante* restaurant bar vuelo* flight* avion plane juego* game* walmart liverpool rappi ferreteria jewel* joyeria cruise crucero escuela school tokyo rides gas fuel tienda store comida food bar sneaker disney airbnb onlyfans recarga topup',
  buy: 'compre compro compras comprado comprando compramos compraron gasto gaste gastado gastando gastaron usando usaron use usan usado bought buy buying spent spend* spending order* ordered used using uses shopping shopped pidio',
  transfer:
    'transfer* spei deposit* deposi* envi* enviado wire* wired pago pague pagado pagamos paid pay pays sent send sending mandar mande mando mandado giro remesa transferi* upi neft imps',
  money:
    'dinero lana feria varo pesos peso saldo ahorro* quincena nomina sueldo pension aguinaldo cuenta money cash savings fund funds dollars dolares balance paycheck salary wage* account mil bucks pounds quid grand rupees rs k centavo penny fondos',
  gone: 'vaci* desaparec* ceros cero limpiaron falta faltan faltante esfum* drain* empt* vanish* disappear* gone zero wiped cleaned cleared moving leaving nothing nada short missing sin yendo vanish',
  not: 'no not never nunca jamas ni nadie nobody none neither nor without sin ninguno ninguna tampoco didn wasn isn don',
  mine: 'mio mia mios mias mine ours nuestro nuestra nuestros',
  own: 'yo i me mi mis my nos nosotros we our us',
  recognise:
    'reconoz* reconosc* reconosid* reconocid* identific* ubic* suena conozco conoce desconoz* desconocer* desconosid* idea recogn* reconiz* recon* know known identify unrecogn* unfamiliar clue recall remember recuerdo acuerdo bell unknown unkown unknow* mystery account explain* expliq* cuadra tally',
  odd: 'raro rara raros rarisimo sospechos* suspicious weird odd strange extran* funny fishy fantasma* phantom ghost misterios* myster* anormal unusual',
  allow:
    'autoric* autoriz* hice hizo hicimos ise pedi pedido contrate solicit* permiso authori* unauthori* made make asked approv* requested signed subscribed consent permission inscri* joined knowledge did do done allowed aprob* firme',
  asleep:
    'dormid* dormia asleep bed sleeping durmiendo casa home work trabajando trabajo office madrugada amaneci woke morning despert*',
  away: 'ciudad estado pais extranjero tijuana monterrey guadalajara cancun texas chicago miami city country abroad foreign state overseas culiacan acapulco sonora leon viajado traveled travelled travel viajo ido idos been visited',
  threat:
    'amenaz* amenas* extor* extorc* sextor* chantaj* threat* blackmail* ransom rescate piso cuota mordida bribe golpe* beat* lastim* hurt harm matan matar maten mataran kill gun pistola encanon* knife* navaja arma exig* demand* publicar publish post leak difundir quemar burn cuelga',
  force:
    'oblig* fuerza forc* coerc* presion* pressur* secuestr* kidnap* hostage held hold retenid* levantaron levantan levanton haciendome making made obligando forced tienen trapped encerrad*',
  fear: 'miedo scared afraid temo tembl* asust* nervios* worried worry preocup* terrified panic angusti* frightened',
  photos:
    'foto* video* videos pack nudes nude pictures photo* pics pic intim* images desnud* naked recorded grab* contactos contacts',
  die: 'morir* morirme muero muera suicid* suisid* sucid* matarme mato mate matarse colgarme ahorc* aventarme pastillas puente kill* die dead dying hang hanging overdose pills tablets bridge myself venas medicinas despedida tirarme tren train jump jumping aventar razor',
  end: 'acabar acaba acabo acabe terminar termino terminado finish end ends ending over done adios goodbye bye despedi despedir* farewell ultima ultimo last',
  life: 'vida vivir vivo viva viviendo existir existiera existo despertar aguanto aguantar life live living alive exist existing wake breathing anymore respirar seguir sigo mundo world sentido meaning point reason burden carga estorbo',
  despair:
    'deseper* desesper* sola solo alone lonely nadie deprim* depress* triste sad hopeless salida out pinche cansad* tired harto puedo take bear cope soport* cry* lloro llorando vacio worthless fracas* failure inutil',
  death:
    'fallec* fayec* fallesi* murio murieron muerto muerta difunt* defunc* viud* qepd velamos sepult* enterr* finad* died death deceased passed widow* late buried funeral estate expired demise huerfan* orphan* luto mourning intestad* probate executor albacea descans* rip rest',
  kin: 'papa padre papas mama madre mami papi espos* marido hij* herman* abuel* tio tia suegr* sobrin* primo prima pareja niet* dad daddy father mom mum mommy mother wife husband spouse son daughter brother sister grand* gran granny nan nana uncle aunt partner nephew niece kid kids viejo viejit* mamita',
  friend:
    'amig* vecin* conocid* companer* compadre comadre cunad* friend* neighbo* coworker* colleague* roommate roomie acquaint* flatmate cuate',
  court:
    'juez juzgado* judicial embarg* citatorio oficio orden fiscalia actuario amparo tribunal* sentencia audiencia judge court* subpoena garnish* summons bailiff* prosecutor order warrant injunction ruling hacienda uif requerimiento mandamiento ministerio',
  sue: 'demand* denunci* legal* abogad* licenciad* apoderad* sue sued suing lawsuit lawyer* attorney* solicitor* legally litigat* advocate counsel',
  complain: 'quej* reclam* inconform* condusef profeco complain* regulator ombudsman grievance acus* report* redes',
  anger:
    'hart* molest* enojad* furios* colmo burla indign* angry furious fed sick unacceptable inaceptable ridicul* joke disgust* frustrat* disappoint* decepcion* livid shame* verguenza sinverguenza* gorro mockery abus* indignante grosero* grosera rude arrogan*',
  bad: 'pesim* horrible* rater* basura asco inept* incompet* porqueria worst terrible awful garbage useless rubbish pathetic mal malo mala deficiente shoddy dreadful inutil* shambles appalling lousy',
  unsolved:
    'resuelv* resolv* soluci* arregl* fix fixes fixed solve* solved sorted atiend* contest* answer* respond* reply replies regres* largas vueltas excus* runaround escalat* veces vez times third fourth fifth tercera cuarta quinta',
  person:
    'persona* human* asesor* ejecutiv* agente* operador* operadora supervisor* gerente representante* encargad* person people agent* representative* rep operator manager live real supervisor adviser advisor executive member colleague* somebody someone alguien',
  talk: 'hablar platicar comunic* pasame paseme pasenme ponme conect* atiend* contact* enlaz* talk speak connect transfer chat callback call phone llame marque explain explique explicar',
  bot: 'bot bots robot* maquina chatbot* machine* ia ai grabacion',
  now: 'ahorita ahora momento urge urgente urgent* ya rapido now right asap immediately quick help ayuda aiuda auxilio socorro please porfavor rapidisimo hlp',
  recent:
    'ayer anoche hoy acaban acaba acabo rato hace recien madrugada yesterday today tonight last just ago minutes hour minutos horas morning',
  longAgo: 'ano anos years year hace once antes mes pasado month tiempo ayeres marzo enero 2022 2023 2024',
  solved:
    'resolvi* soluciono devolvieron repusieron recuper* aparecio gracias encontre resolved solved refunded replaced closed found thanks thank already sorted fixed ya devuelto reintegr* alarm* alarma tranquil* good bien arreglado',
  if: 'si cuando caso suponiendo if when case whenever suppose ever algun someday dia acaso event',
  would: 'pasa pasaria sucede ocurre happens would should could procede deberia happen podria',
  how: 'como how donde where cual cuales which que what why porque',
  can: 'puedo puede pueden podemos se can could may puedes tienen tiene hay do does is are es son',
  much: 'cuanto cuanta cuantos cuantas tarda much many long days dias cuesta costo vale cost* plazo deadline price',
  curious:
    'noticias lei tele radio tarea tesis escuela clase maestr* curios* saber news homework school thesis teacher heard hear read wondering informa* consejo* tips common comun curso course article articulo video periodist* journalist student estudi* duda question asking pregunt* general significa mean means meaning explica explicame',
  cover:
    'segur* cubre cobertura insur* cover* protec* proteg* protect* prevent* evit* avoid* prevenir safe* security proteccion',
  joke: 'jaja jajaja jajajaja jeje haha hahaha lol lmao xd hehe jajaj risa laugh* broma',
  fee: 'comision* anualidad* iva cuota* fee fees annual mensualidad* interes* rate tasa vat tarifa premium apr cat',
  mistake: 'olvide olvido equivoc* wrong mistake mistyped error accident* typo confundi accidentally mal incorrect*',
  broken:
    'rota roto rompio rayad* doblo broken bent scratched damaged snapped worn melted dano danad* funciona funcionan jala sirve works work working error crash* freezes lenta slow opens abre carga falla fails',
  block:
    'bloque* bloqe* cancel* cancelen congel* block* blok freez* froze frozen deactivate stop paren detengan detener hotlist disable lock* reverse* revertir kill pausa* pause* unpause* apag*',
  want: 'quiero quisiera necesito ocupo busco interesa want need wish like gustaria looking wants quiere',
  open: 'abrir open opening sucursal branch horario hours schedule contratar apply application tramite tramit* requisit* requirement* documentos documents papeles',
  product:
    'inversion investment prestamo* loan* hipotec* mortgage ahorro savings plan tasa meta goal terminal reader chequera cheque* beneficiari* beneficiary statement estado estados poliza',
  loan: 'prestamo* loan* deuda* debo debe debia owe owes owed debt* hipotec* mortgage montadeudas adeudo* credito',
  identity: 'identidad identity ine nombre name curp passport pasaporte id',
  atm: 'cajero* atm atms ventanilla terminal cashpoint',
  arrive:
    'llega llegan llegado llego arriv* arrive* received recibi recibo delivered entreg* delivery mensajero courier paqueteria landed cae caido cayo pendiente pending reflej* proceso',
  promo: 'promo* oferta* offer* descuento* discount puntos points beneficio* premia reward* marketing publicidad',
} as const;
