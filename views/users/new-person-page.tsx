import { AdministrationPage } from '../administration/administration-page.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import type { Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { PersonForm, type PersonFormState } from './person-form.tsx';
import { userTexts } from './user-texts.ts';

interface NewPersonPageProps {
  personForm: PersonFormState;
  /** Without it, no invitation can be mailed. */
  canMail: boolean;
  person: Person;
  files: PageFiles;
  view: View;
}

/** Lets somebody in. */
export function NewPersonPage({ personForm, canMail, person, files, view }: NewPersonPageProps): JSX.Element {
  const { language } = view;
  const { newPage } = userTexts[language];
  return (
    <AdministrationPage
      current="people"
      title={newPage.title}
      lead={canMail ? newPage.lead : newPage.withPassword}
      backPath="/panel/users"
      person={person}
      files={files}
    >
      <div class="page-narrow">
        <section class="panel-card" aria-label={newPage.title}>
          <PersonForm personForm={personForm} personId={null} asksPassword={!canMail} language={language} />
        </section>
      </div>
    </AdministrationPage>
  );
}
