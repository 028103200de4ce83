import type { Language } from '../../lib/language.ts';
import { type Action, may } from '../auth/model.ts';
import type { ConversationStatus } from '../conversations/model.ts';
import type { TicketStatus } from '../tickets/model.ts';
import type { Role } from '../users/model.ts';

export type SectionKey =
  | 'inbox'
  | 'tickets'
  | 'customers'
  | 'knowledge'
  | 'reports'
  | 'notifications'
  | 'administration'
  | 'system';

interface Section {
  key: SectionKey;
  path: string;
  /** What a role must be allowed to do for the section to be there for it. */
  action: Action;
}

/**
 * The sections of the panel that exist, in the order of the navigation. A section that stands here is in the navigation
 * and in the quick search of everybody who may use it, and nowhere else.
 */
const SECTIONS: readonly Section[] = [
  { key: 'inbox', path: '/panel/conversations', action: 'conversation.read' },
  { key: 'tickets', path: '/panel/tickets', action: 'ticket.read' },
  { key: 'customers', path: '/panel/customers', action: 'customer.read' },
  { key: 'knowledge', path: '/panel/knowledge', action: 'knowledge.read' },
  { key: 'reports', path: '/panel/reports', action: 'analytics.own' },
  { key: 'notifications', path: '/panel/notifications', action: 'notification.own' },
  { key: 'administration', path: '/panel/administration', action: 'sla.read' },
];

export const sectionsFor = (role: Role): readonly Section[] => SECTIONS.filter(({ action }) => may(role, action));

/** The page of a section's one thing, or null where a role has no such section. */
export function pathIn(role: Role, key: SectionKey, id: string | number): string | null {
  const section = sectionsFor(role).find((one) => one.key === key);
  return section ? `${section.path}/${encodeURIComponent(id)}` : null;
}

export interface FoundConversation {
  id: string;
  status: ConversationStatus;
  language: Language;
  userLabel: string | null;
  visitorName: string | null;
  visitorEmail: string | null;
  customerName: string | null;
  lastText: string;
  updatedAt: Date;
}

export interface FoundTicket {
  reference: string;
  subject: string;
  status: TicketStatus;
  priority: string;
  customerName: string | null;
}

export interface FoundCustomer {
  id: number;
  fullName: string;
  email: string | null;
}

/** A text of the knowledge base. */
export interface FoundArticle {
  slug: string;
  language: Language;
  title: string;
  category: string;
}

/** A page of the panel, or a setting on one. */
export interface FoundPlace {
  key: string;
  path: string;
  icon: SectionKey | 'person' | 'source';
  title: string;
  text: string;
}

/** What the quick search found; a group is null where there is no such section for the person. */
export interface Found {
  conversations: FoundConversation[] | null;
  tickets: FoundTicket[] | null;
  customers: FoundCustomer[] | null;
  articles: FoundArticle[] | null;
  settings: FoundPlace[];
}

/** A line of the bell. */
export interface BellNotice {
  id: number;
  subject: string;
  body: string;
  isUrgent: boolean;
  isRead: boolean;
  conversationId: string | null;
  ticketReference: string | null;
  createdAt: Date;
}
