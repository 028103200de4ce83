import type { Profile } from '../../src/features/customers/model.ts';
import { pathIn } from '../../src/features/panel/model.ts';
import type { Role } from '../../src/features/users/model.ts';
import { StatusChip, TicketChip } from '../components/chips.tsx';
import { Moment } from '../components/moment.tsx';
import { ticketPath } from '../tickets/paths.ts';
import type { View } from '../view.ts';
import { customerTexts } from './customer-texts.ts';

interface WorkProps {
  profile: Profile;
  role: Role;
  view: View;
}

/** The newest of their conversations that the reader may see. */
export function ProfileConversations({ profile: { conversations }, role, view }: WorkProps): JSX.Element {
  const { profile: texts } = customerTexts[view.language];
  return (
    <section class="panel-card" aria-labelledby="customer-conversations">
      <h2 id="customer-conversations" safe>
        {texts.conversations}
      </h2>
      {conversations.length === 0 ? (
        <p safe>{texts.noConversations}</p>
      ) : (
        <ul class="plain-list">
          {conversations.map(({ id, status, lastText, updatedAt }) => (
            <li>
              <a class="one-line" href={pathIn(role, 'inbox', id) ?? '/panel'} safe>
                {lastText.replaceAll('*', '') || id}
              </a>
              <span class="row-end">
                <StatusChip status={status} language={view.language} />
                <Moment date={updatedAt} view={view} style="when" />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The newest of their tickets that the reader may see. */
export function ProfileTickets({ profile: { tickets }, view }: WorkProps): JSX.Element {
  const { profile: texts } = customerTexts[view.language];
  return (
    <section class="panel-card" aria-labelledby="customer-tickets">
      <h2 id="customer-tickets" safe>
        {texts.tickets}
      </h2>
      {tickets.length === 0 ? (
        <p safe>{texts.noTickets}</p>
      ) : (
        <ul class="plain-list">
          {tickets.map(({ reference, subject, status, createdAt }) => (
            <li>
              <a class="one-line" href={ticketPath(reference)} safe>
                {subject}
              </a>
              <span class="row-end">
                <TicketChip status={status} language={view.language} />
                <Moment date={createdAt} view={view} style="when" />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
