import type { Context } from '../../context.ts';
import { AppError, conflict } from '../../lib/errors.ts';
import type { Caller } from '../auth/queries.ts';
import { firstInQueue } from '../conversations/agent-queries.ts';
import { listDesk } from '../conversations/assignment.ts';
import { takeOverConversation } from '../conversations/charge.ts';
import { scopeOf } from '../conversations/service.ts';
import type { DeskTally, InboxFilter, ListRow } from './model.ts';
import { countDesk, listChoices, listInbox } from './queries.ts';

const PAGE_ROWS = 50;
/** The filters offer the channels and tags of the newest so many conversations. */
const CHOICES_OF = 500;
/** Somebody else may be faster with the first of the queue. */
const TAKE_TRIES = 5;

/** A page of the list, and whether it goes on. */
export async function browseInbox(
  ctx: Context,
  caller: Pick<Caller, 'id' | 'role'>,
  filter: InboxFilter,
  after?: { id: string; place: string },
): Promise<{ rows: ListRow[]; hasMore: boolean }> {
  const query = { filter, userId: caller.id, visibleTo: scopeOf(caller), after, limit: PAGE_ROWS + 1 };
  const rows = await listInbox(ctx.db.sql, query);
  return { rows: rows.slice(0, PAGE_ROWS), hasMore: rows.length > PAGE_ROWS };
}

export const readChoices = (ctx: Context): Promise<{ channels: string[]; tags: string[] }> =>
  listChoices(ctx.db.sql, CHOICES_OF);

/** What goes on at the desk now. */
export async function readTally(ctx: Context): Promise<DeskTally> {
  const [counts, agents] = await Promise.all([countDesk(ctx.db.sql), listDesk(ctx)]);
  return { ...counts, agents };
}

/**
 * Puts the person in charge of who is next in the queue: the most urgent, of those who has waited longest. Answers the
 * conversation. Errors: conflict, where nobody waits.
 */
export async function takeNext(ctx: Context, caller: Caller): Promise<string> {
  for (let tried = 0; tried < TAKE_TRIES; tried += 1) {
    const id = await firstInQueue(ctx.db.sql);
    if (id === null) break;
    try {
      return (await takeOverConversation(ctx, caller, id)).id;
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'conflict')) throw error;
    }
  }
  throw conflict('Nobody waits in the queue');
}
