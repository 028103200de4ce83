import type { Language } from '../../lib/language.ts';

export const EMERGENCY_KINDS = [
  'self_harm',
  'extortion',
  'fraud',
  'takeover',
  'sim_swap',
  'lost_card',
  'unknown_charge',
  'abuse',
  'bereavement',
  'legal',
  'complaint',
  'person',
] as const;
export type EmergencyKind = (typeof EMERGENCY_KINDS)[number];

const es: Record<EmergencyKind, string> = {
  self_harm:
    'Gracias por decírmelo; lamento que estés pasando por esto. No tienes que cargarlo a solas. Si corres peligro, llama al **911** ahora; en la **Línea de la Vida, 800 911 2000**, te escuchan gratis a cualquier hora. Ya avisé a una persona de nuestro equipo para que continúe contigo aquí. De las deudas nos ocupamos después, hay opciones.',
  extortion:
    'Lo más importante es tu seguridad. Si estás en peligro, llama al **911**. No envíes más dinero y guarda los mensajes. Para frenar movimientos en tus cuentas marca a nuestra línea de emergencia **{phone}**, las 24 horas. Ya avisé a una persona del equipo de seguridad, con prioridad urgente.',
  fraud:
    'Actúa ya: llama al **{phone}, opción 2**, las 24 horas; los primeros minutos cuentan. Cuelga con quien te esté contactando, pausa tus tarjetas en la app y cambia tu contraseña. No compartas ningún código más y guarda mensajes y comprobantes. Pasé tu caso al equipo de seguridad como **urgente**; una persona sigue contigo aquí.',
  takeover:
    'Vamos a proteger tu cuenta: llama ahora al **{phone}, opción 2**, las 24 horas, para bloquear el acceso. Si aún puedes entrar, cambia tu contraseña y pausa tus tarjetas. No des códigos a nadie. Pasé tu caso al equipo de seguridad como **urgente**; una persona sigue contigo aquí.',
  sim_swap:
    'Puede que alguien haya tomado tu número. Desde otro teléfono llama ya al **{phone}, opción 2**, las 24 horas, para bloquear la app y las transferencias, y después a tu compañía de celular. Pasé tu caso al equipo de seguridad como **urgente**; una persona sigue contigo aquí.',
  lost_card:
    'Lamento lo ocurrido. Bloquea la tarjeta ya: llama al **{phone}, opción 1**, las 24 horas (desde el extranjero, **{phoneAbroad}**), o repórtala en la app, en *Tarjetas > Reportar*. Si también se llevaron tu celular, pide que desliguen tu app en la misma llamada. Pasé tu reporte a una persona como **urgente**.',
  unknown_charge:
    'Vamos a revisarlo. Por lo pronto, pausa tu tarjeta en la app y, si ves más movimientos que no hiciste, llama al **{phone}, opción 2**, las 24 horas. No borres mensajes ni comprobantes. Pasé tu caso a una persona del equipo de seguridad como **urgente** para abrir la aclaración contigo.',
  abuse:
    'Gracias por contármelo. Nadie debe quitarte tu dinero ni obligarte a usar tu cuenta. Si estás en peligro, llama al **911**. Puedes hablar a solas con nosotros en el **{phone}**. No compartas tu NIP. Pasé tu caso, de forma confidencial y con prioridad alta, a una persona del equipo, que te ayudará a proteger tu cuenta.',
  bereavement:
    'Lamento mucho tu pérdida. No tienes que resolver todo hoy. Pasé tu caso a una persona que te acompañará paso a paso con las cuentas y los trámites; te escribirá por aquí. Mientras tanto no uses la tarjeta ni las claves de la persona fallecida.',
  legal:
    'Entiendo la seriedad de lo que planteas. Pasé tu mensaje con prioridad alta a una persona autorizada para atenderlo; te responderá por aquí. Si tienes un folio o documentos, tenlos a la mano.',
  complaint:
    'Lamento lo que pasó y entiendo tu molestia. Registré tu queja y la pasé a una persona de nuestro equipo, que la revisará contigo aquí mismo. Si quieres, cuéntanos la fecha, el lugar y la solución que esperas.',
  person:
    'Claro, te comunico con una persona de nuestro equipo. Te atenderá en este mismo chat; si quieres, ve contando los detalles.',
};

const en: Record<EmergencyKind, string> = {
  self_harm:
    'Thank you for telling me; I am sorry you are going through this. You do not have to carry it alone. If you are in danger, call **911** now; in Mexico the **Línea de la Vida, 800 911 2000**, listens free of charge at any hour. I have alerted a person on our team to continue with you here. The money side can wait, and there are options.',
  extortion:
    'Your safety comes first. If you are in danger, call **911**. Send no more money and keep the messages. To stop movements on your accounts call our emergency line **{phone}**, 24 hours a day. I have alerted a person on the security team, marked urgent.',
  fraud:
    'Act now: call **{phone}, option 2**, 24 hours a day; the first minutes count. Hang up on whoever is contacting you, pause your cards in the app and change your password. Share no more codes and keep messages and receipts. I passed your case to the security team as **urgent**; a person continues with you here.',
  takeover:
    'Let us protect your account: call **{phone}, option 2**, now, 24 hours a day, to block access. If you can still get in, change your password and pause your cards. Give no codes to anyone. I passed your case to the security team as **urgent**; a person continues with you here.',
  sim_swap:
    'Someone may have taken over your number. From another phone call **{phone}, option 2**, now, 24 hours a day, to block the app and transfers, then call your mobile company. I passed your case to the security team as **urgent**; a person continues with you here.',
  lost_card:
    'I am sorry this happened. Block the card now: call **{phone}, option 1**, 24 hours a day (from abroad **{phoneAbroad}**), or report it in the app under *Cards > Report*. If your phone was taken too, ask for the app to be unlinked in the same call. I passed your report to a person as **urgent**.',
  unknown_charge:
    'Let us look into it. For now pause your card in the app and, if you see more movements you did not make, call **{phone}, option 2**, 24 hours a day. Keep messages and receipts. I passed your case to a person on the security team as **urgent** to open the dispute with you.',
  abuse:
    'Thank you for telling me. Nobody should take your money or make you use your account. If you are in danger, call **911**. You can talk to us alone on **{phone}**. Do not share your PIN. I passed your case, in confidence and with high priority, to a person who will help you protect your account.',
  bereavement:
    'I am very sorry for your loss. You do not have to sort everything out today. I passed your case to a person who will go through the accounts and the paperwork with you, step by step, in this chat. Meanwhile please do not use the card or passwords of the person who died.',
  legal:
    'I understand how serious this is. I passed your message with high priority to a person authorised to deal with it; they will answer you here. If you have a reference number or documents, please keep them at hand.',
  complaint:
    'I am sorry about what happened and I understand that you are upset. I recorded your complaint and passed it to a person on our team, who will go through it with you here. If you like, tell us the date, the place and the solution you expect.',
  person:
    'Of course, I am putting you through to a person on our team. They will answer in this chat; feel free to add details meanwhile.',
};

/** How a customer reaches the bank in an emergency. */
export interface BankContact {
  bankName: string;
  phone: string;
  phoneAbroad: string;
}

export const replyText = (kind: EmergencyKind, language: Language, bank: BankContact): string =>
  (language === 'es' ? es : en)[kind].replace(
    /\{(phone|phoneAbroad|bankName)\}/g,
    (_, name: keyof BankContact) => bank[name],
  );

const SUBJECTS: Record<EmergencyKind, Record<Language, string>> = {
  self_harm: { es: 'Cliente en riesgo personal', en: 'Customer at personal risk' },
  extortion: { es: 'Extorsión o amenazas', en: 'Extortion or threats' },
  fraud: { es: 'Fraude en curso', en: 'Fraud in progress' },
  takeover: { es: 'Acceso ajeno a la cuenta', en: 'Account takeover' },
  sim_swap: { es: 'Posible duplicado de SIM', en: 'Possible SIM swap' },
  lost_card: { es: 'Tarjeta robada o extraviada', en: 'Lost or stolen card' },
  unknown_charge: { es: 'Cargo no reconocido', en: 'Unrecognised charge' },
  abuse: { es: 'Posible abuso de un cliente vulnerable', en: 'Possible abuse of a vulnerable customer' },
  bereavement: { es: 'Fallecimiento de un familiar', en: 'Bereavement' },
  legal: { es: 'Asunto legal', en: 'Legal matter' },
  complaint: { es: 'Queja', en: 'Complaint' },
  person: { es: 'Pide hablar con una persona', en: 'Asks for a person' },
};

export const subjectOf = (kind: EmergencyKind, language: Language): string => SUBJECTS[kind][language];
