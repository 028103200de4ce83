import type { DiffLine, PromptFields, PromptVersion } from '../../src/features/prompt/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { AdministrationPage } from '../administration/administration-page.tsx';
import { Button, confirmFirst } from '../components/button.tsx';
import { Chip } from '../components/chips.tsx';
import { DataTable } from '../components/data-table.tsx';
import { DoneNote } from '../components/done-note.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Moment } from '../components/moment.tsx';
import { type Pages, Pagination } from '../components/pagination.tsx';
import { Line } from '../knowledge/version-diff.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import type { Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { PROMPT_PATH, versionPath } from './paths.ts';
import { PromptAttempt, PromptForm, PromptPreview } from './prompt-form.tsx';
import { type PromptDone, promptTexts } from './prompt-texts.ts';

interface FrameProps {
  person: Person;
  files: PageFiles;
  view: View;
}

interface PromptPageProps extends FrameProps {
  fields: PromptFields;
  versions: PromptVersion[];
  active: PromptVersion | null;
  pages: Pages;
  mayChange: boolean;
  done: PromptDone | null;
}

/** The bank's own instructions: to write, to try, to read as a whole, and every version of them. */
export function PromptPage(props: PromptPageProps): JSX.Element {
  const { fields, mayChange, done, person, files, view } = props;
  const { language } = view;
  const texts = promptTexts[language];
  return (
    <AdministrationPage current="prompt" person={person} files={files}>
      <div class="cards">
        <DoneNote text={done ? texts.done[done] : null} />
        {mayChange ? (
          <>
            <section class="panel-card" aria-labelledby="prompt-editor">
              <h2 id="prompt-editor" safe>
                {texts.editor.title}
              </h2>
              <p safe>{texts.editor.text}</p>
              <PromptForm fields={fields} faults={[]} language={language} />
            </section>
            <PromptAttempt language={language} />
            <PromptPreview language={language} />
          </>
        ) : (
          ''
        )}
        <Versions {...props} />
      </div>
    </AdministrationPage>
  );
}

function Versions({ versions, active, pages, mayChange, view }: PromptPageProps): JSX.Element {
  const { language } = view;
  const { versions: texts } = promptTexts[language];
  const { columns } = texts;
  return (
    <section class="block" aria-labelledby="prompt-versions">
      <h2 id="prompt-versions" safe>
        {texts.title}
      </h2>
      <p class="hint" safe>
        {texts.text}
      </p>
      {versions.length === 0 ? (
        <EmptyState icon="note" title={texts.none.title} text={texts.none.text} />
      ) : (
        <>
          <DataTable
            caption={texts.title}
            columns={[
              {
                label: columns.version,
                cell: ({ id, isActive }) => (
                  <span class="chips">
                    <a href={versionPath(id)} safe>
                      {texts.name(String(id))}
                    </a>
                    {isActive ? <Chip label={texts.active} tone="accent" /> : ''}
                  </span>
                ),
              },
              { label: columns.note, cell: ({ note }) => <span safe>{note ?? texts.noNote}</span> },
              {
                label: columns.author,
                cell: ({ authorName, createdAt }) => (
                  <span class="two-lines">
                    <span safe>{authorName}</span>
                    <span class="hint">
                      <Moment date={createdAt} view={view} style="when" />
                    </span>
                  </span>
                ),
              },
              { label: columns.used, cell: (version) => <Used version={version} view={view} /> },
            ]}
            rows={versions}
            rowId={({ id }) => `version-${id}`}
            language={language}
          />
          <Pagination {...pages} language={language} />
        </>
      )}
      {active && mayChange ? (
        <form
          method="post"
          action={`${PROMPT_PATH}/withdraw`}
          hx-post={`${PROMPT_PATH}/withdraw`}
          {...confirmFirst(texts.confirmWithdraw)}
        >
          <Button label={texts.withdraw} type="submit" />
        </form>
      ) : (
        ''
      )}
    </section>
  );
}

function Used({ version, view }: { version: PromptVersion; view: View }): JSX.Element {
  const { versions: texts } = promptTexts[view.language];
  const { activatedAt, activatedBy } = version;
  if (!activatedAt || !activatedBy) return <span safe>{texts.neverUsed}</span>;
  return (
    <span class="two-lines">
      <span safe>{texts.usedBy(activatedBy)}</span>
      <span class="hint">
        <Moment date={activatedAt} view={view} style="when" />
      </span>
    </span>
  );
}

interface VersionPageProps extends FrameProps {
  version: PromptVersion;
  active: PromptVersion | null;
  lines: Record<Language, DiffLine[]>;
  mayChange: boolean;
}

/** One version, beside the one in use, with the way to put it into use. */
export function PromptVersionPage({
  version,
  active,
  lines,
  mayChange,
  person,
  files,
  view,
}: VersionPageProps): JSX.Element {
  const texts = promptTexts[view.language];
  const { version: words } = texts;
  const { id, isActive, note, authorName } = version;
  const isOlder = active !== null && id < active.id;
  const actions = (
    <>
      <Button label={words.edit} href={`${PROMPT_PATH}?from=${id}`} />
      <form
        method="post"
        action={`${versionPath(id)}/use`}
        hx-post={`${versionPath(id)}/use`}
        {...confirmFirst(words.confirm(String(id)))}
      >
        <Button label={isOlder ? words.goBack : words.use} icon="check" kind="primary" type="submit" />
      </form>
    </>
  );
  return (
    <AdministrationPage
      current="prompt"
      title={words.title(String(id))}
      lead={`${words.by(authorName)}. ${note ?? texts.versions.noNote}`}
      backPath={PROMPT_PATH}
      {...(mayChange && !isActive && { actions })}
      person={person}
      files={files}
    >
      <div class="cards">
        <DoneNote text={isActive ? words.isActive : null} />
        <section class="panel-card" aria-labelledby="version-changes">
          <h2 id="version-changes" safe>
            {words.changes(active && !isActive ? String(active.id) : null)}
          </h2>
          <dl class="diff">
            {(['es', 'en'] as const).map((of) => (
              <div>
                <dt safe>{texts.languages[of]}</dt>
                <dd lang={of}>
                  <Changes lines={isActive ? asIs(version.texts[of]) : lines[of]} view={view} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </AdministrationPage>
  );
}

const asIs = (text: string): DiffLine[] =>
  text.split('\n').map((line) => ({ kind: 'same', parts: [{ text: line, kind: 'same' }] }));

function Changes({ lines, view }: { lines: DiffLine[]; view: View }): JSX.Element {
  const { same } = promptTexts[view.language].version;
  if (lines.length === 0)
    return (
      <p class="diff-skipped" safe>
        {same}
      </p>
    );
  return (
    <>
      {lines.map((line) => (
        <Line line={line} field="content" view={view} />
      ))}
    </>
  );
}
