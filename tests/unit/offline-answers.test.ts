import { describe, expect, test } from 'bun:test';
import { detectLanguage } from '../../src/ai/language-detection.ts';
import { OfflineEngine } from '../../src/ai/offline/engine.ts';
import { fold } from '../../src/lib/text.ts';
import { demoArticles, demoRetriever, demoTools } from '../support/demo-bank.ts';

const retriever = await demoRetriever();
const engine = new OfflineEngine(retriever);

async function ask(text: string) {
  const language = detectLanguage(text, 'es');
  const question = {
    text,
    language,
    history: [],
    level: 0,
    bankName: 'JoxAI Bank',
    emergencyPhone: '55 1111 2222',
    passages: [],
  };
  return engine.answer(question, demoTools(null), () => {}, AbortSignal.timeout(5000));
}
const plainText = (text: string): string => fold(text).replace(/[*_]/g, '').replace(/\s+/g, ' ');

// Question, topics that may answer it, and what the answer must hold (`a|b`: either).
const ANSWERABLE: [string, string[], string[]][] = [
  ['cuantos meses para atras puedo ver lo que he gastado en la aplicacion?', ['check-balance-and-movements'], ['24']],
  ['How far back can I scroll through my purchases in the app?', ['check-balance-and-movements'], ['24']],
  ['el pdf de mi estado de cuenta me pide una clave, cual es?', ['account-statements'], ['RFC']],
  ['What does it cost to have statements mailed to my house?', ['account-statements'], ['38']],
  [
    'q papeles piden pa sacar una cuenta en ventanilla y con cuanto la abro',
    ['open-account-in-branch'],
    ['CURP|1,000'],
  ],
  ['quiero cerrar mi cuenta de ahorro, cuanto tarda y cobran algo?', ['close-account'], ['3 dias']],
  ['a que edad le dan tarjeta a mi chamaco y cuanto puede gastar al dia', ['minors-account'], ['10']],
  ["My daughter turns 18 next month, what happens to her kids' account?", ['minors-account'], ['60']],
  [
    'cuanto cuesta al mes la cuenta de empresa y como le hago para que no me la cobren',
    ['business-account', 'account-fees'],
    ['249', '40,000'],
  ],
  ["How many people can access our company's online banking?", ['business-account'], ['5']],
  ['a cuantas personas puedo poner para que hereden mi cuenta', ['account-beneficiaries'], ['5']],
  ['when a client dies, how long do you take to pay the heirs?', ['deceased-customer'], ['15']],
  ['que documentos piden para cobrar lo de una persona fallecida, en general', ['deceased-customer'], ['acta']],
  ['cambie de numero de cel, donde lo actualizo y hay algun tope despues?', ['update-contact-details'], ['5,000']],
  ['I want to move my salary to you guys, how long does the switch take?', ['payroll-portability'], ['10']],
  ['cuanto es lo maximo que puedo mandar en un dia por la app', ['spei-limits'], ['50,000|300,000']],
  ['is it risky to give somebody my CLABE?', ['find-my-clabe'], ['pay in|deposit']],
  ['mande un spei y no le ha llegado a mi primo, cuanto tarda en regresarse', ['spei-pending-or-returned'], ['1 dia']],
  ['Sent cash to the wrong account number, how many days to claim it back?', ['transfer-to-wrong-clabe'], ['60']],
  ['cuanto cobran por mandar dolares a mi hijo en Texas', ['international-wire-outgoing'], ['420']],
  [
    'What details does my client in Germany need to pay me? Do you have an IBAN?',
    ['international-wire-incoming'],
    ['JOXAMXMMXXX'],
  ],
  ['puedo dejar programada la renta pa q salga sola? a que hora la manda', ['scheduled-transfers'], ['6:00']],
  ["Can I top up my mobile here? what's the minimum", ['service-payments'], ['20']],
  ['where do I get the official proof that my transfer arrived?', ['payment-receipt-cep'], ['CEP']],
  ['cuanto dan de cashback con la mas basica', ['card-clasica'], ['1%']],
  ['What salary do I need for the Gold?', ['card-gold'], ['18,000']],
  ['cuanto tengo que ganar para que me den la platino', ['card-platinum'], ['55,000']],
  ['how do I switch on the new card that came in the post?', ['card-activation'], ['App']],
  ['se me olvido el nip, como pongo otro', ['card-pin'], ['Asignar']],
  ['My card snapped in half, is a new one free?', ['card-replacement'], ['$0']],
  ['cuanto tarda en llegar a mi casa una tarjeta de reposicion', ['card-replacement'], ['5 a 7']],
  ['Does apple pay work with your debit card? any limit?', ['contactless-payments'], ['Apple Pay']],
  ['cada cuanto cambia el codigo de atras de la tarjeta virtual', ['virtual-card'], ['5 minutos']],
  ['me rechazaron la tarjeta pero si me descontaron el dinero, cuando me lo regresan', ['card-declined'], ['72']],
  ['How much do you charge on purchases in dollars with the Clasica?', ['card-use-abroad'], ['2.0%']],
  ['cuantos dias tengo para pagar despues del corte', ['credit-card-payment'], ['20 dias']],
  ['What happens if I miss the minimum payment on the card, is there a fee?', ['credit-card-payment'], ['380']],
  ['what down payment for a house?', ['mortgage'], ['15%']],
  ['cuanto tarda todo el tramite de la hipoteca hasta firmar con notario', ['mortgage'], ['35']],
  ['financian motos?', ['auto-loan'], ['moto']],
  ['si pago antes mi prestamo me penalizan?', ['loan-early-payment'], ['sin penal']],
  ['a que hora me pueden hablar los de cobranza', ['loan-late-payment'], ['20:00']],
  ['si me roban la tarjeta, yo pago lo que gasten?', ['lost-or-stolen-card'], ['48 horas|despues de tu reporte']],
  ['How long does the investigation of a disputed charge abroad take?', ['unrecognised-charge'], ['180']],
  ['ustedes piden codigos por telefono?', ['phishing-and-fraud'], ['nunca']],
  ['cuanto cuesta que me lleguen avisos por sms', ['account-alerts'], ['15']],
  ['cuanto paga el pagare a tres meses', ['investment-note'], ['7.35']],
  ['minimum to invest at fixed term?', ['investment-note'], ['5,000']],
  ['estan asegurados mis ahorros? por cuanto', ['deposit-insurance-ipab'], ['400,000']],
  ['what android version does the app need', ['app-login'], ['Android 9']],
  ['how many characters for my password?', ['password-reset'], ['8 to 16']],
  ['el token me dice codigo invalido que hago', ['digital-token'], ['Sincronizar']],
  ['me bloquee por meter mal la contraseña, cuanto dura', ['blocked-user'], ['30 minutos']],
  ['how much is the Plus account a month?', ['account-fees'], ['89']],
  ['cuanto puedo sacar del cajero al dia', ['cash-withdrawal-limits-and-fees'], ['9,000']],
  ['Do I need to warn you before taking out 150k at the counter?', ['cash-withdrawal-limits-and-fees'], ['24 hours']],
  ['abren los domingos?', ['branches-and-hours'], ['cerrado']],
  ['el cajero no me dio el dinero pero si me lo cobro', ['atms'], ['24 horas']],
  ['The machine swallowed my card, what do I do', ['atms'], ['Pause|replacement']],
  ['cual es el numero de whatsapp del banco', ['phone-line', 'phishing-and-fraud'], ['55 5000 0011']],
  ['donde pongo una queja si no me resuelven, cual es el telefono de la une', ['complaints-une-condusef'], ['0033']],
  ['cuantas sucursales tienen rampa para silla de ruedas', ['accessibility'], ['118']],
  ['puedo bajar yo mismo el tope de mi tarjeta virtual?', ['virtual-card'], ['20,000']],
  [
    'Can I convert dollars that arrive from abroad, or keep them as dollars?',
    ['international-wire-incoming'],
    ['pesos'],
  ],
  ['que pasa si no tengo saldo el dia que sale mi transferencia programada', ['scheduled-transfers'], ['18:00']],
  ['cada cuanto puedo pedir el plan respiro', ['loan-late-payment'], ['24 meses']],
  ['Does the car have to be from a dealer?', ['auto-loan'], ['dealer|agreement']],
  ['me cobran por retirar en la red nopal?', ['cash-withdrawal-limits-and-fees', 'account-fees'], ['18']],
  ['sirve su estado de cuenta para comprobar donde vivo?', ['account-statements'], ['3 meses']],
  [
    'tengo que sacar el RFC si soy empleado para que me den cuenta?',
    ['open-account-in-branch'],
    ['13 caracteres|asalariado'],
  ],
  ['que rendimiento da la cuenta de mi bebe', ['minors-account'], ['3.20']],
  ['cuantos spei gratis me dan con la de empresa', ['business-account'], ['60']],
  ['puede mi primo menor de edad ser quien herede', ['account-beneficiaries'], ['menor']],
  ['se me cancela la deuda de la tarjeta a mi familia si me muero?', ['deceased-customer'], ['seguro de vida']],
  ['mi RFC salio mal en la constancia, cuanto tardan en corregirla', ['tax-certificates'], ['6 dias']],
  [
    'si me equivoco al mandar ya no se puede cancelar verdad?',
    ['spei-transfers', 'transfer-to-wrong-clabe'],
    ['no se puede cancelar'],
  ],
  ['cambia mi clabe si repongo mi plastico?', ['find-my-clabe', 'card-replacement'], ['no cambia']],
  [
    'My wire from the US is 15 thousand dollars, will you ask where it comes from?',
    ['international-wire-incoming'],
    ['10 business'],
  ],
  ['pague la luz y me la cortaron, cuando se refleja', ['service-payments'], ['mismo dia']],
  [
    'does the company get charged if my direct debit bounces, do you fine me?',
    ['direct-debit'],
    ['no fee|does not charge'],
  ],
  ['vale una captura de pantalla como prueba de pago?', ['payment-receipt-cep'], ['captura']],
  ['me devuelven la diferencia si encuentro mas barato lo que compre?', ['card-clasica'], ['30 dias']],
  ['Is there cover if what I bought with the dorada gets stolen?', ['card-gold'], ['60 days']],
  ['how much medical cover when travelling with your top card', ['card-platinum'], ['100,000']],
  [
    'my renewal card arrived, does the old one die right away?',
    ['card-activation'],
    ['until you activate|keeps working'],
  ],
  ['puedo poner 1234 de nip?', ['card-pin'], ['consecutivos']],
  [
    "live in Guadalajara, how fast can a replacement reach me and what's the surcharge",
    ['card-replacement'],
    ['48 hours', '199'],
  ],
  ['en cuantos celulares puedo meter mi tarjeta para pagar', ['contactless-payments'], ['4']],
  ['can I use the online card at a hotel desk', ['virtual-card'], ['hotel']],
  ['is it better to be charged in pesos or local currency in Paris?', ['card-use-abroad'], ['local currency']],
  ['puedo bajar mi linea de credito a 2 mil?', ['credit-limit-increase'], ['5,000']],
  ['pague de mas la tarjeta, puedo retirar ese dinero?', ['credit-card-payment'], ['saldo a favor']],
  ['se puede juntar con infonavit?', ['mortgage'], ['INFONAVIT']],
  ['how old can the second hand car be', ['auto-loan'], ['6 years']],
  ['desde cuanto puedo abonar a capital', ['loan-early-payment'], ['500']],
  ["If I'm late on my instalment when do you tell the credit bureau?", ['loan-late-payment'], ['30 days']],
  ['cual es la diferencia entre pausar y reportar la tarjeta', ['lost-or-stolen-card'], ['definitivo']],
  ['what paperwork goes with a dispute?', ['unrecognised-charge'], ['INE']],
  ['a que correo mando un mensaje sospechoso', ['phishing-and-fraud'], ['fraude@']],
  ['can I switch off the security alerts?', ['account-alerts'], ["cannot be|can't be"]],
  ['cuantas veces al mes puedo sacar de ahorro jox', ['savings-account'], ['ilimitad']],
  ['how does the round-up thing work when I pay with my card', ['savings-goals'], ['$10']],
  ['puedo sacar mi JoxNota antes de que venza', ['investment-note'], ['No hay retiro']],
  ["We're two holders on one account, how does the protection split?", ['deposit-insurance-ipab'], ['split|divided']],
  ['a que hora le dan mantenimiento a la app', ['app-login'], ['3:00']],
  [
    'no me acuerdo con que usuario entro',
    ['password-reset', 'app-login', 'blocked-user'],
    ['correo registrado|numero de cliente'],
  ],
  ['how long does the battery of the little device last', ['digital-token'], ['4 years']],
  ['traigo cubrebocas y no me reconoce la app', ['biometrics'], ['cubrebocas']],
  ['If my user is locked do my cards still work?', ['blocked-user'], ['keep working|still work']],
  ['con cuanto tiempo avisan si suben las comisiones', ['account-fees'], ['30 dias']],
  ['cuanto me cuesta sacar efectivo de la tarjeta de credito', ['cash-withdrawal-limits-and-fees'], ['6%']],
  ['aceptan monedas los cajeros', ['atms'], ['monedas']],
  ['do you have an English option on the hotline', ['phone-line'], ['9']],
  ['cuantos años tengo para ir a la condusef', ['complaints-une-condusef'], ['2 anos']],
  ['can my guide dog come in', ['accessibility'], ['dog']],
];

describe('answers with the fact that was asked', () => {
  for (const [question, slugs, facts] of ANSWERABLE) {
    test(question, async () => {
      const reply = await ask(question);
      expect(reply.outcome).toBe('answer');
      expect(slugs).toContain(reply.citations[0]?.slug ?? '');
      for (const fact of facts) {
        expect(fact.split('|').some((one) => plainText(reply.text).includes(plainText(one)))).toBe(true);
      }
      expect(reply.text.split(/\s+/).length).toBeLessThan(95);
    });
  }
});

describe('says that it does not know', () => {
  const unknown = [
    'tienen seguro para mascotas',
    'do you sell travel cheques?',
    'quien gano el partido ayer',
    'aceptan bitcoin para pagar la tarjeta',
    'can i get a second card for my wife on my account',
    'hay vacantes de cajero en merida',
    'do you offer safe deposit boxes',
    'cuanto cobran por la terminal para cobrar con tarjeta en mi negocio',
    'me ayudas con mi tarea de historia',
    "what's the weather in Cancun",
    'puedo pagar con puntos mi tarjeta',
    'cual es el mejor celular para comprar',
    'How do I renew my passport?',
    'prestan para pagar la universidad de mi hija?',
    'can you help me consolidate debts from other banks',
    'venden centenarios',
    'tienen credito para mi negocio de tacos',
    'do you do leasing for trucks',
    'cuanto esta el dolar hoy',
    'Recommend me a good restaurant near the branch',
  ];
  for (const question of unknown) {
    test(question, async () => {
      const reply = await ask(question);
      expect(reply.outcome).toBe('unsure');
      expect(reply.citations).toEqual([]);
      expect(reply.suggestEscalation).toBe(true);
    });
  }
});

describe('answers the question and not the article', () => {
  const wordsOf = (text: string) => text.split(/\s+/).length;

  test('one asked fact takes a few sentences', async () => {
    const fee = await ask('¿Cuánto cuesta la anualidad de la tarjeta Gold?');
    expect(fee.text).toContain('$1,450');
    expect(wordsOf(fee.text)).toBeLessThan(40);
    expect(fee.text).not.toMatch(/Concepto, Condición|cashback/);
  });

  test('steps are told whole and numbered', async () => {
    const { text } = await ask('¿Qué documentos llevo para abrir una cuenta en sucursal?');
    for (const fact of ['1. ', 'CURP', 'RFC', 'Comprobante de domicilio']) expect(text).toContain(fact);
  });

  test('no article is cut behind an abbreviation, and none is told whole', async () => {
    for (const { examples, language } of demoArticles()) {
      for (const example of examples.slice(0, 2)) {
        const question = {
          text: example,
          language,
          history: [],
          level: 0,
          bankName: 'JoxAI Bank',
          emergencyPhone: '55 1111 2222',
          passages: [],
        };
        const { text } = await engine.answer(question, demoTools(null), () => {}, AbortSignal.timeout(5000));
        expect(text).not.toMatch(/\bAv\.$/m);
        expect(wordsOf(text)).toBeLessThan(100);
      }
    }
  });
});

describe('asks back', () => {
  test('when two topics fit a few words equally, and answers the one that is picked', async () => {
    const first = await ask('anualidad de la tarjeta');
    expect(first).toMatchObject({ outcome: 'unsure', suggestEscalation: true, citations: [] });
    const gold = first.choices?.find((choice) => choice.includes('Gold')) ?? '';
    const history = [
      { role: 'customer', content: 'anualidad de la tarjeta' },
      { role: 'assistant', content: first.text },
    ] as const;
    const question = {
      language: 'es',
      level: 0,
      bankName: 'JoxAI Bank',
      emergencyPhone: '55 1111 2222',
      passages: [],
    } as const;
    const reply = await engine.answer(
      { ...question, text: gold, history: [...history], passages: [] },
      demoTools(null),
      () => {},
      AbortSignal.timeout(5000),
    );
    expect(reply.citations[0]?.slug).toBe('card-gold');
    expect(reply.text).toContain('$1,450');
  });

  test('but not when nothing is near', async () => {
    expect((await ask('quien gano el partido ayer')).choices).toBeUndefined();
  });
});
