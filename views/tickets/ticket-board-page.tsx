import { may } from '../../src/features/auth/model.ts';
import { TICKET_STATUSES, type Ticket, type TicketStatus, TRANSITIONS } from '../../src/features/tickets/model.ts';
import type { Role } from '../../src/features/users/model.ts';
import { Chip, PriorityChip } from '../components/chips.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Menu } from '../components/menu.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import { panelTexts } from '../texts/panel-texts.ts';
import { ticketTexts } from '../texts/ticket-texts.ts';
import type { View } from '../view.ts';
import { boundedCount, TicketDialog, type TicketsFrame, TicketsHead } from './frame.tsx';
import { BOARD_ID, rowId, STRIP_ID } from './ids.ts';
import { MoveButton } from './move-form.tsx';
import { boardPath, isNarrowed, listPath, type TicketListState, ticketPath } from './paths.ts';
import { TicketClock } from './ticket-list-page.tsx';

export interface TicketBoard extends TicketsFrame {
  columns: { status: TicketStatus; tickets: Ticket[]; total: number }[];
}

interface TicketBoardPageProps {
  board: TicketBoard;
  person: Person;
  files: PageFiles;
}

/** The tickets by status, beside each other; a card goes to another column by the pointer or by its menu. */
export function TicketBoardPage({ board, person, files }: TicketBoardPageProps): JSX.Element {
  const texts = ticketTexts[board.view.language];
  return (
    <PanelPage title={texts.board} section="tickets" person={person} files={files}>
      <div class="page page-wide">
        <TicketsHead frame={board} isBoard />
        <p class="board-hint" id="board-hint" safe>
          {texts.move.hint}
        </p>
        <Board board={board} role={person.role} />
        <TicketDialog />
      </div>
    </PanelPage>
  );
}

function Board({ board, role }: { board: TicketBoard; role: Role }): JSX.Element {
  const { state, columns } = board;
  return (
    <div
      id={BOARD_ID}
      class="board"
      data-board
      hx-get={boardPath(state)}
      hx-select={`#${BOARD_ID}`}
      hx-select-oob={`#${STRIP_ID}`}
      hx-swap="outerMorph"
      hx-sync="this:replace"
      hx-trigger="panel:tickets from:body throttle:2s, panel:back from:body"
    >
      {columns.map((column) => (
        <Column column={column} board={board} role={role} />
      ))}
    </div>
  );
}

interface ColumnProps {
  column: TicketBoard['columns'][number];
  board: TicketBoard;
  role: Role;
}

function Column({ column: { status, tickets, total }, board, role }: ColumnProps): JSX.Element {
  const { state, most, view } = board;
  const texts = ticketTexts[view.language];
  const name = panelTexts[view.language].ticketStatus[status] ?? status;
  const count = boundedCount(total, most, view.language);
  return (
    <section class="column" aria-labelledby={`column-${status}`} data-column={status}>
      <h2 id={`column-${status}`}>
        <span safe>{name}</span>
        <span class="count" safe>
          {count}
        </span>
      </h2>
      {tickets.length === 0 ? (
        <NothingInColumn state={state} view={view} />
      ) : (
        <ul>
          {tickets.map((ticket) => (
            <Card ticket={ticket} state={state} role={role} view={view} />
          ))}
        </ul>
      )}
      {total > tickets.length ? (
        <p class="column-more">
          <a href={listPath(state, { status })} safe>
            {texts.move.more(count)}
          </a>
        </p>
      ) : (
        ''
      )}
    </section>
  );
}

function NothingInColumn({ state, view }: { state: TicketListState; view: View }): JSX.Element {
  const { empty } = ticketTexts[view.language];
  const { title, text } = isNarrowed(state) ? empty.filtered : empty.column;
  return <EmptyState icon="tickets" title={title} text={text} />;
}

interface CardProps {
  ticket: Ticket;
  state: TicketListState;
  role: Role;
  view: View;
}

function Card({ ticket, state, role, view }: CardProps): JSX.Element {
  const texts = ticketTexts[view.language];
  const { reference } = ticket;
  const goals = movesOf(ticket, role);
  return (
    <li
      id={rowId(reference)}
      class="ticket-card"
      draggable={goals.length > 0 ? 'true' : 'false'}
      data-ticket={reference}
      data-goals={goals.join(' ')}
    >
      <div class="ticket-card-head">
        <span class="reference" safe>
          {reference}
        </span>
        {goals.length > 0 ? (
          <Menu id={`move-${reference}`} label={texts.move.menu(reference)} icon="dots" isIconOnly>
            <>
              {goals.map((to) => (
                <MoveButton of={ticket} to={to} className="menu-item" view={view} />
              ))}
            </>
          </Menu>
        ) : (
          ''
        )}
      </div>
      <a class="ticket-card-name" href={ticketPath(reference, state)} draggable="false" safe>
        {ticket.subject}
      </a>
      <p class="ticket-card-who">
        <span safe>{ticket.customerName ?? texts.customer.unknown}</span>
        <span class="muted" safe>
          {ticket.assigneeName ?? texts.nobody}
        </span>
      </p>
      <p class="ticket-card-chips">
        <PriorityChip priority={ticket.priority} language={view.language} />
        {ticket.slaDueAt ? <TicketClock of={ticket} view={view} /> : ''}
        {ticket.complaintNumber ? <Chip label={texts.complaint} tone="amber" /> : ''}
      </p>
    </li>
  );
}

/** Where this person may move it to. */
export function movesOf({ status, mergedInto }: Ticket, role: Role): TicketStatus[] {
  if (mergedInto || (status === 'CLOSED' && !may(role, 'ticket.reopen.closed'))) return [];
  return TICKET_STATUSES.filter((to) => TRANSITIONS[status].includes(to));
}
