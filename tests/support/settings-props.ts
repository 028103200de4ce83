import { type Notification, STAFF_KINDS } from '../../src/features/notifications/model.ts';

/** What the pages about notifications, people and service levels take, with the same text wherever somebody wrote it. */
export function settingsProps(text: string, at: Date): Record<string, unknown> {
  const notification: Notification = {
    id: 7,
    type: 'EMAIL',
    status: 'FAILED',
    category: 'TICKET',
    kind: text,
    userId: 1,
    recipient: text,
    language: 'es',
    subject: text,
    body: text,
    conversationId: '3f1c8f0e-0000-4000-8000-000000000001',
    ticketId: 1,
    ticketReference: text,
    attempts: 3,
    lastError: text,
    nextAttemptAt: new Date(at.getTime() + 60_000),
    sentAt: null,
    readAt: null,
    createdAt: at,
  };
  const pages = { from: 1, to: 2, total: 3, previousPath: null, nextPath: '/panel/x' };
  const channels = { inApp: true, email: false };
  return {
    own: {
      notifications: [
        notification,
        { ...notification, id: 8, readAt: at, conversationId: null, ticketReference: null },
      ],
      unread: 1,
      category: null,
      isUnreadOnly: false,
      pages,
      path: '/panel/notifications?state=unread',
    },
    preferences: {
      kinds: Object.fromEntries(Object.keys(STAFF_KINDS).map((kind) => [kind, channels])),
      isQuiet: true,
      from: text,
      until: text,
      timeZone: text,
      timeZones: [text],
      clock: { now: text },
      faults: { from: 'time', until: 'span', timeZone: 'zone' },
    },
    outbox: {
      mails: [notification, { ...notification, id: 8, status: 'PENDING' }],
      status: 'FAILED',
      figures: { waiting: 1, failed: 2, sent: 3, medianSeconds: 4.2, oldestDueSeconds: 600 },
      isConfigured: false,
      pages,
      path: '/panel/notifications/outbox',
    },
  };
}
