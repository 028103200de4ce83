import type { InboxRow } from '../../src/features/conversations/model.ts';
import type { Ticket } from '../../src/features/tickets/model.ts';
import { PriorityChip } from '../components/chips.tsx';
import { Icon } from '../components/icons.tsx';
import { Moment } from '../components/moment.tsx';
import { panelTexts } from '../texts/panel-texts.ts';
import type { View } from '../view.ts';
import { customerCardId } from './ids.ts';

interface CustomerCardProps {
  row: InboxRow;
  /** The one that is worked on. */
  ticket: Ticket | null;
  view: View;
}

/** Who the customer is, how sure that is, and what is open with them. */
export function CustomerCard({ row, ticket, view }: CustomerCardProps): JSX.Element {
  const texts = panelTexts[view.language].customer;
  const reason = row.handoffReason ? (texts.reasons[row.handoffReason] ?? row.handoffReason) : null;
  return (
    <aside class="customer" id={customerCardId(row.id)} aria-label={texts.title}>
      <dl>
        {row.visitorEmail ? <Fact label={texts.email} value={row.visitorEmail} /> : ''}
        <Identity row={row} view={view} />
        <Fact label={texts.language} value={texts.languages[row.language]} />
        <TicketFact ticket={ticket} view={view} />
        {reason ? <Fact label={texts.reason} value={reason} /> : ''}
        <Fact label={texts.assignee} value={row.assigneeName ?? texts.noAssignee} />
        <div>
          <dt safe>{texts.started}</dt>
          <dd>
            <Moment date={row.createdAt} view={view} style="full" />
          </dd>
        </div>
      </dl>
    </aside>
  );
}

function Fact({ label, value }: { label: string; value: string }): JSX.Element {
  return (
    <div>
      <dt safe>{label}</dt>
      <dd safe>{value}</dd>
    </div>
  );
}

function Identity({ row, view }: { row: InboxRow; view: View }): JSX.Element {
  const texts = panelTexts[view.language].customer;
  const level = texts.levels[row.identityLevel] ?? texts.levels[0];
  return (
    <div>
      <dt safe>{texts.identity}</dt>
      <dd class={[row.identityLevel > 0 && 'verified']}>
        {row.identityLevel > 0 ? <Icon name="shield" /> : ''}
        <span safe>{level}</span>
      </dd>
    </div>
  );
}

function TicketFact({ ticket, view }: { ticket: Ticket | null; view: View }): JSX.Element {
  const texts = panelTexts[view.language];
  if (!ticket) return <Fact label={texts.customer.ticket} value={texts.customer.noTicket} />;
  return (
    <div>
      <dt safe>{texts.customer.ticket}</dt>
      <dd>
        <span class="reference" safe>
          {ticket.reference}
        </span>{' '}
        <span safe>{texts.ticketStatus[ticket.status] ?? ticket.status}</span>{' '}
        <PriorityChip priority={ticket.priority} language={view.language} />
      </dd>
    </div>
  );
}
