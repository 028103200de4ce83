import type { Priority } from '../../ai/answer.ts';
import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import { conflict, invalid } from '../../lib/errors.ts';
import { cleanTags } from '../../lib/tags.ts';
import type { DeedOn } from '../audit/model.ts';
import { writeAudit } from '../audit/queries.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import { closeOpenTurn, endConversation } from '../chat/conversation-queries.ts';
import { announceNotifications, notifyStaff, type Told } from '../notifications/service.ts';
import { handTicketOver, lockOpenTicket } from '../tickets/hand-over.ts';
import type { Ticket } from '../tickets/model.ts';
import { announceTicket } from '../tickets/service.ts';
import { findActiveUser } from './agent-queries.ts';
import {
  type Actor,
  giveBack,
  handTo,
  insertChange,
  putInCharge,
  putInQueue,
  setPriority,
  setTags,
  type Takeable,
} from './charge-queries.ts';
import type { InboxRow } from './model.ts';
import { findConversation } from './queries.ts';
import { getVisible } from './service.ts';

/** The ticket that came along with a conversation, and who is to hear of it. */
export type MovedTicket = { ticket: Ticket; told: Told } | null;

/**
 * The person answers from now on and the assistant is silent; a reply that it is making is dropped. The conversation's
 * open ticket is theirs too. Errors: not_found, conflict (ended, or somebody else is in charge).
 */
export async function takeOverConversation(ctx: Context, caller: Caller, id: string): Promise<InboxRow> {
  const row = await getVisible(ctx, caller, id);
  if (row.status === 'human' && row.assigneeId === caller.id) return row;
  const taken = await ctx.db.sql.begin((tx) => takeCharge(ctx, tx, id, actorOf(caller), caller.id));
  if (!taken) throw await conflictOf(ctx, id);
  announceMoved(ctx, taken.moved);
  await noteDeed(ctx, caller, 'takeover', id);
  tellChange(ctx, id);
  return getVisible(ctx, caller, id);
}

/**
 * Puts a person in charge and writes it down. Tx: the caller's; then `announceMoved`. Null: somebody else was faster, or
 * it has ended.
 */
export async function takeCharge(
  ctx: Context,
  tx: Sql,
  id: string,
  actor: Actor,
  agentId: number,
  from: readonly Takeable[] = ['bot', 'waiting'],
): Promise<{ moved: MovedTicket } | null> {
  const ticket = await lockOpenTicket(tx, id);
  const before = await putInCharge(tx, id, agentId, from);
  if (!before) return null;
  // A reply under way is dropped.
  await closeOpenTurn(tx, id, 'taken_over');
  await insertChange(tx, id, actor, { field: 'status', fromValue: before.status, toValue: 'human' });
  await insertChange(tx, id, actor, { field: 'assignee', fromValue: null, toValue: String(agentId) });
  return { moved: ticket && (await handTicketOver(ctx, tx, ticket, actor, agentId)) };
}

/** After the transaction that moved it. */
export function announceMoved(ctx: Context, moved: MovedTicket): void {
  if (moved) announceTicket(ctx, moved.ticket, moved.told);
}

/** The assistant answers again. Errors: not_found, conflict (the assistant is in charge already, ended, lost race). */
export async function releaseConversation(ctx: Context, caller: Caller, id: string): Promise<InboxRow> {
  const row = await getVisible(ctx, caller, id);
  await ctx.db.sql.begin(async (tx) => {
    const before = await giveBack(tx, id, row.assigneeId);
    if (!before) throw conflict(notInCharge(row));
    await insertChange(tx, id, actorOf(caller), { field: 'status', fromValue: before.status, toValue: 'bot' });
    if (before.assigneeId === null) return;
    const change = { field: 'assignee', fromValue: String(before.assigneeId), toValue: null } as const;
    await insertChange(tx, id, actorOf(caller), change);
  });
  await noteDeed(ctx, caller, 'release', id);
  tellChange(ctx, id);
  return getVisible(ctx, caller, id);
}

/**
 * Hands a conversation to another person, with its open ticket, or to nobody: then it waits in the queue. Its own person may, and who may
 * reach any conversation. Errors: not_found, invalid (no such person), conflict (nobody is in charge, lost race).
 */
export async function transferConversation(
  ctx: Context,
  caller: Caller,
  id: string,
  { to, reason = null }: { to: number | null; reason?: string | null },
): Promise<void> {
  const row = await getVisible(ctx, caller, id);
  const from = row.assigneeId;
  if (row.status !== 'human' || from === null) throw conflict('Nobody is in charge of this conversation');
  const target = to === null ? null : await findActiveUser(ctx.db.sql, to);
  if (to !== null && !target) throw invalid([{ field: 'agent_id', message: 'is not an active member of staff' }]);
  if (to === from) return;
  const { told, moved } = await ctx.db.sql.begin(async (tx) => {
    const ticket = await lockOpenTicket(tx, id);
    const isDone = to === null ? await putInQueue(tx, id, from, ctx.clock.now()) : await handTo(tx, id, from, to);
    if (!isDone) throw conflict('This conversation has changed hands meanwhile');
    const assignee = { field: 'assignee', fromValue: String(from), toValue: to === null ? null : String(to) } as const;
    await insertChange(tx, id, actorOf(caller), { ...assignee, reason });
    if (to === null) {
      await insertChange(tx, id, actorOf(caller), { field: 'status', fromValue: 'human', toValue: 'waiting' });
      return { told: null, moved: null };
    }
    const moved = ticket && (await handTicketOver(ctx, tx, ticket, actorOf(caller), to));
    return { told: await tellAssigned(tx, row, to, caller), moved };
  });
  if (told) announceNotifications(ctx, told);
  announceMoved(ctx, moved);
  await noteDeed(ctx, caller, 'transfer', id, { to });
  tellChange(ctx, id);
}

/** Ends it for good; ending an ended one changes nothing. Errors: not_found. */
export async function endAsStaff(ctx: Context, caller: Caller, id: string): Promise<InboxRow> {
  await getVisible(ctx, caller, id);
  const hasEnded = await endConversation(ctx.db.sql, id, { ...actorOf(caller), by: 'agent' });
  if (hasEnded) {
    await noteDeed(ctx, caller, 'end', id);
    tellChange(ctx, id);
  }
  return getVisible(ctx, caller, id);
}

/** Errors: not_found. */
export async function prioritiseConversation(
  ctx: Context,
  caller: Caller,
  id: string,
  priority: Priority,
): Promise<InboxRow> {
  await getVisible(ctx, caller, id);
  const hasChanged = await ctx.db.sql.begin(async (tx) => {
    const before = await setPriority(tx, id, priority);
    if (before)
      await insertChange(tx, id, actorOf(caller), { field: 'priority', fromValue: before, toValue: priority });
    return before !== null;
  });
  if (hasChanged) tellChange(ctx, id);
  return getVisible(ctx, caller, id);
}

/** All tags at once. Errors: not_found, invalid (too many, too long). */
export async function tagConversation(ctx: Context, caller: Caller, id: string, tags: string[]): Promise<InboxRow> {
  await getVisible(ctx, caller, id);
  const clean = cleanTags(tags);
  const hasChanged = await ctx.db.sql.begin(async (tx) => {
    const before = await setTags(tx, id, clean);
    const change = { field: 'tags', fromValue: before?.join(', ') ?? null, toValue: clean.join(', ') } as const;
    if (before) await insertChange(tx, id, actorOf(caller), change);
    return before !== null;
  });
  if (hasChanged) tellChange(ctx, id);
  return getVisible(ctx, caller, id);
}

/** Tells a person that a conversation is theirs now. Tx and announcing: as `notifyStaff`. */
export function tellAssigned(
  tx: Sql,
  row: Pick<InboxRow, 'id' | 'customerName' | 'visitorName'>,
  agentId: number,
  by: Pick<Caller, 'id' | 'fullName'> | null,
): Promise<Told> {
  const customer = row.customerName ?? row.visitorName;
  return notifyStaff(tx, {
    kind: 'conversation_assigned',
    to: [agentId],
    except: by?.id ?? null,
    conversationId: row.id,
    data: { ...(customer && { customer }), ...(by && { actor: by.fullName }) },
  });
}

/** Everybody who looks at it, and everybody in the queue, hears of it. */
export function tellChange(ctx: Context, id: string): void {
  ctx.bus.publish({ type: 'conversation', conversation: id });
  ctx.bus.publish({ type: 'queue' });
}

async function conflictOf(ctx: Context, id: string): Promise<Error> {
  const row = await findConversation(ctx.db.sql, id);
  return conflict(
    row?.status === 'ended' ? 'This conversation has ended' : 'Somebody else has taken this conversation over',
  );
}

const notInCharge = (row: InboxRow): string =>
  row.status === 'ended' ? 'This conversation has ended' : 'No person is in charge of this conversation';

const noteDeed = (
  ctx: Context,
  caller: Caller,
  deed: DeedOn<'conversation'>,
  id: string,
  details: Record<string, unknown> = {},
): Promise<void> =>
  writeAudit(ctx.db.sql, {
    ...actorOf(caller),
    action: `conversation.${deed}`,
    resourceType: 'conversation',
    resourceId: id,
    details,
  });
