import type { Category } from '../../src/features/knowledge/model.ts';
import { CATEGORIES } from '../../src/features/knowledge/model.ts';
import { DUPLICATE_RULES, type KnowledgeImport, MAX_FILES } from '../../src/features/knowledge-import/model.ts';
import { formatBytes } from '../../src/lib/format.ts';
import { LANGUAGES, type Language } from '../../src/lib/language.ts';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chips.tsx';
import { DataTable } from '../components/data-table.tsx';
import { CheckField, FormProblem, SelectField } from '../components/fields.tsx';
import { Moment } from '../components/moment.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { KnowledgeTabs } from '../knowledge/knowledge-tabs.tsx';
import { knowledgeTexts } from '../knowledge/knowledge-texts.ts';
import { IMPORT_PATH } from '../knowledge/paths.ts';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { importTexts } from './import-texts.ts';

const ACCEPTED = '.md,.markdown,.txt,.html,.htm,.pdf,.docx,.csv';
/** Where it is said what is wrong; the form itself stays, and with it the files that were chosen. */
const PROBLEM_ID = 'import-problem';

interface ImportPageProps {
  recent: KnowledgeImport[];
  maxBytes: number;
  /** What is wrong with what was sent, in the person's words. */
  problem: string | null;
  person: Person;
  files: PageFiles;
  view: View;
}

/** Documents that become drafts, and what came of those before. */
export function ImportPage({ recent, maxBytes, problem, person, files, view }: ImportPageProps): JSX.Element {
  const { language } = view;
  const texts = importTexts[language];
  return (
    <PanelPage title={texts.title} section="knowledge" person={person} files={files}>
      <div class="page">
        <PageHeader title={texts.title} lead={texts.lead} language={language} />
        <KnowledgeTabs current="import" role={person.role} language={language} />
        <div class="beside">
          <section class="panel-card">
            <ImportForm maxBytes={maxBytes} problem={problem} language={language} />
          </section>
          <section class="panel-card">
            <h2 safe>{texts.formats.title}</h2>
            <p safe>{texts.formats.text}</p>
            <p safe>{texts.formats.columns}</p>
          </section>
        </div>
        <RecentImports recent={recent} view={view} />
      </div>
    </PanelPage>
  );
}

function ImportForm({
  maxBytes,
  problem,
  language,
}: Pick<ImportPageProps, 'maxBytes' | 'problem'> & { language: Language }): JSX.Element {
  const texts = importTexts[language];
  const knowledge = knowledgeTexts[language];
  const category: Category = 'general';
  return (
    <form
      id="import-form"
      class="form"
      method="post"
      action={IMPORT_PATH}
      enctype="multipart/form-data"
      hx-post={IMPORT_PATH}
      hx-encoding="multipart/form-data"
      hx-target={`#${PROBLEM_ID}`}
      hx-swap="outerHTML"
      hx-sync="this:drop"
    >
      <ImportProblem problem={problem} />
      <div class="field">
        <label for="import-files" safe>
          {texts.files}
        </label>
        <input
          id="import-files"
          type="file"
          name="file"
          multiple
          accept={ACCEPTED}
          aria-describedby="import-files-hint"
          data-max-bytes={String(maxBytes)}
          data-too-large={texts.problems.too_large}
        />
        <p class="hint" id="import-files-hint" safe>
          {texts.filesHint(formatBytes(maxBytes, { language }), MAX_FILES)}
        </p>
      </div>
      <div class="fields">
        <SelectField
          name="on_duplicate"
          label={texts.duplicates}
          value="VERSION"
          options={DUPLICATE_RULES.map((value) => ({ value, label: texts.rules[value] }))}
          isRequired
          language={language}
        />
        <SelectField
          name="category"
          label={texts.category}
          value={category}
          hint={texts.categoryHint}
          options={CATEGORIES.map((value) => ({ value, label: knowledge.categories[value] }))}
          isRequired
          language={language}
        />
        <SelectField
          name="language"
          label={texts.language}
          value="auto"
          options={[
            { value: 'auto', label: texts.anyLanguage },
            ...LANGUAGES.map((value) => ({ value, label: knowledge.languages[value] })),
          ]}
          isRequired
          language={language}
        />
      </div>
      <CheckField name="split" label={texts.split} hint={texts.splitHint} isChecked={false} />
      <div class="form-actions">
        <Button label={texts.start} kind="primary" icon="attach" type="submit" />
      </div>
    </form>
  );
}

/** The answer to what could not begin. */
export function ImportProblem({ problem }: { problem: string | null }): JSX.Element {
  return (
    <div id={PROBLEM_ID}>
      <FormProblem error={problem} />
    </div>
  );
}

function RecentImports({ recent, view }: { recent: KnowledgeImport[]; view: View }): JSX.Element {
  const texts = importTexts[view.language];
  return (
    <section class="import-recent">
      <h2 safe>{texts.recent}</h2>
      {recent.length === 0 ? (
        <p class="hint" safe>
          {texts.none}
        </p>
      ) : (
        <DataTable
          caption={texts.recent}
          columns={[
            {
              label: texts.files,
              cell: ({ id, files }) => (
                <a href={importPath(id)} safe>
                  {namesOf(files.map(({ name }) => name))}
                </a>
              ),
            },
            { label: texts.status, cell: ({ status }) => <StatusOfImport status={status} view={view} /> },
            { label: texts.result, cell: ({ articles }) => <span safe>{texts.articles(articles.length)}</span> },
            { label: texts.by, cell: ({ authorName }) => <span safe>{authorName}</span> },
            { label: texts.when, cell: ({ createdAt }) => <Moment date={createdAt} view={view} style="when" /> },
          ]}
          rows={recent}
          rowId={({ id }) => `import-${id}`}
          language={view.language}
        />
      )}
    </section>
  );
}

const STATUS_TONES = { RUNNING: 'blue', DONE: 'accent', FAILED: 'red' } as const;

/** How an import stands. */
export function StatusOfImport({ status, view }: { status: KnowledgeImport['status']; view: View }): JSX.Element {
  return <Chip label={importTexts[view.language].statuses[status]} tone={STATUS_TONES[status]} />;
}

export const importPath = (id: string): string => `${IMPORT_PATH}/${id}`;

const SHOWN_NAMES = 2;
const namesOf = (names: readonly string[]): string =>
  names.length <= SHOWN_NAMES
    ? names.join(', ')
    : `${names.slice(0, SHOWN_NAMES).join(', ')} +${names.length - SHOWN_NAMES}`;
