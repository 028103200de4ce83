import { type AuditNoun, type AuditResource, type ChainFault, isAuditAction } from '../../src/features/audit/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { sentencesEn } from './sentences-en.ts';
import { sentencesEs } from './sentences-es.ts';

/** Every word of the page of the audit log, but for its sentences. */
interface AuditTexts {
  list: string;
  columns: { what: string; about: string; when: string };
  failed: string;
  /** Instead of the sentence of what did not work. */
  failures: Record<string, string>;
  apiKey: string;
  assistant: string;
  system: string;
  resources: Record<AuditResource, string>;
  /** What actions are grouped by. */
  nouns: Record<AuditNoun, string>;
  filters: {
    id: string;
    who: string;
    action: string;
    all: (noun: string) => string;
    about: string;
    outcome: string;
    success: string;
    failure: string;
    from: string;
    to: string;
  };
  news: (count: string) => string;
  none: { title: string; text: string };
  exportCsv: string;
  exportJson: string;
  details: string;
  entry: string;
  action: string;
  hash: string;
  chain: {
    title: string;
    text: string;
    verify: string;
    running: (done: string, total: string) => string;
    stale: string;
    valid: (entries: string) => string;
    broken: (id: string) => string;
    faults: Record<ChainFault, string>;
    never: string;
    routine: string;
    asked: string;
  };
  readers: { title: string; text: string; none: string; times: (count: string) => string };
}

const es: AuditTexts = {
  list: 'Registros de la auditoría',
  columns: { what: 'Quién hizo qué', about: 'Sobre qué', when: 'Cuándo' },
  failed: 'Falló',
  failures: { 'auth.login': 'no pudo entrar' },
  apiKey: 'Clave de API',
  assistant: 'Asistente',
  system: 'Sistema',
  resources: {
    api_key: 'Clave de API',
    article: 'Artículo',
    attachment: 'Archivo',
    audit: 'Auditoría',
    canned_response: 'Respuesta guardada',
    conversation: 'Conversación',
    customer: 'Cliente',
    knowledge_gap: 'Preguntas sin respuesta',
    notification: 'Aviso',
    panel: 'Panel',
    prompt: 'Instrucciones',
    report: 'Informe',
    retention: 'Conservación',
    session: 'Sesión',
    setting: 'Ajuste',
    sla_calendar: 'Horario',
    sla_policy: 'Política',
    ticket: 'Caso',
    user: 'Persona',
    webhook: 'Webhook',
  },
  nouns: {
    agent: 'Disponibilidad',
    answer: 'Respuestas del asistente',
    api_key: 'Claves de API',
    attachment: 'Archivos',
    audit: 'Auditoría',
    auth: 'Acceso',
    canned: 'Respuestas guardadas',
    conversation: 'Conversaciones',
    customer: 'Clientes',
    knowledge: 'Conocimiento',
    notification: 'Avisos',
    panel: 'Búsqueda',
    prompt: 'Instrucciones',
    report: 'Informes',
    retention: 'Conservación',
    satisfaction: 'Satisfacción',
    setting: 'Ajustes',
    sla: 'Niveles de servicio',
    ticket: 'Casos',
    tool: 'El asistente, para el cliente',
    user: 'Cuentas del panel',
    webhook: 'Webhooks',
  },
  filters: {
    id: 'Identificador o referencia',
    who: 'Quién',
    action: 'Qué hizo',
    all: (noun) => `${noun}: todo`,
    about: 'Sobre qué',
    outcome: 'Resultado',
    success: 'Lo logró',
    failure: 'Falló',
    from: 'Desde',
    to: 'Hasta',
  },
  news: (count) => (count === '1' ? 'Ver 1 registro nuevo' : `Ver ${count} registros nuevos`),
  none: { title: 'Nada coincide', text: 'Quita un filtro o amplía las fechas.' },
  exportCsv: 'Exportar CSV',
  exportJson: 'Exportar JSON',
  details: 'Detalles',
  entry: 'Registro',
  action: 'Acción',
  hash: 'Huella',
  chain: {
    title: 'Integridad',
    text: 'Cada registro lleva la huella del anterior: lo que se cambia, quita o agrega rompe la cadena. Lo nuevo se revisa cada minuto, y una vez al día se revisa todo.',
    verify: 'Verificar todo ahora',
    running: (done, total) => `Verificando: ${done} de ${total}`,
    stale: 'La verificación se interrumpió. Puedes empezar otra.',
    valid: (entries) => `La cadena está íntegra: ${entries} registros.`,
    broken: (id) => `La cadena se rompe en el registro ${id}.`,
    faults: {
      changed: 'Alguien lo cambió después de escrito.',
      out_of_chain: 'No sigue al anterior: se quitó, agregó o movió algo antes de él.',
      missing: 'Falta este registro y los que seguían.',
      rewritten: 'La cadena no es la que se encontró en una verificación anterior, o la que se anotó fuera.',
      anchor: 'Después de él, alguien cambió o quitó lo que se anotó fuera de la base de datos.',
    },
    never: 'Todavía no se ha verificado.',
    routine: 'Revisión automática',
    asked: 'Pedida',
  },
  readers: {
    title: 'Quién lo ha visto',
    text: 'Cada vez cuenta unos minutos de lectura.',
    none: 'Nadie todavía.',
    times: (count) => (count === '1' ? '1 vez' : `${count} veces`),
  },
};

const en: AuditTexts = {
  list: 'Entries of the audit log',
  columns: { what: 'Who did what', about: 'About', when: 'When' },
  failed: 'Failed',
  failures: { 'auth.login': 'could not log in' },
  apiKey: 'API key',
  assistant: 'Assistant',
  system: 'System',
  resources: {
    api_key: 'API key',
    article: 'Article',
    attachment: 'File',
    audit: 'Audit log',
    canned_response: 'Canned response',
    conversation: 'Conversation',
    customer: 'Customer',
    knowledge_gap: 'Unanswered questions',
    notification: 'Notification',
    panel: 'Panel',
    prompt: 'Instructions',
    report: 'Report',
    retention: 'Retention',
    session: 'Session',
    setting: 'Setting',
    sla_calendar: 'Calendar',
    sla_policy: 'Policy',
    ticket: 'Ticket',
    user: 'Person',
    webhook: 'Webhook',
  },
  nouns: {
    agent: 'Availability',
    answer: 'Answers of the assistant',
    api_key: 'API keys',
    attachment: 'Files',
    audit: 'Audit log',
    auth: 'Signing in',
    canned: 'Canned responses',
    conversation: 'Conversations',
    customer: 'Customers',
    knowledge: 'Knowledge',
    notification: 'Notifications',
    panel: 'Search',
    prompt: 'Instructions',
    report: 'Reports',
    retention: 'Retention',
    satisfaction: 'Satisfaction',
    setting: 'Settings',
    sla: 'Service levels',
    ticket: 'Tickets',
    tool: 'The assistant, for the customer',
    user: 'Accounts of the panel',
    webhook: 'Webhooks',
  },
  filters: {
    id: 'Id or reference',
    who: 'Who',
    action: 'What they did',
    all: (noun) => `${noun}: everything`,
    about: 'About',
    outcome: 'Outcome',
    success: 'Succeeded',
    failure: 'Failed',
    from: 'From',
    to: 'To',
  },
  news: (count) => (count === '1' ? 'Show 1 new entry' : `Show ${count} new entries`),
  none: { title: 'Nothing fits', text: 'Take a filter away, or widen the dates.' },
  exportCsv: 'Export CSV',
  exportJson: 'Export JSON',
  details: 'Details',
  entry: 'Entry',
  action: 'Action',
  hash: 'Hash',
  chain: {
    title: 'Integrity',
    text: 'Each entry carries the hash of the one before it: whatever is changed, removed or put in breaks the chain. What is new is checked every minute, and once a day everything is.',
    verify: 'Verify everything now',
    running: (done, total) => `Verifying: ${done} of ${total}`,
    stale: 'The verification was interrupted. You can begin another.',
    valid: (entries) => `The chain is whole: ${entries} entries.`,
    broken: (id) => `The chain breaks at entry ${id}.`,
    faults: {
      changed: 'Somebody changed it after it was written.',
      out_of_chain: 'It does not follow the one before: something was removed, put in or moved before it.',
      missing: 'This entry and those after it are missing.',
      rewritten: 'The chain is not the one that an earlier verification found, or that was written down outside.',
      anchor: 'After it, somebody changed or removed what was written down outside of the database.',
    },
    never: 'It has not been verified yet.',
    routine: 'Routine check',
    asked: 'Asked for',
  },
  readers: {
    title: 'Who looked at it',
    text: 'Each time stands for some minutes of reading.',
    none: 'Nobody yet.',
    times: (count) => (count === '1' ? 'once' : `${count} times`),
  },
};

export const auditTexts: Record<Language, AuditTexts> = { es, en };

const SENTENCES = { es: sentencesEs, en: sentencesEn };

/** What was done, after the name of who did it; an action of an earlier version as it was written. */
export function sentenceOf(action: string, status: 'success' | 'failure', language: Language): string {
  const failure = status === 'failure' ? auditTexts[language].failures[action] : undefined;
  return failure ?? (isAuditAction(action) ? SENTENCES[language][action] : action);
}
