import { may } from '../../src/features/auth/model.ts';
import { pathIn } from '../../src/features/panel/model.ts';
import { isWorkedOn } from '../../src/features/tickets/model.ts';
import { formatPhone } from '../../src/lib/format.ts';
import { Avatar } from '../components/avatar.tsx';
import { Chip, TicketChip } from '../components/chips.tsx';
import { Email } from '../components/email.tsx';
import { panelTexts } from '../texts/panel-texts.ts';
import { ticketTexts } from '../texts/ticket-texts.ts';
import { Fact } from './fact.tsx';
import { newTicketPath, ticketPath } from './paths.ts';
import type { TicketSight } from './ticket-page.tsx';

/** Who the customer is, and how sure that is. */
export function CustomerFacts({ sight: { opened, role, view } }: { sight: TicketSight }): JSX.Element {
  const { customer, chat, ticket } = opened;
  const texts = ticketTexts[view.language].customer;
  const words = panelTexts[view.language].customer;
  const level = typeof chat === 'string' ? 0 : chat.identityLevel;
  const path = customer.id === null ? null : pathIn(role, 'customers', customer.id);
  const conversation = typeof chat === 'string' || isWorkedOn(ticket.status) ? null : chat.id;
  const origin = customer.id !== null ? { customer: customer.id } : conversation === null ? null : { conversation };
  return (
    <section class="sheet" aria-labelledby="ticket-customer-title">
      <h2 id="ticket-customer-title" safe>
        {texts.title}
      </h2>
      <p class="ticket-customer-name">
        <Avatar name={customer.name} isVerified={level > 0} />
        <span safe>{customer.name ?? texts.unknown}</span>
      </p>
      <dl class="fact-list">
        {typeof chat === 'string' ? (
          ''
        ) : (
          <Fact label={words.identity}>
            <span class={[level > 0 && 'verified']} safe>
              {words.levels[level] ?? words.levels[0]}
            </span>
          </Fact>
        )}
        {customer.email ? (
          <Fact label={texts.email}>
            <Email text={customer.email} />
          </Fact>
        ) : (
          ''
        )}
        {customer.phone ? (
          <Fact label={texts.phone}>
            <span safe>{formatPhone(customer.phone)}</span>
          </Fact>
        ) : (
          ''
        )}
      </dl>
      <p class="ticket-customer-links">
        {path ? (
          <a href={path} safe>
            {texts.profile}
          </a>
        ) : (
          ''
        )}
        {origin && may(role, 'ticket.create') ? (
          <a href={newTicketPath(origin)} safe>
            {texts.newTicket}
          </a>
        ) : (
          ''
        )}
      </p>
    </section>
  );
}

/** Their other tickets, and duplicates of this one. */
export function RelatedTickets({ sight: { opened, view } }: { sight: TicketSight }): JSX.Element {
  const { related, ticket } = opened;
  const texts = ticketTexts[view.language].related;
  return (
    <section class="sheet" aria-labelledby="ticket-related-title">
      <h2 id="ticket-related-title" safe>
        {texts.title}
      </h2>
      {related.length === 0 ? (
        <p class="muted" safe>
          {texts.none}
        </p>
      ) : (
        <ul class="related">
          {related.map((one) => (
            <li>
              <a href={ticketPath(one.reference)} safe>
                {one.subject}
              </a>
              <p>
                <span class="reference" safe>
                  {one.reference}
                </span>
                {one.mergedInto === ticket.reference ? (
                  <Chip label={texts.duplicate} />
                ) : (
                  <TicketChip status={one.status} language={view.language} />
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
