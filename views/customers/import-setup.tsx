import type { ImportCheck } from '../../src/features/customer-import/model.ts';
import { IMPORT_FIELDS, type ImportField } from '../../src/features/customer-import/model.ts';
import { formatNumber } from '../../src/lib/format.ts';
import { Button } from '../components/button.tsx';
import { DataTable } from '../components/data-table.tsx';
import { Form, SelectField } from '../components/fields.tsx';
import { Icon } from '../components/icons.tsx';
import type { View } from '../view.ts';
import { customerTexts } from './customer-texts.ts';
import { importPath } from './paths.ts';

/** What the columns of a file are taken for. */
export interface SetupState {
  id: string;
  header: string[];
  /** The first lines of the file. */
  sample: string[][];
  /** By the place of the column; empty for one that is left out. */
  mapping: string[];
  onDuplicate: string;
  problem: string | null;
}

interface SetupProps {
  state: SetupState;
  view: View;
}

/** Saying what each column is, and what becomes of customers who are there already. */
export function ImportSetup({ state, view }: SetupProps): JSX.Element {
  return (
    <section class="panel-card" aria-labelledby="import-columns">
      <h2 id="import-columns" safe>
        {customerTexts[view.language].import.columnsTitle}
      </h2>
      <ImportSetupForm state={state} view={view} />
    </section>
  );
}

export function ImportSetupForm({ state, view }: SetupProps): JSX.Element {
  const texts = customerTexts[view.language];
  const { import: words } = texts;
  const names: Record<ImportField, string> = {
    ...(texts.fields as Record<ImportField, string>),
    first_name: { es: 'Nombre de pila', en: 'First name' }[view.language],
    last_name: { es: 'Apellidos', en: 'Last name' }[view.language],
    account_number: texts.columns.accounts,
  };
  const options = (Object.keys(IMPORT_FIELDS) as ImportField[]).map((value) => ({ value, label: names[value] }));
  const columns = state.header.map((label, at) => ({ label: label || `#${at + 1}`, at }));
  return (
    <Form id="import-setup" action={importPath(state.id, 'check')} error={state.problem}>
      <>
        <DataTable
          caption={words.columnsTitle}
          language={view.language}
          rows={columns}
          rowId={({ at }) => `column-${at}`}
          columns={[
            { label: words.column, cell: ({ label }) => <strong safe>{label}</strong> },
            {
              label: words.sample,
              cell: ({ at }) => (
                <span class="muted breakable" safe>
                  {state.sample
                    .map((cells) => (cells[at] ?? '').slice(0, 60))
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              ),
            },
            {
              label: words.means,
              cell: ({ label, at }) => (
                <div class="field">
                  <select name="mapping" aria-label={words.meansOf(label)}>
                    <option value="" selected={!state.mapping[at]} safe>
                      {words.ignore}
                    </option>
                    {options.map((option) => (
                      <option value={option.value} selected={option.value === state.mapping[at]} safe>
                        {option.label}
                      </option>
                    ))}
                  </select>
                </div>
              ),
            },
          ]}
        />
        <SelectField
          name="on_duplicate"
          label={words.onDuplicate}
          value={state.onDuplicate}
          isRequired
          options={Object.entries(words.onDuplicates).map(([value, label]) => ({ value, label }))}
          language={view.language}
        />
        <div class="form-actions">
          <Button label={words.check} kind="primary" type="submit" />
        </div>
      </>
    </Form>
  );
}

/** What the file would do; all of it, or nothing where a line is faulty. */
export function ImportResult({ id, check, view }: { id: string; check: ImportCheck; view: View }): JSX.Element {
  const { import: texts } = customerTexts[view.language];
  const say = (count: number) => formatNumber(count, view);
  return (
    <section id="import-result" aria-live="polite" class={['panel-card', check.faultyLines > 0 && 'is-red']}>
      <h2 safe>{texts.result}</h2>
      {check.faultyLines > 0 ? (
        <Faulty id={id} check={check} view={view} />
      ) : (
        <>
          <p class="fine">
            <Icon name="check" />
            <span safe>{texts.fine}</span>
          </p>
          <ul class="rule-list">
            <li safe>{texts.toAdd(say(check.added))}</li>
            {check.updated > 0 ? <li safe>{texts.toUpdate(say(check.updated))}</li> : ''}
            {check.skipped > 0 ? <li safe>{texts.toSkip(say(check.skipped))}</li> : ''}
          </ul>
          <form method="post" action={importPath(id, 'run')} class="form-actions">
            <Button label={texts.run(say(check.added + check.updated))} kind="primary" type="submit" />
          </form>
        </>
      )}
    </section>
  );
}

function Faulty({ id, check, view }: { id: string; check: ImportCheck; view: View }): JSX.Element {
  const texts = customerTexts[view.language];
  const { import: words } = texts;
  const say = (count: number) => formatNumber(count, view);
  const nameOf = (field: string | null): string => (field === null ? '–' : fieldName(field, view));
  return (
    <>
      <p>
        <strong safe>{words.faulty(say(check.faultyLines))}</strong>. <span safe>{words.faultyText}</span>
      </p>
      <DataTable
        caption={words.faultList}
        language={view.language}
        rows={check.faults}
        rowId={({ line, field, fault }) => `fault-${line}-${field ?? 'line'}-${fault}`}
        columns={[
          { label: words.faultLine, cell: ({ line }) => <span safe>{say(line)}</span> },
          { label: words.faultColumn, cell: ({ field }) => <span safe>{nameOf(field)}</span> },
          { label: words.fault, cell: ({ fault }) => <span safe>{texts.faults[fault] ?? fault}</span> },
        ]}
      />
      <p class="list-actions">
        <Button label={words.download} href={importPath(id, 'faults')} attributes={{ download: '' }} />
      </p>
    </>
  );
}

/** A field of a fault as people call it. */
export function fieldName(field: string, view: Pick<View, 'language'>): string {
  const texts = customerTexts[view.language];
  return field === 'account_number' ? texts.columns.accounts : (texts.fields[field] ?? field);
}
