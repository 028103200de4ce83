import { fieldsOf, filterOf, type InboxFilter } from '../../src/features/inbox/model.ts';
import type { SavedView } from '../../src/features/saved-views/model.ts';
import { Button, confirmFirst } from '../components/button.tsx';
import { Icon } from '../components/icons.tsx';
import { inboxTexts } from '../texts/inbox-texts.ts';
import type { View } from '../view.ts';
import { VIEWS_ID } from './ids.ts';
import { listLink } from './inbox-filters.tsx';
import { listPath, viewPath, viewsPath } from './paths.ts';

interface SavedViewsProps {
  views: SavedView[];
  /** What the list shows now. */
  filter: InboxFilter;
  reader: { id: number; mayShare: boolean };
  view: View;
  /** A name that was refused: of a view, or of the new one. */
  problem?: { id: number | null; name: string; text: string } | null;
}

/** The button of the saved views, and what it opens. */
export function SavedViewsMenu(props: SavedViewsProps): JSX.Element {
  const { open } = inboxTexts[props.view.language].views;
  return (
    <>
      <button
        type="button"
        class="button button-quiet button-icon"
        popovertarget="views-menu"
        aria-haspopup="true"
        aria-label={open}
        title={open}
      >
        <Icon name="bookmark" />
      </button>
      <div id="views-menu" class="popover views-menu" popover="auto">
        <SavedViews {...props} />
      </div>
    </>
  );
}

/** The views, and the forms that keep, rename and delete them: an answer to one of those is all of this again. */
export function SavedViews({ views, filter, reader, view, problem = null }: SavedViewsProps): JSX.Element {
  const texts = inboxTexts[view.language].views;
  const own = views.filter(({ ownerId }) => ownerId === reader.id);
  const shared = views.filter(({ ownerId }) => ownerId !== reader.id);
  return (
    <div id={VIEWS_ID} class="views">
      <h3 safe>{texts.own}</h3>
      {own.length === 0 ? (
        <p class="hint" safe>
          {texts.none}
        </p>
      ) : (
        <ul>
          {own.map((one) => (
            <li>
              <ViewLink saved={one} view={view} />
              <EditView
                saved={one}
                filter={filter}
                mayShare={reader.mayShare}
                view={view}
                problem={problem?.id === one.id ? problem : null}
              />
            </li>
          ))}
        </ul>
      )}
      {shared.length > 0 ? (
        <>
          <h3 safe>{texts.shared}</h3>
          <ul>
            {shared.map((one) => (
              <li>
                <ViewLink saved={one} view={view} />
              </li>
            ))}
          </ul>
        </>
      ) : (
        ''
      )}
      <ViewForm
        path={viewsPath}
        filter={filter}
        name={problem?.id === null ? problem.name : ''}
        isShared={false}
        submit={inboxTexts[view.language].desk.save}
        mayShare={reader.mayShare}
        problem={problem?.id === null ? problem.text : null}
        view={view}
      />
    </div>
  );
}

function ViewLink({ saved, view }: { saved: SavedView; view: View }): JSX.Element {
  const filter = filterOf(saved.filters);
  return (
    <a class="menu-item" href={listPath(filter)} {...listLink(filter)}>
      <Icon name="bookmark" />
      <span safe>{saved.name}</span>
      {saved.isShared ? (
        <span class="hint" safe>
          {inboxTexts[view.language].views.sharedBy(saved.ownerName)}
        </span>
      ) : (
        ''
      )}
    </a>
  );
}

interface EditProps {
  saved: SavedView;
  filter: InboxFilter;
  mayShare: boolean;
  view: View;
  problem: { name: string; text: string } | null;
}

function EditView({ saved, filter, mayShare, view, problem }: EditProps): JSX.Element {
  const texts = inboxTexts[view.language].views;
  const text = saved.isShared ? texts.deleteSharedText : texts.deleteText;
  return (
    <details class="view-edit" open={problem !== null}>
      <summary aria-label={`${texts.rename}: ${saved.name}`} title={texts.rename}>
        <Icon name="dots" />
      </summary>
      <ViewForm
        path={viewPath(saved.id)}
        filter={filter}
        name={problem?.name ?? saved.name}
        isShared={saved.isShared}
        submit={texts.rename}
        mayShare={mayShare}
        problem={problem?.text ?? null}
        view={view}
      />
      <form
        {...postTo(viewPath(saved.id, 'delete'))}
        {...confirmFirst({ title: texts.deleteTitle(saved.name), text, action: texts.delete, isDangerous: true })}
      >
        <Query filter={filter} />
        <Button label={texts.delete} type="submit" kind="quiet" />
      </form>
    </details>
  );
}

interface ViewFormProps {
  path: string;
  filter: InboxFilter;
  name: string;
  isShared: boolean;
  submit: string;
  mayShare: boolean;
  problem: string | null;
  view: View;
}

function ViewForm({ path, filter, name, isShared, submit, mayShare, problem, view }: ViewFormProps): JSX.Element {
  const texts = inboxTexts[view.language].views;
  const id = `view-name-${path.split('/').at(-1)}`;
  return (
    <form class="view-form" {...postTo(path)} novalidate>
      <Query filter={filter} />
      <label for={id} safe>
        {path === viewsPath ? texts.save : texts.name}
      </label>
      <input
        id={id}
        name="name"
        value={name}
        placeholder={texts.name}
        maxlength="80"
        autocomplete="off"
        {...(problem && { 'aria-invalid': 'true', 'aria-describedby': `${id}-error` })}
      />
      {problem ? (
        <p class="field-error" id={`${id}-error`}>
          <Icon name="alert" />
          <span safe>{problem}</span>
        </p>
      ) : (
        ''
      )}
      {mayShare ? (
        <label class="filter-check">
          <input type="checkbox" name="shared" value="on" checked={isShared} />
          <span safe>{texts.share}</span>
        </label>
      ) : (
        ''
      )}
      <Button label={submit} type="submit" />
      {path === viewsPath ? (
        <p class="hint" safe>
          {texts.saveHint}
        </p>
      ) : (
        ''
      )}
    </form>
  );
}

const postTo = (path: string) => ({
  method: 'post',
  action: path,
  'hx-post': path,
  'hx-target': `#${VIEWS_ID}`,
  'hx-swap': 'outerHTML',
  'hx-sync': 'this:drop',
});

/** What the list shows now, for the answer and for what is kept. */
const Query = ({ filter }: { filter: InboxFilter }): JSX.Element => (
  <input type="hidden" name="query" value={new URLSearchParams(fieldsOf(filter)).toString()} />
);
