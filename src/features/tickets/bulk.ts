import type { Context } from '../../context.ts';
import { toAppError } from '../../http/errors.ts';
import type { Caller } from '../auth/queries.ts';
import { updateTicket } from './changes.ts';
import type { BulkOutcome, TicketChanges } from './model.ts';
import { TicketRefused } from './refusals.ts';

/** Of one request. */
export const MAX_BULK = 100;

/**
 * The same changes to many tickets, one after another, each by itself: what fails for one leaves the others changed.
 * Answers what became of each, in the order of the references.
 */
export async function changeTickets(
  ctx: Context,
  caller: Caller,
  references: readonly string[],
  changes: TicketChanges,
): Promise<BulkOutcome[]> {
  const outcomes: BulkOutcome[] = [];
  for (const reference of new Set(references)) {
    try {
      outcomes.push({ reference, ticket: await updateTicket(ctx, caller, reference, changes) });
    } catch (error) {
      const known = toAppError(error);
      // Without the database none of the rest can be changed either.
      if (!known || known.code === 'unavailable') throw error;
      const refusal = error instanceof TicketRefused ? error.refusal : null;
      outcomes.push({ reference, code: known.code, detail: known.message, refusal });
    }
  }
  return outcomes;
}
