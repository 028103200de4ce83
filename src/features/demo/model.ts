import type { HandoffReason, Priority } from '../../ai/answer.ts';
import type { Language } from '../../lib/language.ts';
import type { ConversationStatus, MessageRole } from '../conversations/model.ts';
import type { TicketStatus } from '../tickets/model.ts';

/** The kind of the notification that says that all this is made up. */
export const DEMO_NOTICE = 'demo_data';

/** A member of the made-up staff. */
export interface DemoPerson {
  username: string;
  fullName: string;
  role: 'AGENT' | 'SUPERVISOR';
  language: Language;
}

/** A customer of the demo bank, as far as a story needs one. */
export interface DemoCustomer {
  id: number;
  externalId: string;
  fullName: string;
  email: string | null;
  language: Language;
}

/** Questions that customers ask of one article. */
export interface DemoTopic {
  language: Language;
  questions: string[];
}

/** What the generator makes its stories from. */
export interface DemoWorld {
  /** Stories end here. */
  now: Date;
  staff: readonly (DemoPerson & { id: number })[];
  customers: readonly DemoCustomer[];
  topics: readonly DemoTopic[];
  welcome: Record<Language, string>;
  complaintDays: number;
}

export interface DemoMessage {
  seq: number;
  role: MessageRole;
  content: string;
  authorId: number | null;
  metadata: Record<string, unknown> | null;
  at: Date;
  /** Of an answer of the assistant: what its turn's row keeps. */
  turn: DemoTurn | null;
}

interface DemoTurn {
  fromSeq: number;
  openedAt: Date;
  outcome: string;
  provider: string;
  confidence: number;
  latencyMs: number;
  sources: object[];
  checks: readonly string[];
}

export interface DemoChange {
  actorId: number | null;
  actorName: string;
  field: string;
  from: string | null;
  to: string | null;
  reason?: string;
  at: Date;
}

interface DemoNote {
  authorId: number;
  content: string;
  mentions: number[];
  at: Date;
}

export interface DemoConversation {
  id: string;
  language: Language;
  status: ConversationStatus;
  customer: DemoCustomer | null;
  visitorName: string | null;
  messages: DemoMessage[];
  changes: DemoChange[];
  notes: DemoNote[];
  tags: string[];
  priority: Priority;
  assigneeId: number | null;
  handoff: { at: Date; reason: HandoffReason } | null;
  waitingSince: Date | null;
  assignedAt: Date | null;
  firstResponseAt: Date | null;
  /** The last message that staff have seen. */
  readSeq: number;
  satisfaction: { rating: number; comment: string | null; agentId: number | null; at: Date } | null;
  report: { seq: number; reporterId: number; comment: string; at: Date } | null;
  endedBy: 'customer' | 'agent' | 'system' | null;
  createdAt: Date;
  endedAt: Date | null;
}

export interface DemoTicket {
  reference: string;
  conversation: DemoConversation | null;
  customer: DemoCustomer | null;
  customerName: string | null;
  language: Language;
  subject: string;
  description: string;
  category: string;
  priority: Priority;
  reason: HandoffReason | null;
  status: TicketStatus;
  assigneeId: number | null;
  createdBy: number | null;
  complaintNumber: string | null;
  complaintDueAt: Date | null;
  resolutionNotes: string | null;
  mergedInto: string | null;
  changes: DemoChange[];
  messages: DemoTicketMessage[];
  createdAt: Date;
  updatedAt: Date;
  resolvedAt: Date | null;
  closedAt: Date | null;
}

export interface DemoTicketMessage {
  authorId: number | null;
  senderType: 'customer' | 'agent';
  senderName: string;
  content: string;
  isInternal: boolean;
  at: Date;
}

export interface DemoHistory {
  conversations: DemoConversation[];
  tickets: DemoTicket[];
}
