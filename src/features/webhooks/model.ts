/** What a webhook can hear of: what staff hear on their socket, and what happens to tickets, ratings and articles. */
export const WEBHOOK_EVENTS = [
  'conversation_started',
  'conversation_escalated',
  'conversation_ended',
  'conversation_rated',
  'new_message',
  'ticket_created',
  'ticket_assigned',
  'ticket_status_changed',
  'ticket_updated',
  'sla_breached',
  'article_published',
  'notification',
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];
/** What the button sends; nobody subscribes to it. */
export const TEST_EVENT = 'test';

export const isWebhookEvent = (event: string): event is WebhookEvent =>
  (WEBHOOK_EVENTS as readonly string[]).includes(event);

export const MAX_URL_CHARS = 2_000;
export const MAX_DESCRIPTION_CHARS = 200;

/** Why a webhook is not active. */
export type DisabledReason = 'manual' | 'failing' | 'gone';

export interface Webhook {
  id: number;
  url: string;
  description: string;
  events: string[];
  includeContents: boolean;
  isActive: boolean;
  disabledReason: DisabledReason | null;
  failingSince: Date | null;
  /** Until then the secret before this one signs too. */
  previousSecretUntil: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

export type WebhookFields = Pick<Webhook, 'url' | 'description' | 'includeContents'> & { events: readonly string[] };

/** What can be wrong with what was typed. */
export type WebhookFault =
  | 'url'
  | 'scheme'
  | 'credentials'
  | 'not_public'
  | 'unknown_host'
  | 'events'
  | 'description'
  | 'too_many';

/** Why a try failed; `status` with the number that the receiver answered. */
export const DELIVERY_ERRORS = [
  'status',
  'redirect',
  'gone',
  'timeout',
  'network',
  'tls',
  'unknown_host',
  'not_public',
  'secret',
] as const;
export type DeliveryError = (typeof DELIVERY_ERRORS)[number];

export const DELIVERY_STATUSES = ['PENDING', 'SENT', 'FAILED'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export interface Try {
  at: string;
  /** Null where there was no answer. */
  status: number | null;
  error: DeliveryError | null;
  ms: number;
  /** The beginning of what the receiver answered. */
  answer: string;
}

export interface Delivery {
  id: number;
  webhookId: number;
  messageId: string;
  event: string;
  data: Record<string, unknown>;
  status: DeliveryStatus;
  tries: Try[];
  occurredAt: Date;
  nextAttemptAt: Date;
  finishedAt: Date | null;
}

/** How a webhook did of late. */
export interface WebhookFigures {
  webhookId: number;
  sent: number;
  failed: number;
  pending: number;
  lastAt: Date | null;
}

export const publicIdOf = (messageId: string): string => `msg_${messageId}`;

/** Shape: the interface's webhook. */
export const toWebhookView = (row: Webhook) => ({
  id: row.id,
  url: row.url,
  description: row.description,
  events: row.events,
  include_contents: row.includeContents,
  status: row.isActive ? 'ACTIVE' : 'DISABLED',
  disabled_reason: row.disabledReason?.toUpperCase() ?? null,
  failing_since: row.failingSince?.toISOString() ?? null,
  previous_secret_until: row.previousSecretUntil?.toISOString() ?? null,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});

/** Shape: the interface's delivery. */
export function toDeliveryView(row: Delivery) {
  const last = row.tries.at(-1);
  return {
    id: row.id,
    webhook_id: row.webhookId,
    message_id: publicIdOf(row.messageId),
    event: row.event,
    data: row.data,
    status: row.status,
    response_status: last?.status ?? null,
    error: last?.error ?? null,
    duration_ms: last?.ms ?? null,
    attempts: row.tries.map(({ ms, ...one }) => ({ ...one, duration_ms: ms })),
    occurred_at: row.occurredAt.toISOString(),
    next_attempt_at: row.status === 'PENDING' ? row.nextAttemptAt.toISOString() : null,
    finished_at: row.finishedAt?.toISOString() ?? null,
  };
}
