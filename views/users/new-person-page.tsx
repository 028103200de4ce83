import { PageHeader } from '../components/page-header.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
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
    <PanelPage title={newPage.title} section="administration" person={person} files={files}>
      <div class="page page-narrow">
        <PageHeader
          title={newPage.title}
          lead={canMail ? newPage.lead : newPage.withPassword}
          backPath="/panel/users"
          language={language}
        />
        <section class="panel-card" aria-label={newPage.title}>
          <PersonForm personForm={personForm} personId={null} asksPassword={!canMail} language={language} />
        </section>
      </div>
    </PanelPage>
  );
}
