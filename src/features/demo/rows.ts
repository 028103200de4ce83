import { monthOf } from '../../db/partitions.ts';
import { preview } from '../chat/queries.ts';
import { IDENTITY_MINUTES } from '../conversations/model.ts';
import type { ToldClocks } from './clocks.ts';
import type { DemoChange, DemoConversation, DemoMessage, DemoTicket } from './model.ts';
import type { DemoNotice } from './notices.ts';
import { minutesAfter } from './rhythm.ts';
import { CANNED_RESPONSES } from './texts.ts';

// The rows of a history, as the tables have them. Shape: the keys are columns.

export function conversationRow(conversation: DemoConversation) {
  const { customer, messages, changes, handoff, status, createdAt } = conversation;
  const last = messages.at(-1) as DemoMessage;
  const byAgent = messages.findLast(({ role }) => role === 'agent');
  return {
    id: conversation.id,
    status,
    channel: 'web',
    language: conversation.language,
    visitor_name: conversation.visitorName,
    customer_id: customer?.id ?? null,
    identity_level: customer ? 1 : 0,
    identity_expires_at: customer ? minutesAfter(createdAt, IDENTITY_MINUTES) : null,
    assignee_id: conversation.assigneeId,
    last_seq: last.seq,
    last_text: preview(last.content),
    last_role: last.role,
    read_seq: status === 'ended' ? last.seq : conversation.readSeq,
    handed_off_at: handoff?.at ?? null,
    handoff_reason: handoff?.reason ?? null,
    waiting_since: conversation.waitingSince,
    priority: conversation.priority,
    tags: conversation.tags,
    assigned_at: conversation.assignedAt,
    first_response_at: conversation.firstResponseAt,
    last_agent_at: byAgent?.at ?? conversation.assignedAt,
    last_agent_seq: byAgent?.seq ?? 0,
    ended_by: conversation.endedBy,
    is_demo: true,
    ended_at: conversation.endedAt,
    month: monthOf(createdAt),
    created_at: createdAt,
    updated_at: latest([last.at, ...changes.map(({ at }) => at)]),
  };
}

export const turnRows = ({ id, messages }: DemoConversation, worker: string) =>
  messages.flatMap(({ turn, at }) =>
    turn === null
      ? []
      : [
          {
            conversation_id: id,
            from_seq: turn.fromSeq,
            worker,
            lease_until: at,
            attempts: 1,
            opened_at: turn.openedAt,
            closed_at: at,
            outcome: turn.outcome,
            provider: turn.provider,
            confidence: turn.confidence,
            sources: turn.sources,
            checks: turn.checks,
            latency_ms: turn.latencyMs,
          },
        ],
  );

/** `turns` by conversation and the seq of the question. */
export const messageRows = ({ id, createdAt, messages }: DemoConversation, turns: ReadonlyMap<string, number>) =>
  messages.map(({ seq, role, content, authorId, metadata, at, turn }) => ({
    conversation_id: id,
    month: monthOf(createdAt),
    seq,
    role,
    content,
    turn_id: turns.get(turnKey(id, turn?.fromSeq ?? seq)) ?? null,
    author_id: authorId,
    metadata,
    created_at: at,
  }));

export const turnKey = (conversationId: string, fromSeq: number): string => `${conversationId} ${fromSeq}`;

const changeRow = ({ actorId, actorName, field, from, to, at }: DemoChange) => ({
  actor_id: actorId,
  actor_name: actorName,
  field,
  from_value: from,
  to_value: to,
  at,
});

export const conversationChangeRows = ({ id, changes }: DemoConversation) =>
  changes.map((change) => ({ conversation_id: id, ...changeRow(change), reason: change.reason ?? null }));

export const noteRows = ({ id, notes }: DemoConversation) =>
  notes.map(({ authorId, content, mentions, at }) => ({
    ...{ conversation_id: id, author_id: authorId, content, mentions, created_at: at },
  }));

export const satisfactionRows = ({ id, satisfaction }: DemoConversation) =>
  satisfaction === null
    ? []
    : [
        {
          ...{ conversation_id: id, rating: satisfaction.rating, comment: satisfaction.comment },
          ...{ agent_id: satisfaction.agentId, created_at: satisfaction.at, updated_at: satisfaction.at },
        },
      ];

export const reportRows = ({ id, report }: DemoConversation) =>
  report === null
    ? []
    : [
        {
          ...{ conversation_id: id, seq: report.seq, reporter_id: report.reporterId, reason: 'WRONG' },
          ...{ comment: report.comment, status: 'OPEN', created_at: report.at },
        },
      ];

export const ticketRow = (ticket: DemoTicket, clocks: ToldClocks) => ({
  reference: ticket.reference,
  conversation_id: ticket.conversation?.id ?? null,
  customer_id: ticket.customer?.id ?? null,
  customer_name: ticket.customerName,
  customer_email: ticket.customer?.email ?? null,
  subject: ticket.subject,
  description: ticket.description,
  status: ticket.status,
  priority: ticket.priority,
  category: ticket.category,
  reason: ticket.reason,
  assignee_id: ticket.assigneeId,
  tags: ['demo'],
  created_by: ticket.createdBy,
  complaint_number: ticket.complaintNumber,
  complaint_due_at: ticket.complaintDueAt,
  sla_policy_id: clocks.policyId,
  sla_due_at: clocks.slaDueAt,
  first_response_due_at: clocks.firstResponseDueAt,
  first_responded_at: clocks.firstRespondedAt,
  next_response_due_at: clocks.nextResponseDueAt,
  resolution_due_at: clocks.resolutionDueAt,
  sla_check_at: clocks.slaCheckAt,
  sla_warned_at: clocks.slaWarnedAt,
  sla_breached: clocks.hasBreached,
  resolution_notes: ticket.resolutionNotes,
  is_demo: true,
  created_at: ticket.createdAt,
  updated_at: ticket.updatedAt,
  resolved_at: ticket.resolvedAt,
  closed_at: ticket.closedAt,
});

export const ticketChangeRows = (ticketId: number, { changes }: DemoTicket) =>
  changes.map((change) => ({ ticket_id: ticketId, ...changeRow(change) }));

export const ticketMessageRows = (ticketId: number, { messages }: DemoTicket) =>
  messages.map(({ authorId, senderType, senderName, content, isInternal, at }) => ({
    ...{ ticket_id: ticketId, author_id: authorId, sender_type: senderType, sender_name: senderName },
    ...{ content, is_internal: isInternal, mentions: [], created_at: at },
  }));

export const clockRows = (ticketId: number, { events }: ToldClocks) =>
  events.map(({ clock, event, dueAt, at }) => ({ ticket_id: ticketId, clock, event, due_at: dueAt, at }));

/** `tickets` by reference. */
export const noticeRow = (
  notice: Omit<DemoNotice, 'kind'> & { kind: string },
  tickets: ReadonlyMap<string, number>,
) => ({
  type: 'IN_APP',
  status: 'SENT',
  category: notice.category,
  kind: notice.kind,
  user_id: notice.reader.id,
  language: notice.reader.language,
  subject: notice.subject,
  body: notice.body,
  data: notice.data,
  conversation_id: notice.conversationId,
  ticket_id: notice.reference === null ? null : (tickets.get(notice.reference) ?? null),
  thread_ids: [],
  attempts: 0,
  next_attempt_at: notice.at,
  sent_at: notice.at,
  read_at: notice.readAt,
  created_at: notice.at,
});

export const cannedRows = () =>
  CANNED_RESPONSES.map(({ shortcut, title, es, en }) => ({ shortcut, title, text_es: es, text_en: en, is_demo: true }));

const latest = (moments: Date[]): Date => new Date(Math.max(...moments.map((moment) => moment.getTime())));
