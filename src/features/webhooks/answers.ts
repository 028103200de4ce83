import { t } from 'elysia';
import { count, id, nullable, text, time, words } from '../../http/shapes.ts';
import { DELIVERY_ERRORS, DELIVERY_STATUSES, WEBHOOK_EVENTS } from './model.ts';

const webhook = {
  id,
  url: text('https://core.example.com/joxai'),
  description: text('Core bancario'),
  events: t.Array(words(WEBHOOK_EVENTS, 'ticket_created')),
  include_contents: t.Boolean({ examples: [false] }),
  status: words(['ACTIVE', 'DISABLED']),
  disabled_reason: nullable(words(['MANUAL', 'FAILING', 'GONE'])),
  failing_since: nullable(time),
  previous_secret_until: nullable(time),
  created_at: time,
  updated_at: time,
};

export const Webhook = t.Object(webhook, { description: 'Where another system hears of what happens here.' });
export const WebhookWithSecret = t.Object(
  { ...webhook, secret: text('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=', 'Shown this once') },
  { description: 'A webhook with its signing secret (Standard Webhooks).' },
);
export const WebhookDelivery = t.Object(
  {
    id,
    webhook_id: id,
    message_id: text('msg_7b0c2a52-6c2f-4d0e-9a43-0d5a1e1f4c11', 'The same at every try and replay'),
    event: text('ticket_created'),
    data: t.Record(t.String(), t.Unknown(), { examples: [{ ticket_id: 'TKT-7F3K2M9Q', status: 'OPEN' }] }),
    status: words(DELIVERY_STATUSES, 'SENT'),
    response_status: nullable(t.Integer({ examples: [200] })),
    error: nullable(words(DELIVERY_ERRORS)),
    duration_ms: nullable(count(84)),
    attempts: t.Array(
      t.Object({
        at: time,
        status: nullable(t.Integer({ examples: [200] })),
        error: nullable(words(DELIVERY_ERRORS)),
        duration_ms: count(84),
        answer: text('ok', 'The first KiB of it, masked'),
      }),
    ),
    occurred_at: time,
    next_attempt_at: nullable(time),
    finished_at: nullable(time),
  },
  { description: 'What one webhook was told of one event.' },
);
export const Replayed = t.Object({ count: count(12) }, { description: 'How many are on their way again.' });
