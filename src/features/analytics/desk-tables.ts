import { panelTexts } from '../../../views/texts/panel-texts.ts';
import { ticketTexts } from '../../../views/texts/ticket-texts.ts';
import { shareOf } from './figures.ts';
import { column, DAY, SHARE, spreadRows, type TableInput, type TableRule, texts, wordOf } from './table-rules.ts';

const both = <Words>(pick: (language: 'es' | 'en') => Words) => ({ es: pick('es'), en: pick('en') });
const PRIORITIES = both((language) => panelTexts[language].priority);
const STATUSES = both((language) => panelTexts[language].ticketStatus);
const CATEGORIES = both((language) => ticketTexts[language].category);
const CLOCKS = both((language) => ticketTexts[language].clocks.names);
const CLOCK_KEYS = ['first_response', 'next_response', 'resolution', 'complaint'];
const TYPES = {
  es: { INDIVIDUAL: 'Personas', BUSINESS: 'Empresas' },
  en: { INDIVIDUAL: 'Persons', BUSINESS: 'Companies' },
};

const AGENT_MEASURES = [
  'agent.taken',
  'agent.messages',
  'agent.response',
  'agent.ratings',
  'agent.tickets_resolved',
] as const;

/** Who did something in the period, those with the most conversations first. */
export function activeAgents({ figures }: Pick<TableInput, 'figures'>): string[] {
  const ids = new Set(AGENT_MEASURES.flatMap((measure) => figures.dimensions(measure)).filter(Boolean));
  return [...ids].sort(
    (a, b) => figures.amount('agent.taken', b) - figures.amount('agent.taken', a) || Number(a) - Number(b),
  );
}

export const AGENT_TABLES: TableRule[] = [
  {
    key: 'agents',
    name: texts('Agentes', 'Agents'),
    definition: texts(
      'Lo que hizo cada persona en el periodo: conversaciones que recibió o tomó, mensajes que escribió, cuánto esperó el cliente su primer mensaje (promedio), calificaciones de lo que terminó con ella, y casos resueltos a su cargo.',
      'What each person did in the period: conversations that they took or were given, messages that they wrote, how long customers waited for their first message (mean), ratings of what ended with them, and tickets resolved in their charge.',
    ),
    columns: [
      column('agent', 'Agente', 'Agent', null),
      column('conversations', 'Conversaciones', 'Conversations'),
      column('messages', 'Mensajes', 'Messages'),
      column('first_response', 'Primera respuesta', 'First response', 'milliseconds'),
      column('ratings', 'Calificaciones', 'Ratings'),
      column('csat', 'Satisfacción', 'Satisfaction', 'rating'),
      column('tickets_resolved', 'Casos resueltos', 'Tickets resolved'),
      column('ticket_resolution', 'Solución de casos', 'Resolution of tickets', 'milliseconds'),
    ],
    drawing: 'bars',
    measures: AGENT_MEASURES,
    by: null,
    rows: ({ figures, names }) =>
      activeAgents({ figures }).map((id) => [
        names.get(id) ?? `#${id}`,
        figures.amount('agent.taken', id),
        figures.amount('agent.messages', id),
        figures.mean('agent.response', id),
        figures.amount('agent.ratings', id),
        figures.mean('agent.ratings', id),
        figures.amount('agent.tickets_resolved', id),
        figures.mean('agent.tickets_resolved', id),
      ]),
  },
];

export const TICKET_TABLES: TableRule[] = [
  {
    key: 'tickets_by_day',
    name: texts('Casos por día', 'Tickets by day'),
    definition: texts(
      'Casos por el día en que se abrieron y por el día en que se resolvieron.',
      'Tickets by the day on which they were opened, and by the day on which they were resolved.',
    ),
    columns: [DAY, column('opened', 'Abiertos', 'Opened'), column('resolved', 'Resueltos', 'Resolved')],
    drawing: 'lines',
    measures: ['tickets.opened', 'tickets.resolved'],
    by: 'day',
    rows: ({ points }) =>
      points.map(({ day, figures }) => [day, figures.amount('tickets.opened'), figures.amount('tickets.resolved')]),
  },
  {
    key: 'sla',
    name: texts('Plazos', 'Service levels'),
    definition: texts(
      'Relojes de casos que en el periodo se cumplieron, avisaron o vencieron. Cumplidos: entre los que se cumplieron o vencieron.',
      'Clocks of tickets that were met, gave warning or were breached in the period. Kept: of those that were met or breached.',
    ),
    columns: [
      column('clock', 'Reloj', 'Clock', null),
      column('met', 'Se cumplieron', 'Met'),
      column('breached', 'Vencieron', 'Breached'),
      column('warned', 'Avisaron', 'Warned'),
      column('kept', 'Cumplidos', 'Kept', 'share'),
    ],
    drawing: 'bars',
    measures: ['sla'],
    by: null,
    rows: ({ figures }) =>
      CLOCK_KEYS.flatMap((clock) => {
        const [met, breached, warned] = ['met', 'breached', 'warned'].map((event) =>
          figures.amount('sla', `${clock}/${event}`),
        ) as [number, number, number];
        return met + breached + warned === 0
          ? []
          : [[wordOf(CLOCKS, clock), met, breached, warned, shareOf(met, met + breached)]];
      }),
  },
  {
    key: 'ticket_categories',
    name: texts('Categorías', 'Categories'),
    definition: texts(
      'Casos abiertos en el periodo, por su categoría de ahora.',
      'Tickets opened in the period, by their category of now.',
    ),
    columns: [column('category', 'Categoría', 'Category', null), column('tickets', 'Casos', 'Tickets'), SHARE],
    drawing: 'bars',
    measures: ['tickets.by_category'],
    by: null,
    rows: (input) => spreadRows(input, 'tickets.by_category', (category) => wordOf(CATEGORIES, category)),
  },
  {
    key: 'ticket_priorities',
    name: texts('Prioridades', 'Priorities'),
    definition: texts(
      'Casos abiertos en el periodo, por su prioridad de ahora.',
      'Tickets opened in the period, by their priority of now.',
    ),
    columns: [column('priority', 'Prioridad', 'Priority', null), column('tickets', 'Casos', 'Tickets'), SHARE],
    drawing: 'bars',
    measures: ['tickets.by_priority'],
    by: null,
    rows: (input) => spreadRows(input, 'tickets.by_priority', (priority) => wordOf(PRIORITIES, priority)),
  },
  {
    key: 'ticket_statuses',
    name: texts('En qué están', 'Where they stand'),
    definition: texts(
      'Casos abiertos en el periodo, por su estado de ahora.',
      'Tickets opened in the period, by their status of now.',
    ),
    columns: [column('status', 'Estado', 'Status', null), column('tickets', 'Casos', 'Tickets'), SHARE],
    drawing: 'bars',
    measures: ['tickets.opened'],
    by: null,
    rows: (input) =>
      spreadRows(
        input,
        'tickets.opened',
        (status) => wordOf(STATUSES, status),
        (dimension) => dimension.split('/')[0] ?? '',
      ),
  },
];

export const CUSTOMER_TABLES: TableRule[] = [
  {
    key: 'customers_by_day',
    name: texts('Clientes nuevos por día', 'New customers by day'),
    definition: texts(
      'Clientes por el día en que se dieron de alta.',
      'Customers by the day on which they were added.',
    ),
    columns: [DAY, column('customers', 'Clientes', 'Customers')],
    drawing: 'lines',
    measures: ['customers'],
    by: 'day',
    rows: ({ points }) => points.map(({ day, figures }) => [day, figures.amount('customers')]),
  },
  {
    key: 'customer_types',
    name: texts('Tipos de clientes nuevos', 'Types of new customers'),
    definition: texts(
      'Clientes que se dieron de alta en el periodo, por su tipo.',
      'Customers who were added in the period, by type.',
    ),
    columns: [column('type', 'Tipo', 'Type', null), column('customers', 'Clientes', 'Customers'), SHARE],
    drawing: 'bars',
    measures: ['customers'],
    by: null,
    rows: (input) =>
      spreadRows(
        input,
        'customers',
        (type) => wordOf(TYPES, type),
        (dimension) => dimension.split('/')[0] ?? '',
      ),
  },
];
