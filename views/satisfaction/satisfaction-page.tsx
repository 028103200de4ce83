import { pathIn } from '../../src/features/panel/model.ts';
import { RATINGS, type Rating, type SatisfactionSummary } from '../../src/features/satisfaction/model.ts';
import { formatNumber, formatPercent } from '../../src/lib/format.ts';
import { ReportTabs } from '../analytics/report-tabs.tsx';
import { Chip, type Tone } from '../components/chips.tsx';
import { DataTable } from '../components/data-table.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Figure } from '../components/figure.tsx';
import { FilterBar } from '../components/filter-bar.tsx';
import { Moment } from '../components/moment.tsx';
import { PageHeader, Tabs } from '../components/page-header.tsx';
import { type Pages, Pagination } from '../components/pagination.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { satisfactionTexts } from './satisfaction-texts.ts';

const PATH = '/panel/reports/satisfaction';
const LIST_ID = 'ratings';
const PERIODS = ['7', '30', '90', '365'];
const CONTENT_FROM = 4;
const TONES: Record<number, Tone> = { 1: 'red', 2: 'red', 3: 'amber', 4: 'accent', 5: 'accent' };

export interface SatisfactionState {
  ratings: Rating[];
  summary: SatisfactionSummary;
  /** What the address says, each empty for any. */
  days: string;
  rating: string;
  by: string;
  comment: string;
  rated: { id: number; name: string }[];
  pages: Pages;
  path: string;
}

interface SatisfactionPageProps {
  satisfaction: SatisfactionState;
  person: Person;
  files: PageFiles;
  view: View;
}

/** What customers said of conversations that are over, with what each number counts. */
export function SatisfactionPage({ satisfaction, person, files, view }: SatisfactionPageProps): JSX.Element {
  const { language } = view;
  const texts = satisfactionTexts[language];
  return (
    <PanelPage title={texts.title} section="reports" person={person} files={files}>
      <div class="page">
        <PageHeader title={texts.title} lead={texts.lead} language={language} />
        <ReportTabs role={person.role} current="satisfaction" language={language} />
        <Tabs
          label={texts.filters.days}
          tabs={PERIODS.map((days) => ({
            label: texts.days(days),
            path: `${PATH}?days=${days}`,
            isCurrent: days === satisfaction.days,
          }))}
        />
        <Filters satisfaction={satisfaction} view={view} />
        <Ratings satisfaction={satisfaction} person={person} view={view} />
      </div>
    </PanelPage>
  );
}

function Filters({ satisfaction, view }: Pick<SatisfactionPageProps, 'satisfaction' | 'view'>): JSX.Element {
  const { language } = view;
  const texts = satisfactionTexts[language];
  const { days, rating, by, comment, rated } = satisfaction;
  return (
    <FilterBar
      path={PATH}
      target={LIST_ID}
      kept={{ days }}
      selects={[
        {
          name: 'rating',
          label: texts.filters.rating,
          value: rating,
          options: RATINGS.map((value) => ({ value: String(value), label: texts.rating(String(value)) })),
        },
        {
          name: 'by',
          label: texts.filters.by,
          value: by,
          options: [
            { value: 'assistant', label: texts.filters.assistant },
            ...rated.map(({ id, name }) => ({ value: String(id), label: name })),
          ],
        },
        {
          name: 'comment',
          label: texts.filters.comment,
          value: comment,
          options: [{ value: 'yes', label: texts.filters.withComment }],
        },
      ]}
      language={language}
    />
  );
}

function Ratings({ satisfaction, person, view }: Omit<SatisfactionPageProps, 'files'>): JSX.Element {
  const texts = satisfactionTexts[view.language];
  const { ratings, summary, rating, by, comment, pages, path } = satisfaction;
  const nothing = rating || by || comment ? texts.noneFiltered : texts.none;
  return (
    <div
      id={LIST_ID}
      hx-get={path}
      hx-target={`#${LIST_ID}`}
      hx-select={`#${LIST_ID}`}
      hx-swap="outerMorph"
      hx-trigger="every 30s, panel:back from:body"
    >
      <Summary summary={summary} view={view} />
      {ratings.length === 0 ? (
        <EmptyState icon="reports" title={nothing.title} text={nothing.text} />
      ) : (
        <RatingTable ratings={ratings} person={person} view={view} />
      )}
      <Pagination {...pages} language={view.language} />
    </div>
  );
}

function Summary({ summary, view }: { summary: SatisfactionSummary; view: View }): JSX.Element {
  const texts = satisfactionTexts[view.language];
  const counted = RATINGS.map((rating) => ({ rating, count: summary.counts[rating] ?? 0 }));
  const total = counted.reduce((sum, { count }) => sum + count, 0);
  const points = counted.reduce((sum, { rating, count }) => sum + rating * count, 0);
  const content = counted.reduce((sum, { rating, count }) => sum + (rating >= CONTENT_FROM ? count : 0), 0);
  const share = (part: number, whole: number): string =>
    whole === 0 ? texts.noFigure : formatPercent(part / whole, view);
  const average =
    total === 0 ? texts.noFigure : texts.outOf(formatNumber(Math.round((points / total) * 10) / 10, view));
  return (
    <section class="figures" aria-label={texts.figures}>
      <Figure {...texts.figure.average} value={average} />
      <Figure {...texts.figure.content} value={share(content, total)} />
      <Figure {...texts.figure.answered} value={share(Math.min(total, summary.ended), summary.ended)} />
      <section class="figure" aria-label={texts.spread}>
        <p class="figure-label" safe>
          {texts.spread}
        </p>
        <ul class="spread">
          {counted.map(({ rating, count }) => (
            <li>
              <span safe>{texts.rating(String(rating))}</span>
              <meter min="0" max={String(Math.max(total, 1))} value={String(count)} aria-hidden="true" />
              <span class="number" safe>
                {formatNumber(count, view)}
              </span>
            </li>
          ))}
        </ul>
        <p class="figure-text" safe>
          {texts.spreadText}
        </p>
      </section>
    </section>
  );
}

interface RatingTableProps {
  ratings: Rating[];
  person: Person;
  view: View;
}

function RatingTable({ ratings, person, view }: RatingTableProps): JSX.Element {
  const texts = satisfactionTexts[view.language];
  const { columns } = texts;
  return (
    <DataTable
      caption={texts.list}
      columns={[
        {
          label: columns.rating,
          cell: ({ rating }) => <Chip label={texts.rating(String(rating))} tone={TONES[rating] ?? 'plain'} />,
        },
        { label: columns.comment, cell: ({ comment }) => <Comment comment={comment} view={view} /> },
        { label: columns.by, cell: ({ agentName }) => <span safe>{agentName ?? texts.assistant}</span> },
        { label: columns.customer, cell: (rating) => <Customer rating={rating} person={person} view={view} /> },
        { label: columns.when, cell: ({ at }) => <Moment date={at} view={view} style="ago" /> },
      ]}
      rows={ratings}
      rowId={({ conversationId }) => `rating-${conversationId}`}
      language={view.language}
    />
  );
}

function Comment({ comment, view }: { comment: string | null; view: View }): JSX.Element {
  if (comment)
    return (
      <span class="said" safe>
        {comment}
      </span>
    );
  return (
    <span class="hint" safe>
      {satisfactionTexts[view.language].noComment}
    </span>
  );
}

function Customer({ rating, person, view }: { rating: Rating; person: Person; view: View }): JSX.Element {
  const { open } = satisfactionTexts[view.language];
  const path = pathIn(person.role, 'inbox', rating.conversationId);
  const name = rating.customerName;
  return (
    <span class="two-lines">
      {name ? <span safe>{name}</span> : ''}
      {path ? (
        <a href={path} safe>
          {open}
        </a>
      ) : (
        ''
      )}
    </span>
  );
}
