import type { FileFault, ImportRow } from '../../src/features/customer-import/model.ts';
import { formatBytes, formatNumber } from '../../src/lib/format.ts';
import { Button, confirmFirst } from '../components/button.tsx';
import { FormProblem } from '../components/fields.tsx';
import { PageHeader } from '../components/page-header.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { customerTexts } from './customer-texts.ts';
import { ImportSetup, type SetupState } from './import-setup.tsx';
import { CUSTOMERS_PATH, importPath } from './paths.ts';

interface ImportPageProps {
  /** What is wrong with the file that was sent. */
  fault: FileFault | null;
  maxBytes: number;
  person: Person;
  files: PageFiles;
  view: View;
}

/** Where a file of customers comes in. */
export function ImportPage({ fault, maxBytes, person, files, view }: ImportPageProps): JSX.Element {
  const { import: texts } = customerTexts[view.language];
  return (
    <PanelPage title={texts.title} section="customers" person={person} files={files}>
      <div class="page page-narrow">
        <PageHeader title={texts.title} lead={texts.lead} backPath={CUSTOMERS_PATH} language={view.language} />
        <section class="panel-card">
          <FormProblem error={fault && (texts.faultsOfFile[fault] ?? texts.faultsOfFile.unreadable ?? null)} />
          <form class="form" method="post" action={`${CUSTOMERS_PATH}/import`} enctype="multipart/form-data">
            <div class="field">
              <label for="import-file" safe>
                {texts.file}
              </label>
              <input
                type="file"
                id="import-file"
                name="file"
                accept=".csv,.txt,.tsv,text/csv,text/plain"
                required
                aria-describedby="import-file-hint"
              />
              <p class="hint" id="import-file-hint" safe>
                {`${texts.fileHint} (≤ ${formatBytes(maxBytes, view)})`}
              </p>
            </div>
            <div class="form-actions">
              <Button label={texts.upload} kind="primary" type="submit" />
            </div>
          </form>
        </section>
      </div>
    </PanelPage>
  );
}

export interface ImportSight {
  row: ImportRow;
  /** Null once there is nothing more to set up. */
  setup: SetupState | null;
}

interface OneImportPageProps {
  sight: ImportSight;
  person: Person;
  files: PageFiles;
  view: View;
}

/** One file: what its columns are, what it would do, how far it has come and what became of it. */
export function OneImportPage({ sight, person, files, view }: OneImportPageProps): JSX.Element {
  const { import: texts } = customerTexts[view.language];
  const { row } = sight;
  const lead = `${row.fileName ? `${row.fileName} · ` : ''}${texts.lines(formatNumber(row.total, view))}`;
  return (
    <PanelPage title={texts.title} section="customers" person={person} files={files}>
      <div class="page">
        <PageHeader title={texts.title} lead={lead} backPath={`${CUSTOMERS_PATH}/import`} language={view.language} />
        <div class="cards">
          <ImportState sight={sight} view={view} />
          {sight.setup ? <ImportSetup state={sight.setup} view={view} /> : ''}
          {sight.setup ? <div id="import-result" aria-live="polite" /> : ''}
          {sight.setup ? <CallOff id={row.id} view={view} /> : ''}
        </div>
      </div>
    </PanelPage>
  );
}

/** How far it has come; asks for itself again while it runs. */
export function ImportState({ sight: { row }, view }: { sight: ImportSight; view: View }): JSX.Element {
  const { import: texts } = customerTexts[view.language];
  const say = (count: number) => formatNumber(count, view);
  const isRunning = row.status === 'RUNNING' && !row.isSilent;
  if (isRunning) {
    return (
      <section
        class="panel-card"
        id="import-state"
        aria-live="polite"
        hx-get={importPath(row.id)}
        hx-select="#import-state"
        hx-swap="outerHTML"
        hx-trigger="every 700ms"
      >
        <h2 safe>{texts.running}</h2>
        <progress
          class="import-progress"
          max={String(row.total)}
          value={String(row.processed)}
          aria-label={texts.running}
        />
        <p safe>{texts.progress(say(row.processed), say(row.total))}</p>
      </section>
    );
  }
  if (row.status === 'DONE') {
    return (
      <section class="panel-card" id="import-state" aria-live="polite">
        <h2 safe>{texts.done}</h2>
        <p safe>{texts.doneText(say(row.added), say(row.updated), say(row.skipped))}</p>
        <div class="form-actions">
          <Button label={texts.toList} kind="primary" href={CUSTOMERS_PATH} />
          <Button label={texts.again} href={`${CUSTOMERS_PATH}/import`} />
        </div>
      </section>
    );
  }
  if (row.status === 'CANCELLED') {
    return (
      <section class="panel-card" id="import-state">
        <p safe>{texts.cancelled}</p>
        <div class="form-actions">
          <Button label={texts.again} kind="primary" href={`${CUSTOMERS_PATH}/import`} />
        </div>
      </section>
    );
  }
  const failure = row.isSilent ? 'interrupted' : row.status === 'FAILED' ? (row.failure ?? 'internal') : null;
  if (failure === null) return '';
  return (
    <section class="panel-card is-red" id="import-state" role="alert">
      <h2 safe>{texts.failed}</h2>
      <p safe>{texts.failures[failure] ?? ''}</p>
      <div class="form-actions">
        <Button label={texts.check} href={importPath(row.id)} />
      </div>
    </section>
  );
}

function CallOff({ id, view }: { id: string; view: View }): JSX.Element {
  const { import: texts } = customerTexts[view.language];
  return (
    <form
      method="post"
      action={importPath(id, 'cancel')}
      {...confirmFirst({ title: texts.cancel, text: texts.cancelled, action: texts.cancel })}
    >
      <Button label={texts.cancel} kind="quiet" type="submit" />
    </form>
  );
}
