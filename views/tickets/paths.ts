import type { TicketOrder, TicketOrderKey } from '../../src/features/tickets/model.ts';

/** What a list of tickets shows: its address. An empty text filters nothing. */
export interface TicketListState {
  status: string;
  priority: string;
  category: string;
  /** A person's id, `me` or `none`. */
  assignee: string;
  /** `overdue`, `soon` or `breached`. */
  clock: string;
  /** `complaint`. */
  kind: string;
  q: string;
  order: TicketOrder;
  /** From 1. */
  page: number;
}

export const TICKETS_PATH = '/panel/tickets';

/** Which way each order starts when its heading is first used: newest, most urgent, soonest. */
const STARTS_REVERSED: Record<TicketOrderKey, boolean> = { created: true, urgency: false, due: false };

/** The order that a text of the address names; the newest first for every other text. */
export function orderOf(text: string): TicketOrder {
  const by = text.replace(/^-/, '');
  if (by !== 'created' && by !== 'urgency' && by !== 'due') return { by: 'created', isReversed: true };
  return { by, isReversed: text.startsWith('-') };
}

const textOfOrder = ({ by, isReversed }: TicketOrder): string => (isReversed ? `-${by}` : by);

/** The order after a click on a heading. */
export const nextOrder = (by: TicketOrderKey, now: TicketOrder): TicketOrder =>
  now.by === by ? { by, isReversed: !now.isReversed } : { by, isReversed: STARTS_REVERSED[by] };

/** What stands in the address besides the filters of the bar. */
export const keptOf = ({ order }: TicketListState): Record<string, string> =>
  order.by === 'created' && order.isReversed ? {} : { sort: textOfOrder(order) };

export function queryOf(state: TicketListState): string {
  const { status, priority, category, assignee, clock, kind, q, page } = state;
  const fields = { status, priority, category, assignee, clock, kind, q, ...keptOf(state) };
  const query = new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== ''));
  if (page > 1) query.set('page', String(page));
  const text = query.toString();
  return text && `?${text}`;
}

export const listPath = (state: TicketListState, change: Partial<TicketListState> = {}): string =>
  `${TICKETS_PATH}${queryOf({ ...state, page: 1, ...change })}`;

/** The board has all the statuses beside each other, in orders of its own. */
export const boardPath = (state: TicketListState): string =>
  `${TICKETS_PATH}/board${queryOf({ ...state, ...ANY_PLACE })}`;

const ANY_PLACE = { status: '', page: 1, order: orderOf('') };

export const isNarrowed = ({ status, priority, category, assignee, clock, kind, q }: TicketListState): boolean =>
  [status, priority, category, assignee, clock, kind, q].some((value) => value !== '');

/** The page of a ticket; with the list that it is opened from, for the way to its neighbours and back. */
export const ticketPath = (reference: string, state?: TicketListState): string =>
  `${TICKETS_PATH}/${encodeURIComponent(reference)}${state ? queryOf({ ...state, page: 1 }) : ''}`;

/** Where something about a ticket is asked for or sent. */
export const actionPath = (
  reference: string,
  action: 'change' | 'edit' | 'move' | 'merge' | 'messages' | 'notes' | 'pieces' | 'canned' | 'colleagues',
): string => `${ticketPath(reference)}/${action}`;

export const newTicketPath = (from: { conversation?: string; customer?: number } = {}): string => {
  const query = new URLSearchParams(
    Object.entries(from).map(([name, value]) => [name, `${value}`] as [string, string]),
  );
  return query.size > 0 ? `${TICKETS_PATH}/new?${query}` : `${TICKETS_PATH}/new`;
};
