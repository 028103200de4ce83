import type { AdministrationGroup, AdministrationKey } from '../../src/features/administration/model.ts';
import type { Language } from '../../src/lib/language.ts';

interface AdministrationTexts {
  title: string;
  groups: Record<AdministrationGroup, string>;
  /** The name of each page, and what can be done on it in one line. */
  pages: Record<AdministrationKey, { name: string; lead: string }>;
}

const es: AdministrationTexts = {
  title: 'Administración',
  groups: {
    bank: 'El banco',
    assistant: 'El asistente',
    team: 'El equipo',
    connections: 'Conexiones',
    service: 'El servicio',
  },
  pages: {
    general: { name: 'General', lead: 'El banco, lo que se dice a los clientes y cómo llega el trabajo al equipo.' },
    assistant: {
      name: 'Proveedores de IA',
      lead: 'Quién responde a los clientes, en qué plazos y con qué presupuesto.',
    },
    prompt: {
      name: 'Instrucciones',
      lead: 'Cómo habla el asistente: las palabras del banco, con versiones y vuelta atrás.',
    },
    widget: { name: 'El chat', lead: 'Cómo se ve y qué ofrece en las páginas del banco.' },
    retention: { name: 'Conservación', lead: 'Qué se borra con el tiempo y qué se retiene por un juicio.' },
    system: { name: 'Sistema', lead: 'Cómo está el servicio.' },
    apiKeys: { name: 'Claves de API', lead: 'Con ellas actúan aquí otros sistemas del banco.' },
    own: { name: 'Valores propios', lead: 'Lo que otros sistemas del banco leen por la interfaz, por claves suyas.' },
    webhooks: { name: 'Webhooks', lead: 'Por ellos otros sistemas se enteran de lo que pasa aquí.' },
    audit: { name: 'Auditoría', lead: 'Quién hizo y leyó qué, y si el registro está íntegro.' },
    limits: { name: 'Límites', lead: 'Cuántas peticiones pasan y qué tan grandes son los archivos.' },
    serviceLevels: {
      name: 'Niveles de servicio',
      lead: 'Plazos de los casos, horario de atención y días festivos.',
    },
    people: { name: 'Personas', lead: 'Quién trabaja en el panel y qué puede hacer.' },
    canned: { name: 'Respuestas guardadas', lead: 'Textos que se ponen en una respuesta con una diagonal.' },
  },
};

const en: AdministrationTexts = {
  title: 'Administration',
  groups: {
    bank: 'The bank',
    assistant: 'The assistant',
    team: 'The team',
    connections: 'Connections',
    service: 'The service',
  },
  pages: {
    general: { name: 'General', lead: 'The bank, what customers are told, and how work reaches the team.' },
    assistant: { name: 'AI providers', lead: 'Who answers customers, in which time and at what cost.' },
    prompt: {
      name: 'Instructions',
      lead: 'How the assistant speaks: the bank’s own words, with versions and the way back.',
    },
    widget: { name: 'The chat', lead: 'How it looks and what it offers on the bank’s pages.' },
    retention: { name: 'Retention', lead: 'What is deleted in time, and what is held for a lawsuit.' },
    system: { name: 'System', lead: 'How the service is.' },
    apiKeys: { name: 'API keys', lead: 'By them other systems of the bank act here.' },
    own: { name: 'Own values', lead: 'What other systems of the bank read by the interface, under keys of their own.' },
    webhooks: { name: 'Webhooks', lead: 'By them other systems hear of what happens here.' },
    audit: { name: 'Audit log', lead: 'Who did and read what, and whether the record is whole.' },
    limits: { name: 'Limits', lead: 'How many requests pass, and how large files may be.' },
    serviceLevels: {
      name: 'Service levels',
      lead: 'What tickets are owed, business hours and holidays.',
    },
    people: { name: 'People', lead: 'Who works in the panel and what they may do.' },
    canned: { name: 'Canned responses', lead: 'Texts that are put into a reply with a slash.' },
  },
};

export const administrationTexts: Record<Language, AdministrationTexts> = { es, en };
