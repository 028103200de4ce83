import { formatSpan } from '../../lib/format.ts';
import type { Language } from '../../lib/language.ts';
import type { CauseData, StaffKind } from './model.ts';

interface Words {
  title: string;
  body: string;
}

type Writer = (data: CauseData) => Words;

const quoted = (excerpt?: string): string => (excerpt ? `\n\n«${excerpt}»` : '');
const cited = (excerpt?: string): string => (excerpt ? `\n\n“${excerpt}”` : '');

const leftOf = (minutes: number): string => formatSpan(minutes * 60_000) || '1 min';

/** A ticket's status in words; any other text as it is. */
const STATUSES: Record<Language, Record<string, string>> = {
  es: { OPEN: 'abierto', IN_PROGRESS: 'en curso', RESOLVED: 'resuelto', CLOSED: 'cerrado' },
  en: { OPEN: 'open', IN_PROGRESS: 'in progress', RESOLVED: 'resolved', CLOSED: 'closed' },
};
const named = (language: Language, status?: string): string => STATUSES[language][status ?? ''] ?? status ?? '';

const es: Record<StaffKind, Writer> = {
  ticket_created: ({ reference, subject, customer }) => ({
    title: `Caso nuevo ${reference}`,
    body: `${customer ?? 'Un cliente'}: ${subject ?? ''}`,
  }),
  ticket_assigned: ({ reference, subject, actor }) => ({
    title: `Te asignaron ${reference}`,
    body: `${actor ? `${actor} te lo asignó: ` : ''}${subject ?? ''}`,
  }),
  ticket_status_changed: ({ reference, subject, actor, from, to }) => ({
    title: `${reference} está ${named('es', to)}`,
    body: `${actor ?? 'El sistema'} lo pasó${from ? ` de «${named('es', from)}»` : ''} a «${named('es', to)}»: ${subject ?? ''}`,
  }),
  ticket_message: ({ reference, actor, customer, excerpt }) => ({
    title: `Mensaje nuevo en ${reference}`,
    body: `${actor ?? customer ?? 'El cliente'} escribió en el caso.${quoted(excerpt)}`,
  }),
  sla_warning: ({ reference, subject, minutes }) => ({
    title: `${reference} está por vencer`,
    body: `${minutes === undefined ? 'El plazo está por vencer' : `Tiempo restante: ${leftOf(minutes)}`} · ${subject ?? ''}`,
  }),
  sla_breached: ({ reference, subject }) => ({
    title: `${reference} venció`,
    body: `Se pasó el plazo prometido: ${subject ?? ''}`,
  }),
  conversation_waiting: ({ customer, excerpt }) => ({
    title: 'Un cliente espera a una persona',
    body: `${customer ?? 'Un visitante'} está en la fila.${quoted(excerpt)}`,
  }),
  conversation_assigned: ({ customer, actor, excerpt }) => ({
    title: `Tienes una conversación con ${customer ?? 'un visitante'}`,
    body: `${actor ? `${actor} te la pasó.` : 'Se te asignó desde la fila.'}${quoted(excerpt)}`,
  }),
  conversation_returned: ({ customer, actor }) => ({
    title: 'Una conversación volvió a la fila',
    body: `${customer ?? 'Un visitante'} esperaba sin respuesta${actor ? ` de ${actor}` : ''} y volvió a la fila.`,
  }),
  mention: ({ actor, customer, excerpt }) => ({
    title: `${actor ?? 'Alguien'} te mencionó`,
    body: `En una nota sobre ${customer ?? 'un visitante'}.${quoted(excerpt)}`,
  }),
  answer_reported: ({ actor, excerpt }) => ({
    title: 'Se reportó una respuesta del asistente',
    body: `${actor ?? 'Alguien'} la marcó como equivocada.${quoted(excerpt)}`,
  }),
  article_review: ({ actor, subject }) => ({
    title: 'Un artículo espera revisión',
    body: `«${subject ?? ''}», que envió ${actor ?? 'un colega'}. Está en Conocimiento.`,
  }),
  article_returned: ({ actor, subject, excerpt }) => ({
    title: 'Te devolvieron un artículo',
    body: `${actor ?? 'Un colega'} te devolvió «${subject ?? ''}».${quoted(excerpt)}`,
  }),
  webhook_disabled: ({ subject }) => ({
    title: 'Se desactivó un webhook',
    body: `Nada llegó a ${subject ?? ''} durante demasiado tiempo. Lo que no se entregó está en su registro.`,
  }),
  audit_broken: ({ reference }) => ({
    title: 'La auditoría no está íntegra',
    body: `La cadena se rompe en el registro ${reference ?? ''}. Revísalo en la página de auditoría.`,
  }),
};

const en: Record<StaffKind, Writer> = {
  ticket_created: ({ reference, subject, customer }) => ({
    title: `New ticket ${reference}`,
    body: `${customer ?? 'A customer'}: ${subject ?? ''}`,
  }),
  ticket_assigned: ({ reference, subject, actor }) => ({
    title: `${reference} was assigned to you`,
    body: `${actor ? `${actor} assigned it to you: ` : ''}${subject ?? ''}`,
  }),
  ticket_status_changed: ({ reference, subject, actor, from, to }) => ({
    title: `${reference} is now ${named('en', to)}`,
    body: `${actor ?? 'The system'} changed it${from ? ` from “${named('en', from)}”` : ''} to “${named('en', to)}”: ${subject ?? ''}`,
  }),
  ticket_message: ({ reference, actor, customer, excerpt }) => ({
    title: `New message in ${reference}`,
    body: `${actor ?? customer ?? 'The customer'} wrote in the ticket.${cited(excerpt)}`,
  }),
  sla_warning: ({ reference, subject, minutes }) => ({
    title: `${reference} is about to be overdue`,
    body: `${minutes === undefined ? 'The time promised is nearly over' : `Time left: ${leftOf(minutes)}`} · ${subject ?? ''}`,
  }),
  sla_breached: ({ reference, subject }) => ({
    title: `${reference} is overdue`,
    body: `The time promised has passed: ${subject ?? ''}`,
  }),
  conversation_waiting: ({ customer, excerpt }) => ({
    title: 'A customer waits for a person',
    body: `${customer ?? 'A visitor'} is in the queue.${cited(excerpt)}`,
  }),
  conversation_assigned: ({ customer, actor, excerpt }) => ({
    title: `You have a conversation with ${customer ?? 'a visitor'}`,
    body: `${actor ? `${actor} passed it to you.` : 'It was assigned to you from the queue.'}${cited(excerpt)}`,
  }),
  conversation_returned: ({ customer, actor }) => ({
    title: 'A conversation went back to the queue',
    body: `${customer ?? 'A visitor'} waited without an answer${actor ? ` from ${actor}` : ''} and is in the queue again.`,
  }),
  mention: ({ actor, customer, excerpt }) => ({
    title: `${actor ?? 'Somebody'} mentioned you`,
    body: `In a note about ${customer ?? 'a visitor'}.${cited(excerpt)}`,
  }),
  answer_reported: ({ actor, excerpt }) => ({
    title: 'An answer of the assistant was reported',
    body: `${actor ?? 'Somebody'} marked it as wrong.${cited(excerpt)}`,
  }),
  article_review: ({ actor, subject }) => ({
    title: 'An article waits for a review',
    body: `“${subject ?? ''}”, which ${actor ?? 'a colleague'} sent. It is in Knowledge.`,
  }),
  article_returned: ({ actor, subject, excerpt }) => ({
    title: 'An article was sent back to you',
    body: `${actor ?? 'A colleague'} sent “${subject ?? ''}” back.${cited(excerpt)}`,
  }),
  webhook_disabled: ({ subject }) => ({
    title: 'A webhook was disabled',
    body: `Nothing reached ${subject ?? ''} for too long. What was not delivered stands in its log.`,
  }),
  audit_broken: ({ reference }) => ({
    title: 'The audit log is not whole',
    body: `Its chain breaks at entry ${reference ?? ''}. See the page of the audit log.`,
  }),
};

const WRITERS: Record<Language, Record<StaffKind, Writer>> = { es, en };

export const writeFor = (language: Language, kind: StaffKind, data: CauseData): Words => WRITERS[language][kind](data);

/** The subject of every mail about one thing: mail programs group by it besides the headers. */
export function threadSubject(language: Language, { reference, subject, customer }: CauseData): string | null {
  if (reference) return `[${reference}] ${subject ?? ''}`.trim();
  if (!customer) return null;
  return language === 'es' ? `Conversación con ${customer}` : `Conversation with ${customer}`;
}

/** Mail that is no staff member's choice, and the words around all mails. `{bank}` is the bank's name. */
export const MAIL_TEXTS = {
  es: {
    passwordLink: {
      invitation: {
        subject: 'Tu acceso al panel de {bank}',
        title: 'Te damos la bienvenida',
        body: 'Se creó una cuenta para ti en el panel de atención de {bank}. Elige tu contraseña para entrar. El enlace sirve una sola vez y vence en 72 horas.',
      },
      reset: {
        subject: 'Elige una contraseña nueva',
        title: 'Contraseña nueva',
        body: 'Quien administra el panel de {bank} te envió este enlace para elegir una contraseña nueva. Sirve una sola vez y vence en 72 horas.',
      },
    },
    agentReply: {
      subject: 'Respuesta de {bank} a tu consulta',
      title: 'Te respondimos',
    },
    ticketReply: { subject: '[{reference}] {subject}', title: 'Hay novedades de tu caso {reference}' },
    openTicket: 'Ver el caso',
    openConversation: 'Abrir la conversación',
    openPassword: 'Elegir contraseña',
    openAccount: 'Abrir mi cuenta',
    openPage: 'Abrir en el panel',
    returnNote:
      'El enlace abre tu conversación, es solo para ti y vence en 7 días. No respondas a este correo: nadie lo lee.',
    staffNote: 'Puedes elegir qué avisos recibes en las preferencias del panel.',
    securityNote: 'Este aviso cuida tu cuenta: llega siempre.',
    ignoreNote: 'Si no esperabas este correo, ignóralo.',
  },
  en: {
    passwordLink: {
      invitation: {
        subject: 'Your access to the panel of {bank}',
        title: 'Welcome',
        body: 'An account was made for you in the service panel of {bank}. Choose your password to log in. The link works once and expires in 72 hours.',
      },
      reset: {
        subject: 'Choose a new password',
        title: 'New password',
        body: 'An administrator of the panel of {bank} sent you this link to choose a new password. It works once and expires in 72 hours.',
      },
    },
    agentReply: {
      subject: 'Reply from {bank} to your question',
      title: 'We replied to you',
    },
    ticketReply: { subject: '[{reference}] {subject}', title: 'There is news about your case {reference}' },
    openTicket: 'See the ticket',
    openConversation: 'Open the conversation',
    openPassword: 'Choose a password',
    openAccount: 'Open my account',
    openPage: 'Open in the panel',
    returnNote:
      'The link opens your conversation, is for you alone and expires in 7 days. Do not reply to this mail: nobody reads it.',
    staffNote: 'You can choose what you are told of in the preferences of the panel.',
    securityNote: 'This notice protects your account: it is always sent.',
    ignoreNote: 'If you did not expect this mail, ignore it.',
  },
} as const;
