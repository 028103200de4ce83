import type { ErasureReceipt } from '../../src/features/customers/model.ts';
import { formatNumber } from '../../src/lib/format.ts';
import { Button } from '../components/button.tsx';
import { DataTable } from '../components/data-table.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Moment } from '../components/moment.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { Pagination } from '../components/pagination.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { customerTexts } from './customer-texts.ts';
import type { Duplicates } from './duplicates-page.tsx';
import { actionPath, CUSTOMERS_PATH } from './paths.ts';

interface ReceiptPageProps {
  receipt: ErasureReceipt;
  person: Person;
  files: PageFiles;
  view: View;
}

/** What an erasure has done, to be printed; it says nothing of who the person was. */
export function ReceiptPage({ receipt, person, files, view }: ReceiptPageProps): JSX.Element {
  const { receipt: texts, erase } = customerTexts[view.language];
  const counts = Object.entries(texts.counts).flatMap(([kind, label]) => {
    const count = receipt.counts[kind];
    return count === undefined ? [] : [{ label, count }];
  });
  return (
    <PanelPage title={texts.title} section="customers" person={person} files={files}>
      <div class="page page-narrow receipt">
        <PageHeader
          title={texts.title}
          lead={texts.lead}
          backPath={`${CUSTOMERS_PATH}/erasures`}
          actions={<Button label={texts.print} attributes={{ 'data-print': '' }} />}
          language={view.language}
        />
        <section class="panel-card">
          <dl class="facts">
            <dt safe>{texts.number}</dt>
            <dd class="reference breakable" safe>
              {receipt.id}
            </dd>
            <dt safe>{texts.customer}</dt>
            <dd safe>{String(receipt.customerId)}</dd>
            <dt safe>{texts.at}</dt>
            <dd>
              <Moment date={receipt.at} view={view} style="full" />
            </dd>
            <dt safe>{texts.by}</dt>
            <dd safe>{receipt.actorName}</dd>
            <dt safe>{texts.reason}</dt>
            <dd safe>{erase.reasons[receipt.reason] ?? receipt.reason}</dd>
          </dl>
          <h2 safe>{texts.what}</h2>
          <dl class="facts">
            {counts.map(({ label, count }) => (
              <>
                <dt safe>{label}</dt>
                <dd safe>{formatNumber(count, view)}</dd>
              </>
            ))}
          </dl>
        </section>
      </div>
    </PanelPage>
  );
}

interface ReceiptsPageProps {
  receipts: { rows: ErasureReceipt[]; pages: Duplicates['pages'] };
  person: Person;
  files: PageFiles;
  view: View;
}

/** Every erasure there was. */
export function ReceiptsPage({ receipts: { rows, pages }, person, files, view }: ReceiptsPageProps): JSX.Element {
  const { receipt: texts, erase } = customerTexts[view.language];
  return (
    <PanelPage title={texts.list} section="customers" person={person} files={files}>
      <div class="page">
        <PageHeader title={texts.list} lead={texts.listLead} backPath={CUSTOMERS_PATH} language={view.language} />
        {rows.length === 0 ? (
          <EmptyState icon="shield" title={texts.none.title} text={texts.none.text} />
        ) : (
          <>
            <DataTable
              caption={texts.list}
              language={view.language}
              rows={rows}
              rowId={({ id }) => `receipt-${id}`}
              columns={[
                {
                  label: texts.customer,
                  cell: ({ customerId }) => (
                    <a href={actionPath(customerId, 'receipt')} safe>
                      {`#${customerId}`}
                    </a>
                  ),
                },
                { label: texts.reason, cell: ({ reason }) => <span safe>{erase.reasons[reason] ?? reason}</span> },
                { label: texts.by, cell: ({ actorName }) => <span safe>{actorName}</span> },
                { label: texts.at, cell: ({ at }) => <Moment date={at} view={view} style="full" />, isNumber: true },
              ]}
            />
            <Pagination {...pages} language={view.language} />
          </>
        )}
      </div>
    </PanelPage>
  );
}
