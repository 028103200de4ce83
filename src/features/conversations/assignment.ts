import type { Context } from '../../context.ts';
import { invalid } from '../../lib/errors.ts';
import { writeAudit } from '../audit/queries.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import { announceNotifications, notifyStaff, type Told } from '../notifications/service.ts';
import {
  findActiveUser,
  holdAssignment,
  listAgents,
  listSilent,
  nextAssignment,
  type SilentConversation,
  saveAvailability,
} from './agent-queries.ts';
import { announceMoved, type MovedTicket, takeCharge, tellAssigned, tellChange } from './charge.ts';
import { insertChange, putInQueue } from './charge-queries.ts';
import type { Agent, Availability } from './model.ts';
import { findConversation } from './queries.ts';

const MAX_CAPACITY = 50;
/** Of one run: more come with the next. */
const MAX_ASSIGNED = 100;
const DESK = { actorId: null, actorName: 'desk' } as const;

/**
 * Gives waiting conversations to people who are online and have room: the most urgent and oldest first. Answers how many
 * were given. Runs once at a time over all processes.
 */
export async function assignWaiting(ctx: Context): Promise<number> {
  if (!ctx.settings.get('desk.auto_assign')) return 0;
  for (let given = 0; ; given += 1) {
    const next = given < MAX_ASSIGNED ? await assignNext(ctx) : null;
    if (!next) return given;
    tellChange(ctx, next.id);
    announceNotifications(ctx, next.told);
    announceMoved(ctx, next.moved);
  }
}

const assignNext = (ctx: Context): Promise<{ id: string; told: Told; moved: MovedTicket } | null> =>
  ctx.db.sql.begin(async (tx) => {
    if (!(await holdAssignment(tx))) return null;
    const next = await nextAssignment(tx, ctx.settings.get('desk.capacity'));
    const taken = next && (await takeCharge(ctx, tx, next.conversationId, DESK, next.agentId, ['waiting']));
    if (!taken) return null;
    const row = await findConversation(tx, next.conversationId);
    return row && { id: row.id, told: await tellAssigned(tx, row, next.agentId, null), moved: taken.moved };
  });

/** Puts conversations back into the queue whose customer waits in vain for the person in charge. Answers how many. */
export async function returnSilent(ctx: Context): Promise<number> {
  const silent = await listSilent(ctx.db.sql, ctx.settings.get('desk.silent_minutes'));
  const returned = await Promise.all(silent.map((one) => returnToQueue(ctx, one)));
  return returned.filter(Boolean).length;
}

async function returnToQueue(ctx: Context, { id, assigneeId, ...silent }: SilentConversation): Promise<boolean> {
  const told = await ctx.db.sql.begin(async (tx) => {
    if (!(await putInQueue(tx, id, assigneeId, silent.waitingSince, silent.lastAgentAt))) return null;
    const assignee = { field: 'assignee', fromValue: String(assigneeId), toValue: null, reason: 'silent' } as const;
    await insertChange(tx, id, DESK, assignee);
    await insertChange(tx, id, DESK, { field: 'status', fromValue: 'human', toValue: 'waiting', reason: 'silent' });
    const row = await findConversation(tx, id);
    const customer = row?.customerName ?? row?.visitorName;
    const data = { minutes: ctx.settings.get('desk.silent_minutes'), ...(customer && { customer }) };
    return notifyStaff(tx, { kind: 'conversation_returned', to: [assigneeId], conversationId: id, data });
  });
  if (!told) return false;
  tellChange(ctx, id);
  announceNotifications(ctx, told);
  return true;
}

/** Everybody on the desk, with what they have and could take. */
export const listDesk = (ctx: Context): Promise<Agent[]> => listAgents(ctx.db.sql, ctx.settings.get('desk.capacity'));

export async function findAgent(ctx: Context, id: number): Promise<Agent | null> {
  return (await listDesk(ctx)).find((agent) => agent.id === id) ?? null;
}

/**
 * Says whether a person takes conversations and how many; `capacity` null is the desk's own number. Who comes online is
 * given what waits. Errors: invalid.
 */
export async function setAvailability(
  ctx: Context,
  caller: Caller,
  userId: number,
  change: { availability?: Availability; capacity?: number | null },
): Promise<Agent> {
  const { capacity } = change;
  if (typeof capacity === 'number' && (capacity < 0 || capacity > MAX_CAPACITY)) {
    throw invalid([{ field: 'capacity', message: `must be a number from 0 to ${MAX_CAPACITY}` }]);
  }
  if (!(await findActiveUser(ctx.db.sql, userId))) {
    throw invalid([{ field: 'agent_id', message: 'is not an active member of staff' }]);
  }
  await saveAvailability(ctx.db.sql, userId, change);
  await writeAudit(ctx.db.sql, {
    ...actorOf(caller),
    action: 'agent.availability',
    resourceType: 'user',
    resourceId: userId,
    details: change,
  });
  ctx.bus.publish({ type: 'queue' });
  await assignWaiting(ctx);
  return (await findAgent(ctx, userId)) as Agent;
}
