import { t } from 'elysia';
import { type CustomerListState, orderOf } from '../../../views/customers/paths.ts';
import { LANGUAGES } from '../../lib/language.ts';
import type { Vault } from '../../lib/vault.ts';
import { openWords, SealedWords, sealWords } from '../panel/sealed-words.ts';
import { looksLikeAccount } from './fields.ts';
import type { CustomerFilter } from './list-queries.ts';
import { CUSTOMER_TYPES, LISTED_STATUSES } from './model.ts';

/** No page beyond the totals that anybody counts. */
const MAX_PAGE = 400;
const short = t.String({ maxLength: 60, default: '' });

const filters = { status: short, type: short, language: short, tag: short, agent: short, sort: short };

/** The query of the list's address. */
export const ListQuery = t.Object({
  ...filters,
  search: SealedWords,
  page: t.Integer({ minimum: 1, maximum: MAX_PAGE, default: 1 }),
});

/** The form of the filters: what is looked for names a person, and is in no address but sealed. */
export const ListForm = t.Object({ ...filters, q: t.String({ maxLength: 200, default: '' }) });

/** What an address asks for. What it names that there is not filters nothing: an old bookmark still opens. */
export const stateOfQuery = (
  { search, ...query }: typeof ListQuery.static,
  request: Request,
  searches: Vault,
): CustomerListState => stateOf({ ...query, q: openWords(searches, search) }, request, searches);

/** What the form asks for: the first page of it. */
export const stateOfForm = (form: typeof ListForm.static, request: Request, searches: Vault): CustomerListState =>
  stateOf({ ...form, page: 1 }, request, searches);

function stateOf(
  { status, type, language, tag, agent, q, sort, page }: typeof ListForm.static & { page: number },
  request: Request,
  searches: Vault,
): CustomerListState {
  const words = q.trim();
  return {
    status: known(LISTED_STATUSES, status),
    type: known(CUSTOMER_TYPES, type),
    language: known(LANGUAGES, language),
    tag: tag.trim().toLowerCase(),
    agent: /^(none|[1-9]\d{0,8})$/.test(agent) ? agent : '',
    q: words,
    // A whole account number is shown to nobody afterwards, so no address brings it back either.
    search: looksLikeAccount(words) ? '' : sealWords(searches, words, request),
    order: orderOf(sort),
    page,
  };
}

/** The state as a page may show it. */
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
