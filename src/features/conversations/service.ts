import type { Context } from '../../context.ts';
import { notFound } from '../../lib/errors.ts';
import { isUuid } from '../../lib/ids.ts';
import { noteRead } from '../audit/service.ts';
import { may } from '../auth/model.ts';
import type { Caller } from '../auth/queries.ts';
import type { Ticket } from '../tickets/model.ts';
import { findOpenTicket } from '../tickets/queries.ts';
import type { InboxRow, Message, Provenance } from './model.ts';
import { findInboxRows, findProvenance, listMessages, markRead } from './queries.ts';

/** Messages that a page shows at first; what was said before is asked for. */
const PAGE_MESSAGES = 100;

/** Whom a person may see conversations of: an agent those of nobody and their own, everybody else all. */
export const scopeOf = (caller: Pick<Caller, 'id' | 'role'>): number | undefined =>
  may(caller, 'conversation.any') ? undefined : caller.id;

export interface OpenedConversation {
  row: InboxRow;
  /** The newest, in the order of seq. */
  messages: Message[];
  ticket: Ticket | null;
}

/** Reads a conversation as a member of staff, which leaves a trace. Errors: not_found, also where it is not theirs. */
export async function openConversation(
  ctx: Context,
  caller: Caller,
  id: string,
  newest: number = PAGE_MESSAGES,
): Promise<OpenedConversation> {
  const row = await getVisible(ctx, caller, id);
  await followConversation(ctx, caller, id);
  const afterSeq = Math.max(0, row.lastSeq - newest);
  const [messages, ticket] = await Promise.all([
    listMessages(ctx.db.sql, id, afterSeq),
    findOpenTicket(ctx.db.sql, id),
    haveRead(ctx, caller, id, row.lastSeq),
  ]);
  const isReader = row.assigneeId === null || row.assigneeId === caller.id;
  return { row: isReader ? { ...row, readSeq: row.lastSeq } : row, messages, ticket };
}

/** What was said before a message. Errors: not_found. */
export async function readOlder(ctx: Context, caller: Caller, id: string, beforeSeq: number): Promise<Message[]> {
  await getVisible(ctx, caller, id);
  await followConversation(ctx, caller, id);
  const messages = await listMessages(ctx.db.sql, id, Math.max(0, beforeSeq - 1 - PAGE_MESSAGES));
  return messages.filter(({ seq }) => seq < beforeSeq);
}

/** Why the assistant said what it said. Errors: not_found. */
export async function explainAnswer(ctx: Context, caller: Caller, id: string, seq: number): Promise<Provenance> {
  await getVisible(ctx, caller, id);
  await followConversation(ctx, caller, id);
  const provenance = await findProvenance(ctx.db.sql, id, seq);
  if (!provenance) throw notFound('Answer');
  return provenance;
}

/** Leaves a trace of the reading, unless the same person has left one just before. */
export const followConversation = (ctx: Context, caller: Caller, id: string): Promise<void> =>
  noteRead(ctx, caller, { action: 'conversation.read', resourceType: 'conversation', resourceId: id });

/** Staff have seen the messages up to `seq`; every list says so. */
export async function haveRead(ctx: Context, caller: Caller, id: string, seq: number): Promise<void> {
  if (await markRead(ctx.db.sql, id, seq, caller.id)) ctx.bus.publish({ type: 'read', conversation: id, seq });
}

/** Errors: not_found, also where it is not theirs to see. */
export async function getVisible(ctx: Context, caller: Caller, id: string): Promise<InboxRow> {
  const [row] = isUuid(id) ? await findInboxRows(ctx.db.sql, [id], scopeOf(caller)) : [];
  if (!row) throw notFound('Conversation');
  return row;
}
