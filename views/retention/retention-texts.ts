import type { RetentionClass } from '../../src/features/retention/model.ts';
import { counted } from '../../src/lib/format.ts';
import type { Language } from '../../src/lib/language.ts';

interface RetentionTexts {
  classesTitle: string;
  classesText: string;
  change: string;
  columns: { name: string; keep: string; due: string; oldest: string; held: string; last: string };
  classes: Record<RetentionClass, string>;
  days: (days: string) => string;
  forEver: string;
  nothing: string;
  went: (rows: string) => string;
  goesOn: string;
  holdsTitle: string;
  holdsText: string;
  noHolds: string;
  holdColumns: { what: string; reason: string; by: string; since: string; deed: string };
  kinds: { customer: string; conversation: string };
  release: string;
  confirmRelease: { title: string; text: string; action: string };
  holdForm: { title: string; id: string; idHint: string; reason: string; submit: string };
  faults: { id: string; reason: string };
  done: { held: string; released: string };
}

const es: RetentionTexts = {
  classesTitle: 'Qué se conserva y cuánto tiempo',
  classesText:
    'Una vez al día se borra por sí solo lo que ya cumplió su tiempo. Aquí se ve qué se borraría ahora; mirarlo no borra nada.',
  change: 'Cambiar los plazos',
  columns: {
    name: 'Qué',
    keep: 'Se conserva',
    due: 'Se borraría ahora',
    oldest: 'Lo más viejo',
    held: 'Retenido',
    last: 'Última vez',
  },
  classes: {
    attachments: 'Archivos de las conversaciones',
    ai_traces: 'En qué se apoyó cada respuesta del asistente',
    tickets: 'Casos cerrados',
    complaints: 'Quejas cerradas',
    conversations: 'Conversaciones y sus mensajes',
    deleted_customers: 'Clientes eliminados',
    notifications: 'Avisos y correos',
    webhook_deliveries: 'Registro de los webhooks',
    sessions: 'Sesiones terminadas',
    sign_ins: 'Entradas del personal',
    audit: 'Registro de auditoría, por meses enteros',
  },
  days: (days) => counted(days, 'día', 'días'),
  forEver: 'Para siempre',
  nothing: 'Nada',
  went: (rows) => counted(rows, 'borrado', 'borrados'),
  goesOn: 'En curso',
  holdsTitle: 'Retenciones legales',
  holdsText:
    'Mientras dure una retención no se borra nada de ese cliente o de esa conversación, aunque ya haya cumplido su tiempo.',
  noHolds: 'No hay ninguna retención.',
  holdColumns: { what: 'Qué', reason: 'Motivo', by: 'Quién la puso', since: 'Desde', deed: 'Acción' },
  kinds: { customer: 'Cliente', conversation: 'Conversación' },
  release: 'Quitar',
  confirmRelease: {
    title: '¿Quitar la retención legal?',
    text: 'Lo que ya cumplió su tiempo se borrará en la próxima limpieza.',
    action: 'Quitar',
  },
  holdForm: {
    title: 'Retener una conversación',
    id: 'Número de la conversación',
    idHint: 'Está en la dirección de la conversación. Los clientes se retienen desde su ficha.',
    reason: 'Motivo',
    submit: 'Poner retención legal',
  },
  faults: { id: 'No hay ninguna conversación con ese número.', reason: 'Escribe el motivo, de hasta 300 caracteres.' },
  done: { held: 'La retención legal está puesta.', released: 'La retención legal se quitó.' },
};

const en: RetentionTexts = {
  classesTitle: 'What is kept, and for how long',
  classesText:
    'Once a day, what has been kept long enough is deleted by itself. This is what would be deleted now; looking at it deletes nothing.',
  change: 'Change the times',
  columns: {
    name: 'What',
    keep: 'Kept',
    due: 'Would be deleted now',
    oldest: 'Oldest',
    held: 'On hold',
    last: 'Last time',
  },
  classes: {
    attachments: 'Files of conversations',
    ai_traces: 'What each answer of the assistant rested on',
    tickets: 'Closed tickets',
    complaints: 'Closed complaints',
    conversations: 'Conversations and their messages',
    deleted_customers: 'Deleted customers',
    notifications: 'Notifications and mail',
    webhook_deliveries: 'Log of the webhooks',
    sessions: 'Ended sessions',
    sign_ins: 'Sign-ins of staff',
    audit: 'Audit log, by whole months',
  },
  days: (days) => counted(days, 'day', 'days'),
  forEver: 'For ever',
  nothing: 'Nothing',
  went: (rows) => `${rows} deleted`,
  goesOn: 'Under way',
  holdsTitle: 'Legal holds',
  holdsText:
    'While a hold is on, nothing of that customer or conversation is deleted, even when it has been kept long enough.',
  noHolds: 'There is no hold.',
  holdColumns: { what: 'What', reason: 'Reason', by: 'Put on by', since: 'Since', deed: 'Action' },
  kinds: { customer: 'Customer', conversation: 'Conversation' },
  release: 'Take off',
  confirmRelease: {
    title: 'Take the legal hold off?',
    text: 'What has been kept long enough will be deleted with the next clean-up.',
    action: 'Take off',
  },
  holdForm: {
    title: 'Put a conversation on hold',
    id: 'Number of the conversation',
    idHint: "It stands in the conversation's address. Customers are put on hold on their own page.",
    reason: 'Reason',
    submit: 'Put on legal hold',
  },
  faults: { id: 'There is no conversation of that number.', reason: 'Write the reason, of up to 300 characters.' },
  done: { held: 'The legal hold is on.', released: 'The legal hold is off.' },
};

export const retentionTexts: Record<Language, RetentionTexts> = { es, en };
