import type { Priority, Source } from '../../ai/answer.ts';
import type { Language } from '../../lib/language.ts';

export type ConversationStatus = 'bot' | 'waiting' | 'human' | 'ended';
export type MessageRole = 'customer' | 'assistant' | 'agent' | 'system';

/** The contract's names: who answers the customer now. */
export const PUBLIC_STATUS = { bot: 'active', waiting: 'waiting', human: 'with_agent', ended: 'ended' } as const;
export const PUBLIC_ROLE = { customer: 'user', assistant: 'assistant', agent: 'agent', system: 'system' } as const;

/** How long a proven identity opens account data. */
export const IDENTITY_MINUTES = 30;
/** How long of that a mailed code counts as level 2. */
export const FRESH_CODE_MINUTES = 10;

/** A committed message. */
export interface Message {
  id: number;
  conversationId: string;
  seq: number;
  role: MessageRole;
  content: string;
  clientId: string | null;
  metadata: Record<string, unknown> | null;
  createdAt: Date;
}

/** A conversation as the desk lists it. */
export interface ConversationRow {
  id: string;
  status: ConversationStatus;
  channel: string;
  language: Language;
  userLabel: string | null;
  visitorName: string | null;
  visitorEmail: string | null;
  customerId: number | null;
  customerName: string | null;
  identityLevel: number;
  assigneeId: number | null;
  assigneeName: string | null;
  /** How the assignee is called to customers. */
  assigneeShownAs: string | null;
  lastSeq: number;
  lastText: string;
  lastRole: MessageRole;
  readSeq: number;
  handedOffAt: Date | null;
  handoffReason: string | null;
  /** Since when it stands in the queue. */
  waitingSince: Date | null;
  urgency: Priority;
  tags: string[];
  assignedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  endedAt: Date | null;
}

/** Who answered a turn and what the answer rests on: all that tells later why it was given. */
export interface Provenance {
  provider: string;
  model: string | null;
  promptTokens: number | null;
  completionTokens: number | null;
  /** Units: millionths of a US dollar. */
  costMicros: number | null;
  promptVersion: string | null;
  /** What the answer could rest on, best first. */
  sources: Source[];
  /** The checks that the reply passed. */
  checks: readonly string[];
  latencyMs: number | null;
  /** Who was tried before. */
  fallbacks: { provider: string; reason: string }[];
}

/** A conversation as the panel shows it. */
export interface InboxRow extends ConversationRow {
  /** Of its open ticket. */
  priority: Priority | null;
}

/** What staff wrote about a conversation among themselves. */
export interface Note {
  id: number;
  authorId: number;
  authorName: string;
  content: string;
  /** The staff whom it names. */
  mentions: number[];
  createdAt: Date;
}

/** One change of a conversation: who, what, from, to, when. */
export interface ConversationChange {
  id: number;
  actorId: number | null;
  actorName: string;
  field: string;
  fromValue: string | null;
  toValue: string | null;
  reason: string | null;
  at: Date;
}

export const AVAILABILITIES = ['ONLINE', 'AWAY', 'OFFLINE'] as const;
export type Availability = (typeof AVAILABILITIES)[number];

/** A member of staff as the assignment sees them. */
export interface Agent {
  id: number;
  name: string;
  availability: Availability;
  isConnected: boolean;
  /** Conversations at once. */
  capacity: number;
  /** Those in their charge now. */
  load: number;
}

export type Mood = 'calm' | 'upset' | 'distressed';

/** What a person needs to know who takes a conversation over. */
export interface HandoffSummary {
  customer: string | null;
  /** Identity level, 0 to 3. */
  level: number;
  language: Language;
  /** The handoff's typed reason; null where a person stepped in. */
  reason: string | null;
  /** The open ticket's reference. */
  ticket: string | null;
  /** What the customer wrote first and last. */
  asked: string[];
  /** What the assistant did, in its order. */
  tried: { outcome: string; action: string | null; articles: string[] }[];
  mood: Mood;
  nextStep:
    | 'secure_account'
    | 'register_complaint'
    | 'decide'
    | 'check_bank_system'
    | 'verify_identity'
    | 'answer'
    | 'none';
}

export const REPORT_REASONS = ['WRONG', 'OUTDATED', 'INCOMPLETE', 'UNSAFE', 'TONE', 'OTHER'] as const;
export type ReportReason = (typeof REPORT_REASONS)[number];

/** Shape: the contract's conversation, with what the desk adds. */
export const toConversationView = (row: ConversationRow) => ({
  id: row.id,
  user_id: row.userLabel,
  customer_id: row.customerId,
  customer_name: row.customerName ?? row.visitorName,
  status: PUBLIC_STATUS[row.status].toUpperCase(),
  escalated: row.status !== 'ended' && row.handedOffAt !== null,
  language: row.language,
  channel: row.channel,
  priority: row.urgency,
  tags: row.tags,
  assigned_to: row.assigneeId,
  assigned_to_name: row.assigneeName,
  last_message: row.lastText,
  unread: Math.max(0, row.lastSeq - row.readSeq),
  waiting_since: row.waitingSince?.toISOString() ?? null,
  ended_at: row.endedAt?.toISOString() ?? null,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});

/** Shape: the interface's note. */
export const toNoteView = (note: Note) => ({
  id: note.id,
  author_id: note.authorId,
  author_name: note.authorName,
  content: note.content,
  mentions: note.mentions,
  timestamp: note.createdAt.toISOString(),
});

export const toChangeView = (change: ConversationChange) => ({
  id: change.id,
  actor_id: change.actorId,
  actor_name: change.actorName,
  field: change.field,
  from: change.fromValue,
  to: change.toValue,
  reason: change.reason,
  timestamp: change.at.toISOString(),
});

/** Shape: the contract's message. */
export const toMessageView = (message: Message) => ({
  id: message.id,
  seq: message.seq,
  role: PUBLIC_ROLE[message.role],
  content: message.content,
  timestamp: message.createdAt.toISOString(),
  client_id: message.clientId,
  metadata: message.metadata,
});

/** Shape: what the customer's own client is told of its conversation. */
export const toCustomerView = (
  row: Pick<ConversationRow, 'id' | 'status' | 'language' | 'identityLevel' | 'assigneeShownAs' | 'createdAt'>,
) => ({
  id: row.id,
  status: PUBLIC_STATUS[row.status],
  language: row.language,
  verified: row.identityLevel > 0,
  agent_name: row.status === 'human' ? row.assigneeShownAs : null,
  created_at: row.createdAt.toISOString(),
});
