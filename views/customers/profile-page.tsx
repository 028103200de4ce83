import { may } from '../../src/features/auth/model.ts';
import type { Customer, Profile } from '../../src/features/customers/model.ts';
import type { Role } from '../../src/features/users/model.ts';
import { Readers } from '../audit/readers-list.tsx';
import { Avatar } from '../components/avatar.tsx';
import { Button, confirmFirst } from '../components/button.tsx';
import { Chip } from '../components/chips.tsx';
import { DoneNote } from '../components/done-note.tsx';
import { Icon } from '../components/icons.tsx';
import { Menu } from '../components/menu.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import { shellTexts } from '../texts/shell-texts.ts';
import { newTicketPath } from '../tickets/paths.ts';
import type { View } from '../view.ts';
import { type CustomerTexts, customerTexts } from './customer-texts.ts';
import { actionPath, CUSTOMERS_PATH, customerPath } from './paths.ts';
import { ProfileAccounts, ProfileDuplicates, ProfileFactsCard, ProfilePrivacy } from './profile-facts.tsx';
import { ProfileNotes } from './profile-notes.tsx';
import { ProfileTimeline } from './profile-timeline.tsx';
import { ProfileConversations, ProfileTickets } from './profile-work.tsx';

export type ProfileDone = keyof CustomerTexts['done'];

interface ProfilePageProps {
  profile: Profile;
  done: ProfileDone | null;
  person: Person;
  files: PageFiles;
  view: View;
}

const LIVE_ID = 'customer-live';

/** One customer: who they are, what they wrote and were told, and what was noted. Brought up to date when tickets change. */
export function ProfilePage({ profile, done, person, files, view }: ProfilePageProps): JSX.Element {
  const texts = customerTexts[view.language];
  const { customer } = profile;
  return (
    <PanelPage title={customer.fullName} section="customers" person={person} files={files}>
      <div class="page page-wide customer-page">
        <Head customer={customer} role={person.role} view={view} />
        <DoneNote text={done ? texts.done[done] : null} />
        <Notices customer={customer} view={view} />
        <div class="beside">
          <div class="cards">
            <div
              id={LIVE_ID}
              class="cards"
              hx-get={customerPath(customer.id)}
              hx-select={`#${LIVE_ID}`}
              hx-swap="outerMorph"
              hx-sync="this:replace"
              hx-trigger="panel:tickets from:body throttle:2s, panel:back from:body, every 30s"
            >
              <ProfileConversations profile={profile} role={person.role} view={view} />
              <ProfileTickets profile={profile} role={person.role} view={view} />
            </div>
            <ProfileNotes customerId={customer.id} notes={profile.notes} typed="" error={null} view={view} />
            <ProfileTimeline customerId={customer.id} page={profile.timeline} role={person.role} view={view} />
          </div>
          <div class="cards">
            <ProfileFactsCard profile={profile} view={view} />
            <ProfileAccounts customer={customer} role={person.role} view={view} />
            <ProfileDuplicates profile={profile} view={view} />
            <ProfilePrivacy customer={customer} role={person.role} view={view} />
            {may(person.role, 'audit.readers') ? (
              <Readers thing="customer" id={customer.id} language={view.language} />
            ) : (
              ''
            )}
          </div>
        </div>
      </div>
    </PanelPage>
  );
}

interface HeadProps {
  customer: Customer;
  role: Role;
  view: View;
}

function Head({ customer, role, view }: HeadProps): JSX.Element {
  const { language } = view;
  const texts = customerTexts[language];
  return (
    <header class="page-head">
      <a
        class="page-back"
        href={CUSTOMERS_PATH}
        aria-label={shellTexts[language].back}
        title={shellTexts[language].back}
      >
        <Icon name="back" />
      </a>
      <Avatar name={customer.fullName} />
      <div class="page-title">
        <h1 safe>{customer.fullName}</h1>
        <p class="chips">
          <Chip label={texts.types[customer.customerType] ?? customer.customerType} />
          <Chip
            label={texts.statuses[customer.status] ?? customer.status}
            tone={customer.status === 'ACTIVE' ? 'accent' : 'amber'}
          />
          {customer.heldAt ? <Chip label={texts.hold} tone="red" /> : ''}
          {customer.tags.map((tag) => (
            <Chip label={tag} />
          ))}
        </p>
      </div>
      <div class="page-actions">
        <HeadActions customer={customer} role={role} view={view} />
      </div>
    </header>
  );
}

function HeadActions({ customer, role, view }: HeadProps): JSX.Element {
  const { profile: texts, more } = customerTexts[view.language];
  const { id } = customer;
  if (customer.status === 'DELETED') {
    return may(role, 'customer.delete') ? (
      <form method="post" action={actionPath(id, 'restore')}>
        <Button label={texts.restore} kind="primary" type="submit" />
      </form>
    ) : (
      ''
    );
  }
  return (
    <>
      {may(role, 'customer.delete') || may(role, 'customer.merge') ? (
        <Menu id="customer-more" label={more}>
          <>
            {may(role, 'customer.merge') ? (
              <a class="menu-item" href={actionPath(id, 'merge')} safe>
                {texts.merge}
              </a>
            ) : (
              ''
            )}
            {may(role, 'customer.delete') ? (
              <form
                method="post"
                action={actionPath(id, 'delete')}
                {...confirmFirst({ ...texts.confirmDelete(customer.fullName), isDangerous: true })}
              >
                <button type="submit" class="menu-item" safe>
                  {texts.delete}
                </button>
              </form>
            ) : (
              ''
            )}
          </>
        </Menu>
      ) : (
        ''
      )}
      {may(role, 'ticket.create') ? (
        <Button label={texts.newTicket} icon="plus" href={newTicketPath({ customer: id })} />
      ) : (
        ''
      )}
      {may(role, 'customer.update') ? (
        <Button label={texts.edit} kind="primary" href={actionPath(id, 'edit')} shortcut="alt+e" />
      ) : (
        ''
      )}
    </>
  );
}

function Notices({ customer, view }: { customer: Customer; view: View }): JSX.Element {
  const { profile: texts } = customerTexts[view.language];
  return (
    <>
      {customer.status === 'DELETED' ? (
        <p class="notice-line" role="note" safe>
          {texts.deletedNote}
        </p>
      ) : (
        ''
      )}
      {customer.heldAt ? (
        <p class="notice-line is-red" role="note" safe>
          {texts.holdNote(customer.holdReason ?? '', customer.heldByName ?? '')}
        </p>
      ) : (
        ''
      )}
    </>
  );
}
