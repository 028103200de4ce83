import type { Language } from '../../lib/language.ts';
import { isAtLeast, type Role } from '../users/model.ts';

export const NOTIFICATION_TYPES = ['EMAIL', 'SMS', 'IN_APP', 'WEBHOOK'] as const;
export const NOTIFICATION_STATUSES = ['PENDING', 'SENT', 'FAILED', 'CANCELLED'] as const;
export const NOTIFICATION_CATEGORIES = ['TICKET', 'CONVERSATION', 'SYSTEM', 'REMINDER'] as const;

export type NotificationType = (typeof NOTIFICATION_TYPES)[number];
export type NotificationStatus = (typeof NOTIFICATION_STATUSES)[number];
export type NotificationCategory = (typeof NOTIFICATION_CATEGORIES)[number];

/** Where somebody hears of a kind. */
export interface Channels {
  inApp: boolean;
  email: boolean;
}

interface Kind {
  category: NotificationCategory;
  /** Until the person chooses otherwise. */
  byDefault: Channels;
  /** Only those of at least this role are ever told. */
  role?: Role;
}

const inPanel: Channels = { inApp: true, email: false };
const both: Channels = { inApp: true, email: true };

/** What staff are told of, each a choice of theirs. */
export const STAFF_KINDS = {
  ticket_created: { category: 'TICKET', byDefault: inPanel },
  ticket_assigned: { category: 'TICKET', byDefault: both },
  ticket_status_changed: { category: 'TICKET', byDefault: inPanel },
  ticket_message: { category: 'TICKET', byDefault: both },
  sla_warning: { category: 'REMINDER', byDefault: inPanel },
  sla_breached: { category: 'REMINDER', byDefault: both },
  conversation_waiting: { category: 'CONVERSATION', byDefault: inPanel },
  conversation_assigned: { category: 'CONVERSATION', byDefault: both },
  conversation_returned: { category: 'CONVERSATION', byDefault: inPanel },
  mention: { category: 'CONVERSATION', byDefault: both },
  answer_reported: { category: 'CONVERSATION', byDefault: inPanel },
  article_review: { category: 'SYSTEM', byDefault: inPanel, role: 'SUPERVISOR' },
  article_returned: { category: 'SYSTEM', byDefault: inPanel, role: 'SUPERVISOR' },
  webhook_disabled: { category: 'SYSTEM', byDefault: both, role: 'ADMIN' },
  audit_broken: { category: 'SYSTEM', byDefault: both, role: 'ADMIN' },
} as const satisfies Record<string, Kind>;

export type StaffKind = keyof typeof STAFF_KINDS;

/** What somebody of the role can be told of. */
export const kindsFor = (role: Role): StaffKind[] =>
  Object.entries<Kind>(STAFF_KINDS).flatMap(([kind, { role: least }]) =>
    least === undefined || isAtLeast(role, least) ? [kind as StaffKind] : [],
  );

export const isStaffKind = (kind: string): kind is StaffKind => Object.hasOwn(STAFF_KINDS, kind);

/** Mail that nobody chooses: it is the thing itself. */
export type MailKind = 'password_link' | 'security' | 'agent_reply' | 'ticket_reply';

/** What a text can name. Whatever customers wrote in it was masked before; nothing of it is markup. */
export interface CauseData {
  /** `TKT-` and eight letters or digits. */
  reference?: string;
  /** Of the ticket. */
  subject?: string;
  customer?: string;
  /** Who did it. */
  actor?: string;
  /** Beginning of what was written. */
  excerpt?: string;
  from?: string;
  to?: string;
  /** Until, or since, a promised time. */
  minutes?: number;
}

export interface Notification {
  id: number;
  type: NotificationType;
  status: NotificationStatus;
  category: NotificationCategory;
  kind: string;
  userId: number | null;
  recipient: string | null;
  language: Language;
  subject: string;
  body: string;
  conversationId: string | null;
  ticketId: number | null;
  ticketReference: string | null;
  attempts: number;
  lastError: string | null;
  nextAttemptAt: Date;
  sentAt: Date | null;
  readAt: Date | null;
  createdAt: Date;
}

/** Shape: the interface's notification. */
export const toNotificationView = (row: Notification) => ({
  id: row.id,
  type: row.type,
  status: row.status,
  category: row.category,
  kind: row.kind,
  user_id: row.userId,
  recipient: row.recipient,
  language: row.language,
  subject: row.subject,
  message: row.body,
  conversation_id: row.conversationId,
  ticket_id: row.ticketReference,
  attempts: row.attempts,
  error: row.lastError,
  next_attempt_at: row.status === 'PENDING' ? row.nextAttemptAt.toISOString() : null,
  sent_at: row.sentAt?.toISOString() ?? null,
  is_read: row.readAt !== null,
  read_at: row.readAt?.toISOString() ?? null,
  created_at: row.createdAt.toISOString(),
});

export interface QuietHours {
  /** `HH:MM`, by the clock of the person's time zone. */
  from: string;
  /** Before `from` it is the next day's. */
  until: string;
}

export interface Preferences {
  kinds: Record<StaffKind, Channels>;
  quietHours: QuietHours | null;
  /** Of the IANA list. */
  timeZone: string | null;
}
