import type { ClassState, Hold } from '../../src/features/retention/model.ts';
import { formatNumber } from '../../src/lib/format.ts';
import { AdministrationPage } from '../administration/administration-page.tsx';
import { Button, confirmFirst } from '../components/button.tsx';
import { DataTable } from '../components/data-table.tsx';
import { DoneNote } from '../components/done-note.tsx';
import { Form, TextField } from '../components/fields.tsx';
import { Moment } from '../components/moment.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import type { Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { RETENTION_PATH } from './paths.ts';
import { retentionTexts } from './retention-texts.ts';

const SETTINGS_PATH = '/panel/settings';

interface RetentionPageProps {
  classes: ClassState[];
  holds: Hold[];
  /** Whether the person may put holds on and take them off. */
  mayHold: boolean;
  done: 'held' | 'released' | null;
  /** The conversation that the form begins with; empty for none. */
  chosen: string;
  person: Person;
  files: PageFiles;
  view: View;
}

/** What would be deleted now because its time is over, and what legal holds keep. */
export function RetentionPage({
  classes,
  holds,
  mayHold,
  done,
  chosen,
  person,
  files,
  view,
}: RetentionPageProps): JSX.Element {
  const texts = retentionTexts[view.language];
  return (
    <AdministrationPage current="retention" person={person} files={files}>
      <>
        {done ? <DoneNote text={texts.done[done]} /> : ''}
        <section class="block" aria-labelledby="classes">
          <h2 id="classes" safe>
            {texts.classesTitle}
          </h2>
          <p class="hint" safe>
            {texts.classesText}
          </p>
          <ClassTable classes={classes} view={view} />
          <div class="form-actions">
            <Button label={texts.change} href={SETTINGS_PATH} />
          </div>
        </section>
        <section class="block" aria-labelledby="holds">
          <h2 id="holds" safe>
            {texts.holdsTitle}
          </h2>
          <p class="hint" safe>
            {texts.holdsText}
          </p>
          {holds.length > 0 ? (
            <HoldTable holds={holds} mayHold={mayHold} view={view} />
          ) : (
            <p class="hint" safe>
              {texts.noHolds}
            </p>
          )}
          {mayHold ? <HoldForm id={chosen} reason="" errors={{}} view={view} /> : ''}
        </section>
      </>
    </AdministrationPage>
  );
}

const word = (text: string): JSX.Element => <span safe>{text}</span>;

function ClassTable({ classes, view }: { classes: ClassState[]; view: View }): JSX.Element {
  const texts = retentionTexts[view.language];
  const { columns } = texts;
  const say = (value: number): string => formatNumber(value, view);
  return (
    <DataTable
      caption={texts.classesTitle}
      columns={[
        { label: columns.name, cell: ({ name }) => word(texts.classes[name]) },
        { label: columns.keep, cell: ({ days }) => word(days === 0 ? texts.forEver : texts.days(say(days))) },
        { label: columns.due, isNumber: true, cell: ({ count }) => word(count === 0 ? texts.nothing : say(count)) },
        {
          label: columns.oldest,
          cell: ({ oldest }) => (oldest ? <Moment date={oldest} view={view} style="when" /> : word('—')),
        },
        { label: columns.held, isNumber: true, cell: ({ held }) => word(say(held)) },
        { label: columns.last, cell: ({ last }) => <LastPurge last={last} view={view} /> },
      ]}
      rows={classes}
      rowId={({ name }) => `class-${name}`}
      language={view.language}
    />
  );
}

function LastPurge({ last, view }: { last: ClassState['last']; view: View }): JSX.Element {
  const texts = retentionTexts[view.language];
  if (!last) return word('—');
  return (
    <>
      <Moment date={last.startedAt} view={view} style="when" />{' '}
      {word(last.finishedAt ? texts.went(formatNumber(last.rows, view)) : texts.goesOn)}
    </>
  );
}

function HoldTable({ holds, mayHold, view }: { holds: Hold[]; mayHold: boolean; view: View }): JSX.Element {
  const texts = retentionTexts[view.language];
  const { holdColumns: columns } = texts;
  return (
    <DataTable
      caption={texts.holdsTitle}
      columns={[
        {
          label: columns.what,
          cell: ({ kind, id, name }) => (
            <a href={`/panel/${kind}s/${encodeURIComponent(id)}`} safe>
              {`${texts.kinds[kind]} ${name ?? id}`}
            </a>
          ),
        },
        { label: columns.reason, cell: ({ reason }) => word(reason) },
        { label: columns.by, cell: ({ heldByName }) => word(heldByName ?? '—') },
        { label: columns.since, cell: ({ heldAt }) => <Moment date={heldAt} view={view} style="when" /> },
        ...(mayHold ? [{ label: columns.deed, cell: (hold: Hold) => <Release hold={hold} view={view} /> }] : []),
      ]}
      rows={holds}
      rowId={({ kind, id }) => `hold-${kind}-${id}`}
      language={view.language}
    />
  );
}

/** A customer's hold is taken off on the customer's page. */
function Release({ hold: { kind, id }, view }: { hold: Hold; view: View }): JSX.Element {
  const texts = retentionTexts[view.language];
  if (kind === 'customer') return word('—');
  return (
    <form
      method="post"
      action={`${RETENTION_PATH}/holds/${encodeURIComponent(id)}/release`}
      {...confirmFirst({ ...texts.confirmRelease, isDangerous: true })}
    >
      <Button label={texts.release} type="submit" />
    </form>
  );
}

interface HoldFormProps {
  /** What was typed. */
  id: string;
  reason: string;
  errors: { id?: string; reason?: string };
  view: View;
}

/** Puts a conversation on hold. */
export function HoldForm({ id, reason, errors, view }: HoldFormProps): JSX.Element {
  const { holdForm: texts } = retentionTexts[view.language];
  const shared = { isRequired: true, language: view.language };
  return (
    <Form id="hold-form" action={`${RETENTION_PATH}/holds`}>
      <>
        <h3 safe>{texts.title}</h3>
        <TextField
          {...shared}
          name="id"
          label={texts.id}
          hint={texts.idHint}
          value={id}
          error={errors.id ?? null}
          attributes={{ maxlength: '36', autocomplete: 'off' }}
        />
        <TextField
          {...shared}
          name="reason"
          label={texts.reason}
          value={reason}
          error={errors.reason ?? null}
          attributes={{ maxlength: '300', autocomplete: 'off' }}
        />
        <Button label={texts.submit} icon="shield" type="submit" />
      </>
    </Form>
  );
}
