import type { Agent } from '../../src/features/conversations/model.ts';
import { type Account, ROLES } from '../../src/features/users/model.ts';
import { formatNumber } from '../../src/lib/format.ts';
import { AdministrationPage } from '../administration/administration-page.tsx';
import { Avatar } from '../components/avatar.tsx';
import { Button } from '../components/button.tsx';
import { Chip, type Tone } from '../components/chips.tsx';
import { DataTable } from '../components/data-table.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { FilterBar } from '../components/filter-bar.tsx';
import { Moment } from '../components/moment.tsx';
import { Pagination } from '../components/pagination.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import type { Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { userTexts } from './user-texts.ts';

const PATH = '/panel/users';
const LIST_ID = 'people';

export const STATES = ['active', 'inactive'] as const;
export type PersonState = (typeof STATES)[number];

export interface PeopleList {
  accounts: Account[];
  /** By the id of the person; who is not active has none. */
  agents: ReadonlyMap<number, Agent>;
  text: string;
  role: string;
  state: string;
  pages: { from: number; to: number; total: number; previousPath: string | null; nextPath: string | null };
}

interface PeoplePageProps {
  people: PeopleList;
  person: Person;
  files: PageFiles;
  view: View;
}

/** Everybody who works with the panel. */
export function PeoplePage({ people, person, files, view }: PeoplePageProps): JSX.Element {
  const { language } = view;
  const texts = userTexts[language];
  return (
    <AdministrationPage
      current="people"
      lead={texts.lead(formatNumber(people.pages.total, { language }))}
      actions={<Button label={texts.invite} icon="plus" kind="primary" href={`${PATH}/new`} />}
      person={person}
      files={files}
    >
      <>
        <FilterBar
          path={PATH}
          target={LIST_ID}
          search={{ name: 'q', label: texts.search, value: people.text }}
          selects={[
            {
              name: 'role',
              label: texts.filters.role,
              value: people.role,
              options: ROLES.map((value) => ({ value, label: texts.roles[value].label })),
            },
            {
              name: 'state',
              label: texts.filters.state,
              value: people.state,
              options: STATES.map((value) => ({ value, label: texts.states[value] })),
            },
          ]}
          language={language}
        />
        <div id={LIST_ID}>
          {people.accounts.length === 0 ? (
            <EmptyState icon="customers" title={texts.none.title} text={texts.none.text} />
          ) : (
            <PeopleTable people={people} view={view} />
          )}
          <Pagination {...people.pages} language={language} />
        </div>
      </>
    </AdministrationPage>
  );
}

function PeopleTable({ people, view }: Pick<PeoplePageProps, 'people' | 'view'>): JSX.Element {
  const { language } = view;
  const { columns, list, roles } = userTexts[language];
  return (
    <DataTable
      caption={list}
      columns={[
        { label: columns.person, cell: (account) => <Who account={account} /> },
        { label: columns.role, cell: ({ role }) => <span safe>{roles[role].label}</span> },
        { label: columns.state, cell: (account) => <AccountChip account={account} view={view} /> },
        { label: columns.availability, cell: ({ id }) => <Desk agent={people.agents.get(id) ?? null} view={view} /> },
        {
          label: columns.seen,
          cell: (account) => <Seen account={account} agent={people.agents.get(account.id) ?? null} view={view} />,
        },
      ]}
      rows={people.accounts}
      rowId={({ id }) => `person-${id}`}
      language={language}
    />
  );
}

function Who({ account }: { account: Account }): JSX.Element {
  return (
    <span class="who-cell">
      <Avatar name={account.fullName} />
      <span class="two-lines">
        <a href={`${PATH}/${account.id}`} safe>
          {account.fullName}
        </a>
        <span class="hint" safe>
          {account.email}
        </span>
      </span>
    </span>
  );
}

const STATE_TONES: Record<string, Tone> = { active: 'accent', invited: 'amber', inactive: 'plain' };

/** Whether the person can log in. */
export function AccountChip({
  account,
  view,
}: {
  account: Pick<Account, 'isActive' | 'isInvited'>;
  view: View;
}): JSX.Element {
  const state = !account.isActive ? 'inactive' : account.isInvited ? 'invited' : 'active';
  return <Chip label={userTexts[view.language].states[state]} tone={STATE_TONES[state] ?? 'plain'} />;
}

function Desk({ agent, view }: { agent: Agent | null; view: View }): JSX.Element {
  const texts = userTexts[view.language];
  if (!agent) return <span safe>{texts.noAvailability}</span>;
  const isOnline = agent.availability === 'ONLINE';
  return (
    <span class="chips">
      <Chip label={texts.availability[agent.availability]} tone={isOnline ? 'accent' : 'plain'} />
      {isOnline || agent.load > 0 ? (
        <span class="hint" safe>
          {texts.load(formatNumber(agent.load, view), formatNumber(agent.capacity, view))}
        </span>
      ) : (
        ''
      )}
    </span>
  );
}

function Seen({ account, agent, view }: { account: Account; agent: Agent | null; view: View }): JSX.Element {
  const texts = userTexts[view.language];
  if (agent?.isConnected) return <span safe>{texts.now}</span>;
  if (!account.lastLoginAt) return <span safe>{texts.never}</span>;
  return <Moment date={account.lastLoginAt} view={view} style="ago" />;
}
