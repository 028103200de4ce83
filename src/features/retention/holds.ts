import type { Context } from '../../context.ts';
import { invalid, notFound } from '../../lib/errors.ts';
import { isUuid } from '../../lib/ids.ts';
import { mask } from '../../lib/mask.ts';
import { writeAudit } from '../audit/queries.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import { awaitRemovals, findHold, lockHold, setConversationHold } from './hold-queries.ts';
import type { Hold } from './model.ts';

export const MAX_REASON_CHARS = 300;

/**
 * While a hold is on, nothing of the conversation is purged or erased; null takes it off. Answers the hold that is on then.
 * Errors: not_found, invalid (no reason).
 */
export async function holdConversation(
  ctx: Context,
  caller: Caller,
  id: string,
  reason: string | null,
): Promise<Hold | null> {
  const why = reason === null ? null : mask(reason.trim()).text;
  if (why !== null && (why === '' || why.length > MAX_REASON_CHARS)) {
    throw invalid([{ field: 'reason', message: `must have 1 to ${MAX_REASON_CHARS} characters` }]);
  }
  if (!isUuid(id)) throw notFound('Conversation');
  return ctx.db.sql.begin(async (tx) => {
    if (why !== null) await awaitRemovals(tx);
    const before = await lockHold(tx, id);
    if (before === null) throw notFound('Conversation');
    if (before.reason !== why) {
      await setConversationHold(tx, id, why === null ? null : { by: caller.id, reason: why });
      const action = why === null ? 'conversation.release_hold' : 'conversation.hold';
      await writeAudit(tx, { ...actorOf(caller), action, resourceType: 'conversation', resourceId: id });
    }
    return findHold(tx, id);
  });
}
