import type { OpenSession, SignIn, TwoFactorState } from '../../src/features/auth/model.ts';
import { Button, confirmFirst } from '../components/button.tsx';
import { DoneNote } from '../components/done-note.tsx';
import { PageHeader } from '../components/page-header.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import { panelTexts } from '../texts/panel-texts.ts';
import { DeskForm, type DeskState } from '../users/desk-form.tsx';
import { userTexts } from '../users/user-texts.ts';
import type { View } from '../view.ts';
import { type AccountDone, accountTexts } from './account-texts.ts';
import { AvatarForm } from './avatar-form.tsx';
import { Card } from './card.tsx';
import { PasswordForm } from './password-form.tsx';
import { ProfileForm, type ProfileState } from './profile-form.tsx';
import { SessionList } from './session-list.tsx';
import { SignInList } from './sign-in-list.tsx';
import { TwoFactorCard } from './two-factor-card.tsx';

export interface AccountState {
  profile: ProfileState;
  /** For whom the browser keeps the password. */
  loginName: string;
  desk: DeskState;
  twoFactor: TwoFactorState;
  sessions: OpenSession[];
  sessionId: string;
  signIns: SignIn[];
  done: AccountDone | null;
}

interface AccountPageProps {
  account: AccountState;
  person: Person;
  files: PageFiles;
  view: View;
}

/** A person's own: who they are, whether they take conversations, how they log in, and where they are. */
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
              <>
                <AvatarForm person={person} fault={null} language={language} />
                <ProfileForm profile={account.profile} language={language} />
              </>
            </Card>
            <Card id="desk" title={desk.title} text={texts.desk}>
              <DeskForm desk={account.desk} action="/panel/account/desk" language={language} />
            </Card>
            <Card id="alerts" title={texts.notifications.title} text={texts.notifications.text}>
              <div class="form-actions">
                <Button label={texts.notifications.action} href="/panel/notifications/preferences" />
              </div>
            </Card>
          </div>
          <div class="cards">
            <TwoFactorCard twoFactor={account.twoFactor} view={view} />
            {account.twoFactor.isAtProvider ? '' : <Password loginName={account.loginName} view={view} />}
            <Sessions account={account} view={view} />
            <Card id="sign-ins" title={texts.signIns.title} text={texts.signIns.text}>
              <SignInList signIns={account.signIns} view={view} />
            </Card>
          </div>
        </div>
      </div>
    </PanelPage>
  );
}

function Password({ loginName, view: { language } }: { loginName: string; view: View }): JSX.Element {
  const { password } = accountTexts[language];
  return (
    <Card id="password" title={password.title} text={password.text}>
      <PasswordForm passwordForm={{ loginName, faults: {} }} language={language} />
    </Card>
  );
}

function Sessions({ account, view }: Pick<AccountPageProps, 'account' | 'view'>): JSX.Element {
  const { sessions: texts } = accountTexts[view.language];
  const { sessions, sessionId } = account;
  return (
    <Card id="sessions" title={texts.title} text={texts.text}>
      <>
        <SessionList
          sessions={sessions}
          currentId={sessionId}
          endPath={(id) => `/panel/account/sessions/${id}/end`}
          view={view}
        />
        {sessions.length > 1 ? (
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
