import { splitIntoWords, words } from '../../lib/text.ts';
import type { KnowledgeArticle } from '../answer.ts';
import { Lexicon } from './lexicon.ts';

/**
 * Things that customers ask a bank for and that an article must speak of itself before it may answer, and matters
 * outside banking. Same shape as the banking vocabulary.
 */
const SPECIAL_MATTERS = `
codi: codi, dimo, qr & cobr*, collect & qr
student_loan: pagar la universidad, pagar mi carrera, pay for college, pay for university, pay my tuition, student loan*, credito educativo, prestamo estudiantil, credito estudiantil, master s degree, maestria, university & lend, universidad & prestamo, universidad & credito, tuition & loan, studies & loan, estudios & prestamo
retirement: afore, afores, retirement, siefore, pension plan, ppr, plan de retiro, plan privado de pensiones, jubilacion
crypto: bitcoin*, cripto*, crypto*, ethereum, usdt, stablecoin*, nft, nfts
stocks: bolsa de valores, acciones de, stocks, stock market, shares, mutual fund*, fondos indexados, etf, etfs, brokerage, casa de bolsa, trading, forex, index fund*
insurance: seguro de gastos medicos, gastos medicos, seguro medico para, health insurance, medical insurance, life insurance for, seguro de vida para, pet insurance, seguro para mi perro, seguro para mascotas, mascotas, home insurance, seguro de casa, seguro de auto, car insurance, dental insurance, seguro dental, seguro de celular, phone insurance, poliza, prima & seguro
currency_sale: cambian dolares, cambiar dolares, dolares en billete, comprar dolares, vender dolares, venden dolares, compran dolares, venden euros, buy dollars, sell dollars, buy euros, exchange cash, currency exchange, casa de cambio, foreign cash, foreign notes, cambio de divisas, cambiar euros, exchange dollars
instalments: meses sin intereses, msi, interest free instal*, interest free month*, interest free install*, diferir & compra, diferir & meses & compra, spread & purchase, months without interest, split & purchase, pay in installments, a mensualidades & compra
miles: miles, millas, millaje, airline points, points program*, programa de puntos, puntos, frequent flyer
id_papers: renovar mi ine, renovar ine, cita & ine, ine & vencio, credencial de elector, sacar mi ine, tramitar & ine, tramitar & pasaporte, renew my passport, passport renewal, sacar mi pasaporte, licencia de conducir, driver s licen*, acta de nacimiento & sacar, tramitar & curp, tramitar & rfc, cita en el sat, visa appointment, get a visa
sponsor: sponsor*, patrocin*, maraton, marathon, donat*, donacion*, donar, charity, teleton
jobs: vacante*, trabajar con ustedes, trabajar en el banco, bolsa de trabajo, empleo en, job opening*, jobs at, hiring, career*, internship*, curriculum, apply for a job, work for you, practicas profesionales, servicio social
deposit_box: caja de seguridad, cajas de seguridad, safe deposit, safety deposit, strongbox
cheques: cheque*, chequera*, checkbook*, chequebook*, cashier s check, money order, cash a check, check book
remittance: western union, moneygram, remesa*, remitly, remittance*, giro postal
wallets: paypal, mercado pago, zelle, venmo, cash app, wise, revolut
leasing: arrendamiento, leasing, factoraje, factoring, carta de credito, letter of credit
terminal: terminal punto de venta, tpv, terminal para cobrar, card reader, card terminal, pos terminal, aceptar tarjetas en mi negocio, accept cards, take card payments
business_loan: credito pyme, prestamo pyme, credito para mi negocio, prestamo para mi negocio, credito empresarial, business loan*, sme loan, loan for my business, capital de trabajo, working capital
balance_transfer: transferencia de deuda, balance transfer*, pasar mi deuda, consolid*, comprar mi deuda, compra de deuda, refinanc*, traspasar mi deuda, mover mi deuda
extra_card: second card for, card for my wife, card for my husband, tarjeta para mi espos*, tarjeta adicional, tarjetas adicionales, additional card*, supplementary card*, authorised user, authorized user, extension para mi, tarjeta extra para mi
joint_account: cuenta mancomunada, cuenta conjunta, cuenta compartida, joint account*, shared account*, cuenta con mi esposa, cuenta con mi esposo
title_loan: payday loan*, title loan*, car title, prestamo sobre mi auto, empen* & auto, dejando mi coche en garantia
pawn: empen*, pawn*, centenario*, monedas de oro, gold coins, lingote*, plata fisica
shareholding: accionista*, shareholder*, ceo, director general, dueno del banco, owns the bank, quien fundo, founded, founder, board of directors
credit_score: credit score, mi score, buro de credito gratis, mejorar mi buro, improve my credit, fico
trust: fideicomiso*, trust fund*, testamento, will & notary, estate planning
gift_card: gift card*, tarjeta de regalo, prepaid card*, tarjeta prepagada, monedero electronico
travel_booking: book & flight, reservar & vuelo, book & hotel, reservar & hotel, vuelos baratos, cheap flights, boleto de avion, plane ticket
weather: weather, clima, llover, rain, pronostico del tiempo, temperatura
food: receta, recipe, cocinar, cook, cocino, pizza, mole, tacos & receta, restaurante, restaurant*
sport: futbol, soccer, football, partido & gano, world cup, mundial, chivas, america gana, nba, nfl, match score, beisbol
politics: election*, eleccion*, vote, votar, presidente, president, partido politico, diputad*, politic*, party should i
code: python, javascript, java, script, programa en, write code, codigo en, sql query, excel formula, formula de excel, algorithm, html, sorts a list
chores: homework, tarea de, essay, ensayo, poema, poem, chiste, joke, cuento, story, horoscop*, signo zodiacal, cancion, song, lyrics, translate, traduce, traducir, trivia, capital of, capital de francia, riddle, adivinanza, meaning of life, sentido de la vida, movie*, pelicula*, serie de, birthday message, felicitacion para, carta de amor, love letter, workout, dieta, diet, novio & consejo, girlfriend advice
health: dolor de, headache, medicine for, doctor, sintoma*, symptom*, embarazada & tomar, vacuna*, pastillas
love: te amo, marry me, love you, casate, sing me
shopping: donde compro, best phone, mejor celular, laptop recom*, recommend a
forecast: dolar & subir, va a subir, price of gold, precio del oro, predict*, inflacion, inflation, lottery, loteria, ganador
other_banks: bbva, banamex, citibanamex, santander, banorte, hsbc, scotiabank, inbursa, nu bank, nubank, azteca, klar, hey banco, chase, wells fargo, bank of america
metro: metro abre, tren, autobus, vuelo, vuelos, traffic, trafico
public_payments: multa*, fotomulta*, traffic ticket, parking ticket, verificacion vehicular, refrendo
utilities_contract: contratar internet, contratar luz, contrato de agua, instalar
data_privacy: gdpr, derechos arco, aviso de privacidad, privacy notice, delete my data, borrar mis datos
api: api, webhook*, integrar & sistema, sdk, developer portal
scholarship: beca, becas, scholarship*
housing_rent: rentar & departamento, rent an apartment, renta de casas
`;
const specialMatters = new Lexicon(SPECIAL_MATTERS);
const known = new WeakMap<KnowledgeArticle, Set<string>>();

/** Whether the question is about a matter that the article found for it never mentions. */
export function leavesTheBank(text: string, article: KnowledgeArticle): boolean {
  const named = specialMatters.find(words(text));
  return named.length > 0 && !named.some(({ name }) => mattersIn(article).has(name));
}

/** Whether the question is about such a matter and one of the articles mentions it all the same. */
export function isMentioned(text: string, articles: readonly KnowledgeArticle[]): boolean {
  const named = specialMatters.find(words(text));
  return named.some(({ name }) => articles.some((article) => mattersIn(article).has(name)));
}

function mattersIn(article: KnowledgeArticle): Set<string> {
  const cached = known.get(article);
  if (cached) return cached;
  const content = splitIntoWords(`${article.title} ${article.tags.join(' ')} ${article.content}`);
  const found = new Set(specialMatters.namesIn(content));
  known.set(article, found);
  return found;
}
