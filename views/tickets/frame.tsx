import {
  CATEGORIES,
  COMPLAINT,
  type Colleague,
  PRIORITIES,
  TICKET_STATUSES,
  type TicketCounts,
} from '../../src/features/tickets/model.ts';
import { formatNumber } from '../../src/lib/format.ts';
import type { Language } from '../../src/lib/language.ts';
import { Button } from '../components/button.tsx';
import { FilterBar } from '../components/filter-bar.tsx';
import { PageHeader, Tabs } from '../components/page-header.tsx';
import { panelTexts } from '../texts/panel-texts.ts';
import { ticketTexts } from '../texts/ticket-texts.ts';
import type { View } from '../view.ts';
import { BOARD_ID, DIALOG_BODY_ID, DIALOG_ID, RESULTS_ID, STRIP_ID } from './ids.ts';
import { boardPath, keptOf, listPath, newTicketPath, orderOf, type TicketListState } from './paths.ts';

/** What list and board have in common. */
export interface TicketsFrame {
  state: TicketListState;
  counts: TicketCounts;
  /** Whom the person may give tickets to. */
  colleagues: Colleague[];
  /** Totals are exact up to here. */
  most: number;
  view: View;
}

/** Title, figures, tabs and filters over the list or the board. */
export function TicketsHead({ frame, isBoard }: { frame: TicketsFrame; isBoard: boolean }): JSX.Element {
  const { state, view } = frame;
  const texts = ticketTexts[view.language];
  const create = <Button label={texts.create} icon="plus" kind="primary" href={newTicketPath()} />;
  return (
    <>
      <PageHeader title={texts.title} actions={create} language={view.language} />
      <CountStrip frame={frame} />
      <Tabs
        label={texts.views}
        tabs={[
          { label: texts.list, path: listPath(state, isBoard ? { order: orderOf('') } : {}), isCurrent: !isBoard },
          { label: texts.board, path: boardPath(state), isCurrent: isBoard },
        ]}
      />
      <TicketFilters frame={frame} isBoard={isBoard} />
    </>
  );
}

/** How much there is to do; each figure leads to its tickets and says what it counts. */
export function CountStrip({ frame: { counts, most, view } }: { frame: TicketsFrame }): JSX.Element {
  const texts = ticketTexts[view.language];
  const stats = [
    { key: 'open', status: 'OPEN', clock: '' },
    { key: 'inProgress', status: 'IN_PROGRESS', clock: '' },
    { key: 'overdue', status: '', clock: 'overdue' },
  ] as const;
  return (
    <section class="stats" id={STRIP_ID} aria-label={texts.strip.title}>
      {stats.map(({ key, status, clock }) => (
        <a
          class={['stat', key === 'overdue' && counts.overdue > 0 && 'stat-red']}
          href={listPath(NO_FILTER, { status, clock })}
          title={texts.definitions[key]}
        >
          <span class="stat-value" safe>
            {boundedCount(counts[key], most, view.language)}
          </span>
          <span class="stat-label" safe>
            {texts.strip[key]}
          </span>
        </a>
      ))}
      <p class="stat" title={texts.definitions.resolvedToday}>
        <span class="stat-value" safe>
          {boundedCount(counts.resolvedToday, most, view.language)}
        </span>
        <span class="stat-label" safe>
          {texts.strip.resolvedToday}
        </span>
      </p>
    </section>
  );
}

const NO_FILTER: TicketListState = {
  status: '',
  priority: '',
  category: '',
  assignee: '',
  clock: '',
  kind: '',
  q: '',
  order: orderOf(''),
  page: 1,
};

/** `1,250`, or `10,000+` where nobody counted further. */
export function boundedCount(count: number, most: number, language: Language): string {
  const number = formatNumber(Math.min(count, most), { language });
  return count > most ? ticketTexts[language].orMore(number) : number;
}

/** The dialog whose content is fetched: it opens when something has come. */
export function TicketDialog(): JSX.Element {
  return (
    <dialog id={DIALOG_ID} class="dialog" aria-labelledby="ticket-dialog-title">
      <div id={DIALOG_BODY_ID} data-opens={DIALOG_ID} />
    </dialog>
  );
}

export function categoryOptions(language: Language, present = ''): { value: string; label: string }[] {
  const known: string[] = [...CATEGORIES, COMPLAINT];
  const values = present === '' || known.includes(present) ? known : [...known, present];
  return values.map((value) => ({ value, label: categoryName(value, language) }));
}

export const categoryName = (category: string, language: Language): string =>
  ticketTexts[language].category[category] ?? category;

export const priorityOptions = (language: Language): { value: string; label: string }[] =>
  [...PRIORITIES].reverse().map((value) => ({ value, label: panelTexts[language].priority[value] ?? value }));

function TicketFilters({ frame, isBoard }: { frame: TicketsFrame; isBoard: boolean }): JSX.Element {
  const { state, colleagues, view } = frame;
  const { language } = view;
  const texts = ticketTexts[language];
  const statuses = TICKET_STATUSES.map((value) => ({
    value,
    label: panelTexts[language].ticketStatus[value] ?? value,
  }));
  return (
    <FilterBar
      path={isBoard ? boardPath(NO_FILTER) : listPath(NO_FILTER)}
      target={isBoard ? BOARD_ID : RESULTS_ID}
      search={{ name: 'q', label: texts.search, value: state.q }}
      selects={[
        ...(isBoard ? [] : [{ name: 'status', label: texts.columns.status, value: state.status, options: statuses }]),
        {
          name: 'priority',
          label: texts.columns.priority,
          value: state.priority,
          options: priorityOptions(language),
        },
        {
          name: 'category',
          label: texts.columns.category,
          value: state.category,
          options: categoryOptions(language, state.category),
        },
        {
          name: 'assignee',
          label: texts.columns.assignee,
          value: state.assignee,
          options: [
            { value: 'me', label: texts.me },
            { value: 'none', label: texts.nobody },
            ...(colleagues.length > 1 ? colleagues.map(({ id, name }) => ({ value: String(id), label: name })) : []),
          ],
        },
        {
          name: 'clock',
          label: texts.filters.clock,
          value: state.clock,
          options: (['overdue', 'soon', 'breached'] as const).map((value) => ({ value, label: texts.filters[value] })),
        },
        {
          name: 'kind',
          label: texts.filters.kind,
          value: state.kind,
          options: [{ value: 'complaint', label: texts.filters.complaints }],
        },
      ]}
      kept={isBoard ? {} : keptOf(state)}
      language={language}
    />
  );
}
