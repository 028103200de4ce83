import type { Customer, DuplicatePair } from '../../src/features/customers/model.ts';
import { formatDate, formatPhone } from '../../src/lib/format.ts';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chips.tsx';
import { DataTable } from '../components/data-table.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Moment } from '../components/moment.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { type Pages, Pagination } from '../components/pagination.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { AccountEnds } from './customer-list-page.tsx';
import { customerTexts } from './customer-texts.ts';
import { CUSTOMERS_PATH, customerPath, mergePath } from './paths.ts';

export interface Duplicates {
  pairs: DuplicatePair[];
  pages: Pages;
}

interface DuplicatesPageProps {
  duplicates: Duplicates;
  person: Person;
  files: PageFiles;
  view: View;
}

/** Pairs of customers who may be one, with why; each is merged or dismissed. */
export function DuplicatesPage({ duplicates, person, files, view }: DuplicatesPageProps): JSX.Element {
  const { pairs: texts } = customerTexts[view.language];
  return (
    <PanelPage title={texts.list} section="customers" person={person} files={files}>
      <div class="page">
        <PageHeader title={texts.list} lead={texts.lead} backPath={CUSTOMERS_PATH} language={view.language} />
        {duplicates.pairs.length === 0 ? (
          <EmptyState icon="customers" title={texts.none.title} text={texts.none.text} />
        ) : (
          <>
            <PairTable pairs={duplicates.pairs} view={view} />
            <Pagination {...duplicates.pages} language={view.language} />
          </>
        )}
      </div>
    </PanelPage>
  );
}

function PairTable({ pairs, view }: { pairs: DuplicatePair[]; view: View }): JSX.Element {
  const { pairs: texts } = customerTexts[view.language];
  return (
    <DataTable
      caption={texts.list}
      language={view.language}
      rows={pairs}
      rowId={({ low, high }) => `pair-${low.id}-${high.id}`}
      columns={[
        { label: texts.one, cell: ({ low }) => <Who customer={low} view={view} /> },
        { label: texts.other, cell: ({ high }) => <Who customer={high} view={view} /> },
        {
          label: texts.why,
          cell: ({ reasons }) => (
            <span class="chips">
              {reasons.map((reason) => (
                <Chip label={texts.reasons[reason] ?? reason} tone="amber" />
              ))}
            </span>
          ),
        },
        {
          label: texts.found,
          cell: ({ foundAt }) => <Moment date={foundAt} view={view} style="when" />,
          isNumber: true,
        },
        {
          label: '',
          cell: ({ low, high }) => (
            <div class="row-end">
              <Button label={texts.compare} kind="primary" href={mergePath(low.id, high.id)} />
              <form
                method="post"
                action={`${CUSTOMERS_PATH}/duplicates`}
                hx-post={`${CUSTOMERS_PATH}/duplicates`}
                hx-target={`#pair-${low.id}-${high.id}`}
                hx-swap="delete"
              >
                <input type="hidden" name="one" value={String(low.id)} />
                <input type="hidden" name="other" value={String(high.id)} />
                <Button label={texts.dismiss} type="submit" />
              </form>
            </div>
          ),
        },
      ]}
    />
  );
}

function Who({ customer, view }: { customer: Customer; view: View }): JSX.Element {
  return (
    <div class="two-lines">
      <a href={customerPath(customer.id)} safe>
        {customer.fullName}
      </a>
      <span class="muted breakable" safe>
        {knownOf(customer, view)}
      </span>
      {customer.accounts.length > 0 ? <AccountEnds accounts={customer.accounts} view={view} /> : ''}
    </div>
  );
}

function knownOf({ externalId, email, phone, birthDate }: Customer, view: View): string {
  const known = [externalId, email, phone && formatPhone(phone), birthDate && formatDate(birthDate, view)];
  return known.filter(Boolean).join(' · ');
}
