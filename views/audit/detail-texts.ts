import type { Language } from '../../src/lib/language.ts';
import { analyticsTexts } from '../analytics/analytics-texts.ts';

/** What details of entries are called; one without a name here is shown as it was written. */
const NAMES: Record<string, [es: string, en: string]> = {
  before: ['Anterior a', 'Before'],
  by: ['Por', 'By'],
  class: ['Qué', 'What'],
  category: ['Categoría', 'Category'],
  changed: ['Cambió', 'Changed'],
  changes: ['Cambios', 'Changes'],
  conversation: ['Conversación', 'Conversation'],
  count: ['Cuántos', 'How many'],
  email: ['Correo', 'E-mail'],
  events: ['Eventos', 'Events'],
  fields: ['Datos', 'Fields'],
  files: ['Archivos', 'Files'],
  filters: ['Filtros', 'Filters'],
  format: ['Formato', 'Format'],
  from: ['De', 'From'],
  key: ['Clave', 'Key'],
  language: ['Idioma', 'Language'],
  level: ['Nivel', 'Level'],
  method: ['Cómo', 'How'],
  name: ['Nombre', 'Name'],
  note: ['Nota', 'Note'],
  partitions: ['Meses enteros', 'Whole months'],
  outcome: ['Resultado', 'Outcome'],
  priority: ['Prioridad', 'Priority'],
  provider: ['Proveedor', 'Provider'],
  purpose: ['Para qué', 'Purpose'],
  query: ['Búsqueda', 'Search'],
  reason: ['Motivo', 'Reason'],
  result: ['Resultado', 'Result'],
  role: ['Rol', 'Role'],
  rows: ['Registros', 'Rows'],
  scopes: ['Permisos', 'Permissions'],
  seq: ['Mensaje', 'Message'],
  shared: ['Compartida', 'Shared'],
  shortcut: ['Atajo', 'Shortcut'],
  slug: ['Artículo', 'Article'],
  status: ['Estado', 'Status'],
  tags: ['Etiquetas', 'Tags'],
  ticket: ['Caso', 'Ticket'],
  to: ['A', 'To'],
  turn: ['Turno', 'Turn'],
  user: ['Persona', 'Person'],
  version: ['Versión', 'Version'],
  whole: ['Íntegra', 'Whole'],
};

const VALUES: Record<string, [es: string, en: string]> = {
  true: ['sí', 'yes'],
  false: ['no', 'no'],
  password: ['contraseña', 'password'],
  totp: ['código de la aplicación', 'code of the app'],
  recovery_code: ['código de recuperación', 'recovery code'],
  oidc: ['proveedor de acceso', 'sign-in provider'],
};

const of = (words: [es: string, en: string] | undefined, language: Language): string | undefined =>
  words?.[language === 'es' ? 0 : 1];

const known = (table: Record<string, [es: string, en: string]>, key: string) =>
  Object.hasOwn(table, key) ? table[key] : undefined;

export const detailName = (key: string, language: Language): string => of(known(NAMES, key), language) ?? key;

/** A value of an entry's details, on one line. */
export function detailText(value: unknown, language: Language): string {
  if (Array.isArray(value)) return value.map((one) => detailText(one, language)).join(', ');
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  const text = String(value);
  return of(known(VALUES, text), language) ?? text;
}

/** The name of a report, of its key. */
export function reportName(key: string, language: Language): string {
  const { reports, satisfaction } = analyticsTexts[language];
  if (key === 'satisfaction') return satisfaction;
  return Object.hasOwn(reports, key) ? reports[key as keyof typeof reports].tab : key;
}
