import type { Preferences, StaffKind } from '../../src/features/notifications/model.ts';
import { zoneText } from '../../src/lib/format.ts';
import { Button } from '../components/button.tsx';
import { CheckField, Form, SelectField, TextField } from '../components/fields.tsx';
import { PageHeader } from '../components/page-header.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import { shellTexts } from '../texts/shell-texts.ts';
import type { View } from '../view.ts';
import { NotificationTabs } from './notification-tabs.tsx';
import { notificationTexts } from './notification-texts.ts';

export interface PreferencesState {
  /** Those that the person can be told of, in their order. */
  shown: StaffKind[];
  kinds: Preferences['kinds'];
  isQuiet: boolean;
  from: string;
  until: string;
  timeZone: string;
  /** All that can be chosen. */
  timeZones: string[];
  /** When the quiet that holds now ends, by the clock of the zone; else what that clock shows. */
  clock: { quietUntil: string } | { now: string };
  faults: { from?: 'time'; until?: 'time' | 'span'; timeZone?: 'zone' };
}

interface PreferencesPageProps {
  preferences: PreferencesState;
  person: Person;
  files: PageFiles;
  view: View;
}

/** Where a person hears of what, and when not. */
export function PreferencesPage({ preferences, person, files, view }: PreferencesPageProps): JSX.Element {
  const texts = notificationTexts[view.language];
  return (
    <PanelPage
      title={`${texts.tabs.preferences} · ${texts.title}`}
      section="notifications"
      person={person}
      files={files}
    >
      <div class="page page-narrow">
        <PageHeader title={texts.title} lead={texts.preferences.lead} language={view.language} />
        <NotificationTabs role={person.role} current="preferences" language={view.language} />
        <PreferencesForm preferences={preferences} view={view} />
      </div>
    </PanelPage>
  );
}

export function PreferencesForm({
  preferences,
  view,
}: Pick<PreferencesPageProps, 'preferences' | 'view'>): JSX.Element {
  const texts = notificationTexts[view.language].preferences;
  const hasFaults = Object.keys(preferences.faults).length > 0;
  return (
    <Form
      id="preferences-form"
      action="/panel/notifications/preferences"
      error={hasFaults ? shellTexts[view.language].form.problem : null}
    >
      <>
        <KindsTable preferences={preferences} view={view} />
        <QuietFields preferences={preferences} view={view} />
        <div class="form-actions">
          <Button label={texts.save} kind="primary" type="submit" />
        </div>
      </>
    </Form>
  );
}

function KindsTable({
  preferences: { kinds, shown },
  view,
}: Pick<PreferencesPageProps, 'preferences' | 'view'>): JSX.Element {
  const texts = notificationTexts[view.language].preferences;
  return (
    <table class="channels">
      <caption safe>{texts.kinds}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="hidden" safe>
              {texts.kind}
            </span>
          </th>
          <th scope="col" safe>
            {texts.inApp}
          </th>
          <th scope="col" safe>
            {texts.email}
          </th>
        </tr>
      </thead>
      <tbody>
        {shown.map((kind) => (
          <tr>
            <th scope="row">
              <span safe>{texts.names[kind].label}</span>
              <span class="hint" safe>
                {texts.names[kind].hint}
              </span>
            </th>
            <Channel
              name={`in_app.${kind}`}
              label={`${texts.names[kind].label}: ${texts.inApp}`}
              isOn={kinds[kind].inApp}
            />
            <Channel
              name={`email.${kind}`}
              label={`${texts.names[kind].label}: ${texts.email}`}
              isOn={kinds[kind].email}
            />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Channel({ name, label, isOn }: { name: string; label: string; isOn: boolean }): JSX.Element {
  return (
    <td>
      <label class="box" title={label}>
        <input type="checkbox" name={name} checked={isOn} aria-label={label} />
      </label>
    </td>
  );
}

function QuietFields({ preferences, view }: Pick<PreferencesPageProps, 'preferences' | 'view'>): JSX.Element {
  const { language } = view;
  const { quiet, faults: words, nowQuiet, notNow } = notificationTexts[language].preferences;
  const { isQuiet, from, until, timeZone, timeZones, clock, faults } = preferences;
  return (
    <fieldset class="group">
      <legend safe>{quiet.title}</legend>
      <p class="hint" safe>
        {quiet.text}
      </p>
      <CheckField name="quiet" label={quiet.isOn} isChecked={isQuiet} />
      <div class="fields">
        <TextField
          name="from"
          label={quiet.from}
          type="time"
          value={from}
          error={faults.from ? words[faults.from] : null}
          language={language}
        />
        <TextField
          name="until"
          label={quiet.until}
          type="time"
          value={until}
          error={faults.until ? words[faults.until] : null}
          language={language}
        />
      </div>
      <SelectField
        name="time_zone"
        label={quiet.zone}
        value={timeZone}
        options={timeZones.map((name) => ({ value: name, label: zoneText(name) }))}
        hint={`${quiet.zoneHint} ${'quietUntil' in clock ? nowQuiet(clock.quietUntil) : notNow(clock.now)}`}
        error={faults.timeZone ? words[faults.timeZone] : null}
        isRequired
        language={language}
      />
    </fieldset>
  );
}
