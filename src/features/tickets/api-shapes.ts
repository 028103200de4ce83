import { t } from 'elysia';
import { Page } from '../../http/page.ts';
import { invalid } from '../../lib/errors.ts';
import type { Caller } from '../auth/queries.ts';
import { MAX_BULK } from './bulk.ts';
import type { TicketFilter } from './list-queries.ts';
import { PRIORITIES, type Priority, TICKET_STATUSES, type TicketStatus } from './model.ts';
import { PERIOD_DAYS, type Period } from './service.ts';

const MAX_USER_ID = 2_147_483_647;
const MAX_TEXT_CHARS = 10_000;

const wordOf = (words: readonly string[]) => t.String({ minLength: 1, maxLength: 20, description: words.join(', ') });
const status = wordOf(TICKET_STATUSES);
const priority = wordOf(PRIORITIES);
const category = t.String({ minLength: 1, maxLength: 60, pattern: '\\S' });
const tags = t.Array(t.String({ maxLength: 100 }), { maxItems: 100 });
const user = t.Union([t.Integer({ minimum: 1, maximum: MAX_USER_ID }), t.Null()]);
/** Not of blanks alone. */
const text = (maxLength: number) => t.String({ minLength: 1, maxLength, pattern: '\\S' });

export const TicketParams = t.Object({ ticketId: t.String({ maxLength: 20 }) });

export const TicketQuery = t.Composite([
  Page,
  t.Object({
    status: t.Optional(t.String({ maxLength: 20, description: TICKET_STATUSES.join(', ') })),
    priority: t.Optional(t.String({ maxLength: 20, description: PRIORITIES.join(', ') })),
    category: t.Optional(t.String({ maxLength: 60 })),
    tag: t.Optional(t.String({ maxLength: 40 })),
    assigned_to: t.Optional(t.String({ maxLength: 20, description: "A user's id, `me` or `none`" })),
    complaint: t.Optional(t.Boolean()),
    sla_breached: t.Optional(t.Boolean()),
    q: t.Optional(t.String({ maxLength: 200 })),
  }),
]);

export const NewTicketBody = t.Object({
  subject: text(200),
  description: t.Optional(t.Nullable(t.String({ maxLength: MAX_TEXT_CHARS }))),
  conversation_id: t.Optional(t.Nullable(t.String({ maxLength: 36 }))),
  customer_name: t.Optional(t.Nullable(t.String({ maxLength: 200 }))),
  customer_email: t.Optional(t.Nullable(t.String({ maxLength: 320, format: 'email' }))),
  category: t.Optional(t.Nullable(category)),
  priority: t.Optional(t.Nullable(priority)),
  complaint: t.Optional(t.Boolean()),
  tags: t.Optional(tags),
});

export const UpdateBody = t.Object({
  status: t.Optional(status),
  priority: t.Optional(priority),
  category: t.Optional(category),
  assigned_to: t.Optional(user),
  resolution_notes: t.Optional(t.String({ maxLength: MAX_TEXT_CHARS })),
  tags: t.Optional(tags),
  complaint: t.Optional(t.Boolean()),
});

export const BulkBody = t.Composite([
  t.Object({ ticket_ids: t.Array(t.String({ maxLength: 20 }), { minItems: 1, maxItems: MAX_BULK }) }),
  t.Pick(UpdateBody, ['status', 'priority', 'assigned_to', 'resolution_notes']),
]);

export const AssignBody = t.Object({ agentId: t.Optional(user), agent_id: t.Optional(user) });
export const StatusBody = t.Object({
  status,
  resolution_notes: t.Optional(t.Nullable(t.String({ maxLength: MAX_TEXT_CHARS }))),
});
export const PriorityBody = t.Object({ priority });
export const MessageBody = t.Object({ message: text(MAX_TEXT_CHARS) });
export const NoteBody = t.Object({ note: text(MAX_TEXT_CHARS) });
export const MergeBody = t.Object({ into: t.String({ minLength: 1, maxLength: 20 }) });
export const StatisticsQuery = t.Object({
  period: t.Optional(t.String({ maxLength: 20, description: Object.keys(PERIOD_DAYS).join(', ') })),
});

export function filterOf(query: typeof TicketQuery.static, caller: Caller): Omit<TicketFilter, 'visibleTo'> {
  const { status, priority, category, tag, assigned_to: assignedTo, complaint, sla_breached: isBreached, q } = query;
  return {
    ...(status && { status: statusOf(status) }),
    ...(priority && { priority: priorityOf(priority) }),
    ...(category && { category: category.trim().toLowerCase() }),
    ...(tag && { tag: tag.trim().toLowerCase() }),
    ...(assignedTo && { assignee: assigneeOf(assignedTo, caller) }),
    ...(complaint !== undefined && { isComplaint: complaint }),
    ...(isBreached !== undefined && { isBreached }),
    ...(q?.trim() && { text: q.trim() }),
  };
}

/** Errors: invalid. */
export const statusOf = (text: string): TicketStatus => oneOf('status', TICKET_STATUSES, text.toUpperCase());
/** Errors: invalid. */
export const priorityOf = (text: string): Priority => oneOf('priority', PRIORITIES, text.toUpperCase());
/** Errors: invalid. */
export const periodOf = (text: string): Period =>
  oneOf('period', Object.keys(PERIOD_DAYS) as Period[], text.toLowerCase());

export const changesOf = (body: typeof UpdateBody.static) => ({
  ...(body.status !== undefined && { status: statusOf(body.status) }),
  ...(body.priority !== undefined && { priority: priorityOf(body.priority) }),
  ...(body.category !== undefined && { category: body.category.trim().toLowerCase() }),
  ...(body.assigned_to !== undefined && { assigneeId: body.assigned_to }),
  ...(body.resolution_notes !== undefined && { resolutionNotes: body.resolution_notes }),
  ...(body.tags !== undefined && { tags: body.tags }),
  ...(body.complaint !== undefined && { isComplaint: body.complaint }),
});

function oneOf<Value extends string>(field: string, values: readonly Value[], text: string): Value {
  const value = values.find((one) => one === text.trim());
  if (!value) throw invalid([{ field, message: `must be one of ${values.join(', ')}` }]);
  return value;
}

function assigneeOf(text: string, caller: Caller): number | 'none' {
  if (text === 'none') return 'none';
  if (text === 'me') return caller.id;
  if (!/^\d{1,9}$/.test(text)) throw invalid([{ field: 'assigned_to', message: 'must be an id, me or none' }]);
  return Number(text);
}
