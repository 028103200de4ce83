/** What people ask in made-up histories. */
export const QUESTIONS = [
  '¿Cómo bloqueo mi tarjeta si la perdí?',
  'No reconozco un cargo de ayer en mi cuenta',
  '¿Cuánto tarda una transferencia a otro banco?',
  '¿Qué necesito para abrir una cuenta de ahorro?',
  'Me cobraron dos veces la misma compra',
  '¿A qué hora abre la sucursal del centro?',
  'How do I change my PIN?',
  'What is the fee for withdrawing abroad?',
  'I cannot log into the app since this morning',
  '¿Puedo adelantar pagos de mi crédito?',
  'Quiero aumentar el límite de mi tarjeta',
  'My transfer has not arrived yet',
] as const;

export const ANSWERS = [
  'Puedes hacerlo desde la aplicación, en Tarjetas, con la opción de bloqueo temporal.',
  'Las transferencias llegan el mismo día hábil si se hacen antes de las 17:00.',
  'Necesitas una identificación oficial y un comprobante de domicilio reciente.',
  'You can change it at any of our cash machines or in the app.',
  'Withdrawals abroad cost what our list of fees says for your account.',
  'La sucursal abre de lunes a viernes de 9:00 a 16:00.',
] as const;

export const OWN_WORDS = [
  'Hola, ya estoy revisando tu caso.',
  'Gracias por esperar. Encontré el movimiento y abrí la aclaración.',
  'Hello, I am looking into it right now.',
  '¿Me confirmas la fecha de la compra?',
] as const;

/** Articles of the demo bank that answers rest on. */
export const SLUGS = [
  'lost-or-stolen-card',
  'card-use-abroad',
  'spei-transfers',
  'savings-account',
  'branches-and-hours',
  'app-login',
] as const;
