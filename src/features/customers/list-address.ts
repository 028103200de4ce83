import { t } from 'elysia';
import { type CustomerListState, orderOf } from '../../../views/customers/paths.ts';
import { LANGUAGES } from '../../lib/language.ts';
import { looksLikeAccount } from './fields.ts';
import type { CustomerFilter } from './list-queries.ts';
import { CUSTOMER_TYPES, LISTED_STATUSES } from './model.ts';

/** No page beyond the totals that anybody counts. */
const MAX_PAGE = 400;
const short = t.String({ maxLength: 60, default: '' });

/** The query of the list's address, and the form of its filters. */
export const ListQuery = t.Object({
  status: short,
  type: short,
  language: short,
  tag: short,
  agent: short,
  q: t.String({ maxLength: 200, default: '' }),
  sort: short,
  page: t.Integer({ minimum: 1, maximum: MAX_PAGE, default: 1 }),
});

/** What an address asks for. What it names that there is not filters nothing: an old bookmark still opens. */
export function stateOf(query: typeof ListQuery.static): CustomerListState {
  const { status, type, language, tag, agent, q, sort, page } = query;
  return {
    status: known(LISTED_STATUSES, status),
    type: known(CUSTOMER_TYPES, type),
    language: known(LANGUAGES, language),
    tag: tag.trim().toLowerCase(),
    agent: /^(none|[1-9]\d{0,8})$/.test(agent) ? agent : '',
    q: q.trim(),
    order: orderOf(sort),
    page,
  };
}

/** The state as it may stand in an address. */
export const withoutAccount = (state: CustomerListState): CustomerListState =>
  looksLikeAccount(state.q) ? { ...state, q: '' } : state;

export function filterOfState({ status, type, language, tag, agent, q }: CustomerListState): CustomerFilter {
  const listed = LISTED_STATUSES.find((one) => one === status);
  return {
    ...(listed && { status: listed }),
    ...(type && { customerType: type }),
    ...(language && { language }),
    ...(tag && { tag }),
    ...(agent && { agent: agent === 'none' ? ('none' as const) : Number(agent) }),
    ...(q && { text: q }),
  };
}

const known = (values: readonly string[], text: string): string => (values.includes(text) ? text : '');
