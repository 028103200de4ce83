import type { SettingKey } from '../../db/setting-rules.ts';

/**
 * What is removed when its time is over, in the order in which it goes: what hangs on something else goes before it. Each
 * with the setting that says after how many days; 0 keeps it for ever.
 */
export const RETENTION_CLASSES = {
  attachments: 'retention.attachments_days',
  ai_traces: 'retention.ai_traces_days',
  tickets: 'retention.tickets_days',
  complaints: 'retention.complaints_days',
  conversations: 'retention.conversations_days',
  deleted_customers: 'retention.deleted_customers_days',
  notifications: 'notifications.keep_days',
  webhook_deliveries: 'webhooks.keep_days',
  sessions: 'retention.sessions_days',
  sign_ins: 'retention.sign_ins_days',
  audit: 'retention.audit_days',
} as const satisfies Record<string, SettingKey>;

export type RetentionClass = keyof typeof RETENTION_CLASSES;
export const CLASS_NAMES = Object.keys(RETENTION_CLASSES) as RetentionClass[];

/** What a purge would do to a class now. */
export interface Due {
  /** Rows that would go. */
  count: number;
  /** The oldest of them. */
  oldest: Date | null;
  /** Rows whose time is over, but which a legal hold keeps. */
  held: number;
}

export interface LastPurge {
  rows: number;
  files: number;
  partitions: number;
  startedAt: Date;
  /** Null while it goes on, or since it was cut off: the next one goes on with it. */
  finishedAt: Date | null;
}

export interface ClassState extends Due {
  name: RetentionClass;
  /** 0: for ever. */
  days: number;
  /** What is older goes; null where it is kept for ever. */
  before: Date | null;
  last: LastPurge | null;
}

/** Something that may not be removed or erased while the hold is on. */
export interface Hold {
  kind: 'customer' | 'conversation';
  id: string;
  /** The customer's or the visitor's name, where there is one. */
  name: string | null;
  reason: string;
  heldByName: string | null;
  heldAt: Date;
}

/** What was removed of a class, in one go. */
export interface Purged {
  rows: number;
  files: number;
  partitions: number;
}
