import type { OpenSession } from '../../src/features/auth/model.ts';
import type { Account } from '../../src/features/users/model.ts';
import { Card } from '../account/card.tsx';
import { SessionList } from '../account/session-list.tsx';
import { AdministrationPage } from '../administration/administration-page.tsx';
import { DoneNote } from '../components/done-note.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import type { Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { DeskForm, type DeskState } from './desk-form.tsx';
import { PersonAccess } from './person-access.tsx';
import { PersonForm, type PersonFormState } from './person-form.tsx';
import { type PersonDone, userTexts } from './user-texts.ts';

export interface PersonState {
  account: Account;
  personForm: PersonFormState;
  desk: DeskState;
  /** What is in their charge. */
  work: { conversations: number; tickets: number };
  sessions: OpenSession[];
  canMail: boolean;
  /** It is the person who looks at it. */
  isOwn: boolean;
  done: PersonDone | null;
}

interface PersonPageProps {
  shown: PersonState;
  person: Person;
  files: PageFiles;
  view: View;
}

/** One person: who they are, whether they take conversations, and their access. */
export function PersonPage({ shown, person, files, view }: PersonPageProps): JSX.Element {
  const { language } = view;
  const texts = userTexts[language];
  const { account } = shown;
  const action = `/panel/users/${account.id}/desk`;
  return (
    <AdministrationPage
      current="people"
      title={account.fullName}
      lead={account.email}
      backPath="/panel/users"
      person={person}
      files={files}
    >
      <>
        <DoneNote text={shown.done ? texts.done[shown.done] : null} />
        <div class="beside">
          <section class="panel-card" aria-labelledby="details">
            <h2 id="details" safe>
              {texts.person.details}
            </h2>
            <PersonForm personForm={shown.personForm} personId={account.id} asksPassword={false} language={language} />
          </section>
          <div class="cards">
            <PersonAccess
              account={account}
              work={shown.work}
              openSessions={shown.sessions.length}
              canMail={shown.canMail}
              isOwn={shown.isOwn}
              view={view}
            />
            {shown.sessions.length > 0 ? (
              <Card id="sessions" title={texts.person.sessions} text={null}>
                <SessionList sessions={shown.sessions} currentId={null} endPath={null} view={view} />
              </Card>
            ) : (
              ''
            )}
            {account.isActive ? (
              <section class="panel-card" aria-labelledby="desk">
                <h2 id="desk" safe>
                  {texts.desk.title}
                </h2>
                <p safe>{texts.desk.text}</p>
                <DeskForm desk={shown.desk} action={action} language={language} />
              </section>
            ) : (
              ''
            )}
          </div>
        </div>
      </>
    </AdministrationPage>
  );
}
