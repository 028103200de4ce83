import { fold, words } from '../../lib/text.ts';
import type { Draft, Question } from '../answer.ts';
import type { ToolBox, Transaction } from '../tools.ts';
import { accountTypeMeant } from './account-type.ts';
import { acted, failed } from './drafts.ts';
import { formatDay, formatMoney } from './money.ts';
import { periodNamed } from './period.ts';
import * as say from './phrases.ts';

const FETCHED = 200;
const LINES_SHOWN = 10;

const MONEY_IN =
  /\b(entro|cayo|llego|deposit\w*|recibi\w*|abon\w*|me pagaron|nos pagaron|ingres\w*|nomina|quincena|sueldo|salary|payroll|wages|receiv\w*|paid in|income|incoming|come in|shown up|arrived|landed|credited|earn\w*|make|made|gan[oeé]\w*|pension|beca|refund)\b/;
const MONEY_OUT =
  /\b(gast\w*|se me fue|se fue|pague|pagado|saque|retire|retiros?|compr\w*|mande|transferi|spen[dt]\w*|i pay|i paid|pay for|bought|purchases?|withdr\w*|outgoing\w*|expenses?|subscriptions?|suscripcion\w*)\b/;
const ONE_ONLY =
  /\b(ultim[oa]|latest|last|most recent|newest|mas reciente)\b(?! (?:month|week|\d|year|semana|mes|few|couple|several|two|three|five|ten|(?:[a-z]+ )?(?:transactions|movements|purchases|payments|charges|deposits|withdrawals|expenses)\b))/;
/** "Has my salary come in?" is about the latest one. */
const ARRIVAL_ASKED = /\b(ya (me |nos )?(cayo|llego|entro|deposit\w*|pagaron|abonaron)|(has|have|did|is) (my|our)\b)/;
const SUM_ASKED = /\b(cuanto|cuanta|how much|total|sum|en total)\b/;

/** What a customer calls a movement, by what a statement calls it. */
const MERCHANT_WORDS: [RegExp, RegExp][] = [
  [/\b(sueldo|quincena|nomina|salario|salary|wages|payroll|paycheck|pay|paid)\b/, /nomina|payroll/],
  [/\b(pension)\b/, /pension/],
  [/\b(beca)\b/, /beca/],
  [/\b(renta|rent)\b/, /renta\b|rent\b/],
  [/\b(luz|electricity|electric|cfe)\b/, /luz|electric/],
  [/\b(agua|water)\b/, /agua|water/],
  [/\b(gas bill|recibo del gas)\b/, /gas\b/],
  [/\b(gasolin\w*|fuel|petrol|gas station)\b/, /gasolin|fuel/],
  [/\b(super|supermercado|supermarket|grocer\w*|despensa|mandado)\b/, /super|market/],
  [/\b(farmacia|pharmacy|medicin\w*|drugstore)\b/, /farmacia|pharmacy/],
  [/\b(terminal|tpv|card sales|ventas)\b/, /terminal|ventas/],
  [/\b(overseas|abroad|international|extranjero|internacional|wire|wires|swift)\b/, /international|internacional/],
  [/\b(interes\w*|interest|rendimiento\w*|rindi\w*|yield|earn\w*|gener\w*|make|made)\b/, /interes/],
  [/\b(cajero|atm|cash machine|withdr\w*|retiros?|saque|retire|ventanilla)\b/, /retiro|withdrawal/],
  [/\b(efectivo|cash)\b/, /efectivo|cash/],
  [/\b(suscripcion\w*|subscription\w*|streaming)\b/, /suscripcion|subscription/],
  [/\b(taxis?|viajes?|rides?|uber)\b/, /viaje|ride/],
  [/\b(colegiatura|tuition|escuela|school)\b/, /colegiatura|tuition/],
  [/\b(prestamo|loan|mensualidad|credito auto)\b/, /mensualidad|prestamo|loan/],
  [/\b(veterinari\w*|vet)\b/, /veterinaria|vet\b/],
  [/\b(cafe|coffee|cafes)\b/, /cafe|coffee/],
  [/\b(tacos?|restaurant\w*|comida|eating out|food)\b/, /taqueria|tacos|restaur/],
  [/\b(cine|cinema|movies?|peliculas?)\b/, /cine/],
  [/\b(impuestos?|sat|tax|taxes)\b/, /sat\b|tax/],
  [/\b(recarga|top ?up|airtime)\b/, /recarga|top/],
];
/** Words of a question that also occur in descriptions without pointing to one. */
const NEUTRAL = new Set(
  `pago pagos pagar cuenta cuentas debito credito tarjeta card payment payments account compra compras recibido recibida enviado
received sent transfer transferencia deposito depositos deposit online store ahorro savings traspaso desde retiro from jox mes para`.split(
    /\s+/,
  ),
);

/** Lists, finds or adds up the customer's movements as the question asks. */
export async function answerMovements(question: Question, tools: ToolBox, today: Date): Promise<Draft> {
  const { language, text } = question;
  const period = periodNamed(text, today);
  const accountType = accountTypeMeant(text);
  const result = await tools.listTransactions({ ...period, ...(accountType ? { accountType } : {}), limit: FETCHED });
  if (!result.ok) return failed('list_transactions', result.reason, language);
  const found = matching(text, result.data, period !== null);
  if (found.length === 0) return acted('list_transactions', say.NO_MOVEMENTS[language], []);
  const shown = found.slice(0, LINES_SHOWN);
  const lines = shown.map((entry) => `- ${formatDay(entry.date, language)} · ${entry.description} · ${amount(entry)}`);
  if (found.length > shown.length) {
    lines.push(`- ${say.fill(say.AND_MORE[language], { n: String(found.length - shown.length) })}`);
  }
  const sum = SUM_ASKED.test(fold(text)) || found.length > 1 ? totalLine(found, language) : null;
  const opening = period
    ? `${say.YOUR_MOVEMENTS[language]} (${formatDay(period.from, language)} – ${formatDay(period.to, language)}):`
    : `${say.YOUR_MOVEMENTS[language]}:`;
  const reply = [opening, ...lines, ...(sum ? [`\n${sum}`] : [])].join('\n');
  return acted('list_transactions', reply, [opening, ...lines, sum ?? '']);
}

function matching(text: string, all: Transaction[], isPeriodNamed: boolean): Transaction[] {
  const said = fold(text);
  const named = namedBy(said, all);
  let found = named.length > 0 ? named : all;
  const inward = MONEY_IN.test(said);
  const outward = MONEY_OUT.test(said);
  if (inward !== outward && named.length === 0) {
    found = found.filter(({ amountCents }) => (inward ? amountCents > 0 : amountCents < 0));
  } else if (inward && !outward) {
    const incoming = found.filter(({ amountCents }) => amountCents > 0);
    if (incoming.length > 0) found = incoming;
  }
  const asksForOne = ONE_ONLY.test(said) || (ARRIVAL_ASKED.test(said) && !isPeriodNamed);
  return asksForOne ? found.slice(0, 1) : found;
}

/** The movements whose description the question names. */
function namedBy(said: string, all: Transaction[]): Transaction[] {
  const meant = MERCHANT_WORDS.filter(([spoken]) => spoken.test(said)).map(([, written]) => written);
  const asked = new Set(words(said).filter((word) => word.length >= 4 && !NEUTRAL.has(word)));
  return all.filter(({ description }) => {
    const written = fold(description);
    return (
      meant.some((pattern) => pattern.test(written)) || words(written).some((word) => asked.has(word) && !isMonth(word))
    );
  });
}

const isMonth = (word: string): boolean =>
  /^(enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|january|february|march|april|june|july|august|september|october|november|december)$/.test(
    word,
  );

const amount = ({ amountCents, currency }: Transaction): string =>
  `${amountCents > 0 ? '+' : ''}${formatMoney(amountCents, currency)}`;

/** Money in and money out are never added to each other, nor is money of two currencies. */
function totalLine(found: Transaction[], language: Question['language']): string {
  const sum = (entries: Transaction[]) => entries.reduce((total, entry) => total + entry.amountCents, 0);
  const figures = [...Map.groupBy(found, ({ currency }) => currency)].flatMap(([currency, entries]) => {
    const incoming = entries.filter(({ amountCents }) => amountCents > 0);
    const outgoing = entries.filter(({ amountCents }) => amountCents < 0);
    const parts = [incoming, outgoing].filter(({ length }) => length > 0);
    return parts.map((part) => `${sum(part) > 0 ? '+' : ''}${formatMoney(sum(part), currency)}`);
  });
  return `**${say.TOTAL[language]}:** ${figures.join(' / ')}`;
}
