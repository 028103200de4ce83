import type { CustomerOrder } from '../../src/features/customers/model.ts';

/** What a list of customers shows: its address. An empty text filters nothing. */
export interface CustomerListState {
  status: string;
  type: string;
  language: string;
  tag: string;
  /** A person's id, or `none`. */
  agent: string;
  /** What is looked for, as it was typed. Never a whole account number: that is shown to nobody. */
  q: string;
  /** The same, sealed as it stands in the address. */
  search: string;
  order: CustomerOrder;
  /** From 1. */
  page: number;
}

export const CUSTOMERS_PATH = '/panel/customers';
export const RESULTS_ID = 'customer-results';
export const NOTES_ID = 'customer-notes';
export const TIMELINE_ID = 'customer-timeline';

const NEWEST_FIRST: CustomerOrder = { by: 'recent', isReversed: true };

export const orderOf = (text: string): CustomerOrder =>
  text === 'name' || text === '-name' ? { by: 'name', isReversed: text === '-name' } : NEWEST_FIRST;

const textOfOrder = ({ by, isReversed }: CustomerOrder): string =>
  by === 'name' ? (isReversed ? '-name' : 'name') : '';

/** The order after a click on the heading of the names. */
export const nextNameOrder = ({ by, isReversed }: CustomerOrder): CustomerOrder => ({
  by: 'name',
  isReversed: by === 'name' && !isReversed,
});

/** What stands in the address besides the filters of the bar. */
export const keptOf = ({ order }: CustomerListState): Record<string, string> =>
  order.by === 'name' ? { sort: textOfOrder(order) } : {};

export function queryOf(state: CustomerListState): string {
  const { status, type, language, tag, agent, search, page } = state;
  const fields = { status, type, language, tag, agent, search, ...keptOf(state) };
  const query = new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== ''));
  if (page > 1) query.set('page', String(page));
  const text = query.toString();
  return text && `?${text}`;
}

export const listPath = (state: CustomerListState, change: Partial<CustomerListState> = {}): string =>
  `${CUSTOMERS_PATH}${queryOf({ ...state, page: 1, ...change })}`;

export const exportPath = (state: CustomerListState): string =>
  `${CUSTOMERS_PATH}/export${queryOf({ ...state, page: 1 })}`;

export const isNarrowed = ({ status, type, language, tag, agent, q }: CustomerListState): boolean =>
  [status, type, language, tag, agent, q].some((value) => value !== '');

export const customerPath = (id: number): string => `${CUSTOMERS_PATH}/${id}`;

/** Where something about a customer is shown, asked for or sent. */
export const actionPath = (
  id: number,
  action:
    | 'edit'
    | 'notes'
    | 'timeline'
    | 'bank'
    | 'accounts'
    | 'delete'
    | 'restore'
    | 'merge'
    | 'hold'
    | 'release'
    | 'export'
    | 'erase'
    | 'receipt',
): string => `${customerPath(id)}/${action}`;

export const mergePath = (id: number, other: number): string => `${actionPath(id, 'merge')}?with=${other}`;

export const importPath = (id: string, action?: 'check' | 'run' | 'cancel' | 'faults'): string =>
  `${CUSTOMERS_PATH}/import/${id}${action ? `/${action}` : ''}`;
