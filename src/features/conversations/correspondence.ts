import type { Context } from '../../context.ts';
import { isUniqueViolation } from '../../db/client.ts';
import { conflict, invalid, notFound } from '../../lib/errors.ts';
import { mask } from '../../lib/mask.ts';
import { mentionedNames } from '../../lib/mentions.ts';
import { writeAudit } from '../audit/queries.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import { preview } from '../chat/queries.ts';
import { mailReplyIfGone } from '../customer-return/service.ts';
import { announceNotifications, notifyStaff } from '../notifications/service.ts';
import { nameForCustomers } from '../users/model.ts';
import { findMentioned } from './agent-queries.ts';
import { insertAgentMessage, noteAgentActivity } from './charge-queries.ts';
import {
  findMessage,
  findMessageByClientId,
  findNoteByClientId,
  insertNote,
  insertReport,
  listChanges,
  listNotes,
} from './correspondence-queries.ts';
import type { ConversationChange, InboxRow, Message, Note, ReportReason } from './model.ts';
import { followConversation, getVisible } from './service.ts';

/**
 * Writes to the customer, as the person in charge. The same `clientId` again answers the first message.
 * Errors: not_found, conflict (ended, or the person is not in charge), invalid (empty).
 */
export async function sendAgentMessage(
  ctx: Context,
  caller: Caller,
  id: string,
  { text, clientId = null }: { text: string; clientId?: string | null },
): Promise<Message> {
  const row = await getVisible(ctx, caller, id);
  const { text: content } = mask(requireText(text, 'message'));
  const known = clientId ? await findMessageByClientId(ctx.db.sql, id, clientId) : null;
  if (known) return known;
  const metadata = { agent_name: nameForCustomers(caller) };
  const message = { conversationId: id, authorId: caller.id, content, preview: preview(content), clientId, metadata };
  try {
    const { stored, told } = await ctx.db.sql.begin(async (tx) => {
      const stored = await insertAgentMessage(tx, message);
      if (!stored) throw conflict(row.status === 'ended' ? ENDED : 'Take the conversation over first');
      return { stored, ...(await mailReplyIfGone(ctx, tx, id, { content, authorId: caller.id })) };
    });
    ctx.bus.publish({ type: 'message', conversation: id, seq: stored.seq });
    announceNotifications(ctx, told);
    return { ...stored, conversationId: id, role: 'agent', content, clientId, metadata };
  } catch (error) {
    // The same client id at the same moment: it is stored now.
    const twin = isUniqueViolation(error) && clientId ? await findMessageByClientId(ctx.db.sql, id, clientId) : null;
    if (!twin) throw error;
    return twin;
  }
}

const ENDED = 'This conversation has ended';

/** Tells the customer and colleagues that the person in charge is writing. */
export async function showAgentTyping(ctx: Context, caller: Caller, id: string): Promise<void> {
  const row = await getVisible(ctx, caller, id);
  // Who is not in charge cannot write to the customer, so only colleagues are told of it.
  if (row.assigneeId !== caller.id || row.status !== 'human') return;
  ctx.bus.publish({ type: 'typing', conversation: id, from: 'agent', user: caller.id });
  await noteAgentActivity(ctx.db.sql, id, caller.id);
}

/**
 * A note among staff, with whom it names. It is never sent. The same `clientId` again answers the first note.
 * Errors: not_found, invalid (empty).
 */
export async function addNote(
  ctx: Context,
  caller: Caller,
  id: string,
  { text, clientId = null }: { text: string; clientId?: string | null },
): Promise<Note> {
  const row = await getVisible(ctx, caller, id);
  const { text: content } = mask(requireText(text, 'note'));
  const names = mentionedNames(content);
  const mentioned = names.length > 0 ? await findMentioned(ctx.db.sql, names) : [];
  const mentions = mentioned.map((person) => person.id);
  const saved = await ctx.db.sql.begin(async (tx) => {
    const added = await insertNote(tx, { conversationId: id, authorId: caller.id, content, mentions, clientId });
    if (!added) return null;
    const data = { ...dataOf(row), actor: caller.fullName, excerpt: content };
    return {
      added,
      told: await notifyStaff(tx, { kind: 'mention', to: mentions, except: caller.id, conversationId: id, data }),
    };
  });
  if (!saved) return (await findNoteByClientId(ctx.db.sql, id, clientId as string)) as Note;
  announceNotifications(ctx, saved.told);
  await noteAgentActivity(ctx.db.sql, id, caller.id);
  ctx.bus.publish({ type: 'conversation', conversation: id });
  return { ...saved.added, authorId: caller.id, authorName: caller.fullName, content, mentions };
}

/** Oldest first. Errors: not_found. */
export async function readNotes(ctx: Context, caller: Caller, id: string): Promise<Note[]> {
  await getVisible(ctx, caller, id);
  await followConversation(ctx, caller, id);
  return listNotes(ctx.db.sql, id);
}

/** Everything that changed, oldest first. Errors: not_found. */
export async function readChanges(ctx: Context, caller: Caller, id: string): Promise<ConversationChange[]> {
  await getVisible(ctx, caller, id);
  return listChanges(ctx.db.sql, id);
}

/** Says that a reply of the assistant was bad, and why; a second report of the same person replaces the first. */
export async function reportAnswer(
  ctx: Context,
  caller: Caller,
  id: string,
  { seq, reason, comment = null }: { seq: number; reason: ReportReason; comment?: string | null },
): Promise<void> {
  const row = await getVisible(ctx, caller, id);
  const message = await findMessage(ctx.db.sql, id, seq);
  if (message?.role !== 'assistant') throw notFound('Answer');
  const masked = comment ? mask(comment).text : null;
  const told = await ctx.db.sql.begin(async (tx) => {
    await insertReport(tx, { conversationId: id, seq, reporterId: caller.id, reason, comment: masked });
    const data = { ...dataOf(row), actor: caller.fullName, excerpt: masked ?? message.content };
    const to = { atLeast: 'SUPERVISOR' } as const;
    return notifyStaff(tx, {
      kind: 'answer_reported',
      to,
      except: caller.id,
      conversationId: id,
      key: `${id}:${seq}`,
      data,
    });
  });
  announceNotifications(ctx, told);
  await writeAudit(ctx.db.sql, {
    ...actorOf(caller),
    action: 'answer.report',
    resourceType: 'conversation',
    resourceId: id,
    details: { seq, reason },
  });
}

const dataOf = (row: InboxRow): { customer?: string } => {
  const customer = row.customerName ?? row.visitorName;
  return customer ? { customer } : {};
};

function requireText(text: string, field: string): string {
  if (!text.trim()) throw invalid([{ field, message: 'must not be empty' }]);
  return text.trim();
}
