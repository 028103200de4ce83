import { panelTexts } from '../../../views/texts/panel-texts.ts';
import { shareOf } from './figures.ts';
import { CLASS_GROWTH } from './measure-queries.ts';
import { type Cell, isTexts } from './model.ts';
import { column, DAY, SHARE, spreadRows, type TableRule, texts, wordOf } from './table-rules.ts';

const OUTCOMES = {
  es: {
    answer: 'Contestó',
    action: 'Hizo algo en la cuenta',
    verify: 'Pidió verificar la identidad',
    handoff: 'Pasó con una persona',
    refuse: 'Se negó',
    unsure: 'Dijo no saber',
  },
  en: {
    answer: 'Answered',
    action: 'Did something in the account',
    verify: 'Asked to verify the identity',
    handoff: 'Handed over to a person',
    refuse: 'Refused',
    unsure: 'Said it did not know',
  },
};
const PROVIDERS = {
  es: { ...panelTexts.es.why.answerers, none: 'texto fijo' },
  en: { ...panelTexts.en.why.answerers, none: 'fixed text' },
};
const FAILURES = { es: panelTexts.es.why.reasons, en: panelTexts.en.why.reasons };
const REPORTS = {
  es: {
    WRONG: 'Incorrecta',
    OUTDATED: 'Desactualizada',
    INCOMPLETE: 'Incompleta',
    UNSAFE: 'Riesgosa',
    TONE: 'Tono',
    OTHER: 'Otro',
  },
  en: {
    WRONG: 'Wrong',
    OUTDATED: 'Outdated',
    INCOMPLETE: 'Incomplete',
    UNSAFE: 'Unsafe',
    TONE: 'Tone',
    OTHER: 'Other',
  },
};
/** Bounds between ranges of latency. Units: milliseconds. */
const BOUNDS = [100, 250, 500, 1_000, 2_000, 5_000, 10_000];

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const capitalised = (cell: Cell): Cell => (isTexts(cell) ? texts(upper(cell.es), upper(cell.en)) : cell);
const inSeconds = (milliseconds: number): string => `${milliseconds / 1_000} s`;

export const AI_TABLES: TableRule[] = [
  {
    key: 'answers_by_day',
    name: texts('Respuestas por día', 'Answers by day'),
    definition: texts(
      'Respuestas del asistente por día, y aquellas en las que dijo no saber.',
      'Answers of the assistant by day, and those in which it said that it did not know.',
    ),
    columns: [DAY, column('answers', 'Respuestas', 'Answers'), column('unsure', 'Dijo no saber', 'Did not know')],
    drawing: 'lines',
    measures: ['answers', 'answers.unsure'],
    by: 'day',
    rows: ({ points }) =>
      points.map(({ day, figures }) => [day, figures.amount('answers'), figures.amount('answers.unsure')]),
  },
  {
    key: 'outcomes',
    name: texts('Resultados', 'Outcomes'),
    definition: texts(
      'Respuestas del asistente en el periodo, por lo que hizo.',
      'Answers of the assistant in the period, by what it did.',
    ),
    columns: [column('outcome', 'Resultado', 'Outcome', null), column('answers', 'Respuestas', 'Answers'), SHARE],
    drawing: 'bars',
    measures: ['answers'],
    by: null,
    rows: (input) =>
      spreadRows(
        input,
        'answers',
        (outcome) => wordOf(OUTCOMES, outcome),
        (dimension) => dimension.split('/')[1] ?? '',
      ),
  },
  {
    key: 'knowledge_gaps',
    name: texts('Huecos de conocimiento', 'Knowledge gaps'),
    definition: texts(
      'Preguntas del periodo que el asistente no pudo contestar: dijo no saber, o pasó la conversación por falta de información o de seguridad.',
      'Questions of the period that the assistant could not answer: it said so, or handed over for want of knowledge or confidence.',
    ),
    columns: [column('kind', 'Qué pasó', 'What happened', null), column('questions', 'Preguntas', 'Questions')],
    drawing: 'bars',
    measures: ['answers', 'escalations'],
    by: null,
    rows: ({ figures }) =>
      (
        [
          [
            texts('Dijo no saber', 'Said it did not know'),
            figures.sumWhere('answers', (one) => one.endsWith('/unsure')).amount,
          ],
          [
            texts('Pasó por falta de información', 'Handed over: missing knowledge'),
            figures.amount('escalations', 'missing_knowledge'),
          ],
          [
            texts('Pasó por respuesta poco segura', 'Handed over: low confidence'),
            figures.amount('escalations', 'low_confidence'),
          ],
        ] satisfies Cell[][]
      ).filter(([, amount]) => amount !== 0),
  },
  {
    key: 'providers',
    name: texts('Proveedores', 'Providers'),
    definition: texts(
      'Respuestas del periodo por quien las dio, con sus tokens, su costo y su latencia.',
      'Answers of the period by who gave them, with their tokens, cost and latency.',
    ),
    columns: [
      column('provider', 'Proveedor', 'Provider', null),
      column('answers', 'Respuestas', 'Answers'),
      SHARE,
      column('tokens_in', 'Tokens leídos', 'Tokens read', 'tokens'),
      column('tokens_out', 'Tokens escritos', 'Tokens written', 'tokens'),
      column('cost', 'Costo', 'Cost', 'micros'),
      column('p50', 'Mediana', 'Median', 'milliseconds'),
      column('p95', 'Percentil 95', '95th percentile', 'milliseconds'),
    ],
    drawing: 'bars',
    measures: ['answers', 'answers.tokens_in', 'answers.tokens_out', 'answers.cost', 'answers.latency.classes'],
    by: null,
    rows: (input) =>
      spreadRows(
        input,
        'answers',
        (provider) => provider,
        (dimension) => dimension.split('/')[0] ?? '',
      ).map(([provider, answers, share]) => {
        const { figures } = input;
        const name = String(provider);
        return [
          ...[capitalised(wordOf(PROVIDERS, name)), answers as Cell, share as Cell],
          ...[figures.total('answers.tokens_in', name), figures.total('answers.tokens_out', name)],
          figures.total('answers.cost', name),
          figures.percentile('answers.latency.classes', 0.5, `${name}/`),
          figures.percentile('answers.latency.classes', 0.95, `${name}/`),
        ];
      }),
  },
  {
    key: 'latency',
    name: texts('Latencia', 'Latency'),
    definition: texts(
      'Respuestas del periodo por el tiempo que tardaron, desde que se leyó la pregunta hasta que se guardó la respuesta. Los límites valen con 2.5 % de error.',
      'Answers of the period by the time that they took, from reading the question to storing the answer. Bounds are true within 2.5 %.',
    ),
    columns: [column('range', 'Tiempo', 'Time', null), column('answers', 'Respuestas', 'Answers'), SHARE],
    drawing: 'bars',
    measures: ['answers.latency.classes'],
    by: null,
    rows: ({ figures }) => {
      const all = figures.amount('answers.latency.classes');
      if (all === 0) return [];
      const edges = [...BOUNDS, Number.POSITIVE_INFINITY];
      return edges.map((bound, at) => {
        const least = edges[at - 1] ?? 0;
        const fits = (dimension: string) => {
          const middle = CLASS_GROWTH ** (Number(dimension.split('/')[1]) + 0.5);
          return middle >= least && middle < bound;
        };
        const { amount } = figures.sumWhere('answers.latency.classes', fits);
        const range = bound === Number.POSITIVE_INFINITY ? `≥ ${inSeconds(least)}` : `< ${inSeconds(bound)}`;
        return [range, amount, shareOf(amount, all)];
      });
    },
  },
  {
    key: 'fallbacks',
    name: texts('Relevos', 'Fallbacks'),
    definition: texts(
      'Proveedores a los que se pasó por alto antes de una respuesta del periodo, y por qué.',
      'Providers that were passed over before an answer of the period, and why.',
    ),
    columns: [
      column('provider', 'Proveedor y motivo', 'Provider and reason', null),
      column('fallbacks', 'Relevos', 'Fallbacks'),
      SHARE,
    ],
    drawing: 'bars',
    measures: ['answers.passed_over'],
    by: null,
    rows: (input) =>
      spreadRows(input, 'answers.passed_over', (dimension) => {
        const [provider = '', reason = ''] = dimension.split('/');
        const [who, why] = [capitalised(wordOf(PROVIDERS, provider)), wordOf(FAILURES, reason)];
        const say = (cell: Cell, language: 'es' | 'en') => (isTexts(cell) ? cell[language] : String(cell));
        return texts(`${say(who, 'es')}: ${say(why, 'es')}`, `${say(who, 'en')}: ${say(why, 'en')}`);
      }),
  },
  {
    key: 'reported_answers',
    name: texts('Respuestas señaladas', 'Reported answers'),
    definition: texts(
      'Respuestas del asistente que el personal señaló en el periodo, por su motivo.',
      'Answers of the assistant that staff reported in the period, by reason.',
    ),
    columns: [column('reason', 'Motivo', 'Reason', null), column('reports', 'Respuestas', 'Answers'), SHARE],
    drawing: 'bars',
    measures: ['answers.reported'],
    by: null,
    rows: (input) => spreadRows(input, 'answers.reported', (reason) => wordOf(REPORTS, reason)),
  },
];
