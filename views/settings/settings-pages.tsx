import type { AdministrationKey } from '../../src/features/administration/model.ts';
import type { SettingCategory, SettingChange, SettingEntry, SettingKey } from '../../src/features/settings/model.ts';
import { AdministrationPage } from '../administration/administration-page.tsx';
import { Button } from '../components/button.tsx';
import { DataTable } from '../components/data-table.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Moment } from '../components/moment.tsx';
import { type Pages, Pagination } from '../components/pagination.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import type { Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { pageTexts } from './page-texts.ts';
import { settingTexts } from './setting-texts.ts';
import { SettingsCard } from './settings-card.tsx';
import { valueText } from './value-text.ts';

interface FrameProps {
  person: Person;
  files: PageFiles;
  view: View;
}

export interface SettingsPageProps extends FrameProps {
  current: AdministrationKey;
  cards: { category: SettingCategory; settings: SettingEntry[] }[];
  mayChange: boolean;
  timeZones: string[];
  /** Above the cards, and below them. */
  above?: JSX.Element;
  below?: JSX.Element;
}

/** Some categories of the settings, each a card with a form of its own. */
export function SettingsPage(props: SettingsPageProps): JSX.Element {
  const { current, cards, mayChange, timeZones, above = '', below = '', person, files, view } = props;
  return (
    <AdministrationPage current={current} person={person} files={files}>
      <div class="cards">
        {mayChange ? (
          ''
        ) : (
          <p class="hint" safe>
            {pageTexts[view.language].readOnly}
          </p>
        )}
        {above}
        {cards.map((card) => (
          <SettingsCard {...card} mayChange={mayChange} timeZones={timeZones} view={view} />
        ))}
        {below}
      </div>
    </AdministrationPage>
  );
}

/** Where the business hours are: they belong to the clocks of tickets. */
export function HoursCard({ view }: { view: View }): JSX.Element {
  const { hours } = pageTexts[view.language];
  return (
    <section class="panel-card" aria-labelledby="hours">
      <h2 id="hours" safe>
        {hours.title}
      </h2>
      <p safe>{hours.text}</p>
      <div class="form-actions">
        <Button label={hours.action} icon="clock" href="/panel/service-levels" />
      </div>
    </section>
  );
}

export interface SettingHistoryProps extends FrameProps {
  setting: Pick<SettingEntry, 'key' | 'form' | 'usual'>;
  current: AdministrationKey;
  backPath: string;
  changes: SettingChange[];
  pages: Pages;
}

/** Every change of one setting. */
export function SettingHistoryPage(props: SettingHistoryProps): JSX.Element {
  const { setting, current, backPath, changes, pages, person, files, view } = props;
  const { language } = view;
  const { changes: texts } = pageTexts[language];
  const { columns } = texts;
  const name = settingTexts[language].settings[setting.key as SettingKey].name;
  const say = (value: unknown): string => (value === null ? texts.usual : valueText(setting.form, value, language));
  return (
    <AdministrationPage
      current={current}
      title={`${texts.title}: ${name}`}
      lead={texts.lead}
      backPath={backPath}
      person={person}
      files={files}
    >
      {changes.length === 0 ? (
        <EmptyState icon="clock" title={texts.none} text={pageTexts[language].usual(say(setting.usual))} />
      ) : (
        <>
          <DataTable
            caption={texts.title}
            columns={[
              { label: columns.at, cell: ({ at }) => <Moment date={at} view={view} style="full" /> },
              { label: columns.by, cell: ({ actorName }) => <span safe>{actorName}</span> },
              { label: columns.from, cell: ({ from }) => <span safe>{say(from)}</span> },
              { label: columns.to, cell: ({ to }) => <span safe>{say(to)}</span> },
            ]}
            rows={changes}
            rowId={({ id }) => `change-${id}`}
            language={language}
          />
          <Pagination {...pages} language={language} />
        </>
      )}
    </AdministrationPage>
  );
}
