import type {
  DeliveryError,
  DeliveryStatus,
  DisabledReason,
  WebhookEvent,
  WebhookFault,
} from '../../src/features/webhooks/model.ts';
import { counted } from '../../src/lib/format.ts';
import type { Language } from '../../src/lib/language.ts';

interface Question {
  title: string;
  text: string;
  action: string;
}

export type WebhookDone = 'saved' | 'removed' | 'enabled' | 'disabled' | 'replayed' | 'delivered' | 'undelivered';

interface WebhookTexts {
  list: string;
  add: string;
  addTitle: string;
  addLead: string;
  none: { title: string; text: string };
  columns: { where: string; hears: string; state: string; day: string; last: string };
  hears: (count: number) => string;
  day: (sent: string, failed: string) => string;
  pending: (count: string) => string;
  never: string;
  active: string;
  failing: (span: string) => string;
  disabled: Record<DisabledReason, string>;
  fields: {
    url: string;
    urlHint: string;
    description: string;
    descriptionHint: string;
    events: string;
    contents: string;
    contentsHint: string;
    change: string;
    save: string;
    create: string;
  };
  faults: Record<WebhookFault, string>;
  events: Record<WebhookEvent, string>;
  test: string;
  testEvent: string;
  secret: { title: string; text: string; go: string; rotated: string };
  rotate: string;
  rotateQuestion: Question;
  overlap: (until: string) => string;
  enable: string;
  disable: string;
  disableQuestion: Question;
  remove: string;
  removeQuestion: Question;
  done: Record<WebhookDone, string>;
  log: {
    title: string;
    lead: string;
    list: string;
    none: { title: string; text: string };
    columns: { event: string; state: string; answer: string; tries: string; when: string };
    filters: { status: string; event: string };
    statuses: Record<DeliveryStatus, string>;
    errors: Record<DeliveryError, string>;
    answered: (status: string, ms: string) => string;
    next: string;
    replayAll: string;
    replayAllQuestion: Question;
    replayed: (count: string) => string;
  };
  delivery: {
    title: string;
    id: string;
    payload: string;
    payloadHint: string;
    tries: string;
    noTries: string;
    answer: string;
    replay: string;
    onItsWay: string;
  };
}

const es: WebhookTexts = {
  list: 'Webhooks',
  add: 'Agregar webhook',
  addTitle: 'Webhook nuevo',
  addLead: 'Otro sistema del banco recibe un aviso firmado de cada evento que elijas.',
  none: { title: 'Todavía no hay webhooks', text: 'Agrega uno para que otro sistema se entere de lo que pasa aquí.' },
  columns: { where: 'Destino', hears: 'Eventos', state: 'Estado', day: 'Últimas 24 horas', last: 'Última entrega' },
  hears: (count) => (count === 1 ? '1 evento' : `${count} eventos`),
  day: (sent, failed) =>
    `${sent} ${sent === '1' ? 'entregada' : 'entregadas'}, ${failed} ${failed === '1' ? 'fallida' : 'fallidas'}`,
  pending: (count) => `${count} por entregar`,
  never: 'Ninguna',
  active: 'Activo',
  failing: (span) => `Falla desde hace ${span}`,
  disabled: { manual: 'Desactivado', failing: 'Desactivado: nada le llegaba', gone: 'Desactivado: ya no existe' },
  fields: {
    url: 'Dirección',
    urlHint: 'Una dirección pública que empiece con https://.',
    description: 'Descripción',
    descriptionHint: 'Para reconocerlo, por ejemplo «Core bancario».',
    events: 'Eventos que recibe',
    contents: 'Incluir lo que escriben las personas',
    contentsHint: 'Textos, nombres y correos viajan al otro sistema. Sin esto viajan solo identificadores y estados.',
    change: 'Cambiar dirección y eventos',
    save: 'Guardar',
    create: 'Crear webhook',
  },
  faults: {
    url: 'Escribe una dirección completa, como https://ejemplo.com/aviso.',
    scheme: 'La dirección debe empezar con https://.',
    credentials: 'La dirección no puede llevar usuario ni contraseña.',
    not_public: 'Esa dirección lleva a una red privada o a este equipo.',
    unknown_host: 'No se encuentra ese servidor.',
    events: 'Elige al menos un evento.',
    description: 'Usa 200 caracteres como máximo.',
    too_many: 'Ya hay 50 webhooks: borra uno antes.',
  },
  events: {
    conversation_started: 'Empieza una conversación',
    conversation_escalated: 'Una conversación pasa a una persona',
    conversation_ended: 'Termina una conversación',
    conversation_rated: 'Un cliente califica',
    new_message: 'Hay un mensaje nuevo',
    ticket_created: 'Se abre un caso',
    ticket_assigned: 'Se asigna un caso',
    ticket_status_changed: 'Un caso cambia de estado',
    ticket_updated: 'Otro dato de un caso cambia',
    sla_breached: 'Vence un plazo',
    article_published: 'Se publica un artículo',
    notification: 'Alguien del equipo recibe un aviso',
  },
  test: 'Enviar prueba',
  testEvent: 'Prueba',
  secret: {
    title: 'Guarda el secreto ahora',
    text: 'Con él comprueba el otro sistema que la entrega viene de aquí (Standard Webhooks). No se vuelve a mostrar.',
    go: 'Ir al webhook',
    rotated: 'El secreto anterior también firma durante 24 horas.',
  },
  rotate: 'Renovar secreto',
  rotateQuestion: {
    title: '¿Renovar el secreto?',
    text: 'Se muestra uno nuevo una sola vez. Durante 24 horas se firma con los dos.',
    action: 'Renovar',
  },
  overlap: (until) => `El secreto anterior firma también hasta ${until}.`,
  enable: 'Activar',
  disable: 'Desactivar',
  disableQuestion: {
    title: '¿Desactivar el webhook?',
    text: 'Lo que está por entregar se da por fallido, y lo que pase mientras tanto no se le avisa.',
    action: 'Desactivar',
  },
  remove: 'Borrar',
  removeQuestion: {
    title: '¿Borrar el webhook?',
    text: 'Se borra con su registro de entregas. No se puede deshacer.',
    action: 'Borrar webhook',
  },
  done: {
    saved: 'Se guardó.',
    removed: 'Se borró el webhook.',
    enabled: 'El webhook está activo.',
    disabled: 'El webhook está desactivado.',
    replayed: 'Las entregas van otra vez en camino.',
    delivered: 'La prueba llegó.',
    undelivered: 'La prueba no llegó: mira la entrega.',
  },
  log: {
    title: 'Entregas',
    lead: 'La más nueva primero. Lo que falla se intenta de nuevo durante un día.',
    list: 'Entregas, la más nueva primero',
    none: { title: 'Sin entregas', text: 'Aquí aparece cada evento que se le avise, y cómo le fue.' },
    columns: { event: 'Evento', state: 'Estado', answer: 'Respuesta', tries: 'Intentos', when: 'Ocurrió' },
    filters: { status: 'Estado', event: 'Evento' },
    statuses: { PENDING: 'En camino', SENT: 'Entregada', FAILED: 'Fallida' },
    errors: {
      status: 'Respondió con un error',
      redirect: 'Quiso desviar la entrega',
      gone: 'Dijo que ya no existe',
      timeout: 'No respondió a tiempo',
      network: 'No se pudo conectar',
      tls: 'Su certificado no es válido',
      unknown_host: 'No se encontró el servidor',
      not_public: 'Lleva a una red privada',
      secret: 'No se pudo abrir el secreto',
    },
    answered: (status, ms) => `${status} en ${ms} ms`,
    next: 'Siguiente intento:',
    replayAll: 'Reenviar las fallidas',
    replayAllQuestion: {
      title: '¿Reenviar todas las entregas fallidas?',
      text: 'Todo lo que falló y sigue en el registro se manda otra vez, con los mismos identificadores.',
      action: 'Reenviar',
    },
    replayed: (count) =>
      count === '0'
        ? 'No hay nada que reenviar.'
        : `${counted(count, 'entrega va', 'entregas van')} otra vez en camino.`,
  },
  delivery: {
    title: 'Entrega',
    id: 'Identificador',
    payload: 'Datos',
    payloadHint: 'Lo que escriben las personas no se guarda aquí: se lee al enviar, si el webhook lo incluye.',
    tries: 'Intentos',
    noTries: 'Todavía ninguno.',
    answer: 'Respuesta',
    replay: 'Reenviar',
    onItsWay: 'Esta entrega ya va en camino, o el webhook está desactivado.',
  },
};

const en: WebhookTexts = {
  list: 'Webhooks',
  add: 'Add webhook',
  addTitle: 'New webhook',
  addLead: 'Another system of the bank gets a signed message of each event that you choose.',
  none: { title: 'No webhooks yet', text: 'Add one so that another system hears of what happens here.' },
  columns: { where: 'Target', hears: 'Events', state: 'State', day: 'Last 24 hours', last: 'Last delivery' },
  hears: (count) => (count === 1 ? '1 event' : `${count} events`),
  day: (sent, failed) => `${sent} delivered, ${failed} failed`,
  pending: (count) => `${count} to be delivered`,
  never: 'None',
  active: 'Active',
  failing: (span) => `Failing for ${span}`,
  disabled: { manual: 'Disabled', failing: 'Disabled: nothing reached it', gone: 'Disabled: it is gone' },
  fields: {
    url: 'Address',
    urlHint: 'A public address that begins with https://.',
    description: 'Description',
    descriptionHint: 'To know it by, such as “Core banking”.',
    events: 'Events that it hears of',
    contents: 'Include what people write',
    contentsHint: 'Texts, names and mail addresses go to the other system. Without this only ids and states do.',
    change: 'Change address and events',
    save: 'Save',
    create: 'Add webhook',
  },
  faults: {
    url: 'Type a whole address such as https://example.com/hook.',
    scheme: 'The address must begin with https://.',
    credentials: 'The address must not hold a user name or a password.',
    not_public: 'That address leads to a private network or to this machine.',
    unknown_host: 'That server cannot be found.',
    events: 'Choose at least one event.',
    description: 'Use at most 200 characters.',
    too_many: 'There are 50 webhooks already: delete one first.',
  },
  events: {
    conversation_started: 'A conversation begins',
    conversation_escalated: 'A conversation goes to a person',
    conversation_ended: 'A conversation ends',
    conversation_rated: 'A customer rates',
    new_message: 'There is a new message',
    ticket_created: 'A ticket is opened',
    ticket_assigned: 'A ticket is assigned',
    ticket_status_changed: 'A ticket changes its status',
    ticket_updated: 'Something else of a ticket changes',
    sla_breached: 'A deadline passes',
    article_published: 'An article is published',
    notification: 'Somebody of the team is notified',
  },
  test: 'Send a test',
  testEvent: 'Test',
  secret: {
    title: 'Keep the secret now',
    text: 'With it the other system checks that a delivery comes from here (Standard Webhooks). It is not shown again.',
    go: 'Go to the webhook',
    rotated: 'The secret before it signs too for 24 hours.',
  },
  rotate: 'Renew secret',
  rotateQuestion: {
    title: 'Renew the secret?',
    text: 'A new one is shown once. For 24 hours both sign.',
    action: 'Renew',
  },
  overlap: (until) => `The secret before this one signs too until ${until}.`,
  enable: 'Enable',
  disable: 'Disable',
  disableQuestion: {
    title: 'Disable the webhook?',
    text: 'What is to be delivered counts as failed, and it is not told of what happens meanwhile.',
    action: 'Disable',
  },
  remove: 'Delete',
  removeQuestion: {
    title: 'Delete the webhook?',
    text: 'It goes with its log of deliveries. This cannot be undone.',
    action: 'Delete webhook',
  },
  done: {
    saved: 'Saved.',
    removed: 'The webhook was deleted.',
    enabled: 'The webhook is active.',
    disabled: 'The webhook is disabled.',
    replayed: 'The deliveries are on their way again.',
    delivered: 'The test arrived.',
    undelivered: 'The test did not arrive: see the delivery.',
  },
  log: {
    title: 'Deliveries',
    lead: 'The newest first. What fails is tried again for a day.',
    list: 'Deliveries, the newest first',
    none: { title: 'No deliveries', text: 'Each event that it is told of stands here, with how it went.' },
    columns: { event: 'Event', state: 'State', answer: 'Answer', tries: 'Tries', when: 'Happened' },
    filters: { status: 'State', event: 'Event' },
    statuses: { PENDING: 'On its way', SENT: 'Delivered', FAILED: 'Failed' },
    errors: {
      status: 'It answered with an error',
      redirect: 'It wanted to redirect the delivery',
      gone: 'It said that it is gone',
      timeout: 'It did not answer in time',
      network: 'No connection',
      tls: 'Its certificate is not valid',
      unknown_host: 'The server was not found',
      not_public: 'It leads to a private network',
      secret: 'The secret could not be opened',
    },
    answered: (status, ms) => `${status} in ${ms} ms`,
    next: 'Next try:',
    replayAll: 'Send failed ones again',
    replayAllQuestion: {
      title: 'Send all failed deliveries again?',
      text: 'Everything that failed and stands in the log is sent once more, under the same ids.',
      action: 'Send again',
    },
    replayed: (count) =>
      count === '0'
        ? 'There is nothing to send again.'
        : `${counted(count, 'delivery is on its way', 'deliveries are on their way')} again.`,
  },
  delivery: {
    title: 'Delivery',
    id: 'Id',
    payload: 'Data',
    payloadHint: 'What people write is not kept here: it is read when it is sent, if the webhook includes it.',
    tries: 'Tries',
    noTries: 'None yet.',
    answer: 'Answer',
    replay: 'Send again',
    onItsWay: 'This delivery is on its way already, or the webhook is disabled.',
  },
};

export const webhookTexts: Record<Language, WebhookTexts> = { es, en };
