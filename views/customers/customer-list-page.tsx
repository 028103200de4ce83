import { may } from '../../src/features/auth/model.ts';
import type { CustomerRow, CustomerSummary } from '../../src/features/customers/model.ts';
import { CUSTOMER_TYPES, LISTED_STATUSES } from '../../src/features/customers/model.ts';
import type { Role } from '../../src/features/users/model.ts';
import { formatNumber, formatPhone } from '../../src/lib/format.ts';
import { LANGUAGES } from '../../src/lib/language.ts';
import { Avatar } from '../components/avatar.tsx';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chips.tsx';
import { DataTable } from '../components/data-table.tsx';
import { Email } from '../components/email.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Figure } from '../components/figure.tsx';
import { FilterBar } from '../components/filter-bar.tsx';
import { Menu } from '../components/menu.tsx';
import { Moment } from '../components/moment.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { Pagination } from '../components/pagination.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { customerTexts } from './customer-texts.ts';
import {
  CUSTOMERS_PATH,
  type CustomerListState,
  customerPath,
  exportPath,
  isNarrowed,
  keptOf,
  listPath,
  nextNameOrder,
  RESULTS_ID,
} from './paths.ts';

export const PAGE_ROWS = 25;

export interface CustomerList {
  rows: CustomerRow[];
  /** Counted no further than one more than `most`. */
  total: number;
  most: number;
  state: CustomerListState;
  /** Whether words were looked for, also such as do not stand in `state`. */
  isSearch: boolean;
  summary: CustomerSummary;
  tags: string[];
  colleagues: { id: number; name: string }[];
  /** Suggested pairs, for those who may merge. */
  pairs: number;
}

interface ListPageProps {
  list: CustomerList;
  person: Person;
  files: PageFiles;
  view: View;
}

/** The customers: narrowed, looked for, and the ways to add more of them. */
export function CustomerListPage({ list, person, files, view }: ListPageProps): JSX.Element {
  const texts = customerTexts[view.language];
  return (
    <PanelPage title={texts.title} section="customers" person={person} files={files}>
      <div class="page page-wide">
        <PageHeader
          title={texts.title}
          lead={texts.lead}
          actions={<ListActions list={list} role={person.role} view={view} />}
          language={view.language}
        />
        <Figures summary={list.summary} view={view} />
        <Filters list={list} view={view} />
        <CustomerResults list={list} role={person.role} view={view} />
      </div>
    </PanelPage>
  );
}

function ListActions({ list, role, view }: { list: CustomerList; role: Role; view: View }): JSX.Element {
  const texts = customerTexts[view.language];
  const items = [
    may(role, 'customer.merge') && {
      path: `${CUSTOMERS_PATH}/duplicates`,
      label: list.pairs > 0 ? `${texts.duplicates} (${formatNumber(list.pairs, view)})` : texts.duplicates,
    },
    may(role, 'customer.import') && { path: `${CUSTOMERS_PATH}/import`, label: texts.importFile },
    may(role, 'customer.erase') && { path: `${CUSTOMERS_PATH}/erasures`, label: texts.erasures },
  ].filter((item) => item !== false);
  return (
    <>
      {items.length > 0 ? (
        <Menu id="customers-more" label={texts.more}>
          <>
            {items.map(({ path, label }) => (
              <a class="menu-item" href={path} safe>
                {label}
              </a>
            ))}
          </>
        </Menu>
      ) : (
        ''
      )}
      {may(role, 'customer.create') ? (
        <Button label={texts.add} icon="plus" kind="primary" href={`${CUSTOMERS_PATH}/new`} />
      ) : (
        ''
      )}
    </>
  );
}

function Figures({ summary, view }: { summary: CustomerSummary; view: View }): JSX.Element {
  const { figures, title } = customerTexts[view.language];
  const shown = [
    { ...figures.total, value: summary.total },
    { ...figures.fresh, value: summary.newLast30Days },
    { ...figures.businesses, value: summary.businesses },
    { ...figures.withAgent, value: summary.withAgent },
  ];
  return (
    <section class="figures" aria-label={title}>
      {shown.map(({ label, text, value }) => (
        <Figure label={label} text={text} value={formatNumber(value, view)} />
      ))}
    </section>
  );
}

function Filters({ list, view }: { list: CustomerList; view: View }): JSX.Element {
  const { state, tags, colleagues } = list;
  const texts = customerTexts[view.language];
  const named = (values: readonly string[], names: Record<string, string>) =>
    values.map((value) => ({ value, label: names[value] ?? value }));
  const allTags = state.tag === '' || tags.includes(state.tag) ? tags : [state.tag, ...tags];
  return (
    <FilterBar
      path={CUSTOMERS_PATH}
      target={RESULTS_ID}
      postPath={CUSTOMERS_PATH}
      search={{ name: 'q', label: texts.search, value: state.q }}
      selects={[
        {
          name: 'status',
          label: texts.filters.status,
          value: state.status,
          options: named(LISTED_STATUSES.slice(1), texts.statuses),
          any: texts.statuses.ACTIVE as string,
        },
        { name: 'type', label: texts.filters.type, value: state.type, options: named(CUSTOMER_TYPES, texts.types) },
        {
          name: 'tag',
          label: texts.filters.tag,
          value: state.tag,
          options: allTags.map((value) => ({ value, label: value })),
        },
        {
          name: 'agent',
          label: texts.filters.agent,
          value: state.agent,
          options: [
            { value: 'none', label: texts.nobody },
            ...colleagues.map(({ id, name }) => ({ value: String(id), label: name })),
          ],
        },
        {
          name: 'language',
          label: texts.filters.language,
          value: state.language,
          options: named(LANGUAGES, texts.languages),
        },
      ]}
      kept={keptOf(state)}
      language={view.language}
    />
  );
}

/** What the filters replace. */
export function CustomerResults({ list, role, view }: { list: CustomerList; role: Role; view: View }): JSX.Element {
  const { rows, state, total, most } = list;
  const first = (state.page - 1) * PAGE_ROWS;
  const texts = customerTexts[view.language];
  return (
    <div id={RESULTS_ID} {...(list.isSearch ? {} : kept(state))}>
      {rows.length === 0 ? (
        <NoCustomers state={state} view={view} />
      ) : (
        <>
          <CustomerTable list={list} view={view} />
          {may(role, 'customer.list.export') ? (
            <p class="list-actions">
              <Button
                label={texts.exportList}
                href={exportPath(state)}
                attributes={{ download: '', title: texts.exportHint, 'hx-boost': 'false' }}
              />
            </p>
          ) : (
            ''
          )}
          <Pagination
            from={first + 1}
            to={first + rows.length}
            total={Math.min(total, most)}
            isMore={total > most}
            previousPath={state.page > 1 ? listPath(state, { page: state.page - 1 }) : null}
            nextPath={first + PAGE_ROWS < Math.min(total, most) ? listPath(state, { page: state.page + 1 }) : null}
            language={view.language}
          />
        </>
      )}
    </div>
  );
}

/** What was looked for is not looked for again by itself: each search leaves a trace of who did it. */
const kept = (state: CustomerListState): Record<string, string> => ({
  'hx-get': listPath(state, { page: state.page }),
  'hx-target': `#${RESULTS_ID}`,
  'hx-select': `#${RESULTS_ID}`,
  'hx-swap': 'outerMorph',
  'hx-trigger': 'every 30s, panel:back from:body',
});

function NoCustomers({ state, view }: { state: CustomerListState; view: View }): JSX.Element {
  const texts = customerTexts[view.language];
  const isEmptied = isNarrowed(state) || state.page > 1;
  const { title, text } = isEmptied ? texts.noneFiltered : texts.none;
  const action = isEmptied ? <Button label={texts.clearFilters} href={CUSTOMERS_PATH} /> : '';
  return <EmptyState icon="customers" title={title} text={text} action={action} />;
}

function CustomerTable({ list: { rows, state }, view }: { list: CustomerList; view: View }): JSX.Element {
  const texts = customerTexts[view.language];
  const { columns } = texts;
  const isByName = state.order.by === 'name';
  return (
    <DataTable
      caption={texts.title}
      language={view.language}
      rows={rows}
      rowId={({ id }) => `customer-${id}`}
      columns={[
        {
          label: columns.customer,
          cell: (row) => <CustomerName row={row} view={view} />,
          sortPath: listPath(state, { order: nextNameOrder(state.order) }),
          ...(isByName && { sorted: state.order.isReversed ? ('descending' as const) : ('ascending' as const) }),
        },
        { label: columns.contact, cell: ({ email, phone }) => <Contact email={email} phone={phone} /> },
        { label: columns.accounts, cell: ({ accounts }) => <AccountEnds accounts={accounts} view={view} /> },
        {
          label: columns.agent,
          cell: ({ agentName }) => (
            <span class={[!agentName && 'muted']} safe>
              {agentName ?? texts.nobody}
            </span>
          ),
        },
        {
          label: columns.tickets,
          cell: ({ openTickets }) => <span safe>{formatNumber(openTickets, view)}</span>,
          isNumber: true,
        },
        {
          label: columns.lastContact,
          cell: ({ lastContactAt }) =>
            lastContactAt ? (
              <Moment date={lastContactAt} view={view} style="when" />
            ) : (
              <span class="muted" safe>
                {texts.never}
              </span>
            ),
          isNumber: true,
        },
      ]}
    />
  );
}

function CustomerName({ row, view }: { row: CustomerRow; view: View }): JSX.Element {
  const texts = customerTexts[view.language];
  return (
    <div class="who-cell">
      <Avatar name={row.fullName} />
      <div class="two-lines">
        <a href={customerPath(row.id)} safe>
          {row.fullName}
        </a>
        <span class="chips">
          {row.externalId ? (
            <span class="reference" safe>
              {row.externalId}
            </span>
          ) : (
            ''
          )}
          {row.customerType === 'BUSINESS' ? <Chip label={texts.types.BUSINESS as string} tone="blue" /> : ''}
          {row.status === 'ACTIVE' ? '' : <Chip label={texts.statuses[row.status] ?? row.status} tone="amber" />}
          {row.heldAt ? <Chip label={texts.hold} tone="red" /> : ''}
          {row.tags.slice(0, 3).map((tag) => (
            <Chip label={tag} />
          ))}
        </span>
      </div>
    </div>
  );
}

function Contact({ email, phone }: { email: string | null; phone: string | null }): JSX.Element {
  if (!email && !phone) return <span aria-hidden="true">–</span>;
  return (
    <span class="two-lines">
      {email ? <Email text={email} /> : ''}
      {phone ? (
        <span class="muted" safe>
          {formatPhone(phone)}
        </span>
      ) : (
        ''
      )}
    </span>
  );
}

/** The last four digits of each, and never more. */
export function AccountEnds({ accounts, view }: { accounts: string[]; view: View }): JSX.Element {
  if (accounts.length === 0) return <span aria-hidden="true">–</span>;
  const { ending } = customerTexts[view.language].profile;
  return (
    <span class="chips">
      {accounts.slice(0, 3).map((last4) => (
        <span class="account-end" title={ending(last4)} safe>
          {`•• ${last4}`}
        </span>
      ))}
      {accounts.length > 3 ? <span class="muted" safe>{`+${accounts.length - 3}`}</span> : ''}
    </span>
  );
}
