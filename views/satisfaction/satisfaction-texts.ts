import type { Language } from '../../src/lib/language.ts';

interface Named {
  label: string;
  text: string;
}

/** Every word of the page about ratings. */
interface SatisfactionTexts {
  title: string;
  lead: string;
  figures: string;
  figure: Record<'average' | 'content' | 'answered', Named>;
  outOf: (value: string) => string;
  noFigure: string;
  spread: string;
  spreadText: string;
  filters: { days: string; rating: string; by: string; comment: string; withComment: string; assistant: string };
  days: (count: string) => string;
  list: string;
  columns: { rating: string; comment: string; by: string; customer: string; when: string };
  rating: (value: string) => string;
  assistant: string;
  noComment: string;
  open: string;
  none: { title: string; text: string };
  noneFiltered: { title: string; text: string };
}

const es: SatisfactionTexts = {
  title: 'Satisfacción',
  lead: 'Qué dicen los clientes al terminar una conversación.',
  figures: 'Resumen del periodo',
  figure: {
    average: { label: 'Promedio', text: 'De las calificaciones de 1 a 5 dadas en el periodo.' },
    content: { label: 'Satisfechos', text: 'Parte de las calificaciones que fue 4 o 5.' },
    answered: { label: 'Respondieron', text: 'Calificaciones entre conversaciones terminadas en el periodo.' },
  },
  outOf: (value) => `${value} de 5`,
  noFigure: 'Sin datos',
  spread: 'Reparto',
  spreadText: 'Cuántas veces se dio cada calificación en el periodo.',
  filters: {
    days: 'Periodo',
    rating: 'Calificación',
    by: 'Atendió',
    comment: 'Comentario',
    withComment: 'Con comentario',
    assistant: 'El asistente',
  },
  days: (count) => `${count} días`,
  list: 'Calificaciones, de la más nueva a la más antigua',
  columns: { rating: 'Calificación', comment: 'Comentario', by: 'Atendió', customer: 'Cliente', when: 'Cuándo' },
  rating: (value) => `${value} de 5`,
  assistant: 'Asistente',
  noComment: 'Sin comentario',
  open: 'Ver conversación',
  none: {
    title: 'Aún no hay calificaciones',
    text: 'Al terminar una conversación, el chat pide al cliente una del 1 al 5. Aquí verás cada una.',
  },
  noneFiltered: { title: 'Ninguna calificación coincide', text: 'Quita los filtros para ver las demás.' },
};

const en: SatisfactionTexts = {
  title: 'Satisfaction',
  lead: 'What customers say once a conversation is over.',
  figures: 'Summary of the period',
  figure: {
    average: { label: 'Average', text: 'Of the ratings from 1 to 5 given within the period.' },
    content: { label: 'Satisfied', text: 'Share of the ratings that were 4 or 5.' },
    answered: { label: 'Answered', text: 'Ratings among the conversations that ended within the period.' },
  },
  outOf: (value) => `${value} of 5`,
  noFigure: 'No data',
  spread: 'Spread',
  spreadText: 'How often each rating was given within the period.',
  filters: {
    days: 'Period',
    rating: 'Rating',
    by: 'Served by',
    comment: 'Comment',
    withComment: 'With a comment',
    assistant: 'The assistant',
  },
  days: (count) => `${count} days`,
  list: 'Ratings, the newest first',
  columns: { rating: 'Rating', comment: 'Comment', by: 'Served by', customer: 'Customer', when: 'When' },
  rating: (value) => `${value} of 5`,
  assistant: 'Assistant',
  noComment: 'No comment',
  open: 'See conversation',
  none: {
    title: 'There are no ratings yet',
    text: 'Once a conversation is over the chat asks the customer for one from 1 to 5. You see each of them here.',
  },
  noneFiltered: { title: 'No rating matches', text: 'Clear the filters to see the others.' },
};

export const satisfactionTexts: Record<Language, SatisfactionTexts> = { es, en };
