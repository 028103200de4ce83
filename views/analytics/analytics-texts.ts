import type { ReportKey } from '../../src/features/analytics/model.ts';
import { counted } from '../../src/lib/format.ts';
import type { Language } from '../../src/lib/language.ts';

interface Words {
  title: string;
  lead: string;
}

interface AnalyticsTexts {
  dashboard: Words & { tab: string; now: string; recent: string; charts: string };
  reports: Record<ReportKey, Words & { tab: string }>;
  mine: Words;
  satisfaction: string;
  views: string;
  zone: (timeZone: string) => string;
  what: (name: string) => string;
  before: (value: string) => string;
  noBefore: string;
  change: { up: string; down: string; same: string; good: string; bad: string };
  noFigure: string;
  figures: string;
  asTable: string;
  csv: string;
  csvOf: (name: string) => string;
  pdf: string;
  nothing: { title: string; text: string };
  nothingIn: string;
  unmeasured: (days: string) => string;
  weekly: string;
  range: {
    title: string;
    from: string;
    to: string;
    compare: string;
    show: string;
    presets: Record<number, string>;
    period: (from: string, to: string) => string;
    comparedWith: (from: string, to: string) => string;
    errors: Record<'no_day' | 'reversed' | 'too_long' | 'future', string>;
  };
  page: (page: number, pages: number) => string;
}

const es: AnalyticsTexts = {
  dashboard: {
    title: 'Tablero',
    lead: 'El servicio en este momento y en los últimos días. Las cifras se actualizan solas.',
    tab: 'Tablero',
    now: 'Ahora',
    recent: 'Últimos 7 días, comparados con los 7 anteriores',
    charts: 'Últimos 30 días',
  },
  reports: {
    conversations: {
      title: 'Conversaciones',
      lead: 'Qué pasó con las conversaciones: contención, escalamiento, tiempos y satisfacción.',
      tab: 'Conversaciones',
    },
    ai: {
      title: 'Asistente',
      lead: 'Qué contestó el asistente, con quién, a qué costo y en cuánto tiempo.',
      tab: 'Asistente',
    },
    agents: { title: 'Agentes', lead: 'Lo que hizo cada persona.', tab: 'Agentes' },
    tickets: { title: 'Casos', lead: 'Casos, sus tiempos y sus plazos.', tab: 'Casos' },
    customers: { title: 'Clientes', lead: 'Clientes nuevos y qué tan satisfechos están.', tab: 'Clientes' },
  },
  mine: { title: 'Mis cifras', lead: 'Lo que hiciste en el periodo. Solo tú y quien supervisa lo ven.' },
  satisfaction: 'Satisfacción',
  views: 'Informes',
  zone: (timeZone) => `Los días son los del banco (${timeZone}).`,
  what: (name) => `Qué cuenta: ${name}`,
  before: (value) => `antes ${value}`,
  noBefore: 'sin dato anterior',
  change: { up: 'más que antes', down: 'menos que antes', same: 'igual que antes', good: 'mejor', bad: 'peor' },
  noFigure: '—',
  figures: 'Cifras',
  asTable: 'Ver como tabla',
  csv: 'CSV',
  csvOf: (name) => `Descargar «${name}» en CSV`,
  pdf: 'PDF',
  nothing: { title: 'Nada en este periodo', text: 'Elige otras fechas, o espera a que llegue algo.' },
  nothingIn: 'Sin datos en este periodo.',
  unmeasured: (days) =>
    `${days === '1' ? 'Falta 1 día' : `Faltan ${days} días`} por calcular: las cifras aún no están completas. Suele tardar unos minutos.`,
  weekly: 'Cada punto es una semana, que empieza en lunes.',
  range: {
    title: 'Periodo',
    from: 'Desde',
    to: 'Hasta',
    compare: 'Comparar con el periodo anterior',
    show: 'Ver',
    presets: { 1: 'Hoy', 7: '7 días', 30: '30 días', 90: '90 días', 365: '1 año' },
    period: (from, to) => (from === to ? from : `${from} a ${to}`),
    comparedWith: (from, to) => (from === to ? `comparado con ${from}` : `comparado con ${from} a ${to}`),
    errors: {
      no_day: 'Escribe una fecha.',
      reversed: 'No puede ser anterior a la primera.',
      too_long: 'El periodo puede tener hasta 1,100 días.',
      future: 'No puede ser después de hoy.',
    },
  },
  page: (page, pages) => `Página ${page} de ${pages}`,
};

const en: AnalyticsTexts = {
  dashboard: {
    title: 'Dashboard',
    lead: 'The desk at this moment and over the last days. The figures follow by themselves.',
    tab: 'Dashboard',
    now: 'Now',
    recent: 'The last 7 days, compared with the 7 before',
    charts: 'The last 30 days',
  },
  reports: {
    conversations: {
      title: 'Conversations',
      lead: 'What became of conversations: containment, escalation, times and satisfaction.',
      tab: 'Conversations',
    },
    ai: {
      title: 'Assistant',
      lead: 'What the assistant answered, by whom, at what cost and how quickly.',
      tab: 'Assistant',
    },
    agents: { title: 'Agents', lead: 'What each person did.', tab: 'Agents' },
    tickets: { title: 'Tickets', lead: 'Tickets, their times and their service levels.', tab: 'Tickets' },
    customers: { title: 'Customers', lead: 'New customers and how content they are.', tab: 'Customers' },
  },
  mine: { title: 'My figures', lead: 'What you did in the period. Only you and your supervisors see it.' },
  satisfaction: 'Satisfaction',
  views: 'Reports',
  zone: (timeZone) => `Days are those of the bank (${timeZone}).`,
  what: (name) => `What it counts: ${name}`,
  before: (value) => `before ${value}`,
  noBefore: 'nothing before',
  change: { up: 'more than before', down: 'less than before', same: 'as before', good: 'better', bad: 'worse' },
  noFigure: '—',
  figures: 'Figures',
  asTable: 'Show as a table',
  csv: 'CSV',
  csvOf: (name) => `Download “${name}” as CSV`,
  pdf: 'PDF',
  nothing: { title: 'Nothing in this period', text: 'Choose other dates, or wait until something comes.' },
  nothingIn: 'No data in this period.',
  unmeasured: (days) =>
    `${counted(days, 'day is', 'days are')} still to be calculated, so the figures are not complete yet. It usually takes a few minutes.`,
  weekly: 'Each point is a week, which begins on Monday.',
  range: {
    title: 'Period',
    from: 'From',
    to: 'To',
    compare: 'Compare with the period before',
    show: 'Show',
    presets: { 1: 'Today', 7: '7 days', 30: '30 days', 90: '90 days', 365: '1 year' },
    period: (from, to) => (from === to ? from : `${from} to ${to}`),
    comparedWith: (from, to) => (from === to ? `compared with ${from}` : `compared with ${from} to ${to}`),
    errors: {
      no_day: 'Give a date.',
      reversed: 'It cannot be before the first one.',
      too_long: 'A period has up to 1,100 days.',
      future: 'It cannot be after today.',
    },
  },
  page: (page, pages) => `Page ${page} of ${pages}`,
};

export const analyticsTexts: Record<Language, AnalyticsTexts> = { es, en };
