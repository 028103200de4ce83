import type { Language } from '../../src/lib/language.ts';

interface Asked {
  title: string;
  text: string;
  action: string;
}

/** Every word of the open conversation besides those of panel-texts.ts. */
interface ConversationTexts {
  inCharge: (name: string) => string;
  inChargeMine: string;
  takeOver: string;
  claim: string;
  claimConfirm: (name: string) => Asked;
  release: string;
  releaseConfirm: (name: string | null) => Asked;
  transfer: string;
  end: string;
  more: string;
  transcript: string;
  formats: { txt: string; pdf: string; json: string };
  notice: {
    emergency: string;
    bot: string;
    waiting: (since: string) => string;
    colleague: (name: string) => string;
    ended: string;
  };
  viewers: { one: string; many: string };
  typing: { customer: string; colleague: string };
  newMessages: string;
  /** Lines of the timeline: `{who}`, `{to}`, `{from}`. */
  changes: {
    tookOver: string;
    given: string;
    transferred: string;
    queued: string;
    silent: string;
    waiting: string;
    released: string;
    ended: string;
    endedByCustomer: string;
    endedBySystem: string;
    priority: string;
    tags: string;
    language: string;
  };
  actors: Record<string, string>;
  note: string;
  noteHint: string;
  attachment: string;
  delivery: {
    there: string;
    pending: string;
    mailed: (time: string) => string;
    failed: string;
    noAddress: string;
  };
  mailed: string;
  composer: {
    tabs: string;
    reply: string;
    note: string;
    replyLabel: (name: string) => string;
    replyPlaceholder: string;
    noteLabel: string;
    notePlaceholder: string;
    cannotReply: string;
    send: string;
    saveNote: string;
    attach: string;
    canned: string;
    suggest: string;
    enterSends: string;
    enterHint: string;
    dropHere: string;
    remove: string;
    sending: string;
    failed: string;
    retry: string;
    edit: string;
    tooLarge: (limit: string) => string;
    progress: string;
    noteKept: string;
    picker: { canned: string; people: string; none: string; manage: string; count: string };
  };
  suggestion: {
    title: string;
    hint: string;
    insert: string;
    dismiss: string;
    sources: string;
    noSources: string;
  };
  report: {
    open: string;
    title: string;
    reason: string;
    choose: string;
    reasons: Record<string, string>;
    comment: string;
    commentHint: string;
    send: string;
    needsReason: string;
    done: string;
    reported: string;
  };
  transferForm: {
    title: string;
    lead: string;
    to: string;
    queue: string;
    queueHint: string;
    me: string;
    availability: Record<'ONLINE' | 'AWAY' | 'OFFLINE', string>;
    load: (load: number, capacity: number) => string;
    notConnected: string;
    reason: string;
    reasonHint: string;
    action: string;
    needsTarget: string;
    goneTarget: string;
    done: (name: string) => string;
    doneQueue: string;
  };
  endForm: {
    title: string;
    lead: string;
    ticket: (reference: string) => string;
    resolve: string;
    keep: string;
    notes: string;
    notesHint: string;
    needsNotes: string;
    needsChoice: string;
    noTicket: string;
    action: string;
    done: string;
    doneResolved: (reference: string) => string;
  };
  toasts: {
    tookOver: string;
    released: string;
    lostRace: (name: string) => string;
    hasEnded: string;
    isGone: string;
    changed: string;
    notYours: string;
    tooLarge: string;
    wrongType: string;
    tooMany: string;
    empty: string;
    noSuggestion: string;
    nothingToSuggest: string;
  };
}

const es: ConversationTexts = {
  inCharge: (name) => `Atiende ${name}`,
  inChargeMine: 'La atiendes tú',
  takeOver: 'Tomar',
  claim: 'Tomar yo',
  claimConfirm: (name) => ({
    title: '¿Tomar esta conversación?',
    text: `La atiende ${name}. Pasará a ti con su caso abierto, y ${name} ya no podrá escribir al cliente.`,
    action: 'Tomar la conversación',
  }),
  release: 'Devolver al asistente',
  releaseConfirm: (name) => ({
    title: '¿Devolver al asistente?',
    text: `El asistente volverá a responder y ${name === null ? 'el cliente saldrá de la fila' : `${name} dejará de atender`}. El caso abierto se queda como está.`,
    action: 'Devolver al asistente',
  }),
  transfer: 'Transferir',
  end: 'Terminar',
  more: 'Más acciones',
  transcript: 'Descargar transcripción',
  formats: { txt: 'Texto (.txt)', pdf: 'PDF', json: 'JSON' },
  notice: {
    emergency: 'Emergencia: el cliente espera a una persona ahora mismo. Tómala para escribirle.',
    bot: 'Responde el asistente. Si tomas la conversación, dejará de escribir y contestarás tú.',
    waiting: (since) => `El cliente espera a una persona desde ${since}. Tómala para escribirle.`,
    colleague: (name) =>
      `La atiende ${name}. Puedes leerla y dejar notas; al cliente le escribe solo quien la atiende.`,
    ended: 'Esta conversación terminó: ya no se le puede escribir al cliente aquí. Las notas siguen abiertas.',
  },
  viewers: { one: '{names} también la está viendo', many: '{names} también la están viendo' },
  typing: { customer: 'El cliente está escribiendo…', colleague: '{name} está escribiendo…' },
  newMessages: 'Nuevos',
  changes: {
    tookOver: '{who} tomó la conversación',
    given: 'La conversación se asignó a {to}',
    transferred: '{who} la transfirió de {from} a {to}',
    queued: '{who} la devolvió a la fila',
    silent: 'Volvió a la fila: {from} no respondió a tiempo',
    waiting: 'Pasó a la fila para una persona',
    released: '{who} la devolvió al asistente',
    ended: '{who} terminó la conversación',
    endedByCustomer: 'El cliente terminó la conversación',
    endedBySystem: 'La conversación se cerró sola',
    priority: '{who} cambió la prioridad: {from} → {to}',
    tags: '{who} cambió las etiquetas: {to}',
    language: 'El idioma cambió a {to}',
  },
  actors: { desk: 'El reparto', assistant: 'El asistente', customer: 'El cliente', system: 'El sistema' },
  note: 'Nota privada',
  noteHint: 'Solo la ve el equipo',
  attachment: 'Descargar',
  delivery: {
    there: 'Entregado: el cliente tiene el chat abierto',
    pending: 'Enviado: el cliente no está en el chat; si no vuelve en un minuto le llegará por correo',
    mailed: (time) => `Enviado por correo a las ${time}`,
    failed: 'El correo no se pudo entregar; el mensaje queda en el chat',
    noAddress: 'El cliente no está y no dejó correo: lo leerá si vuelve al chat',
  },
  mailed: 'por correo',
  composer: {
    tabs: 'Qué escribes',
    reply: 'Responder',
    note: 'Nota privada',
    replyLabel: (name) => `Respuesta para ${name}`,
    replyPlaceholder: 'Escribe al cliente… Con / buscas respuestas guardadas',
    noteLabel: 'Nota privada para el equipo',
    notePlaceholder: 'Nota para el equipo… Con @ mencionas a alguien. El cliente nunca la ve.',
    cannotReply: 'Para escribir al cliente, toma la conversación.',
    send: 'Enviar al cliente',
    saveNote: 'Guardar nota',
    attach: 'Adjuntar archivo',
    canned: 'Respuestas guardadas',
    suggest: 'Pedir sugerencia',
    enterSends: 'Enviar con Enter',
    enterHint: 'Con esto apagado se envía con Ctrl+Enter',
    dropHere: 'Suelta el archivo para adjuntarlo',
    remove: 'Quitar {name}',
    sending: 'Enviando…',
    failed: 'No se envió',
    retry: 'Reintentar',
    edit: 'Volver a editar',
    tooLarge: (limit) => `{name} pesa más de ${limit}: no se puede enviar.`,
    progress: 'Subiendo {name}',
    noteKept: 'La nota no se guardó. Sigue aquí; intenta de nuevo.',
    picker: {
      canned: 'Respuestas guardadas',
      people: 'Personas del equipo',
      none: 'Nada coincide',
      manage: 'Administrar',
      count: '{n} opciones',
    },
  },
  suggestion: {
    title: 'Sugerencia del asistente',
    hint: 'Revísala: no se envía sola.',
    insert: 'Usar en la respuesta',
    dismiss: 'Descartar',
    sources: 'Se apoya en',
    noSources: 'Sin artículos que la respalden: confirma antes de usarla.',
  },
  report: {
    open: 'Reportar',
    title: 'Reportar esta respuesta',
    reason: 'Qué está mal',
    choose: 'Elige un motivo',
    reasons: {
      WRONG: 'Es incorrecta',
      OUTDATED: 'Está desactualizada',
      INCOMPLETE: 'Le falta algo',
      UNSAFE: 'Es riesgosa',
      TONE: 'El tono no es adecuado',
      OTHER: 'Otro motivo',
    },
    comment: 'Detalle',
    commentHint: 'Qué debió decir. Lo lee quien revisa las respuestas.',
    send: 'Enviar reporte',
    needsReason: 'Elige un motivo.',
    done: 'Reporte enviado a quien revisa las respuestas.',
    reported: 'Reportada',
  },
  transferForm: {
    title: 'Transferir la conversación',
    lead: 'Quien la reciba la atiende desde ese momento, con su caso abierto. Tú dejarás de poder escribir al cliente.',
    to: 'A quién',
    queue: 'La fila',
    queueHint: 'La toma la primera persona libre',
    me: 'A mí',
    availability: { ONLINE: 'Disponible', AWAY: 'Ausente', OFFLINE: 'Fuera de línea' },
    load: (load, capacity) => `${load} de ${capacity} conversaciones`,
    notConnected: 'sin el panel abierto',
    reason: 'Motivo',
    reasonHint: 'Lo ve el equipo en la conversación; el cliente no.',
    action: 'Transferir',
    needsTarget: 'Elige a quién se la pasas.',
    goneTarget: 'Esa persona ya no está en el equipo. Elige a otra.',
    done: (name) => `La conversación pasó a ${name}.`,
    doneQueue: 'La conversación volvió a la fila.',
  },
  endForm: {
    title: 'Terminar la conversación',
    lead: 'El cliente verá que terminó y se le pedirá una calificación. No se puede volver a abrir; si escribe de nuevo empezará otra.',
    ticket: (reference) => `Caso ${reference}`,
    resolve: 'Queda resuelto',
    keep: 'Sigue abierto para darle seguimiento',
    notes: 'Cómo se resolvió',
    notesHint: 'Queda en el historial del caso.',
    needsNotes: 'Escribe cómo se resolvió.',
    needsChoice: 'Di qué pasa con el caso.',
    noTicket: 'No hay un caso abierto.',
    action: 'Terminar',
    done: 'La conversación terminó.',
    doneResolved: (reference) => `La conversación terminó y el caso ${reference} quedó resuelto.`,
  },
  toasts: {
    tookOver: 'La conversación es tuya: el asistente ya no responde.',
    released: 'El asistente vuelve a responder.',
    lostRace: (name) => `${name} la tomó antes. Aquí está como quedó.`,
    hasEnded: 'Esta conversación ya terminó.',
    isGone: 'Esta conversación ya la atiende otra persona.',
    changed: 'La conversación cambió mientras tanto. Aquí está como quedó.',
    notYours: 'No se envió: ya no atiendes esta conversación. Tu texto sigue aquí.',
    tooLarge: 'El archivo es demasiado grande.',
    wrongType: 'Solo se pueden enviar archivos PDF, PNG, JPEG y WebP.',
    tooMany: 'Esta conversación ya tiene el máximo de archivos.',
    empty: 'El archivo está vacío.',
    noSuggestion: 'El asistente no pudo sugerir nada ahora. Intenta en un momento.',
    nothingToSuggest: 'El cliente todavía no ha escrito nada que responder.',
  },
};

const en: ConversationTexts = {
  inCharge: (name) => `With ${name}`,
  inChargeMine: 'You are in charge',
  takeOver: 'Take over',
  claim: 'Take it myself',
  claimConfirm: (name) => ({
    title: 'Take this conversation?',
    text: `${name} is in charge. It will move to you with its open ticket, and ${name} will no longer be able to write to the customer.`,
    action: 'Take the conversation',
  }),
  release: 'Release to the assistant',
  releaseConfirm: (name) => ({
    title: 'Release to the assistant?',
    text: `The assistant will answer again and ${name === null ? 'the customer leaves the queue' : `${name} will no longer be in charge`}. The open ticket stays as it is.`,
    action: 'Release to the assistant',
  }),
  transfer: 'Transfer',
  end: 'End',
  more: 'More actions',
  transcript: 'Download transcript',
  formats: { txt: 'Text (.txt)', pdf: 'PDF', json: 'JSON' },
  notice: {
    emergency: 'Emergency: the customer is waiting for a person right now. Take over to write to them.',
    bot: 'The assistant is answering. Once you take over it stops writing and you answer.',
    waiting: (since) => `The customer has been waiting for a person since ${since}. Take over to write to them.`,
    colleague: (name) =>
      `${name} is in charge. You can read and leave notes; only who is in charge writes to the customer.`,
    ended: 'This conversation has ended: the customer can no longer be written to here. Notes stay open.',
  },
  viewers: { one: '{names} is viewing this too', many: '{names} are viewing this too' },
  typing: { customer: 'The customer is typing…', colleague: '{name} is typing…' },
  newMessages: 'New',
  changes: {
    tookOver: '{who} took over',
    given: 'The conversation was given to {to}',
    transferred: '{who} transferred it from {from} to {to}',
    queued: '{who} put it back into the queue',
    silent: 'Back in the queue: {from} did not answer in time',
    waiting: 'Joined the queue for a person',
    released: '{who} released it to the assistant',
    ended: '{who} ended the conversation',
    endedByCustomer: 'The customer ended the conversation',
    endedBySystem: 'The conversation closed by itself',
    priority: '{who} changed the priority: {from} → {to}',
    tags: '{who} changed the tags: {to}',
    language: 'The language changed to {to}',
  },
  actors: { desk: 'The desk', assistant: 'The assistant', customer: 'The customer', system: 'The system' },
  note: 'Private note',
  noteHint: 'Only the team sees it',
  attachment: 'Download',
  delivery: {
    there: 'Delivered: the customer has the chat open',
    pending: 'Sent: the customer is not in the chat; unless they return within a minute it goes by mail',
    mailed: (time) => `Sent by mail at ${time}`,
    failed: 'The mail could not be delivered; the message stays in the chat',
    noAddress: 'The customer is away and left no address: they will read it if they return to the chat',
  },
  mailed: 'by mail',
  composer: {
    tabs: 'What you write',
    reply: 'Reply',
    note: 'Private note',
    replyLabel: (name) => `Reply to ${name}`,
    replyPlaceholder: 'Write to the customer… Type / for canned responses',
    noteLabel: 'Private note for the team',
    notePlaceholder: 'Note for the team… Type @ to mention somebody. The customer never sees it.',
    cannotReply: 'To write to the customer, take over.',
    send: 'Send to customer',
    saveNote: 'Save note',
    attach: 'Attach a file',
    canned: 'Canned responses',
    suggest: 'Ask for a suggestion',
    enterSends: 'Send with Enter',
    enterHint: 'When this is off, Ctrl+Enter sends',
    dropHere: 'Drop the file to attach it',
    remove: 'Remove {name}',
    sending: 'Sending…',
    failed: 'Not sent',
    retry: 'Retry',
    edit: 'Edit again',
    tooLarge: (limit) => `{name} is larger than ${limit} and cannot be sent.`,
    progress: 'Uploading {name}',
    noteKept: 'The note was not saved. It is still here; try again.',
    picker: {
      canned: 'Canned responses',
      people: 'People of the team',
      none: 'Nothing matches',
      manage: 'Manage',
      count: '{n} options',
    },
  },
  suggestion: {
    title: "The assistant's suggestion",
    hint: 'Check it: it is not sent by itself.',
    insert: 'Use in the reply',
    dismiss: 'Dismiss',
    sources: 'Rests on',
    noSources: 'No article backs it: make sure before you use it.',
  },
  report: {
    open: 'Report',
    title: 'Report this answer',
    reason: 'What is wrong',
    choose: 'Choose a reason',
    reasons: {
      WRONG: 'It is wrong',
      OUTDATED: 'It is out of date',
      INCOMPLETE: 'Something is missing',
      UNSAFE: 'It is unsafe',
      TONE: 'The tone is not right',
      OTHER: 'Another reason',
    },
    comment: 'Details',
    commentHint: 'What it should have said. Read by whoever reviews answers.',
    send: 'Send report',
    needsReason: 'Choose a reason.',
    done: 'Reported to whoever reviews answers.',
    reported: 'Reported',
  },
  transferForm: {
    title: 'Transfer the conversation',
    lead: 'Whoever gets it is in charge from then on, with its open ticket. You will no longer be able to write to the customer.',
    to: 'To whom',
    queue: 'The queue',
    queueHint: 'The first person who is free takes it',
    me: 'To me',
    availability: { ONLINE: 'Available', AWAY: 'Away', OFFLINE: 'Offline' },
    load: (load, capacity) => `${load} of ${capacity} conversations`,
    notConnected: 'panel not open',
    reason: 'Reason',
    reasonHint: 'The team sees it in the conversation; the customer does not.',
    action: 'Transfer',
    needsTarget: 'Choose whom it goes to.',
    goneTarget: 'That person is no longer in the team. Choose another.',
    done: (name) => `The conversation moved to ${name}.`,
    doneQueue: 'The conversation is back in the queue.',
  },
  endForm: {
    title: 'End the conversation',
    lead: 'The customer will see that it has ended and be asked for a rating. It cannot be opened again; if they write again, a new one begins.',
    ticket: (reference) => `Ticket ${reference}`,
    resolve: 'It is resolved',
    keep: 'It stays open to be followed up',
    notes: 'How it was resolved',
    notesHint: "It stays in the ticket's history.",
    needsNotes: 'Write how it was resolved.',
    needsChoice: 'Say what becomes of the ticket.',
    noTicket: 'There is no open ticket.',
    action: 'End',
    done: 'The conversation has ended.',
    doneResolved: (reference) => `The conversation has ended and ticket ${reference} is resolved.`,
  },
  toasts: {
    tookOver: 'The conversation is yours: the assistant no longer answers.',
    released: 'The assistant answers again.',
    lostRace: (name) => `${name} was faster. Here it is as it stands.`,
    hasEnded: 'This conversation has ended.',
    isGone: 'Somebody else is in charge of this conversation now.',
    changed: 'The conversation has changed meanwhile. Here it is as it stands.',
    notYours: 'Not sent: you are no longer in charge of this conversation. Your text is still here.',
    tooLarge: 'The file is too large.',
    wrongType: 'Only PDF, PNG, JPEG and WebP files can be sent.',
    tooMany: 'This conversation has as many files as it takes.',
    empty: 'The file is empty.',
    noSuggestion: 'The assistant could not suggest anything right now. Try again in a moment.',
    nothingToSuggest: 'The customer has not written anything to answer yet.',
  },
};

export const conversationTexts: Record<Language, ConversationTexts> = { es, en };
