import type { GrantableAction, KeyFault, KeyStatus } from '../../src/features/api-keys/model.ts';
import type { Role } from '../../src/features/users/model.ts';
import type { Language } from '../../src/lib/language.ts';

interface Question {
  title: string;
  text: string;
  action: string;
}

export type KeyDone = 'saved' | 'revoked';

/** What an action is about. */
export type ActionNoun = GrantableAction extends infer Action
  ? Action extends `${infer Noun}.${string}`
    ? Noun
    : never
  : never;

interface KeyTexts {
  list: string;
  add: string;
  addTitle: string;
  addLead: string;
  none: { title: string; text: string };
  columns: { name: string; may: string; state: string; used: string; made: string };
  statuses: Record<KeyStatus, string>;
  expires: (day: string) => string;
  noEnd: string;
  never: string;
  from: (address: string) => string;
  by: (name: string) => string;
  all: (role: string) => string;
  some: (role: string, count: number) => string;
  fields: {
    name: string;
    nameHint: string;
    role: string;
    roles: Record<Role, { label: string; text: string }>;
    reach: string;
    reachAll: string;
    reachAllHint: string;
    reachSome: string;
    reachSomeHint: string;
    addresses: string;
    addressesHint: string;
    expires: string;
    expiresHint: string;
    save: string;
    create: string;
  };
  /** What permissions are about. */
  nouns: Record<ActionNoun, string>;
  faults: Record<KeyFault | 'too_many', string>;
  secret: { title: string; text: string; go: string; rotated: string };
  use: string;
  overlap: (until: string) => string;
  rotate: string;
  rotateQuestion: Question;
  revoke: string;
  revokeQuestion: Question;
  trail: string;
  done: Record<KeyDone, string>;
}

const es: KeyTexts = {
  list: 'Claves de API',
  add: 'Crear clave',
  addTitle: 'Clave nueva',
  addLead: 'Otro sistema del banco actúa con ella en su propio nombre, y solo hasta donde tú digas.',
  none: { title: 'Todavía no hay claves', text: 'Crea una para cada sistema que deba usar la interfaz.' },
  columns: { name: 'Nombre', may: 'Puede', state: 'Estado', used: 'Último uso', made: 'Creada' },
  statuses: { active: 'Activa', expired: 'Vencida', revoked: 'Revocada' },
  expires: (day) => `vence el ${day}`,
  noEnd: 'sin vencimiento',
  never: 'Nunca',
  from: (address) => `desde ${address}`,
  by: (name) => `por ${name}`,
  all: (role) => `${role}: todo`,
  some: (role, count) => `${role}: ${count === 1 ? '1 permiso' : `${count} permisos`}`,
  fields: {
    name: 'Nombre',
    nameHint: 'Con él aparece en los historiales y en la auditoría.',
    role: 'Rol',
    roles: {
      AGENT: { label: 'Agente', text: 'Lo propio y lo que nadie tiene asignado.' },
      SUPERVISOR: { label: 'Supervisión', text: 'Además lo de todos.' },
      ADMIN: { label: 'Administración', text: 'Además ajustes y auditoría; nunca cuentas ni otras claves.' },
    },
    reach: 'Hasta dónde llega',
    reachAll: 'Todo lo que puede su rol',
    reachAllHint:
      'También lo que se agregue más adelante. Nunca lo que es de una persona, ni cuentas, ni otras claves.',
    reachSome: 'Solo lo que se elija',
    reachSomeHint: 'Lo que el rol no puede se rechaza.',
    addresses: 'Direcciones permitidas',
    addressesHint: 'Una por línea, por ejemplo 203.0.113.0/24. Vacío: desde cualquier lugar.',
    expires: 'Vence',
    expiresHint: 'Al empezar ese día. Vacío: no vence.',
    save: 'Guardar',
    create: 'Crear clave',
  },
  nouns: {
    conversation: 'Conversaciones',
    answer: 'Respuestas del asistente',
    ticket: 'Casos',
    sla: 'Niveles de servicio',
    canned: 'Respuestas guardadas',
    availability: 'Disponibilidad del equipo',
    customer: 'Clientes',
    knowledge: 'Conocimiento',
    notification: 'Avisos',
    live: 'Cifras en vivo',
    satisfaction: 'Satisfacción',
    analytics: 'Informes',
    setting: 'Ajustes',
    system: 'Sistema',
    retention: 'Conservación',
    audit: 'Auditoría',
    webhook: 'Webhooks',
  },
  faults: {
    name: 'Usa de 1 a 80 caracteres.',
    role: 'Elige un rol.',
    scopes: 'Elige al menos un permiso, y ninguno que el rol no pueda.',
    allowed_addresses: 'Escribe direcciones o rangos como 203.0.113.0/24, como máximo 50.',
    expires_at: 'Elige un día por venir, a cinco años como máximo.',
    too_many: 'Ya hay 200 claves: revoca una antes.',
  },
  secret: {
    title: 'Guarda la clave ahora',
    text: 'No se vuelve a mostrar: aquí solo queda su huella.',
    go: 'Ir a la clave',
    rotated: 'La clave anterior sirve todavía 24 horas.',
  },
  use: 'Se usa como «Authorization: Bearer jox_…» en las rutas de /api/v1.',
  overlap: (until) => `La clave anterior sirve hasta ${until}.`,
  rotate: 'Renovar',
  rotateQuestion: {
    title: '¿Renovar la clave?',
    text: 'Se muestra una nueva una sola vez. La anterior sirve todavía 24 horas.',
    action: 'Renovar',
  },
  revoke: 'Revocar',
  revokeQuestion: {
    title: '¿Revocar la clave?',
    text: 'Deja de abrir al momento, en todos los procesos. No se puede deshacer.',
    action: 'Revocar clave',
  },
  trail: 'Lo que ha hecho',
  done: { saved: 'Se guardó; vale desde la próxima petición.', revoked: 'La clave ya no abre nada.' },
};

const en: KeyTexts = {
  list: 'API keys',
  add: 'Make a key',
  addTitle: 'New key',
  addLead: 'Another system of the bank acts by it in its own name, and only as far as you say.',
  none: { title: 'No keys yet', text: 'Make one for each system that is to use the interface.' },
  columns: { name: 'Name', may: 'May', state: 'State', used: 'Last used', made: 'Made' },
  statuses: { active: 'Active', expired: 'Expired', revoked: 'Revoked' },
  expires: (day) => `expires ${day}`,
  noEnd: 'does not expire',
  never: 'Never',
  from: (address) => `from ${address}`,
  by: (name) => `by ${name}`,
  all: (role) => `${role}: everything`,
  some: (role, count) => `${role}: ${count === 1 ? '1 permission' : `${count} permissions`}`,
  fields: {
    name: 'Name',
    nameHint: 'By it the key stands in histories and in the audit log.',
    role: 'Role',
    roles: {
      AGENT: { label: 'Agent', text: 'Its own, and what nobody has.' },
      SUPERVISOR: { label: 'Supervisor', text: "Everybody's, too." },
      ADMIN: { label: 'Administrator', text: 'Settings and audit log, too; never accounts or other keys.' },
    },
    reach: 'How far it reaches',
    reachAll: 'Everything that its role may',
    reachAllHint: "Also what is added later. Never what is a person's own, nor accounts, nor other keys.",
    reachSome: 'Only what is chosen',
    reachSomeHint: 'What the role may not is refused.',
    addresses: 'Allowed addresses',
    addressesHint: 'One a line, such as 203.0.113.0/24. Empty: from everywhere.',
    expires: 'Expires',
    expiresHint: 'As that day begins. Empty: it does not expire.',
    save: 'Save',
    create: 'Make key',
  },
  nouns: {
    conversation: 'Conversations',
    answer: 'Answers of the assistant',
    ticket: 'Tickets',
    sla: 'Service levels',
    canned: 'Canned responses',
    availability: 'Availability of the team',
    customer: 'Customers',
    knowledge: 'Knowledge',
    notification: 'Notifications',
    live: 'Live figures',
    satisfaction: 'Satisfaction',
    analytics: 'Reports',
    setting: 'Settings',
    system: 'System',
    retention: 'Retention',
    audit: 'Audit log',
    webhook: 'Webhooks',
  },
  faults: {
    name: 'Use 1 to 80 characters.',
    role: 'Choose a role.',
    scopes: 'Choose at least one permission, and none that the role may not.',
    allowed_addresses: 'Type addresses or ranges such as 203.0.113.0/24, at most 50.',
    expires_at: 'Choose a day to come, within five years.',
    too_many: 'There are 200 keys already: revoke one first.',
  },
  secret: {
    title: 'Keep the key now',
    text: 'It is not shown again: only its hash stays here.',
    go: 'Go to the key',
    rotated: 'The key before it is good for 24 hours more.',
  },
  use: 'It is used as “Authorization: Bearer jox_…” on the routes of /api/v1.',
  overlap: (until) => `The key before this one is good until ${until}.`,
  rotate: 'Renew',
  rotateQuestion: {
    title: 'Renew the key?',
    text: 'A new one is shown once. The one before it is good for 24 hours more.',
    action: 'Renew',
  },
  revoke: 'Revoke',
  revokeQuestion: {
    title: 'Revoke the key?',
    text: 'It opens nothing from this moment, in any process. This cannot be undone.',
    action: 'Revoke key',
  },
  trail: 'What it has done',
  done: { saved: 'Saved; it holds with the next request.', revoked: 'The key opens nothing any more.' },
};

export const keyTexts: Record<Language, KeyTexts> = { es, en };
