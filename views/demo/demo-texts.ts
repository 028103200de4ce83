import type { Language } from '../../src/lib/language.ts';

interface Card {
  title: string;
  text: string;
  fact: string;
  note: string;
}

export interface DemoTexts {
  title: (bank: string) => string;
  skip: string;
  menu: string;
  nav: { accounts: string; help: string; protection: string };
  otherLanguage: { code: Language; label: string };
  hero: { eyebrow: string; title: string; text: string; chat: string; products: string };
  card: {
    name: string;
    balance: string;
    amount: string;
    saved: string;
    savedAmount: string;
    paid: string;
    paidAmount: string;
  };
  products: { title: string; lead: string; cards: Card[] };
  help: { title: string; lead: string; questions: string[]; phone: string; hours: string };
  protection: { title: string; text: string; points: string[] };
  footer: { fictional: (bank: string) => string; demo: string };
}

const es: DemoTexts = {
  title: (bank) => `${bank} · Tu banco, sin vueltas`,
  skip: 'Ir al contenido',
  menu: 'Secciones',
  nav: { accounts: 'Productos', help: 'Ayuda', protection: 'Seguridad' },
  otherLanguage: { code: 'en', label: 'English' },
  hero: {
    eyebrow: 'Banca personal',
    title: 'Tu dinero, claro y a la mano.',
    text: 'Abre tu Cuenta Digital en unos 8 minutos, sin ir a sucursal y sin comisión mensual. Si algo no queda claro, pregúntanos a cualquier hora.',
    chat: 'Preguntar en el chat',
    products: 'Ver productos',
  },
  card: {
    name: 'Cuenta Digital',
    balance: 'Saldo disponible',
    amount: '$18,420.50',
    saved: 'Meta “Vacaciones”',
    savedAmount: '+ $250.00',
    paid: 'Súper La Huerta',
    paidAmount: '− $412.30',
  },
  products: {
    title: 'Lo que necesitas, sin letra chiquita',
    lead: 'Elige por lo que quieres lograr. Las condiciones completas te las explica el chat.',
    cards: [
      {
        title: 'Cuenta Digital',
        text: 'Ábrela desde la app y recibe tu tarjeta virtual al instante.',
        fact: '$0',
        note: 'de comisión mensual',
      },
      {
        title: 'Ahorro Jox',
        text: 'Tu dinero crece y lo retiras cuando quieras.',
        fact: '4.50%',
        note: 'anual bruto, hasta $250,000',
      },
      {
        title: 'Tarjeta Clásica',
        text: 'Para empezar tu historial, con cashback en súper y farmacias.',
        fact: '1%',
        note: 'de cashback; CAT promedio 84.6% sin IVA',
      },
      {
        title: 'JoxNota',
        text: 'Inversión a plazo fijo: sabes desde hoy cuánto vas a ganar.',
        fact: '7.90%',
        note: 'anual bruto a 364 días',
      },
    ],
  },
  help: {
    title: '¿En qué te ayudamos?',
    lead: 'Escríbelo en el chat, abajo a la derecha, con tus palabras. Por ejemplo:',
    questions: [
      '¿A qué hora abren las sucursales?',
      '¿Cuánto puedo transferir por SPEI al día?',
      'Perdí mi tarjeta, ¿qué hago?',
      'Quiero hablar con una persona',
    ],
    phone: 'JoxLínea: 55 5000 0000',
    hours: 'Todos los días de 7:00 a 23:00 h. Robo, extravío y fraude: las 24 horas.',
  },
  protection: {
    title: 'Nunca te pediremos tus claves',
    text: 'Ni en el chat, ni por teléfono, ni por correo.',
    points: [
      'Tu NIP y tus contraseñas son solo tuyos.',
      'Los códigos de JoxToken no se comparten con nadie.',
      'Ante la duda, cuelga y llámanos tú.',
    ],
  },
  footer: {
    fictional: (bank) => `${bank} es un banco ficticio. Productos, tasas, teléfonos y personas son inventados.`,
    demo: 'Página de demostración del chat de JoxAI.',
  },
};

const en: DemoTexts = {
  title: (bank) => `${bank} · Banking made plain`,
  skip: 'Skip to content',
  menu: 'Sections',
  nav: { accounts: 'Products', help: 'Help', protection: 'Security' },
  otherLanguage: { code: 'es', label: 'Español' },
  hero: {
    eyebrow: 'Personal banking',
    title: 'Your money, clear and close at hand.',
    text: 'Open your Cuenta Digital in about 8 minutes, with no branch visit and no monthly fee. If anything is unclear, ask us at any hour.',
    chat: 'Ask in the chat',
    products: 'See products',
  },
  card: {
    name: 'Cuenta Digital',
    balance: 'Available balance',
    amount: '$18,420.50',
    saved: '“Holidays” goal',
    savedAmount: '+ $250.00',
    paid: 'Súper La Huerta',
    paidAmount: '− $412.30',
  },
  products: {
    title: 'What you need, without the small print',
    lead: 'Choose by what you want to achieve. The chat explains the full terms.',
    cards: [
      {
        title: 'Cuenta Digital',
        text: 'Open it in the app and get a virtual card at once.',
        fact: '$0',
        note: 'monthly fee',
      },
      {
        title: 'Ahorro Jox',
        text: 'Your money grows, and you withdraw whenever you like.',
        fact: '4.50%',
        note: 'a year gross, up to $250,000',
      },
      {
        title: 'Clásica card',
        text: 'Start your credit history, with cashback at supermarkets and pharmacies.',
        fact: '1%',
        note: 'cashback; average CAT 84.6% before VAT',
      },
      {
        title: 'JoxNota',
        text: 'A fixed-term investment: know today what you will earn.',
        fact: '7.90%',
        note: 'a year gross over 364 days',
      },
    ],
  },
  help: {
    title: 'How can we help?',
    lead: 'Write it in the chat, bottom right, in your own words. For example:',
    questions: [
      'What time do branches open?',
      'How much can I send by SPEI in a day?',
      'I lost my card, what do I do?',
      'I want to talk to a person',
    ],
    phone: 'JoxLínea: 55 5000 0000',
    hours: 'Every day from 7:00 to 23:00. Theft, loss and fraud: 24 hours.',
  },
  protection: {
    title: 'We will never ask for your secrets',
    text: 'Not in the chat, not by phone, not by e-mail.',
    points: [
      'Your PIN and passwords are yours alone.',
      'JoxToken codes are shared with nobody.',
      'When in doubt, hang up and call us yourself.',
    ],
  },
  footer: {
    fictional: (bank) => `${bank} is a fictional bank. Products, rates, phone numbers and people are invented.`,
    demo: 'Demonstration page of the JoxAI chat.',
  },
};

export const demoTexts: Record<Language, DemoTexts> = { es, en };
