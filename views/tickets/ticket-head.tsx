import { may } from '../../src/features/auth/model.ts';
import { isWorkedOn } from '../../src/features/tickets/model.ts';
import { Button } from '../components/button.tsx';
import { Chip, PriorityChip, TicketChip } from '../components/chips.tsx';
import { Icon } from '../components/icons.tsx';
import { Menu } from '../components/menu.tsx';
import { shortcutFor, tooltipOf } from '../components/shortcut.ts';
import { shellTexts } from '../texts/shell-texts.ts';
import { ticketTexts } from '../texts/ticket-texts.ts';
import { DIALOG_BODY_ID, HEAD_ID } from './ids.ts';
import { MoveButton } from './move-form.tsx';
import { actionPath, listPath, ticketPath } from './paths.ts';
import { movesOf } from './ticket-board-page.tsx';
import { TicketClock } from './ticket-list-page.tsx';
import type { TicketSight } from './ticket-page.tsx';

/** What the ticket is, how it stands, and what can be done with it. */
export function TicketHead({ sight }: { sight: TicketSight }): JSX.Element {
  const { opened, state, view } = sight;
  const { ticket } = opened;
  const texts = ticketTexts[view.language];
  const { back } = shellTexts[view.language];
  return (
    <header class="ticket-head" id={HEAD_ID}>
      <a class="page-back" href={listPath(state, { page: state.page })} aria-label={back} title={back}>
        <Icon name="back" />
      </a>
      <div class="ticket-title">
        <p class="ticket-chips">
          <span class="reference" safe>
            {ticket.reference}
          </span>
          <TicketChip status={ticket.status} language={view.language} />
          <PriorityChip priority={ticket.priority} language={view.language} />
          {ticket.complaintNumber ? <Chip label={`${texts.complaint} ${ticket.complaintNumber}`} tone="amber" /> : ''}
          {ticket.slaDueAt ? <TicketClock of={ticket} view={view} /> : ''}
        </p>
        <h1 safe>{ticket.subject}</h1>
        {ticket.mergedInto ? (
          <p class="ticket-merged">
            <Icon name="link" />
            <a href={ticketPath(ticket.mergedInto)} safe>
              {texts.detail.mergedInto(ticket.mergedInto)}
            </a>
          </p>
        ) : (
          ''
        )}
      </div>
      <div class="page-actions">
        <Neighbours sight={sight} />
        <Actions sight={sight} />
      </div>
    </header>
  );
}

function Neighbours({ sight: { opened, state, view } }: { sight: TicketSight }): JSX.Element {
  const { previous, next } = opened.neighbours;
  const texts = ticketTexts[view.language].detail;
  return (
    <div class="ticket-beside">
      <Neighbour reference={previous} label={texts.previous} icon="back" shortcut="alt+k" state={state} />
      <Neighbour reference={next} label={texts.next} icon="next" shortcut="alt+j" state={state} />
    </div>
  );
}

interface NeighbourProps {
  reference: string | null;
  label: string;
  icon: 'back' | 'next';
  shortcut: 'alt+j' | 'alt+k';
  state: TicketSight['state'];
}

/** What leads nowhere keeps its place, so that the other does not move under the pointer. */
function Neighbour({ reference, label, icon, shortcut, state }: NeighbourProps): JSX.Element {
  if (reference === null) {
    return (
      <span class="button button-quiet button-icon is-off" aria-hidden="true">
        <Icon name={icon} />
      </span>
    );
  }
  return (
    <a
      class="button button-quiet button-icon"
      href={ticketPath(reference, state)}
      aria-label={label}
      title={tooltipOf(label, shortcut)}
      {...shortcutFor(shortcut)}
    >
      <Icon name={icon} />
    </a>
  );
}

function Actions({ sight }: { sight: TicketSight }): JSX.Element {
  const { opened, callerId, role, view } = sight;
  const { ticket } = opened;
  const texts = ticketTexts[view.language].detail;
  const moves = movesOf(ticket, role);
  if (ticket.mergedInto) return '';
  const isOpen = isWorkedOn(ticket.status);
  const isMine = ticket.assigneeId === callerId;
  const canReopen = !isOpen && moves.includes('OPEN');
  return (
    <>
      {isOpen || ticket.status === 'RESOLVED' || canReopen ? <MoreActions sight={sight} /> : ''}
      {isOpen && !isMine ? (
        <Button
          label={texts.take}
          kind="plain"
          icon="person"
          attributes={{
            name: 'assignee',
            value: String(callerId),
            'hx-post': actionPath(ticket.reference, 'change'),
            'hx-swap': 'none',
          }}
        />
      ) : (
        ''
      )}
      {isOpen ? (
        <MoveButton
          of={ticket}
          to="RESOLVED"
          className="button button-primary"
          label={texts.resolve}
          shortcut="alt+e"
          view={view}
        />
      ) : (
        ''
      )}
      {canReopen ? (
        <MoveButton of={ticket} to="OPEN" className="button button-plain" label={texts.reopen} view={view} />
      ) : (
        ''
      )}
    </>
  );
}

function MoreActions({ sight: { opened, role, view } }: { sight: TicketSight }): JSX.Element {
  const { ticket } = opened;
  const texts = ticketTexts[view.language].detail;
  const fetched = (action: 'edit' | 'merge') => ({
    'hx-get': actionPath(ticket.reference, action),
    'hx-target': `#${DIALOG_BODY_ID}`,
    'hx-swap': 'innerHTML',
  });
  return (
    <Menu id="ticket-more" label={texts.actions} icon="dots" isIconOnly>
      <>
        <button type="button" class="menu-item" {...fetched('edit')} safe>
          {texts.edit}
        </button>
        {may(role, 'ticket.merge') ? (
          <button type="button" class="menu-item" {...fetched('merge')} safe>
            {texts.merge}
          </button>
        ) : (
          ''
        )}
        {movesOf(ticket, role).includes('CLOSED') ? (
          <MoveButton of={ticket} to="CLOSED" className="menu-item" label={texts.close} view={view} />
        ) : (
          ''
        )}
      </>
    </Menu>
  );
}
