import { PRIORITIES, type Ticket } from '../../src/features/tickets/model.ts';
import { Button } from '../components/button.tsx';
import { Chip, PriorityChip, TicketChip } from '../components/chips.tsx';
import { Menu } from '../components/menu.tsx';
import { Moment } from '../components/moment.tsx';
import { panelTexts } from '../texts/panel-texts.ts';
import { ticketTexts } from '../texts/ticket-texts.ts';
import type { View } from '../view.ts';
import { Fact } from './fact.tsx';
import { categoryName } from './frame.tsx';
import { DIALOG_BODY_ID, FACTS_ID } from './ids.ts';
import { MoveButton } from './move-form.tsx';
import { actionPath } from './paths.ts';
import { movesOf } from './ticket-board-page.tsx';
import { TicketClocks } from './ticket-clocks.tsx';
import { CustomerFacts, RelatedTickets } from './ticket-customer.tsx';
import type { TicketSight } from './ticket-page.tsx';

/** What is set of the ticket and can be changed, its clocks, its customer and their other tickets. */
export function TicketFacts({ sight }: { sight: TicketSight }): JSX.Element {
  const { view, opened } = sight;
  const texts = ticketTexts[view.language];
  return (
    <aside class="ticket-facts" id={FACTS_ID} aria-label={texts.detail.facts}>
      <section class="sheet" aria-labelledby="ticket-facts-title">
        <header class="sheet-head">
          <h2 id="ticket-facts-title" safe>
            {texts.detail.facts}
          </h2>
          {isLocked(opened.ticket) ? '' : <EditButton ticket={opened.ticket} view={view} />}
        </header>
        <Settings sight={sight} />
      </section>
      <TicketClocks of={opened.ticket} view={view} />
      <CustomerFacts sight={sight} />
      <RelatedTickets sight={sight} />
    </aside>
  );
}

/** Nothing of it is set any more before it is opened again. */
const isLocked = ({ status, mergedInto }: Ticket): boolean => status === 'CLOSED' || mergedInto !== null;

function EditButton({ ticket, view }: { ticket: Ticket; view: View }): JSX.Element {
  return (
    <Button
      label={ticketTexts[view.language].detail.edit}
      kind="quiet"
      attributes={{
        'hx-get': actionPath(ticket.reference, 'edit'),
        'hx-target': `#${DIALOG_BODY_ID}`,
        'hx-swap': 'innerHTML',
      }}
    />
  );
}

function Settings({ sight }: { sight: TicketSight }): JSX.Element {
  const { view, opened } = sight;
  const { ticket } = opened;
  const { language } = view;
  const { columns, detail } = ticketTexts[language];
  return (
    <dl class="fact-list">
      <StatusFact sight={sight} />
      <PriorityFact sight={sight} />
      <AssigneeFact sight={sight} />
      <Fact label={columns.category}>
        <span safe>{categoryName(ticket.category, language)}</span>
      </Fact>
      <Fact label={detail.tags}>
        <>
          {ticket.tags.length > 0 ? (
            <span class="fact-tags">
              {ticket.tags.map((tag) => (
                <Chip label={tag} />
              ))}
            </span>
          ) : (
            <span class="muted" safe>
              {detail.noTags}
            </span>
          )}
        </>
      </Fact>
      {ticket.complaintNumber ? (
        <Fact label={detail.complaintNumber}>
          <span class="reference" safe>
            {ticket.complaintNumber}
          </span>
        </Fact>
      ) : (
        ''
      )}
      {ticket.resolutionNotes ? (
        <Fact label={detail.notes} isLong>
          <span class="fact-text" safe>
            {ticket.resolutionNotes}
          </span>
        </Fact>
      ) : (
        ''
      )}
      <DateFact label={detail.created} date={ticket.createdAt} view={view} />
      <DateFact label={detail.updated} date={ticket.updatedAt} view={view} />
      <DateFact label={detail.resolved} date={ticket.resolvedAt} view={view} />
    </dl>
  );
}

function StatusFact({ sight: { opened, role, view } }: { sight: TicketSight }): JSX.Element {
  const { ticket } = opened;
  const texts = ticketTexts[view.language];
  const goals = movesOf(ticket, role);
  return (
    <Fact label={texts.columns.status}>
      <>
        <TicketChip status={ticket.status} language={view.language} />
        {goals.length > 0 ? (
          <Menu id="set-status" label={texts.detail.change(texts.columns.status)} icon="chevron" isIconOnly>
            <>
              {goals.map((to) => (
                <MoveButton
                  of={ticket}
                  to={to}
                  className="menu-item"
                  label={panelTexts[view.language].ticketStatus[to] ?? to}
                  view={view}
                />
              ))}
            </>
          </Menu>
        ) : (
          ''
        )}
      </>
    </Fact>
  );
}

function PriorityFact({ sight: { opened, view } }: { sight: TicketSight }): JSX.Element {
  const { ticket } = opened;
  const texts = ticketTexts[view.language];
  const names = panelTexts[view.language].priority;
  const others = [...PRIORITIES].reverse().filter((priority) => priority !== ticket.priority);
  return (
    <Fact label={texts.columns.priority}>
      <>
        <PriorityChip priority={ticket.priority} language={view.language} />
        {isLocked(ticket) ? (
          ''
        ) : (
          <Menu id="set-priority" label={texts.detail.change(texts.columns.priority)} icon="chevron" isIconOnly>
            <>
              {others.map((priority) => (
                <SetItem ticket={ticket} name="priority" value={priority} label={names[priority] ?? priority} />
              ))}
            </>
          </Menu>
        )}
      </>
    </Fact>
  );
}

function AssigneeFact({ sight: { opened, colleagues, callerId, view } }: { sight: TicketSight }): JSX.Element {
  const { ticket } = opened;
  const texts = ticketTexts[view.language];
  const others = colleagues.filter(({ id }) => id !== ticket.assigneeId);
  return (
    <Fact label={texts.columns.assignee}>
      <>
        <span class={[ticket.assigneeName === null && 'muted']} safe>
          {ticket.assigneeName ?? texts.nobody}
        </span>
        {isLocked(ticket) ? (
          ''
        ) : (
          <Menu id="set-assignee" label={texts.detail.change(texts.columns.assignee)} icon="chevron" isIconOnly>
            <>
              {others.map(({ id, name }) => (
                <SetItem
                  ticket={ticket}
                  name="assignee"
                  value={String(id)}
                  label={id === callerId ? `${name} (${texts.me.toLowerCase()})` : name}
                />
              ))}
              {ticket.assigneeId === null ? (
                ''
              ) : (
                <SetItem ticket={ticket} name="assignee" value="" label={texts.detail.release} />
              )}
            </>
          </Menu>
        )}
      </>
    </Fact>
  );
}

interface SetItemProps {
  ticket: Ticket;
  name: 'priority' | 'assignee';
  value: string;
  label: string;
}

function SetItem({ ticket, name, value, label }: SetItemProps): JSX.Element {
  return (
    <button
      type="button"
      class="menu-item"
      name={name}
      value={value}
      hx-post={actionPath(ticket.reference, 'change')}
      hx-swap="none"
      safe
    >
      {label}
    </button>
  );
}

function DateFact({ label, date, view }: { label: string; date: Date | null; view: View }): JSX.Element {
  if (!date) return '';
  return (
    <Fact label={label}>
      <Moment date={date} view={view} style="full" />
    </Fact>
  );
}
