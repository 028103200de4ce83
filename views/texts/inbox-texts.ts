import type { HandoffSummary, Mood } from '../../src/features/conversations/model.ts';
import type { InboxSort, InboxStatus, InboxTab, SlaState } from '../../src/features/inbox/model.ts';
import { counted } from '../../src/lib/format.ts';
import type { Language } from '../../src/lib/language.ts';
import type { Message } from './panel-texts.ts';

/** Every word of the inbox: its list and the customer's side. */
interface InboxTexts {
  tabs: Record<InboxTab, string>;
  tabsLabel: string;
  openCount: (count: string) => string;
  list: string;
  empty: { filtered: Message; found: Message; ended: Message } & Record<InboxTab, Message>;
  clearFilters: string;
  more: string;
  previous: string;
  next: string;
  takeNext: string;
  nobodyWaits: string;
  row: { waits: string; assigned: (name: string) => string; you: string; looking: (names: string) => string };
  filters: {
    open: string;
    active: (count: number) => string;
    search: string;
    status: string;
    statuses: Record<InboxStatus, string>;
    priority: string;
    language: string;
    channel: string;
    channels: Record<string, string>;
    tag: string;
    sla: string;
    slas: Record<SlaState, string>;
    escalated: string;
    any: string;
    remove: (filter: string) => string;
    sort: string;
    sorts: Record<InboxSort, string>;
  };
  desk: {
    label: string;
    states: Record<'ONLINE' | 'AWAY' | 'OFFLINE', string>;
    hints: Record<'ONLINE' | 'AWAY' | 'OFFLINE', string>;
    load: (load: string, capacity: string) => string;
    capacity: string;
    capacityHint: string;
    save: string;
    saved: string;
    wrongCapacity: string;
    queue: (count: string) => string;
    noQueue: string;
  };
  views: {
    open: string;
    own: string;
    shared: string;
    none: string;
    save: string;
    saveHint: string;
    name: string;
    share: string;
    sharedBy: (name: string) => string;
    rename: string;
    delete: string;
    deleteTitle: (name: string) => string;
    deleteText: string;
    deleteSharedText: string;
    missing: string;
    tooLong: string;
    taken: string;
    tooMany: string;
  };
  side: {
    open: string;
    title: string;
    back: string;
    noneTitle: string;
    noneText: string;
    identity: string;
    until: string;
    confirm: string;
    confirmLead: string;
    confirmKnown: (name: string) => string;
    reference: string;
    referenceHint: string;
    confirmTitle: string;
    confirmText: string;
    unknownCustomer: string;
    otherCustomer: string;
    profile: string;
    externalId: string;
    phone: string;
    type: Record<'INDIVIDUAL' | 'BUSINESS', string>;
    customerSince: string;
    unknown: string;
    page: string;
    accounts: string;
    accountsNone: string;
    accountsAway: string;
    kinds: Record<'CHECKING' | 'SAVINGS' | 'CREDIT' | 'CARD', string>;
    cardStates: Record<string, string>;
    ending: (last4: string) => string;
    work: string;
    tags: string;
    tagsHint: string;
    save: string;
    saved: string;
    tooManyTags: string;
    summary: string;
    asked: string;
    tried: string;
    triedNothing: string;
    mood: string;
    moods: Record<Mood, string>;
    nextStep: string;
    nextSteps: Record<HandoffSummary['nextStep'], string>;
    tickets: string;
    openTicket: string;
    subject: string;
    category: string;
    categories: Record<string, string>;
    subjectMissing: string;
    hasTicket: string;
    past: string;
    pastNone: string;
    notes: (count: string) => string;
    history: (count: string) => string;
    fields: Record<string, string>;
    nobody: string;
    reasons: Record<string, string>;
    byAssistant: string;
    byDesk: string;
  };
}

const es: InboxTexts = {
  tabs: { all: 'Todas', mine: 'Mías', unassigned: 'Sin asignar' },
  tabsLabel: 'De quién son',
  openCount: (count) => counted(count, 'abierta', 'abiertas'),
  list: 'Lista de conversaciones',
  empty: {
    all: {
      title: 'Todo en calma',
      text: 'Cuando un cliente escriba en el chat, su conversación aparecerá aquí sola, sin recargar la página.',
    },
    mine: {
      title: 'No tienes conversaciones',
      text: 'Toma la siguiente de la fila, o abre una en «Sin asignar» y respóndela.',
    },
    unassigned: {
      title: 'Nadie sin atender',
      text: 'Todas las conversaciones abiertas tienen quien las lleve. Las nuevas aparecerán aquí.',
    },
    filtered: { title: 'Nada con estos filtros', text: 'Quita alguno para ver más conversaciones.' },
    found: {
      title: 'Nada coincide',
      text: 'Busca con menos palabras, revisa cómo están escritas o mira también en las terminadas.',
    },
    ended: {
      title: 'Todavía no termina ninguna',
      text: 'Las conversaciones que se cierren quedarán aquí para consultarlas.',
    },
  },
  clearFilters: 'Quitar filtros',
  more: 'Mostrar más',
  previous: 'Conversación anterior',
  next: 'Conversación siguiente',
  takeNext: 'Tomar siguiente',
  nobodyWaits: 'Nadie espera en la fila en este momento.',
  row: {
    waits: 'Espera desde hace',
    assigned: (name) => `Atiende ${name}`,
    you: 'tú',
    looking: (names) => `La está viendo: ${names}`,
  },
  filters: {
    open: 'Filtros',
    active: (count) => (count === 1 ? '1 filtro activo' : `${count} filtros activos`),
    search: 'Buscar en mensajes',
    status: 'Estado',
    statuses: {
      open: 'Abiertas',
      bot: 'Con el asistente',
      waiting: 'En espera',
      human: 'Con agente',
      ended: 'Terminadas',
    },
    priority: 'Prioridad',
    language: 'Idioma',
    channel: 'Canal',
    channels: { web: 'Web' },
    tag: 'Etiqueta',
    sla: 'Plazo',
    slas: { breached: 'Vencido', warned: 'Por vencer', running: 'A tiempo' },
    escalated: 'Solo las que pasaron a personas',
    any: 'Cualquiera',
    remove: (filter) => `Quitar ${filter}`,
    sort: 'Orden',
    sorts: { newest: 'Más recientes', waiting: 'Más tiempo en espera', urgent: 'Más urgentes' },
  },
  desk: {
    label: 'Tu disponibilidad',
    states: { ONLINE: 'En línea', AWAY: 'Ausente', OFFLINE: 'Desconectado' },
    hints: {
      ONLINE: 'Recibes conversaciones',
      AWAY: 'Una pausa: no recibes nuevas',
      OFFLINE: 'No estás de turno',
    },
    load: (load, capacity) => `${load} de ${capacity} a la vez`,
    capacity: 'Cuántas a la vez',
    capacityHint: 'Vacío: lo que diga la configuración.',
    save: 'Guardar',
    saved: 'Se guardó tu disponibilidad',
    wrongCapacity: 'Escribe un número de 0 a 50.',
    queue: (count) => (count === '1' ? '1 persona espera' : `${count} personas esperan`),
    noQueue: 'Nadie espera',
  },
  views: {
    open: 'Vistas guardadas',
    own: 'Tus vistas',
    shared: 'Del equipo',
    none: 'Guarda aquí los filtros que usas a menudo.',
    save: 'Guardar esta vista',
    saveHint: 'Guarda la pestaña, los filtros y el orden de ahora.',
    name: 'Nombre',
    share: 'Compartir con el equipo',
    sharedBy: (name) => `de ${name}`,
    rename: 'Cambiar nombre',
    delete: 'Eliminar',
    deleteTitle: (name) => `¿Eliminar la vista «${name}»?`,
    deleteText: 'Las conversaciones no cambian; solo deja de estar en tu menú.',
    deleteSharedText: 'Las conversaciones no cambian; deja de estar en el menú de todo el equipo.',
    missing: 'Escribe un nombre.',
    tooLong: 'Usa a lo más 60 letras.',
    taken: 'Ya tienes una vista con ese nombre.',
    tooMany: 'Ya tienes 50 vistas: elimina alguna antes.',
  },
  side: {
    open: 'Ver al cliente',
    title: 'Cliente',
    back: 'Volver a la conversación',
    noneTitle: 'Sin cliente a la vista',
    noneText: 'Al abrir una conversación verás aquí quién es, su identidad y sus casos.',
    identity: 'Identidad',
    until: 'hasta',
    confirm: 'Confirmar identidad',
    confirmLead: 'Solo si comprobaste quién es. Abre sus cuentas al asistente por 30 minutos.',
    confirmKnown: (name) => `Confirmar que es ${name}`,
    reference: 'Número de cliente o correo registrado',
    referenceHint: 'Como está en el banco.',
    confirmTitle: '¿Comprobaste quién es?',
    confirmText: 'La identidad queda confirmada por ti durante 30 minutos, y queda registrado que lo hiciste.',
    unknownCustomer: 'No hay un cliente activo con esa referencia.',
    otherCustomer: 'No se puede: ya no está a tu cargo, o la identidad ya se probó con otro cliente.',
    profile: 'Perfil',
    externalId: 'Número de cliente',
    phone: 'Teléfono',
    type: { INDIVIDUAL: 'Persona', BUSINESS: 'Empresa' },
    customerSince: 'Conocido desde',
    unknown: 'Aún no sabemos quién es.',
    page: 'Está en',
    accounts: 'Cuentas y tarjetas',
    accountsNone: 'El banco no tiene cuentas a su nombre.',
    accountsAway: 'El banco no responde ahora. Intenta de nuevo en un momento.',
    kinds: { CHECKING: 'Cuenta', SAVINGS: 'Ahorro', CREDIT: 'Crédito', CARD: 'Tarjeta' },
    cardStates: { ACTIVE: 'activa', FROZEN: 'congelada', BLOCKED: 'bloqueada', PENDING_ACTIVATION: 'por activar' },
    ending: (last4) => `termina en ${last4}`,
    work: 'Atención',
    tags: 'Etiquetas',
    tagsHint: 'Separadas por comas.',
    save: 'Guardar',
    saved: 'Guardado',
    tooManyTags: 'A lo más 20 etiquetas, de 40 letras cada una.',
    summary: 'Resumen del traspaso',
    asked: 'Lo que dijo',
    tried: 'Lo que se intentó',
    triedNothing: 'Nada todavía',
    mood: 'Ánimo',
    moods: { calm: 'Tranquilo', upset: 'Molesto', distressed: 'Angustiado' },
    nextStep: 'Siguiente paso',
    nextSteps: {
      secure_account: 'Asegurar la cuenta o la tarjeta',
      register_complaint: 'Registrar la queja',
      decide: 'Decidir: la regla del banco pide una persona',
      check_bank_system: 'Revisar el sistema del banco',
      verify_identity: 'Verificar la identidad',
      answer: 'Responder',
      none: 'Nada',
    },
    tickets: 'Casos',
    openTicket: 'Abrir caso',
    subject: 'Asunto',
    category: 'Categoría',
    categories: {
      general: 'General',
      account_management: 'Cuentas',
      cards: 'Tarjetas',
      transfers: 'Transferencias',
      loans: 'Créditos',
      savings_investment: 'Ahorro e inversión',
      digital_banking: 'Banca digital',
      security: 'Seguridad',
      fees: 'Comisiones',
      complaint: 'Queja',
    },
    subjectMissing: 'Escribe el asunto.',
    hasTicket: 'Esta conversación ya tiene un caso abierto.',
    past: 'Conversaciones anteriores',
    pastNone: 'Es la primera.',
    notes: (count) => (count === '1' ? '1 nota privada' : `${count} notas privadas`),
    history: (count) => `Cambios (${count})`,
    fields: { status: 'Estado', assignee: 'Atiende', priority: 'Prioridad', tags: 'Etiquetas', language: 'Idioma' },
    nobody: 'nadie',
    reasons: { silent: 'sin respuesta del agente' },
    byAssistant: 'Asistente',
    byDesk: 'Reparto automático',
  },
};

const en: InboxTexts = {
  tabs: { all: 'All', mine: 'Mine', unassigned: 'Unassigned' },
  tabsLabel: 'Whose they are',
  openCount: (count) => `${count} open`,
  list: 'List of conversations',
  empty: {
    all: {
      title: 'All is quiet',
      text: 'When a customer writes in the chat, the conversation appears here by itself, without reloading the page.',
    },
    mine: {
      title: 'You have no conversations',
      text: 'Take the next one of the queue, or open one under “Unassigned” and answer it.',
    },
    unassigned: {
      title: 'Nobody is left alone',
      text: 'Every open conversation has somebody who takes care of it. New ones appear here.',
    },
    filtered: { title: 'Nothing fits these filters', text: 'Remove one of them to see more conversations.' },
    found: { title: 'Nothing matches', text: 'Try fewer words, check the spelling, or look in the ended ones too.' },
    ended: { title: 'None has ended yet', text: 'Conversations that are closed stay here to be looked up.' },
  },
  clearFilters: 'Clear filters',
  more: 'Show more',
  previous: 'Previous conversation',
  next: 'Next conversation',
  takeNext: 'Take next',
  nobodyWaits: 'Nobody waits in the queue right now.',
  row: {
    waits: 'Waiting for',
    assigned: (name) => `With ${name}`,
    you: 'you',
    looking: (names) => `Looking at it: ${names}`,
  },
  filters: {
    open: 'Filters',
    active: (count) => (count === 1 ? '1 active filter' : `${count} active filters`),
    search: 'Search in messages',
    status: 'Status',
    statuses: {
      open: 'Open',
      bot: 'With the assistant',
      waiting: 'Waiting',
      human: 'With an agent',
      ended: 'Ended',
    },
    priority: 'Priority',
    language: 'Language',
    channel: 'Channel',
    channels: { web: 'Web' },
    tag: 'Tag',
    sla: 'Deadline',
    slas: { breached: 'Overdue', warned: 'Due soon', running: 'On time' },
    escalated: 'Only those handed to people',
    any: 'Any',
    remove: (filter) => `Remove ${filter}`,
    sort: 'Order',
    sorts: { newest: 'Newest', waiting: 'Waiting longest', urgent: 'Most urgent' },
  },
  desk: {
    label: 'Your availability',
    states: { ONLINE: 'Online', AWAY: 'Away', OFFLINE: 'Offline' },
    hints: {
      ONLINE: 'You are given conversations',
      AWAY: 'A break: you get no new ones',
      OFFLINE: 'You are not on duty',
    },
    load: (load, capacity) => `${load} of ${capacity} at once`,
    capacity: 'How many at once',
    capacityHint: 'Empty: what the settings say.',
    save: 'Save',
    saved: 'Your availability was saved',
    wrongCapacity: 'Type a number from 0 to 50.',
    queue: (count) => (count === '1' ? '1 person waiting' : `${count} people waiting`),
    noQueue: 'Nobody waiting',
  },
  views: {
    open: 'Saved views',
    own: 'Your views',
    shared: 'Of the team',
    none: 'Keep the filters here that you use often.',
    save: 'Save this view',
    saveHint: 'Keeps the tab, the filters and the order as they are now.',
    name: 'Name',
    share: 'Share with the team',
    sharedBy: (name) => `by ${name}`,
    rename: 'Rename',
    delete: 'Delete',
    deleteTitle: (name) => `Delete the view “${name}”?`,
    deleteText: 'The conversations do not change; it only leaves your menu.',
    deleteSharedText: 'The conversations do not change; it leaves the menu of the whole team.',
    missing: 'Type a name.',
    tooLong: 'Use 60 letters at most.',
    taken: 'You have a view of that name already.',
    tooMany: 'You have 50 views already: delete one first.',
  },
  side: {
    open: 'Show the customer',
    title: 'Customer',
    back: 'Back to the conversation',
    noneTitle: 'No customer in view',
    noneText: 'Open a conversation to see here who it is, how sure that is, and their tickets.',
    identity: 'Identity',
    until: 'until',
    confirm: 'Confirm identity',
    confirmLead: 'Only if you have checked who it is. It opens their accounts to the assistant for 30 minutes.',
    confirmKnown: (name) => `Confirm that it is ${name}`,
    reference: 'Customer number or e-mail on file',
    referenceHint: 'As the bank has it.',
    confirmTitle: 'Have you checked who it is?',
    confirmText: 'You vouch for the identity for 30 minutes, and it is recorded that you did.',
    unknownCustomer: 'There is no active customer of that reference.',
    otherCustomer: 'Not possible: it is no longer in your charge, or was proven to be another customer.',
    profile: 'Profile',
    externalId: 'Customer number',
    phone: 'Telephone',
    type: { INDIVIDUAL: 'Person', BUSINESS: 'Business' },
    customerSince: 'Known since',
    unknown: 'We do not know yet who it is.',
    page: 'Is on',
    accounts: 'Accounts and cards',
    accountsNone: 'The bank has no accounts in this name.',
    accountsAway: 'The bank does not answer now. Try again in a moment.',
    kinds: { CHECKING: 'Checking', SAVINGS: 'Savings', CREDIT: 'Credit', CARD: 'Card' },
    cardStates: { ACTIVE: 'active', FROZEN: 'frozen', BLOCKED: 'blocked', PENDING_ACTIVATION: 'to be activated' },
    ending: (last4) => `ending in ${last4}`,
    work: 'Handling',
    tags: 'Tags',
    tagsHint: 'Separated by commas.',
    save: 'Save',
    saved: 'Saved',
    tooManyTags: 'At most 20 tags, of 40 letters each.',
    summary: 'Handoff summary',
    asked: 'What was said',
    tried: 'What was tried',
    triedNothing: 'Nothing yet',
    mood: 'Mood',
    moods: { calm: 'Calm', upset: 'Upset', distressed: 'Distressed' },
    nextStep: 'Next step',
    nextSteps: {
      secure_account: 'Secure the account or card',
      register_complaint: 'Register the complaint',
      decide: "Decide: the bank's rule asks for a person",
      check_bank_system: "Check the bank's system",
      verify_identity: 'Verify the identity',
      answer: 'Answer',
      none: 'Nothing',
    },
    tickets: 'Tickets',
    openTicket: 'Open ticket',
    subject: 'Subject',
    category: 'Category',
    categories: {
      general: 'General',
      account_management: 'Accounts',
      cards: 'Cards',
      transfers: 'Transfers',
      loans: 'Loans',
      savings_investment: 'Savings and investment',
      digital_banking: 'Digital banking',
      security: 'Security',
      fees: 'Fees',
      complaint: 'Complaint',
    },
    subjectMissing: 'Type the subject.',
    hasTicket: 'This conversation has an open ticket already.',
    past: 'Earlier conversations',
    pastNone: 'This is the first.',
    notes: (count) => (count === '1' ? '1 private note' : `${count} private notes`),
    history: (count) => `Changes (${count})`,
    fields: { status: 'Status', assignee: 'With', priority: 'Priority', tags: 'Tags', language: 'Language' },
    nobody: 'nobody',
    reasons: { silent: 'no answer of the agent' },
    byAssistant: 'Assistant',
    byDesk: 'Automatic assignment',
  },
};

export const inboxTexts: Record<Language, InboxTexts> = { es, en };
