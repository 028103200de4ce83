import { WEBHOOK_EVENTS, type WebhookEvent } from '../webhooks/model.ts';
import type { JsonSchema } from './model.ts';

const DATA: Partial<Record<WebhookEvent, object>> = {
  article_published: { article_id: 42, slug: 'tarjeta-perdida', language: 'es', version: 3 },
};
const TICKET = { ticket_id: 'TKT-7F3K2M9Q' };
const CONVERSATION = { conversation_id: '7b0c2a52-6c2f-4d0e-9a43-0d5a1e1f4c11' };

const HEADERS = {
  'X-JoxAI-Signature': '`t=<seconds>,v1=<hex>`: HMAC-SHA256 with the secret over `<seconds>.<body>`',
  'webhook-id': 'The same at every try: what comes twice is told by it',
  'webhook-timestamp': 'Seconds; what is old is a replay by somebody else',
  'webhook-signature': 'By the Standard Webhooks specification',
};

/** What the service posts to those who asked for it, by event. */
export const webhookOperations = (): Record<string, { post: JsonSchema }> =>
  Object.fromEntries(WEBHOOK_EVENTS.map((event) => [event, { post: deliveryOf(event) }]));

function deliveryOf(event: WebhookEvent): JsonSchema {
  const data = DATA[event] ?? (/^(ticket|sla)_/.test(event) ? TICKET : CONVERSATION);
  return {
    summary: `Told when this happens: ${event.replaceAll('_', ' ')}`,
    description:
      'Any 2xx takes it. Anything else is tried again, later and later. Events may come twice, and out of order.',
    tags: ['webhooks'],
    parameters: Object.entries(HEADERS).map(([name, description]) => {
      return { name, in: 'header', required: true, description, schema: { type: 'string' } };
    }),
    requestBody: {
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['type', 'timestamp', 'data'],
            properties: {
              type: { const: event },
              timestamp: { type: 'string', format: 'date-time' },
              data: { type: 'object', description: 'Ids; with `contents`, where the webhook asks for them' },
            },
          },
          example: { type: event, timestamp: '2026-01-31T10:30:00.000Z', data },
        },
      },
    },
    responses: { '2XX': { description: 'Taken' }, '410': { description: 'Gone: nothing more is sent there' } },
  };
}
