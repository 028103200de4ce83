import { counted } from '../../src/lib/format.ts';
import type { Language } from '../../src/lib/language.ts';

/** Every word of the settings' pages besides the names of the settings. */
interface PageTexts {
  save: string;
  saved: string;
  nothing: string;
  wasReset: string;
  usual: (value: string) => string;
  changedBy: (name: string) => string;
  history: string;
  reset: string;
  fromEnvironment: (variable: string) => string;
  boundByEnvironment: (variable: string) => string;
  readOnly: string;
  yes: string;
  no: string;
  none: string;
  place: (place: string) => string;
  per: { second: string; minute: string; hour: string; how: string; time: string };
  prices: {
    model: string;
    prompt: string;
    completion: string;
    cached: string;
    cacheWrite: string;
    of: (column: string, row: string) => string;
    models: (count: string) => string;
  };
  hours: { title: string; text: string; action: string };
  changes: {
    title: string;
    lead: string;
    columns: { at: string; by: string; from: string; to: string };
    none: string;
    usual: string;
  };
}

const es: PageTexts = {
  save: 'Guardar',
  saved: 'Guardado. Ya vale en todo el servicio.',
  nothing: 'Nada cambió.',
  wasReset: 'Volvió a su valor inicial.',
  usual: (value) => `Valor inicial: ${value}`,
  changedBy: (name) => `Lo cambió ${name}`,
  history: 'Historial',
  reset: 'Restablecer',
  fromEnvironment: (variable) => `El entorno da el valor inicial (${variable}); lo que pongas aquí vale por encima.`,
  boundByEnvironment: (variable) => `El entorno pone el tope (${variable}).`,
  readOnly: 'Puedes ver los ajustes; cambiarlos es cosa de la administración.',
  yes: 'sí',
  no: 'no',
  none: 'vacío',
  place: (place) => `${place}.º`,
  per: { second: 'por segundo', minute: 'por minuto', hour: 'por hora', how: 'Cuántas', time: 'En qué tiempo' },
  prices: {
    model: 'Modelo (cómo empieza su nombre)',
    prompt: 'Lectura',
    completion: 'Escritura',
    cached: 'Leído de su caché',
    cacheWrite: 'Escrito en su caché',
    of: (column, row) => `${column}, fila ${row}`,
    models: (count) => counted(count, 'modelo', 'modelos'),
  },
  hours: {
    title: 'Horario de atención',
    text: 'Los días y horas en que el equipo atiende, y los festivos, están con los niveles de servicio.',
    action: 'Ver el horario',
  },
  changes: {
    title: 'Historial',
    lead: 'Quién lo cambió, cuándo y qué decía.',
    columns: { at: 'Cuándo', by: 'Quién', from: 'Antes', to: 'Después' },
    none: 'Nadie lo ha cambiado.',
    usual: 'valor inicial',
  },
};

const en: PageTexts = {
  save: 'Save',
  saved: 'Saved. It holds in the whole service already.',
  nothing: 'Nothing changed.',
  wasReset: 'Put back to its default.',
  usual: (value) => `Default: ${value}`,
  changedBy: (name) => `Changed by ${name}`,
  history: 'History',
  reset: 'Reset',
  fromEnvironment: (variable) => `The environment gives the default (${variable}); what you set here goes before it.`,
  boundByEnvironment: (variable) => `The environment sets the most (${variable}).`,
  readOnly: 'You may read the settings; changing them is for administrators.',
  yes: 'yes',
  no: 'no',
  none: 'empty',
  place: (place) => ({ '1': '1st', '2': '2nd', '3': '3rd' })[place] ?? `${place}th`,
  per: { second: 'a second', minute: 'a minute', hour: 'an hour', how: 'How many', time: 'In which time' },
  prices: {
    model: 'Model (how its name begins)',
    prompt: 'Reading',
    completion: 'Writing',
    cached: 'Read from its cache',
    cacheWrite: 'Written to its cache',
    of: (column, row) => `${column}, row ${row}`,
    models: (count) => counted(count, 'model', 'models'),
  },
  hours: {
    title: 'Business hours',
    text: 'The days and hours of the team, and its holidays, stand with the service levels.',
    action: 'See the hours',
  },
  changes: {
    title: 'History',
    lead: 'Who changed it, when, and what it was.',
    columns: { at: 'When', by: 'Who', from: 'Before', to: 'After' },
    none: 'Nobody has changed it.',
    usual: 'default',
  },
};

export const pageTexts: Record<Language, PageTexts> = { es, en };
