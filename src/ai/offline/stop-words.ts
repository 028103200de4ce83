const SPANISH = `a al algo alguien algun alguna algunas algunos ahi ahora ahorita alla ante antes aqui asi aun aunque
bien bueno buena buenas buenos cada casi como con cual cuales cualquier cuando cuanto cuanta cuantos cuantas cuan de del
desde donde dos e el ella ellas ellos en entonces entre era eran eres es esa esas ese eso esos esta estaba estan estar
estas este esto estos estoy fue fueron gracias ha haber habia han hace hacer hacerle hago hasta hay haya he hola i igual
ir jaja jeje la las le les lo los luego mas me mi mia mio mis misma mismo mucho muchos mucha muchas muy nada ni ningun
ninguna no nos nosotros nuestra nuestro o oh ok onda oigan oye para pero poco poder podria podrian porfavor por porque
pos pues puede pueden puedo pueda que quien quiero quisiera quiere se sea sean ser si sido siempre sin sino sobre solo
son soy su sus tal tambien tan tanto te tener tengo tenga tiene tienen ti toda todas todo todos tras tu tus u un una
unas uno unos usted ustedes va vamos van ves vez voy y ya yo favor tal dias tardes noches saber decir dime digame
dicen dice disque algo cosa cosas ocupo necesito necesita doy dan da dar deja dejan me pasa verdad apenas acabo acaba
hice hizo hacen haciendo esos mande ver sea lado parte fijate aja va pue neta onda quede quedo queda ora orale nadie general`;

const ENGLISH = `a about after again all also am an and any anybody anyone anything are as at be because been before
being but by can could did do does doing done each even ever every for from get gets getting give given go goes going
gone got had has have having he hello her here hers hey hi him his how i if in into is it its just know let like ll
long make many may maybe me might mine more most much must my myself need never nice no nor not now of off oh ok okay on
once one only or other our ours out over own please put re really s same say see she should so some somebody someone
something still such sure t take tell than thank thanks that the their them then there these they thing things this
those through to too up us ve very want was way we well were what when where whether which while who whom whose why
will with would yes yet you your yours great right actually already able does let lets set side come comes says said
tried try trying happen happens happened exactly people person day kind bit lot general sorted swear swears`;

/** Words too common to say what a question is about, folded. */
export const STOP_WORDS: ReadonlySet<string> = new Set(`${SPANISH} ${ENGLISH}`.split(/\s+/));
