import type { Context } from '../../context.ts';
import { may } from '../auth/model.ts';
import { ROLES } from '../users/model.ts';
import { announceNotifications, notifyStaff, type Told } from './service.ts';
import { listUntold, readSettled, type WaitingCustomer } from './waiting-queries.ts';

/** Whoever is free is given a conversation within a second or two: then nobody else need be rung. */
const GRACE_SECONDS = 2;
const OVERSEERS = ROLES.filter((role) => may(role, 'conversation.any'));

/**
 * Tells staff that somebody waits in the queue, each once, and takes back what has been settled. A job of its own, so
 * that no message of a customer waits for it. Answers how many conversations were told of.
 */
export async function tellWaiting(ctx: Context): Promise<number> {
  const { sql } = ctx.db;
  for (const user of await readSettled(sql)) ctx.bus.publish({ type: 'notification', user, notification: 0 });
  const untold = await listUntold(sql, GRACE_SECONDS, OVERSEERS);
  for (const waiting of untold) announceNotifications(ctx, await tell(ctx, waiting));
  return untold.length;
}

const tell = (ctx: Context, { conversationId, customer, excerpt, people }: WaitingCustomer): Promise<Told> =>
  ctx.db.sql.begin((tx) =>
    notifyStaff(tx, {
      kind: 'conversation_waiting',
      to: people,
      conversationId,
      data: { ...(excerpt && { excerpt }), ...(customer && { customer }) },
    }),
  );
