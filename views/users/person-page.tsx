import type { Account } from '../../src/features/users/model.ts';
import { formatNumber } from '../../src/lib/format.ts';
import { AdministrationPage } from '../administration/administration-page.tsx';
import { Button, confirmFirst } from '../components/button.tsx';
import { DoneNote } from '../components/done-note.tsx';
import { Moment } from '../components/moment.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import type { Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { DeskForm, type DeskState } from './desk-form.tsx';
import { AccountChip } from './people-page.tsx';
import { PersonForm, type PersonFormState } from './person-form.tsx';
import { type PersonDone, userTexts } from './user-texts.ts';

export interface PersonState {
  account: Account;
  personForm: PersonFormState;
  desk: DeskState;
  /** What is in their charge. */
  work: { conversations: number; tickets: number };
  canMail: boolean;
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
            <Access shown={shown} view={view} />
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

function Access({ shown, view }: Pick<PersonPageProps, 'shown' | 'view'>): JSX.Element {
  const { person: texts, never } = userTexts[view.language];
  const { account, work } = shown;
  const say = (count: number): string => formatNumber(count, view);
  return (
    <section class="panel-card" aria-labelledby="access">
      <h2 id="access" safe>
        {texts.access}
      </h2>
      <dl class="facts">
        <dt safe>{texts.facts.state}</dt>
        <dd>
          <AccountChip account={account} view={view} />
        </dd>
        <dt safe>{texts.facts.lastLogin}</dt>
        <dd>
          {account.lastLoginAt ? (
            <Moment date={account.lastLoginAt} view={view} style="full" />
          ) : (
            <span safe>{never}</span>
          )}
        </dd>
        <dt safe>{texts.facts.since}</dt>
        <dd>
          <Moment date={account.createdAt} view={view} style="full" />
        </dd>
        <dt safe>{texts.facts.work}</dt>
        <dd safe>{texts.work(say(work.conversations), say(work.tickets))}</dd>
      </dl>
      {account.isActive ? <Link shown={shown} view={view} /> : ''}
      {account.isActive ? <Deactivate shown={shown} view={view} /> : <Reactivate shown={shown} view={view} />}
    </section>
  );
}

function Link({ shown: { account, canMail }, view }: Pick<PersonPageProps, 'shown' | 'view'>): JSX.Element {
  const { person: texts } = userTexts[view.language];
  if (!canMail) {
    return (
      <p class="hint" safe>
        {texts.noMail}
      </p>
    );
  }
  const isInvited = account.lastLoginAt === null;
  return (
    <Deed
      path={`/panel/users/${account.id}/invitation`}
      text={isInvited ? texts.inviteText : texts.sendLinkText}
      confirmation={texts.confirmLink(account.email)}
    >
      <Button label={isInvited ? texts.inviteAgain : texts.sendLink} icon="send" type="submit" />
    </Deed>
  );
}

function Deactivate({ shown: { account, work }, view }: Pick<PersonPageProps, 'shown' | 'view'>): JSX.Element {
  const { person: texts } = userTexts[view.language];
  const say = (count: number): string => formatNumber(count, view);
  return (
    <Deed
      path={`/panel/users/${account.id}/deactivate`}
      text={texts.deactivateText}
      confirmation={{
        ...texts.confirmDeactivate(account.fullName, say(work.conversations), say(work.tickets)),
        isDangerous: true,
      }}
    >
      <Button label={texts.deactivate} type="submit" />
    </Deed>
  );
}

function Reactivate({ shown: { account }, view }: Pick<PersonPageProps, 'shown' | 'view'>): JSX.Element {
  const { person: texts } = userTexts[view.language];
  return (
    <Deed path={`/panel/users/${account.id}/reactivate`} text={texts.reactivateText} confirmation={null}>
      <Button label={texts.reactivate} kind="primary" type="submit" />
    </Deed>
  );
}

interface DeedProps {
  path: string;
  text: string;
  confirmation: Parameters<typeof confirmFirst>[0] | null;
  children: JSX.Element;
}

/** A button with what it does; what goes wrong becomes a toast. */
function Deed({ path, text, confirmation, children }: DeedProps): JSX.Element {
  return (
    <form class="deed" method="post" action={path} hx-post={path} {...(confirmation && confirmFirst(confirmation))}>
      {children}
      <p class="hint" safe>
        {text}
      </p>
    </form>
  );
}
