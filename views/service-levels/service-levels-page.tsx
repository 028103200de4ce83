import { may } from '../../src/features/auth/model.ts';
import { zoneText } from '../../src/lib/format.ts';
import { AdministrationPage } from '../administration/administration-page.tsx';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chips.tsx';
import { DataTable } from '../components/data-table.tsx';
import { DoneNote } from '../components/done-note.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import type { Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { DueList, type DueNow } from './due-list.tsx';
import { type ServiceLevelsDone, serviceLevelTexts } from './service-level-texts.ts';
import { dayText, minutesText, type Named, nameText, spansText, weekdayName } from './words.ts';

const PATH = '/panel/service-levels';
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

export interface PolicyRow extends Named {
  id: number;
  priority: string | null;
  category: string | null;
  /** Null: around the clock. */
  calendar: Named | null;
  firstResponseMinutes: number | null;
  nextResponseMinutes: number | null;
  resolutionMinutes: number | null;
  isActive: boolean;
  due: DueNow;
}

export interface CalendarRow extends Named {
  id: number;
  timeZone: string;
  hours: Record<string, [from: string, until: string][]>;
  holidays: { day: string; name: string }[];
}

export interface ServiceLevels {
  policies: PolicyRow[];
  calendars: CalendarRow[];
  done: ServiceLevelsDone | null;
}

interface ServiceLevelsPageProps {
  serviceLevels: ServiceLevels;
  person: Person;
  files: PageFiles;
  view: View;
}

/** What tickets are owed, and in which hours; with the ways to change it for those who may. */
export function ServiceLevelsPage({ serviceLevels, person, files, view }: ServiceLevelsPageProps): JSX.Element {
  const { language } = view;
  const texts = serviceLevelTexts[language];
  const mayChange = may(person.role, 'sla.manage');
  const { policies, calendars, done } = serviceLevels;
  return (
    <AdministrationPage
      current="serviceLevels"
      lead={texts.lead}
      {...(mayChange && {
        actions: <Button label={texts.policies.add} icon="plus" kind="primary" href={`${PATH}/policies/new`} />,
      })}
      person={person}
      files={files}
    >
      <>
        <DoneNote text={done ? texts.done[done] : null} />
        <section class="block" aria-labelledby="policies-title">
          <h2 id="policies-title" safe>
            {texts.policies.title}
          </h2>
          <p class="hint" safe>
            {texts.policies.text}
          </p>
          {policies.length === 0 ? (
            <EmptyState icon="clock" title={texts.policies.none.title} text={texts.policies.none.text} />
          ) : (
            <PolicyTable policies={policies} mayChange={mayChange} view={view} />
          )}
        </section>
        <div class="cards">
          {calendars.map((calendar) => (
            <CalendarCard calendar={calendar} mayChange={mayChange} view={view} />
          ))}
        </div>
      </>
    </AdministrationPage>
  );
}

interface PolicyTableProps {
  policies: PolicyRow[];
  mayChange: boolean;
  view: View;
}

function PolicyTable({ policies, mayChange, view }: PolicyTableProps): JSX.Element {
  const texts = serviceLevelTexts[view.language].policies;
  const { columns } = texts;
  const span = (minutes: number | null) => <span safe>{minutes === null ? texts.nothing : minutesText(minutes)}</span>;
  return (
    <DataTable
      caption={texts.list}
      columns={[
        { label: columns.name, cell: (policy) => <PolicyName policy={policy} mayChange={mayChange} view={view} /> },
        { label: columns.fits, cell: (policy) => <Fits policy={policy} view={view} /> },
        { label: columns.first, cell: ({ firstResponseMinutes }) => span(firstResponseMinutes) },
        { label: columns.next, cell: ({ nextResponseMinutes }) => span(nextResponseMinutes) },
        { label: columns.resolution, cell: ({ resolutionMinutes }) => span(resolutionMinutes) },
        { label: columns.due, cell: ({ due }) => <DueList due={due} view={view} /> },
      ]}
      rows={policies}
      rowId={({ id }) => `policy-${id}`}
      language={view.language}
    />
  );
}

function PolicyName({ policy, mayChange, view }: { policy: PolicyRow; mayChange: boolean; view: View }): JSX.Element {
  const texts = serviceLevelTexts[view.language].policies;
  return (
    <span class="chips">
      {mayChange ? (
        <a href={`${PATH}/policies/${policy.id}`} safe>
          {nameText(policy, view.language)}
        </a>
      ) : (
        <span safe>{nameText(policy, view.language)}</span>
      )}
      {policy.isActive ? '' : <Chip label={texts.inactive} />}
    </span>
  );
}

function Fits({ policy, view }: { policy: PolicyRow; view: View }): JSX.Element {
  const { policies, priorities } = serviceLevelTexts[view.language];
  const { priority, category } = policy;
  const kinds = [priority && (priorities[priority] ?? priority), category && policies.category(category)];
  return (
    <span class="two-lines">
      <span safe>{kinds.filter(Boolean).join(', ') || policies.any}</span>
      <span class="hint" safe>
        {policy.calendar ? nameText(policy.calendar, view.language) : policies.around}
      </span>
    </span>
  );
}

interface CalendarCardProps {
  calendar: CalendarRow;
  mayChange: boolean;
  view: View;
}

function CalendarCard({ calendar, mayChange, view }: CalendarCardProps): JSX.Element {
  const { calendar: texts, holidays } = serviceLevelTexts[view.language];
  const id = `calendar-${calendar.id}`;
  return (
    <section class="panel-card" aria-labelledby={id}>
      <h2 id={id} safe>
        {nameText(calendar, view.language)}
      </h2>
      <p safe>{texts.text}</p>
      <div class="beside">
        <dl class="facts">
          <dt safe>{texts.zone}</dt>
          <dd safe>{zoneText(calendar.timeZone)}</dd>
          {WEEKDAYS.map((weekday) => (
            <>
              <dt safe>{weekdayName(weekday, view.language)}</dt>
              <dd safe>{spansText(calendar.hours[String(weekday)] ?? []) || texts.closed}</dd>
            </>
          ))}
        </dl>
        <div class="cards">
          <h3 safe>{holidays.title}</h3>
          {calendar.holidays.length === 0 ? (
            <p class="hint" safe>
              {holidays.none}
            </p>
          ) : (
            <dl class="facts">
              {calendar.holidays.map(({ day, name }) => (
                <>
                  <dt safe>{dayText(day, view.language)}</dt>
                  <dd safe>{name}</dd>
                </>
              ))}
            </dl>
          )}
        </div>
      </div>
      {mayChange ? (
        <div class="form-actions">
          <Button label={texts.edit} icon="clock" href={`${PATH}/calendars/${calendar.id}`} />
        </div>
      ) : (
        ''
      )}
    </section>
  );
}
