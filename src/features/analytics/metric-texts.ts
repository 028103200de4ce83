import type { Texts } from './model.ts';

type Words = { name: Texts; definition: Texts };

const words = (es: [name: string, definition: string], en: [name: string, definition: string]): Words => ({
  name: { es: es[0], en: en[0] },
  definition: { es: es[1], en: en[1] },
});

/** What each figure is called and what exactly it counts. */
export const METRIC_TEXTS = {
  conversations: words(
    [
      'Conversaciones',
      'Conversaciones que empezaron en el periodo, también aquellas en las que el cliente no escribió.',
    ],
    ['Conversations', 'Conversations that began in the period, also those in which the customer wrote nothing.'],
  ),
  conversations_written: words(
    [
      'Con mensajes del cliente',
      'De las conversaciones que empezaron en el periodo, aquellas en las que el cliente escribió.',
    ],
    ['Written in', 'Of the conversations that began in the period, those in which the customer wrote.'],
  ),
  escalated: words(
    [
      'Escaladas',
      'Conversaciones del periodo con mensajes del cliente que llegaron a una persona o a su fila, hasta hoy.',
    ],
    [
      'Escalated',
      'Conversations of the period in which the customer wrote that reached a person, or their queue, until today.',
    ],
  ),
  escalation_rate: words(
    ['Tasa de escalamiento', 'Escaladas entre las conversaciones del periodo en las que el cliente escribió.'],
    ['Escalation rate', 'Escalated, divided by the conversations of the period in which the customer wrote.'],
  ),
  contained: words(
    ['Contenidas', 'Conversaciones del periodo con mensajes del cliente que no llegaron a ninguna persona, hasta hoy.'],
    ['Contained', 'Conversations of the period in which the customer wrote that reached no person, until today.'],
  ),
  containment_rate: words(
    ['Contención', 'Contenidas entre las conversaciones del periodo en las que el cliente escribió.'],
    ['Containment', 'Contained, divided by the conversations of the period in which the customer wrote.'],
  ),
  durable_containment_rate: words(
    [
      'Contención duradera (7 días)',
      'De las contenidas con cliente identificado y más de 7 días, la parte en la que el cliente no volvió por el asunto en 7 días: ninguna respuesta con el mismo artículo, ningún caso de su categoría, y nadie tuvo que atenderlo en un día.',
    ],
    [
      'Durable containment (7 days)',
      'Of the contained with a known customer and more than 7 days old, the share in which the customer did not come back with the matter within 7 days: no answer from the same article, no ticket of its category, and no person needed within a day.',
    ],
  ),
  messages: words(
    ['Mensajes', 'Mensajes escritos en el periodo por clientes, asistente y agentes, con los avisos del sistema.'],
    ['Messages', 'Messages written in the period by customers, the assistant and agents, with notices of the system.'],
  ),
  messages_per_conversation: words(
    ['Mensajes por conversación', 'Mensajes del periodo entre las conversaciones que empezaron en él.'],
    ['Messages per conversation', 'Messages of the period, divided by the conversations that began in it.'],
  ),
  bot_first_response: words(
    [
      'Primera respuesta del asistente',
      'Mediana del tiempo que tardó el asistente en contestar el primer mensaje del cliente.',
    ],
    [
      'First response of the assistant',
      "Median of the time that the assistant took to answer the customer's first message.",
    ],
  ),
  human_first_response: words(
    [
      'Primera respuesta de una persona',
      'Mediana del tiempo entre que el asistente pasó la conversación y el primer mensaje de una persona; cuenta el día de ese mensaje.',
    ],
    [
      'First response of a person',
      "Median of the time from the assistant's hand-over to a person's first message; it counts on the day of that message.",
    ],
  ),
  human_first_response_mean: words(
    [
      'Primera respuesta de una persona, promedio',
      'Promedio del mismo tiempo: del paso a una persona a su primer mensaje.',
    ],
    ['First response of a person, mean', "Mean of the same time: from the hand-over to a person's first message."],
  ),
  bot_resolution: words(
    [
      'Solución del asistente',
      'Mediana del tiempo entre el primer mensaje del cliente y la última respuesta del asistente, en las conversaciones contenidas.',
    ],
    [
      'Resolution by the assistant',
      "Median of the time from the customer's first message to the assistant's last answer, in contained conversations.",
    ],
  ),
  human_resolution: words(
    [
      'Solución de personas',
      'Mediana del tiempo entre el primer paso a una persona y el fin de la conversación; cuenta el día en que terminó.',
    ],
    [
      'Resolution by people',
      'Median of the time from the first hand-over to the end of the conversation; it counts on the day when it ended.',
    ],
  ),
  ratings: words(
    ['Calificaciones', 'Conversaciones que el cliente calificó en el periodo.'],
    ['Ratings', 'Conversations that the customer rated in the period.'],
  ),
  csat: words(
    ['Satisfacción', 'Promedio de las calificaciones del periodo, de 1 a 5.'],
    ['Satisfaction', 'Mean of the ratings of the period, from 1 to 5.'],
  ),
  csat_content: words(
    ['Clientes satisfechos', 'Calificaciones de 4 o 5 entre todas las del periodo.'],
    ['Satisfied customers', 'Ratings of 4 or 5, divided by all of the period.'],
  ),
  answers: words(
    [
      'Respuestas del asistente',
      'Turnos del periodo que el asistente contestó; los que cedió o se interrumpieron no cuentan.',
    ],
    [
      'Answers of the assistant',
      'Turns of the period that the assistant answered; those that were cut off do not count.',
    ],
  ),
  unanswered: words(
    [
      'Preguntas sin respuesta',
      'Respuestas en las que el asistente dijo no saber, más conversaciones que pasó por falta de información o de seguridad.',
    ],
    [
      'Unanswered questions',
      'Answers in which the assistant said that it did not know, and conversations that it gave away for want of knowledge or confidence.',
    ],
  ),
  unanswered_rate: words(
    ['Respuestas sin saber', 'Respuestas en las que el asistente dijo no saber, entre todas sus respuestas.'],
    ['Did not know', 'Answers in which the assistant said that it did not know, divided by all of its answers.'],
  ),
  cost: words(
    [
      'Costo de las respuestas',
      'Lo que cobraron los proveedores por las respuestas del periodo, con los precios de entonces. Sin sugerencias a agentes.',
    ],
    [
      'Cost of the answers',
      'What vendors charged for the answers of the period, by the prices of then. Without suggestions to agents.',
    ],
  ),
  cost_per_conversation: words(
    [
      'Costo por conversación',
      'Costo de las respuestas entre las conversaciones del periodo en las que el cliente escribió.',
    ],
    [
      'Cost per conversation',
      'Cost of the answers, divided by the conversations of the period in which the customer wrote.',
    ],
  ),
  tokens: words(
    ['Tokens', 'Tokens leídos y escritos por los modelos en las respuestas del periodo.'],
    ['Tokens', 'Tokens that the models read and wrote in the answers of the period.'],
  ),
  tokens_per_conversation: words(
    ['Tokens por conversación', 'Tokens entre las conversaciones del periodo en las que el cliente escribió.'],
    ['Tokens per conversation', 'Tokens, divided by the conversations of the period in which the customer wrote.'],
  ),
  latency_p50: words(
    ['Latencia, mediana', 'La mitad de las respuestas del asistente tardó menos que esto.'],
    ['Latency, median', 'Half of the answers of the assistant took less than this.'],
  ),
  latency_p95: words(
    ['Latencia, percentil 95', '95 de cada 100 respuestas del asistente tardaron menos que esto.'],
    ['Latency, 95th percentile', '95 of 100 answers of the assistant took less than this.'],
  ),
  latency_p99: words(
    ['Latencia, percentil 99', '99 de cada 100 respuestas del asistente tardaron menos que esto.'],
    ['Latency, 99th percentile', '99 of 100 answers of the assistant took less than this.'],
  ),
  fallback_rate: words(
    [
      'Respuestas con relevo',
      'Respuestas antes de las cuales se pasó por alto a algún proveedor (falla, presupuesto o pregunta fuera de lo permitido), entre todas.',
    ],
    [
      'Fallback rate',
      'Answers before which some provider was passed over (failure, budget, or a question out of bounds), divided by all.',
    ],
  ),
  thumbs: words(
    ['Opiniones sobre respuestas', 'Pulgares arriba y abajo que los clientes dieron en el periodo.'],
    ['Opinions of answers', 'Thumbs up and down that customers gave in the period.'],
  ),
  thumbs_up_rate: words(
    ['Pulgares arriba', 'Pulgares arriba entre todos los pulgares del periodo.'],
    ['Thumbs up', 'Thumbs up, divided by all thumbs of the period.'],
  ),
  reported: words(
    ['Respuestas señaladas', 'Respuestas del asistente que el personal señaló como malas en el periodo.'],
    ['Reported answers', 'Answers of the assistant that staff reported as wrong in the period.'],
  ),
  tickets_opened: words(
    ['Casos abiertos', 'Casos que se abrieron en el periodo, sin los duplicados que se unieron a otro.'],
    ['Tickets opened', 'Tickets that were opened in the period, without duplicates that were merged into another.'],
  ),
  tickets_resolved: words(
    ['Casos resueltos', 'Casos que se resolvieron en el periodo y no se reabrieron.'],
    ['Tickets resolved', 'Tickets that were resolved in the period and not opened again.'],
  ),
  complaints: words(
    ['Quejas', 'De los casos abiertos en el periodo, los que son quejas con número.'],
    ['Complaints', 'Of the tickets opened in the period, those that are complaints with a number.'],
  ),
  ticket_first_response: words(
    [
      'Primera respuesta a casos',
      'Mediana del tiempo entre que se abrió el caso y la primera respuesta de una persona; cuenta el día de la respuesta.',
    ],
    [
      'First response to tickets',
      'Median of the time from the opening of a ticket to the first response of a person; it counts on the day of the response.',
    ],
  ),
  ticket_resolution: words(
    [
      'Solución de casos',
      'Mediana del tiempo entre que se abrió el caso y que se resolvió; cuenta el día en que se resolvió.',
    ],
    [
      'Resolution of tickets',
      'Median of the time from the opening of a ticket to its resolution; it counts on the day of the resolution.',
    ],
  ),
  sla_met_rate: words(
    [
      'Plazos cumplidos',
      'Plazos cumplidos entre los que se cumplieron o vencieron en el periodo, de todos los relojes.',
    ],
    ['Promises kept', 'Clocks that were met, divided by those that were met or breached in the period, of all kinds.'],
  ),
  sla_breached: words(
    ['Plazos vencidos', 'Relojes de casos que vencieron en el periodo.'],
    ['Promises broken', 'Clocks of tickets that were breached in the period.'],
  ),
  new_customers: words(
    ['Clientes nuevos', 'Clientes que se dieron de alta en el periodo.'],
    ['New customers', 'Customers who were added in the period.'],
  ),
} satisfies Record<string, Words>;

export type MetricKey = keyof typeof METRIC_TEXTS;
