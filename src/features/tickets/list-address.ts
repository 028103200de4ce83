import { t } from 'elysia';
import { orderOf, type TicketListState } from '../../../views/tickets/paths.ts';
import type { Caller } from '../auth/queries.ts';
import type { TicketFilter } from './list-queries.ts';
import { PRIORITIES, TICKET_STATUSES } from './model.ts';

/** No page beyond the totals that anybody counts. */
const MAX_PAGE = 400;
const short = t.String({ maxLength: 60, default: '' });

/** The query of a list's address. */
export const ListQuery = t.Object({
  status: short,
  priority: short,
  category: short,
  assignee: short,
  clock: short,
  kind: short,
  q: t.String({ maxLength: 200, default: '' }),
  sort: short,
  page: t.Integer({ minimum: 1, maximum: MAX_PAGE, default: 1 }),
});

/** What an address asks for. What it names that there is not filters nothing: an old bookmark still opens. */
export function stateOf(query: typeof ListQuery.static): TicketListState {
  const { status, priority, category, assignee, clock, kind, q, sort, page } = query;
  return {
    status: known(TICKET_STATUSES, status),
    priority: known(PRIORITIES, priority),
    category: category.trim().toLowerCase(),
    assignee: /^(me|none|[1-9]\d{0,8})$/.test(assignee) ? assignee : '',
    clock: known(['overdue', 'soon', 'breached'], clock),
    kind: known(['complaint'], kind),
    q: q.trim(),
    order: orderOf(sort),
    page,
  };
}

export function filterOfState(state: TicketListState, caller: Caller): Omit<TicketFilter, 'visibleTo'> {
  const { priority, category, assignee, clock, kind, q } = state;
  const status = TICKET_STATUSES.find((one) => one === state.status);
  return {
    ...(status && { status }),
    ...(priority && { priority }),
    ...(category && { category }),
    ...(assignee && {
      assignee: assignee === 'none' ? ('none' as const) : assignee === 'me' ? caller.id : Number(assignee),
    }),
    ...(clock === 'breached' && { isBreached: true }),
    ...((clock === 'overdue' || clock === 'soon') && { clock: clock as 'overdue' | 'soon' }),
    ...(kind === 'complaint' && { isComplaint: true }),
    ...(q && { text: q }),
  };
}

const known = (values: readonly string[], text: string): string => (values.includes(text) ? text : '');
