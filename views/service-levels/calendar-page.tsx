import { formatDateTime, zoneText } from '../../src/lib/format.ts';
import { AdministrationPage } from '../administration/administration-page.tsx';
import { Button } from '../components/button.tsx';
import { Form, SelectField, TextField } from '../components/fields.tsx';
import { Icon } from '../components/icons.tsx';
import { Piece } from '../components/piece.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import type { Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { DueList, type DueNow } from './due-list.tsx';
import { serviceLevelTexts } from './service-level-texts.ts';
import { dayText, type Named, nameText, weekdayName } from './words.ts';

const PATH = '/panel/service-levels';
const PREVIEW_ID = 'calendar-preview';
const LIST_ID = 'holiday-list';

/** As typed: empty, or `HH:MM`; `00:00` as an end is midnight. */
export interface TypedSpan {
  from: string;
  until: string;
}

export interface CalendarState extends Named {
  calendarId: number;
  timeZone: string;
  timeZones: string[];
  /** Of each weekday, 1 Monday to 7 Sunday. */
  days: { weekday: number; spans: TypedSpan[]; isWrong: boolean }[];
  isZoneWrong: boolean;
}

export interface CalendarPreviewState {
  /** When it opens next; null: it is open; `never`: no hours at all. */
  opensAt: Date | 'never' | null;
  timeZone: string;
  policies: (Named & { id: number; due: DueNow })[];
}

export interface HolidayFormState {
  day: string;
  name: string;
  fault: 'day' | 'twice' | 'name' | 'many' | null;
}

interface CalendarPageProps {
  calendar: CalendarState;
  preview: CalendarPreviewState;
  holidays: { day: string; name: string }[];
  person: Person;
  files: PageFiles;
  view: View;
}

/** When the desk is open: hours, time zone and holidays, and what they mean for a ticket that is opened now. */
export function CalendarPage({ calendar, preview, holidays, person, files, view }: CalendarPageProps): JSX.Element {
  const { language } = view;
  const { calendar: texts, holidays: words } = serviceLevelTexts[language];
  const title = nameText(calendar, language);
  return (
    <AdministrationPage
      current="serviceLevels"
      title={title}
      lead={texts.editLead}
      backPath={PATH}
      person={person}
      files={files}
    >
      <>
        <div class="beside" id="calendar-editor">
          <section class="panel-card" aria-labelledby="hours-title">
            <h2 id="hours-title" safe>
              {texts.hours}
            </h2>
            <p safe>{texts.hoursHint}</p>
            <CalendarForm calendar={calendar} view={view} />
          </section>
          <div class="cards">
            <CalendarPreview calendarId={calendar.calendarId} preview={preview} view={view} />
            <section class="panel-card" aria-labelledby="holidays-title">
              <h2 id="holidays-title" safe>
                {words.title}
              </h2>
              <p safe>{words.text}</p>
              <HolidayList calendarId={calendar.calendarId} holidays={holidays} view={view} />
              <HolidayForm
                calendarId={calendar.calendarId}
                holidayForm={{ day: '', name: '', fault: null }}
                view={view}
              />
            </section>
          </div>
        </div>
      </>
    </AdministrationPage>
  );
}

export function CalendarForm({ calendar, view }: Pick<CalendarPageProps, 'calendar' | 'view'>): JSX.Element {
  const { language } = view;
  const { calendar: texts } = serviceLevelTexts[language];
  return (
    <Form id="calendar-form" action={`${PATH}/calendars/${calendar.calendarId}`}>
      <>
        <SelectField
          name="time_zone"
          label={texts.zone}
          value={calendar.timeZone}
          options={calendar.timeZones.map((name) => ({ value: name, label: zoneText(name) }))}
          error={calendar.isZoneWrong ? texts.zoneFault : null}
          isRequired
          language={language}
        />
        {calendar.days.map((day) => (
          <DayFields day={day} view={view} />
        ))}
        <div class="form-actions">
          <Button label={texts.save} kind="primary" type="submit" />
        </div>
      </>
    </Form>
  );
}

function DayFields({ day, view }: { day: CalendarState['days'][number]; view: View }): JSX.Element {
  const { calendar: texts } = serviceLevelTexts[view.language];
  const { weekday, spans, isWrong } = day;
  const name = weekdayName(weekday, view.language);
  const faultId = `day-${weekday}-error`;
  const control = (at: number, edge: 'from' | 'until', value: string) => (
    <input
      type="time"
      name={`${weekday}.${at}.${edge}`}
      value={value}
      aria-label={texts[edge](name, String(at + 1))}
      {...(isWrong && { 'aria-invalid': 'true', 'aria-describedby': faultId })}
    />
  );
  return (
    <fieldset class="weekday">
      <legend safe>{name}</legend>
      <div class="weekday-spans">
        {spans.map(({ from, until }, at) => (
          <span class="weekday-span field">
            {control(at, 'from', from)}
            <span aria-hidden="true">–</span>
            {control(at, 'until', until)}
          </span>
        ))}
      </div>
      {isWrong ? (
        <p class="field-error" id={faultId}>
          <Icon name="alert" />
          <span safe>{texts.dayFault(name)}</span>
        </p>
      ) : (
        ''
      )}
    </fieldset>
  );
}

interface PreviewProps {
  calendarId: number;
  preview: CalendarPreviewState;
  view: View;
}

/** Asks for itself again with what is typed. */
export function CalendarPreview({ calendarId, preview, view }: PreviewProps): JSX.Element {
  const { calendar: texts, policy } = serviceLevelTexts[view.language];
  const { opensAt, timeZone, policies } = preview;
  return (
    <section
      id={PREVIEW_ID}
      class="panel-card"
      aria-labelledby="calendar-preview-title"
      hx-post={`${PATH}/calendars/${calendarId}/preview`}
      hx-include="#calendar-form"
      hx-target={`#${PREVIEW_ID}`}
      hx-swap="outerHTML"
      hx-sync="this:replace"
      hx-trigger="input from:#calendar-editor delay:400ms"
    >
      <h2 id="calendar-preview-title" safe>
        {texts.preview}
      </h2>
      <div class="cards" role="status">
        {opensAt === null ? <p safe>{texts.open}</p> : ''}
        {opensAt === 'never' ? (
          <p class="field-error">
            <Icon name="alert" />
            <span safe>{texts.never}</span>
          </p>
        ) : (
          ''
        )}
        {opensAt instanceof Date ? (
          <p>
            <span safe>{`${texts.opens} `}</span>
            <time datetime={opensAt.toISOString()} safe>
              {formatDateTime(opensAt, { language: view.language, timeZone })}
            </time>
          </p>
        ) : (
          ''
        )}
        {policies.length === 0 ? <p safe>{texts.noPolicy}</p> : <h3 safe>{policy.preview}</h3>}
        <ul class="plain-list">
          {policies.map((one) => (
            <li>
              <span safe>{nameText(one, view.language)}</span>
              <DueList due={one.due} view={view} />
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

interface HolidaysProps {
  calendarId: number;
  holidays: { day: string; name: string }[];
  view: View;
}

export function HolidayList({ calendarId, holidays, view }: HolidaysProps): JSX.Element {
  const { holidays: texts } = serviceLevelTexts[view.language];
  const action = `${PATH}/calendars/${calendarId}/holidays/remove`;
  if (holidays.length === 0) {
    return (
      <p id={LIST_ID} safe>
        {texts.none}
      </p>
    );
  }
  return (
    <ul id={LIST_ID} class="plain-list">
      {holidays.map(({ day, name }) => (
        <li>
          <span class="two-lines">
            <span safe>{name}</span>
            <time class="hint" datetime={day} safe>
              {dayText(day, view.language)}
            </time>
          </span>
          <form method="post" action={action} hx-post={action} hx-target={`#${LIST_ID}`} hx-swap="outerHTML">
            <input type="hidden" name="day" value={day} />
            <Button label={texts.removeOne(name)} icon="close" kind="quiet" type="submit" isIconOnly />
          </form>
        </li>
      ))}
    </ul>
  );
}

interface HolidayFormProps {
  calendarId: number;
  holidayForm: HolidayFormState;
  view: View;
}

export function HolidayForm({ calendarId, holidayForm, view }: HolidayFormProps): JSX.Element {
  const { language } = view;
  const { holidays: texts } = serviceLevelTexts[language];
  const { day, name, fault } = holidayForm;
  return (
    <Form id="holiday-form" action={`${PATH}/calendars/${calendarId}/holidays`}>
      <>
        <div class="fields">
          <TextField
            name="day"
            type="date"
            label={texts.day}
            value={day}
            error={fault && fault !== 'name' ? texts.faults[fault] : null}
            isRequired
            language={language}
          />
          <TextField
            name="name"
            label={texts.name}
            value={name}
            error={fault === 'name' ? texts.faults.name : null}
            isRequired
            attributes={{ maxlength: '100', autocomplete: 'off' }}
            language={language}
          />
        </div>
        <div class="form-actions">
          <Button label={texts.add} icon="plus" type="submit" />
        </div>
      </>
    </Form>
  );
}

/** The list and the preview on their way to the page, after a holiday came or went. */
export const HolidayPieces = ({ calendarId, holidays, preview, view }: HolidaysProps & PreviewProps): JSX.Element => (
  <>
    <Piece
      target={LIST_ID}
      swap="outerHTML"
      content={<HolidayList calendarId={calendarId} holidays={holidays} view={view} />}
    />
    <Piece
      target={PREVIEW_ID}
      swap="outerHTML"
      content={<CalendarPreview calendarId={calendarId} preview={preview} view={view} />}
    />
  </>
);
