import type { SystemSetting } from '../../src/features/settings/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { AdministrationPage } from '../administration/administration-page.tsx';
import { Button, confirmFirst } from '../components/button.tsx';
import { Chip } from '../components/chips.tsx';
import { DataTable } from '../components/data-table.tsx';
import { DoneNote } from '../components/done-note.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { CheckField, Form, TextArea, TextField } from '../components/fields.tsx';
import { Moment } from '../components/moment.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import type { Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { type OwnDone, type OwnFault, ownTexts } from './own-texts.ts';
import { OWN_PATH, ownPath } from './paths.ts';

const MAX_SHOWN_CHARS = 120;

interface FrameProps {
  person: Person;
  files: PageFiles;
  view: View;
}

export interface OwnListProps extends FrameProps {
  settings: SystemSetting[];
  mayChange: boolean;
  done: OwnDone | null;
}

/** What the bank keeps under keys of its own, for its other systems. */
export function OwnListPage({ settings, mayChange, done, person, files, view }: OwnListProps): JSX.Element {
  const texts = ownTexts[view.language];
  const add = <Button label={texts.add} icon="plus" kind="primary" href={`${OWN_PATH}/new`} />;
  return (
    <AdministrationPage current="own" {...(mayChange && { actions: add })} person={person} files={files}>
      <>
        <DoneNote text={done && texts.done[done]} />
        {settings.length === 0 ? (
          <EmptyState icon="source" title={texts.none.title} text={texts.none.text} />
        ) : (
          <OwnTable settings={settings} mayChange={mayChange} view={view} />
        )}
      </>
    </AdministrationPage>
  );
}

function OwnTable({ settings, mayChange, view }: Pick<OwnListProps, 'settings' | 'mayChange' | 'view'>): JSX.Element {
  const texts = ownTexts[view.language];
  return (
    <DataTable
      caption={texts.list}
      columns={[
        {
          label: texts.columns.key,
          cell: ({ key }) =>
            mayChange ? (
              <a href={ownPath(key)} safe>
                {key}
              </a>
            ) : (
              <code safe>{key}</code>
            ),
        },
        { label: texts.columns.value, cell: (setting) => <Value setting={setting} language={view.language} /> },
        {
          label: texts.columns.about,
          cell: ({ description, category }) => (
            <span class="two-lines">
              <span safe>{description ?? ''}</span>
              <span class="hint" safe>
                {category}
              </span>
            </span>
          ),
        },
        {
          label: texts.columns.changed,
          cell: ({ updatedAt, updatedBy }) => (
            <span class="two-lines">
              {updatedAt ? <Moment date={updatedAt} view={view} style="when" /> : ''}
              <span class="hint" safe>
                {updatedBy ?? ''}
              </span>
            </span>
          ),
        },
      ]}
      rows={settings}
      rowId={({ key }) => `own-${key}`}
      language={view.language}
    />
  );
}

function Value({ setting, language }: { setting: SystemSetting; language: Language }): JSX.Element {
  const texts = ownTexts[language];
  if (setting.isSecret) return <Chip label={texts.secret} tone="amber" />;
  const text = typeof setting.value === 'string' ? setting.value : JSON.stringify(setting.value);
  return (
    <span class="chips">
      <code class="breakable" safe>
        {text.length > MAX_SHOWN_CHARS ? `${text.slice(0, MAX_SHOWN_CHARS)}…` : text}
      </code>
      {setting.isPublic ? <Chip label={texts.public} tone="blue" /> : ''}
    </span>
  );
}

export interface OwnFormState {
  /** Of one that is there, which has its key for good; null: a new one. */
  existing: { key: string; isSecret: boolean } | null;
  key: string;
  /** A text, or JSON. */
  value: string;
  category: string;
  description: string;
  isPublic: boolean;
  isSecret: boolean;
  fault: OwnFault | null;
}

/** A value that is added or changed. */
export function OwnEditPage({ state, person, files, view }: FrameProps & { state: OwnFormState }): JSX.Element {
  const texts = ownTexts[view.language];
  const { existing } = state;
  return (
    <AdministrationPage
      current="own"
      title={existing?.key ?? texts.addTitle}
      backPath={OWN_PATH}
      {...(existing && { actions: <Remove keyName={existing.key} language={view.language} /> })}
      person={person}
      files={files}
    >
      <div class="page-narrow">
        <div class="panel-card">
          <OwnForm state={state} language={view.language} />
        </div>
      </div>
    </AdministrationPage>
  );
}

function Remove({ keyName, language }: { keyName: string; language: Language }): JSX.Element {
  const { remove, removeQuestion } = ownTexts[language];
  return (
    <form method="post" action={`${OWN_PATH}/delete`} {...confirmFirst({ ...removeQuestion, isDangerous: true })}>
      <input type="hidden" name="key" value={keyName} />
      <Button label={remove} kind="danger" type="submit" />
    </form>
  );
}

export function OwnForm({ state, language }: { state: OwnFormState; language: Language }): JSX.Element {
  const { fields, faults } = ownTexts[language];
  const { existing, fault } = state;
  const isSealed = existing?.isSecret ?? false;
  const faultOf = (...some: OwnFault[]) => (fault !== null && some.includes(fault) ? faults[fault] : null);
  return (
    <Form id="own-form" action={existing ? ownPath(existing.key) : OWN_PATH} error={faultOf('many', 'secret_public')}>
      <>
        {existing ? (
          ''
        ) : (
          <TextField
            name="key"
            label={fields.key}
            value={state.key}
            hint={fields.keyHint}
            error={faultOf('key', 'taken')}
            isRequired
            attributes={{ maxlength: '100', autocomplete: 'off', spellcheck: 'false' }}
            language={language}
          />
        )}
        <TextArea
          name="value"
          label={fields.value}
          value={state.value}
          hint={isSealed ? fields.secretValueHint : fields.valueHint}
          error={faultOf('value')}
          isRequired
          rows={5}
          attributes={{ spellcheck: 'false' }}
          language={language}
        />
        <div class="fields">
          <TextField
            name="category"
            label={fields.category}
            value={state.category}
            attributes={{ maxlength: '50', autocomplete: 'off' }}
            language={language}
          />
          <TextField
            name="description"
            label={fields.description}
            value={state.description}
            attributes={{ maxlength: '500', autocomplete: 'off' }}
            language={language}
          />
        </div>
        {isSealed ? (
          ''
        ) : (
          <CheckField name="is_public" label={fields.isPublic} hint={fields.isPublicHint} isChecked={state.isPublic} />
        )}
        {existing ? (
          ''
        ) : (
          <CheckField name="is_secret" label={fields.isSecret} hint={fields.isSecretHint} isChecked={state.isSecret} />
        )}
        <div class="form-actions">
          <Button label={fields.save} icon="check" kind="primary" type="submit" />
        </div>
      </>
    </Form>
  );
}
