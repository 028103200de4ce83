import { isAtLeast, type Role } from '../users/model.ts';

/**
 * Who may do what: the lowest role that may. The interface, the panel and the tests read this one table; what a role may
 * not do is neither shown to it nor possible for it.
 *
 * Whose conversation or ticket it is comes on top: an AGENT reaches what is unassigned or its own (`….any` is without
 * that bound).
 */
export const PERMISSIONS = {
  'conversation.read': 'AGENT',
  'conversation.any': 'SUPERVISOR',
  'conversation.takeover': 'AGENT',
  'conversation.release': 'AGENT',
  'conversation.reply': 'AGENT',
  'conversation.identify': 'AGENT',
  'conversation.note': 'AGENT',
  'conversation.transfer': 'AGENT',
  'conversation.tag': 'AGENT',
  'conversation.prioritise': 'AGENT',
  'conversation.end': 'AGENT',
  'conversation.transcript': 'AGENT',
  'conversation.suggest': 'AGENT',
  'answer.report': 'AGENT',
  'answer.review': 'SUPERVISOR',
  'ticket.read': 'AGENT',
  'ticket.any': 'SUPERVISOR',
  'ticket.create': 'AGENT',
  'ticket.update': 'AGENT',
  'ticket.assign.self': 'AGENT',
  'ticket.assign.others': 'SUPERVISOR',
  'ticket.reply': 'AGENT',
  'ticket.note': 'AGENT',
  'ticket.merge': 'AGENT',
  'ticket.bulk': 'AGENT',
  'ticket.reopen.closed': 'SUPERVISOR',
  'ticket.statistics': 'AGENT',
  'sla.read': 'SUPERVISOR',
  'sla.manage': 'ADMIN',
  'canned.own': 'AGENT',
  'canned.shared': 'SUPERVISOR',
  'view.own': 'AGENT',
  'view.share': 'SUPERVISOR',
  'availability.own': 'AGENT',
  'availability.others': 'SUPERVISOR',
  'customer.read': 'AGENT',
  'customer.note': 'AGENT',
  'customer.create': 'AGENT',
  'customer.update': 'AGENT',
  /** By what the bank and a mailed code know them: whoever changes it decides whose accounts a chat may read. */
  'customer.identity': 'SUPERVISOR',
  'customer.statistics': 'AGENT',
  'customer.delete': 'SUPERVISOR',
  'customer.merge': 'SUPERVISOR',
  'customer.import': 'SUPERVISOR',
  'customer.list.export': 'SUPERVISOR',
  'customer.export': 'SUPERVISOR',
  'customer.hold': 'SUPERVISOR',
  'customer.erase': 'ADMIN',
  'knowledge.read': 'AGENT',
  'knowledge.write': 'SUPERVISOR',
  'knowledge.publish': 'SUPERVISOR',
  'knowledge.gaps': 'SUPERVISOR',
  'notification.own': 'AGENT',
  'notification.any': 'SUPERVISOR',
  'notification.retry': 'SUPERVISOR',
  'notification.statistics': 'SUPERVISOR',
  'live.statistics': 'SUPERVISOR',
  'satisfaction.read': 'SUPERVISOR',
  'analytics.own': 'AGENT',
  'analytics.any': 'SUPERVISOR',
  'analytics.audit': 'ADMIN',
  'user.manage': 'ADMIN',
  'setting.own': 'AGENT',
  'setting.read': 'SUPERVISOR',
  'setting.manage': 'ADMIN',
  'system.read': 'ADMIN',
  'conversation.hold': 'SUPERVISOR',
  'retention.read': 'SUPERVISOR',
  'audit.read': 'ADMIN',
  'audit.readers': 'SUPERVISOR',
  'webhook.manage': 'ADMIN',
  'api_key.manage': 'ADMIN',
} as const satisfies Record<string, Role>;

export type Action = keyof typeof PERMISSIONS;

/** Somebody who acts: a person by their role, an API key by its role and what of it was given to it. */
export interface Holder {
  role: Role;
  scopes?: readonly Action[];
}

/** Whether a role, or whoever acts, may do it. */
export function may(holder: Role | Holder, action: Action): boolean {
  const { role, scopes } = typeof holder === 'string' ? { role: holder } : holder;
  return isAtLeast(role, PERMISSIONS[action]) && (scopes === undefined || scopes.includes(action));
}

/** Where somebody is logged in. */
export interface OpenSession {
  id: string;
  kind: 'api' | 'panel';
  userAgent: string | null;
  /** From where they logged in; null for a session that began before this was kept. */
  address: string | null;
  createdAt: Date;
  lastSeenAt: Date;
  isFromProvider: boolean;
}

export type SignInMethod = 'password' | 'totp' | 'recovery_code' | 'oidc';

/** An attempt to log in, as its person sees it. */
export interface SignIn {
  at: Date;
  kind: 'api' | 'panel';
  method: SignInMethod;
  isSuccess: boolean;
  isNewDevice: boolean;
  userAgent: string | null;
  address: string | null;
}

/** Where an attempt to log in comes from. */
export interface Whence {
  address: string;
  userAgent: string | null;
  /** What tells this browser from others; null for a program, or a browser that was never here. */
  deviceKey: string | null;
}

/** The state of a person's second factor. */
export interface TwoFactorState {
  isOn: boolean;
  confirmedAt: Date | null;
  codesLeft: number;
  /** Their role may not be without. */
  isRequired: boolean;
  /** They log in at the sign-in provider, whose matter it is. */
  isAtProvider: boolean;
}
