import { type Colleague, PRIORITIES, TICKET_STATUSES, type Ticket } from '../../src/features/tickets/model.ts';
import type { Role } from '../../src/features/users/model.ts';
import { Button } from '../components/button.tsx';
import { Chip, PriorityChip, SlaChip, TicketChip } from '../components/chips.tsx';
import { BulkForm, DataTable } from '../components/data-table.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Menu } from '../components/menu.tsx';
import { Moment } from '../components/moment.tsx';
import { Pagination } from '../components/pagination.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import { panelTexts } from '../texts/panel-texts.ts';
import { ticketTexts } from '../texts/ticket-texts.ts';
import type { View } from '../view.ts';
import { categoryName, TicketDialog, type TicketsFrame, TicketsHead } from './frame.tsx';
import { RESULTS_ID, rowId, STRIP_ID } from './ids.ts';
import {
  isNarrowed,
  listPath,
  newTicketPath,
  nextOrder,
  TICKETS_PATH,
  type TicketListState,
  ticketPath,
} from './paths.ts';

export const PAGE_ROWS = 25;

export interface TicketList extends TicketsFrame {
  tickets: Ticket[];
  /** Counted no further than one more than `most`. */
  total: number;
}

interface TicketListPageProps {
  list: TicketList;
  person: Person;
  files: PageFiles;
}

/** The tickets as a table: narrowed, ordered, selected, changed together. */
export function TicketListPage({ list, person, files }: TicketListPageProps): JSX.Element {
  return (
    <PanelPage title={ticketTexts[list.view.language].title} section="tickets" person={person} files={files}>
      <div class="page page-wide">
        <TicketsHead frame={list} isBoard={false} />
        <Results list={list} role={person.role} />
        <TicketDialog />
      </div>
    </PanelPage>
  );
}

/** Brought up to date, with the figures, when some ticket has changed. */
function Results({ list, role }: { list: TicketList; role: Role }): JSX.Element {
  const { state, tickets, total, most, view } = list;
  return (
    <div
      id={RESULTS_ID}
      data-keeps-selection
      hx-get={listPath(state, { page: state.page })}
      hx-select={`#${RESULTS_ID}`}
      hx-select-oob={`#${STRIP_ID}`}
      hx-swap="outerMorph"
      hx-sync="this:replace"
      hx-trigger="panel:tickets from:body throttle:2s, panel:back from:body"
    >
      {tickets.length === 0 ? (
        <NoTickets state={state} view={view} />
      ) : (
        <>
          <BulkForm
            action={`${TICKETS_PATH}/bulk`}
            actions={<BulkActions colleagues={list.colleagues} role={role} view={view} />}
            language={view.language}
          >
            <TicketTable tickets={tickets} state={state} view={view} />
          </BulkForm>
          <Pagination
            from={(state.page - 1) * PAGE_ROWS + 1}
            to={(state.page - 1) * PAGE_ROWS + tickets.length}
            total={Math.min(total, most)}
            isMore={total > most}
            previousPath={state.page > 1 ? listPath(state, { page: state.page - 1 }) : null}
            nextPath={state.page * PAGE_ROWS < Math.min(total, most) ? listPath(state, { page: state.page + 1 }) : null}
            language={view.language}
          />
        </>
      )}
    </div>
  );
}

function NoTickets({ state, view }: { state: TicketListState; view: View }): JSX.Element {
  const texts = ticketTexts[view.language];
  const isEmptied = isNarrowed(state) || state.page > 1;
  const { title, text } = texts.empty[isEmptied ? 'filtered' : 'none'];
  const action = isEmptied ? (
    <Button label={texts.clearFilters} href={TICKETS_PATH} />
  ) : (
    <Button label={texts.create} icon="plus" kind="primary" href={newTicketPath()} />
  );
  return <EmptyState icon="tickets" title={title} text={text} action={action} />;
}

interface TicketTableProps {
  tickets: Ticket[];
  state: TicketListState;
  view: View;
}

function TicketTable({ tickets, state, view }: TicketTableProps): JSX.Element {
  const { language } = view;
  const texts = ticketTexts[language];
  const sorting = (by: 'created' | 'urgency' | 'due') => ({
    sortPath: listPath(state, { order: nextOrder(by, state.order) }),
    ...(state.order.by === by && { sorted: state.order.isReversed ? ('descending' as const) : ('ascending' as const) }),
  });
  return (
    <DataTable
      caption={texts.title}
      language={language}
      rows={tickets}
      rowId={({ reference }) => rowId(reference)}
      selection={{ value: ({ reference }) => reference, label: ({ reference }) => texts.select(reference) }}
      columns={[
        { label: texts.columns.ticket, cell: (ticket) => <TicketName ticket={ticket} state={state} view={view} /> },
        { label: texts.columns.status, cell: ({ status }) => <TicketChip status={status} language={language} /> },
        {
          label: texts.columns.priority,
          cell: ({ priority }) => <PriorityChip priority={priority} language={language} />,
          ...sorting('urgency'),
        },
        { label: texts.columns.due, cell: (ticket) => <TicketClock of={ticket} view={view} />, ...sorting('due') },
        {
          label: texts.columns.category,
          cell: ({ category }) => <span safe>{categoryName(category, language)}</span>,
        },
        {
          label: texts.columns.assignee,
          cell: ({ assigneeName }) => <AssigneeName name={assigneeName} view={view} />,
        },
        {
          label: texts.columns.created,
          cell: ({ createdAt }) => <Moment date={createdAt} view={view} style="when" />,
          isNumber: true,
          ...sorting('created'),
        },
      ]}
    />
  );
}

function TicketName({ ticket, state, view }: { ticket: Ticket; state: TicketListState; view: View }): JSX.Element {
  return (
    <div class="ticket-name">
      <a href={ticketPath(ticket.reference, state)} safe>
        {ticket.subject}
      </a>
      <p>
        <span class="reference" safe>
          {ticket.reference}
        </span>
        {ticket.customerName ? <span safe>{ticket.customerName}</span> : ''}
        {ticket.complaintNumber ? <Chip label={ticketTexts[view.language].complaint} tone="amber" /> : ''}
      </p>
    </div>
  );
}

function AssigneeName({ name, view }: { name: string | null; view: View }): JSX.Element {
  if (name) return <span safe>{name}</span>;
  return (
    <span class="muted" safe>
      {ticketTexts[view.language].nobody}
    </span>
  );
}

/** The nearest of the clocks that run. */
export function TicketClock({ of: ticket, view }: { of: Ticket; view: View }): JSX.Element {
  if (!ticket.slaDueAt) return <span aria-hidden="true">–</span>;
  return (
    <SlaChip
      dueAt={ticket.slaDueAt}
      isBreached={ticket.slaDueAt <= view.now}
      isWarned={ticket.slaWarnedAt !== null}
      view={view}
    />
  );
}

interface BulkActionsProps {
  colleagues: Colleague[];
  role: Role;
  view: View;
}

/** What can be done with all that is selected; the answer says what became of each. */
function BulkActions({ colleagues, view }: BulkActionsProps): JSX.Element {
  const texts = ticketTexts[view.language];
  const words = panelTexts[view.language];
  const people = colleagues.map(({ id, name }) => ({
    value: String(id),
    label: colleagues.length > 1 ? name : texts.detail.take,
  }));
  return (
    <>
      <Menu id="bulk-assign" label={texts.bulk.assign}>
        <>
          {[...people, { value: '', label: texts.nobody }].map(({ value, label }) => (
            <BulkItem name="assignee" value={value} label={label} />
          ))}
        </>
      </Menu>
      <Menu id="bulk-status" label={texts.bulk.status}>
        <>
          {TICKET_STATUSES.map((value) => (
            <BulkItem name="status" value={value} label={words.ticketStatus[value] ?? value} />
          ))}
        </>
      </Menu>
      <Menu id="bulk-priority" label={texts.bulk.priority}>
        <>
          {[...PRIORITIES].reverse().map((value) => (
            <BulkItem name="priority" value={value} label={words.priority[value] ?? value} />
          ))}
        </>
      </Menu>
    </>
  );
}

function BulkItem({ name, value, label }: { name: string; value: string; label: string }): JSX.Element {
  return (
    <button
      type="submit"
      class="menu-item"
      name={name}
      value={value}
      hx-post={`${TICKETS_PATH}/bulk`}
      hx-swap="none"
      safe
    >
      {label}
    </button>
  );
}
