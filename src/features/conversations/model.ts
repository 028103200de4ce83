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
  lastSeq: number;
  lastText: string;
  lastRole: MessageRole;
  readSeq: number;
  handedOffAt: Date | null;
  handoffReason: string | null;
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

/** What the panel's list shows of a conversation. */
export interface InboxRow extends ConversationRow {
  /** Of its open ticket. */
  priority: Priority | null;
  /** Microseconds of the last activity: the place in the list, newest first. */
  position: string;
}

/** The three lists of the panel. */
export const INBOX_FILTERS = ['open', 'escalated', 'ended'] as const;
export type InboxFilter = (typeof INBOX_FILTERS)[number];

/** Whether a conversation belongs in the list, as the query of that list decides. */
export function isInInbox(row: Pick<ConversationRow, 'status' | 'handedOffAt'>, filter: InboxFilter): boolean {
  if (filter === 'ended') return row.status === 'ended';
  return row.status !== 'ended' && (filter === 'open' || row.handedOffAt !== null);
}

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
  row: Pick<ConversationRow, 'id' | 'status' | 'language' | 'identityLevel' | 'assigneeName' | 'createdAt'>,
) => ({
  id: row.id,
  status: PUBLIC_STATUS[row.status],
  language: row.language,
  verified: row.identityLevel > 0,
  agent_name: row.status === 'human' ? row.assigneeName : null,
  created_at: row.createdAt.toISOString(),
});
