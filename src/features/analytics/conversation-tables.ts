import { panelTexts } from '../../../views/texts/panel-texts.ts';
import { shareOf } from './figures.ts';
import { column, DAY, SHARE, spreadRows, type TableRule, texts, wordOf } from './table-rules.ts';

const REASONS = {
  es: { ...panelTexts.es.customer.reasons, taken_over: 'La tomó una persona', other: 'Otro motivo' },
  en: { ...panelTexts.en.customer.reasons, taken_over: 'A person took it', other: 'Another reason' },
};
const LANGUAGES = { es: { es: 'Español', en: 'Inglés' }, en: { es: 'Spanish', en: 'English' } };
const WEEKDAYS = [
  texts('Lunes', 'Monday'),
  texts('Martes', 'Tuesday'),
  texts('Miércoles', 'Wednesday'),
  texts('Jueves', 'Thursday'),
  texts('Viernes', 'Friday'),
  texts('Sábado', 'Saturday'),
  texts('Domingo', 'Sunday'),
];
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
const RATINGS = ['5', '4', '3', '2', '1'];

export const CONVERSATION_TABLES: TableRule[] = [
  {
    key: 'conversations_by_day',
    name: texts('Conversaciones por día', 'Conversations by day'),
    definition: texts(
      'Conversaciones por el día en que empezaron, y cuántas de ellas llegaron a una persona o quedaron contenidas.',
      'Conversations by the day on which they began, and how many of them reached a person or were contained.',
    ),
    columns: [
      DAY,
      column('conversations', 'Conversaciones', 'Conversations'),
      column('escalated', 'Escaladas', 'Escalated'),
      column('contained', 'Contenidas', 'Contained'),
    ],
    drawing: 'lines',
    measures: ['conversations', 'conversations.escalated', 'conversations.contained'],
    by: 'day',
    rows: ({ points }) =>
      points.map(({ day, figures }) => [
        day,
        figures.amount('conversations'),
        figures.amount('conversations.escalated'),
        figures.amount('conversations.contained'),
      ]),
  },
  {
    key: 'escalation_reasons',
    name: texts('Motivos de escalamiento', 'Reasons for escalation'),
    definition: texts(
      'Pasos del asistente a una persona en el periodo, por su motivo. Una conversación puede pasar más de una vez.',
      'Hand-overs from the assistant to a person in the period, by reason. A conversation may be handed over more than once.',
    ),
    columns: [column('reason', 'Motivo', 'Reason', null), column('escalations', 'Pasos', 'Hand-overs'), SHARE],
    drawing: 'bars',
    measures: ['escalations'],
    by: null,
    rows: (input) => spreadRows(input, 'escalations', (reason) => wordOf(REASONS, reason)),
  },
  {
    key: 'ratings_spread',
    name: texts('Calificaciones', 'Ratings'),
    definition: texts(
      'Conversaciones que el cliente calificó en el periodo, por la calificación.',
      'Conversations that the customer rated in the period, by rating.',
    ),
    columns: [column('rating', 'Calificación', 'Rating', null), column('ratings', 'Veces', 'Times'), SHARE],
    drawing: 'bars',
    measures: ['ratings'],
    by: null,
    rows: ({ figures }) => {
      const all = figures.amount('ratings');
      if (all === 0) return [];
      return RATINGS.map((rating) => {
        const amount = figures.amount('ratings', rating);
        return [texts(`${rating} de 5`, `${rating} of 5`), amount, shareOf(amount, all)];
      });
    },
  },
  {
    key: 'busiest_hours',
    name: texts('Horas con más mensajes', 'Busiest hours'),
    definition: texts(
      'Mensajes de clientes en el periodo, por día de la semana y hora del banco.',
      "Customers' messages in the period, by weekday and hour of the bank.",
    ),
    columns: [
      column('weekday', 'Día', 'Weekday', null),
      ...HOURS.map((hour) => column(hour, `${hour} h`, `${hour} h`)),
    ],
    drawing: 'heat',
    measures: ['messages.by_hour'],
    by: null,
    rows: ({ figures }) =>
      WEEKDAYS.map((name, at) => [
        name,
        ...HOURS.map((hour) => figures.amount('messages.by_hour', `${at + 1}/${hour}`)),
      ]),
  },
  {
    key: 'languages',
    name: texts('Idiomas', 'Languages'),
    definition: texts(
      'Conversaciones que empezaron en el periodo, por el idioma en que se atienden.',
      'Conversations that began in the period, by the language in which they are held.',
    ),
    columns: [
      column('language', 'Idioma', 'Language', null),
      column('conversations', 'Conversaciones', 'Conversations'),
      SHARE,
    ],
    drawing: 'bars',
    measures: ['conversations'],
    by: null,
    rows: (input) => spreadRows(input, 'conversations', (language) => wordOf(LANGUAGES, language)),
  },
];
