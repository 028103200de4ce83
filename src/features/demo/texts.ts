import type { Category } from '../../ai/answer.ts';
import type { Language } from '../../lib/language.ts';
import type { DemoPerson } from './model.ts';

type Lines = Record<Language, readonly string[]>;

/** Nobody of these exists; their names say so wherever they stand. */
export const STAFF: readonly DemoPerson[] = [
  { username: 'demo.lucia', fullName: 'Lucía Ferrer (demo)', role: 'AGENT', language: 'es' },
  { username: 'demo.mateo', fullName: 'Mateo Salas (demo)', role: 'AGENT', language: 'es' },
  { username: 'demo.renata', fullName: 'Renata Ibarra (demo)', role: 'AGENT', language: 'es' },
  { username: 'demo.oliver', fullName: 'Oliver Grant (demo)', role: 'AGENT', language: 'en' },
  { username: 'demo.teresa', fullName: 'Teresa Luna (demo)', role: 'SUPERVISOR', language: 'es' },
];

export const VISITORS = [
  'Ana',
  'Rubén',
  'Paola',
  'Ivonne',
  'Samuel',
  'Karla',
  'Héctor',
  'Grace',
  'Tom',
  'Nadia',
] as const;

export const OWN_ACCOUNT: Lines = {
  es: [
    '¿Cuál es mi saldo?',
    '¿Cuáles son mis últimos movimientos?',
    '¿Qué tarjetas tengo?',
    '¿Cuánto tengo en mi cuenta de ahorro?',
  ],
  en: [
    'What is my balance?',
    'Show me my last transactions',
    'Which cards do I have?',
    'How much is in my savings account?',
  ],
};

export const WANTS_PERSON: Lines = {
  es: ['Prefiero hablar con una persona, por favor', 'Quiero que me atienda un ejecutivo', 'Comuníqueme con un asesor'],
  en: [
    'I would rather talk to a person, please',
    'Can I speak to a human agent?',
    'Please put me through to an advisor',
  ],
};

export const EMERGENCIES: Lines = {
  es: [
    'Me robaron la cartera con mi tarjeta de crédito en el metro',
    'Hay un cargo en mi tarjeta que yo no hice, de una tienda que no conozco',
    'Perdí mi tarjeta de débito y no la encuentro',
    'Alguien entró a mi banca móvil y cambió mi contraseña',
  ],
  en: [
    'My card was stolen this morning, please help',
    'There is a charge on my card that I did not make',
    'I lost my debit card and cannot find it anywhere',
  ],
};

export const COMPLAINTS: Lines = {
  es: [
    'Quiero poner una queja: llevo tres semanas esperando mi tarjeta y nadie me da respuesta',
    'Quiero presentar una queja formal por el trato que recibí en la sucursal Centro',
    'Quiero levantar una queja, me cobraron dos veces la misma comisión',
  ],
  en: [
    'I want to file a complaint: I was charged the same fee twice and nobody calls me back',
    'I want to make a formal complaint about how I was treated at the branch',
  ],
};

export const BEYOND_KNOWLEDGE: Lines = {
  es: [
    '¿Patrocinan carreras de ciclismo de montaña este año?',
    '¿Puedo pagar con mi reloj de la marca Zenta?',
    '¿Tienen un convenio con la clínica veterinaria Huellitas?',
  ],
  en: [
    'Do you sponsor any mountain bike races this year?',
    'Do you have an agreement with the Paws veterinary clinic?',
  ],
};

export const YES: Record<Language, string> = { es: 'Sí, por favor', en: 'Yes, please' };

export const THANKS: Lines = {
  es: ['Gracias', 'Muchas gracias', 'Ok, gracias'],
  en: ['Thanks', 'Thank you', 'Great, thanks'],
};

/** `{agent}` is the first name. */
export const GREETINGS: Lines = {
  es: [
    'Hola, soy {agent}. Ya leí tu conversación; déjame revisarlo contigo.',
    'Buen día, te atiende {agent}. Veo lo que pasó y ya lo estoy revisando.',
    'Hola, habla {agent}, del equipo de atención. ¿Me confirmas desde cuándo te pasa?',
  ],
  en: [
    'Hello, this is {agent}. I have read your conversation; let me look into it with you.',
    'Hi, {agent} here from customer service. I can see what happened and am checking it now.',
    'Hello, my name is {agent}. Could you tell me since when this happens?',
  ],
};

export const CUSTOMER_DETAILS: Lines = {
  es: [
    'Gracias. Fue ayer por la tarde.',
    'Sí, desde el lunes.',
    'Apenas me di cuenta hoy en la mañana.',
    'Ya me había pasado el mes pasado.',
  ],
  en: [
    'Thank you. It was yesterday afternoon.',
    'Since Monday, I think.',
    'I only noticed it this morning.',
    'It happened last month too.',
  ],
};

export const WHILE_WAITING: Lines = {
  es: ['¿Siguen ahí?', 'Es algo urgente, por favor', 'Quedo en espera'],
  en: ['Are you still there?', 'It is rather urgent, please', 'I will wait here'],
};

/** What the person in charge did about it. */
export const SOLUTIONS: Record<Category | 'emergency' | 'complaint', Record<Language, string>> = {
  account_management: {
    es: 'Actualicé tus datos y ya quedaron en el sistema. Los verás en la app después de volver a entrar.',
    en: 'I have updated your details in our system. You will see them in the app after you log in again.',
  },
  transfers: {
    es: 'Rastreé la transferencia: salió bien y el otro banco la tiene en proceso. Si mañana no aparece, abrimos una aclaración con la clave de rastreo.',
    en: 'I have traced the transfer: it left us correctly and the other bank is processing it. If it has not arrived tomorrow we open a claim with the tracking key.',
  },
  cards: {
    es: 'Revisé tu tarjeta: está activa y la reposición va en camino. Te avisamos por mensaje cuando llegue.',
    en: 'I have checked your card: it is active and the replacement is on its way. You will get a message when it arrives.',
  },
  loans: {
    es: 'Tu solicitud ya está con el área de crédito. Te envían la respuesta por correo y yo doy seguimiento.',
    en: 'Your application is with the credit team now. They answer by mail, and I follow it up.',
  },
  security: {
    es: 'Revisé los accesos de tu cuenta y cerré las sesiones abiertas. Cambia tu contraseña desde la app, por favor.',
    en: 'I have reviewed the access to your account and closed the open sessions. Please change your password in the app.',
  },
  savings_investment: {
    es: 'Tu inversión sigue vigente y los rendimientos se abonan en la fecha del contrato. Te mando el detalle por correo.',
    en: 'Your investment is in force and the returns are paid on the date of the contract. I am sending you the details by mail.',
  },
  digital_banking: {
    es: 'Restablecí el acceso. Desinstala la app, instálala de nuevo y entra con tu usuario de siempre.',
    en: 'I have reset the access. Remove the app, install it again and log in with your usual name.',
  },
  fees: {
    es: 'Tienes razón: la comisión no correspondía. Pedí la devolución y la verás en tu próximo corte.',
    en: 'You are right: the fee did not apply. I have asked for the refund; it will be on your next statement.',
  },
  general: {
    es: 'Ya dejé registrado tu caso y lo pasé al área que lo resuelve. Te escribimos en cuanto haya respuesta.',
    en: 'I have registered your case and passed it to the team that solves it. We write to you as soon as there is an answer.',
  },
  emergency: {
    es: 'Ya bloqueamos el producto y revisamos los movimientos contigo. No compartas códigos con nadie; la reposición queda pedida.',
    en: 'We have blocked it and gone through the movements with you. Share no codes with anybody; the replacement is ordered.',
  },
  complaint: {
    es: 'Registré tu queja con su número y quedó asignada. Recibirás la respuesta por escrito dentro del plazo.',
    en: 'I have registered your complaint under its number and it is assigned. You will get the answer in writing in time.',
  },
};

export const FAREWELLS: Lines = {
  es: ['Con gusto. Que tengas buen día.', 'Para servirte. Cierro la conversación; aquí seguimos si necesitas algo.'],
  en: [
    'You are welcome. Have a good day.',
    'Happy to help. I am closing the conversation; we are here if you need us.',
  ],
};

/** `{mention}` is a colleague's username. */
export const NOTES: readonly string[] = [
  'Verifiqué los datos con el cliente antes de revisar la cuenta.',
  'Ya había llamado a la línea por lo mismo. @{mention} ¿le das seguimiento mañana?',
  'Pidió que le respondamos por correo después de las 18:00.',
  '@{mention} conviene revisar el artículo: la respuesta del asistente no cubre este caso.',
];

export const TRANSFER_REASON = 'Es de otra área';
export const REPORT_COMMENT = 'No corresponde a lo que preguntó el cliente.';

export const PRAISE: Record<Language, Record<'good' | 'bad', readonly (string | null)[]>> = {
  es: {
    good: [null, null, 'Muy amable, gracias', 'Rápido y claro', 'Excelente atención'],
    bad: [null, 'Tardaron mucho en contestar', 'No resolvieron mi problema', 'Tuve que repetir todo'],
  },
  en: {
    good: [null, null, 'Very kind, thank you', 'Quick and clear'],
    bad: [null, 'It took too long', 'My problem is still there'],
  },
};

export const RESOLUTION_NOTES: Record<Language, readonly string[]> = {
  es: [
    'Resuelto en la conversación.',
    'Confirmado con el cliente por correo.',
    'El área responsable lo resolvió; se avisó al cliente.',
  ],
  en: [
    'Solved in the conversation.',
    'Confirmed with the customer by mail.',
    'Solved by the team in charge; the customer was told.',
  ],
};

interface PhoneCase {
  subject: string;
  description: string;
  category: Category;
  reply: string;
}

/** Cases that reached the bank by telephone or at a branch, and were entered by staff. */
export const PHONE_CASES: Record<Language, readonly PhoneCase[]> = {
  es: [
    {
      subject: 'Estado de cuenta no llega al correo',
      description: 'Llamó a la línea: desde hace dos meses no recibe el estado de cuenta.',
      category: 'account_management',
      reply: 'Reactivamos el envío a tu correo. El próximo estado de cuenta te llega en la fecha de corte.',
    },
    {
      subject: 'Cajero de la sucursal Centro no entregó efectivo',
      description: 'Se presentó en la sucursal: el cajero descontó el monto y no dio los billetes.',
      category: 'cards',
      reply: 'Revisamos el corte del cajero y el importe se abona a tu cuenta en dos días hábiles.',
    },
    {
      subject: 'Carta de liquidación de crédito',
      description: 'Pide por teléfono la carta de liquidación de su crédito personal.',
      category: 'loans',
      reply: 'La carta está lista; te la enviamos por correo y puedes recogerla en tu sucursal.',
    },
    {
      subject: 'Cambio de domicilio para la entrega de la tarjeta',
      description: 'La tarjeta se envió al domicilio anterior; pide que se reenvíe.',
      category: 'cards',
      reply: 'Corregimos el domicilio y pedimos el reenvío. Llega en cinco días hábiles.',
    },
  ],
  en: [
    {
      subject: 'Interest certificate for the tax office',
      description: 'Asks by telephone for the certificate of interest earned last year.',
      category: 'savings_investment',
      reply: 'The certificate is on its way to your mail address.',
    },
    {
      subject: 'Wire from abroad has not arrived',
      description: 'Came to the branch: a wire from abroad has been missing for a week.',
      category: 'transfers',
      reply: 'The wire has been found with our correspondent; it will be in your account tomorrow.',
    },
  ],
};

interface DemoCannedResponse {
  shortcut: string;
  title: string;
  es: string;
  en: string;
}

export const CANNED_RESPONSES: readonly DemoCannedResponse[] = [
  {
    shortcut: 'demo-saludo',
    title: 'Saludo (demo)',
    es: 'Hola, {customer}. Soy {agent} y con gusto te ayudo.',
    en: 'Hello, {customer}. I am {agent} and happy to help you.',
  },
  {
    shortcut: 'demo-espera',
    title: 'Un momento (demo)',
    es: 'Dame un momento, lo estoy revisando.',
    en: 'One moment please, I am looking into it.',
  },
  {
    shortcut: 'demo-despedida',
    title: 'Despedida (demo)',
    es: 'Gracias por escribirnos, {customer}. Que tengas buen día.',
    en: 'Thank you for writing to us, {customer}. Have a good day.',
  },
];

/** In the bell of the first administrator. */
export const NOTICE: Record<Language, { title: string; body: string }> = {
  es: {
    title: 'Estos son datos de demostración',
    body: 'Las conversaciones, los casos y el personal con la marca «demo» son inventados. Se quitan con: bun run demo:remove',
  },
  en: {
    title: 'This is demo data',
    body: 'Conversations, tickets and staff that are marked “demo” are made up. To remove them: bun run demo:remove',
  },
};
