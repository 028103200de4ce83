import type { CannedResponse } from '../../src/features/canned-responses/model.ts';
import { AdministrationPage } from '../administration/administration-page.tsx';
import { Button, confirmFirst } from '../components/button.tsx';
import { Chip } from '../components/chips.tsx';
import { DataTable } from '../components/data-table.tsx';
import { DoneNote } from '../components/done-note.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { LiveRegion } from '../components/live-region.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import type { Person } from '../layouts/panel-page.tsx';
import { CannedForm, type CannedFormState } from './canned-form.tsx';
import { cannedTexts } from './canned-texts.ts';
import { CANNED_PATH, cannedDeletePath, cannedItemPath } from './paths.ts';

const LIST_ID = 'canned';

/** One of the list, with what the person may do with it. */
interface CannedItem extends CannedResponse {
  mayChange: boolean;
}

interface FrameProps {
  person: Person;
  files: PageFiles;
}

/** Everybody's canned responses and the person's own. */
export function CannedListPage({
  items,
  done,
  person,
  files,
}: FrameProps & { items: CannedItem[]; done: 'saved' | 'removed' | null }): JSX.Element {
  const texts = cannedTexts[person.language];
  const add = <Button label={texts.add} icon="plus" kind="primary" href={`${CANNED_PATH}/new`} />;
  return (
    <AdministrationPage current="canned" lead={texts.lead} actions={add} person={person} files={files}>
      <>
        <DoneNote text={done && texts[done]} />
        <LiveRegion id={LIST_ID} path={CANNED_PATH} topic="canned">
          {items.length === 0 ? (
            <EmptyState icon="slash" title={texts.empty.title} text={texts.empty.text} />
          ) : (
            <CannedTable items={items} person={person} />
          )}
        </LiveRegion>
      </>
    </AdministrationPage>
  );
}

function CannedTable({ items, person: { language } }: { items: CannedItem[]; person: Person }): JSX.Element {
  const texts = cannedTexts[language];
  return (
    <DataTable
      caption={texts.title}
      columns={[
        { label: texts.shortcut, cell: (item) => <Shortcut item={item} /> },
        { label: texts.name, cell: (item) => <Title item={item} /> },
        { label: texts.languages, cell: (item) => <Languages item={item} /> },
        {
          label: texts.whose,
          cell: ({ ownerId }) =>
            ownerId === null ? <Chip label={texts.shared} tone="blue" /> : <Chip label={texts.mine} />,
        },
      ]}
      rows={items}
      rowId={({ id }) => `canned-${id}`}
      language={language}
    />
  );
}

function Shortcut({ item: { id, shortcut, mayChange } }: { item: CannedItem }): JSX.Element {
  if (!mayChange) return <code safe>{`/${shortcut}`}</code>;
  return (
    <a href={cannedItemPath(id)}>
      <code safe>{`/${shortcut}`}</code>
    </a>
  );
}

function Title({ item: { title, textEs, textEn } }: { item: CannedItem }): JSX.Element {
  return (
    <span class="two-lines">
      <span safe>{title}</span>
      <span class="hint canned-text" safe>
        {textEs ?? textEn ?? ''}
      </span>
    </span>
  );
}

function Languages({ item: { textEs, textEn } }: { item: CannedItem }): JSX.Element {
  return <span safe>{[...(textEs ? ['ES'] : []), ...(textEn ? ['EN'] : [])].join(' · ')}</span>;
}

interface CannedEditPageProps extends FrameProps {
  /** Null: a new one. */
  id: number | null;
  form: CannedFormState;
  mayShare: boolean;
}

/** One of them, new or to be changed. */
export function CannedEditPage({ id, form, mayShare, person, files }: CannedEditPageProps): JSX.Element {
  const { language } = person;
  const texts = cannedTexts[language];
  const title = id === null ? texts.addTitle : texts.changeTitle;
  return (
    <AdministrationPage
      current="canned"
      title={title}
      backPath={CANNED_PATH}
      {...(id !== null && { actions: <Remove id={id} shortcut={form.shortcut} person={person} /> })}
      person={person}
      files={files}
    >
      <CannedForm {...form} id={id} mayShare={mayShare} language={language} />
    </AdministrationPage>
  );
}

function Remove({ id, shortcut, person }: { id: number; shortcut: string; person: Person }): JSX.Element {
  const texts = cannedTexts[person.language];
  return (
    <form
      method="post"
      action={cannedDeletePath(id)}
      {...confirmFirst({ ...texts.removeConfirm(shortcut), isDangerous: true })}
    >
      <Button label={texts.remove} kind="danger" type="submit" />
    </form>
  );
}
