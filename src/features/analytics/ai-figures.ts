import type { Context } from '../../context.ts';
import { Figures, shareOf } from './figures.ts';
import type { Measure } from './measure-queries.ts';
import { calendarOf } from './measuring.ts';
import type { MetricKey } from './metric-texts.ts';
import type { Period } from './model.ts';
import { readMeasures } from './reading-queries.ts';
import { measuresOf, metricOf, periodFields, round, spreadOf } from './reckoning.ts';

const MICROS = 1_000_000;

const AI_METRICS = [
  'answers',
  'unanswered',
  'unanswered_rate',
  'cost',
  'cost_per_conversation',
  'tokens',
  'tokens_per_conversation',
  'latency_p50',
  'latency_p95',
  'latency_p99',
  'fallback_rate',
  'thumbs_up_rate',
  'reported',
] as const satisfies MetricKey[];

/** What the assistant did, what it cost, and how quickly it was. Units: dollars, milliseconds. */
export async function aiFigures(ctx: Context, period: Period, days: number) {
  const calendar = calendarOf(ctx);
  const measures = [...measuresOf(AI_METRICS), 'answers.passed_over', 'suggestions.cost'] as Measure[];
  const figures = new Figures(await readMeasures(ctx.db.sql, calendar, { ...period, measures }));
  const value = (key: MetricKey) => metricOf(figures, key);
  const usd = (micros: number | null) => round(micros === null ? null : micros / MICROS, 6);
  const whole = (milliseconds: number | null) => round(milliseconds, 0);
  const latencyOf = (prefix: string) => {
    const at = (part: number) => whole(figures.percentile('answers.latency.classes', part, prefix));
    return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
  };
  const providers = new Set(figures.dimensions('answers').map((dimension) => dimension.split('/')[0] ?? ''));
  return {
    ...periodFields(period, days, calendar.timeZone),
    answers: figures.amount('answers'),
    by_outcome: spreadOf(figures, 'answers', (dimension) => dimension.split('/')[1] ?? ''),
    by_provider: Object.fromEntries(
      [...providers].map((provider) => [
        provider,
        {
          answers: figures.sumWhere('answers', (dimension) => dimension.startsWith(`${provider}/`)).amount,
          prompt_tokens: figures.total('answers.tokens_in', provider),
          completion_tokens: figures.total('answers.tokens_out', provider),
          cost_usd: usd(figures.total('answers.cost', provider)),
          latency_ms: latencyOf(`${provider}/`),
        },
      ]),
    ),
    tokens: {
      prompt: figures.total('answers.tokens_in'),
      completion: figures.total('answers.tokens_out'),
      per_conversation: round(value('tokens_per_conversation'), 1),
    },
    cost_usd: usd(value('cost')),
    cost_per_conversation_usd: usd(value('cost_per_conversation')),
    suggestions_cost_usd: usd(figures.total('suggestions.cost')),
    latency_ms: latencyOf(''),
    fallback_rate: round(value('fallback_rate')) ?? 0,
    fallbacks: spreadOf(figures, 'answers.passed_over'),
    thumbs: {
      up: figures.amount('thumbs', 'up'),
      down: figures.amount('thumbs', 'down'),
      up_rate: round(shareOf(figures.amount('thumbs', 'up'), figures.amount('thumbs'))),
    },
    unanswered: value('unanswered') ?? 0,
    unanswered_rate: round(value('unanswered_rate')) ?? 0,
    reported: figures.amount('answers.reported'),
  };
}
