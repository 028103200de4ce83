import type { Agent } from '../../src/features/conversations/model.ts';
import { ACCOUNT_SOURCES, type Account, ROLES } from '../../src/features/users/model.ts';
import { formatNumber } from '../../src/lib/format.ts';
import { AdministrationPage } from '../administration/administration-page.tsx';
import { Avatar, avatarUrlOf } from '../components/avatar.tsx';
import { Button, confirmFirst } from '../components/button.tsx';
import { Chip, type Tone } from '../components/chips.tsx';
import { BulkForm, DataTable } from '../components/data-table.tsx';
import { DoneNote } from '../components/done-note.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { FilterBar } from '../components/filter-bar.tsx';
import { Moment } from '../components/moment.tsx';
import { type Pages, Pagination } from '../components/pagination.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import type { Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { userTexts } from './user-texts.ts';

const PATH = '/panel/users';
const LIST_ID = 'people';

export const STATES = ['active', 'invited', 'inactive'] as const;
export type PersonState = (typeof STATES)[number];
export const TWO_FACTOR = ['on', 'off'] as const;

export interface PeopleList {
  accounts: Account[];
  /** By the id of the person; who is not active has none. */
  agents: ReadonlyMap<number, Agent>;
  /** Its address, with the page. */
  path: string;
  text: string;
  role: string;
  state: string;
  twoFactor: string;
  source: string;
  /** What a deed of several has done. */
  done: { count: number; stayed: number } | null;
  pages: Pages;
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
  const isNarrowed = [people.text, people.role, people.state, people.twoFactor, people.source].some(Boolean);
  return (
    <AdministrationPage
      current="people"
      {...(!isNarrowed && { lead: texts.lead(formatNumber(people.pages.total, { language })) })}
      actions={<Button label={texts.invite} icon="plus" kind="primary" href={`${PATH}/new`} />}
      person={person}
      files={files}
    >
      <>
        <DoneNote text={people.done && texts.bulk.done(people.done.count, people.done.stayed)} />
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
            {
              name: 'two_factor',
              label: texts.filters.twoFactor,
              value: people.twoFactor,
              options: TWO_FACTOR.map((value) => ({ value, label: texts.twoFactor[value] })),
            },
            {
              name: 'source',
              label: texts.filters.source,
              value: people.source,
              options: ACCOUNT_SOURCES.map((value) => ({ value, label: texts.sources[value] })),
            },
          ]}
          language={language}
        />
        <div
          id={LIST_ID}
          data-keeps-selection
          hx-get={people.path}
          hx-target={`#${LIST_ID}`}
          hx-select={`#${LIST_ID}`}
          hx-swap="outerMorph"
          hx-trigger="every 30s, panel:back from:body"
        >
          {people.accounts.length === 0 ? (
            <EmptyState icon="customers" title={texts.none.title} text={texts.none.text} />
          ) : (
            <BulkForm action={`${PATH}/deactivate`} actions={<BulkDeeds view={view} />} language={language}>
              <PeopleTable people={people} view={view} />
            </BulkForm>
          )}
          <Pagination {...people.pages} language={language} />
        </div>
      </>
    </AdministrationPage>
  );
}

function PeopleTable({ people, view }: Pick<PeoplePageProps, 'people' | 'view'>): JSX.Element {
  const { language } = view;
  const { bulk, columns, list, roles } = userTexts[language];
  return (
    <DataTable
      caption={list}
      columns={[
        { label: columns.person, cell: (account) => <Who account={account} /> },
        {
          label: columns.role,
          cell: ({ role }) => (
            <span class="whole" safe>
              {roles[role].label}
            </span>
          ),
        },
        {
          label: columns.state,
          cell: (account) => (
            <span class="chips">
              <AccountChip account={account} view={view} />
              <Factor account={account} view={view} />
            </span>
          ),
        },
        { label: columns.availability, cell: ({ id }) => <Desk agent={people.agents.get(id) ?? null} view={view} /> },
        {
          label: columns.seen,
          cell: (account) => <Seen account={account} agent={people.agents.get(account.id) ?? null} view={view} />,
        },
      ]}
      rows={people.accounts}
      rowId={({ id }) => `person-${id}`}
      selection={{ value: ({ id }) => String(id), label: ({ fullName }) => bulk.select(fullName) }}
      language={language}
    />
  );
}

function BulkDeeds({ view }: { view: View }): JSX.Element {
  const { bulk } = userTexts[view.language];
  return (
    <Button
      label={bulk.deactivate}
      kind="danger"
      type="submit"
      attributes={{ 'hx-post': `${PATH}/deactivate`, ...confirmFirst({ ...bulk.confirm, isDangerous: true }) }}
    />
  );
}

/** What guards the account besides the password; nothing where nothing does. */
function Factor({ account, view }: { account: Account; view: View }): JSX.Element {
  const { sources, columns } = userTexts[view.language];
  if (account.source === 'oidc') return <Chip label={sources.oidc} tone="plain" />;
  return account.hasTwoFactor ? <Chip label={columns.twoFactor} tone="plain" /> : '';
}

function Who({ account }: { account: Account }): JSX.Element {
  return (
    <span class="who-cell">
      <Avatar name={account.fullName} url={avatarUrlOf(account)} />
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
  const last = account.lastSeenAt ?? account.lastLoginAt;
  return last ? <Moment date={last} view={view} style="ago" /> : <span safe>{texts.never}</span>;
}
