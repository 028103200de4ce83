import type {
  Fault,
  FileStatus,
  ImportedArticle,
  ImportFile,
  ImportOutcome,
  KnowledgeImport,
} from '../../src/features/knowledge-import/model.ts';
import { formatBytes, formatNumber } from '../../src/lib/format.ts';
import type { Language } from '../../src/lib/language.ts';
import { Button } from '../components/button.tsx';
import { Chip, type Tone } from '../components/chips.tsx';
import { DataTable } from '../components/data-table.tsx';
import { Icon } from '../components/icons.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { knowledgeTexts } from '../knowledge/knowledge-texts.ts';
import { IMPORT_PATH, KNOWLEDGE_PATH, topicPath } from '../knowledge/paths.ts';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { importPath } from './import-page.tsx';
import { importTexts } from './import-texts.ts';

const STATE_ID = 'import';

interface ResultProps {
  one: KnowledgeImport;
  person: Person;
  files: PageFiles;
  view: View;
}

/** How far an import is, live, and what came of it. */
export function ImportResultPage({ one, person, files, view }: ResultProps): JSX.Element {
  const { language } = view;
  const texts = importTexts[language];
  return (
    <PanelPage title={texts.oneImport} section="knowledge" person={person} files={files}>
      <div class="page">
        <PageHeader title={texts.oneImport} backPath={IMPORT_PATH} language={language} />
        <ImportState one={one} language={language} />
      </div>
    </PanelPage>
  );
}

/** Asks for itself again while the import is under way. */
function ImportState({ one, language }: { one: KnowledgeImport; language: Language }): JSX.Element {
  const isRunning = one.status === 'RUNNING';
  return (
    <div
      id={STATE_ID}
      data-status={one.status}
      {...(isRunning && {
        'hx-get': importPath(one.id),
        'hx-select': `#${STATE_ID}`,
        'hx-swap': 'outerHTML',
        'hx-trigger': 'load delay:500ms',
      })}
    >
      <Summary one={one} language={language} />
      <FileTable files={one.files} language={language} />
      {one.articles.length > 0 ? <ArticleTable articles={one.articles} language={language} /> : ''}
    </div>
  );
}

function Summary({ one, language }: { one: KnowledgeImport; language: Language }): JSX.Element {
  const texts = importTexts[language];
  if (one.status === 'RUNNING') {
    const done = one.files.filter(({ status }) => status === 'READ' || status === 'FAILED').length;
    return (
      <section class="panel-card import-summary">
        <label for="import-progress" safe>
          {texts.running(done, one.files.length)}
        </label>
        <progress id="import-progress" value={done} max={one.files.length} />
      </section>
    );
  }
  if (one.status === 'FAILED') {
    return (
      <section class="panel-card import-summary" role="status">
        <p class="problem">
          <Icon name="alert" />
          <span safe>{one.failure ? texts.failures[one.failure] : texts.failed}</span>
        </p>
        <p>
          <Button label={texts.again} kind="primary" href={IMPORT_PATH} />
        </p>
      </section>
    );
  }
  const changed = one.articles.filter(({ outcome }) => outcome === 'CREATED' || outcome === 'VERSION').length;
  return (
    <section class="panel-card import-summary" role="status">
      <p class="done-note">
        <Icon name="check" />
        <span safe>{texts.done(changed)}</span>
      </p>
      <p safe>{texts.doneNext}</p>
      <p>
        <Button label={texts.toDrafts} kind="primary" href={`${KNOWLEDGE_PATH}?state=draft`} />
      </p>
    </section>
  );
}

const FILE_TONES: Record<FileStatus, Tone> = { WAITING: 'plain', READING: 'blue', READ: 'accent', FAILED: 'red' };

function FileTable({ files, language }: { files: ImportFile[]; language: Language }): JSX.Element {
  const texts = importTexts[language];
  return (
    <DataTable
      caption={texts.files}
      columns={[
        { label: texts.file, cell: (file) => <FileName file={file} language={language} /> },
        {
          label: texts.status,
          cell: ({ status }) => <Chip label={texts.fileStatuses[status]} tone={FILE_TONES[status]} />,
        },
        {
          label: texts.result,
          cell: ({ status, articles }) => (status === 'READ' ? <span safe>{texts.articles(articles)}</span> : ''),
        },
      ]}
      rows={files}
      rowId={(file) => `file-${files.indexOf(file)}`}
      language={language}
    />
  );
}

function FileName({ file, language }: { file: ImportFile; language: Language }): JSX.Element {
  const texts = importTexts[language];
  const facts = [file.kind && texts.kinds[file.kind], formatBytes(file.size, { language })].filter(Boolean).join(' · ');
  return (
    <span class="two-lines">
      <strong safe>{file.name}</strong>
      <span class="hint" safe>
        {facts}
      </span>
      {file.faults.length > 0 ? (
        <ul class="import-faults">
          {file.faults.map((fault) => (
            <li safe>{sentenceOf(fault, language)}</li>
          ))}
        </ul>
      ) : (
        ''
      )}
    </span>
  );
}

/** `Línea 3, «Comisiones»: No existe la categoría «loyalty».` */
function sentenceOf({ code, line, part, value = '', max }: Fault, language: Language): string {
  const texts = importTexts[language];
  const quoted = part !== undefined && (language === 'es' ? `«${part}»` : `“${part}”`);
  const where = [line !== undefined && texts.line(line), quoted].filter(Boolean).join(', ');
  const bound = max === undefined ? '' : formatNumber(max, { language });
  // A function, so that a `$` in what was found there stays one.
  const sentence = texts.faults[code].replace('{max}', bound).replace('{value}', () => value);
  return where ? `${where}: ${sentence}` : sentence;
}

const OUTCOME_TONES: Record<ImportOutcome, Tone> = {
  CREATED: 'accent',
  VERSION: 'blue',
  UNCHANGED: 'plain',
  SKIPPED: 'amber',
};

function ArticleTable({ articles, language }: { articles: ImportedArticle[]; language: Language }): JSX.Element {
  const texts = importTexts[language];
  return (
    <DataTable
      caption={texts.result}
      columns={[
        {
          label: texts.article,
          cell: ({ slug, title }) => (
            <a href={topicPath(slug)} safe>
              {title}
            </a>
          ),
        },
        {
          label: texts.language,
          cell: (article) => <span safe>{knowledgeTexts[language].languages[article.language]}</span>,
        },
        {
          label: texts.outcome,
          cell: ({ outcome }) => <Chip label={texts.outcomes[outcome]} tone={OUTCOME_TONES[outcome]} />,
        },
      ]}
      rows={articles}
      rowId={({ id }) => `imported-${id}`}
      language={language}
    />
  );
}
