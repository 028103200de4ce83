import { t } from 'elysia';
import { count, eitherFile, file, id, nullable, number, share, text, time, words } from '../../http/shapes.ts';

const csv = file('text/csv', ['metric,value\r\ntotal,412\r\n']);
const day = t.String({ format: 'date', examples: ['2026-01-31'] });
const counts = (example: Record<string, number>) => t.Record(t.String(), count(1), { examples: [example] });
const mean = (example: number, description?: string) => nullable(number(example, description));
const part = (example: number, description?: string) => nullable(share(example, description));
const period = { period_days: count(30), from: day, to: day, time_zone: text('America/Mexico_City') };
const apart = t.Object(
  { assistant: mean(0.4), people: mean(184.2) },
  { description: 'Medians in seconds, the assistant and people apart' },
);
const latency = t.Object({ p50: mean(320), p95: mean(1_480), p99: mean(2_950) }, { description: 'Milliseconds' });

export const Dashboard = eitherFile(
  t.Object(
    {
      total_conversations: count(18_204),
      active_conversations: count(23, 'Waiting, with people, or with the assistant and spoken in within a day'),
      waiting_conversations: count(3),
      total_tickets: count(2_310),
      open_tickets: count(41),
      in_progress_tickets: count(17),
      overdue_tickets: count(2),
      resolved_today: count(12),
      total_customers: count(9_840),
      total_messages: count(142_006),
      escalation_rate: share(0.18, 'Of the last 30 days'),
      avg_response_time_minutes: mean(3.4, "From the hand-over to a person's first message, mean of the last 30 days"),
      customer_satisfaction: mean(4.3, 'Mean rating of the last 30 days, 1 to 5'),
      time_zone: text('America/Mexico_City'),
    },
    { description: 'The desk at this moment.' },
  ),
  csv,
);

export const ConversationFigures = eitherFile(
  t.Object(
    {
      ...period,
      total: count(412),
      written: count(398),
      active: count(23),
      escalated: count(71),
      contained: count(327),
      avg_messages_per_conversation: number(6.8),
      escalation_rate: share(0.1784),
      containment_rate: share(0.8216),
      durable_containment_rate: part(0.7611),
      first_response_seconds: apart,
      resolution_seconds: apart,
      ratings: count(102),
      customer_satisfaction: mean(4.3),
      by_language: counts({ es: 301, en: 111 }),
      escalation_reasons: counts({ customer_request: 33, emergency: 12 }),
      customer_messages_by_hour: counts({ '09': 141, '10': 166 }),
    },
    { description: 'What became of the conversations of a period.' },
  ),
  csv,
);

export const TicketFigures = eitherFile(
  t.Object(
    {
      ...period,
      opened: count(96),
      resolved: count(88),
      complaints: count(9),
      open: count(41),
      in_progress: count(17),
      overdue: count(2),
      first_response_seconds: mean(1_260),
      resolution_seconds: mean(61_200),
      sla: t.Object({ met: count(140), breached: count(11), warned: count(25), met_rate: part(0.9272) }),
      by_status: counts({ OPEN: 14, RESOLVED: 61 }),
      by_category: counts({ cards: 40, transfers: 22 }),
      by_priority: counts({ HIGH: 18, MEDIUM: 62 }),
    },
    { description: 'The tickets of a period and their clocks.' },
  ),
  csv,
);

export const AgentFigures = eitherFile(
  t.Array(
    t.Object({
      agent_id: id,
      agent_name: text('Lucía Ferrer'),
      conversations: count(38),
      messages: count(211),
      avg_first_response_seconds: mean(142.6),
      ratings: count(19),
      customer_satisfaction: mean(4.6),
      tickets_resolved: count(27),
      avg_ticket_resolution_seconds: mean(40_020),
    }),
    { description: 'What each person did in a period.' },
  ),
  file('text/csv', ['agent_id,agent_name,conversations\r\n4,Lucía Ferrer,38\r\n']),
);

export const CustomerFigures = eitherFile(
  t.Object(
    {
      ...period,
      total: count(9_840),
      active: count(9_712),
      inactive: count(128),
      by_type: counts({ INDIVIDUAL: 9_201, BUSINESS: 639 }),
      new: count(84),
    },
    { description: 'How many customers there are, and how many were added in a period.' },
  ),
  csv,
);

export const Timeline = eitherFile(
  t.Array(
    t.Object({
      date: day,
      conversations: count(14),
      escalated: count(3),
      contained: count(11),
      messages: count(96),
      tickets_opened: count(4),
      tickets_resolved: count(3),
    }),
    { description: 'A period day by day.' },
  ),
  file('text/csv', ['date,conversations,messages\r\n2026-01-31,14,96\r\n']),
);

export const AiFigures = eitherFile(
  t.Object(
    {
      ...period,
      answers: count(1_204),
      by_outcome: counts({ answer: 980, unsure: 61 }),
      by_provider: t.Record(
        t.String(),
        t.Object({
          answers: count(903),
          prompt_tokens: count(812_400),
          completion_tokens: count(96_100),
          cost_usd: mean(1.82),
          latency_ms: latency,
        }),
        {
          examples: [
            {
              openai: {
                ...{ answers: 903, prompt_tokens: 812_400, completion_tokens: 96_100, cost_usd: 1.82 },
                latency_ms: { p50: 320, p95: 1_480, p99: 2_950 },
              },
            },
          ],
        },
      ),
      tokens: t.Object({ prompt: count(812_400), completion: count(96_100), per_conversation: mean(2_282.7) }),
      cost_usd: mean(1.82),
      cost_per_conversation_usd: mean(0.004573),
      suggestions_cost_usd: mean(0.21, 'Of what was suggested to staff; it is not among the answers'),
      latency_ms: latency,
      fallback_rate: share(0.012),
      fallbacks: counts({ 'openai/timeout': 9 }),
      thumbs: t.Object({ up: count(61), down: count(8), up_rate: part(0.8841) }),
      unanswered: count(74),
      unanswered_rate: share(0.0507),
      reported: count(3),
    },
    { description: 'What the assistant answered in a period, by whom, at what cost and how quickly.' },
  ),
  csv,
);

export const AuditFigures = eitherFile(
  t.Object(
    {
      hours: count(24),
      since: time,
      total: count(1_904),
      failures: count(6),
      by_action: counts({ 'conversation.read': 1_311, 'ticket.update': 204 }),
      failures_by_action: counts({ 'auth.login': 6 }),
    },
    { description: 'How often staff did and read what.' },
  ),
  csv,
);

const bothLanguages = (es: string, en: string) => t.Object({ es: text(es), en: text(en) });
export const MetricDefinition = t.Object(
  {
    key: text('containment_rate'),
    unit: words(['count', 'number', 'share', 'milliseconds', 'rating', 'micros', 'tokens'], 'share'),
    better: nullable(words(['more', 'less'])),
    name: bothLanguages('Contención', 'Containment'),
    definition: bothLanguages(
      'Contenidas entre las conversaciones del periodo en las que el cliente escribió.',
      'Contained, divided by the conversations of the period in which the customer wrote.',
    ),
  },
  { description: 'What a figure is called and what exactly it counts.' },
);
