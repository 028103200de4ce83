import { may } from '../../src/features/auth/model.ts';
import { mayHere, type Side } from '../../src/features/inbox/model.ts';
import { isWorkedOn, PRIORITIES, type Ticket } from '../../src/features/tickets/model.ts';
import { Button } from '../components/button.tsx';
import { Chip, PriorityChip, SlaChip, TicketChip } from '../components/chips.tsx';
import { inboxTexts } from '../texts/inbox-texts.ts';
import { panelTexts } from '../texts/panel-texts.ts';
import type { View } from '../view.ts';
import { type FormProblem, postToSide } from './side-identity.tsx';

interface WorkProps {
  side: Side;
  /** Whether the reader may change tags and priority. */
  mayWork: boolean;
  problem: FormProblem | null;
  view: View;
}

/** Priority and tags, to be changed in place. */
export function WorkSection({ side: { row }, mayWork, problem, view }: WorkProps): JSX.Element {
  const texts = inboxTexts[view.language].side;
  const wrong = problem?.form === 'tags' ? problem : null;
  return (
    <section class="side-section">
      <h3 safe>{texts.work}</h3>
      {mayWork ? (
        <>
          <Priority row={row} view={view} />
          <form class="side-form" {...postToSide(row.id, 'tags')} novalidate>
            <label for="side-tags" safe>
              {texts.tags}
            </label>
            <div class="side-inline">
              <input
                id="side-tags"
                name="tags"
                value={wrong?.value ?? row.tags.join(', ')}
                maxlength="1000"
                autocomplete="off"
                aria-describedby="side-tags-hint"
                {...(wrong && { 'aria-invalid': 'true' })}
              />
              <Button label={texts.save} type="submit" />
            </div>
            <p id="side-tags-hint" class={wrong ? 'field-error' : 'hint'} safe>
              {wrong?.text ?? texts.tagsHint}
            </p>
          </form>
        </>
      ) : (
        <p class="side-chips">
          <PriorityChip priority={row.urgency} language={view.language} />
          {row.tags.map((tag) => (
            <Chip label={tag} />
          ))}
        </p>
      )}
    </section>
  );
}

function Priority({ row, view }: { row: Side['row']; view: View }): JSX.Element {
  const { priority } = panelTexts[view.language];
  return (
    <form class="side-priority" {...postToSide(row.id, 'priority')} hx-trigger="change">
      <label for="side-priority" safe>
        {inboxTexts[view.language].filters.priority}
      </label>
      <select id="side-priority" name="priority">
        {[...PRIORITIES].reverse().map((one) => (
          <option value={one} selected={one === row.urgency} safe>
            {priority[one] ?? one}
          </option>
        ))}
      </select>
    </form>
  );
}

interface TicketsProps {
  side: Side;
  problem: FormProblem | null;
  view: View;
}

/** The customer's tickets; one of this conversation is opened from here. */
export function TicketsSection({ side, problem, view }: TicketsProps): JSX.Element {
  const texts = inboxTexts[view.language].side;
  const { row, tickets } = side;
  const hasOpen = tickets.some((ticket) => ticket.conversationId === row.id && isWorkedOn(ticket.status));
  return (
    <section class="side-section">
      <h3 safe>{texts.tickets}</h3>
      {tickets.length === 0 ? (
        <p class="hint" safe>
          {panelTexts[view.language].customer.noTicket}
        </p>
      ) : (
        ''
      )}
      <ul class="side-list">
        {tickets.map((ticket) => (
          <li>
            <TicketLine ticket={ticket} side={side} view={view} />
          </li>
        ))}
      </ul>
      {!hasOpen && mayHere(side, 'ticket.create') ? (
        <NewTicket side={side} problem={problem?.form === 'ticket' ? problem : null} view={view} />
      ) : (
        ''
      )}
    </section>
  );
}

function TicketLine({ ticket, side, view }: { ticket: Ticket; side: Side; view: View }): JSX.Element {
  const path = may(side.person.role, 'ticket.read')
    ? `/panel/tickets/${encodeURIComponent(ticket.reference)}`
    : undefined;
  return (
    <a class="side-item" href={path}>
      <span class="side-line" safe>
        {ticket.subject}
      </span>
      <span class="side-meta">
        <span class="reference" safe>
          {ticket.reference}
        </span>
        <TicketChip status={ticket.status} language={view.language} />
        {ticket.priority === 'MEDIUM' ? '' : <PriorityChip priority={ticket.priority} language={view.language} />}
        {isWorkedOn(ticket.status) ? (
          <SlaChip
            dueAt={ticket.slaDueAt}
            isBreached={ticket.slaBreached}
            isWarned={ticket.slaWarnedAt !== null}
            view={view}
          />
        ) : (
          ''
        )}
      </span>
    </a>
  );
}

function NewTicket({ side: { row }, problem, view }: TicketsProps): JSX.Element {
  const texts = inboxTexts[view.language].side;
  const { priority } = panelTexts[view.language];
  return (
    <details class="side-more" id={`new-ticket-${row.id}`} open={problem !== null}>
      <summary safe>{texts.openTicket}</summary>
      <form class="side-form" {...postToSide(row.id, 'ticket')} novalidate>
        <label for="ticket-subject" safe>
          {texts.subject}
        </label>
        <input
          id="ticket-subject"
          name="subject"
          value={problem?.value ?? ''}
          maxlength="200"
          autocomplete="off"
          {...(problem && { 'aria-invalid': 'true', 'aria-describedby': 'ticket-error' })}
        />
        {problem ? (
          <p class="field-error" id="ticket-error" safe>
            {problem.text}
          </p>
        ) : (
          ''
        )}
        <label for="ticket-category" safe>
          {texts.category}
        </label>
        <select id="ticket-category" name="category">
          {Object.entries(texts.categories).map(([value, label]) => (
            <option value={value} safe>
              {label}
            </option>
          ))}
        </select>
        <label for="ticket-priority" safe>
          {inboxTexts[view.language].filters.priority}
        </label>
        <select id="ticket-priority" name="priority">
          {[...PRIORITIES].reverse().map((one) => (
            <option value={one} selected={one === row.urgency} safe>
              {priority[one] ?? one}
            </option>
          ))}
        </select>
        <Button label={texts.openTicket} kind="primary" type="submit" />
      </form>
    </details>
  );
}
