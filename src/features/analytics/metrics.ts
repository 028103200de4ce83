import { type Figures, shareOf } from './figures.ts';
import type { Measure } from './measure-queries.ts';
import { METRIC_TEXTS, type MetricKey } from './metric-texts.ts';
import type { MetricDefinition, Unit } from './model.ts';

interface Metric extends MetricDefinition {
  /** What it is reckoned from. */
  measures: readonly Measure[];
  value: (figures: Figures) => number | null;
}

type Rule = Pick<Metric, 'unit' | 'better' | 'measures' | 'value'>;

const rule = (unit: Unit, better: Rule['better'], measures: readonly Measure[], value: Rule['value']): Rule => ({
  ...{ unit, better, measures, value },
});
const counted = (measure: Measure, better: Rule['better'] = null): Rule =>
  rule('count', better, [measure], (figures) => figures.amount(measure));
const share = (better: Rule['better'], part: Measure, whole: Measure): Rule =>
  rule('share', better, [part, whole], (figures) => shareOf(figures.amount(part), figures.amount(whole)));
const median = (measure: Measure): Rule =>
  rule('milliseconds', 'less', [measure], (figures) => figures.percentile(measure, 0.5));
const latency = (part: number): Rule =>
  rule('milliseconds', 'less', ['answers.latency.classes'], (figures) =>
    figures.percentile('answers.latency.classes', part),
  );

/** Outcomes by which the assistant says that it does not know. */
const endsIn = (outcome: string) => (dimension: string) => dimension.endsWith(`/${outcome}`);
const GAP_REASONS = ['missing_knowledge', 'low_confidence'];
const unanswered = (figures: Figures): number =>
  figures.sumWhere('answers', endsIn('unsure')).amount +
  figures.sumWhere('escalations', (reason) => GAP_REASONS.includes(reason)).amount;
const tokens = (figures: Figures): number => figures.total('answers.tokens_in') + figures.total('answers.tokens_out');
const promises = (event: string) => (figures: Figures) => figures.sumWhere('sla', endsIn(event)).amount;

const RULES: Record<MetricKey, Rule> = {
  conversations: counted('conversations'),
  conversations_written: counted('conversations.written'),
  escalated: counted('conversations.escalated', 'less'),
  escalation_rate: share('less', 'conversations.escalated', 'conversations.written'),
  contained: counted('conversations.contained', 'more'),
  containment_rate: share('more', 'conversations.contained', 'conversations.written'),
  durable_containment_rate: share('more', 'conversations.durable', 'conversations.judged'),
  messages: counted('messages'),
  messages_per_conversation: rule('number', null, ['messages', 'conversations'], (figures) =>
    shareOf(figures.amount('messages'), figures.amount('conversations')),
  ),
  bot_first_response: median('bot.response.classes'),
  human_first_response: median('human.response.classes'),
  human_first_response_mean: rule('milliseconds', 'less', ['human.response'], (figures) =>
    figures.mean('human.response'),
  ),
  bot_resolution: median('bot.resolution.classes'),
  human_resolution: median('human.resolution.classes'),
  ratings: counted('ratings', 'more'),
  csat: rule('rating', 'more', ['ratings'], (figures) => figures.mean('ratings')),
  csat_content: rule('share', 'more', ['ratings'], (figures) =>
    shareOf(figures.amount('ratings', '4') + figures.amount('ratings', '5'), figures.amount('ratings')),
  ),
  answers: counted('answers'),
  unanswered: rule('count', 'less', ['answers', 'escalations'], unanswered),
  unanswered_rate: rule('share', 'less', ['answers', 'escalations'], (figures) =>
    shareOf(figures.sumWhere('answers', endsIn('unsure')).amount, figures.amount('answers')),
  ),
  cost: rule('micros', 'less', ['answers.cost'], (figures) => figures.total('answers.cost')),
  cost_per_conversation: rule('micros', 'less', ['answers.cost', 'conversations.written'], (figures) =>
    shareOf(figures.total('answers.cost'), figures.amount('conversations.written')),
  ),
  tokens: rule('tokens', 'less', ['answers.tokens_in', 'answers.tokens_out'], tokens),
  tokens_per_conversation: rule(
    'tokens',
    'less',
    ['answers.tokens_in', 'answers.tokens_out', 'conversations.written'],
    (figures) => shareOf(tokens(figures), figures.amount('conversations.written')),
  ),
  latency_p50: latency(0.5),
  latency_p95: latency(0.95),
  latency_p99: latency(0.99),
  fallback_rate: share('less', 'answers.fell_back', 'answers'),
  thumbs: counted('thumbs', 'more'),
  thumbs_up_rate: rule('share', 'more', ['thumbs'], (figures) =>
    shareOf(figures.amount('thumbs', 'up'), figures.amount('thumbs')),
  ),
  reported: counted('answers.reported', 'less'),
  tickets_opened: counted('tickets.opened'),
  tickets_resolved: counted('tickets.resolved', 'more'),
  complaints: counted('tickets.complaints', 'less'),
  ticket_first_response: median('tickets.response.classes'),
  ticket_resolution: median('tickets.resolved.classes'),
  sla_met_rate: rule('share', 'more', ['sla'], (figures) =>
    shareOf(promises('met')(figures), promises('met')(figures) + promises('breached')(figures)),
  ),
  sla_breached: rule('count', 'less', ['sla'], promises('breached')),
  new_customers: rule('count', 'more', ['customers'], (figures) => figures.amount('customers')),
};

/** Every figure of a period, by its key: the interface, the panel and the tests read the same. */
export const METRICS = Object.fromEntries(
  Object.entries(RULES).map(([key, one]) => [key, { key, ...METRIC_TEXTS[key as MetricKey], ...one }]),
) as Record<MetricKey, Metric>;
