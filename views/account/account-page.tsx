import type { OpenSession } from '../../src/features/auth/model.ts';
import { LANGUAGES, type Language } from '../../src/lib/language.ts';
import { Button, confirmFirst } from '../components/button.tsx';
import { Chip } from '../components/chips.tsx';
import { DoneNote } from '../components/done-note.tsx';
import { Form, SelectField, TextField } from '../components/fields.tsx';
import { Moment } from '../components/moment.tsx';
import { PageHeader } from '../components/page-header.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import { panelTexts } from '../texts/panel-texts.ts';
import { DeskForm, type DeskState } from '../users/desk-form.tsx';
import { userTexts } from '../users/user-texts.ts';
import type { View } from '../view.ts';
import { type AccountDone, accountTexts } from './account-texts.ts';
import { deviceOf } from './device.ts';
import { PasswordForm } from './password-form.tsx';

const THEMES = ['auto', 'light', 'dark'] as const;

export interface ProfileState {
  fullName: string;
  language: string;
  theme: string;
  isNameWrong: boolean;
}

export interface AccountState {
  profile: ProfileState;
  /** For whom the browser keeps the password. */
  loginName: string;
  desk: DeskState;
  sessions: Pick<OpenSession, 'id' | 'kind' | 'userAgent' | 'createdAt' | 'expiresAt'>[];
  sessionId: string;
  done: AccountDone | null;
}

interface AccountPageProps {
  account: AccountState;
  person: Person;
  files: PageFiles;
  view: View;
}

/** A person's own: who they are, whether they take conversations, their password and where they are logged in. */
export function AccountPage({ account, person, files, view }: AccountPageProps): JSX.Element {
  const { language } = view;
  const texts = accountTexts[language];
  const { desk } = userTexts[language];
  return (
    <PanelPage title={texts.title} section={null} person={person} files={files}>
      <div class="page">
        <PageHeader
          title={texts.title}
          lead={texts.lead(panelTexts[language].header.roles[person.role])}
          language={language}
        />
        <DoneNote text={account.done ? texts.done[account.done] : null} />
        <div class="beside">
          <div class="cards">
            <Card id="profile" title={texts.profile.title} text={null}>
              <ProfileForm profile={account.profile} language={language} />
            </Card>
            <Card id="password" title={texts.password.title} text={texts.password.text}>
              <PasswordForm passwordForm={{ loginName: account.loginName, faults: {} }} language={language} />
            </Card>
          </div>
          <div class="cards">
            <Card id="desk" title={desk.title} text={texts.desk}>
              <DeskForm desk={account.desk} action="/panel/account/desk" language={language} />
            </Card>
            <Card id="alerts" title={texts.notifications.title} text={texts.notifications.text}>
              <div class="form-actions">
                <Button label={texts.notifications.action} href="/panel/notifications/preferences" />
              </div>
            </Card>
            <Sessions account={account} view={view} />
          </div>
        </div>
      </div>
    </PanelPage>
  );
}

interface CardProps {
  id: string;
  title: string;
  text: string | null;
  children: JSX.Element;
}

function Card({ id, title, text, children }: CardProps): JSX.Element {
  return (
    <section class="panel-card" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} safe>
        {title}
      </h2>
      {text ? <p safe>{text}</p> : ''}
      {children}
    </section>
  );
}

export function ProfileForm({ profile, language }: { profile: ProfileState; language: Language }): JSX.Element {
  const { profile: texts } = accountTexts[language];
  const { header, customer } = panelTexts[language];
  return (
    <Form id="profile-form" action="/panel/account">
      <>
        <TextField
          name="full_name"
          label={texts.name}
          value={profile.fullName}
          error={profile.isNameWrong ? texts.nameFault : null}
          isRequired
          attributes={{ maxlength: '120', autocomplete: 'name' }}
          language={language}
        />
        <div class="fields">
          <SelectField
            name="language"
            label={texts.language}
            value={profile.language}
            options={LANGUAGES.map((value) => ({ value, label: customer.languages[value] }))}
            isRequired
            language={language}
          />
          <SelectField
            name="theme"
            label={texts.theme}
            value={profile.theme}
            options={THEMES.map((value) => ({ value, label: header.themes[value] }))}
            isRequired
            language={language}
          />
        </div>
        <div class="form-actions">
          <Button label={texts.save} kind="primary" type="submit" />
        </div>
      </>
    </Form>
  );
}

function Sessions({ account, view }: Pick<AccountPageProps, 'account' | 'view'>): JSX.Element {
  const { sessions: texts } = accountTexts[view.language];
  return (
    <Card id="sessions" title={texts.title} text={texts.text}>
      <>
        <ul class="plain-list">
          {account.sessions.map((session) => (
            <SessionRow session={session} isCurrent={session.id === account.sessionId} view={view} />
          ))}
        </ul>
        {account.sessions.length > 1 ? (
          <form
            class="form-actions"
            method="post"
            action="/panel/account/sessions/end"
            hx-post="/panel/account/sessions/end"
            {...confirmFirst(texts.confirm)}
          >
            <Button label={texts.end} icon="logout" type="submit" />
          </form>
        ) : (
          ''
        )}
      </>
    </Card>
  );
}

interface SessionRowProps {
  session: AccountState['sessions'][number];
  isCurrent: boolean;
  view: View;
}

function SessionRow({ session, isCurrent, view }: SessionRowProps): JSX.Element {
  const { sessions: texts } = accountTexts[view.language];
  const device = deviceOf(session.userAgent) ?? (session.kind === 'api' ? texts.api : texts.unknown);
  return (
    <li>
      <span class="two-lines">
        <span title={session.userAgent ?? undefined} safe>
          {device}
        </span>
        <span class="hint">
          <span safe>{`${texts.since} `}</span>
          <Moment date={session.createdAt} view={view} style="when" />
          <span safe>{` · ${texts.until} `}</span>
          <Moment date={session.expiresAt} view={view} style="when" />
        </span>
      </span>
      {isCurrent ? <Chip label={texts.current} tone="accent" /> : ''}
    </li>
  );
}
