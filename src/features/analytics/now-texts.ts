import type { MetricDefinition } from './model.ts';
import type { DeskNow } from './now-queries.ts';

const now = (
  key: keyof DeskNow,
  [esName, esDefinition]: [string, string],
  [enName, enDefinition]: [string, string],
  better: MetricDefinition['better'] = 'less',
): MetricDefinition => ({
  ...{ key, unit: 'count', better },
  name: { es: esName, en: enName },
  definition: { es: esDefinition, en: enDefinition },
});

/** What the desk looks like at this moment, in the order in which it is shown. */
export const NOW_METRICS: readonly MetricDefinition[] = [
  now(
    'waiting',
    ['En espera', 'Conversaciones que están en la fila, sin nadie que las atienda.'],
    ['Waiting', 'Conversations that stand in the queue, with nobody to answer them.'],
  ),
  now(
    'with_people',
    ['Con personas', 'Conversaciones que una persona atiende ahora.'],
    ['With people', 'Conversations that a person has now.'],
    null,
  ),
  now(
    'with_assistant',
    ['Con el asistente', 'Conversaciones que atiende el asistente y en las que se escribió en las últimas 24 horas.'],
    [
      'With the assistant',
      'Conversations that the assistant has and in which somebody wrote within the last 24 hours.',
    ],
    null,
  ),
  now(
    'open_tickets',
    ['Casos abiertos', 'Casos abiertos en los que nadie ha empezado.'],
    ['Open tickets', 'Tickets that are open and that nobody has begun.'],
  ),
  now(
    'in_progress_tickets',
    ['Casos en curso', 'Casos en los que alguien trabaja.'],
    ['Tickets in progress', 'Tickets that somebody works on.'],
    null,
  ),
  now(
    'overdue_tickets',
    ['Casos con plazo vencido', 'Casos con un reloj que corre y cuyo plazo ya pasó.'],
    ['Overdue tickets', 'Tickets with a running clock whose time is over.'],
  ),
  now(
    'resolved_today',
    ['Resueltos hoy', 'Casos que se resolvieron hoy, en el día del banco.'],
    ['Resolved today', "Tickets that were resolved today, by the bank's day."],
    'more',
  ),
];
