/**
 * Every action that an entry can name: `noun.verb`. An action that is missing here, or in the sentences of
 * views/audit, does not compile.
 */
export const AUDIT_ACTIONS = [
  'agent.availability',
  'answer.report',
  'api_key.create',
  'api_key.refused',
  'api_key.revoke',
  'api_key.rotate',
  'api_key.update',
  'attachment.read',
  'audit.export',
  'audit.read',
  'audit.verify',
  'auth.login',
  'auth.logout',
  'auth.password',
  'auth.two_factor.disable',
  'auth.two_factor.enable',
  'auth.two_factor.lock',
  'auth.two_factor.recovery_codes',
  'canned.create',
  'canned.delete',
  'canned.update',
  'conversation.end',
  'conversation.export',
  'conversation.hold',
  'conversation.priority',
  'conversation.read',
  'conversation.release',
  'conversation.release_hold',
  'conversation.returned',
  'conversation.search',
  'conversation.suggest',
  'conversation.tags',
  'conversation.takeover',
  'conversation.transfer',
  'customer.accounts_read',
  'customer.create',
  'customer.delete',
  'customer.erase',
  'customer.export',
  'customer.hold',
  'customer.import',
  'customer.list_export',
  'customer.merge',
  'customer.not_duplicate',
  'customer.note',
  'customer.read',
  'customer.release_hold',
  'customer.restore',
  'customer.search',
  'customer.update',
  'customer.verified',
  'knowledge.create',
  'knowledge.delete',
  'knowledge.gap_dismiss',
  'knowledge.gap_restore',
  'knowledge.gap_write',
  'knowledge.import',
  'knowledge.publish',
  'knowledge.restore',
  'knowledge.return',
  'knowledge.rollback',
  'knowledge.submit',
  'knowledge.update',
  'knowledge.withdraw',
  'notification.preferences',
  'notification.read',
  'notification.retry',
  'panel.search',
  'prompt.publish',
  'prompt.restore',
  'prompt.save',
  'prompt.try',
  'report.export',
  'retention.purge',
  'satisfaction.read',
  'setting.create',
  'setting.delete',
  'setting.picture',
  'setting.probe',
  'setting.reset',
  'setting.update',
  'sla.change',
  'ticket.create',
  'ticket.merge',
  'ticket.note',
  'ticket.read',
  'ticket.reply',
  'ticket.search',
  'ticket.update',
  'tool.freeze_card',
  'tool.get_balance',
  'tool.list_cards',
  'tool.list_transactions',
  'tool.ticket_status',
  'user.create',
  'user.deactivate',
  'user.invite',
  'user.link',
  'user.reactivate',
  'user.role',
  'user.sessions.end',
  'user.two_factor.reset',
  'user.unlink',
  'user.update',
  'webhook.create',
  'webhook.delete',
  'webhook.disable',
  'webhook.replay',
  'webhook.rotate',
  'webhook.test',
  'webhook.update',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** What entries are about. */
export const AUDIT_RESOURCES = [
  'api_key',
  'article',
  'attachment',
  'audit',
  'canned_response',
  'conversation',
  'customer',
  'knowledge_gap',
  'notification',
  'panel',
  'prompt',
  'report',
  'retention',
  'session',
  'setting',
  'sla_calendar',
  'sla_policy',
  'ticket',
  'user',
  'webhook',
] as const;
export type AuditResource = (typeof AUDIT_RESOURCES)[number];

export const isAuditAction = (action: string): action is AuditAction =>
  (AUDIT_ACTIONS as readonly string[]).includes(action);

export type AuditNoun = AuditAction extends `${infer Noun}.${string}` ? Noun : never;

/** The verbs of a noun's actions, for a feature that puts its actions together. */
export type DeedOn<Noun extends string> = AuditAction extends infer Action
  ? Action extends `${Noun}.${infer Deed}`
    ? Deed
    : never
  : never;

/** What a filter means by an action, or by all of a noun: `ticket.*`. One that nobody knows is looked for as it is. */
export const actionsOf = (words: string): readonly string[] =>
  words.endsWith('.*') ? AUDIT_ACTIONS.filter((action) => action.startsWith(words.slice(0, -1))) : [words];

export type AuditStatus = 'success' | 'failure';

/** What is to be written down. */
export interface AuditEntry {
  actorId: number | null;
  actorName: string;
  action: AuditAction;
  resourceType: AuditResource;
  resourceId?: string | number;
  status?: AuditStatus;
  /** Ids, names of fields, counts; never a value of a customer's data, a text that somebody wrote, or a secret. */
  details?: Record<string, unknown>;
}

/** What stands in the log. */
export interface AuditRow {
  id: number;
  at: Date;
  actorId: number | null;
  actorName: string;
  /** The actor is an API key. */
  isService: boolean;
  action: string;
  resourceType: string;
  resourceId: string | null;
  status: AuditStatus;
  details: Record<string, unknown>;
  hash: string;
}

export interface AuditFilter {
  /** Any of these. */
  actions?: readonly string[];
  actorId?: number;
  resourceType?: string;
  resourceId?: string;
  status?: AuditStatus;
  from?: Date;
  /** Exclusive. */
  to?: Date;
}

/** Somebody who looked at a thing. */
export interface Reader {
  actorId: number;
  actorName: string;
  isService: boolean;
  action: string;
  lastAt: Date;
  /** Entries, each for some minutes of reading. */
  times: number;
}

/** What is wrong with a chain where it is broken first. */
export const CHAIN_FAULTS = ['changed', 'out_of_chain', 'missing', 'rewritten', 'anchor'] as const;
export type ChainFault = (typeof CHAIN_FAULTS)[number];

/** A look at the chain, under way or done. */
export interface Verification {
  id: number;
  kind: 'routine' | 'asked';
  status: 'running' | 'valid' | 'broken';
  /** Entries looked at so far, and how many there were when it began. */
  entries: number;
  total: number;
  lastId: number;
  lastHash: string;
  firstBadId: number | null;
  fault: ChainFault | null;
  startedAt: Date;
  /** Silent for too long: its worker is gone. */
  isStale: boolean;
  finishedAt: Date | null;
}

/** Shape: the interface's entry. */
export const toAuditView = (row: AuditRow) => ({
  id: row.id,
  timestamp: row.at.toISOString(),
  user_id: row.actorId,
  user_name: row.actorName,
  is_api_key: row.isService,
  action: row.action,
  resource_type: row.resourceType,
  resource_id: row.resourceId,
  status: row.status.toUpperCase(),
  details: row.details,
  hash: row.hash,
});
