import type { ApiKey, KeyStatus } from '../../src/features/api-keys/model.ts';
import { formatDateTime } from '../../src/lib/format.ts';
import { AdministrationPage } from '../administration/administration-page.tsx';
import { AUDIT_PATH } from '../audit/paths.ts';
import { Button, confirmFirst } from '../components/button.tsx';
import { Chip, type Tone } from '../components/chips.tsx';
import { DataTable } from '../components/data-table.tsx';
import { DoneNote } from '../components/done-note.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { LiveRegion } from '../components/live-region.tsx';
import { Moment } from '../components/moment.tsx';
import { SecretNote } from '../components/secret-note.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import type { Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { KeyForm, type KeyFormState } from './key-form.tsx';
import { type KeyDone, keyTexts } from './key-texts.ts';
import { KEYS_PATH, keyPath } from './paths.ts';

const LIST_ID = 'api-keys';

interface FrameProps {
  person: Person;
  files: PageFiles;
  view: View;
}

/** All keys: those that open something first. */
export function KeysPage({
  apiKeys,
  done,
  ...frame
}: FrameProps & { apiKeys: ApiKey[]; done: KeyDone | null }): JSX.Element {
  const { person, files, view } = frame;
  const texts = keyTexts[view.language];
  const add = <Button label={texts.add} icon="plus" kind="primary" href={`${KEYS_PATH}/new`} />;
  return (
    <AdministrationPage current="apiKeys" actions={add} person={person} files={files}>
      <div>
        <DoneNote text={done && texts.done[done]} />
        <LiveRegion id={LIST_ID} path={KEYS_PATH} topic="keys">
          {apiKeys.length === 0 ? (
            <EmptyState icon="shield" title={texts.none.title} text={texts.none.text} />
          ) : (
            <KeysTable keys={apiKeys} view={view} />
          )}
        </LiveRegion>
      </div>
    </AdministrationPage>
  );
}

function KeysTable({ keys, view }: { keys: ApiKey[]; view: View }): JSX.Element {
  const texts = keyTexts[view.language];
  return (
    <DataTable
      caption={texts.list}
      columns={[
        { label: texts.columns.name, cell: (key) => <Name apiKey={key} /> },
        { label: texts.columns.may, cell: (key) => <span safe>{reachOf(key, view)}</span> },
        { label: texts.columns.state, cell: (key) => <State apiKey={key} view={view} /> },
        { label: texts.columns.used, cell: (key) => <Used apiKey={key} view={view} /> },
        { label: texts.columns.made, cell: (key) => <Made apiKey={key} view={view} /> },
      ]}
      rows={keys}
      rowId={({ id }) => `key-${id}`}
      language={view.language}
    />
  );
}

function Name({ apiKey: { id, name, prefix } }: { apiKey: ApiKey }): JSX.Element {
  return (
    <span class="two-lines">
      <a href={keyPath(id)} safe>
        {name}
      </a>
      <code class="hint" safe>
        {`${prefix}…`}
      </code>
    </span>
  );
}

function reachOf({ role, scopes }: ApiKey, { language }: View): string {
  const texts = keyTexts[language];
  const { label } = texts.fields.roles[role];
  return scopes === null ? texts.all(label) : texts.some(label, scopes.length);
}

const TONES: Record<KeyStatus, Tone> = { active: 'accent', expired: 'amber', revoked: 'plain' };

function State({ apiKey: { status, expiresAt }, view }: { apiKey: ApiKey; view: View }): JSX.Element {
  const texts = keyTexts[view.language];
  return (
    <span class="two-lines">
      <span>
        <Chip label={texts.statuses[status]} tone={TONES[status]} />
      </span>
      {status === 'active' ? (
        <span class="hint" safe>
          {expiresAt ? texts.expires(formatDateTime(expiresAt, view)) : texts.noEnd}
        </span>
      ) : (
        ''
      )}
    </span>
  );
}

function Used({ apiKey: { lastUsedAt, lastUsedAddress }, view }: { apiKey: ApiKey; view: View }): JSX.Element {
  const texts = keyTexts[view.language];
  if (!lastUsedAt) return <span safe>{texts.never}</span>;
  return (
    <span class="two-lines">
      <Moment date={lastUsedAt} view={view} style="when" />
      {lastUsedAddress ? (
        <span class="hint" safe>
          {texts.from(lastUsedAddress)}
        </span>
      ) : (
        ''
      )}
    </span>
  );
}

function Made({ apiKey: { createdAt, createdByName }, view }: { apiKey: ApiKey; view: View }): JSX.Element {
  return (
    <span class="two-lines">
      <Moment date={createdAt} view={view} style="when" />
      {createdByName ? (
        <span class="hint" safe>
          {keyTexts[view.language].by(createdByName)}
        </span>
      ) : (
        ''
      )}
    </span>
  );
}

/** Where a new one is made. */
export function NewKeyPage({ keyForm, ...frame }: FrameProps & { keyForm: KeyFormState }): JSX.Element {
  const { person, files, view } = frame;
  const texts = keyTexts[view.language];
  return (
    <AdministrationPage
      current="apiKeys"
      title={texts.addTitle}
      lead={texts.addLead}
      backPath={KEYS_PATH}
      person={person}
      files={files}
    >
      <KeyForm keyForm={keyForm} id={null} language={view.language} />
    </AdministrationPage>
  );
}

interface KeyPageProps extends FrameProps {
  apiKey: ApiKey;
  keyForm: KeyFormState;
  done: KeyDone | null;
}

/** One key: what it may, and its end. */
export function KeyPage({ apiKey, keyForm, done, person, files, view }: KeyPageProps): JSX.Element {
  const texts = keyTexts[view.language];
  const { id, name, userId, previousUntil, status } = apiKey;
  return (
    <AdministrationPage
      current="apiKeys"
      title={name}
      lead={reachOf(apiKey, view)}
      backPath={KEYS_PATH}
      actions={<Button label={texts.trail} icon="eye" href={`${AUDIT_PATH}?who=${userId}`} />}
      person={person}
      files={files}
    >
      <div>
        <DoneNote text={done && texts.done[done]} />
        <section class="panel-card">
          <dl class="audit-facts">
            <Fact label={texts.columns.state} value={<State apiKey={apiKey} view={view} />} />
            <Fact label={texts.columns.used} value={<Used apiKey={apiKey} view={view} />} />
            <Fact label={texts.columns.made} value={<Made apiKey={apiKey} view={view} />} />
          </dl>
          <p class="hint" safe>
            {texts.use}
          </p>
          {previousUntil ? (
            <p class="hint" safe>
              {texts.overlap(formatDateTime(previousUntil, view))}
            </p>
          ) : (
            ''
          )}
        </section>
        {status === 'revoked' ? '' : <Deeds id={id} view={view} />}
        {status === 'revoked' ? '' : <KeyForm keyForm={keyForm} id={id} language={view.language} />}
      </div>
    </AdministrationPage>
  );
}

function Fact({ label, value }: { label: string; value: JSX.Element }): JSX.Element {
  return (
    <div>
      <dt safe>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Deeds({ id, view }: { id: number; view: View }): JSX.Element {
  const texts = keyTexts[view.language];
  return (
    <div class="form-actions webhook-deeds">
      <form
        id="rotate-form"
        method="post"
        action={`${keyPath(id)}/rotate`}
        hx-post={`${keyPath(id)}/rotate`}
        hx-target="#rotate-form"
        hx-swap="outerHTML"
        {...confirmFirst(texts.rotateQuestion)}
      >
        <Button label={texts.rotate} icon="shield" type="submit" />
      </form>
      <form
        method="post"
        action={`${keyPath(id)}/revoke`}
        {...confirmFirst({ ...texts.revokeQuestion, isDangerous: true })}
      >
        <Button label={texts.revoke} kind="danger" type="submit" />
      </form>
    </div>
  );
}

interface KeySecretProps {
  id: number;
  secret: string;
  /** Of one that had a secret before. */
  isRotated: boolean;
  view: View;
}

/** The key, once, in the place of the form that made it. */
export function KeySecret({ id, secret, isRotated, view }: KeySecretProps): JSX.Element {
  const texts = keyTexts[view.language].secret;
  return (
    <SecretNote
      id={isRotated ? 'rotate-form' : 'key-form'}
      title={texts.title}
      text={texts.text}
      secret={secret}
      note={isRotated ? texts.rotated : null}
      next={{ label: texts.go, path: keyPath(id) }}
    />
  );
}
