import type { ApiKey } from '../../src/features/api-keys/model.ts';
import type { AuditRow, Verification } from '../../src/features/audit/model.ts';
import type { Delivery, Webhook } from '../../src/features/webhooks/model.ts';

/** What the views of the audit log, the webhooks and the API keys take. */
export function connectionsProps(text: string, at: Date): Record<string, unknown> {
  const entry = (change: Partial<AuditRow>): AuditRow => ({
    id: 1,
    at,
    actorId: 1,
    actorName: text,
    isService: true,
    action: 'auth.login',
    resourceType: 'conversation',
    resourceId: text,
    status: 'failure',
    details: { [text]: text, list: [text, 1], deep: { [text]: text }, slug: text, conversation: text },
    hash: text,
    ...change,
  });
  const look = (change: Partial<Verification>): Verification => ({
    id: 1,
    kind: 'routine',
    status: 'broken',
    entries: 5,
    total: 10,
    lastId: 5,
    lastHash: text,
    firstBadId: 6,
    fault: 'changed',
    startedAt: at,
    isStale: false,
    finishedAt: at,
    ...change,
  });
  const webhook: Webhook = {
    id: 1,
    url: `https://example.com/?${encodeURIComponent(text)}`,
    description: text,
    events: ['ticket_created', text],
    includeContents: true,
    isActive: true,
    disabledReason: null,
    failingSince: at,
    previousSecretUntil: at,
    createdAt: at,
    updatedAt: at,
  };
  const delivery: Delivery = {
    id: 1,
    webhookId: 1,
    messageId: text,
    event: text,
    data: { [text]: text },
    status: 'PENDING',
    tries: [
      { at: at.toISOString(), status: 503, error: 'status', ms: 12, answer: text },
      { at: at.toISOString(), status: null, error: 'timeout', ms: 10_000, answer: '' },
    ],
    occurredAt: at,
    nextAttemptAt: at,
    finishedAt: null,
  };
  const apiKey: ApiKey = {
    id: 1,
    userId: 2,
    name: text,
    role: 'SUPERVISOR',
    scopes: [text],
    allowedAddresses: [text],
    prefix: text,
    status: 'active',
    expiresAt: at,
    previousUntil: at,
    lastUsedAt: at,
    lastUsedAddress: text,
    createdAt: at,
    createdByName: text,
    revokedAt: null,
  };
  const pages = { from: 1, to: 2, total: 2, isMore: true, previousPath: null, nextPath: '/panel/x' };
  return {
    audit: {
      entries: [
        entry({}),
        entry({ actorName: 'assistant', action: text, resourceType: text, status: 'success' }),
        entry({ resourceType: 'attachment', resourceId: null }),
        entry({ resourceType: 'article' }),
      ],
      gone: new Set([2]),
      filter: { id: text, who: '1', action: text, about: text, outcome: text, from: text, to: text },
      actors: [
        { id: 1, name: text, isService: false },
        { id: 2, name: text, isService: true },
      ],
      looks: [look({}), look({ kind: 'asked', status: 'running' })],
      news: { count: 3, most: 99, path: '/panel/audit', newsPath: '/panel/audit/news' },
      exportPath: () => `/panel/audit/export?id=${encodeURIComponent(text)}`,
      pages,
    },
    looks: [look({ status: 'valid' }), look({ kind: 'asked', status: 'running', isStale: true })],
    readers: [{ actorId: 1, actorName: text, isService: true, action: text, lastAt: at, times: 3 }],
    news: { count: 100, most: 99, path: '/panel/audit', newsPath: `/panel/audit/news?id=${encodeURIComponent(text)}` },
    thing: 'conversation',
    webhook,
    webhooks: [
      { webhook, figures: { webhookId: 1, sent: 1, failed: 2, pending: 3, lastAt: at } },
      {
        webhook: { ...webhook, isActive: false, disabledReason: 'gone' },
        figures: { webhookId: 1, sent: 0, failed: 0, pending: 0, lastAt: null },
      },
    ],
    webhookForm: { url: text, description: text, events: [text], includeContents: false, faults: ['url', 'events'] },
    webhookLog: {
      deliveries: [delivery, { ...delivery, tries: [] }],
      status: text,
      event: text,
      path: '/panel/x',
      pages,
    },
    webhookDelivery: delivery,
    apiKey,
    apiKeys: [apiKey, { ...apiKey, scopes: null, status: 'revoked', lastUsedAt: null, createdByName: null }],
    keyForm: {
      name: text,
      role: text,
      isAll: false,
      scopes: [text],
      addresses: text,
      expires: text,
      faults: ['name', 'scopes', 'allowed_addresses', 'expires_at'],
    },
    secret: text,
    note: text,
  };
}
